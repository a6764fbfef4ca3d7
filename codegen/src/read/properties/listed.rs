//! Parameters as items of a list: `` - `depth` (integer, required): How deep. ``

use std::borrow::Cow;

use super::headed::without_marks;
use super::row_name::is_property_name;
use crate::diagnostics::{Code, Diagnostic, Report};
use crate::dialect::{Dialect, Spelled, Spelling, Words};
use crate::ir::Requirement;
use crate::page::{BlockKind, Container};
use crate::read::facts::{PropertyFacts, TypeFacts};
use crate::read::layout::section::{Placed, Section};
use crate::read::prose::markdown;

/// A parameter that an item of a list describes.
pub struct Listed<'p, 'a> {
    /// Its name.
    pub name: String,
    /// What stands in parentheses after the name: its type, that it is required.
    remark: String,
    /// What else the item says, as Markdown.
    pub description: String,
    /// The item.
    pub placed: Placed<'p, 'a>,
    /// Whether the name is marked as code, bold or italic.
    is_marked: bool,
    /// Whether a mark in front of its definition says that it must be given.
    is_required: bool,
}

/// The parameters that the lists of a section describe; none where it has a table, which then has
/// them. Names that are not marked count only where all items begin with one; lists in items are about
/// their item.
pub fn parameters<'p, 'a>(section: &Section<'p, 'a>, dialect: &Dialect) -> Vec<Listed<'p, 'a>> {
    if section.tables().next().is_some() {
        return Vec::new();
    }
    let is_item = |placed: &&Placed<'p, 'a>| placed.block.kind.is_item() || is_defined(**placed);
    // An indent too small for Markdown still shows what is in an item; numbers differ in width.
    let column = |placed: &Placed<'_, '_>| placed.page.source(placed.block.span.start).column;
    let items = || section.blocks.iter().filter(is_item);
    let outermost = items().map(column).min().map_or(0, |column| column + 1);
    let items = items().filter(|it| column(it) <= outermost);
    let read: Vec<Option<Listed<'p, 'a>>> = items.map(|it| item(*it, dialect)).collect();
    let are_all = read.iter().all(Option::is_some);
    read.into_iter().flatten().filter(|listed| listed.is_marked || are_all).collect()
}

/// [`parameters`] as rows of a table would give them. Those without a type that can be read are
/// reported together.
pub fn properties(
    section: &Section<'_, '_>,
    dialect: &Dialect,
    report: &mut Report,
) -> Vec<PropertyFacts> {
    let listed = parameters(section, dialect);
    let untyped = listed.iter().filter(|it| it.spelled(dialect).is_none());
    report.push_for_all(untyped, |first| {
        Diagnostic::of(Code::UnreadType, first.placed.place())
            .found(format!("`{}`, of which no type is said", first.name))
            .expected("a type after the name: `name` (string)")
            .instead("its value was read as examples send it, else as JSON of any shape")
    });
    listed.iter().map(|it| it.property(dialect)).collect()
}

/// A name without what forms and queries write after those of lists, `days[]`, or a question mark.
fn without_ending(name: &str) -> &str {
    name.trim_end_matches('?').trim_end_matches("[]")
}

/// Whether a block is a term with its definition on the line below: `depth`, `: Integer. How deep.`
fn is_defined(placed: Placed<'_, '_>) -> bool {
    let BlockKind::Paragraph(Container::Page, text) = &placed.block.kind else { return false };
    let mut lines = placed.page.raw(&text.span).lines();
    let is_term = lines.next().is_some_and(|term| !term.trim().contains(char::is_whitespace));
    is_term && lines.next().is_some_and(|line| line.starts_with(": "))
}

fn item<'p, 'a>(placed: Placed<'p, 'a>, dialect: &Dialect) -> Option<Listed<'p, 'a>> {
    let BlockKind::Paragraph(_, text) = &placed.block.kind else { return None };
    let text = markdown(placed.page, text);
    let text = without_escapes(text.trim_start_matches(['-', '*', '+']).trim_start());
    let found = dialect.parameter_item.captures(&text)?;
    let part = |name: &str| found.name(name).map_or("", |part| part.as_str().trim());
    let said = ["remark", "separator", "value"];
    let tells = said.iter().any(|group| !part(group).is_empty());
    let name = part("name");
    let is_defined = is_defined(placed);
    let shown = part("value");
    let described = with_value(shown, part("description"), dialect);
    let text = &*described;
    let (remark, description) = match text.split_once(" - ") {
        // "`depth`: integer - How deep."
        Some((ty, rest)) if part("remark").is_empty() && is_type(ty, dialect) => {
            (ty.to_owned(), rest.to_owned())
        }
        _ if is_defined => defined(text, dialect),
        _ if part("remark").is_empty() => (shown.to_owned(), text.to_owned()),
        _ => (part("remark").to_owned(), text.to_owned()),
    };
    (tells && is_property_name(without_ending(name))).then(|| Listed {
        name: name.to_owned(),
        remark,
        description: description.trim().to_owned(),
        placed,
        is_marked: !part("mark").is_empty() || is_defined,
        is_required: is_defined && is_marked_required(text, dialect),
    })
}

/// What is said of a parameter, after the value that stands beside its name, unless that is no more than a
/// type: "`depth=<integer>`", "`kind=book|film`".
pub fn with_value<'t>(value: &str, text: &'t str, dialect: &Dialect) -> Cow<'t, str> {
    if value.is_empty() || is_type(value.trim_matches(['<', '>', '{', '}']), dialect) {
        return text.into();
    }
    match text {
        "" => format!("`{value}`").into(),
        text => format!("`{value}`: {text}").into(),
    }
}

/// The type that a definition begins with, as a remark, and the rest: `{{<required>}} Integer. How deep.`
fn defined(text: &str, dialect: &Dialect) -> (String, String) {
    let said = without_marks(text);
    match said.split_once('.').unwrap_or((&said, "")) {
        (first, rest) if is_type(first, dialect) => (first.to_owned(), rest.to_owned()),
        _ => (String::new(), said.into_owned()),
    }
}

/// Whether a definition begins with a mark that says that it must be given: `{{<required>}}`.
fn is_marked_required(text: &str, dialect: &Dialect) -> bool {
    let mark = text.strip_prefix("{{").and_then(|rest| rest.split_once("}}"));
    mark.is_some_and(|(mark, _)| {
        let mut words = mark.split(|c: char| !c.is_alphanumeric());
        words.any(|word| dialect.facts.required_words.contains(word))
    })
}

/// Whether a word is a type that needs no page of its own.
fn is_type(word: &str, dialect: &Dialect) -> bool {
    matches!(dialect.types.read(word).spelling, Spelling::Primitive(_) | Spelling::Untyped)
}

/// A text without the backslashes that stand before marks.
fn without_escapes(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return text.into();
    }
    let mut characters = text.chars().peekable();
    let mut plain = String::with_capacity(text.len());
    while let Some(character) = characters.next() {
        let escapes = characters.peek().is_some_and(char::is_ascii_punctuation);
        if character != '\\' || !escapes {
            plain.push(character);
        }
    }
    plain.into()
}

impl Listed<'_, '_> {
    /// What is said about it being required.
    pub fn requirement(&self, dialect: &Dialect) -> Option<Requirement> {
        let words = self.words();
        let facts = &dialect.facts;
        let says = |of: &Words| words.iter().any(|word| of.contains(word));
        if self.is_required
            || says(&facts.required_words)
            || facts.required.is_match(&self.description)
        {
            Some(Requirement::Required)
        } else if says(&facts.optional_words)
            || self.name.ends_with('?')
            || facts.optional.is_match(&self.description)
        {
            Some(Requirement::Optional)
        } else {
            None
        }
    }

    /// The parts of its remark: `string`, `required`, a default.
    fn words(&self) -> Vec<&str> {
        let parts = self.remark.split([',', ':', ';']);
        let parts = parts.map(|part| part.trim_matches([' ', '`', '*', '_', '<', '>', '"']));
        parts.filter(|part| !part.is_empty()).collect()
    }

    /// Its type, as written and as read.
    fn spelled(&self, dialect: &Dialect) -> Option<(String, Spelled)> {
        let word = self.words().into_iter().find(|word| is_type(word, dialect))?;
        Some((word.to_owned(), dialect.types.read(word)))
    }

    /// As a row of a table would give it. Without a known type its value is any JSON.
    fn property(&self, dialect: &Dialect) -> PropertyFacts {
        let place = self.placed.place();
        let untyped = || Spelled { spelling: Spelling::Untyped, collection: false };
        let (written, spelled) =
            self.spelled(dialect).unwrap_or_else(|| (String::new(), untyped()));
        let ty = TypeFacts::in_words(written, spelled, place.clone());
        PropertyFacts {
            description: self.description.clone(),
            requirement: self.requirement(dialect),
            ..PropertyFacts::named(without_ending(&self.name).to_owned(), ty, place)
        }
    }
}
