//! Fitting text where no font is at hand to measure it with.

/// About how wide `text` is, and rather too wide than too narrow.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(share).sum::<f64>() * size
}

/// How wide a character is in common sans-serif fonts, as a share of the font's size.
const fn share(c: char) -> f64 {
    match c {
        ' ' | '.' | ',' | ':' | ';' | '\'' | '!' | '|' | 'i' | 'j' | 'l' | '·' | '’' => 0.33,
        'f' | 'r' | 't' | '(' | ')' | '-' | '/' => 0.42,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 1.0,
        'A'..='Z' | '…' | '×' => 0.75,
        // From the radicals of Chinese on, characters are as wide as high, and pictures wider.
        '\u{2e80}'.. => 1.3,
        _ => 0.62,
    }
}

/// `text` in lines that fit into `room`. Words stay whole unless one alone is too long.
pub(super) fn wrap(text: &str, size: f64, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text
        .split_whitespace()
        .flat_map(|word| pieces(word, size, room))
    {
        if !line.is_empty() && width(&line, size) + width(&word, size) + 0.33 * size > room {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&word);
    }
    lines.push(line);
    lines.retain(|line| !line.is_empty());
    lines
}

/// A word in pieces that fit.
fn pieces(word: &str, size: f64, room: f64) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut used = 0.0;
    for c in word.chars() {
        let wide = share(c) * size;
        if used > 0.0 && used + wide > room {
            pieces.push(String::new());
            used = 0.0;
        }
        used += wide;
        // There is always a last one.
        if let Some(piece) = pieces.last_mut() {
            piece.push(c);
        }
    }
    pieces
}

/// `text` on one line, its end left out if it does not fit into `room`.
pub(super) fn shorten(text: &str, size: f64, room: f64) -> String {
    if width(text, size) <= room {
        return text.into();
    }
    let mut short = String::new();
    let mut used = share('…') * size;
    for c in text.chars() {
        used += share(c) * size;
        if used > room {
            break;
        }
        short.push(c);
    }
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_and_lose_nothing() {
        let long = "x".repeat(300);
        let texts = [
            "",
            "one",
            "In turn and joined: what does the second request wait for, and for how long?",
            &long,
            "日本語のとても長いタイトルがここにあります",
        ];
        for text in texts {
            for room in [40.0, 150.0, 904.0] {
                let lines = wrap(text, 14.0, room);
                for line in &lines {
                    assert!(
                        width(line, 14.0) <= room && !line.is_empty(),
                        "{line:?} in {room}"
                    );
                }
                let letters = |text: &str| text.replace(' ', "");
                assert_eq!(
                    letters(&lines.concat()),
                    letters(text),
                    "{room}"
                );
            }
        }
        assert_eq!(
            wrap("a  b\n\tc", 14.0, 900.0),
            ["a b c"]
        );
    }

    #[test]
    fn what_does_not_fit_is_shortened() {
        let cases = [
            ("/users/1", 100.0, "/users/1"),
            ("/users/1", 40.0, "/use…"),
            ("", 40.0, ""),
            ("WWWWWWWW", 40.0, "WW…"),
        ];
        for (text, room, short) in cases {
            assert_eq!(
                shorten(text, 12.0, room),
                short,
                "{text} in {room}"
            );
        }
    }
}
