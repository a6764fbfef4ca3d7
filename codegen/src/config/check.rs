//! What a configuration must keep to beyond its shape.

use std::str::FromStr;

use semver::{Version, VersionReq};

use super::load::Wrong;
use super::{Config, Globs, Output, Override, PageGlobs, PathPattern, Rename, RuntimeDependency};
use crate::ir::TypeRef;
use crate::yaml::Step::{self, Item, Key};

/// Everything that is wrong, in no particular order.
pub(super) fn all(config: &Config) -> Vec<Wrong<'static>> {
    let mut wrong = Findings::default();
    pages(config, &mut wrong);
    if config.dialect.trim().is_empty() {
        wrong.push(
            &[Key("dialect")],
            "the dialect has no name",
            "expected the name of a built-in dialect, or the path of a YAML file",
        );
    }
    for (at, one) in config.overrides.iter().enumerate() {
        override_alone(at, one, &mut wrong);
        if config.overrides[..at].iter().any(|earlier| earlier.target == one.target) {
            wrong.push(
                &[Key("overrides"), Item(at), Key("target")],
                format!("`{}` has an override already", one.target),
                "expected one override per target, with all its effects",
            );
        }
    }
    for (at, one) in config.renames.iter().enumerate() {
        rename_alone(at, one, &mut wrong);
        if config.renames[..at].iter().any(|earlier| earlier.was == one.was) {
            wrong.push(
                &[Key("renames"), Item(at), Key("was")],
                format!("`{}` has another name already", one.was),
                "expected one new name for each old one",
            );
        }
    }
    output(&config.output, &mut wrong);
    wrong.0
}

#[derive(Default)]
struct Findings(Vec<Wrong<'static>>);

impl Findings {
    fn push(
        &mut self,
        path: &[Step<'static>],
        found: impl Into<String>,
        expected: impl Into<String>,
    ) {
        self.0.push(Wrong { path: path.to_vec(), found: found.into(), expected: expected.into() });
    }
}

fn globs(
    at: &[Step<'static>],
    include: &[String],
    exclude: &[String],
    compile: impl Fn(&str) -> Result<(), globset::Error>,
    expected: &'static str,
    wrong: &mut Findings,
) {
    for (name, patterns) in [("include", include), ("exclude", exclude)] {
        for (item, glob) in patterns.iter().enumerate() {
            if let Err(error) = compile(glob) {
                let place: Vec<Step<'static>> =
                    at.iter().copied().chain([Key(name), Item(item)]).collect();
                wrong.push(&place, format!("`{glob}` is no glob: {}", error.kind()), expected);
            }
        }
    }
}

fn pages(config: &Config, wrong: &mut Findings) {
    let PageGlobs { include, exclude, .. } = &config.pages;
    let any = |pattern: &str| super::glob(pattern).map(drop);
    let expected = "expected a pattern such as `api/**/*.md`";
    globs(&[Key("pages")], include, exclude, any, expected, wrong);
    let Globs { include, exclude, .. } = &config.select.paths;
    let of_paths = |pattern: &str| PathPattern::new(pattern).map(drop);
    let expected = "expected a pattern such as `/users/**#GET`";
    globs(&[Key("select"), Key("paths")], include, exclude, of_paths, expected, wrong);
    let Globs { include, exclude, .. } = &config.select.types;
    let expected = "expected a pattern such as `microsoft.graph.termStore.*`";
    globs(&[Key("select"), Key("types")], include, exclude, any, expected, wrong);
    if config.pages.include.is_empty() {
        wrong.push(
            &[Key("pages"), Key("include")],
            "no page is included",
            "expected at least one pattern",
        );
    }
}

fn override_alone(at: usize, one: &Override, wrong: &mut Findings) {
    let mut push = |key, found: String, expected: &str| {
        wrong.push(&[Key("overrides"), Item(at), Key(key)], found, expected);
    };
    let operation = one.target.contains("::");
    if !is_target(&one.target) {
        push(
            "target",
            format!("`{}` is no target", one.target),
            "expected `namespace.type`, `namespace.type.property` or `module::function`",
        );
        // What else it says depends on what the target is.
        return;
    }
    if one.reason.trim().is_empty() {
        push(
            "reason",
            format!("the override of `{}` has no reason", one.target),
            "expected why the pages are not to be believed",
        );
    }
    if one.ty.is_none() && one.rename.is_none() && !one.remove {
        push(
            "target",
            format!("the override of `{}` has no effect", one.target),
            "expected `type`, `rename` or `remove: true`",
        );
    }
    if one.remove && (one.ty.is_some() || one.rename.is_some()) {
        push("remove", format!("`{}` is both removed and changed", one.target), "expected either");
    }
    if let Some(ty) = &one.ty {
        if operation {
            push(
                "type",
                format!("`{}` is an operation, which has no type", one.target),
                "expected a property as the target",
            );
        } else if let Some(problem) = bad_type(ty) {
            push(
                "type",
                problem,
                "expected `Edm.String`, `namespace.type`, or either in `Collection(...)`",
            );
        }
    }
    if let Some(name) = &one.rename {
        if !operation {
            push(
                "rename",
                format!("`{}` is no operation, and nothing else can be renamed", one.target),
                "expected `module::function` as the target",
            );
        } else if !is_function(name) {
            push("rename", format!("`{name}` names no function"), "expected `module::function`");
        }
    }
}

fn rename_alone(at: usize, one: &Rename, wrong: &mut Findings) {
    let mut push = |key, found: String, expected: &str| {
        wrong.push(&[Key("renames"), Item(at), Key(key)], found, expected);
    };
    for (key, name) in [("was", &one.was), ("is", &one.is)] {
        if !is_target(name) {
            push(
                key,
                format!("`{name}` is no name of anything"),
                "expected `namespace.type`, `namespace.type.property` or `module::function`",
            );
        }
    }
    if one.was.contains("::") != one.is.contains("::") {
        push(
            "is",
            format!("`{}` and `{}` are of different kinds", one.was, one.is),
            "expected two operations, or neither",
        );
    }
    if one.was == one.is {
        push("is", format!("`{}` is the old name", one.is), "expected another name");
    }
    if one.reason.trim().is_empty() {
        push(
            "reason",
            format!("the rename of `{}` has no reason", one.was),
            "expected why it has another name",
        );
    }
}

fn output(output: &Output, wrong: &mut Findings) {
    let mut push = |key, found: String, expected: &str| {
        wrong.push(&[Key("output"), Key(key)], found, expected);
    };
    if let Some(problem) = bad_package(&output.package) {
        push(
            "crate",
            format!("`{}` is no name of a package: {problem}", output.package),
            "expected letters, digits, `-` and `_`, a letter in front",
        );
    }
    if Version::parse(&output.version).is_err() {
        push(
            "version",
            format!("`{}` is no version", output.version),
            "expected `MAJOR.MINOR.PATCH`",
        );
    }
    if output.title.trim().is_empty() || output.title.trim().contains('\n') {
        push(
            "title",
            "the title is empty or longer than a line".to_owned(),
            "expected one sentence about the generated crate",
        );
    }
    if let Some(base_url) = &output.base_url
        && let Some(problem) = bad_base_url(base_url)
    {
        push(
            "base_url",
            format!("`{base_url}` {problem}"),
            "expected an address such as `https://graph.microsoft.com/v1.0`",
        );
    }
    if let Some(url) = &output.page_url
        && !(url.contains("{page}") && host(url).is_some())
    {
        push(
            "page_url",
            format!("`{url}` leads to no page"),
            "expected an absolute address with `{page}` in it",
        );
    }
    match &output.runtime {
        RuntimeDependency::Path(path) if path.trim().is_empty() => push(
            "runtime",
            "the path of the runtime is empty".to_owned(),
            "expected a folder, relative to the generated crate",
        ),
        RuntimeDependency::Version(version) if VersionReq::parse(version).is_err() => push(
            "runtime",
            format!("`{version}` is no version of the runtime"),
            "expected `0.1` or `0.1.0`, as in Cargo.toml",
        ),
        _ => {}
    }
}

fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && chars.all(|char| char.is_ascii_alphanumeric() || char == '_')
        && text != "_"
}

fn is_function(text: &str) -> bool {
    text.split_once("::")
        .is_some_and(|(module, function)| is_identifier(module) && is_identifier(function))
}

/// Documented names hold all kinds of characters, so only what separates them is checked.
fn is_target(text: &str) -> bool {
    if text.contains(':') {
        return is_function(text);
    }
    let part = |part: &str| {
        !part.is_empty()
            && !part.contains(|char: char| char.is_whitespace() || "/\\(){}".contains(char))
    };
    text.split('.').all(part)
}

fn bad_type(text: &str) -> Option<String> {
    let ty = match TypeRef::from_str(text) {
        Ok(ty) => ty.value.to_string(),
        Err(problem) => return Some(problem),
    };
    let name = ty.strip_prefix("enum ").unwrap_or(&ty);
    (!is_target(name) || name.contains(':')).then(|| format!("`{text}` is no type"))
}

/// Cargo's own rules, so that the mistake is reported before a crate is written.
pub(super) fn bad_package(name: &str) -> Option<&'static str> {
    let part = |char: char| char.is_ascii_alphanumeric() || char == '-' || char == '_';
    if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        Some("it does not begin with a letter")
    } else if !name.chars().all(part) {
        Some("it has a character that is not allowed")
    } else if ["test", "core", "std", "alloc", "proc_macro", "proc-macro"].contains(&name) {
        Some("Rust has a crate of that name")
    } else if syn::parse_str::<syn::Ident>(&name.replace('-', "_")).is_err() {
        Some("it is a word of Rust")
    } else {
        None
    }
}

/// What stands between `//` and the first slash after it, for an absolute address on the web.
fn host(url: &str) -> Option<&str> {
    let rest = ["https://", "http://"].iter().find_map(|scheme| url.strip_prefix(scheme))?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    let odd = |char: char| char.is_whitespace() || char.is_control() || "<>\"\\^`".contains(char);
    (!host.is_empty() && !url.contains(odd)).then_some(host)
}

fn bad_base_url(url: &str) -> Option<&'static str> {
    if host(url).is_none() {
        Some("is no absolute address on the web")
    } else if url.contains(['?', '#']) {
        Some("has a query or fragment, to which no path can be added")
    } else if url.ends_with('/') {
        Some("ends in `/`, with which every path begins")
    } else {
        None
    }
}
