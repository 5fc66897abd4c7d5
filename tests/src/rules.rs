//! What tests of single rules share: a case of the corpus with one thing changed, and a report in short lines.

use std::fs;

use badge_core::container::{Presented, Raw};
use badge_core::crypto::jose::{encode, signing_input};
use badge_core::crypto::{JwsAlgorithm, SecretKey, Signer as _};
use badge_core::json::{self, Object, Value};
use badge_core::ld::Contexts;
use badge_core::limits::Limits;
use badge_core::proof::eddsa_rdfc_2022;
use badge_core::proof::integrity::Options;
use badge_core::resource::Answer;
use badge_core::time::Timestamp;
use badge_core::verify::{Because, Outcome, Report, Verification, verify};

use crate::corpus::{Case, folder, told, url};
use crate::requirements::repository;

/// A case of the corpus, by its name.
#[must_use]
pub fn case(name: &str) -> Case {
    Case::read(&folder().join(name))
}

/// JSON that a test wrote.
#[must_use]
pub fn parse(text: &str) -> Value {
    json::parse(text.as_bytes(), &Limits::default()).unwrap_or_else(|e| panic!("{e}: {text}"))
}

/// The value at a pointer.
///
/// # Panics
/// Where there is none.
pub fn at<'v>(value: &'v mut Value, pointer: &str) -> &'v mut Value {
    pointer.split('/').skip(1).fold(value, |v, step| match v {
        Value::Array(list) => &mut list[step.parse::<usize>().expect("an index")],
        Value::Object(o) => o.get_mut(step).unwrap_or_else(|| panic!("no {step} in {pointer}")),
        _ => panic!("{pointer}"),
    })
}

/// Puts JSON at a pointer; `-` takes the member out.
///
/// # Panics
/// Where the place around it is no object.
pub fn change(value: &mut Value, pointer: &str, to: &str) {
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    let object = at(value, parent).as_object_mut().expect("an object");
    if to == "-" {
        object.remove(name).unwrap_or_else(|| panic!("no {pointer} to take out"));
    } else {
        object.set(&*name.replace("~1", "/"), parse(to));
    }
}

impl Case {
    /// What is served at an address, as JSON.
    #[must_use]
    pub fn served(&self, address: &str) -> Value {
        let Some(Answer::Found(body)) = self.known.get(&url(address)) else { panic!("{address} is not served") };
        json::parse(&body.bytes, &Limits::default()).expect("JSON")
    }

    /// Serves something else, or something more.
    pub fn serve(&mut self, address: &str, value: &Value) {
        self.known.insert(&url(address), Answer::found(value.to_compact()));
    }

    /// Changes what is served at an address.
    pub fn alter(&mut self, address: &str, pointer: &str, to: &str) {
        let mut value = self.served(address);
        change(&mut value, pointer, to);
        self.serve(address, &value);
    }

    /// The badge as JSON.
    #[must_use]
    pub fn document(&self) -> Value {
        let Raw::Json(bytes) = &self.badge.raw else { panic!("{} is no JSON", self.name) };
        json::parse(bytes, &Limits::default()).expect("JSON")
    }

    /// Judges it.
    #[must_use]
    pub fn judge(&self) -> Verification {
        verify(&self.badge, &self.known, &self.policy)
    }

    /// What is to be said about it, in short lines.
    #[must_use]
    pub fn remarks(&self) -> Vec<String> {
        remarks(&self.judge().report)
    }
}

/// One line for each check that does not simply hold: `code reason place`, a remark in parentheses, an open question in
/// brackets.
#[must_use]
pub fn remarks(report: &Report) -> Vec<String> {
    let line = |check: &badge_core::verify::Check| {
        let (_, reason) = told(&check.outcome);
        let (code, reason, at) = (check.code, reason.unwrap_or_default(), &check.at);
        let place = if at.as_str().is_empty() { String::new() } else { format!(" {at}") };
        match &check.outcome {
            Outcome::Pass => None,
            Outcome::Skipped(Because::NotApplicable | Because::NotAsked | Because::DependsOn(_)) => None,
            Outcome::Fail(_) => Some(format!("{code} {reason}{place}")),
            Outcome::Warn(_) => Some(format!("({code} {reason}{place})")),
            Outcome::Skipped(_) => Some(format!("[{code} {reason}{place}]")),
        }
    };
    report.checks.iter().filter_map(line).collect()
}

/// A test key of `fixtures/keys`, by its kind.
#[must_use]
pub fn test_key(kind: &str) -> SecretKey {
    let file = repository().join(format!("fixtures/keys/TEST-KEY.{kind}.pem"));
    let pem = fs::read_to_string(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    SecretKey::from_pkcs8_pem(&pem, None).expect("a test key")
}

/// The DID that is nothing but the key.
#[must_use]
pub fn did_key(key: &SecretKey) -> String {
    format!("did:key:{}", key.public_key().to_multikey().expect("a Multikey"))
}

/// A document with an embedded proof by a key that is the issuer's name.
#[must_use]
pub fn signed(document: &Object, key: &SecretKey) -> Presented {
    let did = did_key(key);
    let options = Options {
        verification_method: format!("{did}#{}", did.trim_start_matches("did:key:")),
        created: Timestamp::parse("2026-03-02T09:05:00Z").expect("a date"),
        expires: None,
    };
    let prepared = eddsa_rdfc_2022::prepare(document, &options, &Contexts::builtin(), &Limits::default())
        .unwrap_or_else(|e| panic!("{e:?}"));
    let signature = key.sign(prepared.algorithm(), prepared.bytes()).expect("a signature");
    let value = Value::from(prepared.complete(&signature));
    Presented { raw: Raw::Json(value.to_compact().into_bytes()), via: Vec::new(), also: Vec::new() }
}

/// A compact JWS over any payload, with any header members beside `alg`.
#[must_use]
pub fn token(payload: &Value, key: &SecretKey, algorithm: JwsAlgorithm, header: &[(&str, Value)]) -> Presented {
    let mut members = json::object([("alg", algorithm.as_str().into())]);
    for (name, value) in header {
        members.set(*name, value.clone());
    }
    let input = signing_input(&members, payload.to_compact().as_bytes());
    let jws = encode(&input, &key.sign(algorithm, input.as_bytes()).expect("a signature"));
    Presented { raw: Raw::Jws(jws), via: Vec::new(), also: Vec::new() }
}
