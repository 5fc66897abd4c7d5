//! Names whose addresses change between two questions. A resolver that an attacker runs says a public address while it is
//! looked at, and a private one a moment later.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::resolver::Names;
use super::{Client, HttpPolicy, tls};
use crate::name::Url;
use crate::resource::{Answer, Lookup, Purpose, Rule, Unreachable};

/// A server on this machine that says `words`, closes, and counts.
async fn server(at: SocketAddr, words: &'static str) -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind(at).await.unwrap();
    let address = listener.local_addr().unwrap();
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            count.fetch_add(1, Ordering::SeqCst);
            let _ = stream.read(&mut [0; 4_096]).await;
            let head = format!("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", words.len());
            let _ = stream.write_all(format!("{head}{words}").as_bytes()).await;
        }
    });
    (address, asked)
}

struct Attacker(Arc<Mutex<VecDeque<SocketAddr>>>);

impl Attacker {
    fn saying(answers: &[&str]) -> Self {
        let answers = answers.iter().map(|ip| SocketAddr::new(ip.parse().unwrap(), 0));
        Self(Arc::new(Mutex::new(answers.collect())))
    }

    fn left(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    async fn asked_by(&self, policy: &HttpPolicy, url: &str) -> Answer {
        let tls = tls::config(&[]).unwrap();
        let client = Client::asking(policy.clone(), tls, &Names::Changing(Arc::clone(&self.0))).unwrap();
        client.get(&Lookup::new(&Url::parse(url).unwrap(), Purpose::Issuer)).await
    }
}

// OB2-VER-03
#[tokio::test]
async fn the_connection_goes_to_the_address_that_was_looked_at() {
    let (first, _) = server("127.0.0.1:0".parse().unwrap(), "first").await;
    // The same port on another address of this machine.
    let (_, second) = server(SocketAddr::new("127.0.0.2".parse().unwrap(), first.port()), "second").await;
    let mut policy = HttpPolicy::default();
    let authority = format!("change.example.org:{}", first.port());
    policy.allow_authorities.insert(authority.clone());
    let attacker = Attacker::saying(&["127.0.0.1", "127.0.0.2"]);
    let answer = attacker.asked_by(&policy, &format!("http://{authority}/")).await;
    assert_eq!(answer.body().map(|b| b.bytes.as_slice()), Some(b"first".as_slice()));
    assert_eq!((attacker.left(), second.load(Ordering::SeqCst)), (1, 0), "asked once, and not again before connecting");
}

// OB2-VER-03
#[tokio::test]
async fn an_address_that_turns_private_is_not_reached() {
    let (address, asked) = server("127.0.0.1:0".parse().unwrap(), "secret").await;
    let policy = HttpPolicy { allow_plain_http: true, ..HttpPolicy::default() };
    let private = ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "fd00::1", "64:ff9b::7f00:1"];
    for ip in private {
        // Each request asks anew, and is judged by what is said to it: the first time, and the time after that.
        for answers in [&[ip][..], &[ip, ip], &[ip, "127.0.0.1", ip]] {
            let attacker = Attacker::saying(answers);
            let answer = attacker.asked_by(&policy, "https://change.example.org/").await;
            assert_eq!(answer, Answer::Refused(Rule::PrivateAddress), "{ip}");
        }
    }
    // Nothing said at all is another answer.
    let silent = Attacker::saying(&[]);
    assert_eq!(silent.asked_by(&policy, "https://change.example.org/").await, Answer::Unreachable(Unreachable::Dns));
    // A port of one's own choice is refused before any name is asked for.
    let attacker = Attacker::saying(&["127.0.0.1"]);
    let url = format!("http://change.example.org:{}/", address.port());
    assert_eq!(attacker.asked_by(&policy, &url).await, Answer::Refused(Rule::Port));
    assert_eq!((attacker.left(), asked.load(Ordering::SeqCst)), (1, 0));
}
