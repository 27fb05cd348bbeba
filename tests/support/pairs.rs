//! Which colour is drawn on which: the tokens of `style/tokens.css` by name. A ground is a token, one token over
//! another (`lit 13% over sheet`), or mixed into it (`warn 9% in sheet`), as the style sheets write it.

/// The colours of code.
const CODE: [&str; 7] = [
    "ink",
    "ink-3",
    "lit",
    "code-keyword",
    "code-function",
    "code-literal",
    "code-type",
];

/// Texts: a ground, and what is written on it. 4.5:1 at least.
pub(crate) const TEXTS: &[(&str, &[&str])] = &[
    (
        "paper",
        &["ink", "ink-2", "ink-3", "bad", "warn"],
    ),
    (
        "sheet",
        &["ink", "ink-2", "ink-3", "good", "bad", "warn", "lit"],
    ),
    ("sunken", &["ink", "ink-2", "ink-3"]),
    ("accent", &["accent-ink"]),
    ("key over accent", &["accent-ink"]),
    ("warn 9% in sheet", &["ink", "ink-2"]),
    ("bad 8% in sheet", &["ink", "ink-2"]),
    // Rows under the pointer, at the arrow keys, and chosen.
    ("ink 5% over sheet", &["ink", "ink-2"]),
    ("lit 9% over sheet", &["ink", "ink-2"]),
    // What a chosen request asked for: in the table and in the data.
    (
        "lit 13% in sheet",
        &["ink", "ink-2", "ink-3", "good", "bad"],
    ),
    ("sheet", &CODE),
    // Lines that are lit, and the line of a chosen request.
    ("lit 11% over sheet", &CODE),
    ("lit 13% over sheet", &CODE),
];
