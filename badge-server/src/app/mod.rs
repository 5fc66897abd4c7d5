//! The use-cases, free of HTTP: values in, values out. Handlers (`page`, `api`, `public`) call them and nothing below.

pub(crate) mod verify;
pub(crate) mod welcome;
