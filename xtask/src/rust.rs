//! The parts of the Rust toolchain that a plain rustup may lack.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::run::{answer, run, step};

/// What the page is compiled for.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// The toolchain that instruments code for the fuzzer.
pub(crate) const NIGHTLY: &str = "nightly";

/// Installs a nightly toolchain unless there is one.
pub(crate) fn nightly() -> Result<()> {
    let found = answer(Path::new("rustup"), &["run", NIGHTLY, "rustc", "--version"]);
    if found.is_some() {
        return Ok(());
    }
    step("Installing a nightly Rust toolchain, which fuzzing needs");
    rustup(&["toolchain", "install", NIGHTLY, "--profile", "minimal"])
}

/// Adds the wasm target unless the compiler has it.
pub(crate) fn wasm_target() -> Result<()> {
    // Asked of rustc, not of rustup: a distribution's Rust has no rustup.
    let folder = answer(
        Path::new("rustc"),
        &["--print", "target-libdir", "--target", WASM],
    );
    if folder.is_some_and(|folder| Path::new(&folder).is_dir()) {
        return Ok(());
    }
    step("Adding the wasm target to the Rust toolchain");
    rustup(&["target", "add", WASM])
}

/// Adds rustfmt and clippy unless they are there.
pub(crate) fn components() -> Result<()> {
    for (component, program) in [("rustfmt", "cargo-fmt"), ("clippy", "cargo-clippy")] {
        if answer(Path::new(program), &["--version"]).is_none() {
            step(&format!("Adding {component} to the Rust toolchain"));
            rustup(&["component", "add", component])?;
        }
    }
    Ok(())
}

fn rustup(args: &[&str]) -> Result<()> {
    run(Command::new("rustup").args(args)).with_context(|| {
        format!(
            "the Rust toolchain could not be completed. With rustup (https://rustup.rs) it is \
             `rustup {}`; without it, install the same from where your Rust came from",
            args.join(" ")
        )
    })
}
