//! JSON-LD to quads over our own term tables, and RDFC-1.0.
