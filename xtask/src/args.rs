//! The command line.

use std::ffi::OsString;
use std::num::NonZeroU16;

use lexopt::prelude::*;

use crate::engines::Engine;
use crate::fuzz;

/// Shown for `--help` and under every mistake.
pub(crate) const USAGE: &str = "\
usage: cargo xtask <task>

  serve [--dev] [--open] [--port N]
              serve the optimised site on this machine and print its address
                --dev      a quick build without optimisation
                --open     open the page in the browser
                --port N   use this port, not the one of Trunk.toml
  build       write the optimised site to dist/
  reproduce   build the last commit twice, in two fresh folders, and compare all
              files (minutes; no part of `test`)
  test [--browser chromium|firefox|webkit|all] [-- ARGS]
              run every test; ARGS go to `cargo test`
                --browser X   run the browser tests in this engine, and no others
  bench [-- PART …]
              print figures of the page beside their goals, or those of these
              parts, and keep them in target/bench.md
  audit       ask the advisories' databases about every dependency
  fuzz [--minutes N] [--keep] [TARGET …]
              try random bytes on every reader of outside data, or on these,
              10 minutes each; needs rustup
                --keep     put what was found into fuzz/corpus, as short as can be
  help        show this text

Each task installs what it is missing, into .tools/ of the project where it can.";

/// What was asked for.
#[derive(Debug, PartialEq)]
pub(crate) enum Task {
    Help,
    Serve(ServeOptions),
    Build,
    Reproduce,
    /// Called by trunk, which says by its environment what it built.
    Finish,
    Test(TestOptions),
    /// The parts that are wanted; all, if none is named.
    Bench(Vec<OsString>),
    Audit,
    Fuzz(fuzz::Options),
}

/// What is to be tested.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct TestOptions {
    /// The browser tests alone, in these engines; otherwise every test.
    pub(crate) engines: Option<Vec<Engine>>,
    /// For `cargo test`.
    pub(crate) cargo_args: Vec<OsString>,
}

/// How the site is to be served.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct ServeOptions {
    /// A quick build without optimisation.
    pub(crate) dev: bool,
    /// Open the page in the browser.
    pub(crate) open: bool,
    /// Otherwise the port of Trunk.toml.
    pub(crate) port: Option<u16>,
}

/// How long each fuzz target is tried when nobody says.
const MINUTES: u32 = 10;

/// Reads a command line, the program's name first.
pub(crate) fn parse<I>(line: I) -> Result<Task, lexopt::Error>
where
    I: IntoIterator<Item = OsString>,
{
    let mut parser = lexopt::Parser::from_iter(line);
    match parser.next()? {
        None => Err("name a task".into()),
        Some(Long("help") | Short('h')) => Ok(Task::Help),
        Some(Value(task)) => match task.to_string_lossy().as_ref() {
            "serve" => serve(parser),
            "build" => bare(parser, Task::Build),
            "reproduce" => bare(parser, Task::Reproduce),
            "finish" => bare(parser, Task::Finish),
            "audit" => bare(parser, Task::Audit),
            "test" => test(parser),
            "bench" => bench(parser),
            "fuzz" => fuzzing(parser),
            "help" => Ok(Task::Help),
            unknown => Err(format!("there is no task '{unknown}'").into()),
        },
        Some(other) => Err(other.unexpected()),
    }
}

fn serve(mut parser: lexopt::Parser) -> Result<Task, lexopt::Error> {
    let mut options = ServeOptions::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("dev") => options.dev = true,
            Long("open") => options.open = true,
            Long("port") => options.port = Some(port(&parser.value()?)?),
            Long("help") | Short('h') => return Ok(Task::Help),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Task::Serve(options))
}

/// A task without options.
fn bare(mut parser: lexopt::Parser, task: Task) -> Result<Task, lexopt::Error> {
    match parser.next()? {
        None => Ok(task),
        Some(Long("help") | Short('h')) => Ok(Task::Help),
        Some(other) => Err(other.unexpected()),
    }
}

/// Only what stands after `--` is passed on, so that a mistyped flag is named
/// here and not by `cargo test` ten minutes later.
fn test(mut parser: lexopt::Parser) -> Result<Task, lexopt::Error> {
    let mut options = TestOptions::default();
    loop {
        if let Some(rest) = passed_on(&mut parser) {
            options.cargo_args = rest;
            return Ok(Task::Test(options));
        }
        match parser.next()? {
            None => return Ok(Task::Test(options)),
            Some(Long("browser")) => options.engines = Some(engines(&parser.value()?)?),
            Some(Long("help") | Short('h')) => return Ok(Task::Help),
            Some(other) => {
                let other = other.unexpected();
                return Err(
                    format!("{other}: what is meant for `cargo test` stands after `--`").into(),
                );
            }
        }
    }
}

/// What stands after `--`, once it is its turn.
fn passed_on(parser: &mut lexopt::Parser) -> Option<Vec<OsString>> {
    let rest = parser.try_raw_args()?;
    let begins = rest.peek().is_some_and(|next| next == "--");
    begins.then(|| rest.skip(1).collect())
}

fn bench(mut parser: lexopt::Parser) -> Result<Task, lexopt::Error> {
    if let Some(parts) = passed_on(&mut parser) {
        return Ok(Task::Bench(parts));
    }
    bare(parser, Task::Bench(Vec::new()))
}

fn engines(value: &OsString) -> Result<Vec<Engine>, lexopt::Error> {
    let word = value.to_string_lossy();
    if word == "all" {
        return Ok(Engine::ALL.to_vec());
    }
    let found = Engine::ALL.iter().find(|engine| engine.word() == word);
    match found {
        Some(engine) => Ok(vec![*engine]),
        None => Err(format!("'{word}' is no engine: give chromium, firefox, webkit or all").into()),
    }
}

fn fuzzing(mut parser: lexopt::Parser) -> Result<Task, lexopt::Error> {
    let mut options = fuzz::Options {
        minutes: MINUTES,
        keep: false,
        only: Vec::new(),
    };
    while let Some(argument) = parser.next()? {
        match argument {
            Long("keep") => options.keep = true,
            Long("minutes") => options.minutes = minutes_of(&parser.value()?)?,
            Long("help") | Short('h') => return Ok(Task::Help),
            Value(target) => options.only.push(target.to_string_lossy().into_owned()),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Task::Fuzz(options))
}

fn minutes_of(value: &OsString) -> Result<u32, lexopt::Error> {
    let text = value.to_string_lossy();
    match text.parse() {
        Ok(minutes @ 1..=1_440) => Ok(minutes),
        _ => Err(format!("'{text}' is no number of minutes from 1 to 1440").into()),
    }
}

fn port(value: &OsString) -> Result<u16, lexopt::Error> {
    let text = value.to_string_lossy();
    match text.parse::<NonZeroU16>() {
        Ok(port) => Ok(port.get()),
        Err(_) => Err(format!("'{text}' is no port: give a number from 1 to 65535").into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Task, String> {
        let words = ["xtask"].into_iter().chain(line.split_whitespace());
        parse(words.map(OsString::from)).map_err(|error| error.to_string())
    }

    fn served(dev: bool, open: bool, port: Option<u16>) -> Task {
        Task::Serve(ServeOptions { dev, open, port })
    }

    fn tested(engines: Option<&[Engine]>, cargo_args: &[&str]) -> Task {
        Task::Test(TestOptions {
            engines: engines.map(<[Engine]>::to_vec),
            cargo_args: cargo_args.iter().map(OsString::from).collect(),
        })
    }

    fn fuzzed(minutes: u32, keep: bool, only: &[&str]) -> Task {
        Task::Fuzz(fuzz::Options {
            minutes,
            keep,
            only: only.iter().map(ToString::to_string).collect(),
        })
    }

    #[test]
    fn tasks_and_their_options() {
        let cases = [
            ("--help", Task::Help),
            ("help", Task::Help),
            ("serve --help", Task::Help),
            ("test -h", Task::Help),
            ("build", Task::Build),
            ("finish", Task::Finish),
            ("reproduce", Task::Reproduce),
            ("audit", Task::Audit),
            ("bench", Task::Bench(Vec::new())),
            ("bench -- memory", Task::Bench(vec!["memory".into()])),
            ("audit --help", Task::Help),
            ("serve", served(false, false, None)),
            ("serve --dev --open", served(true, true, None)),
            ("serve --port 9000", served(false, false, Some(9000))),
            ("serve --port=9000 --dev", served(true, false, Some(9000))),
            ("test", tested(None, &[])),
            ("fuzz", fuzzed(10, false, &[])),
            ("fuzz --keep har", fuzzed(10, true, &["har"])),
            (
                "fuzz --minutes 1 query har",
                fuzzed(1, false, &["query", "har"]),
            ),
            (
                "test -- --test browser stop",
                tested(None, &["--test", "browser", "stop"]),
            ),
            (
                "test --browser firefox",
                tested(Some(&[Engine::Firefox]), &[]),
            ),
            (
                "test --browser=all -- stop --nocapture",
                tested(Some(&Engine::ALL), &["stop", "--nocapture"]),
            ),
        ];
        for (line, task) in cases {
            assert_eq!(parsed(line), Ok(task), "{line}");
        }
    }

    #[test]
    fn a_mistake_is_named() {
        let cases = [
            ("", "name a task"),
            ("serv", "there is no task 'serv'"),
            ("--fast", "invalid option '--fast'"),
            ("build --release", "invalid option '--release'"),
            ("bench it", "unexpected argument \"it\""),
            ("build it", "unexpected argument \"it\""),
            ("serve --fast", "invalid option '--fast'"),
            (
                "serve --dev=yes",
                "unexpected argument for option '--dev': \"yes\"",
            ),
            ("serve --port", "missing argument for option '--port'"),
            (
                "serve --port 0",
                "'0' is no port: give a number from 1 to 65535",
            ),
            (
                "serve --port 65536",
                "'65536' is no port: give a number from 1 to 65535",
            ),
            (
                "serve --port http",
                "'http' is no port: give a number from 1 to 65535",
            ),
            (
                "fuzz --minutes 0",
                "'0' is no number of minutes from 1 to 1440",
            ),
            (
                "test --native",
                "invalid option '--native': what is meant for `cargo test` stands after `--`",
            ),
            (
                "test stop",
                "unexpected argument \"stop\": what is meant for `cargo test` stands after `--`",
            ),
            (
                "test --browser opera",
                "'opera' is no engine: give chromium, firefox, webkit or all",
            ),
        ];
        for (line, message) in cases {
            assert_eq!(parsed(line), Err(message.to_string()), "{line}");
        }
    }
}
