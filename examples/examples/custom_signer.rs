//! Signs with a key that this program never holds: in a KMS, an HSM, a browser, on another machine.
//!
//! `cargo run -p badge-examples --example custom_signer`

use std::error::Error;

use badge_core::crypto::{JwsAlgorithm, KeyKind, PublicKey, SecretKey, Signer as _};
use badge_core::issue::{Format, Prepared, To};
use badge_core::json::Value;
use badge_core::resource::Resources;
use badge_examples::{SystemEntropy, award, did_key, now};

/// What a vault lets us have: the public key, and signatures.
struct Vault {
    public_jwk: Value,
    sign: Sign,
}
type Sign = Box<dyn Fn(&[u8]) -> Vec<u8>>;

/// Stands for a service at the other end of a wire.
fn connect() -> Result<Vault, Box<dyn Error>> {
    let key = SecretKey::generate(KeyKind::P256, &mut SystemEntropy)?;
    let public_jwk = key.public_key().to_jwk().into();
    Ok(Vault { public_jwk, sign: Box::new(move |bytes| key.sign(JwsAlgorithm::Es256, bytes).unwrap_or_default()) })
}

fn main() -> Result<(), Box<dyn Error>> {
    let vault = connect()?;
    let public = PublicKey::from_jwk(&vault.public_jwk)?;
    let (issuer, method) = did_key(&public).ok_or("this kind of key has no did:key")?;

    // Draft → unsigned: everything that is missing would be named here.
    let format = Format::Ob3Jwt;
    let draft = award(To::parse("camille@example.org"), now());
    let unsigned = draft.unsigned(format, &issuer, &[format]).map_err(|lacks| format!("{lacks:?}"))?;

    // Unsigned → bytes to sign. They may travel, and wait: nothing else is needed to finish later.
    let Prepared::ToSign(input) = unsigned.prepare(&public, &method, now())? else {
        return Err("a hosted badge has no signature".into());
    };
    println!("{} bytes to sign with {}", input.bytes().len(), input.algorithm());
    let signature = (vault.sign)(input.bytes()); // ECDSA: r and s, 64 bytes, never DER

    // Signature → badge. A vault may sign with another key than we think: nothing leaves unverified.
    let signed = input.complete(&signature);
    let report = signed.check(&Resources::new()).map_err(|report| format!("{:?}", report.checks))?;
    println!("verdict: {}", report.verdict.as_str());
    println!("{}", String::from_utf8(signed.bytes)?);
    Ok(())
}
