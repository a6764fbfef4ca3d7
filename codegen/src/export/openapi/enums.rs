//! Enums: a list in the documentation, open on the wire.

use super::context::Context;
use super::objects::{EnumFlags, JsonType, Schema};
use crate::emit::unique;
use crate::ir::{Enum, Member};

/// One of the documented members, or any other text.
pub(super) fn schema(context: &Context<'_>, definition: &Enum) -> Schema {
    let members = unique::members(definition);
    let mut descriptions: Vec<String> =
        members.iter().map(|member| said_of(context, member)).collect();
    if descriptions.iter().all(String::is_empty) {
        descriptions.clear();
    }
    let name = |name: &str| name.to_owned();
    let opt_in = members.iter().filter(|member| member.opt_in);
    let documented = Schema {
        values: members.iter().map(|member| name(member.name.as_str())).collect(),
        value_descriptions: descriptions,
        opt_in_values: opt_in.map(|member| name(member.name.as_str())).collect(),
        ..Schema::of(JsonType::String)
    };
    let text = Schema::of(JsonType::String);
    let whole = if members.is_empty() {
        text
    } else {
        Schema { any_of: vec![documented, text], ..Schema::default() }
    };
    Schema {
        description: context
            .prose
            .with_deprecation(&definition.description, definition.deprecated.as_ref()),
        deprecated: definition.deprecated.is_some(),
        flags: definition.flags.then_some(EnumFlags { is_flags: true }),
        page: Some(definition.source.page.to_string()),
        ..whole
    }
}

/// What the pages say of a member.
fn said_of(context: &Context<'_>, member: &Member) -> String {
    context.prose.with_deprecation(&member.description, member.deprecated.as_ref())
}
