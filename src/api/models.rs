//! The rows of JSONPlaceholder, field by field as the server sends them.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ids! {
    /// A user's id: 1 to 10.
    UserId;
    /// A post's id: 1 to 100, ten a user.
    PostId;
    /// A todo's id: 1 to 200, twenty a user.
    TodoId;
    /// A comment's id: 1 to 500, five a post.
    CommentId;
    /// An album's id: 1 to 100, ten a user.
    AlbumId;
    /// A photo's id: 1 to 5,000, fifty an album.
    PhotoId;
}

/// The companies of the ten users, in the order of the users' ids.
pub const COMPANIES: [&str; 10] = [
    "Romaguera-Crona",
    "Deckow-Crist",
    "Romaguera-Jacobson",
    "Robel-Corkery",
    "Keebler LLC",
    "Considine-Lockman",
    "Johns Group",
    "Abernathy Group",
    "Yost and Sons",
    "Hoeger LLC",
];

/// The usernames of the ten users, in the order of their ids.
pub const USERNAMES: [&str; 10] = [
    "Bret",
    "Antonette",
    "Samantha",
    "Karianne",
    "Kamren",
    "Leopoldo_Corkery",
    "Elwyn.Skiles",
    "Maxime_Nienow",
    "Delphine",
    "Moriah.Stanton",
];

/// Somebody who writes posts and has things to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are the server's own")]
pub struct User {
    pub id: UserId,
    pub name: String,
    pub username: String,
    pub email: String,
    pub address: Address,
    pub phone: String,
    pub website: String,
    pub company: Company,
}

/// Where a user lives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are the server's own")]
pub struct Address {
    pub street: String,
    pub suite: String,
    pub city: String,
    pub zipcode: String,
    pub geo: Geo,
}

/// Degrees, which the server sends as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are the server's own")]
pub struct Geo {
    pub lat: String,
    pub lng: String,
}

/// Who a user works for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the fields are the server's own")]
pub struct Company {
    pub name: String,
    pub catch_phrase: String,
    pub bs: String,
}

/// Something a user wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the fields are the server's own")]
pub struct Post {
    pub user_id: UserId,
    pub id: PostId,
    pub title: String,
    pub body: String,
}

/// Something a user has to do, or has done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the fields are the server's own")]
pub struct Todo {
    pub user_id: UserId,
    pub id: TodoId,
    pub title: String,
    pub completed: bool,
}

/// What somebody said of a post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the fields are the server's own")]
pub struct Comment {
    pub post_id: PostId,
    pub id: CommentId,
    pub name: String,
    pub email: String,
    pub body: String,
}

/// A user's collection of photos.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the fields are the server's own")]
pub struct Album {
    pub user_id: UserId,
    pub id: AlbumId,
    pub title: String,
}

/// A photo that is never loaded: its addresses are dead, but end in a colour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the fields are the server's own")]
pub struct Photo {
    pub album_id: AlbumId,
    pub id: PhotoId,
    pub title: String,
    pub url: String,
    pub thumbnail_url: String,
}
