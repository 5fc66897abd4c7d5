//! The terms of Verifiable Credentials 1.1.

use super::table::{Local, Published, Terms, def, is};

/// Verifiable Credentials 1.1.
pub(super) static TABLE: Published = Published {
    urls: &["https://www.w3.org/2018/credentials/v1"],
    sha256: "3d0b277522ed24385c850b9882b9688687189b8f37a9bd9f1577e348b1019c44",
    context: Local::Terms(&TERMS),
};

static TERMS: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        def("VerifiableCredential", "https://www.w3.org/2018/credentials#VerifiableCredential")
            .within(&VERIFIABLE_CREDENTIAL),
        def("VerifiablePresentation", "https://www.w3.org/2018/credentials#VerifiablePresentation")
            .within(&VERIFIABLE_PRESENTATION),
        def("EcdsaSecp256k1Signature2019", "https://w3id.org/security#EcdsaSecp256k1Signature2019")
            .within(&ECDSA_SECP256K1_SIGNATURE2019),
        def("EcdsaSecp256r1Signature2019", "https://w3id.org/security#EcdsaSecp256r1Signature2019")
            .within(&ECDSA_SECP256K1_SIGNATURE2019),
        def("Ed25519Signature2018", "https://w3id.org/security#Ed25519Signature2018")
            .within(&ECDSA_SECP256K1_SIGNATURE2019),
        def("RsaSignature2018", "https://w3id.org/security#RsaSignature2018").within(&RSA_SIGNATURE2018),
        def("proof", "https://w3id.org/security#proof").id().graph(),
    ],
};

static RSA_SIGNATURE2018: Terms = Terms {
    protected: true,
    terms: &[
        is("challenge", "sec:challenge"),
        def("created", "http://purl.org/dc/terms/created").typed("xsd:dateTime"),
        is("domain", "sec:domain"),
        def("expires", "sec:expiration").typed("xsd:dateTime"),
        is("jws", "sec:jws"),
        is("nonce", "sec:nonce"),
        def("proofPurpose", "sec:proofPurpose").vocab().within(&ECDSA_SECP256K1_SIGNATURE2019_PROOF_PURPOSE),
        is("proofValue", "sec:proofValue"),
        def("verificationMethod", "sec:verificationMethod").id(),
    ],
};

static ECDSA_SECP256K1_SIGNATURE2019: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        is("sec", "https://w3id.org/security#"),
        is("xsd", "http://www.w3.org/2001/XMLSchema#"),
        is("challenge", "sec:challenge"),
        def("created", "http://purl.org/dc/terms/created").typed("xsd:dateTime"),
        is("domain", "sec:domain"),
        def("expires", "sec:expiration").typed("xsd:dateTime"),
        is("jws", "sec:jws"),
        is("nonce", "sec:nonce"),
        def("proofPurpose", "sec:proofPurpose").vocab().within(&ECDSA_SECP256K1_SIGNATURE2019_PROOF_PURPOSE),
        is("proofValue", "sec:proofValue"),
        def("verificationMethod", "sec:verificationMethod").id(),
    ],
};

static ECDSA_SECP256K1_SIGNATURE2019_PROOF_PURPOSE: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        is("sec", "https://w3id.org/security#"),
        def("assertionMethod", "sec:assertionMethod").id().set(),
        def("authentication", "sec:authenticationMethod").id().set(),
    ],
};

static VERIFIABLE_PRESENTATION: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        is("cred", "https://www.w3.org/2018/credentials#"),
        is("sec", "https://w3id.org/security#"),
        def("holder", "cred:holder").id(),
        def("proof", "sec:proof").id().graph(),
        def("verifiableCredential", "cred:verifiableCredential").id().graph(),
    ],
};

static VERIFIABLE_CREDENTIAL: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        is("cred", "https://www.w3.org/2018/credentials#"),
        is("sec", "https://w3id.org/security#"),
        is("xsd", "http://www.w3.org/2001/XMLSchema#"),
        def("credentialSchema", "cred:credentialSchema").id().within(&VERIFIABLE_CREDENTIAL_CREDENTIAL_SCHEMA),
        def("credentialStatus", "cred:credentialStatus").id(),
        def("credentialSubject", "cred:credentialSubject").id(),
        def("evidence", "cred:evidence").id(),
        def("expirationDate", "cred:expirationDate").typed("xsd:dateTime"),
        def("holder", "cred:holder").id(),
        def("issued", "cred:issued").typed("xsd:dateTime"),
        def("issuer", "cred:issuer").id(),
        def("issuanceDate", "cred:issuanceDate").typed("xsd:dateTime"),
        def("proof", "sec:proof").id().graph(),
        def("refreshService", "cred:refreshService").id().within(&VERIFIABLE_CREDENTIAL_REFRESH_SERVICE),
        def("termsOfUse", "cred:termsOfUse").id(),
        def("validFrom", "cred:validFrom").typed("xsd:dateTime"),
        def("validUntil", "cred:validUntil").typed("xsd:dateTime"),
    ],
};

static VERIFIABLE_CREDENTIAL_REFRESH_SERVICE: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        is("cred", "https://www.w3.org/2018/credentials#"),
        is("ManualRefreshService2018", "cred:ManualRefreshService2018"),
    ],
};

static VERIFIABLE_CREDENTIAL_CREDENTIAL_SCHEMA: Terms = Terms {
    protected: true,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        is("cred", "https://www.w3.org/2018/credentials#"),
        is("JsonSchemaValidator2018", "cred:JsonSchemaValidator2018"),
    ],
};
