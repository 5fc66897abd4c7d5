//! What a mail server does: secrets, refusals, delays.

use std::fs;

use badge_tests::smtp::MailServer;
use serde_json::{Value, json};

use super::world::{World, counts, ran};

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
            // Whoever waits for a greeting where TLS comes first is told of that setting.
            let is_said = answer["stopped"]["hint"].as_str().unwrap().contains("implicit");
            assert!(is_said || (with, security) != ("starttls", "implicit"), "{answer}");
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
fn a_server_with_a_certificate_of_its_own_is_trusted_where_the_place_was_given_that_one() {
    let Some((server, world)) = behind_tls(json!({"security": "starttls", "certificate": "own"})) else { return };
    fs::copy(server.own(), world.at("own.pem")).unwrap();
    let stopped = |more: &str, host: &str| {
        world.mail(&server.settings("starttls", more).replace("localhost", host));
        world.send(&["--wait", "0"]).1["stopped"]["code"].as_str().unwrap_or_default().to_owned()
    };
    for other in ["", "ca_file = \"root.pem\""] {
        assert_eq!(stopped(other, "localhost"), "smtp-certificate-unknown", "{other}");
    }
    assert_eq!(stopped("ca_file = \"own.pem\"", "127.0.0.1"), "smtp-certificate-name");
    assert_eq!(server.received().len(), 0);
    assert_eq!(stopped("ca_file = \"own.pem\"", "localhost"), "");
    assert_eq!(server.received().len(), 1);
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
fn what_befalls_one_of_three_hundred_costs_nobody_else_their_message() {
    let wish = json!({"refuse": {"p2@example.org": 550}, "cut": ["p4@example.org", "p298@example.org"]});
    let Some(server) = MailServer::start(wish) else { return };
    let world = World::place(None);
    // A pause longer than any machine takes for the three hundred: what was put off is not due again in the same run.
    world.mail(&server.settings("none", "").replace("retry_after = 1", "retry_after = 3600"));
    let rows: String = (0..300).map(|n| format!("Camille {n};p{n}@example.org;impression-3d;2026-03-02\n")).collect();
    std::fs::write(world.at("table.csv"), format!("Nom;Courriel;Badge;Date\n{rows}")).unwrap();
    world.good(["batch", "issue", "table.csv", "--yes"]);
    let (code, answer) = world.send(&["--wait", "0"]);
    assert_eq!((code, counts(&answer), &answer["stopped"]), (1, [297, 1, 0, 2], &Value::Null));
    let received = server.received();
    let to: std::collections::BTreeSet<&str> = received.iter().map(|r| r.to.as_str()).collect();
    assert_eq!((received.len(), to.len()), (297, 297), "each once");
    assert!(["p2@example.org", "p4@example.org", "p298@example.org"].iter().all(|other| !to.contains(other)));
    let listed = world.good(["send", "--list"]);
    assert!(listed.contains("421 4.3.2 Not with this one"), "the server's words are kept: {listed}");
    // Alone with them the run says what the server does, and that it waits.
    let (code, answer) = world.send(&["--wait", "0", "--at", "2090-03-02T09:00:00Z"]);
    assert_eq!((code, counts(&answer), &answer["stopped"]["code"]), (2, [0, 0, 0, 2], &json!("smtp-hangs-up-early")));
}

#[test]
fn the_pace_of_the_settings_is_kept_and_only_those_who_are_named_are_told() {
    let Some(server) = MailServer::start(json!({})) else { return };
    let world = World::place(None);
    world.mail(&server.settings("none", "").replace("per_minute = 6000", "per_minute = 60"));
    for name in ["a", "b", "c", "d"] {
        world.issue(&format!("{name}@example.org"), &[]);
    }
    assert_eq!(counts(&world.send(&["--only", "c@example.org"]).1), [1, 0, 0, 0]);
    assert_eq!(server.received().iter().map(|r| r.to.as_str()).collect::<Vec<_>>(), ["c@example.org"]);
    assert_eq!(counts(&world.send(&[]).1), [3, 0, 0, 0]);
    let kept = |r: &badge_tests::smtp::Received| fs::metadata(&r.file).unwrap().modified().unwrap();
    let received = server.received();
    let gap = kept(&received[3]).duration_since(kept(&received[1])).unwrap();
    assert!(gap.as_millis() >= 1_900, "one a second: {gap:?}");
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

#[test]
fn what_was_refused_is_told_at_the_end_of_each_run_until_somebody_sees_to_it() {
    let Some(server) = MailServer::start(json!({"refuse": {"non@example.org": 550}})) else { return };
    let world = World::place(None);
    world.mail(&server.settings("none", ""));
    world.issue("non@example.org", &[]);
    let first = world.run(["send", "--yes"]);
    assert!(first.code == 1 && !first.err.contains("par le passé"), "it is told once: {}", first.err);
    let later = world.run(["send", "--yes"]);
    assert!(later.code == 0 && later.err.contains("par le passé") && later.err.contains("--list"), "{}", later.err);
    assert_eq!(world.send(&[]).1["counts"]["refused_before"], 1);
    // Of others nothing is told where others are asked for.
    world.issue("oui@example.org", &[]);
    assert_eq!(world.send(&["--only", "oui@example.org"]).1["counts"]["refused_before"], 0);
    // Seen to: the address was corrected.
    world.good(["person", "merge", "non@example.org", "bon@example.org", "--yes"]);
    let again = world.send(&["--resend", "bon@example.org"]).1;
    assert_eq!((counts(&again)[0], &again["counts"]["refused_before"]), (1, &json!(0)), "{again}");
    assert!(!world.run(["send", "--yes"]).err.contains("par le passé"));
}

// D-11
#[test]
fn whoever_may_not_be_written_to_again_is_told_with_the_reason() {
    let Some(server) = MailServer::start(json!({})) else { return };
    let world = World::place(None);
    world.mail(&server.settings("none", ""));
    let revoked = world.issue("repris@example.org", &[]);
    world.issue("retire@example.org", &[]);
    world.issue("enfant@example.org", &["--minor", "--consent", "sa mère"]);
    assert_eq!(counts(&world.send(&[]).1)[0], 3);
    world.good(["revoke", &revoked, "--yes"]);
    world.good(["consent", "withdraw", "retire@example.org"]);
    for (who, why, next) in [
        ("repris@example.org", "ne vaut plus depuis le", "badge reinstate"),
        ("retire@example.org", "a été retiré le", "badge consent record retire@example.org"),
    ] {
        for more in [&["--yes"][..], &["--dry-run"]] {
            let ran = world.run(["send", "--resend", who].into_iter().chain(more.iter().copied()));
            assert_eq!(ran.code, 2, "{}", ran.err);
            assert!(ran.err.contains(why) && ran.err.contains(next) && ran.err.contains(who), "{}", ran.err);
        }
    }
    // Beside one that may go it is a word only.
    let both = world.run(["send", "--yes", "--resend", "enfant@example.org", "--resend", "retire@example.org"]);
    assert!(both.code == 0 && both.err.contains("a été retiré le"), "{}{}", both.out, both.err);
    assert_eq!(server.received().len(), 4);
}

#[test]
fn the_doctor_asks_the_server_and_sends_nothing() {
    let Some(server) = MailServer::start(json!({"user": "atelier", "password": "s3cret"})) else { return };
    let world = World::place(None);
    world.issue("lea@example.org", &[]);
    world.mail(&server.settings("none", "user = \"atelier\""));
    let asked = |password: Option<&str>| {
        let mut command = world.command(["doctor", "--online", "--json"]);
        if let Some(password) = password {
            command.env("BADGE_SMTP_PASSWORD", password);
        }
        let out: Value = serde_json::from_slice(&command.output().unwrap().stdout).unwrap();
        let of = |f: &&Value| f["code"] == "mail.server";
        out["findings"].as_array().unwrap().iter().find(of).unwrap()["state"].as_str().unwrap().to_owned()
    };
    assert_eq!([asked(Some("s3cret")), asked(Some("autre")), asked(None)], ["good", "wrong", "open"]);
    assert!(server.received().is_empty());
}
