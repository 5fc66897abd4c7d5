//! The terms of Open Badges 1.1.

use super::table::{Local, Published, Terms, def, is};

/// Open Badges 1.1.
pub(super) static TABLE: Published = Published {
    urls: &["https://w3id.org/openbadges/v1", "https://openbadgespec.org/v1/context.json"],
    sha256: "406ec07d0e758a41e84bac6361d29e391188492eb25f7efc51bfa19d8b2db810",
    context: Local::Many(&[Local::Url("https://w3id.org/openbadges/legacy-v1"), Local::Terms(&TERMS)]),
};

static TERMS: Terms = Terms {
    protected: false,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        is("obi", "https://w3id.org/openbadges#"),
        is("extensions", "https://w3id.org/openbadges/extensions#"),
        is("validation", "obi:validation"),
        is("xsd", "http://www.w3.org/2001/XMLSchema#"),
        is("schema", "http://schema.org/"),
        is("sec", "https://w3id.org/security#"),
        is("Assertion", "obi:Assertion"),
        is("BadgeClass", "obi:BadgeClass"),
        is("Issuer", "obi:Issuer"),
        is("IssuerOrg", "obi:Issuer"),
        is("Extension", "obi:Extension"),
        is("hosted", "obi:HostedBadge"),
        is("signed", "obi:SignedBadge"),
        is("TypeValidation", "obi:TypeValidation"),
        is("FrameValidation", "obi:FrameValidation"),
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
