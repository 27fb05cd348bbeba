//! `cargo xtask finish`: what Trunk built becomes the site. Trunk calls it by itself as its `post_build` hook
//! (Trunk.toml), so that `trunk build` and `trunk serve` give the same page as the tasks here.
//!
//! | file | what it holds |
//! |---|---|
//! | `page` | the built page: what it loads, what it holds inline, what is added to it |
//! | `digest` | hashes as browsers are told them |
//! | `policy` | the Content-Security-Policy, the one place for it |
//! | `worker` | the service worker, over the finished files |
//! | `parts`, `program`, `order` | the program in parts, without its names, and in an order that packs well |
//! | `compress` | each file beside itself, compressed |
//! | `headers`, `hosts` | the same policy and the other headers, as hosts read them |

mod compress;
pub(crate) mod digest;
mod headers;
mod hosts;
mod order;
mod page;
mod parts;
mod policy;
mod program;
mod worker;

use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, Result, anyhow, ensure};

use page::Page;
use policy::Policy;

/// Set to 1, the site is kept for visits without a network; without it, it is not, as under `trunk serve`.
pub(crate) const OFFLINE: &str = "TANDEM_OFFLINE";

/// What Trunk tells its hooks.
struct Built {
    /// The folder that becomes the site once the hook has ended.
    folder: PathBuf,
    /// Where the site will be.
    dist: PathBuf,
    /// Whether it is optimised.
    release: bool,
    /// Whether it is to be kept for visits without a network.
    offline: bool,
}

impl Built {
    fn told() -> Result<Self> {
        let told = |name: &str| {
            env::var_os(name).with_context(|| {
                format!("{name} is not set: `finish` is called by trunk, at the end of its build")
            })
        };
        Ok(Self {
            folder: told("TRUNK_STAGING_DIR")?.into(),
            dist: told("TRUNK_DIST_DIR")?.into(),
            release: told("TRUNK_PROFILE")? == "release",
            offline: env::var_os(OFFLINE).is_some_and(|value| value == "1"),
        })
    }

    /// Where files for hosts lie that the site itself must not serve: `deploy/` next to `dist/`.
    fn beside(&self) -> Result<PathBuf> {
        let around = self
            .dist
            .parent()
            .context("the site has no folder around it")?;
        Ok(around.join("deploy"))
    }
}

/// Finishes what lies in Trunk's staging folder.
pub(crate) fn finish() -> Result<()> {
    let built = Built::told()?;
    let mut page = Page::read(&built.folder)?;
    let is_served = page.settle_reload_script();
    parts::make(&built, &mut page)?;
    page.hold_styles(&built.folder)?;
    let inline = page.inline()?;
    page.preload_imports(&inline)?;
    page.pin_assets(&built.folder)?;
    let policy = Policy::of(&inline);
    let is_kept = built.offline && !is_served;
    if is_kept {
        page.name_worker(worker::NAME)?;
    }
    page.add_policy(&policy)?;
    page.write(&built.folder)?;
    // What was kept of this address before would hide the page that is served from it.
    if is_kept {
        worker::write(&built.folder)?;
    } else {
        worker::write_farewell(&built.folder)?;
    }
    // A page that reloads itself at each change is for nobody's host.
    if is_served {
        return Ok(());
    }
    hosts::write(&built.folder, &built.beside()?, &policy)?;
    // It takes seconds, which a page for developing does not have.
    if built.release {
        compress::write(&built.folder)?;
    }
    Ok(())
}

/// The names of the site's files, in order. The site is flat.
pub(crate) fn names(site: &Path) -> Result<Vec<String>> {
    let entries =
        fs::read_dir(site).with_context(|| format!("{} cannot be read", site.display()))?;
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().into_string();
        let name = name.map_err(|name| anyhow!("{} is no name for a file", name.display()))?;
        ensure!(
            entry.file_type()?.is_file(),
            "{name} is no file, and the site is flat"
        );
        names.push(name);
    }
    names.sort();
    Ok(names)
}
