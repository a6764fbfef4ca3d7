//! What docmill says about names that could not stay as they are: one diagnostic per name, however
//! often the name is used.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::Wish;
use super::naming::{Candidate, Namespace, Reason, Role, RustIdent, identifier};
use crate::diagnostics::{Code, Diagnostic, Report};
use crate::ir::Source;

/// Names that were changed, collected while names are given out.
#[derive(Debug, Default)]
pub struct ChangedNames {
    /// Identifiers by what they are made from: inherited properties are fields of many structs.
    candidates: FxHashMap<Role, FxHashMap<String, Candidate>>,
    renamed: BTreeMap<ChangedName, BTreeSet<Source>>,
    clashes: BTreeMap<Clash, (Source, Source)>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct ChangedName {
    role: Role,
    documented: String,
    ident: RustIdent,
    reason: Reason,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Clash {
    role: Role,
    documented: String,
    ident: RustIdent,
    /// The documented name that has the identifier which both would have.
    first: String,
    wanted: RustIdent,
}

impl ChangedNames {
    /// Gives each wish a name in a namespace; where several want the same one, the first in sorted
    /// order of the documented names has it. Answers in the order of the wishes.
    pub fn give(
        &mut self,
        role: Role,
        wishes: &[Wish<'_>],
        namespace: &mut Namespace,
    ) -> Vec<RustIdent> {
        let mut order: Vec<usize> = (0..wishes.len()).collect();
        order.sort_by_key(|&index| wishes[index].documented);
        let candidates: Vec<Candidate> =
            order.iter().map(|&index| self.candidate(role, &wishes[index].text)).collect();
        let wanted: Vec<RustIdent> =
            candidates.iter().map(|candidate| candidate.ident.clone()).collect();
        let given = namespace.claim_all(&wanted, role.case());

        let mut owners: FxHashMap<&RustIdent, &Wish<'_>> = FxHashMap::default();
        let mut names: Vec<(usize, RustIdent)> = Vec::with_capacity(wishes.len());
        for ((&index, candidate), ident) in order.iter().zip(&candidates).zip(given) {
            let wish = &wishes[index];
            if let Some(reason) = candidate.renamed {
                self.note_rename(role, wish, &ident, reason);
            }
            if let Some(owner) = owners.get(&candidate.ident) {
                self.note_clash(role, wish, &ident, owner, &candidate.ident);
            }
            owners.entry(&candidate.ident).or_insert(wish);
            names.push((index, ident));
        }
        names.sort_unstable_by_key(|(index, _)| *index);
        names.into_iter().map(|(_, ident)| ident).collect()
    }

    fn candidate(&mut self, role: Role, text: &str) -> Candidate {
        let of_role = self.candidates.entry(role).or_default();
        if let Some(known) = of_role.get(text) {
            return known.clone();
        }
        let candidate = identifier(text, role);
        of_role.insert(text.to_owned(), candidate.clone());
        candidate
    }

    fn note_rename(&mut self, role: Role, wish: &Wish<'_>, ident: &RustIdent, reason: Reason) {
        let renamed = ChangedName {
            role,
            documented: wish.documented.to_owned(),
            ident: ident.clone(),
            reason,
        };
        // An inherited property has a name in many structs and one place in the documentation.
        let places = self.renamed.entry(renamed).or_default();
        places.insert(wish.source.clone());
    }

    fn note_clash(
        &mut self,
        role: Role,
        wish: &Wish<'_>,
        ident: &RustIdent,
        owner: &Wish<'_>,
        wanted: &RustIdent,
    ) {
        let clash = Clash {
            role,
            documented: wish.documented.to_owned(),
            ident: ident.clone(),
            first: owner.documented.to_owned(),
            wanted: wanted.clone(),
        };
        self.clashes.entry(clash).or_insert_with(|| (wish.source.clone(), owner.source.clone()));
    }

    /// Says it all.
    pub fn report(self, report: &mut Report) {
        for (renamed, places) in self.renamed {
            if let Some(place) = places.first() {
                let mut diagnostic = renamed.diagnostic(place);
                diagnostic.affected = places.len();
                report.push(diagnostic);
            }
        }
        for (clash, (place, first)) in self.clashes {
            report.push(clash.diagnostic(&place, first));
        }
    }
}

impl ChangedName {
    fn diagnostic(&self, place: &Source) -> Diagnostic {
        let Self { role, documented, ident, reason } = self;
        let role = role.word();
        let (message, expected) = match reason {
            Reason::Keyword => (
                format!("the {role} `{documented}` has a name that Rust reserves"),
                "a name that is no keyword",
            ),
            Reason::Taken => (
                format!("the {role} `{documented}` has a name that generated code uses itself"),
                "another name",
            ),
            Reason::Digit => (
                format!("the {role} `{documented}` has a name that starts with a digit"),
                "a letter first",
            ),
            Reason::Long => (
                format!("the {role} `{documented}` has a name that is too long for a file"),
                "a shorter name",
            ),
            Reason::Nothing => (
                format!("the {role} `{documented}` has a name without a letter or digit of ASCII"),
                "letters",
            ),
        };
        Diagnostic::of(Code::RenamedForRust, place.clone())
            .found(message)
            .expected(expected)
            .instead(format!("it is `{ident}` in Rust, and stays as documented on the wire"))
    }
}

impl Clash {
    fn diagnostic(&self, place: &Source, first: Source) -> Diagnostic {
        let Self { role, documented, ident, first: winner, wanted } = self;
        let role = role.word();
        Diagnostic::of(Code::NameClash, place.clone())
            .found(format!(
                "the {role} names `{winner}` and `{documented}` are both `{wanted}` in Rust"
            ))
            .expected("a name of its own")
            .instead(format!(
                "`{documented}` is `{ident}` in Rust, and stays as documented on the wire"
            ))
            .help("if nobody needs one of them, leave it out with `remove: true` in docmill.yaml")
            .related(first, format!("`{winner}`, which is `{wanted}` in Rust"))
    }
}
