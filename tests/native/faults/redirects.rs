//! An answer that another origin gave in the source's place: it is not taken.

use bytes::Bytes;
use serde_json::Value;
use tandem::replica::Replica;
use tandem::trace::Outcome;

use super::places::{Place, VARIANTS};
use super::sockets::{answer, answering, unhurried};
use super::{assert_ended, failed};
use crate::played::{Played, play_at};
use crate::support::proxy::Behaviour;

#[tokio::test]
async fn an_answer_from_elsewhere_is_not_taken() {
    for variant in VARIANTS {
        for place in variant.places {
            let plan = unhurried(variant);
            let proxy = answering(&plan).await;
            // The same server by another name, where it would answer as asked.
            let elsewhere = format!("http://localhost:{}", proxy.port());
            let there = format!("{elsewhere}/there");
            proxy
                .on("/there", answer(200, body(place)))
                .on(place.path, Behaviour::redirect(&there));
            let played = play_at(&proxy.base(), &plan).await;
            let path = place.path;
            let what = format!("{variant}, {path}");
            match &played.result {
                Ok(answer) => assert_eq!(
                    failed(answer),
                    ["Network error"],
                    "{what}"
                ),
                Err(error) => {
                    let told = format!(
                        "{path} led to {elsewhere}, and its answer was not taken: it is not the source that \
                         was chosen. Enter that address as your API if you trust it, or run on the replica."
                    );
                    assert_eq!(
                        (error.kind(), error.advice(false)),
                        ("network", told),
                        "{what}"
                    );
                }
            }
            assert_ended(
                &played.trace,
                path,
                Outcome::Network,
                &what,
            );
        }
    }
}

/// A server may send the page on within its own house: to a path with a slash at its end, say.
#[tokio::test]
async fn a_redirect_within_the_source_is_followed() {
    for variant in VARIANTS {
        let plan = unhurried(variant);
        let expected = play_at(&answering(&plan).await.base(), &plan).await;
        for place in variant.places {
            let proxy = answering(&plan).await;
            proxy.on("/moved", answer(200, body(place))).on(
                place.path,
                Behaviour::redirect("/moved"),
            );
            let played = play_at(&proxy.base(), &plan).await;
            let what = format!("{variant}, {place:?}");
            assert_eq!(
                items(&played),
                items(&expected),
                "{what}"
            );
            assert_ended(
                &played.trace,
                place.path,
                Outcome::Ok,
                &what,
            );
        }
    }
}

/// What is asked for at `place`.
fn body(place: &Place) -> Bytes {
    Replica::new().get(place.path).body.into()
}

/// The items of an answer as texts, in no order: one variant's is that of arrival.
fn items(played: &Played) -> Vec<String> {
    let answer = played.result.as_ref().expect("an answer");
    let mut items: Vec<_> = match answer {
        Value::Array(items) => items.iter().map(Value::to_string).collect(),
        other => vec![other.to_string()],
    };
    items.sort_unstable();
    items
}
