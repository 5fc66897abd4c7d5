// Verbs for the people to whom something was awarded.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::Run;

#[derive(Debug, Args)]
pub(crate) struct Claim {
    #[arg(value_name = "CODE")]
    pub(crate) code: String,
    #[arg(long, value_name = "E-MAIL|DID")]
    pub(crate) to: String,
    #[arg(long, value_name = "TEXT")]
    pub(crate) name: Option<String>,
    #[arg(long, value_name = "LANG")]
    pub(crate) language: Option<super::Language>,
    #[arg(long)]
    pub(crate) minor: bool,
    #[arg(long, value_name = "TEXT")]
    pub(crate) consent: Option<String>,
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Vec<super::Format>,
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) run: Run,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Person {
    Show(PersonShow),
    Export(PersonExport),
    Erase(PersonErase),
    Merge(PersonMerge),
}

#[derive(Debug, Args)]
pub(crate) struct PersonShow {
    #[arg(value_name = "ADDRESS")]
    pub(crate) person: String,
    #[arg(long, value_name = "DATE")]
    pub(crate) at: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct PersonExport {
    #[arg(value_name = "ADDRESS")]
    pub(crate) person: String,
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) run: Run,
}

#[derive(Debug, Args)]
pub(crate) struct PersonErase {
    #[arg(value_name = "ADDRESS")]
    pub(crate) person: String,
    #[command(flatten)]
    pub(crate) run: Run,
}

#[derive(Debug, Args)]
pub(crate) struct PersonMerge {
    #[arg(value_name = "OLD")]
    pub(crate) old: String,
    #[arg(value_name = "NEW")]
    pub(crate) new: String,
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Consent {
    Record(ConsentRecord),
    Withdraw(ConsentWithdraw),
    Show(ConsentShow),
}

#[derive(Debug, Args)]
pub(crate) struct ConsentRecord {
    #[arg(value_name = "ADDRESS")]
    pub(crate) person: String,
    #[arg(long, value_name = "TEXT")]
    pub(crate) by: Option<String>,
    #[arg(long, value_name = "HOW")]
    pub(crate) how: Option<ConsentHow>,
    #[arg(long = "for", value_name = "ACHIEVEMENT")]
    pub(crate) for_which: Vec<String>,
    #[arg(long, value_name = "DATE")]
    pub(crate) date: Option<String>,
    #[arg(long)]
    pub(crate) of_age: bool,
    #[arg(long, value_name = "YEAR")]
    pub(crate) born: Option<i16>,
    #[command(flatten)]
    pub(crate) run: Run,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ConsentHow {
    Paper,
    Mail,
    Spoken,
    Other,
}

#[derive(Debug, Args)]
pub(crate) struct ConsentWithdraw {
    #[arg(value_name = "ADDRESS")]
    pub(crate) person: String,
    #[arg(long, value_name = "TEXT")]
    pub(crate) by: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub(crate) date: Option<String>,
    #[command(flatten)]
    pub(crate) run: Run,
}

#[derive(Debug, Args)]
pub(crate) struct ConsentShow {
    #[arg(value_name = "ADDRESS")]
    pub(crate) person: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub(crate) at: Option<String>,
}
