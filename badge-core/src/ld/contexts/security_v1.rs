//! The terms of Security vocabulary 1.

use super::table::{Local, Published, Terms, def, is};

/// Security vocabulary 1.
pub(super) static TABLE: Published = Published {
    urls: &["https://w3id.org/security/v1"],
    sha256: "abaf97e107d1925503c433dcaf3ffd2831697cacc1ed2a293e1bc8030d5bcb47",
    context: Local::Terms(&TERMS),
};

static TERMS: Terms = Terms {
    protected: false,
    terms: &[
        is("id", "@id"),
        is("type", "@type"),
        is("dc", "http://purl.org/dc/terms/"),
        is("sec", "https://w3id.org/security#"),
        is("xsd", "http://www.w3.org/2001/XMLSchema#"),
        is("EcdsaKoblitzSignature2016", "sec:EcdsaKoblitzSignature2016"),
        is("Ed25519Signature2018", "sec:Ed25519Signature2018"),
        is("EncryptedMessage", "sec:EncryptedMessage"),
        is("GraphSignature2012", "sec:GraphSignature2012"),
        is("LinkedDataSignature2015", "sec:LinkedDataSignature2015"),
        is("LinkedDataSignature2016", "sec:LinkedDataSignature2016"),
        is("CryptographicKey", "sec:Key"),
        is("authenticationTag", "sec:authenticationTag"),
        is("canonicalizationAlgorithm", "sec:canonicalizationAlgorithm"),
        is("cipherAlgorithm", "sec:cipherAlgorithm"),
        is("cipherData", "sec:cipherData"),
        is("cipherKey", "sec:cipherKey"),
        def("created", "dc:created").typed("xsd:dateTime"),
        def("creator", "dc:creator").id(),
        is("digestAlgorithm", "sec:digestAlgorithm"),
        is("digestValue", "sec:digestValue"),
        is("domain", "sec:domain"),
        is("encryptionKey", "sec:encryptionKey"),
        def("expiration", "sec:expiration").typed("xsd:dateTime"),
        def("expires", "sec:expiration").typed("xsd:dateTime"),
        is("initializationVector", "sec:initializationVector"),
        is("iterationCount", "sec:iterationCount"),
        is("nonce", "sec:nonce"),
        is("normalizationAlgorithm", "sec:normalizationAlgorithm"),
        def("owner", "sec:owner").id(),
        is("password", "sec:password"),
        def("privateKey", "sec:privateKey").id(),
        is("privateKeyPem", "sec:privateKeyPem"),
        def("publicKey", "sec:publicKey").id(),
        is("publicKeyBase58", "sec:publicKeyBase58"),
        is("publicKeyPem", "sec:publicKeyPem"),
        is("publicKeyWif", "sec:publicKeyWif"),
        def("publicKeyService", "sec:publicKeyService").id(),
        def("revoked", "sec:revoked").typed("xsd:dateTime"),
        is("salt", "sec:salt"),
        is("signature", "sec:signature"),
        is("signatureAlgorithm", "sec:signingAlgorithm"),
        is("signatureValue", "sec:signatureValue"),
    ],
};
