//! Whether a request means this host and comes from its own pages: against sites that let a name point here, and
//! against those that send their visitors' browsers here.

use std::net::IpAddr;

use axum::http::{HeaderMap, header};

/// Whether the host that is asked for is this one: the literal address at which it was reached, this machine's own
/// name for itself, or the name that it was given.
pub fn is_ours(headers: &HeaderMap, at: IpAddr, name: Option<&str>) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else { return false };
    let Ok(host) = host.to_str() else { return false };
    let host = without_port(host);
    if name.is_some_and(|name| name.eq_ignore_ascii_case(host)) {
        return true;
    }
    if host.eq_ignore_ascii_case("localhost") {
        return at.is_loopback();
    }
    let literal = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    literal.parse::<IpAddr>().is_ok_and(|literal| literal.to_canonical() == at)
}

/// Whether no other site made the browser ask this. Programs that are no browsers tell of no site.
pub fn is_same(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).map(|value: &axum::http::HeaderValue| value.to_str().unwrap_or("?"));
    if text(header::HeaderName::from_static("sec-fetch-site"))
        .is_some_and(|site| !["same-origin", "none"].contains(&site))
    {
        return false;
    }
    let (origin, host) = (text(header::ORIGIN), text(header::HOST));
    origin.is_none_or(|origin| {
        let site = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
        site.is_some() && site == host
    })
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) && !name.ends_with(':') => {
            // An address of version 6 is written in brackets where a port follows.
            if name.contains(':') && !name.ends_with(']') { host } else { name }
        }
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(list: &[(&'static str, &str)]) -> HeaderMap {
        list.iter().map(|(name, value)| (header::HeaderName::from_static(name), value.parse().unwrap())).collect()
    }

    #[test]
    fn only_our_own_names_are_ours() {
        let at: IpAddr = [192, 168, 1, 5].into();
        let asked = |host: &str, name| is_ours(&headers(&[("host", host)]), at, name);
        assert!(asked("192.168.1.5", None) && asked("192.168.1.5:4242", None));
        assert!(asked("Quiz.example:4242", Some("quiz.example")));
        for other in [
            "evil.example",
            "192.168.1.6",
            "localhost",
            "192.168.1.5.evil.example",
            "",
            ":",
            "192.168.1.5:x",
            "[192.168.1.5",
        ] {
            assert!(!asked(other, None), "{other}");
        }
        assert!(!is_ours(&HeaderMap::new(), at, None), "no host");
        assert!(is_ours(&headers(&[("host", "LOCALHOST:1")]), [127, 0, 0, 1].into(), None));
        assert!(is_ours(&headers(&[("host", "[::1]:4242")]), IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1]), None));
        let mut two = headers(&[("host", "192.168.1.5")]);
        two.append(header::HOST, "evil.example".parse().unwrap());
        assert!(!is_ours(&two, at, None));
    }

    #[test]
    fn other_sites_are_not_the_same() {
        let host = ("host", "192.168.1.5:4242");
        assert!(is_same(&headers(&[host])));
        assert!(is_same(&headers(&[host, ("origin", "http://192.168.1.5:4242"), ("sec-fetch-site", "same-origin")])));
        for origin in [
            "null",
            "http://192.168.1.5",
            "http://evil.example",
            "ftp://192.168.1.5:4242",
            "http://192.168.1.5:4242.evil",
        ] {
            assert!(!is_same(&headers(&[host, ("origin", origin)])), "{origin}");
        }
        assert!(!is_same(&headers(&[host, ("sec-fetch-site", "cross-site")])));
    }
}
