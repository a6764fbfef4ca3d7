//! What running text says of values, properties and types.

use std::sync::OnceLock;

use regex::RegexSet;
use serde::Deserialize;

use super::{Pattern, Words};

/// Enum values in running text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValuePatterns {
    /// What a list of values begins with.
    pub begins: Pattern,
    /// What stands before the first value of a description that begins with values.
    pub one_of: Pattern,
    /// Values in quotes, where a sentence lists them without saying that they are values; group `list`.
    pub quoted: Pattern,
    /// What a list of further values begins with, which callers must ask for.
    pub opt_in: Pattern,
    /// What says that several members can be sent together, as one value.
    pub flags: Pattern,
    /// The same, if the property is no collection.
    pub several: Pattern,
    /// What follows a value and tells when it can be: values named there are of something else.
    pub condition: Pattern,
    /// What follows a value and says in words what else there can be, so that the values are not all.
    pub others: Pattern,
    /// What ends such words, and is followed by the next value.
    pub separator: Pattern,
    /// One value.
    pub value: Pattern,
    /// One value that is written as members of enums are.
    pub member: Pattern,
    /// A member that stands for those to come, and that tables may leave out.
    pub sentinel: Pattern,
    /// What says that the values stand in a table.
    pub in_table: Pattern,
    /// The name of a property that is a name for its enum, too.
    pub names_itself: Pattern,
    /// What a type's name ends with without saying anything of its enums; group `holder`.
    pub holder: Pattern,
}

/// Facts in running text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactPatterns {
    /// A type inherits from another one; group `name`.
    pub inherits: Pattern,
    /// The same, in words that say it only of a link; group `name`.
    pub inherits_linked: Pattern,
    /// The same, in any place of a page that has no annotation; group `name`.
    pub inherits_elsewhere: Pattern,
    /// The same, in the description of the front matter; group `name`.
    pub inherits_described: Pattern,
    /// What names of types follow, or a list of them below it, that inherit from the page's own.
    pub derived: Pattern,
    /// The title of a section that lists those.
    pub derived_title: Pattern,
    /// A property is inherited from a base type; group `name`.
    pub inherited: Pattern,
    /// A type is open.
    pub open: Pattern,
    /// A property is read-only.
    pub read_only: Pattern,
    /// The same words where they do not say it of the property. Asked where no sentence of its own
    /// (`read_only` of bodies) says it.
    pub not_read_only: Pattern,
    /// A property cannot be null. Asked before `nullable`.
    pub not_nullable: Pattern,
    /// A property can be null.
    pub nullable: Pattern,
    /// A property or parameter must be given.
    pub required: Pattern,
    /// A cell that says of a row what its column is about, such as whether it is required.
    pub affirmed: Pattern,
    /// All properties of a table must be given.
    pub all_required: Pattern,
    /// A property or parameter may be left out.
    pub optional: Pattern,
    /// The same of a type column: a value must be given.
    pub required_type: Pattern,
    /// The same of a type column: it may be left out.
    pub optional_type: Pattern,
    /// Words behind the name of a parameter in a list, or in a mark: it must be given.
    pub required_words: Words,
    /// Words behind such a name: it may be left out.
    pub optional_words: Words,
    /// What stands beside a property's heading that may be left out.
    pub optional_heading: Pattern,
    /// A type can be null, as it is written below the heading of its property.
    pub nullable_type: Pattern,
    /// Something is deprecated.
    pub deprecated: Pattern,
    /// The property of a heading is deprecated.
    pub deprecated_heading: Pattern,
    /// A paragraph of an introduction that calls the page's own subject deprecated, or one with a
    /// `name`, which is the page's own where its title has it.
    pub deprecated_subject: Pattern,
    /// The page's own subject is what to use in place of the one that is named.
    pub deprecated_for_this: Pattern,
    /// A cell that says that a table has no rows.
    pub none: Pattern,
    #[serde(skip)]
    of_property: OnceLock<Option<RegexSet>>,
}

impl FactPatterns {
    /// Whether a description says anything of its property: that it is required, optional,
    /// read-only, nullable, inherited or deprecated. Most say nothing of all that, and one look tells so.
    pub fn speak_of_property(&self, description: &str) -> bool {
        let any = self.of_property.get_or_init(|| {
            let all = [
                &self.required,
                &self.optional,
                &self.read_only,
                &self.not_nullable,
                &self.nullable,
                &self.inherited,
                &self.deprecated,
            ];
            RegexSet::new(all.map(|pattern| pattern.as_str())).ok()
        });
        any.as_ref().is_none_or(|any| any.is_match(description))
    }
}
