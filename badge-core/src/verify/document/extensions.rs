//! The published extensions of Open Badges 1.1 and 2.0 (EXT-01 to EXT-11), by rules of our own keyed on the type
//! (D-31, OB2-VER-50 to 54).

use super::rules::{self, At, Class, Faults, Kind, Member, Typed, many, opt, req, req_many};
use crate::json::{Object, Pointer, Value};
use crate::limits::Limits;
use crate::verify::{Check, CheckCode, Outcome, Reason};

use Kind::{Any, Bool, Number, Plain, Uri};

/// The faults of an object with the type `Extension`, at places within it; `None` when none of its types is known.
pub(in crate::verify) fn check(object: &Object, limits: &Limits) -> Option<Vec<Check>> {
    let types = object.get("type").map_or(&[][..], Value::many);
    let classes: Vec<&Class> = types.iter().filter_map(Value::as_str).filter_map(class_of).collect();
    if classes.is_empty() {
        return None;
    }
    let mut view = View::default();
    let own = view.object(object, &Pointer::root(), &Pointer::root());
    let mut faults = Faults::new(limits.faults, true);
    for class in classes {
        rules::check(&own, class, &At::root(), &mut faults);
    }
    let told = faults.list.into_iter().map(|f| {
        let outcome = if f.remark { Outcome::Warn(f.reason) } else { Outcome::Fail(f.reason) };
        Check::new(f.code, outcome).at(view.place(&f.at))
    });
    Some(told.collect())
}

const SPACE: &str = "https://w3id.org/openbadges/extensions#";

fn class_of(iri: &str) -> Option<&'static Class> {
    let name = iri.strip_prefix(SPACE)?.trim_start_matches('#').to_ascii_lowercase();
    Some(match name.as_str() {
        "applylink" => &APPLY_LINK,
        "geocoordinates" => &GEO_COORDINATES,
        "accessibility" => &ACCESSIBILITY,
        "assessmentextension" => &ASSESSMENT,
        "issueraccreditation" => &ACCREDITATION,
        "licenseextension" => &LICENSE,
        "originalcreator" => &ORIGINAL_CREATOR,
        "extradescriptionextension" => &EXTRA_DESCRIPTION,
        "endorsement" => &ENDORSEMENT,
        "recipientprofile" => &RECIPIENT_PROFILE,
        "exampleextension" => &EXAMPLE,
        _ => return None,
    })
}

/// The schemas of EXT-01 to EXT-11 ask for a member's presence and kind, and close nothing.
const fn class(members: &'static [Member]) -> Class {
    Class { typed: Typed::Free, code: CheckCode::DocumentSchema, closed: false, members, also: None }
}

static APPLY_LINK: Class = class(&[req("url", &Uri)]);

static GEO_COORDINATES: Class =
    class(&[req("description", &Plain), req("geo", &Kind::Object(&GEO)), opt("name", &Plain)]);
static GEO: Class = class(&[req("latitude", &Number), req("longitude", &Number)]);

/// What the published schema asks for is written where it has no effect: nothing is required.
static ACCESSIBILITY: Class = class(&[
    opt("accessibilityAPI", &Plain),
    many("accessibilityControl", &Plain),
    opt("accessibilityFeature", &Plain),
    opt("accessibilityHazard", &Plain),
    opt("url", &Uri),
]);

static ASSESSMENT: Class =
    class(&[req("description", &Plain), req_many("assessments", &Kind::Object(&ONE_ASSESSMENT))]);
static ONE_ASSESSMENT: Class = Class {
    typed: Typed::Has(&["Exam", "Performance", "Artifact"]),
    code: CheckCode::DocumentSchema,
    closed: false,
    members: &[
        req("description", &Plain),
        req("assessmentOutput", &Plain),
        req("hasGroupParticipation", &Bool),
        req("hasGroupEvaluation", &Bool),
        req("evaluationMethod", &Plain),
        many("rubrics", &Any),
        many("sections", &Any),
        many("assessmentExample", &Any),
    ],
    also: None,
};

static ACCREDITATION: Class = class(&[
    req("name", &Plain),
    req("contactInstructions", &Plain),
    req("url", &Uri),
    req("address", &Kind::Object(&ADDRESS)),
    opt("email", &Plain),
    opt("description", &Plain),
    opt("logo", &Uri),
    opt("parentOrganization", &Kind::Object(&PARENT)),
    opt("areaServed", &Plain),
    opt("accreditationDate", &Plain),
    opt("educationalSector", &Plain),
]);
static PARENT: Class = class(&[opt("name", &Plain), opt("url", &Uri), opt("address", &Kind::Object(&ADDRESS))]);
static ADDRESS: Class = class(&[
    opt("streetAddress", &Plain),
    opt("addressLocality", &Plain),
    opt("addressRegion", &Plain),
    opt("addressCountry", &Plain),
    opt("postalCode", &Plain),
]);

static LICENSE: Class = Class {
    typed: Typed::Free,
    code: CheckCode::DocumentSchema,
    closed: false,
    members: &[req("id", &Plain), req("name", &Plain), opt("legalCode", &Uri)],
    also: Some(license),
};

/// `CC-BY` and its like, or the address of a licence of Creative Commons, for which they stand.
fn license(o: &Object, at: &At<'_>, faults: &mut Faults) {
    let Some(id) = o.get("id").and_then(Value::as_str) else { return };
    let address = |scheme: &str| id.strip_prefix(scheme).is_some_and(|rest| rest.starts_with("creativecommons.org/"));
    if !id.starts_with("CC-") && !address("https://") && !address("http://") {
        let found = super::shortened(id);
        let reason = Reason::MemberValue { member: "id".to_owned(), found };
        faults.fail(CheckCode::DocumentSchema, at.member("id").pointer(), reason);
    }
}

static ORIGINAL_CREATOR: Class = class(&[req("url", &Uri)]);
static EXTRA_DESCRIPTION: Class = class(&[req("name", &Plain), req("narrative", &Plain)]);
static ENDORSEMENT: Class = class(&[req("description", &Plain), opt("endorsedObject", &Any)]);
static RECIPIENT_PROFILE: Class = class(&[opt("id", &Plain), opt("name", &Plain), opt("publicKey", &Uri)]);
static EXAMPLE: Class = class(&[req("exampleProperty", &Plain)]);

/// An extension under the names that its own context has for its members, and where each of them came from.
#[derive(Default)]
struct View {
    places: Vec<(Pointer, Pointer)>,
}

impl View {
    fn object(&mut self, o: &Object, here: &Pointer, there: &Pointer) -> Object {
        let mut out = Object::new();
        for (iri, value) in o.iter() {
            let name = own_name(iri);
            let (here, there) = (here.member(name), there.member(iri));
            self.places.push((here.clone(), there.clone()));
            let value = if iri == "type" { types(value) } else { self.value(value, &here, &there) };
            out.set(name, value);
        }
        out
    }

    fn value(&mut self, value: &Value, here: &Pointer, there: &Pointer) -> Value {
        match value {
            Value::Object(o) => Value::Object(self.object(o, here, there)),
            Value::Array(list) => {
                let entries = list.iter().enumerate();
                Value::Array(entries.map(|(i, v)| self.value(v, &here.entry(i), &there.entry(i))).collect())
            }
            other => other.clone(),
        }
    }

    fn place(&self, here: &Pointer) -> Pointer {
        let within = |outer: &Pointer| {
            let rest = here.as_str().strip_prefix(outer.as_str())?;
            (rest.is_empty() || rest.starts_with('/')).then_some(rest)
        };
        let longest = self.places.iter().filter(|(at, _)| within(at).is_some()).max_by_key(|(at, _)| at.as_str().len());
        let Some((at, there)) = longest else { return here.clone() };
        within(at).unwrap_or_default().split('/').skip(1).fold(there.clone(), |p, step| p.member(step))
    }
}

/// A member's name in the context of its extension, from the IRI that the context gives it.
fn own_name(iri: &str) -> &str {
    let spaces = ["http://schema.org/", "https://schema.org/", "https://purl.imsglobal.org/spec/case/vocab#"];
    if let Some(own) = iri.strip_prefix(SPACE) {
        return match own {
            "applyLink" | "#originalCreator" | "#accessibility" => "url",
            "accreditationContactInstructions" => "contactInstructions",
            "accreditationEducationalSector" => "educationalSector",
            "assessmentEvaluationMethod" => "evaluationMethod",
            "assessmentHasGroupEvaluation" => "hasGroupEvaluation",
            "assessmentHasGroupParticipation" => "hasGroupParticipation",
            "assessmentSections" => "sections",
            "Endorsement/endorsedObject" => "endorsedObject",
            other => other,
        };
    }
    if iri == "http://creativecommons.org/ns#legalcode" {
        return "legalCode";
    }
    match spaces.iter().find_map(|space| iri.strip_prefix(space)).unwrap_or(iri) {
        "text" => "exampleProperty",
        name => name,
    }
}

/// `Exam` for the IRI that the context of assessments gives it.
fn types(value: &Value) -> Value {
    let own = |v: &Value| match v.as_str().and_then(|t| t.strip_prefix(SPACE)?.strip_prefix("AssessmentExtension")) {
        Some(name) if !name.is_empty() => name.into(),
        _ => v.clone(),
    };
    Value::Array(value.many().iter().map(own).collect())
}
