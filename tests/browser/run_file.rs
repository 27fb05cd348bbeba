//! The run file: its schema, and that its figures are the page's.

mod figures;
mod schema;

use crate::scenario::{Page, custom, scenario};
use crate::served::{DASHBOARD, POSTS};
use crate::snapshot::Look;
use crate::support::proxy::{Behaviour, Proxy};
use figures::{array, assert_figures, assert_measured, assert_places, assert_times};
use schema::{assert_valid, schema};
use serde_json::{Value, json};
use std::time::Duration;

async fn open(page: &Page, proxy: &Proxy, rest: &str) -> Look {
    page.open(&custom(&proxy.base(), rest)).await;
    page.press("run").await;
    page.press("allow").await;
    page.ended().await
}

#[tokio::test]
async fn custom_the_file_of_a_whole_comparison() {
    let proxy = Proxy::http().await;
    proxy.delay(Duration::from_millis(60));
    scenario(None, async |page| {
        open(page, &proxy, "&user=7").await;
        for (experiment, user) in [(DASHBOARD, 7), (POSTS, 2)] {
            let rest = format!(
                "&experiment={}&user={user}",
                experiment.name
            );
            page.open(&custom(&proxy.base(), &rest)).await;
            let look = page.run().await;
            let file = page.run_file().await;
            assert_valid(&file);
            assert_eq!(
                (&file["experiment"], &file["params"]),
                (
                    &json!(experiment.name),
                    &json!({ "user": user })
                )
            );
            assert_eq!(
                file["source"],
                json!({ "kind": "custom", "base": proxy.base() })
            );
            let bytes = experiment.bytes(user).await;
            for entry in array(&file["variants"]) {
                assert_figures(&look, entry, bytes);
                assert_times(entry);
                assert_places(experiment, entry);
                assert_measured(page, entry).await;
            }
            assert_eq!(file["variants"][0]["peakInFlight"], 1);
            assert_eq!(
                file["variants"][1]["peakInFlight"],
                experiment.width
            );
        }
    })
    .await;
}

#[tokio::test]
async fn custom_the_files_of_failed_and_stopped_comparisons() {
    let proxy = Proxy::http().await;
    scenario(None, async |page| {
        open(page, &proxy, "&order=fixed").await;
        for behaviour in [
            Behaviour::Status(503),
            Behaviour::HangUp,
            Behaviour::Answer {
                status: 200,
                content_type: "text/html",
                body: "<p>".into(),
            },
        ] {
            proxy.on("/todos*", behaviour.clone());
            page.run().await;
            let file = page.run_file().await;
            assert_valid(&file);
            for entry in array(&file["variants"]) {
                assert_eq!(
                    (&entry["state"], &entry["answer"]),
                    (&json!("failed"), &Value::Null),
                    "{behaviour:?}"
                );
                assert_times(entry);
            }
        }
        proxy.on("/todos*", Behaviour::Silent);
        page.press("run").await;
        page.wait("two answers", |look| {
            look.lane("sequential").rows.len() == 3
        })
        .await;
        assert_valid(&page.run_file().await);
        page.press("stop").await;
        page.wait("the end", |look| {
            look.verdict == "stopped"
        })
        .await;
        let file = page.run_file().await;
        assert_valid(&file);
        assert_times(&file["variants"][0]);
        assert_measured(page, &file["variants"][0]).await;
        assert_eq!(
            (
                &file["variants"][0]["state"],
                &file["variants"][0]["spans"][2]["outcome"]
            ),
            (&json!("cancelled"), &json!("cancelled")),
            "{file:#}"
        );
        assert!(
            file["variants"][1].get("totalMs").is_none(),
            "{file:#}"
        );
    })
    .await;
}

#[tokio::test]
async fn replica_the_file_is_valid_and_a_changed_one_is_not() {
    scenario(None, async |page| {
        page.open("?source=replica").await;
        page.run().await;
        let file = page.run_file().await;
        assert_valid(&file);
        let schema = schema();
        for (place, value) in schema::changes() {
            let mut changed = file.clone();
            schema::change(&mut changed, place, value.clone());
            assert!(
                !schema.is_valid(&changed),
                "{place} = {value:?} passes"
            );
        }
    })
    .await;
}
