//! A run file with ten thousand requests in each of three lanes: opened, scrolled from end to end
//! and replayed, without holding the page.
//!
//! A busy or a shared machine holds a page with nothing of ours in it too, for 50 ms and more, now and then and anywhere.
//! Each deed is therefore tried three times, and what holds the page at the same place each time is the page's own doing.

use crate::crowd::{self, Deed, Lane, REQUESTS};
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
        for deed in crowd::deeds(&LANES) {
            let mut tries: Vec<Vec<(usize, f64)>> = Vec::new();
            while tries.len() < TRIES && tries.last().is_none_or(|held| !held.is_empty()) {
                long_tasks::taken(page).await;
                let frames = deed.done(page, &LANES).await;
                let began = page.browser.js("return window.began").await;
                let began = began.as_f64().expect("a moment");
                let tasks = long_tasks::taken(page).await;
                println!("long tasks: {tasks:?}");
                let held = tasks.iter().map(|(at, took)| {
                    (
                        progress(deed, &frames, at - began),
                        *took,
                    )
                });
                tries.push(held.collect());
            }
            let least = tries.iter().map(Vec::len).min();
            assert!(
                least.is_some_and(|held| held <= FEW),
                "in every try the page is held again and again, at these hundredths: {tries:?}"
            );
            if tries.len() == TRIES {
                let always =
                    held_in_all(&tries.iter().map(|tasks| longer(tasks)).collect::<Vec<_>>());
                assert!(
                    always.is_empty(),
                    "in every try the page is held at {always:?} hundredths: {tries:?}"
                );
            }
        }
    })
    .await;
}

/// How much of `deed` was done after so many milliseconds, in hundredths.
fn progress(deed: Deed, frames: &[f64], passed: f64) -> usize {
    match deed {
        // A step a frame.
        Deed::Scroll(..) => {
            let ends = frames.iter().scan(0.0, |end, frame| {
                *end += frame;
                Some(*end)
            });
            ends.take_while(|end| *end <= passed).count()
        }
        Deed::Replay => (passed / 20.0) as usize,
    }
}

/// The goal is 50 ms. As a replay ends, all of the page shows the whole again at once: the best of three was 57 ms on a
/// slow machine, and that and a third is held here; in milliseconds.
const REACHED: f64 = 75.0;

/// Where tasks were longer than what was reached.
fn longer(tasks: &[(usize, f64)]) -> Vec<usize> {
    let longer = tasks.iter().filter(|(_, took)| *took > REACHED);
    longer.map(|(place, _)| *place).collect()
}

/// How often a machine that has more to do may hold a page in the best of the tries, of a hundred steps or two seconds.
const FEW: usize = 3;

/// The hundredths at which each try held the page, give or take one: what the page does at a place it does in all tries,
/// what the machine does is elsewhere in each.
fn held_in_all(tries: &[Vec<usize>]) -> Vec<usize> {
    let (first, others) = tries.split_first().expect("a try");
    let everywhere = |place: &usize| {
        let near = |held: &Vec<usize>| held.iter().any(|other| other.abs_diff(*place) <= 1);
        others.iter().all(near)
    };
    first.iter().copied().filter(everywhere).collect()
}

#[test]
fn what_holds_the_page_at_one_place_in_every_try_is_told_from_what_does_so_anywhere() {
    assert_eq!(
        held_in_all(&[vec![3, 50], vec![4, 90], vec![2, 3, 70]]),
        [3]
    );
    assert!(held_in_all(&[vec![3, 50], vec![], vec![3]]).is_empty());
}
