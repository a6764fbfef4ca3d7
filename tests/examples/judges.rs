//! Do other judges of Rust interfaces judge the edits of `drift/` as we do? `.ci/judges` runs this.
//!
//! Of the clients before and after each edit, `rustdoc` writes down the public items, and
//! cargo-semver-checks and cargo-public-api compare them. Where ours is milder than theirs,
//! `drift/disagreements.txt` says why; what it says there without need is wrong as well.
//!
//! Exits with 0 if nobody says worse than we do, 1 if somebody does, 2 if there is no verdict.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Output};
use std::{env, fmt, fs};

use docmill_codegen::diff::RustImpact;
use docmill_tests::clients::{Clients, repository};
use docmill_tests::drift::{Case, cases, folder, sides};
use rayon::prelude::*;

/// A judge whom we ask; the name is its command's.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Judge {
    SemverChecks,
    PublicApi,
}

impl Judge {
    const ALL: [Self; 2] = [Self::SemverChecks, Self::PublicApi];
}

impl fmt::Display for Judge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::SemverChecks => "cargo-semver-checks",
            Self::PublicApi => "cargo-public-api",
        })
    }
}

/// An edit, with the numbers of the clients before and after it.
struct Pair {
    name: String,
    old: usize,
    new: usize,
    ours: RustImpact,
}

/// What a judge says of a pair, and its words for it.
struct Verdict {
    impact: RustImpact,
    words: String,
}

/// A tool that fails, or says what we do not understand.
struct NoVerdict(String);

fn main() -> ExitCode {
    match judge() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(NoVerdict(what)) => {
            eprintln!("no verdict: {what}");
            ExitCode::from(2)
        }
    }
}

/// Whether there is nothing to say against our verdicts.
fn judge() -> Result<bool, NoVerdict> {
    let at =
        env::args_os().nth(1).map_or_else(|| repository().join("target/judges"), PathBuf::from);
    let mut disagreements = disagreements()?;
    let (pairs, count) = write_clients(&at);
    println!("{} edits, {count} clients", pairs.len());
    let described = describe(&at, count)?;
    let items: Vec<BTreeSet<String>> =
        described.par_iter().map(|file| public_items(file)).collect::<Result<_, _>>()?;
    let judged: Vec<[Verdict; 2]> = pairs
        .par_iter()
        .map(|pair| {
            let theirs = semver_checks(&described[pair.old], &described[pair.new])?;
            Ok([theirs, public_api(&items[pair.old], &items[pair.new])])
        })
        .collect::<Result<_, _>>()?;

    let mut agreed = true;
    for (pair, verdicts) in pairs.iter().zip(&judged) {
        let [semver, listed] = verdicts.each_ref().map(|verdict| verdict.impact.as_str());
        println!("{:40} ours {:5}  {semver:5}  {listed:5}", pair.name, pair.ours.as_str());
        for (judge, verdict) in Judge::ALL.into_iter().zip(verdicts) {
            let milder = pair.ours < verdict.impact;
            let reason = disagreements.remove(&(pair.name.clone(), judge));
            if milder && reason.is_none() {
                agreed = false;
                let (ours, theirs) = (pair.ours, verdict.impact);
                eprintln!(
                    "{}: {theirs} for {judge}, {ours} for us, and drift/disagreements.txt gives no \
                     reason:\n{}",
                    pair.name, verdict.words
                );
            }
            if !milder && reason.is_some() {
                agreed = false;
                eprintln!(
                    "{}: drift/disagreements.txt says why {judge} says worse, and it does not: \
                     delete the line",
                    pair.name
                );
            }
        }
    }
    for (name, judge) in disagreements.keys() {
        agreed = false;
        eprintln!("{name} ({judge}): drift/disagreements.txt names an edit that is not there");
    }
    Ok(agreed)
}

/// The reasons of `drift/disagreements.txt`, by edit and judge.
fn disagreements() -> Result<BTreeMap<(String, Judge), String>, NoVerdict> {
    let text = fs::read_to_string(folder().join("disagreements.txt"));
    let text = text.map_err(|error| NoVerdict(format!("drift/disagreements.txt: {error}")))?;
    let mut reasons = BTreeMap::new();
    for (at, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let mut parts = line.splitn(3, char::is_whitespace).map(str::trim);
        let (name, judge, reason) = (parts.next(), parts.next(), parts.next());
        let judge = Judge::ALL.into_iter().find(|known| judge == Some(&known.to_string()));
        let (Some(name), Some(judge), Some(reason)) = (name, judge, reason) else {
            return Err(NoVerdict(format!(
                "drift/disagreements.txt:{}: expected EDIT JUDGE REASON, the judge being {} or {}",
                at + 1,
                Judge::SemverChecks,
                Judge::PublicApi
            )));
        };
        reasons.insert((name.to_owned(), judge), reason.to_owned());
    }
    Ok(reasons)
}

/// Writes the client of each side of each edit into a workspace of its own.
fn write_clients(at: &Path) -> (Vec<Pair>, usize) {
    // Clients of edits that are gone; what Cargo built stays.
    let _ = fs::remove_dir_all(at.join("clients"));
    let mut clients = Clients::new(at);
    let pairs = cases().iter().map(|Case { name, changes, .. }| {
        let (old, new) = sides(name);
        let ours = changes.iter().map(|change| change.impact.rust).max();
        Pair {
            name: name.clone(),
            old: clients.of(&old),
            new: clients.of(&new),
            ours: ours.unwrap_or(RustImpact::Patch),
        }
    });
    let pairs = pairs.collect();
    // A package that needs them all, so that Cargo builds what they share once.
    let mut manifest = String::from(
        "[package]\nname = \"clients\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [workspace]\nexclude = [\"clients\"]\n\n[dependencies]\n",
    );
    for number in 0..clients.count() {
        let _ = writeln!(manifest, "client-{number} = {{ path = \"clients/{number}\" }}");
    }
    clients.put("Cargo.toml", &manifest);
    clients.put("src/lib.rs", "");
    (pairs, clients.count())
}

/// The public items of each client, as `rustdoc` writes them down, under one name for all crates.
fn describe(at: &Path, count: usize) -> Result<Vec<PathBuf>, NoVerdict> {
    // `rustdoc` writes JSON for who asks for what is not stable; the tools know this format.
    // cargo-semver-checks wants to see what is hidden, to know that it is.
    let flags = "-Zunstable-options --output-format=json --document-hidden-items --cap-lints=allow";
    let build = at.join("build");
    let mut command = Command::new("cargo");
    command.args(["doc", "--quiet", "--no-deps"]).current_dir(at);
    command.args((0..count).map(|number| format!("--package=client-{number}")));
    command.env("CARGO_TARGET_DIR", &build).env("RUSTC_BOOTSTRAP", "1").env("RUSTDOCFLAGS", flags);
    let output = run(&mut command)?;
    if !output.status.success() {
        return Err(NoVerdict(format!("cargo doc: {}", text(&output.stderr))));
    }
    let all = (0..count).map(|number| {
        let from = build.join(format!("doc/client_{number}.json"));
        let to = at.join(format!("items-{number}.json"));
        let described = fs::read_to_string(&from)
            .map(|text| text.replace(&format!("\"client_{number}\""), "\"client\""))
            .and_then(|text| fs::write(&to, text));
        described.map_err(|error| NoVerdict(format!("{}: {error}", from.display())))?;
        Ok(to)
    });
    all.collect()
}

/// What cargo-semver-checks asks for, at least, to go from one client to the other.
fn semver_checks(old: &Path, new: &Path) -> Result<Verdict, NoVerdict> {
    let mut command = Command::new("cargo-semver-checks");
    // For a patch release it looks for minor changes as well as for major ones.
    command.args(["semver-checks", "--color", "never", "--release-type", "patch"]);
    command.arg("--baseline-rustdoc").arg(old).arg("--current-rustdoc").arg(new);
    let output = run(&mut command)?;
    let words = format!("{}{}", text(&output.stdout), text(&output.stderr));
    let asks_for = |what: &str| words.contains(&format!("semver requires new {what} version"));
    let impact = match output.status.code() {
        Some(0) => RustImpact::Patch,
        Some(_) if asks_for("major") => RustImpact::Major,
        Some(_) if asks_for("minor") => RustImpact::Minor,
        _ => return Err(NoVerdict(format!("cargo-semver-checks: {words}"))),
    };
    Ok(Verdict { impact, words })
}

/// What cargo-public-api lists of a client, without what every type has.
fn public_items(described: &Path) -> Result<BTreeSet<String>, NoVerdict> {
    let mut command = Command::new("cargo-public-api");
    command.args(["public-api", "--color=never", "-ss", "--rustdoc-json"]).arg(described);
    let output = run(&mut command)?;
    if !output.status.success() || output.stdout.is_empty() {
        return Err(NoVerdict(format!("cargo-public-api: {}", text(&output.stderr))));
    }
    Ok(text(&output.stdout).lines().map(str::to_owned).collect())
}

/// An item that is gone, or is declared otherwise, is major; one that is new is minor.
fn public_api(old: &BTreeSet<String>, new: &BTreeSet<String>) -> Verdict {
    let gone: Vec<String> = old.difference(new).map(|item| format!("-{item}")).collect();
    let came: Vec<String> = new.difference(old).map(|item| format!("+{item}")).collect();
    let impact = match (gone.as_slice(), came.as_slice()) {
        ([], []) => RustImpact::Patch,
        ([], _) => RustImpact::Minor,
        _ => RustImpact::Major,
    };
    Verdict { impact, words: [gone, came].concat().join("\n") }
}

fn run(command: &mut Command) -> Result<Output, NoVerdict> {
    let name = command.get_program().to_string_lossy().into_owned();
    command.output().map_err(|error| NoVerdict(format!("{name}: {error}")))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
