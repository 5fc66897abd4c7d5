//! A store in memory that stops in the middle of removing or of reading, for as long as a test wishes.

use std::collections::HashMap;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};

use crate::storage::{Objects, Shelf};

/// Its handle. The thread behind it goes with the process.
pub(crate) struct Stopping {
    pub(crate) objects: Objects,
    held: Arc<Held>,
}

#[derive(Default)]
struct Held {
    inside: Mutex<Inside>,
    changed: Condvar,
}

#[derive(Default)]
struct Inside {
    objects: HashMap<String, Vec<u8>>,
    /// Whoever removes waits, and how many do.
    stopped: bool,
    waiting: usize,
    /// What was read, and after how much of that whoever reads waits, too.
    read: usize,
    most: Option<usize>,
}

impl Stopping {
    pub(crate) fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/badges", listener.local_addr().unwrap());
        let held = Arc::new(Held::default());
        let inside = Arc::clone(&held);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let inside = Arc::clone(&inside);
                std::thread::spawn(move || answered(stream, &inside));
            }
        });
        let shelf = Shelf { address, region: "us-east-1".into(), key: "test".into(), secret: "test".into() };
        Self { objects: Objects::bucket(&shelf).unwrap(), held }
    }

    /// From now on, whoever removes something waits until they may go on.
    pub(crate) fn stop(&self, stopped: bool) {
        self.held.inside.lock().unwrap().stopped = stopped;
        self.held.changed.notify_all();
    }

    /// How much was read.
    pub(crate) fn read(&self) -> usize {
        self.held.inside.lock().unwrap().read
    }

    /// After so much that was read, whoever reads waits.
    pub(crate) fn reads(&self, most: Option<usize>) {
        self.held.inside.lock().unwrap().most = most;
        self.held.changed.notify_all();
    }

    /// How many wait.
    pub(crate) fn waiting(&self) -> usize {
        self.held.inside.lock().unwrap().waiting
    }
}

fn answered(mut stream: TcpStream, held: &Held) -> Option<()> {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).ok()? == 1 {
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).ok()?;
    let path = head.split(['?', ' ']).nth(1)?.to_owned();
    let length = head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length:").map(str::to_owned));
    let mut body = vec![0; length.map_or(0, |text| text.trim().parse().unwrap())];
    stream.read_exact(&mut body).ok()?;
    let mut inside = held.inside.lock().unwrap();
    let (status, said) = if head.starts_with("PUT") {
        inside.objects.insert(path, body);
        ("200 OK", Vec::new())
    } else if head.starts_with("DELETE") {
        inside.waiting += 1;
        inside = held.changed.wait_while(inside, |inside| inside.stopped).unwrap();
        inside.waiting -= 1;
        inside.objects.remove(&path);
        ("204 No Content", Vec::new())
    } else {
        inside.waiting += 1;
        inside = held.changed.wait_while(inside, |inside| inside.most.is_some_and(|most| inside.read >= most)).unwrap();
        inside.waiting -= 1;
        inside.read += 1;
        inside.objects.get(&path).map_or(("404 Not Found", Vec::new()), |bytes| ("200 OK", bytes.clone()))
    };
    drop(inside);
    let begin = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", said.len());
    stream.write_all(begin.as_bytes()).ok()?;
    stream.write_all(&said).ok()
}
