//! Screens, preferences and pictures.

use super::{Browser, must};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;
use std::fs;
use std::path::Path;

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

impl Browser {
    /// Sets what the person prefers, from now on.
    pub(crate) async fn prefer(&self, scheme: Scheme, motion: Motion) {
        let scheme = match scheme {
            Scheme::Light => "light",
            Scheme::Dark => "dark",
        };
        let motion = match motion {
            Motion::Full => "no-preference",
            Motion::Reduced => "reduce",
        };
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": motion },
        ]);
        self.cdp(
            "Emulation.setEmulatedMedia",
            json!({ "features": features }),
        )
        .await;
    }

    /// Sets the size of the page in CSS pixels, down to a telephone's.
    pub(crate) async fn viewport(&self, width: u32, height: u32) {
        let screen = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
        });
        self.cdp(
            "Emulation.setDeviceMetricsOverride",
            screen,
        )
        .await;
    }

    /// Runs `script` in every page from now on, before the page's own.
    pub(crate) async fn before_each_page(&self, script: &str) {
        // Without the domain the script is taken and never run.
        self.cdp("Page.enable", json!({})).await;
        self.cdp(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": script }),
        )
        .await;
    }

    /// Shows the page as on paper, or as on a screen again.
    pub(crate) async fn show_as(&self, media: &str) {
        self.cdp(
            "Emulation.setEmulatedMedia",
            json!({ "media": media }),
        )
        .await;
    }

    /// Leaves the page's origin room for so many bytes, all that it keeps taken together.
    pub(crate) async fn room(&self, bytes: u32) {
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
        let paper = json!({ "paperWidth": width, "paperHeight": height });
        let printed = self.cdp("Page.printToPDF", paper).await;
        let data = printed["data"].as_str().unwrap_or_default();
        must(
            BASE64_STANDARD.decode(data),
            "decode a PDF",
        )
    }

    /// Puts another tab in front: the page goes on, hidden.
    pub(crate) async fn hide(&self) {
        self.cdp(
            "Target.createTarget",
            json!({ "url": "about:blank" }),
        )
        .await;
    }

    /// Puts the page in front again.
    pub(crate) async fn show(&self) {
        self.cdp("Page.bringToFront", json!({})).await;
    }

    /// Saves a picture of the whole page, as far as it scrolls, as a PNG.
    pub(crate) async fn screenshot(&self, file: &Path) {
        let layout = self.cdp("Page.getLayoutMetrics", json!({})).await;
        let mut clip = layout["cssContentSize"].clone();
        clip["scale"] = json!(1);
        let picture = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
        let picture = self.cdp("Page.captureScreenshot", picture).await;
        let data = picture["data"].as_str().unwrap_or_default();
        let png = must(
            BASE64_STANDARD.decode(data),
            "decode a picture",
        );
        must(
            fs::write(file, png),
            &format!("write {}", file.display()),
        );
    }
}
