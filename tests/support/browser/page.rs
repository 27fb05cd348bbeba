//! What a person does and sees.
//!
//! Texts and attributes are read inside the page, in one step: an element that the page replaces
//! between finding and reading cannot fail a test.

use super::wait::LIMIT;
use super::{Browser, Engine, must};
use crate::support::poll::poll;
use serde_json::{Value, json};
use thirtyfour::{By, WebElement, WindowHandle};

impl Browser {
    /// Clicks the first match, once it is there and nothing covers it.
    pub(crate) async fn click(&self, css: &str) {
        let mut reason = String::new();
        let clicked = poll(LIMIT, async || {
            match self.try_click(css).await {
                Ok(()) => Some(()),
                Err(error) => {
                    reason = error.to_string();
                    if self.engine == Engine::WebKit {
                        self.centre(css).await;
                    }
                    None
                }
            }
        });
        if clicked.await.is_none() {
            self.fail(&format!("a click on `{css}`: {reason}")).await;
        }
    }

    /// Scrolls the first match into the middle. WebKitGTK's driver takes the height of the whole window for that of
    /// the page, and does not scroll to what is just below the page's edge.
    async fn centre(&self, css: &str) {
        let script = "document.querySelector(arguments[0])?.scrollIntoView({ block: 'center' })";
        self.js_with(script, &[json!(css)]).await;
    }

    async fn try_click(&self, css: &str) -> thirtyfour::error::WebDriverResult<()> {
        self.driver.find(By::Css(css)).await?.click().await
    }

    /// The visible text of the first match, once there is one.
    pub(crate) async fn text(&self, css: &str) -> String {
        let first = async || self.texts(css).await.into_iter().next();
        match poll(LIMIT, first).await {
            Some(text) => text,
            None => self.fail(&format!("`{css}`")).await,
        }
    }

    /// The visible texts of all matches at this moment.
    pub(crate) async fn texts(&self, css: &str) -> Vec<String> {
        let script = "return [...document.querySelectorAll(arguments[0])]
            // One engine ends a block's text with its line's end.
            .map((element) => (element.innerText ?? element.textContent).replace(/\\n$/, ''));";
        let texts = self.js_with(script, &[json!(css)]).await;
        must(
            serde_json::from_value(texts),
            "read texts",
        )
    }

    /// An attribute of the first match, once there is one; `None` if it does not have it.
    pub(crate) async fn attr(&self, css: &str, name: &str) -> Option<String> {
        let script = "const found = document.querySelector(arguments[0]);
            return found && [found.getAttribute(arguments[1])];";
        let arguments = [json!(css), json!(name)];
        let first = async || match self.js_with(script, &arguments).await {
            Value::Null => None,
            found => Some(found[0].as_str().map(str::to_owned)),
        };
        match poll(LIMIT, first).await {
            Some(value) => value,
            None => self.fail(&format!("`{css}`")).await,
        }
    }

    /// Whether there is a match at this moment.
    pub(crate) async fn has(&self, css: &str) -> bool {
        let script = "return document.querySelector(arguments[0]) !== null;";
        self.js_with(script, &[json!(css)]).await == true
    }

    /// Replaces what stands in the field by `text`, key by key.
    pub(crate) async fn fill(&self, css: &str, text: &str) {
        self.click(css).await;
        self.keys("Ctrl+a").await;
        self.keys("Backspace").await;
        let field = self.element(css).await;
        must(
            field.send_keys(text).await,
            &format!("type {text:?} into `{css}`"),
        );
    }

    /// Chooses the option that has this value.
    pub(crate) async fn select(&self, css: &str, value: &str) {
        self.wait_for(css).await;
        self.click(&format!(
            "{css} option[value=\"{value}\"]"
        ))
        .await;
    }

    /// Gives files to a file input.
    pub(crate) async fn choose_file(&self, css: &str, file: &std::path::Path) {
        let path = file.to_string_lossy().into_owned();
        must(
            self.element(css).await.send_keys(path).await,
            "choose a file",
        );
    }

    /// Opens another tab of the same profile and turns to it. Gives the tab that was turned to before.
    pub(crate) async fn open_tab(&self) -> WindowHandle {
        let before = must(
            self.driver.window().await,
            "name the tab",
        );
        // Of two tabs, WebKitGTK's driver shows the first alone.
        let opened = match self.engine {
            Engine::Chromium | Engine::Firefox => self.driver.new_tab().await,
            Engine::WebKit => self.driver.new_window().await,
        };
        let tab = must(opened, "open a tab");
        self.turn_to(tab).await;
        before
    }

    /// Turns to a tab.
    pub(crate) async fn turn_to(&self, tab: WindowHandle) {
        must(
            self.driver.switch_to_window(tab).await,
            "turn to a tab",
        );
    }

    async fn element(&self, css: &str) -> WebElement {
        self.wait_for(css).await;
        must(
            self.driver.find(By::Css(css)).await,
            &format!("find `{css}`"),
        )
    }
}
