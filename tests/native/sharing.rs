//! Links to pass on, and what becomes of the results in them.

use std::cell::RefCell;
use std::rc::Rc;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use tandem::experiments::EXPERIMENTS;
use tandem::record::Record;
use tandem::record::packed::{pack, unpack};
use tandem::record::run_file;
use tandem::state::{Origin, Phase, Tab, read, recorded, verdict};

use crate::page::Page;
use crate::scripted::Script::{Answer, Refused};
use crate::scripted::Scripted;

const LONG: u64 = 600_000;

fn answering() -> Scripted {
    Scripted::all(Answer(10_000, 5_000))
}

/// A page at `query` on which a comparison has run.
fn ran(query: &str) -> Page {
    let page = Page::at(query, answering());
    page.session.run();
    page.wait(LONG);
    page
}

/// The fragment of what ran on `page`.
fn packed(page: &Page) -> String {
    let told = Rc::new(RefCell::new(None));
    let telling = Rc::clone(&told);
    page.session
        .pack_results(move |packed| drop(telling.replace(Some(packed))));
    page.wait(1);
    told.take().expect("it is told").expect("it is packed")
}

/// A page at `link`, once it has read it, with an API that cannot be reached.
fn opened(link: &str) -> Page {
    let page = Page::at(link, Scripted::all(Refused(9)));
    page.wait(1);
    page
}

fn says(page: &Page) -> verdict::Verdict {
    let comparison = page.session.comparison().expect("a comparison");
    verdict::read(&read(&comparison), false)
}

fn record_on(page: &Page) -> Record {
    recorded::record(&page.session.comparison().expect("a comparison"))
}

/// The record without what links leave out, as its run file tells it.
fn figures(mut record: Record) -> String {
    record.runs.iter_mut().for_each(|run| run.answer = None);
    run_file::write(&record).expect("a run file")
}

#[test]
fn a_link_with_results_shows_the_same_and_sends_nothing() {
    for experiment in EXPERIMENTS {
        for source in ["live", "replica"] {
            let query = format!(
                "experiment={}&source={source}",
                experiment.name
            );
            let page = ran(&query);
            let fragment = packed(&page);
            let other = opened(&format!("{query}#{fragment}"));
            assert_eq!(says(&other), says(&page), "{query}");
            assert_eq!(
                figures(record_on(&other)),
                figures(record_on(&page)),
                "{query}"
            );
            assert_eq!(other.states(), page.states(), "{query}");
            assert_eq!(other.sent(), 0, "{query}");
            assert!(
                other.session.problems().is_empty(),
                "{query}"
            );
            assert_eq!(
                *other.host.fragment.borrow(),
                fragment,
                "it stays in the address"
            );
            let comparison = other.session.comparison().expect("a comparison");
            assert_eq!(*comparison.origin(), Origin::Link);
            // No link holds the data, and what is done without it is done all the same.
            assert!(
                comparison
                    .lanes()
                    .iter()
                    .all(|lane| lane.answer(None).is_none())
            );
            assert!(!other.session.can_run());
        }
    }
}

#[test]
fn what_is_chosen_beside_results_keeps_them() {
    let page = ran("source=live&user=3");
    let fragment = packed(&page);
    let other = opened(&format!(
        "source=live&user=3#{fragment}"
    ));
    other.session.choose_tab(Tab::Data);
    assert_eq!(
        *other.host.query.borrow(),
        "user=3&source=live&tab=data"
    );
    assert_eq!(*other.host.fragment.borrow(), fragment);
    // The link that skips to the experiment is a place on this page and no other page.
    other.go("user=3&source=live&tab=data#main");
    assert!(other.session.comparison().is_some());
    // Nor does it make entries of its own to go back from.
    assert_eq!(other.host.entries.get(), 0);
}

#[test]
fn results_that_are_put_away_leave_the_address() {
    let page = ran("source=live&user=3");
    let link = format!("user=3&source=live#{}", packed(&page));
    let put_away = |act: &dyn Fn(&Page)| {
        let other = opened(&link);
        act(&other);
        other.wait(LONG);
        assert_eq!(*other.host.fragment.borrow(), "");
        other
    };
    let other = put_away(&|other| other.session.put_away());
    assert!(other.session.comparison().is_none() && other.session.can_run());
    let other = put_away(&|other| {
        other.session.put_away();
        other.session.run();
    });
    assert_eq!(
        other.session.comparison().map(|one| one.phase()),
        Some(Phase::Done)
    );
    let other = put_away(&|other| other.session.open("user-with-posts"));
    assert!(other.session.comparison().is_none());
    // Back to where they were in the address.
    other.go(&link);
    other.wait(1);
    assert!(other.session.is_opened());
    // And on to an address without them.
    other.go("user=3&source=live");
    assert!(other.session.comparison().is_none());
}

#[test]
fn results_come_with_a_new_fragment_too() {
    let page = ran("source=live");
    let fragment = packed(&page);
    let other = ran("source=replica");
    other.go(&format!("source=replica#{fragment}"));
    other.wait(1);
    assert_eq!(says(&other), says(&page));
    // As they say and not as the rest of the link does.
    let other = opened(&format!(
        "experiment=user-comments&source=live#{fragment}"
    ));
    assert_eq!(
        other.session.experiment().name,
        "user-dashboard"
    );
    assert_eq!(
        *other.host.query.borrow(),
        "source=live"
    );
}

#[test]
fn bad_fragments_are_told_and_the_rest_applies() {
    let good = packed(&ran("source=live"));
    // Another experiment's name of the same length.
    let unknown = {
        let bytes = BASE64.decode(&good["results=".len()..]).expect("base64");
        assert!(
            unpack(&bytes[1..]).is_ok(),
            "the mark of the fake and a pack"
        );
        let place = bytes.windows(14).position(|part| part == b"user-dashboard");
        let mut bytes = bytes.clone();
        bytes[place.expect("the name")] = b'x';
        format!("results={}", BASE64.encode(bytes))
    };
    let none = format!(
        "results={}",
        BASE64.encode([&b"z"[..], &pack(&Record::default())].concat())
    );
    let cases = [
        (
            "results=",
            "it is none of the packer",
            "not deflated.",
        ),
        (
            "results=%%%",
            "no base64",
            "It is damaged",
        ),
        (
            "results=AAAA",
            "no deflate",
            "not deflated.",
        ),
        (
            "results=egk",
            "a later version",
            "version: this version of Tandem reads version 1, not 9.",
        ),
        (
            &good[..good.len() - 8],
            "cut short",
            "it ends here, too early.",
        ),
        (
            &none,
            "no experiment",
            "It is of no experiment.",
        ),
        (
            &unknown,
            "unknown",
            "there is no experiment “xser-dashboard”.",
        ),
        ("colour=red", "no key", "Unknown"),
    ];
    for (fragment, what, said) in cases {
        let page = opened(&format!(
            "user=0&source=replica&tab=data#{fragment}"
        ));
        let problems = page.session.problems();
        let (key, value) = fragment.split_once('=').expect("a key");
        assert_eq!(
            problems.len(),
            2,
            "{what}: {problems:?}"
        );
        assert_eq!(problems[0].key, "user", "{what}");
        assert_eq!(
            (&*problems[1].key, &*problems[1].value),
            (key, value),
            "{what}"
        );
        let told = format!("{:?}", problems[1].wrong);
        assert!(told.contains(said), "{what}: {told}");
        assert_eq!(
            page.session.settings().tab,
            Tab::Data,
            "{what}"
        );
        assert!(
            page.session.comparison().is_none(),
            "{what}"
        );
        // The rest works.
        page.session.run();
        page.wait(LONG);
        assert_eq!(
            page.states(),
            ["done", "done"],
            "{what}"
        );
    }
    for place in ["", "main", "results"] {
        let page = opened(&format!("source=replica#{place}"));
        assert!(
            page.session.problems().is_empty(),
            "{place}"
        );
    }
}

#[test]
fn links_are_whole_addresses() {
    // What is chosen, the link, and the one to frame.
    let cases = [
        (
            "",
            "http://page.test/",
            Some("http://page.test/?embed=1"),
        ),
        (
            "user=3&source=replica",
            "http://page.test/?user=3&source=replica",
            Some("http://page.test/?user=3&source=replica&embed=1"),
        ),
        (
            "source=custom&api=http%3A%2F%2Fapi.test",
            "http://page.test/?source=custom&api=http%3A%2F%2Fapi.test",
            None,
        ),
        (
            "user=3&embed=1",
            "http://page.test/?user=3",
            Some("http://page.test/?user=3&embed=1"),
        ),
    ];
    for (query, link, embed) in cases {
        let page = opened(query);
        let session = page.session;
        assert_eq!(session.shared_link(), link);
        assert_eq!(
            session.embedded_link().as_deref(),
            embed
        );
    }
}

#[test]
fn an_embedded_page_leads_to_the_whole_one_with_its_results() {
    let fragment = packed(&ran("source=live"));
    let link = format!("source=live&embed=1#{fragment}");
    let page = opened(&link);
    assert!(page.session.is_embedded() && page.session.is_opened());
    assert_eq!(
        page.session.link_to_whole(),
        format!("?source=live#{fragment}")
    );
    page.session.put_away();
    assert_eq!(
        page.session.link_to_whole(),
        "?source=live"
    );
}

#[test]
fn what_still_runs_cannot_be_shared() {
    let page = Page::at("source=live", answering());
    assert!(page.session.shareable().is_none());
    page.session.run();
    assert!(page.session.shareable().is_none());
    page.wait(LONG);
    assert!(page.session.shareable().is_some());
}

/// What a link of results comes to before compression, for the largest comparison that is offered.
#[test]
fn a_pack_takes_a_few_bytes_a_span() {
    let page = ran("experiment=album-photos&albums=1-100&source=replica");
    let record = record_on(&page);
    let spans: usize = record.runs.iter().map(|run| run.trace.spans.len()).sum();
    let bytes = pack(&record).len();
    println!("{spans} spans in {bytes} bytes");
    assert_eq!(spans, 300);
    assert!(
        bytes < spans * 40,
        "{bytes} bytes for {spans} spans"
    );
}
