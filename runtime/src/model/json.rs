//! JSON values: as a place, as a value in a model, and as a source to read from.

use std::collections::VecDeque;

use serde_json::{Map, Number, Value as Json};

use super::{Entries, Event, Fault, Items, Place, View, Wire};

impl Place for Json {
    fn put(&mut self, event: Event<'_>) -> Result<(), Fault> {
        *self = read_json(event)?;
        Ok(())
    }
}

impl Wire for Json {
    fn read(event: Event<'_>) -> Result<Self, Fault> {
        read_json(event)
    }

    fn view(&self) -> View<'_> {
        View::Json(self)
    }

    fn null() -> Option<Self> {
        Some(Self::Null)
    }
}

fn read_json(event: Event<'_>) -> Result<Json, Fault> {
    Ok(match event {
        Event::Null => Json::Null,
        Event::Bool(value) => Json::Bool(value),
        Event::I64(value) => value.into(),
        Event::U64(value) => value.into(),
        Event::F64(value) => Number::from_f64(value).map_or(Json::Null, Json::Number),
        Event::Digits(text) => number(text)?,
        Event::Str(text) => Json::String(text.to_owned()),
        Event::List(items) => {
            let mut list = Vec::new();
            let mut value = Json::Null;
            while items.next(&mut value).map_err(|fault| fault.at_index(list.len()))? {
                list.push(std::mem::take(&mut value));
            }
            Json::Array(list)
        }
        Event::Map(entries) => return read_object(entries),
    })
}

fn read_object(entries: &mut dyn Entries) -> Result<Json, Fault> {
    let mut map = Map::new();
    let mut name = String::new();
    let mut set_name = |key: &str| key.clone_into(&mut name);
    if !entries.next_key(&mut set_name)? {
        return Ok(Json::Object(map));
    }
    if Event::is_precise_number(&name) {
        let mut digits: Option<String> = None;
        entries.next_value(&mut digits)?;
        return number(digits.as_deref().unwrap_or_default());
    }
    loop {
        let mut value = Json::Null;
        entries.next_value(&mut value).map_err(|fault| fault.in_property(&name))?;
        map.insert(std::mem::take(&mut name), value);
        if !entries.next_key(&mut |key| key.clone_into(&mut name))? {
            return Ok(Json::Object(map));
        }
    }
}

fn number(text: &str) -> Result<Json, Fault> {
    serde_json::from_str(text).map(Json::Number).map_err(|_| Fault::new("expected a number"))
}

/// Reads a JSON value into a place.
///
/// # Errors
///
/// The place does not take the value.
pub fn read_value(mut value: Json, place: &mut dyn Place) -> Result<(), Fault> {
    with_event(&mut value, &mut |event| place.put(event))
}

/// Hands the value out as an event. The value is left empty: its parts move.
pub(super) fn with_event(
    value: &mut Json,
    then: &mut dyn FnMut(Event<'_>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    match value {
        Json::Null => then(Event::Null),
        Json::Bool(value) => then(Event::Bool(*value)),
        Json::String(text) => then(Event::Str(text)),
        Json::Number(number) => {
            if let Some(value) = number.as_i64() {
                then(Event::I64(value))
            } else if let Some(value) = number.as_u64() {
                then(Event::U64(value))
            } else {
                then(Event::F64(number.as_f64().unwrap_or(f64::NAN)))
            }
        }
        Json::Array(list) => then(Event::List(&mut ValueItems(std::mem::take(list).into()))),
        Json::Object(map) => then(Event::Map(&mut ValueEntries::new(std::mem::take(map)))),
    }
}

/// The properties of a JSON object that was read before, as a source.
#[derive(Default)]
pub(super) struct ValueEntries {
    entries: VecDeque<(String, Json)>,
    value: Json,
}

impl ValueEntries {
    fn new(map: Map<String, Json>) -> Self {
        Self { entries: map.into_iter().collect(), value: Json::Null }
    }

    pub(super) fn push(&mut self, name: String, value: Json) {
        self.entries.push_back((name, value));
    }
}

impl Entries for ValueEntries {
    fn next_key(&mut self, key: &mut dyn FnMut(&str)) -> Result<bool, Fault> {
        let Some((name, value)) = self.entries.pop_front() else {
            return Ok(false);
        };
        key(&name);
        self.value = value;
        Ok(true)
    }

    fn next_value(&mut self, place: &mut dyn Place) -> Result<(), Fault> {
        with_event(&mut self.value, &mut |event| place.put(event))
    }
}

struct ValueItems(VecDeque<Json>);

impl Items for ValueItems {
    fn next(&mut self, place: &mut dyn Place) -> Result<bool, Fault> {
        let Some(mut value) = self.0.pop_front() else {
            return Ok(false);
        };
        with_event(&mut value, &mut |event| place.put(event))?;
        Ok(true)
    }
}
