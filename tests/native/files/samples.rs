//! HARs as browsers write them: each has its own idea of what may be missing.

use tandem::record::{LaneState, Record, Run, open};
use tandem::time::Nanos;
use tandem::trace::{Outcome, Span};

/// By the browser whose habits they have.
pub(super) const SAMPLES: [(&str, &str); 3] = [
    (
        "Chrome",
        include_str!("samples/chrome.har"),
    ),
    (
        "Firefox",
        include_str!("samples/firefox.har"),
    ),
    (
        "Safari",
        include_str!("samples/safari.har"),
    ),
];

fn sample(browser: &str) -> Record {
    let (_, text) = SAMPLES
        .iter()
        .find(|(name, _)| *name == browser)
        .expect("a sample");
    open(text).expect("it is read")
}

fn title(run: &Run) -> (&str, &str, LaneState, usize) {
    (
        &run.variant,
        &run.title,
        run.state,
        run.trace.spans.len(),
    )
}

/// Milliseconds: queued, stalled, connecting, responded, received, ended; NaN for what never came.
fn times(span: &Span) -> [f64; 6] {
    let millis = |time: Option<Nanos>| time.map_or(f64::NAN, Nanos::as_millis_f64);
    [
        span.queued.as_millis_f64(),
        millis(span.phases.map(|phases| phases.stalled)),
        millis(span.phases.map(|phases| phases.connecting)),
        millis(span.responded),
        millis(span.received),
        millis(span.ended),
    ]
}

type Expected<'a> = (
    &'a str,
    &'a str,
    Outcome,
    Option<u64>,
    [f64; 6],
);

fn assert_spans(run: &Run, expected: &[Expected]) {
    assert_eq!(run.trace.spans.len(), expected.len());
    for (span, (label, resource, outcome, bytes, expected)) in run.trace.spans.iter().zip(expected)
    {
        assert_eq!(span.label(), *label);
        assert_eq!(
            (
                &*span.call.resource,
                span.call.site.line
            ),
            (*resource, 0),
            "{label}"
        );
        assert_eq!(
            (span.outcome, span.bytes),
            (Some(*outcome), *bytes),
            "{label}"
        );
        assert_eq!(
            span.started,
            Some(span.queued),
            "{label}"
        );
        let same = times(span)
            .iter()
            .zip(expected)
            .all(|(is, should)| is == should || is.is_nan() && should.is_nan());
        assert!(same, "{label}: {:?}", times(span));
    }
}

const NONE: f64 = f64::NAN;

#[test]
fn reads_what_chrome_writes() {
    let record = sample("Chrome");
    assert_eq!(
        (record.setup, &*record.started),
        (None, "2026-01-31T12:00:00.01Z")
    );
    let [run] = &record.runs[..] else {
        panic!("a page without requests is no run")
    };
    assert_eq!(
        title(run),
        (
            "page_1",
            "https://shop.example/",
            LaneState::Done,
            3
        )
    );
    let expected: [Expected; 3] = [
        (
            "GET /",
            "other",
            Outcome::Ok,
            Some(15),
            [0.0, 2.5, 48.0, 121.0, 130.5, 130.5],
        ),
        (
            "GET /users/1/posts?page=2",
            "posts",
            Outcome::Cancelled,
            None,
            [140.0, NONE, NONE, NONE, NONE, 200.0],
        ),
        (
            "POST /graphql",
            "other",
            Outcome::Ok,
            Some(4),
            [190.0, 1.0, 0.0, 232.0, 240.0, 240.0],
        ),
    ];
    assert_spans(run, &expected);
    assert_eq!(
        (
            run.trace.ended,
            run.trace.peak_in_flight
        ),
        (Some(Nanos::from_millis(240)), 2)
    );
    // The other one's answer was to a POST.
    let bodies: Vec<_> = record.bodies.iter().collect();
    assert_eq!(bodies.len(), 1);
    assert_eq!(
        (&**bodies[0].0, &**bodies[0].1),
        (
            "https://shop.example/",
            "<!doctype html>".as_bytes()
        )
    );
}

#[test]
fn reads_what_firefox_writes() {
    let record = sample("Firefox");
    assert_eq!(record.started, "2026-01-31T12:00:00.1Z");
    assert_eq!(
        title(&record.runs[0]),
        ("page_1", "page_1", LaneState::Done, 3)
    );
    let expected: [Expected; 3] = [
        // TLS stands beside connect: 5 + 12 + 14.
        (
            "GET /todos/1",
            "todos",
            Outcome::Ok,
            Some(4),
            [0.0, 3.0, 31.0, 114.0, 120.0, 120.0],
        ),
        (
            "OPTIONS /albums",
            "albums",
            Outcome::Status,
            Some(0),
            [200.0, 0.0, 0.0, 220.0, 220.0, 220.0],
        ),
        (
            "GET /pixel",
            "other",
            Outcome::Network,
            None,
            [300.0, NONE, NONE, NONE, NONE, 300.0],
        ),
    ];
    assert_spans(&record.runs[0], &expected);
    let body = &record.bodies["https://jsonplaceholder.typicode.com/todos/1"];
    assert_eq!(**body, *b"\x89PNG");
}

#[test]
fn reads_what_safari_writes() {
    let record = sample("Safari");
    let titles: Vec<_> = record.runs.iter().map(title).collect();
    assert_eq!(
        titles,
        [
            (
                "page_0",
                "http://127.0.0.1:3999/",
                LaneState::Done,
                1
            ),
            (
                "requests",
                "Requests of no page",
                LaneState::Done,
                1
            ),
        ]
    );
    let expected: [Expected; 1] = [(
        "GET /comments?postId=1",
        "comments",
        Outcome::Status,
        Some(2),
        [0.0, 1.25, 0.0, 42.25, 44.25, 44.25],
    )];
    assert_spans(&record.runs[0], &expected);
    let expected: [Expected; 1] = [(
        "GET /favicon.ico",
        "other",
        Outcome::Network,
        None,
        [0.0, NONE, NONE, NONE, NONE, 12.0],
    )];
    assert_spans(&record.runs[1], &expected);
}

/// Without pages, with what every entry has to have and no more.
#[test]
fn reads_the_least() {
    let text = r#"{"log": {"entries": [
        {"startedDateTime": "2026-01-31T12:00:01Z", "request": {"url": "http://a/b"}},
        {"startedDateTime": "2026-01-31T12:00:00Z", "time": 5, "pageref": "gone", "request": {"url": "http://a/c"},
         "response": {"status": 204}}
    ]}}"#;
    let record = open(text).expect("it is read");
    assert_eq!(
        title(&record.runs[0]),
        (
            "requests",
            "Requests",
            LaneState::Done,
            2
        )
    );
    let expected: [Expected; 2] = [
        (
            "GET /c",
            "other",
            Outcome::Ok,
            Some(0),
            [0.0, NONE, NONE, 5.0, 5.0, 5.0],
        ),
        (
            "GET /b",
            "other",
            Outcome::Network,
            None,
            [1_000.0, NONE, NONE, NONE, NONE, 1_000.0],
        ),
    ];
    assert_spans(&record.runs[0], &expected);
}

#[test]
fn titles_are_one_short_line() {
    let long = "é".repeat(201);
    let cases = [
        ("a\tb\u{0}c\r\n", "a b c  ".to_owned()),
        ("\n", "the id".to_owned()),
        (&long, format!("{}…", "é".repeat(200))),
    ];
    for (title, expected) in cases {
        let file = serde_json::json!({ "log": {
            "pages": [{ "id": "the id", "title": title }],
            "entries": [{
                "pageref": "the id", "startedDateTime": "2026-01-31T12:00:00Z", "request": { "url": "http://a/b" },
            }],
        } });
        let record = open(&file.to_string()).expect("it is read");
        assert_eq!(record.runs[0].title, expected);
    }
}

/// The same moment in several zones and several lengths of fractions.
#[test]
fn dates_are_read_with_their_zones() {
    let dates = [
        ("2026-01-31T12:00:00Z", 0),
        ("2026-01-31T13:00:00.25+01:00", 250_000),
        ("2026-01-31T07:30:00.000500-04:30", 500),
        ("2026-01-31T23:59:59.999999+12:00", -1),
        ("2026-02-01T00:00:00.0000010+1200", 1),
    ];
    let entries = dates.map(
        |(date, _)| serde_json::json!({ "startedDateTime": date, "request": { "url": date } }),
    );
    let file = serde_json::json!({ "log": { "entries": entries } }).to_string();
    let record = open(&file).expect("it is read");
    for span in &record.runs[0].trace.spans {
        let (_, micros) = dates
            .iter()
            .find(|(date, _)| *date == span.call.url)
            .expect("one of them");
        assert_eq!(
            span.queued,
            Nanos((micros + 1) as u64 * 1_000),
            "{}",
            span.call.url
        );
    }
}
