//! What arrived and is not documented.

use serde_json::Value as Json;

/// The properties of an object that its documentation does not list, in the order of arrival.
///
/// A model without any pays one pointer for it.
///
/// Also the place where a documented property that arrived as `null` is remembered, so that writing
/// the model gives the null back; a value in the field then goes before it. Numbers are kept as
/// `serde_json` keeps them: whole numbers of 64 bits and doubles.
///
/// ```
/// use docmill_runtime::Rest;
///
/// let mut rest = Rest::default();
/// rest.set("extension", true);
/// assert_eq!(rest.get("extension"), Some(&serde_json::Value::Bool(true)));
/// assert_eq!(rest.remove("extension"), Some(serde_json::Value::Bool(true)));
/// assert!(rest.is_empty());
/// ```
#[derive(Clone, Debug, Default)]
#[allow(clippy::box_collection, reason = "nearly always empty, and in every model")]
pub struct Rest(Option<Box<Vec<Entry>>>);

type Entry = (Box<str>, Json);

impl Rest {
    /// Nothing undocumented.
    pub const fn new() -> Self {
        Self(None)
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many properties there are.
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |entries| entries.len())
    }

    /// The value under this name; casing matters.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.iter().find_map(|(key, value)| (key == name).then_some(value))
    }

    /// Puts a value under this name, in place of the one that was there.
    #[doc(alias = "insert")]
    pub fn set(&mut self, name: &str, value: impl Into<Json>) {
        self.set_owned(name.into(), value.into());
    }

    pub(super) fn set_owned(&mut self, name: Box<str>, value: Json) {
        let entries = self.0.get_or_insert_with(Box::default);
        match entries.iter_mut().find(|(key, _)| *key == name) {
            Some((_, old)) => *old = value,
            None => entries.push((name, value)),
        }
    }

    /// Takes the value under this name out.
    pub fn remove(&mut self, name: &str) -> Option<Json> {
        let entries = self.0.as_mut()?;
        let index = entries.iter().position(|(key, _)| **key == *name)?;
        let (_, value) = entries.remove(index);
        if entries.is_empty() {
            self.0 = None;
        }
        Some(value)
    }

    /// The `ETag` that came with the object, `@odata.etag`: what
    /// [`if_match`](crate::Request::if_match) takes.
    ///
    /// ```
    /// use docmill_runtime::Rest;
    ///
    /// let mut rest = Rest::new();
    /// rest.set("@odata.etag", "W/\"1\"");
    /// assert_eq!(rest.etag(), Some("W/\"1\""));
    /// ```
    pub fn etag(&self) -> Option<&str> {
        self.get("@odata.etag")?.as_str()
    }

    /// All names and values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.0.iter().flat_map(|entries| entries.iter()).map(|(key, value)| (&**key, value))
    }
}

/// In any order: JSON's objects have none, and a null that is remembered is written at its property's
/// place.
impl PartialEq for Rest {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|(name, value)| other.get(name) == Some(value))
    }
}

impl super::Place for Rest {
    fn put(&mut self, _: super::Event<'_>) -> Result<(), super::Fault> {
        Err(super::Fault::new("the type has no properties"))
    }
}

/// Never used as a field: a model needs something to answer with where there is no field.
impl super::Slot for Rest {
    fn view(&self) -> super::View<'_> {
        super::View::Absent
    }

    super::copy_and_equals!();
}
