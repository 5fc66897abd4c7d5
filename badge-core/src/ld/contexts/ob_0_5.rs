//! The terms of Open Badges 0.5.

use super::table::{Local, Published, Terms, def, is};

/// Open Badges 0.5.
pub(super) static TABLE: Published = Published {
    urls: &["https://openbadgespec.org/v0/context.json"],
    sha256: "e29df6c24e6a8b82ac66824aecace9447c3912bb73fbfc062c5abe95f8125479",
    context: Local::Terms(&TERMS),
};

static TERMS: Terms = Terms {
    protected: false,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        is("obi", "https://w3id.org/openbadges#"),
        is("extensions", "https://w3id.org/openbadges/extensions#"),
        is("Assertion", "obi:Assertion"),
        is("BadgeClass", "obi:BadgeClass"),
        is("Issuer", "obi:Issuer"),
        is("Extension", "obi:Extension"),
        is("hosted", "obi:HostedBadge"),
        is("signed", "obi:SignedBadge"),
        is("validation", "obi:validation"),
        is("TypeValidation", "obi:TypeValidation"),
        is("FrameValidation", "obi:FrameValidation"),
        is("xsd", "http://www.w3.org/2001/XMLSchema#"),
        is("schema", "http://schema.org/"),
        def("name", "schema:name"),
        def("description", "schema:description"),
        def("url", "schema:url").id(),
        def("image", "schema:image").id(),
        def("uid", "obi:uid"),
        def("recipient", "obi:recipient").id(),
        def("hashed", "obi:hashed").typed("xsd:boolean"),
        def("salt", "obi:salt"),
        def("identity", "obi:identityHash"),
        def("issuedOn", "obi:issueDate").typed("xsd:dateTime"),
        is("issued_on", "issuedOn"),
        def("expires", "sec:expiration").typed("xsd:dateTime"),
        def("evidence", "obi:evidence").id(),
        def("verify", "obi:verify").id(),
        def("badge", "obi:badge").id(),
        def("criteria", "obi:criteria").id(),
        def("tags", "schema:keywords"),
        def("alignment", "obi:alignment").id(),
        def("issuer", "obi:issuer").id(),
        is("email", "schema:email"),
        def("revocationList", "obi:revocationList").id(),
        is("validatesType", "obi:validatesType"),
        is("validationSchema", "obi:validationSchema"),
        is("validationFrame", "obi:validationFrame"),
    ],
};
