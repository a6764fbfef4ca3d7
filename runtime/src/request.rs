//! Requests: what generated functions return.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::time::Duration;

use bytes::Bytes;
use futures_core::future::BoxFuture;
use http::header::{
    ACCEPT, ACCEPT_LANGUAGE, CONTENT_LANGUAGE, CONTENT_TYPE, IF_MATCH, IF_NONE_MATCH, USER_AGENT,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use serde::Serialize;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::body::Body;
use crate::cancel::Cancel;
use crate::client::Client;
use crate::error::Error;
use crate::header;
use crate::model::Slot;
use crate::operation::Operation;
use crate::path::{Path, PathValue, encode};
use crate::permissions::Permissions;
use crate::query;
use crate::reply::{Reply, Response};
use crate::retry::RetryPolicy;
use crate::send::{self, Call, Content};

/// A request that has not been sent: await it, [`send`](Self::send) it, or take it as an
/// [`http::Request`] with [`into_http`](Self::into_http).
///
/// What the setters cannot use (a header with a line break, say) is reported when the request is
/// sent. `Debug` shows neither values of the path and the query nor headers nor the body.
#[must_use = "a request does nothing until it is awaited or sent"]
pub struct Request<'c, O> {
    client: &'c Client,
    parts: Parts,
    error: Option<Error>,
    operation: PhantomData<fn() -> O>,
}

/// A request without its operation's type, so that what works on it is compiled once.
#[derive(Clone)]
pub(crate) struct Parts {
    pub(crate) operation: &'static str,
    pub(crate) permissions: Permissions,
    pub(crate) method: Method,
    target: Target,
    query: Vec<(String, String)>,
    headers: HeaderMap,
    content: Content,
    pub(crate) timeout: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
    /// Repeating does no harm, whatever the method.
    pub(crate) repeatable: bool,
    pub(crate) cancel: Option<CancellationToken>,
    /// Whether the token goes along, if the target is the client's own origin.
    pub(crate) takes_token: bool,
}

#[derive(Clone)]
enum Target {
    Path(Path),
    /// A link that the service gave; it has its query already.
    Link(String),
    /// An address that the service gave and that may be anywhere.
    Address(Url),
}

impl<'c, O: Operation> Request<'c, O> {
    /// A request for the operation at this path, without a body.
    pub fn new(client: &'c Client, path: Path) -> Self {
        let mut parts = Parts::new(O::NAME, O::METHOD, Target::Path(path), O::Reply::ACCEPT);
        parts.permissions = O::PERMISSIONS;
        Self { client, parts, error: None, operation: PhantomData }
    }

    /// What the page says about permissions.
    pub fn permissions(&self) -> Permissions {
        O::PERMISSIONS
    }

    /// Sends this value as JSON.
    pub fn json(mut self, body: &impl Serialize) -> Self {
        match serde_json::to_vec(body) {
            Ok(bytes) => self.parts.set_body("application/json", bytes.into()),
            Err(error) => self.fail(
                Error::invalid_request("the body cannot be written as JSON").caused_by(error),
            ),
        }
        self
    }

    /// Sends these bytes.
    pub fn bytes(mut self, content_type: &str, body: impl Into<Bytes>) -> Self {
        match HeaderValue::try_from(content_type) {
            Ok(_) => self.parts.set_body(content_type, body.into().into()),
            Err(_) => self.fail(Error::invalid_request("the content type is not usable")),
        }
        self
    }

    /// Sends this content, which may be a stream of bytes. A stream can be sent only once, so such a
    /// request is not tried again. See [`Body`].
    pub fn content(mut self, content_type: &str, body: impl Into<Body>) -> Self {
        match HeaderValue::try_from(content_type) {
            Ok(_) => self.parts.set_body(content_type, body.into()),
            Err(_) => self.fail(Error::invalid_request("the content type is not usable")),
        }
        self
    }

    /// Sets a header, in place of an earlier one of that name. `Authorization` is left to the token
    /// provider and refused here.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let Err(error) = self.parts.set_header(name, value, false) {
            self.fail(error);
        }
        self
    }

    /// Adds a query parameter; name and value are given unencoded. An earlier one stays.
    pub fn query(mut self, name: &str, value: &str) -> Self {
        self.parts.query.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Only if the object still has this `ETag`, as it came; `*` for any: `If-Match`.
    pub fn if_match(self, etag: &str) -> Self
    where
        O: header::IfMatch,
    {
        self.header(IF_MATCH.as_str(), etag)
    }

    /// Only if the object no longer has this `ETag`, as it came: `If-None-Match`.
    pub fn if_none_match(self, etag: &str) -> Self
    where
        O: header::IfNoneMatch,
    {
        self.header(IF_NONE_MATCH.as_str(), etag)
    }

    /// `ConsistencyLevel: eventual`, which advanced queries on directory objects need.
    pub fn consistency_level_eventual(self) -> Self
    where
        O: header::ConsistencyLevel,
    {
        self.header("ConsistencyLevel", "eventual")
    }

    /// The languages that the answer should be in, such as `de-AT, de;q=0.8`: `Accept-Language`.
    pub fn accept_language(self, languages: &str) -> Self
    where
        O: header::AcceptLanguage,
    {
        self.header(ACCEPT_LANGUAGE.as_str(), languages)
    }

    /// The language of what is sent: `Content-Language`.
    pub fn content_language(self, language: &str) -> Self
    where
        O: header::ContentLanguage,
    {
        self.header(CONTENT_LANGUAGE.as_str(), language)
    }

    /// Adds a preference, such as `odata.maxpagesize=50` or `return=minimal`.
    pub fn prefer(mut self, preference: &str) -> Self {
        if let Err(error) = self.parts.set_header("Prefer", preference, true) {
            self.fail(error);
        }
        self
    }

    /// How long the whole call may take: all attempts and the waits between them. In a list, each
    /// page is a call; of a stream of bytes, it is the time until its headers are there.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.parts.timeout = Some(limit);
        self
    }

    /// When to try this request again, in place of the client's policy.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.parts.retry = Some(policy);
        self
    }

    /// Says that doing this twice does no harm, so that it may be tried again like a GET: a POST
    /// that only asks, or a PATCH whose `If-Match` a second attempt would fail.
    pub fn repeatable(mut self) -> Self {
        self.parts.repeatable = true;
        self
    }

    /// Ends the call with [`ErrorKind::Cancelled`](crate::ErrorKind::Cancelled) once this token is
    /// cancelled, and with it the pages, streams and waits that come of the call. Dropping the
    /// future cancels as well; a token reaches calls that others await.
    ///
    /// ```
    /// # use docmill_runtime::*;
    /// # fn shown<O: Operation>(request: Request<'_, O>) {
    /// let shutdown = CancellationToken::new();
    /// let request = request.cancel_on(shutdown.clone());
    /// // Elsewhere:
    /// shutdown.cancel();
    /// # drop(request); }
    /// ```
    pub fn cancel_on(mut self, token: CancellationToken) -> Self {
        self.parts.cancel = Some(token);
        self
    }

    /// Goes to a link that the service gave earlier (`@odata.nextLink`, `@odata.deltaLink`) instead
    /// of the path. Query options are left out: the link has its own. A link to another origin than
    /// the client's is refused when the request is sent.
    pub fn at_link(mut self, link: &str) -> Self {
        self.parts.go_to_link(link.to_owned());
        self
    }

    /// The properties to send, chosen among those of the documented type: `$select`. Adds to earlier
    /// ones.
    ///
    /// ```
    /// # use docmill_runtime::*;
    /// # #[derive(Default)]
    /// # pub struct Phone { pub number: Option<String>, pub display_name: Option<String>, pub rest: Rest }
    /// # impl Model for Phone {
    /// #     const NAME: &'static str = "phone";
    /// #     const PROPERTIES: &'static [&'static str] = &["number", "displayName"];
    /// #     fn slot(&self, index: usize) -> &dyn Slot { if index == 0 { &self.number } else { &self.display_name } }
    /// #     fn slot_mut(&mut self, index: usize) -> &mut dyn Slot {
    /// #         if index == 0 { &mut self.number } else { &mut self.display_name }
    /// #     }
    /// #     fn rest(&self) -> &Rest { &self.rest }
    /// #     fn rest_mut(&mut self) -> &mut Rest { &mut self.rest }
    /// # }
    /// # impl_model!(Phone);
    /// # enum List {}
    /// # impl Operation for List {
    /// #     type Reply = reply::List<Phone>;
    /// #     const NAME: &'static str = "phone::list";
    /// #     const METHOD: Method = Method::GET;
    /// #     const PERMISSIONS: Permissions = Permissions::NONE;
    /// # }
    /// # impl query::Select for List {}
    /// # impl query::OrderBy for List {}
    /// # impl query::Properties for List { type Of = Phone; }
    /// # let client = Client::new("https://graph.microsoft.com/v1.0", NoToken)?;
    /// # let list = || Request::<List>::new(&client, Path::new("/me/phones", []));
    /// let request = list()
    ///     .select(|phone| [&phone.display_name, &phone.number])
    ///     .order_by_descending(|phone| [&phone.number])
    ///     .into_http()?;
    /// assert_eq!(
    ///     request.uri().query(),
    ///     Some("$select=displayName%2Cnumber&$orderby=number%20desc"),
    /// );
    /// # Ok::<(), Error>(())
    /// ```
    pub fn select<const N: usize>(
        self,
        properties: impl for<'m> FnOnce(&'m O::Of) -> [&'m dyn Slot; N],
    ) -> Self
    where
        O: query::Select + query::Properties,
    {
        self.chosen("$select", "", query::names(properties))
    }

    /// The relationships to send along, chosen among those of the documented type: `$expand`. Adds
    /// to earlier ones. See [`select`](Self::select).
    pub fn expand<const N: usize>(
        self,
        relationships: impl for<'m> FnOnce(&'m O::Of) -> [&'m dyn Slot; N],
    ) -> Self
    where
        O: query::Expand + query::Properties,
    {
        self.chosen("$expand", "", query::names(relationships))
    }

    /// The properties to sort by, smallest first: `$orderby`. Adds to earlier ones. See
    /// [`select`](Self::select).
    pub fn order_by<const N: usize>(
        self,
        properties: impl for<'m> FnOnce(&'m O::Of) -> [&'m dyn Slot; N],
    ) -> Self
    where
        O: query::OrderBy + query::Properties,
    {
        self.chosen("$orderby", "", query::names(properties))
    }

    /// The properties to sort by, largest first: `$orderby`. Adds to earlier ones. See
    /// [`select`](Self::select).
    pub fn order_by_descending<const N: usize>(
        self,
        properties: impl for<'m> FnOnce(&'m O::Of) -> [&'m dyn Slot; N],
    ) -> Self
    where
        O: query::OrderBy + query::Properties,
    {
        self.chosen("$orderby", " desc", query::names(properties))
    }

    /// [`select`](Self::select) by text, for what no page documents: nested properties, those of
    /// derived types.
    pub fn select_named<S: AsRef<str>>(self, properties: impl IntoIterator<Item = S>) -> Self
    where
        O: query::Select,
    {
        self.listed("$select", properties)
    }

    /// [`expand`](Self::expand) by text, such as `children($select=id,name)`.
    pub fn expand_named<S: AsRef<str>>(self, relationships: impl IntoIterator<Item = S>) -> Self
    where
        O: query::Expand,
    {
        self.listed("$expand", relationships)
    }

    /// [`order_by`](Self::order_by) by text, such as `from/emailAddress/name desc`.
    pub fn order_by_named<S: AsRef<str>>(self, keys: impl IntoIterator<Item = S>) -> Self
    where
        O: query::OrderBy,
    {
        self.listed("$orderby", keys)
    }

    /// The condition, in OData's language: `$filter`. Replaces an earlier one.
    pub fn filter(self, condition: &str) -> Self
    where
        O: query::Filter,
    {
        self.option("$filter", condition.to_owned())
    }

    /// The search: `$search`. Replaces an earlier one. Put into double quotes, as the services
    /// demand, unless it starts with one.
    pub fn search(self, words: &str) -> Self
    where
        O: query::Search,
    {
        let words = if words.starts_with('"') {
            words.to_owned()
        } else {
            format!("\"{}\"", words.replace('\\', "\\\\").replace('"', "\\\""))
        };
        self.option("$search", words)
    }

    /// At most this many items, on each page: `$top`.
    pub fn top(self, count: u32) -> Self
    where
        O: query::Top,
    {
        self.option("$top", count.to_string())
    }

    /// Without the first so many items: `$skip`.
    pub fn skip(self, count: u32) -> Self
    where
        O: query::Skip,
    {
        self.option("$skip", count.to_string())
    }

    /// With the number of all items, as [`Page::count`](crate::Page::count): `$count=true`.
    pub fn count(self) -> Self
    where
        O: query::Count,
    {
        self.option("$count", "true".to_owned())
    }

    /// Sends the request and reads the answer.
    pub async fn send(self) -> Result<<O::Reply as Reply>::Output, Error> {
        self.detailed().await.map(|response| response.output)
    }

    /// Sends the request and gives status and headers along with the answer.
    pub async fn detailed(self) -> Result<Response<<O::Reply as Reply>::Output>, Error> {
        let (client, parts) = self.into_parts()?;
        let response = send::execute(client, &parts).await?;
        let (status, headers) = (response.status, response.headers.clone());
        let output = O::Reply::decode(response)?;
        Ok(Response { status, headers, output })
    }

    /// The request as it would be sent, without a token. Fails if it cannot be made, or if its
    /// content is a stream.
    pub fn into_http(self) -> Result<http::Request<Bytes>, Error> {
        let (client, parts) = self.into_parts()?;
        let call = parts.call(client)?;
        let uri = call.uri()?;
        let Content::Bytes(body) = call.content else {
            return Err(Error::invalid_request("the content is a stream"));
        };
        let mut request = http::Request::new(body);
        *request.method_mut() = call.method;
        *request.uri_mut() = uri;
        *request.headers_mut() = call.headers;
        Ok(request)
    }

    pub(crate) fn into_parts(self) -> Result<(&'c Client, Parts), Error> {
        match self.error {
            Some(error) => Err(error),
            None => Ok((self.client, self.parts)),
        }
    }

    fn fail(&mut self, error: Error) {
        self.error.get_or_insert(error);
    }

    fn option(mut self, name: &str, value: String) -> Self {
        self.parts.set_query(name, value);
        self
    }

    fn chosen(mut self, option: &str, suffix: &str, names: Option<Vec<&str>>) -> Self {
        match names {
            Some(names) => {
                let item = |name: &str| self.parts.add_to_query(option, &format!("{name}{suffix}"));
                names.into_iter().for_each(item);
            }
            None => self.fail(Error::invalid_request(
                "what a request chooses must be fields of the model that its function is given",
            )),
        }
        self
    }

    fn listed<S: AsRef<str>>(mut self, name: &str, items: impl IntoIterator<Item = S>) -> Self {
        for item in items {
            self.parts.add_to_query(name, item.as_ref());
        }
        self
    }
}

impl Parts {
    fn new(operation: &'static str, method: Method, target: Target, accept: &'static str) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static(accept));
        Self {
            operation,
            permissions: Permissions::NONE,
            method,
            target,
            query: Vec::new(),
            headers,
            content: Content::default(),
            timeout: None,
            retry: None,
            repeatable: false,
            cancel: None,
            takes_token: true,
        }
    }

    /// The link that this goes to, if it goes to one.
    pub(crate) fn link(&self) -> Option<&str> {
        match &self.target {
            Target::Link(link) => Some(link),
            Target::Path(_) | Target::Address(_) => None,
        }
    }

    pub(crate) fn has_header(&self, name: &HeaderName) -> bool {
        self.headers.contains_key(name)
    }

    pub(crate) fn set_body(&mut self, content_type: &str, body: Body) {
        if let Ok(value) = HeaderValue::try_from(content_type) {
            self.headers.insert(CONTENT_TYPE, value);
        }
        self.content = body.into();
    }

    pub(crate) fn set_header(
        &mut self,
        name: &str,
        value: &str,
        append: bool,
    ) -> Result<(), Error> {
        let name = HeaderName::try_from(name)
            .map_err(|_| Error::invalid_request("a header's name is not usable"))?;
        if name == http::header::AUTHORIZATION {
            return Err(Error::invalid_request("`Authorization` is set by the token provider"));
        }
        let value = HeaderValue::try_from(value)
            .map_err(|_| Error::invalid_request("a header's value is not usable"))?;
        if append {
            self.headers.append(name, value);
        } else {
            self.headers.insert(name, value);
        }
        Ok(())
    }

    fn set_query(&mut self, name: &str, value: String) {
        match self.query.iter_mut().find(|(other, _)| other == name) {
            Some((_, old)) => *old = value,
            None => self.query.push((name.to_owned(), value)),
        }
    }

    fn add_to_query(&mut self, name: &str, item: &str) {
        match self.query.iter_mut().find(|(other, _)| other == name) {
            Some((_, list)) => {
                list.push(',');
                list.push_str(item);
            }
            None => self.query.push((name.to_owned(), item.to_owned())),
        }
    }

    /// Makes it the request for another page.
    pub(crate) fn go_to_link(&mut self, link: String) {
        self.target = Target::Link(link);
    }

    /// A request of the runtime's own to an address that the service gave. A token goes along only
    /// with `takes_token`, and then only to the client's own origin.
    pub(crate) fn to_address(
        operation: &'static str,
        method: Method,
        address: Url,
        takes_token: bool,
    ) -> Self {
        let parts = Self::new(operation, method, Target::Address(address), "application/json");
        Self { takes_token, ..parts }
    }

    /// Whether sending this twice does no harm.
    pub(crate) fn is_idempotent(&self) -> bool {
        self.repeatable || self.method.is_idempotent()
    }

    /// What can cancel this.
    pub(crate) fn cancel(&self, client: &Client) -> Cancel {
        Cancel { client: client.cancel().cloned(), request: self.cancel.clone() }
    }

    /// The request, ready to be sent.
    pub(crate) fn call(&self, client: &Client) -> Result<Call, Error> {
        let url = match &self.target {
            Target::Path(path) => self.own_url(client, path)?,
            Target::Link(link) => {
                let url = Url::parse(link).ok().filter(|url| client.is_own(url));
                url.ok_or_else(|| Error::link("the link leads to another origin"))?
            }
            Target::Address(url) => {
                let secure = url.scheme() == "https" || client.base_url().scheme() == "http";
                if !secure || !matches!(url.scheme(), "http" | "https") {
                    return Err(Error::link("the link leads to an insecure address"));
                }
                url.clone()
            }
        };
        let mut headers = self.headers.clone();
        if !headers.contains_key(USER_AGENT) {
            headers.insert(USER_AGENT, client.user_agent().clone());
        }
        Ok(Call { method: self.method.clone(), url, headers, content: self.content.clone() })
    }

    fn own_url(&self, client: &Client, path: &Path) -> Result<Url, Error> {
        let mut url = client.base_url().as_str().trim_end_matches('/').to_owned();
        url.push_str(&path.encoded()?);
        for (index, (name, value)) in self.query.iter().enumerate() {
            url.push(if index == 0 { '?' } else { '&' });
            // A leading `$` is legal in a query and what services document.
            let (dollar, name) = match name.strip_prefix('$') {
                Some(name) => ("$", name),
                None => ("", name.as_str()),
            };
            url.push_str(dollar);
            url.push_str(&encode(name));
            url.push('=');
            url.push_str(&encode(value));
        }
        Url::parse(&url).map_err(|_| Error::invalid_request("the URL is not usable"))
    }
}

/// How the setters that a generated crate brings for its own query parameters and headers reach a
/// request.
pub trait Parameters: Sized {
    /// Sets a query parameter, in place of an earlier one; name and value are given unencoded.
    #[must_use]
    fn set_query(self, name: &'static str, value: PathValue) -> Self;
    /// Sets a header, in place of an earlier one.
    #[must_use]
    fn set_header(self, name: &'static str, value: PathValue) -> Self;
}

impl<O: Operation> Parameters for Request<'_, O> {
    fn set_query(self, name: &'static str, value: PathValue) -> Self {
        self.option(name, value.into_text())
    }

    fn set_header(self, name: &'static str, value: PathValue) -> Self {
        self.header(name, &value.into_text())
    }
}

impl<'c, O: Operation> IntoFuture for Request<'c, O> {
    type Output = Result<<O::Reply as Reply>::Output, Error>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl<O: Operation> fmt::Debug for Request<'_, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("operation", &O::NAME)
            .field("method", &O::METHOD.as_str())
            .finish_non_exhaustive()
    }
}
