//! Zoé, her badges, and what is to be seen of them.

use serde_json::Value;

use super::World;

pub(crate) const ZOE: &str = "zoe.exemple@example.org";

/// The day of every run.
pub(crate) const AT: &str = "2026-03-10";

pub(crate) fn issue(world: &World, achievement: &str, more: &[&str]) -> String {
    let mut args = vec!["issue", achievement, "--date", "2026-03-02", "--json"];
    args.extend(more);
    world.run(args).good().json()["token"].as_str().unwrap().to_owned()
}

pub(crate) fn publish(world: &World) {
    world.run(["publish", "--out", "site", "--at", AT]).good();
}

/// What the place knows of everybody's consent.
pub(crate) fn shown(world: &World) -> Value {
    world.run(["consent", "show", "--json", "--at", AT]).good().json()["people"].clone()
}
