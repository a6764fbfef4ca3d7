//! OData's query options, and the parameters that a generated crate has setters for.

use super::Request;
use crate::condition::{self, Condition};
use crate::error::Error;
use crate::model::Slot;
use crate::operation::Operation;
use crate::path::PathValue;
use crate::query;
use crate::relationship::{Expansions, Related};

impl<O: Operation> Request<'_, O> {
    /// The properties to send, chosen among those of the documented type: `$select`. Adds to earlier
    /// ones.
    ///
    /// ```
    /// # use docmill_runtime::*;
    /// # #[derive(Default)]
    /// # pub struct Phone { pub number: Option<String>, pub display_name: Option<String>, pub rest: Rest }
    /// # impl_model! {
    /// #     Phone = "phone" { 0 => number = "number", 1 => display_name = "displayName" }
    /// # }
    /// # enum List {}
    /// # impl Operation for List {
    /// #     type Reply = reply::List<Phone>;
    /// #     const INFO: OperationInfo =
    /// #         OperationInfo::new("phone::list", Method::GET);
    /// # }
    /// # impl query::Select for List {}
    /// # impl query::OrderBy for List {}
    /// # impl query::Properties for List { type Of = Phone; }
    /// # let client = Client::new("https://library.example/v1.0", NoToken)?;
    /// # let list = || Request::<List>::new(&client, Path::new("/me/phones", []));
    /// let request = list()
    ///     .select(|phone| [&phone.display_name, &phone.number])
    ///     .order_by_descending(|phone| [&phone.number])
    ///     .into_http()?;
    /// assert_eq!(
    ///     request.uri().query(),
    ///     Some("$select=displayName%2Cnumber&$orderby=number%20desc"),
    /// );
    /// # Ok::<(), Error>(())
    /// ```
    pub fn select<const N: usize>(
        self,
        properties: impl for<'m> FnOnce(&'m O::Of) -> [&'m dyn Slot; N],
    ) -> Self
    where
        O: query::Select + query::Properties,
    {
        self.chosen("$select", "", query::names(properties))
    }

    /// The relationships to send along, chosen among those of the documented type, and what to send
    /// of them: `$expand`. Several stand in a tuple. Adds to earlier ones.
    ///
    /// ```
    /// # use docmill_runtime::*;
    /// # #[derive(Default)]
    /// # pub struct Item { pub id: Option<String>, pub name: Option<String>, pub rest: Rest }
    /// # impl_model! { Item = "item" { 0 => id = "id", 1 => name = "name" } }
    /// # pub struct Relationships { pub children: Relationship<Item>, pub thumbnails: Relationship<Item> }
    /// # impl Related for Item {
    /// #     type Relationships = Relationships;
    /// #     const RELATIONSHIPS: Relationships = Relationships {
    /// #         children: Relationship::new("children"), thumbnails: Relationship::new("thumbnails"),
    /// #     };
    /// # }
    /// # enum Get {}
    /// # impl Operation for Get {
    /// #     type Reply = reply::Json<Item>;
    /// #     const INFO: OperationInfo =
    /// #         OperationInfo::new("item::get", Method::GET);
    /// # }
    /// # impl query::Expand for Get {}
    /// # impl query::Properties for Get { type Of = Item; }
    /// # let client = Client::new("https://library.example/v1.0", NoToken)?;
    /// # let get = || Request::<Get>::new(&client, Path::new("/item", []));
    /// let request = get().expand(|item| {
    ///     let children = item.children.select(|child| [&child.id, &child.name]);
    ///     let children = children.order_by(|child| [&child.name]);
    ///     (item.thumbnails, children.order_by_descending(|child| [&child.id]).top(3))
    /// });
    /// # let query = request.into_http()?.uri().query().unwrap_or_default().to_owned();
    /// # let sent = percent_encoding::percent_decode_str(&query).decode_utf8_lossy().into_owned();
    /// # assert_eq!(sent, "$expand=thumbnails,children($select=id,name;$orderby=name,id desc;$top=3)");
    /// # Ok::<(), Error>(())
    /// ```
    pub fn expand<E: Expansions>(
        self,
        choose: impl FnOnce(<O::Of as Related>::Relationships) -> E,
    ) -> Self
    where
        O: query::Expand + query::Properties<Of: Related>,
    {
        let chosen = choose(<O::Of as Related>::RELATIONSHIPS).expansions();
        self.chosen("$expand", "", chosen)
    }

    /// The properties to sort by, smallest first: `$orderby`. Adds to earlier ones. See
    /// [`select`](Self::select).
    pub fn order_by<const N: usize>(
        self,
        properties: impl for<'m> FnOnce(&'m O::Of) -> [&'m dyn Slot; N],
    ) -> Self
    where
        O: query::OrderBy + query::Properties,
    {
        self.chosen("$orderby", "", query::names(properties))
    }

    /// The properties to sort by, largest first: `$orderby`. Adds to earlier ones. See
    /// [`select`](Self::select).
    pub fn order_by_descending<const N: usize>(
        self,
        properties: impl for<'m> FnOnce(&'m O::Of) -> [&'m dyn Slot; N],
    ) -> Self
    where
        O: query::OrderBy + query::Properties,
    {
        self.chosen("$orderby", " desc", query::names(properties))
    }

    /// [`select`](Self::select) by text, for what no page documents: nested properties, those of
    /// derived types.
    pub fn select_named<S: AsRef<str>>(self, properties: impl IntoIterator<Item = S>) -> Self
    where
        O: query::Select,
    {
        self.listed("$select", properties)
    }

    /// [`expand`](Self::expand) by text, such as `children($select=id,name)`.
    pub fn expand_named<S: AsRef<str>>(self, relationships: impl IntoIterator<Item = S>) -> Self
    where
        O: query::Expand,
    {
        self.listed("$expand", relationships)
    }

    /// [`order_by`](Self::order_by) by text, such as `from/emailAddress/name desc`.
    pub fn order_by_named<S: AsRef<str>>(self, keys: impl IntoIterator<Item = S>) -> Self
    where
        O: query::OrderBy,
    {
        self.listed("$orderby", keys)
    }

    /// The condition on properties of the documented type: `$filter`. Replaces an earlier one. See
    /// [`Condition`].
    ///
    /// ```
    /// # use docmill_runtime::*;
    /// # fn shown<O: query::Filter + query::Properties<Of = User>>(list: Request<'_, O>) {
    /// let list = list.filter_by(|user| {
    ///     Condition::equals(&user.enabled, true).and(Condition::starts_with(&user.name, "O'"))
    /// });
    /// # drop(list); }
    /// # #[derive(Default)]
    /// # pub struct User { pub name: Option<String>, pub enabled: Option<bool>, pub rest: Rest }
    /// # impl_model! {
    /// #     User = "user" { 0 => name = "displayName", 1 => enabled = "accountEnabled" }
    /// # }
    /// ```
    pub fn filter_by(self, condition: impl for<'m> FnOnce(&'m O::Of) -> Condition<'m>) -> Self
    where
        O: query::Filter + query::Properties,
    {
        match condition::chosen(condition) {
            Some(condition) => self.option("$filter", condition),
            None => self.chosen::<&str>("$filter", "", None),
        }
    }

    /// [`filter_by`](Self::filter_by) by text, in OData's language. Values in it are the caller's to
    /// quote, as [`Literal`](crate::Literal) does. Replaces an earlier one.
    pub fn filter(self, condition: &str) -> Self
    where
        O: query::Filter,
    {
        self.option("$filter", condition.to_owned())
    }

    /// The search: `$search`. Replaces an earlier one. Put into double quotes, as the services
    /// demand, unless it starts with one.
    pub fn search(self, words: &str) -> Self
    where
        O: query::Search,
    {
        let words = if words.starts_with('"') {
            words.to_owned()
        } else {
            format!("\"{}\"", words.replace('\\', "\\\\").replace('"', "\\\""))
        };
        self.option("$search", words)
    }

    /// At most this many items, on each page: `$top`.
    pub fn top(self, count: u32) -> Self
    where
        O: query::Top,
    {
        self.option("$top", count.to_string())
    }

    /// Without the first so many items: `$skip`.
    pub fn skip(self, count: u32) -> Self
    where
        O: query::Skip,
    {
        self.option("$skip", count.to_string())
    }

    /// With the number of all items, as [`Page::count`](crate::Page::count): `$count=true`.
    pub fn count(self) -> Self
    where
        O: query::Count,
    {
        self.option("$count", "true".to_owned())
    }

    fn option(mut self, name: &str, value: String) -> Self {
        self.parts.set_query(name, value);
        self
    }

    fn chosen<S: AsRef<str>>(mut self, option: &str, suffix: &str, names: Option<Vec<S>>) -> Self {
        match names {
            Some(names) => {
                for name in names {
                    self.parts.add_to_query(option, &format!("{}{suffix}", name.as_ref()));
                }
            }
            None => self.fail(Error::invalid_request(
                "what a request chooses must be fields of the model that its function is given",
            )),
        }
        self
    }

    fn listed<S: AsRef<str>>(mut self, name: &str, items: impl IntoIterator<Item = S>) -> Self {
        for item in items {
            self.parts.add_to_query(name, item.as_ref());
        }
        self
    }
}

/// How the setters that a generated crate brings for its own query parameters, headers and functions'
/// parameters reach a request.
///
/// ```
/// use docmill_runtime::{Parameters, PathValue};
///
/// /// As generated.
/// trait SectionName: Parameters {
///     fn section_name(self, value: impl Into<PathValue>) -> Self {
///         self.set_query("sectionName", value.into())
///     }
/// }
/// # trait Others: Parameters {
/// #     fn depth(self, value: i32) -> Self { self.set_argument("depth", value.into()) }
/// #     fn locale(self, value: impl Into<PathValue>) -> Self { self.set_header("locale", value.into()) }
/// # }
/// ```
pub trait Parameters: Sized {
    /// Sets a query parameter, in place of an earlier one; name and value are given unencoded.
    #[must_use]
    fn set_query(self, name: &'static str, value: PathValue) -> Self;
    /// Sets an optional argument of the function in the path, in place of an earlier one.
    #[must_use]
    fn set_argument(self, name: &'static str, value: PathValue) -> Self;
    /// Sets a header, in place of an earlier one.
    #[must_use]
    fn set_header(self, name: &'static str, value: PathValue) -> Self;
}

impl<O: Operation> Parameters for Request<'_, O> {
    fn set_query(self, name: &'static str, value: PathValue) -> Self {
        self.option(name, value.into_text())
    }

    fn set_argument(mut self, name: &'static str, value: PathValue) -> Self {
        self.parts.set_argument(name, value);
        self
    }

    fn set_header(self, name: &'static str, value: PathValue) -> Self {
        self.header(name, &value.into_text())
    }
}
