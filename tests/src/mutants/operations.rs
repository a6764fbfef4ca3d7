//! Operations: paths, permissions, requirements, and their pages.

use std::collections::BTreeSet;

use docmill_codegen::diff::symbol::Caller;
use docmill_codegen::diff::{ChangeCode, Part, Side, Symbol};
use docmill_codegen::ir::{
    Alternative, Body, BodyProperty, Header, Operation, Path, PathOrigin, PathPiece, Requirement,
    Scopes,
};

use super::place::Sheet;
use super::rows::cells;
use super::set::Set;
use super::{Edit, Kind, Mutant, Told};

/// The mutants of all operations.
pub(super) fn all(set: &Set) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    for operation in set.api.operations.values() {
        let Some(text) = set.texts.get(&*operation.source.page) else { continue };
        let sheet = Sheet::new(&operation.source.page, text);
        let page = Page { set, operation, sheet };
        mutants.extend(operation.paths.iter().filter_map(|path| page.without_path(path)));
        mutants.extend(Caller::ALL.into_iter().flat_map(|caller| page.without_scope(caller)));
        mutants.extend(page.other_requirements());
        mutants.extend(page.deleted());
    }
    mutants
}

/// An operation on its page.
struct Page<'a> {
    set: &'a Set,
    operation: &'a Operation,
    sheet: Sheet<'a>,
}

impl Page<'_> {
    fn mutant(&self, kind: Kind, edit: Edit, told: Vec<Told>) -> Mutant {
        Mutant { kind, page: self.operation.source.page.to_string(), edit, told }
    }

    /// The one line for which something holds.
    fn only_line(&self, is_it: impl Fn(&str) -> bool) -> Option<usize> {
        let lines = self.sheet.lines();
        let mut found = (0..lines.len()).filter(|at| is_it(lines[*at]));
        match (found.next(), found.next()) {
            (Some(at), None) => Some(at),
            _ => None,
        }
    }

    /// All operations of the page, by name.
    fn all(&self) -> impl Iterator<Item = &Operation> {
        let page = &self.operation.source.page;
        self.set.api.operations.values().filter(move |other| other.source.page == *page)
    }

    fn is_alone(&self) -> bool {
        self.all().count() == 1
    }

    /// Whether a request line of another operation has the same request.
    fn is_elsewhere(&self, path: &Path) -> bool {
        let request = |operation: &Operation, path: &Path| {
            (operation.method, path.written().map(|written| normal(&written)))
        };
        let here = request(self.operation, path);
        self.set
            .api
            .operations
            .values()
            .filter(|other| other.name != self.operation.name)
            .any(|other| other.paths.iter().any(|path| request(other, path) == here))
    }

    fn request(&self, path: &Path) -> Symbol {
        Symbol::Request(self.operation.method, path.clone())
    }

    fn without_path(&self, path: &Path) -> Option<Mutant> {
        let paths = &self.operation.paths;
        let lines = paths.iter().filter(|path| path.origin != PathOrigin::Example).count();
        if lines < 2 || path.origin != PathOrigin::Line {
            return None;
        }
        let at = self.line(path)?;
        let code = if self.is_elsewhere(path) {
            ChangeCode::PathRemoved
        } else {
            ChangeCode::OperationRemoved
        };
        let edit = Edit::line(at, None);
        let told = Told::new(code, self.request(path))
            .near(Side::New, self.sheet.heading_after(&edit, at))
            .at(Side::Old, self.sheet.line(at));
        Some(self.mutant(Kind::PathDropped, edit, vec![told]))
    }

    /// The one line of the page that has a request and nothing else, whether or not it names a host.
    fn line(&self, path: &Path) -> Option<usize> {
        let request = format!("{} {}", self.operation.method, path.written()?);
        self.only_line(|line| {
            let hosted = line.trim().split_once(" https://").map(|(verb, rest)| {
                let path = rest.split('/').skip(2).map(|segment| format!("/{segment}"));
                format!("{verb} {}", path.collect::<String>())
            });
            line.trim() == request || hosted.is_some_and(|hosted| hosted == request)
        })
    }

    /// The first line that has a request and nothing else; examples come after the request lines.
    fn first_line(&self, path: &Path) -> Option<usize> {
        let request = format!("{} {}", self.operation.method, path.written()?);
        self.sheet.lines().iter().position(|line| line.trim() == request)
    }

    /// Without the first, and without the last of the permissions that are enough for a caller.
    fn without_scope(&self, caller: Caller) -> Vec<Mutant> {
        let scopes = scopes(self.operation, caller);
        let title = match caller {
            Caller::DelegatedWork => "delegated (work",
            Caller::DelegatedPersonal => "delegated (personal",
            Caller::Application => "application",
            Caller::Any => return Vec::new(),
        };
        let is_row = |line: &str| {
            let cell = line.trim().strip_prefix('|').unwrap_or_default().trim_start();
            cell.to_lowercase().starts_with(title)
        };
        let Some(at) = self.only_line(is_row) else { return Vec::new() };
        let row = self.sheet.lines()[at].trim();
        let Some((head, listed)) = row.strip_suffix('|').and_then(|row| row.rsplit_once('|'))
        else {
            return Vec::new();
        };
        let listed: Vec<&str> = listed.split(',').map(str::trim).collect();
        let known: BTreeSet<&str> = scopes.all().map(Alternative::as_str).collect();
        if listed.len() < 2 || listed.iter().copied().collect::<BTreeSet<_>>() != known {
            return Vec::new();
        }
        // One change of a page is told once, of the first of its operations.
        let first = self.all().find(|other| self::scopes(other, caller) == scopes);
        if first.is_none_or(|first| first.name != self.operation.name) {
            return Vec::new();
        }
        let symbol = Symbol::Part(self.operation.name.clone(), Part::Permissions(caller));
        let without = |lost: usize| {
            let kept = listed.iter().enumerate().filter(|(at, _)| *at != lost);
            let kept: Vec<&str> = kept.map(|(_, scope)| *scope).collect();
            let is_least = scopes.least.iter().any(|scope| scope.as_str() == listed[lost]);
            let code = if is_least {
                ChangeCode::LeastPrivilegeRaised
            } else {
                ChangeCode::PermissionRemoved
            };
            let edit = Edit::line(at, format!("{head}| {} |", kept.join(", ")));
            let cell = head.matches('|').count();
            let told = Told::new(code, symbol.clone()).in_cell(&self.sheet, &edit, at, cell);
            self.mutant(Kind::PermissionDropped, edit, vec![told])
        };
        vec![without(0), without(listed.len() - 1)]
    }

    fn other_requirements(&self) -> Vec<Mutant> {
        let Operation { body, function_parameters, headers, .. } = self.operation;
        let sent = match body {
            Body::Properties { properties, .. } => properties.as_slice(),
            _ => &[],
        };
        let sent = sent.iter().filter_map(|it| {
            let part = Part::BodyProperty(it.name.clone());
            self.property(it, part, ChangeCode::BodyPropertyRequirementChanged)
        });
        let given = function_parameters.iter().filter_map(|it| {
            let part = Part::FunctionParameter(it.name.clone());
            self.property(it, part, ChangeCode::ParameterRequirementChanged)
        });
        let headers = headers.iter().filter_map(|header| self.header(header));
        sent.chain(given).chain(headers).collect()
    }

    /// A property that is sent, as required as it was not.
    fn property(&self, property: &BodyProperty, part: Part, code: ChangeCode) -> Option<Mutant> {
        if property.source.page != self.operation.source.page || !self.is_alone() {
            return None;
        }
        let (at, line) = self.set.line(&property.source)?;
        let [name, ty, description] = cells(line)?;
        let toggled = toggled(description, property.requirement)?;
        let symbol = Symbol::Part(self.operation.name.clone(), part);
        let edit = Edit::line(at, format!("|{name}|{ty}|{toggled}|"));
        let told = Told::new(code, symbol).in_cell(&self.sheet, &edit, at, 2);
        Some(self.mutant(Kind::RequiredToggled, edit, vec![told]))
    }

    fn header(&self, header: &Header) -> Option<Mutant> {
        let is_row = |line: &str| {
            let cell = line.trim().trim_start_matches('|').split('|').next();
            cell.is_some_and(|cell| cell.trim() == header.name.as_str())
        };
        let at = self.only_line(is_row)?;
        if !self.is_alone() {
            return None;
        }
        let row = self.sheet.lines()[at];
        let cell = row
            .trim()
            .trim_start_matches('|')
            .split('|')
            .position(|cell| self::toggled(cell, header.requirement).is_some())?;
        let edit = Edit::line(at, toggled(row, header.requirement)?);
        let symbol = Symbol::Part(self.operation.name.clone(), Part::Header(header.name.clone()));
        let told = Told::new(ChangeCode::ParameterRequirementChanged, symbol);
        let told = told.in_cell(&self.sheet, &edit, at, cell);
        Some(self.mutant(Kind::RequiredToggled, edit, vec![told]))
    }

    /// The page of one operation, gone with all its requests.
    fn deleted(&self) -> Option<Mutant> {
        let Operation { paths, source, .. } = self.operation;
        let subjects = self.set.api.types.values().map(|ty| &ty.source);
        let subjects =
            subjects.chain(self.set.api.enums.values().map(|definition| &definition.source));
        let lines: Vec<&Path> =
            paths.iter().filter(|path| path.origin == PathOrigin::Line).collect();
        let distinct: BTreeSet<String> =
            lines.iter().map(|path| normal(&path.to_string())).collect();
        if !self.is_alone()
            || self.set.is_ordered(&source.page)
            || lines.len() < paths.len()
            || distinct.len() < lines.len()
            || subjects.into_iter().any(|subject| subject.page == source.page)
            || lines.iter().any(|path| self.is_elsewhere(path))
        {
            return None;
        }
        let told = lines.iter().map(|path| {
            let line = self.sheet.line(self.first_line(path)?);
            Some(Told::new(ChangeCode::OperationRemoved, self.request(path)).at(Side::Old, line))
        });
        let told = told.collect::<Option<Vec<Told>>>()?;
        Some(self.mutant(Kind::PageDeleted, Edit::Delete, told))
    }
}

fn scopes(operation: &Operation, caller: Caller) -> &Scopes {
    match caller {
        Caller::DelegatedWork => &operation.permissions.delegated_work,
        Caller::DelegatedPersonal => &operation.permissions.delegated_personal,
        Caller::Application => &operation.permissions.application,
        Caller::Any => &operation.permissions.any_caller,
    }
}

/// A path as services take it: in any casing, whatever its values are called.
fn normal(written: &str) -> String {
    let Ok(path) = written.parse::<Path>() else { return written.to_owned() };
    let pieces = path.pieces.iter().map(|piece| match piece {
        PathPiece::Literal(text) => text.to_lowercase(),
        PathPiece::Placeholder(_) => "{}".to_owned(),
    });
    pieces.collect::<String>().trim_end_matches('/').to_owned()
}

/// The words of a cell that say the other requirement; `None` where it is not clear which they are,
/// or where they name a default: what has one is optional whatever else is said.
fn toggled(words: &str, requirement: Requirement) -> Option<String> {
    let (was, is) = match requirement {
        Requirement::Required => ("Required.", "Optional."),
        Requirement::Optional => ("Optional.", "Required."),
    };
    let said = |word: &str| words.to_lowercase().matches(&word.to_lowercase()).count();
    (words.contains(was) && said("default") == 0 && said("required") + said("optional") == 1)
        .then(|| words.replacen(was, is, 1))
}
