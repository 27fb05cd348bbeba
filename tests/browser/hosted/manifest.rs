//! The page can be installed.

use super::copy::Copy;
use crate::scenario::Page;
use crate::support::browser::{Capability, lacking};
use crate::support::env;
use crate::support::site::Site;
use serde_json::{Value, json};
use std::fs;

/// What each icon is when it is drawn, and what the manifest says of it.
const ICONS: &str = "
    return fetch('manifest.webmanifest').then((answer) => answer.json()).then(({ icons }) =>
        Promise.all(icons.map(async ({ src, sizes, purpose }) => {
            const image = new Image();
            image.src = src;
            await image.decode();
            const canvas = document.createElement('canvas');
            const context = canvas.getContext('2d');
            context.drawImage(image, 0, 0);
            return [src, sizes, `${image.naturalWidth}x${image.naturalHeight}`,
                purpose ?? 'any', context.getImageData(0, 0, 1, 1).data[3]];
        })));";

#[tokio::test]
async fn unsent_the_page_can_be_installed() {
    if lacking(Capability::Tools) {
        return;
    }
    for mount in ["/", "/some/folder/"] {
        let page = Page::of(Site::built_at(mount).await).await;
        page.open("").await;
        let errors = page
            .browser
            .cdp(
                "Page.getInstallabilityErrors",
                json!({}),
            )
            .await;
        assert_eq!(
            errors["installabilityErrors"],
            json!([]),
            "{errors:#}"
        );
        let manifest = page.browser.cdp("Page.getAppManifest", json!({})).await;
        assert_eq!(
            manifest["errors"],
            json!([]),
            "{manifest:#}"
        );
        let parsed = &manifest["manifest"];
        for key in ["startUrl", "scope"] {
            assert_eq!(
                parsed[key],
                page.url(""),
                "{key}: {manifest:#}"
            );
        }
        let icons = page.browser.js(ICONS).await;
        let icons = icons.as_array().expect("icons");
        for (src, size, purpose) in [
            ("icon-192.png", "192x192", "any"),
            ("icon-512.png", "512x512", "any"),
            (
                "icon-maskable-512.png",
                "512x512",
                "maskable",
            ),
        ] {
            // What is cut to a shape by the system has to be full to its corners.
            let opaque = if purpose == "maskable" { 255 } else { 0 };
            assert!(
                icons.contains(&json!([
                    src, size, size, purpose, opaque
                ])),
                "{src}: {icons:#?}"
            );
        }
        page.browser.assert_console_clean().await;
        page.browser.close().await;
    }
}

#[test]
fn unsent_the_manifest_names_files_of_the_site() {
    let copy = Copy::new();
    let manifest: Value = serde_json::from_str(&copy.read("manifest.webmanifest")).expect("JSON");
    for icon in manifest["icons"].as_array().expect("icons") {
        let name = icon["src"].as_str().expect("a name");
        assert!(copy.file(name).is_file(), "{name}");
    }
    let index = fs::read_to_string(env::path("TANDEM_DIST").join("index.html")).expect("a page");
    assert!(index.contains("href=\"manifest.webmanifest\""));
}
