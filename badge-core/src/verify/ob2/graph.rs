//! The badge class and the issuer that an assertion leads to. What is fetched wins over what is embedded (OB2-VER-06).

use super::{document, normal};
use crate::json::{Object, Pointer, Value};
use crate::model::Version;
use crate::model::ob1::{NO_ID_ISSUER, Place};
use crate::model::ob2::Normal;
use crate::model::ob3::has_type;
use crate::name::Url;
use crate::resource::{Body, Lookup, Purpose};
use crate::verify::document::Of;
use crate::verify::inspect::json_fault;
use crate::verify::session::{Asked, Session};
use crate::verify::{Because, Check, CheckCode, Outcome, Reason, served};

/// The objects around an assertion, as far as they are known.
pub(super) struct Graph {
    pub class: Option<Object>,
    pub issuer: Option<Object>,
    /// Whether the profile was read at the issuer's own address.
    pub issuer_fetched: bool,
    /// The version of the profile, where it is older than 2.0.
    pub issuer_older: Option<Version>,
    pub checks: Vec<Check>,
}

/// Follows `badge` and `issuer` of an assertion, or `issuer` of an endorsement.
pub(super) fn follow(session: &mut Session<'_>, root: &Normal) -> Graph {
    let (doc, version) = (&root.object, root.upgraded);
    let mut checks = Vec::new();
    let endorsement = has_type(doc, "Endorsement");
    let at = Pointer::root().member("badge");
    let class = match doc.get("badge").and_then(|b| b.many().first()) {
        Some(link) if !endorsement => {
            let linked = link_to(session, link, Purpose::BadgeClass, version, &at);
            checks.extend(linked.told(CheckCode::DocumentSchema, Of::BadgeClass, &at, session));
            checks.extend(linked.older(version, &at));
            linked.object
        }
        _ => None,
    };
    let at = if endorsement { Pointer::root() } else { at }.member("issuer");
    let named = if endorsement { doc.get("issuer") } else { class.as_ref().and_then(|c| c.object.get("issuer")) };
    let (mut issuer, mut issuer_fetched) = (None, false);
    match named.and_then(|i| i.many().first()).cloned() {
        Some(link) => {
            let linked = link_to(session, &link, Purpose::Issuer, version, &at);
            checks.extend(linked.told(CheckCode::IssuerProfile, Of::Issuer, &at, session));
            checks.extend(linked.older(version, &at));
            issuer_fetched = linked.fetched;
            issuer = linked.object;
        }
        None => {
            let because = Outcome::Skipped(Because::DependsOn(CheckCode::DocumentSchema));
            checks.push(Check::new(CheckCode::IssuerProfile, because).at(at));
        }
    }
    checks.push(consistent(doc, issuer.as_ref().map(|i| &i.object), endorsement));
    let issuer_older = issuer.as_ref().and_then(|i| i.upgraded);
    Graph { class: class.map(|c| c.object), issuer: issuer.map(|i| i.object), issuer_fetched, issuer_older, checks }
}

/// OB2-VER-17: there is no issuer but the badge class's; an assertion that names one must name the same.
fn consistent(doc: &Object, issuer: Option<&Object>, endorsement: bool) -> Check {
    let told = |outcome| Check::new(CheckCode::IssuerConsistent, outcome);
    let id = |v: &Value| v.as_str().or_else(|| v.get("id").and_then(Value::as_str)).map(str::to_owned);
    match (doc.get("issuer").and_then(id), issuer.and_then(|i| i.get("id")).and_then(id)) {
        _ if endorsement => told(Outcome::Skipped(Because::NotApplicable)),
        (_, None) => told(Outcome::Skipped(Because::DependsOn(CheckCode::IssuerProfile))),
        (Some(first), Some(second)) if first != second => {
            told(Outcome::Fail(Reason::IssuersDiffer { first, second })).at(Pointer::root().member("issuer"))
        }
        _ => told(Outcome::Pass),
    }
}

/// What a link led to.
struct Linked {
    object: Option<Normal>,
    fetched: bool,
    /// How reading it went; none when the embedded object is all there is.
    outcome: Outcome,
    remarks: Vec<Check>,
    url: Option<Url>,
}

impl Linked {
    /// A part of another, older version than the badge is told of; in an old badge, old parts go without saying.
    fn older(&self, version: Option<Version>, at: &Pointer) -> Option<Check> {
        let own = self.object.as_ref()?.upgraded.filter(|_| version.is_none())?;
        let reason = Reason::OlderVersion { version: own.as_str().to_owned() };
        Some(Check::new(CheckCode::DocumentType, Outcome::Warn(reason)).at(at.clone()))
    }

    fn told(&self, code: CheckCode, class: Of, at: &Pointer, session: &Session<'_>) -> Vec<Check> {
        let mut checks = self.remarks.clone();
        // The schema check has its pass for the whole document already.
        if code != CheckCode::DocumentSchema || self.outcome != Outcome::Pass {
            let mut check = Check::new(code, self.outcome.clone()).at(at.clone());
            if let Some(url) = &self.url {
                check = check.with("url", url.as_str());
            }
            checks.push(check);
        }
        // What was not read at its address is not judged: the served copy may be another.
        if let (Some(object), Outcome::Pass | Outcome::Warn(_)) = (&self.object, &self.outcome) {
            checks.extend(document(object, class, at, &session.policy.limits));
        }
        checks
    }
}

fn link_to(
    session: &mut Session<'_>,
    link: &Value,
    purpose: Purpose,
    version: Option<Version>,
    at: &Pointer,
) -> Linked {
    let embedded = link.as_object();
    let id = link.as_str().or_else(|| link.get("id").and_then(Value::as_str));
    let none = |outcome| Linked { object: None, fetched: false, outcome, remarks: Vec::new(), url: None };
    let Some(url) = id.and_then(|id| Url::parse(id).ok()) else {
        let Some(object) = embedded else {
            return none(Outcome::Fail(Reason::NotServed { url: id.unwrap_or_default().to_owned() }));
        };
        return only_embedded(object, id, purpose, version);
    };
    let served = served(session, &url, purpose);
    let mut remarks = served.remarks;
    let shown = embedded.map(|o| Normal { object: o.clone(), upgraded: version, ..Normal::default() });
    match served.result {
        Ok(object) => {
            if let Some(copy) = embedded
                && !agrees(copy, &object.object)
            {
                let differs = Outcome::Warn(Reason::CopyDiffers);
                remarks.push(Check::new(CheckCode::HostedSame, differs).at(at.clone()));
            }
            for remark in &mut remarks {
                remark.at = at.clone();
            }
            Linked { object: Some(object), fetched: true, outcome: Outcome::Pass, remarks, url: Some(url) }
        }
        Err(outcome) => Linked { object: shown, fetched: false, outcome, remarks, url: Some(url) },
    }
}

/// Embedded under a name that is no address: there is nothing else to read.
fn only_embedded(object: &Object, id: Option<&str>, purpose: Purpose, version: Option<Version>) -> Linked {
    let mut object = object.clone();
    let outcome = match id {
        // OB2-VER-75: in 0.5 it is embedded, and known by its origin.
        Some(NO_ID_ISSUER) if purpose == Purpose::Issuer && version == Some(Version::Ob05) => Outcome::Pass,
        // D-23: nobody but the badge says who this is, and a name is nothing that proves itself.
        _ if purpose == Purpose::Issuer => {
            let issuer = id.unwrap_or_default().to_owned();
            Outcome::Skipped(Because::Undecided(Reason::IssuerNotAddress { issuer }))
        }
        Some(_) => Outcome::Pass,
        None => {
            object.set("id", "_:b0");
            Outcome::Warn(Reason::MemberMissing { member: "id".to_owned() })
        }
    };
    let normal = Normal { object, upgraded: version, ..Normal::default() };
    Linked { object: Some(normal), fetched: false, outcome, remarks: Vec::new(), url: None }
}

/// What an address serves, as a document in its own terms.
pub(super) struct Served {
    pub result: Result<Normal, Outcome>,
    pub remarks: Vec<Check>,
}

/// Reads what lies at `url`. A document that declares another address as its own is read there instead, once
/// (OB2-VER-05).
pub(super) fn served(session: &mut Session<'_>, url: &Url, purpose: Purpose) -> Served {
    let code = match purpose {
        Purpose::Issuer => CheckCode::IssuerProfile,
        Purpose::BadgeClass => CheckCode::DocumentSchema,
        _ => CheckCode::HostedFetched,
    };
    let mut remarks = Vec::new();
    let first = match read(session, url, purpose) {
        Ok(normal) => normal,
        Err(outcome) => return Served { result: Err(outcome), remarks },
    };
    let declared = first.object.get("id").and_then(Value::as_str).unwrap_or_default();
    if same_address(declared, url) {
        return Served { result: Ok(first), remarks };
    }
    let differs = |found: &str, expected: &Url| Reason::IdDiffers {
        expected: expected.to_string(),
        found: crate::verify::shortened(found),
    };
    let Ok(second_url) = Url::parse(declared) else {
        return Served { result: Err(Outcome::Fail(differs(declared, url))), remarks };
    };
    remarks.push(Check::new(code, Outcome::Warn(differs(declared, url))));
    let result = read(session, &second_url, purpose).and_then(|second| {
        let declared = second.object.get("id").and_then(Value::as_str).unwrap_or_default();
        if same_address(declared, &second_url) {
            Ok(second)
        } else {
            Err(Outcome::Fail(differs(declared, &second_url)))
        }
    });
    Served { result, remarks }
}

pub(super) fn same_address(declared: &str, url: &Url) -> bool {
    declared == url.as_str() || Url::parse(declared).is_ok_and(|d| d.without_fragment() == url.without_fragment())
}

fn read(session: &mut Session<'_>, url: &Url, purpose: Purpose) -> Result<Normal, Outcome> {
    match session.ask(url, purpose) {
        Asked::Found(body) => parse(session, body, url, purpose, place(purpose)),
        Asked::Gone(_) => Err(Outcome::Skipped(session.because(&Lookup::new(url, purpose)))),
        Asked::Missing(because) => Err(Outcome::Skipped(because)),
    }
}

const fn place(purpose: Purpose) -> Place {
    match purpose {
        Purpose::Assertion | Purpose::Endorsement => Place::Assertion,
        Purpose::BadgeClass => Place::BadgeClass,
        Purpose::Issuer => Place::Issuer,
        _ => Place::Other,
    }
}

/// A served body as a document in its own terms. What is no document at all was not read (D-23).
pub(super) fn parse(
    session: &mut Session<'_>,
    body: &Body,
    url: &Url,
    purpose: Purpose,
    place: Place,
) -> Result<Normal, Outcome> {
    match served::object(session, &Lookup::new(url, purpose), body) {
        Ok(Ok(doc)) => normal(doc, place, Some(url), &session.policy.limits)
            .map_err(|_| Outcome::Fail(Reason::ServedOther { url: url.to_string() })),
        Ok(Err(why)) => Err(Outcome::Fail(json_fault(&why))),
        Err(because) => Err(Outcome::Skipped(because)),
    }
}

impl Graph {
    /// Whether what `copy` embeds, be it the badge class or the issuer in it, says nothing else than what they were read
    /// to be. What it only names, and what was not read, is not compared.
    pub(super) fn agrees(&self, copy: &Object) -> bool {
        let embedded = |of: &Object, name: &str| {
            of.get(name).and_then(|link| link.many().first()).and_then(Value::as_object).cloned()
        };
        let same = |copy: &Option<Object>, read: &Option<Object>| match (copy, read) {
            (Some(copy), Some(read)) => agrees(copy, read),
            _ => true,
        };
        let class = embedded(copy, "badge");
        let issuer = embedded(class.as_ref().unwrap_or(copy), "issuer");
        same(&class, &self.class) && same(&issuer, &self.issuer)
    }
}

/// Whether an embedded copy says nothing else than what is served: every member it has is the same there.
pub(super) fn agrees(copy: &Object, served: &Object) -> bool {
    copy.iter().all(|(name, value)| match (value, served.get(name)) {
        (_, None) => false,
        // A link, embedded here and only named there, is compared where it leads: see `Graph::agrees`.
        (a, Some(b)) => same_link(a, b) || a == b,
    })
}

fn same_link(a: &Value, b: &Value) -> bool {
    let id = |v: &Value| v.as_str().or_else(|| v.get("id").and_then(Value::as_str)).map(str::to_owned);
    matches!((a, b), (Value::Object(_), Value::String(_)) | (Value::String(_), Value::Object(_))) && id(a) == id(b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;

    fn object(text: &str) -> Object {
        let Ok(Value::Object(object)) = crate::json::parse(text.as_bytes(), &Limits::default()) else {
            panic!("{text}")
        };
        object
    }

    // OB2-VER-17
    #[test]
    fn an_assertion_names_no_other_issuer_than_its_class() {
        let profile = object(r#"{"id":"https://a.example.org/"}"#);
        let outcome =
            |doc: &str, issuer: Option<&Object>, endorsement| consistent(&object(doc), issuer, endorsement).outcome;
        let same = r#"{"issuer":"https://a.example.org/"}"#;
        let embedded = r#"{"issuer":{"id":"https://a.example.org/"}}"#;
        let other = r#"{"issuer":{"id":"https://b.example.org/"}}"#;
        for doc in ["{}", same, embedded] {
            assert_eq!(outcome(doc, Some(&profile), false), Outcome::Pass, "{doc}");
        }
        assert!(matches!(outcome(other, Some(&profile), false), Outcome::Fail(Reason::IssuersDiffer { .. })));
        // Nobody to compare with; an endorsement has an issuer of its own.
        let unread = Outcome::Skipped(Because::DependsOn(CheckCode::IssuerProfile));
        assert_eq!(outcome(other, None, false), unread);
        assert_eq!(outcome(other, Some(&profile), true), Outcome::Skipped(Because::NotApplicable));
    }

    // A part of another version than the badge is told; in an old badge, old parts go without saying.
    #[test]
    fn a_part_of_an_older_version_is_told() {
        let object = Normal { upgraded: Some(Version::Ob11), ..Normal::default() };
        let linked =
            Linked { object: Some(object), fetched: true, outcome: Outcome::Pass, remarks: Vec::new(), url: None };
        let at = Pointer::root().member("badge");
        let told = linked.older(None, &at).unwrap();
        assert!(matches!(told.outcome, Outcome::Warn(Reason::OlderVersion { .. })));
        assert_eq!((told.code, told.at.as_str()), (CheckCode::DocumentType, "/badge"));
        assert_eq!(linked.older(Some(Version::Ob11), &at), None);
    }

    // OB2-VER-06: a copy that leaves something out agrees; one that says more, or something else, does not.
    #[test]
    fn a_copy_agrees_with_what_is_served() {
        let served = object(r#"{"id":"a","name":"n","issuer":{"id":"i","name":"x"},"badge":"b"}"#);
        let agrees = |copy: &str| agrees(&object(copy), &served);
        for copy in ["{}", r#"{"name":"n"}"#, r#"{"issuer":"i"}"#, r#"{"badge":{"id":"b","name":"y"}}"#] {
            assert!(agrees(copy), "{copy}");
        }
        for copy in [r#"{"name":"m"}"#, r#"{"more":1}"#, r#"{"issuer":"j"}"#, r#"{"issuer":{"id":"i"}}"#] {
            assert!(!agrees(copy), "{copy}");
        }
    }

    // OB2-VER-02: what a copy embeds is compared with what was read, however deep it lies; a mere name is not.
    #[test]
    fn what_a_copy_embeds_is_compared_where_it_leads() {
        let class = object(r#"{"id":"b","name":"n","issuer":"i"}"#);
        let issuer = object(r#"{"id":"i","name":"x"}"#);
        let of = |class, issuer| Graph { class, issuer, issuer_fetched: true, issuer_older: None, checks: Vec::new() };
        let read = of(Some(class), Some(issuer));
        for copy in [
            r#"{"badge":"b"}"#,
            r#"{"badge":{"id":"b","name":"n"}}"#,
            r#"{"badge":{"id":"b","issuer":{"id":"i","name":"x"}}}"#,
            r#"{"issuer":{"id":"i","name":"x"}}"#,
            "{}",
        ] {
            assert!(read.agrees(&object(copy)), "{copy}");
        }
        let others = [
            r#"{"badge":{"id":"b","name":"m"}}"#,
            r#"{"badge":{"id":"b","issuer":{"id":"i","name":"y"}}}"#,
            r#"{"badge":{"id":"b","issuer":"j"}}"#,
            r#"{"badge":[{"id":"b","more":1}]}"#,
            r#"{"issuer":{"id":"i","name":"y"}}"#,
        ];
        for copy in others {
            assert!(!read.agrees(&object(copy)), "{copy}");
            assert!(of(None, None).agrees(&object(copy)), "nothing was read: {copy}");
        }
    }

    #[test]
    fn an_address_is_the_same_with_and_without_its_fragment() {
        let url = Url::parse("https://a.example.org/b#c").unwrap();
        for same in ["https://a.example.org/b", "https://a.example.org/b#d", "https://a.example.org/b#c"] {
            assert!(same_address(same, &url), "{same}");
        }
        for other in ["https://a.example.org/", "", "b", "http://a.example.org/b"] {
            assert!(!same_address(other, &url), "{other}");
        }
    }
}
