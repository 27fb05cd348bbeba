//! What npm's registry knows against the packages of the tests and of the benchmarks.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::npm::NPM;
use crate::project::Project;
use crate::run::note;

/// What `npm audit --json` says, as far as it is read here.
#[derive(Deserialize)]
struct Report {
    vulnerabilities: BTreeMap<String, Finding>,
}

/// A package that something is known against, or that brings one.
#[derive(Deserialize)]
struct Finding {
    severity: String,
    /// The packages that are found for bringing it.
    effects: Vec<String>,
}

/// Findings that are put up with.
#[derive(Deserialize)]
struct Exceptions {
    #[serde(default)]
    exception: Vec<Exception>,
}

#[derive(Deserialize)]
struct Exception {
    /// The package that is found or brings what is found.
    package: String,
    /// The last day, as `2027-11-25`.
    until: String,
    reason: String,
}

/// Fails if something is known that is no exception. Where the registry cannot be asked, it says so, and gives
/// `false`.
pub(crate) fn check(project: &Project) -> Result<bool> {
    Ok(check_in(&project.npm())? & check_in(&project.bench_npm())?)
}

fn check_in(folder: &Path) -> Result<bool> {
    let list = folder.join("exceptions.toml");
    let text =
        fs::read_to_string(&list).with_context(|| format!("{} cannot be read", list.display()))?;
    let exceptions: Exceptions = toml::from_str(&text)
        .with_context(|| format!("{} is not as it should be", list.display()))?;
    let output = Command::new(NPM)
        .current_dir(folder)
        .args([
            "audit",
            "--json",
            "--package-lock-only",
            "--fetch-retries=0",
            // In milliseconds; npm itself would wait for five minutes.
            "--fetch-timeout=20000",
        ])
        .output()
        .context("`npm audit` could not be started")?;
    let Ok(report) = serde_json::from_slice::<Report>(&output.stdout) else {
        note(
            "npm's advisories were not checked: its registry does not answer `npm audit` from here",
        );
        return Ok(false);
    };
    let found = exceptions.faults(&report, &today()?);
    found.iter().for_each(|fault| note(fault));
    ensure!(
        found.is_empty(),
        "npm knows something against the packages; `npm audit` in {} tells more",
        folder.display()
    );
    for Exception {
        package,
        until,
        reason,
    } in &exceptions.exception
    {
        note(&format!(
            "until {until} nothing is said of {package}: {reason}"
        ));
    }
    Ok(true)
}

/// In UTC, as `2027-11-25`.
fn today() -> Result<String> {
    let output = Command::new("node")
        .args(["-p", "new Date().toISOString().slice(0, 10)"])
        .output()
        .context("`node` could not be started")?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

impl Exceptions {
    /// What is found and is no exception on the day `today`, and exceptions that are over.
    fn faults(&self, report: &Report, today: &str) -> Vec<String> {
        let over = self
            .exception
            .iter()
            .filter(|one| one.until.as_str() < today);
        let over =
            over.map(|one| format!("the exception for {} was until {}", one.package, one.until));
        let found = report.vulnerabilities.iter();
        let found = found
            .filter(|(name, _)| !self.covers(report, name, 0))
            .map(|(name, finding)| format!("{name} ({})", finding.severity));
        over.chain(found).collect()
    }

    /// Whether `package` is an exception, or all that bring it are. `depth` ends a circle.
    fn covers(&self, report: &Report, package: &str, depth: usize) -> bool {
        if self.exception.iter().any(|one| one.package == package) {
            return true;
        }
        let finding = report.vulnerabilities.get(package);
        let effects = finding.map_or(&[][..], |finding| &finding.effects);
        depth < report.vulnerabilities.len()
            && !effects.is_empty()
            && effects
                .iter()
                .all(|one| self.covers(report, one, depth + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(report: &str, today: &str) -> Vec<String> {
        let exceptions: Exceptions = toml::from_str(
            "[[exception]]\npackage = \"server\"\nuntil = \"2027-01-31\"\nreason = \"a test's\"",
        )
        .unwrap();
        exceptions.faults(&serde_json::from_str(report).unwrap(), today)
    }

    #[test]
    fn what_is_no_exception_is_told() {
        let found = r#"{"vulnerabilities": {
            "deep": {"severity": "high", "effects": ["middle"]},
            "middle": {"severity": "high", "effects": ["server"]},
            "server": {"severity": "high", "effects": []},
            "both": {"severity": "low", "effects": ["server", "tool"]},
            "tool": {"severity": "low", "effects": []},
            "ring": {"severity": "low", "effects": ["ring"]}
        }}"#;
        assert_eq!(
            faults(found, "2027-01-31"),
            ["both (low)", "ring (low)", "tool (low)"]
        );
    }

    #[test]
    fn an_exception_ends() {
        let none = r#"{"vulnerabilities": {}}"#;
        assert_eq!(faults(none, "2027-01-31"), [""; 0]);
        assert_eq!(
            faults(none, "2027-02-01"),
            ["the exception for server was until 2027-01-31"]
        );
    }
}
