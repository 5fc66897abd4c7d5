//! The terms of Open Badges 3.0, the types of schema, status and refresh.

use super::table::{Local, Published, Terms, is};

/// Open Badges 3.0, the types of schema, status and refresh.
pub(super) static TABLE: Published = Published {
    urls: &["https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"],
    sha256: "146f85aa16effd7ca1da8056eb443f53ce1eca8a34186cb062832c0a97d889c3",
    context: Local::Terms(&TERMS),
};

static TERMS: Terms = Terms {
    protected: false,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        is(
            "1EdTechJsonSchemaValidator2019",
            "https://purl.imsglobal.org/spec/vccs/v1p0/context.json#1EdTechJsonSchemaValidator2019",
        ),
        is("1EdTechRevocationList", "https://purl.imsglobal.org/spec/vcrl/v1p0/context.json#1EdTechRevocationList"),
        is(
            "1EdTechCredentialRefresh",
            "https://purl.imsglobal.org/spec/vccr/v1p0/context.json#1EdTechCredentialRefresh",
        ),
    ],
};
