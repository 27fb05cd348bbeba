//! What becomes of the others when one fails, and what the server sees of that.

use super::{LANGUAGES, Language, Params, Python, TypeScript, millis};
use crate::support::proxy::{Behaviour, End, Proxy, Seen};
use serde_json::{Value, json};
use std::time::Duration;

/// Post 1 is never answered and gets `timeout`, 2 is answered after `late`, 999 refused well before.
async fn one_fails(language: Language, variant: &str, timeout: &str, late: Duration) -> Vec<Seen> {
    let proxy = Proxy::http().await;
    proxy.on("/posts/1", Behaviour::Silent);
    proxy.delay_by(move |path| match path {
        "/posts/2" => late,
        _ => millis(400),
    });
    let params = [("posts", "1,2,999"), ("timeout", timeout)];
    let answer = language.run_by(
        &proxy,
        "posts-with-timeout",
        variant,
        &params,
    );
    assert_eq!(
        answer.await,
        Err("Status code: 404".into()),
        "{variant} in {language:?}"
    );
    let mut seen = proxy.seen();
    seen.sort_by(|one, other| one.path.cmp(&other.path));
    seen
}

fn ends(seen: &[Seen]) -> Vec<(&str, End)> {
    let ends = seen.iter().map(|seen| {
        let (end, _) = seen.end.expect("an end");
        (seen.path.as_str(), end)
    });
    ends.collect()
}

#[tokio::test]
async fn fail_fast_gives_up_the_others_at_the_first_failure() {
    for language in LANGUAGES {
        let seen = one_fails(
            language,
            "fail-fast",
            "60000",
            millis(30_000),
        )
        .await;
        let expected = [
            ("/posts/1", End::Aborted),
            ("/posts/2", End::Aborted),
            ("/posts/999", End::Answered),
        ];
        assert_eq!(ends(&seen), expected, "in {language:?}");
    }
}

#[tokio::test]
async fn detached_lets_the_others_run_on() {
    for language in LANGUAGES {
        let seen = one_fails(
            language,
            "detached",
            "4000",
            millis(1_500),
        )
        .await;
        let expected = [
            ("/posts/1", End::Aborted),
            ("/posts/2", End::Answered),
            ("/posts/999", End::Answered),
        ];
        assert_eq!(ends(&seen), expected, "in {language:?}");
        assert!(
            lived(&seen[0]) > millis(2_000),
            "the silent one has its time in {language:?}: {seen:#?}"
        );
    }
}

#[tokio::test]
async fn programs_name_the_post_that_timed_out() {
    for language in [TypeScript, Python] {
        for variant in ["fail-fast", "detached"] {
            let proxy = Proxy::http().await;
            proxy.on("/posts/2", Behaviour::Silent);
            let params = [("posts", "2"), ("timeout", "700")];
            let answer = language.run_by(
                &proxy,
                "posts-with-timeout",
                variant,
                &params,
            );
            assert_eq!(
                answer.await,
                Err("Request for post 2 timed out".into()),
                "{variant} in {language:?}"
            );
        }
    }
}

/// From its arrival to its end.
fn lived(seen: &Seen) -> Duration {
    let (_, ended) = seen.end.expect("an end");
    ended - seen.arrived
}

#[tokio::test]
async fn per_item_keeps_each_outcome_in_its_place() {
    for language in LANGUAGES {
        let proxy = Proxy::http().await;
        proxy
            .on("/posts/2", Behaviour::HangUp)
            .on("/posts/3", Behaviour::Truncated)
            .on("/posts/4", Behaviour::Silent)
            .on(
                "/posts/5",
                Behaviour::SlowBody(Duration::from_secs(60)),
            );
        let params = [("posts", "1-5,999"), ("timeout", "2500")];
        let answer = language.run_by(
            &proxy,
            "posts-with-timeout",
            "per-item",
            &params,
        );
        let answer = answer.await.expect("a list");
        let mut list = answer.as_array().expect("a list").clone();
        assert_eq!(
            list.remove(0)["id"],
            json!(1),
            "in {language:?}"
        );
        let errors = [
            "Network error",
            "Network error",
            "Request for post 4 timed out",
            "Request for post 5 timed out",
            "Status code: 404",
        ];
        assert_eq!(
            list,
            errors.map(error),
            "in {language:?}"
        );
    }
}

fn error(message: impl AsRef<str>) -> Value {
    json!({ "error": message.as_ref() })
}

#[tokio::test]
async fn all_items_time_out_and_their_requests_end() {
    for language in LANGUAGES {
        for (timeout, delay) in [("50", 1_000), ("700", 10_000)] {
            let params = [("posts", "1-3"), ("timeout", timeout)];
            let seen = all_time_out(language, millis(delay), &params).await;
            // A program that has just started may not get a request out within 50 ms.
            assert!(
                seen.len() == 3 || timeout == "50",
                "{language:?}: {seen:#?}"
            );
        }
    }
}

#[tokio::test]
async fn a_second_is_what_an_item_has_by_default() {
    for language in LANGUAGES {
        let params = [("posts", "1-3")];
        let seen = all_time_out(language, millis(60_000), &params).await;
        let about_a_second = |seen| (millis(300)..millis(5_000)).contains(&lived(seen));
        assert!(
            seen.len() == 3 && seen.iter().all(about_a_second),
            "{language:?}: {seen:#?}"
        );
    }
}

/// Posts 1 to 3 are answered after `delay`, which is too late.
async fn all_time_out(language: Language, delay: Duration, params: Params<'_>) -> Vec<Seen> {
    let proxy = Proxy::http().await;
    proxy.delay(delay);
    let answer = language.run_by(
        &proxy,
        "posts-with-timeout",
        "per-item",
        params,
    );
    let expected = [1, 2, 3].map(|id| {
        error(format!(
            "Request for post {id} timed out"
        ))
    });
    assert_eq!(
        answer.await,
        Ok(json!(expected)),
        "{language:?} with {params:?}"
    );
    let counts = proxy.counts();
    assert_eq!(
        (counts.aborted, counts.answered),
        (counts.seen, 0),
        "{language:?} with {params:?}"
    );
    proxy.seen()
}
