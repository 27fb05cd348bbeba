//! The same ideas in three languages: what they are called, and how they behave.
//!
//! A row is a [`Concept`], a topic a few of them. An experiment names the rows that bear on it; the
//! page of concepts shows all. Code stands between backticks.

mod running;
mod schedules;
mod wire;

pub use running::{CANCEL, FAILURE, START, TIMEOUT};
pub use schedules::{AS_THEY_COME, BACKGROUND, EACH_OUTCOME, FAN, IN_TURN, TOGETHER};
pub use wire::{ERRORS, LIMIT, PARSING, SESSION};

/// One idea in three languages. Texts are prose with code between backticks.
#[derive(Debug)]
pub struct Concept {
    /// Tells its row from others on the page.
    pub name: &'static str,
    /// The idea or the question.
    pub title: &'static str,
    /// In Rust.
    pub rust: &'static str,
    /// In TypeScript.
    pub typescript: &'static str,
    /// In Python.
    pub python: &'static str,
}

/// Concepts under one heading.
#[derive(Debug)]
pub struct Topic {
    /// The heading.
    pub title: &'static str,
    /// What it is about, in a sentence.
    pub about: &'static str,
    /// Its rows.
    pub concepts: &'static [&'static Concept],
}

/// All concepts, in the order of the page.
pub const TOPICS: &[Topic] = &[
    Topic {
        title: "What it is called",
        about: "Each way to schedule requests has a name in each language, or is missing there.",
        concepts: &[
            &IN_TURN,
            &TOGETHER,
            &FAN,
            &AS_THEY_COME,
            &EACH_OUTCOME,
            &BACKGROUND,
        ],
    },
    Topic {
        title: "How it starts and ends",
        about: "The names are alike; when work begins, and what ends it, is not.",
        concepts: &[&START, &FAILURE, &CANCEL, &TIMEOUT],
    },
    Topic {
        title: "What goes over the wire",
        about: "What stands between the code and the server, and what the code has to look after.",
        concepts: &[&LIMIT, &SESSION, &PARSING, &ERRORS],
    },
];

/// All concepts, in the order of the page.
pub fn all() -> impl Iterator<Item = &'static Concept> {
    TOPICS.iter().flat_map(|topic| topic.concepts).copied()
}

/// The concept of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Concept> {
    all().find(|concept| concept.name == name)
}

/// A piece of a text: prose or code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Plain words.
    Prose(&'static str),
    /// What stood between backticks.
    Code(&'static str),
}

/// The pieces of `text`, in order; none of them is empty.
pub fn pieces(text: &'static str) -> impl Iterator<Item = Piece> {
    let pieces = text.split('`').enumerate();
    pieces
        .filter(|(_, piece)| !piece.is_empty())
        .map(|(place, piece)| match place % 2 {
            0 => Piece::Prose(piece),
            _ => Piece::Code(piece),
        })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn code_stands_between_backticks() {
        use Piece::{Code, Prose};
        let cases: &[(&str, &[Piece])] = &[
            ("", &[]),
            ("words", &[Prose("words")]),
            ("`code`", &[Code("code")]),
            (
                "Call `f()`, then wait.",
                &[Prose("Call "), Code("f()"), Prose(", then wait.")],
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(
                pieces(text).collect::<Vec<_>>(),
                *expected,
                "{text}"
            );
        }
    }

    #[test]
    fn every_row_is_there_once_and_whole() {
        let mut names = HashSet::new();
        for concept in all() {
            assert!(
                names.insert(concept.name),
                "{} stands twice",
                concept.name
            );
            for text in [concept.rust, concept.typescript, concept.python] {
                let backticks = text.matches('`').count();
                assert!(
                    !text.is_empty() && backticks.is_multiple_of(2),
                    "{}: {text}",
                    concept.name
                );
            }
        }
    }
}
