//! What the server sees of a variant is the same in all three languages: how many requests at once, over
//! how many connections.

use super::{LANGUAGES, Language, Params, Python, Rust, TypeScript, millis, variants};
use crate::support::proxy::{Behaviour, Proxy};
use serde_json::json;
use std::time::Duration;

/// The most requests at once.
#[rustfmt::skip]
const PEAKS: &[(&str, &str, Params<'static>, usize)] = &[
    ("user-with-posts", "sequential", &[], 1),
    ("user-with-posts", "joined", &[], 2),
    ("user-dashboard", "sequential", &[], 1),
    ("user-dashboard", "joined", &[], 3),
    ("fastest-posts", "joined", &[("users", "1-5")], 5),
    ("fastest-posts", "as-completed", &[("users", "1-5")], 5),
    ("user-comments", "sequential", &[], 1),
    ("user-comments", "joined", &[], 10),
    ("company-details", "sequential", &[], 1),
    ("company-details", "joined", &[("company", "*")], 10),
    ("company-details", "nested", &[("company", "*")], 30),
    ("album-photos", "sequential", &[("albums", "1-3")], 1),
    ("album-photos", "limited", &[("albums", "1-10"), ("limit", "3")], 3),
    ("album-photos", "unlimited", &[("albums", "1-10")], 10),
    ("posts-with-timeout", "fail-fast", &[("posts", "1-3"), ("timeout", "60000")], 3),
    ("posts-with-timeout", "detached", &[("posts", "1-3"), ("timeout", "60000")], 3),
    ("posts-with-timeout", "per-item", &[("posts", "1-3"), ("timeout", "60000")], 3),
    ("connection-reuse", "fresh", &[("posts", "1-3")], 1),
    ("connection-reuse", "reused", &[("posts", "1-3")], 1),
];

async fn peaks(language: Language) {
    for (experiment, variant, params, peak) in PEAKS {
        let proxy = Proxy::http().await;
        // Those that go out together are to meet.
        proxy.delay(millis(if *peak == 1 { 0 } else { 400 }));
        let answer = language.run_by(&proxy, experiment, variant, params);
        answer.await.expect("an answer");
        assert_eq!(
            proxy.counts().peak,
            *peak,
            "{experiment}, {variant}, in {language:?}"
        );
        // One after another they share a connection, unless they show what it costs not to. (Node's fetch
        // opens a second one for a request that follows right upon a body: `connection-reuse`, which
        // counts, has agents of its own.)
        let counts = language != TypeScript || *experiment == "connection-reuse";
        if *peak == 1 && *variant != "fresh" && counts {
            assert_eq!(
                proxy.opened(),
                1,
                "{experiment}, {variant}, in {language:?}"
            );
        }
    }
}

#[tokio::test]
async fn rust_sends_as_many_at_once() {
    peaks(Rust).await;
}

#[tokio::test]
async fn typescript_sends_as_many_at_once() {
    peaks(TypeScript).await;
}

#[tokio::test]
async fn python_sends_as_many_at_once() {
    peaks(Python).await;
}

#[test]
fn every_variant_has_its_peak() {
    let listed = PEAKS.iter().map(|row| (row.0, row.1));
    assert!(listed.eq(variants()));
}

#[tokio::test]
async fn nobody_by_that_name_ends_it_after_one_request() {
    let users = (
        "username",
        "nobody",
        "User nobody not found",
    );
    let company = (
        "company",
        "nobody",
        "No users found for company nobody",
    );
    for (experiment, variant) in variants() {
        let (key, name, message) = match experiment {
            "user-comments" => users,
            "company-details" => company,
            _ => continue,
        };
        for language in LANGUAGES {
            let proxy = Proxy::http().await;
            let params = [(key, name)];
            let answer = language.run_by(&proxy, experiment, variant, &params);
            assert_eq!(answer.await, Err(message.into()));
            let paths: Vec<_> = proxy.seen().into_iter().map(|seen| seen.path).collect();
            assert_eq!(
                paths,
                ["/users"],
                "{variant} in {language:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_user_who_is_not_there_is_a_status() {
    for (experiment, variant) in variants() {
        if !["user-with-posts", "user-dashboard"].contains(&experiment) {
            continue;
        }
        for language in LANGUAGES {
            let proxy = Proxy::http().await;
            proxy.on("/users/7", Behaviour::Status(404));
            let params = [("user", "7")];
            let answer = language.run_by(&proxy, experiment, variant, &params);
            assert_eq!(
                answer.await,
                Err("Status code: 404".into()),
                "{experiment}, {variant}, in {language:?}"
            );
        }
    }
}

#[tokio::test]
async fn as_completed_is_in_order_of_arrival_and_joined_as_asked() {
    for language in LANGUAGES {
        for (variant, order) in [("as-completed", [3, 2, 1]), ("joined", [1, 2, 3])] {
            let proxy = Proxy::http().await;
            // Not the real server's: that takes its own time.
            let nothing = Behaviour::Answer {
                status: 200,
                content_type: "application/json",
                body: "[]".into(),
            };
            proxy.on("*", nothing).delay_by(|path| match path {
                "/posts?userId=1" => millis(2_000),
                "/posts?userId=2" => millis(1_000),
                _ => Duration::ZERO,
            });
            let params = [("users", "1-3")];
            let answer = language.run_by(
                &proxy,
                "fastest-posts",
                variant,
                &params,
            );
            let expected = order.map(|user| json!({ "userId": user, "posts": [] }));
            assert_eq!(
                answer.await,
                Ok(json!(expected)),
                "{variant} in {language:?}"
            );
        }
    }
}

#[tokio::test]
async fn fresh_opens_a_connection_a_request_and_reused_one_for_all() {
    for language in LANGUAGES {
        for (variant, connections) in [("fresh", 6), ("reused", 1)] {
            let proxy = Proxy::http().await;
            let answer = language.run_by(&proxy, "connection-reuse", variant, &[]);
            answer.await.expect("an answer");
            assert_eq!(
                (proxy.counts().answered, proxy.opened()),
                (6, connections),
                "{variant} in {language:?}"
            );
        }
    }
}
