//! Four widths, two themes: nothing sticks out, and text stays readable.

use crate::scenario::{Page, scenario};
use crate::support::browser::{Motion, Scheme};
use crate::support::net::DeadPort;
use serde_json::json;
use tandem::experiments::EXPERIMENTS;

const SIZES: [(u32, u32); 4] = [(1440, 1000), (1024, 768), (768, 1024), (390, 844)];

/// What sticks out of the window to the right, unless something around it scrolls.
const OVERFLOW: &str = "
    const wide = document.documentElement.scrollWidth - innerWidth;
    if (wide <= 0) return [];
    const out = [...document.querySelectorAll('body *')]
        .filter((node) => node.getBoundingClientRect().right > innerWidth + 0.5)
        .map((node) => `${node.tagName}.${node.className?.baseVal ?? node.className}`);
    return [`${wide} px`, ...out.slice(0, 12)];";

/// Texts within the waterfalls that are drawn smaller than 11 CSS pixels.
const SMALL: &str = "
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const small = [];
    while (walk.nextNode()) {
        const parent = walk.currentNode.parentElement;
        const text = walk.currentNode.textContent.trim();
        if (!text || !parent.closest('.fall') || !parent.getClientRects().length) continue;
        const scale = parent.offsetHeight ? parent.getBoundingClientRect().height / parent.offsetHeight : 1;
        const size = parseFloat(getComputedStyle(parent).fontSize) * Math.min(scale, 1);
        if (size < 11) small.push([text, size]);
    }
    return small;";

async fn assert_fits(page: &Page, state: &str) {
    for scheme in [Scheme::Light, Scheme::Dark] {
        page.browser.prefer(scheme, Motion::Full).await;
        for (width, height) in SIZES {
            page.browser.viewport(width, height).await;
            let place = format!("{state}, {width} px, {scheme:?}");
            assert_eq!(
                page.browser.js(OVERFLOW).await,
                json!([]),
                "{place}"
            );
            assert_eq!(
                page.browser.js(SMALL).await,
                json!([]),
                "{place}"
            );
        }
    }
}

async fn open_details(page: &Page) {
    page.browser
        .js("document.querySelectorAll('details').forEach((details) => details.open = true)")
        .await;
}

#[tokio::test]
async fn replica_nothing_sticks_out_idle_and_done() {
    scenario(None, async |page| {
        page.open("?source=replica&user=4").await;
        assert_fits(page, "idle").await;
        page.run().await.assert_done();
        assert_fits(page, "done, code").await;
        page.browser.click("[data-tab=data]").await;
        page.has_come().await;
        open_details(page).await;
        assert_fits(page, "done, data, all open").await;
    })
    .await;
}

/// Notes where the lanes stand, now and in each frame of a comparison.
const STAND: &str = "const top = () => Math.round(document.querySelector('.lanes').getBoundingClientRect().top + scrollY);
    const stood = window.stood = new Set([top()]);
    window.looked = false;
    const look = () => {
        if (window.stood !== stood) return;
        const { verdict } = document.querySelector('[data-verdict]').dataset;
        if (!['idle', 'done'].includes(verdict)) {
            stood.add(top());
            window.looked = true;
        }
        requestAnimationFrame(look);
    };
    look();";

#[tokio::test]
async fn replica_the_lanes_stay_where_they_are_while_a_comparison_is_made_again() {
    scenario(None, async |page| {
        page.open("?source=replica").await;
        // Three lanes and two, wide and narrow: what the panel had before is of no use after each change.
        for (experiment, (width, height)) in [
            ("user-with-posts", SIZES[0]),
            ("album-photos", SIZES[0]),
            ("album-photos", SIZES[3]),
            ("user-with-posts", SIZES[3]),
        ] {
            page.browser.viewport(width, height).await;
            let link = format!("nav a[href*='{experiment}']");
            let click = "document.querySelector(arguments[0]).click()";
            page.browser.js_with(click, &[json!(link)]).await;
            for _ in 0..2 {
                page.run().await;
                page.assert_at_rest().await;
            }
            page.browser.js(STAND).await;
            page.run().await;
            assert_eq!(
                page.browser.js("return looked").await,
                true
            );
            let stood = page.browser.js("return [...stood]").await;
            let places = stood.as_array().map(Vec::len);
            assert_eq!(
                places,
                Some(1),
                "{experiment} at {width} px: {stood}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn replica_every_page_fits() {
    scenario(None, async |page| {
        for experiment in EXPERIMENTS {
            page.open(&format!(
                "?source=replica&experiment={}",
                experiment.name
            ))
            .await;
            page.press("run").await;
            page.browser.wait_for("[data-verdict=done]").await;
            open_details(page).await;
            assert_fits(page, experiment.name).await;
        }
        page.open("?page=concepts").await;
        assert_fits(page, "concepts").await;
    })
    .await;
}

#[tokio::test]
async fn live_nothing_sticks_out_when_it_fails() {
    let dead = DeadPort::reserve();
    scenario(Some(dead.port()), async |page| {
        let long = "x".repeat(300);
        page.open(&format!("?source=live&user={long}")).await;
        page.run().await;
        open_details(page).await;
        assert_fits(page, "failed").await;
        page.open("").await;
        page.run().await;
        assert_fits(page, "fallen back").await;
        page.open(&format!(
            "?source=custom&api=http://{}.test",
            "long-name-".repeat(20)
        ))
        .await;
        assert_fits(page, "a long host").await;
        page.press("run").await;
        page.wait("the question", |look| {
            look.asking.is_some()
        })
        .await;
        assert_fits(page, "the question").await;
        page.press("refuse").await;
    })
    .await;
}

/// The list scrolls downwards alone, and what is laid over fits.
#[tokio::test]
async fn replica_the_history_and_a_run_laid_over_fit() {
    const WIDE: &str = "
        const list = document.querySelector('dialog[open]');
        return list.scrollWidth > list.clientWidth;";
    scenario(None, async |page| {
        for user in [1, 2] {
            page.open(&format!("?source=replica&user={user}")).await;
            page.run().await.assert_done();
            page.press("history").await;
            let kept = async || page.browser.texts(".kept").await.len() == user;
            page.browser.wait_until("the run kept", kept).await;
            page.browser.click("[data-action=delete-all]").await;
            assert_fits(page, "the history").await;
            for (width, height) in SIZES {
                page.browser.viewport(width, height).await;
                assert_eq!(
                    page.browser.js(WIDE).await,
                    json!(false),
                    "{width} px"
                );
            }
            page.browser.keys("Escape").await;
        }
        page.press("history").await;
        page.press("lay-over").await;
        page.browser.wait_for("[data-differences]").await;
        assert_fits(page, "laid over").await;
    })
    .await;
}
