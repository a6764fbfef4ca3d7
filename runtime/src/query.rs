//! OData's query options, offered where the page documents them.
//!
//! Each trait marks an [`Operation`](crate::Operation) whose page documents the option;
//! [`Request`](crate::Request) has the setter only there. What is missing can be sent all the same
//! with [`Request::query`](crate::Request::query).

macro_rules! markers {
    ($($name:ident $option:literal $setter:literal;)*) => {$(
        #[doc = concat!("The operation takes `", $option, "`: [`", $setter, "`](crate::Request::", $setter, ").")]
        #[diagnostic::on_unimplemented(
            message = "the page of `{Self}` does not document this query option",
            label = "not documented for this operation",
            note = "`Request::query` sends it all the same"
        )]
        pub trait $name: crate::Operation {}
    )*};
}

markers! {
    Select "$select" "select";
    Expand "$expand" "expand";
    Filter "$filter" "filter";
    Search "$search" "search";
    OrderBy "$orderby" "order_by";
    Top "$top" "top";
    Skip "$skip" "skip";
    Count "$count" "count";
}
