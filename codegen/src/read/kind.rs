//! What a page, or a part of one, is about.

use crate::dialect::{Kinds, SectionKind};
use crate::page::{Form, Page};
use crate::read::cached_dialect::CachedDialect;
use crate::read::is_name;
use crate::read::layout::introduction::PageText;
use crate::read::layout::parts::Part;
use crate::read::layout::section::Section;
use crate::read::layout::{untitled_request, untitled_subject};

/// What a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Resource,
    Enum,
    Operation,
}

impl Kind {
    /// What a part of a page is about, or the page as a whole where the part `is_alone`. None where nothing
    /// tells.
    pub fn of(
        page: &Page<'_>,
        part: &Part<'_, '_>,
        is_alone: bool,
        text: &PageText,
        dialect: &CachedDialect<'_>,
    ) -> Option<Self> {
        let (sections, title) = (&part.sections, &text.name);
        let has = |kind: SectionKind| sections.iter().any(|section| section.kind == Some(kind));
        let is_enum = dialect.titles.enumeration.is_match(title);
        let has_properties = has(SectionKind::Properties) || has(SectionKind::JsonRepresentation);
        let is_resource = dialect.titles.resource.is_match(title) || has_properties;
        let is_operation = has(SectionKind::HttpRequest);
        let tells_response = has(SectionKind::Response) || has(SectionKind::Examples);
        let tells_of_request =
            |section: &Section<'_, '_>| section.kind.is_some_and(SectionKind::tells_of_request);
        let is_stated = |section| untitled_request::is_stated(section, dialect);
        // Front matter is about the page as a whole.
        let stated = is_alone.then(|| Self::stated(page, &dialect.kinds)).flatten();
        match stated {
            // Front matter is copied from page to page; what a page contains is written for it.
            Some(Self::Resource) | None if is_enum => Some(Self::Enum),
            Some(Self::Resource) if is_operation && !is_resource => Some(Self::Operation),
            Some(Self::Operation) if is_resource && !is_operation => Some(Self::Resource),
            Some(kind) => Some(kind),
            None if is_operation => Some(Self::Operation),
            None if has_properties => Some(Self::Resource),
            // A rendered page shows some of its titles at least; request lines of an overview are prose.
            None if untitled_request::are_read(page, dialect)
                && (page.form == Form::Markdown || sections.iter().any(tells_of_request))
                && sections.iter().any(is_stated) =>
            {
                Some(Self::Operation)
            }
            // Who may call it, and what comes back, is said of operations alone.
            None if is_alone && has(SectionKind::Permissions) && tells_response => {
                Some(Self::Operation)
            }
            None if is_alone
                && title.is_empty()
                && untitled_subject::is_enum(sections, dialect) =>
            {
                Some(Self::Enum)
            }
            // What has parameters and no request is a type, if its title is a name and says nothing that is
            // done.
            None if is_alone && is_name(title) && has(SectionKind::Parameters) => {
                Some(Self::Resource)
            }
            // A title alone names a resource; beside parts it names what they are about.
            None if is_resource && is_alone => Some(Self::Resource),
            None => None,
        }
    }

    /// What its front matter says that a page is about.
    fn stated(page: &Page<'_>, kinds: &Kinds) -> Option<Self> {
        let stated = page.front_matter.get(&kinds.key)?;
        let values = [
            (&kinds.resource, Self::Resource),
            (&kinds.enumeration, Self::Enum),
            (&kinds.operation, Self::Operation),
        ];
        values.into_iter().find_map(|(words, kind)| words.contains(stated).then_some(kind))
    }
}
