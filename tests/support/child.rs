//! Child processes that end with the test, however the test ends.
//!
//! Each child is a script run by Node that ends when its standard input does. That pipe closes when
//! the [`Child`] is dropped, and also when the whole test process goes, by a panic or by a signal:
//! the operating system closes it then. No signal handling, no unsafe code, no process left behind.

use super::poll::poll;
use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child as Process, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// How long a child may take to start. Several may start at once on a small machine.
const START: Duration = Duration::from_secs(60);
/// How long a child may take to end by itself.
const END: Duration = Duration::from_secs(5);

/// A running child process.
pub(crate) struct Child {
    process: Process,
    output: Output,
}

/// Everything that the child has written so far.
type Output = Arc<Mutex<String>>;

impl Child {
    /// Starts Node on `script`, which finds `arguments` from `process.argv[1]` on.
    pub(crate) fn node(script: &str, arguments: &[&str]) -> Self {
        Self::node_in(&[], script, arguments)
    }

    /// Starts a program that ends with all that it has started, in an environment that has `more`. Its
    /// temporary files go into `folder`.
    #[allow(dead_code, reason = "only browsers and hosts are supervised")]
    pub(crate) fn supervised(
        folder: &Path,
        program: &Path,
        arguments: &[&str],
        more: &[(&str, OsString)],
    ) -> Self {
        let (folder, program) = (
            folder.to_string_lossy(),
            program.to_string_lossy(),
        );
        let all: Vec<&str> = [&*folder, &*program]
            .into_iter()
            .chain(arguments.iter().copied())
            .collect();
        Self::node_in(
            more,
            include_str!("supervisor.js"),
            &all,
        )
    }

    fn node_in(environment: &[(&str, OsString)], script: &str, arguments: &[&str]) -> Self {
        let environment = environment.iter().map(|(name, value)| (name, value));
        let mut process = Command::new("node")
            .args(["-e", script, "--"])
            .args(arguments)
            .envs(environment)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("the tests need Node 20 or newer as `node`: {error}"));
        let output = Output::default();
        collect(process.stdout.take(), &output);
        collect(process.stderr.take(), &output);
        Self { process, output }
    }

    /// Has a supervised program read its settings anew.
    #[allow(dead_code, reason = "only browsers and hosts are supervised")]
    pub(crate) fn hang_up(&self) {
        let mut pipe = self.process.stdin.as_ref().expect("a pipe until it ends");
        pipe.write_all(b"\n")
            .expect("a child that runs takes a line");
    }

    /// Waits until the child has written this.
    #[allow(dead_code, reason = "only browsers and hosts are supervised")]
    pub(crate) async fn wait_for(&mut self, mark: &str) {
        let written = poll(START, async || {
            let found = self.output().contains(mark);
            (found || self.has_ended()).then_some(found)
        });
        if written.await != Some(true) {
            panic!(
                "a child process did not start; it wrote:\n{}",
                self.output()
            );
        }
    }

    /// Waits for the number that the child writes after `mark`, which is the port it listens on.
    pub(crate) async fn port_after(&mut self, mark: &str) -> u16 {
        match self.try_port_after(mark).await {
            Ok(port) => port,
            Err(output) => panic!("a child process did not start; it wrote:\n{output}"),
        }
    }

    /// The same, or all that the child has written if it ends, or takes too long, without that.
    pub(crate) async fn try_port_after(&mut self, mark: &str) -> Result<u16, String> {
        let port = poll(START, async || {
            let found = number_after(&self.output(), mark);
            (found.is_some() || self.has_ended()).then_some(found)
        });
        port.await.flatten().ok_or_else(|| self.output())
    }

    /// What the child has written so far.
    pub(crate) fn output(&self) -> String {
        self.output
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Whether it has ended by itself.
    pub(crate) fn has_ended(&mut self) -> bool {
        !matches!(self.process.try_wait(), Ok(None))
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let pause = Duration::from_millis(5);
        let mut waited = Duration::ZERO;
        while !self.has_ended() && waited < END {
            thread::sleep(pause);
            waited += pause;
        }
        // Both fail if it has ended, which is what is wanted.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Reads a pipe to its end, so that the child never waits for a reader.
fn collect(pipe: Option<impl Read + Send + 'static>, output: &Output) {
    let Some(pipe) = pipe else { return };
    let output = Arc::clone(output);
    thread::spawn(move || {
        for line in BufReader::new(pipe).lines().map_while(Result::ok) {
            let mut output = output.lock().unwrap_or_else(PoisonError::into_inner);
            output.push_str(&line);
            output.push('\n');
        }
    });
}

fn number_after(text: &str, mark: &str) -> Option<u16> {
    let (_, rest) = text.split_once(mark)?;
    let end = rest.find(|c: char| !c.is_ascii_digit())?;
    rest[..end].parse().ok()
}
