//! What the page does with a record: figures, words, pictures and other files.

use leptos::prelude::untrack;
use roxmltree::Document;
use serde_json::Value as Json;
use tandem::picture::{self, Colours};
use tandem::record::{Record, chrome_trace, csv, har};
use tandem::state::{Comparison, Origin, Settings, caption, read, recorded, verdict};

use super::link::address;

/// Records with more requests than this are read and no more, to leave time for others.
const MOST_SPANS: usize = 100;

/// Fails unless all that a page makes of `record` can be made.
pub(super) fn assert_shown(record: Record) {
    let spans: usize = record.runs.iter().map(|run| run.trace.spans.len()).sum();
    if spans > MOST_SPANS {
        return;
    }
    assert_written(&record);
    untrack(|| assert_compared(record));
}

/// As a comparison on the page.
fn assert_compared(record: Record) {
    match comparison(record) {
        Ok(shown) => {
            assert_said(&shown);
            // Saved and opened again it is the same.
            let saved = recorded::record(&shown);
            let again =
                comparison(saved.clone()).unwrap_or_else(|bad| panic!("{bad:?}: {saved:?}"));
            assert_eq!(recorded::record(&again), saved);
        }
        Err(problem) => assert!(!problem.is_empty()),
    }
}

fn comparison(record: Record) -> Result<Comparison, String> {
    let origin = Origin::File("a file".into());
    recorded::comparison(
        record,
        origin,
        &Settings::default(),
        address,
    )
    .map_err(|bad| bad.to_string())
}

/// In the other formats.
fn assert_written(record: &Record) {
    // A HAR of nothing is refused.
    if record.runs.is_empty() {
        return;
    }
    let read = har::read(&har::write(record)).unwrap_or_else(|bad| panic!("{bad:?}: {record:?}"));
    let traces =
        |record: &Record| -> Vec<_> { record.runs.iter().map(|run| run.trace.clone()).collect() };
    assert_eq!(traces(&read), traces(record));
    assert!(csv::write(record).ends_with("\r\n"));
    serde_json::from_str::<Json>(&chrome_trace::write(record)).expect("a trace is JSON");
}

/// In words and pictures.
fn assert_said(shown: &Comparison) {
    let said = verdict::of(shown, &read(shown));
    assert!(!said.headline.is_empty());
    let caption = caption(shown);
    let record = recorded::record(shown);
    for draw in [picture::waterfall, picture::verdict] {
        let text = draw(&record, &caption, Colours::Both);
        Document::parse(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    }
}
