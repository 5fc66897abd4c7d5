//! Credentials made up by chance, the same ones on every run.

use badge_core::json::{Object, Value, object};

/// A small generator of numbers that look random (xorshift64*).
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        usize::try_from(self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33).unwrap() % most
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick<'t>(&mut self, list: &[&'t str]) -> &'t str {
        list[self.below(list.len())]
    }
}

const OB3: [&str; 4] = [
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
];

const TEXTS: [&str; 9] = [
    "Découpe laser",
    "Atelier \"bois\"\\métal",
    "line\nbreak\ttab",
    "",
    " 日本 ",
    "🪚 scie",
    "a\u{7f}b\u{1}",
    "naïve\u{301}",
    "C'est l'été",
];

/// A whole document of one of four kinds.
pub(crate) fn document(seed: u64) -> Value {
    let mut c = Chance::new(seed + 1);
    match c.below(10) {
        0 => open_badge_2(&mut c),
        1 => own_terms(&mut c),
        2 | 3 => credential(&mut c, "https://www.w3.org/2018/credentials/v1"),
        _ => credential(&mut c, "https://www.w3.org/ns/credentials/v2"),
    }
}

fn iri(c: &mut Chance) -> Value {
    match c.below(4) {
        0 => format!("https://example.org/{}", c.below(5)),
        1 => format!("urn:uuid:0000-{}", c.below(4)),
        2 => format!("did:key:z6Mk{}#é", c.below(3)),
        _ => format!("_:n{}", c.below(6)),
    }
    .into()
}

pub(crate) fn text(c: &mut Chance) -> Value {
    c.pick(&TEXTS).into()
}

fn date(c: &mut Chance) -> Value {
    format!("20{}-0{}-1{}T12:00:00{}", 10 + c.below(20), 1 + c.below(9), c.below(9), c.pick(&["Z", "+02:00"])).into()
}

fn number(c: &mut Chance) -> Value {
    [42.0, 0.0, -7.0, 3.5, 0.1, 1e20, 123_456.789, 1.0 / 3.0, 2_251_799_813_685_248.5, 1e22, -0.0][c.below(11)].into()
}

/// One value, or a list of some.
fn some(c: &mut Chance, one: impl Fn(&mut Chance) -> Value) -> Value {
    match c.below(4) {
        0 => Value::Array((0..c.below(4)).map(|_| one(c)).collect()),
        1 => Value::Array(vec![one(c)]),
        _ => one(c),
    }
}

struct Maker<'c> {
    c: &'c mut Chance,
    out: Object,
}

impl<'c> Maker<'c> {
    fn typed(c: &'c mut Chance, name: &str) -> Self {
        let mut out = Object::new();
        if !c.one_in(4) {
            out.set("id", iri(c));
        }
        out.set("type", if c.one_in(3) { name.into() } else { Value::Array(vec![name.into()]) });
        Self { c, out }
    }

    /// Sets a member half of the time.
    fn maybe(mut self, name: &str, value: impl FnOnce(&mut Chance) -> Value) -> Self {
        if self.c.one_in(2) {
            self.out.set(name, value(self.c));
        }
        self
    }

    fn always(mut self, name: &str, value: impl FnOnce(&mut Chance) -> Value) -> Self {
        self.out.set(name, value(self.c));
        self
    }

    fn done(self) -> Value {
        self.out.into()
    }
}

fn profile(c: &mut Chance) -> Value {
    Maker::typed(c, "Profile")
        .always("name", text)
        .maybe("url", |c| format!("https://example.org/p{}", c.below(3)).into())
        .maybe("email", |_| "atelier@example.org".into())
        .maybe("image", image)
        .maybe("otherIdentifier", |c| {
            some(c, |c| {
                Maker::typed(c, "IdentifierEntry")
                    .always("identifier", text)
                    .always("identifierType", |_| "identifier".into())
                    .done()
            })
        })
        .maybe("address", |c| {
            Maker::typed(c, "Address")
                .always("addressLocality", text)
                .maybe("geo", |c| {
                    Maker::typed(c, "GeoCoordinates").always("latitude", number).always("longitude", number).done()
                })
                .done()
        })
        .done()
}

fn image(c: &mut Chance) -> Value {
    Maker::typed(c, "Image")
        .always("id", |c| format!("https://example.org/i{}.png", c.below(3)).into())
        .maybe("caption", text)
        .done()
}

fn alignment(c: &mut Chance) -> Value {
    Maker::typed(c, "Alignment")
        .always("targetName", text)
        .always("targetUrl", |_| "https://example.org/rome/H2207".into())
        .maybe("targetCode", text)
        .done()
}

fn result_description(c: &mut Chance) -> Value {
    Maker::typed(c, "ResultDescription")
        .always("name", text)
        .always("resultType", |_| "Percent".into())
        .maybe("allowedValue", |c| Value::Array((0..c.below(5)).map(|_| text(c)).collect()))
        .maybe("valueMax", |c| format!("{}", c.below(100)).into())
        .maybe("rubricCriterionLevel", |c| {
            some(c, |c| Maker::typed(c, "RubricCriterionLevel").always("name", text).maybe("level", text).done())
        })
        .done()
}

fn achievement(c: &mut Chance) -> Value {
    Maker::typed(c, "Achievement")
        .always("name", text)
        .maybe("description", text)
        .maybe("criteria", |c| Maker::typed(c, "Criteria").maybe("narrative", text).done())
        .maybe("image", image)
        .maybe("alignment", |c| some(c, alignment))
        .maybe("creator", profile)
        .maybe("creditsAvailable", number)
        .maybe("tag", |c| some(c, text))
        .maybe("version", text)
        .maybe("related", |c| some(c, |c| Maker::typed(c, "Related").maybe("version", text).done()))
        .maybe("resultDescription", |c| some(c, result_description))
        .maybe("otherIdentifier", |c| some(c, |c| Maker::typed(c, "IdentifierEntry").always("identifier", text).done()))
        .done()
}

fn subject(c: &mut Chance) -> Value {
    let mut both = vec!["AchievementSubject".into()];
    if c.one_in(5) {
        both.push("Profile".into());
    }
    let mut maker = Maker::typed(c, "AchievementSubject");
    if both.len() > 1 {
        maker = maker
            .always("type", |_| Value::Array(both))
            .always("name", text)
            .maybe("email", |_| "a@example.org".into());
    }
    maker
        .maybe("achievement", achievement)
        .maybe("identifier", |c| {
            some(c, |c| {
                Maker::typed(c, "IdentityObject")
                    .always("identityHash", text)
                    .always("hashed", |c| c.one_in(2).into())
                    .maybe("salt", text)
                    .maybe("identityType", |_| "emailAddress".into())
                    .done()
            })
        })
        .maybe("result", |c| {
            some(c, |c| {
                Maker::typed(c, "Result")
                    .maybe("value", text)
                    .maybe("status", |_| "Completed".into())
                    .maybe("resultDescription", |_| "urn:uuid:0000-9".into())
                    .done()
            })
        })
        .maybe("activityStartDate", date)
        .maybe("creditsEarned", number)
        .maybe("role", text)
        .maybe("term", text)
        .maybe("licenseNumber", text)
        .maybe("image", image)
        .maybe("narrative", text)
        .maybe("source", profile)
        .done()
}

fn proof(c: &mut Chance) -> Value {
    let mut o = object([("type", "DataIntegrityProof".into()), ("cryptosuite", "eddsa-rdfc-2022".into())]);
    o.set("created", date(c));
    o.set("proofPurpose", c.pick(&["assertionMethod", "authentication"]));
    o.set("verificationMethod", "did:key:z6MkA#z6MkA");
    o.set("proofValue", format!("z{}", c.below(3)));
    o.into()
}

fn endorsement(c: &mut Chance) -> Value {
    let mut o = object([
        ("type", Value::Array(vec!["VerifiableCredential".into(), "EndorsementCredential".into()])),
        ("issuer", profile(c)),
    ]);
    if c.one_in(2) {
        o.set("id", iri(c));
    }
    o.set("credentialSubject", Maker::typed(c, "EndorsementSubject").maybe("endorsementComment", text).done());
    if !c.one_in(3) {
        o.set("proof", some(c, proof));
    }
    o.into()
}

/// Terms of the document's own, in a context that stands in it.
fn inline(c: &mut Chance) -> Value {
    let ns = "https://example.org/ns#";
    let def = |members: &[(&str, &str)]| {
        let mut o = Object::new();
        for (name, value) in members {
            o.set(*name, *value);
        }
        Value::from(o)
    };
    let mut o = Object::new();
    o.set("ex", ns);
    o.set("exText", "ex:text");
    o.set("exDate", def(&[("@id", "ex:date"), ("@type", "http://www.w3.org/2001/XMLSchema#date")]));
    o.set("exList", def(&[("@id", "ex:list"), ("@container", "@list")]));
    o.set("exMany", def(&[("@id", "ex:many"), ("@container", "@set"), ("@type", "@id")]));
    o.set("exJson", def(&[("@id", "ex:json"), ("@type", "@json")]));
    o.set("exKind", def(&[("@id", "ex:kind"), ("@type", "@vocab")]));
    o.set("exNames", def(&[("@id", "ex:names"), ("@container", "@language")]));
    o.set("exGraph", def(&[("@id", "ex:graph"), ("@container", "@graph")]));
    o.set("exFr", def(&[("@id", "ex:fr"), ("@language", "fr-FR")]));
    let mut scoped = object([("inner", "ex:inner".into()), ("exText", "ex:otherText".into())]);
    if c.one_in(3) {
        scoped.set("@language", "de");
    }
    o.set("exScoped", object([("@id", "ex:scoped".into()), ("@context", scoped.clone().into())]));
    if c.one_in(4) {
        o.set("@protected", true);
        scoped.remove("exText"); // only the context of a property may redefine it then
    }
    o.set("ExThing", object([("@id", "ex:Thing".into()), ("@context", scoped.into())]));
    if c.one_in(3) {
        o.set("@vocab", "https://example.org/vocab/");
    }
    if c.one_in(3) {
        o.set("@language", c.pick(&["fr", "en-GB", "zh-Hant"]));
    }
    o.into()
}

fn inline_members(c: &mut Chance, o: &mut Object, deep: usize) {
    for name in [
        "exText", "ex:free", "exDate", "exList", "exMany", "exJson", "exKind", "exNames", "exGraph", "exFr",
        "exScoped", "exThing",
    ] {
        if c.one_in(2) {
            continue;
        }
        let value = match name {
            "exDate" => "2026-02-03".into(),
            "exList" => Value::Array((0..c.below(4)).map(|_| if c.one_in(4) { number(c) } else { text(c) }).collect()),
            "exMany" => some(c, iri),
            "exJson" => object([
                ("b", number(c)),
                ("a", Value::Array(vec![Value::Null, true.into(), text(c)])),
                ("é", Object::new().into()),
            ])
            .into(),
            "exKind" => c.pick(&["exText", "ExThing", "ex:Other", "https://example.org/kind"]).into(),
            "exNames" => {
                object([("fr", text(c)), ("en-GB", Value::Array(vec![text(c), text(c)])), ("@none", text(c))]).into()
            }
            "exGraph" => some(c, |c| object([("exText", text(c)), ("ex:n", number(c))]).into()),
            "exScoped" => object([("inner", some(c, text)), ("exText", text(c))]).into(),
            "exThing" => {
                let mut inner = object([("type", "ExThing".into()), ("inner", text(c)), ("exText", text(c))]);
                if deep > 0 {
                    inline_members(c, &mut inner, deep - 1);
                }
                o.set("ex:thing", inner);
                continue;
            }
            "exText" => match c.below(4) {
                0 => object([("@value", text(c)), ("@language", c.pick(&["fr", "fr-CA", "EN"]).into())]).into(),
                1 => object([("@value", text(c)), ("@type", "ex:Datatype".into())]).into(),
                2 => object([("@value", number(c))]).into(),
                _ => some(c, text),
            },
            "ex:free" => match c.below(5) {
                0 => object([(
                    "@list",
                    Value::Array(vec![text(c), Value::Array(vec![number(c)]), Object::new().into()]),
                )])
                .into(),
                1 => object([("@set", Value::Array(vec![text(c), number(c)]))]).into(),
                2 => object([("@value", object([("z", number(c))]).into()), ("@type", "@json".into())]).into(),
                3 => Object::new().into(),
                _ => some(c, number),
            },
            _ => text(c),
        };
        o.set(name, value);
    }
}

fn credential(c: &mut Chance, base: &str) -> Value {
    let second = base.ends_with("v2");
    // Under Verifiable Credentials 2.0 the two first texts of Open Badges 3.0 redefine protected terms.
    let open_badges = OB3[c.below(if second { 2 } else { 4 })];
    let mut contexts = vec![base.into(), open_badges.into()];
    if c.one_in(3) {
        contexts.push("https://purl.imsglobal.org/spec/ob/v3p0/extensions.json".into());
    }
    if !second {
        contexts.push("https://w3id.org/security/data-integrity/v1".into());
    }
    let own = c.one_in(4);
    if own {
        contexts.push(inline(c));
    }
    let mut o = object([
        ("@context", Value::Array(contexts)),
        (
            "type",
            Value::Array(vec![
                "VerifiableCredential".into(),
                c.pick(&["OpenBadgeCredential", "AchievementCredential"]).into(),
            ]),
        ),
        ("issuer", profile(c)),
        ("credentialSubject", some(c, subject)),
    ]);
    if !c.one_in(5) {
        o.set("id", iri(c));
    }
    o.set(if second { "validFrom" } else { "issuanceDate" }, date(c));
    if c.one_in(3) {
        o.set("endorsement", some(c, endorsement));
    }
    if c.one_in(2) {
        o.set("name", text(c));
    }
    if c.one_in(3) {
        o.set("proof", some(c, proof));
    }
    if open_badges == OB3[0] && c.one_in(2) {
        o.set("inLanguage", "fr");
    }
    if second && c.one_in(3) {
        o.set(
            "credentialStatus",
            object([
                ("type", "BitstringStatusListEntry".into()),
                ("statusPurpose", "revocation".into()),
                ("statusListIndex", "94567".into()),
                ("statusListCredential", "https://example.org/status/1.json".into()),
            ]),
        );
    }
    if c.one_in(3) {
        o.set(
            "evidence",
            some(c, |c| Maker::typed(c, "Evidence").maybe("narrative", text).maybe("genre", text).done()),
        );
    }
    if own {
        inline_members(c, &mut o, 2);
    }
    o.into()
}

fn open_badge_2(c: &mut Chance) -> Value {
    let mut badge = object([
        ("id", iri(c)),
        ("type", c.pick(&["BadgeClass", "obi:BadgeClass", "https://w3id.org/openbadges#BadgeClass"]).into()),
        ("name", text(c)),
        ("tags", some(c, text)),
        ("criteria", object([("narrative", text(c))]).into()),
        ("issuer", object([("id", iri(c)), ("type", "Issuer".into()), ("name", text(c))]).into()),
    ]);
    if c.one_in(2) {
        badge.set(
            "schema:location",
            object([
                ("@context", "https://w3id.org/openbadges/extensions/geoCoordinatesExtension/context.json".into()),
                (
                    "type",
                    Value::Array(vec!["Extension".into(), "extensions:GeoCoordinates".into(), "schema:Place".into()]),
                ),
                ("description", text(c)),
                ("geo", object([("latitude", number(c)), ("longitude", number(c))]).into()),
            ]),
        );
    }
    let mut o = object([
        ("@context", "https://w3id.org/openbadges/v2".into()),
        ("id", iri(c)),
        ("type", "Assertion".into()),
        ("recipient", object([("type", "email".into()), ("hashed", c.one_in(2).into()), ("identity", text(c))]).into()),
        ("badge", badge.into()),
        ("issuedOn", date(c)),
        (
            c.pick(&["verification", "verify"]),
            object([("type", c.pick(&["HostedBadge", "hosted", "obi:SignedBadge"]).into())]).into(),
        ),
        ("evidence", some(c, iri)),
    ]);
    // In OB 2.0 the type of a recipient is a word that no context defines; jsonld.js refuses it, and so do we.
    if !c.one_in(4) {
        o.set("recipient", object([("hashed", true.into()), ("salt", text(c))]));
    }
    o.into()
}

fn own_terms(c: &mut Chance) -> Value {
    let mut o = object([
        ("@context", Value::Array(vec!["https://www.w3.org/ns/credentials/v2".into(), inline(c)])),
        ("id", iri(c)),
        ("type", Value::Array(vec!["VerifiableCredential".into(), "ExThing".into()])),
    ]);
    if c.one_in(4) {
        o.set("@graph", Value::Array(vec![object([("exText", text(c)), ("exMany", iri(c))]).into()]));
    }
    inline_members(c, &mut o, 3);
    o.into()
}
