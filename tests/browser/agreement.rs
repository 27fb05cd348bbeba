//! Wall time and virtual time agree: what the page measures on the replica is what the model says.

use crate::predicted::{Predicted, predicted};
use crate::scenario::{Page, alone};
use crate::support::browser::Engine;
use serde_json::Value;
use tandem::engine::statistics::median;
use tandem::experiments::{EXPERIMENTS, Experiment};

/// How often each experiment is run.
const RUNS: usize = 5;
/// How often an experiment is tried: a busy machine can make a whole row of runs late, not every row.
const TRIES: usize = 3;
/// How far the median may lie off, as a share and in milliseconds for each call of the longest chain:
/// the larger counts.
const SHARE: f64 = 0.05;
const SLOP: f64 = 4.0;

#[tokio::test]
async fn replica_the_clock_agrees_with_the_model_on_every_experiment() {
    alone(None, async |page| {
        for experiment in EXPERIMENTS {
            let expected = predicted(experiment);
            let mut off = Vec::new();
            for _ in 0..TRIES {
                let files = run(page, experiment).await;
                // The model's would be the same each time. One lane may come out the same in steps of the clock.
                assert!(
                    files.iter().any(|file| spans(file) != spans(&files[0])),
                    "{}: the same each time: {:#?}",
                    experiment.name,
                    spans(&files[0])
                );
                let judged = expected.iter();
                off = judged
                    .filter_map(|one| judge(experiment, &files, one))
                    .collect();
                if off.is_empty() {
                    break;
                }
            }
            assert!(
                off.is_empty(),
                "in each of {TRIES} tries, at last {off:#?}"
            );
        }
    })
    .await;
}

/// The run files of so many runs.
async fn run(page: &Page, experiment: &Experiment) -> Vec<Value> {
    let link = format!(
        "?source=replica&experiment={}",
        experiment.name
    );
    page.open(&link).await;
    let mut files = Vec::new();
    for _ in 0..RUNS {
        page.press("run").await;
        page.ended_at_length().await;
        files.push(page.run_file().await);
    }
    files
}

/// Prints how far a variant's runs lie off, and tells it if that is too far.
fn judge(experiment: &Experiment, files: &[Value], expected: &Predicted) -> Option<String> {
    let entries: Vec<_> = files
        .iter()
        .map(|file| entry(file, expected.variant))
        .collect();
    let totals: Vec<_> = entries.iter().map(|entry| time(entry, "totalMs")).collect();
    assert_of_the_clock(&entries, expected);
    let middle = median(&totals).expect("runs");
    let difference = middle - expected.makespan;
    let allowed = (SHARE * expected.makespan).max(SLOP * expected.chain as f64);
    let words = format!(
        "{} {}: model {:.2}, median {middle:.1} ({difference:+.1}, allowed {allowed:.1}) of {totals:?}",
        experiment.name, expected.variant, expected.makespan
    );
    println!("{words}");
    (difference.abs() > allowed).then_some(words)
}

/// The requests of all lanes with their times.
fn spans(file: &Value) -> Vec<&Value> {
    let lanes = file["variants"].as_array().expect("variants");
    lanes.iter().map(|lane| &lane["spans"]).collect()
}

/// Fails if the figures could be the model's: those are the same in each run, and not in whole steps of the page's
/// clock.
fn assert_of_the_clock(entries: &[&Value], expected: &Predicted) {
    let totals: Vec<_> = entries.iter().map(|entry| time(entry, "totalMs")).collect();
    // A makespan may come out the same in steps of the clock, and in steps of a millisecond all of a lane's times.
    let is_fine = Engine::chosen().clock_step() < 1.0;
    assert!(
        !is_fine
            || entries
                .iter()
                .any(|entry| entry["spans"] != entries[0]["spans"]),
        "the same each time: {entries:#?}"
    );
    assert!(
        totals.iter().all(|total| *total != expected.makespan),
        "{totals:?} for {expected:?}"
    );
    for entry in entries {
        let spans = entry["spans"].as_array().expect("spans");
        let keys = ["startedMs", "respondedMs", "endedMs"];
        let times = spans
            .iter()
            .flat_map(|span| keys.map(|key| span[key].as_f64()));
        for time in times.flatten().chain([time(entry, "totalMs")]) {
            let steps = time / Engine::chosen().clock_step();
            assert!(
                (steps - steps.round()).abs() < 1e-3,
                "{time} is no whole number of steps: {entry:#}"
            );
        }
    }
}

fn entry<'a>(file: &'a Value, variant: &str) -> &'a Value {
    let variants = file["variants"].as_array().expect("variants");
    let found = variants.iter().find(|entry| entry["variant"] == variant);
    found.unwrap_or_else(|| panic!("{variant} is not in {file:#}"))
}

fn time(entry: &Value, key: &str) -> f64 {
    let time = entry[key].as_f64();
    time.unwrap_or_else(|| panic!("there is no {key}: {entry:#}"))
}
