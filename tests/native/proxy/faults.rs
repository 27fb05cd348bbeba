//! Each fault as a client meets it.

use super::client;
use crate::support::proxy::{Behaviour, End, Proxy};
use crate::support::server::RealServer;
use reqwest::Response;
use std::time::Duration;
use tokio::time::{Instant, timeout};

const ORIGIN: &str = "http://127.0.0.1:9";
const WAIT: Duration = Duration::from_millis(400);

/// As a page of `ORIGIN` asks.
async fn ask(proxy: &Proxy, path: &str) -> reqwest::Result<Response> {
    client()
        .get(format!("{}{path}", proxy.base()))
        .header("origin", ORIGIN)
        .send()
        .await
}

fn allowed_origin(answer: &Response) -> Option<&str> {
    answer
        .headers()
        .get("access-control-allow-origin")?
        .to_str()
        .ok()
}

/// The client takes compressed bodies; what is rewritten is not one.
#[tokio::test]
async fn the_servers_answer_with_another_body() {
    let proxy = Proxy::http().await;
    let shout = Behaviour::rewritten(|body| body.to_ascii_uppercase().into());
    proxy.on("/users/1", shout);
    let url = format!("{}/users/1", proxy.base());
    let asked = client().get(url).header("accept-encoding", "gzip").send();
    let answer = asked.await.expect("an answer");
    assert_eq!(answer.status(), 200);
    assert_eq!(
        answer.headers().get("content-encoding"),
        None
    );
    let body = answer.text().await.expect("a body");
    assert!(
        body.contains("\"LEANNE GRAHAM\""),
        "{body}"
    );
}

#[tokio::test]
async fn answers_of_its_own() {
    let proxy = Proxy::http().await;
    let page = Behaviour::Answer {
        status: 200,
        content_type: "text/html",
        body: "<p>".into(),
    };
    proxy
        .on("/users/1", Behaviour::Status(503))
        .on("/users/2", page);
    let cases = [
        (
            "/users/1",
            503,
            "application/json",
            "{}",
        ),
        ("/users/2", 200, "text/html", "<p>"),
    ];
    for (path, status, content_type, body) in cases {
        let answer = ask(&proxy, path).await.expect("an answer");
        assert_eq!(answer.status(), status);
        assert_eq!(allowed_origin(&answer), Some(ORIGIN));
        let kind = answer.headers()["content-type"].to_str().expect("text");
        assert!(kind.starts_with(content_type), "{kind}");
        assert_eq!(
            answer.text().await.expect("a body"),
            body
        );
    }
}

#[tokio::test]
async fn cors_headers_pass_unless_a_rule_takes_them() {
    let proxy = Proxy::http().await;
    proxy.on(
        "/users/2",
        Behaviour::Pass.without_cors(),
    );
    proxy.on(
        "/users/3",
        Behaviour::Status(503).without_cors(),
    );
    let cases = [
        ("/users/1", 200, Some(ORIGIN)),
        ("/users/2", 200, None),
        ("/users/3", 503, None),
    ];
    for (path, status, origin) in cases {
        let answer = ask(&proxy, path).await.expect("an answer");
        assert_eq!(
            (
                answer.status().as_u16(),
                allowed_origin(&answer)
            ),
            (status, origin),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_pattern_means_what_it_says_and_the_newest_rule_wins() {
    let proxy = Proxy::http().await;
    proxy.on("/posts", Behaviour::Status(500)).on(
        "/posts?userId=2",
        Behaviour::Status(502),
    );
    proxy
        .on("/users*", Behaviour::Status(503))
        .on("/users/2", Behaviour::Pass);
    let cases = [
        ("/posts?userId=1", 500),
        ("/posts?userId=2", 502),
        ("/posts/1", 200),
        ("/users", 503),
        ("/users?id=1", 503),
        ("/users/1", 503),
        ("/users/2", 200),
    ];
    for (path, status) in cases {
        assert_eq!(
            ask(&proxy, path).await.expect("an answer").status(),
            status,
            "{path}"
        );
    }
    proxy.on("*", Behaviour::Pass);
    assert_eq!(
        ask(&proxy, "/users/1").await.expect("an answer").status(),
        200
    );
}

#[tokio::test]
async fn silence_has_no_end() {
    let proxy = Proxy::http().await;
    proxy.on("*", Behaviour::Silent);
    assert!(
        timeout(WAIT, ask(&proxy, "/users/1")).await.is_err(),
        "there was an answer"
    );
    proxy
        .wait_until("the client go", |counts| {
            counts.aborted == 1
        })
        .await;
}

#[tokio::test]
async fn a_connection_is_hung_up() {
    let proxy = Proxy::http().await;
    proxy.on("*", Behaviour::HangUp);
    let error = ask(&proxy, "/users/1").await.expect_err("no answer");
    assert!(
        error.is_request() && !error.is_connect(),
        "{error:?}"
    );
    let ends: Vec<_> = proxy
        .seen()
        .into_iter()
        .filter_map(|seen| seen.end)
        .collect();
    assert!(
        ends.iter().all(|(end, _)| *end == End::Cut) && !ends.is_empty(),
        "{ends:?}"
    );
}

#[tokio::test]
async fn a_slow_body_follows_its_head() {
    let proxy = Proxy::http().await;
    proxy.on("*", Behaviour::SlowBody(WAIT));
    let answer = ask(&proxy, "/users/1").await.expect("a head");
    let head = Instant::now();
    assert_eq!(
        proxy.counts().now,
        1,
        "the body is still to come"
    );
    assert_eq!(
        answer.json::<serde_json::Value>().await.expect("a user")["id"],
        1
    );
    assert!(
        head.elapsed() >= WAIT / 2,
        "{:?}",
        head.elapsed()
    );
}

#[tokio::test]
async fn a_truncated_body_is_half_a_body() {
    let proxy = Proxy::http().await;
    proxy.on("*", Behaviour::Truncated);
    let mut answer = ask(&proxy, "/comments").await.expect("a head");
    let whole = client().get(format!(
        "{}/comments",
        RealServer::shared().await.base()
    ));
    let whole = whole
        .send()
        .await
        .expect("an answer")
        .bytes()
        .await
        .expect("a body")
        .len();
    assert_eq!(
        answer.content_length(),
        Some(whole as u64)
    );
    let mut half = 0;
    while let Ok(Some(chunk)) = answer.chunk().await {
        half += chunk.len();
    }
    assert_eq!(half, whole / 2);
    proxy
        .wait_until("the break", |counts| counts.cut == 1)
        .await;
}
