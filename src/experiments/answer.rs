//! What a variant brings back.

use serde::Serialize;

use crate::api::{Comment, Photo, Post, Todo, User, UserId};

/// What a variant brought back: for programs as JSON, for people as parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// With the keys that run files promise.
    pub json: serde_json::Value,
    /// In the order people read them.
    pub parts: Vec<Part>,
}

impl Answer {
    /// `loaded` as JSON, and as the parts that `parts` makes of it.
    #[must_use]
    pub fn of<T: Serialize>(loaded: T, parts: impl FnOnce(T) -> Vec<Part>) -> Self {
        // Rows have text keys and finite numbers only, all of which JSON can hold.
        let json = serde_json::to_value(&loaded).unwrap_or_default();
        Self {
            json,
            parts: parts(loaded),
        }
    }
}

/// A part of an answer that people read as one.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// One user.
    User(Box<User>),
    /// Several users.
    Users(Vec<User>),
    /// Posts, in the order they came in the answer.
    Posts(Vec<Post>),
    /// Posts of several users, in the order they came in the answer.
    PostsByUser(Vec<(UserId, Vec<Post>)>),
    /// Todos, in the order they came in the answer.
    Todos(Vec<Todo>),
    /// Comments, in the order they came in the answer.
    Comments(Vec<Comment>),
    /// Photos, in the order they came in the answer.
    Photos(Vec<Photo>),
    /// How many there are of what.
    Counts(Vec<(&'static str, usize)>),
    /// One outcome an item, in the order asked for.
    Items(Vec<Item>),
}

/// What became of one item: its post, or why there is none.
pub type Item = Result<Post, String>;
