//! JSONPlaceholder as types: its rows, and a client with one call an endpoint.

pub mod base;
mod client;
mod models;

pub use crate::engine::error::Error;
pub use client::Client;
pub use models::{Address, Company, Geo, Post, PostId, Todo, TodoId, USERNAMES, User, UserId};
