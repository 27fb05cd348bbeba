//! What fuzzing has found and kept, through the same functions, without the fuzzer.

#![cfg(test)]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the lists keep the page's I/O in one folder; tests are all I/O"
)]

#[path = "../fuzz/src/lib.rs"]
mod readers;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use readers::READERS;

/// The longest that reading one input may take here: far more than any takes, far less than a hang.
const LONGEST: Duration = Duration::from_secs(10);

/// The most bytes that the corpus of all readers may have in the repository.
const MOST: u64 = 300_000;

/// Where the kept inputs of a reader are: a folder of files, and a file of lines.
fn places(name: &str) -> [PathBuf; 2] {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    [corpus.join(name), corpus.join(format!("{name}.kept"))]
}

/// The kept inputs of a reader, with what they are called: some have a file each, the others a line.
fn corpus(name: &str) -> Vec<(String, Vec<u8>)> {
    let [named, kept] = places(name);
    let entries = fs::read_dir(named).expect("a folder a reader");
    let named = entries.map(|entry| {
        let path = entry.expect("an entry").path();
        let bytes = fs::read(&path).expect("an input");
        (path.display().to_string(), bytes)
    });
    let lines = fs::read_to_string(kept).expect("a file a reader");
    let kept = lines.lines().enumerate().map(|(place, line)| {
        let bytes = BASE64_STANDARD.decode(line).expect("base64");
        (
            format!("{name}.kept, line {}", place + 1),
            bytes,
        )
    });
    named.chain(kept).collect()
}

/// One test, because memory is counted over all threads.
#[test]
fn every_kept_input_is_read_as_it_should_be() {
    for (name, read) in READERS {
        let inputs = corpus(name);
        assert!(
            inputs.len() > 2,
            "{name} has nothing to read"
        );
        for (what, bytes) in inputs {
            println!("{what}");
            let started = Instant::now();
            read(&bytes);
            let took = started.elapsed();
            assert!(took < LONGEST, "{what} took {took:?}");
        }
    }
}

#[test]
fn the_corpus_is_small() {
    let size = |path: &Path| fs::metadata(path).expect("an input").len();
    let all = READERS.iter().map(|(name, _)| {
        let [named, kept] = places(name);
        let entries = fs::read_dir(named).expect("a folder a reader");
        let named = entries.map(|entry| size(&entry.expect("an entry").path()));
        named.sum::<u64>() + size(&kept)
    });
    let all: u64 = all.sum();
    assert!(all <= MOST, "{all} bytes");
}
