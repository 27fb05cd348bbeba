//! One request, with all its events: the lazy future that a variant awaits.

use std::cell::Cell;
use std::future::Future;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll};

use futures::future::{Either, LocalBoxFuture, select};
use futures::{FutureExt, StreamExt};
use serde::de::DeserializeOwned;

use super::error::Error;
use super::ports::{Clock, Pool, Recorder, Request, Response, Timing, Transport, Unreachable};
use crate::time::Nanos;
use crate::trace::{CallSite, NewSpan, Outcome, SpanId, Step};

/// The time a call has unless it says otherwise.
pub const DEFAULT_TIMEOUT: Nanos = Nanos::from_millis(10_000);

/// The most bytes of a body that a call reads.
pub const MAX_BODY: u64 = 16 * 1024 * 1024;

/// Makes calls: the ports of one run and the base that paths are added to.
#[derive(Clone)]
pub struct Caller {
    /// Carries the requests.
    pub transport: Rc<dyn Transport>,
    /// Tells the time of every event.
    pub clock: Rc<dyn Clock>,
    /// Takes the events down.
    pub recorder: Rc<dyn Recorder>,
    /// The base URL, without a slash at its end.
    pub base: Rc<str>,
    /// The connections that its calls share.
    pub pool: Pool,
    /// The pool that was made last in this comparison.
    pub last_pool: Rc<Cell<Pool>>,
}

impl Caller {
    /// The same with connections of its own, none of which is open.
    #[must_use]
    pub fn anew(&self) -> Self {
        let pool = Pool(self.last_pool.get().0 + 1);
        self.last_pool.set(pool);
        Self {
            pool,
            ..self.clone()
        }
    }

    /// A call of `path`, which starts with a slash, decoded as `T`. Nothing is sent before its first
    /// poll; dropped before its end, it takes its request with it.
    #[track_caller]
    pub fn get<T: DeserializeOwned>(&self, resource: &'static str, path: String) -> Call<T> {
        let call = NewSpan {
            method: "GET".into(),
            url: format!("{}{path}", self.base),
            resource: resource.into(),
            site: CallSite::caller(),
            path,
        };
        let request = Request {
            url: call.url.clone(),
            pool: self.pool,
        };
        Call {
            state: State::Queued(Prepared {
                path: call.path.clone(),
                transport: Rc::clone(&self.transport),
                span: OpenSpan::queue(self, call),
                request,
                timeout: DEFAULT_TIMEOUT,
            }),
            decode: |body| serde_json::from_slice(body).map_err(|error| reason(body, &error)),
        }
    }
}

/// Why `body` cannot be read: what is plain to see before what the parser found.
fn reason(body: &[u8], error: &serde_json::Error) -> String {
    match body.trim_ascii_start().first() {
        None => "there is nothing in it".into(),
        Some(b'<') => "it looks like a web page".into(),
        Some(_) => error.to_string(),
    }
}

/// A request that is sent when it is first polled, and ends with its answer as a `T`.
#[must_use = "a call sends nothing until it is awaited"]
pub struct Call<T> {
    state: State,
    decode: fn(&[u8]) -> Result<T, String>,
}

enum State {
    Queued(Prepared),
    Running(LocalBoxFuture<'static, Result<Answer, Error>>),
    Over,
}

impl<T> Call<T> {
    /// Gives the call `limit` from its first poll to its end, instead of ten seconds. Has no effect
    /// once the call was polled.
    pub fn timeout(mut self, limit: Nanos) -> Self {
        if let State::Queued(prepared) = &mut self.state {
            prepared.timeout = limit;
        }
        self
    }

    fn finish(&self, answer: Result<Answer, Error>) -> Result<T, Error> {
        let Answer { span, path, body } = answer?;
        let decoded = (self.decode)(&body).map_err(|reason| Error::Decode { path, reason });
        span.end(match decoded {
            Ok(_) => Outcome::Ok,
            Err(_) => Outcome::Decode,
        });
        decoded
    }
}

impl<T> Future for Call<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if let State::Queued(_) = self.state
            && let State::Queued(prepared) = std::mem::replace(&mut self.state, State::Over)
        {
            self.state = State::Running(prepared.run().boxed_local());
        }
        let State::Running(run) = &mut self.state else {
            // Polled after its end, which a future may answer as it likes: never.
            return Poll::Pending;
        };
        let Poll::Ready(answer) = run.poll_unpin(cx) else {
            return Poll::Pending;
        };
        self.state = State::Over;
        Poll::Ready(self.finish(answer))
    }
}

/// A call that has not been polled yet.
struct Prepared {
    path: String,
    transport: Rc<dyn Transport>,
    request: Request,
    timeout: Nanos,
    span: OpenSpan,
}

/// A complete body, and the span that ends when it is decoded.
struct Answer {
    path: String,
    span: OpenSpan,
    body: Vec<u8>,
}

impl Prepared {
    async fn run(self) -> Result<Answer, Error> {
        let Self {
            path,
            transport,
            request,
            timeout,
            span,
        } = self;
        let deadline = span.start() + timeout;
        let refusal = Cell::new(None);
        let ended = {
            let exchange = pin!(exchange(
                &*transport,
                request,
                &span,
                &refusal
            ));
            match select(
                exchange,
                span.clock.sleep_until(deadline),
            )
            .await
            {
                Either::Left((ended, _)) => ended,
                Either::Right(_) => Err(Failure::TimedOut),
            }
        };
        match ended {
            Ok(body) => Ok(Answer { path, span, body }),
            Err(failure) => {
                let failure = failure.under(refusal.get());
                span.end(failure.outcome());
                Err(failure.into_error(path, timeout))
            }
        }
    }
}

/// Sends the request and reads its answer to the end of the body. `known` is set to a status outside 2xx
/// as soon as it is there.
async fn exchange(
    transport: &dyn Transport,
    request: Request,
    span: &OpenSpan,
    known: &Cell<Option<Refusal>>,
) -> Result<Vec<u8>, Failure> {
    let Response {
        status,
        retry_after,
        timing,
        mut body,
    } = transport.send(request).await?;
    let refusal = (!(200..300).contains(&status)).then_some(Refusal {
        status,
        retry_after,
    });
    known.set(refusal);
    span.record(Step::Responded { status });
    let later = match timing {
        Timing::Known(phases) => {
            span.record(Step::Phased(phases));
            None
        }
        Timing::Later(ask) => Some(ask),
        Timing::Unknown => None,
    };
    let mut bytes = Vec::new();
    while let Some(chunk) = body.next().await {
        bytes.append(&mut chunk?);
        if bytes.len() as u64 > MAX_BODY {
            return Err(Failure::TooLarge);
        }
    }
    if let Some(ask) = later {
        span.recorder.ask_later(span.id, ask);
    }
    span.record(Step::Received {
        bytes: bytes.len() as u64,
    });
    match refusal {
        None => Ok(bytes),
        Some(refusal) => Err(Failure::Status(refusal)),
    }
}

/// A status outside 2xx, and how long the server wants to be left alone.
#[derive(Clone, Copy)]
struct Refusal {
    status: u16,
    retry_after: Option<Nanos>,
}

enum Failure {
    Status(Refusal),
    TimedOut,
    Network(Unreachable),
    TooLarge,
}

impl From<Unreachable> for Failure {
    fn from(why: Unreachable) -> Self {
        Self::Network(why)
    }
}

impl Failure {
    /// What is told when the head was this refusal: it is known from there on, whatever becomes of the
    /// body.
    fn under(self, refusal: Option<Refusal>) -> Self {
        refusal.map_or(self, Self::Status)
    }

    const fn outcome(&self) -> Outcome {
        match self {
            Self::Status(_) => Outcome::Status,
            Self::TimedOut => Outcome::TimedOut,
            Self::Network(_) => Outcome::Network,
            Self::TooLarge => Outcome::TooLarge,
        }
    }

    fn into_error(self, path: String, limit: Nanos) -> Error {
        match self {
            Self::Status(Refusal {
                status,
                retry_after,
            }) => Error::Status {
                path,
                status,
                retry_after,
            },
            Self::TimedOut => Error::TimedOut { path, limit },
            Self::Network(why) => Error::Network { path, why },
            Self::TooLarge => Error::TooLarge {
                path,
                limit: MAX_BODY,
            },
        }
    }
}

/// A span that has not ended. Dropped, it ends as cancelled: so each span ends exactly once, wherever
/// its call is left.
struct OpenSpan {
    id: SpanId,
    clock: Rc<dyn Clock>,
    recorder: Rc<dyn Recorder>,
    ended: bool,
}

impl OpenSpan {
    fn queue(caller: &Caller, call: NewSpan) -> Self {
        let clock = Rc::clone(&caller.clock);
        let recorder = Rc::clone(&caller.recorder);
        let id = recorder.queue(call, clock.now());
        Self {
            id,
            clock,
            recorder,
            ended: false,
        }
    }

    fn start(&self) -> Nanos {
        let now = self.clock.now();
        self.recorder.record(self.id, now, Step::Started);
        now
    }

    fn record(&self, step: Step) {
        self.recorder.record(self.id, self.clock.now(), step);
    }

    fn end(mut self, outcome: Outcome) {
        self.ended = true;
        self.record(Step::Ended(outcome));
    }
}

impl Drop for OpenSpan {
    fn drop(&mut self) {
        if !self.ended {
            self.record(Step::Ended(Outcome::Cancelled));
        }
    }
}
