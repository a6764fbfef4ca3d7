//! Module and function names of operations.
//!
//! They are made of the page's name where that says what is done with what; else of the page's title. The
//! operations of a page about several are told apart by the titles of its parts: "Get a team" on
//! `team.md` is `team::get_team`.

use heck::ToSnakeCase;

use super::casings::Casings;
use super::page_names::{Naming, is_verb};
use crate::bytes;
use crate::ir::{Method, OperationName, TypeName};
use crate::read::facts::{OperationFacts, PageFacts};
use crate::resolve::Resolver;

impl Resolver<'_> {
    /// Names an operation. `about` is the resource it returns or takes, for pages whose own name says
    /// nothing.
    pub fn operation_name(
        &self,
        page: &PageFacts,
        naming: &Naming,
        operation: &OperationFacts,
        about: Option<&TypeName>,
    ) -> OperationName {
        let casings = Casings::new(self, operation);
        let name = match naming {
            Naming::Page(name) => name,
            Naming::Part(module) => {
                let module = identifier(&casings.restore(module));
                return OperationName { module, function: function_of_part(page, operation) };
            }
            Naming::Title => return self.name_from_title(page, operation, about),
        };
        let function = name.function.iter().map(|word| casings.restore(word));
        let function = function.chain(words(&name.area).map(str::to_owned));
        OperationName {
            module: identifier(&casings.restore(&name.resource)),
            function: identifier(&function.collect::<Vec<_>>().join("_")),
        }
    }

    /// A name for an operation whose page's name says nothing.
    fn name_from_title(
        &self,
        page: &PageFacts,
        operation: &OperationFacts,
        about: Option<&TypeName>,
    ) -> OperationName {
        let title = page.title.as_deref().unwrap_or_default();
        // "driveItem: checkin"
        let action = title.split_once(": ").filter(|(resource, action)| {
            !resource.contains(char::is_whitespace) && !action.contains(char::is_whitespace)
        });
        if let Some((resource, action)) = action {
            return OperationName { module: identifier(resource), function: identifier(action) };
        }
        let (first, object) = title.split_once(char::is_whitespace).unwrap_or((title, ""));
        let object = self.names.type_by_short(object.trim());
        let first = first.to_lowercase();
        let path = operation.paths.first().map(|(path, _)| path.to_string()).unwrap_or_default();
        // "Lend a book", which posts to `/books/{id}/lend`.
        let (of, action) = match path.rsplit_once('/') {
            // Some name it with a namespace: `/books/{id}/action.lend`.
            Some((of, action)) if action.rsplit('.').next() == Some(&*first) => (of, Some(&*first)),
            _ => (&*path, None),
        };
        let literal =
            of.rsplit('/').find(|segment| !segment.is_empty() && !segment.contains(['{', '$']));
        let module = about.or(object.as_ref()).map(TypeName::short).or(literal).unwrap_or("api");
        let verb = action.or(Some(&*first).filter(|verb| is_verb(verb)));
        let function = verb.unwrap_or(match operation.method {
            Method::Get => "get",
            Method::Post => "create",
            Method::Put => "replace",
            Method::Patch => "update",
            Method::Delete => "delete",
        });
        OperationName { module: identifier(module), function: identifier(function) }
    }
}

/// The words of a part's title without articles; where it has none, verb and path: `get_books_by_id`.
fn function_of_part(page: &PageFacts, operation: &OperationFacts) -> Box<str> {
    let is_article = |word: &&str| ["a", "an", "the"].contains(&&*word.to_lowercase());
    let title = page.title.as_deref().unwrap_or_default().split_whitespace();
    let title: Vec<&str> = title.filter(|word| !is_article(word)).collect();
    if !title.is_empty() {
        return identifier(&title.join(" "));
    }
    let path = operation.paths.first().map(|(path, _)| path.to_string()).unwrap_or_default();
    identifier(&format!(
        "{} {}",
        operation.method.as_str().to_lowercase(),
        path.replace('{', "by ")
    ))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split('-').filter(|word| !word.is_empty())
}

fn identifier(text: &str) -> Box<str> {
    // Most names are words in lower case, and stay as they are.
    let is_word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    if !text.is_empty() && bytes::all(text, is_word) {
        return text.into();
    }
    let name = text.to_snake_case();
    if name.is_empty() { "operation".into() } else { name.into() }
}
