//! The connections.

use super::answer::answer;
use super::link::Link;
use super::record::Record;
use super::rules::Rules;
use super::upstream::Upstream;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use std::io;
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

/// What all connections of a proxy share.
pub(crate) struct Shared {
    /// What was seen.
    pub(crate) record: Arc<Record>,
    /// What to do.
    pub(crate) rules: Rules,
    /// Who is asked.
    pub(crate) upstream: Upstream,
}

impl Shared {
    /// The state of a new proxy in front of the server at `base`.
    pub(crate) fn new(base: &str) -> Self {
        let (record, rules) = (Arc::default(), Rules::default());
        Self {
            record,
            rules,
            upstream: Upstream::new(base),
        }
    }
}

/// Accepts connections until it is dropped; they end with it.
pub(crate) async fn accept(listener: TcpListener, tls: Option<TlsAcceptor>, shared: Arc<Shared>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        connections.spawn(connection(
            stream,
            tls.clone(),
            Arc::clone(&shared),
        ));
    }
}

async fn connection(stream: TcpStream, tls: Option<TlsAcceptor>, shared: Arc<Shared>) {
    let _open = shared.record.open();
    let link = Arc::<Link>::default();
    let Ok((stream, twin)) = twins(stream) else {
        return;
    };
    // Small answers go out when they are due, not when the network stack has more to send.
    let _ = stream.set_nodelay(true);
    tokio::select! {
        () = serve(stream, tls, shared, Arc::clone(&link)) => {}
        () = link.closing() => {}
    }
    if link.is_reset() {
        // The twin is the last hold on the connection. Closed with no time to linger, it is reset.
        let _ = twin.set_zero_linger();
    }
}

/// A second hold on the connection: how it ends can be said when the first is gone.
fn twins(stream: TcpStream) -> io::Result<(TcpStream, TcpStream)> {
    let stream = stream.into_std()?;
    let twin = stream.try_clone()?;
    Ok((
        TcpStream::from_std(stream)?,
        TcpStream::from_std(twin)?,
    ))
}

async fn serve(stream: TcpStream, tls: Option<TlsAcceptor>, shared: Arc<Shared>, link: Arc<Link>) {
    let Some(tls) = tls else {
        return serve_http1(stream, shared, link).await;
    };
    let Ok(stream) = tls.accept(stream).await else {
        return;
    };
    if stream.get_ref().1.alpn_protocol() == Some(b"h2") {
        serve_http2(stream, shared, link).await;
    } else {
        serve_http1(stream, shared, link).await;
    }
}

// A connection that ends in an error has ended; its requests know how.

async fn serve_http1<S>(stream: S, shared: Arc<Shared>, link: Arc<Link>)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let service = service_fn(|request| {
        answer(
            Arc::clone(&shared),
            Arc::clone(&link),
            request,
        )
    });
    let _ = http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

async fn serve_http2<S>(stream: S, shared: Arc<Shared>, link: Arc<Link>)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let service = service_fn(|request| {
        answer(
            Arc::clone(&shared),
            Arc::clone(&link),
            request,
        )
    });
    let builder = http2::Builder::new(TokioExecutor::new());
    let _ = builder
        .serve_connection(TokioIo::new(stream), service)
        .await;
}
