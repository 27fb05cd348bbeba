//! A client that leaves early is noticed, on both protocols and in every phase.

use super::{client, h2};
use crate::support::proxy::{Behaviour, Counts, Proxy};
use http_body_util::BodyExt;
use hyper::Version;
use std::time::Duration;
use tokio::time::timeout;

const SOON: Duration = Duration::from_millis(300);
const LATE: Duration = Duration::from_secs(60);

/// Every request given up, nothing on its way.
fn all_aborted(count: usize) -> impl Fn(&Counts) -> bool {
    move |counts| (counts.seen, counts.aborted, counts.now) == (count, count, 0)
}

#[tokio::test]
async fn before_the_head_over_http1() {
    let proxy = Proxy::http().await;
    proxy.delay(LATE);
    let asked = client().get(format!("{}/users/1", proxy.base())).send();
    assert!(
        timeout(SOON, asked).await.is_err(),
        "the answer came early"
    );
    proxy
        .wait_until("the request given up", all_aborted(1))
        .await;
    proxy
        .wait_until("the connection close", |counts| {
            counts.connections == 0
        })
        .await;
}

#[tokio::test]
async fn before_the_body_over_http1() {
    let proxy = Proxy::http().await;
    proxy.on("*", Behaviour::SlowBody(LATE));
    let asked = client().get(format!("{}/users/1", proxy.base())).send();
    let answer = asked.await.expect("a head");
    assert_eq!(
        (
            proxy.counts().now,
            proxy.counts().aborted
        ),
        (1, 0)
    );
    drop(answer);
    proxy
        .wait_until("the request given up", all_aborted(1))
        .await;
}

#[tokio::test]
async fn before_the_head_over_http2() {
    let proxy = Proxy::https().await;
    proxy.delay_by(|path| {
        if path == "/users/1" {
            LATE
        } else {
            Duration::ZERO
        }
    });
    let mut client = h2::connect(proxy.port()).await;
    let asked = client.send_request(h2::get("/users/1"));
    assert!(
        timeout(SOON, asked).await.is_err(),
        "the answer came early"
    );
    proxy.wait_until("the stream reset", all_aborted(1)).await;

    // The connection lives on: one stream was given up, not all of them.
    let answer = client
        .send_request(h2::get("/users/2"))
        .await
        .expect("an answer");
    assert_eq!(answer.version(), Version::HTTP_2);
    assert_eq!(
        answer.headers()["cache-control"],
        "max-age=43200"
    );
    answer.into_body().collect().await.expect("a body");
    let counts = proxy.counts();
    assert_eq!(
        (
            counts.answered,
            counts.aborted,
            counts.connections
        ),
        (1, 1, 1)
    );
}

#[tokio::test]
async fn before_the_body_over_http2() {
    let proxy = Proxy::https().await;
    proxy.on("*", Behaviour::SlowBody(LATE));
    let mut client = h2::connect(proxy.port()).await;
    let answer = client
        .send_request(h2::get("/users/1"))
        .await
        .expect("a head");
    assert_eq!(
        (
            proxy.counts().now,
            proxy.counts().aborted
        ),
        (1, 0)
    );
    drop(answer);
    proxy.wait_until("the stream reset", all_aborted(1)).await;
}

#[tokio::test]
async fn within_the_body_over_http2() {
    let proxy = Proxy::https().await;
    let mut client = h2::connect(proxy.port()).await;
    // A megabyte, of which the client lets only a little come before it reads.
    let answer = client
        .send_request(h2::get("/photos"))
        .await
        .expect("a head");
    assert_eq!(proxy.counts().now, 1);
    drop(answer);
    proxy.wait_until("the stream reset", all_aborted(1)).await;
}

#[tokio::test]
async fn a_whole_connection_over_http2() {
    let proxy = Proxy::https().await;
    proxy.on("*", Behaviour::Silent);
    let mut client = h2::connect(proxy.port()).await;
    let asked = [1, 2, 3].map(|user| client.send_request(h2::get(&format!("/users/{user}"))));
    let together = futures::future::join_all(asked);
    assert!(
        timeout(SOON, together).await.is_err(),
        "there was an answer"
    );
    proxy
        .wait_until("the requests given up", all_aborted(3))
        .await;
    assert_eq!(proxy.counts().peak, 3);
}

#[tokio::test]
async fn what_the_proxy_breaks_off_is_not_the_clients_doing() {
    let proxy = Proxy::https().await;
    proxy
        .on("/users/1", Behaviour::Silent)
        .on("/users/2", Behaviour::HangUp);
    let mut client = h2::connect(proxy.port()).await;
    let silent = client.send_request(h2::get("/users/1"));
    let hung_up = client.send_request(h2::get("/users/2"));
    let (silent, hung_up) = tokio::join!(silent, hung_up);
    assert!(silent.is_err() && hung_up.is_err());
    proxy
        .wait_until("both break", |counts| {
            (counts.cut, counts.now) == (2, 0)
        })
        .await;

    let silent = Proxy::https().await;
    silent.on("*", Behaviour::Silent);
    let mut client = h2::connect(silent.port()).await;
    let asked = tokio::spawn(client.send_request(h2::get("/users/1")));
    silent
        .wait_until("the request", |counts| counts.now == 1)
        .await;
    silent.stop().await;
    assert!(asked.await.expect("no panic").is_err());
}
