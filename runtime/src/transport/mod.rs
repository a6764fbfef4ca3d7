//! What carries requests: the network, or whatever an application puts in its place.

mod network;
mod recorded;

use futures_core::future::BoxFuture;

use crate::body::Body;
use crate::error::Error;

pub(crate) use self::network::Network;
pub use self::recorded::{Answer, Example, Recorded};

/// Carries one request and brings its answer.
///
/// A client has one; unless [`ClientBuilder::transport`](crate::ClientBuilder::transport) sets
/// another it is the network. Tokens, retries, redirects and time limits are the client's business:
/// a transport sends exactly once, follows no redirect, and gives an answer of any status as it is.
///
/// To test an application without a network there is [`Recorded`]. One that counts, in front of
/// another:
///
/// ```
/// use docmill_runtime::{Body, BoxFuture, Error, Transport, http};
/// use std::sync::atomic::{AtomicUsize, Ordering};
///
/// struct Counting<T> { sent: AtomicUsize, inner: T }
///
/// impl<T: Transport> Transport for Counting<T> {
///     fn send(
///         &self,
///         request: http::Request<Body>,
///     ) -> BoxFuture<'_, Result<http::Response<Body>, Error>> {
///         self.sent.fetch_add(1, Ordering::Relaxed);
///         self.inner.send(request)
///     }
/// }
/// ```
///
/// What goes wrong is told in a way that the client knows what it may do: an error that is
/// [`unsent`](Error::unsent) lets any method be tried again.
///
/// ```
/// use docmill_runtime::{Error, ErrorKind};
///
/// fn failed(error: std::io::Error) -> Error {
///     let refused = error.kind() == std::io::ErrorKind::ConnectionRefused;
///     let failed = Error::transport("no connection to the server").caused_by(error);
///     if refused { failed.unsent() } else { failed }
/// }
/// assert_eq!(failed(std::io::ErrorKind::BrokenPipe.into()).kind(), ErrorKind::Transport);
/// ```
pub trait Transport: Send + Sync {
    /// Sends the request. The future ends when the answer's headers are there; its body may still
    /// be on the way. Dropping either gives the exchange up. Errors should come from
    /// [`Error::transport`].
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, Error>>;
}

/// Transports can be shared.
impl<T: Transport + ?Sized> Transport for std::sync::Arc<T> {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, Error>> {
        (**self).send(request)
    }
}
