//! The tests' own tools, tried on small pages before the site relies on them.

mod engines;
mod faults;
mod helpers;
mod host;
mod live;
mod sessions;

use crate::support::browser::Browser;
use crate::support::site::Site;
use futures::FutureExt;
use std::fs;
use std::panic::AssertUnwindSafe;
use tempfile::TempDir;

/// A page of one test's own, with its host.
struct Page {
    site: Site,
    folder: TempDir,
}

impl Page {
    async fn of(body: &str) -> Self {
        let folder = TempDir::new().expect("a folder");
        let html =
            format!("<!doctype html><html lang=en><title>t</title><body>{body}</body></html>");
        fs::write(folder.path().join("index.html"), html).expect("a page");
        // Browsers ask for it by themselves, and say so when it is not there.
        fs::write(folder.path().join("favicon.ico"), "").expect("an icon");
        let site = Site::of(folder.path()).await;
        Self { site, folder }
    }

    async fn open(&self, browser: &Browser) {
        browser.goto(&self.site.url("")).await;
    }
}

/// What the test says in which `step` fails.
async fn failure_of(step: impl Future<Output = ()>) -> String {
    let failure = AssertUnwindSafe(step)
        .catch_unwind()
        .await
        .expect_err("it should fail");
    failure.downcast_ref::<String>().expect("a message").clone()
}
