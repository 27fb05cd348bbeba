//! The run file of the public interface: a [`Record`](super::Record) as JSON, and back.

mod read;
mod span;
mod write;

pub use read::{read, read_json};
pub use write::write;

pub(super) use read::run;
pub(super) use span::{
    LARGEST_BODY, LAST_LINE, LAST_PLACE, STATUSES, flaw, is_method, is_name, method,
};
pub(super) use write::{SpanEntry, VariantEntry};

/// The version that is written, and the only one there is to read.
const FORMAT: &str = "tandem-run/1";

/// The most variants that are read: no experiment has as many.
pub(super) const MOST_VARIANTS: usize = 16;

/// The most spans of a variant that are read.
pub(super) const MOST_SPANS: usize = 100_000;

/// The most values of one run that were handed on early.
pub(super) const MOST_HANDED: usize = 100_000;
