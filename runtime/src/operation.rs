//! What generated code says about an operation.

use crate::permissions::Permissions;
use crate::reply::Reply;

/// A documented operation: a type without values that generated code names.
pub trait Operation: 'static {
    /// How the answer is read.
    type Reply: Reply;
    /// The operation's name, `module::function`, for logs.
    const NAME: &'static str;
    /// The HTTP method.
    const METHOD: http::Method;
    /// What the page says about permissions.
    const PERMISSIONS: Permissions;
}

/// What is known about an operation without its type: an entry of a generated crate's list.
///
/// ```
/// use docmill_runtime::{Method, Operation, OperationInfo, Permissions, reply};
///
/// enum Ping {}
/// impl Operation for Ping {
///     type Reply = reply::Empty;
///     const NAME: &'static str = "service::ping";
///     const METHOD: Method = Method::GET;
///     const PERMISSIONS: Permissions = Permissions::NONE;
/// }
/// const OPERATIONS: &[OperationInfo] = &[OperationInfo::of::<Ping>()];
/// assert_eq!(OPERATIONS[0].name, "service::ping");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OperationInfo {
    /// Its name, `module::function`.
    pub name: &'static str,
    /// The HTTP method.
    pub method: http::Method,
    /// What the page says about permissions.
    pub permissions: Permissions,
}

impl OperationInfo {
    /// What is known about this operation.
    pub const fn of<O: Operation>() -> Self {
        Self { name: O::NAME, method: O::METHOD, permissions: O::PERMISSIONS }
    }
}
