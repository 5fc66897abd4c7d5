//! Known issuers, and a place that closes: through the real command, from the list to the verdict.

use std::borrow::BorrowMut;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use badge_tests::binary::{self, badge};
use badge_tests::serve_dir;
use serde_json::Value;

const DATE: &str = "2026-03-02T09:00:00Z";
const LATER: &str = "2028-03-02T09:00:00Z";

/// What the command wrote, when it ended with this code.
fn run(mut command: impl BorrowMut<Command>, code: i32) -> String {
    binary::run(command.borrow_mut(), code)
}

/// A folder with places in it.
struct World(tempfile::TempDir);

impl World {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A command run in this folder.
    fn cmd<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> Command {
        let mut command = badge(args);
        command.current_dir(self.0.path());
        command
    }

    /// A place with an address and one badge in each of two forms; its site is in `{name}-www`.
    fn place(&self, name: &str, base: &str) {
        let card = ["--name", name, "--email", "badges@example.org", "--no-passphrase", "--examples", "--at", DATE];
        run(self.cmd(["init"]).args(card).args(["--url", base, name]), 0);
        let given = ["--to", "camille@example.org", "--at", DATE, "--format", "ob3", "--format", "ob2-hosted"];
        run(self.cmd(["issue", "decoupe-laser", "--place", name]).args(given), 0);
        run(self.cmd(["publish", "--at", DATE, "--place", name, "--out", &format!("{name}-www")]), 0);
    }

    /// A badge of a place, as its recipient keeps it.
    fn held(&self, place: &str, file: &str) -> String {
        let awards = fs::read_dir(self.at(place).join("awards")).unwrap();
        let found = awards.map(|e| e.unwrap().path().join(file)).find(|p| p.is_file());
        found.unwrap_or_else(|| panic!("{place}: {file}")).display().to_string()
    }

    /// The report on a badge, without any network.
    fn verify(&self, badge: &str, more: &[&str], code: i32) -> Value {
        let out = run(self.cmd(["verify", "--json", "--offline", "--at", LATER, badge]).args(more), code);
        serde_json::from_str(&out).unwrap()
    }

    fn archive(&self, place: &str, site: &str, out: &str) -> String {
        let out = run(self.cmd(["archive", "--at", DATE, "--place", place, site, "-o", out]), 0);
        out.trim().to_owned()
    }

    fn new_list(&self, name: &str) {
        run(self.cmd(["trust", "new", "Ateliers de la côte", "--at", DATE, "-o", name]), 0);
    }

    fn add(&self, list: &str, issuer: &str) {
        run(self.cmd(["trust", "add", list, issuer, "--offline", "--yes", "--at", DATE]), 0);
    }
}

fn checks<'a>(report: &'a Value, code: &str) -> Vec<&'a Value> {
    let all = report["inputs"][0]["badges"][0]["checks"].as_array().unwrap();
    all.iter().filter(|c| c["code"] == code).collect()
}

fn why<'a>(report: &'a Value, code: &str) -> Vec<&'a str> {
    checks(report, code).iter().filter_map(|c| c["because"]["why"].as_str()).collect()
}

fn words(command: &mut Command, code: i32) -> String {
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{said}{}", String::from_utf8_lossy(&output.stdout));
    said
}

#[test]
fn a_place_closes_and_its_badges_stay() {
    let world = World::new();
    world.place("pont", "https://pont.example.org/badges");
    let key = world.archive("pont", "pont-www", "pont.zip");
    let badges = [world.held("pont", "credential.json"), world.held("pont", "assertion.json")];
    // The same site on the same day is the same file.
    world.archive("pont", "pont-www", "again.zip");
    assert_eq!(fs::read(world.at("pont.zip")).unwrap(), fs::read(world.at("again.zip")).unwrap());
    fs::remove_dir_all(world.at("pont-www")).unwrap();

    for (badge, asked) in badges.iter().zip(["proof.key", "hosted.fetched"]) {
        // Nobody answers any more.
        let report = world.verify(badge, &[], 3);
        assert_eq!(why(&report, asked), ["offline"], "{report:#}");
        // An archive by nobody in particular proves nothing, and that is told.
        let report = world.verify(badge, &["--archive", "pont.zip"], 3);
        assert_eq!(why(&report, asked), ["unknown_archive"], "{report:#}");
        // With the key that the place gave, it is as it was; and how old that is is told.
        let report = world.verify(badge, &["--archive", "pont.zip", "--archive-key", &key], 0);
        assert_eq!(report["trust"], "not-asked");
        let age = checks(&report, "resource.age");
        assert_eq!(age[0]["reason"]["id"], "from-archive", "{report:#}");
        assert_eq!(age[0]["reason"]["made"], DATE);
        assert_eq!(age[0]["reason"]["days"], "731");
        let archived = report["inputs"][0]["badges"][0]["resources"].as_array().unwrap();
        assert!(archived.iter().any(|r| r["archived"] == DATE), "{report:#}");
    }
    let page = run(
        world.cmd(["verify", "--offline", "--at", LATER, "--archive", "pont.zip", "--archive-key", &key, &badges[1]]),
        0,
    );
    assert!(page.contains("archive made on 2 March 2026"), "{page}");

    // A list that knows the place by its key vouches for its archive as well.
    world.new_list("list.json");
    world.add("list.json", "pont");
    for badge in &badges {
        let report = world.verify(badge, &["--archive", "pont.zip", "--trust", "list.json"], 0);
        assert_eq!((&report["trust"], &report["verdict"]), (&"known".into(), &"verified".into()), "{report:#}");
    }
    // A closed place comes onto a list from its archive, under both of its names and with its keys; without the archive, or
    // without its key, nothing is added.
    world.new_list("closed.json");
    for (badge, more) in badges.iter().zip([&["--archive-key", &key][..], &[]]) {
        let add = ["trust", "add", "closed.json", badge, "--offline", "--yes", "--at", LATER];
        words(&mut world.cmd(add), 2);
        let with_archive = [&add[..], &["--archive", "pont.zip"]].concat();
        if !more.is_empty() {
            words(&mut world.cmd(with_archive.iter().copied()), 2);
        }
        // Once the place is on the list, its key vouches for the archive: the second of its names needs no other.
        let said = words(world.cmd(with_archive.iter().copied()).args(more), 0);
        assert!(!said.contains("not proven"), "{said}");
        let report = world.verify(badge, &["--archive", "pont.zip", "--trust", "closed.json"], 0);
        assert_eq!(report["trust"], "known", "{report:#}");
    }
    // The table tells the known from the unknown.
    let both = ["--archive", "pont.zip", "--trust", "list.json", &badges[0], &badges[1]];
    let table = run(world.cmd(["verify", "--offline", "--at", LATER]).args(both), 0);
    assert_eq!(table.matches("issuer known").count(), 2, "{table}");
}

#[test]
fn an_archive_lends_nobody_anothers_name() {
    let world = World::new();
    world.place("pont", "https://pont.example.org");
    // Somebody makes a place of the same name and address, with a key of their own, and archives its site.
    world.place("faux", "https://pont.example.org");
    let forged_key = world.archive("faux", "faux-www", "faux.zip");
    let badges = [world.held("faux", "credential.json"), world.held("faux", "assertion.json")];
    world.new_list("list.json");
    world.add("list.json", "pont");
    for badge in &badges {
        let report = world.verify(badge, &["--archive", "faux.zip", "--trust", "list.json"], 3);
        assert_eq!(report["trust"], "unknown", "{report:#}");
        assert!(report.to_string().contains("unknown_archive"), "{report:#}");
    }
    // The forger is on the list under a name of their own: their archive speaks for that name's addresses alone.
    let own = ["did:web:faux.example.org", "--key", &forged_key, "--offline", "--yes"];
    run(world.cmd(["trust", "add", "list.json"]).args(own), 0);
    for badge in &badges {
        let report = world.verify(badge, &["--archive", "faux.zip", "--trust", "list.json"], 3);
        assert!(report.to_string().contains("unknown_archive"), "{report:#}");
    }
}

/// Dated ahead of time, an old archive would hide what newer ones know.
#[test]
fn an_archive_from_the_future_comes_last() {
    let world = World::new();
    world.place("pont", "https://pont.example.org");
    let archive = |at: &str, out: &str| {
        run(world.cmd(["archive", "--at", at, "--place", "pont", "pont-www", "-o", out]), 0).trim().to_owned()
    };
    let key = archive("2099-01-01T00:00:00Z", "future.zip");
    let badge = world.held("pont", "assertion.json");
    let given = ["--archive", "future.zip", "--archive-key", &key];
    world.verify(&badge, &given, 0);
    let folder = Path::new(&badge).parent().unwrap().file_name().unwrap().to_str().unwrap().to_owned();
    run(world.cmd(["revoke", &folder, "--place", "pont", "--reason", "By mistake", "--yes", "--at", DATE]), 0);
    run(world.cmd(["publish", "--at", DATE, "--place", "pont", "--out", "pont-www"]), 0);
    archive(DATE, "real.zip");
    for order in [["future.zip", "real.zip"], ["real.zip", "future.zip"]] {
        let both = ["--archive", order[0], "--archive", order[1], "--archive-key", &key];
        let report = world.verify(&badge, &both, 1);
        assert_eq!(report["inputs"][0]["badges"][0]["status"], "revoked", "{report:#}");
    }
}

#[test]
fn an_archive_that_was_touched_is_refused() {
    let world = World::new();
    world.place("pont", "https://pont.example.org");
    let key = world.archive("pont", "pont-www", "pont.zip");
    let badge = world.held("pont", "assertion.json");
    let good = fs::read(world.at("pont.zip")).unwrap();
    let try_it = |bytes: &[u8]| {
        fs::write(world.at("bad.zip"), bytes).unwrap();
        words(&mut world.cmd(["verify", "--offline", &badge, "--archive", "bad.zip", "--archive-key", &key]), 2)
    };
    assert!(try_it(&good[..good.len() / 2]).contains("cut short"));
    assert!(try_it(&good[..good.len() - 1]).contains("cut short"));
    assert!(try_it(b"{}").contains("no archive"));
    let mut changed = good.clone();
    let at = changed.len() / 3;
    changed[at] ^= 0x55;
    assert!(try_it(&changed).contains("error"));
    // A file under another name: told in the reader's language.
    let (name, other) = (b"site/issuer.json", b"site/issued.json");
    let mut renamed = good.clone();
    for at in 0..good.len() - name.len() {
        if good[at..].starts_with(name) {
            renamed[at..at + name.len()].copy_from_slice(other);
        }
    }
    assert!(renamed != good);
    fs::write(world.at("bad.zip"), &renamed).unwrap();
    let french = ["--lang", "fr", "verify", "--offline", &badge, "--archive", "bad.zip", "--archive-key", &key];
    let said = words(&mut world.cmd(french), 2);
    assert!(said.contains("parce que") && said.contains("depuis"), "{said}");
    // Nothing is overwritten unasked.
    assert!(
        words(&mut world.cmd(["archive", "--place", "pont", "pont-www", "-o", "pont.zip"]), 2).contains("pont.zip")
    );
    assert_eq!(fs::read(world.at("pont.zip")).unwrap(), good);
}

/// Killed at any moment, it leaves the whole archive or none.
#[test]
fn a_killed_archive_leaves_no_half_file() {
    let world = World::new();
    world.place("pont", "https://pont.example.org");
    let key = world.archive("pont", "pont-www", "whole.zip");
    let badge = world.held("pont", "assertion.json");
    let mut made = 0;
    for wait in 0..12_u64 {
        let out = format!("{wait}.zip");
        let mut child = world.cmd(["archive", "--place", "pont", "pont-www", "-o", &out]).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(wait * wait * 4));
        let _ = child.kill();
        child.wait().unwrap();
        if world.at(&out).exists() {
            made += 1;
            world.verify(&badge, &["--archive", &out, "--archive-key", &key], 0);
        }
    }
    assert!(made < 12, "none was killed in time");
}

/// What a list of addresses answers, kept by somebody else than the place.
#[test]
fn addresses_are_kept_as_they_answer() {
    let world = World::new();
    world.place("pont", "https://pont.example.org");
    let (address, web) = serve_dir(world.at("pont-www")).unwrap();
    let stand_in = format!("pont.example.org={address}");
    let badge = world.held("pont", "assertion.json");
    // What verifying it reads is what has to be kept.
    run(world.cmd(["verify", "--stand-in", &stand_in, "--record", "seen", &badge]), 0);
    let index: Value = serde_json::from_slice(&fs::read(world.at("seen/index.json")).unwrap()).unwrap();
    let list: Vec<&str> = index.as_object().unwrap().keys().map(String::as_str).collect();
    fs::write(world.at("urls.txt"), format!("# kept by the library\n{}\n", list.join("\n"))).unwrap();
    run(world.cmd(["init", "--name", "Médiathèque", "--email", "m@example.org", "--no-passphrase", "keeper"]), 0);
    let keep = ["archive", "--urls", "urls.txt", "--name", "Ateliers", "--place", "keeper", "--stand-in", &stand_in];
    let key = run(world.cmd(keep).args(["-o", "kept.zip"]), 0).trim().to_owned();
    drop(web);
    world.verify(&badge, &["--archive", "kept.zip"], 3);
    world.verify(&badge, &["--archive", "kept.zip", "--archive-key", &key], 0);
}

#[test]
fn a_network_signs_its_list_and_others_fetch_it() {
    let world = World::new();
    world.place("pont", "https://pont.example.org");
    run(world.cmd(["init", "--name", "Réseau", "--email", "r@example.org", "--no-passphrase", "reseau"]), 0);
    world.new_list("list.json");
    let dry = words(&mut world.cmd(["trust", "add", "list.json", "pont", "--dry-run"]), 0);
    assert!(dry.contains("did:web:pont.example.org") && dry.contains("issuer.json") && dry.contains("z6Mk"), "{dry}");
    assert_eq!(fs::read_to_string(world.at("list.json")).unwrap().matches("did:web").count(), 0);
    // Nobody is there to say yes.
    words(&mut world.cmd(["trust", "add", "list.json", "pont"]), 2);
    world.add("list.json", "pont");
    fs::create_dir(world.at("net")).unwrap();
    let sign = ["trust", "sign", "list.json", "--place", "reseau", "--at", DATE, "-o", "net/list.jws"];
    let key = run(&mut world.cmd(sign), 0).trim().to_owned();
    // A signed list is not changed; it is made again.
    words(&mut world.cmd(["trust", "add", "net/list.jws", "pont", "--yes"]), 2);

    let (site, _site) = serve_dir(world.at("pont-www")).unwrap();
    let (net, _net) = serve_dir(world.at("net")).unwrap();
    let stand_ins = [format!("pont.example.org={site}"), format!("reseau.example.org={net}")];
    let badge = world.held("pont", "credential.json");
    let verify = |list: &str, at: &str| {
        let mut command = world.cmd(["verify", "--json", "--at", at, "--trust", list, &badge]);
        command.args(stand_ins.iter().flat_map(|s| ["--stand-in", s]));
        command
    };
    let url = "https://reseau.example.org/list.jws";
    // Not believed at first sight: its key has to be told by the reader.
    let said = run(&mut verify(url, DATE), 2);
    assert!(said.contains("trust-key-unnamed") && said.contains(&key), "{said}");
    let report: Value = serde_json::from_str(&run(&mut verify(&format!("{url}#key={key}"), DATE), 0)).unwrap();
    assert_eq!(report["trust"], "known");
    assert_eq!(checks(&report, "trust.issuer")[0]["outcome"], "pass");
    let other = "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";
    let said = run(&mut verify(&format!("{url}#key={other}"), DATE), 2);
    assert!(said.contains("trust-other-key"), "{said}");
    // Two years later the list is over: the badge is authentic, and nobody says that its issuer is known.
    let report: Value = serde_json::from_str(&run(&mut verify(&format!("{url}#key={key}"), "2028-03-02"), 0)).unwrap();
    assert_eq!((&report["trust"], &report["verdict"]), (&"unknown".into(), &"verified".into()));
    assert_eq!(checks(&report, "trust.issuer")[0]["reason"]["id"], "trust-list-over");
    // One's own list, as a file, needs no signature; from the network it does.
    run(&mut verify("list.json", DATE), 0);
    fs::copy(world.at("list.json"), world.at("net/plain.json")).unwrap();
    let said = run(&mut verify("https://reseau.example.org/plain.json", DATE), 2);
    assert!(said.contains("trust-not-signed"), "{said}");

    let shown = run(world.cmd(["trust", "show", "net/list.jws", "--at", DATE]), 0);
    assert!(shown.contains("Ateliers de la côte") && shown.contains(&key), "{shown}");
    run(world.cmd(["trust", "remove", "list.json", "did:web:pont.example.org", "--yes", "--at", DATE]), 0);
    let report: Value = serde_json::from_str(&run(&mut verify("list.json", DATE), 0)).unwrap();
    assert_eq!(report["trust"], "unknown");
}

/// From a badge at hand, and from an id: with the keys that the issuer's own address names.
#[test]
fn issuers_are_added_with_their_keys() {
    let world = World::new();
    world.place("pont", "https://pont.example.org");
    let (site, _web) = serve_dir(world.at("pont-www")).unwrap();
    let stand_in = format!("pont.example.org={site}");
    world.new_list("list.json");
    let badge = world.held("pont", "credential.json");
    run(world.cmd(["trust", "add", "list.json", &badge, "--stand-in", &stand_in, "--yes", "--at", DATE]), 0);
    let profile = "https://pont.example.org/issuer.json";
    run(world.cmd(["trust", "add", "list.json", profile, "--stand-in", &stand_in, "--yes", "--at", DATE]), 0);
    let list: Value = serde_json::from_slice(&fs::read(world.at("list.json")).unwrap()).unwrap();
    assert_eq!(list["issuers"][0]["id"], "did:web:pont.example.org");
    assert!(list["issuers"][0]["keys"][0].as_str().unwrap().starts_with("z6Mk"), "{list:#}");
    assert_eq!(list["issuers"][0]["since"], "2026-03-02");
    assert_eq!(list["issuers"][1]["id"], profile);
    assert_eq!(list["issuers"][1]["name"], "pont");
    // Its site is closed: whoever knows name and key needs nobody to answer, and without a key nothing is added.
    let key = list["issuers"][0]["keys"][0].as_str().unwrap();
    let closed = ["--name", "Le Pont", "--key", key, "--offline", "--yes", "--at", DATE];
    run(world.cmd(["trust", "add", "list.json", "https://closed.example.org/issuer.json"]).args(closed), 0);
    let web = ["trust", "add", "list.json", "did:web:closed.example.org", "--offline", "--yes"];
    assert!(words(&mut world.cmd(web), 2).contains("--any-key"));
    let kept = fs::read_to_string(world.at("list.json")).unwrap();
    assert!(kept.contains("https://closed.example.org/issuer.json") && !kept.contains("did:web:closed"), "{kept}");
    run(world.cmd(web).arg("--any-key"), 0);
    let said = words(&mut world.cmd(["trust", "show", "https://closed.example.org/list.jws", "--offline"]), 2);
    assert!(said.contains("nobody be contacted"), "{said}");
    // A badge that proves nothing adds nobody; nor does an address without an issuer.
    words(&mut world.cmd(["trust", "add", "list.json", &badge, "--offline", "--yes"]), 2);
    let page = "https://pont.example.org/index.html";
    words(&mut world.cmd(["trust", "add", "list.json", page, "--stand-in", &stand_in, "--yes"]), 2);
    assert!(Path::new(&badge).exists());
}
