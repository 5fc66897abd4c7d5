//! Databases of a PostgreSQL that lives as long as this test's process, where Debian's is installed. The server has to be
//! built with its feature `postgres`, which `--all-features` gives it.

#![allow(dead_code, unreachable_pub)] // each test uses its own share

use std::sync::OnceLock;

use cluster::Cluster;

#[path = "../../../badge-server/src/testing/cluster.rs"]
mod cluster;

/// The address of a new database. `None` where there is no PostgreSQL, which is said loudly.
pub fn new() -> Option<String> {
    static CLUSTER: OnceLock<Option<Cluster>> = OnceLock::new();
    CLUSTER.get_or_init(Cluster::start).as_ref().map(Cluster::database)
}

/// Both ways in which a server keeps what it knows: SQLite, and PostgreSQL where there is one.
pub fn both() -> impl Iterator<Item = Option<String>> {
    std::iter::once(None).chain(new().map(Some))
}
