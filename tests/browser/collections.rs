//! The real server's collections, each asked for once and whole. What an answer has to be is filtered out
//! of them here, by none of the paths that the page asks for.

use crate::served::get;
use serde_json::{Value, json};
use tokio::sync::OnceCell;

/// All rows of the server, collection by collection, in its order.
pub(crate) struct Collections {
    users: Vec<Value>,
    posts: Vec<Value>,
    todos: Vec<Value>,
    albums: Vec<Value>,
    photos: Vec<Value>,
    comments: Vec<Value>,
}

static WHOLE: OnceCell<Collections> = OnceCell::const_new();

impl Collections {
    /// Those that all tests of this process share.
    pub(crate) async fn whole() -> &'static Self {
        WHOLE.get_or_init(Self::load).await
    }

    async fn load() -> Self {
        Self {
            users: rows("/users").await,
            posts: rows("/posts").await,
            todos: rows("/todos").await,
            albums: rows("/albums").await,
            photos: rows("/photos").await,
            comments: rows("/comments").await,
        }
    }

    /// All users.
    pub(crate) fn users(&self) -> &[Value] {
        &self.users
    }

    /// The user of this id.
    pub(crate) fn user(&self, id: u64) -> Value {
        one(&self.users, id)
    }

    /// The post of this id.
    pub(crate) fn post(&self, id: u64) -> Value {
        one(&self.posts, id)
    }

    /// The posts of these ids, in that order.
    pub(crate) fn posts(&self, ids: impl IntoIterator<Item = u64>) -> Vec<Value> {
        ids.into_iter().map(|id| self.post(id)).collect()
    }

    /// What a user wrote.
    pub(crate) fn posts_by(&self, user: u64) -> Vec<Value> {
        having(&self.posts, "userId", user)
    }

    /// What a user has to do, or has done.
    pub(crate) fn todos_of(&self, user: u64) -> Vec<Value> {
        having(&self.todos, "userId", user)
    }

    /// A user's albums.
    pub(crate) fn albums_of(&self, user: u64) -> Vec<Value> {
        having(&self.albums, "userId", user)
    }

    /// The photos in an album.
    pub(crate) fn photos_in(&self, album: u64) -> Vec<Value> {
        having(&self.photos, "albumId", album)
    }

    /// What was said of a post.
    pub(crate) fn comments_on(&self, post: u64) -> Vec<Value> {
        having(&self.comments, "postId", post)
    }
}

/// A whole collection.
async fn rows(path: &str) -> Vec<Value> {
    match get(path).await {
        Value::Array(rows) => rows,
        other => panic!("{path} is no collection: {other:#}"),
    }
}

/// The rows in which `key` is `value`, in the server's order.
fn having(rows: &[Value], key: &str, value: u64) -> Vec<Value> {
    let found = rows.iter().filter(|row| row[key] == json!(value));
    found.cloned().collect()
}

fn one(rows: &[Value], id: u64) -> Value {
    match having(rows, "id", id).as_slice() {
        [row] => row.clone(),
        found => panic!("{} rows have the id {id}", found.len()),
    }
}
