//! What rows are made of, and how a piece of a link is compared with it.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

/// A value in a row. Every number in the data is an id, so whole numbers are enough.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub(super) enum Field {
    Number(u32),
    Flag(bool),
    Text(String),
    Row(Row),
    Rows(Vec<Row>),
}

impl From<u32> for Field {
    fn from(number: u32) -> Self {
        Self::Number(number)
    }
}

impl From<&str> for Field {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Field {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Row> for Field {
    fn from(row: Row) -> Self {
        Self::Row(row)
    }
}

/// A JSON object that keeps its fields in the server's order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Row(Vec<(Cow<'static, str>, Field)>);

impl Row {
    /// The same row with one more field.
    pub(super) fn with(mut self, name: &'static str, field: impl Into<Field>) -> Self {
        self.set(Cow::Borrowed(name), field.into());
        self
    }

    /// Puts a field at the end, or in the place of the one of that name.
    pub(super) fn set(&mut self, name: Cow<'static, str>, field: Field) {
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = field,
            None => self.0.push((name, field)),
        }
    }

    /// Takes a field away, if there is one.
    pub(super) fn remove(&mut self, name: &str) {
        self.0.retain(|(known, _)| known != name);
    }

    /// The fields in their order, for the tests.
    #[cfg(test)]
    pub(super) fn fields(&self) -> impl Iterator<Item = (&str, &Field)> {
        self.0.iter().map(|(name, field)| (name.as_ref(), field))
    }

    /// The field called `name`.
    pub(super) fn get(&self, name: &str) -> Option<&Field> {
        self.0
            .iter()
            .find_map(|(known, field)| (known == name).then_some(field))
    }

    /// The number called `name`; `None` when there is none, or when it is no number.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        match self.get(name) {
            Some(Field::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// The field at a dotted path such as `address.geo.lat`.
    pub(super) fn at(&self, path: &str) -> Option<&Field> {
        match path.split_once('.') {
            None => self.get(path),
            Some((name, rest)) => match self.get(name) {
                Some(Field::Row(inner)) => inner.at(rest),
                _ => None,
            },
        }
    }
}

impl Serialize for Row {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, field)| (name, field)))
    }
}

/// What the server takes a value in a path or a query to be.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Native<'a> {
    /// The whole number it is, if it is one that an id can be.
    Number(Option<u32>),
    Flag(bool),
    Text(&'a str),
}

impl<'a> Native<'a> {
    /// Reads `text` as the server does: `1`, `1.0`, `+1` and `1e0` are the number one; `01`, ` 1`
    /// and the empty text stay text and so match no id.
    pub(super) fn of(text: &'a str) -> Self {
        let padded = text.trim() != text || (text.len() > 1 && text.starts_with('0'));
        match text {
            _ if padded => Self::Text(text),
            "true" => Self::Flag(true),
            "false" => Self::Flag(false),
            _ => number(text).map_or(Self::Text(text), Self::Number),
        }
    }

    /// The id it stands for, if it can be one.
    pub(super) fn id(&self) -> Option<u32> {
        match self {
            Self::Number(id) => *id,
            _ => None,
        }
    }

    /// Whether it is this field's value: same type, same value.
    pub(super) fn is(&self, field: &Field) -> bool {
        match (self, field) {
            (Self::Number(_), Field::Number(number)) => self.id() == Some(*number),
            (Self::Flag(a), Field::Flag(b)) => a == b,
            (Self::Text(a), Field::Text(b)) => a == b,
            _ => false,
        }
    }
}

/// Whether `text` is a number, such as `1`, `+1.0` or `.1e1`, and if so the whole number from 0 that it is, if it is
/// one.
fn number(text: &str) -> Option<Option<u32>> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (
            false,
            text.strip_prefix('+').unwrap_or(text),
        ),
    };
    let (digits, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let digits = [whole, part].concat();
    let are_digits =
        |text: &str| !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
    let unsigned = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    if !are_digits(&digits) || !are_digits(unsigned) {
        return None;
    }
    let significant = digits.trim_matches('0');
    if significant.is_empty() {
        return Some(Some(0));
    }
    // The zeros that go behind what is significant; fewer than none, and it is no whole number.
    let behind = digits.len() - digits.trim_end_matches('0').len();
    let id = (|| {
        let zeros = exponent
            .parse::<i32>()
            .ok()?
            .checked_add(behind as i32)?
            .checked_sub(part.len() as i32)?;
        let power = 10_u32.checked_pow(u32::try_from(zeros).ok()?)?;
        significant.parse::<u32>().ok()?.checked_mul(power)
    })();
    Some(id.filter(|_| !negative))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn native_reads_like_the_server() {
        let cases = [
            ("1", Some(1)),
            ("1.0", Some(1)),
            ("1.", Some(1)),
            ("1e0", Some(1)),
            ("+1", Some(1)),
            ("+1.50e1", Some(15)),
            (".2e+1", Some(2)),
            ("200e-2", Some(2)),
            ("1.5", None),
            ("-0", Some(0)),
            ("1e9", Some(1_000_000_000)),
            ("1e10", None),
            ("1e99999999999", None),
            ("1.5e-2147483648", None),
            ("1e", None),
            ("1e+", None),
            (".", None),
            ("+-1", None),
            ("10", Some(10)),
            ("0", Some(0)),
            ("01", None),
            ("0x1", None),
            (" 1", None),
            ("", None),
            ("-1", None),
            (".5", None),
            ("abc", None),
            ("true", None),
            ("NaN", None),
            ("Infinity", None),
            ("99999999999", None),
        ];
        for (text, id) in cases {
            assert_eq!(Native::of(text).id(), id, "{text}");
        }
    }

    #[test]
    fn compares_type_and_value() {
        let cases = [
            ("7", 7.into(), true),
            ("7", "7".into(), false),
            ("true", Field::Flag(true), true),
            ("true", "true".into(), false),
            ("1", Field::Flag(true), false),
            ("Bret", "Bret".into(), true),
            ("bret", "Bret".into(), false),
            ("", Row::default().into(), false),
        ];
        for (text, field, same) in cases {
            assert_eq!(
                Native::of(text).is(&field),
                same,
                "{text}"
            );
        }
    }

    #[test]
    fn a_row_keeps_its_order_and_its_paths() {
        let inner = Row::default().with("lat", "1.5");
        let mut row = Row::default().with("id", 3).with("geo", inner);
        row.set(Cow::Borrowed("id"), 4.into());
        row.set(Cow::Borrowed("done"), Field::Flag(true));
        let json = serde_json::to_string(&row).unwrap();
        assert_eq!(
            json,
            r#"{"id":4,"geo":{"lat":"1.5"},"done":true}"#
        );
        assert_eq!(row.at("geo.lat"), Some(&"1.5".into()));
        for missing in ["geo.", ".id", "id.x", "geo..lat", "lat", ""] {
            assert_eq!(row.at(missing), None, "{missing}");
        }
        row.remove("geo");
        assert_eq!(row.get("geo"), None);
    }
}
