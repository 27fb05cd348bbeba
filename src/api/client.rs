//! One typed call an endpoint.

use super::models::{Post, Todo, User, UserId};
use crate::engine::call::{Call, Caller};

/// JSONPlaceholder, or any API of its shape. Each method makes one lazy call, which is sent when it is
/// first polled and remembers the line that made it.
#[derive(Clone)]
pub struct Client {
    caller: Caller,
}

impl Client {
    /// A client that calls by `caller`.
    #[must_use]
    pub const fn new(caller: Caller) -> Self {
        Self { caller }
    }

    /// `GET /users/{id}`: one user.
    #[track_caller]
    pub fn user(&self, id: UserId) -> Call<User> {
        self.caller.get("users", format!("/users/{id}"))
    }

    /// `GET /posts?userId={id}`: all posts by one user.
    #[track_caller]
    pub fn posts_by(&self, id: UserId) -> Call<Vec<Post>> {
        self.caller.get("posts", format!("/posts?userId={id}"))
    }

    /// `GET /todos?userId={id}`: all todos of one user.
    #[track_caller]
    pub fn todos_of(&self, id: UserId) -> Call<Vec<Todo>> {
        self.caller.get("todos", format!("/todos?userId={id}"))
    }
}
