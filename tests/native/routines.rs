//! What the variants do comes after the page: what is chosen is predicted and run once it is there.

use tandem::state::sweep::Ground;
use tandem::state::{Phase, Session, Tab};

use crate::page::Page;
use crate::scripted::Scripted;

const ALBUMS: &str = "source=replica&experiment=album-photos&albums=1-3";

/// How many requests each variant is predicted to make.
fn predicted(session: Session) -> Vec<usize> {
    let traces = session.prediction().traces;
    traces.iter().map(|trace| trace.spans.len()).collect()
}

#[test]
fn the_page_starts_with_what_its_first_experiment_needs() {
    let page = Page::that_starts("source=replica", Scripted::anything());
    assert!(page.session.is_ready());
    assert_eq!(predicted(page.session), [3, 3]);
    page.session.run();
    page.wait(10_000);
    assert_eq!(page.states(), ["done", "done"]);
}

#[test]
fn another_is_predicted_once_what_it_does_is_there() {
    let page = Page::that_starts(ALBUMS, Scripted::anything());
    let session = page.session;
    assert!(!session.is_ready());
    assert!(!session.is_missing());
    assert!(predicted(session).is_empty());
    page.wait(1);
    assert!(session.is_ready());
    assert_eq!(predicted(session), [3, 3, 3]);
}

#[test]
fn a_run_waits_for_it() {
    let page = Page::that_starts(ALBUMS, Scripted::anything());
    page.session.run();
    assert!(page.session.comparison().is_none());
    page.wait(10_000);
    assert_eq!(page.states(), ["done", "done", "done"]);
}

#[test]
fn so_do_repeats_and_limits() {
    let page = Page::that_starts(ALBUMS, Scripted::anything());
    page.session.repeat(2, true);
    assert!(page.session.series().is_none());
    page.wait(10_000);
    let series = page.session.series().expect("a series");
    assert_eq!(series.phase(), Phase::Done);

    let page = Page::that_starts(ALBUMS, Scripted::anything());
    page.session.sweep(Ground::Network);
    assert!(page.session.sweeping().is_none());
    page.wait(10_000);
    let sweep = page.session.sweeping().expect("a sweep");
    assert_eq!(sweep.points().len(), 3);
}

#[test]
fn a_run_that_waits_can_be_stopped_and_goes_with_its_experiment() {
    let give_up: [fn(Session); 2] = [Session::stop, |session| session.open("user-comments")];
    for give_up in give_up {
        let page = Page::that_starts(ALBUMS, Scripted::anything());
        page.session.run();
        assert!(page.session.is_waiting());
        give_up(page.session);
        assert!(!page.session.is_waiting());
        page.wait(10_000);
        assert!(page.session.comparison().is_none());
        page.session.run();
        assert!(!page.session.is_waiting());
        page.wait(10_000);
        assert!(page.states().iter().all(|state| *state == "done"));
    }
}

#[test]
fn a_run_that_waits_minds_no_other_tab_and_no_second_press() {
    let page = Page::that_starts(ALBUMS, Scripted::anything());
    page.session.run();
    page.session.choose_tab(Tab::Python);
    page.session.run();
    page.wait(10_000);
    assert!(!page.session.is_waiting());
    assert_eq!(page.states(), ["done", "done", "done"]);
}

#[test]
fn the_page_of_concepts_needs_none_of_it() {
    let page = Page::that_starts(
        "page=concepts&experiment=album-photos",
        Scripted::anything(),
    );
    assert!(page.session.is_ready());
}

#[test]
fn once_the_page_stands_the_rest_is_there_as_well() {
    let page = Page::that_starts("source=replica", Scripted::anything());
    page.session.stands();
    page.wait(1);
    page.session.open("album-photos");
    assert_eq!(predicted(page.session).len(), 3);
}
