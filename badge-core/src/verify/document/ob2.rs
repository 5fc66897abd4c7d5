//! The classes of Open Badges 2.0 (section "Data classes"), over the form that `model::ob2` gives a document.

use super::rules::{At, Class, Faults, Kind, Member, Typed, many, opt, req};
use crate::json::{Object, Value};
use crate::model::Version;
use crate::verify::{CheckCode, Reason};

use Kind::{Bool, Email, Host, Iri, IsoInstant, Plain, Telephone, TextOrNumber, Url};

const SCHEMA: CheckCode = CheckCode::DocumentSchema;
const SUBJECT: CheckCode = CheckCode::DocumentSubject;

/// Which class an object of a badge's graph is checked against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::verify) enum Of {
    /// A badge of one person.
    Assertion,
    /// An endorsement.
    Endorsement,
    /// An assertion or endorsement that only says that it is revoked (OB2-DM-20).
    Revoked,
    /// What can be earned.
    BadgeClass,
    /// Who issues.
    Issuer,
    /// A badge of 0.5, in the words of 2.0.
    Assertion05,
    /// A badge of 1.0 or 1.1, in the words of 2.0.
    Assertion1,
    /// What could be earned in 1.0 and 1.1.
    BadgeClass1,
    /// Who issued before 2.0.
    Issuer1,
}

impl Of {
    pub(super) fn class(self) -> &'static Class {
        match self {
            Self::Assertion => &ASSERTION,
            Self::Endorsement => &ENDORSEMENT,
            Self::Revoked => &REVOKED,
            Self::BadgeClass => &BADGE_CLASS,
            Self::Issuer => &ISSUER,
            Self::Assertion05 => &ASSERTION_05,
            Self::Assertion1 => &ASSERTION_1,
            Self::BadgeClass1 => &BADGE_CLASS_1,
            Self::Issuer1 => &ISSUER_1,
        }
    }

    /// The class with what the rules of an older version ask for, no more (OB2-VER-74).
    pub(in crate::verify) fn before_2(self, version: Version) -> Self {
        match (self, version) {
            (Self::Assertion, Version::Ob05) => Self::Assertion05,
            (Self::Assertion, _) => Self::Assertion1,
            (Self::BadgeClass, Version::Ob10 | Version::Ob11) => Self::BadgeClass1,
            (Self::Issuer, _) => Self::Issuer1,
            (other, _) => other,
        }
    }
}

const fn class(typed: Typed, members: &'static [Member]) -> Class {
    Class { typed, code: SCHEMA, closed: false, members, also: None }
}

/// The type of the whole document belongs to `document.type`; a class that is only linked is checked where it is read.
const fn whole(members: &'static [Member], also: Option<fn(&Object, &At<'_>, &mut Faults)>) -> Class {
    Class { typed: Typed::Free, code: SCHEMA, closed: false, members, also }
}

/// OB2-DM-10 to 21.
static ASSERTION: Class = whole(
    &[
        req("id", &Iri),
        req("recipient", &Kind::Object(&IDENTITY)),
        req("badge", &Kind::IriOr(&LINKED)),
        req("verification", &Kind::Object(&VERIFICATION)),
        req("issuedOn", &IsoInstant),
        opt("image", &Kind::IriOr(&IMAGE)),
        many("evidence", &Kind::IriOr(&EVIDENCE)),
        opt("narrative", &Plain),
        opt("expires", &IsoInstant),
        opt("revoked", &Bool),
        opt("revocationReason", &Plain),
        many("endorsement", &Kind::IriOr(&CARRIED)),
        many("related", &Kind::IriOr(&LINKED)),
        opt("version", &TextOrNumber),
    ],
    Some(assertion),
);

/// OB2-VER-72: the id is where it is served, or `uid:` and the `uid`; the picture may be inside.
static ASSERTION_1: Class = whole(
    &[
        req("id", &Plain),
        req("recipient", &Kind::Object(&IDENTITY_1)),
        req("badge", &Kind::IriOr(&LINKED)),
        req("verification", &Kind::Object(&VERIFICATION_1)),
        req("issuedOn", &IsoInstant),
        opt("image", &Kind::Image(&IMAGE)),
        many("evidence", &Kind::IriOr(&EVIDENCE)),
        opt("expires", &IsoInstant),
        opt("revoked", &Bool),
    ],
    Some(assertion_1),
);

/// OB2-VER-73: the badge is embedded, and the date may be missing.
static ASSERTION_05: Class = whole(
    &[
        req("id", &Plain),
        req("recipient", &Kind::Object(&IDENTITY_1)),
        req("badge", &Kind::Object(&LINKED)),
        opt("issuedOn", &IsoInstant),
        many("evidence", &Kind::IriOr(&EVIDENCE)),
        opt("expires", &IsoInstant),
    ],
    Some(dates),
);

/// OB2-DM-110 to 116.
static ENDORSEMENT: Class = whole(
    &[
        req("id", &Iri),
        req("claim", &Kind::Object(&CLAIM)),
        req("issuer", &Kind::IriOr(&LINKED)),
        req("verification", &Kind::Object(&VERIFICATION)),
        req("issuedOn", &IsoInstant),
        opt("expires", &IsoInstant),
        opt("revoked", &Bool),
        opt("revocationReason", &Plain),
    ],
    Some(endorsement),
);

static REVOKED: Class = whole(&[req("id", &Iri), opt("revoked", &Bool), opt("revocationReason", &Plain)], None);

/// OB2-DM-30 to 38.
static BADGE_CLASS: Class = Class {
    typed: Typed::Has(&["BadgeClass"]),
    code: SCHEMA,
    closed: false,
    members: &[
        req("id", &Iri),
        req("name", &Plain),
        req("description", &Plain),
        req("image", &Kind::Image(&IMAGE)),
        req("criteria", &Kind::IriOr(&CRITERIA)),
        req("issuer", &Kind::IriOr(&LINKED)),
        many("alignment", &Kind::Object(&ALIGNMENT)),
        many("tags", &Plain),
        many("endorsement", &Kind::IriOr(&CARRIED)),
        many("related", &Kind::IriOr(&LINKED)),
        opt("version", &TextOrNumber),
    ],
    also: Some(class_2),
};

/// OB2-DM-40 to 50.
static ISSUER: Class = Class {
    typed: Typed::Has(&["Profile", "Issuer"]),
    code: SCHEMA,
    closed: false,
    members: &[
        req("id", &Iri),
        req("name", &Plain),
        req("url", &Url),
        req("email", &Email),
        opt("telephone", &Telephone),
        opt("description", &Plain),
        opt("image", &Kind::Image(&IMAGE)),
        many("publicKey", &Kind::IriOr(&LINKED)),
        opt("verification", &Kind::Object(&SCOPE)),
        opt("revocationList", &Url),
        many("endorsement", &Kind::IriOr(&CARRIED)),
        many("related", &Kind::IriOr(&LINKED)),
        opt("version", &TextOrNumber),
    ],
    also: None,
};

static BADGE_CLASS_1: Class = Class {
    typed: Typed::Has(&["BadgeClass"]),
    code: SCHEMA,
    closed: false,
    members: &[
        req("id", &Iri),
        req("name", &Plain),
        req("description", &Plain),
        req("image", &Kind::Image(&IMAGE)),
        req("criteria", &Kind::IriOr(&CRITERIA)),
        req("issuer", &Kind::IriOr(&LINKED)),
        many("alignment", &Kind::Object(&ALIGNMENT)),
        many("tags", &Plain),
    ],
    also: Some(class_1),
};

/// Before 2.0 nobody had to be reached by e-mail.
static ISSUER_1: Class = Class {
    typed: Typed::Has(&["Profile", "Issuer"]),
    code: SCHEMA,
    closed: false,
    members: &[
        req("id", &Iri),
        req("name", &Plain),
        req("url", &Url),
        opt("email", &Email),
        opt("description", &Plain),
        opt("image", &Kind::Image(&IMAGE)),
        opt("revocationList", &Url),
    ],
    also: None,
};

/// An endorsement that is carried inside: it is read where it is served, which its id says (OB2-DM-110).
static CARRIED: Class = class(Typed::Free, &[req("id", &Iri)]);

/// An object that is fetched or checked by itself.
static LINKED: Class = class(Typed::Free, &[]);

static IDENTITY: Class = Class {
    typed: Typed::Free,
    code: SUBJECT,
    closed: false,
    members: &[req("identity", &Plain), req("type", &Plain), req("hashed", &Bool), opt("salt", &Plain)],
    also: Some(identity),
};

static IDENTITY_1: Class = Class {
    typed: Typed::Free,
    code: SUBJECT,
    closed: false,
    members: &[req("identity", &Plain), req("type", &Plain), req("hashed", &Bool), opt("salt", &Plain)],
    also: Some(identity_1),
};

static VERIFICATION_1: Class = class(Typed::Has(&["HostedBadge", "SignedBadge"]), &[opt("url", &Url)]);

static CLAIM: Class = Class {
    typed: Typed::Free,
    code: SUBJECT,
    closed: false,
    members: &[req("id", &Iri), opt("endorsementComment", &Plain)],
    also: None,
};

/// OB2-DM-70 to 74.
static VERIFICATION: Class = Class {
    typed: Typed::Has(&["HostedBadge", "SignedBadge"]),
    code: SCHEMA,
    closed: false,
    members: &[opt("creator", &Kind::IriOr(&LINKED)), opt("verificationProperty", &Plain)],
    also: Some(scope),
};

static SCOPE: Class = Class {
    typed: Typed::Maybe(&["VerificationObject", "HostedBadge", "SignedBadge"]),
    code: SCHEMA,
    closed: false,
    members: &[opt("verificationProperty", &Plain), many("startsWith", &Url), many("allowedOrigins", &Host)],
    also: Some(scope),
};

static EVIDENCE: Class = class(
    Typed::Free,
    &[
        opt("id", &Kind::Uri),
        opt("narrative", &Plain),
        opt("name", &Plain),
        opt("description", &Plain),
        opt("genre", &Plain),
        opt("audience", &Plain),
    ],
);

static IMAGE: Class = class(
    Typed::Free,
    &[req("id", &Kind::Image(&LINKED)), opt("caption", &Plain), opt("author", &Kind::IriOr(&LINKED))],
);

static CRITERIA: Class = Class {
    typed: Typed::Free,
    code: SCHEMA,
    closed: false,
    members: &[opt("id", &Iri), opt("narrative", &Plain)],
    also: Some(criteria),
};

static ALIGNMENT: Class = class(
    Typed::Free,
    &[
        req("targetName", &Plain),
        req("targetUrl", &Url),
        opt("targetDescription", &Plain),
        opt("targetFramework", &Plain),
        opt("targetCode", &Plain),
    ],
);

fn wanted_type(o: &Object, name: &str, faults: &mut Faults) {
    if !crate::model::ob3::has_type(o, name) {
        let expected = name.to_owned();
        faults.fail(CheckCode::DocumentType, At::root().member("type").pointer(), Reason::TypeMissing { expected });
    }
}

fn assertion(o: &Object, at: &At<'_>, faults: &mut Faults) {
    wanted_type(o, "Assertion", faults);
    dates(o, at, faults);
    // A baked picture is at an address of its own; inside the assertion it would hold itself (OB2-DM-16).
    // One that is no object was told as no IRI already.
    let image = o.get("image").and_then(|i| i.get("id")).and_then(Value::as_str);
    if let Some(data) = image.filter(|i| i.starts_with("data:")) {
        let found = super::format::shortened(data);
        faults.fail(SCHEMA, at.member("image").pointer(), Reason::MemberValue { member: "image".to_owned(), found });
    }
}

fn assertion_1(o: &Object, at: &At<'_>, faults: &mut Faults) {
    wanted_type(o, "Assertion", faults);
    dates(o, at, faults);
    addressed(o, "badge", at, faults);
    if o.get("uid").and_then(Value::as_str).is_none_or(str::is_empty) {
        faults.warn(SCHEMA, at.member("uid").pointer(), Reason::MemberMissing { member: "uid".to_owned() });
    }
}

fn class_1(o: &Object, at: &At<'_>, faults: &mut Faults) {
    addressed(o, "issuer", at, faults);
}

/// These versions link by address; what is embedded without one could be anybody's.
fn addressed(o: &Object, name: &str, at: &At<'_>, faults: &mut Faults) {
    let embedded = o.get(name).and_then(|v| v.many().first()).and_then(Value::as_object);
    let has_address =
        |e: &Object| e.get("id").and_then(Value::as_str).is_some_and(|id| crate::name::Url::parse(id).is_ok());
    if embedded.is_some_and(|e| !has_address(e)) {
        faults.fail(SCHEMA, at.member(name).pointer(), Reason::MemberMissing { member: "id".to_owned() });
    }
}

/// The first badges also hashed with SHA-1: readable, but nobody can be recognised by it here.
fn identity_1(o: &Object, at: &At<'_>, faults: &mut Faults) {
    let sha1 = |text: &str| {
        text.strip_prefix("sha1$").is_some_and(|h| h.len() == 40 && h.bytes().all(|c| c.is_ascii_hexdigit()))
    };
    if !o.get("identity").and_then(Value::as_str).is_some_and(sha1) {
        return identity(o, at, faults);
    }
    let reason = Reason::IdentityInconsistent { fault: "hash-not-a-hash".to_owned() };
    faults.warn(SUBJECT, at.member("identity").pointer(), reason);
}

fn endorsement(o: &Object, at: &At<'_>, faults: &mut Faults) {
    wanted_type(o, "Endorsement", faults);
    dates(o, at, faults);
}

/// `expires` is not before `issuedOn` (OB2-DM-19).
fn dates(o: &Object, at: &At<'_>, faults: &mut Faults) {
    let time = |name: &str| crate::model::ob2::instant(o.get(name)?.as_str()?).ok();
    if let (Some(issued), Some(expires)) = (time("issuedOn"), time("expires"))
        && expires < issued
    {
        let member = "expires".to_owned();
        faults.fail(SCHEMA, at.member("expires").pointer(), Reason::DatesReversed { member });
    }
}

/// By what a recipient is usually known (OB2-DM-61).
const USUAL: [&str; 4] = ["id", "email", "url", "telephone"];

/// OB2-DM-64.
fn identity(o: &Object, at: &At<'_>, faults: &mut Faults) {
    let Some(identity) = o.get("identity").and_then(Value::as_str) else { return };
    let hashed = o.get("hashed").and_then(Value::as_bool);
    let kinds = o.get("type").map_or(&[][..], Value::many);
    // OB2-DM-61: nobody is kept from another property, and whoever reads is told that few know it.
    if let Some(kind) = kinds.iter().filter_map(Value::as_str).find(|k| !USUAL.contains(k)) {
        let reason = Reason::MemberValue { member: "type".to_owned(), found: crate::verify::shortened(kind) };
        faults.warn(SUBJECT, at.member("type").pointer(), reason);
    }
    let fault = match (hashed, super::is_identity_hash(identity)) {
        (Some(true), false) => "hash-not-a-hash",
        (Some(false), true) => "plain-looks-hashed",
        (Some(false), false) if kinds.iter().any(|k| k.as_str() == Some("email")) && !identity.contains('@') => {
            "not-an-email"
        }
        _ => return,
    };
    let reason = Reason::IdentityInconsistent { fault: fault.to_owned() };
    faults.fail(SUBJECT, at.member("identity").pointer(), reason);
}

/// A blank name in place of the criteria's address names nothing, as in criteria that are an object (PRB-P-13).
fn class_2(o: &Object, at: &At<'_>, faults: &mut Faults) {
    if o.get("criteria").and_then(Value::as_str).is_some_and(|c| c.starts_with("_:")) {
        let at = at.member("criteria");
        faults.fail(SCHEMA, at.pointer(), Reason::MemberMissing { member: "narrative".to_owned() });
    }
}

fn criteria(o: &Object, at: &At<'_>, faults: &mut Faults) {
    let has = |name: &str| o.get(name).and_then(Value::as_str).is_some_and(|s| !s.trim().is_empty());
    let page = has("id") && o.get("id").and_then(Value::as_str).is_some_and(|i| !i.starts_with("_:"));
    if !page && !has("narrative") {
        faults.fail(SCHEMA, at.pointer(), Reason::MemberMissing { member: "narrative".to_owned() });
    }
}

/// Only the property `id` can be restricted (OB2-DM-71).
fn scope(o: &Object, at: &At<'_>, faults: &mut Faults) {
    if let Some(property) = o.get("verificationProperty").and_then(Value::as_str).filter(|p| *p != "id" && *p != "@id")
    {
        let found = super::format::shortened(property);
        let reason = Reason::MemberValue { member: "verificationProperty".to_owned(), found };
        faults.warn(SCHEMA, at.member("verificationProperty").pointer(), reason);
    }
}
