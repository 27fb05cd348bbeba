//! The body of an answer, which knows when it has gone out and when nobody takes it any more.

use super::record::{End, Exchange};
use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::time::{Sleep, sleep};

/// Small enough that a client which leaves half-way is noticed half-way.
const CHUNK: usize = 16 * 1024;
/// The time between two drips.
const DRIP: Duration = Duration::from_millis(20);
/// Time for the first half of a truncated body to be sent before the connection breaks.
const BEFORE_BREAK: Duration = Duration::from_millis(50);

/// What becomes of a body after its last chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rest {
    /// Nothing is missing.
    Complete,
    /// The connection breaks.
    Breaks,
    /// Nothing more comes, for as long as the client waits.
    Stalls,
    /// White space comes, for as long as the client waits.
    Drips,
}

/// A body on its way to the client.
pub(crate) struct TrackedBody {
    chunks: VecDeque<Bytes>,
    /// Bytes promised to the client and not sent yet.
    left: u64,
    wait: Option<Pin<Box<Sleep>>>,
    rest: Rest,
    exchange: Exchange,
}

impl TrackedBody {
    /// All of `bytes`, `after` some time.
    pub(crate) fn whole(bytes: Bytes, after: Duration, exchange: Exchange) -> Self {
        let left = bytes.len() as u64;
        if bytes.is_empty() {
            exchange.finish(End::Answered);
        }
        let wait = (!after.is_zero()).then(|| Box::pin(sleep(after)));
        Self {
            chunks: chunks(bytes),
            left,
            wait,
            rest: Rest::Complete,
            exchange,
        }
    }

    /// `bytes`, and then white space without end, under a head that promises no length.
    pub(crate) fn endless(bytes: Bytes, exchange: Exchange) -> Self {
        Self::half(bytes, Rest::Drips, exchange)
    }

    /// The first half of `bytes` under a head that promises all of them.
    pub(crate) fn half(bytes: Bytes, rest: Rest, exchange: Exchange) -> Self {
        let left = bytes.len() as u64;
        let chunks = chunks(bytes.slice(..bytes.len() / 2));
        Self {
            chunks,
            left,
            wait: None,
            rest,
            exchange,
        }
    }

    fn after_last_chunk(&mut self) {
        match self.rest {
            Rest::Complete => self.exchange.finish(End::Answered),
            Rest::Breaks => self.wait = Some(Box::pin(sleep(BEFORE_BREAK))),
            Rest::Stalls | Rest::Drips => {}
        }
    }
}

impl Body for TrackedBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(wait) = &mut self.wait {
            ready!(wait.as_mut().poll(context));
            self.wait = None;
        }
        if let Some(chunk) = self.chunks.pop_front() {
            self.left -= chunk.len() as u64;
            if self.chunks.is_empty() {
                self.after_last_chunk();
            }
            return Poll::Ready(Some(Ok(Frame::data(chunk))));
        }
        match self.rest {
            Rest::Complete => Poll::Ready(None),
            Rest::Breaks => {
                self.exchange.finish(End::Cut);
                let reason = "the test breaks this answer off";
                Poll::Ready(Some(Err(io::Error::other(reason))))
            }
            Rest::Drips => {
                self.wait = Some(Box::pin(sleep(DRIP)));
                Poll::Ready(Some(Ok(Frame::data(" ".into()))))
            }
            // Nobody wakes it: it goes with its connection.
            Rest::Stalls => Poll::Pending,
        }
    }

    fn is_end_stream(&self) -> bool {
        self.chunks.is_empty() && self.rest == Rest::Complete
    }

    fn size_hint(&self) -> SizeHint {
        match self.rest {
            Rest::Drips => SizeHint::new(),
            _ => SizeHint::with_exact(self.left),
        }
    }
}

fn chunks(mut bytes: Bytes) -> VecDeque<Bytes> {
    let mut chunks = VecDeque::new();
    while !bytes.is_empty() {
        chunks.push_back(bytes.split_to(bytes.len().min(CHUNK)));
    }
    chunks
}
