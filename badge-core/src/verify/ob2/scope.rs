//! `hosted.scope`: whether this issuer's badges may live at this address (OB2-VER-20 to 26).

use crate::model::HostedScope;
use crate::name::Url;
use crate::verify::{Outcome, Reason};

/// Judges the address of an assertion by the issuer's own rule, or by the rule for those that state none: the same
/// host and port as the issuer.
pub(super) fn judge(assertion: &Url, issuer: &str, scope: Option<&HostedScope>) -> Outcome {
    let stated: &[String] = scope.map_or(&[], |s| &s.allowed_origins);
    let starts: &[String] = scope.map_or(&[], |s| &s.starts_with);
    let out = || Outcome::Fail(Reason::OutOfScope { url: assertion.to_string(), issuer: issuer.to_owned() });
    if !starts.is_empty() && (climbs(assertion) || !starts.iter().any(|s| begins_with(assertion.as_str(), s))) {
        return out();
    }
    if !stated.is_empty() {
        // A registered host has no port: it is compared with the host alone (K-06).
        let host = assertion.host();
        return if stated.iter().any(|o| o.eq_ignore_ascii_case(&host)) { Outcome::Pass } else { out() };
    }
    match Url::parse(issuer) {
        Ok(issuer) if issuer.authority() == assertion.authority() => Outcome::Pass,
        Ok(_) => out(),
        Err(_) => Outcome::Warn(Reason::ScopeUnenforceable),
    }
}

/// `https://a.org` must not match `https://a.org.evil.example`: what follows begins a new part (OB2-VER-25).
fn begins_with(url: &str, prefix: &str) -> bool {
    url.strip_prefix(prefix).is_some_and(|rest| {
        let on_boundary = prefix.ends_with(['/', '?', '#', '=', '&']);
        // Within a path any continuation is what the issuer asked for; after a bare host it is another host.
        let has_path = prefix.split_once("://").is_some_and(|(_, r)| r.contains('/'));
        on_boundary || has_path || rest.is_empty() || rest.starts_with(['/', '?', '#'])
    })
}

/// Whether a server may find something outside the folder that the address seems to be in: `/b/../eve.json` begins like
/// `/b/`, and is not in it. Servers decode escapes before they resolve the dots.
fn climbs(url: &Url) -> bool {
    let path = url.as_str().split(['?', '#']).next().unwrap_or("").to_ascii_lowercase();
    let path = path.replace("%2e", ".").replace("%2f", "/").replace("%5c", "/").replace('\\', "/");
    path.split('/').any(|part| matches!(part, "." | ".."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(assertion: &str, issuer: &str, starts: &[&str], origins: &[&str]) -> &'static str {
        let own = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect();
        let scope = HostedScope { starts_with: own(starts), allowed_origins: own(origins) };
        match judge(&Url::parse(assertion).unwrap(), issuer, Some(&scope)) {
            Outcome::Pass => "in",
            Outcome::Warn(_) => "cannot tell",
            _ => "out",
        }
    }

    // OB2-VER-20, OB2-VER-21, OB2-VER-22, OB2-VER-23, OB2-VER-24, OB2-VER-25
    #[test]
    fn addresses_are_judged() {
        let a = "https://A.example:8443/b/1";
        for (assertion, issuer, starts, origins, expected) in [
            (a, "https://a.example:8443/issuer", &[][..], &[][..], "in"),
            (a, "https://a.example/issuer", &[], &[], "out"),
            (a, "https://b.example/issuer", &[], &["a.example"], "in"),
            (a, "https://b.example/issuer", &[], &["b.example"], "out"),
            (a, "urn:uuid:1", &[], &[], "cannot tell"),
            (a, "urn:uuid:1", &[], &["A.Example"], "in"),
            ("https://a.example/b/1", "https://a.example/", &["https://a.example/b/"], &[], "in"),
            ("https://a.example/c/1", "https://a.example/", &["https://a.example/b/"], &[], "out"),
            ("https://a.example/b/1", "https://b.example/", &["https://a.example/b/"], &[], "out"),
            // A path may end anywhere, a host may not.
            ("https://a.example/b/17", "https://a.example/", &["https://a.example/b/1"], &[], "in"),
            ("https://a.example/b/17", "https://a.example/", &["https://a.example"], &[], "in"),
            ("https://a.example.evil.example/", "https://a.example.evil.example/", &["https://a.example"], &[], "out"),
            ("https://a.example/b/../eve/1", "https://a.example/", &["https://a.example/b/"], &[], "out"),
            ("https://a.example/b/%2E%2e/eve/1", "https://a.example/", &["https://a.example/b/"], &[], "out"),
            ("https://a.example/b/..%2Feve%2f1", "https://a.example/", &["https://a.example/b/"], &[], "out"),
            ("https://a.example/b/1..2?x=/../", "https://a.example/", &["https://a.example/b/"], &[], "in"),
            (
                "https://a.example.evil.example/",
                "urn:uuid:1",
                &["https://a.example"],
                &["a.example.evil.example"],
                "out",
            ),
        ] {
            assert_eq!(
                judged(assertion, issuer, starts, origins),
                expected,
                "{assertion} {issuer} {starts:?} {origins:?}"
            );
        }
    }
}
