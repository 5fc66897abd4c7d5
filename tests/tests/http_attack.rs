//! Attacks on the HTTPS client by servers that mean harm. Each server speaks raw bytes on loopback.

use std::io::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use badge_core::http::{Client, ClientError, HttpPolicy};
use badge_core::name::Url;
use badge_core::resource::{Answer, Lookup, Purpose, Rule, Unreachable};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A server that answers every connection with `talk(path, stream)`. It counts what it was asked.
struct Hostile {
    address: SocketAddr,
    asked: Arc<AtomicUsize>,
}

impl Hostile {
    async fn start<F>(talk: impl Fn(String, TcpStream) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = std::io::Result<()>> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let head = head(&mut stream).await;
                count.fetch_add(1, Ordering::SeqCst);
                let path = head.split(' ').nth(1).unwrap_or("").to_owned();
                // The client may hang up at any time: that is what is tested.
                tokio::spawn(talk(path, stream));
            }
        });
        Self { address, asked }
    }

    /// Always the same bytes, then the end of the connection.
    async fn saying(bytes: impl Into<Vec<u8>>) -> Self {
        let bytes: Arc<[u8]> = bytes.into().into();
        Self::start(move |_, mut stream| {
            let bytes = Arc::clone(&bytes);
            async move { stream.write_all(&bytes).await }
        })
        .await
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    /// A policy that allows this server by its exact authority, and nothing else that is private.
    fn policy(&self) -> HttpPolicy {
        let mut policy = HttpPolicy::default();
        policy.allow_authorities.insert(self.address.to_string());
        policy.total = Duration::from_secs(2);
        policy.connect = Duration::from_secs(1);
        policy
    }

    async fn answer(&self) -> Answer {
        get(self.policy(), &format!("http://{}/", self.address)).await
    }
}

const TLS_HANDSHAKE: u8 = 0x16;

/// The head of a request; less than that when it is no HTTP.
async fn head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).await.is_ok_and(|n| n == 1) {
        head.push(byte[0]);
        if !byte.is_ascii() || byte[0] == TLS_HANDSHAKE {
            break;
        }
    }
    String::from_utf8_lossy(&head).into_owned()
}

async fn get(policy: HttpPolicy, url: &str) -> Answer {
    Client::new(policy).unwrap().get(&Lookup::new(&Url::parse(url).unwrap(), Purpose::Issuer)).await
}

fn response(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let mut out = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    out.extend_from_slice(body);
    out
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

#[tokio::test]
async fn an_honest_server_is_read() {
    let honest = Hostile::saying(response("200 OK", "Content-Type: application/ld+json\r\n", b"{}")).await;
    let Answer::Found(body) = honest.answer().await else { panic!() };
    assert_eq!((body.bytes.as_slice(), body.media_type.as_deref()), (b"{}".as_slice(), Some("application/ld+json")));
    assert!(body.fetched.is_some());
}

// OB2-VER-03, OB3-DM-156: what is asked for, through a redirect, and nothing else.
#[tokio::test]
async fn nothing_about_the_reader_is_sent() {
    let (send, mut seen) = tokio::sync::mpsc::unbounded_channel();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        for n in 0.. {
            let (mut stream, _) = listener.accept().await.unwrap();
            send.send(head(&mut stream).await).unwrap();
            let answer = if n == 0 {
                response("302 Found", "Set-Cookie: who=you\r\nLocation: /next\r\nConnection: close\r\n", b"")
            } else {
                response("200 OK", "Connection: close\r\n", b"")
            };
            stream.write_all(&answer).await.unwrap();
        }
    });
    let mut policy = HttpPolicy::default();
    policy.allow_authorities.insert(address.to_string());
    let url = Url::parse(&format!("http://{address}/a?b#secret")).unwrap();
    let client = Client::new(policy).unwrap();
    assert!(client.get(&Lookup { url, purpose: Purpose::StatusList }).await.body().is_some());
    for path in ["/a?b", "/next"] {
        let head = seen.recv().await.unwrap().to_ascii_lowercase();
        let mut lines = head.lines();
        assert_eq!(lines.next(), Some(format!("get {path} http/1.1").as_str()));
        let mut names: Vec<&str> = lines.filter_map(|l| l.split_once(':')).map(|(name, _)| name).collect();
        names.sort_unstable();
        assert_eq!(names, ["accept", "accept-encoding", "host", "user-agent"], "{head}");
        assert!(head.contains("application/vc+ld+json"));
    }
}

#[tokio::test]
async fn gone_says_so_with_and_without_a_body() {
    let gone = Hostile::saying(response("410 Gone", "", b"{\"revoked\":true}")).await;
    let Answer::Gone(body) = gone.answer().await else { panic!() };
    assert_eq!(body.bytes, b"{\"revoked\":true}");
    // OB2-VER-28: the status revokes; what follows it may be anything.
    let cut = Hostile::saying(b"HTTP/1.1 410 Gone\r\nContent-Length: 1000\r\n\r\nshort".to_vec()).await;
    assert!(matches!(cut.answer().await, Answer::Gone(body) if body.bytes.is_empty()));
}

#[tokio::test]
async fn other_statuses_are_told_apart() {
    for (status, expected) in [
        ("404 Not Found", Answer::NotFound),
        ("500 Oh", Answer::Unreachable(Unreachable::Status(500))),
        ("403 No", Answer::Unreachable(Unreachable::Status(403))),
        ("204 Empty", Answer::Unreachable(Unreachable::Status(204))),
        ("304 Not Modified", Answer::Unreachable(Unreachable::Status(304))),
        ("302 Nowhere", Answer::Unreachable(Unreachable::Status(302))),
        ("999 What", Answer::Unreachable(Unreachable::Status(999))),
    ] {
        let server = Hostile::saying(response(status, "", b"")).await;
        assert_eq!(server.answer().await, expected, "{status}");
    }
}

#[tokio::test]
async fn an_endless_body_is_cut_at_the_limit() {
    let endless = Hostile::start(|path, mut stream| async move {
        let head = if path == "/stated" { "Content-Length: 99999999999\r\n" } else { "" };
        stream.write_all(format!("HTTP/1.1 200 OK\r\n{head}\r\n").as_bytes()).await?;
        loop {
            stream.write_all(&[b' '; 65_536]).await?;
        }
    })
    .await;
    assert_eq!(endless.answer().await, Answer::Refused(Rule::TooLarge));
    let stated = format!("http://{}/stated", endless.address);
    assert_eq!(get(endless.policy(), &stated).await, Answer::Refused(Rule::TooLarge));
}

// OB2-VER-03
#[tokio::test]
async fn the_limit_is_exact() {
    let mut policy = HttpPolicy::default();
    policy.answer_bytes = 1_000;
    for (size, fits) in [(1_000, true), (1_001, false)] {
        let server = Hostile::saying(response("200 OK", "", &vec![b'x'; size])).await;
        policy.allow_authorities.insert(server.address.to_string());
        let answer = get(policy.clone(), &format!("http://{}/", server.address)).await;
        assert_eq!(answer.body().is_some(), fits, "{size}");
    }
}

#[tokio::test]
async fn a_compressed_bomb_is_counted_inflated() {
    let bomb = gzip(&vec![0; 64 << 20]);
    assert!(bomb.len() < 100_000);
    let server = Hostile::saying(response("200 OK", "Content-Encoding: gzip\r\n", &bomb)).await;
    assert_eq!(server.answer().await, Answer::Refused(Rule::TooLarge));
    let small = Hostile::saying(response("200 OK", "Content-Encoding: gzip\r\n", &gzip(b"{\"a\":1}"))).await;
    assert_eq!(small.answer().await.body().unwrap().bytes, b"{\"a\":1}");
    let broken = Hostile::saying(response("200 OK", "Content-Encoding: gzip\r\n", b"not gzip at all")).await;
    assert_eq!(broken.answer().await, Answer::Unreachable(Unreachable::Broken));
}

#[expect(clippy::disallowed_methods, reason = "it measures that nobody waits for ever")]
#[tokio::test]
async fn slow_servers_are_left_after_the_time_for_everything() {
    let slow = Hostile::start(|path, mut stream| async move {
        let head = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n";
        match path.as_str() {
            // Never a word.
            "/silent" => tokio::time::sleep(Duration::from_secs(60)).await,
            // The head, byte by byte.
            "/head" => drip(&mut stream, &[b"HTTP/1.1 200 OK\r\nX: ".as_slice(), &[b'x'; 1_000]].concat()).await?,
            // The body, byte by byte: each read succeeds, only the whole is too slow.
            _ => {
                stream.write_all(head).await?;
                drip(&mut stream, &[b'x'; 1_000]).await?;
            }
        }
        Ok(())
    })
    .await;
    for path in ["/silent", "/head", "/body"] {
        let mut policy = slow.policy();
        policy.total = Duration::from_millis(600);
        let started = Instant::now();
        let answer = get(policy, &format!("http://{}{path}", slow.address)).await;
        assert_eq!(answer, Answer::Unreachable(Unreachable::Timeout), "{path}");
        assert!(started.elapsed() < Duration::from_secs(5), "{path}: {:?}", started.elapsed());
    }
}

async fn drip(stream: &mut TcpStream, bytes: &[u8]) -> std::io::Result<()> {
    for byte in bytes {
        stream.write_all(&[*byte]).await?;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}

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
async fn what_is_not_http_is_broken() {
    for bytes in [
        b"".to_vec(),
        b"SSH-2.0-OpenSSH_9.9\r\n".to_vec(),
        b"HTTP/1.1 abc\r\n\r\n".to_vec(),
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!".to_vec(),
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello".to_vec(),
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello".to_vec(),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello".to_vec(),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\nhello".to_vec(),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n".to_vec(),
        b"HTTP/1.1 200 OK\r\n\0: x\r\n\r\n".to_vec(),
        vec![0xff; 100_000],
    ] {
        let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]).into_owned();
        let server = Hostile::saying(bytes).await;
        assert_eq!(server.answer().await, Answer::Unreachable(Unreachable::Broken), "{shown}");
    }
}

#[tokio::test]
async fn bytes_after_the_stated_length_are_not_the_answer() {
    let server =
        Hostile::saying(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\n\r\n".to_vec()).await;
    assert_eq!(server.answer().await.body().unwrap().bytes, b"{}");
}

#[tokio::test]
async fn floods_of_headers_are_broken_answers() {
    let many = "X-Flood: x\r\n".repeat(101);
    let server = Hostile::saying(response("200 OK", &many, b"{}")).await;
    assert_eq!(server.answer().await, Answer::Unreachable(Unreachable::Broken));
    let long = format!("X-Flood: {}\r\n", "x".repeat(2 << 20));
    let server = Hostile::saying(response("200 OK", &long, b"{}")).await;
    assert_eq!(server.answer().await, Answer::Unreachable(Unreachable::Broken));
    let endless = Hostile::start(|_, mut stream| async move {
        loop {
            stream.write_all(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n").await?;
        }
    })
    .await;
    assert!(matches!(endless.answer().await, Answer::Unreachable(Unreachable::Timeout | Unreachable::Broken)));
}

#[tokio::test]
async fn nobody_there_is_told_apart() {
    let unused = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let mut policy = HttpPolicy::default();
    policy.allow_local = true;
    assert_eq!(get(policy.clone(), &format!("http://{unused}/")).await, Answer::Unreachable(Unreachable::Connect));
    assert_eq!(get(policy, "https://no-such-name.invalid/").await, Answer::Unreachable(Unreachable::Dns));
}

#[tokio::test]
async fn a_few_at_once_per_host_and_no_more() {
    let now = Arc::new(AtomicUsize::new(0));
    let most = Arc::new(AtomicUsize::new(0));
    let (inside, peak) = (Arc::clone(&now), Arc::clone(&most));
    let server = Hostile::start(move |path, mut stream| {
        let (now, most) = (Arc::clone(&inside), Arc::clone(&peak));
        async move {
            most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(100)).await;
            now.fetch_sub(1, Ordering::SeqCst);
            stream.write_all(&response("200 OK", "Connection: close\r\n", path.as_bytes())).await
        }
    })
    .await;
    let wishes: Vec<Lookup> = (0..20)
        .map(|n| Lookup::new(&Url::parse(&format!("http://{}/{n}", server.address)).unwrap(), Purpose::Key))
        .collect();
    let mut policy = server.policy();
    policy.per_host = 2;
    // Twenty fetches of 100 ms, two at a time, take a second: waiting in line is not counted.
    policy.total = Duration::from_millis(900);
    let answers = Client::new(policy).unwrap().get_all(&wishes).await;
    for (n, answer) in answers.iter().enumerate() {
        assert_eq!(answer.body().map(|b| b.bytes.clone()), Some(format!("/{n}").into_bytes()), "{answer:?}");
    }
    assert_eq!(most.load(Ordering::SeqCst), 2);
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

#[tokio::test]
async fn those_who_look_after_a_site_see_more() {
    let headers = "Access-Control-Allow-Origin: *\r\nDate: Mon, 02 Mar 2026 09:00:00 GMT\r\n";
    let server = Hostile::saying(response("200 OK", headers, b"{}")).await;
    let lookup = Lookup::new(&Url::parse(&format!("http://{}/", server.address)).unwrap(), Purpose::DidDocument);
    let (answer, seen) = Client::new(server.policy()).unwrap().inspect(&lookup).await;
    assert!(answer.body().is_some());
    assert_eq!(seen.cors.as_deref(), Some("*"));
    assert_eq!(seen.date.unwrap().to_string(), "2026-03-02T09:00:00Z");
}

mod tls {
    use super::*;
    use tokio_rustls::TlsAcceptor;
    use tokio_rustls::rustls::ServerConfig;
    use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

    const ROOT: &[u8] = include_bytes!("../../fixtures/tls/root.der");
    const EXPIRED: &[u8] = include_bytes!("../../fixtures/tls/expired.der");
    const SELF_SIGNED: &[u8] = include_bytes!("../../fixtures/tls/self-signed.der");
    const LEAF: &[u8] = include_bytes!("../../fixtures/tls/leaf.der");
    const KEY: &[u8] = include_bytes!("../../fixtures/tls/TEST-KEY.leaf.der");

    async fn secure(answer: Vec<u8>) -> SocketAddr {
        secure_as(LEAF, answer).await
    }

    async fn secure_as(certificate: &'static [u8], answer: Vec<u8>) -> SocketAddr {
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(KEY));
        let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![CertificateDer::from(certificate)], key)
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let Ok(mut stream) = acceptor.accept(stream).await else { continue };
                let mut byte = [0];
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).await.is_ok_and(|n| n == 1) {
                    head.push(byte[0]);
                }
                let _ = stream.write_all(&answer).await;
                let _ = stream.shutdown().await;
            }
        });
        address
    }

    fn local() -> HttpPolicy {
        let mut policy = HttpPolicy::default();
        policy.allow_local = true;
        policy
    }

    #[tokio::test]
    async fn a_certificate_counts_only_under_a_root_that_is_trusted() {
        let address = secure(response("200 OK", "", b"{}")).await;
        let url = format!("https://127.0.0.1:{}/", address.port());
        let mut trusting = local();
        trusting.extra_roots.push(ROOT.to_vec());
        assert_eq!(get(trusting.clone(), &url).await.body().unwrap().bytes, b"{}");
        assert_eq!(get(local(), &url).await, Answer::Unreachable(Unreachable::Tls));
        assert_eq!(
            get(trusting, &url.replace("127.0.0.1", "127.0.0.2")).await,
            Answer::Unreachable(Unreachable::Connect)
        );
    }

    // A certificate that is no good is told apart from one of our rules, from nobody there, and from an answer that is broken.
    #[tokio::test]
    async fn a_certificate_that_is_over_or_its_own_is_no_good() {
        let mut trusting = local();
        trusting.extra_roots.push(ROOT.to_vec());
        for (name, certificate, policy) in [
            ("expired", EXPIRED, &trusting),
            ("self-signed", SELF_SIGNED, &trusting),
            ("self-signed", SELF_SIGNED, &local()),
            ("expired, of an unknown root", EXPIRED, &local()),
        ] {
            let address = secure_as(certificate, response("200 OK", "", b"{}")).await;
            let url = format!("https://localhost:{}/", address.port());
            assert_eq!(get(policy.clone(), &url).await, Answer::Unreachable(Unreachable::Tls), "{name}");
        }
        // Over a redirect as well.
        let expired = secure_as(EXPIRED, response("200 OK", "", b"{}")).await;
        let to = format!("Location: https://127.0.0.1:{}/\r\n", expired.port());
        let door = secure(response("302 Found", &to, b"")).await;
        let url = format!("https://localhost:{}/", door.port());
        assert_eq!(get(trusting, &url).await, Answer::Unreachable(Unreachable::Tls));
    }

    #[tokio::test]
    async fn a_certificate_of_another_name_is_no_good() {
        let address = secure(response("200 OK", "", b"{}")).await;
        let mut policy = local();
        policy.extra_roots.push(ROOT.to_vec());
        let url = format!("https://localhost:{}/", address.port());
        assert!(get(policy.clone(), &url).await.body().is_some());
        // The mapped spelling connects to the same server, whose certificate does not name it.
        let url = format!("https://[::ffff:127.0.0.1]:{}/", address.port());
        assert_eq!(get(policy, &url).await, Answer::Unreachable(Unreachable::Tls));
    }

    #[tokio::test]
    async fn one_s_own_machine_may_speak_plainly_on_request() {
        let plain = Hostile::saying(response("200 OK", "Connection: close\r\n", b"{}")).await;
        let url = format!("https://{}/.well-known/did.json", plain.address);
        assert_eq!(get(HttpPolicy::default(), &url).await, Answer::Refused(Rule::PrivateAddress));
        assert!(get(local(), &url).await.body().is_some());
        // A pair allowed by name is not one's own machine: what asks for TLS gets TLS.
        assert_eq!(get(plain.policy(), &url).await, Answer::Unreachable(Unreachable::Tls));
    }

    #[tokio::test]
    async fn tls_never_steps_down_to_plain_http() {
        let plain = Hostile::saying(response("200 OK", "", b"tampered")).await;
        let headers = format!("Location: http://{}/\r\n", plain.address);
        let address = secure(response("302 Found", &headers, b"")).await;
        let mut policy = local();
        policy.extra_roots.push(ROOT.to_vec());
        policy.allow_plain_http = true;
        let url = format!("https://127.0.0.1:{}/", address.port());
        assert_eq!(get(policy, &url).await, Answer::Refused(Rule::HttpsOnly));
        assert_eq!(plain.asked(), 0);
    }

    #[tokio::test]
    async fn a_root_that_cannot_be_read_is_named() {
        let mut policy = HttpPolicy::default();
        policy.extra_roots = vec![ROOT.to_vec(), b"no certificate".to_vec()];
        assert_eq!(Client::new(policy).unwrap_err(), ClientError::Root { index: 1 });
    }
}
