//! The client: where to send, as whom, with how much patience.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use url::{Origin, Url};

use crate::error::Error;
use crate::retry::RetryPolicy;
use crate::token::TokenProvider;
use crate::transport::{Network, Transport};

/// A client of one service: its base URL, a token provider, a connection pool.
///
/// Cheap to clone; clones share the pool. Runs on tokio.
///
/// ```
/// use docmill_runtime::{Client, RetryPolicy, StaticToken};
/// use std::time::Duration;
///
/// let client = Client::builder("https://library.example/beta")
///     .token_provider(StaticToken::new("secret"))
///     .retry(RetryPolicy::default().attempts(6))
///     .attempt_timeout(Duration::from_secs(30))
///     .build()?;
/// assert_eq!(client.base_url().as_str(), "https://library.example/beta");
/// # Ok::<(), docmill_runtime::Error>(())
/// ```
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    base: Url,
    origin: Origin,
    tokens: Box<dyn TokenProvider>,
    transport: Box<dyn Transport>,
    retry: RetryPolicy,
    limits: Limits,
    user_agent: HeaderValue,
    /// One permit for each exchange that may be under way.
    exchanges: Option<Arc<Semaphore>>,
    cancel: Option<CancellationToken>,
}

/// What a call may use up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) attempt: Duration,
    pub(crate) call: Option<Duration>,
    /// In bytes.
    pub(crate) answer: u64,
}

impl Client {
    /// A client with the default settings.
    ///
    /// # Errors
    ///
    /// As [`ClientBuilder::build`].
    pub fn new(
        base_url: &str,
        token_provider: impl TokenProvider + 'static,
    ) -> Result<Self, Error> {
        Self::builder(base_url).token_provider(token_provider).build()
    }

    /// A client to be set up. The base URL is what paths are appended to, such as
    /// `https://library.example/beta`.
    pub fn builder(base_url: impl Into<String>) -> ClientBuilder {
        ClientBuilder {
            base_url: base_url.into(),
            tokens: None,
            transport: None,
            retry: RetryPolicy::default(),
            limits: Limits {
                attempt: Duration::from_secs(100),
                call: None,
                answer: 256 * 1024 * 1024,
            },
            exchanges: None,
            cancel: None,
            connect_timeout: Duration::from_secs(10),
            user_agent: concat!("docmill-runtime/", env!("CARGO_PKG_VERSION")).to_owned(),
        }
    }

    /// What paths are appended to.
    pub fn base_url(&self) -> &Url {
        &self.0.base
    }

    /// Whether that is this client, or a clone of it.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    pub(crate) fn is_own(&self, url: &Url) -> bool {
        url.origin() == self.0.origin
    }

    pub(crate) fn origin(&self) -> String {
        self.0.origin.ascii_serialization()
    }

    pub(crate) fn tokens(&self) -> &dyn TokenProvider {
        &*self.0.tokens
    }

    pub(crate) fn transport(&self) -> &dyn Transport {
        &*self.0.transport
    }

    pub(crate) fn retry(&self) -> &RetryPolicy {
        &self.0.retry
    }

    pub(crate) fn limits(&self) -> Limits {
        self.0.limits
    }

    pub(crate) fn exchanges(&self) -> Option<&Arc<Semaphore>> {
        self.0.exchanges.as_ref()
    }

    pub(crate) fn cancel(&self) -> Option<&CancellationToken> {
        self.0.cancel.as_ref()
    }

    pub(crate) fn user_agent(&self) -> &HeaderValue {
        &self.0.user_agent
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base_url", &self.0.base.as_str()).finish_non_exhaustive()
    }
}

/// Settings of a [`Client`].
///
/// ```
/// use docmill_runtime::{Answer, Client, Error, NoToken, Recorded};
/// use std::time::Duration;
///
/// let networked = Client::builder("https://library.example/v1.0")
///     .token_provider(NoToken)
///     .user_agent("notebook/1.0")
///     // At most so many exchanges at once, however many tasks call.
///     .concurrency(16)
///     .connect_timeout(Duration::from_secs(5))
///     .timeout(Duration::from_secs(300))
///     .largest_answer(16 * 1024 * 1024)
///     .build()?;
/// let without_network = Client::builder("https://library.example/v1.0")
///     .token_provider(NoToken)
///     .transport(Recorded::new([Answer::new(204)]))
///     .build()?;
/// # drop((networked, without_network)); Ok::<(), Error>(())
/// ```
#[must_use]
pub struct ClientBuilder {
    base_url: String,
    tokens: Option<Box<dyn TokenProvider>>,
    transport: Option<Box<dyn Transport>>,
    retry: RetryPolicy,
    limits: Limits,
    exchanges: Option<usize>,
    cancel: Option<CancellationToken>,
    connect_timeout: Duration,
    user_agent: String,
}

impl ClientBuilder {
    /// Where tokens come from. Without one, requests go out without a token.
    pub fn token_provider(mut self, provider: impl TokenProvider + 'static) -> Self {
        self.tokens = Some(Box::new(provider));
        self
    }

    /// Sends with this client instead of one of its own: for proxies, certificates, other TLS.
    ///
    /// Build it with `redirect(reqwest::redirect::Policy::none())`. With any other policy it follows
    /// redirects itself, and what is promised here about redirects is up to it.
    ///
    /// ```
    /// use docmill_runtime::{Client, Error};
    ///
    /// fn behind_proxy(proxied: reqwest::Client) -> Result<Client, Error> {
    ///     Client::builder("https://library.example/v1.0").reqwest(proxied).build()
    /// }
    /// # drop(behind_proxy as fn(_) -> _);
    /// ```
    pub fn reqwest(mut self, client: reqwest::Client) -> Self {
        self.transport = Some(Box::new(Network(client)));
        self
    }

    /// Sends through this instead of the network: see [`Transport`].
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// When to try again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// How long one attempt may take, body included; 100 seconds if not set. Of content that is sent
    /// as a stream, it is the time for each part and then for the answer; of an answer that is read as
    /// a stream, the time to its headers and then to each part.
    pub fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.limits.attempt = limit;
        self
    }

    /// How long a whole call may take, all attempts and the waits between them, unless
    /// [`Request::timeout`](crate::Request::timeout) says otherwise. No limit if not set, beside
    /// [`RetryPolicy::total_time`] and the attempts' own.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.limits.call = Some(limit);
        self
    }

    /// How many bytes an answer may have that is held in memory; 256 MiB if not set. What is read
    /// as a stream has no limit.
    pub fn largest_answer(mut self, bytes: u64) -> Self {
        self.limits.answer = bytes;
        self
    }

    /// How many exchanges may be under way at once; others wait for their turn. No limit if not
    /// set, 0 counts as 1. A stream of bytes is under way until it is read to its end or dropped; a
    /// wait between attempts is not.
    pub fn concurrency(mut self, exchanges: usize) -> Self {
        self.exchanges = Some(exchanges.clamp(1, Semaphore::MAX_PERMITS));
        self
    }

    /// Ends every call of the client with [`ErrorKind::Cancelled`](crate::ErrorKind::Cancelled) once
    /// this token is cancelled: for a program's shutdown.
    pub fn cancel_on(mut self, token: CancellationToken) -> Self {
        self.cancel = Some(token);
        self
    }

    /// How long connecting may take; 10 seconds if not set. Without effect on a client given to
    /// [`reqwest`](Self::reqwest) or with another [`transport`](Self::transport).
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = limit;
        self
    }

    /// The `User-Agent` header.
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = name.into();
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// A base URL that is not an absolute `http` or `https` URL without a user and a query, a user
    /// agent that is no header value, or TLS that cannot be set up.
    pub fn build(self) -> Result<Client, Error> {
        let base = Url::parse(self.base_url.trim_end_matches('/'))
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https"))
            .filter(|url| url.query().is_none() && url.fragment().is_none())
            // It would be printed, and credentials are the token provider's.
            .filter(|url| url.username().is_empty() && url.password().is_none())
            .ok_or_else(|| {
                Error::invalid_request(
                    "the base URL is no absolute http(s) URL without user, query and fragment",
                )
            })?;
        let user_agent = HeaderValue::try_from(self.user_agent).map_err(|_| {
            Error::invalid_request("the user agent has characters that no header can hold")
        })?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => Box::new(Network::new(self.connect_timeout)?),
        };
        Ok(Client(Arc::new(Inner {
            origin: base.origin(),
            base,
            tokens: self.tokens.unwrap_or_else(|| Box::new(crate::NoToken)),
            transport,
            retry: self.retry,
            limits: self.limits,
            user_agent,
            exchanges: self.exchanges.map(|most| Arc::new(Semaphore::new(most))),
            cancel: self.cancel,
        })))
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("base_url", &self.base_url)
            .field("retry", &self.retry)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}
