//! GitHub's workflow commands: how one is written, and how many GitHub shows.

use std::fmt::Display;
use std::fmt::Write as _;

use super::level::HostLevel;

/// GitHub shows so many annotations of each level per step and drops the others in silence.
pub(crate) const LIMIT: usize = 10;

/// Annotations at the lines of a pull request's diff, and what had no room among them.
#[derive(Default)]
pub(crate) struct Annotations {
    out: String,
    left_out: Vec<String>,
}

impl Annotations {
    /// Adds the first of one level; `called` says what a number of them is called.
    pub(crate) fn add<T>(
        &mut self,
        of_level: impl Iterator<Item = T>,
        command: impl Fn(T) -> Command,
        called: impl FnOnce(usize) -> String,
    ) {
        let mut of_level = of_level;
        for one in of_level.by_ref().take(LIMIT) {
            let _ = writeln!(self.out, "{}", command(one).text());
        }
        let more = of_level.count();
        if more > 0 {
            self.left_out.push(format!("{more} more {}", called(more)));
        }
    }

    /// The annotations alone.
    pub(crate) fn lines(self) -> String {
        self.out
    }

    /// All of it, then one line with a summary. `prints_all` is the command that leaves nothing out.
    pub(crate) fn end(self, summary: impl Display, prints_all: &str) -> String {
        let Self { mut out, left_out } = self;
        let _ = write!(out, "docmill: {summary}");
        if !left_out.is_empty() {
            let _ = write!(
                out,
                "; not annotated, because GitHub shows {LIMIT} of each level: {}. `{prints_all}` \
                 prints all",
                left_out.join(", ")
            );
        }
        out.push('\n');
        out
    }
}

/// `::warning file=api/x.md,line=12,col=3,endColumn=9,title=short-row::…`
pub(crate) struct Command {
    level: HostLevel,
    properties: Vec<String>,
    message: String,
}

impl Command {
    /// One without properties.
    pub(crate) fn new(level: impl Into<HostLevel>, message: String) -> Self {
        Self { level: level.into(), properties: Vec::new(), message }
    }

    /// Adds a property.
    pub(crate) fn property(mut self, name: &str, value: impl Display) -> Self {
        let value = escaped(&value.to_string()).replace(':', "%3A").replace(',', "%2C");
        self.properties.push(format!("{name}={value}"));
        self
    }

    fn text(&self) -> String {
        let level = self.level.as_command();
        format!("::{level} {}::{}", self.properties.join(","), escaped(&self.message))
    }
}

/// As `@actions/core` does; in properties, `:` and `,` mean something too.
fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}
