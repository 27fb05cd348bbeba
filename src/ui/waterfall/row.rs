//! One row of a waterfall, as geometry: what is drawn where. Knows nothing of the page.

use crate::axis::Axis;
use crate::picture::bars::{self, Kind};
use crate::time::Nanos;
use crate::trace::Span;

/// A row: a label, bars, and a word behind the last of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Row {
    /// What is asked for, short enough for a narrow page.
    pub(super) label: String,
    /// Left to right.
    pub(super) bars: Vec<Bar>,
    /// The duration, or how the call ended.
    pub(super) note: String,
    /// Where the note begins, in percent of the axis; `None` where that lies outside.
    pub(super) note_at: Option<f64>,
}

/// A bar, in percent of the axis.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bar {
    pub(super) left: f64,
    pub(super) width: f64,
    /// What it says: the page gives each kind a shape and a colour.
    pub(super) kind: &'static str,
    /// The class that colours it, such as `posts`.
    pub(super) hue: &'static str,
}

impl Row {
    /// The same with the bars of `prediction` behind its own.
    pub(super) fn before(mut self, prediction: Option<Self>) -> Self {
        let behind = prediction.into_iter().flat_map(|row| row.bars);
        self.bars.splice(0..0, behind);
        self
    }
}

/// The row of a call that is running or over. `now` is the time since the run began; `over` is when
/// its variant ended, if it has.
pub(super) fn of_span(span: &Span, now: Nanos, over: Option<Nanos>, axis: Axis) -> Row {
    let bars = bars::bars(span, now, over);
    let ran_on = bars.iter().any(|bar| bar.kind == Kind::Orphan);
    let end = bars.iter().map(|bar| bar.to).max().unwrap_or(now);
    let seen = bars.iter().filter(|bar| {
        // Less than half a pixel on any screen is no wait.
        bar.kind != Kind::Wait || axis.percent(bar.to) - axis.percent(bar.from) > 0.05
    });
    Row {
        label: bars::label(&span.call.path),
        note: bars::note(span, ran_on),
        note_at: axis.meets(end, end).then(|| axis.percent(end)),
        bars: seen
            .filter_map(|one| {
                bar(
                    span,
                    one.kind.class(),
                    one.from,
                    one.to,
                    axis,
                )
            })
            .collect(),
    }
}

/// The row of a call that had not been made by the moment that is shown.
pub(super) fn not_yet(span: &Span) -> Row {
    Row {
        label: bars::label(&span.call.path),
        ..Row::default()
    }
}

/// The row of a predicted call.
pub(super) fn of_ghost(span: &Span, axis: Axis) -> Row {
    let (from, to) = (
        span.started.unwrap_or_default(),
        span.ended.unwrap_or_default(),
    );
    Row {
        label: bars::label(&span.call.path),
        bars: bar(span, "ghost", from, to, axis).into_iter().collect(),
        note: String::new(),
        note_at: None,
    }
}

/// The part of a bar that lies on the axis.
fn bar(span: &Span, kind: &'static str, from: Nanos, to: Nanos, axis: Axis) -> Option<Bar> {
    let left = axis.percent(from);
    axis.meets(from, to).then(|| Bar {
        left,
        width: axis.percent(to) - left,
        kind,
        hue: bars::hue(&span.call.resource),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::{CallSite, NewSpan, Outcome, Phases, SpanId, Step};

    const AXIS: Axis = Axis {
        from: Nanos::ZERO,
        to: Nanos::from_millis(100),
        step: Nanos::from_millis(20),
    };

    fn span(steps: &[(u64, Step)]) -> Span {
        let call = NewSpan {
            method: "GET".into(),
            path: "/posts?userId=1".into(),
            url: String::new(),
            resource: "posts".into(),
            site: CallSite::caller(),
        };
        let mut span = Span::new(SpanId(0), call, Nanos::ZERO);
        for (at, step) in steps {
            assert!(span.take(Nanos::from_millis(*at), 0, *step));
        }
        span
    }

    #[test]
    fn a_call_that_runs_on_is_drawn_past_the_end() {
        use Step::{Ended, Started};
        let made = span(&[(0, Started), (60, Ended(Outcome::Ok))]);
        let over = Some(Nanos::from_millis(20));
        let row = of_span(
            &made,
            Nanos::from_millis(60),
            over,
            AXIS,
        );
        let drawn: Vec<_> = row
            .bars
            .iter()
            .map(|bar| (bar.kind, bar.left, bar.width))
            .collect();
        assert_eq!(
            drawn,
            [("running", 0.0, 20.0), ("orphan", 20.0, 40.0)]
        );
        assert_eq!(row.note, "ran on");
    }

    #[test]
    fn phases_are_drawn_within_their_call() {
        let phases = Phases {
            stalled: Nanos::from_millis(5),
            connecting: Nanos::from_millis(10),
        };
        let made = span(&[
            (20, Step::Started),
            (45, Step::Responded { status: 200 }),
            (45, Step::Phased(phases)),
            (50, Step::Received { bytes: 2 }),
            (50, Step::Ended(Outcome::Ok)),
        ]);
        let row = of_span(
            &made,
            Nanos::from_millis(60),
            None,
            AXIS,
        );
        let drawn: Vec<_> = row
            .bars
            .iter()
            .map(|bar| (bar.kind, bar.left, bar.width))
            .collect();
        assert_eq!(
            drawn[1..],
            [
                ("ok", 20.0, 30.0),
                ("stalled", 20.0, 5.0),
                ("connecting", 25.0, 10.0),
                ("download", 45.0, 5.0)
            ]
        );
    }

    #[test]
    fn draws_each_stage_of_a_call() {
        use Step::{Ended, Responded, Started};
        type Case = (
            &'static [(u64, Step)],
            &'static [(&'static str, f64, f64)],
            &'static str,
        );
        let cases: &[Case] = &[
            (&[], &[("wait", 0.0, 50.0)], ""),
            (
                &[(30, Ended(Outcome::Cancelled))],
                &[("wait", 0.0, 30.0)],
                "cancelled",
            ),
            (
                &[(0, Started)],
                &[("running", 0.0, 50.0)],
                "",
            ),
            (
                &[(20, Started)],
                &[("wait", 0.0, 20.0), ("running", 20.0, 30.0)],
                "",
            ),
            (
                &[(10, Started), (40, Ended(Outcome::Cancelled))],
                &[("wait", 0.0, 10.0), ("cancelled", 10.0, 30.0)],
                "cancelled",
            ),
            (
                &[
                    (0, Started),
                    (20, Responded { status: 404 }),
                    (30, Ended(Outcome::Status)),
                ],
                &[("failed", 0.0, 30.0)],
                "✕ 404",
            ),
            (
                &[(0, Started), (30, Ended(Outcome::Ok))],
                &[("ok", 0.0, 30.0)],
                "30",
            ),
        ];
        for (steps, bars, note) in cases {
            let row = of_span(
                &span(steps),
                Nanos::from_millis(50),
                None,
                AXIS,
            );
            let drawn: Vec<_> = row
                .bars
                .iter()
                .map(|bar| (bar.kind, bar.left, bar.width))
                .collect();
            assert_eq!(drawn, *bars, "{steps:?}");
            assert_eq!(
                (row.label.as_str(), row.note.as_str()),
                ("/posts…=1", *note)
            );
        }
    }
}
