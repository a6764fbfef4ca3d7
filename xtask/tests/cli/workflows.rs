//! The steps of `.github/workflows`, run here: against repositories in a folder, with a `gh` that
//! writes down what it is told.

use std::fs;
use std::ops::Deref;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output};

use crate::folder::{CONFIG, Folder, PAGE, short_row, without_number};

/// GitHub's command, as far as the steps use it: each call is a line of `gh.told`, each argument in
/// brackets, and what is published goes to `gh.text`. One pull request is open once it was opened.
/// It fails where there is `gh.down`.
const GH: &str = r#"#!/bin/sh
here=$(cd "$(dirname "$0")/.." && pwd)
[ -e "$here/gh.down" ] && exit 1
printf '[%s]' "$@" >> "$here/gh.told"
echo >> "$here/gh.told"
case "$1 $2" in
  'pr list') if [ -e "$here/gh.open" ]; then echo 1; else echo 0; fi ;;
  'pr create') : > "$here/gh.open" ;;
esac
while [ $# -gt 0 ]; do
  [ "$1" = --body-file ] && cat "$2" > "$here/gh.text"
  shift
done
"#;

const SCRIPTS: [&str; 8] = [
    "drift",
    "review",
    "update-pages",
    "follow-pages",
    "set-version",
    "add-findings",
    "open-pull-request",
    "comment",
];

/// A client's repository with a remote, and a documentation repository.
struct Repositories(Folder);

impl Deref for Repositories {
    type Target = Folder;

    fn deref(&self) -> &Folder {
        &self.0
    }
}

impl Repositories {
    fn new() -> Self {
        let all = Self(Folder::new());
        all.put("docs/reference/resources/itemphone.md", PAGE);
        all.commit("docs");
        all.put("client/docs-input/docmill.yaml", CONFIG);
        all.put("client/docs-input/resources/itemphone.md", PAGE);
        all.put("client/docs-input/resources/own.md", "# Words of our own\n");
        all.put("client/.gitignore", "/target\n");
        let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.github");
        for script in SCRIPTS {
            let text = fs::read_to_string(scripts.join(script)).expect("a script");
            all.script(&format!("client/.github/{script}"), &text);
        }
        all.script("bin/gh", GH);
        assert!(all.docmill(&["regenerate"]).status.success());
        all.commit("client");
        all.git(".", &["init", "--quiet", "--bare", "remote.git"]);
        let remote = all.path("remote.git").display().to_string();
        all.git("client", &["remote", "add", "origin", &remote]);
        all
    }

    fn script(&self, path: &str, text: &str) {
        self.put(path, text);
        let executable = fs::Permissions::from_mode(0o755);
        fs::set_permissions(self.path(path), executable).expect("it is ours");
    }

    /// The calls of `gh` since the last time.
    fn told(&self) -> Vec<String> {
        let told = fs::read_to_string(self.path("gh.told")).unwrap_or_default();
        self.put("gh.told", "");
        told.lines().map(str::to_owned).collect()
    }

    fn git(&self, below: &str, args: &[&str]) -> String {
        let output = Command::new("git")
            .args(["-c", "user.name=a", "-c", "user.email=a@example.com"])
            .args(["-c", "init.defaultBranch=main"])
            .args(args)
            .current_dir(self.path(below))
            .output()
            .expect("git is there");
        assert!(output.status.success(), "{args:?}: {output:?}");
        String::from_utf8(output.stdout).expect("text")
    }

    fn commit(&self, below: &str) {
        self.git(below, &["init", "--quiet"]);
        self.git(below, &["add", "--all"]);
        self.git(below, &["commit", "--quiet", "--message", "Pages"]);
    }

    fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let path = std::env::var("PATH").expect("there is a PATH");
        let mut command = Command::new(program);
        command
            .current_dir(self.path("client"))
            .env("PATH", format!("{}:{path}", self.path("bin").display()))
            .env("PULL_REQUEST", "7")
            .env("DOCMILL", env!("CARGO_BIN_EXE_xtask"))
            .env("CARGO_MANIFEST_DIR", self.path("client/xtask"))
            .env("GITHUB_STEP_SUMMARY", self.path("summary.md"));
        command
    }

    fn docmill(&self, args: &[&str]) -> Output {
        self.command(env!("CARGO_BIN_EXE_xtask")).args(args).output().expect("started")
    }

    fn step(&self, script: &str, args: &[&str]) -> (i32, String) {
        let script = self.path(&format!("client/.github/{script}"));
        let output = self.command(script).args(args).output().expect("started");
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8(said).expect("text");
        (output.status.code().expect("ended by itself"), said)
    }

    fn drift(&self) -> (i32, String) {
        let docs = format!("file://{}", self.path("docs").display());
        self.step("drift", &[&docs, "reference"])
    }
}

#[test]
fn drift_is_proposed_with_its_client_its_report_and_its_version() {
    let all = Repositories::new();
    let (status, said) = all.drift();
    assert_eq!((status, said.contains("drift: nothing has changed")), (0, true), "{said}");
    assert_eq!(all.git("remote.git", &["branch", "--list"]), "");

    all.put("docs/reference/resources/itemphone.md", &without_number());
    all.commit("docs");
    let (status, said) = all.drift();
    assert_eq!(status, 0, "{said}");
    let shown = |file: &str| all.git("remote.git", &["show", &format!("docmill/drift:{file}")]);
    assert_eq!(shown("docs-input/resources/itemphone.md"), without_number());
    assert!(shown("docs-input/docmill.yaml").contains("\n  version: 0.2.0\n"));
    assert!(!shown("generated/src/model/item_phone.rs").contains("pub number:"));
    let revision = all.git("docs", &["rev-parse", "--short=12", "HEAD"]);
    let title = format!("The documentation of {}: 0.2.0", revision.trim());
    let list = "[pr][list][--head][docmill/drift][--state][open][--json][number][--jq][length]";
    let told = all.told();
    let [asked, created] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!(asked, list);
    let create = format!("[pr][create][--head][docmill/drift][--title][{title}][--body-file][");
    assert!(created.starts_with(&create), "{created}");
    let text = all.read("gh.text");
    for part in [
        "### docmill: breaking changes",
        "`microsoft.graph.itemPhone.number`",
        "Proposed version: **0.2.0**.",
        "not in the documentation, left as it is: resources/own.md",
    ] {
        assert!(text.contains(part), "`{part}` is not in:\n{text}");
    }
    // Back where it started, and ready to run again: the branch is renewed.
    assert_eq!(all.git("client", &["status", "--porcelain"]), "");
    assert_eq!(all.git("client", &["branch", "--show-current"]), "main\n");
    assert_eq!(all.drift().0, 0);
    assert_eq!(all.git("remote.git", &["rev-list", "--count", "docmill/drift"]), "2\n");
    let told = all.told();
    let [asked, edited] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!(asked, list);
    let edit = format!("[pr][edit][docmill/drift][--title][{title}][--body-file][");
    assert!(edited.starts_with(&edit), "{edited}");
    assert_eq!(all.read("gh.text"), text);
}

#[test]
fn what_pages_include_from_now_on_comes_along() {
    let all = Repositories::new();
    let page = format!(
        "{}\n[!INCLUDE [kinds](../includes/kinds.md)]\n\n[!INCLUDE [far](../../far.md)]\n\n\
         [!INCLUDE [code](../includes/snippets/code.md)]\n",
        without_number()
    );
    all.put("docs/reference/resources/itemphone.md", &page);
    all.put("docs/reference/includes/kinds.md", "[!INCLUDE [more](more/kinds.md)]\n");
    all.put("docs/reference/includes/more/kinds.md", "A phone is of some kind.\n");
    all.put("docs/reference/includes/snippets/code.md", "code\n");
    all.put("docs/far.md", "Not of this folder.\n");
    all.commit("docs");
    let (status, said) = all.drift();
    assert_eq!(status, 0, "{said}");
    for file in ["includes/kinds.md", "includes/more/kinds.md"] {
        assert!(said.contains(&format!("included, taken along: {file}\n")), "{said}");
        all.git("remote.git", &["show", &format!("docmill/drift:docs-input/{file}")]);
    }
    assert!(!said.contains("far.md") && !said.contains("snippets"), "{said}");
    assert_eq!(all.git("client", &["status", "--porcelain"]), "");
}

/// A page about another resource, little of which is like that of others.
fn page_about(name: &str) -> String {
    let rows: Vec<String> =
        (0..20).map(|row| format!("| {name}{row} | String | Of {name}. |\n")).collect();
    format!("{}{}", PAGE.replace("itemPhone", name), rows.concat())
}

#[test]
fn pages_that_were_moved_taken_away_or_added_are_followed() {
    let all = Repositories::new();
    all.put("docs/reference/resources/itemphone.md", &without_number());
    for page in ["itemfax", "itempager"] {
        all.put(&format!("docs/reference/resources/{page}.md"), &page_about(page));
        all.put(&format!("client/docs-input/resources/{page}.md"), &page_about(page));
    }
    all.put("docs/reference/more/chosen.md", &page_about("chosen"));
    all.put("docs/reference/more/other.md", &page_about("other"));
    all.put("client/docs-input/more/chosen.md", &page_about("chosen"));
    assert!(all.docmill(&["regenerate"]).status.success());
    all.commit("docs");
    all.commit("client");
    let (status, said) = all.drift();
    assert_eq!(status, 0, "{said}");
    all.git("client", &["merge", "--quiet", "docmill/drift"]);
    let revision = all.git("docs", &["rev-parse", "HEAD"]);
    assert_eq!(all.read("client/docs-input/documentation.revision"), revision);

    all.git("docs", &["mv", "reference/resources/itemfax.md", "reference/resources/telefax.md"]);
    all.git("docs", &["rm", "--quiet", "reference/resources/itempager.md"]);
    all.put("docs/reference/resources/itemvoice.md", &page_about("itemVoice"));
    all.put("docs/reference/more/another.md", &page_about("another"));
    all.commit("docs");
    let (status, said) = all.drift();
    assert_eq!(status, 0, "{said}");
    for line in [
        "moved: resources/itemfax.md, now resources/telefax.md",
        "taken away: resources/itempager.md",
        "new: resources/itemvoice.md",
        "new in the documentation, and not taken: 1 pages of folders with a choice of pages",
        "not in the documentation, left as it is: resources/own.md",
    ] {
        assert!(said.contains(&format!("{line}\n")), "`{line}` is not in:\n{said}");
    }
    let files = all.git("remote.git", &["ls-tree", "-r", "--name-only", "docmill/drift"]);
    let pages: Vec<&str> = files.lines().filter(|file| file.starts_with("docs-input/")).collect();
    assert_eq!(
        pages,
        [
            "docs-input/docmill.yaml",
            "docs-input/documentation.revision",
            "docs-input/more/chosen.md",
            "docs-input/resources/itemphone.md",
            "docs-input/resources/itemvoice.md",
            "docs-input/resources/own.md",
            "docs-input/resources/telefax.md",
        ]
    );

    // Where history was rewritten, the pages that are there are renewed all the same.
    let nowhere = format!("{}\n", "0".repeat(40));
    all.put("client/docs-input/documentation.revision", &nowhere);
    all.commit("client");
    let (status, said) = all.drift();
    assert_eq!((status, said.contains("cannot be fetched")), (0, true), "{said}");
}

#[test]
fn a_version_is_written_where_there_was_none() {
    for config in [
        "output:\n  crate: my-client\n  runtime: {path: ../runtime}\n",
        "output: {crate: my-client, runtime: {path: ../runtime}}\n",
        "dialect: graph\n",
    ] {
        let all = Repositories::new();
        all.put("client/docs-input/docmill.yaml", config);
        assert!(all.docmill(&["regenerate"]).status.success());
        all.commit("client");
        all.put("docs/reference/resources/itemphone.md", &without_number());
        all.commit("docs");
        let (status, said) = all.drift();
        assert_eq!(status, 0, "{said}");
        let manifest = all.git("remote.git", &["show", "docmill/drift:generated/Cargo.toml"]);
        assert!(manifest.contains("\nversion = \"0.2.0\"\n"), "{config}: {manifest}");
    }
}

#[test]
fn what_is_wrong_with_pages_since_then_is_told() {
    let all = Repositories::new();
    all.put("docs/reference/resources/itemphone.md", &short_row());
    all.commit("docs");
    assert_eq!(all.drift().0, 0);
    let text = all.read("gh.text");
    assert!(text.contains("### Wrong with the pages now, and not before"), "{text}");
    assert!(text.contains("| warning | `short-row` | docs-input/resources/itemphone.md"), "{text}");

    all.put("client/docs-input/resources/itemphone.md", &short_row());
    assert!(all.docmill(&["regenerate"]).status.success());
    all.commit("client");
    let (status, said) = all.step("review", &["HEAD^1"]);
    assert_eq!((status, said.contains("title=short-row")), (0, true), "{said}");
    assert!(all.read("gh.text").contains("| warning | `short-row` |"));

    // The next one finds it there.
    all.put("client/docs-input/resources/itemphone.md", &short_row().replace("itself", "alone"));
    assert!(all.docmill(&["regenerate"]).status.success());
    all.commit("client");
    let (status, said) = all.step("review", &["HEAD^1"]);
    assert_eq!((status, said.contains("short-row")), (0, false), "{said}");
}

#[test]
fn documentation_that_cannot_be_read_proposes_nothing() {
    let all = Repositories::new();
    all.put("docs/reference/resources/itemphone.md", "");
    all.put("docs/other/readme.md", "");
    all.commit("docs");
    let docs = format!("file://{}", all.path("docs").display());
    for args in [[docs.as_str(), "other"], [&docs, "nowhere"], ["file:///nowhere", "reference"]] {
        let (status, said) = all.step("drift", &args);
        assert_ne!(status, 0, "{args:?}: {said}");
    }
    all.put("client/docs-input/resources/itemphone.md", &without_number());
    let (status, said) = all.drift();
    assert_eq!((status, said.contains("not committed")), (2, true), "{said}");
    assert_eq!(all.told(), Vec::<String>::new());
    assert_eq!(all.git("remote.git", &["branch", "--list"]), "");
}

#[test]
fn a_pull_request_is_annotated_commented_and_judged() {
    let all = Repositories::new();
    all.put("client/docs-input/resources/itemphone.md", &without_number());
    all.commit("client");
    let (status, said) = all.step("review", &["HEAD^1"]);
    assert_eq!(status, 1, "the client was not renewed: {said}");
    assert!(
        said.contains("::error file=docs-input/resources/itemphone.md,line=13,col=1"),
        "{said}"
    );

    assert!(all.docmill(&["regenerate"]).status.success());
    let (status, said) = all.step("review", &["HEAD^1"]);
    assert_eq!(status, 0, "what changes is told, and does not fail: {said}");
    let comment = all.read("client/target/review/comment.md");
    assert!(comment.contains("| `property-removed` |"), "{comment}");
    assert_eq!(all.read("gh.text"), comment);
    let last = all.told().pop().expect("a call");
    assert!(last.starts_with("[pr][comment][7][--body-file]["), "{last}");
    assert!(last.ends_with("][--edit-last][--create-if-none]"), "{last}");
    assert!(all.read("summary.md").contains(&comment));
    assert!(all.read("client/target/review/report.html").contains("<mark>number</mark>"));

    all.put("gh.down", "");
    let (status, said) = all.step("review", &["HEAD^1"]);
    assert_eq!((status, said.contains("::warning::docmill: ")), (0, true), "{said}");
    assert_eq!(all.step("review", &["no-such-revision"]).0, 2);
}
