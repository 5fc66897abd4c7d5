//! The terms of JsonWebSignature2020.

use super::table::{Local, Published, Terms, def, is};

/// JsonWebSignature2020.
pub(super) static TABLE: Published = Published {
    urls: &["https://w3id.org/security/suites/jws-2020/v1"],
    sha256: "d648e05ddc6577827ca2bfd5e931f53e9ebc6e52a57a8da81df4ec8c46ffcd1e",
    context: Local::Terms(&TERMS),
};

static TERMS: Terms = Terms {
    protected: false,
    terms: &[
        def("privateKeyJwk", "https://w3id.org/security#privateKeyJwk").json(),
        def("JsonWebKey2020", "https://w3id.org/security#JsonWebKey2020").within(&JSON_WEB_KEY2020),
        def("JsonWebSignature2020", "https://w3id.org/security#JsonWebSignature2020").within(&JSON_WEB_SIGNATURE2020),
    ],
};

static JSON_WEB_SIGNATURE2020: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        is("challenge", "https://w3id.org/security#challenge"),
        def("created", "http://purl.org/dc/terms/created").typed("http://www.w3.org/2001/XMLSchema#dateTime"),
        is("domain", "https://w3id.org/security#domain"),
        def("expires", "https://w3id.org/security#expiration").typed("http://www.w3.org/2001/XMLSchema#dateTime"),
        is("jws", "https://w3id.org/security#jws"),
        is("nonce", "https://w3id.org/security#nonce"),
        def("proofPurpose", "https://w3id.org/security#proofPurpose")
            .vocab()
            .within(&JSON_WEB_SIGNATURE2020_PROOF_PURPOSE),
        def("verificationMethod", "https://w3id.org/security#verificationMethod").id(),
    ],
};

static JSON_WEB_SIGNATURE2020_PROOF_PURPOSE: Terms = Terms {
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

static JSON_WEB_KEY2020: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("publicKeyJwk", "https://w3id.org/security#publicKeyJwk").json(),
    ],
};
