//! Runs the variants' programs: whole programs that take the base URL and `key=value` pairs and print
//! their answer as JSON.

use super::env;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::process::Command;
use tokio::time::timeout;

/// How long a program may take. It takes a second or two on an idle machine.
const PATIENCE: Duration = Duration::from_secs(90);

/// What a program left behind.
pub(crate) struct Ran {
    /// Its exit code; none if a signal ended it.
    pub(crate) code: Option<i32>,
    /// What it printed.
    pub(crate) stdout: String,
    /// What it complained of.
    pub(crate) stderr: String,
}

impl fmt::Display for Ran {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            code,
            stdout,
            stderr,
        } = self;
        write!(
            f,
            "it ended with {code:?} and printed\n{stdout}\n{stderr}"
        )
    }
}

/// Runs a TypeScript file.
pub(crate) async fn typescript(file: &Path, arguments: &[String]) -> Ran {
    // As an address, because Node takes C:\… for one with the scheme C.
    let runner = reqwest::Url::from_file_path(env::path("TANDEM_TSX"));
    let runner = runner.expect("TANDEM_TSX is an absolute path");
    let mut command = Command::new("node");
    command.arg("--import").arg(runner.as_str()).arg(file);
    run(command.args(arguments)).await
}

/// Runs a Python file.
pub(crate) async fn python(file: &Path, arguments: &[String]) -> Ran {
    let mut command = Command::new(env::path("TANDEM_PYTHON"));
    run(command.arg(file).args(arguments)).await
}

/// Checks the types of TypeScript files, all at once.
pub(crate) async fn check_types(files: &[PathBuf]) -> Ran {
    let compiler = env::path("TANDEM_TSC");
    let packages = compiler
        .ancestors()
        .find(|folder| folder.ends_with("node_modules"))
        .expect("TANDEM_TSC is below node_modules");
    let mut command = Command::new("node");
    command
        .arg(&compiler)
        .args(CHECKS)
        .arg("--typeRoots")
        .arg(packages.join("@types"))
        .args(files);
    run(&mut command).await
}

/// Strict, and nothing that newer Node versions could not run by leaving the types out.
#[rustfmt::skip]
const CHECKS: &[&str] = &[
    "--noEmit", "--strict", "--noUnusedLocals", "--noUnusedParameters", "--erasableSyntaxOnly",
    "--target", "es2023", "--lib", "es2023", "--types", "node",
    "--module", "esnext", "--moduleResolution", "bundler", "--moduleDetection", "force",
];

async fn run(command: &mut Command) -> Ran {
    command.stdin(Stdio::null()).kill_on_drop(true);
    let told = format!("{command:?}");
    let output = match timeout(PATIENCE, command.output()).await {
        Ok(Ok(output)) => output,
        Ok(Err(error)) => panic!("cannot start {told}: {error}"),
        Err(_) => panic!("it did not end: {told}"),
    };
    Ran {
        code: output.status.code(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}
