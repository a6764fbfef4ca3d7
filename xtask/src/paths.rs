//! Paths: absolute inside, relative wherever they are printed.

use std::borrow::Cow;
use std::env;
use std::path::{Component, Path, PathBuf};

/// The workspace's root: the folder around this crate's. Cargo tells where that is now; a program
/// that was started without Cargo uses where it was built.
pub(crate) fn workspace() -> PathBuf {
    let here = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    absolute(&here.join(".."))
}

/// The folder that the program was started in.
pub(crate) fn current() -> PathBuf {
    env::current_dir().unwrap_or_else(|_| workspace())
}

/// A path from the root of the file system, without `.` and `..`.
pub(crate) fn absolute(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in current_joined(path).components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

fn current_joined(path: &Path) -> PathBuf {
    if path.is_absolute() { path.to_path_buf() } else { current().join(path) }
}

/// The way from one absolute path to another, with `/`; `.` if they are the same.
pub(crate) fn relative(from: &Path, to: &Path) -> String {
    let (mut from, mut to) = (from.components().peekable(), to.components().peekable());
    while from.peek().is_some() && from.peek() == to.peek() {
        from.next();
        to.next();
    }
    let up = from.map(|_| "..".to_owned());
    let down = to.map(|part| part.as_os_str().to_string_lossy().into_owned());
    let parts: Vec<String> = up.chain(down).collect();
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}

/// As a person in the current folder would type it.
pub(crate) fn shown(path: &Path) -> String {
    relative(&current(), path)
}

/// As it is typed in a shell: in quotes, if it has anything that a shell would take for its own.
pub(crate) fn typed(word: &str) -> Cow<'_, str> {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+=:,@%".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(format!("'{}'", word.replace('\'', r"'\''")))
    }
}

/// As a host of repositories calls a file: by its path in the repository that it lies in; in this
/// workspace, if it lies in none.
pub(crate) fn in_repository(path: &Path) -> String {
    let around = path.ancestors().skip(1).find(|folder| folder.join(".git").exists());
    around.map_or_else(|| relative(&workspace(), path), |root| relative(root, path))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{absolute, relative, typed};

    #[test]
    fn the_way_from_one_path_to_another() {
        for (from, to, way) in [
            ("/a/b", "/a/b", "."),
            ("/a/b", "/a/b/c", "c"),
            ("/a/b", "/a/c/d", "../c/d"),
            ("/a/b", "/c", "../../c"),
            ("/", "/a", "a"),
            ("/a", "/", ".."),
        ] {
            assert_eq!(relative(Path::new(from), Path::new(to)), way);
        }
    }

    #[test]
    fn a_shell_reads_a_word_as_one() {
        for (word, shown) in
            [("a/b-c.d", "a/b-c.d"), ("my docs", "'my docs'"), ("it's", r"'it'\''s'"), ("", "''")]
        {
            assert_eq!(typed(word), shown);
        }
    }

    #[test]
    fn dots_are_walked() {
        assert_eq!(absolute(Path::new("/a/./b/../c")), Path::new("/a/c"));
        assert_eq!(absolute(Path::new("/..")), Path::new("/"));
        assert!(absolute(Path::new("x")).is_absolute());
    }
}
