//! Cases of Open Badges 0.5, 1.0 and 1.1 (OB2-VER-08, OB2-VER-70 to 75).

use std::path::Path;

use badge_core::crypto::JwsAlgorithm::Rs256;
use badge_core::crypto::Signer as _;
use badge_core::json::Value;
use badge_core::resource::{Answer, Body};

use crate::case::Case;
use crate::documents::{Keys, cut, jws, parse, set, with};

const A: &str = "https://trois-ponts.example.org/1/7.json";
const B: &str = "https://trois-ponts.example.org/1/soudure.json";
const I: &str = "https://trois-ponts.example.org/1/organisation.json";
const K: &str = "https://trois-ponts.example.org/1/cle.pem";
const L: &str = "https://trois-ponts.example.org/1/revocations.json";
const CONTEXT: &str = "https://w3id.org/openbadges/v1";

pub(crate) fn cases(keys: &Keys) -> Vec<Case> {
    let mut all = first();
    all.extend(hosted());
    all.extend(signed(keys));
    all
}

/// A badge of 0.5: everything in one document, at an address that it does not name itself.
fn first() -> Vec<Case> {
    let hash = badge_core::text::hex(&badge_core::crypto::sha256(b"sacha@example.orgfleur"));
    let doc = parse(&format!(
        r#"{{"recipient":"sha256${hash}","salt":"fleur","issued_on":"2012-05-01","evidence":"/travaux/portail",
        "badge":{{"version":"0.5.0","name":"Soudure","description":"Sait assembler deux pièces d’acier.",
        "image":"data:image/png;base64,iVBORw0KGgo=","criteria":"/badges/soudure",
        "issuer":{{"origin":"https://trois-ponts.example.org","name":"Atelier","org":"Les Trois-Ponts",
        "contact":"bonjour@trois-ponts.example.org"}}}}}}"#
    ));
    let link = |name, sentence| Case::bytes(name, sentence, "badge.txt", A.as_bytes().to_vec());
    let plain = with(&doc, |d| {
        set(d, "/recipient", "sacha@example.org");
        cut(d, "/salt");
        cut(d, "/issued_on");
    });
    vec![
        link("older_0.5", "A badge of version 0.5, read at its own address.")
            .serves(A, &doc)
            .warned("document.type", "older-version")
            .line("ask_recipient", "sacha@example.org")
            .line("recipient", "match"),
        link("older_0.5-plain", "Its person's address is written out, and it has no date, as the first ones had.")
            .serves(A, &plain)
            .verified("hosted.scope")
            .line("ask_recipient", "sacha@example.org")
            .line("recipient", "match"),
        link("older_0.5-other-origin", "It is served by a site that is not its issuer's.")
            .serves(A, &with(&doc, |d| set(d, "/badge/issuer/origin", "https://orme.example.org")))
            .rejected("hosted.scope", "out-of-scope"),
        link("older_0.5-no-origin", "It does not say where its issuer lives, but in a word of later versions.")
            .serves(
                A,
                &with(&doc, |d| {
                    cut(d, "/badge/issuer/origin");
                    set(d, "/badge/issuer/url", "https://trois-ponts.example.org");
                }),
            )
            .rejected("document.schema", "member-missing")
            .line("at", "/badge/issuer/url"),
        Case::json("older_0.5-in-hand", "Only a copy, which does not say where it is served.", &doc)
            .rejected("hosted.fetched", "not-verifiable"),
        Case::bytes("older_0.5-baked", "The address of a badge of 0.5, baked as it was done then.", "badge.png", {
            baked(A)
        })
        .serves(A, &doc)
        .warned("document.type", "older-version"),
        link("older_0.5-date", "A date that is none.")
            .serves(A, &with(&doc, |d| set(d, "/issued_on", "le premier mai")))
            .rejected("document.schema", "date-malformed")
            .line("at", "/issued_on"),
    ]
}

fn assertion() -> Value {
    parse(&format!(
        r#"{{"uid":"7","recipient":{{"type":"email","hashed":false,"identity":"sacha@example.org"}},"badge":"{B}",
        "issuedOn":1392000000,"verify":{{"type":"hosted","url":"{A}"}}}}"#
    ))
}

fn badge_class() -> Value {
    parse(&format!(
        r#"{{"name":"Soudure à l’arc","description":"Sait assembler deux pièces d’acier.",
        "image":"data:image/png;base64,iVBORw0KGgo=","criteria":"https://trois-ponts.example.org/soudure",
        "alignment":[{{"name":"Souder","url":"https://esco.example.org/souder"}}],"tags":["acier"],"issuer":"{I}"}}"#
    ))
}

fn issuer() -> Value {
    parse(r#"{"name":"L’Atelier des Trois-Ponts","url":"https://trois-ponts.example.org/"}"#)
}

/// The same document in version 1.1: with a context and a type.
fn of_1_1(doc: &Value, class: &str) -> Value {
    with(doc, |d| {
        set(d, "/@context", CONTEXT);
        set(d, "/type", class);
    })
}

fn assertion_1_1() -> Value {
    with(&of_1_1(&assertion(), "Assertion"), |d| set(d, "/id", A))
}

fn class_and_issuer_1_1(case: Case) -> Case {
    case.serves(B, &of_1_1(&badge_class(), "BadgeClass")).serves(I, &of_1_1(&issuer(), "IssuerOrg"))
}

fn hosted() -> Vec<Case> {
    let old = |name, sentence| Case::json(name, sentence, &assertion());
    let web = |case: Case| case.serves(B, &badge_class()).serves(I, &issuer());
    let new = |name, sentence| Case::json(name, sentence, &assertion_1_1());
    let served = |name, sentence, change: &dyn Fn(&mut Value)| {
        class_and_issuer_1_1(new(name, sentence)).serves(A, &with(&assertion_1_1(), change))
    };
    let none = |_: &mut Value| ();
    vec![
        web(old("older_1.0", "A hosted badge of version 1.0.").serves(A, &assertion()))
            .warned("document.type", "older-version")
            .line("ask_recipient", "sacha@example.org")
            .line("recipient", "match"),
        web(Case::bytes("older_1.0-link", "Only its address.", "badge.txt", A.as_bytes().to_vec())
            .serves(A, &assertion()))
        .verified("hosted.scope"),
        web(Case::bytes("older_1.0-baked", "Baked as text into a chunk of the older kind.", "badge.png", {
            baked(&assertion().to_compact())
        })
        .serves(A, &assertion()))
        .verified("hosted.fetched"),
        web(old("older_1.0-elsewhere", "The site serves a badge that says it lives on another site.")
            .serves(A, &with(&assertion(), |d| set(d, "/verify/url", "https://orme.example.org/7.json"))))
        .answers("https://orme.example.org/7.json", Answer::NotFound)
        .open("hosted.fetched", "unanswered"),
        old("older_1.0-withdrawn", "The site says that it was withdrawn, and nothing else.")
            .serves(A, &parse(r#"{"revoked":true}"#))
            .line("standing", "revoked")
            .rejected("status.revocation", "revoked"),
        old("older_1.0-embedded", "Its class is inside it, without an address: it could be anybody's.")
            .serves(
                A,
                &with(&assertion(), |d| {
                    set(d, "/badge", with(&badge_class(), |b| set(b, "/issuer", issuer())));
                }),
            )
            .rejected("document.schema", "member-missing")
            .line("at", "/badge"),
        web(Case::json(
            "older_1.0-other-site",
            "Hosted on a site that is not its issuer's.",
            &with(&assertion(), |d| {
                set(d, "/verify/url", "https://orme.example.org/7.json");
            }),
        )
        .serves(
            "https://orme.example.org/7.json",
            &with(&assertion(), |d| {
                set(d, "/verify/url", "https://orme.example.org/7.json");
            }),
        ))
        .rejected("hosted.scope", "out-of-scope"),
        served("older_1.1", "A hosted badge of version 1.1.", &none).warned("document.type", "older-version"),
        served("older_1.1-expired", "Its time is over.", &|d| set(d, "/expires", "2015-01-01"))
            .line("standing", "expired")
            .rejected("status.expiry", "expired"),
        class_and_issuer_1_1(
            new("older_1.1-gone", "The site says that it was withdrawn.")
                .answers(A, Answer::Gone(Body::of(br#"{"revoked":true}"#.to_vec()))),
        )
        .line("standing", "revoked")
        .rejected("status.revocation", "revoked"),
        served("older_1.1-without-uid", "It lacks its number.", &|d| cut(d, "/uid"))
            .warned("document.schema", "member-missing")
            .line("at", "/uid"),
        new("older_1.1-mixed", "Its class was rewritten in version 2.0 since.")
            .serves(A, &assertion_1_1())
            .serves(
                B,
                &with(&badge_class(), |d| {
                    set(d, "/@context", "https://w3id.org/openbadges/v2");
                    set(d, "/type", "BadgeClass");
                    set(d, "/id", B);
                    cut(d, "/alignment");
                }),
            )
            .serves(I, &of_1_1(&issuer(), "Issuer"))
            .warned("document.type", "older-version"),
    ]
}

fn signed(keys: &Keys) -> Vec<Case> {
    let doc = with(&of_1_1(&assertion(), "Assertion"), |d| {
        set(d, "/verify", parse(&format!(r#"{{"type":"signed","url":"{K}"}}"#)));
    });
    let token = |doc: &Value| jws(doc, &keys.rsa, Rs256, &[]);
    let profile = with(&of_1_1(&issuer(), "Issuer"), |d| set(d, "/revocationList", L));
    let pem = keys.rsa.public_key().to_pem().into_bytes();
    let web = |case: Case, list: &str| {
        case.serves(B, &of_1_1(&badge_class(), "BadgeClass"))
            .serves(I, &profile)
            .serves(L, &parse(list))
            .serves_bytes(K, pem.clone())
    };
    let other = r#"{"3":"erreur"}"#;
    let elsewhere = "https://orme.example.org/cle.pem";
    let key_of = |owner: &str| {
        let key = parse(&format!(r#"{{"type":"CryptographicKey","id":"{K}","owner":"{owner}"}}"#));
        with(&key, |k| set(k, "/publicKeyPem", keys.rsa.public_key().to_pem()))
    };
    let of_p256 = with(&parse(&format!(r#"{{"type":"CryptographicKey","id":"{I}#2","owner":"{I}"}}"#)), |k| {
        set(k, "/publicKeyPem", keys.p256.public_key().to_pem());
    });
    let newer = |key: Option<&Value>| {
        let profile = parse(&format!(
            r#"{{"@context":"https://w3id.org/openbadges/v2","type":"Issuer","id":"{I}","name":"L’Atelier des Trois-Ponts",
            "url":"https://trois-ponts.example.org/","email":"bonjour@trois-ponts.example.org"}}"#
        ));
        with(&profile, |d| {
            if let Some(key) = key {
                set(d, "/publicKey", key.clone())
            }
        })
    };
    vec![
        web(Case::jws("older_1.1-signed", "A signed badge of version 1.1.", token(&doc)), other)
            .verified("issuer.confirmed")
            .line("ask_recipient", "sacha@example.org")
            .line("recipient", "match"),
        web(
            Case::jws("older_1.0-signed", "A signed badge of version 1.0.", {
                token(&with(&doc, |d| {
                    cut(d, "/@context");
                    cut(d, "/type");
                }))
            }),
            other,
        )
        .warned("document.type", "older-version"),
        web(Case::jws("older_1.1-signed-revoked", "Its issuer's list names it.", token(&doc)), r#"{"7":"erreur"}"#)
            .line("standing", "revoked")
            .rejected("status.revocation", "revoked"),
        web(
            Case::jws("older_1.1-signed-without-uid", "Without a number, no list can name it.", {
                token(&with(&doc, |d| {
                    cut(d, "/uid");
                    set(d, "/id", "urn:uuid:3c574c87-b96f-4f06-8eb5-68a29335b60e");
                }))
            }),
            other,
        )
        .rejected("status.revocation", "member-missing"),
        web(
            Case::jws("older_1.1-signed-altered", "The words were changed after signing.", {
                let own = token(&doc);
                let (signed, signature) = own.rsplit_once('.').expect("a token");
                let (header, _) = signed.split_once('.').expect("a token");
                let other = with(&doc, |d| set(d, "/recipient/identity", "claude@example.org"));
                format!("{header}.{}.{signature}", badge_core::text::base64url(other.to_compact().as_bytes()))
            }),
            other,
        )
        .rejected("proof.signature", "signature-mismatch"),
        web(
            Case::jws("older_1.1-signed-elsewhere", "The key lies on a site that is not the issuer's.", {
                token(&with(&doc, |d| set(d, "/verify/url", elsewhere)))
            }),
            other,
        )
        .serves_bytes(elsewhere, pem.clone())
        .rejected("issuer.confirmed", "key-not-issuers"),
        web(
            Case::jws(
                "older_1.1-signed-key-of-another",
                "The file of the key says that it is somebody else's.",
                token(&doc),
            ),
            other,
        )
        .serves(K, &key_of("https://orme.example.org/profil.json"))
        .rejected("issuer.confirmed", "key-not-issuers"),
        web(Case::jws("older_1.1-signed-key-of-its-own", "The file of the key names its owner.", token(&doc)), other)
            .serves(K, &key_of(I))
            .verified("issuer.confirmed"),
        // Who lists its keys is held to them: a file beside them, on the same site, makes nobody the issuer.
        web(
            Case::jws(
                "older_1.1-signed-newer-profile",
                "Its issuer lists keys since, as 2.0 asks, and this one is not among them.",
                token(&doc),
            ),
            other,
        )
        .serves(I, &newer(Some(&of_p256)))
        .rejected("proof.key", "algorithm-refused"),
        web(
            Case::jws(
                "older_1.1-signed-newer-profile-no-keys",
                "Its issuer has a profile of 2.0 that lists no key.",
                token(&doc),
            ),
            other,
        )
        .serves(I, &newer(None))
        .open("issuer.confirmed", "issuer-lists-no-key"),
        web(
            Case::jws(
                "older_1.1-signed-lists-keys",
                "Its profile of 1.1 lists keys, and this one is not among them.",
                token(&doc),
            ),
            other,
        )
        .serves(I, &with(&profile, |d| set(d, "/publicKey", of_p256.clone())))
        .rejected("proof.key", "algorithm-refused"),
        Case::jws("older_1.1-signed-key-moved", "The key is not where it was any more.", token(&doc))
            .serves(B, &of_1_1(&badge_class(), "BadgeClass"))
            .serves(I, &profile)
            .answers(K, Answer::NotFound)
            .open("proof.key", "unanswered"),
        web(Case::jws("older_1.1-signed-new-key", "Another key lies there now.", token(&doc)), other)
            .answers(K, Answer::found(keys.p256.public_key().to_pem().into_bytes()))
            .rejected("proof.key", "algorithm-refused"),
        web(Case::jws("older_1.1-signed-key-is-a-page", "A page lies where the key should be.", token(&doc)), other)
            .answers(K, Answer::found(b"<!doctype html>".to_vec()))
            .open("proof.key", "unanswered"),
        Case::json("older_1.1-signed-as-text", "Declared as signed, and given without its signature.", &doc)
            .rejected("proof.present", "proof-missing"),
    ]
}

/// A picture with a text chunk as baking wrote it before 1.0.
fn baked(text: &str) -> Vec<u8> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/badges/container_png/badge.png");
    let own = std::fs::read(own).expect("a picture of ours");
    let limits = badge_core::limits::Limits::default();
    let mut picture = own;
    for keyword in badge_core::container::Keyword::ALL {
        picture = badge_core::container::remove(&picture, keyword, &limits).unwrap_or(picture);
    }
    let mut chunk = b"tEXtopenbadges\0".to_vec();
    chunk.extend(text.as_bytes().iter().copied().filter(u8::is_ascii));
    let mut baked = picture[..33].to_vec(); // the signature, and IHDR
    baked.extend(u32::try_from(chunk.len() - 4).expect("a short text").to_be_bytes());
    let checksum = crc(&chunk);
    baked.extend(chunk);
    baked.extend(checksum.to_be_bytes());
    baked.extend(&picture[33..]);
    baked
}

/// The checksum of PNG (ISO 3309), bit by bit.
fn crc(bytes: &[u8]) -> u32 {
    let step = |c: u32| if c & 1 == 1 { 0xedb8_8320 ^ (c >> 1) } else { c >> 1 };
    !bytes.iter().fold(!0, |c, byte| (0..8).fold(c ^ u32::from(*byte), |c, _| step(c)))
}
