//! Published vectors, stage by stage: the canonical texts byte for byte, and their hashes.

mod ld_support;

use std::path::Path;

use badge_core::ld::{Contexts, Hash};
use ld_support::{canonical, contexts, hex, read, skipped, suites, text};

/// A document without its proof, against the published canonical text and hash.
fn check(document: &badge_core::json::Value, known: &Contexts, hash: Hash, expected: &str, digest: &str, name: &str) {
    let found = canonical(document, known, hash).unwrap_or_else(|e| panic!("{name}: {e:?}"));
    assert_eq!(found.text.trim_end(), expected.trim_end(), "{name}");
    assert_eq!(hex(hash, &found.text), digest.trim(), "{name}");
}

/// One folder of W3C vectors: `{doc,proof}` times `{canonical text, hash}`.
fn w3c(folder: &Path, suffix: &str, hash: Hash, known: &Contexts) {
    let name = folder.display().to_string();
    let mut document = read(folder.join(format!("signed{suffix}.json")));
    document.as_object_mut().unwrap().remove("proof").unwrap();
    let part = |kind: &str| text(folder.join(format!("{kind}{suffix}.txt")));
    check(&document, known, hash, &part("canonDoc"), &part("docHash"), &name);
    let options = read(folder.join(format!("proofConfig{suffix}.json")));
    check(&options, known, hash, &part("proofCanon"), &part("proofHash"), &name);
}

// OB3-PRF-22: eddsa-rdfc-2022 and ecdsa-rdfc-2019
#[test]
fn w3c_vectors_are_reproduced() {
    let Some(suites) = suites("w3c_vectors_are_reproduced") else { return };
    let known = contexts(&suites);
    let vectors = suites.join("vectors");
    let mut folders = vec![
        (vectors.join("vc-di-eddsa/eddsa-rdfc-2022"), "DataInt", Hash::Sha256),
        (vectors.join("vc-di-ecdsa/ecdsa-rdfc-2019-p256"), "ECDSAP256", Hash::Sha256),
        (vectors.join("vc-di-ecdsa/ecdsa-rdfc-2019-p384"), "ECDSAP384", Hash::Sha384),
    ];
    if known.knows("https://w3id.org/citizenship/v4rc1") {
        let employment: Vec<_> = folders.iter().map(|(f, s, h)| (f.join("employ"), *s, *h)).collect();
        folders.extend(employment);
    } else {
        skipped("employment vectors", "run tests/oracle/install.sh for their context");
    }
    for (folder, suffix, hash) in folders {
        w3c(&folder, suffix, hash, &known);
    }
}

// OB3-PRF-22: the vectors of the 1EdTech implementation guide
#[test]
fn guide_vectors_are_reproduced() {
    let Some(suites) = suites("guide_vectors_are_reproduced") else { return };
    for guide in ["obv3p0", "clrv2p0"] {
        let folder = suites.join("vectors/1edtech-impl-guide").join(guide);
        let vector = read(folder.join("vector.json"));
        let mut document = vector.get("signedCredential").unwrap().clone();
        let members = document.as_object_mut().unwrap();
        let mut options = members.remove("proof").unwrap().many()[0].clone();
        options.as_object_mut().unwrap().remove("proofValue").unwrap();
        options.as_object_mut().unwrap().set("@context", members.get("@context").unwrap().clone());
        let digest = |name: &str| vector.get(name).unwrap().as_str().unwrap().to_owned();
        for known in [Contexts::builtin(), Contexts::builtin().with_older_ob_3_0_3()] {
            let expected = text(folder.join("document-canon.txt"));
            check(&document, &known, Hash::Sha256, &expected, &digest("documentHashHex"), guide);
            let expected = text(folder.join("proof-canon.txt"));
            check(&options, &known, Hash::Sha256, &expected, &digest("proofHashHex"), guide);
        }
    }
}
