//! Delays, and what is on its way at once. Lower bounds and order only: the machine may be busy.

use super::json;
use crate::support::proxy::{End, Proxy};
use futures::future::join_all;
use std::time::Duration;
use tokio::time::Instant;

const DELAY: Duration = Duration::from_millis(300);
const NEVER: Duration = Duration::from_secs(600);

fn urls(proxy: &Proxy) -> [String; 3] {
    [1, 2, 3].map(|user| format!("{}/users/{user}", proxy.base()))
}

#[tokio::test]
async fn in_turn_the_delays_add_up() {
    let proxy = Proxy::http().await;
    proxy.delay(DELAY);
    let start = Instant::now();
    for url in urls(&proxy) {
        json(&url).await;
    }
    assert!(
        start.elapsed() >= 3 * DELAY,
        "{:?}",
        start.elapsed()
    );
    assert_eq!(
        (
            proxy.counts().peak,
            proxy.counts().answered
        ),
        (1, 3)
    );
}

#[tokio::test]
async fn joined_they_overlap() {
    let proxy = Proxy::http().await;
    proxy.delay(DELAY);
    join_all(urls(&proxy).iter().map(|url| json(url))).await;
    assert_eq!(
        (proxy.counts().peak, proxy.counts().now),
        (3, 0)
    );
    let seen = proxy.seen();
    let last_arrival = seen
        .iter()
        .map(|seen| seen.arrived)
        .max()
        .expect("requests");
    for seen in seen {
        let (end, at) = seen.end.expect("an end");
        assert_eq!(end, End::Answered);
        assert!(at > last_arrival && at - seen.arrived >= DELAY);
    }
}

#[tokio::test]
async fn a_path_may_have_a_delay_of_its_own() {
    let proxy = Proxy::http().await;
    let slow = |path: &str| path == "/users/2";
    proxy.delay_by(move |path| if slow(path) { NEVER } else { Duration::ZERO });
    let [quick, slow, _] = urls(&proxy);
    let slow = tokio::spawn(async move { json(&slow).await });
    proxy
        .wait_until("the slow one", |counts| counts.now == 1)
        .await;
    json(&quick).await;
    assert_eq!(
        (
            proxy.counts().answered,
            proxy.counts().now
        ),
        (1, 1)
    );
    slow.abort();
}
