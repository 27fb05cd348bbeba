//! What else is true of the finished files.

use super::copy::names;
use crate::support::env;
use std::fs;

#[test]
fn unsent_each_file_that_gets_smaller_lies_there_compressed() {
    let dist = env::path("TANDEM_DIST");
    let names = names();
    let length = |name: &str| fs::metadata(dist.join(name)).expect("a file").len();
    let mut packed = 0;
    for name in &names {
        let end = name.rsplit_once('.').map_or("", |(_, end)| end);
        let gets_smaller =
            ["html", "js", "mjs", "css", "wasm", "svg", "webmanifest"].contains(&end);
        for end in ["br", "gz"] {
            let beside = format!("{name}.{end}");
            assert_eq!(
                names.contains(&beside),
                gets_smaller && length(name) >= 256,
                "{beside}"
            );
            if names.contains(&beside) {
                packed += 1;
                assert!(
                    length(&beside) < length(name),
                    "{beside} is no smaller"
                );
            }
        }
    }
    assert!(packed > 10, "{packed}");
}

#[test]
fn unsent_no_file_tells_of_the_machine_that_it_was_built_on() {
    let root = std::env!("CARGO_MANIFEST_DIR");
    let home = std::env::home_dir().expect("a home");
    let dist = env::path("TANDEM_DIST");
    for name in names() {
        let bytes = fs::read(dist.join(&name)).expect("a file");
        for folder in [root, &*home.join(".cargo").to_string_lossy()] {
            let found = bytes
                .windows(folder.len())
                .any(|part| part == folder.as_bytes());
            assert!(!found, "{name} holds {folder}");
        }
    }
}
