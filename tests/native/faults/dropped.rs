//! A run that is dropped takes its requests with it, as the server sees.

use std::time::Duration;

use tandem::trace::Outcome;

use super::assert_ended;
use super::places::{Place, VARIANTS};
use super::sockets::{answering, end, unhurried};
use crate::played::play_at_until;
use crate::support::poll::poll;
use crate::support::proxy::{Behaviour, End, Proxy};

const PATIENCE: Duration = Duration::from_secs(20);

#[tokio::test]
async fn a_dropped_run_ends_its_requests() {
    for variant in VARIANTS {
        for place in variant.places {
            let plan = unhurried(variant);
            let proxy = answering(&plan).await;
            proxy.on(place.path, Behaviour::Silent);
            let trace = play_at_until(
                arrival(&proxy, place),
                &proxy.base(),
                &plan,
            )
            .await;
            let what = format!("{variant}, {place:?}, dropped");
            assert_ended(
                &trace,
                place.path,
                Outcome::Cancelled,
                &what,
            );
            assert_eq!(
                end(&proxy, place).await,
                End::Aborted,
                "{what}"
            );
        }
    }
}

/// Ends when the request at `place` has come.
pub(super) async fn arrival(proxy: &Proxy, place: &Place) {
    let there = || proxy.seen().iter().any(|seen| seen.path == place.path);
    let came = poll(PATIENCE, async || there().then_some(()));
    came.await.expect("the request came");
}
