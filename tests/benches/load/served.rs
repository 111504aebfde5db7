//! A server in a process of its own, told what to do by lines, and watched by what Linux tells of it.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::wire::Kind;

pub type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Who serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Server<'a> {
    /// The plain TCP server, with the texts that it sends: the open question, its answer, and what each is told.
    Plain(&'a [String; 3]),
    /// The npm package `ws`, likewise.
    Npm(&'a [String; 3]),
    /// A room of ibid; its events are kept in this folder, if any.
    Ibid(Option<&'a Path>),
}

/// What is said to everybody: a question, or its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Say {
    Ask,
    Reveal,
}

/// A server that runs; it is ended when this is dropped.
pub struct Served {
    child: Child,
    lines: ChildStdin,
    answers: BufReader<ChildStdout>,
    ours: bool,
    /// Where it is.
    pub address: SocketAddr,
    /// How it is spoken to.
    pub kind: Kind,
    /// The path of its web socket.
    pub path: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Served {
    /// Starts a server, on this port if one is given.
    pub fn start(server: Server, port: u16) -> Outcome<Self> {
        let mut command = match server {
            Server::Npm(_) => Command::new("node"),
            _ => Command::new(std::env::current_exe()?),
        };
        match server {
            Server::Plain(_) => command.arg("serve-plain"),
            Server::Npm(_) => command.args(["-e", NPM]),
            Server::Ibid(None) => command.args(["serve-ibid", &port.to_string()]),
            Server::Ibid(Some(folder)) => command.args(["serve-ibid", &port.to_string()]).arg(folder),
        };
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let mut lines = child.stdin.take().ok_or("no standard input")?;
        let mut answers = BufReader::new(child.stdout.take().ok_or("no standard output")?);
        if let Server::Plain(texts) | Server::Npm(texts) = server {
            writeln!(lines, "{}", texts.len())?;
            for text in texts {
                write!(lines, "{}\n{text}", text.len())?;
            }
            lines.flush()?;
        }
        let mut line = String::new();
        answers.read_line(&mut line)?;
        let words: Vec<&str> = line.split_whitespace().collect();
        let port: u16 = words.get(1).ok_or("the server did not start")?.parse()?;
        let path = (*words.get(2).unwrap_or(&"/")).to_owned();
        let kind = if matches!(server, Server::Plain(_)) { Kind::Plain } else { Kind::WebSocket };
        let ours = matches!(server, Server::Ibid(_));
        Ok(Self { child, lines, answers, ours, address: ([127, 0, 0, 1], port).into(), kind, path })
    }

    /// Has it say something to everybody.
    pub fn says(&mut self, what: Say) -> Outcome<()> {
        let lines = match (self.ours, what) {
            (true, Say::Ask) => "ask\n",
            (true, Say::Reveal) => "reveal\n",
            (false, Say::Ask) => "say 0\n",
            (false, Say::Reveal) => "say 1\nsay 2\n",
        };
        self.lines.write_all(lines.as_bytes())?;
        Ok(self.lines.flush()?)
    }

    /// What ibid says of its room: how many joined, and how many answers each round has.
    pub fn count(&mut self) -> Outcome<String> {
        writeln!(self.lines, "count")?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        Ok(line.trim().to_owned())
    }

    /// Ends it at once.
    pub fn kill(&mut self) {
        let _ = self.child.kill(); // it may have ended by itself
        let _ = self.child.wait();
    }

    /// The processor time that all its threads had, in nanoseconds.
    pub fn nanos(&self) -> Outcome<u64> {
        let mut nanos = 0;
        for task in fs::read_dir(format!("/proc/{}/task", self.child.id()))? {
            let times = fs::read_to_string(task?.path().join("schedstat"))?;
            nanos += times.split_whitespace().next().ok_or("no time is told")?.parse::<u64>()?;
        }
        Ok(nanos)
    }

    /// Its memory that is its own, in kibibytes.
    pub fn memory(&self) -> Outcome<u64> {
        let mut text = String::new();
        fs::File::open(format!("/proc/{}/status", self.child.id()))?.read_to_string(&mut text)?;
        let line = text.lines().find(|line| line.starts_with("RssAnon")).ok_or("no memory is told")?;
        Ok(line.split_whitespace().nth(1).ok_or("no memory is told")?.parse()?)
    }
}

/// Whether the npm server can be started.
pub fn npm() -> bool {
    let found = Command::new("node").args(["-e", "require('ws')"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    found.is_ok_and(|status| status.success())
}

/// The same exchange on the npm package `ws`.
const NPM: &str = r"
const { WebSocketServer } = require('ws');
const fs = require('fs');
let held = Buffer.alloc(0), texts = null, left = 0, size = -1;
const clients = new Set();
function line() {
  const end = held.indexOf(10);
  if (end < 0) return null;
  const found = held.subarray(0, end).toString();
  held = held.subarray(end + 1);
  return found;
}
process.stdin.on('data', (data) => {
  held = Buffer.concat([held, data]);
  for (;;) {
    if (texts === null || left > 0) {
      if (size < 0) {
        const found = line();
        if (found === null) return;
        if (texts === null) { texts = []; left = Number(found); continue; }
        size = Number(found);
      }
      if (held.length < size) return;
      texts.push(held.subarray(0, size).toString());
      held = held.subarray(size);
      size = -1;
      left -= 1;
      if (left === 0) begin();
      continue;
    }
    const found = line();
    if (found === null) return;
    const text = texts[Number(found.split(' ')[1])];
    for (const client of clients) client.send(text);
  }
});
process.stdin.on('end', () => process.exit(0));
function begin() {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false, maxPayload: 4096 });
  server.on('listening', () => console.log('port ' + server.address().port));
  server.on('connection', (client) => {
    clients.add(client);
    client.on('close', () => clients.delete(client));
    client.on('error', () => {});
    client.on('message', (data) => {
      const said = JSON.parse(data.toString());
      if (said.t === 'answer') client.send(JSON.stringify({ t: 'ack', id: said.id }));
      else client.send(JSON.stringify({ t: 'you', player: 0 }));
    });
  });
}
";
