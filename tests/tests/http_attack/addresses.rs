//! Where a server leads us: redirects, and addresses inside the reader’s network.

use badge_core::http::{Client, HttpPolicy};
use badge_core::name::Url;
use badge_core::resource::{Answer, Lookup, Purpose, Rule, Unreachable};
use tokio::io::AsyncWriteExt;

use super::hostile::{Hostile, get, response};

// OB2-VER-03
#[tokio::test]
async fn redirects_end() {
    let ring = Hostile::start(|path, mut stream| async move {
        let n: usize = path.trim_start_matches('/').parse().unwrap_or(0);
        let answer = if n == 105 {
            response("200 OK", "", b"arrived")
        } else {
            response("307 On", &format!("Location: /{}\r\nConnection: close\r\n", n + 1), b"")
        };
        stream.write_all(&answer).await
    })
    .await;
    let from = |n: usize| format!("http://{}/{n}", ring.address);
    assert!(get(ring.policy(), &from(100)).await.body().is_some(), "five are followed");
    assert_eq!(get(ring.policy(), &from(99)).await, Answer::Refused(Rule::Redirects), "six are not");
    let before = ring.asked();
    assert_eq!(get(ring.policy(), &from(1_000)).await, Answer::Refused(Rule::Redirects));
    assert_eq!(ring.asked() - before, 6);
}

#[tokio::test]
async fn a_redirect_is_judged_like_a_first_request() {
    let secret = Hostile::saying(response("200 OK", "", b"the secret")).await;
    let port = secret.address.port();
    let targets = [
        (format!("http://127.0.0.1:{port}/"), Rule::PrivateAddress),
        (format!("http://2130706433:{port}/"), Rule::PrivateAddress),
        (format!("http://0x7f.1:{port}/"), Rule::PrivateAddress),
        (format!("http://[::ffff:127.0.0.1]:{port}/"), Rule::PrivateAddress),
        (format!("//127.0.0.1:{port}/"), Rule::PrivateAddress),
        ("http://169.254.169.254/latest/meta-data/".to_owned(), Rule::PrivateAddress),
        ("https://10.0.0.1/".to_owned(), Rule::PrivateAddress),
        (format!("https://example.org:{port}/"), Rule::Port),
        ("http://example.org/".to_owned(), Rule::HttpsOnly),
        ("file:///etc/passwd".to_owned(), Rule::HttpsOnly),
        ("gopher://127.0.0.1:25/".to_owned(), Rule::HttpsOnly),
        ("https://user:word@example.org/".to_owned(), Rule::HttpsOnly),
    ];
    for (target, rule) in targets {
        let headers = format!("Location: {target}\r\n");
        let door = Hostile::saying(response("302 Found", &headers, b"")).await;
        assert_eq!(door.answer().await, Answer::Refused(rule), "{target}");
        assert_eq!(door.asked(), 1, "{target}");
    }
    assert_eq!(secret.asked(), 0);
    let nonsense = Hostile::saying(response("302 Found", "Location: https://[/\r\n", b"")).await;
    assert_eq!(nonsense.answer().await, Answer::Unreachable(Unreachable::Broken));
}

#[tokio::test]
async fn what_began_over_tls_stays_there() {
    // The first host is only played; its redirect to plain HTTP is asked for over HTTPS, at a host that is nowhere.
    let server = Hostile::saying(response("301 Moved", "Location: http://no-such-name.invalid/\r\n", b"")).await;
    let mut policy = HttpPolicy::default();
    policy.stand_ins.insert("badges.example.org".to_owned(), server.address);
    assert_eq!(get(policy, "https://badges.example.org/").await, Answer::Unreachable(Unreachable::Dns));
}

#[tokio::test]
async fn old_addresses_are_asked_for_over_tls() {
    // Plain HTTP is not allowed here; that the name is not known shows that it was asked for all the same.
    let strict = HttpPolicy::default();
    assert_eq!(get(strict.clone(), "http://no-such-name.invalid/").await, Answer::Unreachable(Unreachable::Dns));
    assert_eq!(get(strict, "http://no-such-name.invalid:8080/").await, Answer::Refused(Rule::Port));
}

// OB2-VER-03: at the front door, not only in a redirect: every spelling of an address that is not public.
#[tokio::test]
async fn private_addresses_are_seen_in_every_spelling() {
    let secret = Hostile::saying(response("200 OK", "", b"the secret")).await;
    let port = secret.address.port();
    let mut policy = HttpPolicy::default();
    policy.allow_plain_http = true;
    for host in [
        "127.0.0.1",
        "127.1",
        "127.0.1",
        "2130706433",
        "0x7f000001",
        "0X7F.0.0.1",
        "017700000001",
        "0177.0.0.1",
        "0177.0x0.1",
        "127.0.0.1.",
        "%31%32%37.0.0.1",
        "１２７．０．０．１",
        "0",
        "[::1]",
        "[0:0:0:0:0:0:0:1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[::ffff:0:127.0.0.1]",
        "[64:ff9b::127.0.0.1]",
        "[64:ff9b:1::7f00:1]",
        "[2002:7f00:1::]",
        "[fe80::1]",
        "[fc00::1]",
        "localhost",
        "localhost.",
    ] {
        // Not every spelling is an address for everybody: what is not read as one is not asked for at all.
        for url in [format!("https://{host}/"), format!("http://{host}/"), format!("http://{host}:{port}/")] {
            let Ok(address) = Url::parse(&url) else { continue };
            let answer = Client::new(policy.clone()).unwrap().get(&Lookup::new(&address, Purpose::Issuer)).await;
            let refused = matches!(answer, Answer::Refused(Rule::PrivateAddress | Rule::Port));
            assert!(refused || answer == Answer::Unreachable(Unreachable::Dns), "{url}: {answer:?}");
        }
    }
    assert_eq!(secret.asked(), 0);
}

// OB2-VER-03
#[tokio::test]
async fn names_that_lead_home_are_blocked() {
    let secret = Hostile::saying(response("200 OK", "", b"the secret")).await;
    let mut policy = secret.policy();
    assert_eq!(get(policy.clone(), "https://localhost/").await, Answer::Refused(Rule::PrivateAddress));
    for name in ["LOCALHOST", "localhost.", "a.localhost", "LocalHost."] {
        let answer = get(policy.clone(), &format!("https://{name}/")).await;
        assert_eq!(answer, Answer::Refused(Rule::PrivateAddress), "{name}");
    }
    policy.allow_plain_http = true;
    assert_eq!(get(policy, "http://localhost/").await, Answer::Refused(Rule::PrivateAddress));
    assert_eq!(secret.asked(), 0);
}

#[tokio::test]
async fn a_site_can_be_tried_before_its_name_exists() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join(".well-known")).unwrap();
    std::fs::write(folder.path().join(".well-known/did.json"), "{}").unwrap();
    let (address, web) = badge_tests::serve_dir(folder.path()).unwrap();
    let mut policy = HttpPolicy::default();
    policy.stand_ins.insert("badges.example.org".to_owned(), address);
    let url = "https://badges.example.org/.well-known/did.json";
    assert_eq!(get(policy.clone(), url).await.body().unwrap().bytes, b"{}");
    assert_eq!(web.requests()[0].headers["host"], "badges.example.org");
    // The same socket under its own address is still out of bounds.
    assert_eq!(get(policy, &web.url("/")).await, Answer::Refused(Rule::PrivateAddress));
}
