//! Columns of tables, by their names.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::pattern::{Words, lower};

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the words say it")]
pub enum ColumnRole {
    Name,
    Member,
    Type,
    Value,
    Description,
    Required,
    Part,
    PermissionKind,
    Least,
    Higher,
    Ascending,
    Descending,
    ErrorStatus,
    ErrorCode,
    ErrorMeaning,
    Verb,
    Address,
}

impl ColumnRole {
    /// Every one.
    pub const ALL: [Self; 17] = [
        Self::Name,
        Self::Member,
        Self::Type,
        Self::Value,
        Self::Description,
        Self::Required,
        Self::Part,
        Self::PermissionKind,
        Self::Least,
        Self::Higher,
        Self::Ascending,
        Self::Descending,
        Self::ErrorStatus,
        Self::ErrorCode,
        Self::ErrorMeaning,
        Self::Verb,
        Self::Address,
    ];
}

/// The columns that a dialect knows.
#[derive(Debug, Deserialize)]
#[serde(from = "BTreeMap<ColumnRole, Words>")]
pub struct ColumnNames(FxHashMap<String, Vec<ColumnRole>>);

impl ColumnNames {
    /// What can stand in the column of that name, in any casing; a name can have several roles,
    /// which the table's other columns decide.
    pub fn roles(&self, name: &str) -> &[ColumnRole] {
        self.0.get(&*lower(name)).map_or(&[], Vec::as_slice)
    }
}

impl From<BTreeMap<ColumnRole, Words>> for ColumnNames {
    fn from(words: BTreeMap<ColumnRole, Words>) -> Self {
        let mut names: FxHashMap<String, Vec<ColumnRole>> = FxHashMap::default();
        for (role, words) in &words {
            for word in words.iter() {
                names.entry(word.to_owned()).or_default().push(*role);
            }
        }
        Self(names)
    }
}
