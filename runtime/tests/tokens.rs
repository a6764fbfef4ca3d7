//! Tokens: kept, renewed in time, asked for once however many wait.

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use common::item_phone;
use common::model::ItemPhone;
use docmill_loopback::{Reply, Request, Server};
use docmill_runtime::jiff::Timestamp;
use docmill_runtime::{
    AccessToken, Body, BoxFuture, Bytes, CachedTokens, Client, Error, ErrorKind, RetryPolicy,
    StaticToken, TokenProvider, TokenRequest, serde_json,
};
use serde_json::json;

type Make = dyn Fn(usize) -> Result<Option<AccessToken>, Error> + Send + Sync;

/// An authority that takes its time, and counts.
struct Authority {
    asked: AtomicUsize,
    make: Box<Make>,
}

impl Authority {
    fn new(
        make: impl Fn(usize) -> Result<Option<AccessToken>, Error> + Send + Sync + 'static,
    ) -> Arc<Self> {
        Arc::new(Self { asked: 0.into(), make: Box::new(make) })
    }

    /// Tokens `t0`, `t1`, …, each good for so long.
    fn lasting(life: Duration) -> Arc<Self> {
        Self::new(move |number| {
            Ok(Some(AccessToken::new(format!("t{number}")).expiring(Timestamp::now() + life)))
        })
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

impl TokenProvider for Authority {
    fn token<'a>(
        &'a self,
        _: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<Option<AccessToken>, Error>> {
        Box::pin(async {
            let number = self.asked.fetch_add(1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(30)).await;
            (self.make)(number)
        })
    }
}

async fn server() -> Server {
    Server::start(|_: &Request| Reply::json(&json!({"id": "1"}))).await
}

fn client(server: &Server, tokens: impl TokenProvider + 'static) -> Client {
    Client::builder(server.uri())
        .token_provider(tokens)
        .retry(RetryPolicy::never())
        .build()
        .expect("a client")
}

fn tokens_seen(server: &Server) -> Vec<String> {
    let requests = server.requests();
    requests
        .iter()
        .map(|request| request.header("authorization").unwrap_or("").to_owned())
        .collect()
}

#[tokio::test]
async fn a_hundred_callers_one_request_for_a_token() {
    let server = server().await;
    let authority = Authority::lasting(Duration::from_hours(1));
    let client = client(&server, CachedTokens::new(authority.clone()));
    let calls = (0..100).map(|_| item_phone::get(&client).send());
    let results = futures_util::future::join_all(calls).await;
    assert!(results.iter().all(Result::is_ok));
    item_phone::get(&client).await.expect("with the same token");
    assert_eq!(authority.asked(), 1);
    assert!(tokens_seen(&server).iter().all(|token| token == "Bearer t0"));
}

#[tokio::test]
async fn a_token_is_renewed_before_it_expires() {
    let server = server().await;
    // The margin is longer than its life, so it is renewed at half-time.
    let authority = Authority::lasting(Duration::from_secs(2));
    let tokens = CachedTokens::new(authority.clone()).renew_before(Duration::from_mins(5));
    let client = client(&server, tokens);
    item_phone::get(&client).await.expect("t0");
    item_phone::get(&client).await.expect("still t0");
    assert_eq!(authority.asked(), 1);
    tokio::time::sleep(Duration::from_millis(1100)).await;
    let calls = (0..20).map(|_| item_phone::get(&client).send());
    assert!(futures_util::future::join_all(calls).await.iter().all(Result::is_ok));
    assert_eq!(authority.asked(), 2);
    assert_eq!(tokens_seen(&server).last().map(String::as_str), Some("Bearer t1"));
}

#[tokio::test]
async fn a_good_token_outlives_a_failure_to_renew_it() {
    let server = server().await;
    let authority = Authority::new(|number| match number {
        0 => Ok(Some(AccessToken::new("t0").expiring(Timestamp::now() + Duration::from_secs(3)))),
        _ => Err(Error::token("the authority is down")),
    });
    let client = client(&server, CachedTokens::new(authority.clone()));
    item_phone::get(&client).await.expect("t0");
    tokio::time::sleep(Duration::from_millis(1600)).await;
    for _ in 0..3 {
        item_phone::get(&client).await.expect("t0 is still good");
    }
    // Once, not for each of the three.
    assert_eq!(authority.asked(), 2);
    tokio::time::sleep(Duration::from_millis(1600)).await;
    let error = item_phone::get(&client).await.expect_err("t0 is over");
    assert_eq!(error.kind(), ErrorKind::Token);
}

#[tokio::test]
async fn a_failure_is_everybodys_and_the_next_caller_asks_again() {
    let server = server().await;
    let authority = Authority::new(|number| match number {
        0 => Err(Error::token("the authority is down")),
        _ => Ok(Some(AccessToken::new("t1"))),
    });
    let client = client(&server, CachedTokens::new(authority.clone()));
    let calls = (0..20).map(|_| item_phone::get(&client).send());
    let results = futures_util::future::join_all(calls).await;
    let failed = |result: &Result<_, Error>| {
        result.as_ref().err().is_some_and(|error| error.kind() == ErrorKind::Token)
    };
    assert!(results.iter().all(failed));
    assert_eq!((authority.asked(), server.count()), (1, 0));
    item_phone::get(&client).await.expect("t1");
    item_phone::get(&client).await.expect("t1, of which nobody knows when it expires");
    assert_eq!(authority.asked(), 2);
}

#[tokio::test]
async fn one_who_waits_may_go_without_harm_to_the_others() {
    let server = server().await;
    let authority = Authority::lasting(Duration::from_hours(1));
    let client = client(&server, CachedTokens::new(authority.clone()));
    let impatient = item_phone::get(&client).timeout(Duration::from_millis(5)).send();
    let (first, second) = tokio::join!(impatient, item_phone::get(&client).send());
    assert_eq!(first.expect_err("too impatient").kind(), ErrorKind::Timeout);
    second.expect("the other got the token");
    assert_eq!(authority.asked(), 1);
    // All of them may go: the next one starts anew.
    let authority = Authority::lasting(Duration::from_hours(1));
    let client = self::client(&server, CachedTokens::new(authority.clone()));
    let impatient = item_phone::get(&client).timeout(Duration::from_millis(5));
    assert_eq!(impatient.await.expect_err("too impatient").kind(), ErrorKind::Timeout);
    item_phone::get(&client).await.expect("a token");
    assert_eq!(authority.asked(), 2);
}

#[tokio::test]
async fn a_refused_token_is_renewed_once() {
    let server = Server::start(|request: &Request| match request.header("authorization") {
        Some("Bearer t1") => Reply::json(&json!({"id": "1"})),
        _ => Reply::new(401),
    })
    .await;
    let authority = Authority::lasting(Duration::from_hours(1));
    let client = client(&server, CachedTokens::new(authority.clone()));
    item_phone::get(&client).await.expect("t0 is refused, t1 is not");
    assert_eq!(tokens_seen(&server), ["Bearer t0", "Bearer t1"]);

    let server = Server::start(|_: &Request| Reply::new(401)).await;
    let authority = Authority::lasting(Duration::from_hours(1));
    let client = self::client(&server, CachedTokens::new(authority.clone()));
    for _ in 0..3 {
        let error = item_phone::get(&client).await.expect_err("401");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
    }
    assert_eq!((authority.asked(), server.count()), (2, 4));
}

#[tokio::test]
async fn a_panic_of_the_provider_is_an_error_of_those_who_wait() {
    let server = server().await;
    let authority = Authority::new(|number| match number {
        0 => panic!("a mistake in the provider"),
        _ => Ok(Some(AccessToken::new("good"))),
    });
    let client = client(&server, CachedTokens::new(authority.clone()));
    let calls = (0..30).map(|_| item_phone::get(&client).send());
    for result in futures_util::future::join_all(calls).await {
        assert_eq!(result.expect_err("no token").kind(), ErrorKind::Token);
    }
    assert_eq!((authority.asked(), server.count()), (1, 0));
    item_phone::get(&client).await.expect("the next caller asks again");
}

#[tokio::test]
async fn a_token_refused_to_a_stream_is_not_kept() {
    let server = Server::start(|request: &Request| match request.header("authorization") {
        Some("Bearer t0") => Reply::new(401),
        _ => Reply::json(&json!({"id": "1"})),
    })
    .await;
    let authority = Authority::lasting(Duration::from_hours(1));
    let client = client(&server, CachedTokens::new(authority.clone()));
    let upload = || {
        let parts = futures_util::stream::iter([Ok(Bytes::from("abc"))]);
        item_phone::create(&client, &ItemPhone::default())
            .content("text/plain", Body::stream(parts))
    };
    let error = upload().await.expect_err("a stream cannot be sent again");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
    upload().await.expect("with another token");
    assert_eq!(authority.asked(), 2);
}

#[cfg(feature = "azure")]
#[tokio::test]
async fn credentials_of_the_azure_sdk() {
    use azure_core::credentials::{
        AccessToken as AzureToken, TokenCredential, TokenRequestOptions,
    };
    use azure_core::time::{Duration, OffsetDateTime};
    use docmill_runtime::AzureTokens;

    #[derive(Debug)]
    struct Credential;

    impl TokenCredential for Credential {
        fn get_token<'a, 'b, 'c, 'd, 'r>(
            &'a self,
            scopes: &'b [&'c str],
            _: Option<TokenRequestOptions<'d>>,
        ) -> BoxFuture<'r, azure_core::Result<AzureToken>>
        where
            'a: 'r,
            'b: 'r,
            'c: 'r,
            'd: 'r,
            Self: 'r,
        {
            let expires = OffsetDateTime::now_utc() + Duration::hours(1);
            let token = AzureToken::new(scopes.join(" "), expires);
            Box::pin(std::future::ready(Ok(token)))
        }
    }

    let server = server().await;
    let client = self::client(&server, CachedTokens::new(AzureTokens::new(Arc::new(Credential))));
    item_phone::get(&client).await.expect("a phone");
    let client =
        self::client(&server, AzureTokens::new(Arc::new(Credential)).scopes(["User.Read"]));
    item_phone::get(&client).await.expect("a phone");
    let default = format!("Bearer {}/.default", server.uri());
    assert_eq!(tokens_seen(&server), [default.as_str(), "Bearer User.Read"]);
}

#[tokio::test]
async fn a_token_is_sent_under_its_own_scheme() {
    let server = server().await;
    let client = client(&server, StaticToken::from(AccessToken::new("t1").under("Bot")));
    item_phone::get(&client).await.expect("a phone");
    assert_eq!(tokens_seen(&server), ["Bot t1"]);
}

#[tokio::test]
async fn a_key_is_sent_alone_in_its_own_header() {
    let server = server().await;
    let key = AccessToken::new("k1").in_header("X-Api-Key");
    let client = self::client(&server, StaticToken::from(key));
    item_phone::get(&client).await.expect("a phone");
    let requests = server.requests();
    assert_eq!(requests[0].header("x-api-key"), Some("k1"));
    assert_eq!(requests[0].header("authorization"), None);

    let nameless = AccessToken::new("k1").in_header("two words");
    let client = self::client(&server, StaticToken::from(nameless));
    let error = item_phone::get(&client).await.expect_err("no header has that name");
    assert!(error.to_string().contains("`two words`"), "{error}");
}

#[tokio::test]
async fn a_refused_token_is_renewed_for_all_who_had_it() {
    // All requests are under way with `t0` before the first is refused.
    let server = Server::start(|request: &Request| match request.header("authorization") {
        Some("Bearer t0") if request.number > 0 => Reply::new(401),
        _ => Reply::json(&json!({"id": "1"})),
    })
    .await;
    let authority = Authority::lasting(Duration::from_hours(1));
    let client = client(&server, CachedTokens::new(authority.clone()));
    item_phone::get(&client).await.expect("t0 is good");
    let calls = (0..10).map(|_| item_phone::get(&client).send());
    for result in futures_util::future::join_all(calls).await {
        result.expect("with t1");
    }
    assert_eq!(authority.asked(), 2);
}
