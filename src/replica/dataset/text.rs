//! Writes a row's text from templates and word lists.

use super::lines::{self, COMMENTS, POSTS};
use super::words;
use crate::engine::random::SplitMix64;

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

    pub(super) fn post_title(&mut self) -> String {
        let template = self.turn(3, POSTS.titles);
        self.sentence(template)
    }

    pub(super) fn post_body(&mut self) -> String {
        let sentences = [
            self.turn(7, POSTS.openings),
            self.turn(5, lines::STORIES),
            self.turn(1, lines::ADVICE),
            self.turn(9, lines::CLOSINGS),
        ];
        self.paragraph(&sentences)
    }

    pub(super) fn comment_name(&mut self) -> String {
        let template = self.turn(3, COMMENTS.titles);
        self.sentence(template)
    }

    pub(super) fn comment_body(&mut self) -> String {
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

    pub(super) fn album_title(&mut self) -> String {
        let template = self.turn(3, lines::ALBUM_TITLES);
        self.sentence(template)
    }

    pub(super) fn photo_title(&mut self) -> String {
        // 77 shares no factor with 160 pairs: no pair comes twice among an album's fifty.
        let pair = (self.id * 77) as usize % (words::LOOKS.len() * words::THINGS.len());
        let look = words::LOOKS[pair % words::LOOKS.len()];
        let thing = words::THINGS[pair / words::LOOKS.len()];
        self.sentence(&format!("{look} {thing} {{place}}"))
    }

    pub(super) fn todo_title(&mut self) -> String {
        let template = self.turn(7, lines::TODO_TITLES);
        self.fill(template)
    }

    pub(super) fn email(&mut self) -> String {
        let name = self.word("friend").to_ascii_lowercase();
        let street = self.word("street").to_ascii_lowercase();
        format!("{name}@{street}.example.net")
    }

    /// Six hexadecimal digits; neither so dark nor so pale that it could not be seen on either
    /// theme.
    pub(super) fn colour(&mut self) -> String {
        let mut channel = || 0x40 + self.random.below(0xa0);
        let (red, green, blue) = (channel(), channel(), channel());
        format!("{red:02x}{green:02x}{blue:02x}")
    }

    /// `count` decimal digits, the first not zero, as a filter takes `01` for text.
    pub(super) fn digits(&mut self, count: u32) -> usize {
        let least = 10_usize.pow(count - 1);
        least + self.random.below(9 * least)
    }

    /// A coordinate within `limit` degrees of zero, written as the server does: four decimals.
    pub(super) fn degrees(&mut self, limit: usize) -> String {
        let sign = if self.chance(50) { "-" } else { "" };
        let whole = self.random.below(limit);
        let part = self.random.below(10_000);
        format!("{sign}{whole}.{part:04}")
    }

    /// True in about `percent` of a hundred rows.
    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.random.below(100) < percent
    }

    fn paragraph(&mut self, sentences: &[&str]) -> String {
        let lines: Vec<_> = sentences
            .iter()
            .map(|sentence| self.sentence(sentence))
            .collect();
        lines.join("\n")
    }

    /// The template with its slots filled, as a sentence or a title begins.
    pub(super) fn sentence(&mut self, template: &str) -> String {
        let mut text = self.fill(template);
        if let Some(first) = text.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        text
    }

    /// The template with its slots filled.
    pub(super) fn fill(&mut self, template: &str) -> String {
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
            // A stride that shares no factor with the list: a user's ten posts have ten topics.
            "topic" => round(words::TOPICS, self.topic * 7),
            _ => {
                let list = words::of(slot);
                list[self.random.below(list.len())]
            }
        }
    }

    /// The lines of a list by turns, so that neighbours differ. `stride` must share no factor with
    /// the list's length; another stride gives another order.
    fn turn(&self, stride: u32, list: &[&'static str]) -> &'static str {
        let rounds = (self.id - 1) / list.len() as u32;
        round(list, self.id * stride + rounds)
    }
}

/// The line at `position`, counting round and round. No list is empty.
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
        let text = writer.sentence("{topic} in {city}");
        assert!(
            text.starts_with(|c: char| c.is_uppercase()),
            "{text}"
        );
        assert!(!text.contains(['{', '}']), "{text}");
    }
}
