//! An API whose every text is a payload.

use super::canary::{Canary, text};
use super::payloads::{Payloads, replace_texts};
use crate::scenario::{Page, custom, scenario};
use crate::served::body;
use crate::support::proxy::{Behaviour, Proxy};
use crate::support::site::Site;
use bytes::Bytes;
use serde_json::{Value, json};
use std::fs;
use std::sync::Arc;
use tempfile::TempDir;
use url::Url;
use url::form_urlencoded::byte_serialize;

/// Each experiment, with little enough to load.
const EXPERIMENTS: [&str; 7] = [
    "user-dashboard&user=2",
    "user-with-posts&user=3",
    "fastest-posts&users=1-3",
    "user-comments",
    "company-details&company=*",
    "album-photos&albums=1-2",
    "posts-with-timeout&posts=1,2,999",
];

/// Which payload stands where: one a text or all of them in each, from this one on.
#[derive(Clone, Copy, Debug)]
enum Spoil {
    One(usize),
    All(usize),
}

impl Spoil {
    fn text(self, payloads: &Payloads, place: usize) -> String {
        match self {
            Self::One(first) => payloads.one(place + first).to_owned(),
            Self::All(first) => payloads.all(place + first),
        }
    }

    /// The body with payloads for texts. The user that `user-comments` looks for stays who it is.
    fn body(self, payloads: &Payloads, body: &[u8]) -> Bytes {
        let mut json: Value = serde_json::from_slice(body).expect("the real server sends JSON");
        let text = |place| self.text(payloads, place);
        replace_texts(&mut json, &mut 0, &text);
        if let Some(user) = json.get_mut(0)
            && user.get("username").is_some()
        {
            user["username"] = json!("Bret");
        }
        json.to_string().into()
    }
}

#[tokio::test]
async fn custom_what_an_api_sends_is_text() {
    let proxy = Proxy::http().await;
    scenario(None, async |page| {
        let canary = Canary::of(page).await;
        let payloads = Arc::new(Payloads::at(&canary.host()));
        page.open(&custom(&proxy.base(), "")).await;
        page.press("run").await;
        page.press("allow").await;
        page.ended().await.assert_done();
        for spoil in [Spoil::All(0), Spoil::One(0), Spoil::One(80)] {
            let these = Arc::clone(&payloads);
            proxy.on(
                "*",
                Behaviour::rewritten(move |body| spoil.body(&these, body)),
            );
            let expected = json!(spoil.text(&payloads, 0)).to_string();
            for experiment in EXPERIMENTS {
                let when = format!("{experiment}, {spoil:?}");
                let rest = format!("&experiment={experiment}&tab=data");
                page.open(&custom(&proxy.base(), &rest)).await;
                page.press("run").await;
                let look = page.ended_at_length().await;
                // It came, and it is shown as it came.
                let lane = look.lanes.values().last().expect("a lane");
                let answer = lane.answer().to_string();
                assert!(
                    answer.contains(&expected),
                    "{when}: {answer:.300}"
                );
                open_all(page).await;
                canary.assert_silent(page, &when).await;
            }
        }
        // Bodies that are not what they should be are told in the error, not shown.
        for payload in [payloads.one(0), payloads.one(12)] {
            let body = Bytes::from(payload.to_owned());
            for (status, content_type) in [(200, "text/html"), (500, "image/svg+xml")] {
                proxy.on(
                    "*",
                    Behaviour::Answer {
                        status,
                        content_type,
                        body: body.clone(),
                    },
                );
                page.open(&custom(&proxy.base(), "")).await;
                page.run().await;
                canary.assert_silent(page, content_type).await;
            }
        }
    })
    .await;
}

/// Unfolds what is folded away.
async fn open_all(page: &Page) {
    page.browser
        .js("document.querySelectorAll('details').forEach((all) => { all.open = true; })")
        .await;
}

/// Everything that leads out again: cards, tables, history, links, pictures, tables for spreadsheets.
#[tokio::test]
async fn custom_what_an_api_sends_stays_text_on_its_way_out() {
    let proxy = Proxy::http().await;
    scenario(None, async |page| {
        let canary = Canary::of(page).await;
        let payloads = Arc::new(Payloads::at(&canary.host()));
        // A path of the API's address is on every row, and in every file.
        let hostile = "/'\"><svg onload=__canary=1>;javascript:__canary=1//=1+1";
        let base = Url::parse(&format!("{}{hostile}", proxy.base())).expect("an address");
        for (pattern, path) in [
            ("/users*", "/users/1"),
            ("/posts*", "/posts?userId=1"),
            ("/todos*", "/todos?userId=1"),
        ] {
            let answer = Behaviour::Answer {
                status: 200,
                content_type: "application/json",
                body: Spoil::All(0).body(&payloads, &body(path).await),
            };
            proxy.on(
                &format!("{}{pattern}", base.path()),
                answer,
            );
        }
        let api: String = byte_serialize(base.as_str().as_bytes()).collect();
        page.open(&custom(&api, "&tab=data")).await;
        page.press("run").await;
        page.browser.wait_for("dialog[data-ask-api][open]").await;
        canary.assert_silent(page, "the question").await;
        page.press("allow").await;
        page.ended().await.assert_done();
        let shown = text(page).await;
        assert!(
            shown.contains(payloads.one(0)),
            "{shown:.400}"
        );

        page.browser.click(".fall__row").await;
        page.browser.wait_for("[data-card]").await;
        canary.assert_silent(page, "a card").await;
        page.press("share").await;
        page.browser.wait_for("input[name=link]").await;
        canary.assert_silent(page, "links to share").await;
        page.press("close").await;
        page.reload().await;
        page.press("history").await;
        page.browser.wait_for(".kept").await;
        canary.assert_silent(page, "the history").await;
        page.press("open-kept").await;
        page.browser.wait_for("[data-opened]").await;
        open_all(page).await;
        canary.assert_silent(page, "a kept run").await;
        assert_pictures_run_nothing(page, &canary).await;
    })
    .await;
}

/// Saves both pictures, and opens each as a page of its own.
pub(super) async fn assert_pictures_run_nothing(page: &Page, canary: &Canary) {
    let folder = TempDir::new().expect("a folder");
    page.press("export").await;
    for (action, end) in [
        ("export-verdict-svg", ".verdict.svg"),
        ("export-waterfall-svg", ".waterfall.svg"),
    ] {
        page.press(action).await;
        let picture = page.browser.download(end).await;
        fs::write(
            folder.path().join(format!("a{end}")),
            picture,
        )
        .expect("a file");
    }
    page.press("close-export").await;
    let here = page.browser.js("return location.href").await;
    let site = Site::of(folder.path()).await;
    for name in ["a.verdict.svg", "a.waterfall.svg"] {
        page.browser.goto(&site.url(name)).await;
        let found = page
            .browser
            .js("return [document.documentElement.tagName, '__canary' in window,
                document.querySelectorAll('script, foreignObject, image, a, use, animate, set, iframe').length]")
            .await;
        assert_eq!(
            found,
            json!(["svg", false, 0]),
            "{name}"
        );
    }
    page.browser.goto(here.as_str().expect("an address")).await;
    page.stands().await;
    canary.assert_silent(page, "after the pictures").await;
}
