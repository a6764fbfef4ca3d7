//! What generated code says about an operation.

use crate::permissions::{Permissions, Scopes};
use crate::reply::Reply;

/// A documented operation: a type without values that generated code names.
///
/// One that no page documents is declared in the same way:
///
/// ```
/// use docmill_runtime::{Client, Method, NoToken, Operation, OperationInfo, Path, Request, reply};
///
/// /// The picture itself, where the page only has how large it is.
/// enum GetPicture {}
///
/// impl Operation for GetPicture {
///     type Reply = reply::Bytes;
///     const INFO: OperationInfo = OperationInfo::new("picture::get", Method::GET);
/// }
///
/// fn get_picture<'c>(client: &'c Client, book: &str) -> Request<'c, GetPicture> {
///     Request::new(client, Path::new("/books/{id}/picture/$value", [book.into()]))
/// }
///
/// let client = Client::new("https://library.example/v1.0", NoToken)?;
/// let request = get_picture(&client, "a/b").into_http()?;
/// assert_eq!(request.uri().path(), "/v1.0/books/a%2Fb/picture/$value");
/// # Ok::<(), docmill_runtime::Error>(())
/// ```
pub trait Operation: 'static {
    /// How the answer is read.
    type Reply: Reply;
    /// What is known of it beside that.
    const INFO: OperationInfo;
}

/// What an operation's page says that an error means: one of status and code, or both.
///
/// ```
/// use docmill_runtime::ErrorMeaning;
///
/// let documented = [
///     ErrorMeaning { status: Some(409), code: None, meaning: "The shelf still has books." },
///     ErrorMeaning { status: Some(400), code: Some("noShelf"), meaning: "There is no such shelf." },
/// ];
/// assert_eq!(ErrorMeaning::find(&documented, 409, "conflict"), Some("The shelf still has books."));
/// assert_eq!(ErrorMeaning::find(&documented, 400, "noShelf"), Some("There is no such shelf."));
/// assert_eq!(ErrorMeaning::find(&documented, 400, "other"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorMeaning {
    /// The HTTP status, where the page names one.
    pub status: Option<u16>,
    /// The service's code, where the page gives one.
    pub code: Option<&'static str>,
    /// The page's words, as plain text.
    pub meaning: &'static str,
}

impl ErrorMeaning {
    /// What this status and code mean: what is said of both, else of the code, else of the status.
    pub fn find(documented: &[Self], status: u16, code: &str) -> Option<&'static str> {
        let fits = |own: &&Self| {
            own.status.is_none_or(|own| own == status) && own.code.is_none_or(|own| own == code)
        };
        let best = documented.iter().filter(fits);
        let best = best.max_by_key(|own| (own.code.is_some(), own.status.is_some()));
        best.map(|own| own.meaning)
    }
}

/// What is known about an operation without its type: an entry of a generated crate's list.
///
/// ```
/// use docmill_runtime::{ErrorMeaning, Method, Operation, OperationInfo, reply};
///
/// enum Ping {}
/// impl Operation for Ping {
///     type Reply = reply::Empty;
///     const INFO: OperationInfo = OperationInfo::new("service::ping", Method::GET)
///         .delegated_work("Ping.Send", "Ping.Send.All")
///         .delegated_personal("Ping.Send", "")
///         .application("Ping.Send.All", "")
///         .errors(&[ErrorMeaning { status: Some(503), code: None, meaning: "It sleeps." }]);
/// }
/// const OPERATIONS: &[OperationInfo] = &[Ping::INFO];
/// assert_eq!(OPERATIONS[0].name, "service::ping");
/// assert_eq!(OPERATIONS[0].permissions.delegated_work.higher, "Ping.Send.All");
/// assert_eq!(OPERATIONS[0].errors.len(), 1);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OperationInfo {
    /// Its name, `module::function`, as logs have it.
    pub name: &'static str,
    /// The HTTP method.
    pub method: http::Method,
    /// What the page says about permissions.
    pub permissions: Permissions,
    /// What the page says that errors mean.
    pub errors: &'static [ErrorMeaning],
}

impl OperationInfo {
    /// An operation of which the page says nothing more.
    pub const fn new(name: &'static str, method: http::Method) -> Self {
        Self { name, method, permissions: Permissions::NONE, errors: &[] }
    }

    /// With the permissions for a work or school account; see [`Scopes`] for both.
    #[must_use]
    pub const fn delegated_work(mut self, least: &'static str, higher: &'static str) -> Self {
        self.permissions.delegated_work = Scopes { least, higher };
        self
    }

    /// With the permissions for a personal account; see [`Scopes`] for both.
    #[must_use]
    pub const fn delegated_personal(mut self, least: &'static str, higher: &'static str) -> Self {
        self.permissions.delegated_personal = Scopes { least, higher };
        self
    }

    /// With the permissions for an application without a user; see [`Scopes`] for both.
    #[must_use]
    pub const fn application(mut self, least: &'static str, higher: &'static str) -> Self {
        self.permissions.application = Scopes { least, higher };
        self
    }

    /// With the permissions for whoever calls, of a page that does not say who needs them; see [`Scopes`]
    /// for both.
    ///
    /// ```
    /// use docmill_runtime::{Access, Method, OperationInfo};
    ///
    /// let ping = OperationInfo::new("service::ping", Method::GET).any_caller("", "Ping.Send, Ping.All");
    /// assert!(ping.permissions.for_access(Access::Application).allows(&["Ping.All"]));
    /// ```
    #[must_use]
    pub const fn any_caller(mut self, least: &'static str, higher: &'static str) -> Self {
        self.permissions.any_caller = Scopes { least, higher };
        self
    }

    /// With the meanings that its page gives to errors.
    #[must_use]
    pub const fn errors(mut self, errors: &'static [ErrorMeaning]) -> Self {
        self.errors = errors;
        self
    }
}
