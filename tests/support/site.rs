//! A static host for the built site, as plain as the ones it will live on.

use super::browser::Engine;
use super::env;
use super::net;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::header::CONTENT_TYPE;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use sha2::{Digest, Sha384};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};

/// The name of the script that comes before a page's own, where a browser needs one to tell its console.
pub(crate) const FIRST: &str = "tests-first.js";
/// The file that keeps the site in the browser, by the hashes of its files.
pub(crate) const WORKER: &str = "service-worker.js";
/// What that script begins with, by the port of the host: what a test wants to run in every page.
static BEGINNINGS: Mutex<BTreeMap<u16, String>> = Mutex::new(BTreeMap::new());

/// Has every page of the host of `url` begin with this script, from now on.
pub(crate) fn begin_with(url: &str, script: &str) {
    let port = reqwest::Url::parse(url).ok().and_then(|url| url.port());
    if let Some(port) = port {
        let mut all = BEGINNINGS.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(port, script.to_owned());
    }
}

/// A static file server on a loopback port of its own; it stops when this is dropped.
pub(crate) struct Site {
    port: u16,
    mount: String,
    files: Arc<Files>,
    task: JoinHandle<()>,
}

/// What is served, and where.
struct Files {
    port: u16,
    folder: RwLock<PathBuf>,
    mount: String,
    /// Whether it tells the type of WebAssembly.
    knows_wasm: AtomicBool,
}

impl Site {
    /// Serves the built site (`TANDEM_DIST`) at the root of the host.
    pub(crate) async fn built() -> Self {
        Self::built_at("/").await
    }

    /// Serves the built site from a folder of the host, such as `/some/folder/`, and nothing else.
    pub(crate) async fn built_at(mount: &str) -> Self {
        Self::serve(env::path("TANDEM_DIST"), mount).await
    }

    /// Serves `folder` at the root of the host.
    pub(crate) async fn of(folder: &Path) -> Self {
        Self::serve(folder.to_owned(), "/").await
    }

    /// Serves the built site, and has never heard of WebAssembly.
    pub(crate) async fn built_without_types() -> Self {
        let site = Self::built().await;
        site.files.knows_wasm.store(false, Ordering::Relaxed);
        site
    }

    async fn serve(folder: PathBuf, mount: &str) -> Self {
        assert!(
            mount.starts_with('/') && mount.ends_with('/'),
            "{mount}: write it as /folder/"
        );
        assert!(
            folder.is_dir(),
            "there is no site to serve in {}",
            folder.display()
        );
        let (listener, port) = net::listen().await;
        let files = Arc::new(Files {
            port,
            folder: RwLock::new(folder),
            mount: mount.to_owned(),
            knows_wasm: AtomicBool::new(true),
        });
        let task = tokio::spawn(accept(listener, Arc::clone(&files)));
        Self {
            port,
            mount: mount.to_owned(),
            files,
            task,
        }
    }

    /// A host that somebody else runs on `port`, with the site in its folder `mount`.
    pub(crate) fn elsewhere(port: u16, mount: &str) -> Self {
        let files = Files {
            port,
            folder: RwLock::default(),
            mount: mount.to_owned(),
            knows_wasm: AtomicBool::new(true),
        };
        Self {
            port,
            mount: mount.to_owned(),
            files: Arc::new(files),
            task: tokio::spawn(async {}),
        }
    }

    /// Serves `folder` from now on, as after an upload.
    pub(crate) fn turn_to(&self, folder: &Path) {
        let mut served = self
            .files
            .folder
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        folder.clone_into(&mut served);
    }

    /// Serves nothing any more: whoever connects is refused.
    pub(crate) fn stop(&self) {
        self.task.abort();
    }

    /// The address of the page, with `rest` (a query, or a file's name) after it.
    pub(crate) fn url(&self, rest: &str) -> String {
        format!(
            "http://127.0.0.1:{}{}{rest}",
            self.port, self.mount
        )
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.task.abort();
        let mut all = BEGINNINGS.lock().unwrap_or_else(PoisonError::into_inner);
        all.remove(&self.port);
    }
}

async fn accept(listener: TcpListener, files: Arc<Files>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let files = Arc::clone(&files);
        let service = service_fn(move |request| answer(Arc::clone(&files), request));
        let connection = hyper::server::conn::http1::Builder::new();
        connections.spawn(connection.serve_connection(TokioIo::new(stream), service));
    }
}

async fn answer(
    files: Arc<Files>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (status, kind, body) = match files.read(request.uri().path()) {
        Some((kind, body)) => (StatusCode::OK, kind, body),
        None => (
            StatusCode::NOT_FOUND,
            "text/plain",
            "no such file".into(),
        ),
    };
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    response.headers_mut().insert(
        CONTENT_TYPE,
        kind.parse().expect("a constant media type"),
    );
    Ok(response)
}

impl Files {
    /// The media type and contents of the file at `path`; a folder stands for its index.html.
    fn read(&self, path: &str) -> Option<(&'static str, Bytes)> {
        let inside = Path::new(path.strip_prefix(&self.mount)?);
        if inside == Path::new(FIRST) {
            return Some(("text/javascript", self.first().into()));
        }
        let plain = inside
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        let folder = self.folder.read().unwrap_or_else(PoisonError::into_inner);
        let mut file = folder.join(inside);
        if file.is_dir() {
            file.push("index.html");
        }
        let contents = plain.then(|| std::fs::read(&file))?.ok()?;
        let kind = match media_type(&file) {
            "application/wasm" if !self.knows_wasm.load(Ordering::Relaxed) => {
                "application/octet-stream"
            }
            kind => kind,
        };
        if Engine::chosen() == Engine::Chromium {
            return Some((kind, contents.into()));
        }
        if kind.starts_with("text/html") {
            let page = String::from_utf8_lossy(&contents);
            return Some((kind, self.with_first(&page).into()));
        }
        if inside == Path::new(WORKER) {
            let worker = String::from_utf8_lossy(&contents);
            let page = std::fs::read_to_string(folder.join("index.html")).unwrap_or_default();
            let served = self.with_first(&page);
            return Some((
                kind,
                worker.replace(&hash(&page), &hash(&served)).into(),
            ));
        }
        Some((kind, contents.into()))
    }

    /// The page with one more script, before all others.
    fn with_first(&self, page: &str) -> String {
        let at = page.find("<title").unwrap_or_default();
        let (before, after) = page.split_at(at);
        format!(
            "{before}<script src=\"{}{FIRST}\"></script>{after}",
            self.mount
        )
    }

    fn first(&self) -> String {
        let all = BEGINNINGS.lock().unwrap_or_else(PoisonError::into_inner);
        let beginning = all.get(&self.port).map_or("", String::as_str);
        format!(
            "{}\n{beginning}",
            include_str!("first.js")
        )
    }
}

/// As `integrity` and the worker have it.
pub(crate) fn hash(bytes: impl AsRef<[u8]>) -> String {
    format!(
        "sha384-{}",
        BASE64_STANDARD.encode(Sha384::digest(bytes))
    )
}

/// What a host says that a file is.
pub(crate) fn media_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json" | "map") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("txt" | "md") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
