//! Every reader of outside data as a function of bytes that fails when the reader does.
//!
//! | function | what it reads |
//! |---|---|
//! | [`query`] | the query of a link |
//! | [`numbers`] | lists of numbers, in links and fields |
//! | [`network`] | the numbers of a modelled network, in links, fields and files |
//! | [`run_file`] | run files, opened or from the history |
//! | [`har`] | HARs of any program |
//! | [`rows`] | what an API answers, and answers in run files |
//! | [`fragment`] | the results in a link's fragment, decompressed |
//! | [`history`] | entries of the history's list |
//!
//! None may panic. What is read is written and read again, and must be the same; a complaint names a place
//! that there is; reading N bytes takes no more than
//! a thousand times N of memory and a fixed allowance.
//!
//! The fuzz targets call these with random bytes, `tests/fuzzed.rs` with the kept ones.

mod complaint;
mod entry;
mod files;
mod link;
mod packed;
mod row;
mod shown;
mod weigh;

pub use entry::history;
pub use files::{har, run_file};
pub use link::{network, numbers, query};
pub use packed::fragment;
pub use row::rows;

/// A function of bytes, by the name of its target and of its folder in `corpus`.
pub type Reader = (&'static str, fn(&[u8]));

/// All of them.
pub const READERS: [Reader; 8] = [
    ("query", query),
    ("numbers", numbers),
    ("network", network),
    ("run_file", run_file),
    ("har", har),
    ("rows", rows),
    ("fragment", fragment),
    ("history", history),
];
