//! The recorder of a run: keeps its trace.

use std::cell::{Cell, Ref, RefCell};
use std::rc::Rc;
use std::task::Poll;

use super::ports::{Ask, Recorder, Timeline};
use crate::time::Nanos;
use crate::trace::{NewSpan, SpanId, Step, Trace};

/// The growing trace of one run. The run writes, the page reads once a frame.
pub struct Recording {
    variant: &'static str,
    trace: RefCell<Trace>,
    timeline: Option<Rc<dyn Timeline>>,
    /// How many spans the timeline has been shown.
    shown: Cell<usize>,
    /// The calls whose source may tell their phases.
    unasked: RefCell<Vec<(SpanId, Ask)>>,
}

impl Recording {
    /// The recording of a run of `variant` that begins at the clock's `began`. Its finished spans go to
    /// `timeline` when it is asked to show them.
    #[must_use]
    pub fn new(variant: &'static str, began: Nanos, timeline: Option<Rc<dyn Timeline>>) -> Self {
        Self {
            variant,
            trace: RefCell::new(Trace::new(began)),
            timeline,
            shown: Cell::new(0),
            unasked: RefCell::default(),
        }
    }

    /// A recording that is over.
    #[must_use]
    pub const fn of(trace: Trace) -> Self {
        Self {
            variant: "",
            trace: RefCell::new(trace),
            timeline: None,
            shown: Cell::new(0),
            unasked: RefCell::new(Vec::new()),
        }
    }

    /// The trace as it is now. Let go of it before the run goes on.
    pub fn trace(&self) -> Ref<'_, Trace> {
        self.trace.borrow()
    }

    /// The variant handed its first value to its caller at the clock's time `at`. Only the first counts.
    pub fn first_result(&self, at: Nanos) {
        let mut trace = self.trace.borrow_mut();
        let at = at.since(trace.began);
        trace.first_result.get_or_insert(at);
    }

    /// The variant ended at the clock's time `at`.
    pub fn end(&self, at: Nanos) {
        let mut trace = self.trace.borrow_mut();
        trace.ended = Some(at.since(trace.began));
    }

    /// Asks for the phases that are to be asked for, at the clock's time `at`. Whether all sources knew.
    pub fn ask_for_phases(&self, at: Nanos) -> bool {
        let mut pending = self.unasked.take();
        pending.retain(|(span, ask)| match ask() {
            Poll::Ready(Some(phases)) => {
                self.record(*span, at, Step::Phased(phases));
                false
            }
            Poll::Ready(None) => false,
            Poll::Pending => true,
        });
        let all_knew = pending.is_empty();
        self.unasked.replace(pending);
        all_knew
    }

    /// Asks once more, and lets go of what no source knows.
    pub fn ask_no_more(&self, at: Nanos) {
        self.ask_for_phases(at);
        self.unasked.take();
    }

    /// Shows the timeline the next `most` spans of a run that is over. Whether there are more.
    pub fn show(&self, most: usize) -> bool {
        let Some(timeline) = &self.timeline else {
            return false;
        };
        let trace = self.trace.borrow();
        let rest = trace.spans.get(self.shown.get()..).unwrap_or_default();
        let next = &rest[..rest.len().min(most)];
        for span in next {
            if let (Some(started), Some(ended)) = (span.started, span.ended) {
                let (started, ended) = (
                    started + trace.began,
                    ended + trace.began,
                );
                timeline.show(
                    self.variant,
                    &span.label(),
                    started,
                    ended,
                );
            }
        }
        self.shown.set(self.shown.get() + next.len());
        next.len() < rest.len()
    }
}

impl Recorder for Recording {
    fn queue(&self, call: NewSpan, at: Nanos) -> SpanId {
        self.trace.borrow_mut().queue(call, at)
    }

    fn record(&self, span: SpanId, at: Nanos, step: Step) {
        let taken = self.trace.borrow_mut().take(span, at, step);
        debug_assert!(
            taken,
            "{step:?} may not follow what happened to {span:?}"
        );
    }

    fn ask_later(&self, span: SpanId, ask: Ask) {
        self.unasked.borrow_mut().push((span, ask));
    }
}
