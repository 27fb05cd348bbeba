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

/// Whether a file's name holds its hash, as Trunk writes it: `tandem-6239e15eee35f197_bg.wasm`.
pub(crate) fn is_hashed(name: &str) -> bool {
    let Some((stem, end)) = name.split_once('.') else {
        return false;
    };
    let hash = stem.strip_suffix("_bg").unwrap_or(stem).rsplit('-').next();
    // Trunk writes a number as hexadecimal, without zeros before it.
    matches!(end, "js" | "mjs" | "css" | "wasm")
        && stem.contains('-')
        && hash.is_some_and(|hash| {
            (12..=16).contains(&hash.len()) && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
        })
}

#[cfg(test)]
mod tests {
    use super::is_hashed;

    #[test]
    fn a_name_with_its_hash() {
        for (name, expected) in [
            ("tandem-6239e15eee35f197_bg.wasm", true),
            ("tandem-6239e15eee35f197.js", true),
            ("controls-c54ffafb1cde1ff.css", true),
            ("index.html", false),
            ("service-worker.js", false),
            ("icon-192.png", false),
            ("time-bar.css", false),
        ] {
            assert_eq!(is_hashed(name), expected, "{name}");
        }
    }
}
