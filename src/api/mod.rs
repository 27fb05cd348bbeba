//! JSONPlaceholder as types: its rows, and a client with one call an endpoint.

pub mod base;
mod client;
mod models;
pub mod reach;

pub use crate::engine::error::Error;
/// What a call brings back.
pub type Result<T> = std::result::Result<T, Error>;

pub use client::Client;
pub use models::{
    Address, Album, AlbumId, COMPANIES, Comment, CommentId, Company, Geo, Photo, PhotoId, Post,
    PostId, Todo, TodoId, USERNAMES, User, UserId,
};
