// Verbs for tables of people.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

#[derive(Debug, Subcommand)]
#[allow(clippy::large_enum_variant, reason = "there is one of it")]
pub(crate) enum Batch {
    Template(BatchTemplate),
    Plan(BatchPlan),
    Issue(BatchIssue),
}

#[derive(Debug, Args)]
pub(crate) struct BatchTemplate {
    #[arg(value_name = "FILE")]
    pub(crate) out: PathBuf,
    #[arg(long, value_name = "DATE")]
    pub(crate) at: Option<String>,
}

// How a table is read, and what holds where it does not say.
#[derive(Debug, Args)]
pub(crate) struct TableChoice {
    #[arg(value_name = "TABLE")]
    pub(crate) source: String,
    #[arg(long, value_name = "NAME")]
    pub(crate) sheet: Option<String>,
    #[arg(long, value_name = "HEADER=FIELD")]
    pub(crate) map: Vec<String>,
    #[arg(long, value_name = "ACHIEVEMENT")]
    pub(crate) achievement: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub(crate) date: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub(crate) at: Option<String>,
}

impl TableChoice {
    // A table of which nothing but the name is said.
    pub(crate) fn of(source: &str) -> Self {
        let source = source.to_owned();
        Self { source, sheet: None, map: Vec::new(), achievement: None, date: None, at: None }
    }
}

#[derive(Debug, Args)]
pub(crate) struct BatchPlan {
    #[command(flatten)]
    pub(crate) choice: TableChoice,
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct BatchIssue {
    #[command(flatten)]
    pub(crate) choice: TableChoice,
    #[arg(long, value_name = "CHOICE")]
    pub(crate) changed: Option<Changed>,
    #[arg(long, value_name = "NAME")]
    pub(crate) cohort: Option<String>,
    #[arg(long)]
    pub(crate) all_or_nothing: bool,
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Vec<super::Format>,
    #[arg(long, value_name = "SUITE")]
    pub(crate) suite: Option<super::Suite>,
    #[arg(long, value_name = "KIND")]
    pub(crate) image: Option<super::ImageChoice>,
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    #[arg(long, requires = "out")]
    pub(crate) zip: bool,
    #[arg(long, value_name = "FILE")]
    pub(crate) table: Option<PathBuf>,
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Changed {
    Skip,
    Update,
}
