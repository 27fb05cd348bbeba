//! The way to the real server.

use bytes::Bytes;
use hyper::header::{
    ACCEPT_ENCODING, ACCESS_CONTROL_ALLOW_ORIGIN, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HOST,
    HeaderMap, HeaderName, HeaderValue, ORIGIN, TRANSFER_ENCODING, VARY,
};
use hyper::{Request, StatusCode};
use reqwest::Client;
use reqwest::redirect::Policy;

/// A whole answer, before it is sent.
pub(crate) struct Reply {
    /// Its status.
    pub(crate) status: StatusCode,
    /// Its headers, without those that belong to a connection.
    pub(crate) headers: HeaderMap,
    /// Its body, compressed as the client asked.
    pub(crate) body: Bytes,
}

/// A client of the real server.
pub(crate) struct Upstream {
    client: Client,
    base: String,
}

impl Upstream {
    /// A client of the server at `base`.
    pub(crate) fn new(base: &str) -> Self {
        // No connection is kept: one that the server is about to close would fail now and then.
        let client = Client::builder().no_proxy().pool_max_idle_per_host(0);
        let client = client
            .redirect(Policy::none())
            .build()
            .expect("a plain client needs nothing");
        Self {
            client,
            base: base.to_owned(),
        }
    }

    /// Asks the real server the same.
    pub(crate) async fn ask<B>(&self, request: &Request<B>) -> Reply {
        self.ask_with(request, request.headers().clone()).await
    }

    /// The same, for a body that is not compressed.
    pub(crate) async fn ask_plainly<B>(&self, request: &Request<B>) -> Reply {
        let mut headers = request.headers().clone();
        headers.remove(ACCEPT_ENCODING);
        self.ask_with(request, headers).await
    }

    async fn ask_with<B>(&self, request: &Request<B>, headers: HeaderMap) -> Reply {
        match self.send(request, headers).await {
            Ok(reply) => reply,
            Err(error) => {
                let body = format!("the real server did not answer: {error}");
                Reply::own(502, "text/plain", body.into(), request)
            }
        }
    }

    async fn send<B>(
        &self,
        request: &Request<B>,
        mut headers: HeaderMap,
    ) -> reqwest::Result<Reply> {
        let path = request
            .uri()
            .path_and_query()
            .map_or("/", |path| path.as_str());
        let url = format!("{}{path}", self.base);
        drop_connection_headers(&mut headers);
        let asked = self
            .client
            .request(request.method().clone(), url)
            .headers(headers);
        let response = asked.send().await?;
        let status = response.status();
        let mut headers = response.headers().clone();
        drop_connection_headers(&mut headers);
        Ok(Reply {
            status,
            headers,
            body: response.bytes().await?,
        })
    }
}

impl Reply {
    /// An answer that is not the real server's; any page may read it.
    pub(crate) fn own<B>(
        status: u16,
        content_type: &'static str,
        body: Bytes,
        request: &Request<B>,
    ) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static(content_type),
        );
        headers.insert(VARY, HeaderValue::from_static("Origin"));
        if let Some(origin) = request.headers().get(ORIGIN) {
            headers.insert(
                ACCESS_CONTROL_ALLOW_ORIGIN,
                origin.clone(),
            );
        }
        let status = StatusCode::from_u16(status).expect("a test answers with a real status");
        Self {
            status,
            headers,
            body,
        }
    }

    /// Takes the CORS headers off.
    pub(crate) fn drop_cors_headers(&mut self) {
        let cors = |name: &HeaderName| name.as_str().starts_with("access-control-");
        let names: Vec<_> = self
            .headers
            .keys()
            .filter(|name| cors(name))
            .cloned()
            .collect();
        for name in names {
            self.headers.remove(name);
        }
    }
}

fn drop_connection_headers(headers: &mut HeaderMap) {
    for name in [HOST, CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING] {
        headers.remove(name);
    }
    headers.remove("keep-alive");
}
