//! The terms of Multikey.

use super::table::{Local, Published, Terms, def, is};

/// Multikey.
pub(super) static TABLE: Published = Published {
    urls: &["https://w3id.org/security/multikey/v1"],
    sha256: "00e1592fd321ed9b843aee80f4f25e23a3fa53e514e73dc9d109fc4e0aaadf1c",
    context: Local::Terms(&TERMS),
};

static TERMS: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("Multikey", "https://w3id.org/security#Multikey").within(&MULTIKEY),
    ],
};

static MULTIKEY: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("controller", "https://w3id.org/security#controller").id(),
        def("revoked", "https://w3id.org/security#revoked").typed("http://www.w3.org/2001/XMLSchema#dateTime"),
        def("publicKeyMultibase", "https://w3id.org/security#publicKeyMultibase")
            .typed("https://w3id.org/security#multibase"),
        def("secretKeyMultibase", "https://w3id.org/security#secretKeyMultibase")
            .typed("https://w3id.org/security#multibase"),
    ],
};
