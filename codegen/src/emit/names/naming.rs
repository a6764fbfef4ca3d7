//! Identifiers: how a documented name becomes one that Rust takes, and how two of them that become
//! one are told apart.

use std::fmt;
use std::sync::Arc;

use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt};
use rustc_hash::FxHashSet;

/// A valid identifier that is no keyword, written in ASCII.
///
/// Rust would take other letters too, but its lints about confusable ones would then make warnings
/// in generated code. A copy shares its text: a name stands in many namespaces.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RustIdent(Arc<str>);

impl RustIdent {
    /// The identifier's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// This identifier with words behind it: `number` and `null` give `number_null`.
    pub fn with_suffix(&self, words: &str) -> Self {
        Self(format!("{}_{words}", self.0.trim_end_matches('_')).into())
    }

    /// The variant that stands for the `number`th use of the same name.
    ///
    /// A trailing underscore is not doubled: rustc's lints ask for single ones.
    fn numbered(&self, number: usize, case: Case) -> Self {
        match case {
            Case::Camel => Self(format!("{}{number}", self.0.trim_end_matches('_')).into()),
            Case::Snake => Self(format!("{}_{number}", self.0.trim_end_matches('_')).into()),
        }
    }
}

impl fmt::Display for RustIdent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl ToTokens for RustIdent {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append(Ident::new(&self.0, Span::call_site()));
    }
}

/// Rust's two ways to write names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// `ItemPhone`: types and variants.
    Camel,
    /// `item_phone`: modules, functions, fields, arguments.
    Snake,
}

/// What a name is for. It decides the case, what the name may not be, and the word that stands in
/// where nothing of the documented name can be written in Rust.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// A struct or enum.
    Type,
    /// A variant of an open enum.
    Variant,
    /// A module at the crate's root.
    Module,
    /// A module inside `model` or `enums`: a file.
    File,
    /// An operation.
    Function,
    /// A field and its setter.
    Field,
    /// An argument.
    Argument,
}

impl Role {
    /// How such names are written.
    pub fn case(self) -> Case {
        match self {
            Self::Type | Self::Variant => Case::Camel,
            _ => Case::Snake,
        }
    }

    /// The word in messages, and the name itself where there is nothing else to build one from.
    pub fn word(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Variant => "member",
            Self::Module | Self::File => "module",
            Self::Function => "operation",
            Self::Field => "property",
            Self::Argument => "value",
        }
    }

    /// Names that mean something else in the place where such names stand.
    fn taken(self) -> &'static [&'static str] {
        match self {
            // Generated code writes these words of the prelude without a path.
            Self::Type => &[
                "Box",
                "Clone",
                "Default",
                "From",
                "Into",
                "IntoIterator",
                "None",
                "Option",
                "PartialEq",
                "Self",
                "Some",
                "String",
                "Vec",
            ],
            // Files that have another meaning to Cargo, to Windows or to the crate's own layout.
            Self::Module => &[
                "aux",
                "con",
                "docmill_runtime",
                "enums",
                "examples",
                "lib",
                "main",
                "model",
                "nul",
                "parameters",
                "prn",
                "relationships",
                "runtime",
                "std",
            ],
            Self::File => &["aux", "con", "nul", "prn"],
            // `FromStr`'s associated type, which is called `Self::Err`.
            Self::Variant => &["Err"],
            Self::Function => &[],
            // The constructors, the copy, what enums over a base type have beside the base's properties,
            // and the field that keeps unknown ones.
            Self::Field => &["clone", "default", "into_base", "new", "rest"],
            Self::Argument => &["at", "body", "client", "odata_id"],
        }
    }
}

/// An identifier made from a documented name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What it becomes.
    pub ident: RustIdent,
    /// Why it is not simply the documented name in Rust's case.
    pub renamed: Option<Reason>,
}

/// Why a name had to be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It is a keyword.
    Keyword,
    /// The generated code needs the word for itself.
    Taken,
    /// It starts with a digit.
    Digit,
    /// It is too long for the name of a file.
    Long,
    /// It has nothing that could stand in an identifier.
    Nothing,
}

/// Modules become files, and rustdoc writes a file per item. Some file systems take no more than 143
/// bytes; an extension and a number come on top.
const LONGEST_NAME: usize = 100;

/// Makes an identifier from any text.
pub fn identifier(text: &str, role: Role) -> Candidate {
    let ascii = || -> String {
        text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect()
    };
    let cased = match role.case() {
        Case::Camel if is_snake_case(text) => camel_of_snake(text),
        Case::Camel => ascii().to_upper_camel_case(),
        Case::Snake if is_snake_case(text) => text.to_owned(),
        Case::Snake => ascii().to_snake_case(),
    };
    let (name, renamed) = if cased.is_empty() {
        let word = match role.case() {
            Case::Camel => role.word().to_upper_camel_case(),
            Case::Snake => format!("{}_", role.word()),
        };
        (word, Some(Reason::Nothing))
    } else if cased.starts_with(|c: char| c.is_ascii_digit()) {
        // A type's file is named after it, and `_5` would be the name of both.
        let prefix = if role == Role::Type { "Type" } else { "_" };
        (format!("{prefix}{cased}"), Some(Reason::Digit))
    } else if cased.len() > LONGEST_NAME {
        (cased[..LONGEST_NAME].to_owned(), Some(Reason::Long))
    } else if is_keyword(&cased) {
        (format!("{cased}_"), Some(Reason::Keyword))
    } else if role.taken().contains(&cased.as_str()) {
        (format!("{cased}_"), Some(Reason::Taken))
    } else {
        (cased, None)
    };
    Candidate { ident: RustIdent(name.into()), renamed }
}

/// Whether a text is in snake case already: many are, and telling is cheap.
fn is_snake_case(text: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    text.split('_').all(is_word)
}

/// A text in snake case in camel case, as heck makes it: every operation has three such names.
fn camel_of_snake(text: &str) -> String {
    let mut camel = String::with_capacity(text.len());
    for word in text.split('_') {
        let mut letters = word.chars();
        camel.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    camel
}

/// Bytes of the longest keyword: `continue`, `override`.
const LONGEST_KEYWORD: usize = 8;

/// Whether rustc would not take a word of ASCII letters, digits and underscores as an identifier.
fn is_keyword(word: &str) -> bool {
    // syn knows the keywords of every edition but the youngest word.
    word == "gen" || word.len() <= LONGEST_KEYWORD && syn::parse_str::<Ident>(word).is_err()
}

/// One namespace of the generated code: every name in it is given out once.
#[derive(Debug, Default)]
pub struct Namespace {
    taken: FxHashSet<RustIdent>,
}

impl Namespace {
    /// Whether a name is given out.
    pub fn has(&self, ident: &RustIdent) -> bool {
        self.taken.contains(ident)
    }

    /// A name as it is, or with the first number that makes it unique.
    pub fn claim(&mut self, ident: &RustIdent, case: Case) -> RustIdent {
        if self.taken.insert(ident.clone()) {
            return ident.clone();
        }
        let mut number = 2;
        loop {
            let numbered = ident.numbered(number, case);
            if self.taken.insert(numbered.clone()) {
                return numbered;
            }
            number += 1;
        }
    }

    /// Names for all of `wanted`, in order. The first to want a name has it; the others are numbered
    /// only after that, so that no number takes a name that somebody else is really called.
    pub fn claim_all(&mut self, wanted: &[RustIdent], case: Case) -> Vec<RustIdent> {
        let first: Vec<bool> =
            wanted.iter().map(|ident| self.taken.insert(ident.clone())).collect();
        wanted
            .iter()
            .zip(first)
            .map(|(ident, first)| if first { ident.clone() } else { self.claim(ident, case) })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str, role: Role) -> String {
        identifier(text, role).ident.to_string()
    }

    #[test]
    fn documented_names_take_rusts_case() {
        assert_eq!(named("displayName", Role::Field), "display_name");
        assert_eq!(named("@odata.type", Role::Field), "odata_type");
        assert_eq!(named("itemPhone", Role::Type), "ItemPhone");
        assert_eq!(named("homeFax", Role::Variant), "HomeFax");
        assert_eq!(named("id | userPrincipalName", Role::Argument), "id_user_principal_name");
    }

    #[test]
    fn what_rust_reserves_gets_an_underscore() {
        assert_eq!(named("type", Role::Field), "type_");
        assert_eq!(named("gen", Role::Field), "gen_");
        assert_eq!(named("self", Role::Type), "Self_");
        assert_eq!(named("5GHz", Role::Variant), "_5gHz");
        assert_eq!(named("5GHz", Role::Type), "Type5gHz");
        assert_eq!(named("rest", Role::Field), "rest_");
    }

    #[test]
    fn nonsense_still_gives_a_name() {
        for text in ["", " ", "\u{1f600}", "\"\"", "---", "\u{202e}", "ß"] {
            for role in [Role::Type, Role::Variant, Role::Field, Role::Module] {
                let ident = named(text, role);
                assert!(syn::parse_str::<Ident>(&ident).is_ok(), "{text:?}: {ident}");
            }
        }
    }

    #[test]
    fn snake_case_becomes_the_camel_case_of_heck() {
        for text in ["get", "me_drive_root_2", "list_by_2fa", "x", "2_b", "get_user2fa_x9"] {
            assert!(is_snake_case(text), "{text}");
            assert_eq!(camel_of_snake(text), text.to_upper_camel_case());
        }
    }

    #[test]
    fn numbers_do_not_take_names_that_others_have() {
        let wanted: Vec<RustIdent> = ["fooBar", "foo_bar", "fooBar2"]
            .iter()
            .map(|text| identifier(text, Role::Field).ident)
            .collect();
        let names = Namespace::default().claim_all(&wanted, Case::Snake);
        let names: Vec<&str> = names.iter().map(RustIdent::as_str).collect();
        assert_eq!(names, ["foo_bar", "foo_bar_2", "foo_bar2"]);
    }
}
