//! Headers that HTTP or OData define, offered where the page documents them.
//!
//! Each trait marks an [`Operation`](crate::Operation) whose page documents the header;
//! [`Request`](crate::Request) has the setter only there. Others can be sent all the same with
//! [`Request::header`](crate::Request::header). `Prefer` needs no trait: by its definition whoever
//! does not know a preference ignores it, so every request has
//! [`prefer`](crate::Request::prefer).

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
