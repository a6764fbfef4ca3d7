//! Tokens kept until shortly before they expire, and asked for by one caller on behalf of all.

use std::collections::HashMap;
use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures_core::future::BoxFuture;
use futures_util::FutureExt as _;
use futures_util::future::{Shared, WeakShared};
use jiff::Timestamp;

use super::{AccessToken, TokenProvider, TokenRequest};
use crate::error::Error;
use crate::permissions::Permissions;

/// Keeps the tokens of another provider, one for each origin.
///
/// A token is renewed five minutes before it expires, or once half of its life is over if that is
/// later. However many requests need it, one asks the inner provider and the others wait for it. If
/// renewing fails while the token is still good, it goes on being used for the while. A token that
/// the service refuses is renewed at once, but not more often than every half minute.
///
/// ```
/// use docmill_runtime::{CachedTokens, Client, StaticToken};
/// use std::time::Duration;
///
/// let credential = StaticToken::new("in truth, something that asks an authority");
/// let client = Client::builder("https://library.example/beta")
///     .token_provider(CachedTokens::new(credential).renew_before(Duration::from_secs(120)))
///     .build()?;
/// # drop(client);
/// # Ok::<(), docmill_runtime::Error>(())
/// ```
pub struct CachedTokens<P> {
    cache: Arc<Cache<P>>,
    margin: Duration,
}

struct Cache<P> {
    provider: P,
    origins: Mutex<HashMap<String, Entry>>,
}

/// What is known about the token for an origin.
#[derive(Default)]
struct Entry {
    kept: Option<Kept>,
    /// The request for a new token that is under way. Weak: if all who wait for it go away, so does
    /// it.
    flight: Option<WeakShared<Flight>>,
    /// Renewing failed: not again before this.
    pause: Option<Instant>,
    /// When the service last refused a token.
    refused: Option<Instant>,
}

struct Kept {
    token: AccessToken,
    renew_at: Option<Timestamp>,
}

type Flight = BoxFuture<'static, Result<Option<AccessToken>, Arc<Error>>>;

/// Where a token comes from.
enum Source {
    Kept(AccessToken),
    Flight(Shared<Flight>),
}

/// How long a token that is still good goes on being used after a failure to renew it, and one that was
/// renewed because the service refused the last.
const PAUSE: Duration = Duration::from_secs(30);

impl<P> CachedTokens<P> {
    /// Keeps the tokens of this provider.
    pub fn new(provider: P) -> Self {
        let cache = Cache { provider, origins: Mutex::default() };
        Self { cache: Arc::new(cache), margin: Duration::from_mins(5) }
    }

    /// How long before its expiry a token is renewed.
    #[must_use]
    pub fn renew_before(mut self, margin: Duration) -> Self {
        self.margin = margin;
        self
    }
}

impl<P> Cache<P> {
    fn entry<R>(&self, origin: &str, use_it: impl FnOnce(&mut Entry) -> R) -> R {
        // Nothing in here panics half-way.
        let mut origins = self.origins.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = origins.get_mut(origin) {
            return use_it(entry);
        }
        use_it(origins.entry(origin.to_owned()).or_default())
    }
}

impl<P: TokenProvider + 'static> CachedTokens<P> {
    /// Asks the inner provider and keeps what it gives.
    fn ask(&self, request: TokenRequest<'_>) -> Shared<Flight> {
        let (cache, margin) = (self.cache.clone(), self.margin);
        let (origin, operation) = (request.origin.to_owned(), request.operation);
        let permissions: Permissions = *request.permissions;
        let flight: Flight = Box::pin(async move {
            let request = TokenRequest { origin: &origin, operation, permissions: &permissions };
            // A panic of the provider's must not become one of all who wait.
            let asking = AssertUnwindSafe(async { cache.provider.token(request).await });
            let panicked = |_| Err(Error::token("the token provider panicked"));
            let result = asking.catch_unwind().await.unwrap_or_else(panicked);
            cache.entry(&origin, |entry| entry.landed(&result, margin));
            if let Err(error) = &result {
                tracing::warn!(kind = ?error.kind(), "no token");
            }
            result.map_err(Arc::new)
        });
        flight.shared()
    }
}

impl Entry {
    /// The token, unless it is time for another.
    fn fresh(&self) -> Option<&AccessToken> {
        let kept = self.kept.as_ref()?;
        let due = kept.renew_at.is_some_and(|at| at <= Timestamp::now());
        let paused = self.pause.is_some_and(|until| Instant::now() < until);
        if due && !(paused && kept.is_good()) { None } else { Some(&kept.token) }
    }

    fn landed(&mut self, result: &Result<Option<AccessToken>, Error>, margin: Duration) {
        self.flight = None;
        match result {
            Ok(Some(token)) => {
                self.pause = None;
                self.kept = Some(Kept::new(token.clone(), margin));
            }
            Ok(None) => self.kept = None,
            Err(_) => self.pause = Some(Instant::now() + PAUSE),
        }
    }
}

impl Kept {
    fn new(token: AccessToken, margin: Duration) -> Self {
        let now = Timestamp::now();
        let renew_at = token.expires().map(|expires| {
            let life = Duration::try_from(expires.duration_since(now)).unwrap_or_default();
            now.saturating_add(life.saturating_sub(margin).max(life / 2)).unwrap_or(expires)
        });
        Self { token, renew_at }
    }

    fn is_good(&self) -> bool {
        self.token.expires().is_none_or(|at| at > Timestamp::now())
    }
}

impl<P: TokenProvider + 'static> TokenProvider for CachedTokens<P> {
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<Option<AccessToken>, Error>> {
        Box::pin(async move {
            let cache = &self.cache;
            let source = cache.entry(request.origin, |entry| {
                if let Some(token) = entry.fresh() {
                    return Source::Kept(token.clone());
                }
                if let Some(flight) = entry.flight.as_ref().and_then(WeakShared::upgrade) {
                    return Source::Flight(flight);
                }
                let flight = self.ask(request);
                entry.flight = flight.downgrade();
                Source::Flight(flight)
            });
            let flight = match source {
                Source::Kept(token) => return Ok(Some(token)),
                Source::Flight(flight) => flight,
            };
            flight.await.or_else(|error| {
                let good = cache.entry(request.origin, |entry| {
                    let kept = entry.kept.as_ref().filter(|kept| kept.is_good())?;
                    Some(kept.token.clone())
                });
                good.map_or_else(|| Err(Error::shared(&error)), |token| Ok(Some(token)))
            })
        })
    }

    fn refused(&self, request: TokenRequest<'_>, token: &AccessToken) -> bool {
        self.cache.entry(request.origin, |entry| {
            let refused_lately = entry.refused.is_some_and(|at| at.elapsed() < PAUSE);
            match &entry.kept {
                // Renewed in the meantime.
                Some(kept) if kept.token.secret() != token.secret() => true,
                Some(_) if refused_lately => false,
                Some(_) => {
                    entry.refused = Some(Instant::now());
                    entry.kept = None;
                    true
                }
                // Another caller's was refused just now: it is being renewed.
                None => refused_lately,
            }
        })
    }
}

impl<P> fmt::Debug for CachedTokens<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CachedTokens").field("margin", &self.margin).finish_non_exhaustive()
    }
}
