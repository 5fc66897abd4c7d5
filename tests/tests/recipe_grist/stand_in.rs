//! A stand-in that answers as Grist's records API does: bearer token, `filter`, `limit`, at most five records a page,
//! 429, and a server that dies between one request and the next.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};

pub(crate) const KEY: &str = "une-cle-d-essai";
/// Records that the stand-in gives at once, whatever limit is asked for.
const PAGE: usize = 5;

/// What a request meets, in turn; then everything is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Answered as it should be.
    None,
    /// 429, with `Retry-After`.
    Busy,
    /// The connection ends before anything was done.
    DiesBefore,
    /// What was asked is done, and nobody is told.
    DiesAfter,
}

#[derive(Default)]
pub(crate) struct Document {
    pub(crate) tables: BTreeMap<String, BTreeMap<i64, Value>>,
    /// For each request to come that writes.
    pub(crate) writes: Vec<Fault>,
    pub(crate) reads: Vec<Fault>,
    /// Method and table of each request that came with the right key.
    pub(crate) log: Vec<String>,
    pub(crate) refused: usize,
    /// What Grist says beside a record of cells whose formula failed.
    pub(crate) errors: BTreeMap<i64, Value>,
    /// What is said in the place of any answer, as something else than Grist does.
    pub(crate) strange: Option<Value>,
    /// How often each row was written.
    pub(crate) written: BTreeMap<i64, usize>,
}

pub(crate) struct Grist {
    document: Arc<Mutex<Document>>,
    stop: Arc<AtomicBool>,
    pub(crate) port: u16,
}

impl Grist {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let document = Arc::<Mutex<Document>>::default();
        let stop = Arc::<AtomicBool>::default();
        let (shared, stopped) = (Arc::clone(&document), Arc::clone(&stop));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::SeqCst) {
                    return;
                }
                // A client that was killed amid its request is nobody's failure.
                let _ = stream.map(|s| answer(s, &shared));
            }
        });
        Self { document, stop, port }
    }

    pub(crate) fn document(&self) -> MutexGuard<'_, Document> {
        self.document.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn add(&self, table: &str, id: i64, fields: Value) {
        self.document().tables.entry(table.to_owned()).or_default().insert(id, fields);
    }

    pub(crate) fn cell(&self, id: i64, column: &str) -> String {
        let document = self.document();
        document.tables["Inscriptions"][&id][column].as_str().unwrap_or_default().to_owned()
    }
}

impl Drop for Grist {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port));
    }
}

fn answer(mut stream: TcpStream, document: &Mutex<Document>) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut words = line.split(' ').map(str::to_owned);
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let (mut key, mut length) = (String::new(), 0);
    loop {
        let mut header = String::new();
        if reader.read_line(&mut header)? == 0 || header.trim().is_empty() {
            break;
        }
        let (name, value) = header.trim().split_once(": ").unwrap_or_default();
        match name.to_lowercase().as_str() {
            "authorization" => key = value.to_owned(),
            "content-length" => length = value.parse().unwrap_or(0),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let mut document = document.lock().unwrap_or_else(PoisonError::into_inner);
    let (status, more, said) = if key != format!("Bearer {KEY}") {
        document.refused += 1;
        (401, "", json!({"error": "invalid API key"}))
    } else {
        let (path, query) = target.split_once('?').unwrap_or((&target, ""));
        let table = path.strip_prefix("/api/docs/essai/tables/").and_then(|p| p.strip_suffix("/records"));
        let table = table.map(str::to_owned).unwrap_or_default();
        document.log.push(format!("{method} {table}"));
        let list = if method == "GET" { &mut document.reads } else { &mut document.writes };
        let fault = if list.is_empty() { Fault::None } else { list.remove(0) };
        match fault {
            Fault::Busy => (429, "Retry-After: 0\r\n", json!({"error": "too many requests"})),
            Fault::DiesBefore => return Ok(()),
            Fault::None | Fault::DiesAfter => {
                let done = match method.as_str() {
                    _ if document.strange.is_some() => (200, document.strange.clone().unwrap_or_default()),
                    "GET" => records(&document, &table, query),
                    "PATCH" => write(&mut document, &table, &serde_json::from_slice(&body).unwrap_or_default()),
                    _ => (404, Value::Null),
                };
                if fault == Fault::DiesAfter {
                    return Ok(());
                }
                (done.0, "", done.1)
            }
        }
    };
    let said = said.to_string();
    write!(
        stream,
        "HTTP/1.1 {status} -\r\nContent-Type: application/json\r\n{more}Content-Length: {}\r\nConnection: close\r\n\r\n{said}",
        said.len()
    )
}

fn records(document: &Document, table: &str, query: &str) -> (u16, Value) {
    let Some(rows) = document.tables.get(table) else { return (404, json!({"error": "table not found"})) };
    let mut filter = json!({});
    let mut limit = usize::MAX;
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        match name {
            "filter" => filter = serde_json::from_str(&unescaped(value)).unwrap(),
            "limit" => limit = value.parse().unwrap(),
            _ => {}
        }
    }
    let fits = |fields: &Value| {
        filter.as_object().unwrap().iter().all(|(column, values)| values.as_array().unwrap().contains(&fields[column]))
    };
    // The table of badges is small, and read whole.
    let page = if filter == json!({}) { limit } else { PAGE.min(limit) };
    let record = |(id, fields): (&i64, &Value)| match document.errors.get(id) {
        Some(errors) => json!({"id": id, "fields": fields, "errors": errors}),
        None => json!({"id": id, "fields": fields}),
    };
    let found = rows.iter().filter(|(_, fields)| fits(fields)).take(page);
    (200, json!({"records": found.map(record).collect::<Vec<_>>()}))
}

/// All of them, or none where one is not there.
fn write(document: &mut Document, table: &str, body: &Value) -> (u16, Value) {
    let Some(rows) = document.tables.get_mut(table) else { return (404, Value::Null) };
    let all: Vec<&Value> = body["records"].as_array().map(|a| a.iter().collect()).unwrap_or_default();
    if all.iter().any(|r| !rows.contains_key(&r["id"].as_i64().unwrap_or(-1))) {
        return (404, json!({"error": "no such row"}));
    }
    for record in all {
        let id = record["id"].as_i64().unwrap();
        for (column, value) in record["fields"].as_object().unwrap() {
            rows.get_mut(&id).unwrap()[column] = value.clone();
        }
        *document.written.entry(id).or_default() += 1;
    }
    (200, Value::Null)
}

fn unescaped(text: &str) -> String {
    let mut out = Vec::new();
    let mut bytes = text.bytes();
    while let Some(b) = bytes.next() {
        out.push(match b {
            b'+' => b' ',
            b'%' => {
                let pair = [bytes.next().unwrap(), bytes.next().unwrap()];
                u8::from_str_radix(std::str::from_utf8(&pair).unwrap(), 16).unwrap()
            }
            other => other,
        });
    }
    String::from_utf8(out).unwrap()
}
