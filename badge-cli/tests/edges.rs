//! Odd and hostile things at the edges of the command, each met once by hand.

mod support;

use support::World;

#[test]
fn examples_that_are_there_are_not_offered_again() {
    let world = World::empty();
    let init = ["init", "--name", "A", "--email", "a@example.org", "--no-passphrase"];
    let with = world.run(init.into_iter().chain(["--examples"])).good();
    assert!(with.err.contains("achievement list") && !with.err.contains("add-examples"), "{}", with.err);
    let without = World::empty().run(init).good();
    assert!(without.err.contains("add-examples"), "{}", without.err);
}

#[test]
fn a_strangers_words_do_nothing_to_a_terminal() {
    let world = World::place();
    let text =
        "[fr]\nname = \"\\u001B[2J\\u202Enom\"\ndescription = \"\\u001B]0;x\\u0007\"\ncriteria = \"\"\"a\nb\"\"\"\n";
    world.write("achievements/etrange.toml", text);
    for args in [&["achievement", "show", "etrange"][..], &["achievement", "list"], &["show", "\u{1b}[2J"]] {
        let ran = world.run(args);
        let all = format!("{}{}", ran.out, ran.err);
        assert!(all.contains("[2J"), "{all}");
        assert!(!all.contains(|c: char| (c.is_control() && c != '\n') || c == '\u{202e}'), "{all:?}");
    }
}
