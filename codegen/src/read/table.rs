//! Columns and rows of tables.

use std::borrow::Cow;

use super::facts::{PropertyFacts, TypeFacts, Values};
use super::prose::{Prose, cell_markdown, leads_to_resource};
use super::{placeholder, places, values};
use crate::diagnostics::{Code, Diagnostic, Report};
use crate::dialect::{ColumnRole, Dialect, Pattern, Spelling};
use crate::ir::{Cells, Nullability, Requirement};
use crate::page::{Page, Row, Table, Text};

/// Which column of a table plays which role.
pub struct Columns<'d>(Vec<&'d [ColumnRole]>);

impl<'d> Columns<'d> {
    /// Takes the header of a table.
    pub fn new(table: &Table<'_>, dialect: &'d Dialect) -> Self {
        let roles = |cell| dialect.columns.roles(name(&Text::plain(cell)));
        Self(table.header.iter().map(roles).collect())
    }

    /// The column that plays a role.
    pub fn get(&self, role: ColumnRole) -> Option<usize> {
        self.0.iter().position(|roles| roles.contains(&role))
    }
}

/// The name of a column without the marks around it.
fn name(header: &str) -> &str {
    header.trim_matches(['*', ':', ' ', '\u{a0}'])
}

/// Reads a table of properties or parameters. A table with other columns gives nothing and a
/// diagnostic.
pub fn properties(
    page: &Page<'_>,
    table: &Table<'_>,
    navigation: bool,
    dialect: &Dialect,
    report: &mut Report,
) -> Vec<PropertyFacts> {
    let columns = Columns::new(table, dialect);
    // Where a table has no column of types, its column of values says which values there are.
    let ty = columns.get(ColumnRole::Type).or_else(|| columns.get(ColumnRole::Value));
    let (Some(name), Some(ty)) = (columns.get(ColumnRole::Name), ty) else {
        unknown_table(page, table, report);
        return Vec::new();
    };
    let reader = PropertyReader {
        page,
        dialect,
        name,
        ty,
        description: columns.get(ColumnRole::Description),
        required: columns.get(ColumnRole::Required),
        navigation,
    };
    let rows = table.rows.iter().filter_map(|row| reader.read(row, report)).collect();
    let descriptions = table.rows.iter().filter_map(|row| row.cells.get(reader.description?));
    placeholder::report(page, descriptions, "descriptions", dialect, report);
    rows
}

fn unknown_table(page: &Page<'_>, table: &Table<'_>, report: &mut Report) {
    let Some(first) = table.header.first() else {
        return;
    };
    let listed = |cell| format!("`{}`", name(&Text::plain(cell)).to_lowercase());
    let columns: Vec<String> = table.header.iter().map(listed).collect();
    report.push(Diagnostic::new(
        Code::UnknownTable,
        page.place(&first.span),
        format!("a table with the columns {}", columns.join(", ")),
        "expected a column of names and a column of types",
        "nothing was read from it",
    ));
}

struct PropertyReader<'p, 'a, 'd> {
    page: &'p Page<'a>,
    dialect: &'d Dialect,
    name: usize,
    ty: usize,
    description: Option<usize>,
    required: Option<usize>,
    navigation: bool,
}

impl PropertyReader<'_, '_, '_> {
    fn read(&self, row: &Row<'_>, report: &mut Report) -> Option<PropertyFacts> {
        let name_cell = row.cells.get(self.name)?;
        let written = name_cell.plain();
        let deprecated_name = self.dialect.facts.deprecated.is_match(&written);
        let name = property_name(&written);
        let rest_is_empty = || row.cells.iter().skip(1).all(Text::is_blank);
        if name.is_empty() || (row.cells.len() > 1 && rest_is_empty()) {
            // A row that groups the rows below it, or an empty one.
            return None;
        }
        if self.dialect.facts.none.is_match(&name) {
            return None;
        }
        if !is_property_name(&name) {
            report.push(Diagnostic::new(
                Code::OddName,
                self.page.place(&name_cell.span),
                format!("`{written}` where a name belongs"),
                "expected the name of a property or parameter",
                "the row was left out",
            ));
            return None;
        }
        let ty = type_facts(self.page, row.cells.get(self.ty)?, self.dialect, report);
        let place = self.page.place(&name_cell.span);
        let column = |at: Option<usize>| {
            let cell = row.cells.get(at?)?;
            places::column(self.page, (&place.source, name_cell), cell)
        };
        let cells = Cells {
            ty: column(Some(self.ty)),
            description: column(self.description),
            required: column(self.required),
        };
        let empty = Text::default();
        let description = self.description.and_then(|at| row.cells.get(at)).unwrap_or(&empty);
        let plain = description.plain();
        let facts = &self.dialect.facts;
        let says = |fact: &Pattern| fact.is_match(&plain);
        let speaks = facts.speak_of_property(&plain);
        let required_cell = self.required.and_then(|at| row.cells.get(at));
        let requirement = match required_cell {
            Some(cell) if cell.plain().to_lowercase().starts_with('y') => {
                Some(Requirement::Required)
            }
            Some(cell) if !cell.is_blank() => Some(Requirement::Optional),
            _ if speaks && says(&facts.required) => Some(Requirement::Required),
            _ if speaks && says(&facts.optional) => Some(Requirement::Optional),
            _ => None,
        };
        let deprecated = (deprecated_name || speaks && says(&facts.deprecated))
            .then(|| if deprecated_name { String::new() } else { plain.clone().into_owned() });
        Some(PropertyFacts {
            values: values::read(description, self.dialect)
                .map(|values| Values { column: cells.description, ..values }),
            read_only: speaks && says(&facts.read_only),
            nullability: match speaks {
                true if says(&facts.not_nullable) => Nullability::NotNullable,
                true if says(&facts.nullable) => Nullability::Nullable,
                _ => Nullability::Unsaid,
            },
            inherited_from: speaks
                .then(|| facts.inherited.group("name", &plain))
                .flatten()
                .map(str::to_owned),
            description: self.cleaned(description),
            ty,
            navigation: self.navigation,
            requirement,
            deprecated,
            place,
            cells,
            name,
        })
    }

    /// The description without template text.
    fn cleaned(&self, description: &Text<'_>) -> String {
        let text = cell_markdown(self.page, description);
        match self.dialect.placeholder.replace(&text, "") {
            Cow::Borrowed(_) => text,
            Cow::Owned(rest) => rest.trim_start_matches(['.', ' ']).to_owned(),
        }
    }
}

/// A name without the marks and remarks that stand around it.
fn property_name(written: &str) -> String {
    let name = written.trim_matches(['*', '`', '_', ' ', '\u{a0}']);
    let name = name.split_once(['(', ' ', '\n']).map_or(name, |(name, _)| name);
    name.trim_matches(['*', '`', ' ', '\u{a0}', ':', '\\']).replace('\\', "")
}

/// Whether a text can be the name of a property or parameter.
pub fn is_property_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '@' | '$'))
        // A number is none, but a name can begin with one.
        && name.contains(char::is_alphabetic)
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '@' | '-' | '$'))
}

/// Reads a type column.
pub fn type_facts(
    page: &Page<'_>,
    cell: &Text<'_>,
    dialect: &Dialect,
    report: &mut Report,
) -> TypeFacts {
    let written = cell.plain().replace('\n', " ");
    // A reference link without a definition reads as its marks.
    let bare = written.trim_end_matches("[]").trim_matches(['[', ']']);
    let bare = if written.ends_with("[]") && !written.starts_with('[') { &written } else { bare };
    let (spelling, collection) = dialect.types.read(bare);
    let link = cell.links().map(|(_, target)| target).find(|target| leads_to_resource(target));
    let alternatives = alternatives(cell);
    let place = page.place(&cell.span);
    if spelling == Spelling::Unread && link.is_none() {
        report.push(Diagnostic::new(
            Code::UnreadType,
            place.clone(),
            format!("`{written}` where a type belongs"),
            "expected a primitive type, or the name of a resource or enum",
            "it was read as the JSON representation has it, else as JSON of any shape",
        ));
    }
    TypeFacts {
        spelling,
        collection: collection || (link.is_some() && written.to_lowercase().contains("collection")),
        link: link.map(str::to_owned),
        alternatives,
        written,
        place,
    }
}

/// The targets of further links in a type column that names one type or another.
fn alternatives(cell: &Text<'_>) -> Vec<String> {
    if cell.links().nth(1).is_none() {
        return Vec::new();
    }
    let mut prose = Prose::default();
    prose.push(cell);
    let first = prose.link_from(0, leads_to_resource);
    first.map_or_else(Vec::new, |(range, _)| prose.alternatives(&range))
}
