//! The report on permissions, and that a service which demands what the pages say agrees with it.

use std::process::{Command, Output};

use docmill_graph::runtime::{Access, Granted};
use docmill_graph::{Client, ErrorKind, StaticToken, drive_item, item_phone};
use docmill_loopback::{Reply, Request, Server};
use serde_json::json;

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_least-privilege"))
        .args(arguments)
        .output()
        .expect("the program runs")
}

/// The lines that it says; it must succeed.
fn lines(arguments: &[&str]) -> Vec<String> {
    let output = run(arguments);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
}

#[test]
fn what_an_application_may_call() {
    let lines = lines(&["allowed", "--as", "application", "files.read.all"]);
    assert!(lines.contains(&"yes  drive_item::delta".to_owned()), "{lines:#?}");
    assert!(lines.contains(&"no   item_phone::list: needs User.ReadBasic.All".to_owned()));
    assert!(lines.contains(&"no   item_phone::update: not for this caller".to_owned()));
    let yes = lines.iter().filter(|line| line.starts_with("yes")).count();
    let last = format!("{yes} of {} operations", docmill_graph::OPERATIONS.len());
    assert_eq!(lines.last(), Some(&last));
}

#[test]
fn the_least_permissions_leave_out_what_others_make_superfluous() {
    let needed = |operations: &[&str]| lines(&[&["needed", "--as", "work"], operations].concat());
    assert_eq!(needed(&["item_phone::list"]), ["User.Read: item_phone::list"]);
    assert_eq!(
        needed(&["item_phone::list", "item_phone::update", "drive_item::delta"]),
        ["Files.Read: drive_item::delta", "User.ReadWrite: item_phone::list, item_phone::update"]
    );
}

#[test]
fn questions_without_an_answer() {
    let complaint = |arguments: &[&str]| {
        let output = run(arguments);
        assert!(!output.status.success(), "{output:?}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let unknown = complaint(&["needed", "--as", "work", "item_phone::lost"]);
    assert!(unknown.contains("no operation item_phone::lost"), "{unknown}");
    let impossible = complaint(&["needed", "--as", "application", "item_phone::update"]);
    assert!(impossible.contains("no permission for this caller"), "{impossible}");
}

/// With what the report calls the least, a service that demands what the pages say lets both calls
/// through; with either permission alone, only one.
#[tokio::test]
async fn a_service_agrees() {
    let report =
        lines(&["needed", "--as", "application", "item_phone::list", "drive_item::list_children"]);
    let least: Vec<_> = report.iter().filter_map(|line| Some(line.split_once(": ")?.0)).collect();
    assert_eq!(least, ["Files.Read.All", "User.ReadBasic.All"]);

    let server = Server::start(|request: &Request| {
        let scopes = request.header("authorization").unwrap_or_default();
        let scopes = scopes.trim_start_matches("Bearer ").split('+');
        let demanded = if request.path().starts_with("/drives/") {
            ["Files.Read.All", "Files.ReadWrite.All"]
        } else {
            ["User.ReadBasic.All", "User.Read.All"]
        };
        if scopes.into_iter().any(|scope| demanded.contains(&scope)) {
            Reply::json(&json!({"value": []}))
        } else {
            Reply::new(403).body(r#"{"error":{"code":"accessDenied"}}"#)
        }
    })
    .await;
    for granted in [&least[..], &least[..1], &least[1..]] {
        let client = Client::new(&server.uri(), StaticToken::new(granted.join("+")));
        let client = client.expect("a client");
        let phones = item_phone::list(&client, item_phone::ListPath::users("a"));
        let children =
            drive_item::list_children(&client, drive_item::ListChildrenPath::drives("d", "i"));
        let expected = Granted::new(Access::Application, granted);
        let expected =
            (expected.allows(&phones.permissions()), expected.allows(&children.permissions()));
        let (phones, children) = (phones.await.map(drop), children.await.map(drop));
        assert_eq!((phones.is_ok(), children.is_ok()), expected, "{granted:?}");
        for error in [phones, children].into_iter().filter_map(Result::err) {
            assert_eq!(error.kind(), ErrorKind::Service);
        }
    }
}
