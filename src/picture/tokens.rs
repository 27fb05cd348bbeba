//! The page's own colours and fonts, read from its style sheet: pictures have none of their own.

use super::Colours;

const TOKENS: &str = include_str!("../../style/tokens.css");

/// The rules of all pictures, in terms of the tokens.
const RULES: &str = include_str!("picture.css");

#[derive(Clone, Copy, PartialEq)]
enum Scheme {
    Light,
    Dark,
}

/// The style sheet of a picture. The tokens' values are written out: many programs that show SVG do not
/// know custom properties and would draw all of it black.
pub(super) fn style(colours: Colours) -> String {
    match colours {
        Colours::Light => resolve(RULES, Scheme::Light),
        Colours::Dark => resolve(RULES, Scheme::Dark),
        Colours::Both => format!(
            "{}@media (prefers-color-scheme: dark){{{}}}",
            resolve(RULES, Scheme::Light),
            resolve(RULES, Scheme::Dark)
        ),
    }
}

/// `rules` without comments and indents, each `var(--token)` as its value.
fn resolve(rules: &str, scheme: Scheme) -> String {
    let lines = rules.lines().map(str::trim);
    let rules: String = lines.filter(|line| !line.starts_with("/*")).collect();
    let mut parts = rules.split("var(--");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once(')').unwrap_or((part, ""));
        text.push_str(token(name, scheme).unwrap_or_default());
        text.push_str(rest);
    }
    text
}

/// The value of a token; of a colour that has two, the one of `scheme`.
fn token(name: &str, scheme: Scheme) -> Option<&'static str> {
    let mut lines = TOKENS.lines().map(str::trim);
    let value = lines.find_map(|line| {
        let declared = line.strip_prefix("--")?.strip_prefix(name)?;
        declared.strip_prefix(": ")?.strip_suffix(';')
    })?;
    let both = value
        .strip_prefix("light-dark(")
        .and_then(|both| both.strip_suffix(')')?.split_once(", "));
    Some(match both {
        None => value,
        Some((light, _)) if scheme == Scheme::Light => light,
        Some((_, dark)) => dark,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_colour_of_the_rules_is_a_token() {
        let names: Vec<_> = RULES.split("var(--").skip(1).collect();
        assert!(names.len() > 20, "{names:?}");
        for part in names {
            let (name, _) = part.split_once(')').expect("it is closed");
            for scheme in [Scheme::Light, Scheme::Dark] {
                assert!(
                    token(name, scheme).is_some(),
                    "--{name}"
                );
            }
        }
        let plain = RULES
            .split("url(#")
            .map(|part| part.split_once(')').map_or(part, |(_, rest)| rest));
        for part in plain {
            assert!(
                !part.contains(['#']) && !part.contains("rgb"),
                "a colour of its own: {part}"
            );
        }
    }

    #[test]
    fn a_token_has_a_value_a_scheme() {
        let cases = [
            ("ink", Scheme::Light, Some("#1c1d22")),
            ("ink", Scheme::Dark, Some("#eceae4")),
            ("ink-2", Scheme::Light, Some("#4c4f58")),
            ("s1", Scheme::Dark, Some("0.25rem")),
            ("in", Scheme::Light, None),
        ];
        for (name, scheme, value) in cases {
            assert_eq!(token(name, scheme), value, "{name}");
        }
    }

    #[test]
    fn nothing_is_left_to_be_resolved() {
        for colours in [Colours::Both, Colours::Light, Colours::Dark] {
            let style = style(colours);
            assert!(
                !style.contains("var(") && !style.contains("light-dark"),
                "{style}"
            );
            assert_eq!(
                style.contains("#1c1d22"),
                colours != Colours::Dark
            );
            assert_eq!(
                style.contains("#eceae4"),
                colours != Colours::Light
            );
            assert_eq!(
                style.contains("@media"),
                colours == Colours::Both
            );
        }
    }
}
