//! What is painted before the program has come says what the program will.

use tandem::network::{Network, Number};
use tandem::state::{Settings, Source};

/// The page as it is served, with each run of white space as one space.
fn page() -> String {
    let words: Vec<_> = include_str!("../../index.html")
        .split_whitespace()
        .collect();
    words.join(" ")
}

#[test]
fn it_has_the_words_of_what_the_page_opens_with() {
    let page = page();
    let experiment = Settings::default().experiment;
    let words = [
        format!(
            "<h1 data-experiment=\"{}\">{}</h1>",
            experiment.name, experiment.title
        ),
        format!(
            "<p data-experiment=\"{}\" class=\"lede\">{}</p>",
            experiment.name, experiment.question
        ),
        format!(
            "data-replica=\"{}\"",
            Source::Replica(Network::default()).name()
        ),
        format!(">{}</span>", Source::Live.name()),
        format!(
            "content=\"{}\"",
            env!("CARGO_PKG_VERSION")
        ),
    ];
    for words in words {
        assert!(
            page.contains(&words),
            "{words} is not in index.html"
        );
    }
}

/// A network of the link's own is told by the program alone.
#[test]
fn it_knows_every_key_that_shapes_the_network() {
    let script = include_str!("../../src/boot/first.js");
    let list = script.split("const NETWORK = [").nth(1).expect("the keys");
    let list = list.split(']').next().expect("its end");
    let shaping = Number::ALL.iter().filter(|number| **number != Number::Seed);
    let keys = shaping.map(|number| number.key()).chain(["network"]);
    let mut known: Vec<_> = keys.map(|key| format!("\"{key}\"")).collect();
    let mut told: Vec<_> = list.split(", ").map(str::to_owned).collect();
    known.sort();
    told.sort();
    assert_eq!(told, known);
}
