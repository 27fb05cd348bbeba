//! Tandem's `joined` beside a hand-written `Promise.all(fetch)`, in turn, in the same page, over the same HTTP/2
//! connection to the same server.

use crate::ratio;
use crate::scenario::{Page, alone, custom};
use crate::support::proxy::{Behaviour, Proxy};
use crate::table::Row;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use std::time::Duration;

/// How often each of the two runs.
const PAIRS: usize = 30;
/// An answer, of one post: what is compared is the way to it.
const BODY: &str = r#"[{"userId": 1, "id": 1, "title": "A title of some length",
    "body": "A text that is about as long as the ones that people write into such a field."}]"#;
/// A warm-up is as wide as the widest variant, up to so many.
const WARM_UP: usize = 6;
/// `fastest-posts` has two variants that ask for the same: `joined`, and one that hands out what has come.
const VARIANTS: usize = 2;

/// So many requests, each answered after so many milliseconds.
struct Load {
    requests: usize,
    millis: u64,
    goal: f64,
}

const LOADS: [Load; 3] = [
    Load {
        requests: 3,
        millis: 100,
        goal: 1.03,
    },
    Load {
        requests: 200,
        millis: 20,
        goal: 1.05,
    },
    Load {
        requests: 1_000,
        millis: 0,
        goal: 1.10,
    },
];

/// What a comparison of Tandem's came to.
#[derive(Debug, Deserialize)]
pub(crate) struct Ran {
    states: Vec<String>,
    /// The makespan of `joined`, in milliseconds.
    took: f64,
    /// The requests of `joined`.
    calls: usize,
    /// The longest of them, in milliseconds.
    slowest: f64,
}

/// What a load by hand came to.
#[derive(Debug, Deserialize)]
struct ByHand {
    took: f64,
    rows: usize,
}

/// The page beside its API.
pub(crate) struct Stage<'p> {
    page: &'p Page,
    proxy: &'p Proxy,
    pub(crate) requests: usize,
}

impl<'p> Stage<'p> {
    /// Opens the page on `fastest-posts` with so many requests a variant, and runs it once.
    pub(crate) async fn open(page: &'p Page, proxy: &'p Proxy, requests: usize) -> Self {
        let query = format!("&experiment=fastest-posts&users=1-{requests}");
        page.open(&custom(&proxy.base(), &query)).await;
        page.press("run").await;
        page.press("allow").await;
        page.ended_at_length().await;
        page.browser.js(include_str!("run.js")).await;
        page.browser.js(include_str!("../twin.js")).await;
        Self {
            page,
            proxy,
            requests,
        }
    }

    /// Runs Tandem's comparison once.
    pub(crate) async fn run(&self) -> Ran {
        let before = self.proxy.counts();
        let ran: Ran = self.call("return rest().then(runOnce)").await;
        let counts = self.proxy.counts();
        let warm_up = self.requests.min(WARM_UP);
        assert_eq!(
            counts.seen - before.seen,
            warm_up + VARIANTS * self.requests,
            "the server's own count"
        );
        assert_eq!(counts.answered, counts.seen);
        assert_eq!(
            (ran.states.as_slice(), ran.calls),
            (
                &["done".to_owned(), "done".to_owned()][..],
                self.requests
            )
        );
        ran
    }

    /// Loads the same by hand, with users `1` to this.
    async fn by_hand(&self, users: usize) -> f64 {
        let before = self.proxy.counts();
        let ids: Vec<usize> = (1..=users).collect();
        let script = format!(
            "return rest().then(() => byHand({}, {}))",
            json!(self.proxy.base()),
            json!(ids)
        );
        let ran: ByHand = self.call(&script).await;
        let counts = self.proxy.counts();
        assert_eq!(
            (counts.seen - before.seen, ran.rows),
            (users, users),
            "the server's own count"
        );
        assert_eq!(counts.answered, counts.seen);
        ran.took
    }

    async fn call<T: DeserializeOwned>(&self, script: &str) -> T {
        serde_json::from_value(self.page.browser.js(script).await).expect("figures")
    }
}

/// A server that answers every request after so many milliseconds and lets the page read its phases.
pub(crate) async fn server(millis: u64) -> Proxy {
    let proxy = Proxy::https().await;
    proxy.on(
        "*",
        Behaviour::Answer {
            status: 200,
            content_type: "application/json",
            body: BODY.into(),
        },
    );
    proxy.delay(Duration::from_millis(millis));
    proxy.allow_timing();
    proxy
}

/// Every load, Tandem's and by hand.
pub(crate) async fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for load in &LOADS {
        rows.extend(rows_of(load).await);
    }
    rows
}

async fn rows_of(load: &Load) -> Vec<Row> {
    let proxy = server(load.millis).await;
    let (mut beside_hand, mut beside_slowest, mut beside_one) =
        (Vec::new(), Vec::new(), Vec::new());
    alone(None, async |page| {
        let stage = Stage::open(page, &proxy, load.requests).await;
        // Both have run before any of them counts.
        stage.run().await;
        stage.by_hand(load.requests).await;
        let opened = proxy.opened();
        for pair in 0..PAIRS {
            let (ran, by_hand) = if pair % 2 == 0 {
                let ran = stage.run().await;
                (ran, stage.by_hand(load.requests).await)
            } else {
                let by_hand = stage.by_hand(load.requests).await;
                (stage.run().await, by_hand)
            };
            if load.requests == LOADS[0].requests {
                beside_one.push((ran.took, stage.by_hand(1).await));
            }
            beside_slowest.push((ran.took, ran.slowest));
            beside_hand.push((ran.took, by_hand));
        }
        assert_eq!(
            proxy.opened(),
            opened,
            "no connection was opened meanwhile"
        );
    })
    .await;
    let Load {
        requests,
        millis,
        goal,
    } = load;
    let name = format!("{requests} × {millis} ms");
    let mut rows = Vec::new();
    if *requests == LOADS[0].requests {
        let what = format!("`joined`, {name}: makespan / its slowest call");
        let way = format!("{PAIRS} runs in the page over HTTP/2; both of one run");
        rows.push(ratio::row(&what, *goal, &beside_slowest).taken(&way));
        let what = format!("`joined`, {name}: makespan / one request by hand, alone");
        let way = format!("{PAIRS} pairs in turn, in the same page");
        rows.push(ratio::row(&what, *goal, &beside_one).taken(&way));
    }
    let what = format!("`joined` with all instruments / `Promise.all(fetch)` by hand, {name}");
    let way = format!(
        "{PAIRS} pairs in turn in the same page, order alternating, over one HTTP/2 connection that is open"
    );
    rows.push(ratio::row(&what, *goal, &beside_hand).taken(&way));
    rows
}
