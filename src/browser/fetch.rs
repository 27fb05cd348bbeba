//! Requests by the browser's own fetch.

use std::rc::Rc;

use futures::StreamExt;
use futures::future::LocalBoxFuture;
use futures::stream::{self, LocalBoxStream};
use gloo_net::http::Response as Answer;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, ReferrerPolicy, RequestCache, RequestCredentials, RequestInit,
    Response as Raw, Url,
};

use super::bursts;
use super::chunks::Chunks;
use super::diagnostics::{Counted, Held};
use super::timing::{Entries, Timings};
use crate::api::reach::Place;
use crate::engine::ports::{Request, Response, Timing, Transport, Unreachable};
use crate::time::Nanos;

/// Sends requests that no cache answers, without credentials, referrer or headers of their own.
#[derive(Clone, Debug, Default)]
pub struct FetchTransport {
    entries: Option<Rc<Entries>>,
}

impl FetchTransport {
    /// One that asks the browser for the phases of each request too, which it tells of a server that allows it.
    #[must_use]
    pub fn with_phases() -> Self {
        Self {
            entries: Some(Rc::default()),
        }
    }
}

impl Transport for FetchTransport {
    fn send(&self, request: Request) -> LocalBoxFuture<'static, Result<Response, Unreachable>> {
        let entries = self.entries.clone();
        Box::pin(async move { fetch(request.url, entries).await })
    }

    fn begin(&self, _repeat: u32) {
        if let Some(entries) = &self.entries {
            entries.begin();
        }
    }
}

/// The answer, if it is the source's own. Of most failures the browser gives no reason, so none is asked for.
async fn fetch(url: String, entries: Option<Rc<Entries>>) -> Result<Response, Unreachable> {
    let timings = entries.and_then(Timings::from_now);
    bursts::room().await;
    let timings = timings.map(Timings::sent);
    let guard = AbortOnDrop::new().ok_or_else(|| unexplained(&url))?;
    let options = RequestInit::new();
    options.set_method("GET");
    options.set_cache(RequestCache::NoStore);
    options.set_credentials(RequestCredentials::Omit);
    options.set_referrer_policy(ReferrerPolicy::NoReferrer);
    options.set_signal(Some(&guard.controller.signal()));
    // Not by gloo-net's builder: it leaves an `&` at the end of a URL with a query, and makes a `Request` besides.
    let sent = super::window().fetch_with_str_and_init(&url, &options);
    let sent = JsFuture::from(sent).await;
    let answer: Raw = sent.map_err(|_| unexplained(&url))?.unchecked_into();
    let answer = Answer::from(answer);
    if let Some(origin) = elsewhere(&answer, &url) {
        return Err(Unreachable::Elsewhere(origin));
    }
    let body = match answer.body() {
        Some(body) => chunks(Chunks::of(&body), guard, url.clone()),
        None => stream::empty().boxed_local(),
    };
    Ok(Response {
        status: answer.status(),
        // Only refusals are asked for it: the asking takes time of its own.
        retry_after: (!answer.ok())
            .then(|| answer.headers().get("retry-after"))
            .flatten()
            .and_then(|text| pause(&text)),
        timing: timings.map_or(Timing::Unknown, |timings| {
            Timing::Later(Box::new(move || timings.phases(&url)))
        }),
        body,
    })
}

/// There is no answer from `url`: only being offline is a reason that browsers tell. This computer can be asked
/// without a network.
fn unexplained(url: &str) -> Unreachable {
    let host = Url::new(url).map(|url| url.host()).unwrap_or_default();
    let is_here = Place::of(&host) == Place::ThisComputer;
    if is_here || super::window().navigator().on_line() {
        Unreachable::Unexplained
    } else {
        Unreachable::Offline
    }
}

/// The origin that answered, if it is another one than that of `url`: browsers follow redirects.
fn elsewhere(answer: &Answer, url: &str) -> Option<String> {
    let origin = |url: &str| Url::new(url).ok().map(|url| url.origin());
    let answered = answer.redirected().then(|| origin(&answer.url())).flatten();
    answered.filter(|there| origin(url).as_ref() != Some(there))
}

/// How long a server wants to be left alone: seconds, or until a date. A page sees this header only of a
/// server that exposes it.
fn pause(text: &str) -> Option<Nanos> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<u32>() {
        return Some(Nanos::from_millis(
            u64::from(seconds) * 1_000,
        ));
    }
    let until = js_sys::Date::parse(text);
    // What is no date is not a number, and stays one.
    let left = until - js_sys::Date::now();
    (!left.is_nan()).then(|| Nanos::from_millis_f64(left))
}

/// The chunks of `body`, from `url`; the request counts as under way until its end.
fn chunks(
    body: Chunks,
    guard: AbortOnDrop,
    url: String,
) -> LocalBoxStream<'static, Result<Vec<u8>, Unreachable>> {
    let chunks = stream::unfold(
        (body, guard, url),
        |(body, guard, url)| async move {
            let chunk = body.next().await;
            match chunk {
                Some(Ok(bytes)) => Some((Ok(bytes), (body, guard, url))),
                Some(Err(_)) => Some((
                    Err(unexplained(&url)),
                    (body, guard, url),
                )),
                None => {
                    guard.disarm();
                    None
                }
            }
        },
    );
    chunks.boxed_local()
}

/// Aborts its request when it is dropped before the answer is complete. Dropping a fetch's future
/// alone would leave the request running.
struct AbortOnDrop {
    controller: AbortController,
    complete: bool,
    _counted: Counted,
}

impl AbortOnDrop {
    fn new() -> Option<Self> {
        Some(Self {
            controller: AbortController::new().ok()?,
            complete: false,
            _counted: Counted::new(Held::Requests),
        })
    }

    /// The answer is complete: there is nothing left to abort.
    fn disarm(mut self) {
        self.complete = true;
    }
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        if !self.complete {
            self.controller.abort();
        }
    }
}
