//! A limit, as the server counts it.

use crate::collections::Collections;
use crate::scenario::{Page, custom, scenario};
use crate::served::stand_in;
use crate::support::proxy::{Proxy, Seen};
use crate::wire::peak;
use serde_json::{Value, json};
use std::time::Duration;

/// As many as a browser sends at once to one host.
const CONNECTIONS: usize = 6;
const ALBUMS: usize = 10;

/// Loads ten albums under a limit, left to right, and tells what the server saw of each lane.
async fn load(page: &Page, proxy: &Proxy, limit: usize) -> Vec<Vec<Seen>> {
    let before = proxy.seen().len();
    let rest = format!("&experiment=album-photos&albums=1-10&limit={limit}&order=fixed");
    page.open(&custom(&proxy.base(), &rest)).await;
    page.press("run").await;
    if before == 0 {
        page.press("allow").await;
    }
    page.ended_at_length().await;
    let mut seen = proxy.seen().split_off(before);
    seen.retain(|seen| seen.path.starts_with("/photos"));
    assert_eq!(seen.len(), 3 * ALBUMS, "{seen:#?}");
    seen.chunks(ALBUMS).map(<[Seen]>::to_vec).collect()
}

#[tokio::test]
async fn custom_the_server_counts_no_more_at_once_than_the_limit() {
    let proxy = Proxy::http().await;
    let all = Collections::whole().await;
    for album in 1..=10 {
        stand_in(
            &proxy,
            &format!("/photos?albumId={album}"),
            all.photos_in(album),
        );
    }
    proxy.delay(Duration::from_millis(150));
    scenario(None, async |page| {
        for limit in [3, 5] {
            let lanes = load(page, &proxy, limit).await;
            let peaks: Vec<_> = lanes.iter().map(|lane| peak(lane)).collect();
            assert_eq!(
                peaks[..2],
                [1, limit],
                "at once: {lanes:#?}"
            );
            let unlimited = peaks[2];
            assert!(
                (limit + 1..=CONNECTIONS).contains(&unlimited),
                "{unlimited} at once: {:#?}",
                lanes[2]
            );
            let file = page.run_file().await;
            assert_eq!(
                peaks_in_flight(&file),
                [1, limit, ALBUMS].map(|peak| json!(peak)),
                "as the code sees it"
            );
        }
    })
    .await;
}

fn peaks_in_flight(file: &Value) -> Vec<Value> {
    let variants = file["variants"].as_array().expect("variants");
    let peaks = variants.iter().map(|entry| entry["peakInFlight"].clone());
    peaks.collect()
}
