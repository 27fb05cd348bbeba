//! One connection.

use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::Notify;

/// A connection, as its requests see it: something that they can close.
#[derive(Default)]
pub(crate) struct Link {
    closed: AtomicBool,
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

    /// Whether a request has closed it.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }
}
