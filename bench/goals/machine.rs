//! What the figures were taken on.

use crate::support::env;
use std::path::Path;
use std::process::Command;
use std::{fs, thread};

/// The machine, the browser and the commit, in a line each.
pub(crate) fn described() -> String {
    let cores = thread::available_parallelism().map_or(0, usize::from);
    let chrome = env::path("CHROME");
    let lines = [
        format!(
            "Processor: {cores} cores, {}",
            field("/proc/cpuinfo", "model name")
        ),
        format!(
            "Memory: {}",
            field("/proc/meminfo", "MemTotal")
        ),
        format!(
            "System: {}, load {} as it began",
            system(),
            first_words("/proc/loadavg", 3)
        ),
        format!(
            "Browser: {}",
            answer(&chrome, &["--version"])
        ),
        format!(
            "Commit: {}",
            answer(
                Path::new("git"),
                &["describe", "--always", "--dirty", "--abbrev=12"]
            )
        ),
    ];
    lines.map(|line| format!("- {line}")).join("\n")
}

const UNKNOWN: &str = "unknown";

fn system() -> String {
    let named = field("/etc/os-release", "PRETTY_NAME");
    if named == UNKNOWN {
        std::env::consts::OS.to_owned()
    } else {
        named.trim_matches('"').to_owned()
    }
}

/// What stands behind the name in a file of names and values.
fn field(file: &str, name: &str) -> String {
    let text = fs::read_to_string(file).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    let value = line.map(|rest| rest.trim_start_matches([' ', '\t', ':', '=']));
    value.unwrap_or(UNKNOWN).to_owned()
}

fn first_words(file: &str, count: usize) -> String {
    let text = fs::read_to_string(file).unwrap_or_default();
    let words: Vec<_> = text.split_whitespace().take(count).collect();
    if words.is_empty() {
        UNKNOWN.to_owned()
    } else {
        words.join(" ")
    }
}

/// What a program prints.
fn answer(program: &Path, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output();
    let text = output.ok().filter(|output| output.status.success());
    text.map_or(UNKNOWN.to_owned(), |output| {
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    })
}
