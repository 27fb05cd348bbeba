//! Browser tests that failed, once more and one at a time: they wait for real servers and real browsers on a machine
//! that may be doing other things. Whichever passes only then is named at the end.

use std::collections::BTreeSet;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::run::{note, run_reading};

/// More than so many in one run are no accident.
const MOST: usize = 4;

/// What programs of tests printed, as far as it matters here.
#[derive(Debug, Default)]
struct Told {
    /// Programs that began, and those that told their result: one that broke off did not.
    begun: usize,
    ended: usize,
    passed: BTreeSet<String>,
    failed: BTreeSet<String>,
}

impl Told {
    fn hear(&mut self, line: &str) {
        if line.starts_with("test result: ") {
            self.ended += 1;
        } else if let Some(test) = line.strip_prefix("test ") {
            if let Some(name) = test.strip_suffix(" ... ok") {
                self.passed.insert(name.into());
            } else if let Some(name) = test.strip_suffix(" ... FAILED") {
                self.failed.insert(name.into());
            }
        } else if line.starts_with("running ") {
            self.begun += 1;
        }
    }

    /// Whether each failure is known by its name, and few enough to be looked at again.
    fn can_be_tried(&self) -> bool {
        self.begun == self.ended && (1..=MOST).contains(&self.failed.len())
    }
}

/// Runs `tests`; those that failed once more, by the command that `browser_tests` begins. Gives the names of those
/// that passed only then.
///
/// # Errors
/// A test that failed twice, that is none of the browser's, or a program that broke off.
pub(crate) fn run_tests(
    tests: &mut Command,
    browser_tests: impl FnOnce() -> Command,
) -> Result<BTreeSet<String>> {
    let mut told = Told::default();
    let Err(error) = run_reading(tests, |line| told.hear(line)) else {
        return Ok(BTreeSet::new());
    };
    if !told.can_be_tried() {
        return Err(error);
    }
    println!();
    note("what failed, once more and one at a time:");
    let mut command = browser_tests();
    command
        .args(["--", "--exact", "--test-threads=1"])
        .args(&told.failed);
    let mut again = Told::default();
    run_reading(&mut command, |line| again.hear(line)).context("it failed twice")?;
    let others: Vec<_> = told.failed.difference(&again.passed).cloned().collect();
    ensure!(
        others.is_empty(),
        "what is no test of the page is not tried again: {}",
        others.join(", ")
    );
    Ok(told.failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Told {
        let mut told = Told::default();
        text.lines().for_each(|line| told.hear(line));
        told
    }

    #[test]
    fn failures_are_known_by_name() {
        let told = told(
            "
running 3 tests
test stop::one ... ok
test stop::two has been running for over 60 seconds
test stop::two ... FAILED
test src/lib.rs - three (line 3) ... FAILED

test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.00s
",
        );
        assert!(told.can_be_tried());
        assert_eq!(told.passed, ["stop::one".to_string()].into());
        assert_eq!(
            Vec::from_iter(&told.failed),
            ["src/lib.rs - three (line 3)", "stop::two"]
        );
    }

    #[test]
    fn neither_a_break_nor_a_heap_of_failures_is_tried_again() {
        let ended = "test result: FAILED. 0 passed; 1 failed";
        assert!(told(&format!("running 1 test\ntest a ... FAILED\n{ended}")).can_be_tried());
        assert!(!told("running 1 test\ntest a ... FAILED").can_be_tried());
        assert!(!told(&format!("running 1 test\n{ended}")).can_be_tried());
        let heap: String = (0..=MOST)
            .map(|n| format!("test t{n} ... FAILED\n"))
            .collect();
        assert!(!told(&format!("running 5 tests\n{heap}{ended}")).can_be_tried());
    }

    /// A program of tests: what it prints, and its exit code.
    fn program(lines: &str, code: i32) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", &format!("printf '{lines}'; exit {code}")]);
        command
    }

    #[test]
    fn what_passes_the_second_time_is_named() {
        let failed = "running 1 test\\ntest a ... FAILED\\ntest result: FAILED.\\n";
        let passed = "running 1 test\\ntest a ... ok\\ntest result: ok.\\n";
        let nothing = "running 0 tests\\ntest result: ok.\\n";
        let run = |second: Command| run_tests(&mut program(failed, 1), || second);
        assert_eq!(run(program(passed, 0)).unwrap(), ["a".to_string()].into());
        assert!(run(program(failed, 1)).is_err());
        let error = run(program(nothing, 0)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "what is no test of the page is not tried again: a"
        );
        let unneeded = || unreachable!("nothing failed");
        assert!(
            run_tests(&mut program(passed, 0), unneeded)
                .unwrap()
                .is_empty()
        );
    }
}
