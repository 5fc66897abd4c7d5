//! Telling people about their badges: the real command, and a real mail server that behaves as servers do.
//! Everybody is invented.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use badge_tests::binary::badge;
use badge_tests::smtp::{MailServer, Received};
use serde_json::{Value, json};

/// A place, and what its commands said.
struct World(tempfile::TempDir);

struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl World {
    /// A place at an address, with the ready-made achievements.
    fn place(url: Option<&str>) -> Self {
        let world = Self(tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap());
        let mut args = vec!["init", "--name", "Atelier d'Essai", "--email", "bonjour@atelier.example.org"];
        args.extend(["--no-passphrase", "--examples"]);
        args.extend(url.into_iter().flat_map(|url| ["--url", url]));
        world.good(args);
        world
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn command<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> Command {
        let mut command = badge(args);
        command.env("BADGE_LANG", "fr").current_dir(self.0.path());
        command
    }

    fn run<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> Ran {
        ran(self.command(args).output().unwrap())
    }

    #[track_caller]
    fn good<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> String {
        let ran = self.run(args);
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
        ran.out
    }

    fn issue(&self, to: &str, more: &[&str]) -> String {
        let args = ["issue", "impression-3d", "--to", to, "--json"];
        let out = self.good(args.into_iter().chain(more.iter().copied()));
        serde_json::from_str::<Value>(&out).unwrap()["token"].as_str().unwrap().to_owned()
    }

    /// Says in `place.toml` how mail goes out, in place of what was said there before.
    fn mail(&self, settings: &str) {
        let card = fs::read_to_string(self.at("place.toml")).unwrap();
        let card = card.split("\n[mail]").next().unwrap().to_owned();
        fs::write(self.at("place.toml"), card + settings).unwrap();
    }

    fn send(&self, more: &[&str]) -> (i32, Value) {
        let ran = self.run(["send", "--yes", "--json"].into_iter().chain(more.iter().copied()));
        (ran.code, serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{e}: {}{}", ran.out, ran.err)))
    }

    /// The state of the message to each address.
    fn states(&self) -> BTreeMap<String, String> {
        let all: Value = serde_json::from_str(&self.good(["send", "--list", "--json"])).unwrap();
        let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
        all["messages"].as_array().unwrap().iter().map(|m| (text(&m["to"]), text(&m["state"]))).collect()
    }
}

fn ran(output: Output) -> Ran {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

fn counts(answer: &Value) -> [u64; 4] {
    ["sent", "refused", "uncertain", "waiting"].map(|name| answer["counts"][name].as_u64().unwrap())
}

fn part<'a>(mail: &'a Received, kind: &str) -> Vec<&'a Value> {
    mail.about["parts"].as_array().unwrap().iter().filter(|p| p["type"] == kind).collect()
}

fn text(mail: &Received, kind: &str) -> String {
    part(mail, kind)[0]["text"].as_str().unwrap().replace(['\u{a0}', '\u{202f}'], " ").replace("\r\n", "\n")
}

#[test]
fn a_message_has_all_that_a_person_needs_and_its_badge_is_a_badge() {
    let Some(server) = MailServer::start(json!({})) else { return };
    let world = World::place(None);
    world.mail(&server.settings("none", ""));
    let long = "A conçu puis imprimé un support. ".repeat(60);
    let narrative = ["--name", "Zoé O'Neill", "--narrative", &long, "--expires", "2090-01-31"];
    let token = world.issue("zoe@example.org", &narrative);
    world.issue("sam@example.org", &["--language", "en"]);
    let (code, answer) = world.send(&[]);
    assert_eq!((code, counts(&answer)), (0, [2, 0, 0, 0]), "{answer}");

    let received = server.received();
    assert_eq!(received.len(), 2);
    let zoe = received.iter().find(|r| r.to == "zoe@example.org").unwrap();
    let about = &zoe.about;
    assert_eq!(about["defects"], json!([]), "a reader finds nothing wrong");
    assert!(about["longest"].as_u64().unwrap() <= 998 && about["ascii"] == true, "RFC 5322, 2.1.1");
    let kinds = [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "image/png",
    ];
    assert_eq!(about["kinds"], json!(kinds));
    let headers = &about["headers"];
    assert_eq!(headers["from"], "Atelier d'Essai <bonjour@atelier.example.org>");
    assert_eq!(headers["to"], "Zoé O'Neill <zoe@example.org>");
    let plain = text(zoe, "text/plain");
    let html = text(zoe, "text/html");
    for words in
        ["Bonjour Zoé", "A conçu puis imprimé un support. A conçu", "31 janvier 2090", "bonjour@atelier.example.org"]
    {
        assert!(plain.contains(words), "{words}: {plain}");
        assert!(html.contains(words) || words == "Bonjour Zoé", "{words}: {html}");
    }
    assert!(headers["subject"].as_str().unwrap().contains("Impression 3D"), "{headers}");
    // The picture that the page shows is the one that came with it; the attached one has a name to be kept under.
    let pictures = part(zoe, "image/png");
    let cid = pictures[0]["cid"].as_str().unwrap().trim_matches(['<', '>']);
    assert!(html.contains(&format!("src=\"cid:{cid}\"")), "{html}");
    assert_eq!(pictures[1]["disposition"], "attachment");
    assert_eq!(pictures[1]["name"], format!("impression-3d-{}.png", &token[..8]));
    // What was received is a badge, and verifies: the whole message is given to the verifier.
    let file = zoe.file.display().to_string();
    let verified = world.run(["verify", "--offline", "--json", &file]);
    let report: Value = serde_json::from_str(&verified.out).unwrap();
    assert_eq!((verified.code, &report["verdict"]), (0, &json!("verified")), "{report}");

    let sam = received.iter().find(|r| r.to == "sam@example.org").unwrap();
    assert!(text(sam, "text/plain").starts_with("Hello,") && text(sam, "text/html").contains("How to keep it"));
    // A second run has nobody to tell.
    assert_eq!(world.send(&[]), (0, world.send(&[]).1));
    assert_eq!(server.received().len(), 2);
}

/// A server with TLS, and a place with one badge to tell of; `more` are lines of `[mail]`.
fn behind_tls(wish: Value) -> Option<(MailServer, World)> {
    let server = MailServer::start(wish)?;
    let world = World::place(None);
    fs::copy(server.root(), world.at("root.pem")).unwrap();
    world.issue("lea@example.org", &[]);
    Some((server, world))
}

#[test]
fn tls_is_held_to_and_a_wrong_password_loses_nothing() {
    for (security, other) in [("starttls", "implicit"), ("implicit", "starttls")] {
        let wish = json!({"security": security, "user": "atelier", "password": "s3cret"});
        let Some((server, world)) = behind_tls(wish) else { return };
        let stopped = |more: &str, with: &str| {
            world.mail(&server.settings(with, more));
            let mut command = world.command(["send", "--yes", "--json", "--wait", "0"]);
            let ran = ran(command.env("BADGE_SMTP_PASSWORD", "wrong").output().unwrap());
            let answer: Value = serde_json::from_str(&ran.out).unwrap();
            assert_eq!((ran.code, counts(&answer)), (2, [0, 0, 0, 1]), "{answer}");
            assert!(answer["stopped"]["hint"].is_string(), "{answer}");
            answer["stopped"]["code"].as_str().unwrap().to_owned()
        };
        let user = "user = \"atelier\"\n";
        let trusted = format!("{user}ca_file = \"root.pem\"");
        assert_eq!(stopped(user, security), "smtp-certificate-unknown", "nobody known vouches for it");
        assert_eq!(stopped(&trusted, security), "smtp-auth-refused");
        let port = stopped(&trusted, other);
        assert!(["smtp-tls", "smtp-away"].contains(&port.as_str()), "{port}");
        assert_eq!(server.received().len(), 0);

        world.mail(&server.settings(security, &format!("{trusted}\npassword_file = \"secret\"")));
        fs::write(world.at("secret"), "s3cret\n").unwrap();
        let mode = |mode| std::os::unix::fs::PermissionsExt::from_mode(mode);
        fs::set_permissions(world.at("secret"), mode(0o644)).unwrap();
        let open = world.run(["send", "--check"]);
        assert!(open.code == 2 && open.err.contains("chmod 600"), "{}", open.err);
        fs::set_permissions(world.at("secret"), mode(0o600)).unwrap();
        let checked = world.run(["send", "--check"]);
        assert!(checked.code == 0 && checked.err.contains("atelier"), "{}", checked.err);
        assert_eq!(server.received().len(), 0, "a check sends nothing");
        assert_eq!(counts(&world.send(&[]).1), [1, 0, 0, 0]);
        assert_eq!(server.received().len(), 1);
    }
}

#[test]
fn nothing_goes_in_the_open_or_to_a_server_of_another_name() {
    let Some((server, world)) = behind_tls(json!({"security": "starttls", "address": "127.0.0.2"})) else { return };
    let named = server.settings("starttls", "ca_file = \"root.pem\"").replace("localhost", "127.0.0.2");
    world.mail(&named);
    let (code, answer) = world.send(&[]);
    assert_eq!((code, &answer["stopped"]["code"]), (2, &json!("smtp-certificate-name")), "{answer}");
    drop(server);
    let Some(open) = MailServer::start(json!({})) else { return };
    world.mail(&open.settings("starttls", ""));
    let (code, answer) = world.send(&[]);
    assert_eq!((code, &answer["stopped"]["code"]), (2, &json!("smtp-no-starttls")), "{answer}");
    // Without protection to another machine is a mistake in the settings, found before anything is opened.
    world.mail("\n[mail]\nhost = \"mail.example.org\"\nsecurity = \"none\"\n");
    let refused = world.run(["send", "--yes"]);
    assert!(refused.code == 2 && refused.err.contains("localhost"), "{}", refused.err);
    assert_eq!(open.received().len(), 0);
    // Nobody there at all.
    world.mail("\n[mail]\nhost = \"localhost\"\nport = 9\nsecurity = \"none\"\n");
    let (code, answer) = world.send(&["--wait", "0"]);
    assert_eq!((code, &answer["stopped"]["code"], counts(&answer)), (2, &json!("smtp-away"), [0, 0, 0, 1]), "{answer}");
    // Without any settings, what to write is said.
    world.mail("");
    let none = world.run(["send", "--yes"]);
    assert!(none.code == 2 && none.err.contains("[mail]"), "{}", none.err);
}

#[test]
fn what_a_server_says_of_one_message_is_noted_and_the_rest_goes_on() {
    let wish = json!({
        "refuse": {"non@example.org": 550}, "greylist": ["plus-tard@example.org"], "delay": 0.05,
        "drop": {"garde@example.org": "kept"}, "hang_up": 3,
    });
    let Some(server) = MailServer::start(wish) else { return };
    let world = World::place(None);
    world.mail(&server.settings("none", ""));
    let people = [
        "a@example.org",
        "garde@example.org",
        "non@example.org",
        "plus-tard@example.org",
        "b@example.org",
        "c@example.org",
        "d@example.org",
    ];
    for to in people {
        world.issue(to, &[]);
    }
    let ran = world.run(["send", "--yes"]);
    assert_eq!(ran.code, 1, "one was refused: {}{}", ran.out, ran.err);
    assert!(ran.out.contains("non@example.org") && ran.out.contains("550 5.1.1 No mailbox"), "{}", ran.out);
    assert!(ran.err.contains("person merge") && ran.err.contains("--resend"), "{}", ran.err);
    let states = world.states();
    assert_eq!(states["non@example.org"], "refused");
    assert_eq!(states["garde@example.org"], "uncertain");
    for to in ["a@example.org", "plus-tard@example.org", "b@example.org", "c@example.org", "d@example.org"] {
        assert_eq!(states[to], "sent", "{to}");
    }
    // Nothing of that is tried again by itself; what is uncertain is told each time.
    let (code, answer) = world.send(&[]);
    assert_eq!((code, counts(&answer)), (3, [0, 0, 1, 0]), "{answer}");
    assert_eq!(server.received().len(), 6);
    // Somebody decided: sent again, under the same name, so that a mailbox that has it takes it for the same.
    drop(server);
    let Some(server) = MailServer::start(json!({})) else { return };
    world.mail(&server.settings("none", ""));
    let (code, answer) = world.send(&["--resend", "all-uncertain"]);
    assert_eq!((code, counts(&answer)), (0, [1, 0, 0, 0]), "{answer}");
    // An address put right: the one that was refused goes there.
    world.good(["person", "merge", "non@example.org", "oui@example.org", "--yes"]);
    assert_eq!(counts(&world.send(&["--resend", "oui@example.org"]).1), [1, 0, 0, 0]);
    // Asked for once more though it arrived: another message, of another name.
    assert_eq!(counts(&world.send(&["--resend", "a@example.org"]).1), [1, 0, 0, 0]);
    let received = server.received();
    assert_eq!(
        received.iter().map(|r| r.to.as_str()).collect::<Vec<_>>(),
        ["garde@example.org", "oui@example.org", "a@example.org"]
    );
    assert!(received[2].about["headers"]["message-id"].as_str().unwrap().contains(".1@"), "{}", received[2].about);
    assert_eq!(world.run(["send", "--yes", "--resend", "nobody@example.org"]).code, 2);
}

#[test]
fn what_was_put_off_waits_for_its_hour_in_the_next_run() {
    let Some(server) = MailServer::start(json!({"greylist": ["lea@example.org"]})) else { return };
    let world = World::place(None);
    let hour = server.settings("none", "").replace("retry_after = 1", "retry_after = 3600");
    world.mail(&hour);
    world.issue("lea@example.org", &[]);
    let at = |hour: &str| world.send(&["--wait", "5", "--at", &format!("2090-03-02T{hour}:00Z")]);
    let (code, answer) = at("09:00");
    assert_eq!((code, counts(&answer)), (3, [0, 0, 0, 1]), "{answer}");
    let message = &answer["messages"][0];
    assert_eq!((&message["code"], &message["due"]), (&json!(451), &json!("2090-03-02T10:00:00Z")), "{answer}");
    assert_eq!(counts(&at("09:59").1), [0, 0, 0, 1], "not before its hour");
    assert_eq!(counts(&at("10:00").1), [1, 0, 0, 0]);
    assert_eq!(server.received().len(), 1);
}

#[test]
fn every_name_and_setting_is_told_in_the_page_about_mail() {
    use badge_core::site::letter::{BADGE_NAMES, NAMES};
    let page = include_str!("../../docs/mail.md");
    for name in NAMES.iter().chain(&BADGE_NAMES) {
        assert!(page.contains(&format!("`{{{name}}}`")), "{name}");
    }
    let names = "host security port user password_file from reply_to ca_file per_minute timeout retry_after";
    for name in names.split(' ') {
        assert!(page.contains(&format!("| `{name}` |")), "{name}");
    }
}

#[test]
fn a_server_that_always_hangs_up_makes_two_messages_uncertain_and_no_more() {
    let drop =
        json!({"a@example.org": "lost", "b@example.org": "kept", "c@example.org": "lost", "d@example.org": "lost"});
    let Some(server) = MailServer::start(json!({"drop": drop})) else { return };
    let world = World::place(None);
    world.mail(&server.settings("none", ""));
    for name in ["a", "b", "c", "d"] {
        world.issue(&format!("{name}@example.org"), &[]);
    }
    let (code, answer) = world.send(&[]);
    assert_eq!((code, counts(&answer), &answer["stopped"]["code"]), (2, [0, 0, 2, 2], &json!("smtp-hangs-up")));
    let wish = json!({"sender": "another@example.org"});
    let Some(server) = MailServer::start(wish) else { return };
    world.mail(&server.settings("none", ""));
    let (code, answer) = world.send(&[]);
    assert_eq!((code, &answer["stopped"]["code"]), (2, &json!("smtp-sender-refused")), "{answer}");
    assert_eq!(world.states().values().filter(|s| *s == "waiting").count(), 2, "nothing is lost");
}

// D-05, D-11
#[test]
fn who_may_not_be_written_to_is_not() {
    let Some(server) = MailServer::start(json!({})) else { return };
    let world = World::place(Some("https://badges.example.org"));
    world.mail(&server.settings("none", ""));
    world.issue("enfant@example.org", &["--minor"]);
    world.issue("accord@example.org", &["--minor", "--consent", "sa mère"]);
    let revoked = world.issue("repris@example.org", &[]);
    world.good(["revoke", &revoked, "--yes"]);
    world.issue("efface@example.org", &[]);
    world.issue("ancien@example.org", &["--name", "Ana"]);
    world.good(["issue", "premiers-pas", "--card"]);
    // Two badges of one person go into one message.
    world.good(["issue", "decoupe-laser", "--to", "ancien@example.org"]);
    world.good(["publish", "--out", "site"]);

    // They wait in the outbox of a run that found nobody; what happens meanwhile counts.
    let away = format!("{}\n", server.settings("none", "")).replace(&server.port.to_string(), "9");
    world.mail(&away);
    let (code, answer) = world.send(&["--wait", "0"]);
    assert_eq!((code, counts(&answer)), (2, [0, 0, 0, 3]), "{answer}");
    assert_eq!(answer["not_told"], json!({"no_address": 0, "no_consent": 1}), "{answer}");
    let shown = world.good(["person", "show", "efface@example.org"]);
    assert!(shown.contains("en attente"), "{shown}");
    world.good(["person", "erase", "efface@example.org", "--yes"]);
    world.good(["person", "merge", "ancien@example.org", "nouveau@example.org", "--yes"]);
    world.mail(&server.settings("none", ""));
    let (code, answer) = world.send(&[]);
    assert_eq!((code, counts(&answer)), (0, [2, 0, 0, 0]), "{answer}");
    let received = server.received();
    let to: BTreeSet<&str> = received.iter().map(|r| r.to.as_str()).collect();
    assert_eq!(to, BTreeSet::from(["accord@example.org", "nouveau@example.org"]));
    let two = received.iter().find(|r| r.to == "nouveau@example.org").unwrap();
    assert!(two.about["headers"]["subject"].as_str().unwrap().contains('2'), "{}", two.about["headers"]);
    assert!(text(two, "text/plain").contains("https://badges.example.org/b/"), "the page is published");
    assert_eq!(part(two, "image/png").len(), 4);

    // What was written to somebody is shown to them, copied for them, and erased with them.
    let shown = world.good(["person", "show", "nouveau@example.org"]);
    assert!(shown.contains("envoyé") && !shown.contains("outbox/"), "{shown}");
    world.good(["person", "export", "nouveau@example.org", "--out", "copie"]);
    assert!(fs::read_to_string(world.at("copie/person.json")).unwrap().contains("\"sent\""));
    let tried = world.good(["person", "erase", "nouveau@example.org", "--dry-run"]);
    assert!(tried.contains("/outbox/"), "{tried}");
    world.good(["person", "erase", "nouveau@example.org", "--yes"]);
    assert_eq!(world.states().keys().collect::<Vec<_>>(), ["accord@example.org"]);
    for entry in fs::read_dir(world.at("outbox")).unwrap() {
        assert!(!fs::read_to_string(entry.unwrap().path()).unwrap().contains("nouveau@"));
    }
}

#[test]
fn strange_names_and_addresses_stay_in_their_place() {
    let Some(server) = MailServer::start(json!({})) else { return };
    let world = World::place(None);
    world.mail(&server.settings("none", ""));
    let name = format!("Zoé \"la\" <chef>, 日本 {}", "Très Long Nom ".repeat(12));
    world.issue("zoe@bücher.example", &["--name", &name, "--narrative", "Ligne\n\n.\nBcc: tous@example.org"]);
    world.issue("accentué@example.org", &[]);
    // A name as no command would write it: the file is a person's to change.
    let people = fs::read_to_string(world.at("people.json")).unwrap();
    fs::write(world.at("people.json"), people.replace("Zoé ", "Zoé\\r\\nBcc: tous@example.org\\r\\n ")).unwrap();
    let (code, answer) = world.send(&[]);
    assert_eq!((code, counts(&answer)), (1, [1, 1, 0, 0]), "{answer}");
    let received = server.received();
    assert_eq!(received[0].to, "zoe@xn--bcher-kva.example");
    let about = &received[0].about;
    assert_eq!((&about["defects"], &about["ascii"]), (&json!([]), &json!(true)));
    assert!(about["headers"].get("bcc").is_none() && about["longest"].as_u64().unwrap() < 998, "{}", about["headers"]);
    let to = about["headers"]["to"].as_str().unwrap();
    assert!(to.contains("日本") && to.ends_with("<zoe@xn--bcher-kva.example>") && to.matches('@').count() <= 2, "{to}");
    assert!(text(&received[0], "text/plain").contains("Bcc: tous@example.org"), "words stay words");
    // The letters of an address that the server does not take: told, and the rest went on.
    let listed = world.good(["send", "--list"]);
    assert!(listed.contains("accentué@example.org"), "{listed}");
    let Some(modern) = MailServer::start(json!({"utf8": true})) else { return };
    world.mail(&modern.settings("none", ""));
    assert_eq!(counts(&world.send(&["--resend", "accentué@example.org"]).1), [1, 0, 0, 0]);
    assert_eq!(modern.received()[0].to, "accentué@example.org");
}

#[test]
fn a_place_has_words_of_its_own() {
    let Some(server) = MailServer::start(json!({})) else { return };
    let world = World::place(None);
    world
        .mail(&server.settings("none", "from = \"envoi@atelier.example.org\"\nreply_to = \"lea@atelier.example.org\""));
    world.issue("zoe@example.org", &[]);
    let written = world.good(["send", "--write-templates"]);
    assert_eq!(written.lines().count(), 4, "{written}");
    assert_eq!(world.good(["send", "--write-templates"]), "", "what is there stays");
    let path = world.at("templates/mail.fr.txt");
    let ours = fs::read_to_string(&path).unwrap();
    fs::write(&path, ours.replace("{badge}", "{bagde}")).unwrap();
    let wrong = world.run(["send", "--yes"]);
    let line = ours.lines().position(|l| l.contains("{badge}")).unwrap() + 1;
    assert!(wrong.code == 2 && wrong.err.contains(&format!("mail.fr.txt:{line}")), "{}", wrong.err);
    assert!(wrong.err.contains("{bagde}") && wrong.err.contains("{badge}"), "{}", wrong.err);
    assert_eq!(server.received().len(), 0);
    fs::write(&path, "Objet : Bravo {person}\n\n{each badge}\n- {badge}\n{end}\nL’atelier\n").unwrap();
    fs::remove_file(world.at("templates/mail.fr.html")).unwrap();
    // A look before anything goes out.
    let files = world.good(["send", "--dry-run", "--out", "apercu"]);
    assert_eq!(files.trim(), "apercu/zoe@example.org.eml");
    assert!(fs::read_to_string(world.at(files.trim())).unwrap().contains("Bravo"));
    assert_eq!(world.states().len(), 0, "a try leaves nothing");
    let verified = world.run(["verify", "--offline", files.trim()]);
    assert_eq!(verified.code, 0, "{}{}", verified.out, verified.err);
    world.send(&[]);
    let received = server.received();
    assert_eq!(received[0].about["kinds"], json!(["multipart/mixed", "text/plain", "image/png"]));
    assert_eq!(text(&received[0], "text/plain").trim_end(), "- Impression 3D\nL’atelier");
    assert_eq!(received[0].about["headers"]["reply-to"], "Atelier d'Essai <lea@atelier.example.org>");
    assert!(received[0].about["headers"]["message-id"].as_str().unwrap().ends_with("@atelier.example.org>"));
}

#[test]
fn a_run_that_dies_in_the_middle_of_a_message_says_so_and_two_runs_do_not_mix() {
    let Some(server) = MailServer::start(json!({"delay": 3.0})) else { return };
    let world = World::place(None);
    world.mail(&server.settings("none", ""));
    world.issue("lea@example.org", &[]);
    let mut child = world.command(["send", "--yes"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    // The state is on the disk before the server has the text: when it is there, the answer is still to come.
    let handing = || {
        let entries = fs::read_dir(world.at("outbox")).into_iter().flatten().flatten();
        entries.filter_map(|e| fs::read_to_string(e.path()).ok()).any(|text| text.contains("\"handing\""))
    };
    while !handing() && child.try_wait().unwrap().is_none() {
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    let busy = world.run(["send", "--yes", "--json"]);
    assert!(busy.code == 2 && busy.out.contains("send-busy"), "{}{}", busy.out, busy.err);
    // Others can award meanwhile: nobody holds the place while the server is waited for.
    world.issue("tom@example.org", &[]);
    child.kill().unwrap();
    child.wait().unwrap();
    drop(server);
    let Some(server) = MailServer::start(json!({})) else { return };
    world.mail(&server.settings("none", ""));
    let ran = world.run(["send", "--yes"]);
    assert_eq!(ran.code, 3, "{}{}", ran.out, ran.err);
    assert!(
        ran.out.contains("incertain  lea@example.org") && ran.out.contains("envoyé  tom@example.org"),
        "{}",
        ran.out
    );
    assert!(ran.err.contains("--resend"), "{}", ran.err);
    assert_eq!(server.received().len(), 1);
}

#[test]
fn what_was_sent_is_not_sent_again_because_of_what_happens_to_the_badge() {
    let Some(server) = MailServer::start(json!({})) else { return };
    let world = World::place(Some("https://badges.example.org"));
    world.mail(&server.settings("none", ""));
    let first = world.issue("lea@example.org", &[]);
    world.send(&[]);
    for step in [["revoke", &first, "--yes"], ["reinstate", &first, "--yes"]] {
        world.good(step);
        assert_eq!(world.send(&[]).0, 0);
        assert_eq!(server.received().len(), 1, "{step:?}");
    }
    world.good(["revoke", &first, "--yes"]);
    let (code, _) = world.send(&["--resend", "lea@example.org"]);
    assert_eq!((code, server.received().len()), (2, 1), "a badge that was taken back is not announced");
    // Of two badges in one message that waits, the one that holds is told; the other when it holds again.
    let kept = world.issue("tom@example.org", &[]);
    let out = world.good(["issue", "decoupe-laser", "--to", "tom@example.org", "--json"]);
    let back = serde_json::from_str::<Value>(&out).unwrap()["token"].as_str().unwrap().to_owned();
    world.mail("\n[mail]\nhost = \"localhost\"\nport = 9\nsecurity = \"none\"\n");
    assert_eq!(world.send(&["--wait", "0"]).0, 2);
    world.good(["revoke", &back, "--yes"]);
    world.mail(&server.settings("none", ""));
    let (_, answer) = world.send(&[]);
    assert_eq!(answer["messages"][0]["awards"], json!([kept]), "{answer}");
    world.good(["reinstate", &back, "--yes"]);
    let (_, answer) = world.send(&[]);
    assert_eq!(answer["messages"][0]["awards"], json!([back]), "{answer}");
    assert_eq!(server.received().len(), 3);
}

/// A small disk of its own, gone when the test is over.
struct Disk(PathBuf);

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[test]
#[allow(clippy::print_stderr, reason = "a test that is skipped has to be seen")]
fn a_full_disk_sends_nothing_that_it_could_not_note() {
    let Some(server) = MailServer::start(json!({})) else { return };
    let world = World::place(None);
    world.mail(&server.settings("none", ""));
    for name in ["a", "b", "c", "d"] {
        world.issue(&format!("{name}@example.org"), &[]);
    }
    let outbox = world.at("outbox");
    fs::create_dir(&outbox).unwrap();
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=36k", "tmpfs"]).arg(&outbox).output();
    if !mounted.is_ok_and(|o| o.status.success()) {
        eprintln!("SKIPPED: a small disk cannot be mounted here (this test needs root)");
        return;
    }
    let disk = Disk(outbox.clone());
    // Ever less room: first not even the list of messages fits, then not the state of one of them.
    let mut stopped = 0;
    for pages in [0, 2, 4, 5, 6] {
        let _ = fs::remove_file(outbox.join("filler"));
        let taken = fs::read_dir(&outbox).unwrap().count();
        fs::write(outbox.join("filler"), vec![0; 4096 * 9_usize.saturating_sub(pages + taken)]).unwrap();
        let ran = world.run(["send", "--yes"]);
        stopped += u32::from(ran.code == 2 && ran.err.contains("plein"));
    }
    let _ = fs::remove_file(outbox.join("filler"));
    let (_, answer) = world.send(&[]);
    assert!(stopped > 0 && answer["stopped"].is_null(), "{stopped} {answer}");
    let states = world.states();
    let received = server.received();
    for name in ["a", "b", "c", "d"] {
        let to = format!("{name}@example.org");
        let times = received.iter().filter(|r| r.to == to).count();
        let state = states[&to].as_str();
        assert!(times == 1 && ["sent", "uncertain"].contains(&state), "{to}: {state}, {times}");
    }
    drop(disk);
}

/// A small generator, so that a failure can be told with its seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }
}

#[test]
#[allow(clippy::print_stdout, clippy::disallowed_methods, reason = "the seed has to be seen")]
fn a_cohort_is_told_once_whatever_kills_the_process() {
    let Some(server) = MailServer::start(json!({"refuse": {"p2@example.org": 550}, "delay": 0.004})) else { return };
    let world = World::place(None);
    world.mail(&server.settings("none", ""));
    let rows: String = (0..30).map(|n| format!("Camille {n};p{n}@example.org;impression-3d;2026-03-02\n")).collect();
    fs::write(world.at("table.csv"), format!("Nom;Courriel;Badge;Date\n{rows}")).unwrap();
    world.good(["batch", "issue", "table.csv", "--yes"]);
    let seed = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos() as u64 | 1;
    println!("seed {seed}");
    let mut chance = Chance(seed);
    for _ in 0..14 {
        let mut command = world.command(["send", "--yes", "--json"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_micros(20_000 + chance.below(120_000)));
        let _ = child.kill();
        child.wait().unwrap();
    }
    let (_, answer) = world.send(&[]);
    assert_eq!(answer["stopped"], Value::Null, "{answer}");
    assert_eq!(answer["counts"]["waiting"], 0, "{answer}");

    let received = server.received();
    let mut times: BTreeMap<&str, u32> = BTreeMap::new();
    received.iter().for_each(|r| *times.entry(&r.to).or_default() += 1);
    let states = world.states();
    assert_eq!(states.len(), 30);
    for n in 0..30 {
        let to = format!("p{n}@example.org");
        let times = times.get(to.as_str()).copied().unwrap_or(0);
        match states[&to].as_str() {
            "sent" => assert_eq!(times, 1, "{to}"),
            "refused" => assert!(to == "p2@example.org" && times == 0),
            // Cut off in between: it arrived or not, and a person is asked.
            "uncertain" => assert!(times <= 1, "{to}"),
            state => panic!("{to}: {state}"),
        }
    }
    assert_eq!(states["p2@example.org"], "refused", "the third of thirty");
    let uncertain = states.values().filter(|s| *s == "uncertain").count();
    println!("{} received, {uncertain} uncertain", received.len());
    let told = world.run(["send", "--yes"]);
    assert_eq!(told.code, if uncertain > 0 { 3 } else { 0 }, "{}{}", told.out, told.err);
    for (to, _) in states.iter().filter(|(_, state)| *state == "uncertain") {
        assert!(told.out.contains(to.as_str()), "{to} is named: {}", told.out);
    }
    assert_eq!(server.received().len(), received.len(), "nothing goes out again by itself");
}
