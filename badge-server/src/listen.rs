//! Taking connections: so many at once, each given so much time. A client that sends a byte a second, or that reads
//! nothing of what it asked for, holds a connection for a while and nobody up; ten thousand that say nothing neither.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::Sleep;

use crate::rest;

/// The longest that the head of a request may take, and the first byte of the first one.
const HEAD: Duration = Duration::from_secs(20);
/// The longest that a connection may be idle after an answer: longer than proxies keep theirs, so that none sends a request
/// into a connection that just ended.
const IDLE: Duration = Duration::from_secs(130);
/// The longest that a client may take no byte of an answer.
const STUCK: Duration = Duration::from_secs(30);
/// Bytes of a request's head, and headers in it.
const HEAD_BYTES: usize = 64 << 10;
const HEADERS: usize = 100;
/// At most so many connections at once, where the system lets us have so many files.
const MOST: usize = 20_000;
/// Files that are left for everything else: the database, objects, requests of our own.
const OTHERS: usize = 256;
/// How long to wait when the system gives no connection.
const PAUSE: Duration = Duration::from_millis(100);

/// Serves until it is told to stop, and then until the last connection has its answer.
pub(crate) async fn serve(listener: TcpListener, router: Router, mut stopping: watch::Receiver<bool>) {
    let most = most();
    let seats = Arc::new(Semaphore::new(most));
    let router = router.with_state(());
    tracing::debug!(connections = most, "listening");
    loop {
        let taken = tokio::select! {
            taken = take(&listener, &seats) => taken,
            _ = stopping.wait_for(|stop| *stop) => break,
        };
        match taken {
            Ok((stream, peer, seat)) => {
                let (router, stopping) = (router.clone(), stopping.clone());
                tokio::spawn(async move {
                    connection(stream, peer, router, stopping).await;
                    drop(seat);
                });
            }
            // Whoever was there is gone again, or there is no file left for them: it gets better by itself.
            Err(error) => {
                tracing::warn!(%error, "a connection was not taken");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
    drop(listener);
    // All seats are free again when nobody is left.
    drop(seats.acquire_many(u32::try_from(most).unwrap_or(u32::MAX)).await);
}

/// The next connection. Those for whom there is no seat wait in the system's queue.
async fn take(
    listener: &TcpListener,
    seats: &Arc<Semaphore>,
) -> io::Result<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let seat = Arc::clone(seats).acquire_owned().await.map_err(io::Error::other)?;
    let (stream, peer) = listener.accept().await?;
    // Answers are written in one piece: there is nothing to be collected.
    stream.set_nodelay(true)?;
    Ok((stream, peer, seat))
}

async fn connection(stream: TcpStream, peer: SocketAddr, router: Router, mut stopping: watch::Receiver<bool>) {
    let router = TowerToHyperService::new(router);
    let turn = Arc::new(AtomicU64::new(0));
    let io = TokioIo::new(Patient::new(stream, Arc::clone(&turn)));
    let service = service_fn(move |request: Request<Incoming>| {
        turn.fetch_add(1, Ordering::Relaxed);
        let (mut parts, body) = request.into_parts();
        parts.extensions.insert(ConnectInfo(peer));
        let (body, rest) = rest::lend(Body::new(body), &parts.headers);
        let (turn, answer) = (Arc::clone(&turn), router.call(Request::from_parts(parts, body)));
        async move {
            let answer = answer.await;
            if let Ok(answer) = &answer {
                rest.let_pass(answer.status()).await;
            }
            turn.fetch_add(1, Ordering::Relaxed);
            answer
        }
    });
    let serving = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(IDLE)
        .max_buf_size(HEAD_BYTES)
        .max_headers(HEADERS)
        .serve_connection(io, service);
    let mut serving = pin!(serving);
    // What a client does wrong to a connection is its own affair, and not worth a line.
    tokio::select! {
        _ = serving.as_mut() => return,
        _ = stopping.wait_for(|stop| *stop) => serving.as_mut().graceful_shutdown(),
    }
    drop(serving.await);
}

/// So many connections as the system has files for us, after it was asked for as many as it would give.
fn most() -> usize {
    MOST.min(files().saturating_sub(OTHERS)).max(16)
}

#[cfg(unix)]
fn files() -> usize {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let mut limit = getrlimit(Resource::Nofile);
    let enough = u64::try_from(MOST + OTHERS).unwrap_or(u64::MAX);
    let wanted = limit.maximum.map_or(enough, |most| most.min(enough));
    if limit.current.is_some_and(|now| now < wanted) {
        limit.current = Some(wanted);
        if let Err(error) = setrlimit(Resource::Nofile, limit) {
            tracing::warn!(%error, "the limit of open files was not raised");
        }
    }
    getrlimit(Resource::Nofile).current.map_or(usize::MAX, |now| usize::try_from(now).unwrap_or(usize::MAX))
}

#[cfg(not(unix))]
fn files() -> usize {
    usize::MAX
}

/// A stream that ends when its other side says nothing, or takes nothing, for too long.
struct Patient {
    stream: TcpStream,
    /// Counts requests that were understood, and answers: odd while one is being answered.
    turn: Arc<AtomicU64>,
    /// As it was when it was looked last.
    known: u64,
    /// Until when the head that is being waited for has to be there. Nobody waits for one between two requests.
    head: Option<Pin<Box<Sleep>>>,
    /// Until when something has to be taken.
    stuck: Option<Pin<Box<Sleep>>>,
}

impl Patient {
    fn new(stream: TcpStream, turn: Arc<AtomicU64>) -> Self {
        Self { stream, turn, known: 0, head: Some(within(HEAD)), stuck: None }
    }

    fn watched<T>(&mut self, written: Poll<io::Result<T>>, cx: &mut Context<'_>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.stuck = None;
            return written;
        }
        let stuck = self.stuck.get_or_insert_with(|| within(STUCK));
        stuck.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

fn within(time: Duration) -> Pin<Box<Sleep>> {
    Box::pin(tokio::time::sleep(time))
}

impl AsyncRead for Patient {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let turn = self.turn.load(Ordering::Relaxed);
        if turn != self.known {
            self.known = turn;
            self.head = None;
        }
        let before = buf.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(cx, buf);
        // While a request is being answered these are bytes of its body: how long all of it may take is for `layer`.
        if buf.filled().len() > before && self.head.is_none() && self.known.is_multiple_of(2) {
            self.head = Some(within(HEAD));
        }
        match &mut self.head {
            Some(head) if read.is_pending() => head.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into())),
            _ => read,
        }
    }
}

impl AsyncWrite for Patient {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, buf);
        self.watched(written, cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, bufs);
        self.watched(written, cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
