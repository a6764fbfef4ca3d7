//! Moving phone numbers against a service on loopback that throttles single requests of a batch.

use std::collections::BTreeMap;
use std::process::Output;
use std::sync::{Arc, Mutex};

use docmill_loopback::{Delivery, Reply, Request, Server};
use serde_json::{Value, json};
use tokio::process::Command;

const TOKEN: &str = "token-of-the-mover";

/// Whose profile has which numbers: user, id, entry.
type Profiles = BTreeMap<String, BTreeMap<String, Value>>;

/// What goes wrong: the answer to a request of a batch, counted from 1, if it is not the usual one.
type Fault = fn(part: &Value, batch: usize) -> Option<Value>;

struct Service {
    profiles: Arc<Mutex<Profiles>>,
    server: Server,
}

impl Service {
    async fn start(profiles: Profiles, fault: Fault) -> Self {
        let profiles = Arc::new(Mutex::new(profiles));
        let (here, batches) = (profiles.clone(), Mutex::new(0));
        let server = Server::start(move |request| {
            let mut profiles = here.lock().expect("free");
            if request.method == "POST" && request.path() == "/$batch" {
                let mut batches = batches.lock().expect("free");
                *batches += 1;
                return answer_batch(&mut profiles, &request.json(), fault, *batches);
            }
            let reply = list(&profiles, request);
            // Every other page breaks off.
            if request.number % 2 == 0 { reply.delivered(Delivery::ResetAfter(9)) } else { reply }
        });
        Self { server: server.await, profiles }
    }

    async fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_move-phones"))
            .args(arguments)
            .env("GRAPH_BASE_URL", self.server.uri())
            .env("GRAPH_TOKEN", TOKEN)
            .output()
            .await
            .expect("the program runs")
    }

    /// Labels and numbers in a profile, sorted.
    fn numbers(&self, user: &str) -> Vec<String> {
        let profiles = self.profiles.lock().expect("free");
        let text = |phone: &Value| format!("{} {}", phone["displayName"], phone["number"]);
        let mut numbers: Vec<_> =
            profiles.get(user).into_iter().flat_map(|phones| phones.values().map(text)).collect();
        numbers.sort();
        numbers
    }

    /// The methods of the requests in each batch.
    fn batches(&self) -> Vec<Vec<String>> {
        let requests = self.server.requests();
        let batches = requests.iter().filter(|request| request.path() == "/$batch");
        batches
            .map(|request| {
                let parts = request.json()["requests"].as_array().expect("requests").clone();
                let method = |part: &Value| part["method"].as_str().expect("a method").to_owned();
                parts.iter().map(method).collect()
            })
            .collect()
    }
}

/// A page of two numbers.
fn list(profiles: &Profiles, request: &Request) -> Reply {
    let user = request.path().trim_start_matches("/users/").trim_end_matches("/profile/phones");
    let phones = profiles.get(user).map(|it| it.values().cloned().collect::<Vec<_>>());
    let phones = phones.unwrap_or_default();
    let skip: usize = request.query("skip").map_or(0, |skip| skip.parse().expect("a number"));
    let mut page = json!({"value": phones.iter().skip(skip).take(2).collect::<Vec<_>>()});
    if skip + 2 < phones.len() {
        let (host, path) = (request.header("host").expect("a host"), request.path());
        page["@odata.nextLink"] = json!(format!("http://{host}{path}?skip={}", skip + 2));
    }
    Reply::json(&page)
}

fn answer_batch(profiles: &mut Profiles, batch: &Value, fault: Fault, number: usize) -> Reply {
    let mut answers: Vec<Value> = Vec::new();
    for part in batch["requests"].as_array().expect("requests") {
        let failed = |id: &Value| {
            answers.iter().any(|it| it["id"] == *id && it["status"].as_u64() > Some(299))
        };
        let waits_in_vain = part["dependsOn"].as_array().is_some_and(|ids| ids.iter().any(failed));
        let (method, url) = (part["method"].as_str().expect("a"), part["url"].as_str().expect("b"));
        let mut answer = if waits_in_vain {
            json!({"status": 424, "body": {"error": {"code": "FailedDependency"}}})
        } else if let Some(fault) = fault(part, number) {
            fault
        } else {
            apply(profiles, method, url, &part["body"])
        };
        answer["id"] = part["id"].clone();
        answers.push(answer);
    }
    Reply::json(&json!({"responses": answers}))
}

fn apply(profiles: &mut Profiles, method: &str, url: &str, body: &Value) -> Value {
    let words: Vec<_> = url.trim_start_matches("/users/").split('/').collect();
    let phones = profiles.entry(words[0].to_owned()).or_default();
    match (method, &words[1..]) {
        ("POST", ["profile", "phones"]) => {
            let id = format!("new-{}", phones.len());
            let mut phone = body.clone();
            phone["id"] = json!(id);
            phones.insert(id, phone.clone());
            json!({"status": 201, "body": phone})
        }
        ("DELETE", ["profile", "phones", id]) => match phones.remove(*id) {
            Some(_) => json!({"status": 204}),
            None => json!({"status": 404, "body": {"error": {"code": "itemNotFound"}}}),
        },
        other => panic!("{other:?}"),
    }
}

fn profiles(count: usize) -> Profiles {
    let phone = |index: usize| {
        let id = format!("p{index:02}");
        let phone = json!({"id": id, "number": format!("+1 20655501{index:02}"), "type": "business",
            "displayName": format!("Desk {index:02}"), "allowedAudiences": "organization",
            "createdDateTime": "2026-03-02T09:15:42Z", "source": null});
        (id, phone)
    };
    Profiles::from([("mira".to_owned(), (0..count).map(phone).collect())])
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Whether this request writes or removes the number with this index.
fn is(part: &Value, method: &str, index: usize) -> bool {
    let of_number = match method {
        "POST" => part["body"]["displayName"] == format!("Desk {index:02}"),
        _ => part["url"].as_str().is_some_and(|url| url.ends_with(&format!("/p{index:02}"))),
    };
    part["method"] == method && of_number
}

fn throttled() -> Value {
    json!({"status": 429, "headers": {"Retry-After": "0"}, "body": {"error": {"code": "throttled"}}})
}

#[tokio::test]
async fn all_numbers_move_and_only_what_is_throttled_is_sent_again() {
    // At first one number cannot be written, and with it not be removed; another not be removed.
    let service = Service::start(profiles(12), |part, batch| {
        let busy = batch == 1 && (is(part, "POST", 3) || is(part, "DELETE", 5));
        busy.then(throttled)
    });
    let service = service.await;
    let all = service.numbers("mira");

    let output = service.run(&["mira", "noor", "--dry-run"]).await;
    assert_eq!(said(&output).lines().count(), 12);
    assert!(service.batches().is_empty(), "nothing is moved");

    let output = service.run(&["mira", "noor"]).await;
    assert!(output.status.success(), "{output:?}");
    assert_eq!(said(&output).lines().count(), 12);
    assert!(said(&output).starts_with("moved +1 2065550100 (Desk 00)\n"), "{output:?}");
    assert_eq!(service.numbers("noor"), all, "each number once");
    assert!(service.numbers("mira").is_empty());
    let batches = service.batches();
    assert_eq!(batches.len(), 2);
    assert_eq!(batches[0].len(), 20);
    let again = ["POST", "DELETE", "DELETE"];
    let others = ["POST", "DELETE", "POST", "DELETE"];
    assert_eq!(batches[1], [&again[..], &others[..]].concat());
    assert_eq!(service.server.with_token(), service.server.count());
}

#[tokio::test]
async fn a_number_that_cannot_be_written_stays_where_it_is() {
    let service = Service::start(profiles(3), |part, _| {
        let refusal = json!({"status": 403, "body": {"error": {"code": "accessDenied"}}});
        is(part, "POST", 1).then_some(refusal)
    });
    let service = service.await;
    let output = service.run(&["mira", "noor"]).await;
    assert_eq!(output.status.code(), Some(1));
    let said = said(&output);
    let line = said.lines().nth(1).expect("three lines");
    assert!(line.starts_with("did not move +1 2065550101 (Desk 01): "), "{said}");
    assert!(line.contains("accessDenied"), "{said}");
    assert!(!said.contains(TOKEN));
    assert_eq!(service.numbers("mira"), ["\"Desk 01\" \"+1 2065550101\""]);
    assert_eq!(service.numbers("noor").len(), 2);
}

#[tokio::test]
async fn an_interrupted_move_is_finished_without_doubles() {
    let service = Service::start(profiles(4), |part, batch| {
        let broken = batch == 1 && part["method"] == "DELETE" && !is(part, "DELETE", 0);
        broken.then(|| json!({"status": 500, "body": {"error": {"code": "generalException"}}}))
    });
    let service = service.await;
    let all = service.numbers("mira");
    let output = service.run(&["mira", "noor"]).await;
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(said(&output).matches("did not remove").count(), 3, "{output:?}");
    assert_eq!((service.numbers("mira").len(), service.numbers("noor").len()), (3, 4));

    let output = service.run(&["mira", "noor"]).await;
    assert!(output.status.success(), "{output:?}");
    assert_eq!(service.batches()[1], ["DELETE", "DELETE", "DELETE"]);
    assert_eq!(service.numbers("noor"), all);
    assert!(service.numbers("mira").is_empty());
}
