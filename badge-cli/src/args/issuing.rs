// Verbs that make a place, its achievements and its awards.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Subcommand, ValueEnum};

#[derive(Debug, Args)]
pub(crate) struct Init {
    #[arg(value_name = "DIR")]
    pub(crate) dir: Option<PathBuf>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) name: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) name_en: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) description: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) description_en: Option<String>,
    #[arg(long, value_name = "E-MAIL")]
    pub(crate) email: Option<String>,
    #[arg(long, value_name = "URL")]
    pub(crate) homepage: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub(crate) image: Option<PathBuf>,
    #[arg(long, value_name = "URL")]
    pub(crate) url: Option<String>,
    #[arg(long)]
    pub(crate) no_passphrase: bool,
    #[arg(long)]
    pub(crate) examples: bool,
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[arg(long, value_name = "DATE")]
    pub(crate) at: Option<String>,
}

#[derive(Debug, Subcommand)]
#[allow(clippy::large_enum_variant, reason = "there is one of it")]
pub(crate) enum Achievement {
    New(AchievementNew),
    List(AchievementList),
    Show(AchievementShow),
    Check(AchievementCheck),
    AddExamples(AchievementAddExamples),
    Relate(super::AchievementRelate),
}

#[derive(Debug, Args)]
pub(crate) struct AchievementNew {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long, value_name = "SLUG")]
    pub(crate) slug: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) name_en: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) description: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) description_en: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) criteria: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) criteria_en: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub(crate) picture: Option<PathBuf>,
    #[arg(long, value_name = "WORD")]
    pub(crate) tag: Vec<String>,
    #[arg(long, value_name = "LEVEL")]
    pub(crate) level: Option<String>,
    #[arg(long, value_name = "KIND")]
    pub(crate) kind: Option<String>,
    #[arg(long, value_name = "SHAPE", conflicts_with = "picture")]
    pub(crate) shape: Option<String>,
    #[arg(long, value_name = "ICON", conflicts_with = "picture")]
    pub(crate) icon: Option<String>,
    #[arg(long, value_name = "COLOUR", alias = "color", conflicts_with = "picture")]
    pub(crate) colour: Option<String>,
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Debug, Args)]
pub(crate) struct AchievementList {}

#[derive(Debug, Args)]
pub(crate) struct AchievementShow {
    #[arg(value_name = "ACHIEVEMENT")]
    pub(crate) achievement: String,
}

#[derive(Debug, Args)]
pub(crate) struct AchievementCheck {
    #[arg(value_name = "ACHIEVEMENT")]
    pub(crate) achievement: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct AchievementAddExamples {
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("recipient").args(["to", "card"])))]
pub(crate) struct Issue {
    #[arg(value_name = "ACHIEVEMENT")]
    pub(crate) achievement: String,
    #[arg(long, value_name = "E-MAIL|DID")]
    pub(crate) to: Option<String>,
    #[arg(long)]
    pub(crate) card: bool,
    #[arg(long, value_name = "TEXT")]
    pub(crate) name: Option<String>,
    #[arg(long, requires = "name")]
    pub(crate) rename: bool,
    #[arg(long, value_name = "URL[,TEXT]")]
    pub(crate) evidence: Vec<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) narrative: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub(crate) date: Option<String>,
    #[arg(long = "where", value_name = "TEXT[;LAT,LON]")]
    pub(crate) location: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub(crate) expires: Option<String>,
    #[arg(long)]
    pub(crate) minor: bool,
    #[arg(long, value_name = "TEXT", requires = "minor")]
    pub(crate) consent: Option<String>,
    #[arg(long, value_name = "LANG")]
    pub(crate) language: Option<super::Language>,
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Vec<Format>,
    #[arg(long, value_name = "SUITE")]
    pub(crate) suite: Option<Suite>,
    #[arg(long, value_name = "KIND")]
    pub(crate) image: Option<ImageChoice>,
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[arg(long, value_name = "DATE")]
    pub(crate) at: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Format {
    Ob3,
    Ob3Jwt,
    Ob2Hosted,
    Ob2Signed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Suite {
    #[value(name = "eddsa-rdfc-2022")]
    EddsaRdfc2022,
    #[value(name = "eddsa-jcs-2022")]
    EddsaJcs2022,
    #[value(name = "ecdsa-rdfc-2019")]
    EcdsaRdfc2019,
    #[value(name = "ecdsa-jcs-2019")]
    EcdsaJcs2019,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ImageChoice {
    Png,
    Svg,
    Both,
}
