//! What a first visit loads: `docs/performance.md` has what each step towards its goal came to.

use crate::support::env;
use std::fs;

/// The best that was reached and a hundredth more, in bytes as brotli packs them at level 11. It goes down with what is
/// taken out, and up with nothing.
const MOST: u64 = 407_200;

/// Whether the first experiment needs this file of the site.
fn is_needed(name: &str) -> bool {
    let is_worker = name == "service-worker.js.br";
    name == "index.html.br"
        // A part that is loaded later is named for what it is of.
        || name.ends_with("_bg.wasm.br")
        || (name.ends_with(".js.br") && !is_worker)
}

#[test]
fn a_first_visit_weighs_no_more_than_it_did() {
    let files = fs::read_dir(env::path("TANDEM_DIST")).expect("a built site");
    let needed: Vec<_> = files
        .map(|file| file.expect("a file"))
        .map(|file| {
            let length = file.metadata().expect("a length").len();
            (
                file.file_name().to_string_lossy().into_owned(),
                length,
            )
        })
        .filter(|(name, _)| is_needed(name))
        .collect();
    // The page, its program, the script that starts it, and those that load its parts and tell of its own loading.
    assert_eq!(needed.len(), 5, "{needed:?}");
    let all: u64 = needed.iter().map(|(_, length)| length).sum();
    println!("{all} bytes: {needed:?}");
    assert!(
        all <= MOST,
        "{all} bytes, and {MOST} are the most: {needed:?}"
    );
}
