//! `export openapi`: what a document looks like (`openapi/library.snap`), that every document is a
//! valid one, and the rules where OpenAPI and the pages differ.

mod problems;

use std::path::PathBuf;

use docmill_codegen::config::Output;
use docmill_codegen::examples::Outcomes;
use docmill_codegen::export::openapi;
use docmill_codegen::ir::Api;
use docmill_codegen::yaml;
use docmill_tests::{drift, pages};
use problems::{official, problems};
use serde_json::{Value as Json, json};

fn folder() -> PathBuf {
    pages::folder().join("openapi")
}

fn output() -> Output {
    let page_url = Some("https://library.example/docs/{page}".to_owned());
    Output { page_url, ..pages::config().output.clone() }
}

fn document(api: &Api, outcomes: &Outcomes) -> Json {
    serde_json::to_value(openapi::export(api, outcomes, &output())).expect("JSON")
}

/// The document of a model in YAML.
#[track_caller]
fn exported(api: &str) -> Json {
    let api: Api = yaml::read(api).unwrap_or_else(|problem| panic!("{}", problem.message));
    let document = document(&api, &Outcomes::default());
    assert_eq!(problems(&document), Vec::<String>::new());
    document
}

#[test]
fn a_document_has_everything_that_its_pages_say() {
    let api = drift::api(&drift::library());
    let document = openapi::export(&api, &Outcomes::default(), &output());
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path(folder());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let text = yaml::write(&document).unwrap_or_else(|problem| panic!("{}", problem.message));
    settings.bind(|| insta::assert_snapshot!("library", text));
    let read: Json = yaml::read(&text).unwrap_or_else(|problem| panic!("{}", problem.message));
    assert_eq!(read, serde_json::to_value(&document).expect("JSON"), "YAML says what JSON does");
}

#[test]
fn every_document_is_valid() {
    for name in pages::convention_names() {
        let reading = pages::read(&pages::of_convention(&name));
        let document = document(&reading.api, &reading.outcomes);
        assert_eq!(problems(&document), Vec::<String>::new(), "{name}");
    }
    let library = document(&drift::api(&drift::library()), &Outcomes::default());
    assert_eq!(problems(&library), Vec::<String>::new());
    let other = json!({"openapi": "3.1.0", "info": {"title": "T"}, "paths": {}});
    assert!(!official().is_valid(&other), "a schema that refuses nothing proves nothing");
}

#[test]
fn examples_are_there_and_fit_their_schemas() {
    let folder = pages::folder().join("../docs-input");
    let reading = pages::read(&pages::load(&folder));
    let document = document(&reading.api, &reading.outcomes);
    assert_eq!(problems(&document), Vec::<String>::new());
    let mut tried = 0;
    for kind in ["requestBodies", "responses"] {
        for (name, part) in document["components"][kind].as_object().expect("components") {
            let Some(media) = part["content"].get("application/json") else { continue };
            let Some(examples) = media["examples"].as_object() else { continue };
            let mut schema = media["schema"].clone();
            schema["components"] = json!({"schemas": document["components"]["schemas"]});
            let validator = jsonschema::validator_for(&schema).expect("a schema");
            for (number, example) in examples {
                tried += 1;
                let errors: Vec<String> =
                    validator.iter_errors(&example["value"]).map(|it| it.to_string()).collect();
                assert_eq!(errors, Vec::<String>::new(), "{kind} {name} {number}");
            }
        }
    }
    assert!(tried > 30, "{tried}");
}

#[test]
fn what_is_said_of_a_path_and_of_an_example_stands_with_it() {
    let of_convention = |name| {
        let reading = pages::read(&pages::of_convention(name));
        document(&reading.api, &reading.outcomes)
    };
    let said_of_lines = of_convention("said_of_request_lines");
    let description = |path: &str| said_of_lines["paths"][path]["get"]["description"].to_string();
    let own = "The books of the signed-in reader";
    assert!(description("/me/books").contains(own), "{}", description("/me/books"));
    let shelf = description("/me/shelves/{id}/books");
    assert!(!shelf.contains(own) && shelf.contains("lent to the reader"), "{shelf}");

    let said_of_examples = of_convention("said_of_examples");
    let contents = said_of_examples.pointer("/components/responses").and_then(Json::as_object);
    let mut responses = contents.expect("responses").values();
    let examples = responses.find_map(|it| it.pointer("/content/application~1json/examples"));
    let first = &examples.expect("examples")["example"];
    assert_eq!(first["summary"], "HTTP/1.1 200 OK");
    assert_eq!(first["description"], "Only the first loan is shown.");
}

#[test]
fn threads_and_the_order_of_pages_change_nothing() {
    let pool =
        |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    let library = drift::library();
    let text = |api: &Api| {
        yaml::write(&openapi::export(api, &Outcomes::default(), &output())).expect("YAML")
    };
    let forwards = pool(1).install(|| text(&drift::read(library.iter())));
    let backwards = pool(5).install(|| text(&drift::read(library.iter().rev())));
    assert!(forwards == backwards);
}

#[test]
fn paths_that_differ_in_names_only_are_one() {
    let document = exported(
        "
operations:
  book::delete: {name: 'book::delete', title: D, method: DELETE, paths: ['/books/{book}'], response: {}, source: 'd.md:1:1'}
  book::get: {name: 'book::get', title: G, method: GET, paths: ['/books/{id}', '/me/books/{id}'], response: {}, source: 'g.md:1:1'}
  book::update: {name: 'book::update', title: U, method: PATCH, paths: ['/books/{id}', '/books/{isbn}'], response: {}, source: 'u.md:1:1'}
",
    );
    let paths: Vec<&String> = document["paths"].as_object().expect("paths").keys().collect();
    assert_eq!(paths, ["/books/{id}", "/me/books/{id}"]);
    let item = &document["paths"]["/books/{id}"];
    assert_eq!(item["get"]["operationId"], "book.get");
    assert_eq!(document["paths"]["/me/books/{id}"]["get"]["operationId"], "book.get.me");
    assert_eq!(item["delete"]["parameters"][0]["name"], "id");
    assert_eq!(item["delete"]["parameters"][0]["description"], "The page calls it `book`.");
    assert_eq!(item["patch"]["parameters"][0]["description"], "The page calls it `id` or `isbn`.");
}

#[test]
fn a_path_has_its_own_operation_and_keeps_the_others() {
    let document = exported(
        "
types:
  a.atlas: {name: a.atlas, base: a.book, source: 'a.md:1:1'}
  a.book: {name: a.book, source: 'b.md:1:1'}
operations:
  atlas::create: {name: 'atlas::create', title: A, method: POST, paths: ['/books'], body: !resource a.atlas, response: {status: 201, type: a.atlas}, source: 'c.md:1:1'}
  atlas::list: {name: 'atlas::list', title: A, method: GET, paths: ['/books'], response: {status: 200, type: Collection(a.atlas)}, source: 'l.md:1:1'}
  book::list: {name: 'book::list', title: B, method: GET, paths: ['/books'], response: {status: 200, type: Collection(a.book)}, source: 'm.md:1:1'}
  book::list_of_branch: {name: 'book::list_of_branch', title: C, method: GET, paths: ['/books'], response: {status: 200, type: Collection(a.book)}, source: 'n.md:1:1'}
",
    );
    let item = &document["paths"]["/books"];
    assert_eq!(item["get"]["operationId"], "book.list");
    let others = item["get"]["x-other-operations"].as_array().expect("others");
    let ids: Vec<&Json> = others.iter().map(|other| &other["operationId"]).collect();
    assert_eq!(ids, ["book.list_of_branch", "atlas.list"]);
    assert_eq!(others[1]["responses"]["200"]["$ref"], "#/components/responses/atlas.list");
    assert_eq!(item["post"]["operationId"], "atlas.create");
    assert_eq!(item["post"].get("x-other-operations"), None);
}

#[test]
fn values_of_a_path_have_names_and_types_of_their_own() {
    let document = exported(
        "
operations:
  loan::get: {name: 'loan::get', title: G, method: GET, paths: ['/readers/{id}/loans/{id}'], response: {}, source: 'g.md:1:1'}
  loan::newest:
    name: loan::newest
    title: N
    method: GET
    paths: [\"/loans/newest(since={since},kind='{kind}')\"]
    function_parameters:
    - {name: since, type: Edm.Date, requirement: required, description: From then on., source: 'n.md:1:1'}
    - {name: kind, type: Edm.String, source: 'n.md:2:1'}
    response: {}
    source: n.md:1:1
",
    );
    let paths: Vec<&String> = document["paths"].as_object().expect("paths").keys().collect();
    let longest = "/loans/newest(since={since},kind='{kind}')";
    let shortest = "/loans/newest(since={since})";
    assert_eq!(paths, [shortest, longest, "/readers/{readerId}/loans/{loanId}"]);
    let since = json!({
        "name": "since", "in": "path", "description": "From then on.", "required": true,
        "schema": {"type": "string", "format": "date"},
    });
    assert_eq!(document["paths"][shortest]["get"]["parameters"], json!([since]));
    assert_eq!(document["paths"][shortest]["get"]["operationId"], "loan.newest");
    assert_eq!(document["paths"][longest]["get"]["operationId"], "loan.newest.with_kind");
}

#[test]
fn enums_are_open() {
    let document = exported(
        "
enums:
  a.kind:
    name: a.kind
    flags: true
    members:
    - {name: hardback, description: With a **hard** cover., source: 'k.md:1:1'}
    - {name: paperback, opt_in: true, source: 'k.md:2:1'}
    source: k.md:1:1
",
    );
    let expected = json!({
        "anyOf": [
            {
                "type": "string",
                "enum": ["hardback", "paperback"],
                "x-enum-descriptions": ["With a **hard** cover.", ""],
                "x-enum-opt-in": ["paperback"],
            },
            {"type": "string"},
        ],
        "x-ms-enum-flags": {"isFlags": true},
        "x-page": "k.md",
    });
    assert_eq!(document["components"]["schemas"]["a.kind"], expected);
}

#[test]
fn types_have_their_bases_and_tell_what_inherits_from_them() {
    let document = exported(
        "
types:
  a.book:
    name: a.book
    base: a.item
    open: true
    source: b.md:1:1
    properties:
    - {name: pages, type: Edm.Int32, access: read-only, source: 'b.md:2:1'}
    - {name: items, type: Collection(a.item), navigation: true, source: 'b.md:3:1'}
    - {name: cover, type: undocumented a.cover, source: 'b.md:4:1'}
  a.item:
    name: a.item
    source: i.md:1:1
    properties:
    - {name: id, type: Edm.Guid, nullability: not-nullable, source: 'i.md:2:1'}
    - {name: next, type: a.item, nullability: nullable, description: It is next., deprecated: Use **items**., source: 'i.md:3:1'}
",
    );
    let schemas = &document["components"]["schemas"];
    let item = "#/components/schemas/a.item";
    let book = json!({
        "allOf": [
            {"$ref": item},
            {
                "type": "object",
                "properties": {
                    "pages": {"type": ["integer", "null"], "format": "int32", "readOnly": true},
                    "items": {
                        "type": "array",
                        "items": {"$ref": item},
                        "x-ms-navigationProperty": true,
                    },
                    "cover": {"x-undocumented": "a.cover"},
                },
                "additionalProperties": true,
            },
        ],
        "x-page": "b.md",
    });
    assert_eq!(schemas["a.book"], book);
    let expected = json!({
        "type": "object",
        "properties": {
            "id": {"type": "string", "format": "uuid"},
            "next": {
                "description": "It is next.\n\nDeprecated: Use **items**.",
                "anyOf": [{"$ref": item}, {"type": "null"}],
                "deprecated": true,
            },
            "@odata.type": {"type": "string"},
        },
        "discriminator": {
            "propertyName": "@odata.type",
            "mapping": {"#a.book": "#/components/schemas/a.book", "#a.item": item},
        },
        "x-page": "i.md",
    });
    assert_eq!(schemas["a.item"], expected);
}

#[test]
fn no_key_is_null_nor_what_is_not_null_in_a_base() {
    let document = exported(
        "
types:
  a.item:
    name: a.item
    kind: entity
    source: i.md:1:1
    properties:
    - {name: id, type: Edm.String, source: 'i.md:2:1'}
    - {name: shelf, type: Edm.String, nullability: not-nullable, source: 'i.md:3:1'}
    - {name: title, type: Edm.String, source: 'i.md:4:1'}
  a.book:
    name: a.book
    base: a.item
    source: b.md:1:1
    properties:
    - {name: id, type: Edm.String, description: Its ISBN., source: 'b.md:2:1'}
    - {name: shelf, type: Edm.String, description: With other books., source: 'b.md:3:1'}
    - {name: title, type: Edm.String, description: On its back., source: 'b.md:4:1'}
  a.label:
    name: a.label
    source: l.md:1:1
    properties:
    - {name: id, type: Edm.String, source: 'l.md:2:1'}
",
    );
    let type_of = |of: &str, property: &str| {
        let schema = &document["components"]["schemas"][of];
        let own = schema["allOf"].get(1).unwrap_or(schema);
        own["properties"][property]["type"].clone()
    };
    let or_null = json!(["string", "null"]);
    for ty in ["a.item", "a.book"] {
        assert_eq!(type_of(ty, "id"), "string", "{ty}");
        assert_eq!(type_of(ty, "shelf"), "string", "{ty}");
        assert_eq!(type_of(ty, "title"), or_null, "{ty}");
    }
    assert_eq!(type_of("a.label", "id"), or_null, "a type without a key");
}

#[test]
fn an_update_sends_what_its_page_allows() {
    let document = exported(
        "
types:
  a.book:
    name: a.book
    source: b.md:1:1
    properties:
    - {name: id, type: Edm.String, access: read-only, source: 'b.md:2:1'}
    - {name: shelf, type: Edm.String, nullability: not-nullable, source: 'b.md:3:1'}
    - {name: title, type: Edm.String, description: What stands on it., source: 'b.md:4:1'}
operations:
  book::create: {name: 'book::create', title: C, method: POST, paths: ['/books'], body: !properties {of: a.book, properties: [{name: title, type: Edm.String, requirement: required, source: 'c.md:1:1'}]}, response: {status: 201, type: a.book}, source: 'c.md:1:1'}
  book::update: {name: 'book::update', title: U, method: PATCH, paths: ['/books/{id}'], body: !properties {of: a.book, properties: [{name: title, type: Edm.String, requirement: required, source: 'u.md:1:1'}, {name: shelf, type: Edm.String, source: 'u.md:2:1'}]}, response: {status: 204}, source: 'u.md:1:1'}
",
    );
    let schema = |name: &str| &document["components"]["schemas"][name];
    assert_eq!(
        *schema("book.update-body"),
        json!({
            "description": "What `book.update` sends of `a.book`.\n\n\
                            What is not set stays as it is; null clears it.",
            "type": "object",
            "properties": {
                "title": {"description": "What stands on it.", "type": ["string", "null"]},
                "shelf": {"type": "string"},
            },
        })
    );
    assert_eq!(schema("book.create-body")["required"], json!(["title"]));
    assert_eq!(schema("book.create-body")["properties"]["title"]["type"], "string");
    let update = &document["paths"]["/books/{id}"]["patch"];
    assert_eq!(update["requestBody"]["$ref"], "#/components/requestBodies/book.update");
    assert_eq!(update["responses"]["204"]["description"], "Nothing.");
}

#[test]
fn permissions_are_alternatives_and_errors_have_their_statuses() {
    let document = exported(
        "
operations:
  book::get:
    name: book::get
    title: G
    method: GET
    paths: ['/books/{id}']
    response: {status: 200, type: Edm.Stream}
    errors:
    - {status: 404, code: gone, meaning: It was sold.}
    - {status: 404, meaning: It never was there.}
    - {code: busy, meaning: Come back later.}
    permissions: {delegated_work: {least: [Books.Read], higher: [Books.All and Readers.Read]}, application: {least: [Books.All]}}
    source: g.md:1:1
  book::list: {name: 'book::list', title: L, method: GET, paths: ['/books'], response: {}, source: 'l.md:1:1'}
",
    );
    let get = &document["paths"]["/books/{id}"]["get"];
    assert_eq!(
        get["security"],
        json!([
            {"delegatedWork": ["Books.Read"]},
            {"delegatedWork": ["Books.All", "Readers.Read"]},
            {"application": ["Books.All"]},
        ])
    );
    assert_eq!(
        get["x-permissions"],
        json!({
            "delegatedWork": {
                "leastPrivileged": ["Books.Read"],
                "higherPrivileged": ["Books.All and Readers.Read"],
            },
            "application": {"leastPrivileged": ["Books.All"]},
        })
    );
    assert_eq!(
        get["responses"]["404"]["description"],
        "- `gone`: It was sold.\n- It never was there."
    );
    assert_eq!(get["responses"]["default"]["description"], "`busy`: Come back later.");
    let content = &document["components"]["responses"]["book.get"]["content"];
    assert_eq!(content["application/octet-stream"]["schema"]["format"], "binary");
    let list = &document["paths"]["/books"]["get"];
    assert_eq!(list.get("security"), None);
    assert_eq!(document["security"], json!([{"application": []}, {"delegatedWork": []}]));
    assert_eq!(list["responses"]["2XX"]["description"], "Nothing.");
}
