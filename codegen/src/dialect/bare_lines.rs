//! What bare lines of rendered pages can be, by the words of a dialect.

use regex::Regex;
use serde::Deserialize;

use super::{Dialect, Pattern};
use crate::page::rendered::bare_lines::{BareLines, Titles};
use crate::page::rendered::spaced_table::{Cells, SpacedColumns};

/// What cells have where only spaces part them: the beginning of a text that is one; group `cell`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpacedCells {
    /// A type.
    #[serde(rename = "type")]
    pub ty: Pattern,
    /// A caller, before permissions.
    pub caller: Pattern,
    /// Permissions, of which one is enough.
    pub scopes: Pattern,
}

impl Dialect {
    /// What bare lines of rendered pages can be.
    pub fn bare_lines(&self) -> BareLines {
        // Titles inside examples are titles, too, although they are no sections of their own.
        let titles = Titles::new(self.sections.titles().chain(["request"]))
            .with(self.sections.starts(), self.titles.bare.as_set().clone());
        BareLines {
            titles,
            frame: self.frame.as_set().clone(),
            namespace: Some(Regex::clone(&self.namespace)),
            columns: self.spaced_columns(),
        }
    }

    fn spaced_columns(&self) -> SpacedColumns {
        let SpacedCells { ty, caller, scopes } = &self.spaced_cells;
        let names = self.columns.names().map(|(name, roles)| {
            let cells = roles.iter().find_map(|role| role.cells()).unwrap_or(Cells::Text);
            (name.to_owned(), cells)
        });
        let clouds = self.clouds.columns.iter().map(|name| (name.to_owned(), Cells::Word));
        let ends = [(Cells::Type, ty), (Cells::Caller, caller), (Cells::Scopes, scopes)];
        SpacedColumns {
            names: names.chain(clouds).collect(),
            ends: ends.map(|(cells, pattern)| (cells, Regex::clone(pattern))).into(),
        }
    }
}
