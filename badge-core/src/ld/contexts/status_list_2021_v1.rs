//! The terms of Status List 2021.

use super::table::{Local, Published, Terms, def, is};

/// Status List 2021.
pub(super) static TABLE: Published = Published {
    urls: &["https://w3id.org/vc/status-list/2021/v1"],
    sha256: "6dd06a52bedb771e059c1083ba8ba7848dce22f6b4a8cfa0b98ba3fc188870e4",
    context: Local::Terms(&TERMS),
};

static TERMS: Terms = Terms {
    protected: true,
    terms: &[
        def("StatusList2021Credential", "https://w3id.org/vc/status-list#StatusList2021Credential")
            .within(&STATUS_LIST2021_CREDENTIAL),
        def("StatusList2021", "https://w3id.org/vc/status-list#StatusList2021").within(&STATUS_LIST2021),
        def("StatusList2021Entry", "https://w3id.org/vc/status-list#StatusList2021Entry")
            .within(&STATUS_LIST2021_ENTRY),
    ],
};

static STATUS_LIST2021_ENTRY: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        is("statusPurpose", "https://w3id.org/vc/status-list#statusPurpose"),
        is("statusListIndex", "https://w3id.org/vc/status-list#statusListIndex"),
        def("statusListCredential", "https://w3id.org/vc/status-list#statusListCredential").id(),
    ],
};

static STATUS_LIST2021: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        is("statusPurpose", "https://w3id.org/vc/status-list#statusPurpose"),
        is("encodedList", "https://w3id.org/vc/status-list#encodedList"),
    ],
};

static STATUS_LIST2021_CREDENTIAL: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        is("description", "http://schema.org/description"),
        is("name", "http://schema.org/name"),
    ],
};
