//! Rows of tables: properties and parameters.

use std::borrow::Cow;
use std::sync::Arc;

use super::nested_rows::{self, Above};
use super::row_name::{RowName, property_name};
use super::type_column::type_facts;
use super::values;
use crate::diagnostics::{Code, Diagnostic, Place, Report};
use crate::dialect::{ColumnRole, Dialect, Pattern, Spelled, Spelling};
use crate::ir::{Cells, Nullability, Requirement};
use crate::memo::Memo;
use crate::page::{Page, Row, Table, Text};
use crate::read::cached_dialect::CachedDialect;
use crate::read::facts::{PropertyFacts, TypeFacts};
use crate::read::layout::columns::{self, Columns};
use crate::read::layout::row_parts::RowParts;
use crate::read::prose::cell_markdown;
use crate::read::{placeholder, places};

/// The names of the parameters of a table that are not sent in the body.
pub fn sent_beside_body(
    page: &Page<'_>,
    table: &Table<'_>,
    dialect: &CachedDialect<'_>,
) -> Vec<String> {
    let columns = Columns::of(page, table, dialect);
    let parts = RowParts::of(table, &columns, &dialect.parts);
    let rows = parts.sent_beside(&dialect.parts.body);
    let cells = rows.filter_map(|row| row.cells.get(columns.name()?));
    cells.map(|cell| property_name(&cell.plain())).collect()
}

/// What a table lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TableOf {
    /// Properties.
    Properties,
    /// Parameters: what is sent has a name, even where no column tells its type.
    Parameters,
    /// Relationships.
    Relationships,
    /// What a response holds: names may lead to parts, `reader.name`, `loans[].id`.
    Response,
}

impl TableOf {
    /// What the tables about what is sent list: beside one with types, others are about something else.
    pub fn of_sent<'p, 'a: 'p>(
        mut tables: impl Iterator<Item = (&'p Page<'a>, &'p Table<'a>)>,
        dialect: &CachedDialect<'_>,
    ) -> Self {
        let are_typed = |(page, table)| Columns::of(page, table, dialect).are_properties();
        if tables.any(are_typed) { Self::Properties } else { Self::Parameters }
    }
}

/// Reads a table of properties or parameters. A table with other columns gives nothing and a
/// diagnostic.
pub fn properties(
    page: &Page<'_>,
    table: &Table<'_>,
    of: TableOf,
    dialect: &CachedDialect<'_>,
    report: &mut Report,
) -> Vec<PropertyFacts> {
    let columns = Columns::of(page, table, dialect);
    // Where a table has no column of types, its column of values says which values there are.
    let ty = columns.get(ColumnRole::Type).or_else(|| columns.get(ColumnRole::Value));
    let description = columns.get(ColumnRole::Description);
    let is_read = ty.is_some() || of == TableOf::Parameters && description.is_some();
    let Some(name) = columns.name().filter(|_| is_read) else {
        unknown_table(page, table, report);
        return Vec::new();
    };
    if ty.is_none() {
        report_untyped(page, table, report);
    }
    let layout = Layout {
        width: table.header.len(),
        name,
        ty,
        description,
        required: columns.get(ColumnRole::Required),
        nullable: columns.get(ColumnRole::Nullable),
        of,
    };
    let others = others(table, &layout, &columns);
    // What is remembered of a row tells nothing of the names of its columns.
    let is_known = table.self_contained && others.is_empty();
    let known = is_known.then(|| dialect.rows(layout));
    let reader = PropertyReader { page, dialect, layout, others, known };
    let mut properties = Vec::with_capacity(table.rows.len());
    let mut unfinished = Vec::new();
    let mut above = Above::default();
    for row in &table.rows {
        let mut read = reader.row(row, report);
        if let (Some(facts), Some(cell)) = (&mut read.facts, row.cells.get(name)) {
            above.lead_to(facts, &properties, page, cell);
        }
        if read.is_unfinished
            && let Some(cell) = reader.description(row)
        {
            unfinished.push(cell.span.clone());
        }
        properties.extend(read.facts);
    }
    placeholder::report_spans(page, unfinished.into_iter(), "descriptions", report);
    if of != TableOf::Response {
        nested_rows::fold(&mut properties, report);
    }
    properties
}

/// Which column of a property table says what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Layout {
    width: usize,
    name: usize,
    ty: Option<usize>,
    description: Option<usize>,
    required: Option<usize>,
    nullable: Option<usize>,
    of: TableOf,
}

/// Columns that no rule reads, with their names: what they say is told with the description.
fn others(table: &Table<'_>, layout: &Layout, columns: &Columns) -> Vec<(usize, String)> {
    let read = [
        Some(layout.name),
        layout.ty,
        layout.description,
        layout.required,
        columns.get(ColumnRole::Part),
    ];
    columns_but(table, &read)
}

/// The columns of a table but for those that are read, with their names.
pub fn columns_but(table: &Table<'_>, read: &[Option<usize>]) -> Vec<(usize, String)> {
    let cells = table.header.iter().enumerate().filter(|(at, _)| !read.contains(&Some(*at)));
    cells.map(|(at, cell)| (at, columns::name(&cell.plain()).to_owned())).collect()
}

/// A description, and what the row has in columns that no rule reads: "… **Default**: 5".
pub fn with_others(
    page: &Page<'_>,
    mut description: String,
    row: &Row<'_>,
    others: &[(usize, String)],
) -> String {
    for (at, name) in others {
        let Some(cell) = row.cells.get(*at).filter(|cell| !cell.is_blank()) else { continue };
        let separator = if description.is_empty() { "" } else { " " };
        let label = if name.is_empty() { String::new() } else { format!("**{name}**: ") };
        description.extend([separator, &label, &cell_markdown(page, cell)]);
    }
    description
}

/// What a row says, wherever it stands.
#[derive(Clone, Debug)]
pub struct KnownRow {
    /// Its property or parameter, without places; `None` if it is about none.
    facts: Option<PropertyFacts>,
    /// Whether its description is template text.
    is_unfinished: bool,
}

fn unknown_table(page: &Page<'_>, table: &Table<'_>, report: &mut Report) {
    let Some(first) = table.header.first() else {
        return;
    };
    let listed = |cell| format!("`{}`", columns::name(&Text::plain(cell)).to_lowercase());
    let columns: Vec<String> = table.header.iter().map(listed).collect();
    report.push(
        Diagnostic::of(Code::UnknownTable, page.place(&first.span))
            .found(format!("a table with the columns {}", columns.join(", ")))
            .expected("a column of names and a column of types")
            .instead("no fact was read from it"),
    );
}

/// Reports a table that tells no types.
fn report_untyped(page: &Page<'_>, table: &Table<'_>, report: &mut Report) {
    let (Some(first), rows) = (table.header.first(), table.rows.len()) else { return };
    let mut finding = Diagnostic::of(Code::UnreadType, page.place(&first.span))
        .found("a table of parameters without their types")
        .expected("a column `Type`")
        .instead(
            "the values are as examples send them, one of those that a description lists, or JSON of any shape",
        );
    finding.affected = rows;
    report.push(finding);
}

/// The type of what none is told of.
fn untyped(place: Place) -> TypeFacts {
    let spelled = Spelled { spelling: Spelling::Untyped, collection: false };
    TypeFacts::in_words(String::new(), spelled, place)
}

struct PropertyReader<'p, 'a, 'd> {
    page: &'p Page<'a>,
    dialect: &'d Dialect,
    layout: Layout,
    /// Columns that no rule reads, with their names.
    others: Vec<(usize, String)>,
    /// Rows with that layout that other pages have; `None` where the page has a say in its rows.
    known: Option<Arc<Memo<KnownRow>>>,
}

impl PropertyReader<'_, '_, '_> {
    /// Reads a row, or remembers it.
    fn row(&self, row: &Row<'_>, report: &mut Report) -> KnownRow {
        let text = self.page.raw(&row.span);
        let known = self.known.as_ref().and_then(|known| known.get(text));
        let read = known.unwrap_or_else(|| {
            let mut found = Report::default();
            let facts = self.read(row, &mut found);
            let is_unfinished = self
                .description(row)
                .is_some_and(|cell| self.dialect.placeholder.is_match(&cell.plain()));
            let read = KnownRow { facts, is_unfinished };
            // A finding names its place; the next page must make its own.
            if let Some(known) = self.known.as_ref().filter(|_| found.is_empty()) {
                known.keep(text, read.clone());
            }
            report.extend(found);
            read
        });
        let facts = read.facts.map(|facts| self.placed(facts, row));
        KnownRow { facts, ..read }
    }

    fn description<'r, 'c>(&self, row: &'r Row<'c>) -> Option<&'r Text<'c>> {
        row.cells.get(self.layout.description?)
    }

    fn type_cell<'r, 'c>(&self, row: &'r Row<'c>) -> Option<&'r Text<'c>> {
        row.cells.get(self.layout.ty?)
    }

    /// A row's facts with the places of its cells.
    fn placed(&self, mut facts: PropertyFacts, row: &Row<'_>) -> PropertyFacts {
        let Some(name) = row.cells.get(self.layout.name) else { return facts };
        facts.place = self.page.place(&name.span);
        let column = |at: Option<usize>| {
            let cell = row.cells.get(at?)?;
            places::column(self.page, (&facts.place.source, name), cell)
        };
        facts.cells = Cells {
            ty: column(self.layout.ty),
            description: column(self.layout.description),
            required: column(self.layout.required),
        };
        facts.ty.place = match facts.cells.ty {
            Some(_) => Place {
                source: facts.place.source.in_column(facts.cells.ty),
                length: self.page.length(&self.type_cell(row).unwrap_or(name).span),
            },
            None => self.page.place(&self.type_cell(row).unwrap_or(name).span),
        };
        if let Some(values) = &mut facts.values {
            values.column = facts.cells.description;
        }
        facts
    }

    /// What a row says, without places.
    fn read(&self, row: &Row<'_>, report: &mut Report) -> Option<PropertyFacts> {
        let cell = row.cells.get(self.layout.name)?;
        let rest_is_empty = || row.cells.iter().skip(1).all(Text::is_blank);
        if row.cells.len() > 1 && rest_is_empty() {
            // A row that groups the rows below it, or an empty one.
            return None;
        }
        let named = RowName::read(self.page, cell, self.layout.of, self.dialect, report)?;
        let mut ty = match self.type_cell(row) {
            Some(cell) => type_facts(self.page, cell, self.dialect, report),
            None => untyped(self.page.place(&cell.span)),
        };
        let empty = Text::default();
        let description = self.description(row).unwrap_or(&empty);
        let plain = description.plain();
        let facts = &self.dialect.facts;
        let says = |fact: &Pattern| fact.is_match(&plain);
        let speaks = facts.speak_of_property(&plain);
        let requirement = match self.answer(self.layout.required, row) {
            Some(true) => Some(Requirement::Required),
            Some(false) => Some(Requirement::Optional),
            _ if speaks && says(&facts.required) => Some(Requirement::Required),
            _ if named.may_be_left_out => Some(Requirement::Optional),
            _ if speaks && says(&facts.optional) => Some(Requirement::Optional),
            _ if facts.required_type.is_match(&ty.written) => Some(Requirement::Required),
            _ if facts.optional_type.is_match(&ty.written) => Some(Requirement::Optional),
            _ => None,
        };
        let deprecated = (named.deprecated || speaks && says(&facts.deprecated))
            .then(|| if named.deprecated { String::new() } else { plain.clone().into_owned() });
        let is_named = matches!(ty.spelling, Spelling::Named(_) | Spelling::UnnamedEnum);
        let quoted = || is_named.then(|| values::quoted(description, self.dialect)).flatten();
        let values = values::read(description, self.dialect).or_else(quoted);
        if ty.spelling == Spelling::Untyped
            && let Some(items) = self.dialect.types.items(&ty.written, &plain)
        {
            (ty.spelling, ty.collection) = (items, true);
        }
        if self.layout.ty.is_none() && values.is_some() {
            ty.spelling = Spelling::UnnamedEnum;
        }
        // Whether a number is sent as one, no page says of what it calls an enumeration.
        if ty.spelling == Spelling::UnnamedEnum
            && values.is_none()
            && values::are_numbers(description, self.dialect)
        {
            ty.spelling = Spelling::Untyped;
        }
        let words = &self.dialect.values;
        ty.flags = says(&words.flags) || !ty.collection && says(&words.several);
        // "Nullable Int64"
        let says_null = |ty: &str| facts.nullable.is_match(ty) && !facts.not_nullable.is_match(ty);
        let lists_null = values.as_ref().is_some_and(|values| values.or_null);
        Some(PropertyFacts {
            read_only: speaks && self.is_read_only(&plain),
            nullability: match self.answer(self.layout.nullable, row) {
                Some(true) => Nullability::Nullable,
                Some(false) => Nullability::NotNullable,
                None if ty.written.starts_with('?')
                    || ty.written.ends_with('?')
                    || ty.written.ends_with(" null")
                    || ty.written.contains(' ') && says_null(&ty.written) =>
                {
                    Nullability::Nullable
                }
                None if speaks && says(&facts.not_nullable) => Nullability::NotNullable,
                None if speaks && says(&facts.nullable) => Nullability::Nullable,
                None if lists_null => Nullability::Nullable,
                None => Nullability::Unsaid,
            },
            values,
            inherited_from: speaks
                .then(|| facts.inherited.group("name", &plain))
                .flatten()
                .map(str::to_owned),
            description: with_others(self.page, self.cleaned(description), row, &self.others),
            ty,
            navigation: self.layout.of == TableOf::Relationships,
            requirement,
            deprecated,
            place: Place::default(),
            cells: Cells::default(),
            name: named.name,
        })
    }

    /// Whether a description calls its property read-only, in a sentence of its own or in passing.
    fn is_read_only(&self, description: &str) -> bool {
        let facts = &self.dialect.facts;
        facts.read_only.is_match(description)
            && (self.dialect.body.read_only.is_match(description)
                || !facts.not_read_only.is_match(description))
    }

    /// What a row answers in a column of yes and no; nothing where its cell is blank.
    fn answer(&self, column: Option<usize>, row: &Row<'_>) -> Option<bool> {
        let cell = row.cells.get(column?)?;
        let is_affirmed = self.dialect.facts.affirmed.is_match(&cell.plain());
        (is_affirmed || !cell.is_blank()).then_some(is_affirmed)
    }

    /// The description without template text, and without what ends the sentence that it left out.
    fn cleaned(&self, description: &Text<'_>) -> String {
        let text = cell_markdown(self.page, description);
        match self.dialect.placeholder.replace(&text, "") {
            Cow::Borrowed(_) if !text.starts_with(". ") => text,
            rest => rest.trim_start_matches(['.', ' ']).to_owned(),
        }
    }
}
