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

    /// Prints. A reader that has gone away is no error; any other failure is.
    pub fn print(self, text: &str) -> io::Result<()> {
        self.print_by(|out| out.write_all(text.as_bytes()))
    }

    /// Prints what `write` writes, piece by piece.
    pub fn print_by(self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        let result = match self {
            Self::Out => {
                let mut out = io::BufWriter::new(anstream::stdout().lock());
                write(&mut out).and_then(|()| out.flush())
            }
            Self::Err => write(&mut anstream::stderr().lock()),
        };
        match result {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            other => other,
        }
    }
}

/// `1 page`, `2 pages`.
pub(crate) fn count(number: usize, thing: &str) -> String {
    if number == 1 { format!("{number} {thing}") } else { format!("{number} {thing}s") }
}
