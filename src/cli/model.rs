//! The optional model of `ibid build`: one question per passage from any endpoint that speaks as OpenAI's does.
//!
//! Without `--model` nothing here opens a connection. With it, what a server does, says or fails to say costs the passage
//! it was asked about and nothing else: each failure is counted by its reason. Replies are kept beside the bank, so that
//! the same documents come to the same bank again with no server at all.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use anyhow::{anyhow, bail};
use serde_json::{Value, json};

use super::tell;
use crate::build::proposal::{Prompt, Proposal, Unfit, steers};
use crate::build::{Candidate, Corpus, Place};
use crate::id::Digest;

mod cache;
mod server;

use cache::Cache;
use server::{Lost, Server};

/// The environment variable that holds the key of a server that wants one.
pub const KEY: &str = "IBID_MODEL_KEY";
/// How many requests are under way at a time.
const AT_ONCE: usize = 2;
/// After so many failures of the server in a row the rest is not asked: it has gone, or does not want us.
const GIVES_UP: usize = 10;

/// Options of `ibid build` that bring in a model.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "With a model")]
pub struct Model {
    /// Also ask a language model for one question per passage, always for review: at any server with the chat interface
    /// of OpenAI, by default a local one; a key it wants is taken from the environment variable `IBID_MODEL_KEY`
    #[arg(long = "model", value_name = "URL", num_args = 0..=1, default_missing_value = server::USUAL, requires = "name")]
    pub url: Option<String>,
    /// The model's name, as the server knows it
    #[arg(long = "model-name", value_name = "NAME", requires = "url")]
    pub name: Option<String>,
    /// How long to wait for a reply
    #[arg(long = "model-timeout", value_name = "SECONDS", requires = "url", default_value_t = 60,
        value_parser = clap::value_parser!(u16).range(1..=3600))]
    pub timeout: u16,
}

/// What a model proposed.
#[derive(Debug, Default)]
pub struct Proposed {
    /// What may become questions, in the order of the documents.
    pub candidates: Vec<Candidate>,
    /// How many passages were asked about now.
    pub asked: usize,
    /// How many replies were there already.
    pub known: usize,
    /// How many passages nothing came of, by reason.
    pub skipped: BTreeMap<String, usize>,
    /// What is to be said of the run as a whole.
    pub notices: Vec<String>,
    /// Whether a model was brought in at all.
    asks: bool,
}

impl Proposed {
    /// Says on standard error what came of it.
    pub fn tell(&self) {
        for notice in &self.notices {
            tell("warning", notice);
        }
        if self.asks {
            tell("note", &self.summary());
        }
    }

    /// What came of it, for scripts; null where no model was asked.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let Self { candidates, asked, known, skipped, .. } = self;
        let figures = || json!({ "proposed": candidates.len(), "asked": asked, "known": known, "skipped": skipped });
        if self.asks { figures() } else { Value::Null }
    }

    /// What came of it, in a line.
    #[must_use]
    pub fn summary(&self) -> String {
        let Self { candidates, asked, known, skipped, .. } = self;
        let line = format!("model: {} proposed; {asked} asked, {known} known from before", candidates.len());
        let reasons: Vec<_> = skipped.iter().map(|(reason, count)| format!("{reason} {count}")).collect();
        if reasons.is_empty() { line } else { format!("{line}; passages skipped: {}", reasons.join(", ")) }
    }

    fn skip(&mut self, reason: &impl ToString) {
        *self.skipped.entry(reason.to_string()).or_default() += 1;
    }
}

/// What became of one passage.
type Reply = Result<Result<Proposal, Unfit>, Lost>;

/// Asks a model about every passage that says enough, as far as its reply is not kept in the bank's folder already. New
/// replies are kept there if `keep` says so. `step` is told how far it is.
///
/// # Errors
/// When the options are wrong, or there is no server; nothing was written then.
pub fn proposals(
    corpus: &Corpus,
    model: &Model,
    folder: &Path,
    keep: bool,
    step: &dyn Fn(&str),
) -> anyhow::Result<Proposed> {
    let (Some(url), Some(name)) = (&model.url, &model.name) else { return Ok(Proposed::default()) };
    let key = match std::env::var(KEY) {
        Ok(key) => Some(key),
        Err(std::env::VarError::NotPresent) => None,
        Err(std::env::VarError::NotUnicode(_)) => bail!("{KEY} is no text\nhint: set it to the key alone"),
    };
    let server = Server::new(url, name, key, model.timeout)?;
    let mut cache = Cache::open(folder)?;
    let mut proposed = Proposed { asks: true, ..Proposed::default() };
    proposed.notices.extend(server.warning());
    proposed.notices.extend(cache.notice());

    let mut prompts: Vec<(Place, Digest)> = Vec::new();
    let mut open: Vec<(Digest, Prompt)> = Vec::new();
    let mut seen = BTreeSet::new();
    for place in corpus.places() {
        let Some(prompt) = Prompt::of(corpus, place) else {
            if steers(corpus.text(place)) {
                proposed.skip(&"speaks to a model");
            }
            continue;
        };
        let digest = prompt.digest(name);
        prompts.push((place, digest));
        if seen.insert(digest) && cache.get(&digest).is_none() {
            open.push((digest, prompt));
        }
    }
    proposed.known = seen.len() - open.len();

    let mut lost: BTreeMap<Digest, Lost> = BTreeMap::new();
    let total = open.len();
    let mut take = |at: usize, reply: Reply| -> anyhow::Result<()> {
        let digest = open[at].0; // `at` counts what is open
        step(&format!("asking the model: passage {} of {total}", at + 1));
        match reply {
            Ok(reply) => cache.put(digest, reply, keep)?,
            Err(why) => drop(lost.insert(digest, why)),
        }
        Ok(())
    };
    let prompts_open: Vec<&Prompt> = open.iter().map(|(_, prompt)| prompt).collect();
    let gave_up = ask(&server, &prompts_open, &mut take)?;
    cache.close(keep)?;

    proposed.asked = total - lost.values().filter(|why| **why == Lost::NotAsked).count();
    if gave_up {
        proposed.notices.push(format!(
            "the model failed {GIVES_UP} times in a row; the rest was not asked\nhint: build again to go on from here"
        ));
    }
    for (place, digest) in prompts {
        let Some(reply) = cache.get(&digest) else {
            proposed.skip(lost.get(&digest).unwrap_or(&Lost::NotAsked));
            continue;
        };
        match reply.as_ref().map_err(|why| *why).and_then(|proposal| proposal.candidate(corpus, place)) {
            Ok(candidate) => proposed.candidates.push(candidate),
            Err(why) => proposed.skip(&why),
        }
    }
    Ok(proposed)
}

/// Asks all prompts, a few at a time, and hands each reply on with its prompt's place. Whether it gave up.
fn ask(
    server: &Server,
    prompts: &[&Prompt],
    take: &mut dyn FnMut(usize, Reply) -> anyhow::Result<()>,
) -> anyhow::Result<bool> {
    let Some(first) = prompts.first() else { return Ok(false) };
    // The first is asked alone: without a server nothing else need be tried, and nothing is written.
    let reply = server.ask(first);
    if let Err(Lost::Unreachable(why)) = &reply {
        return Err(anyhow!(
            "no model answers at {}: {why}\nhint: start the server, or build without --model; nothing was written",
            server.shown()
        ));
    }
    let failures = AtomicUsize::new(usize::from(reply.as_ref().is_err_and(|why| why.is_the_servers())));
    take(0, reply)?;
    let next = AtomicUsize::new(1);
    let stop = AtomicBool::new(false);
    let (send, receive) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            let (send, next, stop, failures) = (send.clone(), &next, &stop, &failures);
            scope.spawn(move || {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(prompt) = prompts.get(at) else { return };
                    let gone = stop.load(Ordering::Relaxed) || failures.load(Ordering::Relaxed) >= GIVES_UP;
                    let reply = if gone { Err(Lost::NotAsked) } else { server.ask(prompt) };
                    match &reply {
                        Err(Lost::NotAsked) => {}
                        Err(why) if why.is_the_servers() => drop(failures.fetch_add(1, Ordering::Relaxed)),
                        _ if failures.load(Ordering::Relaxed) < GIVES_UP => failures.store(0, Ordering::Relaxed),
                        _ => {}
                    }
                    if send.send((at, reply)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        let taken = receive.iter().try_for_each(|(at, reply)| take(at, reply));
        stop.store(true, Ordering::Relaxed);
        taken
    })?;
    Ok(failures.load(Ordering::Relaxed) >= GIVES_UP)
}
