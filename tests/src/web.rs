//! A small web server on loopback that serves a folder as a plain web host would, and remembers what was asked.
//!
//! ```
//! # let folder = std::env::temp_dir();
//! let (address, web) = badge_tests::serve_dir(&folder).unwrap();
//! web.set_status("/assertions/1.json", 410);
//! // … ask http://{address}/assertions/1.json …
//! assert!(web.requests().is_empty());
//! # let _ = address;
//! ```

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// One request that was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `HEAD`, `OPTIONS`.
    pub method: String,
    /// The path and query as sent: `/badges/1.json?x=1`.
    pub target: String,
    /// All header lines, names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The status that was sent.
    pub status: u16,
}

/// A running server. It stops when this is dropped.
#[derive(Debug)]
pub struct Web {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    root: PathBuf,
    stop: AtomicBool,
    statuses: Mutex<BTreeMap<String, u16>>,
    log: Mutex<Vec<Request>>,
}

/// Serves `root` on a free port of 127.0.0.1: GET, HEAD and OPTIONS, `index.html` for folders, open CORS.
///
/// # Errors
/// When no port can be had.
pub fn serve_dir(root: impl AsRef<Path>) -> io::Result<(SocketAddr, Web)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let address = listener.local_addr()?;
    let shared = Arc::new(Shared {
        root: root.as_ref().to_path_buf(),
        stop: AtomicBool::new(false),
        statuses: Mutex::default(),
        log: Mutex::default(),
    });
    let inside = Arc::clone(&shared);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            if inside.stop.load(Ordering::SeqCst) {
                return;
            }
            let shared = Arc::clone(&inside);
            if let Ok(stream) = stream {
                // A client that hangs up is its own affair.
                std::thread::spawn(move || drop(shared.answer(&stream)));
            }
        }
    });
    Ok((address, Web { address, shared }))
}

impl Web {
    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address of a path: `http://127.0.0.1:PORT/path`.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}/{}", self.address, path.trim_start_matches('/'))
    }

    /// From now on, `path` (`/assertions/1.json`) is answered with this status; the file is still the body.
    pub fn set_status(&self, path: &str, status: u16) {
        lock(&self.shared.statuses).insert(path.to_owned(), status);
    }

    /// Takes back what [`Web::set_status`] said about `path`.
    pub fn clear_status(&self, path: &str) {
        lock(&self.shared.statuses).remove(path);
    }

    /// What was asked so far, oldest first.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.shared.log).clone()
    }

    /// The targets that were asked for with success, oldest first.
    #[must_use]
    pub fn found(&self) -> Vec<String> {
        lock(&self.shared.log).iter().filter(|r| r.status == 200).map(|r| r.target.clone()).collect()
    }
}

impl Drop for Web {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::SeqCst);
        // Wakes the loop, which then sees the flag.
        drop(TcpStream::connect(self.address));
    }
}

impl Shared {
    fn answer(&self, stream: &TcpStream) -> io::Result<()> {
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        let mut reader = BufReader::new(stream.take(32 << 10));
        // A client that tries TLS first is told at once, by hanging up.
        if !reader.fill_buf()?.first().is_some_and(u8::is_ascii_uppercase) {
            return Ok(());
        }
        let mut lines = reader.lines();
        let first = lines.next().transpose()?.unwrap_or_default();
        let mut words = first.split(' ');
        let (method, target) = (words.next().unwrap_or("").to_owned(), words.next().unwrap_or("").to_owned());
        let mut headers = BTreeMap::new();
        for line in lines {
            let line = line?;
            match line.split_once(':') {
                Some((name, value)) => headers.insert(name.to_ascii_lowercase(), value.trim().to_owned()),
                None => break,
            };
        }
        let path = target.split(['?', '#']).next().unwrap_or("").to_owned();
        let file = self.file(&path);
        let set = lock(&self.statuses).get(&path).copied();
        let status = match (method.as_str(), set, &file) {
            ("OPTIONS", ..) => 204,
            ("GET" | "HEAD", Some(status), _) => status,
            ("GET" | "HEAD", None, Some(_)) => 200,
            ("GET" | "HEAD", None, None) => 404,
            _ => 405,
        };
        let (kind, body) = match file {
            Some((file, bytes)) if status != 204 => (media_type(&file, &bytes), bytes),
            _ => ("text/plain; charset=utf-8", Vec::new()),
        };
        lock(&self.log).push(Request { method: method.clone(), target, headers, status });
        let mut out = format!(
            "HTTP/1.1 {status} Status\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nAccess-Control-Allow-Origin: *\r\n\
             Access-Control-Allow-Headers: *\r\nConnection: close\r\n\r\n",
            body.len()
        )
        .into_bytes();
        if method != "HEAD" {
            out.extend_from_slice(&body);
        }
        (&*stream).write_all(&out)
    }

    /// The file behind a path; nothing outside the root.
    fn file(&self, path: &str) -> Option<(PathBuf, Vec<u8>)> {
        let mut file = self.root.clone();
        for part in path.split('/').filter(|p| !p.is_empty()) {
            let part = decoded(part)?;
            if part.starts_with("..") || part.contains(['/', '\\', '\0']) {
                return None;
            }
            file.push(part);
        }
        if file.is_dir() {
            file.push("index.html");
        }
        let bytes = std::fs::read(&file).ok()?;
        Some((file, bytes))
    }
}

fn decoded(part: &str) -> Option<String> {
    let mut out = Vec::new();
    let mut bytes = part.bytes();
    while let Some(b) = bytes.next() {
        out.push(if b == b'%' {
            let hex = [bytes.next()?, bytes.next()?];
            u8::from_str_radix(std::str::from_utf8(&hex).ok()?, 16).ok()?
        } else {
            b
        });
    }
    String::from_utf8(out).ok()
}

fn media_type(file: &Path, bytes: &[u8]) -> &'static str {
    if file.file_name().is_some_and(|n| n == "did.json") {
        return "application/did+json";
    }
    match file.extension().and_then(|e| e.to_str()).unwrap_or("") {
        "json" => "application/json",
        "jsonld" => "application/ld+json",
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" | "jws" | "jwt" => "text/plain; charset=utf-8",
        "xml" => "application/xml",
        _ if bytes.first() == Some(&b'{') => "application/ld+json",
        _ => "application/octet-stream",
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(web: &Web, request: &str) -> String {
        let mut stream = TcpStream::connect(web.address()).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut all = String::new();
        stream.read_to_string(&mut all).unwrap();
        all
    }

    #[test]
    fn serves_a_folder_and_keeps_a_log() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(".well-known")).unwrap();
        std::fs::write(folder.path().join(".well-known/did.json"), "{}").unwrap();
        std::fs::write(folder.path().join("à b"), "{\"a\":1}").unwrap();
        let (_, web) = serve_dir(folder.path()).unwrap();

        let did = ask(&web, "GET /.well-known/did.json HTTP/1.1\r\nHost: x\r\nAccept: a/b\r\n\r\n");
        assert!(
            did.starts_with("HTTP/1.1 200 ") && did.contains("application/did+json") && did.ends_with("\r\n\r\n{}")
        );
        assert!(did.contains("Access-Control-Allow-Origin: *"));
        assert!(ask(&web, "GET /%C3%A0%20b?q=1 HTTP/1.1\r\n\r\n").contains("application/ld+json"));
        assert!(ask(&web, "GET /../secret HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 404 "));
        assert!(ask(&web, "GET /%2e%2e/secret HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 404 "));

        web.set_status("/.well-known/did.json", 410);
        let gone = ask(&web, "GET /.well-known/did.json HTTP/1.1\r\n\r\n");
        assert!(gone.starts_with("HTTP/1.1 410 ") && gone.ends_with("{}"));
        web.clear_status("/.well-known/did.json");
        assert!(ask(&web, "HEAD /.well-known/did.json HTTP/1.1\r\n\r\n").ends_with("\r\n\r\n"));

        let log = web.requests();
        assert_eq!(log.iter().map(|r| r.status).collect::<Vec<_>>(), [200, 200, 404, 404, 410, 200]);
        assert_eq!(log[0].headers["accept"], "a/b");
        assert_eq!(web.found(), ["/.well-known/did.json", "/%C3%A0%20b?q=1", "/.well-known/did.json"]);
    }
}
