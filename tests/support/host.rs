//! The built site as a good host serves it: over HTTP/2, compressed beforehand, with the headers that the site asks
//! for.

use super::proxy::tls;
use super::site::media_type;
use super::{env, net};
use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, HeaderName, HeaderValue, VARY,
};
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioExecutor, TokioIo};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};
use tokio_rustls::TlsAcceptor;

/// A host of the built site on a loopback port of its own; it stops when this is dropped.
pub(crate) struct Host {
    port: u16,
    task: JoinHandle<()>,
}

impl Host {
    /// Serves the built site.
    pub(crate) async fn start() -> Self {
        let (listener, port) = net::listen().await;
        let files = Files::of(env::path("TANDEM_DIST"));
        let task = tokio::spawn(accept(
            listener,
            tls::acceptor(),
            Arc::new(files),
        ));
        Self { port, task }
    }

    /// Its address.
    pub(crate) fn url(&self) -> String {
        format!("https://127.0.0.1:{}/", self.port)
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The site, and the headers of each of its paths.
struct Files {
    folder: PathBuf,
    headers: BTreeMap<String, Vec<(HeaderName, HeaderValue)>>,
}

impl Files {
    fn of(folder: PathBuf) -> Self {
        let text = std::fs::read_to_string(folder.join("_headers")).expect("the site's headers");
        let mut headers = BTreeMap::<String, Vec<_>>::new();
        let mut path = String::new();
        for line in text.lines().filter(|line| !line.is_empty()) {
            match line
                .strip_prefix("  ")
                .and_then(|line| line.split_once(": "))
            {
                None => line.clone_into(&mut path),
                Some((name, value)) => headers.entry(path.clone()).or_default().push((
                    name.parse().expect("a header"),
                    value.parse().expect("its value"),
                )),
            }
        }
        Self { folder, headers }
    }

    fn answer<B>(&self, request: &Request<B>) -> Response<Full<Bytes>> {
        let path = request.uri().path();
        let name = match path.trim_start_matches('/') {
            "" => "index.html",
            name => name,
        };
        let accepted = request.headers().get(ACCEPT_ENCODING);
        let packs =
            accepted.is_some_and(|value| String::from_utf8_lossy(value.as_bytes()).contains("br"));
        // The site is flat: what has a slash in it is no file of its own.
        let read = |name: &str| {
            std::fs::read(self.folder.join(name))
                .ok()
                .filter(|_| !name.contains('/'))
        };
        let packed = packs.then(|| read(&format!("{name}.br"))).flatten();
        let is_packed = packed.is_some();
        let Some(body) = packed.or_else(|| read(name)) else {
            let mut missing = Response::new(Full::default());
            *missing.status_mut() = StatusCode::NOT_FOUND;
            return missing;
        };
        let mut response = Response::new(Full::new(body.into()));
        let headers = response.headers_mut();
        for (name, value) in ["/*", path]
            .iter()
            .filter_map(|path| self.headers.get(*path))
            .flatten()
        {
            headers.insert(name.clone(), value.clone());
        }
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static(media_type(Path::new(name))),
        );
        headers.insert(
            VARY,
            HeaderValue::from_static("Accept-Encoding"),
        );
        if is_packed {
            headers.insert(
                CONTENT_ENCODING,
                HeaderValue::from_static("br"),
            );
        }
        response
    }
}

async fn accept(listener: TcpListener, tls: TlsAcceptor, files: Arc<Files>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        connections.spawn(serve(
            stream,
            tls.clone(),
            Arc::clone(&files),
        ));
    }
}

// A connection that ends in an error has ended: the browser opens another one.
async fn serve(stream: TcpStream, tls: TlsAcceptor, files: Arc<Files>) {
    let Ok(stream) = tls.accept(stream).await else {
        return;
    };
    let speaks_http2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
    let service = service_fn(move |request| {
        let answer = files.answer(&request);
        async move { Ok::<_, Infallible>(answer) }
    });
    let stream = TokioIo::new(stream);
    if speaks_http2 {
        let connection = http2::Builder::new(TokioExecutor::new());
        let _ = connection.serve_connection(stream, service).await;
    } else {
        let _ = http1::Builder::new()
            .serve_connection(stream, service)
            .await;
    }
}
