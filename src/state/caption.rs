//! What a picture of a comparison says besides its figures.

use super::comparison::{Comparison, Origin};
use super::reading::read;
use super::verdict::{self, Verdict};
use crate::format::date_time;
use crate::picture::Caption;

/// The caption of a picture that is made now.
#[must_use]
pub fn caption(comparison: &Comparison) -> Caption {
    let Verdict {
        headline,
        about,
        detail,
        best,
    } = if comparison.phase().is_active() {
        under_way()
    } else {
        verdict::of(comparison, &read(comparison))
    };
    Caption {
        title: title(comparison),
        headline,
        about,
        detail,
        best,
        conditions: conditions(comparison),
    }
}

fn under_way() -> Verdict {
    Verdict {
        headline: "Running".into(),
        about: "when this was saved".into(),
        detail: "What had come by then is drawn.".into(),
        best: None,
    }
}

fn title(comparison: &Comparison) -> String {
    match comparison.origin() {
        _ if comparison.is_of_experiment() => comparison.settings().experiment.title.into(),
        Origin::File(name) => format!("Requests of {name}"),
        _ => "Requests".into(),
    }
}

/// What was run, on what, when, and how much that says.
fn conditions(comparison: &Comparison) -> Vec<String> {
    let mut conditions = Vec::new();
    if comparison.is_of_experiment() {
        let settings = comparison.settings();
        conditions.push(settings.experiment.name.into());
        let values = settings.values.iter();
        conditions.extend(values.map(|(key, value)| format!("{key} {}", value.text())));
        conditions.push(format!(
            "Source: {}",
            comparison.source().name()
        ));
    }
    conditions.push(date_time(comparison.started()));
    conditions.push("Figures of this run alone".into());
    conditions.retain(|condition| !condition.is_empty());
    conditions
}
