//! TLS 1.2 and 1.3 with the Mozilla roots, compiled in: the same verdict on every machine.

use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, RootCertStore};

use super::ClientError;

pub(super) fn config(extra_roots: &[Vec<u8>]) -> Result<ClientConfig, ClientError> {
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    for (index, root) in extra_roots.iter().enumerate() {
        roots.add(CertificateDer::from(root.as_slice())).map_err(|_| ClientError::Root { index })?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| ClientError::Tls)?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_root_that_is_none_is_named() {
        assert!(config(&[]).is_ok());
        assert_eq!(config(&[vec![0x30, 0x00]]).unwrap_err(), ClientError::Root { index: 0 });
    }
}
