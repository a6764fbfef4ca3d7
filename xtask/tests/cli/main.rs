//! The program as it is used: arguments in, text and exit status out.
//!
//! `workspace` runs it, in a `folder` that goes when the test ends.

mod dialect;
mod diff;
mod findings;
mod folder;
mod regenerate;
mod unchanged;
mod usage;
#[cfg(unix)]
mod workflows;
mod workspace;
