//! A store that takes whatever is put, and never answers whoever reads.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::storage::{Objects, Shelf};

/// Its handle. The thread behind it goes with the process.
pub(crate) struct Mute {
    pub(crate) objects: Objects,
    asked: Arc<AtomicUsize>,
}

impl Mute {
    pub(crate) fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/badges", listener.local_addr().unwrap());
        let asked = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&asked);
        std::thread::spawn(move || {
            let mut held = Vec::new();
            for stream in listener.incoming().flatten() {
                held.extend(answered(stream));
                counted.store(held.len(), Ordering::Relaxed);
            }
        });
        let shelf = Shelf { address, region: "us-east-1".into(), key: "test".into(), secret: "test".into() };
        Self { objects: Objects::bucket(&shelf).unwrap(), asked }
    }

    /// How many wait for it.
    pub(crate) fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

/// Takes what is put, and closes; gives back the connection of whoever reads, to be held.
fn answered(mut stream: TcpStream) -> Option<TcpStream> {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).ok()? == 1 {
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).ok()?.to_lowercase();
    if head.starts_with("get") {
        return Some(stream);
    }
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    let mut body = vec![0; length.map_or(0, |text| text.trim().parse().unwrap())];
    stream.read_exact(&mut body).ok()?;
    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").ok()?;
    None
}
