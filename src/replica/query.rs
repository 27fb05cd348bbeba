//! Reads the part of a link behind the `?`.

use std::borrow::Cow;

use form_urlencoded::parse;
use percent_encoding::percent_decode_str;

/// The keys of a query, in order, each once with all its values.
#[derive(Debug, Default)]
pub(super) struct Query(Vec<Param>);

/// A key and its values.
#[derive(Debug)]
pub(super) struct Param {
    /// A field, or a dotted path of fields.
    pub(super) path: String,
    /// Written `address[city]` instead of `address.city`. The server then leaves the value a text.
    pub(super) bracketed: bool,
    /// At least one.
    pub(super) values: Vec<String>,
}

impl Query {
    /// Never fails: bytes that are no UTF-8 become U+FFFD, which no value of a row holds.
    pub(super) fn parse(text: &str) -> Self {
        let mut query = Self::default();
        for (key, value) in parse(text.as_bytes()) {
            let (path, bracketed) = path_of(&key);
            query.add(path, bracketed, value.into_owned());
        }
        query
    }

    fn add(&mut self, path: String, bracketed: bool, value: String) {
        let same = |param: &&mut Param| param.path == path && param.bracketed == bracketed;
        match self.0.iter_mut().find(same) {
            Some(param) => param.values.push(value),
            None => self.0.push(Param {
                path,
                bracketed,
                values: vec![value],
            }),
        }
    }

    /// Asks for one value of a key in place of all that were asked for.
    pub(super) fn set(&mut self, key: &str, value: String) {
        self.0.retain(|param| param.path != key);
        self.add(key.to_owned(), false, value);
    }

    /// Every key with its values.
    pub(super) fn params(&self) -> &[Param] {
        &self.0
    }

    /// The values of one of the server's own keys; none when it is absent or its only value is
    /// empty.
    pub(super) fn all(&self, key: &str) -> &[String] {
        match self.0.iter().find(|param| param.path == key) {
            Some(param) if param.values != [""] => &param.values,
            _ => &[],
        }
    }

    /// The whole number at the start of a key's first value, as JavaScript's `parseInt` reads it:
    /// `None` when the key says nothing, `Some(None)` when it says something that is no number.
    pub(super) fn whole(&self, key: &str) -> Option<Option<i64>> {
        self.all(key).first().map(|value| parse_whole(value))
    }
}

/// `address[city]` and `address.city` are one path; `id[]` and `id[3]` are more values for `id`.
fn path_of(key: &str) -> (String, bool) {
    let mut parts = key.split('[');
    let mut path = parts.next().unwrap_or_default().to_owned();
    let mut bracketed = false;
    for part in parts {
        match part.strip_suffix(']') {
            Some(place) if place.bytes().all(|byte| byte.is_ascii_digit()) => {}
            name => {
                bracketed = true;
                path = path + "." + name.unwrap_or_default();
            }
        }
    }
    (path, bracketed)
}

/// The text behind its percent signs; `None` when it is broken or no UTF-8.
pub(super) fn decoded(text: &str) -> Option<Cow<'_, str>> {
    let whole = text.split('%').skip(1).all(|part| {
        let digits = part.as_bytes().iter().take(2);
        digits.filter(|byte| byte.is_ascii_hexdigit()).count() == 2
    });
    whole
        .then(|| percent_decode_str(text).decode_utf8().ok())
        .flatten()
}

/// Saturates far beyond any count, so that page times limit stays within an `i64`.
fn parse_whole(text: &str) -> Option<i64> {
    let text = text.trim_start();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (
            1,
            text.strip_prefix('+').unwrap_or(text),
        ),
    };
    let mut digits = digits.chars().map_while(|c| c.to_digit(10)).peekable();
    digits.peek()?;
    let size = digits.fold(0_i64, |size, digit| {
        (size * 10 + i64::from(digit)).min(1_000_000_000)
    });
    Some(sign * size)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The keys and values, the bracketed paths in brackets.
    fn shown(query: &Query) -> String {
        let shown = query.params().iter().map(|param| {
            let values = param.values.join(",");
            match param.bracketed {
                true => format!("[{}]={values}", param.path),
                false => format!("{}={values}", param.path),
            }
        });
        shown.collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn groups_keys_and_decodes() {
        let cases = [
            ("", ""),
            ("&&", ""),
            ("id", "id="),
            ("id=1&x=2&id=3", "id=1,3; x=2"),
            ("id[]=1&id[7]=2&id%5B%5D=3", "id=1,2,3"),
            (
                "a[b][c]=1&a.b.c=2",
                "[a.b.c]=1; a.b.c=2",
            ),
            (
                "a.b=Johns+%26%20Group",
                "a.b=Johns & Group",
            ),
            ("id[=1", "[id.]=1"),
            ("a=100%&b=%zz", "a=100%; b=%zz"),
            ("a=%2B1=2", "a=+1=2"),
        ];
        for (text, expected) in cases {
            assert_eq!(
                shown(&Query::parse(text)),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn reads_whole_numbers_like_parse_int() {
        let cases = [
            ("", None),
            ("n=", None),
            ("n=3", Some(Some(3))),
            ("n=-3", Some(Some(-3))),
            ("n=%2B3", Some(Some(3))),
            ("n=+3", Some(Some(3))),
            ("n=2.9", Some(Some(2))),
            ("n=3x", Some(Some(3))),
            ("n=1e3", Some(Some(1))),
            ("n=abc", Some(None)),
            ("n=-", Some(None)),
            ("n=4&n=5", Some(Some(4))),
            ("n=&n=5", Some(None)),
            (
                "n=99999999999",
                Some(Some(1_000_000_000)),
            ),
        ];
        for (text, expected) in cases {
            let query = Query::parse(text);
            assert_eq!(query.whole("n"), expected, "{text}");
        }
    }
}
