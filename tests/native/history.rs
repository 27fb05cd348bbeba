//! The runs that stay in this browser: which, how many, and what a place that fails costs.

use serde_json::Value;
use tandem::record::LaneState;
use tandem::state::history::{History, MOST};
use tandem::state::{NoShelf, Origin, Phase, Reading, read, verdict};

use crate::page::Page;
use crate::scripted::Script::{Answer, Refused, Status};
use crate::scripted::{Script, Scripted};

/// Long enough for whatever happens.
const LONG: u64 = 60_000;

/// A page on which every request takes so many milliseconds.
fn page(query: &str, millis: u64) -> Page {
    Page::at(
        query,
        Scripted::all(Answer(millis * 1_000, 0)),
    )
}

/// Runs on the `day`th of a month, and lets the page be.
fn run(page: &Page, day: usize) {
    page.host
        .today
        .replace(format!("2026-01-{day:02}T12:00:00Z"));
    page.session.run();
    page.wait(LONG);
}

fn history(page: &Page) -> History {
    page.session.show_history();
    page.wait(1);
    page.session.history()
}

/// The days of what is listed.
fn days(history: &History) -> Vec<usize> {
    let rows = history.rows().iter();
    rows.map(|row| row.id[8..10].parse().expect("a day"))
        .collect()
}

fn readings(page: &Page) -> Vec<Reading> {
    read(&page.session.comparison().expect("a comparison"))
}

#[test]
fn the_newest_twenty_are_kept_and_listed_newest_first() {
    let page = page("source=live", 10);
    for day in 1..=MOST + 3 {
        run(&page, day);
    }
    let listed = days(&history(&page));
    assert_eq!(
        listed,
        (4..=MOST + 3).rev().collect::<Vec<_>>()
    );
    assert_eq!(page.host.shelf.ids().len(), MOST);
}

#[test]
fn a_kept_run_is_told_of_and_opened_as_it_was() {
    let page = page("source=live&user=3", 10);
    run(&page, 1);
    let file = |page: &Page| {
        page.session
            .comparison()
            .map(|all| all.started().to_owned())
    };
    let (before, started) = (readings(&page), file(&page));
    let said = verdict::read(&before, false);

    let history = history(&page);
    let row = &history.rows()[0];
    let entry = row.entry.as_ref().expect("it can be read");
    assert_eq!(
        (
            &*entry.experiment,
            &*entry.params,
            &*entry.source
        ),
        (
            "user-dashboard",
            "User 3",
            "jsonplaceholder.typicode.com"
        )
    );
    assert_eq!(
        (&entry.headline, &entry.about),
        (&said.headline, &said.about)
    );
    assert_eq!(
        entry.makespans(),
        "Sequential 30 ms · Joined 10 ms"
    );
    assert_eq!(
        page.session.kept_as().as_ref(),
        Some(&row.id)
    );

    page.session.open("fastest-posts");
    assert_eq!(page.session.kept_as(), None);
    page.session.open_kept(row.id.clone());
    page.wait(1);
    assert_eq!(
        (readings(&page), file(&page)),
        (before, started)
    );
    let shown = page.session.comparison().expect("a comparison");
    assert_eq!(*shown.origin(), Origin::Kept);
    assert_eq!(
        page.session.kept_as().as_ref(),
        Some(&row.id)
    );
    assert!(
        !page.session.history().open,
        "the list makes way"
    );
    assert!(!page.session.can_run());
    page.session.put_away();
    assert!(page.session.can_run());
}

#[test]
fn only_what_ran_here_to_its_end_is_kept() {
    // Stopped.
    let page = page("source=live", 10);
    page.session.run();
    page.wait(20);
    page.session.stop();
    page.wait(LONG);
    assert_eq!(
        page.host.shelf.ids(),
        Vec::<String>::new()
    );
    // Nothing before the end.
    page.session.run();
    page.wait(60);
    assert!(page.session.is_active());
    assert_eq!(
        page.host.shelf.ids(),
        Vec::<String>::new()
    );
    page.wait(LONG);
    assert_eq!(page.host.shelf.ids().len(), 1);
    // What is opened is not kept again.
    let record = tandem::state::recorded::record(&page.session.comparison().expect("one"));
    page.session.forget_all_kept();
    page.wait(1);
    for origin in [Origin::File("a file".into()), Origin::Link, Origin::Kept] {
        page.session
            .show_record(record.clone(), origin)
            .expect("it is known");
        page.wait(LONG);
        assert_eq!(
            page.host.shelf.ids(),
            Vec::<String>::new()
        );
    }
}

#[test]
fn a_failed_run_is_kept_too() {
    let page = Page::at(
        "source=live",
        Scripted::all(Status(503, 9)),
    );
    run(&page, 1);
    let history = history(&page);
    let entry = history.rows()[0].entry.as_ref().expect("an entry");
    assert_eq!(
        (&*entry.headline, &*entry.makespans()),
        (
            "Failed",
            "Sequential failed · Joined failed"
        )
    );
}

/// What writing takes is taken from no run: it waits until nothing runs.
#[test]
fn nothing_is_written_while_another_run_goes_on() {
    let page = page("source=live", 500);
    page.session.run();
    while page.session.comparison().expect("one").phase() != Phase::Done {
        page.wait(1);
    }
    page.host.today.replace("2026-01-02T12:00:00Z".into());
    page.session.run();
    page.wait(1_000);
    assert!(page.session.is_active());
    assert_eq!(
        page.host.shelf.ids(),
        Vec::<String>::new()
    );
    page.wait(LONG);
    assert_eq!(page.host.shelf.ids().len(), 2);
}

#[test]
fn a_place_that_fails_costs_the_history_and_nothing_else() {
    for (why, says) in [
        (
            NoShelf::Blocked,
            "does not let the page",
        ),
        (NoShelf::Full, "no room left"),
        (
            NoShelf::Broken("a test".into()),
            "(a test)",
        ),
    ] {
        for both in [true, false] {
            let page = page("source=live", 10);
            let shelf = &page.host.shelf;
            shelf.unwritable.replace(Some(why.clone()));
            shelf.unreadable.replace(both.then(|| why.clone()));
            run(&page, 1);
            assert_eq!(
                page.states(),
                ["done", "done"],
                "{why:?}"
            );
            let history = history(&page);
            let complaint = history.complaint().expect("a complaint");
            assert_eq!(
                complaint.matches(says).count(),
                1,
                "{complaint}"
            );
            run(&page, 2);
            assert_eq!(
                page.states(),
                ["done", "done"],
                "{why:?}"
            );
            // It recovers by itself.
            shelf.unwritable.replace(None);
            shelf.unreadable.replace(None);
            run(&page, 3);
            let history = self::history(&page);
            assert_eq!(history.complaint(), None, "{why:?}");
            assert_eq!(days(&history), [3], "{why:?}");
        }
    }
}

#[test]
fn what_cannot_be_read_says_so_and_can_be_deleted() {
    let page = page("source=live", 10);
    run(&page, 9);
    let (good, run_file) = page.host.shelf.kept.borrow()[&page.host.shelf.ids()[0]].clone();
    let mut other: Value = serde_json::from_str(&good).expect("JSON");
    other["format"] = "tandem-history/2".into();
    let mut partial: Value = serde_json::from_str(&good).expect("JSON");
    partial["lanes"] = "none".into();
    let broken = [
        ("2026-01-01 a", String::new(), "damaged"),
        (
            "2026-01-02 b",
            "{".into(),
            "It is damaged: EOF",
        ),
        (
            "2026-01-03 c",
            "[1]".into(),
            "does not name its format",
        ),
        (
            "2026-01-04 d",
            other.to_string(),
            "“tandem-history/2”, and this page reads “tandem-history/1”",
        ),
        (
            "2026-01-05 e",
            partial.to_string(),
            "invalid type",
        ),
    ];
    for (id, entry, _) in &broken {
        let kept = (entry.clone(), run_file.clone());
        page.host.shelf.kept.borrow_mut().insert((*id).into(), kept);
    }
    let history = history(&page);
    assert_eq!(days(&history), [9, 5, 4, 3, 2, 1]);
    for (id, _, says) in broken {
        let row = history.rows().iter().find(|row| row.id == id);
        let why = row.expect("a row").entry.as_ref().expect_err("unreadable");
        assert!(
            why.contains(says),
            "{id}: {why:?} for {says:?}"
        );
        page.session.forget_kept(id.into());
    }
    page.wait(1);
    assert_eq!(days(&page.session.history()), [9]);
}

/// Nothing on the page changes, and the list says why.
#[test]
fn a_run_that_cannot_be_opened_leaves_the_page_as_it_is() {
    let page = page("source=live", 10);
    run(&page, 1);
    run(&page, 2);
    let ids = page.host.shelf.ids();
    let spoil = |run: &str| {
        let mut kept = page.host.shelf.kept.borrow_mut();
        kept.get_mut(&ids[0]).expect("it is kept").1 = run.into();
    };
    let whole = page.host.shelf.kept.borrow()[&ids[0]].1.clone();
    for (file, says) in [
        ("garbage".to_owned(), "This is no JSON"),
        (
            whole.replace("tandem-run/1", "tandem-run/9"),
            "tandem-run/9",
        ),
        (
            whole.replace(
                "\"user-dashboard\"",
                "\"user-dashboards\"",
            ),
            "no experiment “user-dashboards”",
        ),
    ] {
        spoil(&file);
        let before = page.session.kept_as();
        history(&page);
        page.session.open_kept(ids[0].clone());
        page.wait(1);
        let complaint = page.session.history().complaint();
        let complaint = complaint.expect("a complaint");
        assert!(complaint.contains(says), "{complaint}");
        assert!(page.session.history().open);
        page.session.lay_over(ids[0].clone());
        page.wait(1);
        assert!(page.session.reference().is_none());
        assert_eq!(page.session.kept_as(), before);
    }
    // Gone meanwhile, in another tab.
    page.host.shelf.kept.borrow_mut().remove(&ids[0]);
    page.session.open_kept(ids[0].clone());
    page.wait(1);
    let history = page.session.history();
    assert!(
        history.complaint().expect("one").contains("another tab"),
        "{history:?}"
    );
    assert_eq!(days(&history), [2]);
}

#[test]
fn a_run_is_laid_over_another_of_its_experiment() {
    let page = page("source=live&user=2", 100);
    run(&page, 1);
    let first = page.host.shelf.ids()[0].clone();
    page.go("source=replica&user=2&network=fibre&jitter=0");
    page.session.lay_over(first.clone());
    page.wait(1);
    run(&page, 2);

    let reference = page.session.reference().expect("a reference");
    assert_eq!(reference.id(), first);
    assert_eq!(
        reference.total(0).map(|total| total.as_millis_f64()),
        Some(300.0)
    );
    assert_eq!(reference.reach().as_millis_f64(), 300.0);
    let spans = |place: usize| reference.trace(place).map(|trace| trace.spans.len());
    assert_eq!(
        [spans(0), spans(1), spans(2)],
        [Some(3), Some(3), None]
    );
    let here = readings(&page);
    let differences = reference.differences(&here);
    for (difference, reading) in differences.iter().zip(&here) {
        assert_eq!(
            (difference.here, &*difference.title),
            (reading.total, &*reading.title)
        );
    }
    let words = differences[0].words();
    assert!(
        words.starts_with("Sequential ") && words.contains(", laid over 300 ms: −"),
        "{words}"
    );
    let comparison = page.session.comparison().expect("a comparison");
    let other = reference.other_conditions(&comparison);
    assert_eq!(other.len(), 1, "{other:?}");
    assert!(
        other[0].starts_with("Other source: replica"),
        "{other:?}"
    );

    // It goes with its experiment, and comes back with it.
    page.session.open("fastest-posts");
    assert!(page.session.reference().is_none());
    page.session.lay_over(first);
    page.wait(1);
    let complaint = page.session.history().complaint();
    assert!(
        complaint.expect("one").contains("it is one of “"),
        "of another experiment"
    );
    page.session.open("user-dashboard");
    assert!(page.session.reference().is_some());
    page.session.clear_reference();
    assert!(page.session.reference().is_none());
}

#[test]
fn other_parameters_are_said_and_requests_find_their_like() {
    let page = page("source=live&user=2", 10);
    run(&page, 1);
    let first = page.host.shelf.ids()[0].clone();
    page.go("source=live&user=5");
    run(&page, 2);
    page.session.lay_over(first);
    page.wait(1);
    let reference = page.session.reference().expect("a reference");
    let comparison = page.session.comparison().expect("a comparison");
    assert_eq!(
        reference.other_conditions(&comparison),
        ["Other parameters: User 5 on the page, User 2 laid over."]
    );
    let spans = comparison.lanes()[0].trace(|trace| trace.spans.clone());
    for span in spans.expect("a trace") {
        let like = reference.span(0, &span).expect("a like");
        assert_eq!(
            (like.id, &like.call.resource),
            (span.id, &span.call.resource)
        );
        assert_ne!(like.call.path, span.call.path);
    }
}

/// A lane that failed, here or there, has no difference.
#[test]
fn what_failed_is_said_to_have_failed() {
    let failing = |script: &Script| {
        let posts = [("/posts?userId=1", script.clone())];
        Scripted::all_but(Answer(10_000, 0), &posts)
    };
    let page = Page::at("source=live", failing(&Refused(9_000)));
    run(&page, 1);
    page.session.lay_over(page.host.shelf.ids()[0].clone());
    page.wait(1);
    let reference = page.session.reference().expect("a reference");
    let states = |state| readings(&page).iter().all(|reading| reading.state == state);
    assert!(states(LaneState::Failed));
    let words: Vec<_> = reference
        .differences(&readings(&page))
        .iter()
        .map(tandem::state::Difference::words)
        .collect();
    assert_eq!(
        words,
        [
            "Sequential failed, laid over failed",
            "Joined failed, laid over failed"
        ]
    );
}
