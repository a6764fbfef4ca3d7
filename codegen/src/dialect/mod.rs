//! How a documentation family writes things: a YAML file, compiled once.
//!
//! What a dialect can say, Rust does not: titles, column names, spellings of types, sentences about
//! responses. The readers in [`crate::read`] ask a [`Dialect`] and never match text of their own.
//! Every key is documented where the built-in dialects have it, and `codegen/dialects/README.md` tells how
//! to write one's own: a dialect says only in what it differs from the one that it `extends`.

mod bare_lines;
mod column;
mod facts;
mod in_order;
mod load;
mod pattern;
mod section;
mod titles;
mod types;

use serde::Deserialize;

use crate::ir::{ListForm, TypeWords};

pub use bare_lines::SpacedCells;
pub use column::{ColumnNames, ColumnRole};
pub use facts::{FactPatterns, ValuePatterns};
pub use pattern::{Pattern, Patterns, Words};
pub use section::{SectionKind, Sections};
pub use titles::TitlePatterns;
pub use types::{Spelled, Spelling, TypeSpellings};

/// A compiled dialect.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dialect {
    /// Its name.
    pub name: String,
    /// The namespace of names that have none and stand on a page that gives none.
    pub default_namespace: String,
    /// What every type with the key `id` inherits from, where its page names no base type.
    pub root_entity: Option<String>,
    /// Whether names of types begin in lower case, whatever titles and columns have.
    #[serde(default)]
    pub lower_type_names: bool,
    /// Kinds of page.
    pub kinds: Kinds,
    /// Keys of the front matter that name a page's area; the first that a page has counts.
    pub area_keys: Vec<String>,
    /// Folders of pages about resources, by which links in running text show that they name one.
    pub resource_folders: Vec<String>,
    /// How a list comes, where no example shows it.
    #[serde(default)]
    pub lists: ListForm,
    /// In whose words people are told of types.
    #[serde(default)]
    pub type_words: TypeWords,
    /// Titles of pages and of member lists.
    pub titles: TitlePatterns,
    /// Lines that the site shows around the text of a page.
    pub frame: Patterns,
    /// Where a page says its namespace; group `name`.
    pub namespace: Pattern,
    /// Sections by title.
    pub sections: Sections,
    /// Columns by name.
    pub columns: ColumnNames,
    /// Cells of tables that a rendered page shows without pipes.
    pub spaced_cells: SpacedCells,
    /// A tag that states a request; groups `verb` and `path`.
    pub request_tag: Pattern,
    /// What is said of request lines.
    pub requests: RequestPatterns,
    /// Permission tables.
    pub permissions: PermissionPatterns,
    /// Parts of examples that stand in fences of their own.
    pub example_parts: ExampleParts,
    /// Template text that no fact replaced.
    pub placeholder: Pattern,
    /// Spellings of types.
    pub types: TypeSpellings,
    /// Enum values in running text.
    pub values: ValuePatterns,
    /// Facts in running text.
    pub facts: FactPatterns,
    /// Parts of requests, where tables tell them.
    pub parts: RequestParts,
    /// Sentences about request bodies.
    pub body: BodyPatterns,
    /// The end of a path that gives bytes.
    pub bytes_path: Pattern,
    /// Sentences about responses.
    pub response: ResponsePatterns,
    /// A system query option; group `name`.
    pub query_option: Pattern,
    /// What `docmill.yaml` says that stands before every path, `/api/v2`: a part of the API's address. It may
    /// be nothing; `None` where it says nothing of the address.
    #[serde(skip)]
    pub base_path: Option<Box<str>>,
    /// A system query option in the query of a request line; group `name`.
    pub query_shown: Pattern,
    /// A system query option that is sent as any other parameter is.
    pub query_other: Pattern,
    /// What follows the marked name of another query parameter in running text.
    pub query_parameter: Pattern,
    /// An item of a list that describes a parameter; groups `mark`, `name`, `remark`, `separator` and
    /// `description`.
    pub parameter_item: Pattern,
    /// What says that the parameters of a query section's tables are required.
    pub query_required: Pattern,
    /// A sentence that means all of them.
    pub query_all: Pattern,
    /// A sentence that denies what it names.
    pub query_none: Pattern,
    /// A sentence that speaks of them, whether or not it names any.
    pub query_some: Pattern,
    /// Sentences about errors.
    pub errors: Errors,
    /// What is said beside facts.
    pub remarks: RemarkPatterns,
    /// Headers that every request has.
    pub implied_headers: Words,
    /// Other headers, by which a table shows what it lists where no title does.
    pub known_headers: Words,
    /// A sentence about one of them that says nothing.
    pub implied_told: Patterns,
    /// The table of national clouds.
    pub clouds: Clouds,
    /// What stands for the API's own address at the beginning of a request line.
    pub base_address: Pattern,
    /// Segments of paths that are the value of one particular thing.
    pub samples: Patterns,
    /// Words that stand for a key in quotes and parentheses: `books('book-id')`.
    pub keys_in_words: Pattern,
    /// Short forms of the beginnings of paths.
    #[serde(default)]
    pub abbreviated_paths: Vec<AbbreviatedPath>,
    /// Addresses of one place.
    #[serde(default)]
    pub same_place: Vec<SamePlace>,
    /// What the address of every list may end with, and no page lists: its number of items, those of one
    /// type.
    pub narrowed: Pattern,
    /// The API's own hosts, as requests name them; every host, where that is not known.
    pub hosts: Option<Pattern>,
    /// Values of example bodies that stand for something else.
    pub example_placeholders: Patterns,
}

/// A short form of the beginning of paths.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AbbreviatedPath {
    /// What request lines begin with, and nobody can send.
    pub short: String,
    /// What it stands for.
    pub full: String,
}

/// Segments of a path in whose place others can stand.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SamePlace {
    /// The segments; a placeholder is any placeholder, and `^` before them the beginning of a path.
    pub place: String,
    /// Others that lead to such a place.
    pub also: Vec<String>,
}

/// Kinds of page, by a key of the front matter.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kinds {
    /// The key.
    pub key: String,
    /// Its values on pages about resources.
    pub resource: Words,
    /// On pages about enums.
    #[serde(rename = "enum")]
    pub enumeration: Words,
    /// On pages about operations.
    pub operation: Words,
}

/// Parts of examples that stand in fences of their own, and what stands around them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExampleParts {
    /// What of a heading does not say what an example shows.
    pub title: Patterns,
    /// A sentence that says nothing of an example.
    pub told: Patterns,
    /// A line above the body of an example that has a fence of its own.
    pub body: Words,
    /// What stands after an example that is shown once more in another language.
    pub snippets: Pattern,
    /// A heading, or a line above a fence, that calls it the response.
    pub response: Patterns,
}

/// What is said of request lines.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestPatterns {
    /// What of a title is no more than that request lines stand below it.
    pub title: Patterns,
    /// A sentence above request lines that says no more than that they come.
    pub told: Patterns,
}

/// Permission tables.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PermissionPatterns {
    /// The caller: an application for a user with a work or school account.
    pub delegated_work: Patterns,
    /// The caller: an application for a user with a personal account.
    pub delegated_personal: Patterns,
    /// The caller: an application without a user.
    pub application: Patterns,
    /// A cell that lists no permission.
    pub none: Patterns,
    /// One permission.
    pub scope: Pattern,
    /// All that stands between two permissions of which both are needed.
    pub together: Pattern,
    /// What begins a sentence that names permissions, or announces them; in the group `one` it says that
    /// any of them is enough.
    pub told: Pattern,
    /// What else can stand between two permissions of a sentence; in the group `or` it says that any of
    /// them is enough.
    pub between: Pattern,
}

/// Parts of requests, by what tables call them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the words say it")]
pub struct RequestParts {
    pub path: Words,
    pub query: Words,
    pub header: Words,
    pub body: Words,
}

/// Sentences about request bodies.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BodyPatterns {
    /// What follows the marked name of a parameter in running text.
    pub parameter: Pattern,
    /// There is no body.
    pub none: Pattern,
    /// There may be none.
    pub unneeded: Pattern,
    /// What stands before the name of the resource whose JSON to send.
    pub resource: Pattern,
    /// What stands before a link to that resource, where no text of that kind names it.
    pub linked_resource: Pattern,
    /// Words after such a link with which it is still the resource.
    pub linked_resource_words: Words,
    /// The body is bytes.
    pub bytes: Pattern,
    /// The table is not all that can be sent of the resource.
    pub open: Pattern,
    /// The end of a path to which a link to an entity is sent.
    pub reference: Pattern,
    /// What a property's description says if callers can never set it.
    pub read_only: Pattern,
}

/// Sentences about responses.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResponsePatterns {
    /// A status code; group `status`.
    pub status: Pattern,
    /// Words by which a sentence tells what comes back; where a status stands, none are needed.
    pub returns: Pattern,
    /// A line that names behind a label what comes back; group `type`.
    pub label: Pattern,
    /// What a sentence begins with that tells what comes back, wherever it stands; group `sentence`.
    pub begins: Pattern,
    /// The body is empty.
    pub nothing: Pattern,
    /// Before a type to which a header leads, after a status without a body.
    pub link_to: Pattern,
    /// After a sentence that names a type: another success has no body.
    pub emptied: Pattern,
    /// A sentence that goes on about what comes back.
    pub continues: Pattern,
    /// Before a type: there are many.
    pub collection: Pattern,
    /// Before many: they are inside of something else.
    pub inside: Pattern,
    /// Right after a type: there are many.
    pub collection_after: Pattern,
    /// Right after a type: there are many, if the request asks for many.
    pub many_after: Pattern,
    /// A type named without a link; group `type`, and `collection` where there are many.
    pub named: Pattern,
    /// Words in place of such a type that name none.
    pub no_names: Words,
    /// A type named without a link, and without a word such as "object" after it; group `type`.
    pub named_alone: Pattern,
    /// A primitive type; groups as above.
    pub primitive: Pattern,
    /// The title of a part about what a property holds; group `name`.
    pub part: Pattern,
    /// Names of rows that are about the body as a whole.
    pub itself: Words,
    /// The title of a part that is not about the body of success.
    pub beside_body: Pattern,
}

/// Sentences about errors.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Errors {
    /// The title of what is no longer about success.
    pub title: Pattern,
    /// A status that a sentence names; group `status`, or `phrased` where words follow it.
    pub status: Pattern,
    /// What a sentence about several statuses, one of success among them perhaps, has.
    pub several: Pattern,
}

/// What is said beside facts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemarkPatterns {
    /// What a callout begins with that is only called a note.
    pub note: Pattern,
    /// A sentence that says nothing but facts that are read from it, or what every page says.
    pub told: Patterns,
    /// A sentence of a callout that stands on every page.
    pub everywhere: Patterns,
    /// A sentence that says what comes below it: a table, or a fence.
    pub announces: Patterns,
}

/// The table of national clouds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clouds {
    /// The sentence that announces it.
    pub announced: Pattern,
    /// Marks of availability.
    pub available: Vec<String>,
    /// The table's columns.
    pub columns: Words,
}

impl Dialect {
    /// Whether a link leads to the page of a resource: into a folder of such pages, or to a page beside
    /// the linking one, which Learn's export names without `.md`.
    pub fn leads_to_resource(&self, target: &str) -> bool {
        let path = target.split(['#', '?']).next().unwrap_or("");
        let path = path.strip_prefix("./").unwrap_or(path);
        let name = path.strip_suffix(".md").unwrap_or(path);
        let after = |folder: &String| Some(&path[path.find(&**folder)? + folder.len()..]);
        let is_in = |folder: &String| after(folder).is_some_and(|rest| rest.starts_with('/'));
        self.resource_folders.iter().any(is_in)
            || !name.is_empty() && !name.contains(['/', '.', ':'])
            || path.is_empty() && target.starts_with('#')
    }
}
