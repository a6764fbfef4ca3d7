//! What a thing was, or is, in a few words.

use std::fmt::{self, Display as _};

use super::change::State;
use super::compare::permissions;
use super::symbol::Caller;
use crate::ir::{
    Access, Alternative, Body, Nullability, Permissions, Requirement, Scopes, TypeKind, TypeWords,
};

/// As programs read it.
impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_state(f, self, TypeWords::OData)
    }
}

impl State {
    /// In a few words, for people.
    pub fn told(&self, words: TypeWords) -> impl fmt::Display {
        Told { state: self, words }
    }
}

struct Told<'a> {
    state: &'a State,
    words: TypeWords,
}

impl fmt::Display for Told<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_state(f, self.state, self.words)
    }
}

fn write_state(f: &mut fmt::Formatter<'_>, state: &State, words: TypeWords) -> fmt::Result {
    match state {
        State::Type(ty) => ty.name.fmt(f),
        State::Enum(definition) => definition.name.fmt(f),
        State::Property(property) => words.of(&property.ty).fmt(f),
        State::Member(member) => member.name.fmt(f),
        State::Operation(operation) => operation.name.fmt(f),
        State::Path(path) => path.fmt(f),
        State::Name(name) => f.write_str(name),
        State::Function(name) => name.fmt(f),
        State::TypeRef(ty) => words.of(ty).fmt(f),
        State::Base(name) => name.fmt(f),
        State::Kind(TypeKind::Complex) => f.write_str("complex"),
        State::Kind(TypeKind::Entity) => f.write_str("entity"),
        State::Access(Access::ReadWrite) => f.write_str("read-write"),
        State::Access(Access::ReadOnly) => f.write_str("read-only"),
        State::Nullability(Nullability::Unsaid) => f.write_str("nothing said of null"),
        State::Nullability(Nullability::Nullable) => f.write_str("nullable"),
        State::Nullability(Nullability::NotNullable) => f.write_str("not nullable"),
        State::Flag { value: true, word } => f.write_str(word),
        State::Flag { value: false, word } => write!(f, "not {word}"),
        State::Body(body) => write_body(f, body),
        State::BodyProperty(property) => {
            write!(f, "{}{}", words.of(&property.ty), required(property.requirement))
        }
        State::Header(header) => write!(f, "header{}", required(header.requirement)),
        State::QueryParameter(_) => f.write_str("query parameter"),
        State::QueryOption(option) => f.write_str(option.as_str()),
        State::Requirement(Requirement::Optional) => f.write_str("optional"),
        State::Requirement(Requirement::Required) => f.write_str("required"),
        State::Response(response) => match &response.ty {
            None => f.write_str("no body"),
            Some(ty) if response.may_be_empty => write!(f, "{}, or no body", words.of(ty)),
            Some(ty) => words.of(ty).fmt(f),
        },
        State::Status(Some(status)) => status.fmt(f),
        State::Status(None) => f.write_str("no status"),
        State::Scopes(scopes) => write_scopes(f, scopes),
        State::Permissions(permissions) => write_permissions(f, permissions),
        State::Deprecation(deprecation) => f.write_str(&deprecation.note),
        State::Texts(texts) => f.write_str(&texts.join("\n\n")),
        State::Examples(examples) => match examples.len() {
            1 => f.write_str("1 example"),
            count => write!(f, "{count} examples"),
        },
        State::SaidOfExamples(examples) => {
            let texts = examples.iter().flat_map(|it| [&*it.title, &*it.description]);
            write_paragraphs(f, texts)
        }
        State::SaidOfPaths(remarks) => {
            write_paragraphs(f, remarks.iter().map(|remark| &*remark.text))
        }
        State::Names(names) => f.write_str(&names.join(", ")),
    }
}

fn write_paragraphs<'t>(
    f: &mut fmt::Formatter<'_>,
    texts: impl Iterator<Item = &'t str>,
) -> fmt::Result {
    let texts: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
    f.write_str(&texts.join("\n\n"))
}

fn required(requirement: Requirement) -> &'static str {
    match requirement {
        Requirement::Required => ", required",
        Requirement::Optional => "",
    }
}

fn write_body(f: &mut fmt::Formatter<'_>, body: &Body) -> fmt::Result {
    match body {
        Body::None => f.write_str("no body"),
        Body::Resource(name) => f.write_str(name.as_str()),
        Body::Properties { of: Some(of), .. } => write!(f, "properties of {of}"),
        Body::Properties { of: None, properties } => {
            let names: Vec<&str> =
                properties.iter().map(|property| property.name.as_str()).collect();
            write!(f, "{{{}}}", names.join(", "))
        }
        Body::Reference => f.write_str("a link to an entity"),
        Body::Bytes(media) => f.write_str(media),
        Body::Multipart { media, alone, .. } if alone.is_empty() => f.write_str(media),
        Body::Multipart { media, alone, .. } => write!(f, "{media} or {}", alone.join(" or ")),
        Body::Json => f.write_str("JSON"),
    }
}

fn write_scopes(f: &mut fmt::Formatter<'_>, scopes: &Scopes) -> fmt::Result {
    if scopes.is_empty() {
        return f.write_str("not supported");
    }
    // Alternatives have no order; printing them in one keeps fingerprints still.
    let sorted = |scopes: &[Alternative]| {
        let mut scopes: Vec<&str> = scopes.iter().map(Alternative::as_str).collect();
        scopes.sort_unstable();
        scopes.dedup();
        scopes.join(" or ")
    };
    f.write_str(&sorted(&scopes.least))?;
    if !scopes.higher.is_empty() {
        let also = if scopes.least.is_empty() { "" } else { "; also " };
        write!(f, "{also}{}", sorted(&scopes.higher))?;
    }
    Ok(())
}

/// Of each kind of caller that has any.
fn write_permissions(f: &mut fmt::Formatter<'_>, permissions: &Permissions) -> fmt::Result {
    if permissions.is_empty() {
        return f.write_str("not said");
    }
    let mut separator = "";
    for caller in Caller::ALL {
        let scopes = permissions::scopes(permissions, caller);
        if !scopes.is_empty() {
            write!(f, "{separator}{caller}: ")?;
            write_scopes(f, scopes)?;
            separator = ", ";
        }
    }
    Ok(())
}
