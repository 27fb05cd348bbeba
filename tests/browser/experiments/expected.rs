//! What each experiment has to answer, put together from whole collections.

use crate::collections::Collections;
use serde_json::{Value, json};

/// The answer of a run file, or its error.
pub(super) type Expected = Result<Value, Failure>;

/// The error of a run file.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) kind: &'static str,
    pub(super) message: &'static str,
    /// What the lane tells people.
    pub(super) told: &'static str,
}

/// A user with their posts.
pub(crate) fn user_with_posts(all: &Collections, user: u64) -> Value {
    json!({ "user": all.user(user), "posts": all.posts_by(user) })
}

/// The same with their todos.
pub(crate) fn user_dashboard(all: &Collections, user: u64) -> Value {
    json!({
        "user": all.user(user),
        "posts": all.posts_by(user),
        "todos": all.todos_of(user),
    })
}

/// The posts of each user, in the order asked for.
pub(crate) fn fastest_posts(all: &Collections, users: impl IntoIterator<Item = u64>) -> Value {
    let entry = |user| json!({ "userId": user, "posts": all.posts_by(user) });
    users.into_iter().map(entry).collect()
}

/// A user, and the comments on their posts.
pub(crate) fn user_comments(all: &Collections, user: u64) -> Value {
    let posts = all.posts_by(user);
    let comments: Vec<_> = ids(&posts).flat_map(|post| all.comments_on(post)).collect();
    json!({
        "user": all.user(user),
        "posts_count": posts.len(),
        "comments_count": comments.len(),
        "comments": comments,
    })
}

/// A company's people, with what they have. `*` is every company.
pub(crate) fn company_details(all: &Collections, company: &str) -> Value {
    let works_there =
        |user: &&Value| company == "*" || user.pointer("/company/name") == Some(&json!(company));
    let users: Vec<_> = all.users().iter().filter(works_there).cloned().collect();
    let count = |of: &dyn Fn(u64) -> Vec<Value>| ids(&users).map(|id| of(id).len()).sum::<usize>();
    json!({
        "company": company,
        "users": users,
        "posts_count": count(&|id| all.posts_by(id)),
        "todos_count": count(&|id| all.todos_of(id)),
        "albums_count": count(&|id| all.albums_of(id)),
    })
}

/// The photos of all albums, flattened in the order of the albums asked for.
pub(crate) fn album_photos(all: &Collections, albums: impl IntoIterator<Item = u64>) -> Value {
    albums
        .into_iter()
        .flat_map(|album| all.photos_in(album))
        .collect()
}

fn ids(rows: &[Value]) -> impl Iterator<Item = u64> {
    rows.iter()
        .map(|row| row["id"].as_u64().expect("a row has an id"))
}
