//! Every experiment's run file keeps to its published schema.

use serde_json::Value;
use tandem::experiments::EXPERIMENTS;
use tandem::record::run_file;
use tandem::state::recorded;
use tandem::state::{Comparison, Origin, Settings, read, verdict};

use crate::page::Page;
use crate::scripted::Script::{self, Answer, Refused, Silent, Status};
use crate::scripted::Scripted;

fn schema() -> jsonschema::Validator {
    let text = include_str!("../../docs/run-file.schema.json");
    let schema = serde_json::from_str(text).expect("the schema is JSON");
    jsonschema::validator_for(&schema).expect("the schema is one")
}

/// `experiment` against an API that answers every request with `script`.
pub(crate) fn compared(experiment: &str, script: &Script, stop_after: Option<u64>) -> Comparison {
    let query = format!("experiment={experiment}&source=live");
    let page = Page::at(&query, Scripted::all(script.clone()));
    page.session.run();
    if let Some(millis) = stop_after {
        page.wait(millis);
        page.session.stop();
    }
    page.wait(600_000);
    page.session.comparison().expect("a comparison")
}

fn text(comparison: &Comparison) -> String {
    run_file::write(&recorded::record(comparison)).expect("a run file")
}

fn file(experiment: &str, script: &Script, stop_after: Option<u64>) -> Value {
    let comparison = compared(experiment, script, stop_after);
    serde_json::from_str(&text(&comparison)).expect("a run file is JSON")
}

pub(crate) fn endings() -> [(Script, Option<u64>); 6] {
    [
        (Answer(10_000, 5_000), None),
        (Answer(10_000, 5_000), Some(100)),
        (Status(503, 10_000), None),
        (Refused(10_000), None),
        (Silent, None),
        (
            Script::Body("<!doctype html>", 10_000),
            None,
        ),
    ]
}

/// What is opened and saved again is the same file, and says the same.
#[test]
fn an_opened_file_is_the_comparison_that_was_saved() {
    for experiment in EXPERIMENTS {
        for (script, stop_after) in &endings() {
            let saved = compared(experiment.name, script, *stop_after);
            let before = text(&saved);
            let record = run_file::read(&before).expect("it is read");
            let opened = recorded::comparison(
                record,
                Origin::File("a file".into()),
                &Settings::default(),
                |_| None,
            )
            .expect("it is known");
            let what = format!(
                "{}, {script:?}, {stop_after:?}",
                experiment.name
            );
            assert_eq!(text(&opened), before, "{what}");
            let said = |comparison| verdict::read(&read(comparison), false);
            assert_eq!(said(&opened), said(&saved), "{what}");
        }
    }
}

#[test]
fn done_failed_and_stopped_runs_keep_to_the_schema() {
    let schema = schema();
    for experiment in EXPERIMENTS {
        for (script, stop_after) in &endings() {
            let file = file(experiment.name, script, *stop_after);
            let errors: Vec<_> = schema
                .iter_errors(&file)
                .map(|error| format!("{} at {}", error, error.instance_path()))
                .collect();
            let what = format!(
                "{}, {script:?}, {stop_after:?}",
                experiment.name
            );
            assert!(
                errors.is_empty(),
                "{what}: {errors:#?}\n{file:#}"
            );
        }
    }
}

#[test]
fn a_file_of_another_experiment_is_refused() {
    let schema = schema();
    let mut file = file("album-photos", &Answer(10, 5), None);
    assert!(schema.is_valid(&file));
    file["experiment"] = "fastest-posts".into();
    assert!(!schema.is_valid(&file));
}

/// What `file` is refused for when it is to be shown.
fn refused(file: &Value) -> String {
    let record = run_file::read(&file.to_string()).expect("it is read");
    let shown = recorded::comparison(
        record,
        Origin::Link,
        &Settings::default(),
        |_| None,
    );
    shown.err().expect("it is refused").to_string()
}

/// What the page has chosen is no stand-in for what a file does not tell.
#[test]
fn a_file_that_leaves_something_out_is_not_shown() {
    let mut whole = file("user-dashboard", &Answer(10, 5), None);
    whole["params"] = serde_json::json!({});
    assert_eq!(
        refused(&whole),
        "params: “user” is missing."
    );
}

/// A stream of many values is opened in a time that grows as it does: each is made when it is read.
#[test]
fn a_stream_of_many_values_is_opened_at_once() {
    const MANY: usize = 20_000;
    let mut whole = file("fastest-posts", &Answer(10, 5), None);
    let stream = &mut whole["variants"][1];
    stream["handedMs"] = vec![0; MANY].into();
    stream["answer"] = vec![serde_json::json!({ "userId": 1, "posts": [] }); MANY].into();
    let record = run_file::read(&whole.to_string()).expect("it is read");
    let shown = recorded::comparison(
        record,
        Origin::Link,
        &Settings::default(),
        |_| None,
    )
    .expect("it is shown");
    let lane = &shown.lanes()[1];
    assert_eq!(
        lane.handed().len(),
        MANY + 1,
        "and the answer"
    );
    let last = lane.answer(None).expect("an answer");
    assert_eq!(
        last.answer().json.value().as_array().map(Vec::len),
        Some(MANY)
    );
}
