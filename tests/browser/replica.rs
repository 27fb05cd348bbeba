//! Both experiments, end to end, on the replica: no request leaves.

use crate::predicted::traces;
use crate::scenario::{Page, scenario};
use crate::served::{DASHBOARD, Experiment, POSTS, assert_shown};
use crate::snapshot::Look;
use crate::support::browser::Engine;
use crate::support::proxy::Proxy;
use serde_json::{Map, Value, json};
use tandem::experiments::Value::Number;
use tandem::experiments::{Plan, Values, find, routines};
use tandem::trace::Trace;

#[tokio::test]
async fn replica_both_experiments_without_a_request() {
    let live = Proxy::https().await;
    scenario(Some(live.port()), async |page| {
        for (experiment, user) in [(DASHBOARD, 7), (POSTS, 10), (POSTS, 1)] {
            page.open(&format!(
                "?experiment={}&source=replica&user={user}&tab=data",
                experiment.name
            ))
            .await;
            let sent = page.resources().await;
            let first = page.run().await;
            let second = page.run().await;
            assert_eq!(
                page.resources().await,
                sent,
                "requests of the page"
            );
            let server = experiment.answer(user).await;
            for look in [&first, &second] {
                look.assert_done();
                look.assert_source("replica");
                assert_modelled(look, experiment, &server);
            }
            assert_eq!(
                first.lane("joined").answer(),
                second.lane("sequential").answer()
            );
            assert_latencies(page, experiment, user).await;
        }
        let counts = live.counts();
        assert_eq!(
            (counts.seen, counts.connections),
            (0, 0),
            "{counts:?}"
        );
    })
    .await;
}

/// The same rows as the server's, in the replica's own words.
fn assert_modelled(look: &Look, experiment: Experiment, server: &Value) {
    assert!(
        look.source_name.contains("modelled"),
        "{}",
        look.source_name
    );
    for lane in look.lanes.values() {
        let answer = lane.answer();
        assert_eq!(lane.rows.len(), experiment.width);
        assert_shown(lane, &answer);
        assert_eq!(outline(&answer), outline(server));
        for place in ["/user/name", "/user/username", "/user/company/name"] {
            assert_eq!(
                answer.pointer(place),
                server.pointer(place),
                "{place}"
            );
        }
    }
}

/// A value without its texts and flags: its fields, counts, ids and relations.
pub(crate) fn outline(value: &Value) -> Value {
    match value {
        Value::String(_) => json!("text"),
        Value::Bool(_) => json!("flag"),
        Value::Array(rows) => rows.iter().map(outline).collect(),
        Value::Object(fields) => {
            let outlined = fields
                .iter()
                .map(|(key, value)| (key.clone(), outline(value)));
            Value::Object(outlined.collect::<Map<_, _>>())
        }
        number => number.clone(),
    }
}

/// No answer is there before the model has it there; by two readings of the page's clock, each as much as a
/// step too early.
async fn assert_latencies(page: &Page, experiment: Experiment, user: u32) {
    let file = page.run_file().await;
    assert_eq!(
        file["source"],
        json!({ "kind": "replica" })
    );
    let variants = file["variants"].as_array().expect("variants");
    for (entry, trace) in variants.iter().zip(modelled(experiment, user)) {
        let spans = entry["spans"].as_array().expect("spans");
        assert_eq!(spans.len(), trace.spans.len());
        for (span, expected) in spans.iter().zip(trace.spans) {
            let time = |key: &str| span[key].as_f64().expect("a time");
            let took = time("respondedMs") - time("startedMs");
            let started = expected.started.expect("a start");
            let head = expected.responded.expect("a head").since(started);
            assert!(
                took >= head.as_millis_f64() - 2.0 * Engine::chosen().clock_step(),
                "{head:?} by the model: {span:#}"
            );
        }
    }
}

/// The traces of both variants by the model.
fn modelled(experiment: Experiment, user: u32) -> Vec<Trace> {
    let experiment = find(experiment.name).expect("an experiment");
    let mut values = Values::defaults(experiment.params);
    values.set("user", Number(user));
    traces(&Plan {
        experiment,
        routines: routines(experiment),
        values,
        order: vec![0, 1],
        repeat: 0,
    })
}

#[tokio::test]
async fn replica_the_json_is_copied() {
    scenario(None, async |page| {
        page.open("?source=replica&tab=data").await;
        let look = page.run().await;
        page.browser
            .click("article[data-variant=joined] .json summary")
            .await;
        page.browser
            .click("article[data-variant=joined] [data-action=copy]")
            .await;
        page.browser
            .wait_until("that it says so", async || {
                page.browser
                    .texts("[data-action=copy]")
                    .await
                    .contains(&"Copied".to_owned())
            })
            .await;
        // Pasted into the only field there is, which takes one line.
        page.browser.click("[data-source=custom]").await;
        page.browser.click("input[name=api]").await;
        page.browser.keys("Ctrl+v").await;
        let pasted = page.look().await.api.unwrap_or_default();
        let pasted: Value = serde_json::from_str(&pasted).expect("JSON");
        assert_eq!(pasted, look.lane("joined").answer());
    })
    .await;
}
