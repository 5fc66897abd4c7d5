//! A server that is busy or dies, a key that is refused, runs that are killed: nothing is lost, nothing awarded twice.

use std::process::Stdio;
use std::time::Duration;

use badge_tests::binary::run;
use serde_json::Value;

use crate::stand_in::{Document, Fault, KEY};
use crate::world::World;

#[test]
fn a_busy_or_dying_server_costs_no_award_and_doubles_none() {
    use Fault::{Busy, DiesAfter, DiesBefore};
    let Some(world) = World::new() else { return };
    for id in 1..=7 {
        world.ready(id);
    }
    // Passing troubles are waited out.
    world.grist.document().reads = vec![Busy, DiesBefore, DiesAfter];
    world.grist.document().writes = vec![Busy, DiesBefore, DiesAfter];
    run(&mut world.script(), 0);
    world.each_has_its_own(1..=7);

    // It is gone between the award and the writing back; for good, as far as this run can tell.
    for (n, gone) in [(8, DiesBefore), (9, DiesAfter), (10, Busy)] {
        world.ready(n);
        world.grist.document().writes = vec![gone; 6];
        run(&mut world.script(), 2);
        assert_eq!(world.list().len(), usize::try_from(n).unwrap(), "awarded, and not told");
        // The row may be told or not; nobody may be awarded again.
        run(&mut world.script(), 0);
        world.each_has_its_own(1..=n);
    }

    // The row is gone meanwhile: the others are told.
    world.ready(11);
    world.ready(12);
    world.grist.document().writes = vec![DiesBefore; 6];
    run(&mut world.script(), 2);
    world.grist.document().tables.get_mut("Inscriptions").unwrap().remove(&11);
    run(&mut world.script(), 0);
    assert_eq!((world.grist.cell(12, "Etat").as_str(), world.list().len()), ("attribué", 12));
}

#[test]
fn a_wrong_key_awards_nothing() {
    let Some(world) = World::new() else { return };
    world.ready(1);
    std::fs::write(world.path("grist.key"), "une-autre").unwrap();
    run(&mut world.script(), 2);
    assert_eq!(world.list().len(), 0);
    let seen = |d: &Document| (d.refused, d.log.clone());
    assert_eq!(seen(&world.grist.document()), (1, vec![]));
    std::fs::write(world.path("grist.key"), "").unwrap();
    run(&mut world.script(), 2);
    std::fs::write(world.path("grist.key"), KEY).unwrap();
    // A place that cannot award: nothing is written back, and it is awarded once the place can.
    std::fs::rename(world.path("lieu"), world.path("ailleurs")).unwrap();
    run(&mut world.script(), 2);
    assert_eq!(world.grist.cell(1, "Etat"), "");
    std::fs::rename(world.path("ailleurs"), world.path("lieu")).unwrap();
    run(&mut world.script(), 0);
    world.each_has_its_own(1..=1);
}

#[test]
fn runs_that_are_killed_anywhere_award_each_row_once() {
    let Some(world) = World::new() else { return };
    let mut seed = 20_260_302_u64;
    let mut chance = |most: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % most
    };
    let mut killed = 0;
    for id in 1..=24 {
        world.ready(id);
        if id == 10 || id == 17 {
            // The day on which a row without a date was asked for stays its day.
            world.set(id, "Le", Value::Null);
        }
        if id % 2 == 1 {
            continue;
        }
        let mut child = world.script().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(20 + chance(500)));
        killed += usize::from(child.try_wait().unwrap().is_none());
        let _ = child.kill();
        child.wait().unwrap();
    }
    assert!(killed > 3, "only {killed} were killed at work");
    // The command that a killed script called may still be at work: it is waited for by its lock.
    let mut both =
        [world.script(), world.script()].map(|mut c| c.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
    for child in &mut both {
        child.wait().unwrap();
    }
    run(&mut world.script(), 0);
    world.each_has_its_own(1..=24);
}
