//! `throughput CREDENTIAL PNG [ADDRESS CACHE [EMAIL]]`: how many badges a second one core signs, verifies, bakes and
//! reads. One JSON object a line, with the bare cryptographic operation beside each figure: the bound that no software
//! gets past.
//!
//! CREDENTIAL is an OpenBadgeCredential as JSON; the keys that sign it here are made for the occasion. ADDRESS is a
//! hosted badge of 2.0 whose documents are recorded in CACHE (`badge verify --record`), about EMAIL. Verifying goes
//! from bytes to a complete report, signing from a parsed document to bytes. Each figure: one second of warm-up, then
//! nine samples of about 0.4 s on one thread (`BENCH_SECONDS`, `BENCH_SAMPLES`); `BENCH_ONLY` takes the figures whose
//! name contains it.

mod large;
mod linked;

use std::hint::black_box;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use badge_core::container::{Existing, Keyword, Presented, Raw, bake, open, unbake};
use badge_core::crypto::{JwsAlgorithm, KeyKind, SecretKey, SeededEntropy, Signer, jose};
use badge_core::issue::{Key, embed};
use badge_core::json::{self, Object, Value, object};
use badge_core::limits::Limits;
use badge_core::proof::vc_jwt;
use badge_core::resource::Resources;
use badge_core::text;
use badge_core::time::Timestamp;
use badge_core::verify::{Input, Policy, Verdict, opened_checks, report_json, verify};

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let done = match args.as_slice() {
        [credential, png] => run(Path::new(credential), Path::new(png), None),
        [credential, png, address, cache, about @ ..] if about.len() < 2 => {
            let hosted = (address.as_str(), Path::new(cache), about.first().map(String::as_str));
            run(Path::new(credential), Path::new(png), Some(hosted))
        }
        _ => {
            let _ = writeln!(std::io::stderr(), "usage: throughput CREDENTIAL PNG [ADDRESS CACHE [EMAIL]]");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            let _ = writeln!(std::io::stderr(), "throughput: {why}");
            ExitCode::from(2)
        }
    }
}

type Failure = Box<dyn std::error::Error>;

/// A hosted badge: its address, its documents, whom it is about.
type Hosted<'a> = (&'a str, &'a Path, Option<&'a str>);

fn run(credential: &Path, png: &Path, hosted: Option<Hosted<'_>>) -> Result<(), Failure> {
    let limits = Limits::default();
    let bytes = std::fs::read(credential).map_err(|e| format!("{}: {e}", credential.display()))?;
    let png = std::fs::read(png).map_err(|e| format!("{}: {e}", png.display()))?;
    let Value::Object(mut document) = json::parse(&bytes, &limits)? else {
        return Err("the credential is no JSON object".into());
    };
    document.remove("proof");
    let at = instant(&document, "validFrom").ok_or("the credential has no validFrom")?;

    let mut entropy = SeededEntropy::new(b"keys for measuring: never used for a badge");
    let ed25519 = SecretKey::generate(KeyKind::Ed25519, &mut entropy)?;
    let rsa = SecretKey::generate(KeyKind::Rsa, &mut entropy)?;

    let signed = data_integrity(&document, &ed25519, at)?;
    let ed_issuer = did_key(&ed25519)?;
    let ed_kid = format!("{ed_issuer}#{}", ed_issuer.trim_start_matches("did:key:"));
    jwt(&document, &ed25519, JwsAlgorithm::EdDsa, &ed_issuer, &ed_kid, at)?;
    let rsa_issuer =
        format!("did:jwk:{}", text::base64url(json::canonicalize(&rsa.public_key().to_jwk().into()).as_bytes()));
    jwt(&document, &rsa, JwsAlgorithm::Rs256, &rsa_issuer, &format!("{rsa_issuer}#0"), at)?;
    bare(&ed25519, JwsAlgorithm::EdDsa, "Ed25519", &[7; 64])?;
    bare(&rsa, JwsAlgorithm::Rs256, "RS256", signed.as_bytes())?;
    baking(&png, &signed, &limits)?;
    if let Some((address, cache, about)) = hosted {
        linked::hosted(address, cache, about, at)?;
    }
    linked::signed(&rsa, at)?;
    let own = issued_by(&document, &ed_issuer);
    linked::listed(&own, &ed25519, at)?;
    [0, 5, 10, 20].into_iter().try_for_each(|count| large::endorsed(&own, &ed25519, at, count))
}

/// A document signed by a key under its own name.
fn data_integrity_signed(document: &Object, key: &SecretKey, at: Timestamp) -> Result<String, Failure> {
    let issuer = did_key(key)?;
    let method = format!("{issuer}#{}", issuer.trim_start_matches("did:key:"));
    let key = Key { signer: key, issuer, method };
    Ok(Value::Object(embed(document, &key, at)?).to_compact())
}

fn data_integrity(document: &Object, key: &SecretKey, at: Timestamp) -> Result<String, Failure> {
    let issuer = did_key(key)?;
    let document = issued_by(document, &issuer);
    let method = format!("{issuer}#{}", issuer.trim_start_matches("did:key:"));
    let key = Key { signer: key, issuer, method };
    let sign = || embed(&document, &key, at).map(|o| Value::Object(o).to_compact());
    let signed = sign()?;
    measure("eddsa-rdfc-2022 sign", || {
        let _ = black_box(sign());
    });
    measure_verify("eddsa-rdfc-2022 verify", &Raw::Json(signed.clone().into_bytes()), at)?;
    reported("eddsa-rdfc-2022 report", signed.as_bytes(), at);
    Ok(signed)
}

fn jwt(
    document: &Object,
    key: &SecretKey,
    algorithm: JwsAlgorithm,
    issuer: &str,
    kid: &str,
    at: Timestamp,
) -> Result<(), Failure> {
    let document = issued_by(document, issuer);
    let sign = || -> Result<String, Failure> {
        if algorithm == JwsAlgorithm::EdDsa {
            // Badges are not issued so (D-21), only verified: the token is put together here.
            let input = eddsa_input(&document, issuer, kid, at);
            return Ok(jose::encode(&input, &key.sign(algorithm, input.as_bytes())?));
        }
        let prepared = vc_jwt::prepare(&document, algorithm, &vc_jwt::KeyHint::Kid(kid.to_owned()))?;
        Ok(prepared.complete(&key.sign(algorithm, prepared.bytes())?))
    };
    let token = sign()?;
    measure(&format!("VC-JWT {algorithm} sign"), || {
        let _ = black_box(sign());
    });
    measure_verify(&format!("VC-JWT {algorithm} verify"), &Raw::Jws(token), at)
}

#[allow(clippy::cast_precision_loss)] // seconds of a calendar date
fn eddsa_input(document: &Object, issuer: &str, kid: &str, at: Timestamp) -> String {
    let mut payload = document.clone();
    payload.set("iss", issuer);
    payload.set("nbf", at.unix() as f64);
    if let Some(id) = document.get("id").cloned() {
        payload.set("jti", id);
    }
    if let Some(subject) = document.get("credentialSubject").and_then(|s| s.get("id")).cloned() {
        payload.set("sub", subject);
    }
    let header = object([("alg", "EdDSA".into()), ("typ", "JWT".into()), ("kid", kid.into())]);
    jose::signing_input(&header, Value::Object(payload).to_compact().as_bytes())
}

/// The operation that no verifier can do without, alone.
fn bare(key: &SecretKey, algorithm: JwsAlgorithm, name: &str, message: &[u8]) -> Result<(), Failure> {
    let signature = key.sign(algorithm, message)?;
    let public = key.public_key();
    public.verify(algorithm, message, &signature)?;
    measure(&format!("bare {name} sign"), || {
        let _ = black_box(key.sign(algorithm, black_box(message)));
    });
    measure(&format!("bare {name} verify"), || {
        let _ = black_box(public.verify(algorithm, black_box(message), &signature));
    });
    Ok(())
}

fn baking(png: &[u8], text: &str, limits: &Limits) -> Result<(), Failure> {
    let slot = Keyword::OpenBadgeCredential;
    let baked = bake(png, slot, text, Existing::Replace, limits)?;
    if unbake(&baked, slot, limits)? != text {
        return Err("what comes out of the picture is not what went in".into());
    }
    measure("PNG bake", || {
        let _ = black_box(bake(black_box(png), slot, text, Existing::Replace, limits));
    });
    measure("PNG unbake", || {
        let _ = black_box(unbake(black_box(&baked), slot, limits));
    });
    Ok(())
}

fn measure_verify(metric: &str, raw: &Raw, at: Timestamp) -> Result<(), Failure> {
    let (known, policy) = (Resources::new(), Policy::at(at));
    let presented = Presented::bare(raw.clone());
    let report = verify(&presented, &known, &policy).report;
    if report.verdict != Verdict::Verified {
        return Err(format!("{metric}: the credential is {}: {:#?}", report.verdict.as_str(), report.checks).into());
    }
    measure(metric, || {
        let _ = black_box(verify(black_box(&presented), &known, &policy));
    });
    Ok(())
}

/// The same from a file of any kind to the report as text: what a server does with an upload, without a network.
fn reported(metric: &str, bytes: &[u8], at: Timestamp) {
    let (known, policy) = (Resources::new(), Policy::at(at));
    measure(metric, || {
        let opened = open(black_box(bytes), &policy.limits);
        let badges = opened.found.iter().map(|one| verify(one, &known, &policy).report).collect();
        let checks = opened_checks(&opened);
        let input = Input { input: "-".to_owned(), checks, badges, links: Vec::new() };
        let _ = black_box(report_json(&[input]).to_pretty());
    });
}

/// The same document by another issuer; its profile stays.
fn issued_by(document: &Object, issuer: &str) -> Object {
    let mut document = document.clone();
    match document.get_mut("issuer").and_then(Value::as_object_mut) {
        Some(profile) => profile.set("id", issuer),
        None => document.set("issuer", issuer),
    }
    document
}

fn did_key(key: &SecretKey) -> Result<String, Failure> {
    Ok(format!("did:key:{}", key.public_key().to_multikey().ok_or("no did:key")?))
}

fn instant(document: &Object, member: &str) -> Option<Timestamp> {
    Timestamp::parse(document.get(member)?.as_str()?).ok()
}

/// Times an operation and prints its line.
#[allow(clippy::disallowed_methods)] // it reads the clock: measuring is all it does
fn measure(metric: &str, mut operation: impl FnMut()) {
    if std::env::var("BENCH_ONLY").is_ok_and(|only| !metric.contains(&only)) {
        return;
    }
    let setting = |name: &str, default: f64| std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default);
    let (seconds, samples) = (setting("BENCH_SECONDS", 0.4), setting("BENCH_SAMPLES", 9.0).max(1.0));
    let start = Instant::now();
    let mut warm = 0.0;
    while start.elapsed().as_secs_f64() < (2.0 * seconds).max(1.0) {
        operation();
        warm += 1.0;
    }
    let per = (warm / start.elapsed().as_secs_f64() * seconds).round().max(1.0);
    let (mut rates, mut cpu) = (Vec::new(), Vec::new());
    while f64::from(u32::try_from(rates.len()).unwrap_or(u32::MAX)) < samples {
        let (before, start) = (cpu_seconds(), Instant::now());
        let mut done = 0.0;
        while done < per {
            operation();
            done += 1.0;
        }
        let wall = start.elapsed().as_secs_f64();
        rates.push(per / wall);
        let used = cpu_seconds().zip(before).map_or(wall, |(after, before)| after - before);
        cpu.push(per / if used > 0.0 { used } else { wall });
    }
    rates.sort_by(f64::total_cmp);
    cpu.sort_by(f64::total_cmp);
    let middle = rates.len() / 2;
    line(&[
        ("metric", metric.into()),
        ("unit", "ops/s".into()),
        ("median", rates[middle].into()),
        ("cpu_median", cpu[middle].into()),
        ("min", rates[0].into()),
        ("max", rates[rates.len() - 1].into()),
        ("samples", samples.into()),
        ("per", per.into()),
    ]);
}

fn line(members: &[(&str, Value)]) {
    let mut all = object([("peer", "badge".into())]);
    for (name, value) in members {
        all.set(*name, value.clone());
    }
    let _ = writeln!(std::io::stdout(), "{}", Value::Object(all).to_compact());
}

/// The time this thread has spent on a processor, as Linux counts it; elsewhere the clock on the wall has to do.
fn cpu_seconds() -> Option<f64> {
    let line = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: f64 = line.split(' ').next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}
