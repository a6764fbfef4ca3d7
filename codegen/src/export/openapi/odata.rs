//! Schemas that OData defines, whatever the pages are about.

use super::context::Context;
use super::objects::{Format, JsonType, Ordered, Schema};
use super::{names, values};
use crate::ir::{TypeRef, Value};

/// The key of what goes around every list.
pub(super) const COLLECTION: &str = "odata-collection";
/// The key of how services tell of errors.
pub(super) const ERROR: &str = "odata-error";
/// The key of a link to an entity.
pub(super) const REFERENCE: &str = "odata-reference";

/// The property that leads to the next page.
pub(super) const NEXT_LINK: &str = "@odata.nextLink";

/// What goes around every list.
pub(super) fn collection() -> Schema {
    let link = || Schema::formatted(JsonType::String, Format::Uri);
    let count = Schema { minimum: Some(0), ..Schema::formatted(JsonType::Integer, Format::Int64) };
    Schema::object(Ordered::from_iter([
        ("@odata.context".to_owned(), Schema::of(JsonType::String)),
        ("@odata.count".to_owned(), count.described("How many items there are on all pages.")),
        (NEXT_LINK.to_owned(), link().described("Where the next page is; absent on the last one.")),
        (
            "@odata.deltaLink".to_owned(),
            link().described("Where to ask for later changes, on the last page of a delta query."),
        ),
    ]))
    .described("A page of a list.")
}

/// A page of a list of values.
pub(super) fn collection_of(context: &Context<'_>, value: &Value) -> Schema {
    let items = Schema::array(values::single(context, value));
    let page = Schema {
        required: vec!["value".to_owned()],
        ..Schema::object(Ordered::from_iter([("value".to_owned(), items)]))
    };
    Schema { all_of: vec![Schema::reference(COLLECTION), page], ..Schema::default() }
}

/// The key of that.
pub(super) fn collection_key(context: &Context<'_>, value: &Value) -> String {
    let name = match value {
        Value::Type(name) => context.names.ty(name).map(str::to_owned),
        Value::Enum(name) => context.names.definition(name).map(str::to_owned),
        Value::Primitive(primitive) => Some(primitive.as_str().to_owned()),
        Value::Undocumented(_) | Value::Json => None,
    };
    let otherwise = || names::key(value.name().unwrap_or("Edm.Untyped"));
    format!("{}-collection-response", name.unwrap_or_else(otherwise))
}

/// One value where a whole object must be: `{"value": 1}`.
pub(super) fn wrapped(context: &Context<'_>, ty: &TypeRef) -> Schema {
    let value = values::schema(context, ty).or_null();
    Schema::object(Ordered::from_iter([("value".to_owned(), value)]))
}

/// How services tell of errors.
pub(super) fn error() -> Schema {
    let text = || Schema::of(JsonType::String);
    let detail = Schema::object(Ordered::from_iter([
        ("code".to_owned(), text()),
        ("message".to_owned(), text()),
        ("target".to_owned(), text().or_null()),
    ]));
    let error = Schema {
        required: vec!["code".to_owned(), "message".to_owned()],
        ..Schema::object(Ordered::from_iter([
            ("code".to_owned(), text()),
            ("message".to_owned(), text()),
            ("target".to_owned(), text().or_null()),
            ("details".to_owned(), Schema::array(detail)),
            ("innerError".to_owned(), Schema::of(JsonType::Object)),
        ]))
    };
    Schema {
        required: vec!["error".to_owned()],
        ..Schema::object(Ordered::from_iter([("error".to_owned(), error)]))
    }
}

/// A link to an entity.
pub(super) fn reference() -> Schema {
    let id = "@odata.id".to_owned();
    let link = Schema::formatted(JsonType::String, Format::Uri);
    Schema {
        required: vec![id.clone()],
        ..Schema::object(Ordered::from_iter([(id, link.described("The address of the entity."))]))
    }
}
