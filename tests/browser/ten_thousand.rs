//! A run file with ten thousand requests in each of three lanes: opened, scrolled from end to end
//! and replayed, without ever holding the page.

use crate::crowd::{self, Lane, REQUESTS};
use crate::long_tasks::{self, TRIES};
use crate::scenario::alone;
use crate::support::browser::{Capability, lacking};

const LANES: [Lane; 3] = [
    lane("sequential", 1),
    lane("limited", 16),
    lane("unlimited", 100),
];

const fn lane(variant: &'static str, permits: usize) -> Lane {
    Lane {
        variant,
        permits,
        requests: REQUESTS,
    }
}

#[tokio::test]
async fn unsent_ten_thousand_requests_are_scrolled_and_replayed_without_holding_the_page() {
    if lacking(Capability::Frames) {
        return;
    }
    alone(None, async |page| {
        page.open("?speed=1").await;
        crowd::open(page, &crowd::file(&LANES)).await;
        long_tasks::watch(page).await;
        let mut tries = Vec::new();
        for _ in 0..TRIES {
            long_tasks::taken(page).await;
            crowd::scroll(page, &LANES).await;
            let scrolled = long_tasks::taken(page).await;
            crowd::replay(page).await;
            let replayed = long_tasks::taken(page).await;
            println!("long tasks: {scrolled:?} scrolling, {replayed:?} replaying");
            tries.push(scrolled.len() + replayed.len());
            if tries.last() == Some(&0) {
                return;
            }
        }
        panic!("tasks of 50 ms and more in every try: {tries:?}");
    })
    .await;
}
