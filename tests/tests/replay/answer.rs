//! Replies, turned back into JSON: what a user has in hand after a call.

use docmill_graph::Page;
use docmill_graph::runtime::http::{HeaderMap, StatusCode};
use docmill_graph::runtime::{Reply, Wire, reply};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::typed;

/// What a call gave.
pub struct Answer {
    /// 200.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The typed value, written as JSON; `None` if the call gives nothing.
    pub body: Option<Value>,
    /// The properties that arrived and have no field in the generated types.
    pub without_field: Vec<String>,
}

impl Answer {
    /// What a call gave, from the parts of its response.
    pub fn new<R: ToJson>(status: StatusCode, headers: HeaderMap, output: &R::Output) -> Self {
        let (body, without_field) = (R::to_json(output), R::without_field(output));
        Self { status: status.as_u16(), headers, body, without_field }
    }
}

/// A kind of reply whose output can be written as JSON again.
pub trait ToJson: Reply {
    /// Writes it.
    fn to_json(output: &Self::Output) -> Option<Value>;
    /// The properties in it that have no field.
    fn without_field(output: &Self::Output) -> Vec<String>;
}

impl ToJson for reply::Empty {
    fn to_json((): &()) -> Option<Value> {
        None
    }

    fn without_field((): &()) -> Vec<String> {
        Vec::new()
    }
}

/// Text stands for the bytes: the examples have no others.
impl ToJson for reply::Bytes {
    fn to_json(output: &Self::Output) -> Option<Value> {
        (!output.is_empty()).then(|| Value::from(String::from_utf8_lossy(output)))
    }

    fn without_field(_: &Self::Output) -> Vec<String> {
        Vec::new()
    }
}

impl<T: Wire + Serialize + Send + 'static> ToJson for reply::Json<T> {
    fn to_json(output: &T) -> Option<Value> {
        Some(json(output))
    }

    fn without_field(output: &T) -> Vec<String> {
        typed::without_field(output)
    }
}

impl<T: Wire + Serialize + Send + 'static> ToJson for reply::MaybeJson<T> {
    fn to_json(output: &Option<T>) -> Option<Value> {
        output.as_ref().map(json)
    }

    fn without_field(output: &Option<T>) -> Vec<String> {
        output.iter().flat_map(typed::without_field).collect()
    }
}

/// The object around the value is no part of the output.
impl<T: Wire + Serialize + Send + 'static> ToJson for reply::Value<T> {
    fn to_json(output: &T) -> Option<Value> {
        Some(json(output))
    }

    fn without_field(output: &T) -> Vec<String> {
        typed::without_field(output)
    }
}

/// The same where there may be none.
impl<T: Wire + Serialize + Send + 'static> ToJson for reply::MaybeValue<T> {
    fn to_json(output: &Option<T>) -> Option<Value> {
        output.as_ref().map(json)
    }

    fn without_field(output: &Option<T>) -> Vec<String> {
        output.iter().flat_map(typed::without_field).collect()
    }
}

impl ToJson for reply::Untyped {
    fn to_json(output: &Value) -> Option<Value> {
        (!output.is_null()).then(|| output.clone())
    }

    fn without_field(_: &Value) -> Vec<String> {
        Vec::new()
    }
}

impl<T: Wire + Serialize + Send + 'static> ToJson for reply::List<T> {
    fn to_json(page: &Page<T>) -> Option<Value> {
        let mut members: Map<String, Value> =
            page.rest.iter().map(|(name, value)| (name.to_owned(), value.clone())).collect();
        let mut add = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                members.insert(name.to_owned(), value);
            }
        };
        add("value", Some(json(&page.items)));
        add("@odata.count", page.count.map(Value::from));
        add("@odata.nextLink", page.next_link.clone().map(Value::from));
        add("@odata.deltaLink", page.delta_link.clone().map(Value::from));
        Some(Value::Object(members))
    }

    fn without_field(page: &Page<T>) -> Vec<String> {
        typed::without_field(&page.items)
    }
}

/// Through text, as it would go over the wire.
fn json(value: &impl Serialize) -> Value {
    let text = serde_json::to_string(value).expect("a value that can be written");
    serde_json::from_str(&text).expect("what was written can be read")
}
