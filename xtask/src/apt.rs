//! Packages of the system, where it is Debian's kind and lets us.

use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Result;

use crate::run::{answer, run};

/// Debian's package manager, with the right to use it.
pub(crate) struct Apt {
    sudo: bool,
}

impl Apt {
    /// Nothing where there is no apt-get, or no right without a password.
    pub(crate) fn if_allowed() -> Option<Self> {
        which::which("apt-get").ok()?;
        if answer(Path::new("id"), &["-u"])? == "0" {
            return Some(Self { sudo: false });
        }
        // -n: never ask for a password, least of all in CI.
        answer(Path::new("sudo"), &["-n", "true"])?;
        Some(Self { sudo: true })
    }

    pub(crate) fn install(&self, packages: &[&str]) -> Result<()> {
        // Once is enough for all that is installed in one go.
        static UPDATED: AtomicBool = AtomicBool::new(false);
        if !UPDATED.swap(true, Ordering::Relaxed) {
            run(self.command().arg("update"))?;
        }
        run(self
            .command()
            .args(["install", "--yes", "--no-install-recommends"])
            .args(packages))
    }

    fn command(&self) -> Command {
        let words: &[&str] = if self.sudo { &["sudo", "-n"] } else { &[] };
        let words = [words, &["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]].concat();
        let mut command = Command::new(words[0]);
        command.args(&words[1..]);
        command
    }
}
