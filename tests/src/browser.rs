//! Headless Chromium, driven by way of `chromedriver` in the words of the `WebDriver` protocol.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

/// What a found element is called in the protocol.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A browser with one window, closed when it is dropped.
pub struct Browser {
    driver: Driver,
    session: String,
    /// Chromium's own files.
    _profile: TempDir,
}

/// The driver's process, ended with the value.
struct Driver {
    process: Child,
    address: String,
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Browser {
    /// `None` where there is no `chromedriver` to be started.
    ///
    /// # Panics
    ///
    /// If the driver is there and its browser cannot be used.
    pub fn start() -> Option<Self> {
        let driver = Driver::start()?;
        let profile = tempfile::tempdir().expect("a folder");
        let folder = format!("--user-data-dir={}", profile.path().display());
        let mut args = vec![folder.as_str()];
        // Nothing here is to be fetched, and a container's root has no sandbox.
        args.extend([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ]);
        let answer = driver.ask(
            "/session",
            &json!({"capabilities": {"alwaysMatch": {
                "browserName": "chrome",
                "goog:chromeOptions": {"args": args},
                "goog:loggingPrefs": {"browser": "ALL"},
            }}}),
        );
        let session = answer["sessionId"].as_str().expect("a session").to_owned();
        Some(Self { driver, session, _profile: profile })
    }

    /// Opens a file.
    pub fn open(&self, file: &Path) {
        self.ask("url", &json!({"url": format!("file://{}", file.display())}));
    }

    /// What a script returns, run in the page.
    pub fn run(&self, script: &str) -> Value {
        self.ask("execute/sync", &json!({"script": script, "args": []}))
    }

    /// Clicks where a user would.
    pub fn click(&self, selector: &str) {
        let element = self.find(selector);
        self.ask(&format!("element/{element}/click"), &json!({}));
    }

    /// Types into a field.
    pub fn write(&self, selector: &str, text: &str) {
        let element = self.find(selector);
        self.ask(&format!("element/{element}/value"), &json!({"text": text}));
    }

    /// Presses keys one after the other, wherever the focus is: `\u{E004}` is the tabulator.
    pub fn press(&self, keys: &str) {
        let keys: Vec<Value> = keys
            .chars()
            .flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({"type": kind, "value": key})))
            .collect();
        self.ask("actions", &json!({"actions": [{"type": "key", "id": "keys", "actions": keys}]}));
    }

    /// Everything that the browser has complained about since it was asked.
    pub fn complaints(&self) -> Value {
        self.ask("se/log", &json!({"type": "browser"}))
    }

    fn find(&self, selector: &str) -> String {
        let found = self.ask("element", &json!({"using": "css selector", "value": selector}));
        found[ELEMENT].as_str().expect("an element").to_owned()
    }

    fn ask(&self, what: &str, body: &Value) -> Value {
        self.driver.ask(&format!("/session/{}/{what}", self.session), body)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver takes the browser with it only when it is asked to.
        let _ = ureq::delete(format!("{}/session/{}", self.driver.address, self.session)).call();
    }
}

impl Driver {
    fn start() -> Option<Self> {
        let mut command = Command::new("chromedriver");
        command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().ok()?;
        let lines = BufReader::new(process.stdout.take().expect("it is piped")).lines();
        // ChromeDriver was started successfully on port 41234.
        let port = lines.map_while(Result::ok).find_map(|line| {
            let (_, port) = line.split_once("successfully on port ")?;
            port.trim_end_matches('.').parse::<u16>().ok()
        });
        let address = format!("http://127.0.0.1:{}", port.expect("the driver tells its port"));
        Some(Self { process, address })
    }

    fn ask(&self, path: &str, body: &Value) -> Value {
        let agent: ureq::Agent =
            ureq::Agent::config_builder().http_status_as_error(false).proxy(None).build().into();
        let mut answer = agent
            .post(format!("{}{path}", self.address))
            .send_json(body)
            .unwrap_or_else(|error| panic!("{path}: {error}"));
        let status = answer.status();
        let mut answer: Value = answer.body_mut().read_json().expect("JSON");
        assert!(status.is_success(), "{path}: {answer}");
        answer["value"].take()
    }
}
