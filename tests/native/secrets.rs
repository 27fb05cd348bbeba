//! The project's files hold no secret.

use std::fs;
use std::path::{Path, PathBuf};

/// How tokens begin, and how many letters, digits, `-` and `_` follow at least.
const TOKENS: [(&str, usize); 14] = [
    ("AKIA", 16),
    ("ASIA", 16),
    ("AIza", 35),
    ("ghp_", 36),
    ("gho_", 36),
    ("ghs_", 36),
    ("github_pat_", 50),
    ("glpat-", 20),
    ("npm_", 36),
    ("pypi-", 60),
    ("sk-ant-", 30),
    ("sk_live_", 20),
    ("xoxb-", 20),
    ("eyJhbGciOi", 40),
];

/// What is made here and not kept.
const MADE: [&str; 5] = [".git", ".tools", "dist", "node_modules", "target"];

/// The secret in `text`, as much of it as tells which it is.
fn secret(text: &str) -> Option<String> {
    let key = ["PRIVATE", " KEY-----"].concat();
    if text.contains(&key) {
        return Some(key);
    }
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    for (start, least) in TOKENS {
        for (place, _) in text.match_indices(start) {
            let before = text[..place].chars().next_back();
            let after = &text[place + start.len()..];
            let length = after.chars().take_while(|c| is_part(*c)).count();
            if !before.is_some_and(is_part) && length >= least {
                return Some(format!("{start}…"));
            }
        }
    }
    None
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let is_made = MADE.iter().any(|name| path.ends_with(name));
        if path.is_dir() && !is_made {
            files(&path, found);
        } else if path.is_file() {
            found.push(path);
        }
    }
}

#[test]
fn no_file_holds_a_secret() {
    let mut all = Vec::new();
    files(
        Path::new(env!("CARGO_MANIFEST_DIR")),
        &mut all,
    );
    assert!(
        all.len() > 300,
        "{} files are too few",
        all.len()
    );
    for path in all {
        let bytes = fs::read(&path).expect("a file");
        let found = secret(&String::from_utf8_lossy(&bytes));
        assert_eq!(found, None, "{}", path.display());
    }
}

#[test]
fn secrets_are_found() {
    let token = |start: &str, length: usize| {
        format!(
            "key = \"{start}{}\"",
            "a1".repeat(length / 2)
        )
    };
    for (start, least) in TOKENS {
        assert!(
            secret(&token(start, least + 1)).is_some(),
            "{start}"
        );
        assert!(
            secret(&token(start, least - 2)).is_none(),
            "{start}"
        );
        assert!(
            secret(&token(&format!("x{start}"), least + 1)).is_none(),
            "{start}"
        );
    }
    let pem = ["-----BEGIN RSA PRIVATE", " KEY-----\nMIIE"].concat();
    assert!(secret(&pem).is_some());
}
