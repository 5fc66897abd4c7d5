//! What can be typed.

use std::path::PathBuf;

use crate::app::tokens::Scope;
use crate::config::Layer;

/// Hosts, awards and verifies Open Badges on the web.
#[derive(Debug, clap::Parser)]
#[command(name = "badge-server", version)]
pub(crate) struct Args {
    /// A TOML file with settings; `badge-server config schema` tells which. Also BADGE_CONFIG.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) settings: Settings,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// What to do; without a verb, serve.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Take in a place that the command `badge` made: nothing is lost, no address changes.
    Import {
        /// The folder, with its place.toml.
        place: PathBuf,
        /// With its secret keys, so that this server signs; BADGE_PASSPHRASE opens them.
        #[arg(long)]
        keys: bool,
        /// Even where files are missing that its register names: pictures that were lost before.
        #[arg(long)]
        incomplete: bool,
    },
    /// Write a place as a folder in which the command `badge` goes on.
    Export {
        /// Its address (https://…), or its number as `places` tells it.
        place: String,
        /// A new or empty folder.
        folder: PathBuf,
        /// With its secret keys, each under the passphrase it was imported with; BADGE_PASSPHRASE for those that have none.
        #[arg(long)]
        keys: bool,
        /// With its secret keys, and those that have no passphrase in clear: whoever reads the folder can sign.
        #[arg(long, conflicts_with = "keys")]
        keys_in_clear: bool,
    },
    /// Remove a place with everything that is here of it, for good; export it first. Its pages answer 404 then, and its address is
    /// free: it can be imported again.
    Remove {
        /// Its address (https://…), or its number as `places` tells it.
        place: String,
        /// Do it. Without this, what would go is told, and nothing is removed.
        #[arg(long)]
        yes: bool,
    },
    /// Copy everything into a folder, while the server runs. The sealing key stays where it is unless it is asked for.
    Backup {
        /// A new or empty folder.
        folder: PathBuf,
        /// With the sealing key: whoever has this copy can sign then.
        #[arg(long)]
        with_seal_key: bool,
    },
    /// Put a backup into the data folder, which must be empty.
    Restore {
        /// The folder of the backup.
        folder: PathBuf,
    },
    /// Say that the database was put back from a copy that other tools made (pg_dump), before a server starts on it: nothing that
    /// waited in it goes by itself, since the server that was copied may have done it. Everybody signs in again.
    Restored,
    /// Serve an example to look at: an invented place with its team and its badges, in the folder badge-demo unless --data
    /// names another.
    Demo,
    /// Look whether everything is as it should be.
    Doctor {
        /// Ask, too, what others see: of each place, of a badge, of the mail server.
        #[arg(long)]
        online: bool,
    },
    /// The addresses of all pages for people, each with who may open it: for tests in a browser.
    #[command(hide = true)]
    Pages,
    /// List the places of this server.
    Places,
    /// Keys with which other programs use the API of a place.
    Token {
        #[command(subcommand)]
        what: TokenCommand,
    },
    /// The keys that places sign with.
    Key {
        #[command(subcommand)]
        what: KeyCommand,
    },
    /// Print a link that signs somebody in once: for whoever forgot a password where no letters go.
    SignIn {
        /// Their mail address.
        // A name of its own: `address` is what the world calls this server.
        #[arg(id = "account", value_name = "ADDRESS")]
        address: String,
    },
    /// Look at the settings without starting.
    Config {
        #[command(subcommand)]
        what: ConfigCommand,
    },
}

impl Command {
    /// Whether it makes files in the data folder, or may.
    pub(crate) fn makes_files(&self) -> bool {
        matches!(
            self,
            Self::Import { .. } | Self::Restore { .. } | Self::Restored | Self::Doctor { .. } | Self::Key { .. }
        )
    }
}

/// About tokens.
#[derive(Debug, Clone, clap::Subcommand)]
pub(crate) enum TokenCommand {
    /// Make one. It is shown now, and never again.
    New {
        /// The place: its address (https://…), or its number as `places` tells it.
        place: String,
        /// What it may do: read, award, revoke, people, or admin for everything. Several times for several.
        #[arg(long = "scope", required = true, value_name = "SCOPE", value_parser = scope)]
        scopes: Vec<Scope>,
        /// For whom it is.
        #[arg(long, default_value = "")]
        name: String,
    },
    /// List those of a place.
    List {
        /// The place.
        place: String,
    },
    /// End one. Whoever still uses it is refused from now on.
    End {
        /// The place.
        place: String,
        /// Its id, as `list` tells it.
        id: String,
    },
}

/// About keys.
#[derive(Debug, Clone, clap::Subcommand)]
pub(crate) enum KeyCommand {
    /// Sign with a new key from now on. The old one stays published: what it signed stays good.
    Rotate {
        /// The place: its address (https://…), or its number as `places` tells it.
        place: String,
    },
    /// Seal every secret in the database anew with the key in `seal_key`; what it does not open yet, `seal_key_former` does. May
    /// run while servers do, and again where it was interrupted.
    Reseal,
    /// Give up what no sealing key opens, when `seal.key` is lost for ever: keys (the old ones stay published, `rotate` makes new
    /// ones), webhooks, letters with a secret link, tables that wait.
    ForgetSealed {
        /// Do it. Without this, it is told how much there is, and nothing is given up.
        #[arg(long)]
        yes: bool,
    },
}

fn scope(text: &str) -> Result<Scope, String> {
    let known = || Scope::ALL.map(Scope::as_str).join(", ");
    Scope::from_name(text).ok_or_else(|| format!("one of {}", known()))
}

/// About the settings.
#[derive(Debug, Clone, Copy, clap::Subcommand)]
pub(crate) enum ConfigCommand {
    /// Say what the settings come to, or what is wrong with them.
    Check,
    /// Print the JSON Schema of the file.
    Schema,
}

/// The settings as flags: each has a variable of the environment too, `BADGE_` and its name.
#[derive(Debug, clap::Args)]
pub(crate) struct Settings {
    /// Where to listen [127.0.0.1:8080]. Port 0 takes a free one; the address is printed.
    #[arg(long, global = true, value_name = "ADDRESS:PORT")]
    listen: Option<String>,
    /// How the world calls this server: `https://badges.example.org`.
    #[arg(long, global = true, value_name = "URL")]
    address: Option<String>,
    /// The folder of the database, the pictures and the sealing key [badge-data].
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// `sqlite`, or `postgres://…`; without it, `sqlite`.
    #[arg(long, global = true, value_name = "DATABASE")]
    database: Option<String>,
    /// Where pictures lie: `folder`, or a bucket that speaks S3 (`https://s3.example.org/bucket`).
    #[arg(long, global = true, value_name = "STORE")]
    objects: Option<String>,
    /// The region of that store [us-east-1].
    #[arg(long, global = true, value_name = "REGION")]
    objects_region: Option<String>,
    /// The id of the key of that store.
    #[arg(long, global = true, value_name = "ID")]
    objects_key: Option<String>,
    /// The secret of that key. Rather in the file or the environment than here, where others on this machine see it.
    #[arg(long, global = true, value_name = "SECRET")]
    objects_secret: Option<String>,
    /// A proxy whose X-Forwarded-… headers are believed: an address or a network. Several times for several.
    #[arg(long = "trusted-proxy", global = true, value_name = "NETWORK")]
    trusted_proxies: Option<Vec<String>>,
    /// How log lines look: text or json.
    #[arg(long, global = true, value_name = "FORMAT")]
    log: Option<String>,
    /// The language where a visitor asks for none, and of what is told here: fr or en.
    #[arg(long, global = true, value_name = "LANG")]
    language: Option<String>,
    /// The file with the key that seals the places' keys [DIR/seal.key].
    #[arg(long, global = true, value_name = "FILE")]
    seal_key: Option<PathBuf>,
    /// The file with the sealing key before, while it is changed.
    #[arg(long, global = true, value_name = "FILE")]
    seal_key_former: Option<PathBuf>,
    /// The mail server: `smtps://name:password@mail.example.org`. Rather in the file or the environment than here, where
    /// others on this machine see it.
    #[arg(long, global = true, value_name = "URL")]
    mail: Option<String>,
    /// In whose name letters go.
    #[arg(long, global = true, value_name = "ADDRESS")]
    mail_from: Option<String>,
    /// How many letters go out in a minute at most (60).
    #[arg(long, global = true, value_name = "NUMBER")]
    mail_per_minute: Option<u32>,
    /// Follow badges to private addresses: for trying out.
    #[arg(long, global = true)]
    allow_local: bool,
}

impl Settings {
    /// The language, where the flag says it.
    pub(crate) fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }

    /// For the example: a folder of its own, and its badges are followed though they are on this machine.
    pub(crate) fn of_demo(self) -> Self {
        Self { data: Some(self.data.unwrap_or_else(|| PathBuf::from("badge-demo"))), allow_local: true, ..self }
    }
}

impl From<Settings> for Layer {
    fn from(flags: Settings) -> Self {
        Self {
            listen: flags.listen,
            address: flags.address,
            data: flags.data,
            database: flags.database,
            objects: flags.objects,
            objects_region: flags.objects_region,
            objects_key: flags.objects_key,
            objects_secret: flags.objects_secret,
            trusted_proxies: flags.trusted_proxies,
            log: flags.log,
            language: flags.language,
            seal_key: flags.seal_key,
            seal_key_former: flags.seal_key_former,
            mail: flags.mail,
            mail_from: flags.mail_from,
            mail_per_minute: flags.mail_per_minute,
            allow_local: flags.allow_local.then_some(true),
        }
    }
}
