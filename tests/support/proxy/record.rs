//! What was seen, how it ended, and the counts.

use super::link::Link;
use hyper::header::HeaderMap;
use hyper::{Method, Request, Version};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::time::Instant;

/// One request, as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// Its method.
    pub(crate) method: Method,
    /// Its path and query.
    pub(crate) path: String,
    /// HTTP/1.1 or HTTP/2.
    pub(crate) version: Version,
    /// Its headers.
    pub(crate) headers: HeaderMap,
    /// When its head had been read.
    pub(crate) arrived: Instant,
    /// How it ended and when, once it has.
    pub(crate) end: Option<(End, Instant)>,
}

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// The last byte of the answer went to the connection.
    Answered,
    /// The client closed the connection, or reset the stream, before that.
    Aborted,
    /// The proxy broke it off: a fault that the test asked for, or its own end.
    Cut,
}

/// The numbers at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Requests that have arrived.
    pub(crate) seen: usize,
    /// Of these, on their way now.
    pub(crate) now: usize,
    /// The most on their way at once.
    pub(crate) peak: usize,
    /// Answered in full.
    pub(crate) answered: usize,
    /// Given up by the client.
    pub(crate) aborted: usize,
    /// Broken off by the proxy.
    pub(crate) cut: usize,
    /// Connections open now, idle ones too. (A browser may open one ahead of need.)
    pub(crate) connections: usize,
}

/// The proxy's memory.
#[derive(Default)]
pub(crate) struct Record {
    book: Mutex<Book>,
    closed: AtomicBool,
}

#[derive(Default)]
struct Book {
    seen: Vec<Seen>,
    now: usize,
    peak: usize,
    connections: usize,
    opened: usize,
}

impl Record {
    /// Notes a request that has just arrived on `link`.
    pub(crate) fn begin<B>(self: &Arc<Self>, request: &Request<B>, link: &Arc<Link>) -> Exchange {
        let seen = Seen {
            method: request.method().clone(),
            path: request
                .uri()
                .path_and_query()
                .map_or("/", |path| path.as_str())
                .to_owned(),
            version: request.version(),
            headers: request.headers().clone(),
            arrived: Instant::now(),
            end: None,
        };
        let mut book = self.book();
        let number = book.seen.len();
        book.seen.push(seen);
        book.now += 1;
        book.peak = book.peak.max(book.now);
        Exchange {
            record: Arc::clone(self),
            link: Arc::clone(link),
            number,
        }
    }

    /// Notes a connection that has just been opened.
    pub(crate) fn open(self: &Arc<Self>) -> Open {
        let mut book = self.book();
        book.connections += 1;
        book.opened += 1;
        Open(Arc::clone(self))
    }

    /// From now on, requests that end early are the proxy's doing.
    pub(crate) fn close(&self) {
        self.closed.store(true, Ordering::Release);
    }

    /// The numbers at this moment.
    pub(crate) fn counts(&self) -> Counts {
        let book = self.book();
        Counts {
            seen: book.seen.len(),
            now: book.now,
            peak: book.peak,
            answered: book.ended(End::Answered),
            aborted: book.ended(End::Aborted),
            cut: book.ended(End::Cut),
            connections: book.connections,
        }
    }

    /// How many connections were opened so far.
    pub(crate) fn opened(&self) -> usize {
        self.book().opened
    }

    /// Every request so far, in the order of arrival.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.book().seen.clone()
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Book {
    fn ended(&self, how: End) -> usize {
        self.seen
            .iter()
            .filter(|seen| seen.end.is_some_and(|(end, _)| end == how))
            .count()
    }
}

/// A request on its way. Whoever answers it says how that ended; if it is dropped before, then the
/// connection or the stream is gone, and with it the client.
pub(crate) struct Exchange {
    record: Arc<Record>,
    link: Arc<Link>,
    number: usize,
}

impl Exchange {
    /// Notes the end. Only the first one counts.
    pub(crate) fn finish(&self, end: End) {
        let mut book = self.record.book();
        let seen = &mut book.seen[self.number];
        if seen.end.is_none() {
            seen.end = Some((end, Instant::now()));
            book.now -= 1;
        }
    }

    /// Closes the connection that this request came by.
    pub(crate) fn hang_up(&self) {
        self.finish(End::Cut);
        self.link.close();
    }

    /// Resets the connection that this request came by.
    pub(crate) fn reset(&self) {
        self.finish(End::Cut);
        self.link.reset();
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        let ours = self.link.is_closed() || self.record.closed.load(Ordering::Acquire);
        self.finish(if ours { End::Cut } else { End::Aborted });
    }
}

/// An open connection, for the count.
pub(crate) struct Open(Arc<Record>);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.book().connections -= 1;
    }
}
