//! The ports: what a run needs from the outside. `browser` and `replica` implement them.
//!
//! All futures are local: a page has one thread, and so has virtual time.

use std::fmt;
use std::task::Poll;

use futures::future::LocalBoxFuture;
use futures::stream::LocalBoxStream;

use crate::time::Nanos;
pub use crate::trace::Phases;
use crate::trace::{NewSpan, SpanId, Step};

/// What a call asks for. Every request is a GET with no header of its own, so that no browser sends a
/// preflight for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Absolute URL: base and path with query.
    pub url: String,
    /// Whose connections it may use, where a source can tell them apart.
    pub pool: Pool,
}

/// The connections that the calls of one client share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Pool(pub u32);

impl Pool {
    /// The page's own: a warm-up has opened its connections.
    pub const SHARED: Self = Self(0);
}

/// The head of an answer, with its body still to come.
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// How long to wait before asking again, where the server says so and the source tells.
    pub retry_after: Option<Nanos>,
    /// What the time so far went into.
    pub timing: Timing,
    /// The body as it arrives. Dropping it ends the request.
    pub body: LocalBoxStream<'static, Result<Vec<u8>, Unreachable>>,
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// What the time before an answer went into, as far as the source tells.
pub enum Timing {
    /// It does not.
    Unknown,
    /// It does.
    Known(Phases),
    /// It may, once the body is complete.
    Later(Ask),
}

/// Asks a source for the phases of a request whose body is complete: none where it does not tell, and pending
/// while it does not know yet.
pub type Ask = Box<dyn Fn() -> Poll<Option<Phases>>>;

/// No answer of the source's, or not all of it. A browser does not tell a dead host from CORS or a blocker,
/// so neither does this type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreachable {
    /// Nobody says why.
    Unexplained,
    /// There is no network: the browser says so.
    Offline,
    /// The network is a model, which lets some requests fail.
    Modelled,
    /// The source sent the request on, and an answer came from this other origin.
    Elsewhere(String),
}

/// Carries a request to a source and its answer back.
pub trait Transport {
    /// Sends nothing until the future is polled. Dropping the future, or the body it gave, ends the
    /// request and frees what it held.
    fn send(&self, request: Request) -> LocalBoxFuture<'static, Result<Response, Unreachable>>;

    /// A run begins, of the comparison that is repeat number `repeat`, counted from 0. A source that
    /// keeps count of anything begins anew; one that models its luck draws it for this repeat.
    fn begin(&self, _repeat: u32) {}
}

/// Tells the time and waits for it.
pub trait Clock {
    /// The time now; never goes back.
    fn now(&self) -> Nanos;

    /// Ends at `deadline` or as soon after it as the clock can tell. Dropping the future frees its timer.
    fn sleep_until(&self, deadline: Nanos) -> LocalBoxFuture<'static, ()>;

    /// Ends in about a second, whatever the clock shows then; `None` for a clock that nothing can hold up.
    fn beat(&self) -> Option<LocalBoxFuture<'static, ()>> {
        None
    }

    /// The time of day, if there is one beside the clock. It goes on while the machine sleeps, which
    /// [`Self::now`] may not. It may be set, too: no measure of anything.
    fn time_of_day(&self) -> Option<Nanos> {
        None
    }
}

/// Takes down what happens to calls, with the time by the run's clock.
pub trait Recorder {
    /// A call was made.
    fn queue(&self, call: NewSpan, at: Nanos) -> SpanId;

    /// Something happened to a call.
    fn record(&self, span: SpanId, at: Nanos, step: Step);

    /// A call's source may tell its phases, once the run is over: what it takes to ask is taken from no run.
    fn ask_later(&self, span: SpanId, ask: Ask);
}

/// A place beside the page where finished spans are shown, such as the browser's own profiler.
pub trait Timeline {
    /// `variant`'s call `label` ran from `started` to `ended`, by the run's clock.
    fn show(&self, variant: &str, label: &str, started: Nanos, ended: Nanos);
}

/// Runs tasks beside whatever started them.
pub trait Spawn {
    /// Runs `task` until it ends, whether or not anybody waits for it.
    fn spawn(&self, task: LocalBoxFuture<'static, ()>);
}

/// Tells whether a run's figures can be trusted: a page in the background has slower timers.
pub trait Attention {
    /// Whether the page is hidden now.
    fn is_hidden(&self) -> bool;

    /// How often it has been hidden so far.
    fn times_hidden(&self) -> u32;
}
