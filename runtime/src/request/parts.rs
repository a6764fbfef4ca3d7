//! A request without its operation's type: where it goes, what it carries, and the call that this
//! makes.

use std::time::Duration;

use http::header::{ACCEPT, CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::cancel::Cancel;
use crate::client::Client;
use crate::error::Error;
use crate::operation::ErrorMeaning;
use crate::path::{Path, PathValue, encode};
use crate::permissions::Permissions;
use crate::retry::RetryPolicy;
use crate::send::{Call, Content};

/// A request without its operation's type, so that what works on it is compiled once.
#[derive(Clone)]
pub(crate) struct Parts {
    pub(crate) operation: &'static str,
    pub(crate) permissions: Permissions,
    pub(crate) errors: &'static [ErrorMeaning],
    pub(crate) method: Method,
    target: Target,
    pub(super) query: Vec<(String, String)>,
    headers: HeaderMap,
    content: Content,
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
    /// Repeating does no harm, whatever the method.
    pub(crate) repeatable: bool,
    pub(crate) cancel: Option<CancellationToken>,
    /// Whether the token goes along, if the target is the client's own origin.
    pub(crate) takes_token: bool,
}

#[derive(Clone)]
pub(super) enum Target {
    Path(Path),
    /// A link that the service gave; it has its query already.
    Link(String),
    /// An address that the service gave and that may be anywhere.
    Address(Url),
}

impl Parts {
    pub(super) fn new(
        operation: &'static str,
        method: Method,
        target: Target,
        accept: &'static str,
    ) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static(accept));
        Self {
            operation,
            permissions: Permissions::NONE,
            errors: &[],
            method,
            target,
            query: Vec::new(),
            headers,
            content: Content::default(),
            timeout: None,
            attempt_timeout: None,
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

    pub(crate) fn set_body<C: Into<Content>>(&mut self, content_type: &str, content: C) {
        if let Ok(value) = HeaderValue::try_from(content_type) {
            self.headers.insert(CONTENT_TYPE, value);
        }
        self.content = content.into();
    }

    /// Sets a header, in place of an earlier one of that name.
    pub(crate) fn set_header(&mut self, name: &str, value: &str) -> Result<(), Error> {
        let (name, value) = header(name, value)?;
        self.headers.insert(name, value);
        Ok(())
    }

    /// Adds a header; an earlier one of that name stays.
    pub(super) fn add_header(&mut self, name: &str, value: &str) -> Result<(), Error> {
        let (name, value) = header(name, value)?;
        self.headers.append(name, value);
        Ok(())
    }

    pub(super) fn set_query(&mut self, name: &str, value: String) {
        match self.query.iter_mut().find(|(other, _)| other == name) {
            Some((_, old)) => *old = value,
            None => self.query.push((name.to_owned(), value)),
        }
    }

    pub(super) fn add_to_query(&mut self, name: &str, item: &str) {
        match self.query.iter_mut().find(|(other, _)| other == name) {
            Some((_, list)) => {
                list.push(',');
                list.push_str(item);
            }
            None => self.query.push((name.to_owned(), item.to_owned())),
        }
    }

    /// Of a path; a link has its arguments already.
    pub(super) fn set_argument(&mut self, name: &'static str, value: PathValue) {
        if let Target::Path(path) = &mut self.target {
            path.set(name, value);
        }
    }

    /// Makes it the request for another page.
    pub(crate) fn go_to_link(&mut self, link: String) {
        self.target = Target::Link(link);
    }

    /// A request of the runtime's own to an address that the service gave. A token goes along to the
    /// client's own origin only.
    pub(crate) fn to_address(operation: &'static str, method: Method, address: Url) -> Self {
        Self::new(operation, method, Target::Address(address), "application/json")
    }

    /// The same without a token: the address is a secret that stands for one.
    pub(crate) fn to_secret_address(operation: &'static str, method: Method, address: Url) -> Self {
        Self { takes_token: false, ..Self::to_address(operation, method, address) }
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
                let url =
                    Url::parse(link).map_err(|_| Error::link("the link is no absolute URL"))?;
                if !client.is_own(&url) {
                    return Err(Error::link("the link leads to another origin than the client's"));
                }
                url
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

fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), Error> {
    let name = HeaderName::try_from(name)
        .map_err(|_| Error::invalid_request(format!("`{name}` is no name of a header")))?;
    if name == http::header::AUTHORIZATION {
        return Err(Error::invalid_request("`Authorization` is set by the token provider"));
    }
    let value = HeaderValue::try_from(value).map_err(|_| {
        Error::invalid_request(format!(
            "the value of the header `{name}` has a line break or another control character"
        ))
    })?;
    Ok((name, value))
}
