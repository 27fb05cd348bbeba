//! What is painted before the program has come says what the program will.

use tandem::network::Network;
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
