//! The runs that stay in this browser.

use crate::scenario::{Page, scenario};
use crate::support::browser::{Capability, lacking};
use serde_json::{Value, json};
use std::time::Duration;

/// How many runs are kept at this moment.
const KEPT: &str = "
    const open = indexedDB.open('tandem');
    return new Promise((told) => {
        open.onerror = () => told(null);
        open.onsuccess = () => {
            const database = open.result;
            const told_and_closed = (count) => { database.close(); told(count); };
            if (!database.objectStoreNames.contains('entries')) return told_and_closed(0);
            const count = database.transaction('entries').objectStore('entries').count();
            count.onsuccess = () => told_and_closed(count.result);
        };
    });";

/// Runs and waits until the run is kept.
async fn keep(page: &Page) {
    let before = kept(page).await;
    page.run().await;
    page.browser
        .wait_until("the run kept", async || {
            kept(page).await == before + 1
        })
        .await;
}

/// It makes no database where there is none: the page's own would not be made then.
async fn kept(page: &Page) -> u64 {
    let there =
        "return indexedDB.databases().then((all) => all.some((one) => one.name === 'tandem'))";
    if page.browser.js(there).await == false {
        return 0;
    }
    page.browser.js(KEPT).await.as_u64().expect("a count")
}

async fn show(page: &Page) {
    page.press("history").await;
    page.browser.wait_for("dialog[data-history][open]").await;
}

async fn rows(page: &Page) -> usize {
    page.browser.texts(".kept").await.len()
}

async fn wait_for_rows(page: &Page, count: usize) {
    page.browser
        .wait_until(&format!("{count} rows"), async || {
            rows(page).await == count
        })
        .await;
}

async fn focus(page: &Page) -> Value {
    page.browser
        .js("return document.activeElement.dataset.action ?? document.activeElement.tagName")
        .await
}

#[tokio::test]
async fn replica_a_run_is_listed_after_a_reload_and_opened_as_it_was() {
    scenario(None, async |page| {
        page.open("?source=replica&user=4&tab=data").await;
        show(page).await;
        page.browser.wait_for("[data-history-empty]").await;
        page.press("close-history").await;
        keep(page).await;
        let ran = page.look().await;
        let file = page.run_file().await;
        page.reload().await;
        show(page).await;
        wait_for_rows(page, 1).await;
        let told = page.browser.text(".kept").await;
        let headline = page.browser.text(".kept__verdict").await;
        assert!(
            ran.says.replace('\n', " ").starts_with(&headline),
            "{headline} of {}",
            ran.says
        );
        for part in ["User 4", "replica · ", "Sequential ", "Joined "] {
            assert!(told.contains(part), "{part} in {told}");
        }
        let stored = page.browser.attr(".kept time", "datetime").await;
        assert_eq!(
            stored.as_deref(),
            file["started"].as_str()
        );

        page.press("open-kept").await;
        let opened = page.ended().await;
        // All but the warm-up, of which run files tell nothing.
        let verdict = |says: &str| says.split("Source: ").next().map(str::to_owned);
        assert_eq!(
            verdict(&opened.says),
            verdict(&ran.says)
        );
        for (name, lane) in &opened.lanes {
            let before = ran.lane(name);
            assert_eq!(
                (lane.total_ms, &lane.rows, &lane.json),
                (
                    before.total_ms,
                    &before.rows,
                    &before.json
                )
            );
        }
        assert!(opened.run_disabled);
        assert!(opened.notice("kept").contains("from the history"));
        assert_eq!(
            page.run_file().await,
            file,
            "it is the same file"
        );
        assert_eq!(
            kept(page).await,
            1,
            "what is opened is not kept again"
        );
        page.press("put-away").await;
        assert_eq!(focus(page).await, "history");
        let look = page.wait("Run again", |look| !look.run_disabled).await;
        assert_eq!(look.verdict, "idle");
    })
    .await;
}

#[tokio::test]
async fn replica_runs_are_deleted_one_by_one_and_all() {
    scenario(None, async |page| {
        for user in 1..=4 {
            page.open(&format!("?source=replica&network=fibre&user={user}")).await;
            keep(page).await;
        }
        page.open("?source=replica&network=fibre&experiment=user-with-posts").await;
        keep(page).await;
        show(page).await;
        wait_for_rows(page, 1).await;
        page.browser.click("[data-filter=all]").await;
        wait_for_rows(page, 5).await;
        let users = "return [...document.querySelectorAll('.kept h3 span')].map((name) => name.textContent)";
        let listed = page.browser.js(users).await;
        assert_eq!(listed, json!(["User 1", "User 4", "User 3", "User 2", "User 1"]), "newest first");

        // The last one, then the one in front of it: the focus stays in the list.
        page.browser.click(".kept:last-child [data-action=delete-kept]").await;
        wait_for_rows(page, 4).await;
        assert_eq!(focus(page).await, "delete-kept");
        page.browser.click(".kept:nth-child(2) [data-action=delete-kept]").await;
        wait_for_rows(page, 3).await;
        assert_eq!(focus(page).await, "delete-kept");
        assert_eq!(page.browser.js(users).await, json!(["User 1", "User 3", "User 2"]));
        assert_eq!(kept(page).await, 3);

        page.press("delete-all").await;
        assert_eq!(kept(page).await, 3, "a click more is needed");
        page.press("confirm-delete-all").await;
        wait_for_rows(page, 0).await;
        assert_eq!(focus(page).await, "close-history");
        page.browser.wait_for("[data-history-empty]").await;
        assert_eq!(kept(page).await, 0);
        page.browser.keys("Escape").await;
        assert_eq!(focus(page).await, "history");
        // And on it goes.
        keep(page).await;
    })
    .await;
}

/// Two pages of one browser keep their runs beside each other.
#[tokio::test]
async fn replica_two_tabs_do_not_harm_each_other() {
    scenario(None, async |page| {
        page.open("?source=replica&network=fibre").await;
        keep(page).await;
        show(page).await;
        wait_for_rows(page, 1).await;
        let first = page.browser.open_tab().await;
        page.open("?source=replica&network=fibre").await;
        keep(page).await;
        show(page).await;
        wait_for_rows(page, 2).await;
        page.browser
            .click(".kept:last-child [data-action=delete-kept]")
            .await;
        wait_for_rows(page, 1).await;
        page.press("close-history").await;
        page.browser.turn_to(first).await;
        // It is listed here still, and gone.
        page.press("close-history").await;
        keep(page).await;
        show(page).await;
        wait_for_rows(page, 2).await;
    })
    .await;
}

#[tokio::test]
async fn replica_a_run_is_laid_over_another() {
    scenario(None, async |page| {
        page.open("?source=replica&network=fibre&user=2").await;
        keep(page).await;
        page.open("?source=replica&network=3g&user=3").await;
        keep(page).await;
        show(page).await;
        wait_for_rows(page, 2).await;
        assert_eq!(
            page.browser.texts("[data-action=lay-over]").await.len(),
            1,
            "not over itself"
        );
        page.press("lay-over").await;
        page.browser.wait_for("[data-differences]").await;
        assert!(!page.browser.has("dialog[open]").await);
        let told = page.browser.text("[data-notice=reference]").await;
        for part in [
            "User 2 · replica · 4 ms",
            "Other parameters: User 3 on the page, User 2 laid over.",
            "Other source: replica · 300 ms",
            "One run each: what differs may be chance.",
        ] {
            assert!(told.contains(part), "{part} in {told}");
        }
        let differences = page.browser.texts("[data-differences] li").await;
        assert!(
            differences.len() == 2
                && differences
                    .iter()
                    .all(|one| one.contains(", laid over ") && one.contains('+')),
            "{differences:?}"
        );
        assert_eq!(
            page.browser.texts(".track__laid-over").await.len(),
            2
        );
        // Its bars stand behind the run's own, which took several times as long.
        let widths = "return [...document.querySelectorAll('[data-variant=joined] .fall__row')].map((row) => {
            const width = (css) => row.querySelector(css)?.getBoundingClientRect().width ?? null;
            return [width('.bar[data-kind=ghost]'), width('.bar[data-kind=ok]')];
        });";
        let widths = page.browser.js(widths).await;
        let widths: Vec<(f64, f64)> = serde_json::from_value(widths).expect("widths");
        assert!(
            widths.len() == 3 && widths.iter().all(|(other, own)| other * 2.0 < *own),
            "{widths:?}"
        );
        // It stays over the next run, and is gone on another experiment.
        keep(page).await;
        page.browser.wait_for("[data-differences]").await;
        page.browser.click("nav li:nth-child(1) a").await;
        page.browser
            .wait_for("main[data-experiment=user-with-posts]")
            .await;
        assert!(!page.browser.has("[data-notice=reference]").await);
        page.browser.back().await;
        page.browser.wait_for("[data-notice=reference]").await;
        page.press("remove-reference").await;
        page.browser
            .wait_until("no reference", async || {
                !page.browser.has(".track__laid-over").await
            })
            .await;
        assert_eq!(focus(page).await, "history");
    })
    .await;
}

/// By keys alone. Esc closes the list first, and stops the run then.
#[tokio::test]
async fn replica_the_history_by_the_keyboard() {
    scenario(None, async |page| {
        page.open("?source=replica&network=fibre").await;
        for _ in 0..2 {
            keep(page).await;
        }
        page.browser
            .js("document.querySelector('[data-action=history]').focus()")
            .await;
        page.browser.keys("Enter").await;
        wait_for_rows(page, 2).await;
        let mut reached = vec![focus(page).await];
        for _ in 0..7 {
            page.browser.keys("Tab").await;
            reached.push(focus(page).await);
        }
        assert_eq!(
            reached,
            [
                "close-history",
                "BUTTON",
                "BUTTON",
                "delete-kept",
                "open-kept",
                "lay-over",
                "delete-kept",
                "delete-all"
            ]
        );
        page.browser.keys("Shift+Tab").await;
        page.browser.keys("Enter").await;
        wait_for_rows(page, 1).await;
        assert_eq!(focus(page).await, "delete-kept");

        page.browser.keys("Escape").await;
        page.browser
            .wait_until("no dialog", async || {
                !page.browser.has("dialog[open]").await
            })
            .await;
        page.open("?source=replica&rtt=5000").await;
        page.press("run").await;
        show(page).await;
        page.browser.keys("Escape").await;
        page.browser
            .wait_until("no dialog", async || {
                !page.browser.has("dialog[open]").await
            })
            .await;
        let verdict = page.look().await.verdict;
        assert!(
            ["warming-up", "running"].contains(&&*verdict),
            "{verdict}"
        );
        page.browser.keys("Escape").await;
        page.wait("the stop", |look| {
            look.verdict == "stopped"
        })
        .await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert_eq!(
            kept(page).await,
            1,
            "what was stopped is not kept"
        );
    })
    .await;
}

/// What other scripts may do to the database, by what the page says of it, if anything.
const DAMAGE: [(&str, Option<&str>); 4] = [
    // Values and keys that are not the page's.
    (
        "const open = indexedDB.open('tandem', 1);
        return new Promise((done) => { open.onsuccess = () => {
            const stores = open.result.transaction(['entries', 'runs'], 'readwrite');
            stores.objectStore('entries').put({ garbage: true }, '2026-01-01 garbage');
            stores.objectStore('entries').put('garbage', 7);
            stores.objectStore('entries').put('[]', '2026-01-02 no run');
            stores.objectStore('runs').put(new Uint8Array(9), '2026-01-01 garbage');
            stores.oncomplete = () => { open.result.close(); done(); };
        }; });",
        None,
    ),
    // Without the page's stores.
    (
        "indexedDB.deleteDatabase('tandem');
        const open = indexedDB.open('tandem', 1);
        open.onupgradeneeded = () => open.result.createObjectStore('mine');
        return new Promise((done) => { open.onsuccess = () => { open.result.close(); done(); }; });",
        Some("it is not in the page’s format"),
    ),
    // Of a later version.
    (
        "indexedDB.deleteDatabase('tandem');
        const open = indexedDB.open('tandem', 9);
        return new Promise((done) => { open.onsuccess = () => { open.result.close(); done(); }; });",
        Some("a newer version of the page wrote it"),
    ),
    // Keyed by itself: what the page puts there is refused.
    (
        "indexedDB.deleteDatabase('tandem');
        const open = indexedDB.open('tandem', 1);
        open.onupgradeneeded = () => {
            open.result.createObjectStore('entries');
            open.result.createObjectStore('runs', { keyPath: 'id' });
        };
        return new Promise((done) => { open.onsuccess = () => { open.result.close(); done(); }; });",
        Some("The last run was not kept"),
    ),
];

#[tokio::test]
async fn replica_a_damaged_database_costs_the_history_and_nothing_else() {
    scenario(None, async |page| {
        for (script, says) in DAMAGE {
            page.open("?source=replica&network=fibre").await;
            keep(page).await;
            page.browser.js(script).await;
            page.reload().await;
            page.run().await.assert_done();
            // The run is written by then, or cannot be.
            tokio::time::sleep(Duration::from_millis(500)).await;
            show(page).await;
            match says {
                Some(says) => {
                    let told = page.browser.text("[data-history-complaint]").await;
                    assert!(told.contains(says), "{told}");
                    assert_eq!(
                        page.browser.texts("[data-history-complaint]").await.len(),
                        1
                    );
                }
                None => {
                    wait_for_rows(page, 4).await;
                    assert_eq!(
                        page.browser.texts(".kept__broken").await.len(),
                        2
                    );
                    page.browser
                        .click(".kept:last-child [data-action=delete-kept]")
                        .await;
                    wait_for_rows(page, 3).await;
                    assert!(!page.browser.has("[data-history-complaint]").await);
                }
            }
            // Deleting all makes it as new.
            page.press("delete-all").await;
            page.press("confirm-delete-all").await;
            page.browser.wait_for("[data-history-empty]").await;
            page.press("close-history").await;
            keep(page).await;
            show(page).await;
            wait_for_rows(page, 1).await;
            assert!(!page.browser.has("[data-history-complaint]").await);
            page.press("delete-all").await;
            page.press("confirm-delete-all").await;
            page.browser.wait_for("[data-history-empty]").await;
        }
    })
    .await;
}

#[tokio::test]
async fn replica_a_blocked_database_costs_the_history_and_nothing_else() {
    let ways = [
        "Object.defineProperty(window, 'indexedDB', { value: undefined });",
        "Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('no', 'SecurityError'); } });",
        "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); };",
    ];
    for way in ways {
        scenario(None, async |page| {
            page.browser.before_each_page(way).await;
            page.open("?source=replica&network=fibre").await;
            for _ in 0..2 {
                page.run().await.assert_done();
                tokio::time::sleep(Duration::from_millis(300)).await;
            }
            show(page).await;
            let told = page.browser.text("[data-history-complaint]").await;
            assert!(
                told.contains("does not let the page keep anything"),
                "{told}"
            );
            assert_eq!(
                page.browser.texts("[data-history-complaint]").await.len(),
                1
            );
            assert!(
                !page.browser.has("[data-action=delete-all]").await,
                "there is nothing to delete"
            );
            page.browser.keys("Escape").await;
        })
        .await;
    }
}

#[tokio::test]
async fn replica_a_full_database_costs_the_history_and_nothing_else() {
    if lacking(Capability::Quota) {
        return;
    }
    scenario(None, async |page| {
        page.open("?source=replica&network=fibre").await;
        // From the start: a browser that has just found room does not look again at once.
        page.browser.room(1).await;
        page.run().await.assert_done();
        tokio::time::sleep(Duration::from_millis(500)).await;
        show(page).await;
        page.browser.wait_for("[data-history-empty]").await;
        let told = page.browser.text("[data-history-complaint]").await;
        assert_eq!(
            told,
            "The last run was not kept: this browser has no room left for the page."
        );
        page.browser.keys("Escape").await;
        page.browser.room(100_000_000).await;
        keep(page).await;
        show(page).await;
        wait_for_rows(page, 1).await;
        assert!(!page.browser.has("[data-history-complaint]").await);
    })
    .await;
}
