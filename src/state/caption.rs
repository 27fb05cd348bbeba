//! What a picture of a comparison says besides its figures.

use super::comparison::{Comparison, Origin};
use super::reading::read;
use super::verdict::{self, Verdict};
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
    conditions.push(date(comparison.started()));
    conditions.push("Figures of this run alone".into());
    conditions.retain(|condition| !condition.is_empty());
    conditions
}

/// A date of ISO 8601, to the minute where it is in UTC.
fn date(iso: &str) -> String {
    match iso.get(..16) {
        Some(minute) if iso.ends_with('Z') => format!("{} UTC", minute.replace('T', " ")),
        _ => iso.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_short() {
        for (iso, short) in [
            (
                "2026-01-31T12:03:04.567Z",
                "2026-01-31 12:03 UTC",
            ),
            (
                "2026-01-31T12:03:04+02:00",
                "2026-01-31T12:03:04+02:00",
            ),
            ("soon", "soon"),
            ("", ""),
        ] {
            assert_eq!(date(iso), short);
        }
    }
}
