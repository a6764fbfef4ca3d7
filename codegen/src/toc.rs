//! Tables of contents: the area of the documentation that each page belongs to.
//!
//! A `toc.yml` as `DocFX` reads it is a tree of entries, each with a name and a page, with entries of
//! its own, or both; an entry may have another `toc.yml` in place of its entries. The areas are the
//! groups into which the part that lists nearly all pages is divided.
//!
//! A set may have a table for each area and none that includes them: `toc/readers/toc.yml` beside
//! `toc/loans/toc.yml`, both of which list pages that stand elsewhere. Their folders name the areas.

use std::collections::BTreeMap;
use std::fmt;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::diagnostics::{Code, Diagnostic, Place, Report};
use crate::documents::{Documents, relative};
use crate::ir::Source;
use crate::read::facts::PageFacts;
use crate::yaml;

/// The name of a table of contents.
const FILE_NAME: &str = "toc.yml";

/// Whether a file is a table of contents.
pub fn is_toc(path: &str) -> bool {
    path.rsplit('/').next() == Some(FILE_NAME)
}

/// The tables of contents of a documentation set.
#[derive(Debug)]
pub struct Tocs {
    groups: Vec<Group>,
    /// What is wrong with tables, which were left out.
    pub report: Report,
}

impl Tocs {
    /// Reads those of a set.
    pub fn read(documents: &Documents) -> Self {
        let paths = documents.files().map(|(path, _)| path).filter(|path| is_toc(path));
        let mut paths: Vec<&str> = paths.collect();
        // Those at the top first: they may include those below.
        paths.sort_by_key(|path| path.matches('/').count());
        let mut reader =
            Reader { documents, read: FxHashSet::default(), report: Report::default() };
        let alone = paths.into_iter().filter_map(|path| Some((path, reader.toc(path)?))).collect();
        Self { groups: beside_each_other(alone), report: reader.report }
    }

    /// Gives pages the areas in which they are listed; a page that is listed nowhere goes with most
    /// of those of which its front matter says the same.
    pub fn give_areas(self, pages: &mut [PageFacts]) {
        if self.groups.is_empty() {
            return;
        }
        let known: FxHashSet<String> = pages.iter().map(|page| page.page.to_lowercase()).collect();
        let mut listed: FxHashMap<String, Area> = FxHashMap::default();
        for group in self.groups {
            add_areas(group, &known, &mut listed);
        }
        let place = |page: &PageFacts| listed.get(&page.page.to_lowercase()).map(|it| &*it.name);
        let elsewhere = areas_of_front_matter(pages, &place);
        for page in pages {
            let like_others = || elsewhere.get(page.area.as_deref()?).copied();
            if let Some(area) = place(page).or_else(like_others) {
                page.area = Some(area.into());
            }
        }
    }
}

/// Where most of the listed pages stand of which the front matter says the same, by what it says.
fn areas_of_front_matter<'a>(
    pages: &[PageFacts],
    place: &impl Fn(&PageFacts) -> Option<&'a str>,
) -> BTreeMap<Box<str>, &'a str> {
    let mut counts: BTreeMap<Box<str>, BTreeMap<&str, usize>> = BTreeMap::new();
    for page in pages {
        if let (Some(said), Some(area)) = (&page.area, place(page)) {
            *counts.entry(said.clone()).or_default().entry(area).or_default() += 1;
        }
    }
    // The first by name of several.
    let most = |counts: BTreeMap<&'a str, usize>| {
        counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(area, _)| area)
    };
    counts.into_iter().filter_map(|(said, counts)| Some((said, most(counts)?))).collect()
}

/// Tables that no other includes. Those of folders beside each other, with no page below any of them,
/// are one table, in which each is a group.
fn beside_each_other(alone: Vec<(&str, Group)>) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut parts: BTreeMap<&str, Vec<Group>> = BTreeMap::new();
    for (path, group) in alone {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        match folder.rsplit_once('/') {
            Some((parent, name)) if !group.lists_below(folder) => {
                parts.entry(parent).or_default().push(Group { name: name.to_owned(), ..group });
            }
            _ => groups.push(group),
        }
    }
    let whole = |mut parts: Vec<Group>| match parts.len() {
        1 => parts.swap_remove(0),
        _ => Group { groups: parts, ..Group::default() },
    };
    groups.extend(parts.into_values().map(whole));
    groups
}

/// An area, as a page is listed in it.
struct Area {
    name: String,
    /// How many pages it lists.
    size: usize,
}

/// Notes the areas of the pages that a table lists. A page in several areas belongs to the one that
/// lists the fewest: it is the most particular.
fn add_areas(group: Group, known: &FxHashSet<String>, listed: &mut FxHashMap<String, Area>) {
    for area in divided(group, known).groups {
        let pages = area.all_pages(known);
        for page in &pages {
            let is_smaller = listed.get(*page).is_none_or(|other| pages.len() < other.size);
            if is_smaller {
                listed.insert(
                    (*page).to_owned(),
                    Area { name: area.name.clone(), size: pages.len() },
                );
            }
        }
    }
}

/// The group whose groups are the areas: from the top down to where no single one has nearly all
/// pages any more, or only pages.
fn divided(mut group: Group, known: &FxHashSet<String>) -> Group {
    loop {
        let all = group.all_pages(known).len();
        let has_nearly_all =
            |part: &Group| !part.groups.is_empty() && part.all_pages(known).len() * 10 >= all * 9;
        match group.groups.iter().position(has_nearly_all) {
            Some(at) => group = group.groups.swap_remove(at),
            None => return group,
        }
    }
}

/// An entry with entries of its own.
#[derive(Debug, Default)]
struct Group {
    name: String,
    /// Pages that it lists itself: paths in lower case.
    pages: Vec<String>,
    groups: Vec<Group>,
}

impl Group {
    /// The pages that it and its groups list, of those that are there; in no particular order.
    fn all_pages<'g>(&'g self, known: &FxHashSet<String>) -> FxHashSet<&'g str> {
        let mut all = FxHashSet::default();
        self.add_pages(known, &mut all);
        all
    }

    /// Whether a page that it or its groups list stands below a folder.
    fn lists_below(&self, folder: &str) -> bool {
        let folder = folder.to_lowercase();
        let is_below =
            |page: &String| page.strip_prefix(&*folder).is_some_and(|rest| rest.starts_with('/'));
        self.pages.iter().any(is_below) || self.groups.iter().any(|it| it.lists_below(&folder))
    }

    fn add_pages<'g>(&'g self, known: &FxHashSet<String>, all: &mut FxHashSet<&'g str>) {
        all.extend(self.pages.iter().map(String::as_str).filter(|page| known.contains(*page)));
        self.groups.iter().for_each(|group| group.add_pages(known, all));
    }
}

/// A table as it is written: its entries, or a mapping that has them. Read by hand, because serde
/// would keep all of it in memory to try the one and then the other.
struct Entries(Vec<Entry>);

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Written;

        impl<'de> Visitor<'de> for Written {
            type Value = Entries;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of entries, or a mapping with `items`")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Entries, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(list)).map(Entries)
            }

            fn visit_map<A: MapAccess<'de>>(self, root: A) -> Result<Entries, A::Error> {
                let root = Entry::deserialize(MapAccessDeserializer::new(root))?;
                Ok(Entries(root.items.unwrap_or_default()))
            }
        }

        deserializer.deserialize_any(Written)
    }
}

#[derive(Deserialize)]
struct Entry {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    href: Option<String>,
    #[serde(default)]
    items: Option<Vec<Entry>>,
}

struct Reader<'d> {
    documents: &'d Documents,
    /// Tables that were read: each once, so that none includes itself.
    read: FxHashSet<String>,
    report: Report,
}

impl Reader<'_> {
    fn toc(&mut self, path: &str) -> Option<Group> {
        let text = self.documents.text(path)?;
        if !self.read.insert(path.to_owned()) {
            return None;
        }
        match yaml::read(text) {
            Ok(Entries(entries)) => Some(self.group(String::new(), entries, path)),
            Err(error) => {
                self.report.push(unreadable(path, &error));
                None
            }
        }
    }

    fn group(&mut self, name: String, entries: Vec<Entry>, toc: &str) -> Group {
        let mut group = Group { name, ..Group::default() };
        for entry in entries {
            let path = entry.href.as_deref().and_then(|href| href.split(['?', '#']).next());
            let target = path.and_then(|path| relative(toc, path));
            let included = target.as_deref().filter(|it| is_toc(it)).and_then(|it| self.toc(it));
            let name = entry.name.unwrap_or_default();
            let mut inner = match (entry.items, included) {
                (Some(items), _) => self.group(name, items, toc),
                (None, Some(included)) => Group { name, ..included },
                (None, None) => {
                    group.pages.extend(target.map(|page| page.to_lowercase()));
                    continue;
                }
            };
            inner.pages.extend(target.map(|page| page.to_lowercase()));
            group.groups.push(inner);
        }
        group
    }
}

fn unreadable(path: &str, error: &yaml::YamlError) -> Diagnostic {
    let source = Source { page: path.into(), line: error.line, column: error.column };
    Diagnostic::of(Code::UnreadableInput, Place::from(source))
        .found(format!("a table of contents that cannot be read: {}", error.message))
        .expected("entries with `name`, `href` and `items`")
        .instead("it was left out; the areas are those that the pages' front matter gives")
}

#[cfg(test)]
mod tests {
    use crate::diagnostics::Code;
    use crate::dialect::Dialect;
    use crate::documents::Documents;
    use crate::pipeline;

    const TOC: &str = "
name: Reference
items:
- name: Overview
  href: /library/overview
- name: Library 1.0
  items:
  - name: Readers
    href: reader.md
    items:
    - {name: Loan, href: Loan.md}
    - name: Cards
      items: [{name: Card, href: 'sub/../card.md?view=1'}, {name: Stamp, href: stamp.md}]
  - name: Loans
    items: [{name: Loan, href: loan.md}, {name: Fine, href: fine.md}]
";

    /// The areas of pages `name.md` of which the front matter says `said`.
    fn areas(pages: &[(&str, &str)], tocs: &[(&str, &str)]) -> (Vec<String>, Vec<Code>) {
        let text = |said: &str| match said {
            "" => "# loan resource type\n".to_owned(),
            said => format!("---\nms.prod: {said}\n---\n# loan resource type\n"),
        };
        let tocs = tocs.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        let files = pages.iter().map(|(path, said)| ((*path).to_owned(), text(said)));
        let documents = Documents::new(files.chain(tocs));
        let dialect = Dialect::built_in("graph").and_then(Result::ok).expect("it compiles");
        let read = pipeline::read_pages(&documents, &dialect);
        let codes = read.report.iter().map(|it| it.code).collect();
        (read.facts.into_iter().map(|page| page.area.unwrap_or_default().into()).collect(), codes)
    }

    #[test]
    fn a_page_belongs_to_the_group_that_lists_it() {
        // In the order of their paths.
        let pages = [("card.md", ""), ("fine.md", "money"), ("loan.md", ""), ("reader.md", "x")];
        let (found, _) = areas(&pages, &[("toc.yml", TOC)]);
        assert_eq!(found, ["Readers", "Loans", "Loans", "Readers"]);
    }

    #[test]
    fn what_no_group_lists_goes_by_front_matter() {
        let pages =
            [("bill.md", "money"), ("fine.md", "money"), ("other.md", "books"), ("reader.md", "")];
        let (found, _) = areas(&pages, &[("toc.yml", TOC)]);
        assert_eq!(found, ["Loans", "Loans", "books", "Readers"]);
    }

    #[test]
    fn a_table_may_be_in_parts() {
        let top =
            "- {name: Readers, href: readers/toc.yml}\n- name: Loans\n  items: [{href: loan.md}]";
        let readers = "items: [{href: ../card.md}, {href: ../toc.yml}]";
        let (found, codes) = areas(
            &[("card.md", ""), ("loan.md", "")],
            &[("toc.yml", top), ("readers/toc.yml", readers)],
        );
        assert_eq!((found, codes.len()), (vec!["Readers".to_owned(), "Loans".to_owned()], 0));
    }

    #[test]
    fn tables_beside_each_other_are_areas() {
        let readers =
            "items: [{name: Reader, items: [{href: ../../reader.md}, {href: ../../card.md}]}]";
        let loans = "items: [{name: Loan, items: [{href: ../../loan.md}]}, {name: Types, items: \
                     [{href: ../../fine.md}]}]";
        let (found, _) = areas(
            &[("card.md", ""), ("fine.md", ""), ("loan.md", ""), ("reader.md", "")],
            &[("toc/all-readers/toc.yml", readers), ("toc/loans/toc.yml", loans)],
        );
        assert_eq!(found, ["all-readers", "loans", "loans", "all-readers"]);
    }

    #[test]
    fn tables_of_two_versions_have_areas_of_their_own() {
        let toc = "items: [{name: Readers, items: [{href: reader.md}]}, {name: Loans, items: \
                   [{href: loan.md}]}]";
        let pages = ["a/v1/loan.md", "a/v1/reader.md", "a/v2/loan.md", "a/v2/reader.md"];
        let pages: Vec<(&str, &str)> = pages.into_iter().map(|page| (page, "")).collect();
        let (found, _) = areas(&pages, &[("a/v1/toc.yml", toc), ("a/v2/toc.yml", toc)]);
        assert_eq!(found, ["Loans", "Readers", "Loans", "Readers"]);
    }

    #[test]
    fn a_broken_table_is_reported_and_left_out() {
        let (found, codes) = areas(&[("card.md", "books")], &[("toc.yml", "items: 7")]);
        assert_eq!((found, codes), (vec!["books".to_owned()], vec![Code::UnreadableInput]));
    }

    #[test]
    fn a_broken_table_is_reported_where_there_are_no_pages() {
        let (_, codes) = areas(&[], &[("toc.yml", "items: 7")]);
        assert_eq!(codes, [Code::UnreadableInput]);
    }
}
