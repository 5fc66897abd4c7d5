//! The terms of Open Badges 3.0.2.

use super::table::{Local, Published, Terms, def, is};

/// Open Badges 3.0.2.
pub(super) static TABLE: Published = Published {
    urls: &["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"],
    sha256: "00666ad080ba407687ed1846b7f5e7495f5019042b202a727de47c48a1755c53",
    context: Local::Terms(&TERMS),
};

static TERMS: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("OpenBadgeCredential", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential"),
        def("Achievement", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Achievement").within(&ACHIEVEMENT),
        def("AchievementCredential", "OpenBadgeCredential"),
        def("AchievementSubject", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#AchievementSubject")
            .within(&ACHIEVEMENT_SUBJECT),
        def("Address", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Address").within(&ADDRESS),
        def("Alignment", "https://schema.org/AlignmentObject").within(&ALIGNMENT),
        def("Criteria", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Criteria"),
        def("EndorsementCredential", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#EndorsementCredential"),
        def("EndorsementSubject", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#EndorsementSubject")
            .within(&ENDORSEMENT_SUBJECT),
        def("Evidence", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Evidence").within(&EVIDENCE),
        def("GeoCoordinates", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#GeoCoordinates")
            .within(&GEO_COORDINATES),
        def("IdentifierEntry", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#IdentifierEntry")
            .within(&IDENTIFIER_ENTRY),
        def("IdentityObject", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#IdentityObject")
            .within(&IDENTITY_OBJECT),
        def("Image", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Image").within(&IMAGE),
        def("Profile", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Profile").within(&PROFILE),
        def("Related", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Related").within(&RELATED),
        def("Result", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Result").within(&RESULT),
        def("ResultDescription", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#ResultDescription")
            .within(&RESULT_DESCRIPTION),
        def("RubricCriterionLevel", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#RubricCriterionLevel")
            .within(&RUBRIC_CRITERION_LEVEL),
        def("alignment", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#alignment").set(),
        def("description", "https://schema.org/description"),
        def("endorsement", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#endorsement").set(),
        def("image", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Image").id(),
        def("name", "https://schema.org/name"),
        def("narrative", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#narrative"),
        def("url", "https://schema.org/url").typed("https://www.w3.org/2001/XMLSchema#anyURI"),
    ],
};

static RUBRIC_CRITERION_LEVEL: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("level", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#level"),
        def("points", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#points"),
    ],
};

static RESULT_DESCRIPTION: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("allowedValue", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#allowedValue").list(),
        def("requiredLevel", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#requiredLevel")
            .typed("https://www.w3.org/2001/XMLSchema#anyURI"),
        def("requiredValue", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#requiredValue"),
        def("resultType", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#resultType"),
        def("rubricCriterionLevel", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#rubricCriterionLevel").set(),
        def("valueMax", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#valueMax"),
        def("valueMin", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#valueMin"),
    ],
};

static RESULT: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("achievedLevel", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#achievedLevel")
            .typed("https://www.w3.org/2001/XMLSchema#anyURI"),
        def("resultDescription", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#resultDescription")
            .typed("https://www.w3.org/2001/XMLSchema#anyURI"),
        def("status", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#status"),
        def("value", "https://schema.org/value"),
    ],
};

static RELATED: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("version", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#version"),
    ],
};

static PROFILE: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("additionalName", "https://schema.org/additionalName"),
        def("address", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#address").id(),
        def("dateOfBirth", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#dateOfBirth")
            .typed("https://www.w3.org/2001/XMLSchema#date"),
        def("email", "https://schema.org/email"),
        def("familyName", "https://schema.org/familyName"),
        def("familyNamePrefix", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#familyNamePrefix"),
        def("givenName", "https://schema.org/givenName"),
        def("honorificPrefix", "https://schema.org/honorificPrefix"),
        def("honorificSuffix", "https://schema.org/honorificSuffix"),
        def("image", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Image").id(),
        def("otherIdentifier", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#otherIdentifier").set(),
        def("parentOrg", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#parentOrg").id(),
        def("patronymicName", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#patronymicName"),
        def("phone", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#phone"),
        def("official", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#official"),
    ],
};

static IMAGE: Terms = Terms {
    protected: true,
    terms: &[is("id", "@id"), is("type", "@type"), def("caption", "https://schema.org/caption")],
};

static IDENTITY_OBJECT: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("hashed", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#hashed")
            .typed("https://www.w3.org/2001/XMLSchema#boolean"),
        def("identityHash", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#identityHash"),
        def("identityType", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#identityType"),
        def("salt", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#salt"),
    ],
};

static IDENTIFIER_ENTRY: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("identifier", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#identifier"),
        def("identifierType", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#identifierType"),
    ],
};

static GEO_COORDINATES: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("latitude", "https://schema.org/latitude"),
        def("longitude", "https://schema.org/longitude"),
    ],
};

static EVIDENCE: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("audience", "https://schema.org/audience"),
        def("genre", "https://schema.org/genre"),
    ],
};

static ENDORSEMENT_SUBJECT: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("endorsementComment", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#endorsementComment"),
    ],
};

static ALIGNMENT: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("targetCode", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#targetCode"),
        def("targetDescription", "https://schema.org/targetDescription"),
        def("targetFramework", "https://schema.org/targetFramework"),
        def("targetName", "https://schema.org/targetName"),
        def("targetType", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#targetType"),
        def("targetUrl", "https://schema.org/targetUrl").typed("https://www.w3.org/2001/XMLSchema#anyURI"),
    ],
};

static ADDRESS: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("addressCountry", "https://schema.org/addressCountry"),
        def("addressCountryCode", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#CountryCode"),
        def("addressLocality", "https://schema.org/addressLocality"),
        def("addressRegion", "https://schema.org/addressRegion"),
        def("geo", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#GeoCoordinates"),
        def("postOfficeBoxNumber", "https://schema.org/postOfficeBoxNumber"),
        def("postalCode", "https://schema.org/postalCode"),
        def("streetAddress", "https://schema.org/streetAddress"),
    ],
};

static ACHIEVEMENT_SUBJECT: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("achievement", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#achievement-0"),
        def("activityEndDate", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#activityEndDate")
            .typed("https://www.w3.org/2001/XMLSchema#date"),
        def("activityStartDate", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#activityStartDate")
            .typed("https://www.w3.org/2001/XMLSchema#date"),
        def("creditsEarned", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#creditsEarned")
            .typed("https://www.w3.org/2001/XMLSchema#float"),
        def("identifier", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#identifier").set(),
        def("image", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Image").id(),
        def("licenseNumber", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#licenseNumber"),
        def("result", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#result").set(),
        def("role", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#role"),
        def("source", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#source").id(),
        def("term", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#term"),
    ],
};

static ACHIEVEMENT: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("achievementType", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#achievementType"),
        def("alignment", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#alignment").set(),
        def("creator", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#creator"),
        def("creditsAvailable", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#creditsAvailable")
            .typed("https://www.w3.org/2001/XMLSchema#float"),
        def("criteria", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Criteria").id(),
        def("fieldOfStudy", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#fieldOfStudy"),
        def("humanCode", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#humanCode"),
        def("image", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Image").id(),
        def("otherIdentifier", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#otherIdentifier").set(),
        def("related", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#related").set(),
        def("resultDescription", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#resultDescription").set(),
        def("specialization", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#specialization"),
        def("tag", "https://schema.org/keywords").set(),
        def("version", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#version"),
    ],
};
