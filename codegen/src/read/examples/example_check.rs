//! Whether examples are the JSON that they claim to be.

use serde_json_borrow::Value;

use crate::diagnostics::{Code, Diagnostic, Place, Report};
use crate::ir::{Example, Source};
use crate::page::annotation::without_place;

/// Whether the body of an example can be held against the model.
#[derive(Debug)]
pub enum ExampleBody<'e> {
    /// There is none, or it is no JSON and does not claim to be.
    None,
    /// JSON.
    Json(Value<'e>),
    /// It claims to be JSON and is not.
    Broken,
}

/// An example's body as JSON; `None` if it does not claim to be JSON.
fn parse(example: &Example) -> Option<Result<Value<'_>, serde_json::Error>> {
    example.body.starts_with(['{', '[']).then(|| serde_json::from_str(&example.body))
}

/// Classifies an example's body.
pub fn body(example: &Example) -> ExampleBody<'_> {
    match parse(example) {
        None => ExampleBody::None,
        Some(Ok(value)) => ExampleBody::Json(value),
        Some(Err(_)) => ExampleBody::Broken,
    }
}

/// Reports the examples of a page that are broken. Those that say themselves that they are no JSON are not,
/// nor is what has names of types in it.
pub fn report(examples: &[Example], is_template: impl Fn(&Source) -> bool, report: &mut Report) {
    let says_other = |it: &Example| it.content_type().is_some_and(|media| !media.contains("json"));
    for example in examples.iter().filter(|it| !says_other(it)) {
        if let Some(Err(error)) = parse(example)
            && !is_template(&example.source)
        {
            let line = u32::try_from(error.line().saturating_sub(1)).unwrap_or(0);
            let mut source = example.source.clone();
            source.line = example.body_line + line;
            source.column = 1;
            report.push(
                Diagnostic::of(Code::BrokenExample, Place::from(source))
                    .found("an example whose body is not JSON")
                    .label(without_place(&error))
                    .instead("the example is shown in the documentation, and not tried"),
            );
        }
    }
}
