//! Sections of a rendered page that shows no titles: a known sentence begins one, or a table by its
//! columns, or a message.
//!
//! Such a page has its sections in the order in which every page has them. A sentence about a response is
//! one only below a request line, and what is sent below a response is an example.

use std::collections::BTreeSet;

use super::columns::Columns;
use super::section::Placed;
use crate::dialect::{ColumnRole, Dialect, SectionKind, Words};
use crate::page::message_line::is_request;
use crate::page::{Block, BlockKind, Fence, Page, Table};
use crate::read::cached_dialect::CachedDialect;

/// What tells the sections of a page without titles.
pub struct UntitledPage {
    subject: Subject,
    /// Whether a sentence announces the JSON representation of a resource.
    announces_json: bool,
    /// The sections that have begun.
    begun: BTreeSet<SectionKind>,
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
    pub fn new(page: &Page<'_>, dialect: &CachedDialect<'_>) -> Self {
        let subject = Subject::of(page, dialect);
        let announces = |block: &Block<'_>| match &block.kind {
            BlockKind::Paragraph(_, text) => {
                let begun = dialect.sections.by_opening(&text.plain());
                begun == Some(SectionKind::JsonRepresentation)
            }
            _ => false,
        };
        let announces_json = subject == Subject::Resource && page.blocks.iter().any(announces);
        Self { subject, announces_json, begun: BTreeSet::new() }
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
            (_, BlockKind::Paragraph(_, text)) => {
                self.by_sentence(placed, &text.plain(), current, dialect)
            }
            (Subject::Resource, BlockKind::Table(table)) => {
                of_resource(&Columns::of(placed.page, table, dialect), current)
            }
            (Subject::Operation, BlockKind::Table(table)) => {
                self.of_operation(placed.page, table, current, dialect)
            }
            (Subject::Resource, BlockKind::Fence(fence)) => self.by_code(fence, current),
            (Subject::Operation, BlockKind::Fence(fence)) => self.by_message(fence, current),
            _ => None,
        };
        self.begun.extend(begun);
        begun
    }

    fn by_sentence(
        &self,
        placed: Placed<'_, '_>,
        sentence: &str,
        current: Option<SectionKind>,
        dialect: &Dialect,
    ) -> Option<SectionKind> {
        let begun =
            dialect.sections.by_opening(sentence).or_else(|| self.by_none(sentence, dialect))?;
        let has_request = self.begun.contains(&SectionKind::HttpRequest);
        let can_be = match (self.subject, begun) {
            (Subject::Resource, _) => matches!(
                begun,
                SectionKind::JsonRepresentation | SectionKind::Methods | SectionKind::Relationships
            ),
            (_, SectionKind::JsonRepresentation) => false,
            (_, SectionKind::Permissions) => !has_request,
            // What comes back may be told below what is sent.
            (_, SectionKind::Response) => !self.begun.contains(&begun),
            _ if current == Some(SectionKind::Examples) => false,
            (_, SectionKind::Examples) => {
                self.begun.contains(&SectionKind::Response) || is_above_message(placed)
            }
            _ => true,
        };
        (can_be && (has_request || self.is_above_request(begun))).then_some(begun)
    }

    /// The section of which a resource's page says that there is nothing in it.
    fn by_none(&self, sentence: &str, dialect: &Dialect) -> Option<SectionKind> {
        let is_empty =
            self.subject == Subject::Resource && dialect.facts.none.is_match(sentence.trim());
        is_empty.then_some(if self.begun.contains(&SectionKind::Properties) {
            SectionKind::Relationships
        } else {
            SectionKind::Methods
        })
    }

    /// Whether a section stands above the request line; those of resources have none.
    fn is_above_request(&self, section: SectionKind) -> bool {
        self.subject == Subject::Resource || section == SectionKind::Permissions
    }

    /// The section that code on the page of a resource begins: its JSON, where no sentence announces
    /// that, or a sample.
    fn by_code(&self, fence: &Fence<'_>, current: Option<SectionKind>) -> Option<SectionKind> {
        let is_below = self.begun.contains(&SectionKind::Properties);
        let is_announced = self.announces_json || self.begun.contains(&SectionKind::Remarks);
        match current {
            _ if !is_below => None,
            _ if fence.info == "http" => Some(SectionKind::Remarks),
            Some(SectionKind::Properties) if is_announced => Some(SectionKind::Remarks),
            _ if is_announced => None,
            _ => Some(SectionKind::JsonRepresentation),
        }
    }

    /// The section that a table of an operation begins. One whose place in the request nothing tells
    /// lists parameters of any.
    fn of_operation(
        &self,
        page: &Page<'_>,
        table: &Table<'_>,
        current: Option<SectionKind>,
        dialect: &CachedDialect<'_>,
    ) -> Option<SectionKind> {
        let columns = Columns::of(page, table, dialect);
        let is_untold = matches!(
            current,
            Some(SectionKind::HttpRequest | SectionKind::RequestHeaders | SectionKind::Permissions)
        );
        if columns.are_clouds || current == Some(SectionKind::Examples) {
            None
        } else if columns.get(ColumnRole::PermissionKind).is_some() || has_callers(table, dialect) {
            Some(SectionKind::Permissions)
        } else if !self.begun.contains(&SectionKind::HttpRequest) {
            None
        } else if lists_headers(table, &columns, dialect) {
            Some(SectionKind::RequestHeaders)
        } else if columns.are_properties() {
            is_untold.then_some(SectionKind::Parameters)
        } else if current == Some(SectionKind::HttpRequest) {
            Some(SectionKind::RequestHeaders)
        } else {
            None
        }
    }

    /// The section that a message begins: the documented requests are the first ones.
    fn by_message(&self, fence: &Fence<'_>, current: Option<SectionKind>) -> Option<SectionKind> {
        let first = fence.contents.lines().next().unwrap_or("");
        if fence.info != "http" {
            return None;
        }
        let is_request = is_request(first);
        match current {
            Some(SectionKind::Examples) => None,
            _ if is_request && !self.begun.contains(&SectionKind::HttpRequest) => {
                Some(SectionKind::HttpRequest)
            }
            None | Some(SectionKind::HttpRequest | SectionKind::Permissions) if is_request => {
                Some(SectionKind::HttpRequest)
            }
            // It shows how to use the query.
            Some(SectionKind::QueryParameters) if is_request => None,
            _ => Some(SectionKind::Examples),
        }
    }
}

impl Subject {
    fn of(page: &Page<'_>, dialect: &CachedDialect<'_>) -> Self {
        let heading = page.blocks.iter().find_map(|block| match &block.kind {
            BlockKind::Heading(1, text) => Some(text.plain()),
            _ => None,
        });
        let title = heading.or_else(|| page.front_matter.get("title").map(Into::into));
        let title = title.unwrap_or_default();
        let title = dialect.titles.strip.strip(&title);
        let has_request = page.blocks.iter().any(|block| is_message(&block.kind));
        // Metadata are copied from page to page; what a page contains is written for it.
        let has_permissions = || {
            page.blocks.iter().any(|block| match &block.kind {
                BlockKind::Table(table) => {
                    let columns = Columns::of(page, table, dialect);
                    columns.get(ColumnRole::PermissionKind).is_some()
                }
                _ => false,
            })
        };
        let kinds = &dialect.kinds;
        let stated = page.front_matter.get(&kinds.key);
        let is = |words: &Words| stated.is_some_and(|it| words.contains(it));
        let may_be_operation = is(&kinds.operation) || stated.is_none();
        if dialect.titles.enumeration.is_match(&title) || is(&kinds.enumeration) {
            Self::Other
        } else if is(&kinds.operation) && has_request {
            Self::Operation
        } else if dialect.titles.resource.is_match(&title) {
            Self::Resource
        } else if has_request && (may_be_operation || is(&kinds.resource) && has_permissions()) {
            Self::Operation
        } else if is(&kinds.resource) {
            Self::Resource
        } else {
            Self::Other
        }
    }
}

/// The section that a table of a resource begins.
fn of_resource(columns: &Columns, current: Option<SectionKind>) -> Option<SectionKind> {
    if columns.get(ColumnRole::Returns).is_some() {
        Some(SectionKind::Methods)
    } else if columns.are_members() {
        Some(SectionKind::Members)
    } else if !columns.are_properties() {
        None
    } else if columns.get(ColumnRole::Relationship).is_some() {
        Some(SectionKind::Relationships)
    } else {
        // Below JSON that is not the resource they are those of what it shows.
        let is_shown = current == Some(SectionKind::Remarks);
        (!is_shown).then_some(SectionKind::Properties)
    }
}

/// Whether a message comes after a paragraph and others.
fn is_above_message(placed: Placed<'_, '_>) -> bool {
    let blocks = &placed.page.blocks;
    let below = blocks.partition_point(|block| block.span.start <= placed.block.span.start);
    let mut below = blocks[below..].iter().map(|block| &block.kind);
    let next = below.find(|kind| !matches!(kind, BlockKind::Paragraph(..)));
    next.is_some_and(is_message)
}

fn is_message(kind: &BlockKind<'_>) -> bool {
    matches!(kind, BlockKind::Fence(fence) if fence.info == "http")
}

/// Whether the columns of a table of permissions are kinds of caller.
fn has_callers(table: &Table<'_>, dialect: &Dialect) -> bool {
    let permissions = &dialect.permissions;
    table.header.iter().any(|cell| {
        let name = cell.plain();
        permissions.delegated_work.is_match(&name) || permissions.application.is_match(&name)
    })
}

/// Whether a table lists request headers: by its column, or by one that requests are known to have.
fn lists_headers(table: &Table<'_>, columns: &Columns, dialect: &Dialect) -> bool {
    columns.get(ColumnRole::Header).is_some()
        || table.rows.iter().filter_map(|row| row.cells.first()).any(|cell| {
            let name = cell.plain();
            let name = name.split(':').next().unwrap_or_default().trim();
            dialect.implied_headers.contains(name) || dialect.known_headers.contains(name)
        })
}
