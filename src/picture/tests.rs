//! Where things are drawn.

use super::drawing::{Area, Drawing, MARGIN, Shape, WIDTH};
use super::{Caption, verdict, waterfall};
use crate::record::{LaneState, Record, Run};
use crate::time::Nanos;
use crate::trace::{CallSite, NewSpan, Outcome, Step, Trace};

/// A run of calls with these starts and ends, in milliseconds.
fn run(title: &str, calls: &[(u64, u64)]) -> Run {
    let mut trace = Trace::new(Nanos::ZERO);
    let mut events = Vec::new();
    for (from, to) in calls {
        let call = NewSpan {
            method: "GET".into(),
            path: "/users/1".into(),
            url: "http://api/users/1".into(),
            resource: "users".into(),
            site: CallSite::caller(),
        };
        let id = trace.queue(call, Nanos::ZERO);
        events.push((*from, 1, id, Step::Started));
        events.push((*to, 0, id, Step::Ended(Outcome::Ok)));
    }
    events.sort_by_key(|(at, rank, ..)| (*at, *rank));
    for (at, _, id, step) in events {
        assert!(trace.take(id, Nanos::from_millis(at), step));
    }
    trace.ended = Some(trace.last());
    Run {
        title: title.into(),
        state: LaneState::Done,
        trace,
        ..Run::default()
    }
}

fn record(runs: Vec<Run>) -> Record {
    Record {
        runs,
        ..Record::default()
    }
}

/// The left ends and widths of rectangles of this class and hue, top to bottom.
fn bars(drawing: &Drawing, class: &str, hue: &str) -> Vec<(f64, f64)> {
    let of = |shape: &Shape| match shape {
        Shape::Rect {
            area,
            class: a,
            hue: b,
        } if (*a, *b) == (class, hue) => Some((area.x, area.width)),
        _ => None,
    };
    drawing.shapes.iter().filter_map(of).collect()
}

/// The places across of lines of this class.
fn lines(drawing: &Drawing, class: &str) -> Vec<f64> {
    let of = |shape: &Shape| match shape {
        Shape::Line { from, class: a, .. } if *a == class => Some(from.0),
        _ => None,
    };
    drawing.shapes.iter().filter_map(of).collect()
}

fn texts(drawing: &Drawing) -> Vec<&str> {
    let texts = drawing.shapes.iter().filter_map(|shape| match shape {
        Shape::Text { text, .. } => Some(text.as_str()),
        _ => None,
    });
    texts.collect()
}

#[test]
fn all_runs_are_drawn_on_one_axis() {
    let record = record(vec![
        run("Sequential", &[(0, 100), (100, 300)]),
        run("Joined", &[(0, 100), (0, 200)]),
    ]);
    let drawing = waterfall::draw(
        &waterfall::panels(&record),
        &Caption::default(),
    );
    // The axis is 300 ms wide and 664 long.
    let place = |millis: f64| 184.0 + 664.0 * millis / 300.0;
    let width = |millis: f64| 664.0 * millis / 300.0;
    let drawn = bars(&drawing, "users", "ok");
    let expected = [
        (place(0.0), width(100.0)),
        (place(100.0), width(200.0)),
        (place(0.0), width(100.0)),
        (place(0.0), width(200.0)),
        // The legend.
        (MARGIN, 14.0),
    ];
    assert_close(&drawn, &expected);
    // The second call waits for the first in one run, as the code made both at once.
    assert_close(
        &bars(&drawing, "unknown", "wait")[..1],
        &[(place(0.0), width(100.0))],
    );
    // The other run’s end, the floor that the joined run shows for both, and the legend.
    let at = |class| {
        lines(&drawing, class)
            .into_iter()
            .map(f64::round)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        at("other")[..2],
        [place(200.0), place(300.0)].map(f64::round)
    );
    assert_eq!(
        at("floor")[..2],
        [place(200.0); 2].map(f64::round)
    );
    let said = texts(&drawing);
    for words in [
        "Sequential",
        "300 ms · 2 requests, 1 at once · floor 200 ms",
        "200 ms · 2 requests, 2 at once · floor 200 ms",
        "/users/1",
        "waiting to start",
        "the end of another run",
    ] {
        assert!(
            said.contains(&words),
            "{words}: {said:?}"
        );
    }
}

fn assert_close(drawn: &[(f64, f64)], expected: &[(f64, f64)]) {
    assert_eq!(drawn.len(), expected.len(), "{drawn:?}");
    for (one, other) in drawn.iter().zip(expected) {
        let apart = (one.0 - other.0).abs() + (one.1 - other.1).abs();
        assert!(
            apart < 1e-6,
            "{drawn:?} is not {expected:?}"
        );
    }
}

#[test]
fn the_race_is_drawn_from_zero() {
    let mut record = record(vec![
        run("Sequential", &[(0, 100), (100, 300)]),
        run("Joined", &[(0, 100), (0, 200)]),
    ]);
    let caption = Caption {
        best: Some(1),
        ..Caption::default()
    };
    // The axis is 300 ms wide and 638 long.
    let drawing = verdict::draw(&record, &caption);
    let width = |millis: f64| 638.0 * millis / 300.0;
    assert_close(
        &bars(&drawing, "plain", ""),
        &[(184.0, width(300.0))],
    );
    assert_close(
        &bars(&drawing, "win", ""),
        &[(184.0, width(200.0))],
    );
    assert_eq!(
        lines(&drawing, "floor").len(),
        3,
        "one a run, and what it means"
    );

    record.runs[0].state = LaneState::Failed;
    record.runs[1].state = LaneState::Cancelled;
    let drawing = verdict::draw(&record, &Caption::default());
    assert_close(
        &bars(&drawing, "lost", ""),
        &[(184.0, width(300.0))],
    );
    assert!(lines(&drawing, "floor").is_empty());
    let said = texts(&drawing);
    assert!(
        said.contains(&"failed") && said.contains(&"stopped"),
        "{said:?}"
    );
}

/// How many calls there are, how many rows are drawn, and whether they have labels.
#[test]
fn many_calls_are_drawn_thinly_and_in_the_end_not_all() {
    for (calls, rows, labelled) in [
        (3, 3, true),
        (100, 100, true),
        (101, 101, false),
        (10_000, 1_000, false),
    ] {
        let times: Vec<_> = (0..calls).map(|call| (call, call + 1)).collect();
        let record = record(vec![run("Sequential", &times)]);
        let drawing = waterfall::draw(
            &waterfall::panels(&record),
            &Caption::default(),
        );
        assert_eq!(
            bars(&drawing, "users", "ok").len(),
            rows + 1,
            "{calls}"
        );
        let said = texts(&drawing);
        let labels = said.iter().filter(|text| **text == "/users/1").count();
        assert_eq!(
            labels,
            if labelled { rows } else { 0 },
            "{calls}"
        );
        let cut = said.contains(&"The first 1,000 of 10,000 requests are drawn.");
        assert_eq!(cut, calls == 10_000, "{said:?}");
        assert_within(&drawing);
    }
}

/// Nothing is drawn outside of the picture.
fn assert_within(drawing: &Drawing) {
    let height = drawing.height();
    for shape in &drawing.shapes {
        let ends = match shape {
            Shape::Rect {
                area:
                    Area {
                        x,
                        y,
                        width,
                        height,
                    },
                ..
            } => [(*x, *y), (x + width, y + height)],
            Shape::Line { from, to, .. } => [*from, *to],
            Shape::Text { x, y, set, .. } => [(*x, y - set.size), (*x, *y)],
        };
        for (x, y) in ends {
            assert!(
                (0.0..=WIDTH).contains(&x) && (0.0..=height).contains(&y),
                "{shape:?}"
            );
        }
    }
}
