//! What `cargo xtask test` tells the tests.

use std::env;
use std::path::PathBuf;

/// The path in the environment variable `name`.
///
/// # Panics
///
/// If it is not set: the tests were not started by the task that finds what they need.
pub(crate) fn path(name: &str) -> PathBuf {
    match env::var_os(name) {
        Some(value) => PathBuf::from(value),
        None => panic!("{name} is not set: run the tests with `cargo xtask test`"),
    }
}
