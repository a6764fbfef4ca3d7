//! The network, by way of reqwest.

use std::sync::Arc;
use std::time::Duration;

use futures_core::future::BoxFuture;
use futures_util::TryStreamExt as _;
use http::header::CONTENT_LENGTH;
use rustls_platform_verifier::BuilderVerifierExt as _;

use super::Transport;
use crate::body::Body;
use crate::error::Error;

/// A pool of connections.
pub(crate) struct Network(pub(crate) reqwest::Client);

impl Network {
    /// rustls with ring and the platform's trusted roots. Handed to reqwest ready-made, since with
    /// reqwest's own set-up the provider would have to be installed for the whole process.
    pub(crate) fn new(connect_timeout: Duration) -> Result<Self, Error> {
        let failed = |error: rustls::Error| {
            Error::invalid_request("TLS could not be set up").caused_by(error)
        };
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(rustls::ConfigBuilder::with_platform_verifier)
            .map_err(failed)?
            .with_no_client_auth();
        // reqwest offers nothing of its own accord on a ready-made configuration.
        tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .connect_timeout(connect_timeout)
            .redirect(reqwest::redirect::Policy::none())
            .build();
        client.map(Self).map_err(|error| {
            Error::transport("the HTTP client could not be set up").caused_by(error.without_url())
        })
    }
}

impl Transport for Network {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, Error>> {
        Box::pin(async move {
            let request = outgoing(request)?;
            let mut response = self.0.execute(request).await.map_err(failed)?;
            let mut answer = http::Response::new(Body::empty());
            *answer.status_mut() = response.status();
            *answer.headers_mut() = std::mem::take(response.headers_mut());
            let len = response.content_length();
            let body = Body::stream(response.bytes_stream().map_err(failed));
            *answer.body_mut() = match len {
                Some(len) => body.with_len(len),
                None => body,
            };
            Ok(answer)
        })
    }
}

fn outgoing(request: http::Request<Body>) -> Result<reqwest::Request, Error> {
    let (head, body) = request.into_parts();
    let url = url::Url::parse(&head.uri.to_string())
        .map_err(|_| Error::invalid_request("the URL is not usable"))?;
    let mut request = reqwest::Request::new(head.method, url);
    *request.headers_mut() = head.headers;
    match body.whole() {
        Some(bytes) if bytes.is_empty() => {}
        Some(bytes) => *request.body_mut() = Some(bytes.clone().into()),
        None => {
            // With the length HTTP/1.1 sends the bytes as they are, without it in chunks.
            if let Some(len) = body.len() {
                request.headers_mut().insert(CONTENT_LENGTH, len.into());
            }
            *request.body_mut() = Some(reqwest::Body::wrap_stream(body));
        }
    }
    Ok(request)
}

fn failed(error: reqwest::Error) -> Error {
    // URLs hold ids of people and, in download links, credentials.
    let error = error.without_url();
    let unconnected = error.is_connect();
    let failed = if error.is_timeout() {
        Error::slow("the server did not answer in time")
    } else if unconnected {
        Error::transport("no connection to the server")
    } else {
        Error::transport("the connection broke")
    };
    let failed = failed.caused_by(error);
    if unconnected { failed.unsent() } else { failed }
}
