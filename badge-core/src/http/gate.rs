//! Judges an address before anything is sent: the first one and every one that a redirect leads to.

use std::net::{IpAddr, SocketAddr};

use url::{Host, Url};

use super::HttpPolicy;
use super::address::{Reach, reach};
use crate::resource::Rule;

/// Which client a request may leave by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Door {
    /// Names resolve to public addresses only.
    Public,
    /// Names may resolve to private addresses.
    Local,
    /// Goes to this socket, whatever the name says.
    StandIn(SocketAddr),
}

/// Whether plain HTTP is possible at all for this journey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scheme {
    /// HTTPS only.
    Secure,
    /// Plain HTTP too, where the policy allows it.
    Any,
}

/// The door for `url`, or the rule that keeps it shut.
pub(super) fn judge(policy: &HttpPolicy, url: &Url, scheme: Scheme) -> Result<Door, Rule> {
    let secure = url.scheme() == "https";
    // User names and passwords would be sent as credentials.
    if !(secure || url.scheme() == "http") || !url.username().is_empty() || url.password().is_some() {
        return Err(Rule::HttpsOnly);
    }
    let authority = authority(url);
    if let Some(address) = policy.stand_ins.get(&authority) {
        return Ok(Door::StandIn(*address));
    }
    let literal = match url.host() {
        Some(Host::Ipv4(ip)) => Some(IpAddr::V4(ip)),
        Some(Host::Ipv6(ip)) => Some(IpAddr::V6(ip)),
        // RFC 6761, section 6.3: the name of every machine for itself, with the dot of the root or without it.
        Some(Host::Domain(name)) => is_own_name(name).then_some(IpAddr::V4(std::net::Ipv4Addr::LOCALHOST)),
        None => return Err(Rule::PrivateAddress),
    };
    let named = policy.allow_authorities.contains(&authority);
    let local = named || policy.allow_local;
    match literal.map(reach) {
        Some(Reach::Never) => return Err(Rule::PrivateAddress),
        Some(Reach::Local) if !local => return Err(Rule::PrivateAddress),
        _ => {}
    }
    let neighbour = policy.speaks_plainly(url) || (local && literal.is_some_and(|ip| reach(ip) == Reach::Local));
    if !neighbour && url.port().is_some() {
        return Err(Rule::Port);
    }
    if !secure && (scheme == Scheme::Secure || !policy.plain(url)) {
        return Err(Rule::HttpsOnly);
    }
    Ok(if local { Door::Local } else { Door::Public })
}

/// Whether a name is `localhost`, or within it.
pub(super) fn is_own_name(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    name == "localhost" || name.ends_with(".localhost")
}

/// Host and port as the policy writes them: in lower case, the usual port left out.
pub(super) fn authority(url: &Url) -> String {
    let host = url.host_str().unwrap_or("").to_ascii_lowercase();
    let host = host.strip_suffix('.').unwrap_or(&host);
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(policy: &HttpPolicy, url: &str) -> Result<Door, Rule> {
        judge(policy, &Url::parse(url).unwrap(), Scheme::Any)
    }

    #[test]
    fn only_public_https_on_the_usual_port() {
        let strict = HttpPolicy::default();
        assert_eq!(judged(&strict, "https://example.org/a"), Ok(Door::Public));
        assert_eq!(judged(&strict, "https://example.org:443/a"), Ok(Door::Public));
        assert_eq!(judged(&strict, "https://1.1.1.1/"), Ok(Door::Public));
        for (url, rule) in [
            ("http://example.org/", Rule::HttpsOnly),
            ("ftp://example.org/", Rule::HttpsOnly),
            ("file:///etc/passwd", Rule::HttpsOnly),
            ("https://me:secret@example.org/", Rule::HttpsOnly),
            ("https://example.org:8443/", Rule::Port),
            ("https://example.org:80/", Rule::Port),
        ] {
            assert_eq!(judged(&strict, url), Err(rule), "{url}");
        }
    }

    #[test]
    fn every_spelling_of_a_private_address_is_seen() {
        let strict = HttpPolicy::default();
        for host in [
            "127.0.0.1",
            "127.1",
            "2130706433",
            "0x7f000001",
            "0x7f.1",
            "017700000001",
            "0177.0.0.1",
            "127.0.0.1.",
            "localhost",
            "localhost.",
            "LOCALHOST.",
            "a.localhost",
            "１２７.0.0.1",
            "%31%32%37.0.0.1",
            "0",
            "0.0.0.0",
            "10.1.2.3",
            "169.254.169.254",
            "[::1]",
            "[::]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[::127.0.0.1]",
            "[64:ff9b::10.0.0.1]",
            "[2002:7f00:1::]",
            "[fe80::1]",
            "[fd20:ce::254]",
        ] {
            assert_eq!(judged(&strict, &format!("https://{host}/")), Err(Rule::PrivateAddress), "{host}");
        }
    }

    #[test]
    fn what_is_allowed_by_name_is_allowed_exactly() {
        let mut policy = HttpPolicy::default();
        policy.allow_authorities.insert("127.0.0.1:8080".to_owned());
        assert_eq!(judged(&policy, "http://127.0.0.1:8080/"), Ok(Door::Local));
        assert_eq!(judged(&policy, "http://2130706433:8080/"), Ok(Door::Local));
        assert_eq!(judged(&policy, "http://127.0.0.1:8081/"), Err(Rule::PrivateAddress));
        assert_eq!(judged(&policy, "http://127.0.0.2:8080/"), Err(Rule::PrivateAddress));
        assert_eq!(judged(&policy, "https://example.org:8080/"), Err(Rule::Port));
        // Never, whatever the policy says.
        policy.allow_authorities.insert("169.254.169.254".to_owned());
        assert_eq!(judged(&policy, "http://169.254.169.254/"), Err(Rule::PrivateAddress));
    }

    #[test]
    fn one_s_own_network_on_request() {
        let policy = HttpPolicy { allow_local: true, ..HttpPolicy::default() };
        assert_eq!(judged(&policy, "http://localhost:8080/"), Ok(Door::Local));
        assert_eq!(judged(&policy, "http://127.0.0.1:8080/"), Ok(Door::Local));
        assert_eq!(judged(&policy, "https://10.0.0.1:8443/"), Ok(Door::Local));
        assert_eq!(judged(&policy, "http://10.0.0.1/"), Err(Rule::HttpsOnly));
        assert_eq!(judged(&policy, "https://example.org:8443/"), Err(Rule::Port));
        assert_eq!(judged(&policy, "https://169.254.169.254/"), Err(Rule::PrivateAddress));
    }

    #[test]
    fn plain_http_on_request_but_never_out_of_tls() {
        let policy = HttpPolicy { allow_plain_http: true, ..HttpPolicy::default() };
        let url = Url::parse("http://example.org/").unwrap();
        assert_eq!(judge(&policy, &url, Scheme::Any), Ok(Door::Public));
        assert_eq!(judge(&policy, &url, Scheme::Secure), Err(Rule::HttpsOnly));
        assert_eq!(judged(&policy, "http://example.org:8080/"), Err(Rule::Port));
    }

    #[test]
    fn a_stand_in_serves_one_authority() {
        let mut policy = HttpPolicy::default();
        let socket = SocketAddr::from(([127, 0, 0, 1], 9));
        policy.stand_ins.insert("badges.example.org".to_owned(), socket);
        assert_eq!(judged(&policy, "https://Badges.Example.org/x"), Ok(Door::StandIn(socket)));
        assert_eq!(judged(&policy, "https://example.org/x"), Ok(Door::Public));
    }
}
