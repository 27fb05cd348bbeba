//! Writes a row's text from templates and word lists.

use super::super::random::SplitMix64;
use super::super::value::Field;
use super::lines::{self, COMMENTS, POSTS};
use super::words;

/// Writes the text of one row: the same row, the same words, on every machine.
pub(super) struct Writer {
    id: u32,
    topic: u32,
    random: SplitMix64,
}

impl Writer {
    /// For row `id` of the resource numbered `kind`. Rows of one `topic` speak of one subject.
    pub(super) fn new(kind: u32, id: u32, topic: u32) -> Self {
        let seed = u64::from(kind) << 32 | u64::from(id);
        Self {
            id,
            topic,
            random: SplitMix64::new(seed),
        }
    }

    pub(super) fn post_title(&mut self) -> Field {
        let template = self.turn(3, POSTS.titles);
        self.sentence(template)
    }

    pub(super) fn post_body(&mut self) -> Field {
        let sentences = [
            self.turn(7, POSTS.openings),
            self.turn(5, lines::STORIES),
            self.turn(1, lines::ADVICE),
            self.turn(9, lines::CLOSINGS),
        ];
        self.paragraph(&sentences)
    }

    pub(super) fn comment_name(&mut self) -> Field {
        let template = self.turn(3, COMMENTS.titles);
        self.sentence(template)
    }

    pub(super) fn comment_body(&mut self) -> Field {
        let middle = match self.chance(50) {
            true => self.turn(5, lines::STORIES),
            false => self.turn(1, lines::ADVICE),
        };
        let sentences = [
            self.turn(7, COMMENTS.openings),
            middle,
            self.turn(9, lines::CLOSINGS),
        ];
        self.paragraph(&sentences)
    }

    pub(super) fn album_title(&mut self) -> Field {
        let template = self.turn(3, lines::ALBUM_TITLES);
        self.sentence(template)
    }

    pub(super) fn photo_title(&mut self) -> Field {
        // 77 shares no factor with 160 pairs: no pair comes twice among an album's fifty.
        let pair = (self.id * 77) as usize % (words::LOOKS.len() * words::THINGS.len());
        let look = words::LOOKS[pair % words::LOOKS.len()];
        let thing = words::THINGS[pair / words::LOOKS.len()];
        self.sentence(&format!("{look} {thing} {{place}}"))
    }

    pub(super) fn todo_title(&mut self) -> Field {
        let template = self.turn(7, lines::TODO_TITLES);
        self.fill(template)
    }

    pub(super) fn email(&mut self) -> Field {
        let name = self.word("friend").to_lowercase();
        let street = self.word("street").to_lowercase();
        Field::Text(format!("{name}@{street}.example.net"))
    }

    /// Six hexadecimal digits; neither so dark nor so pale that it could not be seen on either theme.
    pub(super) fn colour(&mut self) -> String {
        let mut channel = || 0x40 + self.random.below(0xa0);
        format!(
            "{:02x}{:02x}{:02x}",
            channel(),
            channel(),
            channel()
        )
    }

    /// `count` decimal digits, the first not zero, as a filter takes `01` for text.
    pub(super) fn digits(&mut self, count: u32) -> u32 {
        let least = 10_u32.pow(count - 1);
        least + self.random.below(9 * least)
    }

    /// A coordinate within `limit` degrees of zero, written as the server does: text with four decimals.
    pub(super) fn degrees(&mut self, limit: u32) -> Field {
        let sign = if self.chance(50) { "-" } else { "" };
        let (whole, part) = (
            self.random.below(limit),
            self.random.below(10_000),
        );
        Field::Text(format!("{sign}{whole}.{part:04}"))
    }

    /// True in about `percent` of a hundred rows.
    pub(super) fn chance(&mut self, percent: u32) -> bool {
        self.random.below(100) < percent
    }

    /// The template with its slots filled, as a sentence or title begins.
    pub(super) fn sentence(&mut self, template: &str) -> Field {
        Field::Text(self.capitalised(template))
    }

    /// The template with its slots filled.
    pub(super) fn fill(&mut self, template: &str) -> Field {
        Field::Text(self.filled(template))
    }

    fn paragraph(&mut self, sentences: &[&str]) -> Field {
        let lines: Vec<_> = sentences
            .iter()
            .map(|sentence| self.capitalised(sentence))
            .collect();
        Field::Text(lines.join("\n"))
    }

    fn capitalised(&mut self, template: &str) -> String {
        let mut text = self.filled(template);
        if let Some(first) = text.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        text
    }

    fn filled(&mut self, template: &str) -> String {
        let mut parts = template.split('{');
        let mut text = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (slot, rest) = part.split_once('}').unwrap_or((part, ""));
            text.push_str(self.word(slot));
            text.push_str(rest);
        }
        text
    }

    fn word(&mut self, slot: &str) -> &'static str {
        match slot {
            // A stride that shares no factor with the list: a user's ten posts have ten subjects.
            "topic" => round(words::TOPICS, self.topic * 7),
            _ => self.any(words::of(slot)),
        }
    }

    /// Any of a list.
    fn any(&mut self, list: &[&'static str]) -> &'static str {
        round(
            list,
            self.random.below(list.len() as u32),
        )
    }

    /// The lines of a list by turns, so that neighbours differ. `stride` must share no factor with the
    /// list's length; another stride gives another order.
    fn turn(&self, stride: u32, list: &[&'static str]) -> &'static str {
        let rounds = (self.id - 1) / list.len() as u32;
        round(list, self.id * stride + rounds)
    }
}

/// The line at `position`, counting round and round. The lists are never empty (see the tests).
fn round(list: &[&'static str], position: u32) -> &'static str {
    list[position as usize % list.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slot_has_words() {
        for template in lines::templates() {
            for part in template.split('{').skip(1) {
                let (slot, _) = part.split_once('}').expect(template);
                let known = slot == "topic" || words::of(slot) != words::NONE;
                assert!(known, "{slot} in {template:?}");
            }
        }
    }

    #[test]
    fn strides_reach_every_line() {
        for (stride, list) in [
            (3, POSTS.titles),
            (7, POSTS.openings),
            (5, lines::STORIES),
            (1, lines::ADVICE),
            (9, lines::CLOSINGS),
            (3, COMMENTS.titles),
            (7, COMMENTS.openings),
            (3, lines::ALBUM_TITLES),
            (7, lines::TODO_TITLES),
            (7, words::TOPICS),
        ] {
            let length = list.len() as u32;
            let mut seen: Vec<_> = (0..length).map(|i| round(list, i * stride)).collect();
            seen.sort_unstable();
            seen.dedup();
            assert_eq!(seen.len(), list.len(), "{list:?}");
        }
    }

    #[test]
    fn fills_and_capitalises() {
        let mut writer = Writer::new(0, 1, 1);
        let Field::Text(text) = writer.sentence("{topic} in {city}") else {
            panic!("no text");
        };
        assert!(
            text.starts_with(|c: char| c.is_uppercase()),
            "{text}"
        );
        assert!(!text.contains(['{', '}']), "{text}");
    }
}
