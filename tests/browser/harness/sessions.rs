//! Sessions end, whatever becomes of their test.

use crate::support::browser::Browser;
use crate::support::poll::poll;
use std::fs;
use std::time::Duration;

/// The processes whose command line has `mark` in it.
fn processes(mark: &str) -> usize {
    let entries = fs::read_dir("/proc").expect("a list of processes");
    let lines = entries
        .flatten()
        .filter_map(|entry| fs::read(entry.path().join("cmdline")).ok());
    lines
        .filter(|line| String::from_utf8_lossy(line).contains(mark))
        .count()
}

/// The session's profile folder, which all its processes name.
async fn profile(browser: &Browser) -> String {
    browser.goto("chrome://version").await;
    let profile = browser.text("#profile_path").await;
    let profile = profile
        .strip_suffix("/Default")
        .expect("a profile folder")
        .to_owned();
    assert!(
        processes(&profile) > 1,
        "a browser is more than one process"
    );
    profile
}

async fn assert_gone(profile: &str) {
    let limit = Duration::from_secs(30);
    let gone = poll(limit, async || {
        (processes(profile) == 0).then_some(())
    })
    .await;
    assert!(
        gone.is_some(),
        "{} processes are left behind",
        processes(profile)
    );
    assert!(
        !fs::exists(profile).expect("a readable folder"),
        "{profile} is left behind"
    );
}

#[tokio::test]
async fn closing_leaves_nothing_behind() {
    let browser = Browser::start().await;
    let profile = profile(&browser).await;
    browser.close().await;
    assert_gone(&profile).await;
}

#[tokio::test]
async fn a_failing_test_leaves_nothing_behind() {
    let browser = Browser::start().await;
    let profile = profile(&browser).await;
    let test = tokio::spawn(async move {
        browser.goto("about:blank").await;
        panic!("as a failing test does");
    });
    assert!(test.await.is_err());
    assert_gone(&profile).await;
}
