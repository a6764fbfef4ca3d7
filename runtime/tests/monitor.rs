//! Operations that go on after their answer.

mod common;

use std::time::{Duration, Instant};

use common::item_phone;
use docmill_loopback::{Reply, Request, Server};
use docmill_runtime::{
    CancellationToken, Client, ErrorKind, Monitor, Progress, RetryPolicy, StaticToken, serde_json,
};
use serde_json::json;

fn client(base: &str) -> Client {
    Client::builder(base)
        .token_provider(StaticToken::new("secret"))
        .retry(RetryPolicy::default().first_wait(Duration::from_millis(5)))
        .build()
        .expect("a client")
}

fn state(status: &str) -> Reply {
    Reply::json(&json!({"status": status, "percentageComplete": 40.5}))
}

#[tokio::test]
async fn a_monitor_looks_as_often_as_it_is_told_until_it_is_done() {
    let elsewhere = Server::start(|request: &Request| match request.number {
        0 => state("notStarted").status(202).header("Retry-After", "0"),
        // A look that fails is no failure of the operation.
        1 => Reply::reset(),
        2 => state("inProgress").header("Retry-After", "1"),
        _ => Reply::json(&json!({"status": "completed", "resourceId": "7"})),
    })
    .await;
    let monitor = format!("{}/monitor/1?token=x", elsewhere.uri());
    let server = Server::start(move |_: &Request| {
        Reply::new(202).header("Location", &monitor).header("Retry-After", "0")
    })
    .await;
    let client = client(&server.uri());
    let accepted = item_phone::ping(&client).detailed().await.expect("accepted");
    let monitor = Monitor::of(&client, &accepted).expect("a URL").expect("a location");
    let start = Instant::now();
    let done = monitor.wait().await.expect("done");
    assert!(start.elapsed() >= Duration::from_secs(1), "as long as Retry-After says");
    assert_eq!(done.resource_id(), Some("7"));
    assert_eq!((elsewhere.count(), elsewhere.with_token()), (4, 0), "no token on another host");
    assert_eq!(server.with_token(), 1);
}

#[tokio::test]
async fn a_monitor_leads_to_what_was_made() {
    let server = Server::start(|request: &Request| match request.path() {
        "/beta/operations/1" => Reply::redirect(303, "/beta/items/9"),
        "/beta/items/9" => Reply::json(&json!({"id": "9", "status": "active"})),
        _ => Reply::new(404),
    })
    .await;
    let client = client(&format!("{}/beta", server.uri()));
    // A path below the base URL, with the base and without.
    for location in ["/operations/1", "/beta/operations/1"] {
        let done = Monitor::new(&client, location).expect("a path").wait().await.expect("done");
        assert_eq!(done.resource_id(), Some("9"));
    }
    assert_eq!(server.with_token(), 4);
    for location in ["operations/1", "//", ""] {
        let error = Monitor::new(&client, location).expect_err(location);
        assert_eq!(error.kind(), ErrorKind::Link);
    }
}

#[tokio::test]
async fn the_id_of_an_operation_is_not_that_of_what_it_made() {
    let made = |body: serde_json::Value| async move {
        let server = Server::start(move |_: &Request| Reply::json(&body)).await;
        let client = client(&server.uri());
        let done = Monitor::new(&client, "/operations/1").expect("a path").wait().await;
        let done = done.expect("done");
        [done.resource_id(), done.resource_location()].map(|it| it.map(str::to_owned))
    };
    let some = |text: &str| Some(text.to_owned());
    let team = json!({
        "id": "1", "operationType": "createTeam", "status": "succeeded", "attemptsCount": 1,
        "targetResourceId": "7", "targetResourceLocation": "/teams('7')",
    });
    assert_eq!(made(team).await, [some("7"), some("/teams('7')")]);
    let workbook = json!({"id": "1", "status": "succeeded", "resourceLocation": "/rows(7)"});
    assert_eq!(made(workbook).await, [None, some("/rows(7)")]);
    let print = json!({"id": "1", "status": {"state": "succeeded"}});
    assert_eq!(made(print).await, [None, None]);
    // What was made may have a status of its own.
    assert_eq!(made(json!({"id": "7", "status": "completed"})).await, [some("7"), None]);
}

#[tokio::test]
async fn how_much_is_done_may_be_a_number_in_quotes() {
    for (said, percent) in [
        (json!({"percentComplete": "40.5"}), Some(40.5)),
        (json!({"percentageComplete": 40.5}), Some(40.5)),
        (json!({"percentComplete": "half"}), None),
        (json!({"percentComplete": "NaN"}), None),
        (json!({}), None),
    ] {
        let server = Server::start(move |_: &Request| Reply::json(&said).status(202)).await;
        let client = client(&server.uri());
        let progress = Monitor::new(&client, "/operations/1").expect("a path").poll().await;
        let Ok(Progress::Running(running)) = progress else { panic!("it is under way") };
        assert_eq!(running.percent, percent);
    }
}

#[tokio::test]
async fn an_operation_may_have_a_header_and_an_object_for_its_state() {
    let server = Server::start(|request: &Request| match request.number {
        0 => Reply::new(202)
            .header("Location", "/printers/7")
            .header("Operation-Location", "/operations/1"),
        1 => Reply::json(&json!({"status": {"state": "running"}})),
        2 => Reply::json(&json!({"id": "1", "status": {"state": "succeeded"}})),
        _ => Reply::json(&json!({"status": {"state": "failed", "description": "no paper"}})),
    })
    .await;
    let client = client(&server.uri());
    let accepted = item_phone::ping(&client).detailed().await.expect("accepted");
    let monitor = Monitor::of(&client, &accepted).expect("a URL").expect("a location");
    assert!(matches!(monitor.poll().await.expect("a state"), Progress::Running(_)));
    assert_eq!(monitor.poll().await.map(|it| matches!(it, Progress::Done(_))).ok(), Some(true));
    assert_eq!(monitor.poll().await.expect_err("failed").kind(), ErrorKind::Failed);
    let asked: Vec<String> = server.requests().iter().map(|it| it.target.clone()).collect();
    assert_eq!(asked[1..], ["/operations/1"; 3]);
}

#[tokio::test]
async fn an_operation_that_fails_says_why() {
    for body in [
        json!({"status": "failed", "error": {"code": "full", "message": "private"}}),
        json!({"status": "deleteFailed", "errorCode": "full", "statusDescription": "private"}),
        json!({"status": "canceled", "error": {"code": "full", "message": "private"}}),
        json!({"status": "Cancelled", "error": {"code": "full", "message": "private"}}),
    ] {
        let server = Server::start(move |_: &Request| Reply::json(&body)).await;
        let client = client(&server.uri());
        let monitor = Monitor::new(&client, &server.uri()).expect("a URL");
        let error = monitor.wait().await.expect_err("it failed");
        let service = error.service().expect("what the service says");
        assert_eq!((error.kind(), &*service.code), (ErrorKind::Failed, "full"));
        assert_eq!(service.message, "private");
        assert_eq!(error.to_string(), "the operation failed, full");
        assert!(!format!("{error:?}").contains("private"));
    }
}

#[tokio::test]
async fn waiting_ends_in_time_and_when_cancelled() {
    let server = Server::start(|_: &Request| state("running").header("Retry-After", "0")).await;
    let client = client(&server.uri());
    let monitor = || Monitor::new(&client, &server.uri()).expect("a URL");
    let Progress::Running(running) = monitor().poll().await.expect("a state") else {
        panic!("it is running")
    };
    assert_eq!(running.percent, Some(40.5));
    let error = monitor().timeout(Duration::from_millis(50)).wait().await.expect_err("too slow");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    let token = CancellationToken::new();
    let waiting = monitor().cancel_on(token.clone()).wait();
    let (result, ()) = tokio::join!(waiting, async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        token.cancel();
    });
    assert_eq!(result.expect_err("cancelled").kind(), ErrorKind::Cancelled);
}

#[tokio::test]
async fn at_once_again_and_again_is_no_reason_to_storm_a_service() {
    for at_once in ["0", "Wed, 21 Oct 2015 07:28:00 GMT"] {
        let server =
            Server::start(|_: &Request| state("running").header("Retry-After", at_once)).await;
        let client = client(&server.uri());
        let monitor = Monitor::new(&client, &server.uri()).expect("a URL");
        let limit = Duration::from_millis(450);
        monitor.timeout(limit).wait().await.expect_err("it never ends");
        assert!((1..=5).contains(&server.count()), "{} looks", server.count());
    }
}

#[tokio::test]
async fn what_is_no_answer_of_an_operation_is_not_taken_for_done() {
    let page = Reply::new(200).header("Content-Type", "text/html").body("<html>sign in</html>");
    let cut = Reply::json(&json!({"status": "completed"})).body("{\"status\": \"comple");
    for (reply, found) in [(page, "expected JSON, found `text/html` at $"), (cut, "EOF")] {
        let server = Server::start(move |_: &Request| reply.clone()).await;
        let client = client(&server.uri());
        let monitor = Monitor::new(&client, &server.uri()).expect("a URL");
        let error = monitor.wait().await.expect_err("no JSON");
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().contains(found), "{error}");
    }
}
