//! Badges that carry other credentials along, beside the two things that nobody can leave out: canonicalising what was
//! signed, and the bare checks of its signatures.

use std::hint::black_box;

use badge_core::container::Raw;
use badge_core::crypto::{JwsAlgorithm, SecretKey, Signer};
use badge_core::json::{self, Object, Value, object};
use badge_core::ld::{Contexts, Hash, RelatedForm, canonicalize, expand};
use badge_core::limits::Limits;
use badge_core::time::Timestamp;

use super::{Failure, data_integrity_signed, did_key, line, measure, measure_verify};

/// The badge with this many endorsements, signed; its size, its quads, its cost, and the cost of the parts.
pub(super) fn endorsed(document: &Object, key: &SecretKey, at: Timestamp, count: usize) -> Result<(), Failure> {
    let mut document = document.clone();
    let endorsements: Result<Vec<Value>, Failure> = (0..count).map(|n| endorsement(&document, key, at, n)).collect();
    document.set("endorsement", endorsements?);
    let signed = data_integrity_signed(&document, key, at)?;
    let parts = secured_parts(&signed)?;
    let quads = canonical(&parts)?;
    let name = format!("{count} endorsements");
    line(&[
        ("metric", format!("{name}: size").into()),
        ("unit", "bytes".into()),
        ("bytes", number(signed.len())),
        ("quads", number(quads)),
        ("signatures", number(count + 1)),
    ]);
    measure_verify(&format!("{name}: verify"), &Raw::Json(signed.into_bytes()), at)?;
    measure(&format!("{name}: canonicalisations alone"), || {
        let _ = black_box(canonical(black_box(&parts)));
    });
    let message = [7; 64];
    let signature = key.sign(JwsAlgorithm::EdDsa, &message)?;
    let public = key.public_key();
    measure(&format!("{name}: bare signature checks alone"), || {
        for _ in 0..=count {
            let _ = black_box(public.verify(JwsAlgorithm::EdDsa, black_box(&message), &signature));
        }
    });
    Ok(())
}

#[allow(clippy::cast_precision_loss)] // sizes of documents
fn number(count: usize) -> Value {
    (count as f64).into()
}

/// Somebody says why this achievement is worth something, in a dozen sentences.
fn endorsement(badge: &Object, key: &SecretKey, at: Timestamp, n: usize) -> Result<Value, Failure> {
    let issuer = did_key(key)?;
    let achievement = badge.get("credentialSubject").and_then(|s| s.get("achievement")).and_then(|a| a.get("id"));
    let comment = "Nous accueillons chaque année des volontaires qui portent ce badge. Ils préparent une séance, \
        reçoivent un groupe, adaptent ce qu’ils disent à ceux qui écoutent, et rendent compte de ce qui a marché ou non. ";
    let subject = object([
        ("id", achievement.cloned().ok_or("the achievement has no id")?),
        ("type", vec!["EndorsementSubject"].into()),
        ("endorsementComment", comment.repeat(6).into()),
    ]);
    let profile = object([
        ("id", issuer.as_str().into()),
        ("type", vec!["Profile"].into()),
        ("name", format!("Médiathèque n° {n}").into()),
        ("url", format!("https://mediatheque-{n}.example.org/").into()),
        ("description", "Une médiathèque de quartier, avec un atelier.".into()),
    ]);
    let document = object([
        ("@context", badge.get("@context").cloned().ok_or("the credential has no context")?),
        ("id", format!("urn:uuid:00000000-0000-4000-8000-{n:012}").into()),
        ("type", vec!["VerifiableCredential", "EndorsementCredential"].into()),
        ("name", "Recommandation".into()),
        ("description", "Ce que vaut ce badge pour nous.".into()),
        ("issuer", profile.into()),
        ("validFrom", at.to_utc_seconds().to_string().into()),
        ("credentialSubject", subject.into()),
    ]);
    let signed = data_integrity_signed(&document, key, at)?;
    Ok(json::parse(signed.as_bytes(), &Limits::default())?)
}

/// What is canonicalised to verify a document: itself without its proof, the options of that proof, and the same for
/// each endorsement in it.
fn secured_parts(signed: &str) -> Result<Vec<Value>, Failure> {
    let mut parts = Vec::new();
    let Value::Object(mut document) = json::parse(signed.as_bytes(), &Limits::default())? else { return Ok(parts) };
    let inner = document.get("endorsement").map_or(&[][..], Value::many).to_vec();
    let proof = document.remove("proof").ok_or("no proof")?;
    let mut options = proof.many().first().and_then(Value::as_object).ok_or("no proof")?.clone();
    options.remove("proofValue");
    options.set("@context", document.get("@context").cloned().unwrap_or(Value::Null));
    parts.extend([Value::Object(document), Value::Object(options)]);
    for endorsement in inner {
        parts.extend(secured_parts(&endorsement.to_compact())?);
    }
    Ok(parts)
}

/// From documents to their canonical form: how many quads they have.
fn canonical(parts: &[Value]) -> Result<usize, Failure> {
    let (limits, contexts) = (Limits::default(), Contexts::builtin());
    let mut quads = 0;
    for part in parts {
        let expanded = expand(part, &contexts, &limits)?;
        let dataset = expanded.quads(&limits)?;
        let canonical = canonicalize(&dataset, Hash::Sha256, RelatedForm::List, &limits)?;
        black_box(Hash::Sha256.digest(canonical.text.as_bytes()));
        quads += dataset.quads().len();
    }
    Ok(quads)
}
