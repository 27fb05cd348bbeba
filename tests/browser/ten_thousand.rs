//! A run file with ten thousand requests in each of three lanes: opened, scrolled from end to end
//! and replayed, without ever holding the page.

use crate::crowd::{self, Lane, REQUESTS};
use crate::long_tasks::{self, TRIES};
use crate::scenario::alone;

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

/// One lane is full, the other two have a request each.
#[tokio::test]
#[ignore = "the file is read, judged and drawn without a pause: one task of more than 50 ms"]
async fn unsent_ten_thousand_requests_are_opened_without_holding_the_page() {
    let few = |lane: Lane| Lane {
        requests: 1,
        ..lane
    };
    let file = crowd::file(&[few(LANES[0]), LANES[1], few(LANES[2])]);
    alone(None, async |page| {
        page.open("?speed=1").await;
        long_tasks::watch(page).await;
        let mut tries = Vec::new();
        for _ in 0..TRIES {
            long_tasks::taken(page).await;
            crowd::open(page, &file).await;
            let opened = long_tasks::taken(page).await;
            let rows = crowd::rows(page).await;
            assert!(
                (20..=crowd::MOST_ROWS).contains(&rows),
                "{rows} rows"
            );
            println!("long tasks: {opened:?} opening");
            tries.push(opened);
            if tries.last().is_some_and(Vec::is_empty) {
                return;
            }
            page.press("put-away").await;
            page.browser.wait_for("[data-action=run]").await;
        }
        panic!("tasks of 50 ms and more in every try: {tries:?}");
    })
    .await;
}
