//! The terms of Decentralized Identifiers 1.

use super::table::{Local, Published, Terms, def, is};

/// Decentralized Identifiers 1.
pub(super) static TABLE: Published = Published {
    urls: &["https://www.w3.org/ns/did/v1"],
    sha256: "adefa50311393eb1bd788a38ac9fe2696c65367928f6996812cd54577394f4da",
    context: Local::Terms(&TERMS),
};

static TERMS: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("alsoKnownAs", "https://www.w3.org/ns/activitystreams#alsoKnownAs").id(),
        def("assertionMethod", "https://w3id.org/security#assertionMethod").id().set(),
        def("authentication", "https://w3id.org/security#authenticationMethod").id().set(),
        def("capabilityDelegation", "https://w3id.org/security#capabilityDelegationMethod").id().set(),
        def("capabilityInvocation", "https://w3id.org/security#capabilityInvocationMethod").id().set(),
        def("controller", "https://w3id.org/security#controller").id(),
        def("keyAgreement", "https://w3id.org/security#keyAgreementMethod").id().set(),
        def("service", "https://www.w3.org/ns/did#service").id().within(&SERVICE),
        def("verificationMethod", "https://w3id.org/security#verificationMethod").id(),
    ],
};

static SERVICE: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("serviceEndpoint", "https://www.w3.org/ns/did#serviceEndpoint").id(),
    ],
};
