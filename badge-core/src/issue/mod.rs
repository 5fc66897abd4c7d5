//! From a draft to a signed credential.
