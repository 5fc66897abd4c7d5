//! The terms of the Open Badges 1.1 and 2.0 extensions (EXT-01 to EXT-11).

use super::table::{Local, Published, Terms, def, is};

/// accessibilityExtension.
pub(super) static ACCESSIBILITY: Published = Published {
    urls: &[
        "https://w3id.org/openbadges/extensions/accessibilityExtension/context.json",
        "https://openbadgespec.org/extensions/accessibilityExtension/context.json",
    ],
    sha256: "00efc7274f50b2ceda952090414004bb83bbf59ce8622036840a345e35dfa525",
    context: Local::Terms(&ACCESSIBILITY_TERMS),
};

/// applyLinkExtension.
pub(super) static APPLY_LINK: Published = Published {
    urls: &[
        "https://w3id.org/openbadges/extensions/applyLinkExtension/context.json",
        "https://openbadgespec.org/extensions/applyLinkExtension/context.json",
    ],
    sha256: "2ec7e81e41ffae9455e0617c8532dac17fe6634bc6918b68035448ba145a6154",
    context: Local::Terms(&APPLY_LINK_TERMS),
};

/// assessmentExtension.
pub(super) static ASSESSMENT: Published = Published {
    urls: &[
        "https://w3id.org/openbadges/extensions/assessmentExtension/context.json",
        "https://openbadgespec.org/extensions/assessmentExtension/context.json",
        "https://openbadgespec.org/extensions/assessmentExtension/v1p0/context.json",
    ],
    sha256: "46b2e9c907acf78494a77f88ea66f01a436bda1cc9e5167c15c86b39b1d3d914",
    context: Local::Terms(&ASSESSMENT_TERMS),
};

/// endorsement.
pub(super) static ENDORSEMENT: Published = Published {
    urls: &[
        "https://w3id.org/openbadges/extensions/endorsement/context.json",
        "https://openbadgespec.org/extensions/endorsement/context.json",
    ],
    sha256: "85b3cd56e0ab06120a7a51c59f02d0114c84ca94dfb5e84494bfde7b2888941d",
    context: Local::Terms(&ENDORSEMENT_TERMS),
};

/// exampleExtension.
pub(super) static EXAMPLE: Published = Published {
    urls: &[
        "https://w3id.org/openbadges/extensions/exampleExtension/context.json",
        "https://openbadgespec.org/extensions/exampleExtension/context.json",
    ],
    sha256: "5827540679c457f11ff12697f3009287dcd193db34c87c5faf922a4a21055fff",
    context: Local::Terms(&EXAMPLE_TERMS),
};

/// extraDescription.
pub(super) static EXTRA_DESCRIPTION: Published = Published {
    urls: &[
        "https://w3id.org/openbadges/extensions/extraDescription/context.json",
        "https://openbadgespec.org/extensions/extraDescription/context.json",
        "https://purl.imsglobal.org/spec/ob-exdesc/v1p0/context/",
    ],
    sha256: "6dbc58d5eed32634576a101f10e4231d0e1cc23a46d8dfc5c37a70be96d8ddea",
    context: Local::Terms(&EXTRA_DESCRIPTION_TERMS),
};

/// geoCoordinatesExtension.
pub(super) static GEO_COORDINATES: Published = Published {
    urls: &[
        "https://w3id.org/openbadges/extensions/geoCoordinatesExtension/context.json",
        "https://openbadgespec.org/extensions/geoCoordinatesExtension/context.json",
    ],
    sha256: "c0348b3b4d01897cd224051d564e18fa1c57131af98db6dc373fed4ac16e4b80",
    context: Local::Terms(&GEO_COORDINATES_TERMS),
};

/// issuerAccreditationExtension.
pub(super) static ISSUER_ACCREDITATION: Published = Published {
    urls: &[
        "https://w3id.org/openbadges/extensions/issuerAccreditationExtension/context.json",
        "https://openbadgespec.org/extensions/issuerAccreditationExtension/context.json",
        "https://openbadgespec.org/extensions/issuerAccreditationExtension/v1p0/context.json",
    ],
    sha256: "5cf2c8dbf69e8023c298b0b255c0339a8217c54ef7c4294409a2165a26347b31",
    context: Local::Terms(&ISSUER_ACCREDITATION_TERMS),
};

/// licenseExtension.
pub(super) static LICENSE: Published = Published {
    urls: &[
        "https://w3id.org/openbadges/extensions/licenseExtension/context.json",
        "https://openbadgespec.org/extensions/licenseExtension/context.json",
    ],
    sha256: "ef1144d991310feb4b16f24fad45b41b7ab38f7224499807a7aa2876aedf374d",
    context: Local::Terms(&LICENSE_TERMS),
};

/// originalCreatorExtension.
pub(super) static ORIGINAL_CREATOR: Published = Published {
    urls: &[
        "https://w3id.org/openbadges/extensions/originalCreatorExtension/context.json",
        "https://openbadgespec.org/extensions/originalCreatorExtension/context.json",
    ],
    sha256: "96bd22c0ac4e908c0990c6213a7d5a8f60ff2aeeadf735e6fe8cb49428eb6fe4",
    context: Local::Terms(&ORIGINAL_CREATOR_TERMS),
};

/// recipientProfile.
pub(super) static RECIPIENT_PROFILE: Published = Published {
    urls: &[
        "https://w3id.org/openbadges/extensions/recipientProfile/context.json",
        "https://openbadgespec.org/extensions/recipientProfile/context.json",
    ],
    sha256: "fcca57a73e976c280b41e6dcd9cc6e2a91e89340e390d4db619b99e6be813399",
    context: Local::Terms(&RECIPIENT_PROFILE_TERMS),
};

static ACCESSIBILITY_TERMS: Terms = Terms {
    protected: false,
    terms: &[
        is("obi", "https://w3id.org/openbadges#"),
        is("extensions", "https://w3id.org/openbadges/extensions#"),
        is("url", "extensions:#accessibility"),
        is("accessibilityAPI", "https://schema.org/accessibilityAPI"),
        is("accessibilityControl", "https://schema.org/accessibilityControl"),
        is("accessibilityFeature", "https://schema.org/accessibilityFeature"),
        is("accessibilityHazard", "https://schema.org/accessibilityHazard"),
    ],
};

static APPLY_LINK_TERMS: Terms = Terms {
    protected: false,
    terms: &[
        is("obi", "https://w3id.org/openbadges#"),
        is("extensions", "https://w3id.org/openbadges/extensions#"),
        is("url", "extensions:applyLink"),
    ],
};

static ASSESSMENT_TERMS: Terms = Terms {
    protected: false,
    terms: &[
        is("obi", "https://w3id.org/openbadges#"),
        is("extensions", "https://w3id.org/openbadges/extensions#"),
        is("schema", "http://schema.org/"),
        is("case", "https://purl.imsglobal.org/spec/case/vocab#"),
        is("Artifact", "extensions:AssessmentExtensionArtifact"),
        is("Exam", "extensions:AssessmentExtensionExam"),
        is("ExternalQuestion", "extensions:AssessmentExtensionExternalQuestion"),
        is("FileQuestion", "extensions:AssessmentExtensionFileQuestion"),
        is("Performance", "extensions:AssessmentExtensionPerformance"),
        is("TextQuestion", "extensions:AssessmentExtensionTextQuestion"),
        is("assessmentEvaluation", "extensions:assessmentEvaluation"),
        is("assessmentExample", "extensions:assessmentExample"),
        is("assessmentOutput", "extensions:assessmentOutput"),
        is("assessments", "extensions:assessments"),
        is("caseUri", "case:uri"),
        is("category", "case:category"),
        is("characterLimit", "extensions:assessmentCharacterLimit"),
        is("criterionLevels", "case:CFRubricCriterionLevels"),
        is("description", "case:description"),
        is("evaluationMethod", "extensions:assessmentEvaluationMethod"),
        is("hasGroupEvaluation", "extensions:assessmentHasGroupEvaluation"),
        is("hasGroupParticipation", "extensions:assessmentHasGroupParticipation"),
        is("identifier", "case:identifier"),
        is("lastChangeDateTime", "case:lastChangeDateTime"),
        is("position", "case:position"),
        is("quality", "case:quality"),
        is("questions", "extensions:assessmentQuestions"),
        is("required", "extensions:assessmentRequired"),
        is("rubricCriteria", "case:CFRubricCriteria"),
        is("rubricId", "case:rubricId"),
        is("rubrics", "case:rubrics"),
        is("sections", "extensions:assessmentSections"),
        is("score", "case:score"),
        is("scoringMethodExampleDescription", "extensions:assessmentScoringMethodExampleDescription"),
        is("text", "schema:text"),
        is("title", "case:title"),
        is("weight", "case:weight"),
        is("wordLimit", "extensions:assessmentWordLimit"),
    ],
};

static ENDORSEMENT_TERMS: Terms = Terms {
    protected: false,
    terms: &[
        is("obi", "https://w3id.org/openbadges#"),
        is("endorsement", "https://w3id.org/openbadges/extensions#Endorsement"),
        def("endorsedObject", "endorsement:/endorsedObject"),
    ],
};

static EXAMPLE_TERMS: Terms = Terms {
    protected: false,
    terms: &[
        is("obi", "https://w3id.org/openbadges#"),
        is("extensions", "https://w3id.org/openbadges/extensions#"),
        is("exampleProperty", "http://schema.org/text"),
    ],
};

static EXTRA_DESCRIPTION_TERMS: Terms = Terms {
    protected: false,
    terms: &[is("obi", "https://w3id.org/openbadges#"), is("extensions", "https://w3id.org/openbadges/extensions#")],
};

static GEO_COORDINATES_TERMS: Terms = Terms {
    protected: false,
    terms: &[
        is("obi", "https://w3id.org/openbadges#"),
        is("schema", "http://schema.org/"),
        is("extensions", "https://w3id.org/openbadges/extensions#"),
        is("geo", "schema:geo"),
        is("name", "schema:name"),
        is("description", "schema:description"),
        is("latitude", "schema:latitude"),
        is("longitude", "schema:longitude"),
    ],
};

static ISSUER_ACCREDITATION_TERMS: Terms = Terms {
    protected: false,
    terms: &[
        is("obi", "https://w3id.org/openbadges#"),
        is("extensions", "https://w3id.org/openbadges/extensions#"),
        is("schema", "http://schema.org/"),
        is("name", "schema:name"),
        is("contactInstructions", "extensions:accreditationContactInstructions"),
        is("email", "schema:email"),
        is("url", "schema:url"),
        is("address", "schema:address"),
        is("streetAddress", "schema:streetAddress"),
        is("addressLocality", "schema:addressLocality"),
        is("addressRegion", "schema:addressRegion"),
        is("postalCode", "schema:postalCode"),
        is("addressCountry", "schema:addressCountry"),
        is("description", "schema:description"),
        is("logo", "schema:logo"),
        is("parentOrganization", "schema:parentOrganization"),
        is("areaServed", "schema:areaServed"),
        is("accreditationDate", "extensions:accreditationDate"),
        is("educationalSector", "extensions:accreditationEducationalSector"),
    ],
};

static LICENSE_TERMS: Terms = Terms {
    protected: false,
    terms: &[
        is("obi", "https://w3id.org/openbadges#"),
        is("extensions", "https://w3id.org/openbadges/extensions#"),
        is("cc", "http://creativecommons.org/ns#"),
        is("legalCode", "cc:legalcode"),
        is("License", "cc:License"),
        is("CC-0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        is("CC-BY", "http://creativecommons.org/licenses/by/4.0/"),
        is("CC-BY-SA", "http://creativecommons.org/licenses/by-sa/4.0/"),
        is("CC-BY-NC", "http://creativecommons.org/licenses/by-nc/4.0/"),
        is("CC-BY-NC-SA", "http://creativecommons.org/licenses/by-nc-sa/4.0/"),
        is("CC-BY-ND", "http://creativecommons.org/licenses/by-nd/4.0/"),
        is("CC-BY-NC-ND", "https://creativecommons.org/licenses/by-nc-nd/4.0/"),
    ],
};

static ORIGINAL_CREATOR_TERMS: Terms = Terms {
    protected: false,
    terms: &[
        is("obi", "https://w3id.org/openbadges#"),
        is("extensions", "https://w3id.org/openbadges/extensions#"),
        is("url", "extensions:#originalCreator"),
    ],
};

static RECIPIENT_PROFILE_TERMS: Terms = Terms {
    protected: false,
    terms: &[is("obi", "https://w3id.org/openbadges#"), is("extensions", "https://w3id.org/openbadges/extensions#")],
};
