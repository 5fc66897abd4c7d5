//! What the columns of a table are about, guessed from their headers or given by a person.

use super::header::HEADERS;
use super::words::{distance, folded};
use crate::place::Slug;

/// What a column is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Field {
    /// The whole name.
    Name,
    /// The given name; joined with the family name.
    GivenName,
    /// The family name.
    FamilyName,
    /// The e-mail address, or a DID.
    Email,
    /// One achievement or several, by short name or by name.
    Achievement,
    /// One achievement, ticked or not.
    Tick(Slug),
    /// The day of the award.
    Date,
    /// Addresses and texts that show the work.
    Evidence,
    /// What this person did.
    Narrative,
    /// Where it was.
    Where,
    /// The language to write in.
    Language,
    /// The level reached.
    Level,
    /// Until when the badge holds.
    Expires,
    /// Birth date or year: only to find minors.
    Birth,
    /// The age in years: only to find minors.
    Age,
    /// Whether the person is a minor.
    Minor,
    /// Whether the person is of age.
    Adult,
    /// Who agreed, for a minor.
    Consent,
    /// The state that a plan wrote. Only what tells a row to be left out is read.
    State,
    /// Written by a plan or a run, and not read again.
    Result,
    /// Left out on request.
    Ignore,
}

impl Field {
    const PLAIN: [Self; 20] = [
        Self::Name,
        Self::GivenName,
        Self::FamilyName,
        Self::Email,
        Self::Achievement,
        Self::Date,
        Self::Evidence,
        Self::Narrative,
        Self::Where,
        Self::Language,
        Self::Level,
        Self::Expires,
        Self::Birth,
        Self::Age,
        Self::Minor,
        Self::Adult,
        Self::Consent,
        Self::State,
        Self::Result,
        Self::Ignore,
    ];

    /// The permanent name: `given_name`, `achievement:decoupe-laser`.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            Self::Tick(slug) => format!("achievement:{}", slug.as_str()),
            plain => plain.as_str().to_owned(),
        }
    }

    /// The permanent names of all fields but [`Field::Tick`].
    #[must_use]
    pub fn names() -> Vec<&'static str> {
        Self::PLAIN.iter().map(Self::as_str).collect()
    }

    /// The field of that name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code.split_once(':') {
            Some(("achievement", slug)) => Slug::parse(slug).map(Self::Tick),
            Some(_) => None,
            None => Self::PLAIN.into_iter().find(|f| f.as_str() == code),
        }
    }

    const fn as_str(&self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::GivenName => "given_name",
            Self::FamilyName => "family_name",
            Self::Email => "email",
            Self::Achievement | Self::Tick(_) => "achievement",
            Self::Date => "date",
            Self::Evidence => "evidence",
            Self::Narrative => "narrative",
            Self::Where => "where",
            Self::Language => "language",
            Self::Level => "level",
            Self::Expires => "expires",
            Self::Birth => "birth",
            Self::Age => "age",
            Self::Minor => "minor",
            Self::Adult => "adult",
            Self::Consent => "consent",
            Self::State => "state",
            Self::Result => "result",
            Self::Ignore => "ignore",
        }
    }

    /// Whether what stands in such a column is written into the badge in the table's own words, which anybody may read.
    #[must_use]
    pub const fn is_public(&self) -> bool {
        matches!(self, Self::Evidence | Self::Narrative | Self::Where)
    }

    /// Whether several columns may be about it.
    pub(super) const fn may_repeat(&self) -> bool {
        let many = matches!(self, Self::Achievement | Self::Evidence | Self::Tick(_));
        // Whatever says that somebody is a minor is read, wherever it stands.
        let of_minors = matches!(self, Self::Birth | Self::Age | Self::Minor | Self::Adult | Self::Consent);
        many || of_minors || matches!(self, Self::Result | Self::Ignore | Self::State)
    }
}

/// Words that make a column somebody else's: the mother's address is not the child's.
const OTHERS: [&str; 14] = [
    "parent",
    "parents",
    "responsable",
    "tuteur",
    "tutrice",
    "mere",
    "pere",
    "guardian",
    "mother",
    "father",
    "urgence",
    "referent",
    "formateur",
    "animateur",
];

/// Whether a title is one of those that stand above e-mail addresses as well as above other things.
pub(super) fn is_address_title(header: &str) -> bool {
    let folded = folded(header);
    let of = ["personne", "participant", "participante", "participants", "contact", "beneficiaire", "person"];
    let short = folded.strip_prefix("adresse ").or_else(|| folded.strip_suffix(" address")).unwrap_or(&folded);
    let short = ["de la ", "du ", "des ", "de "].into_iter().find_map(|word| short.strip_prefix(word)).unwrap_or(short);
    header.trim() == "@"
        || ["adresse", "adresses", "address", "addresses", "contact", "contacts", "coordonnees"].contains(&short)
        || (short.len() < folded.len() && of.contains(&short))
}

/// The field of a header, as far as it can be guessed. « Mail (mère) » is no address of the person, and « Autorisation
/// parentale (baignade) » agrees to something else: what stands beside a title, in brackets or behind a colon, is
/// harmless, or the column is not read.
pub(super) fn guess(header: &str, tick: impl Fn(&str) -> Option<Slug>) -> Option<Field> {
    let whole = folded(header);
    if whole.is_empty() || whole.len() > 120 {
        return None;
    }
    let of =
        |spelling: &str| HEADERS.iter().find(|(_, names)| names.contains(&spelling)).map(|(field, _)| field.clone());
    // `Né(e) le`
    if let Some(field) = of(&whole) {
        return Some(field);
    }
    if let Some(slug) = tick(header) {
        return Some(Field::Tick(slug));
    }
    let (title, aside) = header.split_at(header.find(['(', '[', ':', '\n']).unwrap_or(header.len()));
    let is_harmless = |word: &str| HARMLESS.contains(&word) || word.bytes().all(|b| b.is_ascii_digit());
    if !folded(aside).split(' ').all(is_harmless) {
        return None;
    }
    guessed(&folded(title), of)
}

/// Words in brackets that change nothing of what a title says; numbers are others: a year, an age.
const HARMLESS: [&str; 34] = [
    "",
    "lien",
    "liens",
    "link",
    "url",
    "adresse",
    "address",
    "facultatif",
    "optionnel",
    "optional",
    "obligatoire",
    "required",
    "s",
    "e",
    "es",
    "ou",
    "or",
    "oui",
    "non",
    "yes",
    "no",
    "o",
    "n",
    "y",
    "x",
    "ans",
    "years",
    "annee",
    "jj",
    "mm",
    "aaaa",
    "dd",
    "yyyy",
    "aa",
];

fn guessed(short: &str, of: impl Fn(&str) -> Option<Field>) -> Option<Field> {
    // `Preuve n° 2`, `Preuve 1`
    let numberless = short.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ').trim_end_matches(" n").trim_end();
    if let Some(field) = of(short).or_else(|| of(numberless)) {
        return Some(field);
    }
    let words: Vec<&str> = short.split(' ').collect();
    if words.iter().any(|word| OTHERS.contains(word)) {
        let agrees = |word: &&str| CONSENTING.contains(word);
        let only = words.iter().all(|word| agrees(word) || OTHERS[..10].contains(word) || OF_PARENTS.contains(word));
        return (only && words.iter().any(agrees)).then_some(Field::Consent);
    }
    if numberless.len() >= 5 {
        // Comparing letter by letter costs: a slip changes the length by one at most.
        // Another number is another meaning: `plus de 10 ans`.
        let digits = |text: &str| text.bytes().any(|b| b.is_ascii_digit());
        let near = |name: &str| name.len() >= 4 && name.len().abs_diff(numberless.len()) < 2 && !digits(name);
        for (field, names) in HEADERS {
            if names.iter().any(|name| near(name) && distance(name, numberless) == 1) {
                return Some(field.clone());
            }
        }
    }
    let has = |list: &[&str]| words.iter().any(|w| list.contains(w));
    if has(&["mail", "email", "courriel", "mel"]) && words.len() <= 6 {
        return Some(Field::Email);
    }
    if has(&["naissance", "birth", "birthday"]) && !has(&NOT_WHEN) {
        return Some(Field::Birth);
    }
    None
}

/// By which a title says that somebody agrees.
const CONSENTING: [&str; 4] = ["accord", "autorisation", "consentement", "consent"];

/// Words between who agrees, and that: « Autorisation écrite du responsable légal ».
const OF_PARENTS: [&str; 18] = [
    "parental",
    "parentale",
    "legal",
    "legale",
    "legaux",
    "representant",
    "ecrit",
    "ecrite",
    "de",
    "du",
    "des",
    "d",
    "la",
    "le",
    "l",
    "s",
    "of",
    "the",
];

/// What else there is to say about a birth: `Nom de naissance`, `Lieu de naissance`.
const NOT_WHEN: [&str; 13] = [
    "nom",
    "name",
    "prenom",
    "lieu",
    "ville",
    "pays",
    "departement",
    "commune",
    "place",
    "city",
    "town",
    "country",
    "acte",
];

/// Whether a header speaks of children or of their parents. Where no column tells ages or who agreed, what it holds may
/// be all that says who is a minor.
pub(super) fn speaks_of_children(header: &str) -> bool {
    const SIGNS: [&str; 25] = [
        "parental",
        "parentale",
        "parentaux",
        "enfant",
        "enfants",
        "classe",
        "college",
        "ecole",
        "primaire",
        "child",
        "children",
        "school",
        "pupil",
        "parent",
        "parents",
        "responsable",
        "tuteur",
        "tutrice",
        "mere",
        "pere",
        "guardian",
        "mother",
        "father",
        "mum",
        "dad",
    ];
    folded(header).split(' ').any(|word| SIGNS.contains(&word))
}

/// Whether a header looks as if the column said who does not want to be published, or agrees to something.
pub(super) fn may_refuse(header: &str) -> bool {
    const BEGINS: [&str; 6] = ["refus", "oppos", "consent", "accord", "autoris", "authoris"];
    const WORDS: [&str; 9] = [
        "publier",
        "publication",
        "publications",
        "publie",
        "publiee",
        "publish",
        "published",
        "diffusion",
        "permission",
    ];
    let whole = folded(header);
    let words: Vec<&str> = whole.split(' ').collect();
    words.iter().any(|word| WORDS.contains(word) || BEGINS.iter().any(|start| word.starts_with(start)))
        || (words.contains(&"droit") && words.contains(&"image"))
}

/// Whether a header looks as if the column said who is a minor. Where it was not understood, somebody has to say what
/// it is before anything is awarded: a minor would be taken for an adult in silence (D-11).
pub(super) fn may_tell_minors(header: &str) -> bool {
    const SIGNS: [&str; 24] = [
        "age",
        "ages",
        "agee",
        "majeur",
        "majeure",
        "majeurs",
        "majorite",
        "mineur",
        "mineure",
        "mineurs",
        "minorite",
        "minor",
        "minors",
        "minority",
        "adult",
        "adults",
        "adulte",
        "adultes",
        "underage",
        "born",
        "dob",
        "ddn",
        "anniversaire",
        "nee",
    ];
    let whole = folded(header);
    let words: Vec<&str> = whole.split(' ').collect();
    let has = |list: &[&str]| words.iter().any(|w| list.contains(w));
    let short = folded(header.split(['(', '[', ':', '\n']).next().unwrap_or(header));
    if short.split(' ').any(|word| OTHERS.contains(&word)) {
        return false;
    }
    if has(&NOT_WHEN) && !has(&["date", "annee", "year", "age", "jour"]) || words.last() == Some(&"a") {
        return false;
    }
    let of_birth = |word: &&str| {
        word.starts_with("naiss") || ["datenaiss", "denaiss", "birth"].iter().any(|part| word.contains(part))
    };
    // `Né`, `Né(e) le`, and not `Ne pas remplir`
    let ne = words.first() == Some(&"ne") && words.get(1).is_none_or(|next| matches!(*next, "e" | "en" | "le" | "in"));
    let of_years = has(&["ans", "years"]) && words.iter().any(|word| word.parse::<u16>().is_ok());
    // `Moins de 15`, `<15`, `U15`, `-15`
    let age = |word: &&str| word.strip_prefix('u').unwrap_or(word).parse::<u8>().is_ok_and(|n| (10..=18).contains(&n));
    let below = has(&["moins", "under", "below", "less"])
        || header.contains(['<', '≤'])
        || header.trim_start().starts_with(['-', '–', '−'])
        || words.iter().any(|word| word.starts_with('u') && age(word));
    has(&SIGNS) || words.iter().any(of_birth) || ne || of_years || (below && words.iter().any(age))
}

#[cfg(test)]
mod tests;
