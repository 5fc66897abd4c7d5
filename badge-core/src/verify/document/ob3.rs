//! The classes of Open Badges 3.0 (section "Data models"), as the specification's tables have them.
//!
//! Where the published schemas let pass what the text forbids, these follow the text: a subject that names nobody,
//! criteria that say nothing, dates without zone (OB3-DM-170).

use super::rules::{At, Class, Faults, Kind, Member, Typed, many, opt, req, req_many};
use crate::json::{Object, Value};
use crate::time::Timestamp;
use crate::verify::{CheckCode, Reason, data_image};

use Kind::{Any, Bool, CompactJws, Country, Day, Instant, Language, LooseInstant, Number, Plain, Text, Uri, Url};

const SCHEMA: CheckCode = CheckCode::DocumentSchema;
const SUBJECT: CheckCode = CheckCode::DocumentSubject;

const fn class(typed: Typed, members: &'static [Member]) -> Class {
    Class { typed, code: SCHEMA, closed: false, members, also: None }
}

macro_rules! credential_members {
    ($issuer:expr; $($own:expr),* $(,)?) => {
        &[
            $($own,)*
            req("issuer", &Kind::UriOr($issuer)),
            many("proof", &Kind::Object(&PROOF)),
            many("credentialSchema", &Kind::Object(&CREDENTIAL_SCHEMA)),
            // A list is told by `also`: the model has one, the W3C allows several (K-13).
            many("credentialStatus", &Kind::Object(&TYPED)),
            opt("refreshService", &Kind::Object(&SERVICE)),
            many("termsOfUse", &Kind::Object(&TYPED)),
        ]
    };
}

macro_rules! achievement_credential {
    ($name:expr, $($dates:expr),*) => {
        Class {
            typed: Typed::Free, // told by `document.type`
            code: SCHEMA,
            closed: false,
            members: credential_members![&PROFILE;
                req("id", &Uri),
                $name,
                opt("description", &Text),
                opt("image", &Kind::Object(&IMAGE)),
                opt("awardedDate", &Instant),
                req("credentialSubject", &Kind::Object(&ACHIEVEMENT_SUBJECT)),
                many("endorsement", &Kind::Object(&CARRIED)),
                many("endorsementJwt", &CompactJws),
                many("evidence", &Kind::Object(&EVIDENCE)),
                $($dates),*
            ],
            also: Some(credential),
        }
    };
}

macro_rules! endorsement_credential {
    ($($dates:expr),*) => {
        Class {
            typed: Typed::Free,
            code: SCHEMA,
            closed: false,
            members: credential_members![&PROFILE;
                req("id", &Uri),
                req("name", &Text),
                opt("description", &Text),
                opt("image", &Kind::Object(&IMAGE)),
                opt("awardedDate", &Instant),
                req("credentialSubject", &Kind::Object(&ENDORSEMENT_SUBJECT)),
                $($dates),*
            ],
            also: Some(credential),
        }
    };
}

/// OB3-DM-10 to OB3-DM-28.
pub(super) static BADGE: Class =
    achievement_credential!(opt("name", &Text), req("validFrom", &Instant), opt("validUntil", &Instant));
/// The same on the W3C data model 1.1 (OB3-DM-151, OB3-DM-152).
pub(super) static BADGE_VC11: Class =
    achievement_credential!(req("name", &Text), req("issuanceDate", &Instant), opt("expirationDate", &Instant));
/// OB3-DM-140.
pub(super) static ENDORSEMENT: Class = endorsement_credential!(req("validFrom", &Instant), opt("validUntil", &Instant));
/// The same on the W3C data model 1.1.
pub(super) static ENDORSEMENT_VC11: Class =
    endorsement_credential!(req("issuanceDate", &Instant), opt("expirationDate", &Instant));
/// Whoever keeps the list: of the W3C's model, which asks for an id and for nothing else.
static ISSUER_OF_A_LIST: Class = class(Typed::Free, &[req("id", &Uri)]);

/// OB3-DM-134; on either data model.
pub(super) static STATUS_LIST: Class = Class {
    typed: Typed::Free,
    code: SCHEMA,
    closed: false,
    members: credential_members![&ISSUER_OF_A_LIST;
        opt("id", &Uri),
        req("credentialSubject", &Kind::Object(&LIST_SUBJECT)),
        opt("validFrom", &Instant),
        opt("validUntil", &Instant),
        opt("issuanceDate", &Instant),
        opt("expirationDate", &Instant),
    ],
    also: None,
};

static ACHIEVEMENT_SUBJECT: Class = Class {
    typed: Typed::Has(&["AchievementSubject"]),
    code: SUBJECT,
    closed: false,
    members: &[
        opt("id", &Uri),
        req("achievement", &Kind::Object(&ACHIEVEMENT)),
        many("identifier", &Kind::Object(&IDENTITY)),
        opt("activityStartDate", &LooseInstant),
        opt("activityEndDate", &LooseInstant),
        opt("creditsEarned", &Number),
        opt("image", &Kind::Object(&IMAGE)),
        opt("licenseNumber", &Text),
        opt("role", &Text),
        opt("term", &Text),
        opt("narrative", &Text),
        many("result", &Kind::Object(&RESULT)),
        opt("source", &Kind::Object(&PROFILE)),
    ],
    also: Some(achievement_subject),
};

/// OB3-DM-141.
static ENDORSEMENT_SUBJECT: Class = Class {
    typed: Typed::Has(&["EndorsementSubject"]),
    code: SUBJECT,
    closed: false,
    members: &[req("id", &Uri), opt("endorsementComment", &Text)],
    also: None,
};

static LIST_SUBJECT: Class = Class {
    typed: Typed::Has(&["BitstringStatusList", "StatusList2021"]),
    code: SUBJECT,
    closed: false,
    members: &[req_many("statusPurpose", &Plain), req("encodedList", &Plain), opt("ttl", &Number)],
    also: None,
};

/// OB3-DM-50 to OB3-DM-66.
static ACHIEVEMENT: Class = class(
    Typed::Has(&["Achievement"]),
    &[
        req("id", &Uri),
        req("name", &Text),
        req("description", &Text),
        req("criteria", &Kind::Object(&CRITERIA)),
        opt("achievementType", &Kind::OneOfOrExt(ACHIEVEMENT_TYPES)),
        many("alignment", &Kind::Object(&ALIGNMENT)),
        opt("creator", &Kind::Object(&PROFILE)),
        opt("creditsAvailable", &Number),
        many("endorsement", &Kind::Object(&CARRIED)),
        many("endorsementJwt", &CompactJws),
        opt("fieldOfStudy", &Text),
        opt("specialization", &Text),
        opt("humanCode", &Text),
        opt("version", &Text),
        opt("image", &Kind::Object(&IMAGE)),
        opt("inLanguage", &Language),
        many("otherIdentifier", &Kind::Object(&IDENTIFIER_ENTRY)),
        many("related", &Kind::Object(&RELATED)),
        many("resultDescription", &Kind::Object(&RESULT_DESCRIPTION)),
        many("tag", &Text),
    ],
);

/// OB3-DM-70 to OB3-DM-81.
pub(super) static PROFILE: Class = class(
    Typed::Has(&["Profile"]),
    &[
        req("id", &Uri),
        opt("name", &Text),
        opt("description", &Text),
        opt("official", &Text),
        opt("url", &Uri),
        opt("phone", &Plain),
        opt("email", &Plain),
        opt("image", &Kind::Object(&IMAGE)),
        opt("address", &Kind::Object(&ADDRESS)),
        many("otherIdentifier", &Kind::Object(&IDENTIFIER_ENTRY)),
        opt("parentOrg", &Kind::Object(&PROFILE)),
        opt("familyName", &Text),
        opt("givenName", &Text),
        opt("additionalName", &Text),
        opt("patronymicName", &Text),
        opt("honorificPrefix", &Text),
        opt("honorificSuffix", &Text),
        opt("familyNamePrefix", &Text),
        opt("dateOfBirth", &Day),
        many("endorsement", &Kind::Object(&CARRIED)),
        many("endorsementJwt", &CompactJws),
    ],
);

/// OB3-DM-90. The type is not in the model, and harmless.
static CRITERIA: Class = Class {
    typed: Typed::Free,
    code: SCHEMA,
    closed: false,
    members: &[opt("id", &Uri), opt("narrative", &Text)],
    also: Some(criteria),
};

static EVIDENCE: Class = class(
    Typed::Has(&["Evidence"]),
    &[
        opt("id", &Uri),
        opt("name", &Text),
        opt("description", &Text),
        opt("genre", &Text),
        opt("audience", &Text),
        opt("narrative", &Text),
    ],
);

static IMAGE: Class = Class {
    typed: Typed::Is("Image"),
    code: SCHEMA,
    closed: true,
    members: &[req("id", &Uri), opt("caption", &Text)],
    also: Some(picture),
};

static ALIGNMENT: Class = class(
    Typed::Has(&["Alignment"]),
    &[
        req("targetName", &Text),
        req("targetUrl", &Url),
        opt("targetCode", &Text),
        opt("targetDescription", &Text),
        opt("targetFramework", &Text),
        opt("targetType", &Kind::OneOfOrExt(ALIGNMENT_TYPES)),
    ],
);

static IDENTITY: Class = Class {
    typed: Typed::Is("IdentityObject"),
    code: SCHEMA,
    closed: true,
    members: &[
        req("hashed", &Bool),
        req("identityHash", &Plain),
        req("identityType", &Kind::OneOfOrExt(IDENTITY_TYPES)),
        opt("salt", &Plain),
    ],
    also: Some(identity),
};

static IDENTIFIER_ENTRY: Class = Class {
    typed: Typed::Is("IdentifierEntry"),
    code: SCHEMA,
    closed: true,
    members: &[req("identifier", &Plain), req("identifierType", &Kind::OneOfOrExt(IDENTITY_TYPES))],
    also: None,
};

static ADDRESS: Class = class(
    Typed::Has(&["Address"]),
    &[
        opt("addressCountry", &Text),
        opt("addressCountryCode", &Country),
        opt("addressRegion", &Text),
        opt("addressLocality", &Text),
        opt("streetAddress", &Text),
        opt("postOfficeBoxNumber", &Text),
        opt("postalCode", &Text),
        opt("geo", &Kind::Object(&GEO)),
    ],
);

static GEO: Class = Class {
    typed: Typed::Is("GeoCoordinates"),
    code: SCHEMA,
    closed: false,
    members: &[req("latitude", &Number), req("longitude", &Number)],
    also: Some(on_earth),
};

static RELATED: Class =
    class(Typed::Has(&["Related"]), &[req("id", &Uri), opt("inLanguage", &Language), opt("version", &Text)]);

static RESULT: Class = class(
    Typed::Has(&["Result"]),
    &[
        opt("resultDescription", &Uri),
        opt("achievedLevel", &Uri),
        opt("status", &Kind::OneOf(RESULT_STATUSES)),
        opt("value", &Text),
        many("alignment", &Kind::Object(&ALIGNMENT)),
    ],
);

static RESULT_DESCRIPTION: Class = class(
    Typed::Has(&["ResultDescription"]),
    &[
        req("id", &Uri),
        req("name", &Text),
        req("resultType", &Kind::OneOfOrExt(RESULT_TYPES)),
        many("allowedValue", &Text),
        many("rubricCriterionLevel", &Kind::Object(&RUBRIC_LEVEL)),
        many("alignment", &Kind::Object(&ALIGNMENT)),
        opt("requiredLevel", &Uri),
        opt("requiredValue", &Text),
        opt("valueMin", &Text),
        opt("valueMax", &Text),
    ],
);

static RUBRIC_LEVEL: Class = class(
    Typed::Has(&["RubricCriterionLevel"]),
    &[
        req("id", &Uri),
        req("name", &Text),
        many("alignment", &Kind::Object(&ALIGNMENT)),
        opt("description", &Text),
        opt("level", &Text),
        opt("points", &Text),
    ],
);

/// An embedded endorsement: whether it is a good one is told in its own report.
static CARRIED: Class = class(Typed::Free, &[]);
static PROOF: Class = class(
    Typed::Free,
    &[
        req_many("type", &Plain),
        opt("created", &Instant),
        opt("cryptosuite", &Plain),
        opt("challenge", &Plain),
        many("domain", &Plain),
        opt("nonce", &Plain),
        opt("proofPurpose", &Plain),
        opt("proofValue", &Plain),
        opt("verificationMethod", &Any),
    ],
);
static CREDENTIAL_SCHEMA: Class = class(Typed::Free, &[req("id", &Uri), req_many("type", &Plain)]);
static SERVICE: Class = class(Typed::Free, &[req("id", &Uri), req_many("type", &Plain)]);
static TYPED: Class = class(Typed::Free, &[opt("id", &Uri), req_many("type", &Plain)]);

/// OB3-DM-55.
pub(crate) const ACHIEVEMENT_TYPES: &[&str] = &[
    "Achievement",
    "ApprenticeshipCertificate",
    "Assessment",
    "Assignment",
    "AssociateDegree",
    "Award",
    "Badge",
    "BachelorDegree",
    "Certificate",
    "CertificateOfCompletion",
    "Certification",
    "CommunityService",
    "Competency",
    "Course",
    "CoCurricular",
    "Degree",
    "Diploma",
    "DoctoralDegree",
    "Fieldwork",
    "GeneralEducationDevelopment",
    "JourneymanCertificate",
    "LearningProgram",
    "License",
    "Membership",
    "ProfessionalDoctorate",
    "QualityAssuranceCredential",
    "MasterCertificate",
    "MasterDegree",
    "MicroCredential",
    "ResearchDoctorate",
    "SecondarySchoolDiploma",
];
/// OB3-DM-100.
const ALIGNMENT_TYPES: &[&str] = &[
    "ceasn:Competency",
    "ceterms:Credential",
    "CFItem",
    "CFRubric",
    "CFRubricCriterion",
    "CFRubricCriterionLevel",
    "CTDL",
];
/// OB3-DM-104.
const IDENTITY_TYPES: &[&str] = &[
    "name",
    "sourcedId",
    "systemId",
    "productId",
    "userName",
    "accountId",
    "emailAddress",
    "nationalIdentityNumber",
    "isbn",
    "issn",
    "lisSourcedId",
    "oneRosterSourcedId",
    "sisSourcedId",
    "ltiContextId",
    "ltiDeploymentId",
    "ltiToolId",
    "ltiPlatformId",
    "ltiUserId",
    "identifier",
];
/// OB3-DM-117.
const RESULT_STATUSES: &[&str] =
    &["Completed", "Enrolled", "Failed", "InProgress", "OnHold", "Provisional", "Withdrew"];
/// OB3-DM-119.
const RESULT_TYPES: &[&str] = &[
    "GradePointAverage",
    "LetterGrade",
    "Percent",
    "PerformanceLevel",
    "PredictedScore",
    "RawScore",
    "Result",
    "RubricCriterion",
    "RubricCriterionLevel",
    "RubricScore",
    "ScaledScore",
    "Status",
];

fn filled(o: &Object, name: &str) -> bool {
    match o.get(name) {
        None | Some(Value::Null) => false,
        Some(Value::String(s)) => !s.trim().is_empty(),
        Some(Value::Array(list)) => !list.is_empty(),
        Some(_) => true,
    }
}

fn time(o: &Object, name: &str) -> Option<Timestamp> {
    Timestamp::parse(o.get(name)?.as_str()?).ok()
}

/// `later` must not come before `earlier`.
fn ordered(o: &Object, earlier: &str, later: &str, code: CheckCode, at: &At<'_>, faults: &mut Faults) {
    if let (Some(first), Some(second)) = (time(o, earlier), time(o, later))
        && second < first
    {
        faults.fail(code, at.member(later).pointer(), Reason::DatesReversed { member: later.to_owned() });
    }
}

fn credential(o: &Object, at: &At<'_>, faults: &mut Faults) {
    ordered(o, "validFrom", "validUntil", SCHEMA, at, faults);
    ordered(o, "issuanceDate", "expirationDate", SCHEMA, at, faults);
    if let Some(Value::Array(_)) = o.get("credentialStatus") {
        let expected = "one".to_owned();
        let reason = Reason::MemberType { member: "credentialStatus".to_owned(), expected };
        faults.warn(SCHEMA, at.member("credentialStatus").pointer(), reason);
    }
    // A schema of the specification's own is what these tables check; any other was not read (D-30).
    for (index, schema) in o.get("credentialSchema").map_or(&[][..], Value::many).iter().enumerate() {
        let Some(url) = schema.get("id").and_then(Value::as_str) else { continue };
        if !url.starts_with(super::super::schema::OWN) {
            let member = at.member("credentialSchema");
            faults.warn(SCHEMA, member.entry(index).pointer(), Reason::SchemaNotChecked { url: url.to_owned() });
        }
    }
}

fn criteria(o: &Object, at: &At<'_>, faults: &mut Faults) {
    if !filled(o, "id") && !filled(o, "narrative") {
        faults.fail(SCHEMA, at.pointer(), Reason::MemberMissing { member: "narrative".to_owned() });
    }
}

/// PNG or SVG, where the picture is written into the badge (OB3-DM-36, OB3-DM-61, OB3-DM-75, D-32).
fn picture(o: &Object, at: &At<'_>, faults: &mut Faults) {
    let place = || at.member("id").pointer();
    match o.get("id").and_then(Value::as_str).and_then(data_image::fault) {
        Some(data_image::Fault::Error(reason)) => faults.fail(SCHEMA, place(), reason),
        Some(data_image::Fault::Remark(reason)) => faults.warn(SCHEMA, place(), reason),
        None => {}
    }
}

/// Degrees of the World Geodetic System (OB3-DM-111).
fn on_earth(o: &Object, at: &At<'_>, faults: &mut Faults) {
    for (member, most) in [("latitude", 90.0), ("longitude", 180.0)] {
        if let Some(found) = o.get(member).and_then(Value::as_f64).filter(|degrees| degrees.abs() > most) {
            let reason = Reason::MemberValue { member: member.to_owned(), found: found.to_string() };
            faults.fail(SCHEMA, at.member(member).pointer(), reason);
        }
    }
}

/// A hash must look like one when it is said to be one (OB3-DM-103); the reverse is only odd.
fn identity(o: &Object, at: &At<'_>, faults: &mut Faults) {
    let Some(hash) = o.get("identityHash").and_then(Value::as_str) else { return };
    let fault = match (o.get("hashed").and_then(Value::as_bool), super::is_identity_hash(hash)) {
        (Some(true), false) => "hash-not-a-hash",
        (Some(false), true) => "plain-looks-hashed",
        _ => return,
    };
    let reason = Reason::IdentityInconsistent { fault: fault.to_owned() };
    let place = at.member("identityHash").pointer();
    if fault == "hash-not-a-hash" { faults.fail(SCHEMA, place, reason) } else { faults.warn(SCHEMA, place, reason) }
}

fn achievement_subject(o: &Object, at: &At<'_>, faults: &mut Faults) {
    if !filled(o, "id") && !filled(o, "identifier") {
        faults.fail(SUBJECT, at.pointer(), Reason::SubjectUnnamed);
    }
    ordered(o, "activityStartDate", "activityEndDate", SUBJECT, at, faults);
    results(o, at, faults);
}

/// Results name descriptions and levels of the same achievement (OB3-DM-115 to 117, OB3-DM-121).
fn results(subject: &Object, at: &At<'_>, faults: &mut Faults) {
    let Some(achievement) = subject.get("achievement").and_then(Value::as_object) else { return };
    let descriptions = achievement.get("resultDescription").map_or(&[][..], Value::many);
    let id = |v: &Value| v.get("id").and_then(Value::as_str).map(str::to_owned);
    let achievement = at.member("achievement");
    let list = achievement.member("resultDescription");
    for (index, description) in descriptions.iter().enumerate() {
        let at = list.entry(index);
        let levels = description.get("rubricCriterionLevel").map_or(&[][..], Value::many);
        let allowed = description.get("allowedValue").map_or(&[][..], Value::many);
        if let Some(level) = description.get("requiredLevel").and_then(Value::as_str)
            && !levels.iter().any(|l| id(l).as_deref() == Some(level))
        {
            odd("requiredLevel", level, &at, faults);
        }
        if let Some(value) = description.get("requiredValue").and_then(Value::as_str)
            && !allowed.is_empty()
            && !allowed.iter().any(|a| a.as_str() == Some(value))
        {
            odd("requiredValue", value, &at, faults);
        }
    }
    let list = at.member("result");
    for (index, result) in subject.get("result").map_or(&[][..], Value::many).iter().enumerate() {
        let at = list.entry(index);
        let Some(named) = result.get("resultDescription").and_then(Value::as_str) else { continue };
        let Some(description) = descriptions.iter().find(|d| id(d).as_deref() == Some(named)) else {
            odd("resultDescription", named, &at, faults);
            continue;
        };
        if let Some(level) = result.get("achievedLevel").and_then(Value::as_str) {
            // Levels of any description are accepted: the specification's own example names one of another.
            let known = descriptions
                .iter()
                .flat_map(|d| d.get("rubricCriterionLevel").map_or(&[][..], Value::many))
                .any(|l| id(l).as_deref() == Some(level));
            if !known {
                odd("achievedLevel", level, &at, faults);
            }
        }
        if description.get("resultType").and_then(Value::as_str) == Some("Status")
            && result.get("status").is_none_or(|s| *s == Value::Null)
        {
            let reason = Reason::MemberMissing { member: "status".to_owned() };
            faults.fail(SCHEMA, at.member("status").pointer(), reason);
        }
    }
}

fn odd(member: &str, found: &str, at: &At<'_>, faults: &mut Faults) {
    let found = super::format::shortened(found);
    faults.warn(SCHEMA, at.member(member).pointer(), Reason::MemberValue { member: member.to_owned(), found });
}
