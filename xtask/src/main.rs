//! Tandem's tasks: `cargo xtask serve`, `cargo xtask test`, `cargo xtask build`.
//!
//! Each task brings what it needs to a machine that has only rustup, says what
//! it does, and says why when it cannot go on. A second call does not repeat
//! what the first one set up.
//!
//! | file | what it holds |
//! |---|---|
//! | `args` | the command line |
//! | `project` | where things lie, and the versions the project asks for |
//! | `run` | running other programs, announced |
//! | `rust` | the wasm target and the components of the Rust toolchain |
//! | `tools` | trunk, wasm-bindgen, cargo-fuzz, cargo-deny |
//! | `trunk` | how trunk is called |
//! | `serve`, `port` | the site on a local address |
//! | `build`, `commit` | the site in `dist/`, and which commit it is of |
//! | `finish` | what is done to the site after trunk |
//! | `reproduce` | whether two builds of one commit are the same |
//! | `fuzz` | random bytes for every reader of outside data |
//! | `bench` | figures of the page beside their goals |
//! | `audit`, `supply`, `npm_audit` | what comes in with dependencies |
//! | `suite`, `again`, `npm`, `python`, `servers`, `apt` | every test, and what the tests need |
//! | `engines`, `browser`, `firefox`, `webkit` | the browsers that they run in |

mod again;
mod apt;
mod args;
mod audit;
mod bench;
mod browser;
mod build;
mod commit;
mod engines;
mod finish;
mod firefox;
mod fuzz;
mod npm;
mod npm_audit;
mod port;
mod project;
mod python;
mod reproduce;
mod run;
mod rust;
mod serve;
mod servers;
mod suite;
mod supply;
mod tools;
mod trunk;
mod webkit;

use std::process::ExitCode;

use args::{Task, TestOptions};
use project::Project;

/// The exit code for a command line that makes no sense, as other tools have it.
const USAGE_ERROR: u8 = 2;

fn main() -> ExitCode {
    let task = match args::parse(std::env::args_os()) {
        Ok(task) => task,
        Err(error) => {
            eprintln!("error: {error}\n\n{}", args::USAGE);
            return ExitCode::from(USAGE_ERROR);
        }
    };
    match perform(task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}", told(&error));
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> anyhow::Result<()> {
    match task {
        Task::Help => println!("{}", args::USAGE),
        Task::Serve(options) => serve::serve(&Project::find()?, &options)?,
        Task::Build => build::build(&Project::find()?)?,
        Task::Reproduce => reproduce::reproduce(&Project::find()?)?,
        Task::Finish => finish::finish()?,
        Task::Bench(parts) => bench::bench(&Project::find()?, &parts)?,
        Task::Audit => audit::audit(&Project::find()?)?,
        Task::Fuzz(options) => fuzz::fuzz(&Project::find()?, &options)?,
        Task::Test(TestOptions {
            engines,
            cargo_args,
        }) => match engines {
            None => suite::test(&Project::find()?, &cargo_args)?,
            Some(engines) => suite::test_in(&Project::find()?, &engines, &cargo_args)?,
        },
    }
    Ok(())
}

/// What went wrong first, then each cause on a line of its own.
fn told(error: &anyhow::Error) -> String {
    let mut causes = error.chain().map(ToString::to_string);
    let first = causes.next().unwrap_or_default();
    causes.fold(format!("\nerror: {first}"), |text, cause| {
        format!("{text}\n  because: {cause}")
    })
}

#[cfg(test)]
mod tests {
    use super::told;

    #[test]
    fn an_error_names_its_causes_in_order() {
        let error = anyhow::anyhow!("no such file")
            .context("Cargo.lock cannot be read")
            .context("the set-up failed");
        assert_eq!(
            told(&error),
            "\nerror: the set-up failed\n  because: Cargo.lock cannot be read\n  because: no such file"
        );
    }
}
