use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::compare::Comparison;
use super::swap::Swap;
use super::{DifferenceKind, Outcome, STAGING, check, findings, write};
use crate::diagnostics::Code;
use crate::diagnostics::render::text::{Style, render_one};

const MANIFEST: &str = ".docmill";

type Files<'a> = &'a [(&'a str, &'a str)];

const FILES: Files<'static> = &[
    ("Cargo.toml", "[package]\n"),
    ("src/lib.rs", "// @generated\npub mod models;\n"),
    ("src/models/phone.rs", "pub struct Phone;\npub struct Number;\n"),
];

/// A folder to work in.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    /// A folder with a tree that docmill has written.
    fn written(files: Files<'_>) -> Self {
        let folder = Self::new();
        write(&folder.root(), files.iter().copied()).expect("written");
        folder
    }

    fn root(&self) -> std::path::PathBuf {
        self.0.path().join("generated")
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("made");
        fs::write(path, text).expect("written");
    }

    /// Everything below the root: folders with a slash and no contents, files with contents.
    fn everything(&self) -> BTreeMap<String, String> {
        fn walk(root: &Path, at: &Path, out: &mut BTreeMap<String, String>) {
            let Ok(entries) = fs::read_dir(at) else {
                return;
            };
            for entry in entries {
                let path = entry.expect("readable").path();
                let name = path.strip_prefix(root).expect("inside").display().to_string();
                if path.is_dir() {
                    out.insert(format!("{name}/"), String::new());
                    walk(root, &path, out);
                } else {
                    out.insert(name, fs::read_to_string(&path).expect("text"));
                }
            }
        }
        let mut out = BTreeMap::new();
        walk(&self.root(), &self.root(), &mut out);
        out
    }

    fn write(&self, files: Files<'_>) -> Outcome {
        write(&self.root(), files.iter().copied()).expect("written")
    }

    /// Kind and path of every difference.
    fn check(&self, files: Files<'_>) -> Vec<(&'static str, String)> {
        let kind = |kind: &DifferenceKind| match kind {
            DifferenceKind::Missing => "missing",
            DifferenceKind::Stale(_) => "stale",
            DifferenceKind::Edited(_) => "edited",
            DifferenceKind::LineEndings => "line endings",
            DifferenceKind::Extra => "extra",
            DifferenceKind::Foreign => "foreign",
            DifferenceKind::Leftover => "leftover",
        };
        let before = self.everything();
        let differences = check(&self.root(), files.iter().copied()).expect("readable");
        assert_eq!(self.everything(), before, "check never writes");
        differences
            .into_iter()
            .map(|difference| (kind(&difference.kind), difference.path))
            .collect()
    }
}

fn some(kind: &'static str, path: &str) -> (&'static str, String) {
    (kind, path.to_owned())
}

#[test]
fn what_is_written_is_what_is_there() {
    let folder = Folder::new();
    let outcome = folder.write(FILES);
    assert_eq!(outcome.written.len(), 4);
    let there = folder.everything();
    for (path, contents) in FILES {
        assert_eq!(there.get(*path).map(String::as_str), Some(*contents));
    }
    assert!(!there.contains_key(&format!("{STAGING}/")));
    assert!(folder.check(FILES).is_empty());
    insta::assert_snapshot!("manifest", there[MANIFEST]);
}

#[test]
fn unchanged_files_are_not_touched() {
    let folder = Folder::written(FILES);
    let old = SystemTime::now() - Duration::from_hours(1);
    let lib = folder.root().join("src/lib.rs");
    let file = fs::File::options().write(true).open(&lib).expect("open");
    file.set_modified(old).expect("set");
    let outcome =
        folder.write(&[FILES[0], FILES[1], ("src/models/phone.rs", "pub struct Phone;\n")]);
    assert_eq!(outcome.written, [MANIFEST, "src/models/phone.rs"]);
    assert_eq!(outcome.unchanged, ["Cargo.toml", "src/lib.rs"]);
    let modified = fs::metadata(&lib).and_then(|meta| meta.modified());
    assert_eq!(modified.expect("a time"), old);
    // And a second time there is nothing to do.
    let again = folder.write(&[FILES[0], FILES[1], ("src/models/phone.rs", "pub struct Phone;\n")]);
    assert!(again.written.is_empty() && again.removed.is_empty());
}

#[test]
fn what_is_no_longer_given_is_removed_with_its_folder() {
    let folder = Folder::written(FILES);
    folder.put("target/debug/out", "not ours");
    folder.put("Cargo.lock", "not ours");
    assert_eq!(
        folder.check(&FILES[..2]),
        [some("stale", MANIFEST), some("extra", "src/models/phone.rs")]
    );
    let outcome = folder.write(&FILES[..2]);
    assert_eq!(outcome.removed, ["src/models/phone.rs"]);
    let there = folder.everything();
    assert!(!there.contains_key("src/models/"));
    assert!(there.contains_key("target/debug/out") && there.contains_key("Cargo.lock"));
}

#[test]
fn every_kind_of_difference_is_told_apart() {
    let folder = Folder::written(FILES);
    folder.put("Cargo.toml", "[package]\n# mine\n");
    folder.put("src/lib.rs", "// @generated\r\npub mod models;\r\n");
    folder.put("src/mine.rs", "pub struct Mine;\n");
    folder.put("src/merged.rs", "// @generated by docmill, on another branch\n");
    let wanted: Files<'_> = &[
        FILES[0],
        FILES[1],
        ("src/models/new.rs", "pub struct New;\n"),
        ("src/models/phone.rs", "pub struct Phone;\npub struct Numero;\n"),
    ];
    assert_eq!(
        folder.check(wanted),
        [
            some("stale", MANIFEST),
            some("edited", "Cargo.toml"),
            some("line endings", "src/lib.rs"),
            some("extra", "src/merged.rs"),
            some("foreign", "src/mine.rs"),
            some("missing", "src/models/new.rs"),
            some("stale", "src/models/phone.rs"),
        ]
    );
    let differences = check(&folder.root(), wanted.iter().copied()).expect("readable");
    let shown: Vec<String> = findings(&differences)
        .iter()
        .map(|finding| render_one(finding, &(), Style::Plain))
        .collect();
    insta::assert_snapshot!("differences", shown.join("\n\n"));

    let outcome = folder.write(wanted);
    assert_eq!(outcome.edited, ["Cargo.toml"]);
    assert_eq!(outcome.foreign, ["src/mine.rs"]);
    assert_eq!(outcome.removed, ["src/merged.rs"]);
    assert_eq!(folder.check(wanted), [some("foreign", "src/mine.rs")]);
}

#[test]
fn an_old_file_with_other_line_endings_is_old_and_not_edited() {
    let folder = Folder::written(FILES);
    folder.put("src/lib.rs", "// @generated\r\npub mod models;\r\n");
    let wanted: Files<'_> = &[FILES[0], ("src/lib.rs", "// @generated\n"), FILES[2]];
    assert_eq!(folder.check(wanted), [some("stale", MANIFEST), some("stale", "src/lib.rs")]);
}

#[test]
fn files_with_one_reason_are_one_finding() {
    let folder = Folder::written(FILES);
    let wanted: Files<'_> = &[
        ("Cargo.toml", "[package]\nname = \"new\"\n"),
        ("src/lib.rs", "// @generated"),
        ("src/models/phone.rs", "pub struct Phone;\n"),
    ];
    let differences = check(&folder.root(), wanted.iter().copied()).expect("readable");
    let findings = findings(&differences);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].code, Code::StaleFile);
    assert_eq!(findings[0].affected, 3);
    insta::assert_snapshot!("one_reason", render_one(&findings[0], &(), Style::Plain));
}

#[test]
fn an_absent_tree_is_missing_files() {
    let folder = Folder::new();
    assert!(folder.check(FILES).iter().all(|(kind, _)| *kind == "missing"));
    assert!(!folder.root().exists());
}

#[test]
fn the_manifest_alone_can_be_wrong() {
    let folder = Folder::written(FILES);
    folder.put(MANIFEST, "# @generated\n<<<<<<< ours\n");
    let differences = check(&folder.root(), FILES.iter().copied()).expect("readable");
    assert_eq!(findings(&differences).len(), 1);
    folder.write(FILES);
    assert!(folder.check(FILES).is_empty());
}

#[test]
fn a_folder_of_somebody_else_is_left_alone() {
    let folder = Folder::new();
    folder.put("thesis.md", "Chapter 1\n");
    folder.put("Cargo.toml", "[package]\n");
    let before = folder.everything();
    let finding = write(&folder.root(), FILES.iter().copied()).expect_err("refused");
    assert_eq!(finding.code, Code::UnwritableOutput);
    assert_eq!(folder.everything(), before);
    insta::assert_snapshot!("not_ours", render_one(&finding, &(), Style::Plain));
}

#[test]
fn a_file_where_a_folder_belongs_leaves_the_tree_whole() {
    let folder = Folder::written(&FILES[..2]);
    folder.put("src/models", "a file\n");
    let before = folder.everything();
    let finding =
        write(&folder.root(), [("Cargo.toml", "changed\n"), FILES[2]]).expect_err("refused");
    assert_eq!(finding.code, Code::UnwritableOutput);
    assert_eq!(folder.everything(), before);
    insta::assert_snapshot!("no_folder", render_one(&finding, &(), Style::Plain));

    // The other way round: a folder where a file belongs.
    let folder = Folder::written(&FILES[..1]);
    folder.put("src/lib.rs/mine", "a file\n");
    let before = folder.everything();
    write(&folder.root(), FILES.iter().copied()).expect_err("refused");
    assert_eq!(folder.everything(), before);
}

#[test]
fn the_root_can_be_a_file_or_below_one() {
    let folder = Folder::new();
    fs::write(folder.root(), "a file").expect("written");
    for root in [folder.root(), folder.root().join("deeper")] {
        assert!(write(&root, FILES.iter().copied()).is_err());
        assert!(check(&root, FILES.iter().copied()).is_err());
    }
    assert_eq!(fs::read(folder.root()).expect("still there"), b"a file");
}

#[test]
fn a_failure_in_the_middle_is_undone() {
    let wanted: Files<'_> = &[
        ("Cargo.toml", "changed\n"),
        ("src/added/deep/new.rs", "new\n"),
        ("src/lib.rs", "changed\n"),
    ];
    // Whatever is the first step that fails: each staged file that vanishes is one.
    for vanished in ["Cargo.toml", "src/added/deep/new.rs", "src/lib.rs", MANIFEST] {
        let folder = Folder::written(FILES);
        let before = folder.everything();
        let root = folder.root();
        let comparison = Comparison::new(&root, wanted.iter().copied()).expect("readable");
        let outcome = Outcome {
            written: comparison.wanted.keys().cloned().collect(),
            removed: vec!["src/models/phone.rs".to_owned()],
            ..Outcome::default()
        };
        let mut swap = Swap::new(&root);
        swap.stage(&comparison, &outcome).expect("staged");
        fs::remove_file(root.join(STAGING).join("new").join(vanished)).expect("it was staged");
        swap.commit(&outcome).expect_err("a file is missing");
        swap.undo().expect("undone");
        assert_eq!(folder.everything(), before, "{vanished}");
    }
}

#[test]
fn what_a_stopped_run_left_is_told_and_removed() {
    let folder = Folder::written(FILES);
    folder.put(&format!("{STAGING}/new/src/lib.rs"), "// @generated\n");
    assert_eq!(folder.check(FILES), [some("leftover", STAGING)]);
    folder.write(FILES);
    assert!(folder.check(FILES).is_empty());
}

#[test]
fn paths_that_lead_out_of_the_tree_are_refused() {
    let folder = Folder::new();
    for path in [
        "../evil.rs",
        "/etc/evil",
        "src/../../evil.rs",
        "src//lib.rs",
        "",
        "a\\b",
        "C:/evil",
        "target/x",
        ".git/hooks/x",
        ".docmill",
        "two\nlines",
    ] {
        let finding = write(&folder.root(), [(path, "")]).expect_err(path);
        assert_eq!(finding.code, Code::UnwritableOutput, "{path}");
    }
    write(&folder.root(), [("a", ""), ("a", "")]).expect_err("twice");
    assert!(!folder.root().exists());
}

#[cfg(unix)]
#[test]
fn a_link_is_replaced_and_never_followed() {
    let folder = Folder::written(&FILES[..2]);
    let outside = folder.0.path().join("outside");
    fs::create_dir(&outside).expect("made");
    fs::write(outside.join("lib.rs"), FILES[1].1).expect("written");
    let lib = folder.root().join("src/lib.rs");
    fs::remove_file(&lib).expect("removed");
    std::os::unix::fs::symlink(outside.join("lib.rs"), &lib).expect("linked");
    assert_eq!(folder.check(&FILES[..2]), [some("edited", "src/lib.rs")]);
    folder.write(&FILES[..2]);
    assert!(!fs::symlink_metadata(&lib).expect("there").is_symlink());

    std::os::unix::fs::symlink(&outside, folder.root().join("src/models")).expect("linked");
    write(&folder.root(), FILES.iter().copied()).expect_err("leads out of the tree");
    assert!(!outside.join("phone.rs").exists());
}
