//! Every experiment's run file keeps to its published schema.

use serde_json::Value;
use tandem::experiments::EXPERIMENTS;
use tandem::state::run_file::RunFile;

use crate::page::Page;
use crate::scripted::Script::{self, Answer, Refused, Silent, Status};
use crate::scripted::Scripted;

fn schema() -> jsonschema::Validator {
    let text = include_str!("../../docs/run-file.schema.json");
    let schema = serde_json::from_str(text).expect("the schema is JSON");
    jsonschema::validator_for(&schema).expect("the schema is one")
}

/// The run file of `experiment` against an API that answers every request with `script`.
fn file(experiment: &str, script: &Script, stop_after: Option<u64>) -> Value {
    let query = format!("experiment={experiment}&source=live");
    let page = Page::at(&query, Scripted::all(script.clone()));
    page.session.run();
    if let Some(millis) = stop_after {
        page.wait(millis);
        page.session.stop();
    }
    page.wait(600_000);
    let comparison = page.session.comparison().expect("a comparison");
    serde_json::from_str(&RunFile::of(&comparison).text()).expect("a run file is JSON")
}

#[test]
fn done_failed_and_stopped_runs_keep_to_the_schema() {
    let schema = schema();
    let endings = [
        (Answer(10_000, 5_000), None),
        (Answer(10_000, 5_000), Some(100)),
        (Status(503, 10_000), None),
        (Refused(10_000), None),
        (Silent, None),
        (
            Script::Body("<!doctype html>", 10_000),
            None,
        ),
    ];
    for experiment in EXPERIMENTS {
        for (script, stop_after) in &endings {
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
