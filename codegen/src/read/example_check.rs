//! Whether examples are what they claim to be: JSON, and free of template text.

use serde_json::Value;

use crate::diagnostics::{Code, Diagnostic, Place, Report};
use crate::dialect::Dialect;
use crate::ir::Example;
use crate::page::annotation::without_place;

/// Whether the body of an example can be held against the model.
#[derive(Clone, Debug, PartialEq)]
pub enum ExampleBody {
    /// There is none, or it is no JSON and does not claim to be.
    None,
    /// JSON with values of its own.
    Json(Value),
    /// JSON with template text where values belong.
    Placeholder,
    /// It claims to be JSON and is not: the library's words, and the line within the body, from 0.
    Broken(String, u32),
}

/// Classifies an example's body.
pub fn body(example: &Example, dialect: &Dialect) -> ExampleBody {
    if !example.body.starts_with(['{', '[']) {
        return ExampleBody::None;
    }
    match serde_json::from_str::<Value>(&example.body) {
        Ok(value) if has_placeholder(&value, dialect) => ExampleBody::Placeholder,
        Ok(value) => ExampleBody::Json(value),
        Err(error) => {
            let line = u32::try_from(error.line().saturating_sub(1)).unwrap_or(0);
            ExampleBody::Broken(without_place(&error), line)
        }
    }
}

fn has_placeholder(value: &Value, dialect: &Dialect) -> bool {
    match value {
        Value::String(text) => dialect.example_placeholders.is_match(text),
        Value::Array(items) => items.iter().any(|item| has_placeholder(item, dialect)),
        Value::Object(members) => members.values().any(|member| has_placeholder(member, dialect)),
        _ => false,
    }
}

/// Reports the examples of a page that are broken.
pub fn report(examples: &[Example], dialect: &Dialect, report: &mut Report) {
    for example in examples {
        if let ExampleBody::Broken(problem, line) = body(example, dialect) {
            let mut source = example.source.clone();
            source.line = example.body_line + line;
            source.column = 1;
            report.push(Diagnostic::new(
                Code::BrokenExample,
                Place::from(source),
                "an example whose body is not JSON",
                problem,
                "the example is shown in the documentation, and not tried",
            ));
        }
    }
}
