//! Reads JSON of unknown origin: every complaint names the place.

use std::fmt;

use serde_json::{Map, Value as Json};

use crate::time::Nanos;

/// Why a file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadFile {
    /// The place in the file, such as `variants[0].spans[3].endedMs`; empty for the file as a whole.
    pub place: String,
    /// What is wrong there.
    pub problem: String,
}

impl BadFile {
    /// A complaint about `place`; about the file as a whole, when that is empty.
    #[must_use]
    pub fn new(place: impl Into<String>, problem: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            problem: problem.into(),
        }
    }
}

impl fmt::Display for BadFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place.is_empty() {
            f.write_str(&self.problem)
        } else {
            write!(f, "{}: {}", self.place, self.problem)
        }
    }
}

impl std::error::Error for BadFile {}

/// What was read, or why it cannot be.
pub type Result<T> = std::result::Result<T, BadFile>;

/// The longest time that is taken, for runs during which a machine slept: over three weeks. Up to there a
/// number of milliseconds gives back the nanosecond that it was written from.
pub(super) const LONGEST: Nanos = Nanos::from_millis(2_000_000_000);

/// Parses `text` as JSON.
///
/// # Errors
/// Where it stops being JSON.
pub fn parse(text: &str) -> Result<Json> {
    serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| BadFile {
        place: String::new(),
        problem: format!("This is no JSON: {error}."),
    })
}

/// A value and the way to it.
#[derive(Clone, Copy)]
pub struct At<'a> {
    value: &'a Json,
    step: Step<'a>,
    parent: Option<&'a At<'a>>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Top,
    Key(&'a str),
    Index(usize),
}

impl<'a> At<'a> {
    /// The whole file.
    #[must_use]
    pub const fn top(value: &'a Json) -> Self {
        Self {
            value,
            step: Step::Top,
            parent: None,
        }
    }

    /// The value itself.
    #[must_use]
    pub const fn json(&self) -> &'a Json {
        self.value
    }

    /// The place in the file.
    #[must_use]
    pub fn place(&self) -> String {
        let mut place = self.parent.map(At::place).unwrap_or_default();
        match self.step {
            Step::Top => {}
            Step::Key(key) if place.is_empty() => place.push_str(key),
            Step::Key(key) => place.extend([".", key]),
            Step::Index(index) => place.push_str(&format!("[{index}]")),
        }
        place
    }

    /// A complaint about this place.
    #[must_use]
    pub fn bad(&self, problem: impl Into<String>) -> BadFile {
        BadFile {
            place: self.place(),
            problem: problem.into(),
        }
    }

    /// A complaint that names what is needed here and what is there.
    #[must_use]
    pub fn needs(&self, what: &str) -> BadFile {
        self.bad(format!(
            "{what} is needed here, not {}.",
            shown(self.value)
        ))
    }

    fn object(&self) -> Result<&'a Map<String, Json>> {
        self.value
            .as_object()
            .ok_or_else(|| self.needs("an object"))
    }

    /// What stands under `key`; nothing when it is absent or null.
    ///
    /// # Errors
    /// When this is no object.
    pub fn maybe<'b>(&'b self, key: &'b str) -> Result<Option<At<'b>>> {
        let found = self.object()?.get(key).filter(|value| !value.is_null());
        Ok(found.map(|value| At {
            value,
            step: Step::Key(key),
            parent: Some(self),
        }))
    }

    /// What stands under `key`.
    ///
    /// # Errors
    /// When this is no object, or has no such key.
    pub fn at<'b>(&'b self, key: &'b str) -> Result<At<'b>> {
        self.maybe(key)?
            .ok_or_else(|| self.bad(format!("“{key}” is missing.")))
    }

    /// The elements of a list.
    ///
    /// # Errors
    /// When this is no list, or one of over `most`.
    pub fn list<'b>(&'b self, most: usize) -> Result<impl ExactSizeIterator<Item = At<'b>>> {
        let all = self.value.as_array().ok_or_else(|| self.needs("a list"))?;
        if all.len() > most {
            return Err(self.bad(format!(
                "{} are too many: up to {most} are read.",
                all.len()
            )));
        }
        Ok(
            all.iter().enumerate().map(move |(index, value)| At {
                value,
                step: Step::Index(index),
                parent: Some(self),
            }),
        )
    }

    /// A text.
    ///
    /// # Errors
    /// When this is something else.
    pub fn text(&self) -> Result<&'a str> {
        self.value.as_str().ok_or_else(|| self.needs("a text"))
    }

    /// Yes or no.
    ///
    /// # Errors
    /// When this is something else.
    pub fn flag(&self) -> Result<bool> {
        self.value
            .as_bool()
            .ok_or_else(|| self.needs("true or false"))
    }

    /// A whole number from `least` to `most`.
    ///
    /// # Errors
    /// When this is something else.
    pub fn whole(&self, least: u64, most: u64) -> Result<u64> {
        let number = self.value.as_u64();
        number
            .filter(|number| (least..=most).contains(number))
            .ok_or_else(|| {
                self.needs(&match most {
                    u64::MAX => format!("a whole number from {least}"),
                    _ => format!("a whole number from {least} to {most}"),
                })
            })
    }

    /// Milliseconds, as time.
    ///
    /// # Errors
    /// When this is no number, negative or over three weeks.
    pub fn millis(&self) -> Result<Nanos> {
        let number = self.value.as_f64();
        number
            .filter(|number| (0.0..=LONGEST.as_millis_f64()).contains(number))
            .map(Nanos::from_millis_f64)
            .ok_or_else(|| self.needs("a number of milliseconds"))
    }
}

/// A value as a complaint names it: short.
pub(super) fn shown(value: &Json) -> String {
    const MOST: usize = 40;
    match value {
        Json::Array(_) => "a list".into(),
        Json::Object(_) => "an object".into(),
        other => {
            let text = other.to_string();
            if text.chars().count() > MOST {
                format!(
                    "{}…",
                    text.chars().take(MOST).collect::<String>()
                )
            } else {
                text
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn complaints_name_the_place() {
        let file = json!({"a": {"list": [1, -2, "x", {"deep": 3e9}]}, "long": "y".repeat(90)});
        let top = At::top(&file);
        let a = top.at("a").unwrap();
        let list = a.at("list").unwrap();
        let all: Vec<_> = list.list(4).unwrap().collect();
        let cases = [
            (
                all[1].millis().unwrap_err(),
                "a.list[1]: a number of milliseconds is needed here, not -2.",
            ),
            (
                all[2].whole(0, 5).unwrap_err(),
                "a.list[2]: a whole number from 0 to 5 is needed here, not \"x\".",
            ),
            (
                all[3].at("deep").unwrap().millis().unwrap_err(),
                "a.list[3].deep: a number of milliseconds is needed here, not 3000000000.0.",
            ),
            (
                all[3].at("none").err().unwrap(),
                "a.list[3]: “none” is missing.",
            ),
            (
                list.list(3).err().unwrap(),
                "a.list: 4 are too many: up to 3 are read.",
            ),
            (
                top.text().unwrap_err(),
                "a text is needed here, not an object.",
            ),
            (
                list.at("key").err().unwrap(),
                "a.list: an object is needed here, not a list.",
            ),
        ];
        for (bad, expected) in cases {
            assert_eq!(bad.to_string(), expected);
        }
        assert!(top.at("long").unwrap().flag().unwrap_err().problem.len() < 90);
        assert!(
            parse("{")
                .unwrap_err()
                .problem
                .starts_with("This is no JSON: ")
        );
        assert!(parse("\u{feff}{}").is_ok());
    }

    #[test]
    fn a_number_of_milliseconds_gives_back_its_nanosecond() {
        for short in 0..10_000 {
            let written = Nanos(LONGEST.0 - short);
            let file = json!(written.as_millis_f64());
            assert_eq!(
                At::top(&file).millis().unwrap(),
                written
            );
        }
    }
}
