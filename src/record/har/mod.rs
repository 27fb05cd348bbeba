//! Records as HTTP archives (HAR 1.2): what the network panels of browsers save and open.
//!
//! What HAR has no name for stands beside it, under names with an underscore: `_run` of a page is the run as
//! a run file writes it, without its answer and requests; `_span` of an entry is the request. Other
//! programs pass over them.

mod address;
mod entry;
mod parts;
mod read;
mod write;

pub use read::{read, read_json};
pub use write::write;
