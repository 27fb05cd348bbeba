//! Repeats: paired, in orders of their own, each with its own luck.

use tandem::engine::random::shuffled;
use tandem::state::series::{Figures, Repeat};
use tandem::state::{Phase, Series};
use tandem::time::Nanos;

use super::{LONG, modelled};
use crate::page::Page;
use crate::scripted::Script::{self, Answer, Status};
use crate::scripted::Scripted;

fn series(page: &Page) -> Series {
    page.session.series().expect("a series")
}

/// The repeats of a series that ran to its end at `query`.
fn repeated(query: &str, count: u32, virtual_time: bool) -> Vec<Repeat> {
    let page = Page::at(query, Scripted::anything());
    page.session.repeat(count, virtual_time);
    page.wait(LONG);
    let series = series(&page);
    assert_eq!(series.phase(), Phase::Done, "{query}");
    assert_eq!(
        series.time_left(),
        Some(Nanos::ZERO),
        "{query}"
    );
    assert_eq!(
        (series.wanted(), series.asked()),
        (count, count)
    );
    assert!(!page.session.is_active());
    assert_eq!(page.host.live.clock.pending(), 0);
    series.repeats()
}

#[test]
fn each_repeat_has_all_variants_with_the_same_luck_and_another_than_the_others() {
    for query in [
        "source=replica",
        "source=replica&experiment=album-photos&albums=1-6",
    ] {
        let page = Page::at(query, Scripted::anything());
        let repeats = repeated(query, 20, true);
        assert_eq!(repeats.len(), 20);
        for (number, repeat) in repeats.iter().enumerate() {
            let runs = modelled(
                &page,
                page.session.network(),
                number as u32,
            );
            let expected: Vec<_> = runs.iter().map(|run| run.makespan()).collect();
            assert_eq!(
                repeat.makespans, expected,
                "{query}, repeat {number}"
            );
            assert!(repeat.counts());
        }
        for (number, repeat) in repeats.iter().enumerate() {
            assert!(
                !repeats[..number].contains(repeat),
                "{query}: luck comes twice"
            );
        }
    }
}

#[test]
fn wall_and_virtual_time_give_the_same() {
    for query in [
        "source=replica",
        "source=replica&experiment=fastest-posts&users=1-4",
        "source=replica&experiment=connection-reuse&protocol=h1",
        "source=replica&experiment=album-photos&albums=1-8&limit=2&kbps=900",
    ] {
        let [wall, modelled] = [false, true].map(|virtual_time| repeated(query, 6, virtual_time));
        assert_eq!(wall, modelled, "{query}");
    }
}

#[test]
fn figures_are_of_what_counts() {
    let repeats = repeated("source=replica", 12, true);
    let figures = Figures::of(&repeats, 2, 7);
    assert_eq!(
        (
            figures.counted,
            figures.failed,
            figures.hidden
        ),
        (12, 0, 0)
    );
    let ratio = figures.ratios[0].expect("a ratio");
    let interval = ratio.interval.expect("there are more than ten pairs");
    assert!(interval.low <= ratio.ratio && ratio.ratio <= interval.high);
    // Three requests of about the same length, in turn and at once.
    assert!(!interval.shows_no_difference() && ratio.ratio > 1.5);
}

/// The last request but the warm-up's own tells by its pool which variant it belongs to: `fresh` has one a
/// request.
#[test]
fn each_repeat_has_an_order_of_its_own() {
    let query = "source=live&experiment=connection-reuse&posts=1-2&order=fixed";
    let page = Page::at(query, Scripted::anything());
    page.session.repeat(20, false);
    page.wait(LONG);
    let pools = page.host.live.pools();
    let orders: Vec<_> = pools[1..]
        .chunks(4)
        .map(|pools| {
            if pools[0] == pools[1] {
                vec![1, 0]
            } else {
                vec![0, 1]
            }
        })
        .collect();
    let seed = series(&page).seed();
    let expected: Vec<_> = (0..20).map(|repeat| shuffled(2, seed ^ repeat)).collect();
    assert_eq!(orders, expected);
    let first = orders.iter().filter(|order| order[0] == 0).count();
    assert!(
        (3..=17).contains(&first),
        "{first} of 20 from left to right"
    );
}

#[test]
fn live_has_no_virtual_time() {
    let page = Page::at("source=live", Scripted::anything());
    page.session.repeat(5, true);
    assert!(!series(&page).virtual_time());
    page.wait(LONG);
    // Three to warm up, and six a comparison.
    assert_eq!(page.sent(), 3 + 5 * 6);
    assert_eq!(series(&page).repeats().len(), 5);
}

#[test]
fn stop_keeps_what_is_done() {
    let page = Page::at(
        "source=live",
        Scripted::all(Answer(10_000, 0)),
    );
    page.session.repeat(20, false);
    // A repeat takes 30 and 10 ms and two pauses of 50; the warm-up 10.
    page.wait(10 + 140 * 3 + 70);
    let running = series(&page);
    assert_eq!(
        (running.phase(), running.repeats().len()),
        (Phase::Running, 3)
    );
    let each = Nanos::from_millis(140);
    assert_eq!(
        running.time_left(),
        Some(Nanos(each.0 * 17))
    );
    assert!(page.session.is_active());
    page.session.stop();
    page.wait(LONG);
    assert_eq!(
        (running.phase(), running.repeats().len()),
        (Phase::Stopped, 3)
    );
    assert!(!page.session.is_active());
    assert_eq!(
        page.host.comparisons.get(),
        1,
        "it stays on the page"
    );
    assert_eq!(page.host.live.clock.pending(), 0);
}

/// In virtual time a series lets others have a turn after each repeat.
#[test]
fn stop_keeps_what_is_done_in_virtual_time() {
    let page = Page::paced(
        "source=replica",
        Scripted::anything(),
        Nanos::from_millis(1),
    );
    page.session.repeat(100, true);
    let series = series(&page);
    while series.repeats().len() < 3 {
        page.wait(2);
    }
    page.session.stop();
    page.wait(LONG);
    let done = series.repeats().len();
    assert_eq!(series.phase(), Phase::Stopped);
    assert!((3..100).contains(&done), "{done}");
    let whole = repeated("source=replica", 100, true);
    assert_eq!(series.repeats(), whole[..done]);
}

#[test]
fn a_repeat_in_which_a_variant_fails_is_left_out_and_counted() {
    // The link, and how many of three variants answer when nothing happens by chance.
    let page = Page::at(
        "source=live&experiment=posts-with-timeout",
        Scripted::anything(),
    );
    page.session.repeat(5, false);
    page.wait(LONG);
    let repeats = series(&page).repeats();
    for repeat in &repeats {
        let answered: Vec<_> = repeat.makespans.iter().map(Option::is_some).collect();
        assert_eq!(
            answered,
            [false, false, true],
            "post 999 is not there"
        );
    }
    let figures = Figures::of(&repeats, 3, 7);
    assert_eq!(
        (figures.counted, figures.failed),
        (0, 5)
    );
    assert_eq!(figures.medians, [None; 3]);

    let repeats = repeated("source=replica&failures=0.1", 40, true);
    let figures = Figures::of(&repeats, 2, 7);
    assert_eq!(figures.counted + figures.failed, 40);
    assert!(
        figures.counted > 5 && figures.failed > 5,
        "{figures:?}"
    );
    assert!(
        figures
            .makespans
            .iter()
            .all(|all| all.len() == figures.counted)
    );
}

#[test]
fn a_series_that_nobody_answers_falls_back_once_before_its_first_repeat() {
    let page = Page::at("", Scripted::all(Script::Refused(9)));
    page.session.repeat(5, false);
    page.wait(LONG);
    let series = series(&page);
    assert!(series.source().is_replica());
    assert_eq!(
        series.repeats(),
        repeated("source=replica", 5, true)
    );
    assert_eq!(page.sent(), 3, "the warm-up alone");
    assert!(page.session.fallen_back().is_some());
}

#[test]
fn a_run_ends_a_series_and_a_series_a_run() {
    let live = Scripted::all(Status(503, 50_000));
    let page = Page::at("source=live", live);
    page.session.run();
    page.wait(1);
    page.session.repeat(5, false);
    page.wait(1);
    assert_eq!(
        page.session.comparison().expect("a comparison").phase(),
        Phase::Stopped
    );
    assert!(series(&page).phase().is_active());
    page.session.run();
    page.wait(1);
    assert_eq!(series(&page).phase(), Phase::Stopped);
    page.wait(LONG);
    assert_eq!(page.states(), ["failed", "failed"]);
    assert_eq!(page.host.live.clock.pending(), 0);
}

#[test]
fn other_data_ends_a_series() {
    let page = Page::at("source=live", Scripted::anything());
    page.session.repeat(5, false);
    page.wait(1);
    let before = series(&page);
    page.session.open("user-with-posts");
    assert!(page.session.series().is_none());
    page.wait(LONG);
    assert_eq!(before.phase(), Phase::Stopped);
}
