//! The page's Content-Security-Policy. docs/deployment.md has the reason of each line.

use std::fmt;

use super::digest::sha256;
use super::page::Inline;

/// What the page may do, as browsers are told it.
pub(crate) struct Policy {
    directives: Vec<(&'static str, Vec<String>)>,
}

impl Policy {
    /// The policy of a page that holds `inline`.
    pub(crate) fn of(inline: &Inline) -> Self {
        let hashes = |texts: &[String]| -> Vec<String> {
            let mut hashes: Vec<_> = texts
                .iter()
                .map(|text| format!("'{}'", sha256(text.as_bytes())))
                .collect();
            hashes.sort();
            hashes.dedup();
            hashes
        };
        let words = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<_>>();
        Self {
            directives: vec![
                ("default-src", words(&["'none'"])),
                (
                    "script-src",
                    [
                        words(&["'self'", "'wasm-unsafe-eval'"]),
                        hashes(&inline.scripts),
                    ]
                    .concat(),
                ),
                (
                    "style-src",
                    [words(&["'self'"]), hashes(&inline.styles)].concat(),
                ),
                ("img-src", words(&["'self'", "blob:"])),
                ("connect-src", words(&["'self'", "http:", "https:"])),
                ("manifest-src", words(&["'self'"])),
                ("worker-src", words(&["'self'"])),
                ("base-uri", words(&["'none'"])),
                ("form-action", words(&["'none'"])),
                ("trusted-types", words(&["default"])),
                ("require-trusted-types-for", words(&["'script'"])),
            ],
        }
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let directives: Vec<_> = self
            .directives
            .iter()
            .map(|(name, sources)| format!("{name} {}", sources.join(" ")))
            .collect();
        f.write_str(&directives.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(scripts: &[&str], styles: &[&str]) -> String {
        let texts = |texts: &[&str]| texts.iter().map(ToString::to_string).collect();
        Policy::of(&Inline {
            scripts: texts(scripts),
            styles: texts(styles),
        })
        .to_string()
    }

    #[test]
    fn what_is_inline_is_allowed_by_its_hash_alone() {
        let abc = "'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='";
        assert!(
            policy(&["abc"], &[]).contains(&format!("'wasm-unsafe-eval' {abc}; style-src 'self';"))
        );
        assert!(policy(&[], &["abc"]).contains(&format!("style-src 'self' {abc};")));
        assert!(!policy(&["abc", "x"], &["y"]).contains("unsafe-inline"));
    }

    #[test]
    fn the_order_of_scripts_changes_nothing() {
        assert_eq!(policy(&["a", "b", "a"], &[]), policy(&["b", "a"], &[]));
    }
}
