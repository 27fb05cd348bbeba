//! Replay: the moment that is shown, and what the figures say at it.

use tandem::state::{LaneState, Speed, read_at, settle};
use tandem::time::Nanos;

use crate::page::Page;
use crate::scripted::Script::Answer;
use crate::scripted::Scripted;

fn ms(millis: u64) -> Option<Nanos> {
    Some(Nanos::from_millis(millis))
}

/// A page with a finished comparison: three requests of 15 ms, in turn and joined.
fn finished() -> Page {
    let page = Page::at(
        "source=live&order=fixed",
        Scripted::all(Answer(10_000, 5_000)),
    );
    page.session.run();
    assert_eq!(
        page.session.replay_end(),
        None,
        "nothing to replay while it runs"
    );
    page.wait(10_000);
    assert_eq!(page.states(), ["done", "done"]);
    assert_eq!(page.session.replay_end(), ms(45));
    page
}

#[test]
fn plays_at_its_speed_and_ends_with_the_whole() {
    let page = finished();
    let session = page.session;
    assert_eq!(session.moment(), None);
    for (speed, frame, shown) in [
        (Speed::Full, 10, 10),
        (Speed::Quarter, 40, 10),
        (Speed::Tenth, 50, 5),
        (Speed::Fiftieth, 50, 1),
    ] {
        session.seek(Nanos::ZERO);
        session.choose_speed(speed);
        session.play();
        assert!(session.is_playing());
        page.frame(1);
        assert_eq!(
            session.moment(),
            ms(0),
            "the first frame shows where it begins"
        );
        page.frame(frame);
        assert_eq!(session.moment(), ms(shown), "{speed:?}");
        session.pause();
        page.frame(frame);
        assert_eq!(session.moment(), ms(shown), "paused");
    }
    session.choose_speed(Speed::Full);
    session.play();
    page.frame(1);
    page.frame(20);
    assert_eq!(
        session.moment(),
        ms(21),
        "it goes on from where it was"
    );
    page.frame(60_000);
    assert_eq!(
        session.moment(),
        None,
        "a long frame carries it to its end and no further"
    );
    assert!(!session.is_playing());
}

/// A frame after an hour in the background does not skip what there is to see.
#[test]
fn a_long_frame_carries_it_no_further_than_a_tenth_of_a_second() {
    let page = finished();
    page.session.choose_speed(Speed::Tenth);
    page.session.play();
    page.frame(1);
    page.frame(3_600_000);
    assert_eq!(page.session.moment(), ms(10));
}

#[test]
fn steps_from_event_to_event() {
    let page = finished();
    let session = page.session;
    session.step(false);
    // The last but one event: the head of the third answer in turn.
    assert_eq!(session.moment(), ms(40));
    session.step(false);
    assert_eq!(session.moment(), ms(30));
    session.step(true);
    session.step(true);
    assert_eq!(
        session.moment(),
        None,
        "the last event is the whole"
    );
    session.seek(Nanos::from_millis(12));
    session.step(true);
    assert_eq!(session.moment(), ms(15));
    for _ in 0..9 {
        session.step(false);
    }
    assert_eq!(session.moment(), ms(0));
}

/// Who likes no motion is shown events, and nothing in between.
#[test]
fn without_motion_it_goes_by_steps() {
    let page = finished();
    page.host.likes_motion.set(false);
    page.session.choose_speed(Speed::Full);
    page.session.play();
    page.frame(1);
    let shown = [4, 4, 4, 4, 4].map(|millis| {
        page.frame(millis);
        page.session.moment()
    });
    assert_eq!(
        shown,
        [ms(0), ms(0), ms(10), ms(15), ms(15)]
    );
}

#[test]
fn figures_and_data_show_the_moment() {
    let page = finished();
    let comparison = page.session.comparison().expect("a comparison");
    let settled = settle(&comparison);
    let figures = |moment| {
        read_at(&comparison, &settled, moment)
            .iter()
            .map(|reading| {
                (
                    reading.state,
                    reading.total,
                    reading.metrics.calls,
                    reading.metrics.in_flight,
                    reading.metrics.peak_in_flight,
                )
            })
            .collect::<Vec<_>>()
    };
    use LaneState::{Done, Running};
    assert_eq!(
        figures(ms(12)),
        [(Running, ms(12), 1, 1, 1), (Running, ms(12), 3, 3, 3)]
    );
    assert_eq!(
        figures(ms(20)),
        [(Running, ms(20), 2, 1, 1), (Done, ms(15), 3, 0, 3)]
    );
    assert_eq!(
        figures(None),
        [(Done, ms(45), 3, 0, 1), (Done, ms(15), 3, 0, 3)]
    );
    let lanes = comparison.lanes();
    assert!(lanes[0].answer(ms(44)).is_none());
    assert!(lanes[1].answer(ms(15)).is_some());
}

/// What a stream hands on is there from its own moment on.
#[test]
fn a_stream_hands_on_at_each_moment_what_it_had_by_then() {
    let page = Page::at(
        "experiment=fastest-posts&users=1-3&source=replica&jitter=20",
        Scripted::all(Answer(0, 0)),
    );
    page.session.run();
    page.wait(10_000);
    let comparison = page.session.comparison().expect("a comparison");
    let stream = &comparison.lanes()[1];
    let handed = stream.handed();
    assert_eq!(
        handed.len(),
        4,
        "three values and the answer"
    );
    let count = |moment| {
        stream.answer(moment).map_or(0, |loaded| {
            loaded.answer().json.value().as_array().map_or(0, Vec::len)
        })
    };
    assert_eq!(
        count(Some(handed[0].since(Nanos(1)))),
        0
    );
    assert_eq!(
        [0, 1, 2, 3].map(|place| count(Some(handed[place]))),
        [1, 2, 3, 3]
    );
    assert_eq!(count(None), 3);
}

#[test]
fn another_run_puts_the_moment_away() {
    let page = finished();
    page.session.seek(Nanos::from_millis(20));
    page.session.run();
    assert_eq!(
        (
            page.session.moment(),
            page.session.replay_end()
        ),
        (None, None)
    );
    page.wait(10_000);
    assert_eq!(page.session.moment(), None);
}

/// Another network takes the run off the page, and with it the moment that was shown of it.
#[test]
fn another_network_puts_the_moment_away() {
    let page = Page::at("source=replica", Scripted::anything());
    page.session.run();
    page.wait(10_000);
    page.session.seek(Nanos::from_millis(20));
    assert_eq!(page.session.moment(), ms(20));
    page.session.type_number(
        tandem::network::Number::Rtt,
        "20".into(),
    );
    assert!(page.session.comparison().is_none());
    assert_eq!(page.session.moment(), None);
}
