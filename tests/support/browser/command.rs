//! WebDriver commands that the library has no words for.

use super::{Browser, must};
use hyper::Method;
use serde_json::{Value, json};
use std::sync::Arc;
use thirtyfour::common::command::{Command, ExtensionCommand};

#[derive(Debug)]
struct Request {
    endpoint: String,
    /// What is posted; otherwise something is asked for.
    parameters: Option<Value>,
}

impl ExtensionCommand for Request {
    fn parameters_json(&self) -> Option<Value> {
        self.parameters.clone()
    }

    fn method(&self) -> Method {
        match self.parameters {
            Some(_) => Method::POST,
            None => Method::GET,
        }
    }

    fn endpoint(&self) -> Arc<str> {
        self.endpoint.as_str().into()
    }
}

impl Browser {
    /// Posts to an address below the session's own.
    pub(super) async fn post(&self, endpoint: &str, parameters: Value) -> Value {
        self.request(endpoint, Some(parameters)).await
    }

    /// Gets what is at an address below the session's own.
    pub(super) async fn get(&self, endpoint: &str) -> Value {
        self.request(endpoint, None).await
    }

    async fn request(&self, endpoint: &str, parameters: Option<Value>) -> Value {
        let command = Request {
            endpoint: endpoint.to_owned(),
            parameters,
        };
        let command = Command::ExtensionCommand(Box::new(command));
        let answer = async { self.driver.cmd(command).await?.value_json() };
        must(answer.await, &format!("do {endpoint}"))
    }

    /// Does what these input devices do, each with a list of actions.
    pub(super) async fn act(&self, devices: Value) {
        self.post(
            "/actions",
            json!({ "actions": devices }),
        )
        .await;
    }

    /// Runs the body of a function in Firefox itself, outside of any page.
    pub(super) async fn in_firefox(&self, script: &str, arguments: &[Value]) {
        let context = |name: &str| json!({ "context": name });
        self.post("/moz/context", context("chrome")).await;
        self.js_with(script, arguments).await;
        self.post("/moz/context", context("content")).await;
    }
}
