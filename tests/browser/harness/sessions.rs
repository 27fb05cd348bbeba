//! Sessions end, whatever becomes of their test.

use crate::support::browser::Browser;
use crate::support::poll::poll;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

/// The processes whose command line or environment has `mark` in it.
fn processes(mark: &str) -> usize {
    let has_mark = |file: PathBuf| {
        fs::read(file).is_ok_and(|text| String::from_utf8_lossy(&text).contains(mark))
    };
    let entries = fs::read_dir("/proc").expect("a list of processes");
    entries
        .flatten()
        .filter(|entry| {
            ["cmdline", "environ"]
                .map(|file| has_mark(entry.path().join(file)))
                .contains(&true)
        })
        .count()
}

/// The session's folder, which all its processes name.
fn folder(browser: &Browser) -> String {
    let folder = browser.folder().to_string_lossy().into_owned();
    assert!(
        processes(&folder) > 2,
        "a browser and its driver are more than two processes"
    );
    folder
}

async fn assert_gone(folder: &str) {
    let limit = Duration::from_secs(30);
    let gone = poll(limit, async || {
        (processes(folder) == 0).then_some(())
    })
    .await;
    assert!(
        gone.is_some(),
        "{} processes are left behind",
        processes(folder)
    );
    assert!(
        !fs::exists(folder).expect("a readable folder"),
        "{folder} is left behind"
    );
}

#[tokio::test]
async fn closing_leaves_nothing_behind() {
    let browser = Browser::start().await;
    let folder = folder(&browser);
    browser.close().await;
    assert_gone(&folder).await;
}

#[tokio::test]
async fn a_failing_test_leaves_nothing_behind() {
    let browser = Browser::start().await;
    let folder = folder(&browser);
    let test = tokio::spawn(async move {
        browser.goto("about:blank").await;
        panic!("as a failing test does");
    });
    assert!(test.await.is_err());
    assert_gone(&folder).await;
}
