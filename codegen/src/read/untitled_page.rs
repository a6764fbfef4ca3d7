//! Sections of a rendered page that shows no titles: a known sentence begins one, or a table by its
//! columns, or a message.
//!
//! Such a page has its sections in the order in which every page has them. A sentence about a response is
//! one only below a request line, and what is sent below a response is an example.

use super::cached_dialect::CachedDialect;
use super::columns::Columns;
use super::section::Placed;
use crate::dialect::{ColumnRole, Dialect, SectionKind};
use crate::page::rendered::request_line;
use crate::page::{BlockKind, Fence, Page, Table};

/// What tells the sections of a page without titles.
pub struct UntitledPage {
    subject: Subject,
    /// Whether a request line was documented above.
    has_request: bool,
}

/// What the page is about, as far as its metadata tell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Subject {
    Resource,
    Operation,
    /// An enum, or nothing that has sections.
    Other,
}

impl UntitledPage {
    /// Looks at a page.
    pub fn new(page: &Page<'_>, dialect: &Dialect) -> Self {
        Self { subject: Subject::of(page, dialect), has_request: false }
    }

    /// The section that a block begins, in one that is about `current`.
    pub fn begun_by(
        &mut self,
        placed: Placed<'_, '_>,
        current: Option<SectionKind>,
        dialect: &CachedDialect<'_>,
    ) -> Option<SectionKind> {
        let begun = match (self.subject, &placed.block.kind) {
            (Subject::Other, _) => None,
            (_, BlockKind::Paragraph(_, text)) => self.by_sentence(&text.plain(), current, dialect),
            (Subject::Resource, BlockKind::Table(table)) => {
                of_resource(&Columns::of(placed.page, table, dialect))
            }
            (Subject::Operation, BlockKind::Table(table)) => {
                self.by_table(placed.page, table, current, dialect)
            }
            (Subject::Operation, BlockKind::Fence(fence)) => self.by_message(fence, current),
            _ => None,
        };
        self.has_request |= begun == Some(SectionKind::HttpRequest);
        begun
    }

    fn by_sentence(
        &self,
        sentence: &str,
        current: Option<SectionKind>,
        dialect: &Dialect,
    ) -> Option<SectionKind> {
        let begun = dialect.sections.by_opening(sentence)?;
        let is_resource = self.subject == Subject::Resource;
        let can_be = match begun {
            SectionKind::JsonRepresentation => is_resource,
            _ if is_resource || current == Some(SectionKind::Examples) => false,
            SectionKind::Permissions => !self.has_request,
            _ => self.has_request,
        };
        can_be.then_some(begun)
    }

    /// The section that a table of an operation begins. One whose place in the request nothing tells
    /// lists parameters of any.
    fn by_table(
        &self,
        page: &Page<'_>,
        table: &Table<'_>,
        current: Option<SectionKind>,
        dialect: &CachedDialect<'_>,
    ) -> Option<SectionKind> {
        let columns = Columns::of(page, table, dialect);
        if columns.are_clouds || current == Some(SectionKind::Examples) {
            None
        } else if columns.get(ColumnRole::PermissionKind).is_some() || has_callers(table, dialect) {
            Some(SectionKind::Permissions)
        } else if !self.has_request {
            None
        } else if lists_headers(table, &columns, dialect) {
            Some(SectionKind::RequestHeaders)
        } else if columns.are_properties() {
            let is_told = !matches!(
                current,
                Some(
                    SectionKind::HttpRequest
                        | SectionKind::RequestHeaders
                        | SectionKind::Permissions
                )
            );
            (!is_told).then_some(SectionKind::Parameters)
        } else if current == Some(SectionKind::HttpRequest) {
            Some(SectionKind::RequestHeaders)
        } else {
            None
        }
    }

    /// The section that a message begins: the documented request is the first one.
    fn by_message(&self, fence: &Fence<'_>, current: Option<SectionKind>) -> Option<SectionKind> {
        let first = fence.contents.lines().next().unwrap_or("");
        if fence.info != "http" || current == Some(SectionKind::Examples) {
            return None;
        }
        let is_below =
            matches!(current, Some(SectionKind::RequestBody | SectionKind::Response));
        match request_line(first) {
            Some(_) if !self.has_request => Some(SectionKind::HttpRequest),
            Some((_, target)) if target.starts_with('/') && !is_below => {
                Some(SectionKind::HttpRequest)
            }
            _ => Some(SectionKind::Examples),
        }
    }
}

impl Subject {
    fn of(page: &Page<'_>, dialect: &Dialect) -> Self {
        let heading = page.blocks.iter().find_map(|block| match &block.kind {
            BlockKind::Heading(1, text) => Some(text.plain()),
            _ => None,
        });
        let title = heading.or_else(|| page.front_matter.get("title").map(Into::into));
        let title = title.unwrap_or_default();
        let title = dialect.titles.strip.strip(&title);
        let has_request = page.blocks.iter().any(
            |block| matches!(&block.kind, BlockKind::Fence(fence) if fence.info == "http"),
        );
        let kinds = &dialect.kinds;
        let stated = page.front_matter.get(&kinds.key);
        let is = |words: &crate::dialect::Words| stated.is_some_and(|it| words.contains(it));
        if dialect.titles.enumeration.is_match(&title) || is(&kinds.enumeration) {
            Self::Other
        } else if is(&kinds.operation) && has_request {
            Self::Operation
        } else if dialect.titles.resource.is_match(&title) || is(&kinds.resource) {
            Self::Resource
        } else if stated.is_none() && has_request {
            Self::Operation
        } else {
            Self::Other
        }
    }
}

/// The section that a table on a page about a resource begins.
fn of_resource(columns: &Columns) -> Option<SectionKind> {
    if columns.get(ColumnRole::Returns).is_some() {
        Some(SectionKind::Methods)
    } else if columns.are_members() {
        Some(SectionKind::Members)
    } else if columns.are_properties() {
        let is_relationship = columns.get(ColumnRole::Relationship).is_some();
        let kind = if is_relationship { SectionKind::Relationships } else { SectionKind::Properties };
        Some(kind)
    } else {
        None
    }
}

/// Whether the columns of a table of permissions are kinds of caller.
fn has_callers(table: &Table<'_>, dialect: &Dialect) -> bool {
    let permissions = &dialect.permissions;
    table.header.iter().any(|cell| {
        let name = cell.plain();
        permissions.delegated_work.is_match(&name) || permissions.application.is_match(&name)
    })
}

/// Whether a table lists request headers: by its column, or by one that every request has.
fn lists_headers(table: &Table<'_>, columns: &Columns, dialect: &Dialect) -> bool {
    let is_header = |name: &str| dialect.implied_headers.contains(name);
    columns.get(ColumnRole::Header).is_some()
        || table.rows.iter().any(|row| {
            let name = row.cells.first().map(|cell| cell.plain());
            name.is_some_and(|name| is_header(name.split(':').next().unwrap_or_default().trim()))
        })
}
