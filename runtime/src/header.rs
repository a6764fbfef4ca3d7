//! Headers that HTTP or OData define, offered where the page documents them.
//!
//! Each trait marks an [`Operation`](crate::Operation) whose page documents the header;
//! [`Request`](crate::Request) has the setter only there. Others can be sent all the same with
//! [`Request::header`](crate::Request::header). `Prefer` needs no trait: by its definition whoever
//! does not know a preference ignores it, so every request has
//! [`prefer`](crate::Request::prefer).
//!
//! ```
//! # use docmill_runtime::*;
//! # #[derive(Default)]
//! # pub struct User { pub id: Option<String>, pub name: Option<String>, pub rest: Rest }
//! # impl_model! { User = "user" { 0 => id = "id", 1 => name = "displayName" } }
//! # enum List {}
//! # impl Operation for List {
//! #     type Reply = reply::List<User>;
//! #     const INFO: OperationInfo =
//! #         OperationInfo::new("user::list", Method::GET);
//! # }
//! // As generated, for what the page of an operation documents:
//! impl header::AcceptLanguage for List {}
//! impl header::ConsistencyLevel for List {}
//! impl header::ContentLanguage for List {}
//! impl header::IfMatch for List {}
//! impl header::IfNoneMatch for List {}
//! # let client = Client::new("https://library.example/v1.0", NoToken)?;
//! # let list = || Request::<List>::new(&client, Path::new("/users", []));
//!
//! let request = list()
//!     .accept_language("de-AT, de;q=0.8")
//!     .consistency_level_eventual()
//!     .content_language("de-AT")
//!     .if_match("W/\"1\"")
//!     .if_none_match("W/\"2\"")
//!     .prefer("odata.maxpagesize=50")
//!     .header("client-request-id", "7")
//!     .into_http()?;
//! assert_eq!(request.headers()["ConsistencyLevel"], "eventual");
//! assert_eq!(request.headers()["If-Match"], "W/\"1\"");
//! # Ok::<(), Error>(())
//! ```

macro_rules! markers {
    ($($name:ident $header:literal $setter:literal;)*) => {$(
        #[doc = concat!("The operation takes `", $header, "`: [`", $setter, "`](crate::Request::", $setter, ").")]
        #[diagnostic::on_unimplemented(
            message = "the page of `{Self}` does not document this header",
            label = "not documented for this operation",
            note = "`Request::header` sends it all the same"
        )]
        pub trait $name: crate::Operation {}
    )*};
}

markers! {
    AcceptLanguage "Accept-Language" "accept_language";
    ConsistencyLevel "ConsistencyLevel" "consistency_level_eventual";
    ContentLanguage "Content-Language" "content_language";
    IfMatch "If-Match" "if_match";
    IfNoneMatch "If-None-Match" "if_none_match";
}
