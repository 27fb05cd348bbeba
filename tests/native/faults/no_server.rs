//! Nobody is there: every request of a run fails.

use tandem::trace::{Outcome, Span, Trace};

use super::failed;
use super::fault::words_of;
use super::places::{Asked, VARIANTS, Variant};
use super::sockets::unhurried;
use super::table::RESET;
use crate::played::{Played, play_at};
use crate::support::net::{self, DeadPort};

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

/// Every request fails: the first to do so is told of.
async fn nobody_there(variant: &Variant, port: u16) {
    let base = format!("http://127.0.0.1:{port}");
    let Played { trace, result, .. } = play_at(&base, &unhurried(variant)).await;
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
