//! The corpus.

use serde_json::Value;

/// Where the payloads would have something loaded from; each says `CANARY` for it.
const PLACE: &str = "CANARY";

/// The payloads, with the canary's host and port in them.
pub(super) struct Payloads(Vec<String>);

impl Payloads {
    /// The corpus, of which every request would go to `host`.
    pub(super) fn at(host: &str) -> Self {
        let all: Vec<String> =
            serde_json::from_str(include_str!("payloads.json")).expect("a list of texts");
        let mut all: Vec<_> = all.iter().map(|text| text.replace(PLACE, host)).collect();
        all.push(format!(
            "<b>{}</b>",
            "very long ".repeat(2_000)
        ));
        all.push("x".repeat(20_000));
        Self(all)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The one at `place`, from the beginning again after the last.
    pub(super) fn one(&self, place: usize) -> &str {
        &self.0[place % self.0.len()]
    }

    /// The short ones in one text that begins with the one at `place`: what ends one part of a page may be
    /// what another begins with.
    pub(super) fn all(&self, place: usize) -> String {
        let (last, first) = self.0.split_at(place % self.0.len());
        let short = first.iter().chain(last).filter(|text| text.len() < 1_000);
        short.map(String::as_str).collect::<Vec<_>>().join("\n")
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

/// Puts what `text` makes of its place in place of each text in `json`.
pub(super) fn replace_texts(json: &mut Value, place: &mut usize, text: &dyn Fn(usize) -> String) {
    match json {
        Value::String(old) => {
            *old = text(*place);
            *place += 1;
        }
        Value::Array(all) => all
            .iter_mut()
            .for_each(|one| replace_texts(one, place, text)),
        Value::Object(all) => all
            .values_mut()
            .for_each(|one| replace_texts(one, place, text)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
