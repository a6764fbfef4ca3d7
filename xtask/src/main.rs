//! docmill's command line: `cargo xtask --help`.
//!
//! Thin on purpose: it parses arguments, calls `docmill_codegen`, and prints.
//!
//! - [`cli`]: what can be typed, and the help texts;
//! - [`set`]: which pages are meant, and reading them; [`side`]: the same for a side of `diff`;
//! - [`alone`]: what cannot be said of a page that is read alone;
//! - [`known`]: findings that were there before;
//! - [`report`]: findings in the chosen format, and the exit status;
//! - [`unchanged`]: what need not be done again;
//! - [`commands`]: one file per command;
//! - [`paths`], [`progress`], [`mod@print`]: small things that they share.

mod alone;
mod cli;
mod commands;
mod known;
mod paths;
mod print;
mod progress;
mod report;
mod set;
mod side;
mod unchanged;

use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;

use crate::cli::{Cli, Command};

/// Texts and tokens are many small pieces: with the system's allocator a third of `regenerate` is
/// spent there.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let Cli { format, command } = Cli::parse();
    // All others print in one format.
    let one = || cli::only(&format);
    let status = match command {
        Command::Regenerate(args) => commands::regenerate::run(&args, one()),
        Command::Check(args) => commands::check::run(&args, one()),
        Command::Diff(args) => commands::diff::run(&args, &format),
        Command::Lint(args) => commands::lint::run(&args, one()),
        Command::Explain(args) => commands::explain::run(&args, one()),
        Command::Export(args) => commands::export::run(&args, one()),
        Command::Inspect(args) => commands::inspect::run(&args, one()),
    };
    status.into()
}
