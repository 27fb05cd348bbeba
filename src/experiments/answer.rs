//! What a variant brings back.

use std::cell::LazyCell;
use std::rc::Rc;

use serde::Serialize;

use crate::api::{Comment, Photo, Post, Todo, User, UserId};
use crate::json::JsonText;

/// What a variant brought back: for programs as JSON, for people as parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// With the keys that run files promise.
    pub json: JsonText,
    /// In the order people read them.
    pub parts: Vec<Part>,
}

impl Answer {
    /// `loaded` as JSON, and as the parts that `parts` makes of it.
    #[must_use]
    pub fn of<T: Serialize>(loaded: T, parts: impl FnOnce(T) -> Vec<Part>) -> Self {
        Self {
            // Rows have text keys and finite numbers only, all of which JSON can hold.
            json: JsonText::of(&loaded),
            parts: parts(loaded),
        }
    }
}

/// What a variant loaded, not yet made into an answer: that takes time, which must not count as the
/// variant's. It is made when it is first read.
#[derive(Clone)]
pub struct Loaded(Rc<LazyCell<Answer, Box<dyn FnOnce() -> Answer>>>);

impl Loaded {
    /// What `make` makes an answer of.
    #[must_use]
    pub fn new(make: impl FnOnce() -> Answer + 'static) -> Self {
        Self(Rc::new(LazyCell::new(Box::new(make))))
    }

    /// The answer.
    #[must_use]
    pub fn answer(&self) -> &Answer {
        &self.0
    }
}

impl std::fmt::Debug for Loaded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Loaded")
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
