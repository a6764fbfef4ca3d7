//! Misuse of a generated client does not compile, and the compiler says why.
//!
//! Each file in `compile_fail/` is a program with one mistake, which its name and first line tell;
//! beside it stands what the compiler answers. After a change of the generated crate or of the
//! compiler: `TRYBUILD=overwrite cargo test -p docmill-tests --test compile_fail`, and read the diff.

/// The same things done right. Compiled with this test and not by trybuild, which would build all
/// dependencies for it, where checking them is enough for programs that are wrong.
#[path = "../compile_fail/right/usage.rs"]
mod right_usage;

#[test]
fn misuse_does_not_compile() {
    trybuild::TestCases::new().compile_fail("compile_fail/*.rs");
}

#[test]
fn right_usage_compiles_and_runs() {
    right_usage::main();
}
