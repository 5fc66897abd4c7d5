//! The terms of Comprehensive Learner Record 2.0, the unversioned text.

use super::table::{Local, Published, Terms, def, is};

/// Comprehensive Learner Record 2.0, the unversioned text.
pub(super) static TABLE: Published = Published {
    urls: &["https://purl.imsglobal.org/spec/clr/v2p0/context.json"],
    sha256: "e198d7b517d74c5036434ce495086f67b10244709e9a3df9dcb7f8b1579b6167",
    context: Local::Terms(&TERMS),
};

static TERMS: Terms = Terms {
    protected: false,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("ClrCredential", "https://purl.imsglobal.org/spec/vc/clr/vocab.html#ClrCredential")
            .within(&OPEN_ID_AND_TYPE),
        def("ClrSubject", "https://purl.imsglobal.org/spec/vc/clr/vocab.html#ClrSubject").within(&CLR_SUBJECT),
        def("Association", "https://purl.imsglobal.org/spec/vc/clr/vocab.html#Association").within(&ASSOCIATION),
    ],
};

static ASSOCIATION: Terms = Terms {
    protected: false,
    terms: &[
        def("associationType", "https://purl.imsglobal.org/spec/vc/clr/vocab.html#AssociationType"),
        def("sourceId", "https://purl.imsglobal.org/spec/vc/clr/vocab.html#sourceId").typed("xsd:anyURI"),
        def("targetId", "https://purl.imsglobal.org/spec/vc/clr/vocab.html#targetId").typed("xsd:anyURI"),
    ],
};

static CLR_SUBJECT: Terms = Terms {
    protected: false,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        is("cred", "https://www.w3.org/2018/credentials#"),
        is("obi", "https://purl.imsglobal.org/spec/ob/v3p0/vocab.html#"),
        def("achievement", "https://purl.imsglobal.org/spec/vc/clr/vocab.html#achievement")
            .typed("obi:Achievement")
            .set(),
        def("association", "https://purl.imsglobal.org/spec/vc/clr/vocab.html#association")
            .typed("https://purl.imsglobal.org/spec/vc/clr/vocab.html#Association")
            .set(),
        def("verifiableCredential", "https://purl.imsglobal.org/spec/vc/clr/vocab.html#verifiableCredential")
            .typed("cred:verifiableCredential")
            .set(),
    ],
};

static OPEN_ID_AND_TYPE: Terms = Terms { protected: false, terms: &[is("id", "@id"), is("type", "@type")] };
