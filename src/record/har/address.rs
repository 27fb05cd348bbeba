//! What an address says: what is asked for, of whatever server.

use std::borrow::Cow;

/// Path and query of `url`, without its fragment; of an address of another kind all of it. One too long to
/// be read by anyone is cut.
pub(super) fn path(url: &str) -> String {
    const MOST: usize = 1_000;
    let Some((_, rest)) = url.split_once("://") else {
        return cut(url, MOST);
    };
    let path = rest.find(['/', '?', '#']).map_or("", |at| &rest[at..]);
    let path = path.split('#').next().unwrap_or_default();
    let slash = if path.starts_with('/') { "" } else { "/" };
    cut(&format!("{slash}{path}"), MOST)
}

/// `text`, or as much of it as `most` characters can hold.
pub(super) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.into(),
    }
}

/// What is asked for, for its colour: the collection of JSONPlaceholder that ends the path, with or without
/// an id; `other` where there is none.
pub(super) fn resource(url: &str) -> Cow<'static, str> {
    const KNOWN: [&str; 6] = ["users", "posts", "todos", "comments", "albums", "photos"];
    let path = path(url);
    let path = path.split('?').next().unwrap_or_default();
    let mut parts = path.rsplit('/').filter(|part| !part.is_empty());
    let is_id = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let named = parts.find(|part| !is_id(part)).unwrap_or_default();
    let known = KNOWN.into_iter().find(|known| *known == named);
    known.unwrap_or("other").into()
}

/// The pairs of the query of `url`.
pub(super) fn query(url: &str) -> impl Iterator<Item = (String, String)> {
    let url = url.split('#').next().unwrap_or_default();
    let query = url.split_once('?').map_or("", |(_, query)| query);
    form_urlencoded::parse(query.as_bytes()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_addresses() {
        let cases = [
            (
                "https://a.b/users/1",
                "/users/1",
                "users",
            ),
            (
                "https://a.b:3/x/posts?userId=1#top",
                "/x/posts?userId=1",
                "posts",
            ),
            (
                "http://a.b/users/1/todos/",
                "/users/1/todos/",
                "todos",
            ),
            (
                "http://a.b/comments/3/likes",
                "/comments/3/likes",
                "other",
            ),
            ("http://a.b", "/", "other"),
            (
                "http://a.b?q=/users",
                "/?q=/users",
                "other",
            ),
            ("http://a.b#/users", "/", "other"),
            (
                "data:text/plain,users",
                "data:text/plain,users",
                "other",
            ),
            ("", "", "other"),
        ];
        for (url, path, resource) in cases {
            assert_eq!(
                (
                    super::path(url).as_str(),
                    &*super::resource(url)
                ),
                (path, resource),
                "{url}"
            );
        }
        assert_eq!(
            super::path(&format!("data:{}", "é".repeat(2_000)))
                .chars()
                .count(),
            1_001
        );
        let pairs: Vec<_> = query("http://a.b/c?d=e%20f&g=#d=h").collect();
        assert_eq!(
            pairs,
            [("d".into(), "e f".into()), ("g".into(), String::new())]
        );
    }
}
