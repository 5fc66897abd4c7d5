//! The version-neutral badge and its parts.
