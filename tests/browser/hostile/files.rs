//! Run files and HARs: every field that holds a text, or could.

use super::answers::assert_pictures_run_nothing;
use super::canary::{Canary, text};
use super::payloads::{Payloads, replace_texts};
use crate::opening::choose;
use crate::scenario::{Page, scenario};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tandem::record::packed::pack;
use tandem::record::{Failure, LaneState, Record, Run, Setup, Source, har, open};
use tandem::time::Nanos;
use tandem::trace::{CallSite, NewSpan, Outcome, Span, SpanId, Trace};

/// HARs as browsers write them.
const HARS: [&str; 3] = [
    include_str!("../../native/files/samples/chrome.har"),
    include_str!("../../native/files/samples/firefox.har"),
    include_str!("../../native/files/samples/safari.har"),
];

/// A hostile name of a file.
const NAME: &str = "<img src=x onerror=__canary=1>.json";

/// The kinds of places in `json` that hold a text or a number: their pointers, with one place for all of a
/// list.
fn kinds(json: &Value, at: &str, found: &mut BTreeSet<String>) {
    match json {
        Value::Object(all) => {
            for (key, value) in all {
                let key = key.replace('~', "~0").replace('/', "~1");
                kinds(value, &format!("{at}/{key}"), found);
            }
        }
        Value::Array(all) => {
            // The first is like all others.
            if let Some(value) = all.first() {
                kinds(value, &format!("{at}/0"), found);
            }
        }
        Value::String(_) | Value::Number(_) | Value::Bool(_) | Value::Null => {
            found.insert(at.to_owned());
        }
    }
}

/// `file` with a payload in each place of its own, one after another.
fn spoilt<'a>(
    file: &'a Value,
    payloads: &'a Payloads,
) -> impl Iterator<Item = (String, Value)> + 'a {
    let mut found = BTreeSet::new();
    kinds(file, "", &mut found);
    found.into_iter().enumerate().map(|(place, pointer)| {
        let mut spoilt = file.clone();
        let spot = spoilt.pointer_mut(&pointer).expect("a place");
        *spot = json!(payloads.all(place * 7));
        (pointer, spoilt)
    })
}

async fn assert_text_everywhere(page: &Page, canary: &Canary, file: &Value, payloads: &Payloads) {
    let (mut opened, mut refused) = (0, 0);
    page.open("?source=replica").await;
    for (pointer, spoilt) in spoilt(file, payloads) {
        choose(page, NAME, &spoilt.to_string()).await;
        canary.assert_silent(page, &pointer).await;
        assert!(
            text(page).await.contains(&format!("“{NAME}”")),
            "{pointer}: the name is text"
        );
        let was_opened = page.browser.has("[data-opened]").await;
        match was_opened {
            true => opened += 1,
            false => refused += 1,
        }
        page.press(if was_opened { "put-away" } else { "dismiss" })
            .await;
        page.browser
            .wait_until("it is gone", async || {
                !page.browser.has("[data-opened], [data-notice=file]").await
            })
            .await;
    }
    println!("{opened} places are taken, {refused} are refused");
    assert!(opened > 0 && refused > 0);
}

#[tokio::test]
async fn replica_what_a_run_file_says_is_text() {
    scenario(None, async |page| {
        let canary = Canary::of(page).await;
        let payloads = Payloads::at(&canary.host());
        page.open("?source=replica&network=fibre&experiment=user-with-posts&tab=data")
            .await;
        page.run().await;
        let file = page.run_file().await;
        assert_text_everywhere(page, &canary, &file, &payloads).await;
        // What is free text, in all places at once, and on its way out again.
        let mut spoilt = file.clone();
        for variant in spoilt["variants"].as_array_mut().expect("variants") {
            replace_texts(
                &mut variant["answer"],
                &mut 0,
                &|place| payloads.all(place),
            );
            for span in variant["spans"].as_array_mut().expect("spans") {
                span["url"] = json!(payloads.all(3));
                span["label"] = json!(format!("{} {}", "GET", payloads.all(5)));
            }
        }
        page.open("?source=replica&tab=data").await;
        choose(page, NAME, &spoilt.to_string()).await;
        page.browser.wait_for("[data-opened]").await;
        let shown = text(page).await;
        assert!(
            shown.contains("<script>window.__canary=1</script>"),
            "{shown:.400}"
        );
        canary.assert_silent(page, "all at once").await;
        assert_pictures_run_nothing(page, &canary).await;
    })
    .await;
}

#[tokio::test]
async fn unsent_what_a_har_says_is_text() {
    scenario(None, async |page| {
        let canary = Canary::of(page).await;
        let payloads = Payloads::at(&canary.host());
        for text in HARS {
            let file: Value = serde_json::from_str(text).expect("JSON");
            assert_text_everywhere(page, &canary, &file, &payloads).await;
        }
        // One of our own, with its fields beside the standard's.
        let text = har::write(&record(&payloads, 0));
        let file: Value = serde_json::from_str(&text).expect("JSON");
        assert_text_everywhere(page, &canary, &file, &payloads).await;
        page.open("").await;
        choose(page, NAME, &text).await;
        page.browser.wait_for("[data-opened]").await;
        page.browser.click(".fall__row").await;
        page.browser.wait_for("[data-card]").await;
        canary.assert_silent(page, "a card").await;
        assert_tables_have_no_formulas(page).await;
    })
    .await;
}

/// No field of a table begins as a formula does.
async fn assert_tables_have_no_formulas(page: &Page) {
    page.press("export").await;
    page.press("export-csv").await;
    let table = page.browser.download(".csv").await;
    page.press("close-export").await;
    let mut rows = csv::Reader::from_reader(&table[..]);
    let mut marked = 0;
    for row in rows.records() {
        for field in &row.expect("a row") {
            let formula = field.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
            assert!(!formula, "{field}");
            marked += usize::from(field.starts_with("'="));
        }
    }
    assert!(marked > 0, "a formula was there");
}

/// A run of an experiment with payloads in every text that may be any text, from the one at `place` on.
fn record(payloads: &Payloads, place: usize) -> Record {
    let any = |step: usize| match step % 3 {
        0 => payloads.all(place + step),
        1 => format!("={}", payloads.one(place + step)),
        _ => payloads.one(place + step).to_owned(),
    };
    let span = |id: u32| {
        let step = id as usize * 3;
        let call = NewSpan {
            method: "<svg/onload=__canary=1>".into(),
            path: any(step),
            url: any(step + 1),
            resource: "users".into(),
            site: CallSite {
                file: "",
                line: 3,
                column: 1,
            },
        };
        let at = |millis| Some(Nanos::from_millis(millis));
        Span {
            started: at(1),
            responded: at(2),
            received: at(3),
            ended: at(4),
            status: Some(200),
            bytes: Some(9),
            outcome: Some(Outcome::Ok),
            ..Span::new(SpanId(id), call, Nanos::ZERO)
        }
    };
    let run = |variant: &str| Run {
        variant: variant.into(),
        title: any(30),
        state: LaneState::Failed,
        error: Some(Failure {
            kind: any(31),
            message: any(33),
        }),
        trace: Trace::of_times(
            (0..30).map(span).collect(),
            None,
            Some(Nanos::from_millis(4)),
        ),
        ..Run::default()
    };
    Record {
        setup: Some(Setup {
            experiment: "user-comments".into(),
            params: [(
                "username".to_owned(),
                json!(name(payloads, place)),
            )]
            .into(),
            source: Source::Custom("http://127.0.0.1:1/%3Csvg%20onload=__canary=1%3E".into()),
            seed: 1,
            order: vec!["sequential".into(), "joined".into()],
        }),
        started: "2026-01-31T12:00:00Z".into(),
        runs: vec![run("sequential"), run("joined")],
        ..Record::default()
    }
}

/// A payload that is short enough for a name.
fn name(payloads: &Payloads, place: usize) -> &str {
    let fits = |step: &usize| (1..=200).contains(&payloads.one(place + step).chars().count());
    let step = (0..).find(fits).expect("most are short");
    payloads.one(place + step)
}

/// That run, packed for a link.
pub(super) fn packed(payloads: &Payloads, place: usize) -> Vec<u8> {
    pack(&record(payloads, place))
}

/// The payloads are such that each way in takes them: otherwise nothing would be tried.
#[test]
fn the_record_is_one_that_is_read() {
    let payloads = Payloads::at("127.0.0.1:1");
    let read = open(&har::write(&record(&payloads, 0))).expect("it is read");
    assert_eq!(read.runs.len(), 2);
}
