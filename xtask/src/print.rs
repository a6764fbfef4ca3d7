//! Printing that survives a reader who has seen enough: `cargo xtask lint | head`.

use std::io::{self, Write};

use anstream::{AutoStream, ColorChoice};
use docmill_codegen::diagnostics::render::text::Style;
use serde::{Deserialize, Serialize};

/// Where something is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) enum Stream {
    /// What was asked for.
    Out,
    /// What is said about it.
    Err,
}

impl Stream {
    /// Colours on a terminal, as far as `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` allow.
    pub fn style(self) -> Style {
        let choice = match self {
            Self::Out => AutoStream::choice(&io::stdout()),
            Self::Err => AutoStream::choice(&io::stderr()),
        };
        if choice == ColorChoice::Never { Style::Plain } else { Style::Coloured }
    }

    /// Prints, in colours where they are shown. A reader that has gone away is no error; any other
    /// failure is.
    pub fn print(self, text: &str) -> io::Result<()> {
        let write = |out: &mut dyn Write| out.write_all(text.as_bytes()).and_then(|()| out.flush());
        unless_gone(match self {
            Self::Out => write(&mut anstream::stdout().lock()),
            Self::Err => write(&mut anstream::stderr().lock()),
        })
    }
}

/// Prints what was asked for, piece by piece, as `write` writes it: it has no colours, and is not
/// searched for them. A reader that has gone away is no error.
pub(crate) fn print_by(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    unless_gone(write(&mut out).and_then(|()| out.flush()))
}

fn unless_gone(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// `1 page`, `2 pages`.
pub(crate) fn count(number: usize, thing: &str) -> String {
    if number == 1 { format!("{number} {thing}") } else { format!("{number} {thing}s") }
}
