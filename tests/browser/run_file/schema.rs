//! The schema of run files, and files that it must refuse.

use jsonschema::Validator;
use serde_json::{Value, json};

/// The schema in docs/.
pub(super) fn schema() -> Validator {
    let text = include_str!("../../../docs/run-file.schema.json");
    let schema = serde_json::from_str(text).expect("the schema is JSON");
    jsonschema::validator_for(&schema).expect("the schema is a schema")
}

/// Fails, with the places, unless `file` is a run file.
pub(super) fn assert_valid(file: &Value) {
    let errors: Vec<_> = schema()
        .iter_errors(file)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(
        errors.is_empty(),
        "{errors:#?}\n{file:#}"
    );
}

/// Puts `value` at `place`, or takes away what is there.
pub(super) fn change(file: &mut Value, place: &str, value: Option<Value>) {
    let (parent, key) = place.rsplit_once('/').expect("a place");
    let parent = file.pointer_mut(parent).expect("a parent");
    match (parent, value) {
        (Value::Object(fields), Some(value)) => drop(fields.insert(key.to_owned(), value)),
        (Value::Object(fields), None) => drop(fields.remove(key)),
        (Value::Array(items), Some(value)) => {
            items[key.parse::<usize>().expect("an index")] = value;
        }
        (Value::Array(items), None) => drop(items.remove(key.parse().expect("an index"))),
        (other, _) => panic!("{place} is within {other}"),
    }
}

/// Places in the file of a whole run on the replica, and what must not be there: `None` for nothing.
pub(super) fn changes() -> Vec<(&'static str, Option<Value>)> {
    let some = |place, value| (place, Some(value));
    vec![
        ("/format", None),
        some("/format", json!("tandem-run/2")),
        some("/experiment", json!("nope")),
        some("/more", json!(1)),
        some("/params/user", json!(11)),
        some("/params/user", json!("1")),
        some("/source/kind", json!("moon")),
        some("/source/kind", json!("custom")),
        some(
            "/source/base",
            json!("http://127.0.0.1:1"),
        ),
        ("/network", None),
        some("/started", json!("yesterday")),
        some("/order", json!(["joined", "joined"])),
        ("/order/1", None),
        ("/variants/1", None),
        some("/variants/0/variant", json!("joined")),
        some("/variants/0/state", json!("idle")),
        some("/variants/0/state", json!("failed")),
        some("/variants/0/state", json!("cancelled")),
        some("/variants/0/totalMs", json!(-0.1)),
        ("/variants/0/totalMs", None),
        some("/variants/0/peakInFlight", json!(1.5)),
        some("/variants/0/answer", Value::Null),
        ("/variants/0/answer/todos", None),
        some(
            "/variants/0/answer/todos/0/completed",
            json!("yes"),
        ),
        some(
            "/variants/0/error",
            json!({ "kind": "status", "message": "Status code: 404" }),
        ),
        some("/variants/0/spans", json!([])),
        some(
            "/variants/0/spans/0/queuedMs",
            json!(-1),
        ),
        ("/variants/0/spans/0/queuedMs", None),
        some(
            "/variants/0/spans/0/startedMs",
            json!("0"),
        ),
        ("/variants/0/spans/0/respondedMs", None),
        ("/variants/0/spans/0/endedMs", None),
        ("/variants/0/spans/0/outcome", None),
        some(
            "/variants/0/spans/0/outcome",
            json!("fine"),
        ),
        some(
            "/variants/0/spans/0/outcome",
            json!("status"),
        ),
        some("/variants/0/spans/0/status", json!(404)),
        ("/variants/0/spans/0/bytes", None),
        some("/variants/0/spans/0/line", json!(0)),
        some(
            "/variants/0/spans/0/method",
            json!("POST"),
        ),
        some("/variants/0/spans/0/more", json!(true)),
    ]
}
