//! What a person may choose: typed, checked, and the same in links, controls and run files.

use serde::Serialize;

use super::numbers;
use crate::api::{USERNAMES, UserId};

/// One thing a person may choose.
#[derive(Clone, Copy, Debug)]
pub struct Param {
    /// The key in links and run files.
    pub key: &'static str,
    /// The label on the page.
    pub label: &'static str,
    /// What may be chosen.
    pub kind: Kind,
}

/// What may be chosen, and what is chosen when nobody says.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// One of the ten users.
    User {
        /// The one nobody asked for.
        default: u32,
    },
    /// A list of ids, such as `1,4,7-9`.
    Numbers {
        /// The list nobody asked for.
        default: &'static str,
    },
    /// How many of something.
    Count {
        /// The number nobody asked for.
        default: u32,
        /// The least.
        least: u32,
        /// The most.
        most: u32,
        /// The right end of its slider: most choices lie below it.
        slider: u32,
        /// What it counts, such as `ms`; empty when the label says it.
        unit: &'static str,
    },
    /// A name.
    Text {
        /// The name nobody asked for.
        default: &'static str,
        /// Names that are known to be there.
        known: &'static [&'static str],
    },
}

/// A checked choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// A user's id, or how many.
    Number(u32),
    /// Ids, in the order asked for.
    Numbers(Vec<u32>),
    /// A name.
    Text(String),
}

/// The longest name that is taken, in characters.
const LONGEST_TEXT: usize = 200;

impl Param {
    /// One of the ten users, as several experiments ask for one.
    pub const USER: Self = Self {
        key: "user",
        label: "User",
        kind: Kind::User { default: 1 },
    };

    /// The choice that nobody made.
    #[must_use]
    pub fn default(&self) -> Value {
        match self.kind {
            Kind::User { default } | Kind::Count { default, .. } => Value::Number(default),
            Kind::Numbers { default } => Value::Numbers(numbers::read(default).unwrap_or_default()),
            Kind::Text { default, .. } => Value::Text(default.into()),
        }
    }

    /// Reads a choice from a link or a control.
    ///
    /// # Errors
    /// What may be written instead, in a few words.
    pub fn parse(&self, text: &str) -> Result<Value, String> {
        match self.kind {
            Kind::User { .. } => whole(text, 1, USERNAMES.len() as u32),
            Kind::Count { least, most, .. } => whole(text, least, most),
            Kind::Numbers { .. } => numbers::read(text).map(Value::Numbers),
            Kind::Text { .. } => match text.chars().count() {
                0 => Err("a name".into()),
                1..=LONGEST_TEXT => Ok(Value::Text(text.into())),
                _ => Err(format!(
                    "a name of {LONGEST_TEXT} characters at most"
                )),
            },
        }
    }
}

fn whole(text: &str, least: u32, most: u32) -> Result<Value, String> {
    let number = text
        .parse()
        .ok()
        .filter(|number| (least..=most).contains(number));
    number
        .map(Value::Number)
        .ok_or_else(|| format!("a whole number from {least} to {most}"))
}

impl Value {
    /// As links and controls write it.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Numbers(list) => numbers::write(list),
            Self::Text(text) => text.clone(),
        }
    }
}

/// A checked choice for each parameter of one experiment, in the order of its parameters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values(Vec<(&'static str, Value)>);

impl Values {
    /// The choices that nobody made.
    #[must_use]
    pub fn defaults(params: &'static [Param]) -> Self {
        Self(
            params
                .iter()
                .map(|param| (param.key, param.default()))
                .collect(),
        )
    }

    /// Chooses `value` for `key`, when there is such a parameter.
    pub fn set(&mut self, key: &str, value: Value) {
        if let Some(entry) = self.0.iter_mut().find(|(name, _)| *name == key) {
            entry.1 = value;
        }
    }

    /// What was chosen for `key`.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0
            .iter()
            .find(|(name, _)| *name == key)
            .map(|(_, value)| value)
    }

    fn of(&self, param: &Param) -> Value {
        self.get(param.key)
            .cloned()
            .unwrap_or_else(|| param.default())
    }

    /// What was chosen for `param`, a parameter of counts; 0 for another kind.
    #[must_use]
    pub fn number(&self, param: &Param) -> u32 {
        match self.of(param) {
            Value::Number(number) => number,
            Value::Numbers(_) | Value::Text(_) => 0,
        }
    }

    /// The user that was chosen for `param`, a parameter of users.
    #[must_use]
    pub fn user(&self, param: &Param) -> UserId {
        UserId(self.number(param))
    }

    /// The ids that were chosen for `param`, a parameter of lists, each made by `id`; none for another
    /// kind.
    #[must_use]
    pub fn ids<T>(&self, param: &Param, id: fn(u32) -> T) -> Vec<T> {
        match self.of(param) {
            Value::Numbers(list) => list.into_iter().map(id).collect(),
            Value::Number(_) | Value::Text(_) => Vec::new(),
        }
    }

    /// The name that was chosen for `param`, a parameter of names; empty for another kind.
    #[must_use]
    pub fn name(&self, param: &Param) -> String {
        match self.of(param) {
            Value::Text(text) => text,
            Value::Number(_) | Value::Numbers(_) => String::new(),
        }
    }

    /// All choices, in the order of the experiment's parameters.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.0.iter().map(|(key, value)| (*key, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USER: Param = Param {
        key: "user",
        label: "User",
        kind: Kind::User { default: 1 },
    };

    #[test]
    fn reads_what_each_kind_takes() {
        let list = Kind::Numbers { default: "1-3" };
        let limit = Kind::Count {
            default: 3,
            least: 1,
            most: 1_000,
            slider: 20,
            unit: "",
        };
        let name = Kind::Text {
            default: "Bret",
            known: &USERNAMES,
        };
        let user = "a whole number from 1 to 10";
        let cases: &[(Kind, &str, Result<&str, &str>)] = &[
            (USER.kind, "1", Ok("1")),
            (USER.kind, "07", Ok("7")),
            (USER.kind, "0", Err(user)),
            (USER.kind, "11", Err(user)),
            (USER.kind, "abc", Err(user)),
            (USER.kind, "1.5", Err(user)),
            (
                USER.kind,
                "99999999999999999999",
                Err(user),
            ),
            (
                limit,
                "0",
                Err("a whole number from 1 to 1000"),
            ),
            (limit, "12", Ok("12")),
            (list, "1,2,3,9", Ok("1-3,9")),
            (
                list,
                "",
                Err("numbers such as 1-10 or 1,4,7-9"),
            ),
            (name, "", Err("a name")),
            (name, "Zoë & co", Ok("Zoë & co")),
        ];
        for (kind, text, expected) in cases {
            let param = Param {
                kind: *kind,
                ..USER
            };
            let read = param.parse(text).map(|value| value.text());
            assert_eq!(
                read.as_deref().map_err(String::as_str),
                *expected,
                "{text:?}"
            );
        }
    }

    #[test]
    fn keeps_what_was_chosen() {
        const PARAMS: &[Param] = &[USER];
        let mut values = Values::defaults(PARAMS);
        values.set("user", Value::Number(4));
        values.set("nobody", Value::Number(9));
        assert_eq!(values.user(&USER), UserId(4));
        assert_eq!(values.get("nobody"), None);
    }
}
