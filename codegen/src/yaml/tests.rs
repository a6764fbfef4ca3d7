//! What is written is read back as the same value by a library that is not ours.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::{Deserialize, Serialize};

use super::{read, write};

/// Everything of serde's data model that the IR uses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Sample {
    Nothing,
    Text(String),
    Number(i64),
    Float(f64),
    Choice(bool),
    Maybe(Option<String>),
    Pair(String, u32),
    List(Vec<Struct>),
    Map(BTreeMap<String, Vec<Vec<String>>>),
    Deep { name: String, parts: Vec<Sample>, part: Option<Box<Struct>> },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Struct {
    text: String,
    samples: Vec<Sample>,
    map: BTreeMap<String, String>,
}

/// Texts that YAML takes for something else, or would change.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => prop::sample::select(vec![
            "a", " ", "\n", "\t", "\r", ":", ": ", " #", "#", "- ", "-", "?", "'", "\"", "\\", "|",
            ">", "&", "*", "!", "%", "@", "`", "{", "}", "[", "]", ",", "~", "null", "true", "No",
            "0", "1", "0x1f", "1e3", ".5", ".inf", ".nan", "+", "_", "1:20", "2021-07-01", "---",
            "...", "<<", "=", "\u{85}", "\u{2028}", "\u{feff}", "\u{a0}", "\u{7f}", "é", "😀",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,20}",
        1 => any::<String>(),
    ];
    prop_oneof![
        10 => prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat()),
        1 => "[a-z:]{1000,1050}",
    ]
}

fn sample() -> impl Strategy<Value = Sample> {
    let map = || prop::collection::btree_map(text(), text(), 0..3);
    let leaf = prop_oneof![
        Just(Sample::Nothing),
        text().prop_map(Sample::Text),
        any::<i64>().prop_map(Sample::Number),
        prop::num::f64::NORMAL.prop_map(Sample::Float),
        any::<bool>().prop_map(Sample::Choice),
        prop::option::of(text())
            .prop_filter("null is not told from its absence", |text| {
                text.as_deref() != Some("null")
            })
            .prop_map(Sample::Maybe),
        (text(), any::<u32>()).prop_map(|(text, number)| Sample::Pair(text, number)),
        prop::collection::btree_map(
            text(),
            prop::collection::vec(prop::collection::vec(text(), 0..3), 0..3),
            0..3,
        )
        .prop_map(Sample::Map),
    ];
    leaf.prop_recursive(4, 24, 3, move |inner| {
        let structs = (text(), prop::collection::vec(inner.clone(), 0..3), map())
            .prop_map(|(text, samples, map)| Struct { text, samples, map })
            .boxed();
        prop_oneof![
            prop::collection::vec(structs.clone(), 0..3).prop_map(Sample::List),
            (text(), prop::collection::vec(inner, 0..3), prop::option::of(structs)).prop_map(
                |(name, parts, part)| Sample::Deep { name, parts, part: part.map(Box::new) }
            ),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn any_text_is_read_back(text in text()) {
        let written = write(&[&text]).expect("a text can be written");
        prop_assert_eq!(read::<[String; 1]>(&written), Ok([text]), "{}", written);
    }

    #[test]
    fn any_value_is_read_back(sample in sample()) {
        let value = vec![BTreeMap::from([("k".to_owned(), sample)])];
        let written = write(&value).expect("a value can be written");
        prop_assert_eq!(read(&written), Ok(value), "{}", written);
    }
}

#[test]
fn what_is_written_can_be_read_by_people() {
    let value = Struct {
        text: "Plain, with `code`.".to_owned(),
        samples: vec![
            Sample::Text("two\nlines".to_owned()),
            Sample::Nothing,
            Sample::Pair("404".to_owned(), 404),
            Sample::Map(BTreeMap::from([("a".to_owned(), vec![vec!["b: c".to_owned()], vec![]])])),
            Sample::Deep { name: "it's".to_owned(), parts: vec![], part: None },
        ],
        map: BTreeMap::from([(String::new(), "ends\n".to_owned())]),
    };
    let expected = "\
text: Plain, with `code`.
samples:
- !text |-
  two
  lines
- nothing
- !pair
  - '404'
  - 404
- !map
  a:
  - - 'b: c'
  - []
- !deep
  name: it's
  parts: []
  part: null
map:
  '': |
    ends
";
    assert_eq!(write(&value).as_deref(), Ok(expected));
    assert_eq!(read(expected), Ok(value));
}

#[test]
fn what_yaml_has_no_words_for_is_refused() {
    let nested = BTreeMap::from([(vec!["a"], "b")]);
    assert_eq!(write(&nested).expect_err("a list is no key").message, "a key that is no scalar");
}
