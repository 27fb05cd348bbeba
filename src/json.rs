//! JSON that is written once and seldom looked into.

use serde::{Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

/// A JSON value as its text. It is what is kept, saved and shown; a tree of it is slow to make and to let go of
/// (`docs/performance.md`).
#[derive(Clone, Debug)]
pub struct JsonText(Box<RawValue>);

impl JsonText {
    /// The text of `value`; that of `null` for what JSON cannot hold.
    #[must_use]
    pub fn of(value: &impl Serialize) -> Self {
        let text = serde_json::value::to_raw_value(value);
        Self(text.unwrap_or_else(|_| RawValue::NULL.to_owned()))
    }

    /// A list of `items`.
    #[must_use]
    pub fn list(items: &[Self]) -> Self {
        Self::of(&items)
    }

    /// The items of a list, as texts of their own; none of what is no list.
    #[must_use]
    pub fn items(&self) -> Vec<Self> {
        let items: Vec<Box<RawValue>> =
            serde_json::from_slice(self.as_str().as_bytes()).unwrap_or_default();
        items.into_iter().map(Self).collect()
    }

    /// The text, without white space between its parts.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.get()
    }

    /// What it says.
    #[must_use]
    pub fn value(&self) -> Value {
        // It was written by a serializer.
        serde_json::from_slice(self.as_str().as_bytes()).unwrap_or_default()
    }

    /// For people to read.
    #[must_use]
    pub fn pretty(&self) -> String {
        serde_json::to_string_pretty(&self.value()).unwrap_or_default()
    }
}

/// The same text.
impl PartialEq for JsonText {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Serialize for JsonText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn it_says_what_it_was_made_of() {
        let value = json!({ "b": [1, 2.5, 9_007_199_254_740_993_u64], "a": "„\u{0}”", "c": null });
        let text = JsonText::of(&value);
        assert_eq!(text.value(), value);
        assert_eq!(
            serde_json::to_value(&text).expect("JSON"),
            value
        );
        assert_eq!(
            text.as_str(),
            serde_json::to_string(&value).expect("JSON")
        );
        assert_eq!(
            text.pretty(),
            serde_json::to_string_pretty(&value).expect("JSON")
        );
        assert_eq!(text.items(), []);
    }

    #[test]
    fn a_list_is_its_items() {
        let value = json!([{ "a": 1.0 }, [2, [3]], null, "„]”"]);
        let items = JsonText::of(&value).items();
        let values: Vec<_> = items.iter().map(JsonText::value).collect();
        assert_eq!(Value::Array(values), value);
        assert_eq!(
            JsonText::list(&items),
            JsonText::of(&value)
        );
        assert_eq!(
            JsonText::list(&items[..2]).value(),
            json!([{ "a": 1.0 }, [2, [3]]])
        );
        assert_eq!(JsonText::list(&[]).as_str(), "[]");
    }

    #[test]
    fn what_json_cannot_hold_is_null() {
        let no_keys = std::collections::BTreeMap::from([((1, 2), 3)]);
        assert_eq!(
            JsonText::of(&no_keys).value(),
            Value::Null
        );
    }
}
