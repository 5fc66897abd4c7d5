//! The terms of Data Integrity 1.

use super::table::{Local, Published, Terms, def, is};

/// Data Integrity 1.
pub(super) static TABLE: Published = Published {
    urls: &["https://w3id.org/security/data-integrity/v1"],
    sha256: "c6e5073f4bd4bf6d08f245736e6f32c29b012860b18583644b2d71e1de862669",
    context: Local::Terms(&TERMS),
};

static TERMS: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("proof", "https://w3id.org/security#proof").id().graph(),
        def("DataIntegrityProof", "https://w3id.org/security#DataIntegrityProof").within(&DATA_INTEGRITY_PROOF),
    ],
};

static DATA_INTEGRITY_PROOF: Terms = Terms {
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
            .within(&DATA_INTEGRITY_PROOF_PROOF_PURPOSE),
        is("cryptosuite", "https://w3id.org/security#cryptosuite"),
        def("proofValue", "https://w3id.org/security#proofValue").typed("https://w3id.org/security#multibase"),
        def("verificationMethod", "https://w3id.org/security#verificationMethod").id(),
    ],
};

static DATA_INTEGRITY_PROOF_PROOF_PURPOSE: Terms = Terms {
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
