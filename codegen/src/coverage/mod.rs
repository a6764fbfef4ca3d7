//! Which facts of the pages reached the model, and why the others did not: what
//! `cargo xtask regenerate --report` lists.
//!
//! A fact has reached the model where something in the model gives the fact's place as its source.
//! This is an account made from outside: no stage can forget to keep it.

mod ledger;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::sync::Arc;

use crate::diagnostics::Code;
use crate::ir::names::{is_identifier, short};
use crate::ir::{Api, Enum, Method, Path, Source, TypeName};
use crate::pipeline::Model;
use crate::select::LeftOut;
pub use ledger::{Fact, FactKind, Ledger};

/// What became of the facts of a documentation set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// How many facts there are.
    pub facts: usize,
    /// Those that the model does not have, in the order of their pages.
    pub lost: Vec<(Fact, Reason)>,
    /// Pages that say nothing docmill knows to read, each with the findings about it.
    pub silent: Vec<(Arc<str>, Vec<Code>)>,
}

/// Why a fact is not in the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A finding at its place says why.
    Finding(Code),
    /// The model has it from another place: a base type's page, or a first description.
    SaidAt(Source),
    /// A finding about the type, enum or list it belongs to says why.
    OfOwner(Code),
    /// It stands for any name there can be.
    Illustration,
    /// The configuration leaves it out.
    LeftOut,
    /// Nothing says why: a gap in docmill.
    Unknown,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Finding(code) => write!(f, "finding {code} at this place"),
            Self::SaidAt(source) => write!(f, "the model has it from {source}"),
            Self::OfOwner(code) => write!(f, "finding {code} about what it belongs to"),
            Self::Illustration => f.write_str("an example of a key, no property"),
            Self::LeftOut => f.write_str("left out by `select` or an override in docmill.yaml"),
            Self::Unknown => f.write_str("no reason is known; please report this"),
        }
    }
}

/// On one line: how much there is, and how much of it is missing.
impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unexplained = self.lost.iter().filter(|(_, reason)| *reason == Reason::Unknown).count();
        write!(
            f,
            "facts {}, not in the model {} (without a known reason {unexplained}); pages without \
             facts {}",
            self.facts,
            self.lost.len(),
            self.silent.len()
        )
    }
}

impl Coverage {
    /// Compares what the pages say with what the model has.
    pub fn of(ledger: &Ledger, model: &Model) -> Self {
        let account = Account::new(model);
        let mut coverage = Self::default();
        for entry in &ledger.pages {
            if entry.facts.is_empty() {
                coverage.silent.push((entry.page.clone(), account.about(&entry.page)));
            }
            for fact in &entry.facts {
                coverage.facts += 1;
                if let Some(reason) = account.missing(fact) {
                    coverage.lost.push((fact.clone(), reason));
                }
            }
        }
        coverage
    }

    /// Everything that is missing, a line each: `place: fact: reason`.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        let silent = self.silent.iter().map(|(page, codes)| {
            let codes: Vec<&str> = codes.iter().map(|code| code.as_str()).collect();
            let reason = if codes.is_empty() {
                "neither property table, member table nor request line".to_owned()
            } else {
                format!("findings {}", codes.join(", "))
            };
            format!("{page}: no facts: {reason}")
        });
        let lost =
            self.lost.iter().map(|(fact, reason)| format!("{}: {fact}: {reason}", fact.source));
        silent.chain(lost)
    }
}

/// What the model has, by place.
struct Account<'m> {
    api: &'m Api,
    left_out: &'m LeftOut,
    sources: HashSet<&'m Source>,
    paths: HashSet<(Method, &'m Path)>,
    types: HashMap<&'m Source, &'m TypeName>,
    findings: HashMap<&'m Source, Code>,
    by_page: BTreeMap<&'m str, Vec<Code>>,
}

impl<'m> Account<'m> {
    fn new(model: &'m Model) -> Self {
        let api = &model.api;
        let mut findings = HashMap::new();
        let mut by_page: BTreeMap<&str, Vec<Code>> = BTreeMap::new();
        for finding in model.report.iter() {
            findings.entry(&finding.place.source).or_insert(finding.code);
            let codes = by_page.entry(&finding.place.source.page).or_default();
            if !codes.contains(&finding.code) {
                codes.push(finding.code);
            }
        }
        let operations = api.operations.values();
        Self {
            api,
            left_out: &model.left_out,
            sources: sources(api),
            paths: operations.flat_map(|o| o.paths.iter().map(|path| (o.method, path))).collect(),
            types: api.types.values().map(|ty| (&ty.source, &ty.name)).collect(),
            findings,
            by_page,
        }
    }

    /// The findings about a page.
    fn about(&self, page: &str) -> Vec<Code> {
        self.by_page.get(page).cloned().unwrap_or_default()
    }

    /// Why the model does not have a fact; nothing, if it does.
    fn missing(&self, fact: &Fact) -> Option<Reason> {
        let reached = match &fact.kind {
            FactKind::Path(method, path) => self.paths.contains(&(*method, path)),
            _ => self.sources.contains(&fact.source),
        };
        (!reached).then(|| self.reason(fact))
    }

    fn reason(&self, fact: &Fact) -> Reason {
        let left_out = match &fact.kind {
            FactKind::Property { of } => {
                self.left_out.gone.contains(of) || self.left_out.gone.contains(&fact.source)
            }
            FactKind::Path(method, path) => {
                self.left_out.gone_paths.contains(&(*method, path.clone()))
            }
            _ => self.left_out.gone.contains(&fact.source),
        };
        if left_out {
            return Reason::LeftOut;
        }
        if let Some(source) = self.elsewhere(fact) {
            return Reason::SaidAt(source.clone());
        }
        if let Some(&code) = self.findings.get(&fact.source) {
            return Reason::Finding(code);
        }
        match &fact.kind {
            FactKind::Property { of } | FactKind::Parameter { first: of }
                if let Some(&code) = self.findings.get(of) =>
            {
                Reason::OfOwner(code)
            }
            // Keys of a dictionary that stand for whatever keys there will be.
            FactKind::Property { .. } if !is_identifier(&fact.name) => Reason::Illustration,
            FactKind::Property { of } if self.is_open_without_table(of) => Reason::Illustration,
            _ => Reason::Unknown,
        }
    }

    /// Whether an open type has no property of its own: its JSON shows what it may carry.
    fn is_open_without_table(&self, of: &Source) -> bool {
        let ty = self.types.get(of).and_then(|name| self.api.types.get(*name));
        ty.is_some_and(|ty| ty.open && ty.properties.is_empty())
    }

    /// Where else the model has something of the same name, with the same owner.
    fn elsewhere(&self, fact: &Fact) -> Option<&'m Source> {
        match &fact.kind {
            FactKind::Property { of } => {
                let property = self.api.property(self.types.get(of)?, &fact.name)?;
                Some(&property.source)
            }
            FactKind::Enum => Some(&self.enumeration(&fact.name)?.source),
            FactKind::Member { of } => {
                let mut members = self.enumeration(of)?.members.iter();
                let member = members.find(|member| member.name.as_str() == &*fact.name)?;
                Some(&member.source)
            }
            FactKind::Type | FactKind::Path(..) | FactKind::Parameter { .. } => None,
        }
    }

    /// An enum by its full or short name.
    fn enumeration(&self, name: &str) -> Option<&'m Enum> {
        let is_named =
            |e: &&Enum| e.name.as_str().eq_ignore_ascii_case(name) || e.name.short() == short(name);
        self.api.enums.values().find(is_named)
    }
}

/// The places that a model gives as its sources.
fn sources(api: &Api) -> HashSet<&Source> {
    let mut sources = HashSet::new();
    for ty in api.types.values() {
        sources.insert(&ty.source);
        sources.extend(ty.properties.iter().map(|property| &property.source));
    }
    for enumeration in api.enums.values() {
        sources.insert(&enumeration.source);
        sources.extend(enumeration.members.iter().map(|member| &member.source));
    }
    for operation in api.operations.values() {
        sources.insert(&operation.source);
        sources.extend(operation.parameters().map(|parameter| &parameter.source));
    }
    sources
}

#[cfg(test)]
mod tests {
    use super::{Coverage, Reason};
    use crate::config::{Config, FILE_NAME, RuntimeDependency, Usual};
    use crate::dialect::Dialect;
    use crate::documents::Documents;
    use crate::pipeline;

    const PAGES: [(&str, &str); 6] = [
        (
            "a.md",
            "# root resource type\n\n## Properties\n\n|Property|Type|\n|---|---|\n|id|String|\n|id|Int32|\n",
        ),
        (
            "b.md",
            "# book resource type\n\nInherits from [root](a.md).\n\n## Properties\n\n\
             |Property|Type|\n|---|---|\n|id|String|\n|title|String|\n",
        ),
        ("c.md", "# About books\n\nThey are made of paper.\n"),
        (
            "e.md",
            "# tags resource type\n\n## JSON representation\n\n\
             <!-- {\"blockType\": \"resource\", \"openType\": true} -->\n```json\n{\"colour\": \"red\"}\n```\n",
        ),
        (
            "f.md",
            "# Add tag\n\n## HTTP request\n\n```http\nPOST /tags\n```\n\n## Request body\n\n\
             |Parameter|Type|\n|---|---|\n|name|String|\n|until|Date|\n\n## Example\n\n```http\n\
             POST https://graph.microsoft.com/v1.0/tags\n\n{\"tag\": {\"name\": \"x\"}}\n```\n",
        ),
        ("d.md", "# List books\n\n## HTTP request\n\n```http\nGET /books\nGET /old/books\n```\n"),
    ];

    fn covered(select: &str) -> Coverage {
        covered_pages(&PAGES, select)
    }

    fn covered_pages(pages: &[(&str, &str)], select: &str) -> Coverage {
        let runtime = RuntimeDependency::Version("0".to_owned());
        let usual = Usual { folder: "any".to_owned(), runtime };
        let config = Config::parse(select, FILE_NAME, &usual).expect("a configuration");
        let dialect = Dialect::built_in("graph").expect("it is there").expect("it compiles");
        let pages = pages.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        let documents = Documents::new(pages);
        pipeline::read_covered(&documents, &config, &dialect).1
    }

    #[test]
    fn what_is_missing_is_listed_with_its_reason() {
        let coverage = covered("");
        let lines: Vec<String> = coverage.lines().collect();
        assert_eq!(
            lines,
            [
                "c.md: no facts: findings unknown-page-kind",
                "a.md:8:2: property `id`: the model has it from a.md:7:2",
                "b.md:9:2: property `id`: the model has it from a.md:7:2",
                "e.md:7:3: property `colour`: an example of a key, no property",
                "f.md:14:2: parameter `until`: finding text-example-mismatch about what it belongs to",
            ]
        );
        assert_eq!(
            coverage.to_string(),
            "facts 13, not in the model 4 (without a known reason 0); pages without facts 1"
        );
    }

    #[test]
    fn sample_keys_of_an_open_type_are_no_properties() {
        let open = "# labels resource type\n\n## JSON representation\n\n\
            <!-- { \"blockType\": \"resource\", \"@odata.type\": \"a.labels\", \"openType\": true } -->\n\n\
            ```json\n{ \"shelf\": \"B2\" }\n```\n";
        let coverage = covered_pages(&[("e.md", open)], "");
        let reasons: Vec<_> = coverage
            .lost
            .iter()
            .map(|(fact, reason)| (fact.to_string(), *reason == Reason::Illustration))
            .collect();
        assert_eq!(reasons, [("property `shelf`".to_owned(), true)]);
    }

    #[test]
    fn what_the_configuration_leaves_out_is_listed_as_such() {
        let coverage =
            covered("select: {paths: {exclude: ['/old/**']}, types: {exclude: ['*.book']}}");
        let left_out: Vec<String> = coverage
            .lost
            .iter()
            .filter(|(_, reason)| *reason == Reason::LeftOut)
            .map(|(fact, _)| fact.to_string())
            .collect();
        assert_eq!(
            left_out,
            ["type `book`", "property `id`", "property `title`", "path `GET /old/books`"]
        );
    }
}
