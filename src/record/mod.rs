//! A comparison as plain data: what files, links and the history hold of it.
//!
//! The state makes a [`Record`] of what ran and shows one that was opened; everything here is a pure
//! function of one, and knows neither the page nor the experiments.

pub mod chrome_trace;
pub mod csv;
mod date;
pub mod har;
pub mod packed;
pub mod reader;
pub mod run_file;
pub mod shelf;

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use serde_json::Value as Json;

use self::reader::At;

use crate::json::JsonText;
use crate::network::Network;
use crate::time::Nanos;
use crate::trace::metrics::Metrics;
use crate::trace::{Disturbance, Trace};

/// A comparison, or requests that another program recorded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// What was run; `None` for requests that no experiment made.
    pub setup: Option<Setup>,
    /// The date and time of its beginning in UTC, as ISO 8601 writes it.
    pub started: String,
    /// The runs, left to right.
    pub runs: Vec<Run>,
    /// The bodies of the answers by URL, as far as they were kept.
    pub bodies: HashMap<String, Rc<[u8]>>,
}

/// What was run, and under which conditions.
#[derive(Clone, Debug, PartialEq)]
pub struct Setup {
    /// The experiment's name.
    pub experiment: String,
    /// What was chosen, by the keys in links.
    pub params: BTreeMap<String, Json>,
    /// Where the answers came from.
    pub source: Source,
    /// The seed that the order was drawn from.
    pub seed: u64,
    /// The variants' names in the order they ran.
    pub order: Vec<String>,
}

/// Where the answers came from.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// The public API.
    Live,
    /// The replica, over this network.
    Replica(Network),
    /// The API with this base URL.
    Custom(String),
}

impl Source {
    /// The name in links and run files.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Replica(_) => "replica",
            Self::Custom(_) => "custom",
        }
    }
}

/// One run of a variant, or one page of requests.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Run {
    /// The variant's name.
    pub variant: String,
    /// Its name for people.
    pub title: String,
    /// How far it came.
    pub state: LaneState,
    /// What disturbed it, if anything did.
    pub disturbance: Option<Disturbance>,
    /// When it handed values to its caller, one time a value.
    pub handed: Vec<Nanos>,
    /// What it brought back.
    pub answer: Option<JsonText>,
    /// Why it failed.
    pub error: Option<Failure>,
    /// Its requests. Empty and without an end when it never began.
    pub trace: Trace,
}

impl Run {
    /// The figures of its trace.
    #[must_use]
    pub fn metrics(&self) -> Metrics {
        Metrics::of(&self.trace)
    }
}

/// Why a run failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The kind's name in run files.
    pub kind: String,
    /// What is known, in a sentence.
    pub message: String,
}

/// How far a variant has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LaneState {
    /// No comparison yet.
    #[default]
    Idle,
    /// Another variant runs first.
    Waiting,
    /// It runs.
    Running,
    /// It answered.
    Done,
    /// It ended in an error.
    Failed,
    /// It was stopped, or never came to run.
    Cancelled,
}

impl LaneState {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Idle,
        Self::Waiting,
        Self::Running,
        Self::Done,
        Self::Failed,
        Self::Cancelled,
    ];

    /// The name in page attributes and run files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether it ran to its end, well or not.
    #[must_use]
    pub const fn has_ended(self) -> bool {
        matches!(self, Self::Done | Self::Failed)
    }
}

/// The record in `text`, whichever of the formats it is.
///
/// # Errors
/// What cannot be read, and where.
pub fn open(text: &str) -> reader::Result<Record> {
    open_json(&reader::parse(text)?)
}

/// The same of JSON that is parsed.
///
/// # Errors
/// As [`open`].
pub fn open_json(json: &Json) -> reader::Result<Record> {
    let has = |key| json.get(key).is_some();
    if has("format") {
        return run_file::read_json(json);
    }
    if has("log") {
        return har::read_json(json);
    }
    let found = match json {
        Json::Object(_) => "neither is here".into(),
        other => format!("this is {}", reader::shown(other)),
    };
    Err(At::top(json).bad(format!(
        "This is neither a run file of Tandem nor a HAR: the one has a “format”, the other a “log”, and {found}."
    )))
}

impl Record {
    /// A name for a file of it: the experiment and the date, without what some systems forbid in names.
    #[must_use]
    pub fn file_name(&self, end: &str) -> String {
        let what = match &self.setup {
            Some(setup) => &setup.experiment,
            None => "requests",
        };
        let date: String = self
            .started
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
            .collect();
        format!("tandem-{what}-{date}.{end}")
    }
}
