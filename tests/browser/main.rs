//! The tests in a browser: the built site in Chromium, or in the engine that `TANDEM_BROWSER` names.
//!
//! Each test's name begins with the source that answers: `custom` (the real server behind the delaying
//! proxy), `live` (the live host's name mapped to it), `replica`; `unsent` where nothing may be sent.

#![cfg(test)]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the lists keep the page's I/O in one folder; tests are all I/O"
)]

#[path = "../support"]
mod support {
    pub(crate) mod browser;
    pub(crate) mod child;
    pub(crate) mod env;
    pub(crate) mod host;
    pub(crate) mod net;
    pub(crate) mod pairs;
    pub(crate) mod poll;
    pub(crate) mod proxy;
    pub(crate) mod server;
    pub(crate) mod site;
}

mod harness;

mod collections;
mod crowd;
mod lighthouse;
mod long_tasks;
mod predicted;
mod scenario;
mod served;
mod shown;
mod snapshot;
mod wire;

mod accessible;
mod address;
mod advice;
mod agreement;
mod bad_links;
mod budget;
mod code;
mod custom;
mod durations;
mod embed;
mod experiments;
mod export;
mod failures;
mod fairness;
mod fall_back;
mod hidden;
mod history;
mod hosted;
mod hostile;
mod hosts;
mod interrupted;
mod keyboard;
mod layout;
mod leaks;
mod limits;
mod links;
mod live;
mod loading;
mod network;
mod opening;
mod panel;
mod people;
mod phases;
mod pooled;
mod print;
mod question;
mod reference;
mod repeats;
mod replay;
mod replica;
mod run_file;
mod share;
mod shell;
mod shortcuts;
mod slept;
mod smoke;
mod stop;
mod sweep;
mod ten_thousand;
mod timeouts;
mod watched;
mod waterfall;
