//! Badges that claim somebody else's name: by names that are ours alone, by rules that they write for themselves, by
//! keys that they bring along. None is verified as that issuer's, and none is known.

use badge_core::container;
use badge_core::limits::Limits;
use badge_core::name::Url;
use badge_core::resource::{Answer, Body, Resources};
use badge_core::time::Timestamp;
use badge_core::trust::TrustList;
use badge_core::verify::{Policy, Report, Trust, Verdict, verify};
use serde_json::{Value, json};

const V2: &str = "https://w3id.org/openbadges/v2";
const DOME: &str = "https://trois-ponts.example.org/issuer.json";

fn judged(badge: &Value, served: &[(&str, &Value)], known: &str) -> Report {
    let mut resources = Resources::new();
    for (url, doc) in served {
        let body = Body::of(doc.to_string().into_bytes());
        resources.insert(&Url::parse(url).unwrap(), Answer::Found(body));
    }
    let mut policy = Policy::at(Timestamp::parse("2026-06-01T12:00:00Z").unwrap());
    let list = json!({"schema": "badge-trust/1", "name": "moi", "updated": "2026-03-02T09:00:00Z",
                      "issuers": [{"id": known, "name": "L’Atelier des Trois-Ponts"}]});
    policy.trust.push(TrustList::read(list.to_string().as_bytes(), &Limits::default()).unwrap());
    let opened = container::open(badge.to_string().as_bytes(), &Limits::default());
    verify(&opened.found[0], &resources, &policy).report
}

/// A hosted badge on the forger's own site, whose class embeds `issuer`.
fn hosted(issuer: Value) -> (Value, Value) {
    let class = json!({"@context": V2, "type": "BadgeClass", "id": "https://mallory.example/class.json",
        "name": "Soudure", "description": "Sait souder.", "image": "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNoAAAAggCB2kUIOwAAAABJRU5ErkJggg==",
        "criteria": {"narrative": "Souder."}, "issuer": issuer});
    let badge = json!({"@context": V2, "type": "Assertion", "id": "https://mallory.example/badge.json",
        "recipient": {"type": "email", "hashed": false, "identity": "mallory@example.org"},
        "badge": class, "verification": {"type": "HostedBadge"}, "issuedOn": "2026-02-14T15:00:00+01:00"});
    (badge, class)
}

fn refused(issuer: Value, known: &str) {
    let (badge, class) = hosted(issuer.clone());
    let served = [("https://mallory.example/badge.json", &badge), ("https://mallory.example/class.json", &class)];
    let report = judged(&badge, &served, known);
    assert_ne!(report.verdict, Verdict::Verified, "{issuer}");
    assert_eq!(report.trust, Trust::Unknown, "{issuer}");
}

fn profile(id: Option<&str>, more: Value) -> Value {
    let mut profile = json!({"@context": V2, "type": "Issuer", "name": "L’Atelier des Trois-Ponts",
        "url": "https://trois-ponts.example.org/", "email": "badges@example.org"});
    let members = profile.as_object_mut().unwrap();
    members.extend(id.map(|id| ("id".to_owned(), id.into())));
    members.extend(more.as_object().unwrap().clone());
    profile
}

// D-23: a name for the issuers of the first badges is no name in later ones.
#[test]
fn a_name_of_our_own_making_names_nobody() {
    let own = json!({"url": DOME, "verification": {"allowedOrigins": ["mallory.example"]}});
    refused(profile(Some("_:issuer"), own), DOME);
}

// D-23, OB2-VER-23
#[test]
fn an_issuer_that_only_the_badge_tells_of_is_not_confirmed() {
    let scope = json!({"verification": {"allowedOrigins": ["mallory.example"]}});
    for id in [None, Some("_:b0"), Some("urn:uuid:1"), Some("did:web:trois-ponts.example.org")] {
        refused(profile(id, json!({})), "did:web:trois-ponts.example.org");
        refused(profile(id, scope.clone()), "did:web:trois-ponts.example.org");
    }
}

// OB2-VER-75: an origin is a site, and not the id of somebody on it.
#[test]
fn an_origin_with_a_path_is_nobody_of_that_site() {
    let badge = |origin: &str| {
        json!({"recipient": "mallory@example.org", "issued_on": "2012-03-01",
            "badge": {"version": "0.5.0", "name": "Soudure", "image": "/b.png", "description": "Sait souder.",
                      "criteria": "/c", "issuer": {"origin": origin, "name": "L’Atelier des Trois-Ponts"}}})
    };
    let at = "https://trois-ponts.example.org/uploads/mallory.json";
    let link = json!(at);
    let judge = |origin: &str, known: &str| {
        let doc = badge(origin);
        let mut resources = Resources::new();
        resources.insert(&Url::parse(at).unwrap(), Answer::Found(Body::of(doc.to_string().into_bytes())));
        let mut policy = Policy::at(Timestamp::parse("2026-06-01T12:00:00Z").unwrap());
        let list = json!({"schema": "badge-trust/1", "name": "moi", "updated": "2026-03-02T09:00:00Z",
            "issuers": [{"id": known, "keys": ["z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"]}]});
        policy.trust.push(TrustList::read(list.to_string().as_bytes(), &Limits::default()).unwrap());
        let opened = container::open(link.as_str().unwrap().as_bytes(), &Limits::default());
        verify(&opened.found[0], &resources, &policy).report
    };
    let report = judge(DOME, DOME);
    assert_ne!(report.verdict, Verdict::Verified);
    assert_eq!(report.trust, Trust::Unknown);
    // With a bare origin it is what these badges ever were: something served by that site, by nobody's key.
    let site = "https://trois-ponts.example.org";
    assert_eq!(judge(site, site).trust, Trust::Unknown);
}
