//! What a struct has once per field: a declaration, and setters. There are tens of thousands of them,
//! in a dozen shapes.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};

use super::structs::Holder;
use crate::emit::Context;
use crate::emit::file::template::Template;
use crate::emit::rustdoc::Docs;

/// A member to write.
#[derive(Clone, Debug)]
pub enum Member {
    /// `pub name: Option<Type>,`
    Field { holder: Holder, name: TokenStream, ty: TokenStream },
    /// `pub fn name(mut self, value: impl Into<Type>) -> Self`
    Setter { holder: Holder, input: Input, name: TokenStream, ty: TokenStream },
    /// `pub fn null(mut self) -> Self`, which sets the field of that name.
    Null { name: TokenStream, null: TokenStream },
}

/// What members have in common that differ in their words only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Shape {
    Field(Holder),
    Setter(Holder, Input),
    Null,
}

/// How a value comes in: whatever converts to it, except numbers and truth values, where a literal
/// would have no type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Input {
    List,
    Literal,
    Boxed,
    Converted,
}

impl Input {
    /// The argument, and its value as the field holds it.
    pub fn quote(self, name: &impl ToTokens, ty: &impl ToTokens) -> (TokenStream, TokenStream) {
        match self {
            Self::List => (
                quote!(#name: impl IntoIterator<Item = impl Into<#ty>>),
                quote!(docmill_runtime::collect(#name)),
            ),
            Self::Literal => (quote!(#name: #ty), quote!(#name)),
            Self::Boxed => (quote!(#name: impl Into<#ty>), quote!(Box::new(#name.into()))),
            Self::Converted => (quote!(#name: impl Into<#ty>), quote!(#name.into())),
        }
    }
}

/// What stands for a member's words while its template is formatted. Short, so that no line is broken
/// for them; nothing else in a member is called so.
const STAND_INS: [&str; 2] = ["name_", "Other_"];

impl Shape {
    /// Every shape.
    fn all() -> impl Iterator<Item = Self> {
        let holders = [Holder::Option, Holder::Patch];
        let inputs = [Input::List, Input::Literal, Input::Boxed, Input::Converted];
        let setters = holders
            .into_iter()
            .flat_map(move |holder| inputs.map(|input| Self::Setter(holder, input)));
        holders.map(Self::Field).into_iter().chain(setters).chain([Self::Null])
    }

    /// The member of that shape with these words, in the order of [`Member::words`].
    fn member(self, [name, other]: [TokenStream; 2]) -> Member {
        match self {
            Self::Field(holder) => Member::Field { holder, name, ty: other },
            Self::Setter(holder, input) => Member::Setter { holder, input, name, ty: other },
            Self::Null => Member::Null { name, null: other },
        }
    }

    fn template(self) -> Template {
        let words = STAND_INS.map(|word| format_ident!("{word}").into_token_stream());
        Template::new(self.member(words).in_place(), STAND_INS)
    }
}

impl Member {
    fn shape(&self) -> Shape {
        match self {
            Self::Field { holder, .. } => Shape::Field(*holder),
            Self::Setter { holder, input, .. } => Shape::Setter(*holder, *input),
            Self::Null { .. } => Shape::Null,
        }
    }

    /// The words in which it differs from others of its shape.
    fn words(&self) -> [&TokenStream; 2] {
        match self {
            Self::Field { name, ty, .. } | Self::Setter { name, ty, .. } => [name, ty],
            Self::Null { name, null } => [name, null],
        }
    }

    fn quote(&self) -> TokenStream {
        match self {
            Self::Field { holder: Holder::Option, name, ty } => quote!(pub #name: Option<#ty>,),
            Self::Field { holder: Holder::Patch, name, ty } => {
                quote!(pub #name: docmill_runtime::Patch<#ty>,)
            }
            Self::Setter { holder, input, name, ty } => {
                let (argument, value) = input.quote(&quote!(value), ty);
                let some = match holder {
                    Holder::Option => quote!(Some),
                    Holder::Patch => quote!(docmill_runtime::Patch::Value),
                };
                quote! {
                    #[must_use]
                    pub fn #name(mut self, #argument) -> Self {
                        self.#name = #some(#value);
                        self
                    }
                }
            }
            Self::Null { name, null } => quote! {
                #[must_use]
                pub fn #null(mut self) -> Self {
                    self.#name = docmill_runtime::Patch::Null;
                    self
                }
            },
        }
    }

    /// The member where members of its kind stand, in braces.
    fn in_place(&self) -> TokenStream {
        let code = self.quote();
        if self.is_function() { quote!(impl X { #code }) } else { quote!(struct X { #code }) }
    }

    fn is_function(&self) -> bool {
        matches!(self, Self::Setter { .. } | Self::Null { .. })
    }
}

/// The template of each shape.
#[derive(Debug)]
pub struct Templates(BTreeMap<Shape, Template>);

impl Templates {
    /// Formats all of them.
    pub fn new() -> Self {
        Self(Shape::all().map(|shape| (shape, shape.template())).collect())
    }
}

/// Members in their order: as text where a template can be filled in, else as tokens.
pub struct Members<'c, 'a> {
    context: &'c Context<'a>,
    tokens: TokenStream,
    /// What has been filled in since the last tokens.
    text: String,
    are_functions: bool,
}

impl<'c, 'a> Members<'c, 'a> {
    /// None yet.
    pub fn new(context: &'c Context<'a>) -> Self {
        let (tokens, text) = (TokenStream::new(), String::new());
        Self { context, tokens, text, are_functions: false }
    }

    /// Adds one; attributes beside its documentation take the long way.
    pub fn push(&mut self, member: &Member, docs: Docs, attributes: &TokenStream) {
        let context = self.context;
        self.are_functions = member.is_function();
        let template = context.templates.0.get(&member.shape()).filter(|_| context.fills);
        let filled = template
            .filter(|_| attributes.is_empty())
            .and_then(|template| template.fill(member.words(), &context.aside));
        match filled {
            Some(code) => {
                if self.are_functions && !self.text.is_empty() {
                    self.text.push('\n');
                }
                docs.write(&mut self.text);
                self.text.push_str(&code);
            }
            None => {
                self.flush();
                let (docs, code) = (docs.outer(context), member.quote());
                self.tokens.extend(quote!(#docs #attributes #code));
            }
        }
    }

    fn flush(&mut self) {
        if self.text.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.text);
        self.tokens.extend(if self.are_functions {
            self.context.aside.put_code(text)
        } else {
            // Only an attribute can stand there, of what comes next.
            self.context.aside.put_code_before(text)
        });
    }

    /// All of them; fields must have another one behind them.
    pub fn finish(mut self) -> TokenStream {
        self.flush();
        self.tokens
    }
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;
    use proptest::prelude::*;

    use super::Shape;
    use crate::emit::file;
    use crate::emit::file::aside::Aside;
    use crate::emit::file::template::{INDENTATION, MARGIN};

    const TYPES: [&str; 7] = [
        "bool",
        "String",
        "model::TYPE",
        "Vec<model::TYPE>",
        "Box<enums::TYPE>",
        "docmill_runtime::Flags<enums::TYPE>",
        "Vec<docmill_runtime::serde_json::Value>",
    ];

    /// Words for a member, with a type, and a name in the type's place.
    fn words() -> impl Strategy<Value = (TokenStream, TokenStream, TokenStream)> {
        let ty = (prop::sample::select(TYPES.as_slice()), "[A-Z][a-z]{0,60}");
        ("[a-z_]{0,60}x", "[a-z_]{0,60}x_null", ty).prop_map(|(name, null, (ty, path))| {
            let ty = ty.replace("TYPE", &path);
            (
                name.parse().expect("an identifier"),
                ty.parse().expect("a type"),
                null.parse().expect("an identifier"),
            )
        })
    }

    proptest! {
        /// And what is not filled in is what would not fit.
        #[test]
        fn filled_in_or_formatted_is_the_same((name, ty, null) in words()) {
            for shape in Shape::all() {
                let other = if shape == Shape::Null { &null } else { &ty };
                let member = shape.member([name.clone(), other.clone()]);
                let template = shape.template();
                let filled = template.fill(member.words(), &Aside::default());
                let (text, _) = file::format_short(member.in_place());
                let lines: Vec<&str> = text.lines().collect();
                let lines = &lines[1..lines.len() - 1];
                if let Some(filled) = filled {
                    let lines = lines.iter().map(|line| format!("{}\n", &line[INDENTATION..]));
                    prop_assert_eq!(filled, lines.collect::<String>());
                } else {
                    let is_wide = lines.iter().any(|line| line.len() > MARGIN);
                    let is_broken = lines.len() > template.lines();
                    prop_assert!(is_wide || is_broken, "{member:?} has room\n{text}");
                }
            }
        }
    }
}
