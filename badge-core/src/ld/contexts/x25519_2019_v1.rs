//! The terms of X25519KeyAgreementKey2019, which old DID documents name.

use super::table::{Local, Published, Terms, def, is};

/// X25519KeyAgreementKey2019, which old DID documents name.
pub(super) static TABLE: Published = Published {
    urls: &["https://w3id.org/security/suites/x25519-2019/v1"],
    sha256: "d032497b819ad21259daaa11a1e0ce1153592fb58877751944d6b48768c0bf33",
    context: Local::Terms(&TERMS),
};

static TERMS: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("X25519KeyAgreementKey2019", "https://w3id.org/security#X25519KeyAgreementKey2019")
            .within(&X25519_KEY_AGREEMENT_KEY2019),
    ],
};

static X25519_KEY_AGREEMENT_KEY2019: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("controller", "https://w3id.org/security#controller").id(),
        def("revoked", "https://w3id.org/security#revoked").typed("http://www.w3.org/2001/XMLSchema#dateTime"),
        def("publicKeyBase58", "https://w3id.org/security#publicKeyBase58"),
    ],
};
