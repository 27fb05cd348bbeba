//! Advice on a comparison: what would have made a run shorter.

use std::sync::Arc;

use super::super::comparison::Phase;
use super::super::reading::evidence;
use super::super::session::Session;
use crate::trace::Trace;
use crate::trace::advice::{Advice, advise};

/// What would have made a variant's run shorter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaneAdvice {
    /// The variant's name.
    pub variant: Arc<str>,
    /// Its name for people.
    pub title: Arc<str>,
    /// Each with its saving, the largest first.
    pub sentences: Vec<String>,
}

/// Advice on the comparison on the page, left to right, for the variants that there is any for; `None`
/// when it is not over or there is none at all. A run that was disturbed shows nothing. Tracked.
#[must_use]
pub fn advice(session: Session) -> Option<Vec<LaneAdvice>> {
    let comparison = session
        .comparison()
        .filter(|comparison| comparison.phase() == Phase::Done)?;
    let evidence = evidence(&comparison);
    let seen = comparison.lanes().iter().filter(|lane| {
        lane.ending()
            .is_some_and(|ending| ending.disturbance.is_none())
    });
    let sentences = |trace: &Trace| {
        let all = advise(trace, &evidence);
        all.iter().map(Advice::sentence).collect()
    };
    let all: Vec<_> = seen
        .map(|lane| LaneAdvice {
            variant: Arc::clone(&lane.name),
            title: Arc::clone(&lane.title),
            sentences: lane.trace(sentences).unwrap_or_default(),
        })
        .filter(|lane| !lane.sentences.is_empty())
        .collect();
    (!all.is_empty()).then_some(all)
}
