//! The files of records, without a browser.
//!
//! - [`records`]: random records, of programs over the replica and of lives made up event by event.
//! - [`json`]: random JSON, and files with something in them changed.
//! - [`round_trips`]: what is written is read back.
//! - [`har`]: what others find in our HARs: the schema, and the times without our own fields.
//! - [`samples`]: HARs as browsers write them.
//! - [`hostile`]: no input panics, and whatever is read can be written and read again.
//! - [`complaints`]: what is said of bad files, and of which place.
//! - [`tables`]: CSV and Chrome's traces.

mod complaints;
mod har;
mod hostile;
mod json;
mod records;
mod round_trips;
mod samples;
mod tables;

use crate::properties::cases;
