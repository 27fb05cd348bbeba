//! Runs a comparison, and holds the run file and the page against what is expected.

use super::expected::{Expected, Failure};
use super::read;
use crate::collections::Collections;
use crate::scenario::{Page, custom, scenario};
use crate::shown::{self, Part};
use crate::snapshot::Look;
use crate::support::proxy::Proxy;
use serde_json::{Value, json};
use tandem::experiments::EXPERIMENTS;

/// Parameters as a link writes them, and what a variant has to answer then.
pub(super) type Case = (
    &'static [(&'static str, &'static str)],
    fn(&Collections, &str) -> Expected,
);

/// A comparison that has ended.
pub(super) struct Ended {
    experiment: &'static str,
    look: Look,
    file: Value,
}

/// Runs an experiment, left to right, with the data in view. The first run of a test is asked about.
pub(super) async fn run(page: &Page, proxy: &Proxy, experiment: &'static str, case: Case) -> Ended {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(case.0);
    let rest = format!(
        "&experiment={experiment}&order=fixed&tab=data&{}",
        query.finish()
    );
    let first = proxy.counts().seen == 0;
    page.open(&custom(&proxy.base(), &rest)).await;
    page.press("run").await;
    if first {
        page.press("allow").await;
    }
    let look = page.ended_at_length().await;
    let file = page.run_file().await;
    Ended {
        experiment,
        look,
        file,
    }
}

/// The variants of an experiment, left to right.
pub(super) fn variants(experiment: &str) -> impl Iterator<Item = &'static str> {
    let found = EXPERIMENTS.iter().find(|found| found.name == experiment);
    let variants = found.expect("an experiment").variants.iter();
    variants.map(|variant| variant.name)
}

impl Ended {
    /// The run file's entry of a variant.
    pub(super) fn entry(&self, variant: &str) -> &Value {
        let entries = self.file["variants"].as_array().expect("variants");
        let found = entries.iter().find(|entry| entry["variant"] == variant);
        found.unwrap_or_else(|| panic!("{variant} is not in {:#}", self.file))
    }

    /// Fails unless a variant's lane and entry are as expected.
    pub(super) async fn assert(&self, page: &Page, variant: &str, expected: Expected) {
        let parts = shown::parts(page, variant).await;
        match expected {
            Ok(answer) => self.assert_answered(variant, answer, &parts),
            Err(failure) => self.assert_failed(variant, &failure, &parts),
        }
    }

    fn assert_answered(&self, variant: &str, mut answer: Value, parts: &[Part]) {
        let (entry, lane) = (
            self.entry(variant),
            self.look.lane(variant),
        );
        if variant == "as-completed" {
            assert_in_order_of_arrival(entry);
            answer = in_order_of(&entry["answer"], &answer);
        }
        assert_eq!(entry["answer"], answer);
        assert_eq!(
            (&entry["state"], &entry["error"]),
            (&json!("done"), &Value::Null)
        );
        assert_eq!(lane.answer(), answer);
        assert_eq!(lane.error, None);
        assert_eq!(
            parts,
            read::parts(self.experiment, variant, &answer)
        );
    }

    fn assert_failed(&self, variant: &str, failure: &Failure, parts: &[Part]) {
        let (entry, lane) = (
            self.entry(variant),
            self.look.lane(variant),
        );
        let error = json!({ "kind": failure.kind, "message": failure.message });
        assert_eq!(entry["error"], error);
        assert_eq!(
            (&entry["state"], &entry["answer"]),
            (&json!("failed"), &Value::Null)
        );
        assert_eq!(
            lane.error.as_deref(),
            Some(failure.told)
        );
        assert_eq!(parts, []);
    }
}

/// The users in an answer of fastest-posts, in its order.
pub(super) fn users(answer: &Value) -> Vec<u64> {
    let entries = answer.as_array().expect("a list").iter();
    entries
        .map(|entry| entry["userId"].as_u64().expect("an id"))
        .collect()
}

/// Fails unless the users stand in the order in which the requests for them ended. (Two may have ended
/// within one step of the clock.)
fn assert_in_order_of_arrival(entry: &Value) {
    let spans = entry["spans"].as_array().expect("spans");
    let ended = |user| {
        let label = format!("GET /posts?userId={user}");
        let span = spans.iter().find(|span| span["label"] == *label);
        span.and_then(|span| span["endedMs"].as_f64())
            .expect("an end")
    };
    let times: Vec<_> = users(&entry["answer"]).into_iter().map(ended).collect();
    assert!(
        times.is_sorted(),
        "{times:?}: {entry:#}"
    );
}

/// The entries of `expected`, user by user as in `answer`.
fn in_order_of(answer: &Value, expected: &Value) -> Value {
    let order = users(answer);
    let mut entries = expected.as_array().expect("a list").clone();
    entries.sort_by_key(|entry| order.iter().position(|user| entry["userId"] == *user));
    entries.into()
}

/// Fails unless each variant answers as expected in each case.
pub(super) async fn check(experiment: &'static str, cases: &[Case]) {
    check_by(&Proxy::http().await, experiment, cases).await;
}

/// The same by way of a proxy of the test's own.
pub(super) async fn check_by(proxy: &Proxy, experiment: &'static str, cases: &[Case]) {
    let all = Collections::whole().await;
    scenario(None, async |page| {
        for case in cases {
            let ended = run(page, proxy, experiment, *case).await;
            ended.look.assert_source("custom");
            assert_eq!(
                ended.look.lanes.len(),
                variants(experiment).count()
            );
            for variant in variants(experiment) {
                println!("{experiment} {variant} {:?}", case.0);
                ended.assert(page, variant, case.1(all, variant)).await;
            }
        }
    })
    .await;
}
