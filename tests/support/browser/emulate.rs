//! Screens, preferences and pictures.

use super::{Browser, Capability, Engine, must};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::sync::PoisonError;

/// The colours that the person prefers.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Scheme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// Whether the person wants things to move.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Motion {
    /// No preference.
    Full,
    /// As little as can be.
    Reduced,
}

/// What the person prefers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Preferences {
    scheme: Scheme,
    motion: Motion,
    forced_colours: bool,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            scheme: Scheme::Light,
            motion: Motion::Full,
            forced_colours: false,
        }
    }
}

/// Firefox's own settings of the same. 1 is light there; 2 means colours of the system's, whatever pages say.
const PREFER: &str = "const [dark, still, forced] = arguments;
    Services.prefs.setIntPref('layout.css.prefers-color-scheme.content-override', dark ? 0 : 1);
    Services.prefs.setIntPref('ui.prefersReducedMotion', still ? 1 : 0);
    Services.prefs.setIntPref('browser.display.document_color_use', forced ? 2 : 0);";

/// What the page sees of it.
const PREFERRED: &str =
    "return ['prefers-color-scheme: dark', 'prefers-reduced-motion: reduce', 'forced-colors: active']
    .map((query) => matchMedia(`(${query})`).matches);";

/// The size of the page in Firefox, as its own tools for narrow screens set it.
const VIEWPORT: &str = "const { style } = gBrowser.selectedBrowser;
    for (const [side, size] of Object.entries({ width: arguments[0], height: arguments[1] })) {
        for (const name of [side, `min-${side}`, `max-${side}`]) style.setProperty(name, `${size}px`);
    }";

/// Firefox's own way to work without a network, this machine's included.
const NO_NETWORK: &str =
    "Services.prefs.setBoolPref('network.disable-localhost-when-offline', true);
    Services.io.offline = arguments[0];";

impl Browser {
    /// Sets what the person prefers, from now on.
    pub(crate) async fn prefer(&self, scheme: Scheme, motion: Motion) {
        self.set_preferences(|preferences| {
            (preferences.scheme, preferences.motion) = (scheme, motion);
        })
        .await;
    }

    /// Forces the system's colours on every page, or no more.
    pub(crate) async fn force_colours(&self, forced: bool) {
        self.needs(Capability::ForcedColours);
        self.set_preferences(|preferences| preferences.forced_colours = forced)
            .await;
    }

    async fn set_preferences(&self, change: impl FnOnce(&mut Preferences)) {
        let Preferences {
            scheme,
            motion,
            forced_colours,
        } = {
            let mut all = self
                .preferences
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            change(&mut all);
            *all
        };
        let dark = matches!(scheme, Scheme::Dark);
        let still = matches!(motion, Motion::Reduced);
        match self.engine {
            Engine::Chromium => self.emulate_preferences(dark, still, forced_colours).await,
            Engine::Firefox => {
                let all = [dark, still, forced_colours].map(|value| json!(value));
                self.in_firefox(PREFER, &all).await;
            }
            Engine::WebKit => {
                let desktop = self.desktop.as_ref().expect("WebKit has a desktop");
                desktop.prefer(dark, still);
            }
        }
        self.wait_until("what is preferred", async || {
            let state = self.js(PREFERRED).await;
            // Forced colours may be a scheme of their own.
            (forced_colours || state[0] == dark) && state[1] == still && state[2] == forced_colours
        })
        .await;
    }

    async fn emulate_preferences(&self, dark: bool, still: bool, forced_colours: bool) {
        let scheme = if dark { "dark" } else { "light" };
        let motion = if still { "reduce" } else { "no-preference" };
        let forced = if forced_colours { "active" } else { "none" };
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": motion },
            { "name": "forced-colors", "value": forced },
        ]);
        self.cdp(
            "Emulation.setEmulatedMedia",
            json!({ "features": features }),
        )
        .await;
    }

    /// Sets the size of the page in CSS pixels, down to a telephone's.
    pub(crate) async fn viewport(&self, width: u32, height: u32) {
        match self.engine {
            Engine::Chromium => {
                let screen = json!({
                    "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
                });
                self.cdp(
                    "Emulation.setDeviceMetricsOverride",
                    screen,
                )
                .await;
            }
            Engine::Firefox => {
                let size = [width, height].map(|side| json!(side));
                self.in_firefox(VIEWPORT, &size).await;
            }
            Engine::WebKit => {
                let bars = "return [outerWidth - innerWidth, outerHeight - innerHeight]";
                let [beside, above] = self.numbers(bars).await;
                self.resize((width + beside, height + above)).await;
                let mut size = self.size.lock().unwrap_or_else(PoisonError::into_inner);
                *size = Some((width, height));
            }
        }
        self.wait_until("the size of the page", async || {
            self.js("return [innerWidth, innerHeight]").await == json!([width, height])
        })
        .await;
    }

    /// Takes the page's size down, to keep it up.
    pub(super) async fn note_size(&self) {
        let [width, height] = self.numbers("return [innerWidth, innerHeight]").await;
        *self.size.lock().unwrap_or_else(PoisonError::into_inner) = Some((width, height));
    }

    /// Gives the page the size that it had: MiniBrowser takes a row of the window for each file that it has saved.
    pub(super) async fn keep_size(&self) {
        let size = *self.size.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((width, height)) = size {
            self.viewport(width, height).await;
        }
    }

    /// Whole numbers that the page tells.
    async fn numbers<const N: usize>(&self, script: &str) -> [u32; N] {
        let told: Vec<u32> = must(
            serde_json::from_value(self.js(script).await),
            "read numbers",
        );
        told.try_into().expect("as many as were asked for")
    }

    /// Sets the size of the window.
    pub(super) async fn resize(&self, (width, height): (u32, u32)) {
        must(
            self.driver.set_window_rect(0, 0, width, height).await,
            "size the window",
        );
    }

    /// Runs `script` in every page from now on, before the page's own.
    pub(crate) async fn before_each_page(&self, script: &str) {
        if self.engine != Engine::Chromium {
            let mut first = self.first.lock().unwrap_or_else(PoisonError::into_inner);
            first.push_str(script);
            first.push('\n');
            return;
        }
        // Without the domain the script is taken and never run.
        self.cdp("Page.enable", json!({})).await;
        self.cdp(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": script }),
        )
        .await;
    }

    /// Takes the network away from the page, or gives it back.
    pub(crate) async fn offline(&self, offline: bool) {
        self.needs(Capability::Offline);
        if self.engine == Engine::Firefox {
            return self.in_firefox(NO_NETWORK, &[json!(offline)]).await;
        }
        let network = json!({
            "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
        });
        self.cdp("Network.enable", json!({})).await;
        self.cdp(
            "Network.emulateNetworkConditions",
            network,
        )
        .await;
    }

    /// Shows the page as on paper, or as on a screen again.
    pub(crate) async fn show_as(&self, media: &str) {
        self.needs(Capability::PrintMedia);
        if self.engine == Engine::Firefox {
            let medium = "gBrowser.selectedBrowser.browsingContext.mediumOverride = arguments[0]";
            return self.in_firefox(medium, &[json!(media)]).await;
        }
        self.cdp(
            "Emulation.setEmulatedMedia",
            json!({ "media": media }),
        )
        .await;
    }

    /// Leaves the page's origin room for so many bytes, all that it keeps taken together.
    pub(crate) async fn room(&self, bytes: u32) {
        self.needs(Capability::Quota);
        let origin = self.js("return location.origin").await;
        self.cdp(
            "Storage.overrideQuotaForOrigin",
            json!({ "origin": origin, "quotaSize": bytes }),
        )
        .await;
    }

    /// Prints the page on upright paper of this size in inches, as a PDF. Backgrounds are left out as browsers
    /// do by themselves, but for what the page asks to be exact.
    pub(crate) async fn pdf(&self, width: f64, height: f64) -> Vec<u8> {
        self.needs(Capability::Paper);
        if self.engine == Engine::Firefox {
            let inch = 2.54;
            let paper = json!({ "page": { "width": width * inch, "height": height * inch } });
            return decoded(&self.post("/print", paper).await);
        }
        let paper = json!({ "paperWidth": width, "paperHeight": height });
        let printed = self.cdp("Page.printToPDF", paper).await;
        decoded(&printed["data"])
    }

    /// Puts another tab in front, or the window away: the page goes on, hidden.
    pub(crate) async fn hide(&self) {
        match self.engine {
            Engine::Chromium => {
                let blank = json!({ "url": "about:blank" });
                self.cdp("Target.createTarget", blank).await;
            }
            Engine::Firefox => {
                let hide = "gBrowser.selectedTab = gBrowser.addTrustedTab('about:blank')";
                self.in_firefox(hide, &[]).await;
            }
            // Its driver puts in front whichever tab it turns to.
            Engine::WebKit => {
                self.post("/window/minimize", json!({})).await;
            }
        }
    }

    /// Puts the page in front again.
    pub(crate) async fn show(&self) {
        match self.engine {
            Engine::Chromium => {
                self.cdp("Page.bringToFront", json!({})).await;
            }
            Engine::Firefox => {
                let show = "gBrowser.selectedTab = gBrowser.tabs[0]";
                self.in_firefox(show, &[]).await;
            }
            Engine::WebKit => {
                let [width, height] = self.numbers("return [outerWidth, outerHeight]").await;
                self.resize((width, height)).await;
            }
        }
    }

    /// Saves a picture of the whole page, as far as it scrolls, as a PNG.
    pub(crate) async fn screenshot(&self, file: &Path) {
        let png = match self.engine {
            Engine::Chromium => self.picture().await,
            Engine::Firefox => decoded(&self.get("/moz/screenshot/full").await),
            Engine::WebKit => self.picture_of_view().await,
        };
        must(
            fs::write(file, png),
            &format!("write {}", file.display()),
        );
    }

    /// Its driver takes what is in view: that is made to be all.
    async fn picture_of_view(&self) -> Vec<u8> {
        let whole = "return [document.documentElement.scrollHeight]";
        let [width, height] = self.numbers("return [innerWidth, innerHeight]").await;
        let [whole] = self.numbers(whole).await;
        self.viewport(width, whole).await;
        let png = decoded(&self.get("/screenshot").await);
        self.viewport(width, height).await;
        png
    }

    async fn picture(&self) -> Vec<u8> {
        let layout = self.cdp("Page.getLayoutMetrics", json!({})).await;
        let mut clip = layout["cssContentSize"].clone();
        clip["scale"] = json!(1);
        let picture = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
        let picture = self.cdp("Page.captureScreenshot", picture).await;
        decoded(&picture["data"])
    }
}

/// The bytes that a driver sends as base64.
fn decoded(data: &Value) -> Vec<u8> {
    must(
        BASE64_STANDARD.decode(data.as_str().unwrap_or_default()),
        "decode what the driver sent",
    )
}
