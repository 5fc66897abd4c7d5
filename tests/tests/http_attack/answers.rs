//! What a server answers: bodies that never end, bombs, floods, and how little it is told.

use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use badge_core::http::{Client, HttpPolicy};
use badge_core::name::Url;
use badge_core::resource::{Answer, Lookup, Purpose, Rule, Unreachable};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};

use super::hostile::{Hostile, get, head, response};

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
async fn those_who_look_after_a_site_see_more() {
    let headers = "Access-Control-Allow-Origin: *\r\nDate: Mon, 02 Mar 2026 09:00:00 GMT\r\n";
    let server = Hostile::saying(response("200 OK", headers, b"{}")).await;
    let lookup = Lookup::new(&Url::parse(&format!("http://{}/", server.address)).unwrap(), Purpose::DidDocument);
    let (answer, seen) = Client::new(server.policy()).unwrap().inspect(&lookup).await;
    assert!(answer.body().is_some());
    assert_eq!(seen.cors.as_deref(), Some("*"));
    assert_eq!(seen.date.unwrap().to_string(), "2026-03-02T09:00:00Z");
}
