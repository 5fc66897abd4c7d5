//! Who asks, as far as a request tells: from where, in which language, for which host.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_LANGUAGE, HOST};
use axum::http::request::Parts;
use badge_core::language::Lang;

use crate::config::Network;
use crate::state::App;

/// The one who asks. Nothing of it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Visitor {
    pub(crate) lang: Lang,
    /// For limits only; it is written down nowhere.
    pub(crate) address: IpAddr,
    /// The host that was asked for, in small letters, with its port where the request named one.
    pub(crate) authority: String,
}

impl Visitor {
    pub(crate) fn of(parts: &Parts, app: &App) -> Self {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)).to_canonical();
        let trusted = &app.config.trusted_proxies;
        let through_proxy = trusted.iter().any(|network| network.contains(peer));
        let forwarded = |name: &str| {
            parts.headers.get_all(name).iter().next_back().filter(|_| through_proxy).and_then(|v| v.to_str().ok())
        };
        // Some proxies add to the line of a client, others a line of their own below it: all lines are one list.
        let list: Vec<&str> =
            parts.headers.get_all("x-forwarded-for").iter().map(|v| v.to_str().unwrap_or_default()).collect();
        let heard = (through_proxy && !list.is_empty()).then(|| list.join(","));
        // Of several, nobody knows which one was meant: then there is none, and no place answers.
        let mut hosts = parts.headers.get_all(HOST).iter();
        let named = match (hosts.next(), hosts.next()) {
            (Some(one), None) => one.to_str().ok(),
            (Some(_), Some(_)) => None,
            (None, _) => parts.uri.authority().map(|a| a.as_str()),
        };
        // Some proxies set the name; others add it behind what the client said itself, as with `X-Forwarded-For`: the
        // last one, of the last line, is the proxy's own word.
        let host =
            forwarded("x-forwarded-host").map(|v| v.rsplit(',').next().unwrap_or(v)).or(named).unwrap_or_default();
        Self {
            lang: language(parts.uri.query(), &parts.headers).unwrap_or(app.config.language),
            address: heard.map_or(peer, |list| client(&list, peer, trusted)),
            authority: host.trim().to_ascii_lowercase(),
        }
    }
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(Self::of(parts, app))
    }
}

/// Each proxy adds, at the end, whom it heard: the last one that is not a proxy of ours is the client.
fn client(list: &str, peer: IpAddr, trusted: &[Network]) -> IpAddr {
    let mut client = peer;
    for text in list.rsplit(',').take(16) {
        let Ok(address) = text.trim().parse::<IpAddr>() else { break };
        client = address.to_canonical();
        if !trusted.iter().any(|network| network.contains(client)) {
            break;
        }
    }
    client
}

/// The language of the page's own switch (`?lang=en`), else the one the browser likes best.
fn language(query: Option<&str>, headers: &HeaderMap) -> Option<Lang> {
    let chosen = query.and_then(|q| q.split('&').find_map(|pair| pair.strip_prefix("lang="))).and_then(Lang::from_tag);
    chosen.or_else(|| headers.get(ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).and_then(preferred))
}

/// The first of our languages by weight in an `Accept-Language` (RFC 9110, 12.5.4).
fn preferred(accept: &str) -> Option<Lang> {
    let mut best: Option<(f32, Lang)> = None;
    for range in accept.split(',').take(32) {
        let mut parts = range.split(';').map(str::trim);
        let Some(lang) = parts.next().and_then(Lang::from_tag) else { continue };
        let weight = parts.find_map(|p| p.strip_prefix("q=")).map_or(Some(1.0), |q| q.parse().ok()).unwrap_or(0.0);
        if weight > 0.0 && best.is_none_or(|(most, _)| weight > most) {
            best = Some((weight, lang));
        }
    }
    best.map(|(_, lang)| lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_s_language_is_understood() {
        assert_eq!(preferred("en-GB,en;q=0.9,fr;q=0.8"), Some(Lang::En));
        assert_eq!(preferred("de, en;q=0.5, fr-FR;q=0.7"), Some(Lang::Fr));
        assert_eq!(preferred("fr;q=0, en;q=0.1"), Some(Lang::En));
        assert_eq!(preferred("fra, de;q=x, *"), None);
        assert_eq!(preferred(""), None);
    }

    #[test]
    fn the_switch_wins() {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_LANGUAGE, "fr".parse().unwrap());
        assert_eq!(language(Some("a=b&lang=en"), &headers), Some(Lang::En));
        assert_eq!(language(Some("lang=xx"), &headers), Some(Lang::Fr));
        assert_eq!(language(None, &HeaderMap::new()), None);
    }

    #[test]
    fn a_client_cannot_choose_its_address() {
        let trusted = [Network::parse("10.0.0.0/8").unwrap()];
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let peer = ip("10.0.0.1");
        assert_eq!(client("192.0.2.7", peer, &trusted), ip("192.0.2.7"));
        assert_eq!(
            client("198.51.100.1, 192.0.2.7, 10.0.0.2", peer, &trusted),
            ip("192.0.2.7"),
            "what it says itself comes first"
        );
        assert_eq!(client("nonsense", peer, &trusted), peer);
        assert_eq!(client("192.0.2.7, nonsense", peer, &trusted), peer);
    }
}
