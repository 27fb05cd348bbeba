//! The data tab of a lane, as people read it.

use crate::scenario::Page;
use serde::Deserialize;
use serde_json::{Value, json};

/// One part of an answer.
#[derive(Debug, Deserialize, PartialEq)]
pub(crate) struct Part {
    pub(crate) name: String,
    /// What stands above it.
    pub(crate) heading: String,
    /// Its lines, top to bottom: what is folded in is left out, and a photo's line is its title.
    pub(crate) rows: Vec<String>,
}

/// A part of this name.
pub(crate) fn part(name: &str, heading: impl Into<String>, rows: Vec<String>) -> Part {
    Part {
        name: name.into(),
        heading: heading.into(),
        rows,
    }
}

/// A text of a row.
pub(crate) fn text<'a>(row: &'a Value, place: &str) -> &'a str {
    let text = row.pointer(place).and_then(Value::as_str);
    text.unwrap_or_else(|| panic!("there is no text at {place}: {row:#}"))
}

/// The texts at `place` of all rows.
pub(crate) fn texts(rows: &[Value], place: &str) -> Vec<String> {
    rows.iter().map(|row| text(row, place).into()).collect()
}

/// A line an item, with its post or the reason why there is none.
pub(crate) fn items(answer: &Value) -> Part {
    let items = answer.as_array().expect("a list");
    let kept = items.iter().filter(|item| item.get("error").is_none());
    let row = |item: &Value| match item.get("error").and_then(Value::as_str) {
        Some(error) => format!("✕{error}"),
        None => format!("✓{}", text(item, "/title")),
    };
    part(
        "items",
        format!(
            "{} kept of {}",
            kept.count(),
            items.len()
        ),
        items.iter().map(row).collect(),
    )
}

/// Reads the parts of a lane in one step.
const PARTS: &str = "
    const text = (node) => node ? node.textContent.trim() : '';
    const line = (node) => {
        switch (node.tagName) {
            case 'LI': return text(node.querySelector('summary') ?? node);
            case 'DT': return `${text(node)} ${text(node.nextElementSibling)}`;
            default: return node.title;
        }
    };
    const parts = document.querySelectorAll(`[data-variant=${arguments[0]}] [data-part]`);
    return [...parts].map((part) => ({
        name: part.dataset.part,
        heading: text(part.querySelector('h3')),
        rows: [...part.querySelectorAll('li, dt, .colours i')].map(line),
    }));";

/// What the data tab of this variant's lane tells people, if it is the tab that is open.
pub(crate) async fn parts(page: &Page, variant: &str) -> Vec<Part> {
    let parts = page.browser.js_with(PARTS, &[json!(variant)]).await;
    match serde_json::from_value(parts.clone()) {
        Ok(parts) => parts,
        Err(error) => panic!("the data tab is not as tests know it: {error}: {parts:#}"),
    }
}
