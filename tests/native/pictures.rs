//! Pictures as files: each is XML that stands by itself, whatever is in the record.

use std::collections::HashSet;

use roxmltree::{Document, Node};
use tandem::picture::{Caption, Colours, verdict, waterfall};
use tandem::record::{Failure, LaneState, Record, Run};
use tandem::state::{caption, recorded};
use tandem::time::Nanos;
use tandem::trace::{CallSite, NewSpan, Outcome, Span, SpanId, Trace};

use crate::run_files::{compared, endings};
use tandem::experiments::EXPERIMENTS;

const ALL: [Colours; 3] = [Colours::Both, Colours::Light, Colours::Dark];

/// All that a picture is made of.
const ELEMENTS: [&str; 9] = [
    "svg", "title", "desc", "style", "defs", "pattern", "rect", "line", "text",
];

fn pictures(record: &Record, caption: &Caption) -> Vec<String> {
    let both = |colours| {
        [
            waterfall(record, caption, colours),
            verdict(record, caption, colours),
        ]
    };
    ALL.into_iter().flat_map(both).collect()
}

/// Fails unless `text` is a picture that needs nothing from elsewhere. Gives its texts.
fn assert_stands_alone(text: &str) -> Vec<String> {
    let picture = Document::parse(text).expect("it is XML");
    let root = picture.root_element();
    let size = |name| {
        root.attribute(name)
            .and_then(|value| value.parse::<f64>().ok())
    };
    let (width, height) = (
        size("width").expect("a width"),
        size("height").expect("a height"),
    );
    assert_eq!(
        root.attribute("viewBox"),
        Some(&*format!("0 0 {width} {height}"))
    );
    let ids: HashSet<_> = root
        .descendants()
        .filter_map(|node| node.attribute("id"))
        .collect();
    for node in root.descendants().filter(Node::is_element) {
        let name = node.tag_name();
        assert_eq!(
            name.namespace(),
            Some("http://www.w3.org/2000/svg")
        );
        assert!(
            ELEMENTS.contains(&name.name()),
            "{name:?}"
        );
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            assert!(
                !name.contains("href") && !name.starts_with("on"),
                "{attribute:?}"
            );
            assert!(
                !value.contains(':') && !value.contains('&'),
                "{attribute:?}"
            );
        }
    }
    let style = said(root, "style").concat();
    assert!(
        !style.contains("@import") && !style.contains("var("),
        "{style}"
    );
    for url in style.split("url(").skip(1) {
        let id = url.strip_prefix('#').and_then(|url| url.split_once(')'));
        assert!(
            ids.contains(id.expect("a part of the picture").0),
            "{url}"
        );
    }
    assert_eq!(
        (
            said(root, "title").len(),
            said(root, "desc").len()
        ),
        (1, 1)
    );
    said(root, "text")
}

/// The texts of all elements of this name.
fn said(root: Node, name: &str) -> Vec<String> {
    let named = root.descendants().filter(|node| node.has_tag_name(name));
    named
        .map(|node| node.text().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn pictures_of_every_experiment_stand_alone() {
    for experiment in EXPERIMENTS {
        for (script, stop_after) in &endings() {
            let comparison = compared(experiment.name, script, *stop_after);
            let (record, caption) = (
                recorded::record(&comparison),
                caption(&comparison),
            );
            for text in pictures(&record, &caption) {
                let said = assert_stands_alone(&text).join(" ");
                let titles = record.runs.iter().map(|run| &run.title);
                for words in titles.chain([&caption.headline, &caption.about, &caption.title]) {
                    assert!(
                        said.contains(words.as_str()),
                        "{words}: {said}"
                    );
                }
                assert!(
                    said.contains("2026-01-31 12:00 UTC"),
                    "{said}"
                );
                assert!(said.contains(experiment.name), "{said}");
            }
        }
    }
}

/// A run of so many calls in turn, a millisecond each, with this path.
fn run(title: &str, path: &str, calls: u32) -> Run {
    let span = |id: u32| {
        let call = NewSpan {
            method: "GET".into(),
            path: path.into(),
            url: path.into(),
            resource: path.to_owned().into(),
            site: CallSite::caller(),
        };
        let at = |millis: u32| Nanos::from_millis(millis.into());
        Span {
            started: Some(at(id)),
            ended: Some(at(id + 1)),
            outcome: Some(Outcome::Ok),
            ..Span::new(SpanId(id), call, Nanos::ZERO)
        }
    };
    let end = Nanos::from_millis(calls.into());
    Run {
        variant: title.into(),
        title: title.into(),
        state: LaneState::Failed,
        error: Some(Failure {
            kind: "network".into(),
            message: title.into(),
        }),
        trace: Trace::of_times(
            (0..calls).map(span).collect(),
            None,
            Some(end),
        ),
        ..Run::default()
    }
}

#[test]
fn hostile_names_stay_text() {
    let hostile = [
        "</text><script>alert(1)</script>",
        "\"/><image href='http://evil/x.png'/>",
        "]]></style><style>@import url(http://evil/x.css)",
        "&amp;&lt;!DOCTYPE x [<!ENTITY y SYSTEM \"file:///etc/passwd\">]>&y;",
        "javascript:alert(1)",
        "\u{202e}desrever\u{0}\u{1b}\u{ffff}",
        "<!-- -->",
        "url(http://evil) var(--x)",
    ];
    for words in hostile {
        let caption = Caption {
            title: words.into(),
            headline: words.into(),
            about: words.into(),
            detail: words.into(),
            best: Some(7),
            conditions: vec![words.into(), words.into()],
        };
        let record = Record {
            runs: vec![run(words, words, 3), run("", "", 0)],
            ..Record::default()
        };
        let readable = words.replace(
            ['\u{0}', '\u{1b}', '\u{ffff}'],
            "\u{fffd}",
        );
        for text in pictures(&record, &caption) {
            let said = assert_stands_alone(&text);
            assert!(
                said.contains(&readable),
                "{words}: {said:#?}"
            );
        }
    }
}

#[test]
fn endless_names_fit_into_the_picture() {
    let long = "W".repeat(100_000);
    let caption = Caption {
        title: "W".repeat(500),
        ..Caption::default()
    };
    let record = Record {
        runs: vec![run("Long", &long, 3)],
        ..Record::default()
    };
    for text in pictures(&record, &caption) {
        assert_stands_alone(&text);
        assert!(
            text.len() < 20_000,
            "{} bytes",
            text.len()
        );
    }
}

#[test]
fn ten_thousand_calls_make_a_file_of_reasonable_size() {
    let runs = ["Sequential", "Joined", "Nested"].map(|title| run(title, "/users/1", 10_000));
    let record = Record {
        runs: runs.into(),
        ..Record::default()
    };
    let text = waterfall(
        &record,
        &Caption::default(),
        Colours::Both,
    );
    let said = assert_stands_alone(&text);
    let cut = "The first 1,000 of 10,000 requests are drawn.";
    assert_eq!(
        said.iter().filter(|text| **text == cut).count(),
        3
    );
    assert!(
        text.len() < 1_000_000,
        "{} bytes",
        text.len()
    );
}
