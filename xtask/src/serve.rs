//! `cargo xtask serve`: the site on a local address, built again at each change.

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::args::ServeOptions;
use crate::port::{self, Answer};
use crate::project::Project;
use crate::run::{note, step};
use crate::tools::{self, Tools};
use crate::{rust, trunk};

/// How often the server is looked at.
const LOOK: Duration = Duration::from_millis(200);
/// How long trunk may take to end by itself once asked.
const FAREWELL: Duration = Duration::from_secs(5);

pub(crate) fn serve(project: &Project, options: &ServeOptions) -> Result<()> {
    let port = match options.port {
        Some(port) => port,
        None => project.port()?,
    };
    // Before the set-up, which may take minutes.
    port::ensure_free(port)?;
    rust::wasm_target()?;
    let tools = tools::ready(project)?;
    port::ensure_free(port)?;

    let kind = if options.dev {
        "a debug build, not for measuring"
    } else {
        "optimised"
    };
    step(&format!(
        "Building and serving the site ({kind}); the first build takes minutes"
    ));
    let stop = stop_flag()?;
    let mut child = command(project, &tools, options, port)?
        .spawn()
        .context("trunk could not be started")?;
    let watched = watch(&mut child, port, &stop);
    end(&mut child)?;
    watched
}

fn command(project: &Project, tools: &Tools, options: &ServeOptions, port: u16) -> Result<Command> {
    let folder = empty_folder(project)?;
    let mut command = trunk::trunk(project, tools, "serve")?;
    command
        .arg(format!("--release={}", !options.dev))
        .arg(format!("--open={}", options.open))
        .arg(format!("--port={port}"))
        // It would ask the network for names of this machine.
        .arg("--disable-address-lookup=true")
        .arg("--dist")
        .arg(folder);
    in_own_group(&mut command);
    Ok(command)
}

/// Not `dist/`: a page served this way reloads itself at each change, and a
/// build or a test beside it must not meet such a page. Emptied, so that the
/// page of an earlier day does not stand in for a build that failed.
fn empty_folder(project: &Project) -> Result<PathBuf> {
    let folder = project.root().join("target").join("serve");
    if folder.exists() {
        fs::remove_dir_all(&folder)
            .with_context(|| format!("{} could not be emptied", folder.display()))?;
    }
    Ok(folder)
}

/// Turns true at Ctrl-C, or when the system asks us to end.
fn stop_flag() -> Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stop);
    ctrlc::set_handler(move || flag.store(true, Ordering::SeqCst))
        .context("Ctrl-C cannot be listened to")?;
    Ok(stop)
}

/// Says once when the page is there, then waits for the end.
fn watch(child: &mut Child, port: u16, stop: &AtomicBool) -> Result<()> {
    let mut told = Answer::None;
    while !stop.load(Ordering::SeqCst) {
        if let Some(status) = child.try_wait().context("trunk was lost sight of")? {
            bail!("trunk ended by itself ({status}); its own messages stand above");
        }
        if told != Answer::Page {
            let answer = port::ask(port);
            if answer != told && answer != Answer::None {
                tell(&answer, port);
                told = answer;
            }
        }
        sleep(LOOK);
    }
    Ok(())
}

fn tell(answer: &Answer, port: u16) {
    if *answer == Answer::Page {
        println!("\n==> Tandem is at http://127.0.0.1:{port}/");
        note("Each change in src/, style/ or index.html is built and shown. Ctrl-C ends it.\n");
    } else {
        step("The first build failed, as told above. The page appears once it builds.");
    }
}

/// Asks trunk to end, and makes it if it does not.
fn end(child: &mut Child) -> Result<()> {
    interrupt(child);
    let asked = Instant::now();
    while asked.elapsed() < FAREWELL {
        if child.try_wait()?.is_some() {
            return Ok(());
        }
        sleep(LOOK);
    }
    child.kill().context("trunk could not be ended")?;
    child.wait()?;
    Ok(())
}

/// trunk's cargo and the compilers it started are asked along with it.
#[cfg(unix)]
fn interrupt(child: &Child) {
    use nix::sys::signal::{Signal, killpg};
    use nix::unistd::Pid;

    if let Ok(group) = i32::try_from(child.id()) {
        // It fails only when nothing of the group is left.
        killpg(Pid::from_raw(group), Signal::SIGINT).ok();
    }
}

/// Windows sends Ctrl-C to every program of the console by itself.
#[cfg(not(unix))]
fn interrupt(_child: &Child) {}

/// A group of its own, so that it can be ended as a whole, whoever asks for it:
/// a terminal tells every program of its Ctrl-C, a plain signal only this one.
fn in_own_group(command: &mut Command) {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    command.stdin(Stdio::null());
}
