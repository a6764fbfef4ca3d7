//! How each generated function is called from a parsed example: by hand, as a user would, so that a
//! change of a signature shows here.

use std::str::FromStr;

use docmill_graph::runtime::http::{HeaderMap, HeaderName, StatusCode};
use docmill_graph::runtime::reply::RawResponse;
use docmill_graph::runtime::{BoxFuture, Operation, Reply as _, Response};
use docmill_graph::{
    Client, Error, Request, authentication, item_phone, phone_authentication_method, phones,
};

use crate::answer::{Answer, ToJson};
use crate::compare::is_authorization;
use crate::exchange::{Asked, Told};

/// One entry for each operation whose page has an example.
#[expect(clippy::too_many_lines, reason = "a table, one entry a row")]
pub fn entries() -> Vec<Entry> {
    vec![
        entry::<authentication::CreatePhoneMethods>(|client, asked| {
            let at = match &asked.values[..] {
                [] => authentication::CreatePhoneMethodsPath::me(),
                [user] => authentication::CreatePhoneMethodsPath::users(user),
                _ => asked.misfit(),
            };
            authentication::create_phone_methods(client, at, asked.body())
        }),
        entry::<authentication::ListMethods>(|client, asked| {
            let at = match &asked.values[..] {
                [] => authentication::ListMethodsPath::me(),
                [user] => authentication::ListMethodsPath::users(user),
                _ => asked.misfit(),
            };
            authentication::list_methods(client, at)
        }),
        entry::<authentication::ListPhoneMethods>(|client, asked| {
            let at = match &asked.values[..] {
                [] => authentication::ListPhoneMethodsPath::me(),
                [user] => authentication::ListPhoneMethodsPath::users(user),
                _ => asked.misfit(),
            };
            authentication::list_phone_methods(client, at)
        }),
        entry::<item_phone::AddByReference>(|client, asked| {
            item_phone::add_by_reference(client, asked.body())
        }),
        entry::<item_phone::Create>(|client, asked| {
            let at = match &asked.values[..] {
                [] => item_phone::CreatePath::me(),
                [user] => item_phone::CreatePath::users(user),
                _ => asked.misfit(),
            };
            item_phone::create(client, at, asked.body())
        }),
        entry::<item_phone::Delete>(|client, asked| {
            let at = match &asked.values[..] {
                [phone] => item_phone::DeletePath::me(phone),
                [user, phone] => item_phone::DeletePath::users(user, phone),
                _ => asked.misfit(),
            };
            item_phone::delete(client, at)
        }),
        entry::<item_phone::Get>(|client, asked| {
            let at = match &asked.values[..] {
                [phone] => item_phone::GetPath::me(phone),
                [user, phone] => item_phone::GetPath::users(user, phone),
                _ => asked.misfit(),
            };
            asked.query().fold(item_phone::get(client, at), |request, (name, value)| {
                match name.as_str() {
                    "$select" => request.select(value.split(',')),
                    _ => request,
                }
            })
        }),
        entry::<item_phone::List>(|client, asked| {
            let at = match &asked.values[..] {
                [] => item_phone::ListPath::me(),
                [user] => item_phone::ListPath::users(user),
                _ => asked.misfit(),
            };
            asked.query().fold(item_phone::list(client, at), |request, (name, value)| {
                match name.as_str() {
                    "$filter" => request.filter(&value),
                    "$orderby" => request.order_by(value.split(',')),
                    "$select" => request.select(value.split(',')),
                    "$skip" => request.skip(number(&value)),
                    "$top" => request.top(number(&value)),
                    _ => request,
                }
            })
        }),
        entry::<item_phone::Update>(|client, asked| {
            let at = match &asked.values[..] {
                [phone] => item_phone::UpdatePath::me(phone),
                [user, phone] => item_phone::UpdatePath::users(user, phone),
                _ => asked.misfit(),
            };
            item_phone::update(client, at, asked.body())
        }),
        entry::<phone_authentication_method::Delete>(|client, asked| {
            let at = match &asked.values[..] {
                [method] => phone_authentication_method::DeletePath::me(method),
                [user, method] => phone_authentication_method::DeletePath::users(user, method),
                _ => asked.misfit(),
            };
            phone_authentication_method::delete(client, at)
        }),
        entry::<phone_authentication_method::DisableSmsSignIn>(|client, asked| {
            use phone_authentication_method::DisableSmsSignInPath as Path;
            let at = match &asked.values[..] {
                [method] => Path::me(method),
                [user, method] => Path::users(user, method),
                _ => asked.misfit(),
            };
            phone_authentication_method::disable_sms_sign_in(client, at)
        }),
        entry::<phone_authentication_method::EnableSmsSignIn>(|client, asked| {
            use phone_authentication_method::EnableSmsSignInPath as Path;
            let at = match &asked.values[..] {
                [method] => Path::me(method),
                [user, method] => Path::users(user, method),
                _ => asked.misfit(),
            };
            phone_authentication_method::enable_sms_sign_in(client, at)
        }),
        entry::<phone_authentication_method::Get>(|client, asked| {
            let at = match &asked.values[..] {
                [method] => phone_authentication_method::GetPath::me(method),
                [user, method] => phone_authentication_method::GetPath::users(user, method),
                _ => asked.misfit(),
            };
            phone_authentication_method::get(client, at)
        }),
        entry::<phone_authentication_method::Update>(|client, asked| {
            let at = match &asked.values[..] {
                [method] => phone_authentication_method::UpdatePath::me(method),
                [user, method] => phone_authentication_method::UpdatePath::users(user, method),
                _ => asked.misfit(),
            };
            phone_authentication_method::update(client, at, asked.body())
        }),
        entry::<phones::Update>(|client, asked| match &asked.values[..] {
            [user] => phones::update(client, user, asked.body()),
            _ => asked.misfit(),
        }),
    ]
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
        name: O::NAME,
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
