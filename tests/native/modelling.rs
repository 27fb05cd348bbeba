//! The network as a person chooses it.

use proptest::prelude::*;
use tandem::network::{Network, Number, PRESETS, Preset, Protocol, RateLimit};
use tandem::state::sweep::Ground;
use tandem::state::{Phase, SourceKind};
use tandem::time::Nanos;

use crate::page::Page;
use crate::properties::{cases, network};
use crate::scripted::Scripted;

/// Long enough for whatever happens.
const LONG: u64 = 60_000;

fn page(query: &str) -> Page {
    Page::at(query, Scripted::anything())
}

fn preset(name: &str) -> &'static Preset {
    Preset::find(name).expect("a preset")
}

fn link(page: &Page) -> String {
    page.host.query.borrow().clone()
}

#[test]
fn a_preset_is_chosen_with_all_its_numbers() {
    let page = page("source=replica");
    page.session.type_number(Number::Rtt, "20".into());
    page.session.type_number(Number::Kbps, "nothing".into());
    assert_eq!(link(&page), "source=replica&rtt=20");
    assert!(!page.session.can_run());
    page.session.choose_preset(preset("3g"));
    assert_eq!(link(&page), "source=replica&network=3g");
    assert_eq!(
        page.session.network(),
        preset("3g").network()
    );
    assert_eq!(
        page.session.text_of_number(Number::Kbps),
        "1600",
        "what was typed is gone"
    );
    assert!(page.session.can_run());
    page.session.choose_preset(&PRESETS[0]);
    assert_eq!(link(&page), "source=replica");
}

#[test]
fn a_number_is_chosen_when_it_can_be_read() {
    let page = page("source=replica");
    page.session.type_number(Number::RateLimit, "5/".into());
    assert_eq!(
        page.session.problem_of_number(Number::RateLimit).as_deref(),
        Some("requests/seconds, such as 5/1, or nothing")
    );
    assert_eq!(
        page.session.network(),
        Network::default()
    );
    assert!(!page.session.can_run());
    page.session.leave_number(Number::RateLimit);
    assert_eq!(
        page.session.text_of_number(Number::RateLimit),
        "5/",
        "it is wrong, and stays to be mended"
    );
    page.session.choose_source(SourceKind::Live);
    assert!(
        page.session.can_run(),
        "live needs no network"
    );
    page.session.choose_source(SourceKind::Replica);
    page.session.type_number(Number::RateLimit, "05/1.0".into());
    assert!(page.session.can_run());
    assert_eq!(
        page.session.text_of_number(Number::RateLimit),
        "05/1.0"
    );
    page.session.leave_number(Number::RateLimit);
    assert_eq!(
        page.session.text_of_number(Number::RateLimit),
        "5/1"
    );
    assert_eq!(
        link(&page),
        "source=replica&ratelimit=5%2F1"
    );
}

/// Every network that a link can write.
fn networks() -> impl Strategy<Value = Network> {
    let time = || (0..=60_000_000_000_u64).prop_map(Nanos);
    let window = prop_oneof![
        (1..=3_600_000_000_000_u64).prop_map(Nanos),
        (1..=3_600_u64).prop_map(|seconds| Nanos::from_millis(seconds * 1_000)),
    ];
    let rate_limit =
        (1..=1_000_000_u32, window).prop_map(|(requests, window)| RateLimit { requests, window });
    let numbers = (
        time(),
        time(),
        1..=10_000_000_u32,
        prop_oneof![Just(Protocol::Http1), Just(Protocol::Http2)],
        1..=1_000_u32,
        any::<bool>(),
        time(),
        1..=10_000_u32,
        proptest::option::of(rate_limit),
        0.0..=1.0,
        any::<u64>(),
    );
    numbers.prop_map(network)
}

proptest! {
    #![proptest_config(cases(64))]

    /// Typed number by number over any preset, with some numbers left as the preset has them.
    #[test]
    fn every_network_goes_into_a_link_and_comes_back(
        network in networks(),
        preset in 0..PRESETS.len(),
        typed in proptest::collection::vec(any::<bool>(), Number::ALL.len()),
    ) {
        let page = page("experiment=connection-reuse&posts=1");
        page.session.choose_preset(&PRESETS[preset]);
        let mut expected = PRESETS[preset].network();
        for (number, typed) in Number::ALL.iter().zip(typed) {
            if typed {
                let text = number.text(&network);
                number.read(&text, &mut expected).expect("what it wrote itself");
                page.session.type_number(*number, text);
                prop_assert_eq!(page.session.problem_of_number(*number), None);
            }
        }
        prop_assert_eq!(page.session.network(), expected);
        let again = Page::at(&link(&page), Scripted::anything());
        prop_assert_eq!(again.session.problems(), []);
        prop_assert_eq!(again.session.network(), expected);
        prop_assert_eq!(again.session.preset(), &PRESETS[preset]);
    }

    #[test]
    fn what_a_number_writes_it_reads(network in networks()) {
        let mut read = Network::default();
        for number in Number::ALL {
            number.read(&number.text(&network), &mut read).expect("what it wrote itself");
        }
        prop_assert_eq!(read, network);
    }
}

/// Ways to another network than `source=…&rtt=30`.
const CHANGES: [fn(&Page); 4] = [
    |page| page.session.choose_preset(preset("3g")),
    |page| page.session.type_number(Number::Rtt, "31".into()),
    |page| page.session.type_number(Number::Seed, "3".into()),
    |page| {
        let link = link(page).replace("rtt=30", "rtt=300");
        page.go(&link);
    },
];

#[test]
fn another_network_clears_what_ran_on_the_replica_and_nothing_else() {
    for change in CHANGES {
        for (source, stays) in [("live", true), ("replica", false)] {
            for running in [true, false] {
                let page = page(&format!("source={source}&rtt=30"));
                page.session.run();
                page.wait(if running { 1 } else { LONG });
                let before = page.session.comparison().expect("a comparison");
                change(&page);
                assert_eq!(
                    page.session.comparison().is_some(),
                    stays,
                    "{source}"
                );
                page.wait(LONG);
                let stopped = running && !stays;
                assert_eq!(
                    before.phase() == Phase::Stopped,
                    stopped,
                    "{source}"
                );
            }
        }
    }
}

#[test]
fn another_network_clears_repeats_on_the_replica_and_no_others() {
    for change in CHANGES {
        for (source, stays) in [("live", true), ("replica", false)] {
            for virtual_time in [true, false] {
                let page = page(&format!("source={source}&rtt=30"));
                page.session.repeat(5, virtual_time);
                page.wait(LONG);
                change(&page);
                assert_eq!(
                    page.session.series().is_some(),
                    stays,
                    "{source}, {virtual_time}"
                );
            }
        }
    }
}

#[test]
fn another_network_clears_limits_that_were_tried_on_it_and_no_others() {
    for change in CHANGES {
        for (ground, stays) in [(Ground::Measured, true), (Ground::Network, false)] {
            let page = page("experiment=album-photos&albums=1-4&source=live&rtt=30");
            page.session.run();
            page.wait(LONG);
            page.session.sweep(ground);
            page.wait(1);
            assert!(page.session.sweeping().is_some());
            change(&page);
            assert_eq!(
                page.session.sweeping().is_some(),
                stays,
                "{ground:?}"
            );
            assert!(
                page.session.comparison().is_some(),
                "it ran on live"
            );
        }
    }
}

/// The same number again, or another way to write it, is no change.
#[test]
fn the_same_network_clears_nothing() {
    let page = page("source=replica&rtt=30");
    page.session.run();
    page.wait(LONG);
    page.session.type_number(Number::Rtt, "30.0".into());
    page.session.type_number(Number::Rtt, "fast".into());
    assert_eq!(page.states(), ["done", "done"]);
}

#[test]
fn predictions_are_of_the_network_that_is_chosen() {
    let page = page("source=live&jitter=0&kbps=10000000&rtt=30");
    let longest = |page: &Page| page.session.prediction().longest().as_millis_f64().round();
    assert_eq!(longest(&page), 90.0, "three in turn");
    page.session.type_number(Number::Rtt, "50".into());
    assert_eq!(longest(&page), 150.0);
}
