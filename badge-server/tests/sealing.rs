//! The sealing key is missing, or lost: with the real program.

mod support;

use support::Data;

// What was published goes on being served, nothing is signed with a key that others could not open, and nothing is made
// that would hide that it is missing.
#[test]
fn without_its_sealing_key_a_server_serves_and_signs_nothing() {
    let data = Data::new();
    let base = format!("{}/a", data.origin());
    data.place("atelier", &base);
    let token = data.token(&base, "award");
    let award = |server: &support::Server, to: &str| {
        server.api(&token, "POST", "awards", &serde_json::json!({"achievement": support::ACHIEVEMENT, "to": to}))
    };
    let mut server = data.serve();
    let (status, awarded) = award(&server, "lea@example.org");
    assert_eq!(status, 201, "{awarded}");
    let page = format!("/a/b/{}/", awarded["id"].as_str().unwrap());
    server.kill();
    let (seal, away) = (data.path("data/seal.key"), data.path("away.key"));
    std::fs::rename(&seal, &away).unwrap();

    let mut server = data.serve();
    for public in ["/a/", page.as_str(), "/verify"] {
        server.page(public);
    }
    let (status, refused) = award(&server, "max@example.org");
    assert_eq!((status, refused["type"].as_str()), (503, Some("urn:badge-server:problem:sealed")), "{refused}");
    let (status, _, closed) = server.ask("GET", "/staff/sign-in?lang=fr", &[("Accept", "text/html")], "");
    assert!(status == 503 && closed.contains("clé de scellement"), "{status} {closed}");
    assert!(data.fails(&["key", "rotate", &base]).contains("la clé de scellement manque"));
    data.run(&["places"]);
    assert!(!seal.exists(), "no other one is made");
    server.kill();

    std::fs::rename(&away, &seal).unwrap();
    let mut server = data.serve();
    assert_eq!(award(&server, "max@example.org").0, 201, "it is back");
    server.kill();

    // It is lost for ever: another one does not do; what it sealed is given up, and there is a new key for each place.
    std::fs::write(&seal, format!("{}\n", "11".repeat(32))).unwrap();
    assert!(data.fails(&["--listen", "127.0.0.1:0"]).contains("pas la clé de scellement"));
    std::fs::remove_file(&seal).unwrap();
    assert!(data.fails(&["doctor"]).contains("forget-sealed"));
    assert!(data.fails(&["key", "forget-sealed"]).contains("keys\t1"), "without --yes nothing is given up");
    assert!(data.fails(&["key", "rotate", &base]).contains("la clé de scellement manque"));
    assert!(data.run(&["key", "forget-sealed", "--yes"]).contains("keys\t1"));
    data.run(&["key", "rotate", &base]);
    assert!(seal.exists(), "a new one is made");
    let server = data.serve();
    assert_eq!(award(&server, "zoe@example.org").0, 201);
    server.page(&page);
}
