//! Entries of the history's list.

use tandem::state::history::Row;

use super::weigh::weighed;

/// An entry: what is told of it can be told, and it can be kept again.
pub fn history(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let row = weighed(text.len(), || {
        Row::read("id".into(), &text)
    });
    match &row.entry {
        Ok(entry) => {
            let told = entry.title().len() + entry.makespans().len();
            assert!(told < 64 * (text.len() + 64), "{told}");
            let kept = serde_json::to_string(entry).expect("text and finite numbers");
            assert_eq!(Row::read("id".into(), &kept), row);
        }
        Err(why) => assert!(!why.is_empty()),
    }
}
