//! Where a room is, as people type it.

use std::fmt;
use std::str::FromStr;

use crate::host::PORT;
use crate::room::{Key, Link};

/// A host, and as far as the address tells it the room and the player's own key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    host: String,
    port: u16,
    /// The room's link, where the address has one.
    pub link: Option<Link>,
    /// The player's own key, where the address is a player's own link.
    pub key: Option<Key>,
}

/// Why a text is no address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAnAddress {
    /// It is not made like one.
    #[error(
        "“{0}” is no address of a room\nhint: type it as the teacher’s screen shows it, as in 192.168.1.20:4242 or http://192.168.1.20:4242/r/CDFHJKMNPRTV"
    )]
    Form(String),
    /// It asks for encryption.
    #[error("a room has no https address; it begins with http://")]
    Https,
    /// The link in it is none.
    #[error(
        "“{0}” is no room’s link: it has twelve signs\nhint: leave it out and type the code that the teacher’s screen shows"
    )]
    Link(String),
    /// The key in it is none.
    #[error("the key at the end of the link is not whole\nhint: copy the link again, to its last sign")]
    Key,
}

impl Address {
    /// Host and port as they stand in a URL.
    #[must_use]
    pub fn authority(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }

    /// Host and port to connect to.
    #[must_use]
    pub fn place(&self) -> (&str, u16) {
        (self.host.trim_start_matches('[').trim_end_matches(']'), self.port)
    }

    /// A player's own link in a room of this host.
    #[must_use]
    pub fn own_link(&self, link: &Link, key: &Key) -> String {
        format!("http://{}/r/{link}#key={}", self.authority(), String::from(key.clone()))
    }
}

impl FromStr for Address {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        let text = text.trim();
        let shown = || crate::text::clip(&crate::text::clean(text), 60).into_owned();
        let form = || NotAnAddress::Form(shown());
        let lower = |prefix: &str| text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
        if lower("https://") {
            return Err(NotAnAddress::Https);
        }
        let (rest, usual) = if lower("http://") { (text.get(7..).unwrap_or_default(), 80) } else { (text, PORT) };
        let (rest, fragment) = rest.split_once('#').map_or((rest, None), |(rest, fragment)| (rest, Some(fragment)));
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        let (host, port) = split(authority).ok_or_else(form)?;
        let port = port.map_or(Ok(usual), str::parse).map_err(|_| form())?;
        if port == 0 {
            return Err(form());
        }
        let path = path.trim_end_matches('/');
        let link = match path.strip_prefix("r/").or_else(|| path.strip_prefix("s/")) {
            Some(link) => Some(Link::read(link).map_err(|_| NotAnAddress::Link(clipped(link)))?),
            None if path.is_empty() => None,
            None => return Err(form()),
        };
        let key = match fragment.filter(|fragment| !fragment.is_empty()) {
            Some(fragment) => {
                let key = fragment.strip_prefix("key=").ok_or(NotAnAddress::Key)?;
                Some(Key::try_from(key.to_owned()).map_err(|_| NotAnAddress::Key)?)
            }
            None => None,
        };
        Ok(Self { host: host.to_owned(), port, link, key })
    }
}

fn clipped(text: &str) -> String {
    crate::text::clip(&crate::text::clean(text), 40).into_owned()
}

/// Host and port; an address of version 6 stands in brackets. Nothing gets through that could add to a request.
fn split(authority: &str) -> Option<(&str, Option<&str>)> {
    let (host, rest) = match authority.find(']') {
        Some(end) if authority.starts_with('[') => authority.split_at(end + 1),
        Some(_) => return None,
        None => authority.split_at(authority.find(':').unwrap_or(authority.len())),
    };
    let port = if rest.is_empty() { None } else { Some(rest.strip_prefix(':')?) };
    let inside = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let fits = match inside {
        Some(inside) => inside.bytes().all(|b| b.is_ascii_hexdigit() || matches!(b, b':' | b'.')) && inside.len() > 1,
        None => !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_')),
    };
    let digits = port.is_none_or(|port| !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()));
    (fits && digits && host.len() < 256).then_some((host, port))
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.authority())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LINK: &str = "CDFHJKMNPRTV";

    fn read(text: &str) -> Result<(String, Option<String>, bool), NotAnAddress> {
        let address = text.parse::<Address>()?;
        Ok((address.authority(), address.link.map(|link| link.to_string()), address.key.is_some()))
    }

    #[test]
    fn addresses_are_read_as_people_type_and_copy_them() {
        let at = |authority: &str, link: Option<&str>, key| Ok((authority.to_owned(), link.map(str::to_owned), key));
        assert_eq!(read("192.168.1.5:5000"), at("192.168.1.5:5000", None, false));
        assert_eq!(read(" laptop.local "), at("laptop.local:4242", None, false));
        assert_eq!(read("http://laptop/"), at("laptop:80", None, false));
        assert_eq!(read("[fe80::1]:81"), at("[fe80::1]:81", None, false));
        assert_eq!(read(&format!("http://10.0.0.2:4242/r/{LINK}")), at("10.0.0.2:4242", Some(LINK), false));
        assert_eq!(read(&format!("HTTP://10.0.0.2/s/{}/", LINK.to_lowercase())), at("10.0.0.2:80", Some(LINK), false));
        let own = format!("10.0.0.2:4242/r/{LINK}#key={}", "0a".repeat(16));
        assert_eq!(read(&own), at("10.0.0.2:4242", Some(LINK), true));
        let address: Address = own.parse().unwrap();
        assert_eq!(
            address.own_link(&address.link.clone().unwrap(), &address.key.clone().unwrap()),
            format!("http://{own}")
        );
        assert_eq!("[::1]:9".parse::<Address>().unwrap().place(), ("::1", 9));
    }

    #[test]
    fn what_is_no_address_is_said_to_be_none_and_why() {
        for text in [
            "",
            "a b",
            "http://",
            "host:port",
            "host:0",
            "host:70000",
            "a:1:2",
            "user@host",
            "host/x",
            "[::1",
            "h\r\nX: y",
            "[zz]:1",
        ] {
            assert!(matches!(read(text), Err(NotAnAddress::Form(_))), "{text}: {:?}", read(text));
        }
        assert_eq!(read("https://host/r/x"), Err(NotAnAddress::Https));
        assert_eq!(read("host/r/abc"), Err(NotAnAddress::Link("abc".to_owned())));
        assert_eq!(read(&format!("host/r/{LINK}#key=12")), Err(NotAnAddress::Key));
    }

    proptest! {
        #[test]
        fn whatever_is_read_can_stand_in_a_request(text in "(http://)?[\\PC\r\n]{0,12}[:/.\\[\\]a-c0-9]{0,12}") {
            if let Ok(address) = text.parse::<Address>() {
                let authority = address.authority();
                prop_assert!(authority.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'/' | b'@' | b'#' | b'?')));
            }
        }
    }
}
