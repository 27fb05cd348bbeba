//! The port to a place where records outlive the page.

use std::fmt;

use futures::future::LocalBoxFuture;

/// A place for records. Each has an id, a small entry to list it by, and its run file. The order of the
/// ids is the order in time.
///
/// Several pages may use one place at once: each call is one step, and touches nothing but the ids it
/// names.
pub trait Shelf {
    /// The ids with their entries, oldest first. An entry that is not text is given as an empty one; an id
    /// that is not text is left out.
    fn list(&self) -> LocalBoxFuture<'static, Result<Vec<(String, String)>>>;

    /// Keeps an entry and its run file under `id`: both of them, or neither.
    fn put(&self, id: String, entry: String, run: String) -> LocalBoxFuture<'static, Result<()>>;

    /// The run file of this id, unless it is gone.
    fn get(&self, id: String) -> LocalBoxFuture<'static, Result<Option<String>>>;

    /// Takes these away.
    fn delete(&self, ids: Vec<String>) -> LocalBoxFuture<'static, Result<()>>;

    /// Takes everything away, whatever it is: then the place is as new.
    fn clear(&self) -> LocalBoxFuture<'static, Result<()>>;
}

/// What the place gave, or why it does not serve.
pub type Result<T> = std::result::Result<T, NoShelf>;

/// Why a place does not serve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoShelf {
    /// There is none for this page.
    Blocked,
    /// It has no room left.
    Full,
    /// It is there, and not as this program knows it.
    Broken(String),
    /// Not asked: the part of the program that writes to it and reads of it did not come.
    Unloaded,
}

impl fmt::Display for NoShelf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blocked => f.write_str(
                "this browser does not let the page keep anything (a private window or a setting)",
            ),
            Self::Full => f.write_str("this browser has no room left for the page"),
            Self::Broken(why) => write!(
                f,
                "what this browser keeps for the page cannot be used ({why})"
            ),
            Self::Unloaded => f.write_str("a part of the page could not be loaded"),
        }
    }
}

impl std::error::Error for NoShelf {}
