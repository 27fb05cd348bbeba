//! One connection.

use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::Notify;

/// A connection, as its requests see it: something that they can close.
#[derive(Default)]
pub(crate) struct Link {
    closed: AtomicBool,
    reset: AtomicBool,
    closing: Notify,
}

impl Link {
    /// Resolves once a request has closed the connection.
    pub(crate) async fn closing(&self) {
        self.closing.notified().await;
    }

    /// Closes it.
    pub(crate) fn close(&self) {
        self.closed.store(true, Ordering::Release);
        self.closing.notify_one();
    }

    /// Closes it so that the client is told of a reset.
    pub(crate) fn reset(&self) {
        self.reset.store(true, Ordering::Release);
        self.close();
    }

    /// Whether it is to end in a reset.
    pub(crate) fn is_reset(&self) -> bool {
        self.reset.load(Ordering::Acquire)
    }

    /// Whether a request has closed it.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }
}
