//! The tests' own proxy: what it counts and what it breaks is what it says.

mod aborts;
mod faults;
mod h2;
mod timing;

use crate::support::net::DeadPort;
use crate::support::proxy::{Counts, Proxy};
use crate::support::server::RealServer;
use hyper::{Method, Version};
use reqwest::Client;
use serde_json::Value;

/// A client that keeps no connection, so that a connection stands for a request.
fn client() -> Client {
    Client::builder()
        .no_proxy()
        .pool_max_idle_per_host(0)
        .build()
        .expect("a client")
}

async fn json(url: &str) -> Value {
    client()
        .get(url)
        .send()
        .await
        .expect("an answer")
        .json()
        .await
        .expect("JSON")
}

#[tokio::test]
async fn the_real_server_answers_through_it() {
    let (server, proxy) = (
        RealServer::shared().await,
        Proxy::http().await,
    );
    for path in ["/users/1", "/posts?userId=1", "/users/11"] {
        let direct = json(&format!("{}{path}", server.base())).await;
        assert_eq!(
            json(&format!("{}{path}", proxy.base())).await,
            direct,
            "{path}"
        );
    }
    let seen = proxy.seen();
    let paths: Vec<_> = seen.iter().map(|seen| seen.path.as_str()).collect();
    assert_eq!(
        paths,
        ["/users/1", "/posts?userId=1", "/users/11"]
    );
    for seen in &seen {
        assert_eq!(
            (&seen.method, seen.version),
            (&Method::GET, Version::HTTP_11)
        );
        assert_eq!(
            seen.headers["host"],
            proxy.base().replace("http://", "")
        );
    }
}

#[tokio::test]
async fn what_stops_leaves_a_port_that_refuses() {
    let proxy = Proxy::http().await;
    let url = proxy.base();
    json(&format!("{url}/users/1")).await;
    let dead = proxy.stop().await;
    let refused = client()
        .get(&url)
        .send()
        .await
        .expect_err("nothing listens");
    assert!(refused.is_connect(), "{refused:?}");
    assert!(url.ends_with(&format!(":{}", dead.port())));

    let dead = DeadPort::reserve();
    let url = format!("http://127.0.0.1:{}/", dead.port());
    let refused = client().get(url).send().await.expect_err("nothing listens");
    assert!(refused.is_connect(), "{refused:?}");
}

#[tokio::test]
async fn a_server_of_ones_own_ends_with_its_handle() {
    let server = RealServer::start().await;
    let url = format!("{}/users/1", server.base());
    assert_eq!(json(&url).await["username"], "Bret");
    drop(server);
    let refused = client().get(url).send().await.expect_err("it has ended");
    assert!(refused.is_connect(), "{refused:?}");
}

#[tokio::test]
async fn connections_are_counted_while_they_are_open() {
    let proxy = Proxy::http().await;
    let keeps = Client::builder().no_proxy().build().expect("a client");
    let url = format!("{}/users/1", proxy.base());
    for _ in 0..2 {
        let answer = keeps.get(&url).send().await.expect("an answer");
        answer.bytes().await.expect("a body");
    }
    let counts = proxy.counts();
    let one = Counts {
        seen: 2,
        now: 0,
        peak: 1,
        answered: 2,
        aborted: 0,
        cut: 0,
        connections: 1,
    };
    assert_eq!(counts, one);
    drop(keeps);
    proxy
        .wait_until("the connection close", |counts| {
            counts.connections == 0
        })
        .await;
}
