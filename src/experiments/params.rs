//! What a person may choose: typed, checked, and the same in links, controls and run files.

use serde::Serialize;

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
        default: UserId,
    },
}

/// A checked choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// One user.
    User(UserId),
}

impl Param {
    /// The choice that nobody made.
    #[must_use]
    pub const fn default(&self) -> Value {
        match self.kind {
            Kind::User { default } => Value::User(default),
        }
    }

    /// Reads a choice from a link or a control.
    ///
    /// # Errors
    /// What may be written instead, in a few words.
    pub fn parse(&self, text: &str) -> Result<Value, &'static str> {
        match self.kind {
            Kind::User { .. } => text
                .parse()
                .ok()
                .filter(|id| (1..=USERNAMES.len()).contains(&(*id as usize)))
                .map(|id| Value::User(UserId(id)))
                .ok_or("a whole number from 1 to 10"),
        }
    }
}

impl Value {
    /// As links and controls write it.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::User(id) => id.to_string(),
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
    pub fn get(&self, key: &str) -> Option<Value> {
        self.0
            .iter()
            .find(|(name, _)| *name == key)
            .map(|(_, value)| *value)
    }

    /// The user that was chosen for `param`, a parameter of users.
    #[must_use]
    pub fn user(&self, param: &Param) -> UserId {
        let Value::User(id) = self.get(param.key).unwrap_or(param.default());
        id
    }

    /// All choices, in the order of the experiment's parameters.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, Value)> {
        self.0.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USER: Param = Param {
        key: "user",
        label: "User",
        kind: Kind::User { default: UserId(1) },
    };

    #[test]
    fn reads_users_and_refuses_the_rest() {
        for (text, expected) in [("1", Some(1)), ("10", Some(10)), ("07", Some(7))] {
            assert_eq!(
                USER.parse(text).ok(),
                expected.map(|id| Value::User(UserId(id)))
            );
        }
        for text in [
            "0",
            "11",
            "abc",
            "",
            "-1",
            "1.5",
            " 1",
            "99999999999999999999",
        ] {
            assert_eq!(
                USER.parse(text),
                Err("a whole number from 1 to 10"),
                "{text:?}"
            );
        }
    }

    #[test]
    fn keeps_what_was_chosen() {
        const PARAMS: &[Param] = &[USER];
        let mut values = Values::defaults(PARAMS);
        values.set("user", Value::User(UserId(4)));
        values.set("nobody", Value::User(UserId(9)));
        assert_eq!(values.user(&USER), UserId(4));
        assert_eq!(values.get("nobody"), None);
    }
}
