//! Every page of `docs-input/`, and a sample of the corpus where it is at hand, changed in one place:
//! exactly the change that was made is told, where it was made, and nothing is told of edits that say
//! the same. `docmill_tests::mutants` has the kinds of edits and what each may entail; `mutants.txt`
//! those of the corpus that are told otherwise, each with its reason.
//!
//! All of the corpus takes minutes:
//! `cargo test --release -p docmill-tests --test mutation -- --ignored --nocapture`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::slice;

use docmill_tests::mutants::set::Set;
use docmill_tests::mutants::{self, Kind, Mutant};
use docmill_tests::pages;

/// Every how manieth mutant of the corpus `cargo test` tries; the long run tries each, or every
/// `DOCMILL_MUTANTS`th.
const SAMPLE: usize = 211;

/// Tries mutants, and fails with what is told of those that are told otherwise than expected, but for
/// those that `explained` names. Gives back which of these really are told otherwise: they are tried one
/// by one, because together with others an edit's surplus can pass for the consequence of another one.
fn check<'e>(
    what: &str,
    set: &Set,
    mutants: &[Mutant],
    explained: &BTreeSet<&'e str>,
) -> BTreeSet<&'e str> {
    let (alone, together): (Vec<_>, Vec<_>) =
        mutants.iter().cloned().partition(|mutant| explained.contains(&*mutant.name()));
    let failures = mutants::check(set, &together);
    let met: BTreeSet<&str> = alone
        .iter()
        .filter(|mutant| !mutants::check(set, slice::from_ref(mutant)).is_empty())
        .filter_map(|mutant| explained.get(&*mutant.name()).copied())
        .collect();
    let mut said = format!("{what}: {} mutants tried", mutants.len());
    for (kind, count) in mutants::count(mutants) {
        let _ = write!(said, ", {count} {kind}");
    }
    println!("{said}; {} told otherwise", failures.len() + met.len());
    let told: Vec<String> = failures.iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
    met
}

/// The edits of the corpus that are told otherwise for a reason: `KIND: PAGE` or `KIND: PAGE:LINE`.
fn explained() -> BTreeSet<&'static str> {
    let lines = include_str!("../mutants.txt").lines().filter(|line| !line.starts_with('#'));
    let edits = lines.map(|line| {
        let (edit, reason) = line.rsplit_once(": ").expect("an edit and a reason");
        assert!(edit.contains(": ") && !reason.is_empty(), "{line}");
        edit
    });
    edits.collect()
}

fn corpus() -> Option<Set> {
    let docs: PathBuf =
        pages::folder().join("../../shared/corpus/graph-2021-07/api-reference/v1.0");
    if !docs.is_dir() {
        println!("SKIPPED: there is no corpus beside the repository");
        return None;
    }
    Some(Set::load(&docs))
}

#[test]
fn every_change_of_our_pages_is_told() {
    let set = Set::load(&pages::folder().join("../docs-input"));
    let mutants = mutants::all(&set);
    let counts = mutants::count(&mutants);
    for kind in Kind::ALL {
        assert!(counts.contains_key(kind), "no mutant: {kind}");
    }
    check("docs-input", &set, &mutants, &BTreeSet::new());
}

#[test]
fn a_sample_of_changes_of_the_corpus_is_told() {
    let Some(set) = corpus() else { return };
    let mutants: Vec<Mutant> = mutants::all(&set).into_iter().step_by(SAMPLE).collect();
    assert!(mutants.len() > 100, "too few mutants: {}", mutants.len());
    check("a sample of graph-2021-07", &set, &mutants, &explained());
}

#[test]
#[ignore = "minutes: all of the corpus"]
fn every_change_of_the_corpus_is_told() {
    let Some(set) = corpus() else { return };
    let every = std::env::var("DOCMILL_MUTANTS").ok().map(|every| every.parse().expect("a number"));
    let every = every.unwrap_or(1);
    let mutants: Vec<Mutant> = mutants::all(&set).into_iter().step_by(every).collect();
    let explained = explained();
    let met = check("graph-2021-07", &set, &mutants, &explained);
    let stale: Vec<&&str> = explained.difference(&met).collect();
    assert!(every > 1 || stale.is_empty(), "told as expected now, delete the lines: {stale:#?}");
}
