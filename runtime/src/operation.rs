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
