//! The terms of Ed25519Signature2020.

use super::table::{Local, Published, Terms, def, is};

/// Ed25519Signature2020.
pub(super) static TABLE: Published = Published {
    urls: &["https://w3id.org/security/suites/ed25519-2020/v1"],
    sha256: "67646fbc0d6582ad7fbf08ccf0d3a4bedbb4177fd2d63385de52dc1b092ed6c5",
    context: Local::Terms(&TERMS),
};

static TERMS: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("proof", "https://w3id.org/security#proof").id().graph(),
        def("Ed25519VerificationKey2020", "https://w3id.org/security#Ed25519VerificationKey2020")
            .within(&ED25519_VERIFICATION_KEY2020),
        def("Ed25519Signature2020", "https://w3id.org/security#Ed25519Signature2020").within(&ED25519_SIGNATURE2020),
    ],
};

static ED25519_SIGNATURE2020: Terms = Terms {
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
            .within(&ED25519_SIGNATURE2020_PROOF_PURPOSE),
        def("proofValue", "https://w3id.org/security#proofValue").typed("https://w3id.org/security#multibase"),
        def("verificationMethod", "https://w3id.org/security#verificationMethod").id(),
    ],
};

static ED25519_SIGNATURE2020_PROOF_PURPOSE: Terms = Terms {
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

static ED25519_VERIFICATION_KEY2020: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("controller", "https://w3id.org/security#controller").id(),
        def("revoked", "https://w3id.org/security#revoked").typed("http://www.w3.org/2001/XMLSchema#dateTime"),
        def("publicKeyMultibase", "https://w3id.org/security#publicKeyMultibase")
            .typed("https://w3id.org/security#multibase"),
    ],
};
