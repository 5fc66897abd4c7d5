//! What a place publishes about a thing: found, and compared with what was given.

use crate::json::{self, Object, Value};
use crate::limits::Limits;
use crate::message::plain_within;
use crate::model::{Achievement, ob3};
use crate::name::Url;

use super::Eyes;

/// As many lines of a description are shown before it is signed.
const LINES: usize = 40;

/// The words of an achievement that a person reads.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Said {
    name: Option<String>,
    description: Option<String>,
    criteria: Option<String>,
    page: Option<String>,
}

impl Said {
    pub(super) fn of_model(model: &Achievement) -> Self {
        let criteria = model.criteria.clone().unwrap_or_default();
        Self {
            name: model.name.clone(),
            description: model.description.clone(),
            criteria: criteria.narrative,
            page: criteria.id,
        }
    }

    /// Of a published achievement or badge class: the latter may have an address as its criteria.
    #[must_use]
    pub fn of_document(doc: &Object) -> Self {
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        let criteria = doc.get("criteria");
        let within = |name: &str| text(criteria.and_then(|c| c.get(name)));
        Self {
            name: text(doc.get("name")),
            description: text(doc.get("description")),
            criteria: within("narrative"),
            page: within("id").or_else(|| text(criteria)),
        }
    }

    /// What it is about and what one has to do, a line each.
    pub(super) fn lines(&self) -> Vec<String> {
        let texts = [&self.description, &self.criteria].into_iter().flatten();
        let mut lines: Vec<String> =
            texts.flat_map(|text| text.lines()).map(|line| plain_within(line, 400)).filter(|l| !l.is_empty()).collect();
        if self.criteria.is_none() {
            lines.extend(self.page.as_deref().map(|page| plain_within(page, 300)));
        }
        if lines.len() > LINES {
            lines.truncate(LINES);
            lines.push("…".to_owned());
        }
        lines
    }
}

/// The document that lies at an id; `None` when nobody answers there, or with something else.
///
/// # Errors
/// When nothing can be asked.
pub fn at<E: Eyes>(id: &str, eyes: &E) -> Result<Option<Object>, E::Error> {
    let Ok(url) = Url::parse(id) else { return Ok(None) };
    let bytes = eyes.at(&url)?;
    Ok(match bytes.map(|bytes| json::parse(&bytes, &Limits::default())) {
        Some(Ok(Value::Object(doc))) => Some(doc),
        _ => None,
    })
}

/// Whether two documents say the same, but for the endorsements that one may have won since.
pub(super) fn same_document(a: &Object, b: &Object) -> bool {
    let words = |doc: &Object| {
        let mut doc = doc.clone();
        for name in ["endorsement", "endorsementJwt"] {
            doc.remove(name);
        }
        if ob3::has_type(&doc, "Achievement") {
            doc.remove("@context");
        }
        doc
    };
    words(a) == words(b)
}

/// The DID of a place whose card has this address: the one under which it signs, where it publishes it.
pub(super) fn did_of_card<E: Eyes>(id: &str, eyes: &E) -> Result<Option<String>, E::Error> {
    let Some((scheme, rest)) = id.split_once("://") else { return Ok(None) };
    let Some(base) = rest.strip_suffix("/issuer.json") else { return Ok(None) };
    // A place that is tried out on the machine itself has no certificate.
    let host = base.split(['/', ':']).next().unwrap_or_default();
    if scheme != "https" && (scheme != "http" || !matches!(host, "localhost" | "127.0.0.1")) {
        return Ok(None);
    }
    let did = format!("did:web:{}", base.replace(':', "%3A").replace('/', ":"));
    let place = if base.contains('/') { "did.json" } else { ".well-known/did.json" };
    let found = at(&format!("{scheme}://{base}/{place}"), eyes)?;
    let says = found.as_ref().and_then(|doc| doc.get("id")).and_then(Value::as_str);
    Ok((says == Some(&did)).then_some(did))
}

/// The JSON that a page names as its own data (`<link rel="alternate" type="application/json">`), on the same host.
pub(super) fn data_of_page(bytes: &[u8], page: &Url) -> Option<Url> {
    let text = String::from_utf8_lossy(bytes.get(..bytes.len().min(65_536))?);
    let links = text.split("<link").skip(1).filter_map(|rest| rest.split('>').next());
    let value = |link: &str, name: &str| {
        let from = link.split_once(&format!(" {name}=\""))?.1;
        from.split_once('"').map(|(value, _)| value.replace("&amp;", "&"))
    };
    let is_data = |link: &&str| {
        value(link, "rel").as_deref() == Some("alternate") && value(link, "type").as_deref() == Some("application/json")
    };
    let href = value(links.into_iter().find(is_data)?, "href")?;
    page.join(&href).ok().filter(|data| data.authority() == page.authority() && data.is_https() == page.is_https())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_leads_to_its_own_data_and_nowhere_else() {
        let page = Url::parse("https://a.example.org/achievements/x.html").unwrap();
        let data = |html: &str| data_of_page(html.as_bytes(), &page).map(|url| url.as_str().to_owned());
        let link = |href: &str| {
            format!(
                "<link rel=\"alternate\" hreflang=\"fr\" href=\"y\"><link rel=\"alternate\" type=\"application/json\" href=\"{href}\">"
            )
        };
        assert_eq!(data(&link("../achievements/x.json")).as_deref(), Some("https://a.example.org/achievements/x.json"));
        for other in ["https://b.example.org/x.json", "http://a.example.org/x.json", "//b.example.org/x.json"] {
            assert_eq!(data(&link(other)), None, "{other}");
        }
        assert_eq!(data("<p>no link</p>"), None);
    }

    /// Where every DID document says that it is that of the address.
    struct Everywhere;

    impl Eyes for Everywhere {
        type Error = std::convert::Infallible;

        fn at(&self, url: &Url) -> Result<Option<Vec<u8>>, Self::Error> {
            let rest = url.as_str().split_once("://").map_or("", |(_, rest)| rest);
            let base = rest.strip_suffix("/.well-known/did.json").or_else(|| rest.strip_suffix("/did.json"));
            let did = base.map(|base| format!("did:web:{}", base.replace(':', "%3A").replace('/', ":")));
            Ok(did.map(|did| format!("{{\"id\":\"{did}\"}}").into_bytes()))
        }

        fn judge(&self, _: &str, _: &[u8]) -> Result<Vec<crate::verify::Report>, Self::Error> {
            Ok(Vec::new())
        }
    }

    #[test]
    fn the_card_of_a_place_leads_to_its_did() {
        for (card, did) in [
            ("https://a.example.org/issuer.json", Some("did:web:a.example.org")),
            ("https://a.example.org/lab/issuer.json", Some("did:web:a.example.org:lab")),
            ("http://localhost:8080/a/issuer.json", Some("did:web:localhost%3A8080:a")),
            ("http://a.example.org/issuer.json", None),
            ("http://localhost.example.org/issuer.json", None),
            ("https://a.example.org/other.json", None),
        ] {
            assert_eq!(did_of_card(card, &Everywhere).unwrap().as_deref(), did, "{card}");
        }
    }

    #[test]
    fn a_class_and_its_badge_say_the_same() {
        let Ok(Value::Object(doc)) = json::parse(
            br#"{"name":"A","description":"B","criteria":"https://a.example.org/c","tags":["x"]}"#,
            &Limits::default(),
        ) else {
            panic!()
        };
        let criteria = crate::model::Criteria { id: Some("https://a.example.org/c".into()), narrative: None };
        let model = Achievement {
            name: Some("A".into()),
            description: Some("B".into()),
            criteria: Some(criteria),
            ..Achievement::default()
        };
        assert_eq!(Said::of_document(&doc), Said::of_model(&model));
        let other = Achievement { description: Some("C".into()), ..model };
        assert_ne!(Said::of_document(&doc), Said::of_model(&other));
    }
}
