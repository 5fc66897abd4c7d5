//! The terms of Open Badges 3.0, the first and unversioned text.

use super::table::{Local, Published, Terms, def, is};

/// Open Badges 3.0, the first and unversioned text.
pub(super) static TABLE: Published = Published {
    urls: &[
        "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/context/ob_v3p0.jsonld",
    ],
    sha256: "b077fa134d909d92c1dcd1c153f2af1b244aeb415967fdc1467d7fc5dd48ac10",
    context: Local::Terms(&TERMS),
};

static TERMS: Terms = Terms {
    protected: false,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        is("xsd", "https://www.w3.org/2001/XMLSchema#"),
        def("OpenBadgeCredential", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential"),
        def("Achievement", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Achievement").within(&ACHIEVEMENT),
        def("AchievementCredential", "OpenBadgeCredential"),
        def("AchievementSubject", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#AchievementSubject")
            .within(&ACHIEVEMENT_SUBJECT),
        def("Address", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Address").within(&ADDRESS),
        def("Alignment", "https://schema.org/Alignment").within(&ALIGNMENT),
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
        def("alignment", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#alignment")
            .typed("https://purl.imsglobal.org/spec/vc/ob/vocab.html#Alignment")
            .set(),
        def("description", "https://schema.org/description").typed("xsd:string"),
        def("endorsement", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#endorsement")
            .typed("https://purl.imsglobal.org/spec/vc/ob/vocab.html#EndorsementCredential")
            .set(),
        def("image", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#image")
            .typed("https://purl.imsglobal.org/spec/vc/ob/vocab.html#Image"),
        def("name", "https://schema.org/name").typed("xsd:string"),
        def("narrative", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#narrative").typed("xsd:string"),
        def("url", "https://schema.org/url").typed("xsd:anyURI"),
    ],
};

static RUBRIC_CRITERION_LEVEL: Terms = Terms {
    protected: false,
    terms: &[
        def("level", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#level").typed("xsd:string"),
        def("points", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#points").typed("xsd:string"),
    ],
};

static RESULT_DESCRIPTION: Terms = Terms {
    protected: false,
    terms: &[
        def("allowedValue", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#allowedValue").typed("xsd:string").set(),
        def("requiredLevel", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#requiredLevel").typed("xsd:anyURI"),
        def("requiredValue", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#requiredValue").typed("xsd:string"),
        def("resultType", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#resultType").typed("xsd:string"),
        def("rubricCriterionLevel", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#rubricCriterionLevel")
            .typed("https://purl.imsglobal.org/spec/vc/ob/vocab.html#RubricCriterionLevel")
            .set(),
        def("valueMax", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#valueMax").typed("xsd:string"),
        def("valueMin", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#valueMin").typed("xsd:string"),
    ],
};

static RESULT: Terms = Terms {
    protected: false,
    terms: &[
        def("achievedLevel", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#achievedLevel").typed("xsd:anyURI"),
        def("resultDescription", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#resultDescription")
            .typed("xsd:anyURI"),
        def("status", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#status").typed("xsd:string"),
        def("value", "https://schema.org/value").typed("xsd:string"),
    ],
};

static RELATED: Terms = Terms {
    protected: false,
    terms: &[def("version", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#version").typed("xsd:string")],
};

static PROFILE: Terms = Terms {
    protected: false,
    terms: &[
        def("additionalName", "https://schema.org/additionalName").typed("xsd:string"),
        def("address", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Address"),
        def("dateOfBirth", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#dateOfBirth").typed("xsd:date"),
        def("email", "https://schema.org/email").typed("xsd:string"),
        def("familyName", "https://schema.org/familyName").typed("xsd:string"),
        def("familyNamePrefix", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#familyNamePrefix")
            .typed("xsd:string"),
        def("givenName", "https://schema.org/givenName").typed("xsd:string"),
        def("honorificPrefix", "https://schema.org/honorificPrefix").typed("xsd:string"),
        def("honorificSuffix", "https://schema.org/honorificSuffix").typed("xsd:string"),
        def("otherIdentifier", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#otherIdentifier")
            .typed("https://purl.imsglobal.org/spec/vc/ob/vocab.html#IdentifierEntry")
            .set(),
        def("parentOrg", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#parentOrg").typed("xsd:string"),
        def("patronymicName", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#patronymicName").typed("xsd:string"),
        def("phone", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#PhoneNumber").typed("xsd:string"),
        def("official", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#official").typed("xsd:string"),
    ],
};

static IMAGE: Terms =
    Terms { protected: false, terms: &[def("caption", "https://schema.org/caption").typed("xsd:string")] };

static IDENTITY_OBJECT: Terms = Terms {
    protected: false,
    terms: &[
        def("hashed", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#hashed").typed("xsd:boolean"),
        def("identityHash", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#identityHash").typed("xsd:string"),
        def("identityType", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#identityType").typed("xsd:string"),
        def("salt", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#salt").typed("xsd:string"),
    ],
};

static IDENTIFIER_ENTRY: Terms = Terms {
    protected: false,
    terms: &[
        def("identifier", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#identifier").typed("xsd:string"),
        def("identifierType", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#identifierType").typed("xsd:string"),
    ],
};

static GEO_COORDINATES: Terms = Terms {
    protected: false,
    terms: &[
        def("latitude", "https://schema.org/latitude").typed("xsd:string"),
        def("longitude", "https://schema.org/longitude").typed("xsd:string"),
    ],
};

static EVIDENCE: Terms = Terms {
    protected: false,
    terms: &[
        def("audience", "https://schema.org/audience").typed("xsd:string"),
        def("genre", "https://schema.org/genre").typed("xsd:string"),
    ],
};

static ENDORSEMENT_SUBJECT: Terms = Terms {
    protected: false,
    terms: &[def("endorsementComment", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#endorsementComment")
        .typed("xsd:string")],
};

static ALIGNMENT: Terms = Terms {
    protected: false,
    terms: &[
        def("targetCode", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#targetCode").typed("xsd:string"),
        def("targetDescription", "https://schema.org/targetDescription").typed("xsd:string"),
        def("targetFramework", "https://schema.org/targetFramework").typed("xsd:string"),
        def("targetName", "https://schema.org/targetName").typed("xsd:string"),
        def("targetType", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#targetType").typed("xsd:string"),
        def("targetUrl", "https://schema.org/targetUrl").typed("xsd:anyURI"),
    ],
};

static ADDRESS: Terms = Terms {
    protected: false,
    terms: &[
        def("addressCountry", "https://schema.org/addressCountry").typed("xsd:string"),
        def("addressCountryCode", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#CountryCode").typed("xsd:string"),
        def("addressLocality", "https://schema.org/addressLocality").typed("xsd:string"),
        def("addressRegion", "https://schema.org/addressRegion").typed("xsd:string"),
        def("geo", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#GeoCoordinates"),
        def("postOfficeBoxNumber", "https://schema.org/postOfficeBoxNumber").typed("xsd:string"),
        def("postalCode", "https://schema.org/postalCode").typed("xsd:string"),
        def("streetAddress", "https://schema.org/streetAddress").typed("xsd:string"),
    ],
};

static ACHIEVEMENT_SUBJECT: Terms = Terms {
    protected: false,
    terms: &[
        def("achievement", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Achievement"),
        def("activityEndDate", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#activityEndDate").typed("xsd:date"),
        def("activityStartDate", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#activityStartDate")
            .typed("xsd:date"),
        def("creditsEarned", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#creditsEarned").typed("xsd:float"),
        def("identifier", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#identifier")
            .typed("https://purl.imsglobal.org/spec/vc/ob/vocab.html#IdentityObject")
            .set(),
        def("licenseNumber", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#licenseNumber").typed("xsd:string"),
        def("result", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#result")
            .typed("https://purl.imsglobal.org/spec/vc/ob/vocab.html#Result")
            .set(),
        def("role", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#role").typed("xsd:string"),
        def("source", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#source")
            .typed("https://purl.imsglobal.org/spec/vc/ob/vocab.html#Profile"),
        def("term", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#term").typed("xsd:string"),
    ],
};

static ACHIEVEMENT: Terms = Terms {
    protected: false,
    terms: &[
        def("achievementType", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#achievementType").typed("xsd:string"),
        def("alignment", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#alignment")
            .typed("https://purl.imsglobal.org/spec/vc/ob/vocab.html#Alignment")
            .set(),
        def("creator", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Profile"),
        def("creditsAvailable", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#creditsAvailable").typed("xsd:float"),
        def("criteria", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Criteria").id(),
        def("fieldOfStudy", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#fieldOfStudy").typed("xsd:string"),
        def("humanCode", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#humanCode").typed("xsd:string"),
        def("otherIdentifier", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#otherIdentifier")
            .typed("https://purl.imsglobal.org/spec/vc/ob/vocab.html#IdentifierEntry")
            .set(),
        def("related", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#related")
            .typed("https://purl.imsglobal.org/spec/vc/ob/vocab.html#Related")
            .set(),
        def("resultDescription", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#resultDescription")
            .typed("https://purl.imsglobal.org/spec/vc/ob/vocab.html#ResultDescription")
            .set(),
        def("specialization", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#specialization").typed("xsd:string"),
        def("tag", "https://schema.org/keywords").typed("xsd:string").set(),
        def("version", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#version").typed("xsd:string"),
    ],
};
