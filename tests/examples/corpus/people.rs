//! Cases of Open Badges 3.0 about who a badge is for, and about who endorses it.

use badge_core::crypto::JwsAlgorithm::EdDsa;
use badge_core::json::Value;

use crate::case::Case;
use crate::documents::{
    DID_JSON, Keys, WEB, badge, cut, did_document, did_key, endorsement, jws, method, parse, payload, set, sign,
    sign_as, with,
};

pub(crate) fn cases(keys: &Keys) -> Vec<Case> {
    let mut all = people(keys);
    all.extend(endorsements(keys));
    all
}

fn people(keys: &Keys) -> Vec<Case> {
    const SUBJECT: &str = "/credentialSubject/id";
    let phone = sign(&with(&badge(&keys.did_key()), |d| set(d, SUBJECT, "tel:+33612345678")), &keys.ed25519);
    let good = sign(&badge(&keys.did_key()), &keys.ed25519);
    let weak = {
        let md5 = badge_core::crypto::md5_hex(b"nour@example.orggros-sel");
        let doc = with(&badge(&keys.did_key()), |d| {
            set(d, "/credentialSubject/identifier/0/identityHash", format!("md5${md5}"));
        });
        sign(&doc, &keys.ed25519)
    };
    let by_id = sign(&with(&badge(&keys.did_key()), |d| cut(d, "/credentialSubject/identifier")), &keys.ed25519);
    vec![
        Case::json("recipient_same", "About the person the reader has in mind.", &good)
            .line("ask_recipient", "nour@example.org")
            .line("recipient", "match")
            .verified("recipient.matches"),
        Case::json("recipient_other", "About somebody else: authentic all the same.", &good)
            .line("ask_recipient", "sacha@example.org")
            .line("recipient", "mismatch")
            .line("verdict", "verified")
            .line("code", "recipient.matches")
            .line("outcome", "fail"),
        Case::json("recipient_capitals", "The same address, written with capitals.", &good)
            .line("ask_recipient", "Nour@Example.org")
            .line("recipient", "match")
            .warned("recipient.matches", "recipient-case"),
        Case::json("recipient_md5", "The address is hashed in a way that is easy to break.", &weak)
            .line("ask_recipient", "nour@example.org")
            .line("recipient", "match")
            .warned("recipient.matches", "recipient-weak-hash"),
        Case::json(
            "recipient_mailto",
            "The address of the person is the very name under which the badge speaks of them.",
            &{ sign(&with(&badge(&keys.did_key()), |d| set(d, SUBJECT, "mailto:lea@example.org")), &keys.ed25519) },
        )
        .line("ask_recipient", "lea@example.org")
        .line("recipient", "match")
        .verified("recipient.matches"),
        Case::json("recipient_tel-french", "A telephone number written as in France, and as in the world.", &phone)
            .line("ask_recipient", "06 12 34 56 78")
            .line("recipient", "match")
            .warned("recipient.matches", "recipient-case"),
        Case::json(
            "recipient_tel-no-country",
            "A number that could be in several countries is not somebody else's.",
            &{ phone.clone() },
        )
        .line("ask_recipient", "0612345678")
        .line("recipient", "unknown")
        .good_but("recipient.matches", "skipped", "recipient-national"),
        Case::json("recipient_unknown", "The badge names its person in a way that cannot be compared.", &by_id)
            .line("ask_recipient", "nour@example.org")
            .line("recipient", "unknown")
            .line("verdict", "verified")
            .line("code", "recipient.matches")
            .line("outcome", "skipped"),
    ]
}

fn endorsements(keys: &Keys) -> Vec<Case> {
    let achievement = "https://trois-ponts.example.org/achievements/laser.json";
    let friend = did_key(&keys.other);
    let place = |id: &str| with(&badge(WEB), |d| set(d, "/credentialSubject/achievement/id", id));
    let plain = place(achievement);
    let good = sign(&endorsement(&friend, achievement), &keys.other);
    let carrying = |member: &str, value: Value| {
        let doc = with(&plain, |d| set(d, &format!("/credentialSubject/achievement/{member}"), vec![value]));
        sign(&doc, &keys.ed25519)
    };
    // Signed around an endorsement that does not hold itself.
    let bad = with(&good, |e| set(e, "/credentialSubject/endorsementComment", "Nous n’y formons personne."));
    let over =
        sign(&with(&endorsement(&friend, achievement), |e| set(e, "/validUntil", "2026-05-01T00:00:00Z")), &keys.other);
    let token = jws(
        &payload(&endorsement(&friend, achievement)),
        &keys.other,
        EdDsa,
        &[("kid", method(&friend, &keys.other).into())],
    );
    // `nbf` of that payload is the badge's; the endorsement begins later.
    let token = {
        let mut p = payload(&endorsement(&friend, achievement));
        set(&mut p, "/nbf", 1_775_030_400_u32);
        let _ = token;
        jws(&p, &keys.other, EdDsa, &[("kid", method(&friend, &keys.other).into())])
    };
    let elsewhere = sign(&endorsement(&friend, "urn:uuid:0"), &keys.other);
    // Who endorses is endorsed, three times over.
    let within = |member: &str, secure: &dyn Fn(&Value) -> Value| {
        let own = |subject: &str, number: u32, inner: Option<Value>| {
            secure(&with(&endorsement(&friend, subject), |e| {
                set(e, "/id", format!("urn:uuid:1c0b7b3a-52f5-4ad1-9be4-6f3f4f2f000{number}"));
                if let Some(inner) = inner {
                    set(e, &format!("/issuer/{member}"), vec![inner]);
                }
            }))
        };
        own(achievement, 9, Some(own(&friend, 8, Some(own(&friend, 7, None)))))
    };
    let as_token = |e: &Value| {
        let p = with(&payload(e), |p| set(p, "/nbf", 1_775_030_400_u32));
        Value::from(jws(&p, &keys.other, EdDsa, &[("kid", method(&friend, &keys.other).into())]))
    };
    let at_home = |case: Case| case.serves(DID_JSON, &did_document(&[&keys.ed25519]));
    let mut all: Vec<Case> = vec![
        Case::json(
            "endorsement_within",
            "Who endorses is endorsed, and who endorses that one too: that is deeper than is looked.",
            &carrying("endorsement", within("endorsement", &|e| sign(e, &keys.other))),
        )
        .verified("endorsement.each"),
        Case::json(
            "endorsement_within-jwt",
            "The same, as tokens.",
            &carrying("endorsementJwt", within("endorsementJwt", &as_token)),
        )
        .verified("endorsement.each"),
        Case::json(
            "endorsement_good",
            "A neighbour stands behind this achievement.",
            &carrying("endorsement", good.clone()),
        )
        .verified("endorsement.each")
        .line("at", "/credentialSubject/achievement"),
        Case::json("endorsement_jwt", "The same, as a token.", &carrying("endorsementJwt", token.into()))
            .verified("endorsement.each"),
        Case::json(
            "endorsement_tampered",
            "An endorsement that was changed: the badge stands.",
            &carrying("endorsement", bad.clone()),
        )
        .line("verdict", "verified")
        .line("code", "endorsement.each")
        .line("outcome", "fail")
        .line("reason", "endorsement-bad"),
        Case::json(
            "endorsement_over",
            "An endorsement whose time is over: the badge stands.",
            &carrying("endorsement", over),
        )
        .line("verdict", "verified")
        .line("code", "endorsement.each")
        .line("outcome", "fail")
        .line("reason", "endorsement-bad"),
        Case::json("endorsement_strict", "The reader wants every endorsement to hold.", &carrying("endorsement", bad))
            .flag("strict_endorsements")
            .rejected("endorsement.each", "endorsement-bad"),
        Case::json("endorsement_elsewhere", "An endorsement of something else.", &{
            carrying("endorsement", elsewhere.clone())
        })
        .warned("endorsement.each", "endorsement-elsewhere"),
        Case::json("endorsement_elsewhere-strict", "The same, where the reader wants every endorsement to hold.", &{
            carrying("endorsement", elsewhere)
        })
        .flag("strict_endorsements")
        .rejected("endorsement.each", "endorsement-elsewhere"),
        Case::json("endorsement_without-context", "An endorsement whose words have no meaning.", &{
            carrying("endorsement", with(&good, |e| cut(e, "/@context")))
        })
        .good_but("endorsement.each", "fail", "endorsement-bad"),
        Case::json("endorsement_by-itself", "The place stands behind its own achievement.", &{
            carrying(
                "endorsement",
                sign_as(
                    &endorsement(WEB, achievement),
                    &keys.ed25519,
                    &method(WEB, &keys.ed25519),
                    "2026-04-01T08:05:00Z",
                    None,
                ),
            )
        })
        .verified("endorsement.each"),
        Case::json("endorsement_added", "A token that somebody added to a badge that was signed without one.", &{
            let kid = method(&friend, &keys.other);
            let praise = with(&payload(&endorsement(&friend, achievement)), |p| set(p, "/nbf", 1_775_030_400_u32));
            let praise = jws(&praise, &keys.other, EdDsa, &[("kid", kid.into())]);
            let member = "/credentialSubject/achievement/endorsementJwt";
            with(&sign(&plain, &keys.ed25519), |d| set(d, member, vec![Value::from(praise)]))
        })
        .warned("proof.signature", "older-context"),
        Case::json("endorsement_added-strict", "The same, where the reader wants every endorsement to hold.", &{
            let kid = method(&friend, &keys.other);
            let praise = with(&payload(&endorsement(&friend, achievement)), |p| set(p, "/nbf", 1_775_030_400_u32));
            let praise = jws(&praise, &keys.other, EdDsa, &[("kid", kid.into())]);
            let member = "/credentialSubject/achievement/endorsementJwt";
            with(&sign(&plain, &keys.ed25519), |d| set(d, member, vec![Value::from(praise)]))
        })
        .flag("strict_endorsements")
        .rejected("endorsement.each", "older-context"),
        Case::json(
            "endorsement_added-beside",
            "Tokens that somebody added beside an endorsement that the signature covers.",
            &{
                let kid = method(&friend, &keys.other);
                let token = |about: &str| {
                    let praise = with(&payload(&endorsement(&friend, about)), |p| set(p, "/nbf", 1_775_030_400_u32));
                    vec![Value::from(jws(&praise, &keys.other, EdDsa, &[("kid", kid.clone().into())]))]
                };
                let signed = carrying("endorsement", good.clone());
                let id = |thing: Option<&Value>| {
                    thing.and_then(|t| t.get("id")).and_then(Value::as_str).unwrap_or_default().to_owned()
                };
                let (own, issuer) = (id(Some(&signed)), id(signed.get("issuer")));
                with(&signed, |d| {
                    set(d, "/endorsementJwt", token(&own));
                    set(d, "/issuer/endorsementJwt", token(&issuer));
                    set(d, "/credentialSubject/achievement/endorsementJwt", token(achievement));
                })
            },
        )
        .warned("proof.signature", "older-context"),
        Case::json("endorsement_no-endorsement", "A badge in the place of an endorsement.", &{
            let kid = method(&friend, &keys.other);
            carrying(
                "endorsementJwt",
                jws(&payload(&badge(&friend)), &keys.other, EdDsa, &[("kid", kid.into())]).into(),
            )
        })
        .good_but("endorsement.each", "fail", "endorsement-bad"),
        Case::json("endorsement_borrowed", "The endorsed achievement of another place, taken over by its id.", &{
            let theirs = "https://orme.example.org/achievements/rabot.json";
            let member = "/credentialSubject/achievement/endorsement";
            let praise = sign(&endorsement(&friend, theirs), &keys.other);
            sign(&with(&place(theirs), |d| set(d, member, vec![praise])), &keys.ed25519)
        })
        .warned("endorsement.each", "endorsement-unbound"),
        Case::json("endorsement_borrowed-strict", "The same, where the reader wants every endorsement to hold.", &{
            let theirs = "https://orme.example.org/achievements/rabot.json";
            let member = "/credentialSubject/achievement/endorsement";
            let praise = sign(&endorsement(&friend, theirs), &keys.other);
            sign(&with(&place(theirs), |d| set(d, member, vec![praise])), &keys.ed25519)
        })
        .flag("strict_endorsements")
        .open("endorsement.each", "endorsement-unbound"),
        Case::json("endorsement_of-the-maker", "Who made the achievement up is endorsed, not the badge.", &{
            let maker = "https://orme.example.org/profile.json";
            let praise = sign(&endorsement(&friend, maker), &keys.other);
            let creator = parse(&format!(r#"{{"id": "{maker}", "type": ["Profile"], "name": "Menuiserie Orme"}}"#));
            sign(
                &with(&plain, |d| {
                    set(d, "/credentialSubject/achievement/creator", creator);
                    set(d, "/credentialSubject/achievement/creator/endorsement", vec![praise]);
                }),
                &keys.ed25519,
            )
        })
        .verified("endorsement.each")
        .line("at", "/credentialSubject/achievement/creator"),
    ]
    .into_iter()
    .map(at_home)
    .collect();
    all.extend([
        Case::json("endorsement_unbound", "The endorsed achievement has an id that is nobody's address.", &{
            let id = "urn:uuid:1c0b7b3a-52f5-4ad1-9be4-6f3f4f2f0003";
            let praise = sign(&endorsement(&friend, id), &keys.other);
            let member = "/credentialSubject/achievement/endorsement";
            sign(&with(&badge(&keys.did_key()), |d| set(d, member, vec![praise])), &keys.ed25519)
        })
        .warned("endorsement.each", "endorsement-unbound"),
        Case::json("endorsement_alone", "An endorsement by itself.", &good).verified("proof.signature"),
        Case::json("endorsement_without-subject", "An endorsement of nothing.", &{
            sign(&with(&endorsement(&friend, achievement), |e| cut(e, "/credentialSubject/id")), &keys.other)
        })
        .rejected("document.subject", "member-missing"),
    ]);
    all
}
