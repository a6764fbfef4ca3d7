//! Models, enums and scalars as generated code uses them: nothing may be lost.

mod common;

use common::model::{AnyThing, IdentitySet, ItemPhone, ItemPhoneUpdate, Nothing, PhoneType};
use docmill_runtime::{Flags, Patch, Rest};
use serde_json::{Value, from_str, from_value, json, to_string};

fn same<T: serde::Serialize + serde::de::DeserializeOwned>(text: &str) -> T {
    let value: T = from_str(text).expect(text);
    assert_eq!(to_string(&value).expect(text), text);
    // And by way of a tree, which is another deserialiser and another serialiser.
    let tree: Value = from_str(text).expect(text);
    let value: T = from_value(tree.clone()).expect(text);
    assert_eq!(serde_json::to_value(&value).expect(text), tree);
    value
}

#[test]
fn nothing_is_lost() {
    let phone: ItemPhone = same(
        r#"{"id":"1","type":"Satellite","createdBy":{"displayName":"A\n","x":{"y":null}},"createdDateTime":"2020-07-06T06:34:12.2300000Z","tags":["a","b"],"rights":"home,other","@odata.context":"c","big":18446744073709551615,"list":[1,-1.5,null,{"a":[]}]}"#,
    );
    assert_eq!(phone.type_.as_ref().map(ToString::to_string).as_deref(), Some("Satellite"));
    assert_eq!(phone.rest.len(), 3);
    let nothing: Nothing = same(r#"{"b":1,"a":2}"#);
    assert_eq!(nothing.rest.get("a"), Some(&json!(2)));
    same::<Nothing>("{}");
}

/// Read with less care, a double of many digits becomes the one beside it.
#[test]
fn doubles_come_back_to_the_last_digit() {
    for number in ["47.64483689999999", "4.4444444444444444e+64", "0.30000000000000004"] {
        let read: Nothing = from_str(&format!(r#"{{"at":{number}}}"#)).expect("reads");
        let exact: f64 = number.parse().expect("a number");
        assert_eq!(read.rest.get("at"), Some(&json!(exact)), "{number}");
    }
}

#[test]
fn table_order_then_order_of_arrival() {
    let phone: ItemPhone = from_str(r#"{"z":1,"tags":[],"a":2,"id":"1"}"#).expect("reads");
    assert_eq!(to_string(&phone).expect("writes"), r#"{"id":"1","tags":[],"z":1,"a":2}"#);
}

#[test]
fn the_order_in_which_properties_arrive_does_not_count() {
    let phone: ItemPhone = from_str(r#"{"a":1,"id":null,"b":2}"#).expect("reads");
    let written = to_string(&phone).expect("writes");
    assert_eq!(from_str::<ItemPhone>(&written).expect("reads"), phone);
    let other: ItemPhone = from_str(r#"{"b":2,"a":1,"id":null}"#).expect("reads");
    assert_eq!(other, phone);
    for different in [r#"{"b":2,"a":1}"#, r#"{"b":2,"a":3,"id":null}"#, r#"{"b":2,"a":1,"c":null}"#]
    {
        assert_ne!(from_str::<ItemPhone>(different).expect("reads"), phone, "{different}");
    }
}

#[test]
fn null_is_remembered_until_a_value_comes() {
    let mut phone: ItemPhone = same(r#"{"id":null,"tags":["a"]}"#);
    assert_eq!(phone.id, None);
    phone.id = Some("1".to_owned());
    assert_eq!(to_string(&phone).expect("writes"), r#"{"id":"1","tags":["a"]}"#);
    let twice: ItemPhone = from_str(r#"{"id":null,"id":"1"}"#).expect("reads");
    assert!(twice.rest.is_empty());
    let twice: ItemPhone = from_str(r#"{"id":"1","id":null}"#).expect("reads");
    assert_eq!(to_string(&twice).expect("writes"), r#"{"id":null}"#);
}

#[test]
fn patches_have_three_states() {
    let mut update = ItemPhoneUpdate::new();
    assert_eq!(to_string(&update).expect("writes"), "{}");
    update.number = Patch::Null;
    assert_eq!(to_string(&update).expect("writes"), r#"{"number":null}"#);
    update = update.number("+1");
    update.type_ = PhoneType::Home.into();
    assert_eq!(to_string(&update).expect("writes"), r#"{"number":"+1","type":"home"}"#);
    let back: ItemPhoneUpdate = from_str(r#"{"number":null}"#).expect("reads");
    assert_eq!(back.number, Patch::Null);
    assert!(back.type_.is_absent() && back.rest.is_empty());
}

#[test]
fn derived_types_choose_themselves() {
    for name in
        ["#microsoft.graph.itemPhone", "microsoft.graph.itemPhone", "#Microsoft.Graph.ITEMPHONE"]
    {
        let text = format!(r#"{{"@odata.type":"{name}","id":"1"}}"#);
        let thing: AnyThing = same(&text);
        assert!(matches!(thing, AnyThing::ItemPhone(phone) if phone.id.as_deref() == Some("1")));
    }
    let late: AnyThing =
        from_str(r##"{"id":"1","new":2,"@odata.type":"#microsoft.graph.itemPhone","tags":["a"]}"##)
            .expect("reads");
    let AnyThing::ItemPhone(phone) = &late else { panic!("{late:?}") };
    assert_eq!(
        (phone.id.as_deref(), phone.tags.as_deref()),
        (Some("1"), Some(&["a".to_owned()][..]))
    );
    assert_eq!(
        to_string(&late).expect("writes"),
        r##"{"@odata.type":"#microsoft.graph.itemPhone","id":"1","tags":["a"],"new":2}"##
    );
}

#[test]
fn other_types_are_the_base() {
    let unknown: AnyThing =
        same(r##"{"@odata.type":"#microsoft.graph.robot","displayName":"R2","wheels":3}"##);
    assert!(matches!(unknown, AnyThing::IdentitySet(base) if base.rest.len() == 2));
    let untyped: AnyThing = same(r#"{"displayName":"A","b":null}"#);
    assert!(matches!(untyped, AnyThing::IdentitySet(_)));
    same::<AnyThing>("{}");
    let odd: AnyThing = same(r#"{"@odata.type":5}"#);
    assert!(matches!(odd, AnyThing::IdentitySet(_)));
}

#[test]
fn derived_types_name_themselves_once() {
    let thing = AnyThing::from(ItemPhone::default());
    assert_eq!(
        to_string(&vec![thing, IdentitySet::default().into()]).expect("writes"),
        r##"[{"@odata.type":"#microsoft.graph.itemPhone"},{}]"##
    );
}

#[test]
fn enums_keep_what_they_do_not_know() {
    let kinds: Vec<PhoneType> = same(r#"["home","HOME","",7,-1,"7"]"#);
    assert_eq!(kinds[0], PhoneType::Home);
    assert_ne!(kinds[1], PhoneType::Home);
    assert_ne!(kinds[3], kinds[5]);
    assert!(from_str::<PhoneType>("true").is_err());
    let flags: Flags<PhoneType> = same(r#""home,Other,business""#);
    assert_eq!(flags.len(), 3);
    assert!(flags.contains(&PhoneType::Business));
    same::<Flags<PhoneType>>("12");
    assert_eq!(to_string(&Flags::<PhoneType>::new()).expect("writes"), r#""""#);
}

#[test]
fn faults_have_a_path_and_no_content() {
    let text = r#"{"createdBy":{"displayName":["secret"]}}"#;
    let fault = from_str::<ItemPhone>(text).expect_err("a list is no text").to_string();
    assert!(fault.starts_with("expected text, found a list at $.createdBy.displayName"), "{fault}");
    let fault = from_str::<ItemPhone>(r#"{"tags":["a",null]}"#).expect_err("null").to_string();
    assert!(fault.contains("$.tags[1]"), "{fault}");
    let fault = from_str::<ItemPhone>(r#"{"createdDateTime":"secret"}"#).expect_err("no date");
    assert!(!fault.to_string().contains("secret"), "{fault}");
    for text in ["null", "[]", "1", r#"{"id":"1""#, r#"{"x":[1,}"#] {
        assert!(from_str::<ItemPhone>(text).is_err(), "{text}");
    }
}

#[derive(Default)]
struct One {
    number: Option<i32>,
    rest: Rest,
}

docmill_runtime::impl_model! {
    One = "one" {
        0 => number = "n",
    }
}

#[test]
fn numbers_out_of_range_are_faults() {
    assert!(from_str::<Vec<u8>>("[256]").is_err());
    for (text, value) in [("1", 1), ("1.0", 1), ("\"1\"", 1), ("-2147483648", i32::MIN)] {
        let one: One = from_str(&format!(r#"{{"n":{text}}}"#)).expect(text);
        assert_eq!(one.number, Some(value), "{text}");
    }
    for text in ["2147483648", "1.5", "1e300", "\"\"", "true", "{}", "[]"] {
        assert!(from_str::<One>(&format!(r#"{{"n":{text}}}"#)).is_err(), "{text}");
    }
}

#[test]
fn debug_shows_what_is_there() {
    let mut update = ItemPhoneUpdate::new().number("+1");
    update.type_ = Patch::Null;
    assert_eq!(format!("{update:?}"), r#"itemPhone { number: "+1", type: null }"#);
    let phone: ItemPhone = from_str(r#"{"tags":["a"],"x":1}"#).expect("reads");
    assert_eq!(format!("{phone:?}"), r#"itemPhone { tags: ["a"], x: 1 }"#);
}

#[test]
fn a_type_that_contains_itself_reads_like_any_other() {
    let text = r#"{"displayName":"A","manager":{"displayName":"B","phones":[{"id":"1"}],"x":1}}"#;
    let mut one: IdentitySet = same(text);
    let phones = one.manager.as_ref().and_then(|manager| manager.phones.as_ref());
    assert_eq!(phones.map(Vec::len), Some(1));
    let other = one.clone();
    assert_eq!(one, other);
    if let Some(manager) = &mut one.manager {
        manager.display_name = None;
    }
    assert_ne!(one, other);
    let fault = from_str::<IdentitySet>(r#"{"manager":{"phones":[{},{"id":1}]}}"#).expect_err("1");
    assert!(fault.to_string().contains("$.manager.phones[1].id"), "{fault}");
}
