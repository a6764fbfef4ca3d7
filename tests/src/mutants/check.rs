//! Trying mutants. Those of different pages are tried together, because making one model of all pages
//! is what takes time; what fails together is tried apart.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use docmill_codegen::diff::Change;

use super::set::Set;
use super::{Edit, Kind, Mutant, Told};

/// A mutant that is told otherwise than it is to be.
#[derive(Clone, Debug)]
pub struct Failure {
    mutant: Mutant,
    missing: Vec<Told>,
    surplus: Vec<Told>,
    entailed: Vec<Told>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.mutant.kind, self.mutant.page)?;
        if let Edit::Lines(lines) = &self.mutant.edit {
            for (at, line) in lines {
                write!(f, "\n  line {}: {}", at + 1, line.as_deref().unwrap_or("(deleted)"))?;
            }
        }
        for told in &self.missing {
            write!(f, "\n  not told: {told}")?;
        }
        for told in &self.surplus {
            write!(f, "\n  told: {told}")?;
        }
        for told in &self.entailed {
            write!(f, "\n  told as a consequence: {told}")?;
        }
        Ok(())
    }
}

/// Tries mutants, and gives those that are told otherwise than they are to be.
pub fn check(set: &Set, mutants: &[Mutant]) -> Vec<Failure> {
    /// More in one model would be quicker still, and disturb each other more often.
    const TOGETHER: usize = 64;
    let mut of_page: BTreeMap<&str, usize> = BTreeMap::new();
    let mut rounds: Vec<Vec<&Mutant>> = Vec::new();
    for mutant in mutants {
        let round = of_page.entry(&mutant.page).or_default();
        if rounds.len() <= *round {
            rounds.push(Vec::new());
        }
        rounds[*round].push(mutant);
        *round += 1;
    }
    let groups = rounds.iter().flat_map(|round| round.chunks(TOGETHER));
    groups.flat_map(|group| try_together(set, group)).collect()
}

/// Tries mutants of different pages in one model.
fn try_together(set: &Set, mutants: &[&Mutant]) -> Vec<Failure> {
    let changes = set.changed(mutants);
    let mut wanted: BTreeMap<&Told, Kind> = BTreeMap::new();
    for mutant in mutants {
        wanted.extend(mutant.told.iter().map(|told| (told, mutant.kind)));
    }
    let mut surplus = Vec::new();
    let mut entailed = Vec::new();
    for change in &changes {
        let told = Told::of(change);
        let Some(kind) = wanted.remove(&told) else {
            surplus.push(told);
            continue;
        };
        let is_unexpected = |other: &&&Change| !kind.consequences().contains(&other.code);
        let all = change.with_consequences();
        entailed.extend(all[1..].iter().filter(is_unexpected).map(|other| Told::of(other)));
    }
    if surplus.is_empty() && wanted.is_empty() && entailed.is_empty() {
        return Vec::new();
    }
    match mutants {
        [mutant] => {
            let missing = wanted.into_keys().cloned().collect();
            vec![Failure { mutant: (*mutant).clone(), missing, surplus, entailed }]
        }
        _ => {
            let told: Vec<&Told> = wanted.into_keys().chain(&surplus).chain(&entailed).collect();
            let pages: BTreeSet<&str> =
                told.iter().flat_map(|told| &told.spans).map(|span| &*span.source.page).collect();
            let is_suspect = |mutant: &&&Mutant| {
                let to = if let Edit::Move(to) = &mutant.edit { to } else { &mutant.page };
                pages.contains(mutant.page.as_str()) || pages.contains(to.as_str())
            };
            let (mut one, mut other): (Vec<&Mutant>, Vec<&Mutant>) = (Vec::new(), Vec::new());
            for mutant in mutants {
                if is_suspect(&mutant) { one.push(mutant) } else { other.push(mutant) }
            }
            if one.is_empty() || other.is_empty() {
                let all = if one.is_empty() { other } else { one };
                other = all[all.len() / 2..].to_vec();
                one = all[..all.len() / 2].to_vec();
            }
            [try_together(set, &one), try_together(set, &other)].concat()
        }
    }
}
