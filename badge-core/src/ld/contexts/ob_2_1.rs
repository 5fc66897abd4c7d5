//! The terms of Open Badges 2.1 (Badge Connect).

use super::table::{Local, Published, Terms, def, is};

/// Open Badges 2.1 (Badge Connect).
pub(super) static TABLE: Published = Published {
    urls: &["https://purl.imsglobal.org/spec/ob/v2p1/ob_v2p1.jsonld"],
    sha256: "4fcbe253b159dc04c7f79b12a46d529b5e9f0283d75a9686c6a121fe94a795df",
    context: Local::Terms(&TERMS),
};

static TERMS: Terms = Terms {
    protected: false,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        is("obi", "https://purl.imsglobal.org/spec/ob/vocab#"),
        is("xsd", "http://www.w3.org/2001/XMLSchema#"),
        is("dtAssertion", "obi:dtAssertion"),
        is("dtBadgeConnectAPI", "obi:dtBadgeConnectAPI"),
        is("dtProfile", "obi:dtProfile"),
        is("dtStatus", "obi:dtStatus"),
        is("dtStatusResponse", "obi:dtStatusResponse"),
        def("dtCompactJWS", "obi:dtCompactJWS").typed("xsd:string"),
        def("dtIRI", "obi:dtIRI").typed("xsd:normalizedString"),
        def("dtURL", "obi:dtURL").typed("xsd:anyURI"),
        is("apiBase", "obi:dtURL"),
        is("assertion", "obi:dtAssertion"),
        def("assertions", "obi:dtAssertion").set(),
        is("authorizationUrl", "obi:dtURL"),
        def("badgeConnectAPI", "obi:dtBadgeConnectAPI").set(),
        def("error", "obi:error").typed("xsd:string"),
        def("image", "obi:image").typed("xsd:anyURI"),
        def("name", "obi:name").typed("xsd:string"),
        is("privacyPolicyUrl", "obi:dtURL"),
        is("profile", "obi:dtProfile"),
        is("registrationUrl", "obi:dtURL"),
        def("scopesOffered", "obi:scopesOffered").typed("xsd:anyURI").set(),
        is("signedAssertion", "obi:dtCompactJWS"),
        def("signedAssertions", "obi:dtCompactJWS").set(),
        is("status", "obi:dtStatus"),
        def("statusCode", "obi:statusCode").typed("xsd:integer"),
        is("statusText", "obi:StatusTextEnumDType"),
        is("termsOfServiceUrl", "obi:dtURL"),
        is("tokenRevocationUrl", "obi:dtURL"),
        is("tokenUrl", "obi:dtURL"),
        def("version", "obi:version").typed("xsd:string"),
    ],
};
