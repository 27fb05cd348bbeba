//! A comparison as pictures in files: SVG that stands by itself, without fonts, images or scripts from
//! elsewhere.
//!
//! What is drawn where is worked out as a [`drawing`] of plain shapes; [`svg`] alone writes it down, in
//! the colours of the page's own [`tokens`].

pub(crate) mod bars;
mod drawing;
mod figures;
mod legend;
mod panel;
mod row;
mod rows;
mod scale;
mod svg;
mod tokens;
mod verdict;
mod waterfall;
mod words;

pub use verdict::verdict;
pub use waterfall::waterfall;

/// What a picture says besides what it draws of a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caption {
    /// What was asked.
    pub title: String,
    /// The answer: a figure or a word.
    pub headline: String,
    /// What it is a figure of.
    pub about: String,
    /// The sentence.
    pub detail: String,
    /// The place of the fastest run, if one was clearly the fastest.
    pub best: Option<usize>,
    /// How the figures came about.
    pub conditions: Vec<String>,
}

/// The colours of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colours {
    /// As whoever looks at it prefers.
    Both,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

#[cfg(test)]
mod tests;
