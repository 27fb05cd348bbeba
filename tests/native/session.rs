//! What a person does and what the page makes of it, without a browser.

use tandem::api::base::BadBase;
use tandem::engine::runner::WarmUp;
use tandem::state::{Phase, SourceKind};
use tandem::trace::Outcome;

use crate::page::Page;
use crate::scripted::Script::{self, Refused, Silent, Status};
use crate::scripted::Scripted;

/// Long enough for whatever happens.
const LONG: u64 = 60_000;

fn source(page: &Page) -> SourceKind {
    page.session
        .comparison()
        .expect("a comparison")
        .source()
        .kind()
}

fn every(script: &Script) -> Scripted {
    Scripted::all(script.clone())
}

#[test]
fn falls_back_only_when_live_gives_no_answer_and_nobody_chose_it() {
    use SourceKind::{Live, Replica};
    let unreachable = Some(WarmUp::Unreachable);
    // The link, how live answers, the source that ran, why, and the lanes.
    let cases = [
        (
            "",
            Refused(9),
            Replica,
            unreachable,
            "done",
        ),
        (
            "",
            Silent,
            Replica,
            Some(WarmUp::Silent),
            "done",
        ),
        ("", Status(503, 9), Live, None, "failed"),
        (
            "",
            Script::Answer(9, 0),
            Live,
            None,
            "done",
        ),
        (
            "source=live",
            Refused(9),
            Live,
            None,
            "failed",
        ),
        (
            "source=live",
            Silent,
            Live,
            None,
            "failed",
        ),
    ];
    for (query, answers, ran, why, state) in cases {
        let page = Page::at(query, every(&answers));
        page.session.run();
        page.wait(LONG);
        let what = format!("{query:?}, {answers:?}");
        assert_eq!(source(&page), ran, "{what}");
        let comparison = page.session.comparison().expect("a comparison");
        assert_eq!(
            (
                comparison.fell_back(),
                page.session.fallen_back()
            ),
            (why, why),
            "{what}"
        );
        assert_eq!(page.states(), [state, state], "{what}");
    }
}

#[test]
fn a_fall_back_lasts_until_live_is_tried_again() {
    let page = Page::at("", every(&Refused(9)));
    page.session.run();
    page.wait(LONG);
    assert_eq!(
        page.session.source_kind(),
        SourceKind::Replica
    );
    assert_eq!(
        *page.host.query.borrow(),
        "",
        "nobody chose the replica"
    );
    page.session.try_live_again();
    assert_eq!(source(&page), SourceKind::Live);
    page.wait(LONG);
    assert_eq!(
        source(&page),
        SourceKind::Replica,
        "it was tried, and fell back again"
    );
}

#[test]
fn live_chosen_while_the_warm_up_waits_is_chosen() {
    let page = Page::at("", every(&Silent));
    page.session.run();
    page.wait(1_000);
    page.session.choose_source(SourceKind::Live);
    page.wait(LONG);
    assert_eq!(source(&page), SourceKind::Live);
    assert_eq!(page.session.fallen_back(), None);
    assert_eq!(page.states(), ["failed", "failed"]);
}

#[test]
fn a_links_api_is_asked_about_once() {
    let link = "source=custom&api=http%3A%2F%2Fapi.test";
    let page = Page::at(link, every(&Script::Answer(9, 0)));
    page.session.run();
    assert_eq!(
        page.session.asking().map(|base| base.host).as_deref(),
        Some("api.test")
    );
    assert!(page.session.comparison().is_none());
    page.session.answer(false);
    page.wait(LONG);
    assert!(page.session.comparison().is_none() && page.host.live.pools().is_empty());
    page.session.run();
    page.session.answer(true);
    page.wait(LONG);
    assert_eq!(page.states(), ["done", "done"]);
    page.session.run();
    assert!(
        page.session.asking().is_none(),
        "it is known now"
    );
}

/// Allowed is a scheme, a host and a port; not the same host in the clear.
#[test]
fn what_is_allowed_is_an_origin() {
    let asked = |api: &str| {
        let link = format!("source=custom&api={api}");
        let page = Page::at(&link, every(&Script::Answer(9, 0)));
        page.host.known.replace(vec!["https://api.test".into()]);
        page.session.run();
        page.session.asking().is_some()
    };
    let cases = [
        ("https://api.test", false),
        ("https://api.test/v1", false),
        ("http://api.test", true),
        ("https://api.test:8443", true),
        ("https://api.test.", true),
        ("https://other.test", true),
    ];
    for (api, expected) in cases {
        assert_eq!(asked(api), expected, "{api}");
    }
}

/// A page around this one could steal the click on the question.
#[test]
fn in_a_frame_there_is_no_api_of_ones_own() {
    let link = "source=custom&api=http://api.test";
    let page = Page::at(link, every(&Script::Answer(9, 0)));
    page.host.framed.set(true);
    page.host.known.replace(vec!["http://api.test".into()]);
    assert_eq!(
        page.session.source(),
        Err(BadBase::Framed)
    );
    page.session.run();
    page.session.repeat(5, false);
    page.session.choose_api("http://other.test");
    page.session.run();
    page.wait(LONG);
    assert!(page.session.asking().is_none() && page.host.live.pools().is_empty());
    page.session.choose_source(SourceKind::Replica);
    assert!(
        page.session.can_run(),
        "the others are as they were"
    );
}

#[test]
fn a_typed_api_is_not_asked_about_and_keeps_no_password_in_the_link() {
    let page = Page::at("", every(&Script::Answer(9, 0)));
    page.session.choose_source(SourceKind::Custom);
    assert!(!page.session.can_run());
    page.session.choose_api("http://me:secret@api.test");
    assert!(!page.session.can_run() && !page.host.query.borrow().contains("secret"));
    page.session.choose_api("http://api.test");
    page.session.run();
    assert!(page.session.asking().is_none());
    page.wait(LONG);
    assert_eq!(page.states(), ["done", "done"]);
}

#[test]
fn the_question_goes_with_its_page() {
    let page = Page::at(
        "source=custom&api=http%3A%2F%2Fapi.test",
        Scripted::anything(),
    );
    page.session.run();
    page.go("source=replica");
    assert!(page.session.asking().is_none());
    page.session.answer(true);
    assert!(
        page.session.comparison().is_none(),
        "an answer to nothing runs nothing"
    );
}

#[test]
fn the_pages_own_link_is_read_back_without_a_word() {
    let page = Page::at("", Scripted::anything());
    page.session.choose_source(SourceKind::Custom);
    let own = page.host.query.borrow().clone();
    page.session.open("user-with-posts");
    page.go(&own);
    assert_eq!(page.session.problems(), []);
    assert_eq!(
        page.session.source_kind(),
        SourceKind::Custom
    );
}

#[test]
fn stop_cancels_what_had_not_ended() {
    let page = Page::at(
        "source=live&order=fixed",
        every(&Script::Answer(9_000_000, 0)),
    );
    page.session.run();
    page.wait(2_000);
    page.session.stop();
    page.wait(1);
    assert_eq!(
        page.states(),
        ["cancelled", "cancelled"]
    );
    let comparison = page.session.comparison().expect("a comparison");
    assert_eq!(comparison.phase(), Phase::Stopped);

    let page = Page::at(
        "source=live&order=fixed",
        every(&Script::Answer(500_000, 0)),
    );
    page.session.run();
    page.wait(1_000);
    page.session.stop();
    page.wait(1);
    let comparison = page.session.comparison().expect("a comparison");
    let outcomes = comparison.lanes()[0].trace(|trace| {
        trace
            .spans
            .iter()
            .map(|span| span.outcome)
            .collect::<Vec<_>>()
    });
    assert_eq!(
        outcomes,
        Some(vec![Some(Outcome::Cancelled)])
    );
    assert_eq!(
        page.states(),
        ["cancelled", "cancelled"]
    );
}

/// Whoever clicks twice gets one run; later, another one.
#[test]
fn run_pressed_in_the_warm_up_is_the_same_run() {
    let page = Page::at(
        "source=live&order=fixed",
        every(&Script::Answer(400_000, 0)),
    );
    page.session.run();
    page.wait(100);
    let sent = page.sent();
    page.session.run();
    page.wait(100);
    assert_eq!(
        (page.sent(), page.host.comparisons.get()),
        (sent, 1)
    );
    // Past the warm-up, and in the first variant.
    page.wait(400);
    page.session.run();
    page.wait(1);
    assert_eq!(
        page.sent(),
        sent + 1 + sent,
        "a warm-up of its own"
    );
    page.wait(LONG);
    assert_eq!(page.states(), ["done", "done"]);
    // After Stop there is no run that it could be.
    page.session.run();
    page.wait(100);
    page.session.stop();
    page.session.run();
    page.wait(LONG);
    assert_eq!(page.states(), ["done", "done"]);
    // What was chosen since is another run, at once.
    page.session.run();
    page.session.choose_source(SourceKind::Replica);
    page.session.run();
    assert_eq!(source(&page), SourceKind::Replica);
}

#[test]
fn interrupted_runs_leave_nothing_behind() {
    let page = Page::at(
        "source=live",
        every(&Script::Answer(400_000, 0)),
    );
    for round in 0..50 {
        page.session.run();
        page.wait(round * 37 % 1_500);
        match round % 4 {
            0 => page.session.stop(),
            1 => page.session.open("user-with-posts"),
            2 => page.session.open("user-dashboard"),
            _ => {}
        }
    }
    page.session.run();
    page.wait(LONG);
    assert_eq!(
        page.states(),
        ["done", "done"],
        "the last run is right"
    );
    assert_eq!(
        page.host.comparisons.get(),
        1,
        "and the only one that is kept"
    );
    assert_eq!(page.host.live.clock.pending(), 0);
}

#[test]
fn what_is_typed_is_chosen_when_it_can_be_read() {
    let page = Page::at(
        "experiment=album-photos",
        Scripted::anything(),
    );
    let param = &page.session.experiment().params[1];
    page.session.type_into(param, "0".into());
    assert_eq!(
        page.session.problem_of(param).as_deref(),
        Some("a whole number from 1 to 1000")
    );
    assert!(!page.session.can_run());
    assert_eq!(
        *page.host.query.borrow(),
        "experiment=album-photos",
        "nothing was chosen"
    );
    page.session.type_into(param, "07".into());
    assert!(page.session.can_run());
    assert_eq!(
        *page.host.query.borrow(),
        "experiment=album-photos&limit=7"
    );
    assert_eq!(
        page.session.text_of(param),
        "07",
        "as typed, while it is being typed"
    );
    page.session.leave(param);
    assert_eq!(page.session.text_of(param), "7");
}
