//! What the command makes of documents and mails: every badge, and the addresses that may lead to some.

mod support;

use support::World;

fn fixture(name: &str) -> String {
    format!("{}/../fixtures/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn a_cv_gives_one_verdict_for_each_badge() {
    let ran = World::empty().run([
        "verify",
        &fixture("documents/cv.pdf"),
        "--offline",
        "--json",
        "--at",
        "2026-06-01T12:00:00Z",
    ]);
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let badges = report["inputs"][0]["badges"].as_array().unwrap();
    let verdicts: Vec<_> = badges.iter().map(|badge| badge["verdict"].as_str().unwrap()).collect();
    assert_eq!(verdicts, ["verified"; 4], "{}", ran.out);
}

// Without a network and without answers an address is only told; with answers the badge there is judged.
#[test]
fn addresses_in_a_mail_are_followed_where_there_are_answers() {
    let world = World::empty();
    world.write("mail.txt", "Voici mon badge : https://trois-ponts.example.org/b/7/assertion.json. Merci !");
    let verify = ["verify", "mail.txt", "--offline", "--json", "--at", "2026-06-01T12:00:00Z"];
    let told = world.run(verify);
    assert!(told.out.contains("\"only-links\"") && told.out.contains("\"none\""), "{}", told.out);
    let cache = fixture("badges/hosted_link/web");
    let judged = world.run(verify.into_iter().chain(["--cache", &cache]));
    assert!(judged.out.contains("Soudure") && !judged.out.contains("\"only-links\""), "{}", judged.out);
}
