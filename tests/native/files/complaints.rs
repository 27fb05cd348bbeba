//! What is said of bad files, and of which place in them.

use serde_json::{Value, json};
use tandem::record::{Record, open};

/// A run file that is read.
fn run_file() -> Value {
    let span = |id: u32, from: u32| {
        json!({
            "id": id, "label": "GET /users/1", "method": "GET", "url": "http://a/users/1", "resource": "users",
            "line": 1, "column": 2, "queuedMs": from, "startedMs": from, "respondedMs": from + 5,
            "endedMs": from + 6, "outcome": "ok", "status": 200, "bytes": 3,
            "order": { "queued": id * 3, "started": id * 3 + 1, "ended": id * 3 + 2 },
        })
    };
    let variant = |name| {
        json!({
            "variant": name, "state": "done", "totalMs": 20, "answer": {}, "error": null,
            "spans": [span(0, 0), span(1, 10)],
        })
    };
    json!({
        "format": "tandem-run/1", "experiment": "user-dashboard", "params": { "user": 1 },
        "source": { "kind": "custom", "base": "http://a" }, "network": null, "seed": 1,
        "started": "2026-01-31T12:00:00Z", "order": ["joined", "sequential"],
        "variants": [variant("sequential"), variant("joined")],
    })
}

/// A HAR that is read.
fn har() -> Value {
    let entry = |page| {
        json!({
            "pageref": page, "startedDateTime": "2026-01-31T12:00:00Z", "time": 10,
            "request": { "method": "GET", "url": "http://a/b" },
            "response": { "status": 200, "content": { "size": 2, "text": "e30=", "encoding": "base64" } },
            "timings": { "blocked": 1, "dns": -1, "connect": null, "send": 0, "wait": 8, "receive": 1 },
        })
    };
    let page = |id| json!({ "id": id, "title": id, "startedDateTime": "2026-01-31T12:00:00Z" });
    json!({ "log": { "version": "1.2", "pages": [page("a"), page("b")], "entries": [entry("a"), entry("b")] } })
}

fn opened(file: &Value) -> Result<Record, String> {
    open(&file.to_string()).map_err(|bad| bad.to_string())
}

/// Puts `value` at `place`, or takes away what is there, and gives what is said then.
fn said(mut file: Value, place: &str, value: Option<Value>) -> String {
    let (parent, key) = place.rsplit_once('/').expect("a place");
    match (
        file.pointer_mut(parent).expect("a parent"),
        value,
    ) {
        (Value::Object(all), Some(value)) => drop(all.insert(key.into(), value)),
        (Value::Object(all), None) => drop(all.remove(key)),
        (Value::Array(all), Some(value)) => all[key.parse::<usize>().expect("an index")] = value,
        (other, _) => panic!("{place} is within {other}"),
    }
    opened(&file).expect_err(place)
}

#[test]
fn bad_run_files_are_told_apart() {
    assert!(opened(&run_file()).is_ok());
    let span = "/variants/0/spans/1";
    let at = |key: &str| format!("{span}/{key}");
    let some = Some;
    let cases = [
        (
            "/format".into(),
            some(json!("tandem-run/2")),
            "format: this version of Tandem reads “tandem-run/1”, not “tandem-run/2”.",
        ),
        (
            "/format".into(),
            some(json!(1)),
            "format: a text is needed here, not 1.",
        ),
        (
            "/experiment".into(),
            None,
            "“experiment” is missing.",
        ),
        (
            "/params".into(),
            some(json!([])),
            "params: an object is needed here, not a list.",
        ),
        (
            "/variants/0/totalMs".into(),
            None,
            "variants[0]: “totalMs” is missing.",
        ),
        (
            "/variants/1/handedMs".into(),
            some(json!([1, 5, 4])),
            "variants[1].handedMs[2]: it lies before the one before it.",
        ),
        (
            "/seed".into(),
            some(json!(-1)),
            "seed: a whole number from 0 is needed here, not -1.",
        ),
        (
            "/seed".into(),
            some(json!(1e20)),
            "seed: a whole number from 0 is needed here, not 1e+20.",
        ),
        (
            "/started".into(),
            some(json!("yesterday")),
            "started: a date and time is needed here, not \"yesterday\".",
        ),
        (
            "/source/kind".into(),
            some(json!("moon")),
            "source.kind: live, replica or custom is needed here, not \"moon\".",
        ),
        (
            "/source/base".into(),
            None,
            "source: “base” is missing.",
        ),
        (
            "/source/kind".into(),
            some(json!("replica")),
            "“network” is missing.",
        ),
        (
            "/order/1".into(),
            some(json!("joined")),
            "order[1]: “joined” stands here twice.",
        ),
        (
            "/order/1".into(),
            some(json!("nested")),
            "order[1]: “nested” is none of the variants.",
        ),
        (
            "/order".into(),
            some(json!(["joined"])),
            "order: each variant has to stand here once.",
        ),
        (
            "/variants".into(),
            some(json!(vec![0; 17])),
            "variants: 17 are too many: up to 16 are read.",
        ),
        (
            "/variants/0".into(),
            some(json!(null)),
            "variants[0]: an object is needed here, not null.",
        ),
        (
            "/variants/0/state".into(),
            some(json!("fine")),
            "variants[0].state: the state of a variant, such as done or failed is needed here, not \"fine\".",
        ),
        (
            "/variants/0/totalMs".into(),
            some(json!(2.1e9)),
            "variants[0].totalMs: a number of milliseconds is needed here, not 2100000000.0.",
        ),
        (
            "/variants/0/handedMs".into(),
            some(json!([1, -1])),
            "variants[0].handedMs[1]: a number of milliseconds is needed here, not -1.",
        ),
        (
            at("id"),
            some(json!(2)),
            "variants[0].spans[1].id: 1 is needed here, not 2.",
        ),
        (
            at("label"),
            some(json!("POST /users/1")),
            "variants[0].spans[1].label: “GET” and a path is needed here, not \"POST /users/1\".",
        ),
        (
            at("method"),
            some(json!("G T")),
            "variants[0].spans[1].method: a method, such as GET is needed here, not \"G T\".",
        ),
        (
            at("resource"),
            some(json!("users outline")),
            "variants[0].spans[1].resource: a name, such as users is needed here, not \"users outline\".",
        ),
        (
            at("line"),
            some(json!(1.5)),
            "variants[0].spans[1].line: a whole number from 0 to 1000000 is needed here, not 1.5.",
        ),
        (
            at("queuedMs"),
            some(json!(-0.5)),
            "variants[0].spans[1].queuedMs: a number of milliseconds is needed here, not -0.5.",
        ),
        (
            at("queuedMs"),
            some(json!(1e300)),
            "variants[0].spans[1].queuedMs: a number of milliseconds is needed here, not 1e+300.",
        ),
        (
            at("startedMs"),
            some(json!(9)),
            "variants[0].spans[1]: “startedMs” lies before “queuedMs”.",
        ),
        (
            at("endedMs"),
            some(json!(14.9)),
            "variants[0].spans[1]: “endedMs” lies before “respondedMs”.",
        ),
        (
            at("startedMs"),
            None,
            "variants[0].spans[1]: “respondedMs” stands here without “startedMs”.",
        ),
        (
            at("status"),
            None,
            "variants[0].spans[1]: “respondedMs” stands here without “status”.",
        ),
        (
            at("status"),
            some(json!(42)),
            "variants[0].spans[1].status: a whole number from 100 to 999 is needed here, not 42.",
        ),
        (
            at("outcome"),
            None,
            "variants[0].spans[1]: “endedMs” stands here without “outcome”.",
        ),
        (
            at("outcome"),
            some(json!("fine")),
            "variants[0].spans[1].outcome: an outcome, such as ok or timed-out is needed here, not \"fine\".",
        ),
        (
            at("connectingMs"),
            some(json!(1)),
            "variants[0].spans[1]: “stalledMs” is missing.",
        ),
        (
            at("bytes"),
            some(json!(9_007_199_254_740_993_u64)),
            "variants[0].spans[1].bytes: a whole number from 0 to 1099511627776 is needed here, not 9007199254740993.",
        ),
        (
            at("order"),
            None,
            "variants[0]: either every span has an “order”, or none has.",
        ),
        (
            at("order/ended"),
            None,
            "variants[0].spans[1].order: it needs a place for each of queued, started and ended that came.",
        ),
        (
            at("order/queued"),
            some(json!(0)),
            "variants[0].spans[1].order: the order of events does not agree with their times.",
        ),
        (
            at("order/ended"),
            some(json!(3)),
            "variants[0].spans[1].order: the order of events does not agree with their times.",
        ),
        (
            at("order/queued"),
            some(json!(1_u64 << 40)),
            "variants[0].spans[1].order.queued: a whole number from 0 to 16777216 is needed here, not 1099511627776.",
        ),
    ];
    for (place, value, expected) in cases {
        assert_eq!(
            said(run_file(), &place, value),
            expected
        );
    }
}

#[test]
fn bad_hars_are_told_apart() {
    assert!(opened(&har()).is_ok());
    let entry = "/log/entries/1";
    let at = |key: &str| format!("{entry}/{key}");
    let some = Some;
    let cases = [
        (
            "/log".into(),
            some(json!(null)),
            "“log” is missing.",
        ),
        (
            "/log".into(),
            some(json!([])),
            "log: an object is needed here, not a list.",
        ),
        (
            "/log/entries".into(),
            None,
            "log: “entries” is missing.",
        ),
        (
            "/log/entries".into(),
            some(json!([])),
            "log.entries: there is no request to show.",
        ),
        (
            "/log/entries".into(),
            some(json!({})),
            "log.entries: a list is needed here, not an object.",
        ),
        (
            "/log/pages".into(),
            some(json!(vec![0; 51])),
            "log.pages: 51 are too many: up to 50 are read.",
        ),
        (
            "/log/pages/1/id".into(),
            some(json!("a")),
            "log.pages[1].id: another page has this id.",
        ),
        (
            "/log/pages/1/id".into(),
            some(json!(1)),
            "log.pages[1].id: a text is needed here, not 1.",
        ),
        (
            at("startedDateTime"),
            None,
            "log.entries[1]: “startedDateTime” is missing.",
        ),
        (
            at("startedDateTime"),
            some(json!("2026-02-30T12:00:00Z")),
            "log.entries[1].startedDateTime: a date and time with its zone is needed here, not \"2026-02-30T12:00:00Z\".",
        ),
        (
            at("startedDateTime"),
            some(json!(1_769_860_800)),
            "log.entries[1].startedDateTime: a text is needed here, not 1769860800.",
        ),
        (
            at("request"),
            None,
            "log.entries[1]: “request” is missing.",
        ),
        (
            at("request/url"),
            some(json!(null)),
            "log.entries[1].request: “url” is missing.",
        ),
        (
            at("request/method"),
            some(json!("")),
            "log.entries[1].request.method: a method, such as GET is needed here, not \"\".",
        ),
        (
            at("time"),
            some(json!("10")),
            "log.entries[1].time: a number of milliseconds is needed here, not \"10\".",
        ),
        (
            at("timings"),
            some(json!([])),
            "log.entries[1].timings: an object is needed here, not a list.",
        ),
        (
            at("timings/wait"),
            some(json!(3e9)),
            "log.entries[1].timings.wait: a number of milliseconds is needed here, not 3000000000.0.",
        ),
        (
            at("response"),
            some(json!(200)),
            "log.entries[1].response: an object is needed here, not 200.",
        ),
        (
            at("response/status"),
            some(json!(20)),
            "log.entries[1].response.status: a whole number from 100 to 999 is needed here, not 20.",
        ),
        (
            at("response/status"),
            some(json!("200")),
            "log.entries[1].response.status: a whole number from 100 to 999 is needed here, not \"200\".",
        ),
        (
            at("response/content/size"),
            some(json!(1.5)),
            "log.entries[1].response.content.size: a whole number from 0 to 1099511627776 is needed here, not 1.5.",
        ),
        (
            at("response/content/text"),
            some(json!(5)),
            "log.entries[1].response.content.text: a text is needed here, not 5.",
        ),
        (
            at("response/content/text"),
            some(json!("!")),
            "log.entries[1].response.content.text: this is no base64: Invalid symbol 33, offset 0..",
        ),
        (
            at("response/_error"),
            some(json!(5)),
            "log.entries[1].response._error: a text is needed here, not 5.",
        ),
    ];
    for (place, value, expected) in cases {
        assert_eq!(said(har(), &place, value), expected);
    }
}

#[test]
fn times_that_lie_too_far_apart_are_named() {
    let mut file = har();
    file["log"]["entries"][1]["pageref"] = json!("a");
    file["log"]["entries"][1]["startedDateTime"] = json!("2026-03-02T12:00:00Z");
    assert_eq!(
        opened(&file).unwrap_err(),
        "log.entries[1].startedDateTime: this is over three weeks after the first request of its page."
    );
    file["log"]["entries"][1]["startedDateTime"] = json!("2026-01-31T13:00:00Z");
    file["log"]["entries"][1]["timings"]["wait"] = json!(2e9);
    assert_eq!(
        opened(&file).unwrap_err(),
        "log.entries[1]: it ends over three weeks after the first request of its page."
    );
}

#[test]
fn other_files_are_told_what_is_read() {
    let neither = "This is neither a run file of Tandem nor a HAR: the one has a “format”, the other a “log”, and ";
    let cases = [
        (
            "{}",
            format!("{neither}neither is here."),
        ),
        (
            "[1]",
            format!("{neither}this is a list."),
        ),
        ("7", format!("{neither}this is 7.")),
        (
            "\"log\"",
            format!("{neither}this is \"log\"."),
        ),
        (
            "",
            "This is no JSON: EOF while parsing a value at line 1 column 0.".into(),
        ),
        (
            "{\"log\": {\n\"entries\": oops}}",
            "This is no JSON: expected value at line 2 column 12.".into(),
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(
            open(text).unwrap_err().to_string(),
            expected,
            "{text}"
        );
    }
}

/// The public interface names no seed, and dates of other zones are dates.
#[test]
fn a_file_without_a_seed_and_with_another_zone_is_read() {
    let mut file = run_file();
    file.as_object_mut().expect("an object").remove("seed");
    file["started"] = json!("2026-01-31T12:00:00+02:00");
    let record = opened(&file).expect("it is read");
    assert_eq!(record.started, "2026-01-31T10:00:00Z");
    assert_eq!(record.setup.expect("a setup").seed, 0);
}

/// Of a refusal the status says it all: it must not take the place of an answer.
#[test]
fn the_body_of_a_refusal_is_not_kept() {
    let mut file = har();
    for (status, text) in [(500, "bm8="), (200, "e30=")] {
        let entries = file["log"]["entries"].as_array_mut().expect("entries");
        entries.reverse();
        entries[0]["response"]["status"] = json!(status);
        entries[0]["response"]["content"]["text"] = json!(text);
    }
    for _ in 0..2 {
        let record = opened(&file).expect("it is read");
        let bodies: Vec<_> = record.bodies.values().map(|body| &**body).collect();
        assert_eq!(bodies, [b"{}"]);
        file["log"]["entries"]
            .as_array_mut()
            .expect("entries")
            .reverse();
    }
}
