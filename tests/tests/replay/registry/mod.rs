//! How each generated function is called from a parsed example: by hand, as a user would, so that a
//! change of a signature shows here. One module for each part of the documentation.

mod files;
mod mail;
mod phones;

use std::str::FromStr;

use docmill_graph::runtime::http::{HeaderMap, HeaderName, StatusCode};
use docmill_graph::runtime::reply::RawResponse;
use docmill_graph::runtime::{BoxFuture, Operation, Reply as _, Response};
use docmill_graph::{Client, Error, Request};

use crate::answer::{Answer, ToJson};
use crate::compare::is_authorization;
use crate::exchange::{Asked, Told};

/// One entry for each operation whose page has an example.
pub fn entries() -> Vec<Entry> {
    let mut entries = phones::entries();
    entries.extend(mail::entries());
    entries.extend(files::entries());
    entries
}

/// The call of one generated function.
pub struct Entry {
    /// The operation's name: `item_phone::update`.
    pub name: &'static str,
    send: Box<Send>,
    read: fn(RawResponse) -> Result<Answer, Error>,
}

type Send = dyn for<'c> Fn(&'c Client, &Asked) -> BoxFuture<'c, Result<Answer, Error>>;
type Call<O> = for<'c> fn(&'c Client, &Asked) -> Request<'c, O>;

/// An entry for the operation, which knows its name and how its answer is read.
fn entry<O>(call: Call<O>) -> Entry
where
    O: Operation,
    O::Reply: ToJson,
{
    Entry {
        name: O::INFO.name,
        send: Box::new(move |client, asked| {
            let request = with_headers(call(client, asked), asked);
            Box::pin(async move {
                let response = request.detailed().await?;
                let Response { status, headers, output, .. } = response;
                Ok(Answer::new::<O::Reply>(status, headers, &output))
            })
        }),
        read: |response| {
            let (status, headers) = (response.status, response.headers.clone());
            let output = O::Reply::decode(response)?;
            Ok(Answer::new::<O::Reply>(status, headers, &output))
        },
    }
}

impl Entry {
    /// Calls the function as the example does.
    pub fn send<'c>(
        &self,
        client: &'c Client,
        asked: &Asked,
    ) -> BoxFuture<'c, Result<Answer, Error>> {
        (self.send)(client, asked)
    }

    /// Reads a response as the function would.
    pub fn read(&self, told: &Told) -> Result<Answer, Error> {
        let status = StatusCode::from_u16(told.status).expect("a status");
        let mut headers = HeaderMap::new();
        for (name, value) in &told.headers {
            let name = name.to_ascii_lowercase().parse::<HeaderName>().expect("a header");
            headers.append(name, value.parse().expect("a header's value"));
        }
        (self.read)(RawResponse::new(status, headers, told.body.clone()))
    }
}

/// Adds what the example sends besides the headers that the client sends by itself.
fn with_headers<'c, O: Operation>(request: Request<'c, O>, asked: &Asked) -> Request<'c, O> {
    let is_own = |name: &str| is_authorization(name) || name.eq_ignore_ascii_case("content-type");
    let headers = asked.headers.iter().filter(|(name, _)| !is_own(name));
    headers.fold(request, |request, (name, value)| request.header(name, value))
}

fn number<T: FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("{text} is no number"))
}
