//! What the README shows of calling is compiled and, without a network, run; and the README shows it
//! as it is here or in an example.

use std::fs;
use std::path::Path;

use docmill_graph::authentication::{self, ListMethodsPath};
use docmill_graph::enums::PhoneType;
use docmill_graph::item_phone::{
    self, CreatePath, DeletePath, ItemPhoneCreate, ItemPhoneUpdate, ListPath, UpdatePath,
};
use docmill_graph::model::{AnyAuthenticationMethod, ItemPhone};
use docmill_graph::runtime::{Answer, Batch, Condition, DateTimeOffset, Recorded};
use docmill_graph::{BASE_URL, Client, Error, Page, StaticToken};
use serde_json::json;

async fn update(token: &str, id: &str) -> Result<ItemPhone, Error> {
    let client = Client::new(BASE_URL, StaticToken::new(token))?;
    let body = ItemPhoneUpdate::new().number("+1 2065550100").display_name_null();
    let phone = item_phone::update(&client, UpdatePath::me(id), body).await?;
    Ok(phone)
}

async fn list(client: Client) -> Result<Vec<ItemPhone>, Error> {
    let phones: Vec<ItemPhone> = item_phone::list(&client, ListPath::me()).top(50).all().await?;
    Ok(phones)
}

async fn filter(client: Client, user: &str) -> Result<Page<ItemPhone>, Error> {
    let phones = item_phone::list(&client, ListPath::users(user))
        .select(|phone| [&phone.id, &phone.number])
        .filter_by(|phone| Condition::equals(&phone.type_, PhoneType::Mobile))
        .await?;
    Ok(phones)
}

async fn methods(client: Client) -> Result<Vec<(Option<String>, Option<String>)>, Error> {
    let mut numbers = Vec::new();
    let methods = authentication::list_methods(&client, ListMethodsPath::me()).await?;
    for method in &methods.items {
        let since = method.created_date_time();
        if let AnyAuthenticationMethod::PhoneAuthenticationMethod(phone) = method {
            numbers.push((since, phone.phone_number.as_deref()));
        }
    }
    let owned = |(since, number): (Option<&DateTimeOffset>, Option<&str>)| {
        (since.map(ToString::to_string), number.map(str::to_owned))
    };
    Ok(numbers.into_iter().map(owned).collect())
}

async fn batch(client: Client, from: &str, to: &str, id: &str) -> Result<ItemPhone, Error> {
    let copy = ItemPhoneCreate::new("+1");
    let mut batch = Batch::new(&client);
    let create = batch.add(item_phone::create(&client, CreatePath::users(to), copy));
    let delete = item_phone::delete(&client, DeletePath::users(from, id));
    let delete = batch.add_after(delete, &[create.part()]);
    let mut answers = batch.send().await?;
    let created: ItemPhone = answers.take(create)?;
    answers.take(delete)?;
    Ok(created)
}

fn recorded(body: &serde_json::Value) -> Client {
    let recorded = Recorded::new([Answer::new(200).json(body)]);
    Client::builder(BASE_URL).transport(recorded).build().expect("a client")
}

#[tokio::test]
async fn what_it_shows_works() {
    // Not polled: it has no server to go to.
    drop(update("token", "1"));
    let phones = list(recorded(&json!({"value": [{"number": "+1"}]}))).await.expect("a list");
    assert_eq!(phones[0].number.as_deref(), Some("+1"));
    let phones = filter(recorded(&json!({"value": []})), "a").await.expect("a page");
    assert!(phones.items.is_empty());
    let list = json!({"value": [
        {"@odata.type": "#microsoft.graph.fido2AuthenticationMethod", "id": "1"},
        {"@odata.type": "#microsoft.graph.phoneAuthenticationMethod", "id": "2",
         "createdDateTime": "2026-03-02T09:15:42Z", "phoneNumber": "+1"}]});
    let numbers = methods(recorded(&list)).await.expect("a list");
    assert_eq!(numbers, [(Some("2026-03-02T09:15:42Z".to_owned()), Some("+1".to_owned()))]);
    let answers = json!({"responses": [
        {"id": "1", "status": 204}, {"id": "0", "status": 201, "body": {"number": "+1"}}]});
    let created = batch(recorded(&answers), "a", "b", "1").await.expect("a number");
    assert_eq!(created.number.as_deref(), Some("+1"));
}

#[test]
fn it_shows_what_is_compiled() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("../README.md")).expect("the README");
    let (_, section) = readme.split_once("\n## What calling looks like\n").expect("the section");
    let section = section.split("\n## ").next().unwrap_or_default();
    let blocks: Vec<&str> = section
        .split("```rust\n")
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap_or_default())
        .collect();
    assert!(!blocks.is_empty(), "the README shows no code");
    let sources = ["tests/readme.rs", "src/bin/mirror/folder.rs"]
        .map(|path| trimmed(&read(&root.join(path))));
    for block in blocks {
        let block = trimmed(block);
        assert!(sources.iter().any(|source| source.contains(&block)), "in no example:\n{block}");
    }
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("a source")
}

/// The lines without indentation, which differs.
fn trimmed(code: &str) -> String {
    code.lines().flat_map(|line| [line.trim(), "\n"]).collect()
}
