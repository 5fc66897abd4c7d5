use std::sync::OnceLock;

use super::award::{Office, Order};
use crate::crypto::{Entropy as _, KeyKind, SecretKey, SeededEntropy, Signer};
use crate::issue::{Chance, Draft, Format, Location, PrepareError, Prepared, SealError, Signed, To};
use crate::json::{self, Value};
use crate::language::Lang;
use crate::limits::Limits;
use crate::model::IdentityKind;
use crate::place::documents::{PlaceKey, as_resources, documents, list_is_current, status_list, withdrawn};
use crate::place::register::{Award, Digest, Event, Issued, Register, StatusSpot, What};
use crate::place::{AchievementFile, Addresses, Place, Slug, Token};
use crate::proof::Suite;
use crate::resource::Resources;
use crate::time::Timestamp;
use crate::verify::{KnownIdentifier, Match, Policy, Standing, Verdict, verify};

const ALL: [Format; 4] = [Format::Ob3, Format::Ob3Jwt, Format::Ob2Hosted, Format::Ob2Signed];

fn now() -> Timestamp {
    Timestamp::parse("2026-11-21T10:00:00Z").unwrap()
}

/// Test keys: Ed25519, P-256, RSA.
fn secrets() -> &'static [SecretKey] {
    static KEYS: OnceLock<Vec<SecretKey>> = OnceLock::new();
    KEYS.get_or_init(|| {
        let mut entropy = SeededEntropy::new(b"keys for tests of issuing");
        let kinds = [KeyKind::Ed25519, KeyKind::P256, KeyKind::Rsa];
        kinds.map(|kind| SecretKey::generate(kind, &mut entropy).unwrap()).into()
    })
}

/// A place with three test keys; with or without an address.
struct World {
    place: Place,
    secrets: &'static [SecretKey],
    file: AchievementFile,
    register: Register,
}

impl World {
    fn new(base: Option<&str>) -> Self {
        let text = "kind = \"savoir-faire\"\nlevel = \"je-pratique\"\nvalid_months = 24\n\
            [fr]\nname = \"Découpe « laser »\"\ndescription = \"Découper l'acrylique.\"\ncriteria = \"Découper **trois** pièces.\"\n\
            tags = [\"fablab\"]\n[en]\nname = \"Laser cutting\"\ndescription = \"Cut.\"\ncriteria = \"Cut three.\"\n\
            [[alignment]]\nname = \"Fabrication\"\nurl = \"https://referentiel.example.org/12\"\ncode = \"12\"\n";
        Self {
            place: Place {
                name: "Fablab d'Hérouville".into(),
                url: Some("https://fablab.example.org".into()),
                email: "bonjour@fablab.example.org".into(),
                base: base.map(|b| Addresses::new(b).unwrap()),
                ..Place::starter(Lang::Fr)
            },
            secrets: secrets(),
            file: AchievementFile::parse(Slug::parse("decoupe-laser").unwrap(), text).unwrap(),
            register: Register::new(),
        }
    }

    fn keys(&self) -> Vec<PlaceKey> {
        let key =
            |s: &SecretKey| PlaceKey { public: s.public_key().clone(), created: now(), retired: None, revoked: None };
        self.secrets.iter().map(key).collect()
    }

    fn office(&self) -> Office<'_> {
        let signers: Vec<&dyn Signer> = self.secrets.iter().map(|s| s as &dyn Signer).collect();
        Office::open(&self.place, &self.keys(), &signers, std::slice::from_ref(&self.file), &self.register)
    }

    fn draft(&self, to: &str) -> Draft {
        let mut entropy = SeededEntropy::new(to.as_bytes());
        let mut token = [0; 16];
        entropy.fill(&mut token);
        let to = if to.is_empty() { To::Nobody } else { To::parse(to) };
        self.place.draft(&Order {
            achievement: &self.file,
            language: Lang::Fr,
            to,
            date: now(),
            token: Token::from_bytes(token),
            status: Some(StatusSpot { list: 1, index: 4_711 }),
            rsa: Some(secrets()[2].public_key()),
            chance: Chance::draw(&mut entropy),
        })
    }
}

fn document(signed: &Signed) -> Value {
    let text = String::from_utf8(signed.bytes.clone()).unwrap();
    let bytes = if signed.format.is_jws() {
        crate::text::from_base64url(text.split('.').nth(1).unwrap()).unwrap()
    } else {
        signed.bytes.clone()
    };
    json::parse(&bytes, &Limits::default()).unwrap()
}

fn lacks(result: Result<Vec<Signed>, SealError>) -> Vec<(&'static str, String)> {
    match result {
        Err(SealError::Incomplete { lacks, .. }) => lacks.iter().map(|l| (l.as_str(), l.field())).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn one_award_in_every_format_verifies() {
    for base in ["https://badges.example.org", "https://badges.example.org:8443/fablab", "http://127.0.0.1:8080"] {
        let world = World::new(Some(base));
        let mut draft = world.draft("Camille.Martin@Example.org");
        draft.narrative = Some("Trois pièces \"sur mesure\" 🎉".into());
        draft.location = Location::parse("Hérouville-Saint-Clair;49.2,-0.33");
        let all = world.office().seal(&draft, &ALL, now()).unwrap_or_else(|e| panic!("{base}: {e:#?}"));
        assert_eq!(all.iter().map(|s| s.format).collect::<Vec<_>>(), ALL);
        // EXT-30: different names for each version, and 3.0 knows of 2.0.
        let ob3 = document(&all[0]).to_compact();
        assert!(ob3.contains(&format!("{base}/achievements/decoupe-laser.v2.json")));
        assert!(ob3.contains("https://w3id.org/openbadges#Assertion") && ob3.contains(&all[2].id));
        assert!(!ob3.to_lowercase().contains("camille"), "no address in clear");
    }
}

#[test]
fn what_an_office_leaves_serves_the_next_one_and_each_award_is_verified() {
    let world = World::new(Some("https://badges.example.org"));
    let signers: Vec<&dyn Signer> = world.secrets.iter().map(|s| s as &dyn Signer).collect();
    let mut office = world.office();
    let first = office.seal(&world.draft("a@example.org"), &ALL, now()).unwrap();
    let mut next = Office::reopen(&world.place, &signers, &world.register, office.close());
    assert_eq!(next.seal(&world.draft("a@example.org"), &ALL, now()).unwrap(), first);
    assert_ne!(next.seal(&world.draft("b@example.org"), &ALL, now()).unwrap(), first);
    // In a list that the first one never saw.
    let mut elsewhere = world.draft("c@example.org");
    elsewhere.status = world.place.status_entry(StatusSpot { list: 2, index: 7 });
    next.seal(&elsewhere, &[Format::Ob3], now()).unwrap();
    // A key that the place does not publish passes no more than in an office that was opened anew.
    let foreign = SecretKey::generate(KeyKind::Ed25519, &mut SeededEntropy::new(b"another")).unwrap();
    let mut other = Office::reopen(&world.place, &[&foreign], &world.register, next.close());
    let refused = other.seal(&world.draft("a@example.org"), &[Format::Ob3], now());
    assert!(matches!(refused, Err(SealError::Refused { .. })), "{refused:?}");
}

#[test]
fn a_place_without_address_is_its_key() {
    // D-03, D-22
    let world = World::new(None);
    let signed = world.office().seal(&world.draft("a@example.org"), &[Format::Ob3, Format::Ob3Jwt], now()).unwrap();
    for s in &signed {
        let doc = document(s);
        assert!(doc.get("issuer").unwrap().get("id").unwrap().as_str().unwrap().starts_with("did:key:z"));
        assert!(doc.get("credentialStatus").is_none());
        assert!(s.id.starts_with("urn:uuid:"));
        let report = verify(&s.presented(), &Resources::new(), &Policy::at(now())).report;
        assert_eq!(report.verdict, Verdict::Verified);
    }
    assert_eq!(
        lacks(world.office().seal(&world.draft("a@example.org"), &[Format::Ob2Hosted], now())),
        [("ob2_without_address", "publish.url".into())]
    );
}

#[test]
fn the_recipient_is_recognised_and_nobody_else() {
    // OB2-VER-41, OB2-VER-44, OB3-VER-30
    let world = World::new(None);
    let signed = world.office().seal(&world.draft(" Camille@Example.org "), &[Format::Ob3], now()).unwrap();
    for (email, expected) in [("camille@example.org", Match::Matches), ("zoe@example.org", Match::Differs)] {
        let mut policy = Policy::at(now());
        policy.recipient = vec![KnownIdentifier { kind: IdentityKind::Email, value: email.into() }];
        assert_eq!(verify(&signed[0].presented(), &Resources::new(), &policy).report.recipient, expected);
    }
}

#[test]
fn subjects_are_fresh_unless_they_have_a_did() {
    // D-09, D-10
    let world = World::new(None);
    let subject = |to: &str| {
        let signed = world.office().seal(&world.draft(to), &[Format::Ob3], now()).unwrap();
        document(&signed[0]).get("credentialSubject").unwrap().clone()
    };
    let card = subject("");
    assert!(card.get("id").unwrap().as_str().unwrap().starts_with("urn:uuid:") && card.get("identifier").is_none());
    assert_ne!(subject("a@example.org").get("id"), subject("b@example.org").get("id"));
    let did = "did:key:z6MkneMkZqwqRiU5mJzSG3kDwzt9P8C59N4NGTfBLfSGE7c7";
    let with_did = subject(did);
    assert_eq!((with_did.get("id").unwrap().as_str(), with_did.get("identifier")), (Some(did), None));
}

#[test]
fn open_badges_2_refuses_what_it_cannot_say() {
    // D-09, D-10
    let world = World::new(Some("https://badges.example.org"));
    let seal = |to: &str, format| lacks(world.office().seal(&world.draft(to), &[format], now()));
    assert_eq!(
        seal("did:key:z6MkneMkZqwqRiU5mJzSG3kDwzt9P8C59N4NGTfBLfSGE7c7", Format::Ob2Hosted),
        [("ob2_with_did", "recipient".into())]
    );
    assert_eq!(seal("", Format::Ob2Signed), [("ob2_with_nobody", "recipient".into())]);
    let mut draft = world.draft("a@example.org");
    draft.ob2.as_mut().unwrap().key = None;
    assert_eq!(lacks(world.office().seal(&draft, &[Format::Ob2Signed], now())), [("ob2_without_key", "key".into())]);
}

#[test]
fn what_is_missing_is_named_by_field() {
    let world = World::new(Some("https://badges.example.org"));
    for format in ALL {
        let mut draft = world.draft("not an address");
        draft.expires = Some(now());
        let found = lacks(world.office().seal(&draft, &[format], now()));
        assert!(found.contains(&("not_an_email", "recipient".into())), "{format}: {found:?}");
        assert!(found.contains(&("ends_before_it_begins", "expires".into())), "{format}: {found:?}");
    }
    let mut draft = world.draft("a@example.org");
    draft.achievement.criteria = None;
    draft.achievement.name = None;
    draft.evidence = vec![crate::model::Evidence { id: Some("chez moi".into()), ..Default::default() }];
    let found = lacks(world.office().seal(&draft, &[Format::Ob3], now()));
    for field in ["achievement.criteria", "achievement.name", "evidence.0.id"] {
        assert!(found.iter().any(|(_, f)| f == field), "{field} not in {found:?}");
    }
}

#[test]
fn a_missing_key_is_named() {
    // D-20
    let mut world = World::new(Some("https://badges.example.org"));
    let draft = world.draft("a@example.org");
    world.secrets = &secrets()[..1];
    match world.office().seal(&draft, &[Format::Ob3Jwt], now()) {
        Err(SealError::NoKey { format: Format::Ob3Jwt, kinds }) => assert_eq!(kinds[0], KeyKind::P256),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_wrong_signature_does_not_leave_the_house() {
    let world = World::new(None);
    let draft = world.draft("a@example.org");
    let key = world.office().key_for(Format::Ob3).unwrap().clone();
    let unsigned = draft.unsigned(Format::Ob3, &key.issuer, &[Format::Ob3]).unwrap();
    let Prepared::ToSign(input) = unsigned.prepare(key.signer.public_key(), &key.method, now()).unwrap() else {
        panic!("nothing to sign")
    };
    let mut signature = key.signer.sign(input.algorithm(), input.bytes()).unwrap();
    assert!(input.clone().complete(&signature).check(&Resources::new()).is_ok());
    signature[3] ^= 1;
    let report = input.complete(&signature).check(&Resources::new()).unwrap_err();
    assert_eq!(report.verdict, Verdict::Rejected);
    let rsa = world.secrets[2].public_key();
    assert!(matches!(unsigned.prepare(rsa, "m", now()), Err(PrepareError::KeyDoesNotFit { .. })));
}

#[test]
fn hard_words_and_odd_values_sign_and_verify() {
    let world = World::new(None);
    for text in [
        "\u{202e}à l'envers",
        "]]>",
        "\u{0}\u{1f}",
        "{\"a\":1}",
        "…\u{2028}\u{2029}",
        "é\u{301}",
        "\\u0041",
        "💥".repeat(500).as_str(),
    ] {
        let mut draft = world.draft("a@example.org");
        draft.narrative = Some(text.to_owned());
        draft.achievement.name = Some(text.to_owned());
        draft.achievement.tags = vec![text.to_owned(), text.to_owned()];
        draft.location = Some(Location { text: text.to_owned(), point: Some((-90.0, 1e-7)) });
        let signed = world.office().seal(&draft, &[Format::Ob3, Format::Ob3Jwt], now());
        assert!(signed.is_ok(), "{text:?}: {signed:#?}");
    }
}

/// What a verifier finds online: the published documents and the status list.
fn online(world: &World, keys: &[PlaceKey], register: &Register) -> Resources {
    let base = world.place.base.as_ref().unwrap();
    let mut published = documents(&world.place, keys, std::slice::from_ref(&world.file), register);
    let office = world.office();
    let key = office.key_for(Format::Ob3).unwrap();
    published.push(status_list(base, 1, &register.struck(1), key, now()).unwrap());
    as_resources(base, &published)
}

fn record(world: &World, draft: &Draft, signed: &[Signed], token: Token) -> Register {
    let mut register = Register::new();
    let issued = |s: &Signed| Issued { format: s.format, id: s.id.clone(), sha256: Digest::of(&s.bytes) };
    let award = Award {
        token,
        person: None,
        achievement: world.file.slug.clone(),
        language: Lang::Fr,
        date: draft.date,
        expires: draft.expires,
        status: Some(StatusSpot { list: 1, index: 4_711 }),
        credentials: signed.iter().map(issued).collect(),
        files: [].into(),
        replaces: None,
        card: false,
        cohort: None,
    };
    register.apply(Event { at: now(), what: What::Awarded(Box::new(award)) }).unwrap();
    register
}

#[test]
fn a_revoked_award_is_rejected_in_every_format() {
    // OB3-DM-134, OB2-VER-27, OB2-VER-36, D-03
    let world = World::new(Some("https://badges.example.org"));
    let draft = world.draft("a@example.org");
    let all = world.office().seal(&draft, &ALL, now()).unwrap();
    let token = Token::from_bytes([9; 16]);
    let mut register = record(&world, &draft, &all, token);
    let judge = |register: &Register| -> Vec<_> {
        let mut known = online(&world, &world.keys(), register);
        let hosted = crate::name::Url::parse(&all[2].id).unwrap();
        let notice = register.iter().next().and_then(|e| withdrawn(world.place.base.as_ref().unwrap(), &e));
        let bytes = notice.map_or_else(|| all[2].bytes.clone(), |n| n.bytes);
        known.insert(&hosted, crate::resource::Answer::found(bytes));
        all.iter().map(|s| verify(&s.presented(), &known, &Policy::at(now())).report).collect()
    };
    for report in judge(&register) {
        assert_eq!(report.verdict, Verdict::Verified, "{report:#?}");
    }
    let reason = Some("Erreur de saisie".to_owned());
    register.apply(Event { at: now(), what: What::Revoked { award: token, reason } }).unwrap();
    for report in judge(&register) {
        assert_eq!((report.verdict, report.standing), (Verdict::Rejected, Standing::Revoked));
    }
    register.apply(Event { at: now(), what: What::Reinstated { award: token, reason: None } }).unwrap();
    for report in judge(&register) {
        assert_eq!(report.verdict, Verdict::Verified);
    }
}

#[test]
fn a_retired_key_still_verifies_and_a_revoked_one_does_not() {
    // OB3-PRF-48
    let world = World::new(Some("https://badges.example.org"));
    let signed = world.office().seal(&world.draft("a@example.org"), &[Format::Ob3], now()).unwrap();
    let newer = SecretKey::generate(KeyKind::Ed25519, &mut SeededEntropy::new(b"the next key")).unwrap();
    let mut keys = world.keys();
    keys[0].retired = Some(now());
    keys.push(PlaceKey { public: newer.public_key().clone(), created: now(), retired: None, revoked: None });
    // What was found for an earlier badge is not believed of a document that has changed since.
    let shared = Policy::at(now());
    let judge = |keys: &[PlaceKey]| {
        let known = online(&world, keys, &Register::new());
        let alone = verify(&signed[0].presented(), &known, &Policy::at(now()));
        let again = [(); 2].map(|()| verify(&signed[0].presented(), &known, &shared));
        assert_eq!([&alone, &alone], again.each_ref());
        alone.report.verdict
    };
    let before = keys.clone();
    assert_eq!(judge(&keys), Verdict::Verified);
    keys[0].revoked = Some(now());
    assert_eq!(judge(&keys), Verdict::Rejected);
    assert_eq!(judge(&keys[1..]), Verdict::Rejected, "a document that lists other keys (D-23)");
    assert_eq!(judge(&before), Verdict::Verified);
    // The issuer's document keeps a revoked key, and no longer names it as one that signs: nothing of that is remembered.
    let signs = |keys: &[PlaceKey]| {
        let document = documents(&world.place, keys, &[], &Register::new()).swap_remove(0);
        let document = json::parse(&document.bytes, &Limits::default()).unwrap();
        let methods = document.as_object().unwrap().get("assertionMethod").unwrap().to_compact();
        methods.contains(&*world.office().key_for(Format::Ob3).unwrap().method)
    };
    assert_eq!([&before[..], &keys[..], &keys[1..]].map(signs), [true, false, false]);
    assert_eq!(shared.lists.keys(), 1, "of the one document that lets the key sign");
}

#[test]
fn a_status_list_is_kept_until_it_says_something_else() {
    let world = World::new(Some("https://badges.example.org"));
    let office = world.office();
    let key = office.key_for(Format::Ob3).unwrap();
    let list = status_list(world.place.base.as_ref().unwrap(), 1, &[7], key, now()).unwrap();
    assert_eq!(list.path, "status/1.json");
    assert!(list_is_current(&list.bytes, &[7], &key.method));
    assert!(!list_is_current(&list.bytes, &[], &key.method));
    assert!(!list_is_current(&list.bytes, &[7], "did:web:badges.example.org#another"));
    assert!(!list_is_current(b"{", &[7], &key.method));
}

#[test]
fn an_award_of_long_ago_and_one_to_come_are_sealed() {
    let world = World::new(Some("https://badges.example.org"));
    for date in ["2019-06-01T10:00:00+02:00", "2027-01-01T00:00:00Z"] {
        let mut draft = world.draft("a@example.org");
        draft.date = Timestamp::parse(date).unwrap();
        draft.expires = Some(draft.date.plus_months(6));
        let all = world.office().seal(&draft, &ALL, now());
        assert!(all.is_ok(), "{date}: {all:#?}");
    }
}

mod any {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        /// Whatever the checks let pass can be signed and verifies; nothing panics.
        #[test]
        fn a_draft_that_passes_verifies(
            name in ".{0,30}",
            criteria in proptest::option::of(".{0,60}"),
            narrative in proptest::option::of("\\PC{0,60}"),
            url in proptest::option::of("(https://[a-z]{1,8}\\.example/[a-z0-9%?#]{0,12}|.{0,12})"),
            language in proptest::option::of("[a-zA-Z-]{0,6}"),
            to in "[a-z@. ]{0,12}|did:[a-z]{3}:[a-z0-9]{1,8}",
            point in proptest::option::of((-100.0..100.0_f64, -200.0..200.0_f64)),
            seconds in 0_i64..4_000_000_000,
            months in proptest::option::of(0_u32..1_300),
        ) {
            let world = World::new(None);
            let mut draft = world.draft(&to);
            draft.achievement.name = Some(name);
            draft.achievement.criteria = Some(crate::model::Criteria { id: url.clone(), narrative: criteria });
            draft.achievement.language = language;
            draft.narrative = narrative;
            draft.evidence = vec![crate::model::Evidence { id: url, ..Default::default() }];
            draft.location = Some(Location { text: "là".into(), point });
            draft.date = Timestamp::from_unix(seconds).unwrap();
            draft.expires = months.map(|m| draft.date.plus_months(m));
            let mut office = world.office();
            match office.seal(&draft, &[Format::Ob3, Format::Ob3Jwt], draft.date) {
                Ok(signed) => prop_assert_eq!(signed.len(), 2),
                Err(SealError::Incomplete { lacks, .. }) => prop_assert!(!lacks.is_empty()),
                Err(other) => prop_assert!(false, "{:#?}", other),
            }
        }
    }
}

// OB3-VER-50, OB3-VER-51: the verifier takes a badge that was signed once more for a newer version of the same one.
#[test]
fn a_badge_signed_once_more_is_newer_and_the_same() {
    let world = World::new(Some("https://b.example.org"));
    let mut office = world.office();
    let at = "https://b.example.org/newer.json";
    let draft = Draft { status: None, ..world.draft("lea@example.org") };
    let signed = office.seal(&draft, &[Format::Ob3, Format::Ob3Jwt], now()).unwrap();
    // Somebody who holds it was told where a newer one would be.
    let mut held = document(&signed[0]).as_object().unwrap().clone();
    held.remove("proof");
    let service = json::object([("id", at.into()), ("type", "1EdTechCredentialRefresh".into())]);
    held.set("refreshService", service);
    let contexts = held.remove("@context").unwrap();
    let more = Value::from("https://purl.imsglobal.org/spec/ob/v3p0/extensions.json");
    held.set("@context", Value::Array(contexts.many().iter().cloned().chain([more]).collect()));
    let held = crate::issue::embed(&held, office.key_for(Format::Ob3).unwrap(), now()).unwrap();
    let later = now().plus_months(1);
    let endorsement = crate::model::Carried {
        at: crate::json::Pointer::root(),
        on: None,
        form: crate::model::CarriedForm::Jwt("a.b.c".into()),
        differs: false,
    };
    let stored = Value::Object(held.clone()).to_compact().into_bytes();
    let newer = office
        .renew(&stored, (Format::Ob3, Suite::default()), (later, std::slice::from_ref(&endorsement), None))
        .unwrap();
    let read = crate::model::ob3::read(document(&newer).as_object().unwrap());
    assert_eq!((read.awarded, read.valid_from), (Some(now()), Some(later)));
    assert_eq!(read.endorsements[0].form, endorsement.form);
    let base = world.place.base.as_ref().unwrap();
    let mut known = as_resources(base, &documents(&world.place, &world.keys(), &[], &Register::new()));
    known.insert(&crate::name::Url::parse(at).unwrap(), crate::resource::Answer::found(newer.bytes));
    let presented = crate::container::Presented::bare(crate::container::Raw::Json(stored.clone()));
    let policy = Policy::at(later.plus_months(1));
    let report = verify(&presented, &known, &policy).report;
    assert_eq!(report.verdict, Verdict::Verified, "{report:#?}");
    assert_eq!(report.newer_than(), Some(now()));
    // The other form as well; not at the same instant, not in the older version, and no further endorsement is kept.
    let jwt =
        office.renew(&signed[1].bytes, (Format::Ob3Jwt, Suite::default()), (later, &[endorsement], None)).unwrap();
    let bare = office.renew(&jwt.bytes, (Format::Ob3Jwt, Suite::default()), (later.plus_months(1), &[], None)).unwrap();
    assert!(!document(&bare).as_object().unwrap().contains("endorsementJwt"));
    assert!(office.renew(&stored, (Format::Ob3, Suite::default()), (now(), &[], None)).is_err());
    assert!(office.renew(&stored, (Format::Ob2Hosted, Suite::default()), (later, &[], None)).is_err());
}
