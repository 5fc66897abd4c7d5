//! did:key and did:jwk by computation, did:web by a lookup.
