//! `cargo xtask fuzz`: random bytes for every reader of outside data.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use base64::Engine;
use base64::prelude::BASE64_STANDARD as BASE64;

use crate::project::Project;
use crate::run::{note, run, step};
use crate::rust::{NIGHTLY, nightly};
use crate::tools;

/// The longest input that is tried, in bytes.
const LONGEST: usize = 16 * 1024;

/// How long one input may take, in seconds, before it counts as a hang.
const HANG: u32 = 10;

/// How much memory the whole program may have, in MB. What one input may take is counted by the readers.
const MEMORY: u32 = 2_048;

/// The longest input that is kept, in bytes: short ones reach most places.
const LONGEST_KEPT: usize = 400;

/// How often and on what the targets are tried.
#[derive(Debug, PartialEq)]
pub(crate) struct Options {
    /// For each target.
    pub(crate) minutes: u32,
    /// Whether what is found stays in the repository.
    pub(crate) keep: bool,
    /// The targets; all of them when there are none.
    pub(crate) only: Vec<String>,
}

/// What came of one target.
#[derive(Debug, PartialEq)]
struct Outcome {
    target: String,
    tries: u64,
    seconds: u64,
    failed: bool,
}

/// Tries the targets and prints what came of it.
pub(crate) fn fuzz(project: &Project, options: &Options) -> Result<()> {
    let minutes = options.minutes;
    nightly()?;
    let program = tools::cargo_fuzz(project)?;
    let targets = targets(project, &options.only)?;
    step("Building the targets");
    run(&mut cargo_fuzz(project, &program, &["build"]))
        .context("the fuzz targets do not compile; the messages stand above")?;
    let mut outcomes = Vec::new();
    for target in &targets {
        step(&format!("{target}, for {minutes} min"));
        outcomes.push(attempt(project, &program, target, minutes)?);
        if options.keep {
            keep(project, &program, target)?;
        }
    }
    println!("\n{}", table(&outcomes));
    ensure!(
        outcomes.iter().all(|outcome| !outcome.failed),
        "some input was not read as it should be: it lies in fuzz/artifacts"
    );
    Ok(())
}

/// The names of the targets, in the order of the alphabet.
fn targets(project: &Project, only: &[String]) -> Result<Vec<String>> {
    let folder = project.fuzz().join("fuzz_targets");
    let mut all = Vec::new();
    for entry in
        fs::read_dir(&folder).with_context(|| format!("{} is missing", folder.display()))?
    {
        let path = entry?.path();
        all.extend(
            path.file_stem()
                .map(|name| name.to_string_lossy().into_owned()),
        );
    }
    all.sort();
    for name in only {
        ensure!(
            all.contains(name),
            "there is no target '{name}': there are {}",
            all.join(", ")
        );
    }
    all.retain(|name| only.is_empty() || only.contains(name));
    Ok(all)
}

/// `cargo fuzz` on the nightly compiler. Without a sanitizer: the code is safe Rust, and tries are what
/// counts.
fn cargo_fuzz(project: &Project, program: &Path, args: &[&str]) -> Command {
    let mut command = Command::new("rustup");
    command
        .current_dir(project.root())
        .args(["run", NIGHTLY])
        .arg(program)
        .arg(args[0])
        .args(["--sanitizer", "none"])
        .args(&args[1..])
        // Those of the toolchain that runs this program.
        .env_remove("CARGO")
        .env_remove("RUSTC");
    command
}

/// The three places of a target's inputs: those with names in the repository, those that were kept without
/// names, and those that were found here.
fn folders(project: &Project, target: &str) -> Result<[String; 3]> {
    let made = project.fuzz().join("target");
    let named = project.fuzz().join("corpus").join(target);
    let kept = made.join("kept").join(target);
    let found = made.join("found").join(target);
    for folder in [&kept, &found] {
        fs::create_dir_all(folder)
            .with_context(|| format!("{} cannot be made", folder.display()))?;
    }
    let text = fs::read_to_string(packed(project, target)).unwrap_or_default();
    for (place, line) in text.lines().enumerate() {
        let bytes = BASE64
            .decode(line)
            .context("a line of kept inputs is no base64")?;
        fs::write(kept.join(place.to_string()), bytes).context("an input cannot be written")?;
    }
    Ok([named, kept, found].map(|path| path.to_string_lossy().into_owned()))
}

/// The kept inputs without names: one a line.
fn packed(project: &Project, target: &str) -> PathBuf {
    project.fuzz().join("corpus").join(format!("{target}.kept"))
}

/// Keeps the shortest inputs that reach all places that were reached.
fn keep(project: &Project, program: &Path, target: &str) -> Result<()> {
    let [named, kept, found] = folders(project, target)?;
    let merged = project.fuzz().join("target/merged").join(target);
    if merged.exists() {
        fs::remove_dir_all(&merged).context("the last merge cannot be removed")?;
    }
    fs::create_dir_all(&merged).context("no folder to merge into")?;
    let into = merged.to_string_lossy();
    let mut command = cargo_fuzz(
        project,
        program,
        &["run", target, &into, &named, &kept, &found],
    );
    command.args(["--", "-merge=1", "-use_counters=0"]);
    command.arg(format!("-max_len={LONGEST_KEPT}"));
    run(command.stderr(Stdio::null())).context("the inputs could not be merged")?;
    let known: Vec<_> = contents(Path::new(&named))?;
    let mut lines: Vec<_> = contents(&merged)?
        .into_iter()
        .filter(|bytes| !known.contains(bytes))
        .map(|bytes| BASE64.encode(bytes) + "\n")
        .collect();
    lines.sort();
    fs::write(packed(project, target), lines.concat()).context("the inputs cannot be kept")
}

/// All files of a folder.
fn contents(folder: &Path) -> Result<Vec<Vec<u8>>> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("{} is missing", folder.display()))?;
    entries.map(|entry| Ok(fs::read(entry?.path())?)).collect()
}

/// One target. What it finds goes into the target folder; the repository is only read.
fn attempt(project: &Project, program: &Path, target: &str, minutes: u32) -> Result<Outcome> {
    let [named, kept, found] = folders(project, target)?;
    let mut command = cargo_fuzz(project, program, &["run", target, &found, &named, &kept]);
    command.arg("--").args(options(project, target, minutes));
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    let started = Instant::now();
    let mut child = command
        .spawn()
        .context("`rustup run nightly cargo fuzz` could not be started")?;
    let mut tries = 0;
    let mut said = Vec::new();
    let lines = child.stderr.take().map(BufReader::new).into_iter();
    for line in lines.flat_map(|lines| lines.lines().map_while(Result::ok)) {
        match tried(&line) {
            Some(count) => tries = count,
            None => said.push(line),
        }
    }
    let failed = !child.wait().context("it was lost sight of")?.success();
    if failed {
        // The end of what it said: the message, and the input's name.
        let last = said.len().saturating_sub(60);
        said[last..].iter().for_each(|line| note(line));
    }
    Ok(Outcome {
        target: target.into(),
        tries,
        seconds: started.elapsed().as_secs(),
        failed,
    })
}

/// For libFuzzer.
fn options(project: &Project, target: &str, minutes: u32) -> Vec<String> {
    let mut options = vec![
        format!("-max_total_time={}", minutes * 60),
        format!("-timeout={HANG}"),
        format!("-rss_limit_mb={MEMORY}"),
        format!("-max_len={LONGEST}"),
    ];
    let words = dictionary(project, target);
    if words.is_file() {
        options.push(format!("-dict={}", words.display()));
    }
    options
}

fn dictionary(project: &Project, target: &str) -> PathBuf {
    let file = format!("{target}.dict");
    project.fuzz().join("dictionaries").join(file)
}

/// The number of tries in a line of libFuzzer's: `#1024 pulse cov: …`, `Done 123456 runs in 61 second(s)`.
fn tried(line: &str) -> Option<u64> {
    let count = line
        .strip_prefix('#')
        .or_else(|| line.strip_prefix("Done "))?;
    count.split([' ', '\t', ':']).next()?.parse().ok()
}

fn table(outcomes: &[Outcome]) -> String {
    let mut lines = vec![format!(
        "{:<10} {:>12} {:>8}  crashes",
        "target", "tries", "seconds"
    )];
    for outcome in outcomes {
        let Outcome {
            target,
            tries,
            seconds,
            failed,
        } = outcome;
        let crashes = u8::from(*failed);
        lines.push(format!("{target:<10} {tries:>12} {seconds:>8}  {crashes}"));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_are_read_off() {
        let cases = [
            ("#1024\tpulse  cov: 210 ft: 400", Some(1024)),
            ("#77: ", Some(77)),
            ("Done 123456 runs in 61 second(s)", Some(123_456)),
            ("INFO: Seed: 1", None),
            ("thread panicked", None),
        ];
        for (line, count) in cases {
            assert_eq!(tried(line), count, "{line}");
        }
    }

    #[test]
    fn a_table_names_what_failed() {
        let outcome = |target: &str, failed| Outcome {
            target: target.into(),
            tries: 12_000,
            seconds: 60,
            failed,
        };
        let expected = "\
target            tries  seconds  crashes
query             12000       60  0
har               12000       60  1";
        assert_eq!(
            table(&[outcome("query", false), outcome("har", true)]),
            expected
        );
    }
}
