//! Access tokens and where they come from.

#[cfg(feature = "azure")]
mod azure;
mod cached;

use std::fmt;
use std::sync::Arc;

use futures_core::future::BoxFuture;
use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue};
use jiff::Timestamp;

use crate::error::Error;
use crate::permissions::Permissions;

#[cfg(feature = "azure")]
pub use self::azure::AzureTokens;
pub use self::cached::CachedTokens;

/// A token, sent as `Authorization: Bearer …` unless it says otherwise. `Debug` shows neither the token
/// nor its length.
///
/// ```
/// use docmill_runtime::{AccessToken, jiff::Timestamp};
///
/// let token = AccessToken::new("secret").expiring(Timestamp::MAX);
/// assert_eq!(token.expires(), Some(Timestamp::MAX));
/// assert_eq!(token.secret(), "secret");
/// ```
#[derive(Clone)]
pub struct AccessToken {
    secret: Arc<str>,
    carrier: Carrier,
    expires: Option<Timestamp>,
}

/// What of a request carries a token.
#[derive(Clone)]
enum Carrier {
    /// `Authorization`, under the scheme of RFC 6750.
    Bearer,
    /// `Authorization`, under another scheme.
    Scheme(Arc<str>),
    /// A header of this name, which has nothing but the token.
    Header(Arc<str>),
}

impl AccessToken {
    /// A token of which it is not known when it expires.
    pub fn new(secret: impl Into<String>) -> Self {
        Self { secret: secret.into().into(), carrier: Carrier::Bearer, expires: None }
    }

    /// The same token, sent under another scheme than `Bearer`: `Authorization: Bot …`.
    ///
    /// ```
    /// use docmill_runtime::{AccessToken, StaticToken};
    ///
    /// let tokens = StaticToken::from(AccessToken::new("secret").under("Bot"));
    /// ```
    #[must_use]
    pub fn under(mut self, scheme: impl Into<String>) -> Self {
        self.carrier = Carrier::Scheme(scheme.into().into());
        self
    }

    /// The same token, sent alone in a header of its own, as keys are: `X-Api-Key: …`. A name that no
    /// header can have makes requests fail, as a token does that has such characters.
    ///
    /// ```
    /// use docmill_runtime::{AccessToken, StaticToken};
    ///
    /// let tokens = StaticToken::from(AccessToken::new("secret").in_header("X-Api-Key"));
    /// ```
    #[must_use]
    pub fn in_header(mut self, name: impl Into<String>) -> Self {
        self.carrier = Carrier::Header(name.into().into());
        self
    }

    /// The same token, with the time when it expires.
    #[must_use]
    pub fn expiring(mut self, at: Timestamp) -> Self {
        self.expires = Some(at);
        self
    }

    /// When the token expires, if that is known.
    pub fn expires(&self) -> Option<Timestamp> {
        self.expires
    }

    /// The token itself, for the header of a request and nothing else.
    pub fn secret(&self) -> &str {
        &self.secret
    }

    /// The header that carries the token, its value marked as sensitive for the layers below.
    pub(crate) fn header(&self) -> Result<(HeaderName, HeaderValue), Error> {
        let secret = &self.secret;
        let (name, value) = match &self.carrier {
            Carrier::Bearer => (AUTHORIZATION, format!("Bearer {secret}")),
            Carrier::Scheme(scheme) => (AUTHORIZATION, format!("{scheme} {secret}")),
            Carrier::Header(name) => (header_name(name)?, secret.to_string()),
        };
        let mut value = HeaderValue::try_from(value)
            .map_err(|_| Error::token("the token has characters that no header can hold"))?;
        value.set_sensitive(true);
        Ok((name, value))
    }
}

fn header_name(name: &str) -> Result<HeaderName, Error> {
    HeaderName::try_from(name).map_err(|_| {
        Error::token(format!("`{name}`, which is to carry the token, is no name of a header"))
    })
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessToken").field("expires", &self.expires).finish_non_exhaustive()
    }
}

/// What a token is wanted for.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct TokenRequest<'a> {
    /// The origin that gets the token: `https://library.example`. Its default scope is this and
    /// `/.default`.
    pub origin: &'a str,
    /// The operation, such as `item_phone::update`.
    pub operation: &'static str,
    /// What the operation needs, as documented.
    pub permissions: &'a Permissions,
}

/// Gives tokens to a client: before every attempt of every request, so keep and share them,
/// as [`CachedTokens`] does.
///
/// ```
/// use docmill_runtime::{AccessToken, BoxFuture, Error, TokenProvider, TokenRequest};
///
/// struct FromEnvironment;
///
/// impl TokenProvider for FromEnvironment {
///     fn token<'a>(&'a self, _: TokenRequest<'a>) -> BoxFuture<'a, Result<Option<AccessToken>, Error>> {
///         Box::pin(async {
///             let secret = std::env::var("TOKEN").map_err(|_| Error::token("TOKEN is not set"))?;
///             Ok(Some(AccessToken::new(secret)))
///         })
///     }
///
///     fn refused(&self, _: TokenRequest<'_>, token: &AccessToken) -> bool {
///         // Somebody may have set another in the meantime.
///         std::env::var("TOKEN").is_ok_and(|secret| secret != token.secret())
///     }
/// }
/// ```
pub trait TokenProvider: Send + Sync {
    /// A token that is valid now; `None` to send the request without one. Errors should come from
    /// [`Error::token`].
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<Option<AccessToken>, Error>>;

    /// The service answered 401 to this token. `true` if it makes sense to ask for another at once;
    /// the request is then sent a second time.
    fn refused(&self, request: TokenRequest<'_>, token: &AccessToken) -> bool {
        let _ = (request, token);
        false
    }
}

/// The same token for everything; for scripts and tests.
///
/// ```
/// use docmill_runtime::StaticToken;
///
/// let token = StaticToken::new("secret");
/// assert!(!format!("{token:?}").contains("secret"));
/// ```
#[derive(Clone, Debug)]
pub struct StaticToken(AccessToken);

impl StaticToken {
    /// Gives out this token.
    pub fn new(secret: impl Into<String>) -> Self {
        Self(AccessToken::new(secret))
    }
}

impl From<AccessToken> for StaticToken {
    fn from(token: AccessToken) -> Self {
        Self(token)
    }
}

impl TokenProvider for StaticToken {
    fn token<'a>(
        &'a self,
        _: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<Option<AccessToken>, Error>> {
        Box::pin(std::future::ready(Ok(Some(self.0.clone()))))
    }
}

/// No token: for services that want none.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoToken;

impl TokenProvider for NoToken {
    fn token<'a>(
        &'a self,
        _: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<Option<AccessToken>, Error>> {
        Box::pin(std::future::ready(Ok(None)))
    }
}

/// Providers can be shared.
impl<P: TokenProvider + ?Sized> TokenProvider for Arc<P> {
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<Option<AccessToken>, Error>> {
        (**self).token(request)
    }

    fn refused(&self, request: TokenRequest<'_>, token: &AccessToken) -> bool {
        (**self).refused(request, token)
    }
}
