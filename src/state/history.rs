//! The runs that stay in this browser, as they are listed.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::comparison::Comparison;
use super::reading;
use super::settings::Settings;
use super::verdict;
use crate::experiments::{Experiment, find};
use crate::format::millis;
use crate::record::LaneState;
use crate::record::shelf::NoShelf;
use crate::time::Nanos;

/// How many runs are kept: when there is one more, the oldest goes.
pub const MOST: usize = 20;

/// The version of entries that is written, and the only one there is to read.
const FORMAT: &str = "tandem-history/1";

/// What the list tells of a kept run. The run itself is read when it is opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    format: String,
    /// The experiment's name in links.
    pub experiment: String,
    /// The date and time of its beginning in UTC, as ISO 8601 writes it.
    pub started: String,
    /// What was chosen, for people.
    pub params: String,
    /// Where the answers came from, for people.
    pub source: String,
    /// The verdict, without its sentence.
    pub headline: String,
    /// What the headline is a figure of.
    pub about: String,
    /// How each variant ended, left to right.
    pub lanes: Vec<LaneEntry>,
}

/// How a variant of a kept run ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LaneEntry {
    /// Its name for people.
    pub title: String,
    /// Its makespan, if it answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_ms: Option<f64>,
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// By which the run is kept.
    pub id: String,
    /// What is told of it, or why nothing can be.
    pub entry: Result<Entry, String>,
}

/// What the page knows of the kept runs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// Whether the list is on the page.
    pub open: bool,
    /// The list, newest first, once it was read; or why it cannot be.
    pub rows: Option<Result<Vec<Row>, NoShelf>>,
    /// Why the last run was not kept.
    pub unkept: Option<NoShelf>,
    /// What was asked of the list last and could not be done.
    pub trouble: Option<String>,
}

impl History {
    /// The list as far as it is known.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        match &self.rows {
            Some(Ok(rows)) => rows,
            _ => &[],
        }
    }

    /// Whether there is anything to take away: what is damaged can be, too.
    #[must_use]
    pub fn can_be_cleared(&self) -> bool {
        let damaged = |why: &NoShelf| matches!(why, NoShelf::Broken(_));
        match &self.rows {
            Some(Ok(rows)) => !rows.is_empty() || self.unkept.as_ref().is_some_and(damaged),
            Some(Err(why)) => damaged(why),
            None => false,
        }
    }

    /// What does not work, in a sentence or two: one reason is told once.
    #[must_use]
    pub fn complaint(&self) -> Option<String> {
        let told = match (&self.rows, &self.unkept) {
            (Some(Err(NoShelf::Unloaded)), _) => Some(format!(
                "The history cannot be shown: {}.",
                NoShelf::Unloaded
            )),
            (Some(Err(why)), _) => Some(format!(
                "There is no history: {why}. Everything else works."
            )),
            (_, Some(why)) => Some(format!(
                "The last run was not kept: {why}."
            )),
            _ => None,
        };
        self.trouble.clone().or(told)
    }
}

impl Row {
    /// Reads the entry of the run that is kept by `id`.
    #[must_use]
    pub fn read(id: String, entry: &str) -> Self {
        Self {
            id,
            entry: Entry::read(entry),
        }
    }

    /// Whether it is a run of `experiment`, or may be one.
    #[must_use]
    pub fn may_be_of(&self, experiment: &Experiment) -> bool {
        let entry = self.entry.as_ref();
        entry.map_or(true, |entry| {
            entry.experiment == experiment.name
        })
    }
}

impl Entry {
    /// What is told of `comparison`, which is over.
    pub(super) fn of(comparison: &Comparison) -> Self {
        let readings = reading::read(comparison);
        let verdict = verdict::of(comparison, &readings);
        let settings = comparison.settings();
        Self {
            format: FORMAT.into(),
            experiment: settings.experiment.name.into(),
            started: comparison.started().into(),
            params: chosen(settings),
            source: comparison.source().name(),
            headline: verdict.headline,
            about: verdict.about,
            lanes: readings
                .iter()
                .map(|reading| LaneEntry {
                    title: reading.title.to_string(),
                    total_ms: (reading.state == LaneState::Done)
                        .then_some(reading.total)
                        .flatten()
                        .map(Nanos::as_millis_f64),
                })
                .collect(),
        }
    }

    /// The text of it.
    pub(super) fn text(&self) -> String {
        // Text and finite numbers, all of which JSON can hold.
        serde_json::to_string(self).unwrap_or_default()
    }

    fn read(text: &str) -> Result<Self, String> {
        /// What tells whether the rest can be read.
        #[derive(Deserialize)]
        struct Named {
            #[serde(default)]
            format: Json,
        }
        let damaged = |error| format!("It is damaged: {error}.");
        let named: Named = serde_json::from_slice(text.as_bytes()).map_err(damaged)?;
        match named.format.as_str() {
            Some(FORMAT) => serde_json::from_slice(text.as_bytes()).map_err(damaged),
            Some(other) => Err(format!(
                "It is in the format “{other}”, and this page reads “{FORMAT}”."
            )),
            None => Err("It is damaged: it does not name its format.".into()),
        }
    }

    /// The experiment's title, or its name where this program does not know it.
    #[must_use]
    pub fn title(&self) -> &str {
        find(&self.experiment).map_or(&self.experiment, |experiment| {
            experiment.title
        })
    }

    /// All makespans, for people.
    #[must_use]
    pub fn makespans(&self) -> String {
        let lanes = self.lanes.iter().map(|lane| match lane.total_ms {
            Some(total) => format!(
                "{} {}",
                lane.title,
                millis(Nanos::from_millis_f64(total))
            ),
            None => format!("{} failed", lane.title),
        });
        lanes.collect::<Vec<_>>().join(" · ")
    }
}

/// The id that a comparison is kept by. A later one is greater.
pub(super) fn id_of(comparison: &Comparison) -> String {
    format!(
        "{} {:08x}",
        comparison.started(),
        comparison.seed()
    )
}

/// The parameters, for people.
#[must_use]
pub fn chosen(settings: &Settings) -> String {
    let params = settings.experiment.params.iter();
    let chosen = params.filter_map(|param| {
        let value = settings.values.get(param.key)?;
        Some(format!(
            "{} {}",
            param.label,
            value.text()
        ))
    });
    chosen.collect::<Vec<_>>().join(" · ")
}
