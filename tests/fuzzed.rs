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

use readers::READERS;

/// The longest that reading one input may take here: far more than any takes, far less than a hang.
const LONGEST: Duration = Duration::from_secs(10);

/// The most bytes that the corpus of all readers may have in the repository.
const MOST: u64 = 300_000;

/// The kept inputs of a reader.
fn corpus(name: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(name);
    let entries = fs::read_dir(folder).expect("a folder a reader");
    entries
        .map(|entry| entry.expect("an entry").path())
        .collect()
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
        for input in inputs {
            println!("{}", input.display());
            let bytes = fs::read(&input).expect("an input");
            let started = Instant::now();
            read(&bytes);
            let took = started.elapsed();
            assert!(
                took < LONGEST,
                "{} took {took:?}",
                input.display()
            );
        }
    }
}

#[test]
fn the_corpus_is_small() {
    let inputs = READERS.iter().flat_map(|(name, _)| corpus(name));
    let sizes = inputs.map(|input| fs::metadata(input).expect("an input").len());
    let all: u64 = sizes.sum();
    assert!(all <= MOST, "{all} bytes");
}
