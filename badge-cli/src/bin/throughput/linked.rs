//! Badges that are judged with what servers answer: hosted ones, signed ones of 2.0, a status list. The answers are in
//! memory, so that what is measured is the verifier and its rounds of asking.

use std::collections::BTreeSet;
use std::hint::black_box;
use std::path::Path;

use badge_core::container::{Presented, Raw};
use badge_core::crypto::{JwsAlgorithm, SecretKey, Signer, jose};
use badge_core::drive::{replay, settle_blocking};
use badge_core::json::{Object, object};
use badge_core::limits::Limits;
use badge_core::model::IdentityKind;
use badge_core::name::Url;
use badge_core::resource::{Answer, Index, Resources};
use badge_core::status::make::{ENTRIES, ListDraft};
use badge_core::time::Timestamp;
use badge_core::verify::{KnownIdentifier, Policy, Report, Verdict, verify};

use super::{Failure, data_integrity_signed, did_key, measure};

/// A badge at an address, from nothing but the address; everything it names is asked for.
pub(super) fn hosted(address: &str, cache: &Path, about: Option<&str>, at: Timestamp) -> Result<(), Failure> {
    let known = recorded(cache)?;
    let badge = Presented::bare(Raw::Link(Url::parse(address)?));
    let mut policy = Policy::at(at);
    if let Some(email) = about {
        policy.recipient.push(KnownIdentifier { kind: IdentityKind::Email, value: email.to_owned() });
    }
    measure_asking("OB 2.0 hosted verify (stubbed HTTP)", &badge, &known, &policy)
}

fn recorded(folder: &Path) -> Result<Resources, Failure> {
    let mut known = Resources::new();
    let index = Index::parse(&std::fs::read(folder.join("index.json"))?, &Limits::default())?;
    for (url, entry) in index.iter() {
        let body = entry.file.as_ref().map(|f| std::fs::read(folder.join(f.as_str()))).transpose()?;
        known.insert(url, entry.answer(body.unwrap_or_default()));
    }
    Ok(known)
}

/// A signed badge of 2.0, its key, class and issuer asked for.
pub(super) fn signed(rsa: &SecretKey, at: Timestamp) -> Result<(), Failure> {
    let context = ("@context", "https://w3id.org/openbadges/v2".into());
    let address = |name: &str| format!("https://atelier.example.org/{name}");
    let issuer = object([
        context.clone(),
        ("type", "Profile".into()),
        ("id", address("issuer.json").into()),
        ("name", "L’Atelier".into()),
        ("url", address("").into()),
        ("email", "bonjour@atelier.example.org".into()),
        ("publicKey", address("key.json").into()),
    ]);
    let key = object([
        context.clone(),
        ("type", "CryptographicKey".into()),
        ("id", address("key.json").into()),
        ("owner", address("issuer.json").into()),
        ("publicKeyPem", rsa.public_key().to_pem().into()),
    ]);
    let class = object([
        context.clone(),
        ("type", "BadgeClass".into()),
        ("id", address("soudure.json").into()),
        ("name", "Soudure à l’arc".into()),
        ("description", "Sait assembler deux pièces d’acier.".into()),
        ("image", "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNoAAAAggCB2kUIOwAAAABJRU5ErkJggg==".into()),
        ("criteria", object([("narrative", "Souder un cadre qui tient l’équerre.".into())]).into()),
        ("issuer", address("issuer.json").into()),
    ]);
    let recipient = object([("type", "email".into()), ("hashed", false.into()), ("identity", "a@example.org".into())]);
    let verification = object([("type", "SignedBadge".into()), ("creator", address("key.json").into())]);
    let assertion = object([
        context,
        ("type", "Assertion".into()),
        ("id", "urn:uuid:3c574c87-b96f-4f06-8eb5-68a29335b60e".into()),
        ("badge", address("soudure.json").into()),
        ("recipient", recipient.into()),
        ("verification", verification.into()),
        ("issuedOn", at.to_utc_seconds().to_string().into()),
    ]);
    let mut known = Resources::new();
    for document in [&issuer, &key, &class] {
        add(&mut known, document)?;
    }
    let header = object([("alg", "RS256".into()), ("typ", "JWT".into())]);
    let input = jose::signing_input(&header, badge_core::json::Value::Object(assertion).to_compact().as_bytes());
    let token = jose::encode(&input, &rsa.sign(JwsAlgorithm::Rs256, input.as_bytes())?);
    let badge = Presented::bare(Raw::Jws(token));
    measure_asking("OB 2.0 signed verify (RS256)", &badge, &known, &Policy::at(at))
}

/// Badges of one status list, one after the other, as somebody sees who reads a folder of them.
pub(super) fn listed(document: &Object, key: &SecretKey, at: Timestamp) -> Result<(), Failure> {
    let address = "https://atelier.example.org/status/1.json";
    let issuer = did_key(key)?;
    let struck: Vec<u64> = (0..ENTRIES).filter(|i| i.wrapping_mul(2_654_435_761) % 101 == 7).collect();
    let draft = ListDraft {
        id: address,
        issuer: &issuer,
        purpose: "revocation",
        valid_from: at,
        valid_until: None,
        struck: &struck,
    };
    let list = data_integrity_signed(&draft.document(), key, at)?;
    let mut known = Resources::new();
    known.insert(&Url::parse(address)?, Answer::found(list.clone()));
    let badge = |index: u64| -> Result<Presented, Failure> {
        let mut document = document.clone();
        let entry = object([
            ("id", format!("{address}#{index}").into()),
            ("type", "BitstringStatusListEntry".into()),
            ("statusPurpose", "revocation".into()),
            ("statusListIndex", index.to_string().into()),
            ("statusListCredential", address.into()),
        ]);
        document.set("credentialStatus", entry);
        let signed = data_integrity_signed(&document, key, at)?;
        Ok(Presented::bare(Raw::Json(signed.into_bytes())))
    };
    let free: Vec<u64> = (0..ENTRIES).filter(|i| !struck.contains(i)).take(16).collect();
    let badges = free.iter().map(|index| badge(*index)).collect::<Result<Vec<_>, _>>()?;
    let policy = Policy::at(at);
    let mut turn = badges.iter().cycle();
    good("status", &verify(&badges[0], &known, &policy).report)?;
    measure("status list: verify one of many badges", || {
        if let Some(badge) = turn.next() {
            let _ = black_box(verify(black_box(badge), &known, &policy));
        }
    });
    let alone = Presented::bare(Raw::Json(list.into_bytes()));
    measure("status list: verify the list alone", || {
        let _ = black_box(verify(black_box(&alone), &known, &policy));
    });
    Ok(())
}

fn add(known: &mut Resources, document: &Object) -> Result<(), Failure> {
    let id = document.get("id").and_then(|i| i.as_str()).ok_or("no id")?;
    known.insert(&Url::parse(id)?, Answer::found(badge_core::json::Value::Object(document.clone()).to_compact()));
    Ok(())
}

/// The whole loop, for each badge anew: ask, look up, ask again.
fn measure_asking(metric: &str, badge: &Presented, known: &Resources, policy: &Policy) -> Result<(), Failure> {
    let settled = || {
        let ask = |so_far: &Resources| {
            let answer = verify(black_box(badge), so_far, policy);
            (answer.report, answer.wanted)
        };
        settle_blocking(Resources::new(), &policy.limits, ask, replay(known)).0
    };
    good(metric, &settled())?;
    measure(metric, || {
        let _ = black_box(settled());
    });
    // The same when everything it needs is there from the beginning.
    let wanted: BTreeSet<_> = verify(badge, known, policy).wanted;
    if wanted.is_empty() {
        measure(&format!("{metric}, last round alone"), || {
            let _ = black_box(verify(black_box(badge), known, policy));
        });
    }
    Ok(())
}

fn good(metric: &str, report: &Report) -> Result<(), Failure> {
    if report.verdict == Verdict::Verified {
        return Ok(());
    }
    Err(format!("{metric}: the badge is {}: {:#?}", report.verdict.as_str(), report.checks).into())
}
