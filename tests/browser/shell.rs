//! The shell: themes, and a folder of a host.

use crate::scenario::{Page, at, scenario};
use crate::support::browser::{Motion, Scheme};
use crate::support::site::Site;
use serde_json::Value;

async fn background(page: &Page) -> Value {
    let script = "return getComputedStyle(document.body).backgroundColor";
    page.browser.js(script).await
}

/// The theme of the switch, and the one that the page is told to have.
async fn theme(page: &Page) -> [Option<String>; 2] {
    [
        page.browser
            .attr(
                "[data-action=theme]",
                "data-theme-choice",
            )
            .await,
        page.browser.attr("html", "data-theme").await,
    ]
}

fn themes(choice: &str, told: Option<&str>) -> [Option<String>; 2] {
    [Some(choice.to_owned()), told.map(str::to_owned)]
}

#[tokio::test]
async fn unsent_the_theme_is_switched_and_kept() {
    scenario(None, async |page| {
        page.open("").await;
        page.browser.prefer(Scheme::Light, Motion::Full).await;
        let light = background(page).await;
        page.browser.prefer(Scheme::Dark, Motion::Full).await;
        let dark = background(page).await;
        assert_ne!(
            light, dark,
            "the system's preference counts"
        );
        assert_eq!(
            theme(page).await,
            themes("system", None)
        );

        for (choice, colour) in [("light", &light), ("dark", &dark)] {
            page.press("theme").await;
            for loaded in ["at once", "after a reload"] {
                assert_eq!(
                    theme(page).await,
                    themes(choice, Some(choice)),
                    "{loaded}"
                );
                // Whatever the system prefers.
                for scheme in [Scheme::Dark, Scheme::Light] {
                    page.browser.prefer(scheme, Motion::Full).await;
                    assert_eq!(
                        background(page).await,
                        *colour,
                        "{choice}, {loaded}, in a {scheme:?} system"
                    );
                }
                page.reload().await;
            }
        }
        page.press("theme").await;
        assert_eq!(
            theme(page).await,
            themes("system", None)
        );
        page.reload().await;
        assert_eq!(
            theme(page).await,
            themes("system", None)
        );
        assert_eq!(background(page).await, light);
    })
    .await;
}

#[tokio::test]
async fn replica_the_site_works_from_a_folder() {
    let site = Site::built_at("/some/folder/").await;
    at(site, None, async |page| {
        page.open("?source=replica&tab=data&user=3").await;
        page.run().await.assert_done();
        page.browser.click("nav li:nth-child(1) a").await;
        let folder = "return location.pathname";
        assert_eq!(
            page.browser.js(folder).await,
            "/some/folder/"
        );
        page.reload().await;
        let look = page.run().await;
        look.assert_done();
        assert_eq!(
            (&*look.experiment, &*look.user),
            ("user-with-posts", "3")
        );
        // Back to an address without a query, too.
        page.open("").await;
        page.browser.select("select[name=user]", "2").await;
        page.browser.select("select[name=user]", "1").await;
        assert_eq!(
            page.browser.js(folder).await,
            "/some/folder/"
        );
        assert_eq!(page.look().await.query, "");
    })
    .await;
}
