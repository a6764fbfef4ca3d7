//! Columns of tables: which plays which role.

use crate::dialect::{ColumnRole, Dialect};
use crate::page::{Page, Table};
use crate::read::cached_dialect::CachedDialect;

/// Which column of a table plays which role.
#[derive(Clone, Copy, Debug)]
pub struct Columns {
    /// The column of each role, in the order of [`ColumnRole::ALL`].
    of_roles: [Option<u8>; ColumnRole::ALL.len()],
    /// Whether the table is that of national clouds.
    pub are_clouds: bool,
}

impl Columns {
    /// Takes the header of a table on `page`.
    pub fn of(page: &Page<'_>, table: &Table<'_>, dialect: &CachedDialect<'_>) -> Self {
        let (Some(first), Some(last)) = (table.header.first(), table.header.last()) else {
            return Self::new(table, dialect);
        };
        if !table.self_contained {
            return Self::new(table, dialect);
        }
        let header = page.raw(&(first.span.start..last.span.end));
        dialect.columns.of(header, || Self::new(table, dialect))
    }

    fn new(table: &Table<'_>, dialect: &Dialect) -> Self {
        let names = table.header.iter().map(|header| header.plain().replace('\u{a0}', " "));
        let names: Vec<String> = names.collect();
        let roles: Vec<&[ColumnRole]> =
            names.iter().map(|written| dialect.columns.roles(name(written))).collect();
        let of_role = |role| {
            let at = roles.iter().position(|roles| roles.contains(&role))?;
            u8::try_from(at).ok()
        };
        Self {
            of_roles: ColumnRole::ALL.map(of_role),
            are_clouds: names.iter().any(|name| dialect.clouds.columns.contains(name)),
        }
    }

    /// The column that plays a role.
    pub fn get(&self, role: ColumnRole) -> Option<usize> {
        self.of_roles[role as usize].map(usize::from)
    }

    /// Whether the table lists members of an enum: values, with numbers or descriptions and no types.
    pub fn are_members(&self) -> bool {
        let other =
            self.get(ColumnRole::Value).filter(|at| Some(*at) != self.get(ColumnRole::Member));
        let tells = other.is_some() || self.get(ColumnRole::Description).is_some();
        self.get(ColumnRole::Member).is_some() && tells && self.get(ColumnRole::Type).is_none()
    }

    /// Whether `table` has nothing but a column of names: those of an enum's members, where it lists what a
    /// type is.
    pub fn are_names_alone(&self, table: &Table<'_>) -> bool {
        table.header.len() == 1 && self.get(ColumnRole::Member).is_some()
    }

    /// Whether the table lists properties or parameters: names and types.
    pub fn are_properties(&self) -> bool {
        self.name().is_some() && self.get(ColumnRole::Type).is_some()
    }

    /// The column of names. Beside a column of types, one of values has names, too.
    pub fn name(&self) -> Option<usize> {
        let value = || self.get(ColumnRole::Type).and_then(|_| self.get(ColumnRole::Member));
        self.get(ColumnRole::Name).or_else(value)
    }
}

/// The name of a column without the marks around it.
pub fn name(header: &str) -> &str {
    header.trim_matches(['*', ':', ' ', '\u{a0}'])
}
