//! Nobody is there, from the beginning or from some moment on: every request fails from then on.

use futures::future::join;
use tandem::trace::{Outcome, Span, Trace};

use super::dropped::arrival;
use super::failed;
use super::fault::words_of;
use super::places::{Asked, Place, VARIANTS, Variant};
use super::sockets::{answering, unhurried};
use super::table::RESET;
use crate::played::{Played, play_at};
use crate::support::net::{self, DeadPort};
use crate::support::proxy::Behaviour;

#[tokio::test]
async fn a_closed_port_is_a_network_error() {
    for variant in VARIANTS {
        let port = DeadPort::reserve();
        nobody_there(variant, port.port()).await;
    }
}

#[tokio::test]
async fn a_reset_connection_is_a_network_error() {
    let (listener, port) = net::listen().await;
    // Closed with a request unread, a connection is reset. Ends with the test.
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(async move { stream.readable().await });
        }
    });
    for variant in VARIANTS {
        nobody_there(variant, port).await;
    }
}

/// No name has a label of more than 63 letters, so that nobody has to be asked about this one.
#[tokio::test]
async fn a_name_that_is_not_found_is_a_network_error() {
    let base = format!("http://{}.test", "n".repeat(64));
    for variant in VARIANTS {
        nobody_at(variant, &base).await;
    }
}

/// The server goes away, with all that is on its way, as soon as the request at each place has come.
#[tokio::test]
async fn a_server_that_goes_away_is_a_network_error() {
    for variant in VARIANTS {
        for place in variant.places {
            let plan = unhurried(variant);
            let proxy = answering(&plan).await;
            proxy.on(place.path, Behaviour::Silent);
            let base = proxy.base();
            let gone = async {
                arrival(&proxy, place).await;
                proxy.stop().await
            };
            let (played, _dead) = join(play_at(&base, &plan), gone).await;
            assert_lost(variant, place, &played);
        }
    }
}

/// What came before that is kept or was dropped, and nothing comes after it.
fn assert_lost(variant: &Variant, place: &Place, played: &Played) {
    let Played { trace, result, .. } = played;
    let what = format!("{variant}, {place:?}");
    match result {
        Ok(answer) => {
            assert_eq!(variant.name, "per-item", "{what}");
            assert!(
                failed(answer).iter().all(|line| *line == "Network error"),
                "{what}: {answer}"
            );
        }
        Err(error) => {
            let words = RESET.words(&lost(trace).call.path, Asked::List, 0);
            assert_eq!(words_of(error), words, "{what}");
        }
    }
    let at = |span: &&Span| span.call.path == place.path;
    let struck = trace.spans.iter().find(at).expect("a call");
    let known = [Outcome::Network, Outcome::Cancelled];
    assert!(
        struck.outcome.is_some_and(|one| known.contains(&one)),
        "{what}: {struck:#?}"
    );
    for span in &trace.spans {
        let ended = span.outcome.filter(|_| span.ended.is_some());
        let known = [Outcome::Ok, Outcome::Network, Outcome::Cancelled];
        assert!(
            ended.is_some_and(|one| known.contains(&one)),
            "{what}: {span:#?}"
        );
    }
}

/// The first call that was lost.
fn lost(trace: &Trace) -> &Span {
    let network = |span: &&Span| span.outcome == Some(Outcome::Network);
    let lost = trace.spans.iter().filter(network);
    lost.min_by_key(|span| span.order.ended).expect("a call")
}

/// Every request fails: the first to do so is told of.
async fn nobody_there(variant: &Variant, port: u16) {
    nobody_at(
        variant,
        &format!("http://127.0.0.1:{port}"),
    )
    .await;
}

async fn nobody_at(variant: &Variant, base: &str) {
    let Played { trace, result, .. } = play_at(base, &unhurried(variant)).await;
    if variant.name == "per-item" {
        let answer = result.expect("a list");
        assert_eq!(
            failed(&answer),
            ["Network error"; 3],
            "{variant}"
        );
    } else {
        let error = result.expect_err("a failure");
        let words = RESET.words(first_to_end(&trace), Asked::List, 0);
        assert_eq!(words_of(&error), words, "{variant}");
    }
    let known = [Some(Outcome::Network), Some(Outcome::Cancelled)];
    let known = |span: &Span| known.contains(&span.outcome) && span.ended.is_some();
    assert!(
        trace.spans.iter().all(known),
        "{variant}: {trace:#?}"
    );
}

fn first_to_end(trace: &Trace) -> &str {
    let first = trace.spans.iter().min_by_key(|span| span.order.ended);
    &first.expect("a call").call.path
}
