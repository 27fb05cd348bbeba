//! A proxy of the tests' own in front of the real server: it delays, counts and breaks things.
//!
//! As the live site does, it lets browsers cache every answer, even a 404: a page that forgets
//! `no-store` is found out.
//!
//! - [`behaviour`]: what may happen to a request. A new fault is a variant there and an arm in
//!   [`answer`].
//! - [`rules`]: which requests it happens to, and how long each takes.
//! - [`record`]: what was seen, how it ended, and the counts.
//! - [`answer`] and [`body`]: one request, from its arrival to the last byte of its answer.
//! - [`upstream`]: the way to the real server.
//! - [`listen`], [`link`] and [`tls`]: the connections.

mod answer;
mod behaviour;
mod body;
mod link;
mod listen;
mod record;
mod rules;
pub(crate) mod tls;
mod upstream;

pub(crate) use behaviour::Behaviour;
pub(crate) use record::{Counts, End, Seen};

use super::net::{self, DeadPort};
use super::poll::poll;
use super::server::RealServer;
use listen::Shared;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

/// How long [`Proxy::wait_until`] waits. What it waits for takes milliseconds on an idle machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// A reverse proxy on a loopback port of its own; it and its connections end when this is dropped.
pub(crate) struct Proxy {
    port: u16,
    scheme: &'static str,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

impl Proxy {
    /// Stands in for a custom API: plain HTTP/1.1.
    pub(crate) async fn http() -> Self {
        Self::start(
            "http",
            None,
            RealServer::shared().await.base(),
        )
        .await
    }

    /// Stands in front of another server, the one at `base` (with no slash at its end).
    #[allow(
        dead_code,
        reason = "only the site's own files are asked for by another way than the API"
    )]
    pub(crate) async fn before(base: &str) -> Self {
        Self::start("http", None, base).await
    }

    /// Stands in for the live site: HTTP/2 or HTTP/1.1 over TLS, under a certificate for its name
    /// that nobody signed. (Chromium caches nothing from such a host, whatever the headers say.)
    pub(crate) async fn https() -> Self {
        let server = RealServer::shared().await;
        Self::start(
            "https",
            Some(tls::acceptor()),
            server.base(),
        )
        .await
    }

    /// The live site again, where one has stopped.
    #[allow(
        dead_code,
        reason = "a program that lost its server runs once: only a page tries again"
    )]
    pub(crate) async fn https_back(dead: DeadPort) -> Self {
        let listener = dead.listen().await;
        let server = RealServer::shared().await;
        Self::serve(
            "https",
            Some(tls::acceptor()),
            server.base(),
            listener,
        )
    }

    async fn start(scheme: &'static str, tls: Option<TlsAcceptor>, upstream: &str) -> Self {
        Self::serve(
            scheme,
            tls,
            upstream,
            net::listen().await,
        )
    }

    fn serve(
        scheme: &'static str,
        tls: Option<TlsAcceptor>,
        upstream: &str,
        (listener, port): (TcpListener, u16),
    ) -> Self {
        let shared = Arc::new(Shared::new(upstream));
        let task = tokio::spawn(listen::accept(
            listener,
            tls,
            Arc::clone(&shared),
        ));
        Self {
            port,
            scheme,
            shared,
            task,
        }
    }

    /// Its port on 127.0.0.1.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Its address, with no slash at the end.
    pub(crate) fn base(&self) -> String {
        format!(
            "{}://127.0.0.1:{}",
            self.scheme, self.port
        )
    }

    /// From now on, treats requests that match `pattern` so. The newest matching rule wins.
    ///
    /// A pattern is a path (`/users/1`: with any query), a path with its query
    /// (`/posts?userId=1`: only that one), or either with `*` at its end (`/users*`, `*`).
    pub(crate) fn on(&self, pattern: &str, behaviour: Behaviour) -> &Self {
        self.shared.rules.add(0, pattern, behaviour);
        self
    }

    /// The same, from the request after the first `spared` ones that match.
    #[allow(
        dead_code,
        reason = "a page has lanes of which one is to fail: programs have one"
    )]
    pub(crate) fn on_after(&self, spared: usize, pattern: &str, behaviour: Behaviour) -> &Self {
        self.shared.rules.add(spared, pattern, behaviour);
        self
    }

    /// From now on, sends the head of an answer no sooner than this after its request arrived.
    pub(crate) fn delay(&self, delay: Duration) -> &Self {
        self.delay_by(move |_| delay)
    }

    /// The same, with a delay for each path and query.
    pub(crate) fn delay_by(
        &self,
        delay: impl Fn(&str) -> Duration + Send + Sync + 'static,
    ) -> &Self {
        self.shared.rules.delay_by(delay);
        self
    }

    /// From now on, lets pages read what the browser measured of each answer, by `Timing-Allow-Origin`.
    #[allow(
        dead_code,
        reason = "programs measure their requests themselves: only a page has to be allowed"
    )]
    pub(crate) fn allow_timing(&self) -> &Self {
        self.shared.rules.allow_timing();
        self
    }

    /// The numbers at this moment.
    pub(crate) fn counts(&self) -> Counts {
        self.shared.record.counts()
    }

    /// Every request so far, in the order of arrival.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.shared.record.seen()
    }

    /// How many connections were opened so far, those closed again among them.
    pub(crate) fn opened(&self) -> usize {
        self.shared.record.opened()
    }

    /// Waits until the numbers are as `wanted`: what a client does reaches the proxy a little later.
    ///
    /// # Panics
    ///
    /// If they never are, with the numbers and the requests.
    pub(crate) async fn wait_until(&self, description: &str, wanted: impl Fn(&Counts) -> bool) {
        let met = poll(PATIENCE, async || {
            wanted(&self.counts()).then_some(())
        })
        .await;
        if met.is_none() {
            panic!(
                "the proxy never saw {description}: {:#?}\n{:#?}",
                self.counts(),
                self.seen()
            );
        }
    }

    /// Closes every connection and stops listening. Nothing else is given the port while the
    /// answer lives.
    pub(crate) async fn stop(mut self) -> DeadPort {
        self.shared.record.close();
        self.task.abort();
        let _ = (&mut self.task).await;
        self.wait_until("its connections closed", |counts| {
            counts.connections == 0
        })
        .await;
        DeadPort::at(self.port)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shared.record.close();
        self.task.abort();
    }
}
