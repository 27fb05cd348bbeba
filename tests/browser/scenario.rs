//! What the tests of the site share: the page in a browser of its own, and a common ending.

use crate::snapshot::{LOOK, Look};
use crate::support::browser::{Browser, Options};
use crate::support::site::Site;
use serde_json::{Value, json};
use tokio::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard};

/// A test that judges times has the machine to itself; all others share it.
static MACHINE: RwLock<()> = RwLock::const_new(());

/// The built site in a browser.
pub(crate) struct Page {
    /// For what the steps here do not cover.
    pub(crate) browser: Browser,
    pub(crate) site: Site,
    /// The page's share of the machine, where no scenario holds it.
    _share: Option<RwLockReadGuard<'static, ()>>,
}

/// Takes `steps` on the built site, in a browser to which the live host is `live`, or nothing. At the
/// end the console holds nothing of the page's and the page holds nothing on to.
pub(crate) async fn scenario(live: Option<u16>, steps: impl AsyncFnOnce(&Page)) {
    at(Site::built().await, live, steps).await;
}

/// The same on a site of the test's own.
pub(crate) async fn at(site: Site, live: Option<u16>, steps: impl AsyncFnOnce(&Page)) {
    let _shared = MACHINE.read().await;
    play(site, live, steps).await;
}

/// The same on the built site while no other scenario plays: for steps that judge times.
pub(crate) async fn alone(live: Option<u16>, steps: impl AsyncFnOnce(&Page)) {
    let _whole = MACHINE.write().await;
    play(Site::built().await, live, steps).await;
}

/// The machine alone, for who judges times by browsers of their own.
pub(crate) async fn whole_machine() -> RwLockWriteGuard<'static, ()> {
    MACHINE.write().await
}

/// Takes `steps` in which the page fails. The console then holds a line with `told` in it, and nothing else of the
/// page's.
pub(crate) async fn failing(told: &str, steps: impl AsyncFnOnce(&Page)) {
    let _shared = MACHINE.read().await;
    let (site, browser) = (
        Site::built().await,
        Browser::start().await,
    );
    let page = Page {
        browser,
        site,
        _share: None,
    };
    steps(&page).await;
    page.browser.assert_console(&[told]).await;
    page.browser.close().await;
}

/// The same in a browser with settings of its own.
pub(crate) async fn with(options: &Options, steps: impl AsyncFnOnce(&Page)) {
    let _shared = MACHINE.read().await;
    in_browser(Site::built().await, options, steps).await;
}

async fn play(site: Site, live: Option<u16>, steps: impl AsyncFnOnce(&Page)) {
    let options = live.map_or(Options::default(), |port| {
        Options::default().live_at(port)
    });
    in_browser(site, &options, steps).await;
}

async fn in_browser(site: Site, options: &Options, steps: impl AsyncFnOnce(&Page)) {
    let browser = options.start().await;
    let page = Page {
        browser,
        site,
        _share: None,
    };
    steps(&page).await;
    page.assert_at_rest().await;
    page.browser.assert_console_clean().await;
    page.browser.close().await;
}

impl Page {
    /// A page of a test that ends in its own way.
    pub(crate) async fn of(site: Site) -> Self {
        let share = MACHINE.read().await;
        Self {
            browser: Browser::start().await,
            site,
            _share: Some(share),
        }
    }

    /// The site's address with `query`.
    pub(crate) fn url(&self, query: &str) -> String {
        self.site.url(query)
    }

    /// Opens the page with `query` and waits until it stands.
    pub(crate) async fn open(&self, query: &str) {
        self.browser.goto(&self.url(query)).await;
        self.stands().await;
    }

    /// Waits until the page stands, with what it loads by itself.
    pub(crate) async fn stands(&self) {
        self.browser.wait_for("main[data-page]").await;
        self.has_come().await;
    }

    /// Waits until no part of the page is on its way.
    pub(crate) async fn has_come(&self) {
        let none = async || !self.browser.has("[data-later=coming]").await;
        self.browser.wait_until("the parts of the page", none).await;
    }

    /// Loads the page anew.
    pub(crate) async fn reload(&self) {
        let url = self.browser.js("return location.href").await;
        let url = url.as_str().expect("an address").to_owned();
        self.browser.goto(&url).await;
        self.stands().await;
    }

    /// Presses the control of this name.
    pub(crate) async fn press(&self, action: &str) {
        self.browser.click(&format!("[data-action={action}]")).await;
        self.has_come().await;
    }

    /// Presses Run and waits for the end of the comparison.
    pub(crate) async fn run(&self) -> Look {
        self.press("run").await;
        self.ended().await
    }

    /// Waits for the end of the comparison.
    pub(crate) async fn ended(&self) -> Look {
        self.browser.wait_for("[data-verdict=done]").await;
        self.look().await
    }

    /// The same for a comparison of many requests: it takes as long as it takes, while there is progress.
    pub(crate) async fn ended_at_length(&self) -> Look {
        let done = async || self.browser.has("[data-verdict=done]").await;
        let measured =
            "return [...document.querySelectorAll('.lane__time')].map((time) => time.textContent)";
        while !done().await {
            let before = self.browser.js(measured).await;
            let moved = async || done().await || self.browser.js(measured).await != before;
            self.browser.wait_until("progress", moved).await;
        }
        self.look().await
    }

    /// Everything that the tests read off the page, at one moment.
    pub(crate) async fn look(&self) -> Look {
        let seen = self.browser.js(LOOK).await;
        match serde_json::from_value(seen.clone()) {
            Ok(look) => look,
            Err(error) => panic!("the page is not as tests know it: {error}: {seen:#}"),
        }
    }

    /// Waits until the page looks as `wanted`.
    pub(crate) async fn wait(&self, description: &str, wanted: impl Fn(&Look) -> bool) -> Look {
        let look = async || wanted(&self.look().await);
        self.browser.wait_until(description, look).await;
        self.look().await
    }

    /// Saves the run file and reads it.
    pub(crate) async fn run_file(&self) -> Value {
        self.press("export").await;
        self.press("export-json").await;
        let text = self.browser.download(".json").await;
        self.press("close-export").await;
        serde_json::from_slice(&text).expect("a run file is JSON")
    }

    /// What the page holds: comparisons, frame loops, requests and timers.
    pub(crate) async fn held(&self) -> Value {
        let text = self.browser.js("return wasmBindings.diagnostics()").await;
        serde_json::from_str(text.as_str().expect("a text")).expect("counts are JSON")
    }

    /// Fails unless nothing is under way any more, soon.
    pub(crate) async fn assert_at_rest(&self) {
        let there = "return typeof wasmBindings !== 'undefined'";
        if self.browser.js(there).await == false {
            return;
        }
        let at_rest = json!([0, 0, 0]);
        let under_way = async || {
            let held = self.held().await;
            json!([held["frames"], held["requests"], held["timers"]])
        };
        let at_rest = async || under_way().await == at_rest;
        self.browser
            .wait_until("no frames, requests or timers", at_rest)
            .await;
        // The last comparison, and the last repeats of it.
        let held = self.held().await;
        let comparisons = held["comparisons"].as_u64();
        assert!(
            comparisons <= Some(2),
            "the page holds {held}"
        );
    }

    /// How many requests the page has sent, but for those that the browser makes for the files of the site.
    pub(crate) async fn resources(&self) -> usize {
        let names = "return performance.getEntriesByType('resource')
            .filter(({ name, initiatorType }) => new URL(name).origin !== location.origin
                || initiatorType === 'fetch' && !name.endsWith('.wasm')).length";
        let count = self.browser.js(names).await;
        usize::try_from(count.as_u64().expect("a count")).expect("a small count")
    }
}

/// The query that turns the page to the API at `base`.
pub(crate) fn custom(base: &str, rest: &str) -> String {
    format!("?source=custom&api={base}{rest}")
}
