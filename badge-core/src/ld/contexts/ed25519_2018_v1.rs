//! The terms of Ed25519Signature2018.

use super::table::{Local, Published, Terms, def, is};

/// Ed25519Signature2018.
pub(super) static TABLE: Published = Published {
    urls: &["https://w3id.org/security/suites/ed25519-2018/v1"],
    sha256: "166c6abb9e08176cee5f6c87c9c1bbfefa5717da391bcac525e5437f93eab809",
    context: Local::Terms(&TERMS),
};

static TERMS: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("proof", "https://w3id.org/security#proof").id().graph(),
        def("Ed25519VerificationKey2018", "https://w3id.org/security#Ed25519VerificationKey2018")
            .within(&ED25519_VERIFICATION_KEY2018),
        def("Ed25519Signature2018", "https://w3id.org/security#Ed25519Signature2018").within(&ED25519_SIGNATURE2018),
    ],
};

static ED25519_SIGNATURE2018: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        is("challenge", "https://w3id.org/security#challenge"),
        def("created", "http://purl.org/dc/terms/created").typed("http://www.w3.org/2001/XMLSchema#dateTime"),
        is("domain", "https://w3id.org/security#domain"),
        def("expires", "https://w3id.org/security#expiration").typed("http://www.w3.org/2001/XMLSchema#dateTime"),
        is("nonce", "https://w3id.org/security#nonce"),
        def("proofPurpose", "https://w3id.org/security#proofPurpose")
            .vocab()
            .within(&ED25519_SIGNATURE2018_PROOF_PURPOSE),
        def("jws", "https://w3id.org/security#jws"),
        def("verificationMethod", "https://w3id.org/security#verificationMethod").id(),
    ],
};

static ED25519_SIGNATURE2018_PROOF_PURPOSE: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("assertionMethod", "https://w3id.org/security#assertionMethod").id().set(),
        def("authentication", "https://w3id.org/security#authenticationMethod").id().set(),
        def("capabilityInvocation", "https://w3id.org/security#capabilityInvocationMethod").id().set(),
        def("capabilityDelegation", "https://w3id.org/security#capabilityDelegationMethod").id().set(),
        def("keyAgreement", "https://w3id.org/security#keyAgreementMethod").id().set(),
    ],
};

static ED25519_VERIFICATION_KEY2018: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("controller", "https://w3id.org/security#controller").id(),
        def("revoked", "https://w3id.org/security#revoked").typed("http://www.w3.org/2001/XMLSchema#dateTime"),
        def("publicKeyBase58", "https://w3id.org/security#publicKeyBase58"),
    ],
};
