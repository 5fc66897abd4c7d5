//! `[mail]` in `place.toml`: through which server the place writes to people. The password is never in that file.

use super::problem::Fault;
use super::reader::Reader;
use super::settings_write::Writer;
use crate::issue::is_email;

/// How the place sends mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailSettings {
    /// The sender's address. Without it, the place's own.
    pub from: Option<String>,
    /// Where answers go. Without it, to the sender.
    pub reply_to: Option<String>,
    /// The server's name. Nothing is ever sent to another.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is kept private.
    pub security: Security,
    /// Who signs in there; without it nobody does.
    pub user: Option<String>,
    /// A file that holds the password, from the place's folder.
    pub password_file: Option<String>,
    /// A certificate (PEM) that is trusted besides the usual ones, from the place's folder.
    pub ca_file: Option<String>,
    /// How many messages go out in a minute at most.
    pub per_minute: u32,
    /// Seconds to wait for an answer of the server.
    pub timeout: u32,
    /// Seconds before a message that the server put off is tried again; four times as many each time after.
    pub retry_after: u32,
}

/// How a connection to the mail server is kept private.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Security {
    /// TLS after the first words (usually port 587). A server that does not offer it is refused.
    #[default]
    StartTls,
    /// TLS from the first byte (usually port 465).
    Implicit,
    /// None: only to this machine.
    None,
}

impl Security {
    const ALL: [Self; 3] = [Self::StartTls, Self::Implicit, Self::None];

    /// As it is written: `starttls`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::StartTls => "starttls",
            Self::Implicit => "implicit",
            Self::None => "none",
        }
    }

    const fn port(self) -> u16 {
        match self {
            Self::StartTls => 587,
            Self::Implicit => 465,
            Self::None => 25,
        }
    }
}

const FIELDS: [&str; 11] = [
    "from",
    "reply_to",
    "host",
    "port",
    "security",
    "user",
    "password_file",
    "ca_file",
    "per_minute",
    "timeout",
    "retry_after",
];

/// `[mail]`, if it is there.
pub(super) fn read(mail: &Reader<'_>) -> MailSettings {
    mail.only(&FIELDS);
    let address = |field: &str| {
        let text = mail.text(field)?;
        if !is_email(&text) {
            mail.fault(field, Fault::NotAnEmail);
        }
        Some(text)
    };
    let security = mail.text("security").map_or(Security::default(), |text| {
        Security::ALL.into_iter().find(|s| s.as_str() == text).unwrap_or_else(|| {
            mail.fault("security", Fault::none_of(&text, Security::ALL.map(Security::as_str)));
            Security::default()
        })
    });
    let host = mail.required("host");
    if host.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '/' | '@')) {
        mail.fault("host", Fault::NotAHost);
    } else if host.contains(':') && address_of(&host).is_none() {
        mail.fault("host", Fault::HostWithPort);
    }
    if security == Security::None && !host.is_empty() && !is_this_machine(&host) {
        mail.fault("security", Fault::NotPrivate);
    }
    let number = |field: &str, least: i64, most: i64, otherwise: u32| {
        mail.number(field, least, most).and_then(|n| u32::try_from(n).ok()).unwrap_or(otherwise)
    };
    MailSettings {
        from: address("from"),
        reply_to: address("reply_to"),
        port: mail.number("port", 1, 65_535).and_then(|n| u16::try_from(n).ok()).unwrap_or(security.port()),
        host,
        security,
        user: mail.text("user"),
        password_file: mail.text("password_file"),
        ca_file: mail.text("ca_file"),
        per_minute: number("per_minute", 1, 6_000, 60),
        timeout: number("timeout", 1, 600, 60),
        retry_after: number("retry_after", 1, 86_400, 60),
    }
}

pub(super) fn write(settings: &MailSettings, out: &mut Writer) {
    out.table("[mail]");
    out.optional("from", settings.from.as_deref());
    out.optional("reply_to", settings.reply_to.as_deref());
    out.text("host", &settings.host);
    out.number("port", settings.port.into());
    out.text("security", settings.security.as_str());
    out.optional("user", settings.user.as_deref());
    out.optional("password_file", settings.password_file.as_deref());
    out.optional("ca_file", settings.ca_file.as_deref());
    out.number("per_minute", settings.per_minute.into());
    out.number("timeout", settings.timeout.into());
    out.number("retry_after", settings.retry_after.into());
}

/// Whether what is sent there leaves this machine.
fn is_this_machine(host: &str) -> bool {
    host == "localhost" || address_of(host).is_some_and(|ip| ip.is_loopback())
}

/// The address of a machine that is given as a number, with or without brackets.
fn address_of(host: &str) -> Option<std::net::IpAddr> {
    host.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

#[cfg(test)]
mod tests {
    use super::super::{Place, Problems};
    use super::*;
    use crate::language::Lang;

    fn parse(mail: &str) -> Result<Option<MailSettings>, Problems> {
        let text = format!("[profile]\nname = \"A\"\nemail = \"a@b.example\"\n{mail}");
        Place::parse(&text).map(|place| place.mail)
    }

    fn faults(mail: &str) -> Vec<(String, &'static str)> {
        parse(mail).unwrap_err().0.iter().map(|p| (p.field.clone(), p.fault.as_str())).collect()
    }

    #[test]
    fn little_has_to_be_said() {
        assert_eq!(parse(""), Ok(None));
        let short = parse("[mail]\nhost = \"mail.example.org\"").unwrap().unwrap();
        assert_eq!((short.port, short.security, short.per_minute), (587, Security::StartTls, 60));
        let implicit = parse("[mail]\nhost = \"mail.example.org\"\nsecurity = \"implicit\"").unwrap().unwrap();
        assert_eq!(implicit.port, 465);
    }

    #[test]
    fn without_tls_nothing_leaves_the_machine() {
        for host in ["localhost", "127.0.0.1", "[::1]", "::1"] {
            assert!(parse(&format!("[mail]\nhost = \"{host}\"\nsecurity = \"none\"")).is_ok(), "{host}");
        }
        for host in ["mail.example.org", "localhost.example.org", "10.0.0.1", "127.0.0.1.example.org"] {
            let wrong = faults(&format!("[mail]\nhost = \"{host}\"\nsecurity = \"none\""));
            assert_eq!(wrong, [("mail.security".to_owned(), "not_private")], "{host}");
        }
    }

    #[test]
    fn mistakes_have_their_field() {
        let wrong =
            "[mail]\nhost = \"https://x\"\nport = 70000\nfrom = \"a b\"\nsecurity = \"startls\"\npassword = \"x\"";
        let seen = faults(wrong);
        let of = |field: &str| seen.iter().find(|(f, _)| f == field).map(|(_, fault)| *fault);
        assert_eq!(of("mail.host"), Some("not_a_host"));
        assert_eq!(of("mail.port"), Some("out_of_range"));
        assert_eq!(of("mail.from"), Some("not_an_email"));
        assert_eq!(of("mail.security"), Some("not_allowed"));
        assert_eq!(of("mail.password"), Some("unknown"), "a password has no place here");
        assert_eq!(faults("[mail]\nuser = \"x\""), [("mail.host".to_owned(), "missing")]);
    }

    #[test]
    fn a_port_behind_the_name_is_told() {
        for host in ["smtp.example.org:587", "localhost:25", "127.0.0.1:25", "[::1]:25"] {
            assert_eq!(
                faults(&format!("[mail]\nhost = \"{host}\"")),
                [("mail.host".to_owned(), "host_with_port")],
                "{host}"
            );
        }
        assert!(parse("[mail]\nhost = \"[2001:db8::1]\"").is_ok());
    }

    #[test]
    fn what_is_written_is_read_back() {
        let mut place = Place { name: "A".into(), email: "a@b.example".into(), ..Place::starter(Lang::Fr) };
        let mail = "[mail]\nhost = \"h.example.org\"\nuser = \"u\"\nca_file = \"ca.pem\"\nreply_to = \"r@b.example\"";
        place.mail = parse(mail).unwrap();
        assert_eq!(Place::parse(&place.to_toml()).unwrap(), place);
    }
}
