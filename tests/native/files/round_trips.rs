//! What is written is read back.

use proptest::prelude::*;
use tandem::record::{Record, har, open, run_file};

use super::cases;
use super::records::{records, with_data};

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn a_run_file_is_read_back_and_written_again_the_same(record in records()) {
        let text = run_file::write(&record).expect("it has a setup");
        let read = run_file::read(&text).map_err(|bad| TestCaseError::fail(format!("{bad}\n{text}")))?;
        prop_assert_eq!(&read, &record);
        prop_assert_eq!(run_file::write(&read), Some(text.clone()));
        prop_assert_eq!(open(&text), Ok(record));
    }

    #[test]
    fn a_har_of_ours_is_read_back(record in records().prop_flat_map(with_data)) {
        let text = har::write(&record);
        let read = har::read(&text).map_err(|bad| TestCaseError::fail(format!("{bad}\n{text}")))?;
        prop_assert_eq!(&read.setup, &None);
        let runs = record.runs.iter().map(|run| tandem::record::Run { answer: None, ..run.clone() });
        prop_assert_eq!(&read.runs, &runs.collect::<Vec<_>>());
        for (url, body) in &record.bodies {
            let wanted = is_wanted(&record, url).then_some(body);
            prop_assert_eq!(read.bodies.get(url), wanted);
        }
        // Nothing is lost on the way through a second file.
        prop_assert_eq!(har::read(&har::write(&read)), Ok(read.clone()));
        prop_assert_eq!(open(&text), Ok(read));
    }
}

/// Whether some request had all of this body: a part of one is no body.
fn is_wanted(record: &Record, url: &str) -> bool {
    let mut spans = record.runs.iter().flat_map(|run| &run.trace.spans);
    spans.any(|span| {
        span.call.url == url
            && span.call.method == "GET"
            && span.received.is_some()
            && span.status.is_some_and(|status| status / 100 == 2)
    })
}
