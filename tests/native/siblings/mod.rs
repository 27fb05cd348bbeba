//! The variants' TypeScript and Python programs, run as they stand against the real server and held
//! against what the Rust variants do over real sockets.
//!
//! - [`answers`]: all three give the same answers.
//! - [`traffic`]: the server sees the same: how many requests at once, over how many connections.
//! - [`failures`]: what becomes of the others when one fails.
//! - [`cases`]: what they are run with.

mod answers;
mod cases;
mod failures;
mod traffic;

use crate::played::{plan, play_at};
use crate::support::program::{self, Ran};
use crate::support::proxy::Proxy;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tandem::experiments::EXPERIMENTS;

/// Parameters as links write them.
type Params<'a> = &'a [(&'a str, &'a str)];

/// An answer, or the message of a failure.
type Answer = Result<Value, String>;

/// The languages that each variant is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Language {
    Rust,
    TypeScript,
    Python,
}

use Language::{Python, Rust, TypeScript};

const LANGUAGES: [Language; 3] = [Rust, TypeScript, Python];

impl Language {
    /// Runs a variant against `base` to the end of all that it starts.
    async fn run(self, base: &str, experiment: &str, variant: &str, params: Params<'_>) -> Answer {
        if self == Rust {
            let played = play_at(base, &plan(experiment, variant, params)).await;
            return played.result.map_err(|error| error.to_string());
        }
        let pairs = params.iter().map(|(key, value)| format!("{key}={value}"));
        let arguments: Vec<_> = [base.to_owned()].into_iter().chain(pairs).collect();
        let file = self.file(experiment, variant);
        let ran = match self {
            TypeScript => program::typescript(&file, &arguments).await,
            _ => program::python(&file, &arguments).await,
        };
        answer_of(&ran).unwrap_or_else(|| {
            panic!(
                "{} {arguments:?}: {ran}",
                file.display()
            )
        })
    }

    /// Runs a variant through `proxy`, until the proxy has nothing left to do.
    async fn run_by(
        self,
        proxy: &Proxy,
        experiment: &str,
        variant: &str,
        params: Params<'_>,
    ) -> Answer {
        let answer = self
            .run(
                &proxy.base(),
                experiment,
                variant,
                params,
            )
            .await;
        let idle = "the end of the requests";
        proxy.wait_until(idle, |counts| counts.now == 0).await;
        answer
    }

    /// The file of a variant in this language.
    fn file(self, experiment: &str, variant: &str) -> PathBuf {
        let end = match self {
            Rust => "rs",
            TypeScript => "ts",
            Python => "py",
        };
        let [folder, stem] = [experiment, variant].map(|name| name.replace('-', "_"));
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("src/experiments")
            .join(folder)
            .join(format!("{stem}.{end}"))
    }
}

/// What a program says: its answer and code 0, or `{"error": …}` and code 1.
fn answer_of(ran: &Ran) -> Option<Answer> {
    let printed: Value = serde_json::from_str(&ran.stdout).ok()?;
    match ran.code? {
        0 => Some(Ok(printed)),
        1 => {
            let message = printed.get("error")?.as_str()?.to_owned();
            (printed == json!({ "error": message })).then_some(Err(message))
        }
        _ => None,
    }
}

const fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// All variants, each with the name of its experiment.
fn variants() -> impl Iterator<Item = (&'static str, &'static str)> {
    EXPERIMENTS.iter().flat_map(|experiment| {
        let variants = experiment.variants.iter();
        variants.map(|variant| (experiment.name, variant.name))
    })
}

#[tokio::test]
async fn typescript_passes_its_compiler() {
    let files: Vec<_> = variants()
        .map(|(experiment, variant)| TypeScript.file(experiment, variant))
        .collect();
    let ran = program::check_types(&files).await;
    assert_eq!(ran.code, Some(0), "{ran}");
}
