//! A folder served on this machine alone, so that the demonstration can verify what it has just published.

use std::fs;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

/// Serves `root` on a free port of the loopback interface for as long as the process lives.
///
/// # Errors
/// When this machine has no loopback interface or no free port.
pub(crate) fn serve(root: PathBuf) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let address = listener.local_addr()?;
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A visitor that misbehaves is not answered; there is nobody to tell.
            let _ = answer(stream, &root);
        }
    });
    Ok(address)
}

fn answer(mut stream: TcpStream, root: &Path) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(2)))?;
    let mut request = String::new();
    let mut reader = BufReader::new(stream.try_clone()?);
    reader.read_line(&mut request)?;
    let mut line = String::new();
    while reader.read_line(&mut line)? > 2 {
        line.clear();
    }
    let path = request.split(' ').nth(1).unwrap_or("/").split(['?', '#']).next().unwrap_or("/");
    let mut file = root.join(path.trim_start_matches('/'));
    let inside = Path::new(path).components().all(|c| matches!(c, Component::RootDir | Component::Normal(_)));
    if file.is_dir() {
        file.push("index.html");
    }
    match fs::read(&file).ok().filter(|_| inside && request.starts_with("GET ")) {
        Some(body) => {
            let kind = if file.extension().is_some_and(|e| e == "json") { "application/json" } else { "text/html" };
            write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n", body.len())?;
            stream.write_all(b"Connection: close\r\n\r\n")?;
            stream.write_all(&body)
        }
        None => stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
    }
}
