//! Runs other programs: says what is run and, if it fails, which and how.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

/// Announces what comes next, in one line.
pub(crate) fn step(what: &str) {
    println!("==> {what}");
}

/// Adds to what was announced.
pub(crate) fn note(what: &str) {
    println!("    {what}");
}

/// The cargo that runs this program: the same toolchain throughout.
pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs a program to its end with its output shown.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let line = line(command);
    note(&line);
    let status = command
        .status()
        .with_context(|| format!("`{line}` could not be started"))?;
    ensure!(status.success(), "`{line}` failed ({status})");
    Ok(())
}

/// The same, with each line of its output given to `hear` as it is shown.
pub(crate) fn run_reading(command: &mut Command, mut hear: impl FnMut(&str)) -> Result<()> {
    let line = line(command);
    note(&line);
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("`{line}` could not be started"))?;
    for told in child
        .stdout
        .take()
        .into_iter()
        .flat_map(|out| BufReader::new(out).split(b'\n'))
    {
        let told = told.with_context(|| format!("what `{line}` prints cannot be read"))?;
        let told = String::from_utf8_lossy(&told);
        println!("{told}");
        hear(&told);
    }
    let status = child.wait()?;
    ensure!(status.success(), "`{line}` failed ({status})");
    Ok(())
}

/// What a program prints, or nothing when it is not there or fails.
pub(crate) fn answer(program: &Path, args: &[&str]) -> Option<String> {
    let output = Command::new(program)
        .args(args)
        .stdin(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stdout);
    output.status.success().then(|| text.trim().to_string())
}

/// The command as one would type it.
fn line(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_stem().unwrap_or(command.get_program());
    let words: Vec<_> = std::iter::once(name)
        .chain(command.get_args())
        .map(OsStr::to_string_lossy)
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_reads_as_typed() {
        let mut command = Command::new("/opt/rust/bin/cargo");
        command.args(["fmt", "--check"]);
        assert_eq!(line(&command), "cargo fmt --check");
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = run(&mut Command::new("no-such-program")).unwrap_err();
        assert_eq!(error.to_string(), "`no-such-program` could not be started");
        assert_eq!(answer(Path::new("no-such-program"), &["--version"]), None);
    }
}
