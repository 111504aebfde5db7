//! Where the host can be reached, as people type it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};

use crate::room::Link;

/// One address of the host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// What is typed: `192.168.1.5:4242`.
    pub typed: String,
    /// What is to be known of it.
    pub note: Option<&'static str>,
}

impl Address {
    /// What leads to a room, for a QR code.
    #[must_use]
    pub fn link(&self, link: &Link) -> String {
        format!("http://{}/r/{link}", self.typed)
    }

    /// What leads to the projector's page of a room.
    #[must_use]
    pub fn screen(&self, link: &Link) -> String {
        format!("http://{}/s/{link}", self.typed)
    }
}

/// Only this machine reaches it.
const HERE: &str = "only this machine reaches this address";
/// There is no network to be reached by.
const NO_NETWORK: &str = "this machine is on no network: connect it to the one that the phones are on";
/// Phones seldom reach it.
const INNER: &str = "of a network inside this machine: phones seldom reach it";
/// It was made up by this machine.
const MADE_UP: &str = "this network gives out no addresses: phones may not reach it";

/// What interfaces are called that lead to no phone.
const INNER_NAMES: [&str; 14] = [
    "docker",
    "br-",
    "veth",
    "virbr",
    "vmnet",
    "vboxnet",
    "vEthernet",
    "tun",
    "tap",
    "utun",
    "wg",
    "zt",
    "tailscale",
    "lxc",
];

/// What a host is reached by.
#[derive(Debug, Clone)]
pub struct Reach {
    /// Where it listens.
    pub bound: SocketAddr,
    /// A name that leads to it.
    pub name: Option<String>,
}

impl Reach {
    /// All addresses, the one that phones are likeliest to reach first; never none.
    pub fn all(&self) -> Vec<Address> {
        let (port, here) = (self.bound.port(), self.bound.ip().is_loopback());
        let typed = |host: &str| if port == 80 { host.to_owned() } else { format!("{host}:{port}") };
        let found = if here { Vec::new() } else { interfaces() };
        let mut addresses: Vec<Address> = Vec::new();
        addresses.extend(self.name.as_deref().map(|name| Address { typed: typed(name), note: None }));
        let ranked = ranked(found, outward()).into_iter();
        addresses.extend(ranked.map(|(ip, note)| Address { typed: typed(&ip.to_string()), note }));
        if addresses.is_empty() {
            let note = if here { HERE } else { NO_NETWORK };
            addresses.push(Address { typed: typed("127.0.0.1"), note: Some(note) });
        }
        addresses
    }

    /// The first of them, as it is typed.
    pub fn best(&self) -> String {
        self.all().into_iter().next().map(|address| address.typed).unwrap_or_default()
    }
}

/// The addresses of this machine, each with the name of its interface.
fn interfaces() -> Vec<(String, Ipv4Addr)> {
    let found = if_addrs::get_if_addrs().unwrap_or_default();
    let four = |interface: if_addrs::Interface| match interface.ip() {
        IpAddr::V4(ip) if !ip.is_loopback() => Some((interface.name, ip)),
        _ => None,
    };
    found.into_iter().filter_map(four).collect()
}

/// The address from which this machine speaks to others. Nothing is sent: the system only looks up the way.
fn outward() -> Option<Ipv4Addr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?; // an address of nobody
    match socket.local_addr().ok()?.ip() {
        IpAddr::V4(ip) if !ip.is_unspecified() => Some(ip),
        _ => None,
    }
}

fn ranked(mut found: Vec<(String, Ipv4Addr)>, outward: Option<Ipv4Addr>) -> Vec<(Ipv4Addr, Option<&'static str>)> {
    let inner = |name: &str| INNER_NAMES.iter().any(|start| name.starts_with(start));
    let rank =
        |(name, ip): &(String, Ipv4Addr)| (ip.is_link_local(), inner(name), Some(*ip) != outward, !ip.is_private());
    found.sort_by_key(rank);
    found.dedup_by_key(|(_, ip)| *ip);
    let note = |(name, ip): (String, Ipv4Addr)| {
        let note = if ip.is_link_local() { Some(MADE_UP) } else { inner(&name).then_some(INNER) };
        (ip, note)
    };
    found.into_iter().map(note).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_that_phones_reach_stands_first() {
        let found =
            |list: &[(&str, [u8; 4])]| list.iter().map(|(name, ip)| ((*name).to_owned(), (*ip).into())).collect();
        let list = found(&[
            ("docker0", [172, 17, 0, 1]),
            ("en0", [169, 254, 3, 4]),
            ("wlan0", [192, 168, 1, 5]),
            ("eth0", [10, 0, 0, 7]),
            ("eth1", [203, 0, 113, 9]),
        ]);
        let ranked = ranked(list, Some([10, 0, 0, 7].into()));
        let order: Vec<String> = ranked.iter().map(|(ip, _)| ip.to_string()).collect();
        assert_eq!(order, ["10.0.0.7", "192.168.1.5", "203.0.113.9", "172.17.0.1", "169.254.3.4"]);
        assert_eq!(
            ranked.iter().map(|(_, note)| note.is_some()).collect::<Vec<_>>(),
            [false, false, false, true, true]
        );
    }

    #[test]
    fn without_a_network_it_says_so() {
        let here = Reach { bound: ([127, 0, 0, 1], 4242).into(), name: None }.all();
        assert_eq!(here, [Address { typed: "127.0.0.1:4242".into(), note: Some(HERE) }]);
        let named = Reach { bound: ([127, 0, 0, 1], 80).into(), name: Some("quiz.example".into()) };
        assert_eq!(named.best(), "quiz.example");
    }
}
