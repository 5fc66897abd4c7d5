//! The terms of Data Integrity 2.

use super::table::{Local, Published, Terms, def, is};

/// Data Integrity 2.
pub(super) static TABLE: Published = Published {
    urls: &["https://w3id.org/security/data-integrity/v2"],
    sha256: "0f77743daf5b4e8fc067fc5ba5b21044283053aa717fc6b0219843bed3b00363",
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
        def("previousProof", "https://w3id.org/security#previousProof").id(),
        def("proofPurpose", "https://w3id.org/security#proofPurpose")
            .vocab()
            .within(&DATA_INTEGRITY_PROOF_PROOF_PURPOSE),
        def("cryptosuite", "https://w3id.org/security#cryptosuite")
            .typed("https://w3id.org/security#cryptosuiteString"),
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
