//! Tables given to the binary, and what it answers of their rows.

use serde_json::Value;

use super::{Ran, World};

/// The moment of every run.
pub(crate) const AT: &str = "2026-03-10T09:00:00Z";

pub(crate) fn batch(world: &World, verb: &str, args: &[&str]) -> Ran {
    world.run([&["batch", verb], args, &["--at", AT]].concat())
}

pub(crate) fn row(plan: &Value, line: usize) -> &Value {
    plan["rows"].as_array().unwrap().iter().find(|r| r["line"] == line).unwrap()
}

pub(crate) fn codes(row: &Value) -> Vec<&str> {
    row["findings"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap()).collect()
}

/// How many awards the place knows of.
pub(crate) fn awards(world: &World) -> usize {
    world.run(["list", "--json"]).good().json()["awards"].as_array().unwrap().len()
}
