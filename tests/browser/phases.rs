//! The phases of a request: drawn where they are known, and nowhere else.

use crate::scenario::{Page, custom, scenario};
use crate::served::stand_in;
use crate::snapshot::Look;
use crate::support::proxy::Proxy;
use serde_json::{Value, json};
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
        ("&kbps=1000", "download", [3, 3]),
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

/// Half of what an answer takes: who waits for a connection waits for longer, who does not for less.
const LONG: f64 = 75.0;

/// Loads eight albums and tells how many requests have phases in the file, how many of the unlimited lane
/// waited long for a connection, and how many are drawn stalled there.
async fn load(page: &Page, proxy: &Proxy, first: bool) -> (usize, usize, usize) {
    page.open(&custom(&proxy.base(), EIGHT)).await;
    page.press("run").await;
    if first {
        page.press("allow").await;
    }
    let look = page.ended_at_length().await;
    let file = page.run_file().await;
    let lanes = file["variants"].as_array().expect("variants");
    let stalled = |span: &Value| span.get("stalledMs").and_then(Value::as_f64);
    let spans = |lane: &Value| lane["spans"].as_array().expect("spans").clone();
    let unlimited = spans(&lanes[2]);
    (
        lanes
            .iter()
            .flat_map(spans)
            .filter_map(|span| stalled(&span))
            .count(),
        unlimited
            .iter()
            .filter_map(stalled)
            .filter(|time| *time >= LONG)
            .count(),
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
    proxy.delay(Duration::from_millis(150));
    scenario(None, async |page| {
        assert_eq!(
            load(page, &proxy, true).await,
            (0, 0, 0),
            "nothing is guessed"
        );
        proxy.allow_timing();
        let (known, long, stalled) = load(page, &proxy, false).await;
        assert_eq!(
            known,
            3 * 8,
            "every request has its phases"
        );
        assert_eq!(
            long, 2,
            "six connections for eight requests"
        );
        // A shorter wait is drawn too, once the clock can tell it.
        assert!(stalled >= long, "{stalled} stalled");
    })
    .await;
}
