//! Tandem shows what asynchronous code does to real loading.

pub mod engine;
