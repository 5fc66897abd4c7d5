//! Awarding: a draft filled in from the place, and sealed with its keys against its own public documents.

use std::collections::BTreeSet;

use super::documents::{PlaceKey, as_resources, documents, format_spot, names_of, status_list};
use super::register::{Register, StatusSpot};
use super::{AchievementFile, Ending, JwtKey, Place, Spot, Token};
use crate::crypto::{KeyKind, PublicKey, Signer};
use crate::issue::{
    self, Chance, Draft, Endorsement, Format, Ids, Key, Ob2Names, RenewError, SealError, Signed, To, Unsigned, renew,
    set_right,
};
use crate::language::Lang;
use crate::model::{Achievement, Carried, Profile, StatusEntry};
use crate::name::Url;
use crate::proof::Suite;
use crate::resource::{Answer, Resources};
use crate::time::Timestamp;
use crate::verify::Lists;

/// What is awarded to whom, when: all that a draft needs besides the place.
#[derive(Debug, Clone)]
pub struct Order<'a> {
    /// What.
    pub achievement: &'a AchievementFile,
    /// In which language: see [`AchievementFile::language_for`].
    pub language: Lang,
    /// To whom.
    pub to: To,
    /// From when on it holds.
    pub date: Timestamp,
    /// The award's name.
    pub token: Token,
    /// Its place in a status list; needs a base address.
    pub status: Option<StatusSpot>,
    /// The key that signs OB 2.0, if there is one.
    pub rsa: Option<&'a PublicKey>,
    /// The random parts.
    pub chance: Chance,
}

impl Place {
    /// A draft of an award. What only a person knows (evidence, narrative, location, another end) is added to it.
    ///
    /// It ends when the achievement says so.
    #[must_use]
    pub fn draft(&self, order: &Order<'_>) -> Draft {
        let (file, lang) = (order.achievement, order.language);
        Draft {
            issuer: Profile { id: None, ..self.profile("", lang) },
            achievement: file.to_achievement(self, lang),
            status: order.status.and_then(|spot| self.status_entry(spot)),
            endorsements: self.carried(file, lang, order.date, false),
            ..self.outline(order)
        }
    }

    /// A draft that is about one award alone: of the achievement it has the language, of the place the addresses. With
    /// [`Draft::outline`] it shows what is decided for each award, without the work that the rest is.
    #[must_use]
    pub fn outline(&self, order: &Order<'_>) -> Draft {
        let (file, lang, token) = (order.achievement, order.language, order.token);
        let base = self.base.as_ref();
        let id = |format| base.map(|b| b.url(&format_spot(token, format)));
        let ob2 = base.map(|base| Ob2Names {
            badge_class: file.badge_class_id(base, self, lang),
            issuer: base.url(&Spot::Issuer),
            key: order.rsa.map(|key| base.url(&Spot::KeyPem(key.thumbprint()))),
        });
        Draft {
            ids: Ids {
                ob3: id(Format::Ob3).unwrap_or_else(|| token.urn()),
                ob3_jwt: id(Format::Ob3Jwt).unwrap_or_else(|| token.urn()),
                ob2_hosted: id(Format::Ob2Hosted),
                ob2_signed: token.urn(),
            },
            issuer: Profile::default(),
            achievement: Achievement { language: Some(lang.tag().to_owned()), ..Achievement::default() },
            ob2,
            to: order.to.clone(),
            date: order.date,
            expires: file.valid_months.map(|months| order.date.plus_months(months)),
            awarded: None,
            narrative: None,
            evidence: Vec::new(),
            location: None,
            role: None,
            activity: (None, None),
            status: None,
            endorsements: Vec::new(),
            picture: None,
            chance: order.chance,
        }
    }

    /// What a credential says of its place in a status list (OB3-DM-133); `None` without a base (D-03).
    #[must_use]
    pub fn status_entry(&self, spot: StatusSpot) -> Option<StatusEntry> {
        let list = self.base.as_ref()?.url(&Spot::StatusList(spot.list));
        Some(StatusEntry::Bitstring {
            id: Some(format!("{list}#{}", spot.index)),
            list,
            index: spot.index,
            purpose: "revocation".to_owned(),
            size: 1,
            messages: Vec::new(),
            legacy: false,
        })
    }

    /// The address of the baked picture of an award; `None` without a base.
    #[must_use]
    pub fn picture_url(&self, token: Token, ending: Ending) -> Option<String> {
        Some(self.base.as_ref()?.url(&Spot::AwardImage(token, ending)))
    }
}

/// Why a badge was not signed once more.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RenewFailure {
    /// The stored badge is none that can be renewed.
    #[error(transparent)]
    Renew(#[from] RenewError),
    /// It could not be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
}

/// Where awards are sealed: the place with its keys at hand, and its public documents to check against.
///
/// Opened once, it serves a whole cohort.
pub struct Office<'a> {
    place: &'a Place,
    register: &'a Register,
    keys: Vec<Key<'a>>,
    shown: Shown,
}

/// What an office checks against, made from the place, its keys, its achievements and its register: what the place publishes,
/// and what was read of it. [Kept](Office::close) beyond the office, it need not be made again for the [next
/// one](Office::reopen), as long as none of them changes. Each badge is verified all the same.
#[derive(Debug)]
pub struct Shown {
    known: Resources,
    lists: BTreeSet<u32>,
    decoded: Lists,
}

impl<'a> Office<'a> {
    /// Opens with the keys that sign now. `published` are all keys of the place, `achievements` those that will be
    /// awarded. A signer that the place cannot name (RSA without a base) is left out.
    #[must_use]
    pub fn open(
        place: &'a Place,
        published: &[PlaceKey],
        signers: &[&'a dyn Signer],
        achievements: &[AchievementFile],
        register: &'a Register,
    ) -> Self {
        let documents = documents(place, published, achievements, &Register::new());
        let known = place.base.as_ref().map(|base| as_resources(base, &documents)).unwrap_or_default();
        let shown = Shown { known, lists: BTreeSet::new(), decoded: Lists::default() };
        Self::reopen(place, signers, register, shown)
    }

    /// Opens with what an office of the same place, with the same published keys, achievements and register, left when it was
    /// [closed](Self::close): what it passes, it passes by them.
    #[must_use]
    pub fn reopen(place: &'a Place, signers: &[&'a dyn Signer], register: &'a Register, shown: Shown) -> Self {
        let mut keys = Vec::new();
        for &signer in signers {
            if let Some((issuer, method)) = names_of(place, signer.public_key()) {
                keys.push(Key { signer, issuer, method });
            }
        }
        Self { place, register, keys, shown }
    }

    /// Leaves what the next office of the same place need not make again.
    #[must_use]
    pub fn close(self) -> Shown {
        self.shown
    }

    /// The key that will sign a format, if there is one.
    #[must_use]
    pub fn key_for(&self, format: Format) -> Option<&Key<'a>> {
        self.key_for_suite(format, Suite::default())
    }

    /// The key that will sign a format with an embedded proof of this suite, if there is one: P-256 before P-384.
    #[must_use]
    pub fn key_for_suite(&self, format: Format, suite: Suite) -> Option<&Key<'a>> {
        let kinds: &[KeyKind] = match (format, self.place.jwt_key) {
            (Format::Ob3Jwt, JwtKey::Rsa) => &[KeyKind::Rsa],
            (Format::Ob3Jwt, JwtKey::P256) => &[KeyKind::P256],
            _ => issue::key_kinds_for(format, suite),
        };
        kinds.iter().find_map(|kind| self.keys.iter().find(|k| k.signer.public_key().kind() == *kind))
    }

    /// Seals an award in every format asked for, or none: signed, and verified by our own verifier as of its start
    /// date, offline, with what the place publishes.
    ///
    /// # Errors
    /// See [`SealError`].
    pub fn seal(&mut self, draft: &Draft, formats: &[Format], created: Timestamp) -> Result<Vec<Signed>, SealError> {
        self.seal_as(draft, formats, Suite::default(), created)
    }

    /// [`Office::seal`], with an embedded proof of another suite (D-21).
    ///
    /// # Errors
    /// See [`SealError`].
    pub fn seal_as(
        &mut self,
        draft: &Draft,
        formats: &[Format],
        suite: Suite,
        created: Timestamp,
    ) -> Result<Vec<Signed>, SealError> {
        if let Some(StatusEntry::Bitstring { list, .. }) = &draft.status {
            self.show_list(list)?;
        }
        self.seal_shown(draft, formats, suite, created)
    }

    /// Makes a status list known, so that [`Office::seal_shown`] can check awards that stand in it.
    ///
    /// # Errors
    /// See [`SealError`].
    pub fn show(&mut self, list: u32) -> Result<(), SealError> {
        match self.place.base.as_ref().map(|base| base.url(&Spot::StatusList(list))) {
            Some(address) => self.show_list(&address),
            None => Ok(()),
        }
    }

    /// [`Office::seal_as`] for many threads at once: status lists have been [shown](Office::show) before.
    ///
    /// # Errors
    /// See [`SealError`]; an award in a list that was not shown is refused.
    pub fn seal_shown(
        &self,
        draft: &Draft,
        formats: &[Format],
        suite: Suite,
        created: Timestamp,
    ) -> Result<Vec<Signed>, SealError> {
        // Each with its own key: that of one format may fit another too.
        let one = |format: &Format| {
            let key: Vec<Key<'_>> = self.key_for_suite(*format, suite).cloned().into_iter().collect();
            issue::seal_one(draft, *format, formats, suite, &key, (created, &self.shown.known, &self.shown.decoded))
        };
        formats.iter().map(one).collect()
    }

    /// Seals an endorsement in every form asked for, or none: signed and verified like an award.
    ///
    /// # Errors
    /// See [`SealError`].
    pub fn endorse(
        &mut self,
        endorsement: &Endorsement,
        formats: &[Format],
        created: Timestamp,
    ) -> Result<Vec<Signed>, SealError> {
        if let Some(StatusEntry::Bitstring { list, .. }) = &endorsement.status {
            self.show_list(list)?;
        }
        let one = |format: &Format| {
            let key = self.key_or_none(*format)?;
            let unsigned = endorsement.unsigned(*format, &key.issuer);
            let unsigned = unsigned.map_err(|lacks| SealError::Incomplete { format: *format, lacks })?;
            self.seal_document(&unsigned, Suite::default(), key, created)
        };
        formats.iter().map(one).collect()
    }

    /// Signs a stored badge once more, from `from` on, carrying exactly these endorsements: see [`renew`]. `list` is the
    /// number of the status list in which it stands; `suite` that of its proof, which somebody may have asked for.
    ///
    /// # Errors
    /// See [`RenewFailure`].
    pub fn renew(
        &mut self,
        stored: &[u8],
        (format, suite): (Format, Suite),
        (from, carry, list): (Timestamp, &[Carried], Option<u32>),
    ) -> Result<Signed, RenewFailure> {
        self.sealed_anew(&renew(stored, format, from, carry)?, (format, suite), (from, list))
    }

    /// The same for a badge that a wrong clock dated into the future: see [`set_right`].
    ///
    /// # Errors
    /// See [`RenewFailure`].
    pub fn set_right(
        &mut self,
        stored: &[u8],
        (format, suite): (Format, Suite),
        (from, carry, list): (Timestamp, &[Carried], Option<u32>),
    ) -> Result<Signed, RenewFailure> {
        self.sealed_anew(&set_right(stored, format, from, carry)?, (format, suite), (from, list))
    }

    fn sealed_anew(
        &mut self,
        unsigned: &Unsigned,
        (format, suite): (Format, Suite),
        (from, list): (Timestamp, Option<u32>),
    ) -> Result<Signed, RenewFailure> {
        if let Some(list) = list {
            self.show(list)?;
        }
        let none = || SealError::NoKey { format, kinds: issue::key_kinds_for(format, suite) };
        let key = self.key_for_suite(format, suite).ok_or_else(none)?;
        Ok(self.seal_document(unsigned, suite, key, from)?)
    }

    fn key_or_none(&self, format: Format) -> Result<&Key<'a>, SealError> {
        self.key_for(format).ok_or(SealError::NoKey { format, kinds: issue::key_kinds(format) })
    }

    fn seal_document(
        &self,
        unsigned: &Unsigned,
        suite: Suite,
        key: &Key<'a>,
        created: Timestamp,
    ) -> Result<Signed, SealError> {
        issue::seal_document(unsigned, suite, key, (created, &self.shown.known, &self.shown.decoded))
    }

    /// Makes the status list known to the check. It is dated before any award, since it is not the published one.
    fn show_list(&mut self, address: &str) -> Result<(), SealError> {
        let Some(base) = &self.place.base else { return Ok(()) };
        let number = address.strip_suffix(".json").and_then(|a| a.rsplit_once('/')?.1.parse().ok()).unwrap_or(1);
        if self.shown.lists.contains(&number) {
            return Ok(());
        }
        let (Some(key), Some(epoch)) = (self.key_for(Format::Ob3), Timestamp::from_unix(0)) else { return Ok(()) };
        let list = status_list(base, number, &self.register.struck(number), key, epoch)?;
        if let Ok(url) = Url::parse(address) {
            self.shown.known.insert(&url, Answer::found(list.bytes));
            self.shown.lists.insert(number);
        }
        Ok(())
    }
}
