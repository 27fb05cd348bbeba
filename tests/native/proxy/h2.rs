//! A client of HTTP/2 over TLS that trusts anyone, for the throw-away certificate.

use bytes::Bytes;
use http_body_util::Empty;
use hyper::Request;
use hyper::client::conn::http2::{Builder, SendRequest};
use hyper_util::rt::{TokioExecutor, TokioIo};
use std::sync::Arc;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::client::danger::{
    HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier,
};
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use tokio_rustls::rustls::{ClientConfig, DigitallySignedStruct, Error, SignatureScheme};

/// The live site's name: the connection goes to loopback all the same.
pub(super) const HOST: &str = "jsonplaceholder.typicode.com";

/// How much of a body may come before the client reads: less than the longest answer has.
const WINDOW: u32 = 64 * 1024;

/// Sends requests on one connection.
pub(super) type Client = SendRequest<Empty<Bytes>>;

/// Connects to `port` of 127.0.0.1 as if it were the live site.
pub(super) async fn connect(port: u16) -> Client {
    let stream = TcpStream::connect(("127.0.0.1", port))
        .await
        .expect("the proxy listens");
    let name = ServerName::try_from(HOST).expect("a name");
    let connector = TlsConnector::from(Arc::new(config()));
    let stream = connector.connect(name, stream).await.expect("TLS");
    assert_eq!(
        stream.get_ref().1.alpn_protocol(),
        Some(&b"h2"[..])
    );
    let (client, connection) = Builder::new(TokioExecutor::new())
        .initial_stream_window_size(WINDOW)
        .handshake(TokioIo::new(stream))
        .await
        .expect("HTTP/2");
    tokio::spawn(connection);
    client
}

/// A request for `path`.
pub(super) fn get(path: &str) -> Request<Empty<Bytes>> {
    let url = format!("https://{HOST}{path}");
    Request::get(url).body(Empty::new()).expect("a request")
}

fn config() -> ClientConfig {
    let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring speaks TLS 1.3")
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(TrustsAnyone))
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec()];
    config
}

#[derive(Debug)]
struct TrustsAnyone;

impl ServerCertVerifier for TrustsAnyone {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(Error::General(
            "only TLS 1.3 is spoken here".into(),
        ))
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        ring::default_provider()
            .signature_verification_algorithms
            .supported_schemes()
    }
}
