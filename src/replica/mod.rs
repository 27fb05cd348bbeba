//! JSONPlaceholder's reads, answered inside the page: for when the real one cannot be reached, and
//! for lessons that must play the same on every screen.
//!
//! A link goes through the modules in this order:
//!
//! - `routes`: which collection or row a path means;
//! - `query`: what stands behind the `?`;
//! - `list`: filters, `_sort` and `_order`, `_start`, `_end`, `_limit` and `_page`;
//! - `relations`: `_embed` and `_expand`;
//! - `dataset`: the rows, each made from its id and our word lists when it is asked for;
//! - `value`: what rows are made of and how they become JSON.
//!
//! All of that is a pure function of the link: no clock, no I/O, and no state but answers that were made
//! before. [`transport`] makes it a
//! source like any other: its answers come over the [`network`], which takes its time.

mod dataset;
mod list;
pub mod network;
mod query;
mod relations;
mod routes;
pub mod transport;
mod value;

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use routes::Refusal;
use value::{Field, Row};

/// Answers reads as the server of the npm package `jsonplaceholder` 0.3.3 does: the same status,
/// fields, types, counts, ids and relations, over text of our own. Cheap to make: it holds
/// no rows, and an answer makes those it sends.
///
/// Left out on purpose:
/// - full-text search (`q`) and the operators `_gte`, `_lte`, `_ne` and `_like`: such keys are
///   ignored, as the server ignores keys it does not know;
/// - `callback`: an answer is always JSON, never a script;
/// - `/` and the files of the server's own start page: they are HTML there and 404 `{}` here;
/// - filters and sorting by a property of a text, such as `?name.length=13`: an unknown key here;
/// - of brackets in keys all but `id[]=1`, `id[0]=1` and `address[city]=x`;
/// - headers, such as `X-Total-Count`.
///
/// A path that cannot be decoded (`/users/%zz`) is a 500 as it is there, with `{}` for the server's
/// stack trace. Answers are indented as the server's are, so that sizes are alike.
///
/// ```
/// # use tandem::replica::Replica;
/// let answer = Replica::new().get("/posts?userId=3&_limit=2");
/// assert_eq!(answer.status, 200);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Replica {
    /// Answers that were made before, so that repeats cost nothing: they never change.
    made: RefCell<Made>,
}

/// Answers by their path and query, and how many bytes they have.
#[derive(Clone, Debug, Default)]
struct Made {
    answers: HashMap<String, Rc<Answer>>,
    bytes: usize,
}

/// The most bytes of answers that are kept; all are forgotten beyond it.
const MOST_KEPT: usize = 8 * 1024 * 1024;

/// What the replica answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status: 200, 404, or 500 for a path that cannot be decoded.
    pub status: u16,
    /// JSON, in UTF-8.
    pub body: Vec<u8>,
}

impl Replica {
    /// A replica; all are the same.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// As [`Self::get`], kept for the next time.
    #[must_use]
    pub fn answer(&self, path_and_query: &str) -> Rc<Answer> {
        let made = self.made.borrow().answers.get(path_and_query).cloned();
        made.unwrap_or_else(|| {
            let answer = Rc::new(self.get(path_and_query));
            self.made.borrow_mut().keep(path_and_query, &answer);
            answer
        })
    }

    /// Answers a GET of a path such as `/users/1` or `/posts?userId=1&_embed=comments`: what
    /// follows the base URL, still percent-encoded, from its first slash on.
    #[must_use]
    pub fn get(&self, path_and_query: &str) -> Answer {
        let (path, query) = path_and_query
            .split_once('?')
            .unwrap_or((path_and_query, ""));
        match routes::answer(path, query) {
            Ok(rows) => Answer::of(200, &rows),
            Err(Refusal::NotFound) => Answer::of(404, &Field::Row(Row::default())),
            Err(Refusal::Undecodable) => Answer::of(500, &Field::Row(Row::default())),
        }
    }
}

impl Made {
    fn keep(&mut self, path_and_query: &str, answer: &Rc<Answer>) {
        self.bytes += answer.body.len();
        if self.bytes > MOST_KEPT {
            self.answers.clear();
            self.bytes = answer.body.len();
        }
        self.answers
            .insert(path_and_query.into(), Rc::clone(answer));
    }
}

impl Answer {
    fn of(status: u16, content: &Field) -> Self {
        // Rows are numbers, flags, text and rows: none of them can fail to become JSON.
        let body = serde_json::to_vec_pretty(content).unwrap_or_default();
        Self { status, body }
    }
}

#[cfg(test)]
mod tests;
