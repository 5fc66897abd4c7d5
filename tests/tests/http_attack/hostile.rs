//! A server that means harm, and how it is asked.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use badge_core::http::{Client, HttpPolicy};
use badge_core::name::Url;
use badge_core::resource::{Answer, Lookup, Purpose};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A server that answers every connection with `talk(path, stream)`. It counts what it was asked.
pub(crate) struct Hostile {
    pub(crate) address: SocketAddr,
    asked: Arc<AtomicUsize>,
}

impl Hostile {
    pub(crate) async fn start<F>(talk: impl Fn(String, TcpStream) -> F + Send + Sync + 'static) -> Self
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
    pub(crate) async fn saying(bytes: impl Into<Vec<u8>>) -> Self {
        let bytes: Arc<[u8]> = bytes.into().into();
        Self::start(move |_, mut stream| {
            let bytes = Arc::clone(&bytes);
            async move { stream.write_all(&bytes).await }
        })
        .await
    }

    pub(crate) fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    /// A policy that allows this server by its exact authority, and nothing else that is private.
    pub(crate) fn policy(&self) -> HttpPolicy {
        let mut policy = HttpPolicy::default();
        policy.allow_authorities.insert(self.address.to_string());
        policy.total = Duration::from_secs(2);
        policy.connect = Duration::from_secs(1);
        policy
    }

    pub(crate) async fn answer(&self) -> Answer {
        get(self.policy(), &format!("http://{}/", self.address)).await
    }
}

pub(crate) const TLS_HANDSHAKE: u8 = 0x16;

/// The head of a request; less than that when it is no HTTP.
pub(crate) async fn head(stream: &mut TcpStream) -> String {
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

pub(crate) async fn get(policy: HttpPolicy, url: &str) -> Answer {
    Client::new(policy).unwrap().get(&Lookup::new(&Url::parse(url).unwrap(), Purpose::Issuer)).await
}

pub(crate) fn response(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let mut out = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    out.extend_from_slice(body);
    out
}
