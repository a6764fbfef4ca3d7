//! The client: where to send, as whom, with how much patience.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use rustls_platform_verifier::BuilderVerifierExt as _;
use url::{Origin, Url};

use crate::error::Error;
use crate::retry::RetryPolicy;
use crate::token::TokenProvider;

/// A client of one service: its base URL, a token provider, a connection pool.
///
/// Cheap to clone; clones share the pool. Runs on tokio.
///
/// ```
/// use docmill_runtime::{Client, RetryPolicy, StaticToken};
/// use std::time::Duration;
///
/// let client = Client::builder("https://graph.microsoft.com/beta")
///     .token_provider(StaticToken::new("secret"))
///     .retry(RetryPolicy::default().attempts(6))
///     .attempt_timeout(Duration::from_secs(30))
///     .build()?;
/// assert_eq!(client.base_url().as_str(), "https://graph.microsoft.com/beta");
/// # Ok::<(), docmill_runtime::Error>(())
/// ```
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    base: Url,
    origin: Origin,
    tokens: Box<dyn TokenProvider>,
    http: reqwest::Client,
    retry: RetryPolicy,
    attempt_timeout: Duration,
    user_agent: HeaderValue,
}

impl Client {
    /// A client with the default settings.
    ///
    /// Fails if the URL is not an absolute `http` or `https` URL, or if TLS cannot be set up.
    pub fn new(
        base_url: &str,
        token_provider: impl TokenProvider + 'static,
    ) -> Result<Self, Error> {
        Self::builder(base_url).token_provider(token_provider).build()
    }

    /// A client to be set up. The base URL is what paths are appended to, such as
    /// `https://graph.microsoft.com/beta`.
    pub fn builder(base_url: impl Into<String>) -> ClientBuilder {
        ClientBuilder {
            base_url: base_url.into(),
            tokens: None,
            http: None,
            retry: RetryPolicy::default(),
            attempt_timeout: Duration::from_secs(100),
            connect_timeout: Duration::from_secs(10),
            user_agent: concat!("docmill-runtime/", env!("CARGO_PKG_VERSION")).to_owned(),
        }
    }

    /// What paths are appended to.
    pub fn base_url(&self) -> &Url {
        &self.0.base
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

    pub(crate) fn http(&self) -> &reqwest::Client {
        &self.0.http
    }

    pub(crate) fn retry(&self) -> &RetryPolicy {
        &self.0.retry
    }

    pub(crate) fn attempt_timeout(&self) -> Duration {
        self.0.attempt_timeout
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
#[must_use]
pub struct ClientBuilder {
    base_url: String,
    tokens: Option<Box<dyn TokenProvider>>,
    http: Option<reqwest::Client>,
    retry: RetryPolicy,
    attempt_timeout: Duration,
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
    pub fn reqwest(mut self, client: reqwest::Client) -> Self {
        self.http = Some(client);
        self
    }

    /// When to try again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// How long one attempt may take, body included; 100 seconds if not set. For a limit on the
    /// whole call there is [`Request::timeout`](crate::Request::timeout).
    pub fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.attempt_timeout = limit;
        self
    }

    /// How long connecting may take; 10 seconds if not set. Without effect on a client given to
    /// [`reqwest`](Self::reqwest).
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = limit;
        self
    }

    /// The `User-Agent` header.
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = name.into();
        self
    }

    /// The client. Fails if the base URL is not an absolute `http` or `https` URL without query, if
    /// the user agent is no header value, or if TLS cannot be set up.
    pub fn build(self) -> Result<Client, Error> {
        let base = Url::parse(self.base_url.trim_end_matches('/'))
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https"))
            .filter(|url| url.query().is_none() && url.fragment().is_none())
            .ok_or_else(|| Error::invalid_request("the base URL is not usable"))?;
        let user_agent = HeaderValue::try_from(self.user_agent)
            .map_err(|_| Error::invalid_request("the user agent is not usable"))?;
        let http = match self.http {
            Some(client) => client,
            None => own_client(self.connect_timeout)?,
        };
        Ok(Client(Arc::new(Inner {
            origin: base.origin(),
            base,
            tokens: self.tokens.unwrap_or_else(|| Box::new(crate::NoToken)),
            http,
            retry: self.retry,
            attempt_timeout: self.attempt_timeout,
            user_agent,
        })))
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("base_url", &self.base_url)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}

/// rustls with ring and the platform's trusted roots. Handed to reqwest ready-made, since with
/// reqwest's own set-up the provider would have to be installed for the whole process.
fn own_client(connect_timeout: Duration) -> Result<reqwest::Client, Error> {
    let failed =
        |error: rustls::Error| Error::invalid_request("TLS could not be set up").caused_by(error);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(rustls::ConfigBuilder::with_platform_verifier)
        .map_err(failed)?
        .with_no_client_auth();
    // reqwest offers nothing of its own accord on a ready-made configuration.
    tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .connect_timeout(connect_timeout)
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .map_err(Error::client)
}
