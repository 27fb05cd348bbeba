//! Texts, bars, focus and choices: light, dark and in forced colours. (1.4.1, 1.4.3, 1.4.11, 2.4.7, 2.4.13)

use super::findings::{Findings, Shared, once};
use super::states::{ask, ask_with, visit};
use crate::scenario::{Page, scenario};
use crate::support::browser::{Capability, Engine, Motion, Scheme, lacking};
use crate::support::pairs::TEXTS;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The kinds of bars that were met, and how each is drawn in forced colours.
type Kinds = BTreeMap<String, String>;

static COLOURS: Shared<(Findings, Kinds)> = Shared::const_new();

/// What is found in all colours, without motion.
async fn colours() -> &'static (Findings, Kinds) {
    once(&COLOURS, async {
        let (mut findings, mut kinds) = (Findings::default(), Kinds::default());
        scenario(None, async |page| {
            visit(page, async |page, state| {
                in_colours(page, &mut findings, &mut kinds, state).await;
            })
            .await;
        })
        .await;
        (findings, kinds)
    })
    .await
}

async fn in_colours(page: &Page, findings: &mut Findings, kinds: &mut Kinds, state: &str) {
    for scheme in [Scheme::Light, Scheme::Dark] {
        page.browser.prefer(scheme, Motion::Reduced).await;
        in_theme(
            page,
            findings,
            &format!("{state}, {scheme:?}"),
        )
        .await;
    }
    if Engine::chosen().lacks(Capability::ForcedColours).is_none() {
        in_forced_colours(page, findings, kinds, state).await;
    }
    page.browser.prefer(Scheme::Light, Motion::Reduced).await;
}

async fn in_forced_colours(page: &Page, findings: &mut Findings, kinds: &mut Kinds, state: &str) {
    page.browser.force_colours(true).await;
    let place = format!("{state}, forced colours");
    findings.add(
        "focus",
        &place,
        &ask(page, "unseenFocus").await,
    );
    findings.add(
        "chosen",
        &place,
        &ask(page, "chosen").await,
    );
    let drawn: Vec<(String, String)> =
        serde_json::from_value(ask(page, "kinds").await).expect("kinds");
    kinds.extend(drawn);
    page.browser.force_colours(false).await;
}

async fn in_theme(page: &Page, findings: &mut Findings, place: &str) {
    findings.add(
        "pairs",
        place,
        &ask_with(page, "pairs", json!(TEXTS)).await,
    );
    findings.add(
        "faint",
        place,
        &ask(page, "faint").await,
    );
    // As somebody has it who uses the keyboard: to others some browsers need not show the focus.
    page.browser
        .js("window.focusedBefore = document.activeElement")
        .await;
    page.browser.keys("Tab").await;
    findings.add(
        "focus",
        place,
        &ask(page, "unseenFocus").await,
    );
    page.browser.js("focusedBefore.focus()").await;
    findings.add(
        "words",
        place,
        &ask(page, "words").await,
    );
    findings.add("moves", place, &moves(page).await);
}

/// What moves by a style sheet.
async fn moves(page: &Page) -> Value {
    let running = "return document.getAnimations().map((one) => one.animationName ?? one.transitionProperty);";
    page.browser.js(running).await
}

#[tokio::test]
async fn replica_every_text_has_a_pair_of_colours_that_the_table_knows() {
    colours().await.0.assert_none("pairs", 5_000);
}

#[tokio::test]
async fn replica_every_bar_stands_out_from_what_is_behind_it() {
    colours().await.0.assert_none("faint", 40);
}

#[tokio::test]
async fn replica_everything_that_takes_the_focus_shows_it() {
    colours().await.0.assert_none("focus", 1_500);
}

#[tokio::test]
async fn replica_what_is_chosen_is_seen_in_forced_colours() {
    if lacking(Capability::ForcedColours) {
        return;
    }
    colours().await.0.assert_none("chosen", 60);
}

#[tokio::test]
async fn replica_bars_of_every_kind_are_told_apart_without_hues() {
    if lacking(Capability::ForcedColours) {
        return;
    }
    let (_, kinds) = colours().await;
    for met in [
        "ok",
        "running",
        "ghost",
        "wait",
        "failed",
        "timed-out",
        "cancelled",
        "connecting",
        "stalled",
        "download",
    ] {
        assert!(
            kinds.contains_key(met),
            "{met} was not met: {kinds:#?}"
        );
    }
    for (kind, look) in kinds {
        let alike: Vec<_> = kinds.iter().filter(|(_, other)| *other == look).collect();
        assert_eq!(
            alike.len(),
            1,
            "{kind} looks as others do: {alike:#?}"
        );
    }
}

#[tokio::test]
async fn replica_names_labels_errors_headings_and_landmarks_are_right() {
    colours().await.0.assert_none("words", 1_500);
}

#[tokio::test]
async fn replica_without_motion_nothing_moves_by_itself() {
    colours().await.0.assert_none("moves", 40);
}
