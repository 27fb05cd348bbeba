//! `cargo xtask test`: every test, with what the tests need.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::engines::{self, Engine, Ready};
use crate::npm::{self, Scripts};
use crate::project::Project;
use crate::run::{cargo, note, run, step};
use crate::rust::WASM;
use crate::servers::{self, Servers};
use crate::{again, audit, build, python, rust};

/// Counts the steps as they go by.
struct Steps {
    started: Instant,
    all: u32,
    done: u32,
}

impl Steps {
    fn of(all: u32) -> Self {
        Self {
            started: Instant::now(),
            all,
            done: 0,
        }
    }

    /// Announces a step and does it; a failure names the step.
    fn next<T>(&mut self, what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let number = self.done + 1;
        let all = self.all;
        println!();
        step(&format!("{number}/{all}  {what}"));
        let result =
            work().with_context(|| format!("test stopped at step {number} of {all}: {what}"))?;
        self.done = number;
        Ok(result)
    }

    fn end(&self) {
        let time = minutes(self.started.elapsed());
        println!("\n==> All steps passed in {time}.");
    }
}

/// Runs the steps in turn and stops at the first that fails.
pub(crate) fn test(project: &Project, cargo_args: &[OsString]) -> Result<()> {
    let mut steps = Steps::of(11);
    rust::components()?;
    rust::wasm_target()?;
    steps.next("The code is formatted", || format_check(project))?;
    steps.next("Clippy finds nothing, native and wasm", || lint(project))?;
    let needs = needs(&mut steps, project)?;
    steps.next("What comes in with dependencies", || audit::check(project))?;
    let chromium = steps.next("Chromium and its driver", || {
        Engine::Chromium.ready(project)
    })?;
    let others = steps.next("Firefox and WebKitGTK, for a smoke", || {
        Ok(Engine::OTHERS.map(|engine| (engine, told(engine, engine.ready(project)))))
    })?;
    let servers = steps.next("nginx and Caddy", || Ok(servers::ready()))?;
    steps.next(
        "The optimised site, which the browser tests look at",
        || build::site(project),
    )?;
    let mut unsteady = steps.next("Every test, those of the page in Chromium", || {
        let mut command = needs.cargo_test(project, Engine::Chromium, &chromium);
        command.args(["--workspace", "--no-fail-fast"]);
        with_servers(&mut command, servers.as_ref(), cargo_args);
        needs.run_tests(
            &mut command,
            project,
            (Engine::Chromium, &chromium),
            servers.as_ref(),
        )
    })?;
    let smoke = steps.next("Every experiment in Firefox and in WebKitGTK", || {
        smoke(project, &needs, others, cargo_args, &mut unsteady)
    });
    tell_unsteady(&unsteady);
    let not_run = smoke?;
    steps.end();
    not_run.iter().for_each(|told| println!("    {told}"));
    tell_servers(servers.as_ref());
    Ok(())
}

/// Runs the browser tests in these engines, one after another; all of them,
/// whatever becomes of the first.
pub(crate) fn test_in(
    project: &Project,
    engines: &[Engine],
    cargo_args: &[OsString],
) -> Result<()> {
    let mut steps = Steps::of(5);
    rust::wasm_target()?;
    let needs = needs(&mut steps, project)?;
    let ready = steps.next("The browsers and their drivers", || {
        let ready = engines
            .iter()
            .map(|engine| Ok((*engine, engine.ready(project)?)));
        ready.collect::<Result<Vec<_>>>()
    })?;
    let servers = steps.next("nginx and Caddy", || Ok(servers::ready()))?;
    steps.next("The optimised site, which the tests look at", || {
        build::site(project)
    })?;
    let (mut failed, mut unsteady) = (Vec::new(), BTreeSet::new());
    for (engine, programs) in &ready {
        println!();
        step(&format!("The browser tests in {engine}"));
        let engine = (*engine, programs);
        match browser_tests(project, &needs, engine, servers.as_ref(), cargo_args) {
            Ok(named) => unsteady.extend(named),
            Err(_) => failed.push(engine.0.to_string()),
        }
    }
    tell_unsteady(&unsteady);
    ensure!(failed.is_empty(), "{FAILED} ({})", failed.join(", "));
    steps.end();
    tell_servers(servers.as_ref());
    Ok(())
}

const FAILED: &str = "not every test passed; those that failed are named above";

/// The npm packages and the Python that the tests need.
struct Needs {
    scripts: Scripts,
    python: PathBuf,
}

fn needs(steps: &mut Steps, project: &Project) -> Result<Needs> {
    Ok(Needs {
        scripts: steps.next("The npm packages of the tests", || npm::ready(project))?,
        python: steps.next("A Python environment of the project's own", || {
            python::ready(project)
        })?,
    })
}

impl Needs {
    /// `cargo test` with the page's tests in this engine.
    fn cargo_test(&self, project: &Project, engine: Engine, programs: &Ready) -> Command {
        let mut command = cargo();
        command
            .current_dir(project.root())
            .arg("test")
            .env("TANDEM_DIST", project.dist())
            .env("TANDEM_JSONPLACEHOLDER", &self.scripts.server)
            .env("TANDEM_TSX", &self.scripts.tsx)
            .env("TANDEM_TSC", &self.scripts.tsc)
            .env("TANDEM_LIGHTHOUSE", &self.scripts.lighthouse)
            .env("TANDEM_PYTHON", &self.python)
            .env("TANDEM_BROWSER", engine.word())
            .envs(programs.iter().map(|(name, path)| (name, path)));
        command
    }

    /// Runs `tests`, and what fails of the page's in this engine once more. Gives what passed only then.
    fn run_tests(
        &self,
        tests: &mut Command,
        project: &Project,
        (engine, programs): (Engine, &Ready),
        servers: Option<&Servers>,
    ) -> Result<BTreeSet<String>> {
        let browser_tests = || {
            let mut command = self.cargo_test(project, engine, programs);
            command.args(["--test", "browser"]);
            tell_of_servers(&mut command, servers);
            command
        };
        let unsteady = again::run_tests(tests, browser_tests).context(FAILED)?;
        Ok(unsteady
            .iter()
            .map(|test| format!("{test} ({engine})"))
            .collect())
    }
}

/// The browser tests alone; then, whatever their end, which were left out. Gives what passed only in a second run.
fn browser_tests(
    project: &Project,
    needs: &Needs,
    (engine, programs): (Engine, &Ready),
    servers: Option<&Servers>,
    cargo_args: &[OsString],
) -> Result<BTreeSet<String>> {
    let left_out = engines::left_out(project)?;
    let mut command = needs.cargo_test(project, engine, programs);
    command
        .args(["--test", "browser", "--no-fail-fast"])
        .env("TANDEM_LEFT_OUT", &left_out);
    with_servers(&mut command, servers, cargo_args);
    let ended = needs.run_tests(&mut command, project, (engine, programs), servers);
    engines::tell_left_out(engine, &left_out)?;
    ended
}

/// An engine that cannot be had is no failure; it is told at once and at the end.
fn told(engine: Engine, ready: Result<Ready>) -> Result<Ready, String> {
    ready.map_err(|error| {
        let told = format!("{engine} is not run: {error:#}");
        note(&told);
        told
    })
}

/// Every experiment in the engines that there are. Gives why the others were not run; `unsteady` is added to.
fn smoke(
    project: &Project,
    needs: &Needs,
    engines: [(Engine, Result<Ready, String>); 2],
    cargo_args: &[OsString],
    unsteady: &mut BTreeSet<String>,
) -> Result<Vec<String>> {
    if !cargo_args.is_empty() {
        note("left out: what stands after `--` says which tests to run");
        return Ok(Vec::new());
    }
    let mut not_run = Vec::new();
    for (engine, ready) in engines {
        match ready {
            Ok(programs) => {
                let only = [OsString::from("smoke::")];
                let named = browser_tests(project, needs, (engine, &programs), None, &only)
                    .with_context(|| format!("the page does not do in {engine} what it should"))?;
                unsteady.extend(named);
            }
            Err(told) => not_run.push(told),
        }
    }
    Ok(not_run)
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

/// The person's own arguments; and where the servers are, or that the tests which need them are left out.
fn with_servers(command: &mut Command, servers: Option<&Servers>, cargo_args: &[OsString]) {
    command.args(cargo_args);
    tell_of_servers(command, servers);
    if servers.is_none() {
        command.args(left_out(cargo_args));
    }
}

fn tell_of_servers(command: &mut Command, servers: Option<&Servers>) {
    if let Some(servers) = servers {
        command
            .env("TANDEM_NGINX", &servers.nginx)
            .env("TANDEM_CADDY", &servers.caddy);
    }
}

fn tell_unsteady(tests: &BTreeSet<String>) {
    for test in tests {
        println!("    Passed only when it was run again, alone: {test}");
    }
}

fn tell_servers(servers: Option<&Servers>) {
    if servers.is_none() {
        println!(
            "    Left out, for want of nginx and Caddy: {}",
            servers::TESTS
        );
    }
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
        let mut steps = Steps::of(7);
        steps.done = 2;
        let error = steps
            .next("A thing", || -> Result<()> { anyhow::bail!("no") })
            .unwrap_err();
        assert_eq!(error.to_string(), "test stopped at step 3 of 7: A thing");
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
