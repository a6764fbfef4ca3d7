//! When to try again, and how long to wait before.

use std::time::Duration;

use http::header::RETRY_AFTER;
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use tokio::time::Instant;

use crate::error::{Error, ErrorKind};

/// How often and for how long a request is tried again.
///
/// Tried again are 429, 502, 503, 504, broken connections and attempts that took too long, if the
/// method is one that may be repeated (GET, HEAD, OPTIONS, PUT, DELETE) or the request says so
/// ([`Request::repeatable`](crate::Request::repeatable)). Any method is tried again
/// after 429 and 503 with a `Retry-After`, which say that nothing was done, and if no connection
/// came about. The wait is what `Retry-After` says, else it doubles from `first_wait` up to
/// `longest_wait`, each time with a random part taken off, at most half.
///
/// ```
/// use docmill_runtime::RetryPolicy;
/// use std::time::Duration;
///
/// let policy = RetryPolicy::default()
///     .attempts(3)
///     .first_wait(Duration::from_millis(100))
///     .longest_wait(Duration::from_secs(5))
///     .total_time(Duration::from_secs(20));
/// assert_ne!(policy, RetryPolicy::never());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    attempts: u32,
    total_time: Duration,
    first_wait: Duration,
    longest_wait: Duration,
}

impl Default for RetryPolicy {
    /// Four attempts within two minutes; waits from half a second to half a minute.
    fn default() -> Self {
        Self {
            attempts: 4,
            total_time: Duration::from_mins(2),
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(30),
        }
    }
}

impl RetryPolicy {
    /// One attempt only.
    pub fn never() -> Self {
        Self::default().attempts(1)
    }

    /// How many attempts in all, the first included; 0 counts as 1.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// No attempt starts later than this after the first. A `Retry-After` past it is not waited for:
    /// the error comes at once.
    #[must_use]
    pub fn total_time(mut self, total_time: Duration) -> Self {
        self.total_time = total_time;
        self
    }

    /// The wait before the second attempt, where the service does not say.
    #[must_use]
    pub fn first_wait(mut self, first_wait: Duration) -> Self {
        self.first_wait = first_wait;
        self
    }

    /// The longest wait, where the service does not say.
    #[must_use]
    pub fn longest_wait(mut self, longest_wait: Duration) -> Self {
        self.longest_wait = longest_wait;
        self
    }

    /// How long to wait before trying again; `None` to give up. `idempotent` says that repeating
    /// does no harm.
    pub(crate) fn wait(&self, idempotent: bool, error: &Error, failed: Failed) -> Option<Duration> {
        if !may_repeat(idempotent, error) {
            return None;
        }
        self.pause(error, failed)
    }

    /// The same for an error after which it is known that trying again is safe.
    pub(crate) fn pause(&self, error: &Error, failed: Failed) -> Option<Duration> {
        if failed.count >= self.attempts {
            return None;
        }
        let asked = error.service().and_then(|service| service.retry_after);
        let wait = asked.unwrap_or_else(|| self.backoff(failed));
        (failed.elapsed.saturating_add(wait) <= self.total_time).then_some(wait)
    }

    fn backoff(&self, failed: Failed) -> Duration {
        let doubled = self.first_wait.saturating_mul(1 << (failed.count - 1).min(20));
        doubled.min(self.longest_wait).mul_f64(1.0 - failed.random.clamp(0.0, 1.0) / 2.0)
    }
}

/// How often something has failed since it began, or since it last made progress.
#[derive(Clone, Copy)]
pub(crate) struct Failures {
    count: u32,
    since: Instant,
}

/// One more failure, as a policy judges it.
#[derive(Clone, Copy)]
pub(crate) struct Failed {
    /// How many there are with this one.
    count: u32,
    elapsed: Duration,
    /// From 0 to 1, to spread clients that failed together.
    random: f64,
}

impl Failures {
    pub(crate) fn none() -> Self {
        Self { count: 0, since: Instant::now() }
    }

    /// The number of the attempt under way, the first of which is 1.
    pub(crate) fn attempt(&self) -> u32 {
        self.count + 1
    }

    pub(crate) fn add(&mut self) -> Failed {
        self.count += 1;
        Failed { count: self.count, elapsed: self.since.elapsed(), random: random() }
    }
}

/// From 0 to 1. Not for secrets: std's hash keys are random per process and differ per call, which
/// is all that is asked for.
fn random() -> f64 {
    use std::hash::{BuildHasher, RandomState};
    let bits = u32::try_from(RandomState::new().hash_one(Instant::now()) >> 32).unwrap_or_default();
    f64::from(bits) / f64::from(u32::MAX)
}

fn may_repeat(idempotent: bool, error: &Error) -> bool {
    match (error.kind(), error.service()) {
        (ErrorKind::Service, Some(service)) => match service.status {
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
                idempotent || service.retry_after.is_some()
            }
            StatusCode::BAD_GATEWAY | StatusCode::GATEWAY_TIMEOUT => idempotent,
            _ => false,
        },
        (ErrorKind::Transport | ErrorKind::Timeout, _) => idempotent || error.is_unsent(),
        _ => false,
    }
}

/// `Retry-After`: seconds from now, or a date in any of the three forms of RFC 9110, section 5.6.7. A date
/// in the past is no wait at all.
pub(crate) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    let date = Timestamp::try_from(date).ok()?;
    Some(date.duration_since(now).try_into().unwrap_or(Duration::ZERO))
}

#[cfg(test)]
mod tests {
    use http::Method;

    use super::*;

    const FIRST: Failed = Failed { count: 1, elapsed: Duration::ZERO, random: 0.0 };

    fn answer(status: u16, retry_after: Option<u64>) -> Error {
        let status = StatusCode::from_u16(status).expect("a status");
        Error::from_response(status, &HeaderMap::new(), b"", retry_after.map(Duration::from_secs))
    }

    fn wait(method: &Method, error: &Error) -> Option<Duration> {
        RetryPolicy::default().wait(method.is_idempotent(), error, FIRST)
    }

    #[test]
    fn only_where_it_is_safe() {
        for status in [429, 502, 503, 504] {
            for method in [Method::GET, Method::PUT, Method::DELETE] {
                assert!(wait(&method, &answer(status, None)).is_some(), "{method} {status}");
            }
            for method in [Method::POST, Method::PATCH] {
                assert!(wait(&method, &answer(status, None)).is_none(), "{method} {status}");
                let told = wait(&method, &answer(status, Some(7)));
                let safe = matches!(status, 429 | 503);
                assert_eq!(told, safe.then_some(Duration::from_secs(7)), "{method} {status}");
            }
        }
        for status in [400, 401, 404, 409, 412, 500, 501] {
            assert!(wait(&Method::GET, &answer(status, Some(1))).is_none(), "{status}");
        }
        assert!(wait(&Method::GET, &Error::timeout(Duration::ZERO, "an attempt")).is_some());
        assert!(wait(&Method::POST, &Error::timeout(Duration::ZERO, "an attempt")).is_none());
        assert!(wait(&Method::GET, &Error::token("none")).is_none());
    }

    #[test]
    fn waits_double_and_are_bounded() {
        let policy = RetryPolicy::default().attempts(100).longest_wait(Duration::from_secs(3));
        let error = answer(503, None);
        let waits: Vec<_> = (1..=5)
            .filter_map(|count| policy.wait(true, &error, Failed { count, ..FIRST }))
            .map(|wait| wait.as_millis())
            .collect();
        assert_eq!(waits, [500, 1000, 2000, 3000, 3000]);
        let jittered = policy.wait(true, &error, Failed { random: 1.0, ..FIRST });
        assert_eq!(jittered, Some(Duration::from_millis(250)));
        let far = policy.wait(true, &error, Failed { count: 99, random: 0.5, ..FIRST });
        assert!(far.is_some_and(|wait| wait <= Duration::from_secs(3)));
        assert_eq!(policy.wait(true, &error, Failed { count: 100, ..FIRST }), None);
    }

    #[test]
    fn no_wait_past_the_total_time() {
        let policy = RetryPolicy::default().total_time(Duration::from_secs(10));
        let error = answer(429, Some(6));
        let wait = |seconds| {
            let elapsed = Duration::from_secs(seconds);
            policy.wait(true, &error, Failed { elapsed, ..FIRST })
        };
        assert!(wait(4).is_some());
        assert!(wait(5).is_none());
    }

    #[test]
    fn both_forms_of_the_header() {
        let now: Timestamp = "2015-10-21T07:27:00Z".parse().expect("a timestamp");
        let read = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, text.parse().expect("a header"));
            retry_after(&headers, now)
        };
        assert_eq!(read("120"), Some(Duration::from_mins(2)));
        assert_eq!(read("Wed, 21 Oct 2015 07:28:00 GMT"), Some(Duration::from_mins(1)));
        assert_eq!(read("Wed, 21 Oct 2015 07:26:00 GMT"), Some(Duration::ZERO));
        assert_eq!(read("Wednesday, 21-Oct-15 07:28:00 GMT"), Some(Duration::from_mins(1)));
        assert_eq!(read("Wed Oct 21 07:28:00 2015"), Some(Duration::from_mins(1)));
        assert_eq!(read("soon"), None);
        assert_eq!(read("-1"), None);
        assert_eq!(retry_after(&HeaderMap::new(), now), None);
    }
}
