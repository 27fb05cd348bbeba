//! `cargo xtask test`: every test, with what the tests need.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::browser::{self, Browser};
use crate::npm::{self, Scripts};
use crate::project::Project;
use crate::run::{cargo, run, step};
use crate::rust::WASM;
use crate::servers::{self, Servers};
use crate::{audit, build, python, rust};

/// Counts the steps as they go by.
struct Steps {
    started: Instant,
    done: u32,
}

impl Steps {
    const ALL: u32 = 9;

    /// Announces a step and does it; a failure names the step.
    fn next<T>(&mut self, what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let number = self.done + 1;
        let all = Self::ALL;
        println!();
        step(&format!("{number}/{all}  {what}"));
        let result =
            work().with_context(|| format!("test stopped at step {number} of {all}: {what}"))?;
        self.done = number;
        Ok(result)
    }
}

/// Runs the steps in turn and stops at the first that fails.
pub(crate) fn test(project: &Project, cargo_args: &[OsString]) -> Result<()> {
    let mut steps = Steps {
        started: Instant::now(),
        done: 0,
    };
    rust::components()?;
    rust::wasm_target()?;
    steps.next("The code is formatted", || format_check(project))?;
    steps.next("Clippy finds nothing, native and wasm", || lint(project))?;
    let scripts = steps.next("The npm packages of the tests", || npm::ready(project))?;
    steps.next("What comes in with dependencies", || audit::check(project))?;
    let python = steps.next("A Python environment of the project's own", || {
        python::ready(project)
    })?;
    let browser = steps.next("Chromium and its driver", browser::ready)?;
    let servers = steps.next("nginx and Caddy", || Ok(servers::ready()))?;
    steps.next(
        "The optimised site, which the browser tests look at",
        || build::site(project),
    )?;
    steps.next("Every test", || {
        let needs = Needs {
            scripts,
            python,
            browser,
            servers: servers.clone(),
        };
        run_tests(project, &needs, cargo_args)
    })?;
    let time = minutes(steps.started.elapsed());
    println!("\n==> All {} steps passed in {time}.", Steps::ALL);
    if servers.is_none() {
        println!(
            "    Left out, for want of nginx and Caddy: {}",
            servers::TESTS
        );
    }
    Ok(())
}

fn format_check(project: &Project) -> Result<()> {
    run(cargo()
        .current_dir(project.root())
        .args(["fmt", "--all", "--check"]))
    .context("the code is not formatted as agreed; `cargo fmt --all` mends it")
}

/// Twice, because code for the page alone is compiled for wasm alone.
fn lint(project: &Project) -> Result<()> {
    let deny = ["--", "-D", "warnings"];
    let native = ["clippy", "--workspace", "--all-targets"];
    let wasm = [
        "clippy", "-p", "tandem", "--lib", "--bins", "--target", WASM,
    ];
    for args in [&native[..], &wasm[..]] {
        run(cargo().current_dir(project.root()).args(args).args(deny))
            .context("what Clippy found stands above, each with its place")?;
    }
    Ok(())
}

/// What the tests are told of.
struct Needs {
    scripts: Scripts,
    python: PathBuf,
    browser: Browser,
    servers: Option<Servers>,
}

fn run_tests(project: &Project, needs: &Needs, cargo_args: &[OsString]) -> Result<()> {
    let Needs {
        scripts,
        python,
        browser,
        servers,
    } = needs;
    let mut command = cargo();
    command
        .current_dir(project.root())
        .args(["test", "--workspace", "--no-fail-fast"])
        .args(cargo_args)
        .env("TANDEM_DIST", project.dist())
        .env("TANDEM_JSONPLACEHOLDER", &scripts.server)
        .env("TANDEM_TSX", &scripts.tsx)
        .env("TANDEM_TSC", &scripts.tsc)
        .env("TANDEM_PYTHON", python)
        .env("CHROME", &browser.chrome)
        .env("CHROMEDRIVER", &browser.driver);
    match servers {
        Some(servers) => {
            command
                .env("TANDEM_NGINX", &servers.nginx)
                .env("TANDEM_CADDY", &servers.caddy);
        }
        None => drop(command.args(left_out(cargo_args))),
    }
    run(&mut command).context("not every test passed; those that failed are named above")
}

/// What makes `cargo test` leave out the tests that need the servers.
fn left_out(cargo_args: &[OsString]) -> Vec<&'static str> {
    let skip = ["--skip", servers::TESTS];
    // Once `--` has been, all that follows is for the tests' own program.
    let begun = cargo_args.iter().any(|arg| arg == "--");
    (!begun).then_some("--").into_iter().chain(skip).collect()
}

fn minutes(time: Duration) -> String {
    let seconds = time.as_secs();
    format!("{} min {} s", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_step_is_named_and_not_counted() {
        let mut steps = Steps {
            started: Instant::now(),
            done: 2,
        };
        let error = steps
            .next("A thing", || -> Result<()> { anyhow::bail!("no") })
            .unwrap_err();
        assert_eq!(error.to_string(), "test stopped at step 3 of 8: A thing");
        assert_eq!(steps.done, 2);
    }

    #[test]
    fn what_is_left_out_is_told_to_the_tests_program() {
        let out = |args: &[&str]| left_out(&args.iter().map(OsString::from).collect::<Vec<_>>());
        assert_eq!(out(&["name"]), ["--", "--skip", servers::TESTS]);
        assert_eq!(out(&["name", "--", "--exact"]), ["--skip", servers::TESTS]);
    }

    #[test]
    fn times_are_told_in_minutes() {
        assert_eq!(minutes(Duration::from_secs(59)), "0 min 59 s");
        assert_eq!(minutes(Duration::from_secs(723)), "12 min 3 s");
    }
}
