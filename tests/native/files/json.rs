//! Random JSON, and files with something in them changed.

use proptest::collection::{hash_map, vec};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

/// The keys of the formats, so that random files get some way into a reader.
const KEYS: [&str; 34] = [
    "format",
    "log",
    "pages",
    "entries",
    "variants",
    "spans",
    "order",
    "source",
    "network",
    "params",
    "seed",
    "experiment",
    "started",
    "state",
    "id",
    "title",
    "pageref",
    "startedDateTime",
    "time",
    "timings",
    "blocked",
    "connect",
    "ssl",
    "wait",
    "request",
    "response",
    "method",
    "url",
    "status",
    "content",
    "size",
    "text",
    "encoding",
    "_error",
];

fn leaves() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        extremes(),
    ]
}

/// Values that readers stumble over.
fn extremes() -> impl Strategy<Value = Value> {
    select(vec![
        json!(0),
        json!(-1),
        json!(-0.0),
        json!(0.5),
        json!(2e9),
        json!(1e308),
        json!(-1e308),
        json!(5e-324),
        json!(9_007_199_254_740_993_u64),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(4_294_967_296_u64),
        json!(99),
        json!(1_000),
        json!(""),
        json!("\u{0}\u{1b}[31m\u{202e}"),
        json!("GET"),
        json!("base64"),
        json!("tandem-run/1"),
        json!("2026-01-31T12:00:00Z"),
        json!("0000-01-01T00:00:00Z"),
        json!("9999-12-31T23:59:59.999999999Z"),
        json!([]),
        json!({}),
    ])
}

/// JSON of any shape.
pub(super) fn values() -> impl Strategy<Value = Value> {
    let keys = prop_oneof![3 => select(KEYS.to_vec()).prop_map(String::from), 1 => "\\PC{0,6}"];
    leaves().prop_recursive(5, 40, 6, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            hash_map(keys.clone(), inner, 0..6).prop_map(|map| map.into_iter().collect()),
        ]
    })
}

/// What is done to a place of a file.
#[derive(Clone, Debug)]
pub(super) enum Change {
    Drop,
    Put(Value),
    /// Once more behind itself, or in place of its neighbour.
    Repeat,
    /// A number becomes another nearby.
    Add(i64),
}

/// A change, and where among all places of the file.
pub(super) fn changes() -> impl Strategy<Value = Vec<(Index, Change)>> {
    let change = prop_oneof![
        3 => Just(Change::Drop),
        4 => leaves().prop_map(Change::Put),
        1 => values().prop_map(Change::Put),
        2 => Just(Change::Repeat),
        2 => (-2..=2_i64).prop_map(Change::Add),
    ];
    vec((any::<Index>(), change), 1..4)
}

/// `file` with `changes` made to it.
pub(super) fn changed(mut file: Value, changes: &[(Index, Change)]) -> Value {
    for (index, change) in changes {
        let mut places = Vec::new();
        collect(&file, &mut String::new(), &mut places);
        if !places.is_empty() {
            apply(
                &mut file,
                &places[index.index(places.len())],
                change,
            );
        }
    }
    file
}

fn collect(value: &Value, place: &mut String, places: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Array(all) => all
            .iter()
            .enumerate()
            .map(|(at, one)| (at.to_string(), one))
            .collect(),
        Value::Object(all) => all.iter().map(|(key, one)| (escaped(key), one)).collect(),
        _ => return,
    };
    for (key, child) in children {
        let before = place.len();
        place.extend(["/", &key]);
        places.push(place.clone());
        collect(child, place, places);
        place.truncate(before);
    }
}

fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

fn apply(file: &mut Value, place: &str, change: &Change) {
    let (parent, key) = place.rsplit_once('/').expect("a place has a parent");
    let key = key.replace("~1", "/").replace("~0", "~");
    let old = file.pointer(place).expect("it was there").clone();
    let parent = file.pointer_mut(parent).expect("it was there");
    let new = match change {
        Change::Drop | Change::Repeat => old.clone(),
        Change::Put(value) => value.clone(),
        Change::Add(more) => old.as_f64().map_or(Value::Null, |number| {
            json!(number + *more as f64)
        }),
    };
    match (parent, change) {
        (Value::Object(all), Change::Drop) => drop(all.remove(&key)),
        (Value::Object(all), Change::Repeat) => {
            let other = all.keys().next().cloned().expect("it has a key");
            all.insert(other, new);
        }
        (Value::Object(all), _) => drop(all.insert(key, new)),
        (Value::Array(all), Change::Drop) => drop(all.remove(key.parse().expect("an index"))),
        (Value::Array(all), Change::Repeat) => all.push(new),
        (Value::Array(all), _) => all[key.parse::<usize>().expect("an index")] = new,
        (other, _) => panic!("{other} has no children"),
    }
}
