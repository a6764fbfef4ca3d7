//! What a base type has is read of all that derive from it, and one of the base type is made of them.

#![allow(missing_docs, reason = "the models are for this test, and say what they are")]

use docmill_runtime::{Decimal, Guid, Rest, UnknownMember, inherited};
use serde_json::{Value, from_value, json, to_value};

/// Something that can be lent.
#[derive(Default)]
pub struct Medium {
    pub id: Option<String>,
    pub weight: Option<i32>,
    pub tags: Option<Vec<String>>,
    pub next: Option<Shelf>,
    pub place: Option<String>,
    pub rest: Rest,
}
docmill_runtime::impl_model! {
    Medium = "library.medium" {
        0 => id = "id",
        1 => weight = "weight",
        2 => tags = "tags",
        3 => next = "next",
        4 => place = "place",
    }
}

/// Has the base's properties as they are, but for a box.
#[derive(Default)]
pub struct Book {
    pub id: Option<String>,
    pub weight: Option<i32>,
    pub tags: Option<Vec<String>>,
    pub next: Option<Box<Shelf>>,
    pub place: Option<String>,
    pub price: Option<Decimal>,
    pub sequel: Option<AnyMedium>,
    pub rest: Rest,
}
docmill_runtime::impl_model! {
    Book = "library.book" {
        0 => id = "id",
        1 => weight = "weight",
        2 => tags = "tags",
        3 => next = "next",
        4 => place = "place",
        5 => price = "price",
        6 => sequel = "sequel",
    }
}

/// Has some of them as other types.
#[derive(Default)]
pub struct Map {
    pub id: Option<Guid>,
    pub weight: Option<f64>,
    pub tags: Option<Vec<String>>,
    pub next: Option<Shelf>,
    pub place: Option<Room>,
    pub rest: Rest,
}
docmill_runtime::impl_model! {
    Map = "library.map" {
        0 => id = "id",
        1 => weight = "weight",
        2 => tags = "tags",
        3 => next = "next",
        4 => place = "place",
    }
}

#[derive(Default)]
pub struct Shelf {
    pub row: Option<i32>,
    pub rest: Rest,
}
docmill_runtime::impl_model! {
    Shelf = "library.shelf" { 0 => row = "row" }
}

#[derive(Clone)]
pub enum Room {
    Cellar,
    Unknown(UnknownMember),
}
docmill_runtime::impl_open_enum! {
    Room = "library.room" { Cellar = "cellar", _ => Unknown }
}

pub enum AnyMedium {
    Book(Box<Book>),
    Map(Box<Map>),
    Medium(Box<Medium>),
}
docmill_runtime::impl_polymorphic! {
    AnyMedium {
        0 => Book = "library.book",
        1 => Map = "library.map",
        _ => Medium = "library.medium",
    }
}

impl AnyMedium {
    fn id(&self) -> Option<&str> {
        inherited(self, 0)
    }
    fn weight(&self) -> Option<i32> {
        inherited(self, 1)
    }
    fn tags(&self) -> Option<&[String]> {
        inherited(self, 2)
    }
    fn next(&self) -> Option<&Shelf> {
        inherited(self, 3)
    }
    fn place(&self) -> Option<&str> {
        inherited(self, 4)
    }
}

const ID: &str = "0f0e0d0c-0b0a-0908-0706-050403020100";

fn medium(kind: &str) -> Value {
    json!({
        "@odata.type": format!("#library.{kind}"), "id": ID, "weight": 7, "tags": ["old"],
        "next": {"row": 3}, "place": "cellar"
    })
}

#[test]
fn all_types_are_read_alike() {
    for kind in ["book", "medium", "film"] {
        let medium: AnyMedium = from_value(medium(kind)).expect("reads");
        assert_eq!(medium.id(), Some(ID), "{kind}");
        assert_eq!(medium.weight(), Some(7));
        assert_eq!(medium.tags(), Some(&["old".to_owned()][..]));
        assert_eq!(medium.next().and_then(|shelf| shelf.row), Some(3));
        assert_eq!(medium.place(), Some("cellar"));
    }
    let nothing: AnyMedium = from_value(json!({"@odata.type": "#library.book"})).expect("reads");
    assert!(matches!(nothing, AnyMedium::Book(_)));
    assert_eq!((nothing.id(), nothing.weight(), nothing.tags()), (None, None, None));
    assert_eq!(nothing.next(), None);
}

#[test]
fn where_a_derived_type_has_another_type_nothing_is_read_but_members_of_enums() {
    let map: AnyMedium = from_value(medium("map")).expect("reads");
    assert!(matches!(&map, AnyMedium::Map(map) if map.place == Some(Room::Cellar)));
    assert_eq!((map.id(), map.weight()), (None, None));
    assert_eq!(map.place(), Some("cellar"));
    let json = json!({"@odata.type": "#library.map", "place": "attic"});
    let map: AnyMedium = from_value(json).expect("reads");
    assert_eq!(map.place(), Some("attic"));
}

#[test]
fn one_of_the_base_type_is_written_as_the_derived_one() {
    for kind in ["book", "map", "medium", "film"] {
        let base = same_in_base(&medium(kind));
        assert_eq!(base.id.as_deref(), Some(ID), "{kind}");
        assert_eq!(base.weight, Some(7), "{kind}");
        assert_eq!(base.next.and_then(|shelf| shelf.row), Some(3), "{kind}");
        assert_eq!(base.place.as_deref(), Some("cellar"), "{kind}");
    }
    let base = same_in_base(&json!({
        "@odata.type": "#library.book", "id": null, "price": 12.5, "pages": null, "new": [1],
        "sequel": {"@odata.type": "#library.map", "weight": 0.5}
    }));
    assert_eq!(base.id, None);
    assert_eq!(base.rest.get("price"), Some(&json!(12.5)));
    // What the field of the base does not take.
    let base = same_in_base(&json!({"@odata.type": "#library.map", "weight": 0.5}));
    assert_eq!((base.weight, base.rest.get("weight")), (None, Some(&json!(0.5))));
}

/// One of the base type, which is written as what it was made of, and read as that again.
fn same_in_base(text: &Value) -> Medium {
    let medium: AnyMedium = from_value(text.clone()).expect("reads");
    assert_eq!(to_value(&medium).expect("writes"), *text);
    let base = medium.clone().into_base();
    let written = to_value(&base).expect("writes");
    assert_eq!(written, *text);
    assert_eq!(from_value::<AnyMedium>(written).expect("reads"), medium);
    base
}

#[test]
fn a_derived_value_made_in_rust_says_its_type() {
    let book = AnyMedium::from(Book { weight: Some(7), ..Book::default() });
    let base: Medium = book.into();
    let written = to_value(&base).expect("writes");
    assert_eq!(written, json!({"@odata.type": "#library.book", "weight": 7}));
    let base = AnyMedium::from(Medium::default()).into_base();
    assert_eq!(to_value(&base).expect("writes"), json!({}));
}
