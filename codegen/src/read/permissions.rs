//! Permission tables: who may call an operation.

use super::placeholder;
use super::section::Section;
use super::table::Columns;
use crate::diagnostics::Report;
use crate::dialect::{ColumnRole, Dialect, SectionKind};
use crate::ir::{Permissions, Scopes};
use crate::page::{Table, Text};

/// Reads the permission tables of a page, wherever they stand: their columns tell them. Several
/// tables (one per kind of resource, say) are alternatives and are added up.
pub fn read(sections: &[Section<'_, '_>], dialect: &Dialect, report: &mut Report) -> Permissions {
    let mut permissions = Permissions::default();
    for section in sections {
        for (page, table) in section.tables() {
            let reader = Reader { dialect };
            let columns = Columns::new(table, dialect);
            if columns.get(ColumnRole::PermissionKind).is_some() {
                reader.table(table, &columns, &mut permissions);
            } else if section.kind == Some(SectionKind::Permissions) {
                reader.transposed(table, &mut permissions);
            } else {
                continue;
            }
            let cells = table.rows.iter().flat_map(|row| &row.cells);
            placeholder::report(page, cells, "permissions", dialect, report);
        }
    }
    permissions
}

struct Reader<'d> {
    dialect: &'d Dialect,
}

impl Reader<'_> {
    fn table(&self, table: &Table<'_>, columns: &Columns<'_>, permissions: &mut Permissions) {
        for row in &table.rows {
            let Some(kind) = row.cells.first() else {
                continue;
            };
            let Some(scopes) = self.kind(&kind.plain(), permissions) else {
                continue;
            };
            let mut add = |role, order| {
                let cell = columns.get(role).and_then(|at| row.cells.get(at));
                if let Some(cell) = cell {
                    self.cell(cell, order, scopes);
                }
            };
            add(ColumnRole::Least, Order::AllLeast);
            add(ColumnRole::Higher, Order::AllHigher);
            add(ColumnRole::Ascending, Order::LeastFirst);
            add(ColumnRole::Descending, Order::LeastLast);
        }
    }

    /// A table with a column for each kind of caller, and a row for each kind of resource.
    fn transposed(&self, table: &Table<'_>, permissions: &mut Permissions) {
        for (at, header) in table.header.iter().enumerate() {
            let Some(scopes) = self.kind(&header.plain(), permissions) else {
                continue;
            };
            for cell in table.rows.iter().filter_map(|row| row.cells.get(at)) {
                self.cell(cell, Order::LeastFirst, scopes);
            }
        }
    }

    fn kind<'s>(&self, name: &str, permissions: &'s mut Permissions) -> Option<&'s mut Scopes> {
        let patterns = &self.dialect.permissions;
        let name = name.trim_matches(['*', ' ', '\u{a0}']);
        if patterns.delegated_work.is_match(name) {
            Some(&mut permissions.delegated_work)
        } else if patterns.delegated_personal.is_match(name) {
            Some(&mut permissions.delegated_personal)
        } else if patterns.application.is_match(name) {
            Some(&mut permissions.application)
        } else {
            None
        }
    }

    fn cell(&self, cell: &Text<'_>, order: Order, scopes: &mut Scopes) {
        let text = cell.plain();
        if self.dialect.placeholder.is_match(&text) || self.dialect.permissions.none.is_match(&text)
        {
            return;
        }
        let mut found: Vec<&str> =
            self.dialect.permissions.scope.find_iter(&text).map(|scope| scope.as_str()).collect();
        if matches!(order, Order::LeastLast) {
            found.reverse();
        }
        for (at, scope) in found.into_iter().enumerate() {
            let known = scopes.all().any(|known| known == scope);
            let least = match order {
                Order::AllLeast => true,
                Order::AllHigher => false,
                Order::LeastFirst | Order::LeastLast => at == 0,
            };
            if !known {
                let list = if least { &mut scopes.least } else { &mut scopes.higher };
                list.push(scope.into());
            }
        }
    }
}

/// In which order a cell lists permissions.
#[derive(Clone, Copy)]
enum Order {
    AllLeast,
    AllHigher,
    LeastFirst,
    LeastLast,
}
