//! Tables: what generated types tell the runtime, in calls of its macros.
//!
//! Formatters leave alone what stands in such calls, so a table is written line by line.

use std::fmt::Display;

use proc_macro2::TokenStream;

use crate::emit::file::aside::{Aside, literal};
use crate::emit::names::naming::RustIdent;

/// A struct's fields or an enum's variants, each with what it is called on the wire.
type Row<'a> = (&'a RustIdent, &'a str);

/// What a struct has per property.
pub fn model<'a>(
    aside: &Aside,
    ident: &RustIdent,
    full_name: &str,
    fields: impl Iterator<Item = Row<'a>>,
) -> TokenStream {
    let head = format!("{ident} = {}", literal(full_name));
    call(aside, "impl_model", &head, numbered(fields))
}

/// Who writes an enum's comparisons.
#[derive(Clone, Copy)]
pub enum Comparisons {
    /// The macro.
    Implemented,
    /// The enum derives them.
    Derived,
}

/// What an enum has per member, and the variant that keeps other values.
pub fn open_enum<'a>(
    aside: &Aside,
    comparisons: Comparisons,
    ident: &RustIdent,
    full_name: &str,
    variants: impl Iterator<Item = Row<'a>>,
    fallback: &RustIdent,
) -> TokenStream {
    let derived = match comparisons {
        Comparisons::Implemented => "",
        Comparisons::Derived => "derived ",
    };
    let head = format!("{derived}{ident} = {}", literal(full_name));
    let variants = variants.map(|(variant, wire)| named(variant, wire));
    call(aside, "impl_open_enum", &head, variants.chain([format!("_ => {fallback}")]))
}

/// What an enum over a base type has per derived type, and for the base type itself.
pub fn polymorphic<'a>(
    aside: &Aside,
    ident: &RustIdent,
    derived: impl Iterator<Item = Row<'a>>,
    (base, base_name): Row<'_>,
) -> TokenStream {
    let base = format!("_ => {}", named(base, base_name));
    call(aside, "impl_polymorphic", ident, numbered(derived).chain([base]))
}

fn numbered<'a>(rows: impl Iterator<Item = Row<'a>>) -> impl Iterator<Item = String> {
    rows.enumerate().map(|(index, (ident, wire))| format!("{index} => {}", named(ident, wire)))
}

fn named(ident: &RustIdent, wire: &str) -> String {
    format!("{ident} = {}", literal(wire))
}

fn call(
    aside: &Aside,
    name: &str,
    head: &impl Display,
    rows: impl Iterator<Item = String>,
) -> TokenStream {
    let mut code = format!("docmill_runtime::{name}! {{\n    {head} {{\n");
    for row in rows {
        code.push_str("        ");
        code.push_str(&row);
        code.push_str(",\n");
    }
    code.push_str("    }\n}\n");
    aside.put_code(code)
}
