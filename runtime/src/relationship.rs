//! Relationships of documented types, and what to send of them: `$expand`.

use std::fmt::{self, Write as _};
use std::marker::PhantomData;

use crate::condition::{self, Condition};
use crate::model::{Model, Slot};
use crate::query;

/// A type whose page documents relationships, which a request can [`expand`](crate::Request::expand).
///
/// Generated code has a field for each of them:
///
/// ```
/// use docmill_runtime::serde_json::Value;
/// use docmill_runtime::{Related, Relationship};
///
/// struct Folder;
///
/// struct Relationships {
///     children: Relationship<Value>,
///     permissions: Relationship<Value>,
/// }
///
/// impl Related for Folder {
///     type Relationships = Relationships;
///     const RELATIONSHIPS: Relationships = Relationships {
///         children: Relationship::new("children"),
///         permissions: Relationship::new("permissions"),
///     };
/// }
/// let all = Folder::RELATIONSHIPS;
/// let children = all.children.select_named(["id", "name"]).top(5);
/// assert_eq!(children.to_string(), "children($select=id,name;$top=5)");
/// assert_eq!(all.permissions.to_string(), "permissions");
/// ```
#[diagnostic::on_unimplemented(
    message = "the page of `{Self}` documents no relationships",
    label = "no documented relationships",
    note = "`expand_named` takes names as text"
)]
pub trait Related {
    /// A field for each relationship.
    type Relationships;
    /// All of them.
    const RELATIONSHIPS: Self::Relationships;
}

/// A relationship to one or many `T`, and what is to be sent of them: all of it unless a method says
/// otherwise. `Display` gives it as `$expand` has it.
///
/// ```
/// use docmill_runtime::Relationship;
///
/// let messages = Relationship::<String>::new("messages")
///     .filter("isRead eq false")
///     .order_by_named(["subject desc"])
///     .expand_named(["attachments"])
///     .skip(10);
/// assert_eq!(
///     messages.to_string(),
///     "messages($filter=isRead eq false;$orderby=subject desc;$expand=attachments;$skip=10)",
/// );
/// ```
#[derive(Clone, PartialEq, Eq)]
#[must_use = "it does nothing until a request expands it"]
pub struct Relationship<T> {
    name: &'static str,
    options: Vec<(&'static str, String)>,
    /// Whether something was chosen that is no field of `T`.
    foreign: bool,
    to: PhantomData<fn() -> T>,
}

impl<T> Relationship<T> {
    /// The relationship of this name on the wire.
    pub const fn new(name: &'static str) -> Self {
        Self { name, options: Vec::new(), foreign: false, to: PhantomData }
    }

    /// The properties to send, chosen among those of the documented type: `$select`. Adds to earlier
    /// ones. See [`Request::select`](crate::Request::select).
    pub fn select<const N: usize>(
        self,
        properties: impl for<'m> FnOnce(&'m T) -> [&'m dyn Slot; N],
    ) -> Self
    where
        T: Model,
    {
        self.add_chosen("$select", query::names(properties))
    }

    /// [`select`](Self::select) by text, for what no page documents.
    pub fn select_named<S: AsRef<str>>(mut self, properties: impl IntoIterator<Item = S>) -> Self {
        self.add("$select", properties);
        self
    }

    /// Relationships of what is sent along, to be sent along with it: `$expand`. Adds to earlier ones.
    pub fn expand<E: Expansions>(self, choose: impl FnOnce(T::Relationships) -> E) -> Self
    where
        T: Related,
    {
        self.add_chosen("$expand", choose(T::RELATIONSHIPS).expansions())
    }

    /// [`expand`](Self::expand) by text, for what no page documents.
    pub fn expand_named<S: AsRef<str>>(
        mut self,
        relationships: impl IntoIterator<Item = S>,
    ) -> Self {
        self.add("$expand", relationships);
        self
    }

    /// The condition on properties of the documented type: `$filter`. See [`Condition`].
    pub fn filter_by(mut self, condition: impl for<'m> FnOnce(&'m T) -> Condition<'m>) -> Self
    where
        T: Model,
    {
        match condition::chosen(condition) {
            Some(condition) => self.set("$filter", condition),
            None => {
                self.foreign = true;
                self
            }
        }
    }

    /// [`filter_by`](Self::filter_by) by text, in OData's language.
    pub fn filter(self, condition: &str) -> Self {
        self.set("$filter", condition.to_owned())
    }

    /// The properties to sort by, smallest first: `$orderby`. Adds to earlier ones.
    pub fn order_by<const N: usize>(
        self,
        properties: impl for<'m> FnOnce(&'m T) -> [&'m dyn Slot; N],
    ) -> Self
    where
        T: Model,
    {
        self.add_chosen("$orderby", query::names(properties))
    }

    /// The properties to sort by, largest first: `$orderby`. Adds to earlier ones.
    pub fn order_by_descending<const N: usize>(
        self,
        properties: impl for<'m> FnOnce(&'m T) -> [&'m dyn Slot; N],
    ) -> Self
    where
        T: Model,
    {
        let names = query::names(properties);
        let descending = names.map(|names| names.into_iter().map(|name| format!("{name} desc")));
        self.add_chosen("$orderby", descending)
    }

    /// [`order_by`](Self::order_by) by text, such as `name desc`.
    pub fn order_by_named<S: AsRef<str>>(mut self, keys: impl IntoIterator<Item = S>) -> Self {
        self.add("$orderby", keys);
        self
    }

    /// At most this many: `$top`.
    pub fn top(self, count: u32) -> Self {
        self.set("$top", count.to_string())
    }

    /// Without the first so many: `$skip`.
    pub fn skip(self, count: u32) -> Self {
        self.set("$skip", count.to_string())
    }

    /// With the number of all: `$count=true`.
    pub fn count(self) -> Self {
        self.set("$count", "true".to_owned())
    }

    fn set(mut self, option: &'static str, value: String) -> Self {
        self.options.retain(|(other, _)| *other != option);
        self.options.push((option, value));
        self
    }

    /// Adds what was chosen, if all of it is part of the model.
    fn add_chosen<S: AsRef<str>>(
        mut self,
        option: &'static str,
        chosen: Option<impl IntoIterator<Item = S>>,
    ) -> Self {
        match chosen {
            Some(items) => self.add(option, items),
            None => self.foreign = true,
        }
        self
    }

    fn add<S: AsRef<str>>(&mut self, option: &'static str, items: impl IntoIterator<Item = S>) {
        for item in items {
            match self.options.iter_mut().find(|(other, _)| *other == option) {
                Some((_, list)) => {
                    list.push(',');
                    list.push_str(item.as_ref());
                }
                None => self.options.push((option, item.as_ref().to_owned())),
            }
        }
    }
}

impl<T> fmt::Display for Relationship<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)?;
        for (index, (option, value)) in self.options.iter().enumerate() {
            f.write_char(if index == 0 { '(' } else { ';' })?;
            write!(f, "{option}={value}")?;
        }
        if self.options.is_empty() { Ok(()) } else { f.write_char(')') }
    }
}

/// `Debug` shows no values: conditions have data of people in them.
impl<T> fmt::Debug for Relationship<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Relationship").field(&self.name).finish_non_exhaustive()
    }
}

/// What [`expand`](crate::Request::expand) takes: one [`Relationship`], or several in a tuple.
///
/// ```
/// use docmill_runtime::serde_json::Value;
/// use docmill_runtime::{Expansions, Relationship};
///
/// let children = Relationship::<Value>::new("children");
/// let owner = Relationship::<String>::new("owner").select_named(["id"]);
/// let both = (children, owner).expansions();
/// assert_eq!(both, Some(vec!["children".to_owned(), "owner($select=id)".to_owned()]));
/// ```
#[diagnostic::on_unimplemented(
    message = "`expand` takes a relationship, or several in a tuple",
    label = "no relationship, and no tuple of some",
    note = "write `.expand(|it| it.owner)`, or `.expand(|it| (it.owner, it.children))`"
)]
pub trait Expansions {
    /// As they stand in `$expand`; `None` if one of them has chosen what is no field of its model.
    fn expansions(self) -> Option<Vec<String>>;
}

impl<T> Expansions for Relationship<T> {
    fn expansions(self) -> Option<Vec<String>> {
        (!self.foreign).then(|| vec![self.to_string()])
    }
}

macro_rules! tuples {
    ($(($($name:ident)+))*) => {$(
        impl<$($name: Expansions),+> Expansions for ($($name,)+) {
            fn expansions(self) -> Option<Vec<String>> {
                #[allow(non_snake_case, reason = "a type and its value have one name")]
                let ($($name,)+) = self;
                let mut all = Vec::new();
                $(all.extend($name.expansions()?);)+
                Some(all)
            }
        }
    )*};
}

tuples! { (A) (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) }
