//! Shapes as the text of an SVG file.

use std::fmt::Write;

use super::drawing::{Area, Drawing, Shape, Type, WIDTH};
use super::{Colours, tokens};

/// Fills of stripes, by the names that the style sheet has for them.
const PATTERNS: &str = concat!(
    r#"<pattern id="connecting" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">"#,
    r#"<rect class="sheet" width="5" height="5"/><rect class="ink" width="1.6" height="5"/></pattern>"#,
    r#"<pattern id="cancelled" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">"#,
    r#"<rect class="sheet" width="6" height="6"/><rect class="plain" width="1.6" height="6"/></pattern>"#,
    r#"<pattern id="stalled" width="6" height="6" patternUnits="userSpaceOnUse">"#,
    r#"<rect class="sheet" width="6" height="6"/><rect class="stripe" width="3" height="6"/></pattern>"#,
);

/// Writes `drawing` with a title and a description for those who have it read to them.
pub(super) fn write(drawing: &Drawing, title: &str, description: &str, colours: Colours) -> String {
    let height = drawing.height();
    let mut text = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img">
<title>{}</title>
<desc>{}</desc>
<style>{}</style>
<defs>{PATTERNS}</defs>
<rect class="sheet" width="{WIDTH}" height="{height}"/>
"#,
        escape(title),
        escape(description),
        tokens::style(colours),
    );
    for shape in &drawing.shapes {
        write_shape(&mut text, shape);
    }
    text.push_str("</svg>\n");
    text
}

fn write_shape(text: &mut String, shape: &Shape) {
    // Writing into a text cannot fail.
    let _ = match shape {
        Shape::Text {
            x,
            y,
            set: Type { class, size, .. },
            text: words,
        } => writeln!(
            text,
            r#"<text{} font-size="{size}" x="{}" y="{}">{}</text>"#,
            classes(class, ""),
            short(*x),
            short(*y),
            escape(words)
        ),
        Shape::Rect {
            area:
                Area {
                    x,
                    y,
                    width,
                    height,
                },
            class,
            hue,
        } => writeln!(
            text,
            r#"<rect{}{} x="{}" y="{}" width="{}" height="{}"/>"#,
            classes(class, hue),
            // Round ends need some height.
            if *height >= 8.0 { r#" rx="3""# } else { "" },
            short(*x),
            short(*y),
            short(*width),
            short(*height)
        ),
        Shape::Line { from, to, class } => writeln!(
            text,
            r#"<line{} x1="{}" y1="{}" x2="{}" y2="{}"/>"#,
            classes(class, ""),
            short(from.0),
            short(from.1),
            short(to.0),
            short(to.1)
        ),
    };
}

fn classes(one: &str, other: &str) -> String {
    match (one, other) {
        ("", "") => String::new(),
        (one, "") | ("", one) => format!(" class=\"{one}\""),
        (one, other) => format!(" class=\"{one} {other}\""),
    }
}

/// A place or length to the tenth.
fn short(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

/// `text` as XML has it between tags: what would be markup is written in full, and what XML cannot hold
/// at all becomes a sign for that.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            '\0'..='\x1f' | '\x7f'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => {
                escaped.push(char::REPLACEMENT_CHARACTER);
            }
            _ => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        for (text, escaped) in [
            ("/users/1", "/users/1"),
            (
                "</text><script>alert(1)</script>",
                "&lt;/text&gt;&lt;script&gt;alert(1)&lt;/script&gt;",
            ),
            (
                "a & b \"c\" 'd'",
                "a &amp; b &quot;c&quot; 'd'",
            ),
            ("]]>", "]]&gt;"),
            (
                "a\u{0}b\u{1b}c\u{85}d\u{ffff}",
                "a\u{fffd}b\u{fffd}c\u{fffd}d\u{fffd}",
            ),
            ("a\nb\tc", "a b c"),
            ("✕ “日本” 😀", "✕ “日本” 😀"),
        ] {
            assert_eq!(escape(text), escaped, "{text:?}");
        }
    }

    #[test]
    fn each_shape_is_one_element() {
        let mut drawing = Drawing::new();
        let area = |height| Area {
            x: 1.04,
            y: 2.0,
            width: 3.06,
            height,
        };
        drawing.rect(area(9.0), "users", "ok");
        drawing.rect(area(2.0), "track", "");
        drawing.down(5.0, 6.0, 7.25, "tick");
        drawing.text(
            1.0,
            2.0,
            Type {
                class: "",
                size: 12.0,
                leading: 0.0,
            },
            "a<b",
        );
        let mut text = String::new();
        for shape in &drawing.shapes {
            write_shape(&mut text, shape);
        }
        assert_eq!(
            text,
            r#"<rect class="users ok" rx="3" x="1" y="2" width="3.1" height="9"/>
<rect class="track" x="1" y="2" width="3.1" height="2"/>
<line class="tick" x1="5" y1="6" x2="5" y2="7.3"/>
<text font-size="12" x="1" y="2">a&lt;b</text>
"#
        );
    }
}
