//! Small windows, large letters, wide spaces; and what a finger can hit. (2.5.8, 1.4.10, 1.4.4, 1.4.12)

use super::findings::{Findings, Shared, once};
use super::states::{ask, visit};
use crate::scenario::{Page, scenario, with};
use crate::support::browser::{Capability, Options, lacking};

/// 1280 pixels enlarged to 400 %.
const SMALLEST: (u32, u32) = (320, 256);

/// The spaces that 1.4.12 names, on top of what the page has.
const SPACES: &str = "
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important } p { margin-bottom: 2em !important }`);
    document.adoptedStyleSheets = [sheet];";

async fn fits(page: &Page, findings: &mut Findings, topic: &'static str, state: &str) {
    findings.add(topic, state, &ask(page, "fits").await);
}

static SIZES: Shared<Findings> = Shared::const_new();

/// What is found in windows of several sizes.
async fn sizes() -> &'static Findings {
    once(&SIZES, async {
        let mut findings = Findings::default();
        scenario(None, async |page| {
            visit(page, async |page, state| {
                in_sizes(page, &mut findings, state).await
            })
            .await;
        })
        .await;
        findings
    })
    .await
}

async fn in_sizes(page: &Page, findings: &mut Findings, state: &str) {
    for (width, height) in [(1440, 1000), (390, 844)] {
        page.browser.viewport(width, height).await;
        let place = format!("{state}, {width} px");
        findings.add(
            "targets",
            &place,
            &ask(page, "targets").await,
        );
    }
    let (width, height) = SMALLEST;
    page.browser.viewport(width, height).await;
    fits(page, findings, "reflow", state).await;
    page.browser.js(SPACES).await;
    for width in [1280, 390] {
        page.browser.viewport(width, 1000).await;
        let place = format!("{state}, {width} px");
        fits(page, findings, "spaces", &place).await;
    }
    page.browser.js("document.adoptedStyleSheets = []").await;
    page.browser.viewport(1440, 1000).await;
}

#[tokio::test]
async fn replica_every_target_is_large_enough_or_far_enough_from_others() {
    sizes().await.assert_none("targets", 1_000);
}

#[tokio::test]
async fn replica_nothing_scrolls_in_two_directions_when_enlarged_to_400_percent() {
    sizes().await.assert_none("reflow", 20);
}

#[tokio::test]
async fn replica_wider_spaces_cut_nothing_off() {
    sizes().await.assert_none("spaces", 40);
}

#[tokio::test]
async fn replica_letters_of_twice_the_size_cut_nothing_off() {
    if lacking(Capability::Letters) {
        return;
    }
    let mut findings = Findings::default();
    let large = Options::default().letters(32);
    with(&large, async |page| {
        visit(page, async |page, state| {
            page.browser.viewport(1280, 1000).await;
            fits(page, &mut findings, "letters", state).await;
        })
        .await;
    })
    .await;
    findings.assert_none("letters", 20);
}
