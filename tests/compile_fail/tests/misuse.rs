//! Misuse of a generated client does not compile, and the compiler says why.
//!
//! Each file in `misuse/` is a program with one mistake, which its name and first line tell; beside
//! it stands what the compiler answers. After a change of the generated crate or of the compiler:
//! `TRYBUILD=overwrite cargo test -p docmill-compile-fail`, and read the diff.

#[test]
fn misuse_does_not_compile() {
    trybuild::TestCases::new().compile_fail("misuse/*.rs");
}

/// The library beside it is compiled as any other, not by trybuild: that would build all
/// dependencies for it, where checking them is enough for programs that are wrong.
#[test]
fn right_usage_compiles_and_runs() {
    docmill_compile_fail::right_usage();
}
