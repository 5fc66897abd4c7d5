//! Certificates that are no good, and servers that would rather speak in the open.

use std::net::SocketAddr;
use std::sync::Arc;

use badge_core::http::{Client, ClientError, HttpPolicy};
use badge_core::resource::{Answer, Rule, Unreachable};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

use super::hostile::{Hostile, get, response};

const ROOT: &[u8] = include_bytes!("../../../fixtures/tls/root.der");
const EXPIRED: &[u8] = include_bytes!("../../../fixtures/tls/expired.der");
const SELF_SIGNED: &[u8] = include_bytes!("../../../fixtures/tls/self-signed.der");
const LEAF: &[u8] = include_bytes!("../../../fixtures/tls/leaf.der");
const KEY: &[u8] = include_bytes!("../../../fixtures/tls/TEST-KEY.leaf.der");

async fn secure(answer: Vec<u8>) -> SocketAddr {
    secure_as(LEAF, answer).await
}

async fn secure_as(certificate: &'static [u8], answer: Vec<u8>) -> SocketAddr {
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(KEY));
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![CertificateDer::from(certificate)], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let mut byte = [0];
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).await.is_ok_and(|n| n == 1) {
                head.push(byte[0]);
            }
            let _ = stream.write_all(&answer).await;
            let _ = stream.shutdown().await;
        }
    });
    address
}

fn local() -> HttpPolicy {
    let mut policy = HttpPolicy::default();
    policy.allow_local = true;
    policy
}

#[tokio::test]
async fn a_certificate_counts_only_under_a_root_that_is_trusted() {
    let address = secure(response("200 OK", "", b"{}")).await;
    let url = format!("https://127.0.0.1:{}/", address.port());
    let mut trusting = local();
    trusting.extra_roots.push(ROOT.to_vec());
    assert_eq!(get(trusting.clone(), &url).await.body().unwrap().bytes, b"{}");
    assert_eq!(get(local(), &url).await, Answer::Unreachable(Unreachable::Tls));
    assert_eq!(get(trusting, &url.replace("127.0.0.1", "127.0.0.2")).await, Answer::Unreachable(Unreachable::Connect));
}

// A certificate that is no good is told apart from one of our rules, from nobody there, and from an answer that is broken.
#[tokio::test]
async fn a_certificate_that_is_over_or_its_own_is_no_good() {
    let mut trusting = local();
    trusting.extra_roots.push(ROOT.to_vec());
    for (name, certificate, policy) in [
        ("expired", EXPIRED, &trusting),
        ("self-signed", SELF_SIGNED, &trusting),
        ("self-signed", SELF_SIGNED, &local()),
        ("expired, of an unknown root", EXPIRED, &local()),
    ] {
        let address = secure_as(certificate, response("200 OK", "", b"{}")).await;
        let url = format!("https://localhost:{}/", address.port());
        assert_eq!(get(policy.clone(), &url).await, Answer::Unreachable(Unreachable::Tls), "{name}");
    }
    // Over a redirect as well.
    let expired = secure_as(EXPIRED, response("200 OK", "", b"{}")).await;
    let to = format!("Location: https://127.0.0.1:{}/\r\n", expired.port());
    let door = secure(response("302 Found", &to, b"")).await;
    let url = format!("https://localhost:{}/", door.port());
    assert_eq!(get(trusting, &url).await, Answer::Unreachable(Unreachable::Tls));
}

#[tokio::test]
async fn a_certificate_of_another_name_is_no_good() {
    let address = secure(response("200 OK", "", b"{}")).await;
    let mut policy = local();
    policy.extra_roots.push(ROOT.to_vec());
    let url = format!("https://localhost:{}/", address.port());
    assert!(get(policy.clone(), &url).await.body().is_some());
    // The mapped spelling connects to the same server, whose certificate does not name it.
    let url = format!("https://[::ffff:127.0.0.1]:{}/", address.port());
    assert_eq!(get(policy, &url).await, Answer::Unreachable(Unreachable::Tls));
}

#[tokio::test]
async fn one_s_own_machine_may_speak_plainly_on_request() {
    let plain = Hostile::saying(response("200 OK", "Connection: close\r\n", b"{}")).await;
    let url = format!("https://{}/.well-known/did.json", plain.address);
    assert_eq!(get(HttpPolicy::default(), &url).await, Answer::Refused(Rule::PrivateAddress));
    assert!(get(local(), &url).await.body().is_some());
    // A pair allowed by name is not one's own machine: what asks for TLS gets TLS.
    assert_eq!(get(plain.policy(), &url).await, Answer::Unreachable(Unreachable::Tls));
}

#[tokio::test]
async fn tls_never_steps_down_to_plain_http() {
    let plain = Hostile::saying(response("200 OK", "", b"tampered")).await;
    let headers = format!("Location: http://{}/\r\n", plain.address);
    let address = secure(response("302 Found", &headers, b"")).await;
    let mut policy = local();
    policy.extra_roots.push(ROOT.to_vec());
    policy.allow_plain_http = true;
    let url = format!("https://127.0.0.1:{}/", address.port());
    assert_eq!(get(policy, &url).await, Answer::Refused(Rule::HttpsOnly));
    assert_eq!(plain.asked(), 0);
}

#[tokio::test]
async fn a_root_that_cannot_be_read_is_named() {
    let mut policy = HttpPolicy::default();
    policy.extra_roots = vec![ROOT.to_vec(), b"no certificate".to_vec()];
    assert_eq!(Client::new(policy).unwrap_err(), ClientError::Root { index: 1 });
}
