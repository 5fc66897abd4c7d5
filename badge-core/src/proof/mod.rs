//! One file per securing method.
