//! Columns of tables, by their names.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::pattern::{Words, lower};
use crate::page::rendered::spaced_table::Cells;

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ColumnRole {
    /// The name of a property, parameter, header or relationship.
    Name,
    /// A member of an enum.
    Member,
    /// A type.
    Type,
    /// A value: of a header, or the number of an enum member.
    Value,
    /// A description.
    Description,
    /// Whether something must be given.
    Required,
    /// Whether there can be `null`.
    Nullable,
    /// The part of the request in which a parameter is sent.
    Part,
    /// The kind of caller in a permission table.
    PermissionKind,
    /// The least privileged permissions.
    Least,
    /// The other permissions.
    Higher,
    /// All permissions, the least privileged first.
    Ascending,
    /// All permissions, the least privileged last.
    Descending,
    /// The HTTP status of an error.
    ErrorStatus,
    /// The service's code for an error.
    ErrorCode,
    /// What an error means, or what to do about it.
    ErrorMeaning,
    /// The verb of a request line.
    Verb,
    /// The address of a request line.
    Address,
    /// The name of a navigation property.
    Relationship,
    /// The name of a request header.
    Header,
    /// What an operation gives.
    Returns,
}

impl ColumnRole {
    /// Every one.
    pub const ALL: [Self; 21] = [
        Self::Name,
        Self::Member,
        Self::Type,
        Self::Value,
        Self::Description,
        Self::Required,
        Self::Nullable,
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
        Self::Relationship,
        Self::Header,
        Self::Returns,
    ];

    /// What its cells have, if they are not any text.
    pub(super) fn cells(self) -> Option<Cells> {
        match self {
            Self::Name
            | Self::Member
            | Self::Value
            | Self::Required
            | Self::Nullable
            | Self::Part
            | Self::ErrorStatus
            | Self::ErrorCode
            | Self::Relationship
            | Self::Header => Some(Cells::Word),
            Self::Type => Some(Cells::Type),
            Self::PermissionKind => Some(Cells::Caller),
            Self::Least | Self::Higher | Self::Ascending | Self::Descending => Some(Cells::Scopes),
            Self::Description | Self::ErrorMeaning | Self::Verb | Self::Address | Self::Returns => {
                None
            }
        }
    }
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

    /// Every name, in lower case, and its roles; in no particular order.
    pub(super) fn names(&self) -> impl Iterator<Item = (&str, &[ColumnRole])> {
        self.0.iter().map(|(name, roles)| (name.as_str(), roles.as_slice()))
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
