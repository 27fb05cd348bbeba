//! A page that is hidden during a run: the run completes, and is marked.

use crate::scenario::{Page, scenario};
use crate::snapshot::Look;
use crate::support::proxy::Proxy;
use std::time::Duration;

async fn marks(page: &Page, look: &Look) -> [bool; 2] {
    let file = page.run_file().await;
    let marks = ["sequential", "joined"].map(|variant| look.lane(variant).hidden);
    for (place, mark) in marks.iter().enumerate() {
        assert_eq!(
            file["variants"][place]["hidden"], *mark,
            "{file:#}"
        );
    }
    marks
}

#[tokio::test]
async fn live_a_hidden_run_completes_and_is_marked() {
    let proxy = Proxy::https().await;
    proxy.delay(Duration::from_millis(300));
    scenario(Some(proxy.port()), async |page| {
        page.open("?source=live&order=fixed").await;
        let look = page.run().await;
        assert_eq!(marks(page, &look).await, [false, false]);

        // Hidden and shown again while the first variant runs; then for the whole rest of a run.
        for (shown_again, marked) in [(true, [true, false]), (false, [true, true])] {
            let variant = proxy.counts().seen + 4;
            page.press("run").await;
            proxy
                .wait_until("the first variant", |counts| {
                    counts.seen == variant
                })
                .await;
            hide(page, true).await;
            if shown_again {
                hide(page, false).await;
            }
            let look = page.ended().await;
            look.assert_done();
            hide(page, false).await;
            assert_eq!(
                marks(page, &look).await,
                marked,
                "shown again: {shown_again}"
            );
        }
        let look = page.run().await;
        assert_eq!(
            marks(page, &look).await,
            [false, false],
            "a mark is of one run"
        );
    })
    .await;
}

async fn hide(page: &Page, hide: bool) {
    let state = if hide { "hidden" } else { "visible" };
    if hide {
        page.browser.hide().await;
    } else {
        page.browser.show().await;
    }
    page.browser
        .wait_until(state, async || {
            page.browser.js("return document.visibilityState").await == state
        })
        .await;
}
