//! The only way out of a browser that cannot be told where a host is: a proxy by which the live host is a
//! port of 127.0.0.1 and no other host exists.

use super::options::LIVE_HOST;
use crate::support::net;
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// The longest head of a request that is read.
const LONGEST: usize = 8_192;

/// A running proxy; it stops when this is dropped.
pub(super) struct Gate {
    port: u16,
    task: JoinHandle<()>,
}

impl Gate {
    /// Starts one that leads to the live host at this port, or nowhere.
    pub(super) async fn open(live: Option<u16>) -> Self {
        let (listener, port) = net::listen().await;
        let task = tokio::spawn(accept(listener, live));
        Self { port, task }
    }

    /// Its port of 127.0.0.1.
    pub(super) fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn accept(listener: TcpListener, live: Option<u16>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        connections.spawn(lead(stream, live));
        while connections.try_join_next().is_some() {}
    }
}

/// Joins a browser's connection to the live host, if that is where it wants to go and somebody is there. Any
/// other one is closed without an answer: a host that is not there gives none.
async fn lead(mut browser: TcpStream, live: Option<u16>) {
    let Some(head) = head(&mut browser).await else {
        return;
    };
    let wanted = format!("CONNECT {LIVE_HOST}:443 ");
    let Some(port) = live.filter(|_| head.starts_with(&wanted)) else {
        return;
    };
    let Ok(mut host) = TcpStream::connect(("127.0.0.1", port)).await else {
        return;
    };
    // Small frames at once, as without a proxy.
    let _ = (
        browser.set_nodelay(true),
        host.set_nodelay(true),
    );
    if browser.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.is_ok() {
        // Whoever ends it, both ends are closed.
        let _ = copy_bidirectional(&mut browser, &mut host).await;
    }
}

/// A request's head. A browser sends nothing after it before it has an answer.
async fn head(browser: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") && head.len() < LONGEST {
        let read = browser.read_buf(&mut head).await.ok()?;
        if read == 0 {
            return None;
        }
    }
    String::from_utf8(head).ok()
}
