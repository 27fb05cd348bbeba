//! What the real server answers to a client of the tests' own.

use crate::snapshot::Lane;
use crate::support::proxy::{Behaviour, Proxy};
use crate::support::server::RealServer;
use bytes::Bytes;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// An experiment, and what its answer consists of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Experiment {
    pub(crate) name: &'static str,
    /// How many requests a variant makes.
    pub(crate) width: usize,
}

/// Two requests.
pub(crate) const POSTS: Experiment = Experiment {
    name: "user-with-posts",
    width: 2,
};

/// Three requests.
pub(crate) const DASHBOARD: Experiment = Experiment {
    name: "user-dashboard",
    width: 3,
};

/// The keys of an answer, in the order of the requests.
const PARTS: [&str; 3] = ["user", "posts", "todos"];

impl Experiment {
    /// The paths that each variant asks for, in order.
    pub(crate) fn paths(self, user: u32) -> Vec<String> {
        let all = [
            format!("/users/{user}"),
            format!("/posts?userId={user}"),
            format!("/todos?userId={user}"),
        ];
        all.into_iter().take(self.width).collect()
    }

    /// The answer, put together from the server's own.
    pub(crate) async fn answer(self, user: u32) -> Value {
        let mut answer = json!({});
        for (key, path) in PARTS.iter().zip(self.paths(user)) {
            answer[*key] = get(&path).await;
        }
        answer
    }

    /// The length of all bodies of the answer.
    pub(crate) async fn bytes(self, user: u32) -> usize {
        let mut sum = 0;
        for path in self.paths(user) {
            sum += body(&path).await.len();
        }
        sum
    }
}

/// The server's answer to a GET of `path`.
pub(crate) async fn get(path: &str) -> Value {
    serde_json::from_slice(&body(path).await).expect("the server answers in JSON")
}

pub(crate) async fn body(path: &str) -> Bytes {
    let url = format!(
        "{}{path}",
        RealServer::shared().await.base()
    );
    let client = reqwest::Client::builder().no_proxy().build();
    let answer = client.expect("a client").get(url).send().await;
    let answer = answer.expect("the server is there").bytes().await;
    answer.expect("the server answers in full")
}

/// Lets the proxy answer in the server's place, under `prefix`, with what the server says of user 1:
/// many requests are no burden then.
pub(crate) async fn can(proxy: &Proxy, prefix: &str) {
    for (pattern, path) in [
        ("/users*", "/users/1"),
        ("/posts*", "/posts?userId=1"),
        ("/todos*", "/todos?userId=1"),
    ] {
        let answer = Behaviour::Answer {
            status: 200,
            content_type: "application/json",
            body: body(path).await,
        };
        proxy.on(&format!("{prefix}{pattern}"), answer);
    }
}

/// Lets the proxy answer `path` in the server's place, with these rows. The server takes one request at a
/// time, which shows where many are asked for at once.
pub(crate) fn stand_in(proxy: &Proxy, path: &str, rows: Vec<Value>) {
    let answer = Behaviour::Answer {
        status: 200,
        content_type: "application/json",
        body: Value::from(rows).to_string().into(),
    };
    proxy.on(path, answer);
}

/// Fails unless the data tab shows people all of `answer`.
pub(crate) fn assert_shown(lane: &Lane, answer: &Value) {
    let keys: BTreeSet<_> = answer.as_object().expect("an object").keys().collect();
    let parts: BTreeSet<_> = lane.parts.keys().collect();
    assert_eq!(parts, keys, "{lane:#?}");
    assert_eq!(lane.answer(), *answer);
    for (key, text) in &lane.parts {
        for expected in texts(key, &answer[key]) {
            assert!(
                text.contains(&expected),
                "{key} without {expected:?}: {text}"
            );
        }
    }
}

/// What people are to read of a part.
fn texts(key: &str, part: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    match part.as_array() {
        None => [
            "/name",
            "/username",
            "/email",
            "/phone",
            "/address/city",
            "/company/name",
        ]
        .iter()
        .map(|place| text(part.pointer(place).expect("a field")))
        .collect(),
        Some(rows) => {
            let titles = rows.iter().map(|row| text(&row["title"]));
            let count = format!("{} {key}", rows.len());
            titles.chain([count]).collect()
        }
    }
}
