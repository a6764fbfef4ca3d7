//! Permission tables: who may call an operation.

use super::section::Section;
use super::table::Columns;
use crate::diagnostics::{Code, Diagnostic, Report};
use crate::dialect::{ColumnRole, Dialect, SectionKind};
use crate::ir::{Permissions, Scopes};
use crate::page::{Page, Table, Text};

/// Reads the permission tables of a page, wherever they stand: their columns tell them. Several
/// tables (one per kind of resource, say) are alternatives and are added up.
pub fn read(sections: &[Section<'_, '_>], dialect: &Dialect, report: &mut Report) -> Permissions {
    let mut permissions = Permissions::default();
    for section in sections {
        for (page, table) in section.tables() {
            let reader = Reader { page, dialect };
            let columns = Columns::new(table, dialect);
            if columns.get(ColumnRole::PermissionKind).is_some() {
                reader.table(table, &columns, &mut permissions, report);
            } else if section.kind == Some(SectionKind::Permissions) {
                reader.transposed(table, &mut permissions, report);
            }
        }
    }
    permissions
}

struct Reader<'p, 'a, 'd> {
    page: &'p Page<'a>,
    dialect: &'d Dialect,
}

impl Reader<'_, '_, '_> {
    fn table(
        &self,
        table: &Table<'_>,
        columns: &Columns<'_>,
        permissions: &mut Permissions,
        report: &mut Report,
    ) {
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
                    self.cell(cell, order, scopes, report);
                }
            };
            add(ColumnRole::Least, Order::AllLeast);
            add(ColumnRole::Higher, Order::AllHigher);
            add(ColumnRole::Ascending, Order::LeastFirst);
            add(ColumnRole::Descending, Order::LeastLast);
        }
    }

    /// A table with a column for each kind of caller, and a row for each kind of resource.
    fn transposed(&self, table: &Table<'_>, permissions: &mut Permissions, report: &mut Report) {
        for (at, header) in table.header.iter().enumerate() {
            let Some(scopes) = self.kind(&header.plain(), permissions) else {
                continue;
            };
            for cell in table.rows.iter().filter_map(|row| row.cells.get(at)) {
                self.cell(cell, Order::LeastFirst, scopes, report);
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

    fn cell(&self, cell: &Text<'_>, order: Order, scopes: &mut Scopes, report: &mut Report) {
        let text = cell.plain();
        if self.dialect.placeholder.is_match(&text) {
            report.push(Diagnostic::new(
                Code::Placeholder,
                self.page.place(&cell.span),
                "template text instead of permissions",
                "expected permissions, or \"Not supported.\"",
                "no permission was read",
            ));
            return;
        }
        if self.dialect.permissions.none.is_match(&text) {
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
