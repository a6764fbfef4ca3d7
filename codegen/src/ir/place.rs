//! Where the parts of a thing stand: the cells of a row, the lines and headings of a page.
//!
//! Kept beside what is documented, so that a change of one cell can be pointed at. What a thing *is*
//! does not depend on any of it.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;
use std::sync::Arc;

use super::model::{Source, as_text};

/// A place on the page of the thing it belongs to, or on a page that that one includes. Written as
/// `line:column`, or `page:line:column`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spot {
    page: Option<Arc<str>>,
    line: u32,
    column: u32,
}

impl Spot {
    /// A place, as it is kept beside something that is documented on `page`.
    pub fn new(place: Source, page: &str) -> Self {
        let Source { page: other, line, column } = place;
        Self { page: (&*other != page).then_some(other), line, column }
    }

    /// The place, where `owner` is that of the thing it belongs to.
    pub fn beside(&self, owner: &Source) -> Source {
        let page = self.page.as_ref().unwrap_or(&owner.page);
        Source { page: Arc::clone(page), line: self.line, column: self.column }
    }
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(page) = &self.page {
            write!(f, "{page}:")?;
        }
        write!(f, "{}:{}", self.line, self.column)
    }
}

impl FromStr for Spot {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parse = || {
            let (rest, column) = text.rsplit_once(':')?;
            let (page, line) = match rest.rsplit_once(':') {
                Some((page, line)) => (Some(page.into()), line),
                None => (None, rest),
            };
            Some(Self { page, line: line.parse().ok()?, column: column.parse().ok()? })
        };
        parse().ok_or_else(|| format!("expected `line:column`, found `{text}`"))
    }
}

/// The columns at which further cells of a table's row begin; the row's line is that of its name.
/// A cell that the table does not have has none. Written as `type 12, description 20`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cells {
    /// The cell of the type.
    pub ty: Option<NonZeroU32>,
    /// The cell of the description.
    pub description: Option<NonZeroU32>,
    /// The cell that says whether a value must be given, where there is a column for it.
    pub required: Option<NonZeroU32>,
}

impl Cells {
    const NAMES: [&str; 3] = ["type", "description", "required"];

    /// Whether no cell is known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn columns(&self) -> [Option<NonZeroU32>; 3] {
        [self.ty, self.description, self.required]
    }
}

impl fmt::Display for Cells {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut comma = "";
        for (name, column) in Self::NAMES.iter().zip(self.columns()) {
            if let Some(column) = column {
                write!(f, "{comma}{name} {column}")?;
                comma = ", ";
            }
        }
        Ok(())
    }
}

impl FromStr for Cells {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut cells = Self::default();
        for part in text.split(", ").filter(|part| !part.is_empty()) {
            let parsed = part.split_once(' ').and_then(|(name, column)| {
                let cell = match name {
                    "type" => &mut cells.ty,
                    "description" => &mut cells.description,
                    "required" => &mut cells.required,
                    _ => return None,
                };
                *cell = Some(column.parse().ok()?);
                Some(())
            });
            parsed.ok_or_else(|| format!("expected a cell and its column, found `{part}`"))?;
        }
        Ok(cells)
    }
}

macro_rules! landmarks {
    ($($(#[$doc:meta])* $variant:ident = $text:literal;)*) => {
        /// A part of a page that something can be said to stand at.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Landmark {
            $($(#[$doc])* $variant,)*
        }

        impl Landmark {
            /// Every one, with its spelling.
            const ALL: &'static [(Self, &'static str)] = &[$((Self::$variant, $text),)*];

            /// As it is saved.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }
        }
    };
}

landmarks! {
    /// The page's title.
    Title = "title";
    /// The name of the type that a type inherits from.
    Base = "base";
    /// The heading above the properties.
    Properties = "properties";
    /// The heading above the relationships.
    Relationships = "relationships";
    /// The heading above the members of an enum.
    Members = "members";
    /// The heading above the permissions.
    Permissions = "permissions";
    /// The least privileged ones of a user with a work or school account.
    DelegatedWork = "delegated-work";
    /// The others.
    DelegatedWorkHigher = "delegated-work-higher";
    /// The least privileged ones of a user with a personal account.
    DelegatedPersonal = "delegated-personal";
    /// The others.
    DelegatedPersonalHigher = "delegated-personal-higher";
    /// The least privileged ones of an application.
    Application = "application";
    /// The others.
    ApplicationHigher = "application-higher";
    /// What whoever calls needs.
    AnyCaller = "any-caller";
    /// The heading above the request lines.
    Request = "request";
    /// The request line of a path: the first of the first path, and so on.
    Line = "line";
    /// The heading above the parameters of a function.
    Arguments = "arguments";
    /// The heading above the query parameters.
    Query = "query";
    /// What says which query options there are.
    Options = "options";
    /// Where a query option is named: the first one, and so on.
    Option = "option";
    /// The heading above the request headers.
    Headers = "headers";
    /// The heading above the request body.
    Body = "body";
    /// The name of what to send.
    Sent = "sent";
    /// The heading above the response.
    Response = "response";
    /// The sentence about the response, from its status on.
    Answer = "answer";
    /// The name of what comes back.
    Returned = "returned";
    /// What an error means: the first one, and so on.
    Error = "error";
    /// The table of national clouds.
    Clouds = "clouds";
    /// The mark of a cloud: that of the first one, and so on.
    Cloud = "cloud";
    /// The heading above the first example.
    Examples = "examples";
}

impl Landmark {
    /// Where to look for what has no place of its own, nearest first.
    pub(super) fn above(self) -> Option<Self> {
        Some(match self {
            Self::Title => return None,
            Self::Base
            | Self::Properties
            | Self::Relationships
            | Self::Members
            | Self::Permissions
            | Self::Request
            | Self::Body
            | Self::Response
            | Self::Clouds
            | Self::Examples => Self::Title,
            Self::DelegatedWork | Self::DelegatedPersonal | Self::Application | Self::AnyCaller => {
                Self::Permissions
            }
            Self::DelegatedWorkHigher => Self::DelegatedWork,
            Self::DelegatedPersonalHigher => Self::DelegatedPersonal,
            Self::ApplicationHigher => Self::Application,
            Self::Line | Self::Arguments | Self::Query | Self::Headers => Self::Request,
            Self::Options => Self::Query,
            Self::Option => Self::Options,
            Self::Cloud => Self::Clouds,
            Self::Sent => Self::Body,
            Self::Answer | Self::Error => Self::Response,
            Self::Returned => Self::Answer,
        })
    }
}

/// Where the parts of a thing stand. Written as `title 7:1, request 20:1, line 23:1, line 24:1`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Places(Vec<(Landmark, Spot)>);

impl Places {
    /// The headings of lists of properties.
    pub const LISTS: [Landmark; 2] = [Landmark::Properties, Landmark::Relationships];

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a place after those that are known.
    pub fn add(&mut self, landmark: Landmark, spot: Spot) {
        self.0.push((landmark, spot));
    }

    /// Adds a place, unless one of the same kind is known.
    pub fn add_first(&mut self, landmark: Landmark, spot: impl FnOnce() -> Spot) {
        if self.nth(landmark, 0).is_none() {
            self.add(landmark, spot());
        }
    }

    /// The first place of that kind; else that of what stands around it. `None` where not even the
    /// title's place is known.
    pub fn nearest(&self, landmark: Landmark) -> Option<&Spot> {
        std::iter::successors(Some(landmark), |landmark| landmark.above())
            .find_map(|landmark| self.nth(landmark, 0))
    }

    /// Adds where the lists of properties stand that another page has, whose path is `page`.
    pub fn add_lists(&mut self, other: &Self, page: &Arc<str>) {
        let lists = other.0.iter().filter(|(kind, _)| Self::LISTS.contains(kind));
        self.0.extend(lists.map(|(kind, spot)| {
            let page = spot.page.clone().or_else(|| Some(Arc::clone(page)));
            (*kind, Spot { page, ..spot.clone() })
        }));
    }

    /// The last heading of some kinds above a line, and how many of its kind stand before it; `page`
    /// is that of the thing that all this belongs to.
    pub fn above(
        &self,
        kinds: &[Landmark],
        row: &Source,
        page: &Arc<str>,
    ) -> Option<(Landmark, usize)> {
        let on_page = self.0.iter().filter(|(kind, spot)| {
            kinds.contains(kind)
                && spot.page.as_ref().unwrap_or(page) == &row.page
                && spot.line < row.line
        });
        let (landmark, nearest) = on_page.max_by_key(|(_, spot)| spot.line)?;
        let of_kind = self.0.iter().filter(|(kind, _)| kind == landmark);
        Some((*landmark, of_kind.take_while(|(_, spot)| spot != nearest).count()))
    }

    /// The place of that kind with that number, from 0.
    pub fn nth(&self, landmark: Landmark, number: usize) -> Option<&Spot> {
        let of_kind = self.0.iter().filter(|(kind, _)| *kind == landmark);
        of_kind.map(|(_, spot)| spot).nth(number)
    }
}

impl fmt::Display for Places {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (landmark, spot)) in self.0.iter().enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            write!(f, "{comma}{} {spot}", landmark.as_str())?;
        }
        Ok(())
    }
}

impl FromStr for Places {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let place = |part: &str| {
            let expected = || format!("expected a part of a page and its place, found `{part}`");
            let (name, spot) = part.split_once(' ').ok_or_else(expected)?;
            let known = Landmark::ALL.iter().find(|(_, text)| *text == name);
            let (landmark, _) = known.ok_or_else(expected)?;
            Ok((*landmark, spot.parse()?))
        };
        let parts = text.split(", ").filter(|part| !part.is_empty());
        parts.map(place).collect::<Result<_, String>>().map(Self)
    }
}

as_text!(Spot, Cells, Places);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_read_as_it_is_written() {
        let cells: Cells = "type 12, required 30".parse().expect("cells");
        assert_eq!(cells.to_string(), "type 12, required 30");
        assert!("type 0".parse::<Cells>().is_err());
        assert!("kind 3".parse::<Cells>().is_err());
        let text = "title 7:1, line 23:1, line 24:1, application includes/p.md:4:30";
        let places: Places = text.parse().expect("places");
        assert_eq!(places.to_string(), text);
        assert!("title".parse::<Places>().is_err());
        assert!("nowhere 1:1".parse::<Places>().is_err());
    }

    #[test]
    fn what_has_no_place_is_looked_for_around_it() {
        let places: Places =
            "title 7:1, response 20:1, line 9:1, line 10:1".parse().expect("places");
        let nearest = |landmark| places.nearest(landmark).map(ToString::to_string);
        assert_eq!(nearest(Landmark::Returned).as_deref(), Some("20:1"));
        assert_eq!(nearest(Landmark::ApplicationHigher).as_deref(), Some("7:1"));
        assert_eq!(places.nth(Landmark::Line, 1).map(ToString::to_string).as_deref(), Some("10:1"));
        assert_eq!(places.nth(Landmark::Line, 2), None);
    }

    #[test]
    fn a_place_on_another_page_keeps_it() {
        let at = |page: &str| Source { page: page.into(), line: 3, column: 2 };
        let owner = at("a.md");
        for page in ["a.md", "b.md"] {
            assert_eq!(Spot::new(at(page), "a.md").beside(&owner), at(page));
        }
        assert_eq!(Spot::new(at("a.md"), "a.md").to_string(), "3:2");
    }
}
