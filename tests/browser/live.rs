//! Both experiments, end to end, on the live host's name, which is the real server behind the proxy.

use crate::scenario::scenario;
use crate::served::{DASHBOARD, POSTS, assert_shown};
use crate::support::browser::Engine;
use crate::support::proxy::Proxy;
use crate::wire::{Wire, assert_plain, peak};
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn live_both_experiments() {
    let proxy = Proxy::https().await;
    proxy.delay(Duration::from_millis(300));
    scenario(Some(proxy.port()), async |page| {
        for (experiment, user) in [(DASHBOARD, 3), (POSTS, 8)] {
            let before = proxy.counts().seen;
            page.open(&format!(
                "?experiment={}&order=fixed&tab=data",
                experiment.name
            ))
            .await;
            page.browser
                .select("select[name=user]", &user.to_string())
                .await;
            let look = page.run().await;
            look.assert_done();
            look.assert_source("live");
            assert_eq!(
                look.source_name,
                "jsonplaceholder.typicode.com"
            );
            assert!(
                look.says.contains("Source: jsonplaceholder.typicode.com"),
                "{}",
                look.says
            );

            let answer = experiment.answer(user).await;
            look.lanes
                .values()
                .for_each(|lane| assert_shown(lane, &answer));
            let file = page.run_file().await;
            assert_eq!(
                file["source"],
                json!({ "kind": "live" })
            );
            assert_eq!(file["params"], json!({ "user": user }));

            let wire = Wire::of(&proxy, before, experiment);
            wire.assert_apart();
            let peaks: Vec<_> = wire.parts().map(|part| peak(part)).collect();
            assert_eq!(
                peaks,
                [experiment.width, 1, experiment.width]
            );
            let in_turn = look.lane("sequential").total();
            assert!(
                in_turn >= 300.0 * experiment.width as f64,
                "{in_turn}"
            );
        }
    })
    .await;
    let seen = proxy.seen();
    assert_plain(&seen);
    assert!(
        seen.iter()
            .all(|seen| seen.version == Engine::chosen().speaks()),
        "{seen:#?}"
    );
}
