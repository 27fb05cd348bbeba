//! The headers that a host sends with the site.

use super::policy::Policy;

/// A header's name and value.
pub(crate) type Header = (&'static str, String);

/// What each answer carries. There is no `frame-ancestors` and no `X-Frame-Options`: the page may be framed.
pub(crate) fn for_all(policy: &Policy) -> Vec<Header> {
    vec![
        ("Content-Security-Policy", policy.to_string()),
        ("Referrer-Policy", "no-referrer".into()),
        ("X-Content-Type-Options", "nosniff".into()),
        (
            "Permissions-Policy",
            "camera=(), geolocation=(), microphone=()".into(),
        ),
    ]
}

/// For a file that has its hash in its name, which never changes.
pub(crate) const FOREVER: &str = "public, max-age=31536000, immutable";
/// For all else: asked for anew each time, which costs no more than a 304.
pub(crate) const ASK: &str = "no-cache";

/// Whether a file's name holds its hash, as Trunk writes it: `tandem-6239e15eee35f197_bg.wasm`, and
/// `82ed84d18988c221-loading.js` of what a loader's module is made of.
pub(crate) fn is_hashed(name: &str) -> bool {
    let Some((stem, end)) = name.rsplit_once('.') else {
        return false;
    };
    let stem = stem.strip_suffix("_bg").unwrap_or(stem);
    // A number in hexadecimal, without zeros before it.
    let is_hash = |part: &str| {
        (12..=16).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    let first = stem.split_once('-').map(|(first, _)| first);
    let last = stem.rsplit_once('-').map(|(_, last)| last);
    matches!(end, "js" | "mjs" | "css" | "wasm") && [first, last].into_iter().flatten().any(is_hash)
}

#[cfg(test)]
mod tests {
    use super::is_hashed;

    #[test]
    fn a_name_with_its_hash() {
        for (name, expected) in [
            ("tandem-6239e15eee35f197_bg.wasm", true),
            ("tandem-6239e15eee35f197.js", true),
            ("chunk-10-6239e15eee35f197.wasm", true),
            ("controls-c54ffafb1cde1ff.css", true),
            ("82ed84d18988c221-loading.js", true),
            ("tandem-6239e15eee35f197.js.br", false),
            ("index.html", false),
            ("service-worker.js", false),
            ("icon-192.png", false),
            ("time-bar.css", false),
        ] {
            assert_eq!(is_hashed(name), expected, "{name}");
        }
    }
}
