//! Every page of `docs-input/`, and a sample of the corpus where it is at hand, changed in one place:
//! exactly the change that was made is told, at the cell where it was made, and nothing is told of
//! edits that say the same.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use docmill_codegen::diff::symbol::{Caller, Part};
use docmill_codegen::diff::{Change, ChangeCode, Side, Symbol, diff};
use docmill_codegen::documents::Documents;
use docmill_codegen::ir::{Api, Source};
use docmill_codegen::{pipeline, read::facts::PageFacts};
use docmill_tests::pages;

/// A documentation set, read once; a mutant reads the one page again that it changes.
struct Set {
    texts: BTreeMap<String, String>,
    facts: Vec<PageFacts>,
    api: Api,
}

impl Set {
    fn load(root: &Path) -> Self {
        let documents = pages::load(root);
        let texts =
            documents.files().map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
        let facts = pipeline::read_pages(&documents, pages::dialect());
        let api = model(facts.clone());
        Self { texts, facts, api }
    }

    /// What is told when a page has another text.
    fn mutant(&self, page: &str, text: String) -> Vec<Change> {
        let shared = self.texts.iter().filter(|(path, _)| path.contains("includes/"));
        let mut files: BTreeMap<String, String> =
            shared.map(|(path, text)| (path.clone(), text.clone())).collect();
        files.insert(page.to_owned(), text);
        let read = pipeline::read_pages(&Documents::new(files), pages::dialect());
        let mut facts = self.facts.clone();
        for new in read {
            if let Some(old) = facts.iter_mut().find(|old| old.page == new.page) {
                *old = new;
            }
        }
        diff(&self.api, &model(facts))
    }
}

fn model(facts: Vec<PageFacts>) -> Api {
    pipeline::model(facts, pages::config(), pages::dialect()).api
}

/// How many mutants of each kind were tried.
#[derive(Default)]
struct Tried {
    kinds: BTreeMap<&'static str, usize>,
    /// Every how manieth is tried.
    every: usize,
    seen: usize,
}

impl Tried {
    fn one(&mut self, kind: &'static str) {
        *self.kinds.entry(kind).or_default() += 1;
    }

    /// Whether the next one is passed over.
    fn passes(&mut self) -> bool {
        self.seen += 1;
        !self.seen.is_multiple_of(self.every)
    }
}

/// A row of a table with three cells, `|name|type|description|`, that gives a fact of its own.
fn row<'t>(text: &'t str, source: &Source) -> Option<(usize, &'t str, [&'t str; 3])> {
    let number = usize::try_from(source.line).ok()?.checked_sub(1)?;
    let line = text.split('\n').nth(number)?;
    let cells: Vec<&str> = line.trim().strip_prefix('|')?.strip_suffix('|')?.split('|').collect();
    let [name, ty, description] = cells.try_into().ok()?;
    (line.trim_end_matches('\r') == line).then_some((number, line, [name, ty, description]))
}

fn with_line(text: &str, number: usize, line: Option<&str>) -> String {
    let lines = text
        .split('\n')
        .enumerate()
        .filter_map(|(at, old)| if at == number { line } else { Some(old) });
    lines.collect::<Vec<_>>().join("\n")
}

/// Where a change of this code to this symbol is told to stand, on a side.
fn told(changes: &[Change], code: ChangeCode, symbol: &Symbol, side: Side) -> Option<Source> {
    let all = changes.iter().flat_map(Change::with_consequences);
    let change = all.into_iter().find(|change| change.code == code && change.symbol == *symbol)?;
    change.spans.iter().find(|span| span.side == side).map(|span| span.source.clone())
}

/// The page without a row, and without the line of its JSON representation that has the same name;
/// `None` where it says the name elsewhere as well.
fn without(text: &str, number: usize, name: &str) -> Option<String> {
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    if said_in_another_row(text, &lines[number], name) {
        return None;
    }
    let key = format!("\"{name}\":");
    let mut with_key =
        (0..lines.len()).filter(|at| lines[*at].trim().replace("\" :", "\":").starts_with(&key));
    let in_json = with_key.next();
    if with_key.next().is_some()
        || text.matches(&format!("\"{name}\"")).count() > usize::from(in_json.is_some())
    {
        return None;
    }
    if let Some(at) = in_json {
        let line = lines[at].trim_end().to_owned();
        let opened =
            |line: &str| line.matches(['{', '[']).count() != line.matches(['}', ']']).count();
        if opened(&line) {
            return None;
        }
        // The line before the last one of an object has no comma.
        if !line.ends_with(',') {
            let before = lines[at - 1].trim_end().trim_end_matches(',').to_owned();
            lines[at - 1] = before;
        }
    }
    let kept =
        lines.into_iter().enumerate().filter(|(at, _)| *at != number && Some(*at) != in_json);
    Some(kept.map(|(_, line)| line).collect::<Vec<_>>().join("\n"))
}

fn said_in_another_row(text: &str, line: &str, name: &str) -> bool {
    let first = |line: &str| {
        line.trim().trim_start_matches('|').split('|').next().map(str::trim) == Some(name)
    };
    text.split('\n').filter(|other| *other != line).any(first)
}

fn mutate(set: &Set, every: usize) -> Tried {
    let mut tried = Tried { every, ..Tried::default() };
    rows(set, &mut tried);
    members(set, &mut tried);
    operations(set, &mut tried);
    pages_as_wholes(set, &mut tried);
    tried
}

/// Each row of a table: deleted, renamed, retyped, respaced.
fn rows(set: &Set, tried: &mut Tried) {
    for ty in set.api.types.values() {
        for property in &ty.properties {
            let Some(text) = set.texts.get(&*property.source.page) else { continue };
            let Some((number, line, [name, kind, description])) = row(text, &property.source)
            else {
                continue;
            };
            // Rows of repeated or inherited properties are about another type as well.
            let inherited = set
                .api
                .bases(&ty.name)
                .any(|base| base.properties.iter().any(|other| other.name == property.name));
            if name.trim() != property.name.as_str() || inherited {
                continue;
            }
            if tried.passes() {
                continue;
            }
            let page = &*property.source.page;
            let symbol = |name: &str| {
                let name = docmill_codegen::ir::PropertyName::new(name);
                Symbol::Property(ty.name.clone(), name)
            };
            let here = symbol(property.name.as_str());

            if let Some(without) = without(text, number, name.trim()) {
                let changes = set.mutant(page, without);
                let at = told(&changes, ChangeCode::PropertyRemoved, &here, Side::Old);
                assert_eq!(at.as_ref(), Some(&property.source), "delete {here}: {changes:#?}");
                tried.one("row deleted");
            }
            if !said_in_another_row(text, line, name.trim()) {
                let renamed = format!("|zzRenamed|{kind}|{description}|");
                let renamed = with_line(text, number, Some(&renamed));
                let renamed = renamed.replace(&format!("\"{}\"", name.trim()), "\"zzRenamed\"");
                let changes = set.mutant(page, renamed);
                let gone = told(&changes, ChangeCode::PropertyRemoved, &here, Side::Old);
                let came =
                    told(&changes, ChangeCode::PropertyAdded, &symbol("zzRenamed"), Side::New);
                assert_eq!(gone.as_ref(), Some(&property.source), "rename {here}");
                assert_eq!(came.map(|at| at.line), Some(property.source.line), "rename {here}");
                tried.one("row renamed");
            }

            let other = if kind.contains("Guid") { "Double" } else { "Guid" };
            let retyped = format!("|{name}|{other}|A value.|");
            let changes = set.mutant(page, with_line(text, number, Some(&retyped)));
            let at = told(&changes, ChangeCode::PropertyTypeChanged, &here, Side::New);
            assert_eq!(at.map(|at| at.line), Some(property.source.line), "retype {here}");
            tried.one("row retyped");

            let wide =
                format!("|  {}  |  {} |   {}   |", name.trim(), kind.trim(), description.trim());
            let changes = set.mutant(page, with_line(text, number, Some(&wide)));
            assert_eq!(changes, vec![], "respaced {here}");
            tried.one("row respaced");
        }
    }
}

/// Each member of an enum: dropped.
fn members(set: &Set, tried: &mut Tried) {
    for definition in set.api.enums.values() {
        for member in &definition.members {
            let Some(text) = set.texts.get(&*member.source.page) else { continue };
            let lines: Vec<&str> = text.split('\n').collect();
            let number = usize::try_from(member.source.line).expect("small") - 1;
            let Some(line) = lines.get(number) else { continue };
            let first = line.trim().trim_start_matches('|').split('|').next().unwrap_or_default();
            if first.trim() != member.name.as_str() || definition.members.len() < 2 {
                continue;
            }
            let prose = text.matches(member.name.as_str()).count() > 1;
            if tried.passes() || prose {
                continue;
            }
            let changes = set.mutant(&member.source.page, with_line(text, number, None));
            let symbol = Symbol::Member(definition.name.clone(), member.name.clone());
            let at = told(&changes, ChangeCode::EnumMemberRemoved, &symbol, Side::Old);
            assert_eq!(at.as_ref(), Some(&member.source), "{symbol}: {changes:#?}");
            tried.one("member dropped");
        }
    }
}

/// Each operation: a path dropped, a permission dropped, a requirement toggled.
fn operations(set: &Set, tried: &mut Tried) {
    for operation in set.api.operations.values() {
        let page = &*operation.source.page;
        let Some(text) = set.texts.get(page) else { continue };
        if tried.passes() {
            continue;
        }
        let lines: Vec<&str> = text.split('\n').collect();
        for path in operation.paths.iter().filter(|_| operation.paths.len() > 1) {
            let request = format!("{} {path}", operation.method);
            let mut at = lines.iter().enumerate().filter(|(_, line)| line.trim() == request);
            let (Some((number, _)), None) = (at.next(), at.next()) else { continue };
            let changes = set.mutant(page, with_line(text, number, None));
            let symbol = Symbol::Request(operation.method, path.clone());
            let is_told = [ChangeCode::OperationRemoved, ChangeCode::PathRemoved]
                .into_iter()
                .any(|code| told(&changes, code, &symbol, Side::Old).is_some());
            assert!(is_told, "{page}: {request}: {changes:#?}");
            tried.one("path dropped");
        }
        let scopes: Vec<&str> = operation.permissions.application.all().collect();
        let is_row = |line: &&str| line.replace(' ', "").starts_with("|Application|");
        let row = lines.iter().position(is_row);
        if let ([_, .., last], Some(row)) = (scopes.as_slice(), row)
            && lines[row].contains(&format!(", {last}"))
        {
            let without = lines[row].replacen(&format!(", {last}"), "", 1);
            let changes = set.mutant(page, with_line(text, row, Some(&without)));
            let part = Part::Permissions(Caller::Application);
            let is_told = changes.iter().flat_map(Change::with_consequences).any(|change| {
                // A page may list the least privileged one last.
                let codes = [ChangeCode::PermissionRemoved, ChangeCode::LeastPrivilegeRaised];
                codes.contains(&change.code)
                    && change.symbol == Symbol::Part(operation.name.clone(), part.clone())
            });
            assert!(is_told, "{page}: {last}: {changes:#?}");
            tried.one("permission dropped");
        }
        if text.matches("Required.").count() == 1 && !text.contains("Optional") {
            let changes = set.mutant(page, text.replacen("Required.", "Optional.", 1));
            let codes = [
                ChangeCode::BodyPropertyRequirementChanged,
                ChangeCode::ParameterRequirementChanged,
            ];
            let row = text.split('\n').find(|line| line.contains("Required."));
            let is_parameter = row.is_some_and(|row| {
                row.trim_start().starts_with('|')
                    && !row.contains("Authorization")
                    && !row.contains("Content-")
            });
            let all: Vec<&Change> = changes.iter().flat_map(Change::with_consequences).collect();
            let is_told = all.iter().any(|change| codes.contains(&change.code));
            assert!(is_told || !is_parameter || all.is_empty(), "{page}: {changes:#?}");
            if is_told {
                tried.one("required toggled");
            }
        }
    }
}

/// Each page: other line endings, other rows first.
fn pages_as_wholes(set: &Set, tried: &mut Tried) {
    for (page, text) in set.texts.iter().filter(|(path, _)| !path.contains("includes/")) {
        if !tried.passes() {
            let crlf = text.replace("\r\n", "\n").replace('\n', "\r\n");
            assert_eq!(set.mutant(page, crlf), vec![], "{page} with CRLF");
            tried.one("line endings changed");
            if let Some(reordered) = reordered(text) {
                let changes = set.mutant(page, reordered);
                assert_eq!(changes, vec![], "{page} with other rows first");
                tried.one("rows reordered");
            }
        }
    }
}

/// The page with the rows of its first table of properties the other way round.
fn reordered(text: &str) -> Option<String> {
    let mut lines: Vec<&str> = text.split('\n').collect();
    let head = lines
        .iter()
        .position(|line| line.to_lowercase().replace(' ', "").starts_with("|property|type|"))?;
    let first = head + 2;
    let rows = lines[first..].iter().take_while(|line| line.trim().starts_with('|')).count();
    // Subheadings among rows are about the rows below them.
    let plain = lines[first..first + rows].iter().all(|line| !line.contains("**"));
    (rows > 1 && plain).then(|| {
        lines[first..first + rows].reverse();
        lines.join("\n")
    })
}

fn say(what: &str, tried: &Tried) {
    let total: usize = tried.kinds.values().sum();
    println!("{what}: {total} mutants tried: {:?}", tried.kinds);
}

#[test]
fn every_change_of_our_pages_is_told() {
    let set = Set::load(&pages::folder().join("../docs-input"));
    let tried = mutate(&set, 1);
    say("docs-input", &tried);
    for kind in ["row deleted", "row renamed", "row retyped", "rows reordered", "path dropped"] {
        assert!(tried.kinds.contains_key(kind), "no mutant: {kind}");
    }
}

#[test]
fn a_sample_of_changes_of_the_corpus_is_told() {
    let docs: PathBuf =
        pages::folder().join("../../shared/corpus/graph-2021-07/api-reference/v1.0");
    if fs::metadata(&docs).is_err() {
        println!("SKIPPED: there is no corpus beside the repository");
        return;
    }
    // A mutant takes as long as resolving the whole set.
    let tried = mutate(&Set::load(&docs), 307);
    say("graph-2021-07", &tried);
    assert!(tried.kinds.values().sum::<usize>() > 50, "too few mutants");
}
