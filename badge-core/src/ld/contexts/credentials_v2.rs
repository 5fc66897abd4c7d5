//! The terms of Verifiable Credentials 2.0.

use super::table::{Local, Published, Terms, def, is};

/// Verifiable Credentials 2.0.
pub(super) static TABLE: Published = Published {
    urls: &["https://www.w3.org/ns/credentials/v2"],
    sha256: "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
    context: Local::Terms(&TERMS),
};

static TERMS: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        is("description", "https://schema.org/description"),
        def("digestMultibase", "https://w3id.org/security#digestMultibase")
            .typed("https://w3id.org/security#multibase"),
        def("digestSRI", "https://www.w3.org/2018/credentials#digestSRI")
            .typed("https://www.w3.org/2018/credentials#sriString"),
        def("mediaType", "https://schema.org/encodingFormat"),
        is("name", "https://schema.org/name"),
        def("VerifiableCredential", "https://www.w3.org/2018/credentials#VerifiableCredential")
            .within(&VERIFIABLE_CREDENTIAL),
        is("EnvelopedVerifiableCredential", "https://www.w3.org/2018/credentials#EnvelopedVerifiableCredential"),
        def("VerifiablePresentation", "https://www.w3.org/2018/credentials#VerifiablePresentation")
            .within(&VERIFIABLE_PRESENTATION),
        is("EnvelopedVerifiablePresentation", "https://www.w3.org/2018/credentials#EnvelopedVerifiablePresentation"),
        is("JsonSchemaCredential", "https://www.w3.org/2018/credentials#JsonSchemaCredential"),
        def("JsonSchema", "https://www.w3.org/2018/credentials#JsonSchema").within(&JSON_SCHEMA),
        is("BitstringStatusListCredential", "https://www.w3.org/ns/credentials/status#BitstringStatusListCredential"),
        def("BitstringStatusList", "https://www.w3.org/ns/credentials/status#BitstringStatusList")
            .within(&BITSTRING_STATUS_LIST),
        def("BitstringStatusListEntry", "https://www.w3.org/ns/credentials/status#BitstringStatusListEntry")
            .within(&BITSTRING_STATUS_LIST_ENTRY),
        def("DataIntegrityProof", "https://w3id.org/security#DataIntegrityProof").within(&DATA_INTEGRITY_PROOF),
        def("...", "https://www.iana.org/assignments/jwt#..."),
        def("_sd", "https://www.iana.org/assignments/jwt#_sd").json(),
        def("_sd_alg", "https://www.iana.org/assignments/jwt#_sd_alg"),
        def("aud", "https://www.iana.org/assignments/jwt#aud").id(),
        def("cnf", "https://www.iana.org/assignments/jwt#cnf").within(&CNF),
        def("exp", "https://www.iana.org/assignments/jwt#exp")
            .typed("https://www.w3.org/2001/XMLSchema#nonNegativeInteger"),
        def("iat", "https://www.iana.org/assignments/jwt#iat")
            .typed("https://www.w3.org/2001/XMLSchema#nonNegativeInteger"),
        def("iss", "https://www.iana.org/assignments/jose#iss").id(),
        def("jku", "https://www.iana.org/assignments/jose#jku").id(),
        def("kid", "https://www.iana.org/assignments/jose#kid").id(),
        def("nbf", "https://www.iana.org/assignments/jwt#nbf")
            .typed("https://www.w3.org/2001/XMLSchema#nonNegativeInteger"),
        def("sub", "https://www.iana.org/assignments/jose#sub").id(),
        def("x5u", "https://www.iana.org/assignments/jose#x5u").id(),
    ],
};

static CNF: Terms = Terms {
    protected: true,
    terms: &[
        def("kid", "https://www.iana.org/assignments/jwt#kid").id(),
        def("jwk", "https://www.iana.org/assignments/jwt#jwk").json(),
    ],
};

static DATA_INTEGRITY_PROOF: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        is("challenge", "https://w3id.org/security#challenge"),
        def("created", "http://purl.org/dc/terms/created").typed("http://www.w3.org/2001/XMLSchema#dateTime"),
        def("cryptosuite", "https://w3id.org/security#cryptosuite")
            .typed("https://w3id.org/security#cryptosuiteString"),
        is("domain", "https://w3id.org/security#domain"),
        def("expires", "https://w3id.org/security#expiration").typed("http://www.w3.org/2001/XMLSchema#dateTime"),
        is("nonce", "https://w3id.org/security#nonce"),
        def("previousProof", "https://w3id.org/security#previousProof").id(),
        def("proofPurpose", "https://w3id.org/security#proofPurpose")
            .vocab()
            .within(&DATA_INTEGRITY_PROOF_PROOF_PURPOSE),
        def("proofValue", "https://w3id.org/security#proofValue").typed("https://w3id.org/security#multibase"),
        def("verificationMethod", "https://w3id.org/security#verificationMethod").id(),
    ],
};

static DATA_INTEGRITY_PROOF_PROOF_PURPOSE: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("assertionMethod", "https://w3id.org/security#assertionMethod").id().set(),
        def("authentication", "https://w3id.org/security#authenticationMethod").id().set(),
        def("capabilityDelegation", "https://w3id.org/security#capabilityDelegationMethod").id().set(),
        def("capabilityInvocation", "https://w3id.org/security#capabilityInvocationMethod").id().set(),
        def("keyAgreement", "https://w3id.org/security#keyAgreementMethod").id().set(),
    ],
};

static BITSTRING_STATUS_LIST_ENTRY: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("statusListCredential", "https://www.w3.org/ns/credentials/status#statusListCredential").id(),
        is("statusListIndex", "https://www.w3.org/ns/credentials/status#statusListIndex"),
        is("statusPurpose", "https://www.w3.org/ns/credentials/status#statusPurpose"),
        def("statusMessage", "https://www.w3.org/ns/credentials/status#statusMessage")
            .within(&BITSTRING_STATUS_LIST_ENTRY_STATUS_MESSAGE),
        def("statusReference", "https://www.w3.org/ns/credentials/status#statusReference").id(),
        def("statusSize", "https://www.w3.org/ns/credentials/status#statusSize")
            .typed("https://www.w3.org/2001/XMLSchema#integer"),
    ],
};

static BITSTRING_STATUS_LIST_ENTRY_STATUS_MESSAGE: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        is("message", "https://www.w3.org/ns/credentials/status#message"),
        is("status", "https://www.w3.org/ns/credentials/status#status"),
    ],
};

static BITSTRING_STATUS_LIST: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("encodedList", "https://www.w3.org/ns/credentials/status#encodedList")
            .typed("https://w3id.org/security#multibase"),
        is("statusPurpose", "https://www.w3.org/ns/credentials/status#statusPurpose"),
        is("ttl", "https://www.w3.org/ns/credentials/status#ttl"),
    ],
};

static JSON_SCHEMA: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("jsonSchema", "https://www.w3.org/2018/credentials#jsonSchema").json(),
    ],
};

static VERIFIABLE_PRESENTATION: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("holder", "https://www.w3.org/2018/credentials#holder").id(),
        def("proof", "https://w3id.org/security#proof").id().graph(),
        def("termsOfUse", "https://www.w3.org/2018/credentials#termsOfUse").id(),
        def("verifiableCredential", "https://www.w3.org/2018/credentials#verifiableCredential")
            .id()
            .graph()
            .within_null(),
    ],
};

static VERIFIABLE_CREDENTIAL: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("confidenceMethod", "https://www.w3.org/2018/credentials#confidenceMethod").id(),
        def("credentialSchema", "https://www.w3.org/2018/credentials#credentialSchema").id(),
        def("credentialStatus", "https://www.w3.org/2018/credentials#credentialStatus").id(),
        def("credentialSubject", "https://www.w3.org/2018/credentials#credentialSubject").id(),
        is("description", "https://schema.org/description"),
        def("evidence", "https://www.w3.org/2018/credentials#evidence").id(),
        def("issuer", "https://www.w3.org/2018/credentials#issuer").id(),
        is("name", "https://schema.org/name"),
        def("proof", "https://w3id.org/security#proof").id().graph(),
        def("refreshService", "https://www.w3.org/2018/credentials#refreshService").id(),
        def("relatedResource", "https://www.w3.org/2018/credentials#relatedResource").id(),
        def("renderMethod", "https://www.w3.org/2018/credentials#renderMethod").id(),
        def("termsOfUse", "https://www.w3.org/2018/credentials#termsOfUse").id(),
        def("validFrom", "https://www.w3.org/2018/credentials#validFrom")
            .typed("http://www.w3.org/2001/XMLSchema#dateTime"),
        def("validUntil", "https://www.w3.org/2018/credentials#validUntil")
            .typed("http://www.w3.org/2001/XMLSchema#dateTime"),
    ],
};
