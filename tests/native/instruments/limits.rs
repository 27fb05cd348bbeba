//! Every limit tried in virtual time, against list scheduling.

use tandem::engine::statistics::quantile;
use tandem::experiments::Value;
use tandem::state::sweep::{DRAWS, Ground, Point, advised};
use tandem::state::{Phase, Sweep};
use tandem::time::Nanos;
use tandem::trace::Span;

use super::{LONG, list_scheduling, modelled};
use crate::page::Page;
use crate::scripted::Script::{self, Answer};
use crate::scripted::Scripted;

/// A line on which bodies take some nanoseconds.
const WIDE: &str = "experiment=album-photos&source=replica&kbps=10000000";

fn sweep(page: &Page) -> Sweep {
    page.session.sweeping().expect("a sweep")
}

fn swept(page: &Page, ground: Ground) -> Vec<Point> {
    page.session.sweep(ground);
    page.wait(1);
    let sweep = sweep(page);
    assert_eq!(sweep.phase(), Phase::Done);
    assert_eq!(
        sweep.points().len(),
        sweep.limits() as usize
    );
    sweep.points()
}

/// How long each request takes where it is alone, in milliseconds, draw by draw.
fn jobs(page: &Page, draw: u32) -> Vec<Nanos> {
    let runs = modelled(page, page.session.network(), draw);
    runs[0]
        .trace
        .spans
        .iter()
        .filter_map(Span::duration)
        .collect()
}

#[test]
fn every_limit_has_the_makespans_of_list_scheduling() {
    for albums in ["1-12", "1", "7,7,7,3"] {
        let page = Page::at(
            &format!("{WIDE}&albums={albums}"),
            Scripted::anything(),
        );
        let points = swept(&page, Ground::Network);
        let draws: Vec<_> = (0..DRAWS).map(|draw| jobs(&page, draw)).collect();
        assert_eq!(
            points.len(),
            draws[0].len(),
            "a limit for every request"
        );
        for (place, point) in points.iter().enumerate() {
            let limit = place + 1;
            let makespans: Vec<_> = draws
                .iter()
                .map(|jobs| list_scheduling(jobs, limit).as_millis_f64())
                .collect();
            assert_eq!(point.limit as usize, limit);
            for (at, figure) in [(0.1, point.p10), (0.5, point.median), (0.9, point.p90)] {
                let expected = quantile(&makespans, at).expect("draws");
                assert!(
                    (figure - expected).abs() < 0.2,
                    "{albums}, {point:?} for {expected}"
                );
            }
        }
    }
}

/// The smallest number of rounds that is within 5 % of one round: without jitter, one permit a request.
#[test]
fn equal_requests_are_advised_a_permit_each_and_slow_servers_fewer() {
    let cases = [
        ("jitter=0&albums=1-8", 8),
        // The server is the limit: two at a time are all it takes. Round trips are short.
        (
            "rtt=1&jitter=0&service=100&workers=2&albums=1-8",
            2,
        ),
        // The browser is.
        (
            "jitter=0&protocol=h1&connections=4&albums=1-8",
            4,
        ),
    ];
    for (numbers, expected) in cases {
        let page = Page::at(
            &format!("{WIDE}&{numbers}"),
            Scripted::anything(),
        );
        let points = swept(&page, Ground::Network);
        let (enough, _) = advised(&points).expect("an advice");
        assert_eq!(
            enough.limit, expected,
            "{numbers}: {points:?}"
        );
    }
}

const LIVE: &[(&str, u64)] = &[("1", 300), ("2", 100), ("3", 100), ("4", 100), ("5", 20)];

fn live() -> Scripted {
    let paths: Vec<_> = LIVE
        .iter()
        .map(|(album, _)| format!("/photos?albumId={album}"))
        .collect();
    let scripts: Vec<(&str, Script)> = paths
        .iter()
        .zip(LIVE)
        .map(|(path, (_, millis))| (path.as_str(), Answer(millis * 1_000, 0)))
        .collect();
    Scripted::all_but(Answer(1_000, 0), &scripts)
}

#[test]
fn measured_durations_give_list_scheduling_and_send_nothing() {
    let page = Page::at(
        "experiment=album-photos&source=live&albums=1-5",
        live(),
    );
    page.session.run();
    page.wait(LONG);
    let sent = page.sent();
    let points = swept(&page, Ground::Measured);
    let jobs: Vec<_> = LIVE
        .iter()
        .map(|(_, millis)| Nanos::from_millis(*millis))
        .collect();
    for point in &points {
        let expected = list_scheduling(&jobs, point.limit as usize).as_millis_f64();
        assert_eq!(
            [point.p10, point.median, point.p90],
            [expected; 3],
            "{point:?}"
        );
    }
    let (enough, best) = advised(&points).expect("an advice");
    // The longest one is 300 ms, and so are three of 100 and one of 20 in turn, but for 20.
    assert_eq!(
        (enough.limit, best.limit, best.median),
        (3, 3, 300.0)
    );
    assert_eq!(
        page.sent(),
        sent,
        "not one request more"
    );
    assert_eq!(sweep(&page).ground(), Ground::Measured);
}

#[test]
fn a_sweep_runs_in_slices_and_stop_keeps_what_was_tried() {
    let query = format!("{WIDE}&albums=1-12");
    let whole = swept(
        &Page::at(&query, Scripted::anything()),
        Ground::Network,
    );
    let page = Page::paced(
        &query,
        Scripted::anything(),
        Nanos::from_millis(1),
    );
    page.session.sweep(Ground::Network);
    while sweep(&page).points().len() < 4 {
        page.wait(2);
        assert_eq!(sweep(&page).phase(), Phase::Running);
    }
    assert!(sweep(&page).slices() > 1);
    page.session.stop_sweep();
    page.wait(LONG);
    let stopped = sweep(&page);
    assert_eq!(stopped.phase(), Phase::Stopped);
    assert_eq!(stopped.limits(), 12);
    let points = stopped.points();
    assert!((4..12).contains(&points.len()));
    assert_eq!(points, whole[..points.len()]);
    // And once more, to its end: slices change nothing.
    page.session.sweep(Ground::Network);
    page.wait(LONG);
    assert_eq!(sweep(&page).points(), whole);
    // At a millisecond a draw, a slice of 12 ms takes no more than so many.
    let least = 12 * DRAWS / 12;
    assert!(
        sweep(&page).slices() >= least,
        "{}",
        sweep(&page).slices()
    );
}

#[test]
fn a_new_sweep_ends_the_one_before() {
    let page = Page::paced(
        WIDE,
        Scripted::anything(),
        Nanos::from_millis(1),
    );
    page.session.sweep(Ground::Network);
    page.wait(2);
    let first = sweep(&page);
    page.session.sweep(Ground::Network);
    page.wait(LONG);
    assert_eq!(first.phase(), Phase::Stopped);
    assert_eq!(sweep(&page).phase(), Phase::Done);
}

#[test]
fn a_limit_that_is_applied_is_chosen_and_the_sweep_stays() {
    let page = Page::at(
        &format!("{WIDE}&albums=1-6"),
        Scripted::anything(),
    );
    page.session.run();
    page.wait(LONG);
    let points = swept(&page, Ground::Network);
    let limit = page.session.experiment().limit.expect("a limit");
    page.session.apply_limit(limit, Value::Number(5));
    assert_eq!(sweep(&page).points(), points);
    assert_eq!(page.session.text_of(limit.param), "5");
    assert!(page.host.query.borrow().contains("limit=5"));
    assert!(
        page.session.comparison().is_none(),
        "its figures are of another limit"
    );
    page.session.run();
    page.wait(LONG);
    let comparison = page.session.comparison().expect("a comparison");
    let ran = comparison.lanes()[1].trace(|trace| (trace.peak_in_flight, trace.ended));
    let (peak, total) = ran.expect("a trace");
    assert_eq!(peak, 5);
    let expected = list_scheduling(&jobs(&page, 0), 5).as_millis_f64();
    assert!((total.expect("an end").as_millis_f64() - expected).abs() < 0.2);
}

#[test]
fn where_there_is_no_limit_or_nothing_measured_nothing_is_tried() {
    let page = Page::at("source=replica", Scripted::anything());
    page.session.sweep(Ground::Network);
    assert!(
        page.session.sweeping().is_none(),
        "this experiment has no limit"
    );
    let page = Page::at(WIDE, Scripted::anything());
    page.session.sweep(Ground::Measured);
    assert!(
        page.session.sweeping().is_none(),
        "nothing was measured"
    );
    page.session.run();
    page.wait(60);
    page.session.sweep(Ground::Measured);
    assert!(
        page.session.sweeping().is_none(),
        "not all was measured"
    );
}

/// More than the server takes is refused at once, and a run that fails has no makespan.
#[test]
fn a_limit_under_which_every_draw_fails_has_no_point() {
    let numbers = "jitter=0&rtt=10&ratelimit=4/0.005&albums=1-8";
    let page = Page::at(
        &format!("{WIDE}&{numbers}"),
        Scripted::anything(),
    );
    page.session.sweep(Ground::Network);
    page.wait(1);
    let limits: Vec<_> = sweep(&page)
        .points()
        .iter()
        .map(|point| point.limit)
        .collect();
    assert_eq!(
        (sweep(&page).limits(), limits),
        (8, vec![1, 2, 3, 4])
    );
}
