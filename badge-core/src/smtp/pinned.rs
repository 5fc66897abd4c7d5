//! The certificate of a server of one's own, which nobody vouches for but the place that was given it.
//!
//! `openssl req -x509` makes certificates that call themselves an authority, and as a server's own these are refused by
//! the usual rules. One that the place was given byte for byte is the server's all the same: its name and its time are
//! looked at as ever, and the server has to hold its key.

use std::sync::Arc;
use std::time::Duration;

use pkcs8::der::asn1::{AnyRef, GeneralizedTime, UtcTime};
use pkcs8::der::{self, Decode as _, Reader as _, SliceReader, Tag, Tagged as _};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{WebPkiServerVerifier, verify_server_name};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, Error, SignatureScheme};

/// The usual rules, and the certificates that the place was given.
#[derive(Debug)]
pub(super) struct Pinned {
    pub(super) usual: Arc<WebPkiServerVerifier>,
    pub(super) given: Vec<CertificateDer<'static>>,
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let usual = self.usual.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now);
        if usual.is_ok() || !self.given.iter().any(|given| given == end_entity) {
            return usual;
        }
        verify_server_name(&ParsedCertificate::try_from(end_entity)?, server_name)?;
        let now = Duration::from_secs(now.as_secs());
        match validity(end_entity) {
            Ok((begins, _)) if now < begins => Err(CertificateError::NotValidYet.into()),
            Ok((_, ends)) if now > ends => Err(CertificateError::Expired.into()),
            Ok(_) => Ok(ServerCertVerified::assertion()),
            Err(_) => Err(CertificateError::BadEncoding.into()),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.usual.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.usual.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.usual.supported_verify_schemes()
    }
}

/// From when until when a certificate holds, since 1970 (RFC 5280, 4.1.2.5).
fn validity(certificate: &[u8]) -> der::Result<(Duration, Duration)> {
    let whole = AnyRef::from_der(certificate)?;
    let signed: AnyRef<'_> = SliceReader::new(whole.value())?.decode()?;
    let mut fields = SliceReader::new(signed.value())?;
    if fields.peek_tag()? != Tag::Integer {
        let _version: AnyRef<'_> = fields.decode()?;
    }
    let [_serial, _algorithm, _issuer]: [AnyRef<'_>; 3] = [fields.decode()?, fields.decode()?, fields.decode()?];
    let both: AnyRef<'_> = fields.decode()?;
    let mut both = SliceReader::new(both.value())?;
    Ok((time(both.decode()?)?, time(both.decode()?)?))
}

fn time(text: AnyRef<'_>) -> der::Result<Duration> {
    Ok(match text.tag() {
        Tag::UtcTime => text.decode_as::<UtcTime>()?.to_unix_duration(),
        _ => text.decode_as::<GeneralizedTime>()?.to_unix_duration(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::smtp::stream::verifier;

    /// Says it is an authority, and is the server's own.
    const OWN: &[u8] = include_bytes!("../../../fixtures/tls/own.der");
    /// Signed by itself; the same key.
    const OTHER: &[u8] = include_bytes!("../../../fixtures/tls/self-signed.der");
    /// Good until 2021.
    const EXPIRED: &[u8] = include_bytes!("../../../fixtures/tls/expired.der");
    const LEAF: &[u8] = include_bytes!("../../../fixtures/tls/leaf.der");
    const ROOT: &[u8] = include_bytes!("../../../fixtures/tls/root.der");

    fn shown(given: &[u8], certificate: &[u8], name: &str, now: u64) -> Result<(), CertificateError> {
        let verifier = verifier(vec![CertificateDer::from(given.to_vec())]).unwrap();
        let name = ServerName::try_from(name.to_owned()).unwrap();
        let now = UnixTime::since_unix_epoch(Duration::from_secs(now));
        match verifier.verify_server_cert(&CertificateDer::from(certificate), &[], &name, &[], now) {
            Ok(_) => Ok(()),
            Err(Error::InvalidCertificate(why)) => Err(why),
            Err(other) => panic!("{other}"),
        }
    }

    // The first of January of these years.
    const Y2019: u64 = 1_546_300_800;
    const Y2020: u64 = 1_577_836_800;
    const Y2030: u64 = 1_893_456_000;
    const Y2200: u64 = 7_258_118_400;

    #[test]
    fn a_certificate_that_was_given_is_the_servers_own_for_its_name_and_its_time() {
        assert_eq!(shown(OWN, OWN, "localhost", Y2030), Ok(()));
        let name = shown(OWN, OWN, "mail.example.org", Y2030).unwrap_err();
        assert!(matches!(name, CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. }));
        assert_eq!(shown(OWN, OWN, "localhost", Y2019), Err(CertificateError::NotValidYet));
        assert_eq!(shown(OWN, OWN, "localhost", Y2200), Err(CertificateError::Expired));
        assert_eq!(shown(EXPIRED, EXPIRED, "localhost", Y2020), Ok(()));
        assert_eq!(shown(EXPIRED, EXPIRED, "localhost", Y2030), Err(CertificateError::Expired));
    }

    #[test]
    fn another_certificate_is_not_whatever_it_says() {
        for (given, certificate) in [(OWN, OTHER), (OTHER, OWN), (OWN, LEAF), (LEAF, OWN)] {
            assert!(shown(given, certificate, "localhost", Y2030).is_err());
        }
        // An authority that was given still vouches for others, and is no server itself without a name.
        assert_eq!(shown(ROOT, LEAF, "localhost", Y2030), Ok(()));
        assert!(shown(ROOT, ROOT, "localhost", Y2030).is_err());
    }
}
