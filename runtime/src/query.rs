//! OData's query options, offered where the page documents them.
//!
//! Each trait marks an [`Operation`](crate::Operation) whose page documents the option;
//! [`Request`](crate::Request) has the setter only there. What is missing can be sent all the same
//! with [`Request::query`](crate::Request::query).
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
//! impl query::Select for List {}
//! impl query::Expand for List {}
//! impl query::Filter for List {}
//! impl query::Search for List {}
//! impl query::OrderBy for List {}
//! impl query::Top for List {}
//! impl query::Skip for List {}
//! impl query::Count for List {}
//! impl query::Properties for List { type Of = User; }
//! # let client = Client::new("https://library.example/v1.0", NoToken)?;
//! # let list = || Request::<List>::new(&client, Path::new("/users", []));
//!
//! let users = list()
//!     .select(|user| [&user.id, &user.name])
//!     .select_named(["mail"])
//!     .expand_named(["manager($select=id)"])
//!     .filter_by(|user| Condition::starts_with(&user.name, "A"))
//!     .search("displayName:Ada")
//!     .order_by(|user| [&user.name])
//!     .order_by_named(["mail desc"])
//!     .top(50)
//!     .skip(100)
//!     .count();
//! assert!(users.into_http()?.uri().query().is_some_and(|query| query.contains("$top=50")));
//! # Ok::<(), Error>(())
//! ```

macro_rules! markers {
    ($($name:ident $option:literal $setter:literal;)*) => {$(
        #[doc = concat!("The operation takes `", $option, "`: [`", $setter, "`](crate::Request::", $setter, ").")]
        #[diagnostic::on_unimplemented(
            message = "the page of `{Self}` does not document this query option",
            label = "not documented for this operation",
            note = "`Request::query` sends it all the same"
        )]
        pub trait $name: crate::Operation {}

        impl<O: All> $name for O {}
    )*};
}

/// The operation takes all of OData's query options, as pages about lists often say.
///
/// ```
/// # use docmill_runtime::*;
/// # enum List {}
/// # impl Operation for List {
/// #     type Reply = reply::List<serde_json::Value>;
/// #     const INFO: OperationInfo = OperationInfo::new("user::list", Method::GET);
/// # }
/// impl query::All for List {}
/// # let client = Client::new("https://library.example/v1.0", NoToken)?;
/// # let list = || Request::<List>::new(&client, Path::new("/users", []));
///
/// let users = list().top(50).skip(100).count().into_http()?;
/// assert_eq!(users.uri().query(), Some("$top=50&$skip=100&$count=true"));
/// # Ok::<(), Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "the page of `{Self}` does not document this query option",
    label = "not documented for this operation",
    note = "`Request::query` sends it all the same"
)]
pub trait All: crate::Operation {}

markers! {
    Select "$select" "select";
    Expand "$expand" "expand";
    Filter "$filter" "filter_by";
    Search "$search" "search";
    OrderBy "$orderby" "order_by";
    Top "$top" "top";
    Skip "$skip" "skip";
    Count "$count" "count";
}

/// What the operation answers with is of a documented type, whose properties a request can name:
/// in [`select`](crate::Request::select), [`order_by`](crate::Request::order_by) and
/// [`filter_by`](crate::Request::filter_by), and, where it is [`Related`](crate::Related) to others,
/// in [`expand`](crate::Request::expand).
#[diagnostic::on_unimplemented(
    message = "what `{Self}` answers with has no documented properties to choose from, or its page \
               documents no query option that chooses some",
    label = "no properties to choose from",
    note = "`select_named`, `expand_named`, `order_by_named` and `filter` take text"
)]
pub trait Properties: crate::Operation {
    /// The type; where others inherit from it, what they have in common.
    type Of: crate::Model;
}

/// The names on the wire of those fields that `choose` gives references to; `None` if one of them is
/// no field of the model that `choose` was given.
///
/// A field is told by its address, so that the generated crate needs no list of names beside the
/// model itself.
pub(crate) fn names<M: crate::Model, const N: usize>(
    choose: impl for<'m> FnOnce(&'m M) -> [&'m dyn crate::Slot; N],
) -> Option<Vec<&'static str>> {
    let model = M::default();
    choose(&model).into_iter().map(|field| name(&model, field)).collect()
}

/// The name on the wire of this field; `None` if it is no field of this model.
pub(crate) fn name<M: crate::Model>(model: &M, field: &dyn crate::Slot) -> Option<&'static str> {
    let mut slots = M::PROPERTIES.iter().enumerate();
    let is_it = |index| std::ptr::addr_eq(model.slot(index), field);
    slots.find(|(index, _)| is_it(*index)).map(|(_, name)| *name)
}
