//! What a run file says of a variant, against the page, the server, the source and the profiler.

use crate::scenario::Page;
use crate::served::Experiment;
use crate::snapshot::Look;
use serde_json::Value;
use std::path::Path;

/// The items of an array.
pub(super) fn array(value: &Value) -> &Vec<Value> {
    value.as_array().expect("an array")
}

/// The figures are the page's and, where the server knows them, the server's.
pub(super) fn assert_figures(look: &Look, entry: &Value, bytes: usize) {
    let lane = look.lane(entry["variant"].as_str().expect("a name"));
    assert_eq!(
        entry["totalMs"].as_f64(),
        lane.total_ms,
        "{entry:#}"
    );
    assert_eq!(entry["state"], lane.state);
    assert_eq!(entry["bytes"], bytes, "{entry:#}");
    assert_eq!(entry["firstResultMs"], entry["totalMs"]);
    assert_eq!(entry["hidden"], false);
    let labels: Vec<_> = array(&entry["spans"])
        .iter()
        .map(|span| span["label"].as_str().expect("a label"))
        .collect();
    assert_eq!(labels, lane.labels());
}

const STAGES: [&str; 4] = ["queuedMs", "startedMs", "respondedMs", "endedMs"];

/// What there is of a span's times is in order, and none is after its variant's end.
pub(super) fn assert_times(entry: &Value) {
    for span in array(&entry["spans"]) {
        let mut times: Vec<_> = STAGES
            .iter()
            .filter_map(|stage| span[*stage].as_f64())
            .collect();
        times.push(entry["totalMs"].as_f64().expect("a total"));
        assert!(times.is_sorted(), "{times:?}: {span:#}");
    }
    let decoded = array(&entry["spans"])
        .iter()
        .filter(|span| span["outcome"] == "ok");
    let first = decoded
        .filter_map(|span| span["endedMs"].as_f64())
        .reduce(f64::min);
    assert_eq!(
        entry["firstResponseMs"].as_f64(),
        first,
        "{entry:#}"
    );
}

/// Each span names the place in the source that asks for its resource.
pub(super) fn assert_places(experiment: Experiment, entry: &Value) {
    let file = format!(
        "src/experiments/{}/{}.rs",
        experiment.name.replace('-', "_"),
        entry["variant"].as_str().expect("a name")
    );
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(&file);
    let source = std::fs::read_to_string(path).expect("the variant's source");
    for span in array(&entry["spans"]) {
        let number = |key: &str| span[key].as_u64().expect("a number") as usize;
        let line = source.lines().nth(number("line") - 1).unwrap_or_default();
        let rest: String = line.chars().skip(number("column") - 1).collect();
        let call = match span["resource"].as_str() {
            Some("users") => "user(id)",
            Some("posts") => "posts_by(id)",
            _ => "todos_of(id)",
        };
        let client = format!("client.{call}");
        assert!(
            rest.starts_with(call) || rest.starts_with(&client),
            "{call} is not at {file}:{}:{}, but {rest:?}",
            span["line"],
            span["column"]
        );
    }
}

/// Each span is in the browser's profiler too, as long as in the file.
pub(super) async fn assert_measured(page: &Page, entry: &Value) {
    let script = "return performance.getEntriesByType('measure')
        .map(({ name, duration }) => [name, duration]);";
    let measures = page.browser.js(script).await;
    let variant = entry["variant"].as_str().expect("a name");
    let own = |measure: &&Value| {
        let name = measure[0].as_str().unwrap_or_default();
        name.starts_with(&format!("{variant}: "))
    };
    let count = array(&measures).iter().filter(own).count();
    assert_eq!(
        count,
        array(&entry["spans"]).len(),
        "{measures:#}"
    );
    for span in array(&entry["spans"]) {
        let name = format!(
            "{variant}: {}",
            span["label"].as_str().expect("a label")
        );
        let time = |key: &str| span[key].as_f64().expect("a time");
        let expected = time("endedMs") - time("startedMs");
        let found = array(&measures)
            .iter()
            .find(|measure| measure[0] == name.as_str());
        let duration = found.and_then(|measure| measure[1].as_f64());
        let near = duration.is_some_and(|duration| (duration - expected).abs() < 0.01);
        assert!(
            near,
            "{name}: {duration:?} for {expected}"
        );
    }
}
