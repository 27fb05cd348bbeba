//! A run that another one of the same experiment is laid over: its traces, and what differs.

use std::cmp::Ordering;
use std::rc::Rc;

use send_wrapper::SendWrapper;

use super::comparison::{Comparison, Origin};
use super::history::chosen;
use super::reading::Reading;
use super::recorded;
use super::settings::{Settings, Source};
use crate::api::base::ReadAddress;
use crate::format::millis;
use crate::record::reader::BadFile;
use crate::record::{LaneState, Record};
use crate::time::Nanos;
use crate::trace::{Span, Trace};

/// The run to compare with. Clones are handles on the same one.
#[derive(Clone)]
pub struct Reference(SendWrapper<Rc<Inner>>);

struct Inner {
    id: String,
    record: Record,
    settings: Settings,
    source: Source,
}

impl PartialEq for Reference {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Reference {
    /// `record`, which is kept by `id`. `before` is what is chosen on the page.
    pub(super) fn of(
        id: String,
        record: Record,
        before: &Settings,
        address: ReadAddress,
    ) -> Result<Self, BadFile> {
        // What can be shown can be laid over.
        let known = recorded::comparison(
            record.clone(),
            Origin::Kept,
            before,
            address,
        )?;
        Ok(Self(SendWrapper::new(Rc::new(Inner {
            id,
            record,
            settings: known.settings().clone(),
            source: known.source_untracked(),
        }))))
    }

    /// By which it is kept.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.0.id
    }

    /// All that was recorded of it.
    #[must_use]
    pub fn record(&self) -> &Record {
        &self.0.record
    }

    /// What was chosen when it ran.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// What ran, for people: parameters and source.
    #[must_use]
    pub fn conditions(&self) -> String {
        let inner = &self.0;
        format!(
            "{} · {}",
            chosen(&inner.settings),
            inner.source.name()
        )
    }

    /// The trace of the lane at `place`, if it began.
    #[must_use]
    pub fn trace(&self, place: usize) -> Option<&Trace> {
        let run = self.0.record.runs.get(place)?;
        run.trace.ended.is_some().then_some(&run.trace)
    }

    /// What the lane at `place` has for `span`: the same request, if it made it, or else the one that was
    /// made as the same one of all, if it asks for the same kind of thing.
    #[must_use]
    pub fn span(&self, place: usize, span: &Span) -> Option<&Span> {
        let spans = &self.trace(place)?.spans;
        let same = |other: &&Span| other.call.path == span.call.path;
        let at = spans.get(span.id.0 as usize);
        let of_resource = |other: &&Span| other.call.resource == span.call.resource;
        at.filter(same)
            .or_else(|| spans.iter().find(same))
            .or_else(|| at.filter(of_resource))
    }

    /// The makespan of the lane at `place`, if it answered.
    #[must_use]
    pub fn total(&self, place: usize) -> Option<Nanos> {
        let run = self.0.record.runs.get(place)?;
        run.trace.ended.filter(|_| run.state == LaneState::Done)
    }

    /// How far its longest lane reaches.
    #[must_use]
    pub fn reach(&self) -> Nanos {
        let runs = self.0.record.runs.iter();
        runs.map(|run| run.trace.last()).max().unwrap_or_default()
    }

    /// Under which other conditions it ran than `comparison`, in words. Tracked.
    #[must_use]
    pub fn other_conditions(&self, comparison: &Comparison) -> Vec<String> {
        let (here, there) = (comparison.settings(), &self.0.settings);
        let source = comparison.source();
        let pairs = [
            (
                "parameters",
                chosen(here),
                chosen(there),
            ),
            (
                "source",
                source.name(),
                self.0.source.name(),
            ),
        ];
        let differ = pairs.into_iter().filter(|(_, here, there)| here != there);
        let mut words: Vec<_> = differ
            .map(|(what, here, there)| {
                format!("Other {what}: {here} on the page, {there} laid over.")
            })
            .collect();
        if words.is_empty() && source != self.0.source {
            words.push("Another network: its numbers differ.".into());
        }
        words
    }

    /// What differs, lane by lane. `readings` are those of what is on the page.
    #[must_use]
    pub fn differences(&self, readings: &[Reading]) -> Vec<Difference> {
        let lanes = readings.iter().enumerate();
        lanes
            .map(|(place, reading)| Difference {
                title: reading.title.to_string(),
                here: reading.total.filter(|_| reading.state == LaneState::Done),
                there: self.total(place),
            })
            .collect()
    }
}

/// One lane twice: its makespans, as far as it answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The variant's name for people.
    pub title: String,
    /// On the page.
    pub here: Option<Nanos>,
    /// In the run that is laid over.
    pub there: Option<Nanos>,
}

impl Difference {
    /// It in words: `Joined 214 ms, laid over 230 ms: −16 ms, −7 %`.
    #[must_use]
    pub fn words(&self) -> String {
        let told = |total: Option<Nanos>| total.map_or("failed".into(), millis);
        let both = format!(
            "{} {}, laid over {}",
            self.title,
            told(self.here),
            told(self.there)
        );
        match (self.here, self.there) {
            (Some(here), Some(there)) => format!("{both}: {}", change(here, there)),
            _ => both,
        }
    }
}

/// From `there` to `here`, in milliseconds and in percent.
fn change(here: Nanos, there: Nanos) -> String {
    let sign = match here.cmp(&there) {
        Ordering::Less => "−",
        Ordering::Equal => return "no difference".into(),
        Ordering::Greater => "+",
    };
    let by = Nanos(here.0.abs_diff(there.0));
    let amount = format!("{sign}{}", millis(by));
    match by.0 as f64 / there.0 as f64 * 100.0 {
        ..0.5 => format!("{amount}, under 1 %"),
        percent if percent.is_finite() => format!("{amount}, {sign}{percent:.0} %"),
        _ => amount,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_told_in_milliseconds_and_percent() {
        let words = |here: Option<f64>, there: Option<f64>| {
            let difference = Difference {
                title: "Joined".into(),
                here: here.map(Nanos::from_millis_f64),
                there: there.map(Nanos::from_millis_f64),
            };
            difference.words()
        };
        for (here, there, says) in [
            (
                Some(214.0),
                Some(230.0),
                "Joined 214 ms, laid over 230 ms: −16 ms, −7 %",
            ),
            (
                Some(230.0),
                Some(214.0),
                "Joined 230 ms, laid over 214 ms: +16 ms, +7 %",
            ),
            (
                Some(5.5),
                Some(5.5),
                "Joined 5.5 ms, laid over 5.5 ms: no difference",
            ),
            (
                Some(302.0),
                Some(301.0),
                "Joined 302 ms, laid over 301 ms: +1.0 ms, under 1 %",
            ),
            (
                Some(5.0),
                Some(0.0),
                "Joined 5.0 ms, laid over 0 ms: +5.0 ms",
            ),
            (
                None,
                Some(2_300.0),
                "Joined failed, laid over 2,300 ms",
            ),
            (
                Some(20.0),
                None,
                "Joined 20 ms, laid over failed",
            ),
        ] {
            assert_eq!(words(here, there), says);
        }
    }
}
