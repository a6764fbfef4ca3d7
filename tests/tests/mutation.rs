//! Every page of `docs-input/`, and a sample of the corpus where it is at hand, changed in one place:
//! exactly the change that was made is told, where it was made, and nothing is told of edits that say
//! the same. `docmill_tests::mutants` has the kinds of edits and what each may entail.
//!
//! All of the corpus takes minutes:
//! `cargo test --release -p docmill-tests --test mutation -- --ignored --nocapture`.

use std::fmt::Write as _;
use std::path::PathBuf;

use docmill_tests::mutants::set::Set;
use docmill_tests::mutants::{self, Kind, Mutant};
use docmill_tests::pages;

/// Every how manieth mutant of the corpus `cargo test` tries; the long run tries each, or every
/// `DOCMILL_MUTANTS`th.
const SAMPLE: usize = 211;

/// Tries mutants, and fails with what is told of those that are told otherwise than expected.
fn check(what: &str, set: &Set, mutants: &[Mutant]) {
    let mut said = format!("{what}: {} mutants tried", mutants.len());
    for (kind, count) in mutants::count(mutants) {
        let _ = write!(said, ", {count} {kind}");
    }
    let failures = mutants::check(set, mutants);
    println!("{said}; {} told otherwise", failures.len());
    let told: Vec<String> = failures.iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
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
        assert!(counts.contains_key(&kind), "no mutant: {kind}");
    }
    check("docs-input", &set, &mutants);
}

#[test]
fn a_sample_of_changes_of_the_corpus_is_told() {
    let Some(set) = corpus() else { return };
    let mutants: Vec<Mutant> = mutants::all(&set).into_iter().step_by(SAMPLE).collect();
    assert!(mutants.len() > 100, "too few mutants: {}", mutants.len());
    check("a sample of graph-2021-07", &set, &mutants);
}

#[test]
#[ignore = "minutes: all of the corpus"]
fn every_change_of_the_corpus_is_told() {
    let Some(set) = corpus() else { return };
    let every = std::env::var("DOCMILL_MUTANTS").ok().map(|every| every.parse().expect("a number"));
    let mutants: Vec<Mutant> = mutants::all(&set).into_iter().step_by(every.unwrap_or(1)).collect();
    check("graph-2021-07", &set, &mutants);
}
