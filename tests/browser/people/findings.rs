//! What a visit has found, by what it looked for. One visit serves all tests that look at the same states.

use futures::FutureExt;
use serde_json::Value;
use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use tokio::sync::OnceCell;

/// What one visit gives for several tests, or that it came to no end.
pub(super) type Shared<T> = OnceCell<Option<T>>;

/// What `visit` gives. It is made once: where it fails, the tests that wait for it fail at once.
pub(super) async fn once<T>(
    shared: &'static Shared<T>,
    visit: impl Future<Output = T>,
) -> &'static T {
    let visited = shared
        .get_or_init(async || AssertUnwindSafe(visit).catch_unwind().await.ok())
        .await;
    visited.as_ref().expect("the visit came to its end")
}

/// What was found of one thing that was looked for.
#[derive(Debug, Default)]
struct Topic {
    /// How many things were looked at.
    looked: u64,
    /// What is wrong, and in which state.
    bad: Vec<String>,
}

/// What a visit has found.
#[derive(Debug, Default)]
pub(super) struct Findings(BTreeMap<&'static str, Topic>);

impl Findings {
    /// Adds what a script says: a list of what is wrong, or that with the number of what it looked at.
    pub(super) fn add(&mut self, topic: &'static str, state: &str, said: &Value) {
        let topic = self.0.entry(topic).or_default();
        let bad = said.get("bad").unwrap_or(said);
        topic.looked += said.get("count").and_then(Value::as_u64).unwrap_or(1);
        let bad = bad.as_array().unwrap_or_else(|| panic!("no list: {said}"));
        for one in bad {
            let text = one.as_str().map_or_else(|| one.to_string(), str::to_owned);
            topic.bad.push(format!("{state}: {text}"));
        }
    }

    /// Fails unless `least` things were looked at, and nothing is wrong with them.
    pub(super) fn assert_none(&self, topic: &str, least: u64) {
        let found = self
            .0
            .get(topic)
            .unwrap_or_else(|| panic!("nobody looked for {topic}"));
        assert!(
            found.bad.is_empty(),
            "{topic}: {:#?}",
            found.bad
        );
        assert!(
            found.looked >= least,
            "{topic}: {} were looked at",
            found.looked
        );
    }
}
