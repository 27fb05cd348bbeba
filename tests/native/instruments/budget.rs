//! What the public API is asked for: no more than there is left, and only what was sent counts.

use tandem::experiments::EXPERIMENTS;
use tandem::state::budget::{BUDGET, Budget};
use tandem::state::{Host, Phase, SourceKind};

use super::LONG;
use crate::page::Page;
use crate::scripted::Script::{self, Answer, Refused, Silent, Status};
use crate::scripted::Scripted;

fn spent(page: &Page) -> usize {
    (BUDGET - page.session.budget()) as usize
}

fn slow() -> Scripted {
    Scripted::all(Answer(100_000, 0))
}

#[test]
fn a_run_spends_what_was_sent() {
    let endings = [
        Answer(1_000, 1_000),
        Status(503, 1_000),
        Script::Body("{}", 1_000),
        Silent,
    ];
    for experiment in EXPERIMENTS {
        for script in &endings {
            // A network on which most requests fail is none of live's affair.
            for network in ["", "&failures=1", "&rtt=20000", "&ratelimit=1/60"] {
                let query = format!(
                    "experiment={}&source=live{network}",
                    experiment.name
                );
                let page = Page::at(&query, Scripted::all(script.clone()));
                page.session.run();
                // Within the minute after which it is forgotten.
                page.wait(300_000);
                let what = format!("{query}, {script:?}");
                assert!(
                    page.session
                        .comparison()
                        .is_some_and(|ran| ran.phase() == Phase::Done)
                );
                assert_eq!(spent(&page), page.sent(), "{what}");
            }
        }
    }
}

/// By whichever name it is asked, it is the same API.
#[test]
fn the_public_api_costs_as_an_api_of_ones_own_too() {
    let query = "source=custom&api=https%3A%2F%2Fjsonplaceholder.typicode.com";
    let page = Page::at(query, Scripted::anything());
    page.session.run();
    page.session.answer(true);
    page.wait(20_000);
    assert_eq!(
        page.session.source_kind(),
        SourceKind::Custom
    );
    assert!(page.sent() > 0 && page.session.spends());
    assert_eq!(spent(&page), page.sent());
    page.session.repeat(100, false);
    page.wait(20_000);
    assert!(
        page.sent() <= BUDGET as usize,
        "{}",
        page.sent()
    );
    assert_eq!(spent(&page), page.sent());
}

#[test]
fn only_live_costs() {
    for query in ["source=replica", "source=custom&api=http%3A%2F%2Fapi.test"] {
        let page = Page::at(query, Scripted::anything());
        page.session.run();
        page.session.answer(true);
        page.wait(LONG);
        page.session.repeat(5, false);
        page.wait(LONG);
        assert_eq!(
            page.session.series().map(|series| series.repeats().len()),
            Some(5),
            "{query}"
        );
        assert_eq!(
            (
                spent(&page),
                page.host.spent.borrow().clone()
            ),
            (0, None),
            "{query}"
        );
    }
}

#[test]
fn what_is_over_the_budget_is_refused_and_sends_nothing() {
    // Six to warm up, and three variants of a hundred albums each.
    let page = Page::at(
        "experiment=album-photos&source=live&albums=1-100",
        Scripted::anything(),
    );
    for start in [
        |page: &Page| page.session.run(),
        |page: &Page| page.session.repeat(5, false),
    ] {
        start(&page);
        page.wait(LONG);
        let over = page.session.over_budget().expect("too many");
        assert_eq!(
            (over.wanted, over.left, over.wait),
            (306, BUDGET, None)
        );
        assert_eq!((page.sent(), spent(&page)), (0, 0));
        assert!(page.session.comparison().is_none() && page.session.series().is_none());
    }
    page.session.choose_source(SourceKind::Replica);
    assert_eq!(
        page.session.over_budget(),
        None,
        "nobody asks any more"
    );
}

/// Another tab has spent nearly all of it.
#[test]
fn what_is_refused_now_is_possible_when_the_minute_is_over() {
    let page = Page::at("source=live", Scripted::anything());
    page.wait(30_000);
    page.host.spent.replace(Some("[[10000, 295]]".into()));
    page.session.run();
    let over = page.session.over_budget().expect("too many");
    // Three to warm up, and two variants of three.
    assert_eq!(
        (over.wanted, over.left, over.wait),
        (9, 5, Some(40))
    );
    page.wait(39_000);
    page.session.run();
    assert!(page.session.over_budget().is_some() && page.sent() == 0);
    page.wait(1_000);
    page.session.run();
    page.wait(1_000);
    assert_eq!(page.session.over_budget(), None);
    assert_eq!((page.sent(), spent(&page)), (9, 9));
}

#[test]
fn a_run_that_is_stopped_gets_back_what_was_not_sent() {
    // When it is stopped, in milliseconds: in the warm-up, in the pause, in either variant.
    for (stopped, sent) in [(50, 3), (120, 3), (170, 4), (370, 6), (510, 9)] {
        let page = Page::at("source=live&order=fixed", slow());
        page.session.run();
        assert_eq!(spent(&page), 9, "put by");
        page.wait(stopped);
        page.session.stop();
        page.wait(1_000);
        assert_eq!(
            (page.sent(), spent(&page)),
            (sent, sent),
            "stopped at {stopped}"
        );
    }
}

#[test]
fn a_fall_back_gets_back_all_but_the_warm_up() {
    for (script, virtual_time) in [(Refused(9), false), (Silent, false), (Refused(9), true)] {
        let page = Page::at("", Scripted::all(script));
        page.session.run();
        page.wait(10_000);
        assert!(page.session.fallen_back().is_some());
        assert_eq!((page.sent(), spent(&page)), (3, 3));
        page.session.repeat(100, virtual_time);
        page.wait(10_000);
        assert_eq!(
            spent(&page),
            3,
            "the replica costs nothing"
        );
    }
    let page = Page::at("", Scripted::all(Refused(9)));
    page.session.repeat(5, false);
    page.wait(10_000);
    assert_eq!((page.sent(), spent(&page)), (3, 3));
}

#[test]
fn repeats_are_held_to_what_is_left() {
    let page = Page::at("source=live", Scripted::anything());
    page.session.repeat(100, false);
    let series = page.session.series().expect("a series");
    // Three to warm up, and 49 comparisons of six.
    assert_eq!(
        (series.asked(), series.wanted()),
        (100, 49)
    );
    page.wait(20_000);
    assert_eq!(
        (series.phase(), series.repeats().len()),
        (Phase::Done, 49)
    );
    assert_eq!((page.sent(), spent(&page)), (297, 297));
    page.session.repeat(5, false);
    let over = page.session.over_budget().expect("too many");
    assert_eq!(
        (over.wanted, over.left),
        (9, 3),
        "one at least is asked for"
    );
    assert_eq!(page.sent(), 297);
}

/// The network that the replica would have is none of live's affair.
#[test]
fn repeats_are_held_to_it_whatever_network_is_modelled() {
    let page = Page::at(
        "source=live&failures=1",
        Scripted::anything(),
    );
    page.session.repeat(100, false);
    page.wait(20_000);
    assert!(
        page.sent() <= BUDGET as usize,
        "{} were sent",
        page.sent()
    );
    assert_eq!(spent(&page), page.sent());
}

#[test]
fn repeats_that_are_stopped_get_back_what_was_not_sent() {
    for stopped in [50, 170, 2_000, 5_000] {
        let page = Page::at("source=live", slow());
        page.session.repeat(40, false);
        assert_eq!(spent(&page), 3 + 40 * 6);
        page.wait(stopped);
        page.session.stop();
        page.wait(1_000);
        let (sent, spent) = (page.sent(), spent(&page));
        assert_eq!(spent, sent, "stopped at {stopped}");
    }
}

/// What is stopped has its rest given back before what comes next is counted.
#[test]
fn a_run_in_the_middle_of_repeats_is_not_refused() {
    let page = Page::at("source=live", slow());
    page.session.repeat(100, false);
    page.wait(1_000);
    page.session.run();
    assert_eq!(page.session.over_budget(), None);
    page.wait(2_000);
    assert_eq!(page.states(), ["done", "done"]);
    assert_eq!(spent(&page), page.sent());
}

/// Repeats that last longer than a minute keep what they have yet to send, so that another tab cannot
/// spend it meanwhile.
#[test]
fn what_repeats_have_yet_to_send_stays_put_by() {
    let page = Page::at(
        "source=live",
        Scripted::all(Answer(2_000_000, 0)),
    );
    page.session.repeat(20, false);
    // A warm-up of 3, then 20 comparisons of 6 requests, each of which takes about 8 s.
    let all = 3 + 20 * 6;
    assert_eq!(spent(&page), all);
    page.wait(70_000);
    let left = |page: &Page| {
        page.session
            .series()
            .map(|series| 20 - series.repeats().len())
            .expect("a series")
    };
    assert!(
        (5..15).contains(&left(&page)),
        "it goes on"
    );
    let unsent = all - page.sent();
    let now = Budget::read(
        page.host.recall_spent().as_deref(),
        page.host.epoch_millis(),
    );
    let spent_now = (BUDGET - now.left()) as usize;
    assert!(
        spent_now >= unsent,
        "{spent_now} of {unsent} yet to be sent"
    );
    assert!(
        spent_now < all,
        "what was sent over a minute ago is over"
    );
    page.wait(200_000);
    assert_eq!(page.sent(), all, "all of it was sent");
    page.wait(60_000);
    let over = Budget::read(
        page.host.recall_spent().as_deref(),
        page.host.epoch_millis(),
    );
    assert_eq!(over.left(), BUDGET);
}
