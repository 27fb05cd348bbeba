//! Loopback ports.

use tokio::net::{TcpListener, TcpSocket};

/// Listens on a free loopback port.
pub(crate) async fn listen() -> (TcpListener, u16) {
    listen_at(0).await
}

async fn listen_at(port: u16) -> (TcpListener, u16) {
    let listener = match TcpListener::bind(("127.0.0.1", port)).await {
        Ok(listener) => listener,
        Err(error) => panic!("cannot listen on loopback port {port}: {error}"),
    };
    let port = listener
        .local_addr()
        .expect("a bound socket has an address")
        .port();
    (listener, port)
}

/// A loopback port on which nothing listens, and which nobody else is given as long as this lives.
pub(crate) struct DeadPort {
    port: u16,
    _bound: TcpSocket,
}

impl DeadPort {
    /// Takes a free port.
    pub(crate) fn reserve() -> Self {
        Self::at(0)
    }

    /// Takes `port`, whose listener has just been closed.
    pub(crate) fn at(port: u16) -> Self {
        let bound = TcpSocket::new_v4().expect("a socket can be made");
        bound
            .set_reuseaddr(true)
            .expect("a new socket takes options");
        // Bound, but not listening: whoever connects is refused.
        if let Err(error) = bound.bind(([127, 0, 0, 1], port).into()) {
            panic!("cannot take loopback port {port}: {error}");
        }
        let port = bound
            .local_addr()
            .expect("a bound socket has an address")
            .port();
        Self {
            port,
            _bound: bound,
        }
    }

    /// Listens on it: nobody is refused any more.
    #[allow(dead_code, reason = "as with the one that comes back, in `proxy`")]
    pub(crate) async fn listen(self) -> (TcpListener, u16) {
        let port = self.port;
        drop(self);
        listen_at(port).await
    }

    /// Its number.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }
}
