//! Tandem shows what asynchronous code does to real loading.
//!
//! Data flows one way. A person acts on the page; the page's state starts a comparison; the
//! comparison runs the variants of an experiment; a variant calls a typed client; each call goes out
//! through the engine's ports and leaves a trace, which the page draws:
//!
//! ```text
//! ui → state → experiments → api → engine (ports) ← browser, replica
//!                                     │
//!                                     └→ trace → ui
//! ```
//!
//! `time`, `format`, `axis`, `trace`, `network` and `concepts` are plain data that anyone may read, and `sorting` is for all. `engine`, `api`, `experiments`, `replica`,
//! `trace`, `record` and `picture` know neither Leptos nor the web and run under plain `cargo test`.

pub mod api;
pub mod app;
pub mod axis;
pub mod browser;
pub mod concepts;
pub mod engine;
pub mod experiments;
pub mod format;
pub mod json;
pub mod network;
pub mod picture;
pub mod record;
pub mod replica;
pub mod sorting;
pub mod state;
pub mod time;
pub mod trace;
pub mod ui;
