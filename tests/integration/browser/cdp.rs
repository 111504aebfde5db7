//! A real browser, driven as a person would: it is looked at, typed into and tapped, over the `DevTools` protocol.

use std::io::{BufRead as _, BufReader};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

/// For so long something that must come is waited for.
const PATIENCE: Duration = Duration::from_secs(30);
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/// A browser that runs without a window.
pub struct Browser {
    process: Child,
    socket: WebSocket<TcpStream>,
    said: u64,
    /// What pages complained of: errors of theirs, and what their policy forbade.
    pub complaints: Vec<String>,
    _profile: tempfile::TempDir,
}

/// A page of it, with storage of its own, as on a device of its own.
#[derive(Clone)]
pub struct Page(String);

/// The first Chromium on the path, if there is one.
fn program() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let all = std::env::split_paths(&path).flat_map(|folder| NAMES.map(|name| folder.join(name)));
    all.into_iter().find(|program| Path::is_file(program))
}

impl Browser {
    /// Starts one; none when there is none.
    pub fn start() -> Option<Self> {
        let profile = tempfile::tempdir().unwrap();
        let mut process = Command::new(program()?)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
            .args(["--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=en-GB"])
            .args(["--remote-debugging-port=0", "--window-size=390,844", "about:blank"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stderr.take().unwrap()).lines().map_while(Result::ok);
        let address = lines.find_map(|line| Some(line.split_once("listening on ws://")?.1.trim().to_owned())).unwrap();
        std::thread::spawn(move || lines.for_each(drop)); // a full pipe would stop it
        let (host, _) = address.split_once('/').unwrap();
        let stream = TcpStream::connect(host).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let (socket, _) = tungstenite::client(format!("ws://{address}"), stream).unwrap();
        Some(Self { process, socket, said: 0, complaints: Vec::new(), _profile: profile })
    }

    /// Opens an address as on a new device with a screen of this size.
    pub fn open(&mut self, url: &str, (width, height): (u32, u32)) -> Page {
        let text = |value: &Value, name: &str| value[name].as_str().unwrap().to_owned();
        let device = text(&self.asks(None, "Target.createBrowserContext", &json!({})).unwrap(), "browserContextId");
        let blank = json!({"url": "about:blank", "browserContextId": device});
        let target = text(&self.asks(None, "Target.createTarget", &blank).unwrap(), "targetId");
        let attach = json!({"targetId": target, "flatten": true});
        let page = Page(text(&self.asks(None, "Target.attachToTarget", &attach).unwrap(), "sessionId"));
        for domain in ["Runtime.enable", "Log.enable", "Page.enable"] {
            self.asks(Some(&page), domain, &json!({})).unwrap();
        }
        let size = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.asks(Some(&page), "Emulation.setDeviceMetricsOverride", &size).unwrap();
        self.asks(Some(&page), "Page.navigate", &json!({"url": url})).unwrap();
        page
    }

    /// Waits until the expression gives something true, and gives that.
    pub fn until(&mut self, page: &Page, expression: &str) -> Value {
        let look = format!(
            "new Promise((done, never) => {{
                const end = Date.now() + 20000;
                const look = () => {{
                    let found = null;
                    try {{ found = {expression}; }} catch (absent) {{ /* not yet */ }}
                    if (found) done(found);
                    else if (Date.now() > end) never(new Error(document.body.innerText));
                    else setTimeout(look, 10);
                }};
                look();
            }})"
        );
        let ask = json!({"expression": look, "awaitPromise": true, "returnByValue": true});
        let end = Instant::now() + PATIENCE;
        loop {
            // A page that is left takes its promises with it.
            match self.asks(Some(page), "Runtime.evaluate", &ask) {
                Ok(found) if found["exceptionDetails"].is_null() => return found["result"]["value"].clone(),
                Ok(found) => {
                    panic!("{expression} never came: {}", found["exceptionDetails"]["exception"]["description"])
                }
                Err(error) => assert!(Instant::now() < end, "{expression}: {error}"),
            }
        }
    }

    /// Waits until the page shows these words.
    pub fn reads(&mut self, page: &Page, words: &str) {
        let words = json!(words);
        self.until(page, &format!("document.body.innerText.replace(/[\\u2066-\\u2069]/g, '').includes({words})"));
    }

    /// Taps what the selector finds.
    pub fn taps(&mut self, page: &Page, selector: &str) {
        let middle = format!(
            "(() => {{
                const found = document.querySelector({});
                found.scrollIntoView({{ block: 'center' }});
                const box = found.getBoundingClientRect();
                return [box.x + box.width / 2, box.y + box.height / 2];
            }})()",
            json!(selector)
        );
        let at = self.until(page, &middle);
        for kind in ["mousePressed", "mouseReleased"] {
            let tap = json!({"type": kind, "x": at[0], "y": at[1], "button": "left", "clickCount": 1});
            self.asks(Some(page), "Input.dispatchMouseEvent", &tap).unwrap();
        }
    }

    /// Types words into what has the focus.
    pub fn types(&mut self, page: &Page, words: &str) {
        self.asks(Some(page), "Input.insertText", &json!({"text": words})).unwrap();
    }

    /// Presses a key: a letter, a digit or Enter.
    pub fn presses(&mut self, page: &Page, key: &str) {
        let upper = key.to_ascii_uppercase();
        let (code, text) = match key {
            "Enter" => ("Enter".to_owned(), "\r"),
            digit if digit.bytes().all(|sign| sign.is_ascii_digit()) => (format!("Digit{digit}"), key),
            _ => (format!("Key{upper}"), key),
        };
        let number = if key == "Enter" { 13 } else { i32::from(upper.as_bytes()[0]) };
        for kind in ["keyDown", "keyUp"] {
            let text = if kind == "keyDown" { text } else { "" };
            let press = json!({"type": kind, "key": key, "code": code, "text": text, "windowsVirtualKeyCode": number});
            self.asks(Some(page), "Input.dispatchKeyEvent", &press).unwrap();
        }
    }

    /// Loads the page anew, and waits until it has begun to.
    pub fn reloads(&mut self, page: &Page) {
        self.until(page, "(window.before = true)");
        self.asks(Some(page), "Page.reload", &json!({})).unwrap();
        self.until(page, "!window.before");
    }

    fn asks(&mut self, page: Option<&Page>, method: &str, parameters: &Value) -> Result<Value, String> {
        self.said += 1;
        let mut message = json!({"id": self.said, "method": method, "params": parameters});
        if let Some(Page(session)) = page {
            message["sessionId"] = json!(session);
        }
        self.socket.send(Message::text(message.to_string())).unwrap();
        loop {
            let Message::Text(heard) = self.socket.read().unwrap() else { continue };
            let mut heard: Value = serde_json::from_str(&heard).unwrap();
            let complaint = match heard["method"].as_str() {
                Some("Runtime.exceptionThrown") => true,
                Some("Log.entryAdded") => heard["params"]["entry"]["level"] == "error",
                _ => false,
            };
            if complaint {
                self.complaints.push(heard["params"].to_string());
            }
            if heard["id"] == self.said {
                let error = &heard["error"];
                return if error.is_null() { Ok(heard["result"].take()) } else { Err(error.to_string()) };
            }
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.asks(None, "Browser.close", &json!({})); // it is killed below where it does not listen
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
