//! The mirror against a drive on loopback that changes, throttles, breaks off and forgets.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Output;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use docmill_loopback::{Delivery, Reply, Request, Server};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::Command;

const TOKEN: &str = "token-of-the-mirror";
const ITEMS_ON_A_PAGE: usize = 3;

/// A drive: what is in it, and everything that has happened to it.
#[derive(Default)]
struct Drive {
    items: BTreeMap<&'static str, Item>,
    /// Ids, in the order in which they changed.
    log: Vec<&'static str>,
    /// Delta links from before this entry of the log are too old.
    forgotten: usize,
    /// Whose content breaks off each time.
    broken: Option<&'static str>,
}

#[derive(Clone)]
struct Item {
    name: &'static str,
    parent: &'static str,
    /// `None` for folders.
    content: Option<String>,
}

impl Drive {
    fn folder(&mut self, id: &'static str, parent: &'static str, name: &'static str) {
        self.set(id, Item { name, parent, content: None });
    }

    fn file(&mut self, id: &'static str, parent: &'static str, name: &'static str, content: &str) {
        self.set(id, Item { name, parent, content: Some(content.to_owned()) });
    }

    fn set(&mut self, id: &'static str, item: Item) {
        self.items.insert(id, item);
        self.log.push(id);
    }

    fn remove(&mut self, id: &'static str) {
        self.items.remove(id);
        self.log.push(id);
    }

    /// What the folder is to hold: paths and contents, and folders with nothing.
    fn tree(&self) -> BTreeMap<String, Option<String>> {
        let path = |id: &str| {
            let mut path = String::new();
            let mut at = id;
            while at != "root" {
                path = format!("/{}{path}", self.items[at].name);
                at = self.items[at].parent;
            }
            path
        };
        self.items.iter().map(|(id, item)| (path(id), item.content.clone())).collect()
    }

    /// The item as the service tells of it.
    fn json(&self, id: &str) -> Value {
        let Some(item) = self.items.get(id) else {
            return json!({"id": id, "deleted": {"state": "deleted"}});
        };
        let mut json = json!({"id": id, "name": item.name,
            "parentReference": {"driveId": "d", "id": item.parent}});
        match &item.content {
            Some(content) => {
                json["file"] = json!({"mimeType": "text/plain"});
                json["size"] = json!(content.len());
                json["cTag"] = json!(version(content));
            }
            None => json["folder"] = json!({}),
        }
        json
    }

    /// A page of changes from this entry of the log on: each item once, as it is now.
    fn changes(&self, base: &str, token: &str) -> Reply {
        let (from, skip) = token.split_once('-').unwrap_or((token, "0"));
        let (from, skip): (usize, usize) =
            (from.parse().expect("a number"), skip.parse().expect("a number"));
        if from > 0 && from < self.forgotten {
            return Reply::new(410)
                .header("Location", &format!("{base}/me/drive/root/delta?token=0"))
                .body(r#"{"error":{"code":"resyncChangesApplyDifferences"}}"#);
        }
        let mut ids: Vec<_> = self.log[from..].to_vec();
        // Children before their parents, which the client must cope with.
        ids.sort_unstable();
        ids.dedup();
        let mut value: Vec<_> =
            ids.iter().skip(skip).take(ITEMS_ON_A_PAGE).map(|id| self.json(id)).collect();
        let next = skip + value.len();
        let link = if next < ids.len() { "@odata.nextLink" } else { "@odata.deltaLink" };
        let token =
            if next < ids.len() { format!("{from}-{next}") } else { self.log.len().to_string() };
        if next == ids.len() && from == 0 {
            value.push(json!({"id": "root", "name": "root", "root": {}, "folder": {}}));
        }
        Reply::json(&json!({"value": value,
            link: format!("{base}/me/drive/root/delta?token={token}")}))
    }
}

fn version(content: &str) -> String {
    let sum = content.bytes().fold(7u64, |sum, byte| sum.wrapping_mul(31) + u64::from(byte));
    format!("\"{sum:x}\"")
}

/// The service: one server for the API, another for content, as drives have it.
struct Service {
    drive: Arc<Mutex<Drive>>,
    api: Server,
    content: Server,
}

impl Service {
    async fn start(drive: Drive) -> Self {
        let drive = Arc::new(Mutex::new(drive));
        let here = drive.clone();
        let content = Server::start(move |request| content(&here.lock().expect("free"), request));
        let content = content.await;
        let (here, elsewhere) = (drive.clone(), content.uri());
        let api = Server::start(move |request| {
            let base = format!("http://{}", request.header("host").expect("a host"));
            match request.number % 7 {
                2 => return Reply::new(429).header("Retry-After", "0"),
                4 => return Reply::reset(),
                _ => {}
            }
            if let Some(id) = request.path().strip_prefix("/me/drive/items/") {
                let id = id.strip_suffix("/content").expect("of content");
                return Reply::redirect(302, &format!("{elsewhere}/bytes/{id}?t=signed"));
            }
            assert_eq!(request.path(), "/me/drive/root/delta");
            let reply =
                here.lock().expect("free").changes(&base, request.query("token").unwrap_or("0"));
            if request.number % 7 == 5 { reply.delivered(Delivery::ResetAfter(20)) } else { reply }
        });
        Self { drive, api: api.await, content }
    }

    async fn mirror(&self, folder: &Path) -> Output {
        self.command(folder).output().await.expect("the program runs")
    }

    fn command(&self, folder: &Path) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mirror"));
        command.arg(folder).env("GRAPH_BASE_URL", self.api.uri()).env("GRAPH_TOKEN", TOKEN);
        command.kill_on_drop(true);
        command
    }

    /// Runs the mirror, which must succeed and leave in the folder what is in the drive. Gives what
    /// it said.
    async fn mirrors(&self, folder: &Path) -> String {
        let output = self.mirror(folder).await;
        let (said, complained) = texts(&output);
        assert!(output.status.success(), "{said}{complained}");
        assert_eq!(tree_of(folder), self.drive.lock().expect("free").tree());
        said
    }

    /// The ids of the items whose content was asked for, without those that were asked for the rest.
    fn downloads(&self) -> Vec<String> {
        let whole = |request: &&Request| request.header("range").is_none();
        let id = |request: &Request| request.path().trim_start_matches("/bytes/").to_owned();
        let mut ids: Vec<_> = self.content.requests().iter().filter(whole).map(id).collect();
        ids.sort();
        ids
    }
}

/// The content of an item, in two halves: the first answer breaks off.
fn content(drive: &Drive, request: &Request) -> Reply {
    let id = request.path().trim_start_matches("/bytes/");
    let content = drive.items[id].content.clone().expect("a file");
    let reply = Reply::new(200).header("ETag", &version(&content));
    if drive.broken == Some(id) {
        return reply.body(content).delivered(Delivery::ResetAfter(1));
    }
    match request.header("range") {
        Some(range) => {
            let from = range.trim_start_matches("bytes=").trim_end_matches('-');
            let from: usize = from.parse().expect("a number");
            let all = content.len();
            reply
                .status(206)
                .header("Content-Range", &format!("bytes {from}-{}/{all}", all - 1))
                .body(&content.as_bytes()[from..])
        }
        None if content.len() > 1000 => {
            let half = content.len() / 2;
            reply.body(content).delivered(Delivery::ResetAfter(half))
        }
        None => reply.body(content),
    }
}

fn texts(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

/// Everything in a folder but the program's own: paths and contents.
fn tree_of(folder: &Path) -> BTreeMap<String, Option<String>> {
    let mut tree = BTreeMap::new();
    let mut left = vec![(folder.to_owned(), String::new())];
    while let Some((folder, path)) = left.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let entry = entry.expect("an entry");
            let path = format!("{path}/{}", entry.file_name().to_string_lossy());
            if path == "/.mirror" {
                continue;
            }
            let content = if entry.path().is_dir() {
                left.push((entry.path(), path.clone()));
                None
            } else {
                Some(std::fs::read_to_string(entry.path()).expect("text"))
            };
            tree.insert(path, content);
        }
    }
    tree
}

fn drive() -> Drive {
    let mut drive = Drive::default();
    drive.folder("f-plans", "root", "Plans");
    drive.folder("f-old", "f-plans", "Old");
    drive.folder("f-empty", "root", "Empty");
    drive.file("a", "root", "a.txt", "alpha");
    drive.file("b", "root", "b.txt", "beta");
    drive.file("harbour", "f-plans", "Harbour plan (2026).txt", &"harbour ".repeat(4000));
    drive.file("pier", "f-old", "Pier.txt", "pier");
    drive.file("tides", "f-old", "Tides #1?.txt", "tides");
    drive
}

#[tokio::test]
async fn the_folder_follows_the_drive() {
    let (service, folder) = (Service::start(drive()).await, TempDir::new().expect("a folder"));
    let folder = folder.path();

    // The first run, with everything going wrong that can be mended.
    let said = service.mirrors(folder).await;
    assert_eq!(said, "5 downloaded, 0 moved, 0 removed, 0 failed; 5 files in all\n");
    assert_eq!(service.downloads(), ["a", "b", "harbour", "pier", "tides"]);
    let rest: Vec<_> =
        service.content.requests().into_iter().filter(|it| it.header("range").is_some()).collect();
    assert!(!rest.is_empty(), "the broken download went on");

    // Nothing has changed: nothing is read again.
    let before = service.api.count();
    let said = service.mirrors(folder).await;
    assert_eq!(said, "0 downloaded, 0 moved, 0 removed, 0 failed; 5 files in all\n");
    let asked: Vec<_> =
        service.api.requests()[before..].iter().map(|it| it.target.clone()).collect();
    assert!(asked.iter().all(|target| target == "/me/drive/root/delta?token=8"), "{asked:?}");

    // New content, two files that trade names, a folder elsewhere, a file gone, a new one.
    {
        let mut drive = service.drive.lock().expect("free");
        drive.file("harbour", "f-plans", "Harbour plan (2026).txt", "short by now");
        drive.file("a", "root", "b.txt", "alpha");
        drive.file("b", "root", "a.txt", "beta");
        drive.folder("f-old", "f-empty", "Older");
        drive.remove("tides");
        drive.file("new", "f-old", "New.txt", "new");
    }
    let said = service.mirrors(folder).await;
    assert_eq!(said, "2 downloaded, 3 moved, 1 removed, 0 failed; 5 files in all\n");

    // A folder is gone with all that was in it.
    {
        let mut drive = service.drive.lock().expect("free");
        for id in ["pier", "new", "f-old"] {
            drive.remove(id);
        }
    }
    let said = service.mirrors(folder).await;
    assert_eq!(said, "0 downloaded, 0 moved, 2 removed, 0 failed; 3 files in all\n");

    // The service has forgotten what has changed since: everything is listed, little is read.
    {
        let mut drive = service.drive.lock().expect("free");
        drive.remove("b");
        drive.file("c", "f-plans", "c.txt", "gamma");
        drive.forgotten = drive.log.len();
    }
    let before = service.downloads().len();
    let said = service.mirrors(folder).await;
    assert_eq!(said, "1 downloaded, 0 moved, 1 removed, 0 failed; 3 files in all\n");
    assert_eq!(service.downloads().len(), before + 1);

    assert_eq!(service.api.with_token(), service.api.count());
    assert_eq!(service.content.with_token(), 0, "the token is for the API alone");
}

#[tokio::test]
async fn what_could_not_be_had_comes_with_the_next_run() {
    let (service, folder) = (Service::start(drive()).await, TempDir::new().expect("a folder"));
    service.drive.lock().expect("free").broken = Some("pier");
    let output = service.mirror(folder.path()).await;
    let (said, complained) = texts(&output);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(said, "4 downloaded, 0 moved, 0 removed, 1 failed; 4 files in all\n");
    assert!(complained.starts_with("Plans/Old/Pier.txt: "), "{complained}");
    assert!(!complained.contains(TOKEN) && !complained.contains("signed"), "{complained}");
    assert!(!folder.path().join("Plans/Old/Pier.txt").exists(), "half a file is none");

    service.drive.lock().expect("free").broken = None;
    let before = service.downloads().len();
    let said = service.mirrors(folder.path()).await;
    assert_eq!(said, "1 downloaded, 0 moved, 0 removed, 0 failed; 5 files in all\n");
    assert_eq!(service.downloads().len(), before + 1);
}

#[tokio::test]
async fn a_run_that_is_killed_costs_nothing_but_time() {
    let mut drive = drive();
    drive.broken = Some("harbour");
    let (service, folder) = (Service::start(drive).await, TempDir::new().expect("a folder"));
    let mut running = service.command(folder.path()).spawn().expect("the program runs");
    while !service.downloads().contains(&"harbour".to_owned()) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    running.kill().await.expect("killed");
    let listed = service.api.count();

    service.drive.lock().expect("free").broken = None;
    service.mirrors(folder.path()).await;
    let mut again = service.api.requests().into_iter().skip(listed);
    assert!(!again.any(|it| it.target == "/me/drive/root/delta"), "it went on from the link");
}

#[tokio::test]
async fn a_drive_cannot_write_outside_of_the_folder() {
    let mut drive = Drive::default();
    drive.file("1", "root", "../outside.txt", "1");
    drive.file("2", "root", "/tmp/outside.txt", "2");
    drive.folder("3", "root", "..");
    drive.file("4", "3", "outside.txt", "4");
    drive.folder("5", "root", ".mirror");
    drive.file("6", "5", "state.json", "6");
    drive.file("7", "root", "fine.txt", "7");
    let service = Service::start(drive).await;
    let outer = TempDir::new().expect("a folder");
    let output = service.mirror(&outer.path().join("inner")).await;
    let (said, complained) = texts(&output);
    assert_eq!(said, "1 downloaded, 0 moved, 0 removed, 0 failed; 1 files in all\n");
    for name in ["../outside.txt", "/tmp/outside.txt", "..", ".mirror"] {
        assert!(complained.contains(&format!("left out: {name:?}")), "{complained}");
    }
    let entries = tree_of(outer.path());
    let outside = entries.keys().filter(|path| !path.starts_with("/inner/.mirror"));
    assert_eq!(outside.collect::<Vec<_>>(), ["/inner", "/inner/fine.txt"]);
}

#[tokio::test]
async fn a_folder_is_the_mirror_of_one_drive() {
    let (service, folder) = (Service::start(drive()).await, TempDir::new().expect("a folder"));
    service.mirrors(folder.path()).await;
    let output = service.command(folder.path()).args(["--drive", "other"]).output().await;
    let output = output.expect("the program runs");
    assert!(!output.status.success());
    assert!(texts(&output).1.contains("is a mirror of another drive"));
    assert_eq!(tree_of(folder.path()), service.drive.lock().expect("free").tree());
}
