//! Models: what a generated struct says about itself, and the routines that do the rest.
//!
//! A generated struct implements [`Model`], which is a table and nothing else. Reading, writing and
//! printing are written once, here, over trait objects: nothing in this module is generic over the
//! model type, so a thousand models cost a thousand small tables to compile. The traits are
//!
//! - [`Model`]: the table of a struct; [`AnyModel`] is its object-safe form;
//! - [`Slot`]: a field, present or not ([`Option`], [`Patch`](crate::Patch));
//! - [`Wire`]: a value: how it is read from an [`Event`] and shown as a [`View`];
//! - [`Polymorphic`]: an enum over the types derived from one base.

mod copy;
mod debug;
mod deserialize;
mod equal;
mod event;
mod fault;
mod inherited;
mod json;
mod macros;
mod polymorphic;
mod properties;
mod rest;
mod serialize;
mod slot;
mod wire;

pub use self::copy::{copied, copied_polymorphic};
pub use self::debug::debug;
pub(crate) use self::deserialize::read_json;
pub use self::deserialize::{read, read_model};
pub use self::equal::{equal, equal_polymorphic};
pub use self::event::{Entries, Event, Items};
pub use self::fault::Fault;
pub use self::inherited::{Inherited, inherited, into_base};
pub use self::json::read_value;
pub use self::polymorphic::{Polymorphic, read_polymorphic};
pub use self::rest::Rest;
pub(crate) use self::slot::copy_and_equals;
pub use self::slot::{Place, Slot};
pub use self::wire::{AnyList, View, Wire};

/// A struct that stands for a documented type, as a table of its fields;
/// [`impl_model!`](crate::impl_model) implements it. A model is a [`Wire`].
pub trait Model: Default {
    /// The type's full name in the documentation, such as `microsoft.graph.itemPhone`.
    const NAME: &'static str;
    /// The properties' names on the wire, in the order of their slots.
    const PROPERTIES: &'static [&'static str];

    /// The field at this index of [`PROPERTIES`](Self::PROPERTIES). Only asked for indices that
    /// exist; for others the answer is `rest`.
    fn slot(&self, index: usize) -> &dyn Slot;
    /// The same field, to be written.
    fn slot_mut(&mut self, index: usize) -> &mut dyn Slot;
    /// What arrived and is not documented.
    fn rest(&self) -> &Rest;
    /// The same, to be written.
    fn rest_mut(&mut self) -> &mut Rest;

    /// With a property that no page documents, such as one of an extension or a `manager@odata.bind`,
    /// between setters of those that are documented.
    ///
    /// ```
    /// use docmill_runtime::Model as _;
    /// use serde_json::json;
    ///
    /// # #[derive(Default)]
    /// # pub struct Group { pub name: Option<String>, pub rest: docmill_runtime::Rest }
    /// # docmill_runtime::impl_model! { Group = "group" { 0 => name = "displayName" } }
    /// # impl Group {
    /// #     fn new() -> Self { Self::default() }
    /// #     fn name(mut self, name: &str) -> Self { self.name = Some(name.to_owned()); self }
    /// # }
    /// let group = Group::new()
    ///     .with_undocumented("ext7_courses", json!({"courseId": 123}))
    ///     .name("Readers");
    /// assert_eq!(
    ///     serde_json::to_string(&group)?,
    ///     r#"{"displayName":"Readers","ext7_courses":{"courseId":123}}"#,
    /// );
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    fn with_undocumented(mut self, name: &str, value: impl Into<serde_json::Value>) -> Self {
        self.rest_mut().set(name, value);
        self
    }
}

/// A type that contains itself holds itself boxed.
impl<M: Model> Model for Box<M> {
    const NAME: &'static str = M::NAME;
    const PROPERTIES: &'static [&'static str] = M::PROPERTIES;

    fn slot(&self, index: usize) -> &dyn Slot {
        M::slot(self, index)
    }

    fn slot_mut(&mut self, index: usize) -> &mut dyn Slot {
        M::slot_mut(self, index)
    }

    fn rest(&self) -> &Rest {
        M::rest(self)
    }

    fn rest_mut(&mut self) -> &mut Rest {
        M::rest_mut(self)
    }
}

/// The values of a list, each converted: what setters of lists take.
///
/// ```
/// let names: Vec<String> = docmill_runtime::collect(["Ada", "Grace"]);
/// assert_eq!(names, ["Ada", "Grace"]);
/// ```
pub fn collect<T>(values: impl IntoIterator<Item = impl Into<T>>) -> Vec<T> {
    values.into_iter().map(Into::into).collect()
}

/// [`Model`] as a trait object; implemented for every model.
pub trait AnyModel {
    /// [`Model::NAME`].
    fn name(&self) -> &'static str;
    /// [`Model::PROPERTIES`].
    fn properties(&self) -> &'static [&'static str];
    /// [`Model::slot`].
    fn slot(&self, index: usize) -> &dyn Slot;
    /// [`Model::slot_mut`].
    fn slot_mut(&mut self, index: usize) -> &mut dyn Slot;
    /// [`Model::rest`].
    fn rest(&self) -> &Rest;
    /// [`Model::rest_mut`].
    fn rest_mut(&mut self) -> &mut Rest;
}

impl<M: Model> AnyModel for M {
    fn name(&self) -> &'static str {
        M::NAME
    }

    fn properties(&self) -> &'static [&'static str] {
        M::PROPERTIES
    }

    fn slot(&self, index: usize) -> &dyn Slot {
        Model::slot(self, index)
    }

    fn slot_mut(&mut self, index: usize) -> &mut dyn Slot {
        Model::slot_mut(self, index)
    }

    fn rest(&self) -> &Rest {
        Model::rest(self)
    }

    fn rest_mut(&mut self) -> &mut Rest {
        Model::rest_mut(self)
    }
}
