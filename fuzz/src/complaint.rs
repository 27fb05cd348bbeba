//! Whether a complaint names a place that there is.

use serde_json::Value as Json;
use tandem::record::reader::BadFile;

/// Fails unless `bad`, said of the file `text`, names where.
pub(super) fn assert_placed(text: &str, bad: &BadFile) {
    assert!(!bad.problem.is_empty(), "{bad:?}");
    let Ok(json) = serde_json::from_str::<Json>(text.trim_start_matches('\u{feff}')) else {
        let has_line = bad.problem.contains(" at line ") && bad.problem.contains(" column ");
        assert!(
            bad.place.is_empty() && has_line,
            "{bad:?}"
        );
        return;
    };
    assert!(
        is_there(&json, &bad.place),
        "{bad:?} of {text}"
    );
}

/// Whether `place`, such as `variants[0].spans[3]`, is in `json`. The file as a whole is.
fn is_there(json: &Json, place: &str) -> bool {
    // What was chosen stands under keys that the file chose.
    if let Some(key) = place.strip_prefix("params.") {
        return json["params"].get(key).is_some();
    }
    let mut value = json;
    for step in place.split(['.', '[']).filter(|step| !step.is_empty()) {
        let found = match step.strip_suffix(']') {
            Some(index) => index.parse().ok().and_then(|index: usize| value.get(index)),
            None => value.get(step),
        };
        let Some(found) = found else { return false };
        value = found;
    }
    true
}
