//! Base types that stand for what is derived from them.

use super::json::ValueEntries;
use super::serialize::TYPE;
use super::{AnyModel, Entries, Event, Fault, Place, View, read_model};
use serde_json::Value as Json;

/// An enum over a documented base type and the types derived from it;
/// [`impl_polymorphic!`](crate::impl_polymorphic) implements it.
///
/// Reading chooses the variant by `@odata.type`, wherever in the object it stands, with or without
/// its leading `#` and in any casing. No `@odata.type`, or one that the table does not list, gives
/// the base variant, whose `rest` keeps everything.
///
/// What the base type has, all types have; [`inherited`](crate::inherited) reads it.
pub trait Polymorphic: Sized {
    /// The base type's full name.
    const NAME: &'static str;
    /// The derived types' full names.
    const DERIVED: &'static [&'static str];

    /// An empty value of a derived type, by its index in [`DERIVED`](Self::DERIVED); of the base
    /// type for `None`.
    fn create(derived: Option<usize>) -> Self;
    /// Which type this is; `None` for the base type.
    fn derived(&self) -> Option<usize>;
    /// The model inside.
    fn model(&self) -> &dyn AnyModel;
    /// The model inside, to be written.
    fn model_mut(&mut self) -> &mut dyn AnyModel;

    /// How the value is written: a derived type names itself, the base type does not.
    fn polymorphic_view(&self) -> View<'_> {
        match self.derived().and_then(|index| Self::DERIVED.get(index)) {
            Some(name) => View::Derived(name, self.model()),
            None => View::Model(self.model()),
        }
    }
}

/// Reads an object into the variant that its `@odata.type` names.
///
/// # Errors
///
/// No object, or one with a property that holds no value of its type.
pub fn read_polymorphic<P: Polymorphic>(event: Event<'_>) -> Result<P, Fault> {
    let Event::Map(entries) = event else {
        return Err(event.unexpected("an object"));
    };
    let mut early = ValueEntries::default();
    let type_name = read_to_type(&mut early, entries)?;
    let mut value = P::create(type_name.as_deref().and_then(|name| choose(P::DERIVED, name)));
    let mut all = Chain {
        early,
        // Without a type everything has been read already.
        late: type_name.is_some().then_some(entries),
        in_early: true,
    };
    read_model(value.model_mut(), &mut all)?;
    Ok(value)
}

/// Reads up to and with `@odata.type`, setting aside what stands before it: nothing, as a rule.
/// `None` if the object ended without one.
fn read_to_type(
    early: &mut ValueEntries,
    entries: &mut dyn Entries,
) -> Result<Option<String>, Fault> {
    loop {
        let mut name = String::new();
        if !entries.next_key(&mut |key| key.clone_into(&mut name))? {
            return Ok(None);
        }
        let mut value = Json::Null;
        entries.next_value(&mut value).map_err(|fault| fault.in_property(&name))?;
        let type_name = (name == TYPE).then(|| value.as_str().unwrap_or_default().to_owned());
        early.push(name, value);
        if type_name.is_some() {
            return Ok(type_name);
        }
    }
}

fn choose(derived: &[&str], type_name: &str) -> Option<usize> {
    let type_name = type_name.strip_prefix('#').unwrap_or(type_name);
    derived.iter().position(|name| name.eq_ignore_ascii_case(type_name))
}

/// What was set aside, then what is still to come.
struct Chain<'a> {
    early: ValueEntries,
    late: Option<&'a mut dyn Entries>,
    in_early: bool,
}

impl Entries for Chain<'_> {
    fn next_key(&mut self, key: &mut dyn FnMut(&str)) -> Result<bool, Fault> {
        if self.in_early && self.early.next_key(key)? {
            return Ok(true);
        }
        self.in_early = false;
        match &mut self.late {
            Some(late) => late.next_key(key),
            None => Ok(false),
        }
    }

    fn next_value(&mut self, place: &mut dyn Place) -> Result<(), Fault> {
        match &mut self.late {
            Some(late) if !self.in_early => late.next_value(place),
            _ => self.early.next_value(place),
        }
    }
}
