//! Permission tables: who may call an operation.

use std::sync::Arc;

use super::permission_tables::{MARKS, is_of_callers, is_one_list, is_set_in};
use super::told_permissions;
use crate::diagnostics::{Code, Diagnostic, Place, Report};
use crate::dialect::{ColumnRole, Dialect, SectionKind};
use crate::ir::{Alternative, Landmark, Permissions, Places, Scopes, Spot};
use crate::page::{Page, Row, Table, Text};
use crate::read::cached_dialect::CachedDialect;
use crate::read::layout::columns::{self, Columns};
use crate::read::layout::section::{Section, of_kind};
use crate::read::{placeholder, places};

/// Reads the permission tables of a page, wherever they stand: their columns tell them. Several
/// tables (one per kind of resource, say) are alternatives and are added up. Where none says who needs
/// what, sentences and other tables tell what is needed, whoever calls.
/// `page` is the page's path; where each kind of caller's permissions stand goes to `places`.
pub fn read(
    page: &str,
    sections: &[Section<'_, '_>],
    dialect: &CachedDialect<'_>,
    places: &mut Places,
    report: &mut Report,
) -> Permissions {
    let mut permissions = Permissions::default();
    let mut unread: Option<Diagnostic> = None;
    let mut has_callers = false;
    for section in sections {
        for (on, table) in section.tables() {
            let mut reader = Reader { page, on, dialect, places };
            let columns = Columns::of(on, table, dialect);
            if is_of_callers(section, table, &columns, dialect) {
                has_callers = true;
                reader.table(table, &columns, &mut permissions);
            } else if section.kind == Some(SectionKind::Permissions) {
                let is_transposed = reader.transposed(table, &mut permissions);
                has_callers |= is_transposed;
                if !is_transposed && let Some(first) = table.header.first() {
                    unread.get_or_insert_with(|| without_callers(on.place(&first.span)));
                }
            } else {
                continue;
            }
            // How many columns there are decides what the last cell is.
            let is_usual = table.self_contained && table.header.len() == 2;
            let is_unfinished = |row: &&Row<'_>| {
                let look = || row.cells.iter().any(|cell| placeholder::is_in(cell, dialect));
                !is_usual || dialect.unfinished.of(on.raw(&row.span), look)
            };
            let cells = table.rows.iter().filter(is_unfinished).flat_map(|row| &row.cells);
            placeholder::report(on, cells, "permissions", dialect, report);
        }
    }
    if !has_callers {
        permissions.any_caller = of_any_caller(page, sections, dialect, places);
    }
    if let Some(finding) = unread.filter(|_| permissions.is_empty()) {
        report.push(finding);
    }
    permissions
}

/// What sentences and tables name that say of no kind of caller that it needs it. Nothing tells which
/// of several is the least privileged.
fn of_any_caller(
    page: &str,
    sections: &[Section<'_, '_>],
    dialect: &CachedDialect<'_>,
    places: &mut Places,
) -> Scopes {
    let mut found: Vec<Alternative> = Vec::new();
    for section in of_kind(sections, SectionKind::Permissions) {
        let told = told_permissions::read(section, dialect);
        if let Some(placed) = told.first {
            let source = placed.page.source(placed.block.span.start);
            places.add_first(Landmark::AnyCaller, || Spot::new(source, page));
        }
        let listed = told.alternatives.into_iter().chain(in_tables(section, dialect));
        for alternative in listed {
            if !found.contains(&alternative) {
                found.push(alternative);
            }
        }
    }
    match found.len() {
        1 => Scopes { least: found, higher: Vec::new() },
        _ => Scopes { least: Vec::new(), higher: found },
    }
}

/// What tables list that have columns of permissions, for each kind of resource perhaps, and none of
/// callers.
fn in_tables(section: &Section<'_, '_>, dialect: &Dialect) -> Vec<Alternative> {
    let is_listed = |role: &ColumnRole| {
        matches!(role, ColumnRole::Least | ColumnRole::Ascending | ColumnRole::Descending)
    };
    let mut found = Vec::new();
    for (_, table) in section.tables() {
        for (at, header) in table.header.iter().enumerate() {
            let roles = dialect.columns.roles(columns::name(&header.plain()));
            if roles.iter().any(is_listed) {
                let cells = table.rows.iter().filter_map(|row| row.cells.get(at));
                found.extend(cells.flat_map(|cell| alternatives(&cell.plain(), dialect)));
            }
        }
    }
    found
}

/// A table that says what is needed, and not by whom.
fn without_callers(place: Place) -> Diagnostic {
    Diagnostic::of(Code::UnknownTable, place)
        .found("a table below permissions that names no kind of caller")
        .expected("a column `Permission type` with the kinds of caller, or a column for each kind")
        .instead("no permission was read from it")
}

struct Reader<'r, 'a> {
    /// The path of the page that is read.
    page: &'r str,
    /// The page that has the table: that one, or one that it includes.
    on: &'r Page<'a>,
    dialect: &'r CachedDialect<'r>,
    places: &'r mut Places,
}

impl Reader<'_, '_> {
    fn table(&mut self, table: &Table<'_>, columns: &Columns, permissions: &mut Permissions) {
        for OfCaller { caller, mut rows, by_kind } in self.of_callers(table) {
            let is_one_list = !by_kind && is_one_list(table, columns);
            if is_one_list && columns.get(ColumnRole::Descending).is_some() {
                rows.reverse();
            }
            let mut lists_any = false;
            for row in rows {
                for (role, order) in [
                    (ColumnRole::Least, Order::AllLeast),
                    (ColumnRole::Higher, Order::AllHigher),
                    (ColumnRole::Ascending, Order::LeastFirst),
                    (ColumnRole::Descending, Order::LeastLast),
                ] {
                    let cell = columns.get(role).and_then(|at| row.cells.get(at));
                    let Some(cell) = cell.filter(|cell| !by_kind || !cell.is_blank()) else {
                        continue;
                    };
                    let order = match order {
                        Order::LeastFirst | Order::LeastLast if is_one_list && lists_any => {
                            Order::AllHigher
                        }
                        order => order,
                    };
                    lists_any |= self.cell(cell, order, &caller, permissions);
                }
            }
        }
    }

    /// The rows of each caller, in the order in which they are first named. A row that is set in, by
    /// spaces that do not break, is about one kind of what the caller above it can do.
    fn of_callers<'t, 'p>(&self, table: &'t Table<'p>) -> Vec<OfCaller<'t, 'p>> {
        let mut of_callers: Vec<OfCaller<'_, '_>> = Vec::with_capacity(table.rows.len());
        let mut last = None;
        for row in &table.rows {
            let Some(kind) = row.cells.first() else { continue };
            if let Some(caller) = self.caller(&kind.plain()) {
                let known = of_callers.iter().position(|it| it.caller.least == caller.least);
                let at = known.unwrap_or_else(|| {
                    of_callers.push(OfCaller { caller, rows: Vec::new(), by_kind: false });
                    of_callers.len() - 1
                });
                of_callers[at].rows.push(row);
                last = Some(at);
            } else if let Some(last) = last.filter(|_| is_set_in(self.on, row)) {
                of_callers[last].rows.push(row);
                of_callers[last].by_kind = true;
            }
        }
        of_callers
    }

    /// A table with a column for each kind of caller, and a row for each kind of resource; tells
    /// whether it is one.
    fn transposed(&mut self, table: &Table<'_>, permissions: &mut Permissions) -> bool {
        let mut has_callers = false;
        for (at, header) in table.header.iter().enumerate() {
            let Some(caller) = self.caller(&header.plain()) else {
                continue;
            };
            has_callers = true;
            for cell in table.rows.iter().filter_map(|row| row.cells.get(at)) {
                self.cell(cell, Order::LeastFirst, &caller, permissions);
            }
        }
        has_callers
    }

    fn caller(&self, name: &str) -> Option<Caller> {
        self.dialect.callers.of(name, || self.caller_of(name))
    }

    fn caller_of(&self, name: &str) -> Option<Caller> {
        let patterns = &self.dialect.permissions;
        let name = name.trim_matches(MARKS);
        if patterns.delegated_work.is_match(name) {
            Some(Caller {
                scopes: |permissions| &mut permissions.delegated_work,
                least: Landmark::DelegatedWork,
                higher: Landmark::DelegatedWorkHigher,
            })
        } else if patterns.delegated_personal.is_match(name) {
            Some(Caller {
                scopes: |permissions| &mut permissions.delegated_personal,
                least: Landmark::DelegatedPersonal,
                higher: Landmark::DelegatedPersonalHigher,
            })
        } else if patterns.application.is_match(name) {
            Some(Caller {
                scopes: |permissions| &mut permissions.application,
                least: Landmark::Application,
                higher: Landmark::ApplicationHigher,
            })
        } else {
            None
        }
    }

    /// Adds what a cell lists; tells whether it lists anything.
    fn cell(
        &mut self,
        cell: &Text<'_>,
        order: Order,
        caller: &Caller,
        permissions: &mut Permissions,
    ) -> bool {
        let landmark = match order {
            Order::AllHigher => caller.higher,
            Order::AllLeast | Order::LeastFirst | Order::LeastLast => caller.least,
        };
        self.places.add_first(landmark, || places::of_cell(self.page, self.on, cell));
        let scopes = (caller.scopes)(permissions);
        let text = cell.plain();
        let found = self.dialect.scopes.of(&text, || self.scopes_in(&text));
        let lists_any = !found.is_empty();
        let mut in_order = found.iter();
        let mut reversed = found.iter().rev();
        let found: &mut dyn Iterator<Item = &Alternative> =
            if matches!(order, Order::LeastLast) { &mut reversed } else { &mut in_order };
        for (at, scope) in found.enumerate() {
            let known = scopes.all().any(|known| known == scope);
            let least = match order {
                Order::AllLeast => true,
                Order::AllHigher => false,
                Order::LeastFirst | Order::LeastLast => at == 0,
            };
            if !known {
                let list = if least { &mut scopes.least } else { &mut scopes.higher };
                list.push(scope.clone());
            }
        }
        lists_any
    }

    /// The alternatives that a cell lists, in its order: permissions, and several of them where all are
    /// needed.
    fn scopes_in(&self, cell: &str) -> Arc<[Alternative]> {
        let patterns = &self.dialect.permissions;
        if self.dialect.placeholder.is_match(cell) || patterns.none.is_match(cell) {
            return Arc::default();
        }
        alternatives(cell, self.dialect).into()
    }
}

/// The alternatives that a text names, as a cell does.
pub fn alternatives(text: &str, dialect: &Dialect) -> Vec<Alternative> {
    let patterns = &dialect.permissions;
    let mut alternatives: Vec<Alternative> = Vec::new();
    let mut end = 0;
    for scope in patterns.scope.find_iter(text) {
        match alternatives.last_mut() {
            Some(last) if patterns.together.is_match(&text[end..scope.start()]) => {
                *last = last.and(scope.as_str());
            }
            _ => alternatives.push(scope.as_str().into()),
        }
        end = scope.end();
    }
    alternatives
}

/// A kind of caller: what it needs, and where that stands.
#[derive(Clone, Copy, Debug)]
pub struct Caller {
    scopes: fn(&mut Permissions) -> &mut Scopes,
    least: Landmark,
    higher: Landmark,
}

/// The rows of a caller.
struct OfCaller<'t, 'p> {
    caller: Caller,
    rows: Vec<&'t Row<'p>>,
    /// Whether there is a row for each kind of resource, or of work.
    by_kind: bool,
}

/// In which order a cell lists permissions.
#[derive(Clone, Copy)]
enum Order {
    AllLeast,
    AllHigher,
    LeastFirst,
    LeastLast,
}
