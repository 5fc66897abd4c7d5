//! Words by which it is told who agreed for a minor, folded, and what each of them says.

/// A yes. Nothing else makes a yes of a cell: not a parent who is named, nor a paper.
pub(crate) const YES: &str = "oui yes ok okay accord accords accorde accordee accepte acceptee accepted accepts agree agrees agreed \
    approuve approuvee approved autorise autorisee autorisent authorised authorized consent consents consented \
    consentement signe signee signes signees signed";

/// Words that say who agreed for a minor.
pub(crate) const WHO: &str = "mere meres pere peres maman papa parent parents tuteur tutrice tuteurs responsable responsables \
    representant representante representants mother father mum mom mam dad guardian guardians stepmother stepfather \
    grandmother grandfather";

/// Words that change nothing between these. Neither « à » nor « avec »: what went to somebody is no word of theirs.
pub(crate) const BETWEEN: &str = "sa son ses leur leurs la le les l de du des d par et by the her his their both and of on \
    deux two legal legale legaux beau belle grand";

/// In front of a name.
pub(crate) const TITLES: &[&str] = &["m", "mr", "mme", "mlle", "mrs", "ms", "monsieur", "madame", "dr"];

/// An agreement of whoever the row is about, or of somebody else: nobody can tell.
pub(crate) const SOMEBODYS: &[&str] =
    &["son accord", "avec son accord", "his consent", "her consent", "with his consent", "with her consent"];

/// A parent's agreement without a word about whose.
const FAMILY: &str = "famille family";

/// The same as a kind of paper: « autorisation parentale ».
const PARENTAL: &str = "parental parentale parentales parentaux";

/// The child, told by what they are. Beside a name such a word may be a part of it: « Anne Le Jeune ».
const CHILD: &str = "enfant enfants eleve eleves jeune jeunes mineur mineure ado ados adolescent adolescente interesse \
    interessee fille fils garcon gamin gamine gosse mome lyceen lyceenne collegien collegienne ecolier ecoliere participant \
    participante adherent adherente apprenti apprentie stagiaire child kid pupil student teen teenager minor boy girl \
    apprentice petite she he il";

/// Pronouns. Beside a parent they speak of that parent: « la mère, elle a signé ».
const PRONOUN: &str = "elle lui moi je";

/// Before a parent, somebody's own child speaks: « ma mère est d’accord ».
const MINE: &str = "ma mon mes my";

/// Words by which somebody speaks for themselves.
const ONESELF: &str = "meme herself himself themself myself self";

/// Those around a child whose word is not a parent's.
const AROUND: &str = "frere freres soeur soeurs cousin cousine ami amie copain copine voisin voisine maitresse prof \
    professeur professeure enseignant enseignante instituteur institutrice animateur animatrice educateur educatrice \
    mediateur mediatrice brother sister friend boyfriend girlfriend neighbour neighbor teacher educator \
    formateur formatrice directeur directrice proviseur proviseure principal principale moniteur monitrice encadrant \
    encadrante referent referente benevole surveillant surveillante coach oncle tante uncle aunt trainer instructor \
    headteacher camarade classmate assistante";

/// A paper or a message that went somewhere.
const SENT: &str = "donne donnee given gave remis remise envoye envoyee sent left laisse to chez with avec";

/// Words beside a name that name nobody: an age, and that it was signed.
const BESIDE: &str = "a ans an years year old age agee has est is dit said signature";

/// What somebody signed or wrote, and how. With a capital letter these are no names.
const PAPER: &str = "sms mail email e courriel courrier lettre message papier formulaire document fiche \
    letter text form paper phone telephone tel appel vu lu bon pour valide validee confirme confirmee repondu reponse \
    rempli remplie coche cochee ecrit autorisation whatsapp signal web ligne bulletin inscription photo";

/// Where something is done or learned. What stands behind is its name, and nobody's: « lycée Jean Moulin ».
const PLACE: &str = "atelier ateliers club college lycee ecole classe fablab fab lab musee mediatheque bibliotheque maison \
    centre association mjc stage cours formation school library workshop";

/// What one word says by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A parent, a guardian.
    Guardian,
    /// The family, whoever of it.
    Family,
    /// That a paper is a parent's.
    Parental,
    /// Somebody's name follows.
    Title,
    /// The child.
    Child,
    /// Somebody who was named before, or the child.
    Pronoun,
    /// « ma », « mon »: whose parent it is speaks.
    Mine,
    /// Whoever it is about, themselves.
    Oneself,
    /// Somebody else around the child.
    Around,
    /// That something went to somebody.
    Sent,
    /// « à », which is « a » without its accent: the same, and a word of no meaning beside a name.
    To,
    /// Yes.
    Yes,
    /// Nothing: a number, an age, a word between others.
    Nothing,
    /// A paper, or another way to say yes.
    Paper,
    /// A word of no list: a name, perhaps.
    Unknown,
}

impl Kind {
    /// Whether it tells of a parent's word.
    pub(crate) const fn names_guardian(self) -> bool {
        matches!(self, Self::Guardian | Self::Family | Self::Parental | Self::Title)
    }

    /// Of a folded word.
    pub(crate) fn of(word: &str) -> Self {
        const LISTS: [(Kind, &str); 14] = [
            (Kind::Yes, YES),
            (Kind::Nothing, BETWEEN),
            (Kind::Nothing, BESIDE),
            (Kind::Paper, PAPER),
            (Kind::Paper, PLACE),
            (Kind::Guardian, WHO),
            (Kind::Family, FAMILY),
            (Kind::Parental, PARENTAL),
            (Kind::Child, CHILD),
            (Kind::Pronoun, PRONOUN),
            (Kind::Mine, MINE),
            (Kind::Oneself, ONESELF),
            (Kind::Around, AROUND),
            (Kind::Sent, SENT),
        ];
        let is_in = |list: &&(Self, &str)| list.1.split_whitespace().any(|known| known == word);
        match LISTS.iter().find(is_in) {
            Some((kind, _)) => *kind,
            None if word.bytes().all(|b| b.is_ascii_digit()) => Self::Nothing,
            None if TITLES.contains(&word) => Self::Title,
            None => Self::Unknown,
        }
    }
}

/// Whether a folded word is one for a place of work or learning.
pub(super) fn is_place(word: &str) -> bool {
    PLACE.split_whitespace().any(|known| known == word)
}
