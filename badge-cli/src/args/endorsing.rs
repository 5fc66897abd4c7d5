// Verbs by which places support each other.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Language, Reach, Run};

#[derive(Debug, Args)]
pub(crate) struct Endorse {
    #[arg(value_name = "FILE|URL", required = true)]
    pub(crate) input: Vec<String>,
    #[arg(long, value_name = "WHAT")]
    pub(crate) of: Option<Of>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) comment: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub(crate) skill: Vec<String>,
    #[arg(long, value_name = "DATE")]
    pub(crate) until: Option<String>,
    #[arg(long, value_name = "FORM", default_value = "both")]
    pub(crate) format: Form,
    #[arg(long, value_name = "LANG")]
    pub(crate) language: Option<Language>,
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    #[arg(long)]
    pub(crate) anyway: bool,
    #[command(flatten)]
    pub(crate) reach: Reach,
    #[command(flatten)]
    pub(crate) run: Run,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Of {
    Badge,
    Achievement,
    Issuer,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    Embedded,
    Jwt,
    Both,
}

#[derive(Debug, Args)]
pub(crate) struct Accept {
    #[arg(value_name = "FILE|URL", required_unless_present = "reissue")]
    pub(crate) input: Vec<String>,
    #[arg(long, value_name = "BADGE|all")]
    pub(crate) reissue: Option<String>,
    #[arg(long)]
    pub(crate) anyway: bool,
    #[command(flatten)]
    pub(crate) reach: Reach,
    #[command(flatten)]
    pub(crate) run: Run,
}

#[derive(Debug, Args)]
pub(crate) struct Endorsements {
    #[arg(long, conflicts_with = "remove")]
    pub(crate) check: bool,
    #[arg(long, value_name = "ENDORSEMENT")]
    pub(crate) remove: Option<String>,
    #[command(flatten)]
    pub(crate) reach: Reach,
    #[command(flatten)]
    pub(crate) run: Run,
}

#[derive(Debug, Args)]
pub(crate) struct AchievementRelate {
    #[arg(value_name = "ACHIEVEMENT")]
    pub(crate) achievement: String,
    #[arg(long, value_name = "URL,NAME")]
    pub(crate) equivalent: Vec<String>,
    #[arg(long, value_name = "URL,NAME")]
    pub(crate) part_of: Vec<String>,
    #[arg(long, value_name = "URL,NAME")]
    pub(crate) follows: Vec<String>,
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Debug, Args)]
pub(crate) struct RequestEndorsement {
    #[arg(value_name = "ACHIEVEMENT|BADGE")]
    pub(crate) what: String,
    #[arg(long, value_name = "TEXT")]
    pub(crate) to: String,
    #[arg(long, value_name = "TEXT")]
    pub(crate) message: Option<String>,
    #[arg(long, value_name = "LANG")]
    pub(crate) language: Option<Language>,
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) run: Run,
}
