//! The real JSONPlaceholder server, from npm.

use super::child::Child;
use super::env;
use tokio::sync::OnceCell;

/// A running JSONPlaceholder, on a loopback port of its own; it ends when this is dropped.
pub(crate) struct RealServer {
    base: String,
    _process: Child,
}

static SHARED: OnceCell<RealServer> = OnceCell::const_new();

impl RealServer {
    /// Starts a server and waits until it listens.
    pub(crate) async fn start() -> Self {
        let program = env::path("TANDEM_JSONPLACEHOLDER");
        let program = program.to_string_lossy();
        let mut process = Child::node(include_str!("server.js"), &[&program]);
        let port = process.port_after("listening on ").await;
        let base = format!("http://127.0.0.1:{port}");
        Self {
            base,
            _process: process,
        }
    }

    /// The server that all tests of this process share. It ends with the process.
    ///
    /// It works on one request at a time (15–80 ms each): a test that needs it to be quick, or to
    /// go away, starts its own.
    pub(crate) async fn shared() -> &'static Self {
        SHARED.get_or_init(Self::start).await
    }

    /// Its address: `http://127.0.0.1:PORT`, with no slash at the end.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }
}
