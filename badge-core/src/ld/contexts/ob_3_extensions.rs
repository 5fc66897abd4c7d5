//! The terms of the Open Badges 3.0 extensions (EXT-20).

use super::table::{Local, Published, Terms, def, is};

/// accessibilityExtension.
pub(super) static ACCESSIBILITY: Published = Published {
    urls: &["https://openbadgespec.org/extensions/accessibilityExtension/context-3.0.0.json"],
    sha256: "a864fd0e3b08fdfb6d9445468796e040f76f90d510557e2ab467dbe42370846f",
    context: Local::Terms(&ACCESSIBILITY_TERMS),
};

/// applyLinkExtension.
pub(super) static APPLY_LINK: Published = Published {
    urls: &["https://openbadgespec.org/extensions/applyLinkExtension/context-3.0.0.json"],
    sha256: "ff51b0bfb7474e8a91b74b3203cc9883110febb0dc094e4f08768bf865d9e5de",
    context: Local::Terms(&APPLY_LINK_TERMS),
};

/// assessmentExtension.
pub(super) static ASSESSMENT: Published = Published {
    urls: &["https://openbadgespec.org/extensions/assessmentExtension/v2p0/context.json"],
    sha256: "5e0df1382d4e4914f10245dcda4f654649c3118b2fdb34b00155cadbe2910b59",
    context: Local::Terms(&ASSESSMENT_TERMS),
};

/// geoCoordinatesExtension.
pub(super) static GEO_COORDINATES: Published = Published {
    urls: &["https://openbadgespec.org/extensions/geoCoordinatesExtension/context-3.0.0.json"],
    sha256: "2a0224ba6bc621fdfbc2118fced31448eaa4fc4dbb0301ed99bbab3d91775993",
    context: Local::Terms(&GEO_COORDINATES_TERMS),
};

/// issuerAccreditationExtension.
pub(super) static ISSUER_ACCREDITATION: Published = Published {
    urls: &["https://openbadgespec.org/extensions/issuerAccreditationExtension/v2p0/context.json"],
    sha256: "f72471e90fcf8ee5a0103df239927317aad1b6b2cbd0365f7784a71ac87b5ea7",
    context: Local::Terms(&ISSUER_ACCREDITATION_TERMS),
};

/// licenseExtension.
pub(super) static LICENSE: Published = Published {
    urls: &["https://openbadgespec.org/extensions/licenseExtension/context-3.0.0.json"],
    sha256: "0d32012cfe2182d7d9dbf53c0be66ae8414ef957b260f9d31c74f7aa25fd653e",
    context: Local::Terms(&LICENSE_TERMS),
};

static ACCESSIBILITY_TERMS: Terms = Terms {
    protected: true,
    terms: &[
        is("accessibilityAPI", "https://schema.org/accessibilityAPI"),
        is("accessibilityControl", "https://schema.org/accessibilityControl"),
        is("accessibilityFeature", "https://schema.org/accessibilityFeature"),
        is("accessibilityHazard", "https://schema.org/accessibilityHazard"),
    ],
};

static APPLY_LINK_TERMS: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("ApplyLinkAchievement", "https://w3id.org/openbadges/extensions#ApplyLinkAchievement")
            .within(&APPLY_LINK_ID_AND_TYPE),
    ],
};

static APPLY_LINK_ID_AND_TYPE: Terms = Terms { protected: true, terms: &[is("id", "@id"), is("type", "@type")] };

static ASSESSMENT_TERMS: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        is("extensions", "https://w3id.org/openbadges/extensions#"),
        is("schema", "http://schema.org/"),
        def(
            "AssessmentResultDescription",
            "https://purl.imsglobal.org/spec/vc/ob/vocab.html#AssessmentResultDescription",
        )
        .within(&ASSESSMENT_ASSESSMENT_RESULT_DESCRIPTION),
    ],
};

static ASSESSMENT_ASSESSMENT_RESULT_DESCRIPTION: Terms = Terms {
    protected: false,
    terms: &[
        is("schema", "http://schema.org/"),
        is("Artifact", "extensions:AssessmentExtensionArtifact"),
        is("Exam", "extensions:AssessmentExtensionExam"),
        is("ExternalQuestion", "extensions:AssessmentExtensionExternalQuestion"),
        is("FileQuestion", "extensions:AssessmentExtensionFileQuestion"),
        is("Performance", "extensions:AssessmentExtensionPerformance"),
        is("TextQuestion", "extensions:AssessmentExtensionTextQuestion"),
        is("assessmentEvaluation", "extensions:assessmentEvaluation"),
        is("assessmentType", "extensions:assessmentType"),
        is("assessmentExample", "extensions:assessmentExample"),
        is("assessmentOutput", "extensions:assessmentOutput"),
        is("characterLimit", "extensions:assessmentCharacterLimit"),
        is("evaluationMethod", "extensions:assessmentEvaluationMethod"),
        is("hasGroupEvaluation", "extensions:assessmentHasGroupEvaluation"),
        is("hasGroupParticipation", "extensions:assessmentHasGroupParticipation"),
        is("questions", "extensions:assessmentQuestions"),
        is("sections", "extensions:assessmentSections"),
        is("scoringMethodExampleDescription", "extensions:assessmentScoringMethodExampleDescription"),
        is("text", "schema:text"),
        is("wordLimit", "extensions:assessmentWordLimit"),
    ],
};

static GEO_COORDINATES_TERMS: Terms =
    Terms { protected: true, terms: &[is("schema", "http://schema.org/"), is("Place", "schema:Place")] };

static ISSUER_ACCREDITATION_TERMS: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        is("extensions", "https://w3id.org/openbadges/extensions#"),
        is("schema", "http://schema.org/"),
        def("AccreditationProfile", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#AccreditationProfile")
            .within(&ISSUER_ACCREDITATION_ACCREDITATION_PROFILE),
        def(
            "IssuerAccreditationProfile",
            "https://purl.imsglobal.org/spec/vc/ob/vocab.html#IssuerAccreditationProfile",
        )
        .within(&ISSUER_ACCREDITATION_ISSUER_ACCREDITATION_PROFILE),
    ],
};

static ISSUER_ACCREDITATION_ISSUER_ACCREDITATION_PROFILE: Terms = Terms {
    protected: false,
    terms: &[def("accreditations", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#accreditations").id().set()],
};

static ISSUER_ACCREDITATION_ACCREDITATION_PROFILE: Terms = Terms {
    protected: false,
    terms: &[
        is("contactInstructions", "extensions:accreditationContactInstructions"),
        is("logo", "schema:logo"),
        is("areaServed", "schema:areaServed"),
        is("accreditationDate", "extensions:accreditationDate"),
        is("educationalSector", "extensions:accreditationEducationalSector"),
    ],
};

static LICENSE_TERMS: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("CCAchievement", "https://w3id.org/openbadges/extensions#CCAchievement").within(&LICENSE_CCACHIEVEMENT),
        def("License", "https://w3id.org/openbadges/extensions#License").within(&LICENSE_LICENSE),
    ],
};

static LICENSE_LICENSE: Terms = Terms {
    protected: true,
    terms: &[
        is("cc", "http://creativecommons.org/ns#"),
        is("id", "@id"),
        is("type", "@type"),
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

static LICENSE_CCACHIEVEMENT: Terms = Terms {
    protected: true,
    terms: &[is("id", "@id"), is("type", "@type"), is("license", "https://w3id.org/openbadges/extensions#License")],
};
