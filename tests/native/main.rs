//! The tests that need no browser.

#![cfg(test)]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the lists keep the page's I/O in one folder; tests are all I/O"
)]

#[path = "../support"]
mod support {
    pub(crate) mod child;
    pub(crate) mod env;
    pub(crate) mod net;
    pub(crate) mod pairs;
    pub(crate) mod poll;
    pub(crate) mod program;
    pub(crate) mod proxy;
    pub(crate) mod server;
    pub(crate) mod wall;
}

mod advice;
mod closed_forms;
mod conformance;
mod contrast;
mod evidence;
mod exports;
mod faults;
mod files;
mod first_paint;
mod history;
mod instruments;
mod layers;
mod modelling;
mod packed;
mod page;
mod pictures;
mod played;
mod properties;
mod proxy;
mod renewal;
mod replay;
mod routines;
mod run_files;
mod runner;
mod scripted;
mod secrets;
mod session;
mod sharing;
mod shelf;
mod siblings;
mod statement;
mod traces;
