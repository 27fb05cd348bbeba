//! What the state does by parts of the program that are loaded when they are needed: what the variants do of all
//! experiments but the first, and reading and writing runs. Each function begins the part that its attribute names, and
//! waits for it; what only they reach goes with it.

#![allow(
    unsafe_code,
    reason = "the attribute calls a function of another module, whose signature it takes from this one"
)]

use futures::future::LocalBoxFuture;
use leptos::prelude::untrack;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use thiserror::Error;

use super::comparison::{Comparison, Origin};
use super::history::{Entry, Row};
use super::recorded;
use super::routines::AllRoutines;
use super::session::Session;
use crate::experiments;
use crate::record::reader::BadFile;
use crate::record::{Record, run_file};

/// A part of the page's program that did not come. It is asked for again when it is needed again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a part of the page could not be loaded")]
pub struct Missing;

impl From<SplitLoaderError> for Missing {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

/// What the variants of all experiments do.
#[wasm_split(experiments, fallible, wasm_split_path = leptos::wasm_split)]
pub(super) fn routines() -> Result<AllRoutines, Missing> {
    Ok(experiments::routines)
}

/// What the text of the file `name` holds, as [`Session::read_in_turns`] reads it.
#[wasm_split(records, fallible, wasm_split_path = leptos::wasm_split)]
pub(super) fn read_file(
    session: Session,
    name: String,
    text: String,
) -> Result<LocalBoxFuture<'static, Result<Comparison, BadFile>>, Missing> {
    Ok(Box::pin(
        session.read_in_turns(name, text),
    ))
}

/// The record that a link holds, unpacked and shown.
#[wasm_split(records, fallible, preload(load_packed), wasm_split_path = leptos::wasm_split)]
pub(super) fn open_packed(
    session: Session,
    bytes: Vec<u8>,
) -> Result<Result<(), BadFile>, Missing> {
    let record = super::sharing::unpacked(&bytes);
    Ok(record.and_then(|record| session.show_record(record, Origin::Link)))
}

/// The record in a run file's text.
#[wasm_split(records, fallible, wasm_split_path = leptos::wasm_split)]
pub(super) fn read_run_file(text: String) -> Result<Result<Record, BadFile>, Missing> {
    Ok(run_file::read(&text))
}

/// What was listed, the newest first.
#[wasm_split(records, fallible, wasm_split_path = leptos::wasm_split)]
pub(super) fn rows(listed: Vec<(String, String)>) -> Result<Vec<Row>, Missing> {
    let newest_first = listed.into_iter().rev();
    Ok(newest_first
        .map(|(id, entry)| Row::read(id, &entry))
        .collect())
}

/// A run as it is kept: its entry, and its run file, if a run file can hold it.
#[wasm_split(records, fallible, preload(load_kept), wasm_split_path = leptos::wasm_split)]
pub(super) fn write_kept(comparison: Comparison) -> Result<Option<(String, String)>, Missing> {
    Ok(untrack(|| {
        let run = run_file::write(&recorded::record(&comparison))?;
        Some((Entry::of(&comparison).text(), run))
    }))
}
