//! The terms of Comprehensive Learner Record 2.0.1.

use super::table::{Local, Published, Terms, def, is};

/// Comprehensive Learner Record 2.0.1.
pub(super) static TABLE: Published = Published {
    urls: &["https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"],
    sha256: "880f1902d4158f2f33ce06af41b90719977cd1ea337a9de2e41edb3ff5e543d6",
    context: Local::Terms(&TERMS),
};

static TERMS: Terms = Terms {
    protected: false,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("ClrCredential", "https://purl.imsglobal.org/spec/vc/clr/vocab.html#ClrCredential").within(&CLR_CREDENTIAL),
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
        is("obi", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"),
        def("achievement", "https://purl.imsglobal.org/spec/vc/clr/vocab.html#achievement")
            .typed("obi:Achievement")
            .set(),
        def("association", "https://purl.imsglobal.org/spec/vc/clr/vocab.html#association")
            .typed("https://purl.imsglobal.org/spec/vc/clr/vocab.html#Association")
            .set(),
        def("verifiableCredential", "https://purl.imsglobal.org/spec/vc/clr/vocab.html#verifiableCredential")
            .typed("cred:verifiableCredential")
            .set(),
        def("identifier", "https://purl.imsglobal.org/spec/vc/clr/vocab.html#identifier-1")
            .typed("obi:Identifier")
            .set(),
    ],
};

static CLR_CREDENTIAL: Terms = Terms {
    protected: false,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("partial", "https://purl.imsglobal.org/spec/vc/clr/vocab.html#partial").typed("xsd:boolean"),
    ],
};
