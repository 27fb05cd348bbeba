//! The phases of a request: drawn where they are known, and nowhere else.

use crate::scenario::{Page, custom, scenario};
use crate::served::stand_in;
use crate::snapshot::Look;
use crate::support::proxy::Proxy;
use serde_json::json;
use std::time::Duration;

/// How many of a lane's bars are of this kind.
fn drawn(look: &Look, variant: &str, kind: &str) -> usize {
    let bars = look.lane(variant).bars.iter();
    bars.filter(|bar| *bar == kind).count()
}

#[tokio::test]
async fn replica_draws_what_its_network_makes_a_request_wait_for() {
    // A link, and how many bars of each kind both variants have: three requests each.
    let cases = [
        ("", "stalled", [0, 0]),
        ("", "connecting", [0, 0]),
        (
            "&protocol=h1&connections=2",
            "stalled",
            [0, 1],
        ),
        (
            "&protocol=h1&keepalive=off",
            "connecting",
            [3, 3],
        ),
        ("&kbps=100", "download", [3, 3]),
    ];
    scenario(None, async |page| {
        for (link, kind, expected) in cases {
            page.open(&format!("?source=replica{link}")).await;
            let look = page.run().await;
            look.assert_done();
            let counts = ["sequential", "joined"].map(|variant| drawn(&look, variant, kind));
            assert_eq!(
                counts, expected,
                "{kind} for {link}: {look:#?}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn replica_a_prediction_is_drawn_behind_a_run() {
    let proxy = Proxy::http().await;
    scenario(None, async |page| {
        page.open("?source=replica").await;
        let idle = page.look().await;
        let look = page.run().await;
        for variant in ["sequential", "joined"] {
            assert_eq!(idle.lane(variant).bars, ["ghost"; 3]);
            assert_eq!(
                drawn(&look, variant, "ghost"),
                3,
                "{look:#?}"
            );
            assert_eq!(drawn(&look, variant, "ok"), 3);
        }
        // Of another's network nothing is known.
        page.open(&custom(&proxy.base(), "")).await;
        assert_eq!(
            page.look().await.lane("joined").bars,
            ["ghost"; 3]
        );
        page.press("run").await;
        page.press("allow").await;
        let look = page.ended().await;
        look.assert_done();
        for variant in ["sequential", "joined"] {
            assert_eq!(
                drawn(&look, variant, "ghost"),
                0,
                "{look:#?}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn replica_requests_beyond_the_rate_are_refused_by_429() {
    scenario(None, async |page| {
        page.open("?source=replica&ratelimit=2/60").await;
        let look = page.run().await;
        assert_eq!(look.states(), ["failed", "failed"]);
        for variant in ["sequential", "joined"] {
            let lane = look.lane(variant);
            assert_eq!(
                lane.outcomes(),
                ["ok", "ok", "status"],
                "{lane:#?}"
            );
            assert_eq!(lane.rows[2].says, "status 429");
            let error = lane.error.as_deref().unwrap_or_default();
            assert!(error.contains("429"), "{error}");
        }
    })
    .await;
}

/// More albums than a browser has connections to one host: two have to wait for one.
const EIGHT: &str = "&experiment=album-photos&albums=1-8&limit=8&order=fixed";

/// How long the server takes at least, in milliseconds: so long does one that waits for another stall.
const DELAY: u64 = 150;

/// Loads eight albums; gives the stalls in the file, in milliseconds, and how many are drawn of those that
/// were asked for at once.
async fn load(page: &Page, proxy: &Proxy, first: bool) -> (Vec<f64>, usize) {
    page.open(&custom(&proxy.base(), EIGHT)).await;
    page.press("run").await;
    if first {
        page.press("allow").await;
    }
    let look = page.ended_at_length().await;
    let file = page.run_file().await;
    let lanes = file["variants"].as_array().expect("variants");
    let spans = lanes
        .iter()
        .flat_map(|lane| lane["spans"].as_array().expect("spans"));
    (
        spans
            .filter_map(|span| span["stalledMs"].as_f64())
            .collect(),
        drawn(&look, "unlimited", "stalled"),
    )
}

#[tokio::test]
async fn custom_phases_are_shown_where_the_server_allows_it() {
    let proxy = Proxy::http().await;
    let photo = json!({
        "albumId": 1, "id": 1, "title": "t", "url": "u/92c952", "thumbnailUrl": "u/92c952",
    });
    stand_in(&proxy, "/photos*", vec![photo]);
    proxy.delay(Duration::from_millis(DELAY));
    scenario(None, async |page| {
        assert_eq!(
            load(page, &proxy, true).await,
            (vec![], 0),
            "nothing is guessed"
        );
        proxy.allow_timing();
        let (known, drawn) = load(page, &proxy, false).await;
        assert_eq!(
            known.len(),
            3 * 8,
            "every request has its phases"
        );
        let waited = known.iter().filter(|stall| **stall >= DELAY as f64 / 2.0);
        assert!(waited.count() >= 2, "{known:?}");
        assert!(
            (2..=8).contains(&drawn),
            "{drawn} drawn"
        );
    })
    .await;
}
