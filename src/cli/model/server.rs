//! One server that speaks as that of OpenAI does: a request, and what may be believed of the response.

use std::fmt;
use std::io;
use std::time::Duration;

use anyhow::bail;
use serde::Deserialize;
use serde_json::json;
use ureq::Agent;
use ureq::http::Uri;

use super::{KEY, Reply};
use crate::build::proposal::{Prompt, Proposal, REPLY_MAX, Unfit};
use crate::text;

/// Where a local server usually listens.
pub(super) const USUAL: &str = "http://localhost:11434";
/// The most bytes of a response that are read.
const RESPONSE_MAX: u64 = 1 << 20;
/// The longest that a connection may take to come about.
const CONNECT: u64 = 5;
/// What is said when TLS does not come about.
const UNSAFE: &str = "no safe connection comes about (TLS)";
/// A key of fewer characters is a word that a local server wants to see, and no secret.
const SECRET: usize = 8;

/// Why there is no reply to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Lost {
    /// There is no connection.
    Unreachable(&'static str),
    /// It took too long.
    TimedOut,
    /// The server says that something is wrong.
    Status(u16),
    /// The server sends us elsewhere.
    Redirected,
    /// The response is larger than any question.
    TooLarge,
    /// What came is no response, or was cut off.
    Broken,
    /// The response holds the key, which must not be kept.
    HoldsKey,
    /// It was not asked any more.
    NotAsked,
}

impl Lost {
    /// Whether the next request will probably fare no better.
    pub(super) const fn is_the_servers(self) -> bool {
        matches!(self, Self::Unreachable(_) | Self::TimedOut | Self::Status(_) | Self::Redirected)
    }
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable(_) => f.write_str("no connection"),
            Self::TimedOut => f.write_str("no reply in time"),
            Self::Status(code) => write!(f, "HTTP status {code}"),
            Self::Redirected => f.write_str("sent elsewhere"),
            Self::TooLarge => f.write_str("response too large"),
            Self::Broken => f.write_str("broken response"),
            Self::HoldsKey => f.write_str("response with the key in it"),
            Self::NotAsked => f.write_str("not asked"),
        }
    }
}

/// A server, a model of it, and the key; which therefore cannot be printed.
pub(super) struct Server {
    agent: Agent,
    url: String,
    model: String,
    key: Option<String>,
    local: bool,
}

impl Server {
    /// A server at an address.
    ///
    /// # Errors
    /// When the address or the key cannot be used; neither is repeated where it may hold a secret.
    pub(super) fn new(url: &str, model: &str, key: Option<String>, seconds: u16) -> anyhow::Result<Self> {
        let hint = "hint: write it like --model http://localhost:11434";
        if url.contains(['@', '?', '#']) {
            bail!("the address of --model may hold no name, password or query\n{hint}; a key belongs into {KEY}");
        }
        let shown = text::clean(url);
        let Ok(uri) = url.parse::<Uri>() else { bail!("“{shown}” is no address of a model\n{hint}") };
        let (Some("http" | "https"), Some(host)) = (uri.scheme_str(), uri.host()) else {
            bail!("“{shown}” is no address of a model\n{hint}")
        };
        if model.trim().is_empty() {
            bail!("the model has no name\nhint: --model-name NAME, as the server knows it");
        }
        let key = key.map(|key| key.trim().to_owned()).filter(|key| !key.is_empty());
        if key.as_ref().is_some_and(|key| !key.bytes().all(|byte| byte.is_ascii_graphic())) {
            bail!("{KEY} holds a character that no key has\nhint: set it to the key alone");
        }
        let local = is_local(host);
        let whole = Duration::from_secs(u64::from(seconds));
        let mut config = Agent::config_builder()
            .user_agent("ibid")
            .http_status_as_error(false)
            // A redirect could lead the key to another host, and a passage too.
            .max_redirects(0)
            .max_redirects_will_error(false)
            // Each passage has its own connection: what is left over in one cannot be taken for the next one's reply.
            .max_idle_connections(0)
            .timeout_connect(Some(whole.min(Duration::from_secs(CONNECT))))
            .timeout_global(Some(whole));
        if local {
            config = config.proxy(None);
        }
        let base = url.trim_end_matches('/').trim_end_matches("/v1");
        Ok(Self {
            agent: config.build().new_agent(),
            url: format!("{base}/v1/chat/completions"),
            model: model.to_owned(),
            key,
            local,
        })
    }

    /// Its address, for people.
    pub(super) fn shown(&self) -> String {
        text::clean(self.url.trim_end_matches("/v1/chat/completions")).into_owned()
    }

    /// What should be known before anything is sent to it.
    pub(super) fn warning(&self) -> Option<String> {
        let bare = self.url.starts_with("http:") && !self.local;
        let what = if self.key.is_some() { "the key and the passages" } else { "the passages" };
        bare.then(|| format!("{what} go to {} unencrypted\nhint: use https", self.shown()))
    }

    /// Asks about one passage.
    pub(super) fn ask(&self, prompt: &Prompt) -> Reply {
        let body = json!({
            "model": self.model,
            "stream": false,
            "messages": [
                { "role": "system", "content": prompt.task },
                { "role": "user", "content": prompt.data },
            ],
        });
        let (status, bytes) = self.response(&body.to_string()).map_err(|error| lost(&error))?;
        match status {
            200..300 => {}
            300..400 => return Err(Lost::Redirected),
            status => return Err(Lost::Status(status)),
        }
        let content = content(&bytes).ok_or(Lost::Broken)?;
        match content {
            // A server that shows the key, in whatever it says, must not get it into a file.
            Ok(words) if self.gives_away(&words) => Err(Lost::HoldsKey),
            Ok(words) if words.len() > REPLY_MAX => Ok(Err(Unfit::TooLong)),
            Ok(words) => {
                let proposal = Proposal::parse(&words);
                let shown = proposal.as_ref().ok().and_then(|it| serde_json::to_string(it).ok());
                if shown.is_some_and(|shown| self.gives_away(&shown)) { Err(Lost::HoldsKey) } else { Ok(proposal) }
            }
            Err(why) => Ok(Err(why)),
        }
    }

    fn response(&self, body: &str) -> Result<(u16, Vec<u8>), ureq::Error> {
        let mut request = self.agent.post(&self.url).header("Content-Type", "application/json");
        if let Some(key) = &self.key {
            request = request.header("Authorization", format!("Bearer {key}"));
        }
        let mut response = request.send(body)?;
        let status = response.status().as_u16();
        let bytes = match status {
            200..300 => response.body_mut().with_config().limit(RESPONSE_MAX).read_to_vec()?,
            _ => Vec::new(), // nobody reads what an error says at length
        };
        Ok((status, bytes))
    }

    fn gives_away(&self, words: &str) -> bool {
        self.key.as_ref().is_some_and(|key| key.len() >= SECRET && words.contains(key.as_str()))
    }
}

/// Whether a host is this machine.
fn is_local(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.eq_ignore_ascii_case("localhost") || bare.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// What the model says in a response; none when it is no response of a model.
fn content(bytes: &[u8]) -> Option<Result<String, Unfit>> {
    #[derive(Deserialize)]
    struct Response {
        choices: Vec<Choice>,
    }
    #[derive(Deserialize)]
    struct Choice {
        message: Message,
    }
    #[derive(Deserialize)]
    struct Message {
        content: Option<String>,
        refusal: Option<String>,
    }
    let response: Response = serde_json::from_slice(bytes).ok()?;
    let Message { content, refusal } = response.choices.into_iter().next()?.message;
    match (content, refusal) {
        (Some(words), None) => Some(Ok(words)),
        (_, Some(_)) => Some(Err(Unfit::Declined)),
        (None, None) => None,
    }
}

/// Why a request came to nothing. Only what surely happened after the connection stood is the response's fault.
fn lost(error: &ureq::Error) -> Lost {
    match error {
        ureq::Error::Timeout(ureq::Timeout::Resolve | ureq::Timeout::Connect) => {
            Lost::Unreachable("it does not accept a connection in time")
        }
        ureq::Error::Timeout(_) => Lost::TimedOut,
        ureq::Error::HostNotFound => Lost::Unreachable("there is no such host"),
        ureq::Error::ConnectionFailed | ureq::Error::ConnectProxyFailed(_) => Lost::Unreachable("no connection"),
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) | ureq::Error::TlsRequired => Lost::Unreachable(UNSAFE),
        ureq::Error::BodyExceedsLimit(_) | ureq::Error::LargeResponseHeader(..) => Lost::TooLarge,
        ureq::Error::TooManyRedirects | ureq::Error::RedirectFailed => Lost::Redirected,
        ureq::Error::Io(error) => lost_io(error),
        _ => Lost::Broken,
    }
}

fn lost_io(error: &io::Error) -> Lost {
    use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionRefused, ConnectionReset, InvalidData, TimedOut};
    // The library's own errors come wrapped where a reader stands between.
    if let Some(inner) = error.get_ref().and_then(|inner| inner.downcast_ref::<ureq::Error>()) {
        return lost(inner);
    }
    match error.kind() {
        ConnectionRefused => Lost::Unreachable("nothing listens there"),
        TimedOut => Lost::TimedOut,
        // So TLS tells of a certificate that it does not trust, and of a server that does not speak it.
        InvalidData => Lost::Unreachable(UNSAFE),
        BrokenPipe | ConnectionAborted | ConnectionReset | io::ErrorKind::UnexpectedEof => Lost::Broken,
        // A name that is not found has no kind of its own.
        _ => Lost::Unreachable("it cannot be reached"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(url: &str, key: Option<&str>) -> anyhow::Result<Server> {
        Server::new(url, "some", key.map(ToOwned::to_owned), 5)
    }

    #[test]
    fn addresses_are_taken_as_people_write_them() {
        for url in ["http://localhost:1", "http://localhost:1/", "http://localhost:1/v1", "http://localhost:1/v1/"] {
            assert_eq!(server(url, None).unwrap().url, "http://localhost:1/v1/chat/completions");
        }
        for url in ["notes.txt", "ftp://x", "http://", "", "http://a b"] {
            let said = server(url, None).err().unwrap().to_string();
            assert!(said.contains("hint: ") && said.contains("is no address"), "{said}");
        }
    }

    #[test]
    fn a_secret_in_the_wrong_place_is_refused_and_not_repeated() {
        for url in ["http://me:sesame@localhost", "https://x.example/?key=sesame", "https://x.example/#sesame"] {
            let said = server(url, None).err().unwrap().to_string();
            assert!(!said.contains("sesame") && said.contains(KEY), "{said}");
        }
        let said = server("http://localhost", Some("open\nsesame")).err().unwrap().to_string();
        assert!(!said.contains("sesame") && said.contains(KEY), "{said}");
    }

    #[test]
    fn what_goes_out_unencrypted_is_told() {
        let warning = |url, key| server(url, key).unwrap().warning();
        assert_eq!(warning("http://localhost:1", Some("sesame")), None);
        assert_eq!(warning("http://[::1]:1", Some("sesame")), None);
        assert_eq!(warning("https://x.example", Some("sesame")), None);
        assert!(warning("http://x.example", Some("sesame")).unwrap().starts_with("the key and"));
        assert!(warning("http://10.0.0.1", None).unwrap().starts_with("the passages"));
    }

    #[test]
    fn a_response_without_a_message_is_none() {
        for bytes in ["", "x", "{}", "{\"choices\":[]}", "{\"choices\":[{\"message\":{\"content\":null}}]}"] {
            assert_eq!(content(bytes.as_bytes()), None, "{bytes}");
        }
        let refusal = "{\"choices\":[{\"message\":{\"content\":null,\"refusal\":\"no\"}}]}";
        assert_eq!(content(refusal.as_bytes()), Some(Err(Unfit::Declined)));
    }

    #[test]
    fn what_never_was_a_connection_is_told_from_what_broke() {
        let io = |kind| ureq::Error::Io(io::Error::from(kind));
        for (error, why) in [
            (io(io::ErrorKind::ConnectionRefused), Lost::Unreachable("nothing listens there")),
            (io(io::ErrorKind::InvalidData), Lost::Unreachable(UNSAFE)),
            (io(io::ErrorKind::ConnectionReset), Lost::Broken),
            (io(io::ErrorKind::UnexpectedEof), Lost::Broken),
            (ureq::Error::Io(io::Error::other("no such name")), Lost::Unreachable("it cannot be reached")),
            (ureq::Error::Io(io::Error::other(ureq::Error::BodyExceedsLimit(1))), Lost::TooLarge),
            (
                ureq::Error::Timeout(ureq::Timeout::Connect),
                Lost::Unreachable("it does not accept a connection in time"),
            ),
            (ureq::Error::Timeout(ureq::Timeout::Global), Lost::TimedOut),
        ] {
            assert_eq!(lost(&error), why, "{error}");
        }
    }
}
