//! The bytes of a connection: in clear or behind TLS, never waited for beyond an instant.

use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::client::WebPkiServerVerifier;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{CertificateError, ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use super::pinned::Pinned;
use super::{Fault, Protection};

/// Either kind.
pub(super) enum Stream {
    Plain(Timed),
    Tls(Box<StreamOwned<ClientConnection, Timed>>),
}

/// A socket whose reads and writes end at an instant, whatever drips in until then: the time-outs of a socket alone
/// start anew with every byte.
pub(super) struct Timed {
    socket: TcpStream,
    until: Instant,
}

#[allow(clippy::disallowed_methods, reason = "how long a socket may be waited for; no result depends on it")]
fn now() -> Instant {
    Instant::now()
}

impl Timed {
    fn left(&self) -> io::Result<Option<Duration>> {
        let left = self.until.saturating_duration_since(now());
        if left.is_zero() { Err(io::ErrorKind::TimedOut.into()) } else { Ok(Some(left)) }
    }
}

impl Read for Timed {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.socket.set_read_timeout(self.left()?)?;
        self.socket.read(into)
    }
}

impl Write for Timed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.socket.set_write_timeout(self.left()?)?;
        self.socket.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.socket.flush()
    }
}

impl Stream {
    /// Connects to the first address of the host that answers.
    pub(super) fn open(host: &str, port: u16, patience: Duration) -> Result<Self, Fault> {
        let addresses: Vec<_> = (host, port).to_socket_addrs().map_err(|_| Fault::Name)?.collect();
        let mut last = Fault::Name;
        let until = now() + patience;
        for (index, address) in addresses.iter().enumerate() {
            let others = u32::try_from(addresses.len() - index).unwrap_or(u32::MAX);
            let left = until.saturating_duration_since(now()) / others;
            match TcpStream::connect_timeout(address, left.max(Duration::from_millis(1))) {
                Ok(socket) => {
                    // Commands are small, and each waits for its answer.
                    let _ = socket.set_nodelay(true);
                    return Ok(Self::Plain(Timed { socket, until }));
                }
                Err(error) => last = fault(&error),
            }
        }
        Err(last)
    }

    /// Everything from here on has to be done after so long.
    pub(super) fn wait(&mut self, patience: Duration) {
        let until = now() + patience;
        match self {
            Self::Plain(stream) => stream.until = until,
            Self::Tls(stream) => stream.sock.until = until,
        }
    }

    /// The same connection behind TLS, the server's name proven.
    pub(super) fn protected(self, config: &Arc<ClientConfig>, host: &str) -> Result<Self, Fault> {
        let Self::Plain(mut socket) = self else { return Ok(self) };
        let name = ServerName::try_from(host.to_owned()).map_err(|_| Fault::HostUnusable)?;
        let tls = ClientConnection::new(Arc::clone(config), name);
        let mut tls = tls.map_err(|_| Fault::Protection(Protection::Other))?;
        while tls.is_handshaking() {
            // Whoever hangs up here speaks no TLS, or none that we speak.
            tls.complete_io(&mut socket).map_err(|error| match fault(&error) {
                Fault::Cut => Fault::Protection(Protection::Other),
                other => other,
            })?;
        }
        Ok(Self::Tls(Box::new(StreamOwned::new(tls, socket))))
    }
}

impl Read for Stream {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.read(into),
            Self::Tls(stream) => stream.read(into),
        }
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.write(bytes),
            Self::Tls(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(stream) => stream.flush(),
            Self::Tls(stream) => stream.flush(),
        }
    }
}

/// TLS 1.2 and 1.3 with the Mozilla roots, and the certificates of a PEM file.
pub(super) fn config(pem: Option<&[u8]>) -> Result<Arc<ClientConfig>, Fault> {
    let given = pem.map(|pem| CertificateDer::pem_slice_iter(pem).collect::<Result<Vec<_>, _>>());
    let given = given.transpose().map_err(|_| Fault::Root)?.unwrap_or_default();
    if pem.is_some() && given.is_empty() {
        return Err(Fault::Root);
    }
    let builder = ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions();
    let builder = builder.map_err(|_| Fault::Protection(Protection::Other))?;
    // Every rule of the usual verifier holds; what it refuses is looked at once more where the place was given it.
    let builder = builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier(given)?));
    Ok(Arc::new(builder.with_no_client_auth()))
}

/// What a server's certificate has to be.
pub(super) fn verifier(given: Vec<CertificateDer<'static>>) -> Result<Pinned, Fault> {
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    for root in &given {
        roots.add(root.clone()).map_err(|_| Fault::Root)?;
    }
    let usual = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider()).build();
    Ok(Pinned { usual: usual.map_err(|_| Fault::Root)?, given })
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

/// What a failed read or write amounts to.
pub(super) fn fault(error: &io::Error) -> Fault {
    use io::ErrorKind as K;
    if let Some(tls) = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        return Fault::Protection(match tls {
            rustls::Error::InvalidCertificate(certificate) => match certificate {
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => Protection::Name,
                CertificateError::Expired | CertificateError::ExpiredContext { .. } => Protection::Expired,
                _ => Protection::Unknown,
            },
            _ => Protection::Other,
        });
    }
    match error.kind() {
        K::TimedOut | K::WouldBlock => Fault::Late,
        K::ConnectionRefused => Fault::Refused,
        K::HostUnreachable | K::NetworkUnreachable | K::NetworkDown | K::AddrNotAvailable => Fault::NoWay,
        _ => Fault::Cut,
    }
}
