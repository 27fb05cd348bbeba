//! What is shown once the page's program has ended.
//!
//! The page has no door to make it panic by. The tests break the browser under it instead, so that it comes to the
//! places where it cannot go on: no `Window`, no `performance`, a `fetch` that rejects with what is no error, no
//! memory.

use crate::accessible::in_all_colours;
use crate::scenario::{Page, custom, failing};
use crate::support::browser::{Capability, Engine, lacking};
use crate::support::proxy::{Behaviour, Proxy};
use serde_json::{Value, json};

/// What the program holds for the window is none any more: whatever asks for it panics.
const NO_WINDOW: &str = "window.WindowAsItWas = window.Window; window.Window = class {};";
/// No timer of the page's own comes in between.
const NO_INTERVALS: &str = "window.setInterval = () => 0;";
/// A timer and frames that show whether such things go on.
const WATCHED: &str = "window.beats = 0;
    setInterval(() => beats += 1, 50);
    (function beat() { beats += 1; requestAnimationFrame(beat); })();";
const NO_WINDOW_TOLD: &str = "there is a window in a page";

/// The panel as it stands.
async fn report(page: &Page) -> String {
    page.browser.wait_for("[data-failure=stopped]").await;
    let panel = "return [document.querySelectorAll('main').length, document.querySelectorAll('[role=alert]').length,
        document.activeElement.innerText, document.querySelector('#failure-report').value]";
    let seen = page.browser.js(panel).await;
    assert_eq!(
        [&seen[0], &seen[1], &seen[2]],
        [&json!(1), &json!(1), &json!("Tandem has stopped")]
    );
    seen[3].as_str().expect("a report").to_owned()
}

/// Opens the page with `before` run before its own scripts.
async fn open(page: &Page, before: &str, query: &str) {
    page.browser
        .before_each_page(&format!("{WATCHED}{before}"))
        .await;
    page.browser.goto(&page.url(query)).await;
}

/// The page stands, and its window is gone.
async fn open_and_break(page: &Page, query: &str) {
    open(page, NO_INTERVALS, query).await;
    page.browser.wait_for("main[data-page]").await;
    page.browser.js(NO_WINDOW).await;
    assert_stands(page).await;
}

/// Nothing has failed yet: what comes next makes the program panic, and nothing else.
async fn assert_stands(page: &Page) {
    assert!(!page.browser.has("[data-failure]").await);
    assert!(page.browser.has("main[data-page]").await);
}

/// A panic with `message`, come to by `steps`.
async fn panics(message: &str, steps: impl AsyncFnOnce(&Page)) {
    failing(message, async |page| {
        steps(page).await;
        let report = report(page).await;
        let title = page.browser.js("return document.title").await;
        assert_eq!(title, "Tandem has stopped · Tandem");
        let version = format!("Tandem {}", env!("CARGO_PKG_VERSION"));
        for part in [
            "panicked at ",
            ".rs:",
            message,
            &version,
            "tandem-",
            &page.url(""),
        ] {
            assert!(
                report.contains(part),
                "{part} is not in {report}"
            );
        }
        // What fails afterwards does so for the same reason, and says nothing new.
        let again = "const error = new WebAssembly.RuntimeError('again');
            dispatchEvent(new ErrorEvent('error', { error, message: 'again', cancelable: true }));";
        page.browser.js(again).await;
        assert_still(page).await;
        let now = page
            .browser
            .js("return document.querySelector('#failure-report').value")
            .await;
        assert_eq!(now, report.as_str());
    })
    .await;
}

/// Nothing of what was there goes on behind the panel.
async fn assert_still(page: &Page) {
    let moves = "return new Promise((done) => {
        let moves = document.getAnimations().length - beats;
        new MutationObserver((seen) => moves += seen.length)
            .observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
        setTimeout(() => done(moves + beats), 1200);
    })";
    assert_eq!(
        page.browser.js(moves).await,
        json!(0),
        "something moves"
    );
}

#[tokio::test]
async fn unsent_a_panic_while_the_page_is_made() {
    panics(
        "the browser has performance.now()",
        async |page| {
            let none = "Object.defineProperty(window, 'performance', { value: undefined });";
            open(page, none, "?source=replica").await;
        },
    )
    .await;
}

#[tokio::test]
async fn unsent_a_panic_in_an_event_handler() {
    panics(NO_WINDOW_TOLD, async |page| {
        open_and_break(page, "?source=replica").await;
        page.press("theme").await;
    })
    .await;
}

#[tokio::test]
async fn unsent_a_panic_in_an_effect() {
    panics(NO_WINDOW_TOLD, async |page| {
        open_and_break(page, "?source=replica").await;
        page.press("share").await;
    })
    .await;
}

#[tokio::test]
async fn unsent_a_panic_in_a_timer() {
    panics(NO_WINDOW_TOLD, async |page| {
        open(page, "", "?source=live").await;
        page.browser.wait_for("main[data-page]").await;
        page.browser.js(NO_WINDOW).await;
    })
    .await;
}

#[tokio::test]
async fn replica_a_panic_in_an_animation_frame() {
    panics(NO_WINDOW_TOLD, async |page| {
        open(
            page,
            NO_INTERVALS,
            "?source=replica&speed=0.02",
        )
        .await;
        page.browser.wait_for("main[data-page]").await;
        page.run().await;
        page.press("replay").await;
        page.browser.js(NO_WINDOW).await;
    })
    .await;
}

#[tokio::test]
async fn live_a_panic_in_a_task() {
    // Whoever made a request that failed asks the window whether there is a network.
    panics(NO_WINDOW_TOLD, async |page| {
        let rejects = "window.fetch = ((real) => (url, options) => {
            if (!String(url).includes('typicode')) return real(url, options);
            window.Window = class {};
            return Promise.reject(new TypeError('no network'));
        })(fetch);";
        open(page, rejects, "?source=live").await;
        page.press("run").await;
    })
    .await;
}

#[tokio::test]
async fn unsent_an_exception_that_went_through_the_program() {
    failing("JSON", async |page| {
        open(page, "", "?source=replica").await;
        page.browser.wait_for("main[data-page]").await;
        // An effect gives the page its title.
        let breaks = "Object.defineProperty(document, 'title', { set: window.JSON.parse })";
        page.browser.js(breaks).await;
        page.browser.click("nav li:nth-child(1) a").await;
        let report = report(page).await;
        for part in ["SyntaxError", "wasm", "set_title"] {
            assert!(
                report.contains(part),
                "{part} is not in {report}"
            );
        }
        assert_still(page).await;
    })
    .await;
}

/// Takes all the memory that a program may have, but for what it holds already.
const NO_MEMORY: &str = "
    const pages = () => memory.buffer.byteLength / 65536;
    for (let more = 65536 - pages(); more >= 1; more = Math.min(more, 65536 - pages())) {
        try { memory.grow(Math.floor(more)); } catch { more /= 2; }
    }
    const transfer = new DataTransfer();
    transfer.items.add(new File(['x'.repeat(31e6)], 'large.json'));
    const field = document.querySelector('input[type=file]');
    field.files = transfer.files;
    field.dispatchEvent(new Event('change', { bubbles: true }));";

#[tokio::test]
async fn unsent_no_memory_is_left() {
    // In each engine's words.
    let trap = match Engine::chosen() {
        Engine::Chromium | Engine::Firefox => "unreachable",
        Engine::WebKit => "Unreachable code",
    };
    failing(trap, async |page| {
        let memory = "addEventListener('TrunkApplicationStarted', ({ detail }) => window.memory = detail.wasm.memory);";
        open(page, memory, "?source=replica").await;
        page.browser.wait_for("main[data-page]").await;
        let there = async || page.browser.js("return 'memory' in window").await == true;
        page.browser.wait_until("the program's memory", there).await;
        page.browser.js(NO_MEMORY).await;
        let report = report(page).await;
        assert!(report.contains(&format!("RuntimeError: {trap}")), "{report}");
        assert_still(page).await;
    })
    .await;
}

#[tokio::test]
async fn custom_a_panic_in_the_middle_of_a_run_ends_its_requests() {
    let proxy = Proxy::http().await;
    // The third request of the first lane, after three of the warm-up; another lane would follow.
    proxy.on("/todos*", Behaviour::Silent);
    failing(NO_WINDOW_TOLD, async |page| {
        open(
            page,
            NO_INTERVALS,
            &custom(&proxy.base(), "&order=fixed"),
        )
        .await;
        page.press("run").await;
        page.press("allow").await;
        proxy
            .wait_until("the third request", |counts| {
                (counts.seen, counts.now) == (6, 1)
            })
            .await;
        // The next frame draws what is under way.
        page.browser.js(NO_WINDOW).await;
        report(page).await;
        proxy
            .wait_until("its end", |counts| {
                (counts.now, counts.aborted) == (0, 1)
            })
            .await;
        // Its task would go on to the next lane; the keyboard and the address would begin anew.
        page.browser
            .js("window.Window = window.WindowAsItWas")
            .await;
        assert_still(page).await;
        page.browser.keys("Ctrl+Enter").await;
        let back = "const here = location.href;
            history.pushState(null, '', '?experiment=fastest-posts&source=replica');
            history.pushState(null, '', here);
            history.back();";
        page.browser.js(back).await;
        let replica = "return location.search.includes('fastest-posts')";
        let there = async || page.browser.js(replica).await == true;
        page.browser.wait_until("an older address", there).await;
        assert_still(page).await;
        let title = page.browser.js("return document.title").await;
        assert_eq!(title, "Tandem has stopped · Tandem");
        assert_eq!(proxy.counts().seen, 6);
    })
    .await;
}

#[tokio::test]
async fn unsent_the_report_is_copied() {
    if lacking(Capability::Tools) {
        return;
    }
    failing(NO_WINDOW_TOLD, async |page| {
        open_and_break(page, "?source=replica").await;
        page.press("theme").await;
        let report = report(page).await;
        let allow = json!({ "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
        page.browser.cdp("Browser.grantPermissions", allow).await;
        // By the clipboard, and where the page has none.
        let none = "const { clipboard } = navigator;
            await clipboard.writeText('');
            window.read = () => clipboard.readText();
            Object.defineProperty(navigator, 'clipboard', { value: undefined });";
        let none = format!("return (async () => {{ {none} }})()");
        page.browser
            .js("window.read = () => navigator.clipboard.readText()")
            .await;
        for before in ["", &none] {
            page.browser.js(before).await;
            page.press("copy-report").await;
            let told = async || page.browser.text(".failure__copied").await == "Copied";
            page.browser.wait_until("the word", told).await;
            let copied = async || page.browser.js("return read()").await == report.as_str();
            page.browser
                .wait_until("the report in the clipboard", copied)
                .await;
        }
        let neither =
            "document.execCommand = () => false; document.getSelection().removeAllRanges();
            document.querySelector('#failure-report').setSelectionRange(0, 0);";
        page.browser.js(neither).await;
        page.press("copy-report").await;
        let told = async || {
            page.browser
                .text(".failure__copied")
                .await
                .starts_with("Not copied")
        };
        page.browser.wait_until("the word", told).await;
        let selected = "const { selectionStart, selectionEnd } = document.activeElement;
            return document.activeElement.value.slice(selectionStart, selectionEnd)";
        assert_eq!(
            page.browser.js(selected).await,
            Value::from(report)
        );
    })
    .await;
}

#[tokio::test]
async fn unsent_the_keyboard_reloads() {
    failing(NO_WINDOW_TOLD, async |page| {
        open_and_break(page, "?source=replica&user=7").await;
        page.press("theme").await;
        report(page).await;
        for stop in ["A", "BUTTON", "BUTTON", "TEXTAREA"] {
            page.browser.keys("Tab").await;
            assert_eq!(
                page.browser
                    .js("return document.activeElement.tagName")
                    .await,
                stop
            );
        }
        page.browser.keys("Shift+Tab").await;
        page.browser.keys("Shift+Tab").await;
        page.browser.keys("Enter").await;
        page.browser.wait_for("main[data-page]").await;
        assert_eq!(page.look().await.user, "7");
        assert!(!page.browser.has("[data-failure]").await);
    })
    .await;
}

#[tokio::test]
async fn unsent_axe_finds_nothing_in_the_panel() {
    failing(NO_WINDOW_TOLD, async |page| {
        open_and_break(page, "?source=replica").await;
        page.press("theme").await;
        report(page).await;
        in_all_colours(page, "the panel").await;
        page.browser.viewport(320, 600).await;
        let sticks_out = "const { scrollWidth, clientWidth } = document.documentElement; return scrollWidth - clientWidth";
        assert_eq!(page.browser.js(sticks_out).await, json!(0));
        in_all_colours(page, "the panel on 320 px").await;
    })
    .await;
}
