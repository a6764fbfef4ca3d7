//! Printing for people: `Debug` of views and models.

use std::fmt;

use super::{AnyModel, View, Wire};

impl fmt::Debug for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            View::Absent => f.write_str("absent"),
            View::Null => f.write_str("null"),
            View::Bool(value) => value.fmt(f),
            View::I64(value) => value.fmt(f),
            View::U64(value) => value.fmt(f),
            View::F64(value) => value.fmt(f),
            View::Digits(text) => f.write_str(text),
            View::Str(text) => text.fmt(f),
            View::Text(ref text) => text.fmt(f),
            View::Model(model) | View::Derived(_, model) => model.fmt(f),
            View::Json(value) => fmt::Display::fmt(value, f),
            View::List(list) => {
                f.debug_list().entries((0..list.count()).map(|index| list.item(index))).finish()
            }
        }
    }
}

/// The type's short name and the properties that are there.
impl fmt::Debug for dyn AnyModel + '_ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.name();
        let short = name.rsplit_once('.').map_or(name, |(_, short)| short);
        let mut out = f.debug_struct(short);
        for (index, name) in self.properties().iter().enumerate() {
            match self.slot(index).view() {
                View::Absent => {}
                view => {
                    out.field(name, &view);
                }
            }
        }
        for (name, value) in self.rest().iter() {
            out.field(name, &View::Json(value));
        }
        out.finish()
    }
}

/// Prints a model, or the one inside a value of a base type: what `Debug` does.
#[doc(hidden)]
pub fn debug<T: Wire>(value: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    fmt::Debug::fmt(&value.view(), f)
}
