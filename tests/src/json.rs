//! JSON as people read it: what fits on a line stands on one, and what says nothing is left out.

use std::collections::BTreeSet;

use serde_json::Value;

const WIDTH: usize = 96;

/// Without `null`, `false`, empty lists and empty objects, at any depth.
#[must_use]
pub fn without_nothing(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(without_nothing).collect(),
        Value::Object(members) => {
            let kept = members.into_iter().map(|(key, value)| (key, without_nothing(value)));
            Value::Object(kept.filter(|(_, value)| !says_nothing(value)).collect())
        }
        value => value,
    }
}

fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// Writes a value, broken into lines where it must be.
pub fn pretty(value: &Value) -> String {
    let mut text = String::new();
    write(&mut text, value, 0, 0);
    text
}

/// Writes a value that stands `column` characters into a line indented by `indent`.
fn write(text: &mut String, value: &Value, indent: usize, column: usize) {
    let line = one_line(value);
    if indent + column + line.chars().count() <= WIDTH {
        text.push_str(&line);
        return;
    }
    let (open, close, items): (_, _, Vec<(String, &Value)>) = match value {
        Value::Array(items) => ('[', ']', items.iter().map(|item| (String::new(), item)).collect()),
        Value::Object(members) => {
            let key = |key: &String| format!("{}: ", Value::from(key.as_str()));
            ('{', '}', members.iter().map(|(name, value)| (key(name), value)).collect())
        }
        _ => {
            text.push_str(&line);
            return;
        }
    };
    text.push(open);
    for (at, (key, item)) in items.iter().enumerate() {
        text.push_str(if at == 0 { "\n" } else { ",\n" });
        text.push_str(&" ".repeat(indent + 2));
        text.push_str(key);
        write(text, item, indent + 2, key.chars().count() + 1);
    }
    text.push('\n');
    text.push_str(&" ".repeat(indent));
    text.push(close);
}

fn one_line(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(one_line).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(members) => {
            let member = |(key, value): (&String, &Value)| {
                format!("{}: {}", Value::from(key.as_str()), one_line(value))
            };
            let members: Vec<String> = members.iter().map(member).collect();
            if members.is_empty() {
                "{}".to_owned()
            } else {
                format!("{{ {} }}", members.join(", "))
            }
        }
        value => value.to_string(),
    }
}

/// Where two values differ, and how: one line for each place, `operations[0].method: …`.
pub fn differences(expected: &Value, found: &Value) -> Vec<String> {
    let mut differences = Vec::new();
    compare("", Some(expected), Some(found), &mut differences);
    differences
}

fn compare(
    at: &str,
    expected: Option<&Value>,
    found: Option<&Value>,
    differences: &mut Vec<String>,
) {
    match (expected, found) {
        (Some(Value::Object(expected)), Some(Value::Object(found))) => {
            let keys: BTreeSet<&String> = expected.keys().chain(found.keys()).collect();
            for key in keys {
                let at = if at.is_empty() { key.clone() } else { format!("{at}.{key}") };
                compare(&at, expected.get(key), found.get(key), differences);
            }
        }
        (Some(Value::Array(expected)), Some(Value::Array(found))) => {
            for index in 0..expected.len().max(found.len()) {
                let at = format!("{at}[{index}]");
                compare(&at, expected.get(index), found.get(index), differences);
            }
        }
        (expected, found) if expected == found => {}
        (expected, found) => {
            let shown = |value: Option<&Value>| value.map_or("nothing".to_owned(), one_line);
            differences.push(format!("{at}: expected {}, found {}", shown(expected), shown(found)));
        }
    }
}
