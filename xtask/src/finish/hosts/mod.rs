//! The headers as each host reads them: `_headers` in the site itself, for Netlify and Cloudflare Pages, and
//! files for nginx and Caddy beside it.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::headers::{self, ASK, FOREVER, is_hashed};
use super::policy::Policy;
use super::worker;

const NGINX: &str = include_str!("nginx.conf");
const CADDY: &str = include_str!("Caddyfile");
/// These are never taken from a cache without asking; what has a hash in its name always is.
const ASKED: [&str; 3] = ["", "index.html", worker::NAME];

/// Writes all of them: `site` is what hosts serve, `beside` a folder that they do not.
pub(super) fn write(site: &Path, beside: &Path, policy: &Policy) -> Result<()> {
    let names = super::names(site)?;
    replace(&site.join("_headers"), &netlify(&names, policy))?;
    fs::create_dir_all(beside).with_context(|| format!("{} cannot be made", beside.display()))?;
    replace(&beside.join("nginx.conf"), &nginx(policy))?;
    replace(&beside.join("Caddyfile"), &caddy(policy))
}

/// Writes the file unless it says that already: `trunk watch` would take it for a change and build again.
fn replace(path: &Path, text: &str) -> Result<()> {
    if fs::read_to_string(path).is_ok_and(|found| found == text) {
        return Ok(());
    }
    fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))
}

/// Both hosts add up what several patterns say of one header, so each file's `Cache-Control` stands once.
fn netlify(names: &[String], policy: &Policy) -> String {
    let mut text = String::from("/*\n");
    for (name, value) in headers::for_all(policy) {
        text += &format!("  {name}: {value}\n");
    }
    let hashed = names.iter().filter(|name| is_hashed(name));
    let cached = ASKED
        .map(|name| (name, ASK))
        .into_iter()
        .chain(hashed.map(|name| (name.as_str(), FOREVER)));
    for (name, value) in cached {
        text += &format!("/{name}\n  Cache-Control: {value}\n");
    }
    text
}

fn nginx(policy: &Policy) -> String {
    // `always`: with errors too.
    let headers = lines(policy, "    ", |name, value| {
        format!("add_header {name} \"{value}\" always;")
    });
    filled(NGINX, &headers)
}

fn caddy(policy: &Policy) -> String {
    filled(
        CADDY,
        &lines(policy, "\t\t", |name, value| format!("{name} \"{value}\"")),
    )
}

/// A line a header, each indented but the first.
fn lines(policy: &Policy, indent: &str, line: impl Fn(&str, &str) -> String) -> String {
    let lines: Vec<_> = headers::for_all(policy)
        .iter()
        .map(|(name, value)| line(name, value))
        .collect();
    lines.join(&format!("\n{indent}"))
}

fn filled(template: &str, headers: &str) -> String {
    template
        .replace("{{headers}}", headers)
        .replace("{{ask}}", ASK)
        .replace("{{forever}}", FOREVER)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finish::page::Inline;

    fn policy() -> Policy {
        Policy::of(&Inline {
            scripts: vec!["abc".into()],
            styles: Vec::new(),
        })
    }

    #[test]
    fn every_host_sends_the_same_headers() {
        let policy = policy();
        let (netlify, nginx, caddy) = (netlify(&[], &policy), nginx(&policy), caddy(&policy));
        for (name, value) in headers::for_all(&policy) {
            assert!(netlify.contains(&format!("\n  {name}: {value}\n")));
            assert_eq!(
                nginx
                    .matches(&format!("add_header {name} \"{value}\" always;\n"))
                    .count(),
                3
            );
            assert!(caddy.contains(&format!("\n\t\t{name} \"{value}\"\n")));
        }
        for text in [&netlify, &nginx, &caddy] {
            assert!(!text.contains("{{") && !text.contains("rame"), "{text}");
        }
    }

    #[test]
    fn a_file_has_one_cache_control() {
        let names = ["a-6239e15eee35f197.js", "service-worker.js", "icon.svg"];
        let text = netlify(&names.map(str::to_owned), &policy());
        for name in ["a-6239e15eee35f197.js", "service-worker.js", "index.html"] {
            assert_eq!(text.matches(&format!("\n/{name}\n")).count(), 1, "{text}");
        }
        assert!(text.contains(
            "\n/a-6239e15eee35f197.js\n  Cache-Control: public, max-age=31536000, immutable\n"
        ));
    }

    // Cloudflare Pages reads 100 rules and lines of 2,000 characters.
    #[test]
    fn no_line_is_too_long() {
        let text = netlify(&[], &policy());
        assert!(text.lines().all(|line| line.len() < 1_500), "{text}");
    }
}
