//! Files that are opened.

use tandem::record::{har as hars, open, run_file as run_files};

use super::complaint::assert_placed;
use super::shown::assert_shown;
use super::weigh::weighed;

/// A run file.
pub fn run_file(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match weighed(text.len(), || run_files::read(&text)) {
        Ok(record) => {
            assert_eq!(open(&text).as_ref(), Ok(&record));
            let written = run_files::write(&record).expect("it is of an experiment");
            assert_eq!(
                run_files::read(&written).as_ref(),
                Ok(&record)
            );
            assert_shown(record);
        }
        Err(bad) => assert_placed(&text, &bad),
    }
}

/// A HAR.
pub fn har(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match weighed(text.len(), || hars::read(&text)) {
        Ok(record) => assert_shown(record),
        Err(bad) => assert_placed(&text, &bad),
    }
}
