//! The terms of Bitstring Status List.

use super::table::{Local, Published, Terms, def, is};

/// Bitstring Status List.
pub(super) static TABLE: Published = Published {
    urls: &["https://www.w3.org/ns/credentials/status/v1"],
    sha256: "fda5add353231e6a6884a46b12e6c75464281900cb348284d9c360f62381d9f7",
    context: Local::Terms(&TERMS),
};

static TERMS: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        is("BitstringStatusListCredential", "https://www.w3.org/ns/credentials/status#BitstringStatusListCredential"),
        def("BitstringStatusList", "https://www.w3.org/ns/credentials/status#BitstringStatusList")
            .within(&BITSTRING_STATUS_LIST),
        def("BitstringStatusListEntry", "https://www.w3.org/ns/credentials/status#BitstringStatusListEntry")
            .within(&BITSTRING_STATUS_LIST_ENTRY),
    ],
};

static BITSTRING_STATUS_LIST_ENTRY: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("statusListCredential", "https://www.w3.org/ns/credentials/status#statusListCredential").id(),
        is("statusListIndex", "https://www.w3.org/ns/credentials/status#statusListIndex"),
        is("statusPurpose", "https://www.w3.org/ns/credentials/status#statusPurpose"),
        def("statusMessage", "https://www.w3.org/ns/credentials/status#statusMessage")
            .within(&BITSTRING_STATUS_LIST_ENTRY_STATUS_MESSAGE),
        def("statusReference", "https://www.w3.org/ns/credentials/status#statusReference").id(),
        def("statusSize", "https://www.w3.org/ns/credentials/status#statusSize")
            .typed("https://www.w3.org/2001/XMLSchema#integer"),
    ],
};

static BITSTRING_STATUS_LIST_ENTRY_STATUS_MESSAGE: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        is("message", "https://www.w3.org/ns/credentials/status#message"),
        is("status", "https://www.w3.org/ns/credentials/status#status"),
    ],
};

static BITSTRING_STATUS_LIST: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("encodedList", "https://www.w3.org/ns/credentials/status#encodedList")
            .typed("https://w3id.org/security#multibase"),
        is("statusPurpose", "https://www.w3.org/ns/credentials/status#statusPurpose"),
        is("ttl", "https://www.w3.org/ns/credentials/status#ttl"),
    ],
};
