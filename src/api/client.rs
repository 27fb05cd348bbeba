//! One typed call an endpoint.

use super::models::{Album, AlbumId, Comment, Photo, Post, PostId, Todo, User, UserId};
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

    /// A client of its own, as a program has that makes a new one: it shares no open connection with
    /// this one, where connections can be told apart.
    #[must_use]
    pub fn anew(&self) -> Self {
        Self {
            caller: self.caller.anew(),
        }
    }

    /// `GET /users`: all users.
    #[track_caller]
    pub fn users(&self) -> Call<Vec<User>> {
        self.caller.get("users", "/users".into())
    }

    /// `GET /users/{id}`: one user.
    #[track_caller]
    pub fn user(&self, id: UserId) -> Call<User> {
        self.caller.get("users", format!("/users/{id}"))
    }

    /// `GET /posts/{id}`: one post.
    #[track_caller]
    pub fn post(&self, id: PostId) -> Call<Post> {
        self.caller.get("posts", format!("/posts/{id}"))
    }

    /// `GET /comments?postId={id}`: all comments on one post.
    #[track_caller]
    pub fn comments_on(&self, id: PostId) -> Call<Vec<Comment>> {
        self.caller.get(
            "comments",
            format!("/comments?postId={id}"),
        )
    }

    /// `GET /albums?userId={id}`: all albums of one user.
    #[track_caller]
    pub fn albums_of(&self, id: UserId) -> Call<Vec<Album>> {
        self.caller.get("albums", format!("/albums?userId={id}"))
    }

    /// `GET /photos?albumId={id}`: all photos in one album.
    #[track_caller]
    pub fn photos_in(&self, id: AlbumId) -> Call<Vec<Photo>> {
        self.caller.get(
            "photos",
            format!("/photos?albumId={id}"),
        )
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
