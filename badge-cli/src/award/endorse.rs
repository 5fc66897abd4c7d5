//! Giving an endorsement, and signing a badge once more with those that it was given.

use badge_core::container::{Existing, Keyword, bake, unbake};
use badge_core::crypto::{SecretKey, Signer};
use badge_core::issue::{Endorsement, Format, RenewError, Signed, is_of_issuer};
use badge_core::json::{self, Value};
use badge_core::language::Lang;
use badge_core::limits::Limits;
use badge_core::model::{Badge, Carried, Profile, Version, ob3};
use badge_core::place::award::{Office, RenewFailure};
use badge_core::place::register::{Digest, Endorsed, Entry, Files, Given, Issued, Register, Renewed};
use badge_core::place::{AchievementFile, Place, Received, Spot, Token};
use badge_core::proof::Suite;
use badge_core::text;
use badge_core::time::Timestamp;

use super::desk::Desk;
use super::pending::{Pending, choose_spot};
use super::{Problem, failure};
use crate::entropy::random;
use crate::error::{Cause, Failure};
use crate::message::msg;
use crate::picture::bake_message;
use crate::place::endorsements::{EMBEDDED, ENDORSED, JWT};
use crate::place::{Holder, disk};

/// What a partner wants to say.
pub(crate) struct Support {
    pub(crate) of: Endorsed,
    pub(crate) subject: String,
    pub(crate) title: String,
    pub(crate) comment: Option<String>,
    pub(crate) skills: Vec<String>,
    pub(crate) language: Lang,
    pub(crate) until: Option<Timestamp>,
    pub(crate) formats: Vec<Format>,
    /// What is published of it now, to be compared later with what is published then.
    pub(crate) published: Option<Vec<u8>>,
}

/// An endorsement that was made, with its files by name.
pub(crate) struct SignedSupport {
    pub(crate) given: Given,
    pub(crate) files: Vec<(String, Vec<u8>)>,
    pub(crate) link: Option<String>,
}

/// Seconds by which a badge may begin in the future without anybody's clock being wrong.
pub(crate) const AHEAD: i64 = 300;

/// What became of a badge that was to be signed once more.
pub(crate) enum Again {
    Renewed,
    /// It carries what it should already.
    AsItWas,
    /// Without a form that can be signed once more.
    OnlyOlder,
    /// It begins at this later instant.
    Later(Timestamp),
    /// It could not be sealed.
    Failed(Failure),
}

impl Desk<'_> {
    /// Signs, verifies and keeps an endorsement; a dry run keeps nothing.
    pub(crate) fn endorse(&mut self, support: &Support, now: Timestamp) -> Result<SignedSupport, Failure> {
        self.need_keys(&support.formats, Suite::default(), now, None)?;
        let folder = self.folder.clone();
        if self.is_dry() {
            let register = folder.register()?;
            return self.with_office(&register, |office, place| make(office, place, support, &register, now))?;
        }
        let mut writer = folder.writer(&self.cx.printer)?;
        let register = writer.register().clone();
        let made = self.with_office(&register, |office, place| make(office, place, support, &register, now))??;
        let published = support.published.iter().map(|bytes| (ENDORSED.to_owned(), bytes.clone()));
        let files: Vec<_> = made.files.iter().cloned().chain(published).collect();
        writer.give(made.given.clone(), &files, now)?;
        Ok(made)
    }

    /// Signs a badge once more under the same id, with the endorsements that it, its achievement and the place have now.
    pub(crate) fn renew(&mut self, entry: &Entry, now: Timestamp) -> Result<Again, Failure> {
        let award = &entry.award;
        let formats: Vec<Format> = award.credentials.iter().map(|c| c.format).filter(|f| f.is_3()).collect();
        if formats.is_empty() {
            return Ok(Again::OnlyOlder);
        }
        let folder = self.folder.clone();
        let file = folder.achievement(award.achievement.as_str())?;
        let own = folder.endorsements_of(&Holder::Award(award.token))?;
        let home = folder.award(award.token);
        let mut signed: Vec<Signed> = Vec::new();
        let register = folder.register()?;
        for format in formats {
            let path = home.join(format.file_name());
            let stored = disk::read(&path, disk::LARGEST)?;
            // As it was signed the first time: whoever asked for another suite reads no other.
            let suite = if format == Format::Ob3 { suite_of(&stored) } else { Suite::default() };
            self.need_keys(&[format], suite, now, None)?;
            let place = self.place.clone();
            let held = stored_badge(&stored, format);
            let issuer = held.issuer.id.clone().unwrap_or_default();
            let carry = |jwt| {
                let all = place.carried_by(&file, award.language, (&held, &own), now, jwt);
                all.into_iter().filter(|one| is_of_issuer(one, &issuer)).collect::<Vec<_>>()
            };
            let (embedded, tokens) = (carry(false), carry(true));
            // Given on a day that has come, and signed again by a clock that was wrong: it is put right.
            let ahead = award.date <= now && held.valid_from.is_some_and(|from| from > now.plus_seconds(AHEAD));
            if !ahead && (same(&held.endorsements, &embedded) || same(&held.endorsements, &tokens)) {
                continue;
            }
            let list = award.status.map(|spot| spot.list);
            let mut renew = |from: Timestamp| {
                self.with_office(&register, |office, _| {
                    let mut sign = |carry: &[Carried]| match ahead {
                        true => office.set_right(&stored, (format, suite), (from, carry, list)),
                        false => office.renew(&stored, (format, suite), (from, carry, list)),
                    };
                    let one = sign(&embedded)?;
                    // D-24: where verifiers do not agree on the canonical form, the endorsements go as JWT.
                    if one.forms_differ && embedded != tokens {
                        return sign(&tokens);
                    }
                    Ok(one)
                })
            };
            let one = match renew(now)? {
                // Given, or signed again, a moment ago: the next second is later.
                Err(RenewFailure::Renew(RenewError::NotLater { held, .. })) if held <= now.plus_seconds(60) => {
                    renew(held.plus_seconds(1))?
                }
                other => other,
            };
            match one {
                Ok(one) => signed.push(one),
                Err(RenewFailure::Renew(RenewError::NotLater { held, .. })) => return Ok(Again::Later(held)),
                Err(e) => return Ok(Again::Failed(self.renew_failure(&e, award.token))),
            }
        }
        if signed.is_empty() {
            return Ok(Again::AsItWas);
        }
        if self.is_dry() {
            return Ok(Again::Renewed);
        }
        let mut files: Vec<(String, Vec<u8>)> = Vec::new();
        let mut pictures = Files::default();
        for name in award.files.names().filter(|name| name.starts_with("badge.")) {
            let bytes = rebaked(disk::read(&home.join(name), disk::LARGEST)?, &signed)?;
            pictures.insert(name, Digest::of(&bytes));
            files.push((name.to_owned(), bytes));
        }
        files.extend(signed.iter().map(|s| (s.format.file_name().to_owned(), s.bytes.clone())));
        let renewed = Renewed {
            award: award.token,
            date: now,
            credentials: signed.iter().map(issued).collect(),
            files: pictures,
        };
        folder.writer(&self.cx.printer)?.renew(renewed, &files, now)?;
        if signed.iter().any(|s| s.forms_differ) {
            self.cx.printer.warn(&msg!("forms-differ"));
        }
        Ok(Again::Renewed)
    }

    /// Endorsements that are left off, because their files are not those that were accepted, or what they are about was
    /// rewritten.
    pub(super) fn tell_changed(&self, file: &AchievementFile) {
        let of_it = file.endorsements.iter().map(|r| (Holder::Achievement(file.slug.clone()), r));
        for (holder, changed) in of_it.chain(self.place.endorsements.iter().map(|r| (Holder::Place, r))) {
            if changed.changed {
                let path = self.folder.received_folder(&holder);
                self.cx.printer.warn(&msg!("endorsement-changed", by = by(changed), path = &path));
            }
        }
        for one in file.endorsements.iter().filter(|one| one.is_of_other_words(&self.place, file)) {
            self.cx.printer.warn(&msg!("endorsement-other-words", by = by(one), what = file.slug.as_str()));
        }
    }

    fn renew_failure(&self, error: &RenewFailure, award: Token) -> Failure {
        match error {
            RenewFailure::Seal(seal) => failure(Problem::from_seal(seal, self.cx.printer.words())),
            other => Failure::new(msg!("reissue-failed", badge = award.to_string()))
                .because(Cause::Foreign(other.to_string())),
        }
    }

    fn with_office<T>(
        &mut self,
        register: &Register,
        work: impl FnOnce(&mut Office<'_>, &Place) -> T,
    ) -> Result<T, Failure> {
        let secrets: Vec<SecretKey> = std::mem::take(&mut self.secrets);
        let place = self.place.clone();
        let done = {
            let signers: Vec<&dyn Signer> = secrets.iter().map(|s| s as &dyn Signer).collect();
            let mut office = Office::open(&place, &self.keys, &signers, &[], register);
            work(&mut office, &place)
        };
        self.secrets = secrets;
        Ok(done)
    }
}

fn make(
    office: &mut Office<'_>,
    place: &Place,
    support: &Support,
    register: &Register,
    now: Timestamp,
) -> Result<SignedSupport, Failure> {
    let token = Token::from_bytes(random());
    let base = place.base.as_ref();
    let spot = base.map(|_| choose_spot(register, &Pending::default()));
    let (lang, title) = (support.language, support.title.as_str());
    let endorsement = Endorsement {
        id: base.map_or_else(|| token.urn(), |base| base.url(&Spot::EndorsementJson(token))),
        issuer: Profile { id: None, ..place.profile("", lang) },
        subject: support.subject.clone(),
        name: match lang {
            Lang::Fr => format!("Soutien : {title}"),
            Lang::En => format!("Endorsement: {title}"),
        },
        comment: support.comment.clone(),
        skills: support.skills.clone(),
        language: lang,
        date: now,
        expires: support.until,
        status: spot.and_then(|spot| place.status_entry(spot)),
    };
    let signed = office.endorse(&endorsement, &support.formats, now);
    let words = crate::text::Words::new(lang);
    let signed = signed.map_err(|e| failure(Problem::from_seal(&e, &words)))?;
    let given = Given {
        token,
        of: support.of,
        subject: support.subject.clone(),
        title: support.title.clone(),
        language: lang,
        date: now.to_utc_seconds(),
        expires: support.until.map(|t| t.to_utc_seconds()),
        status: spot,
        credentials: signed.iter().map(issued).collect(),
    };
    let name = |format: Format| if format.is_jws() { JWT } else { EMBEDDED };
    let files = signed.into_iter().map(|s| (name(s.format).to_owned(), s.bytes)).collect();
    Ok(SignedSupport { given, files, link: base.map(|base| base.url(&Spot::Endorsement(token))) })
}

fn issued(signed: &Signed) -> Issued {
    Issued { format: signed.format, id: signed.id.clone(), sha256: Digest::of(&signed.bytes) }
}

/// What a stored badge of Open Badges 3.0 says.
pub(crate) fn stored_badge(stored: &[u8], format: Format) -> Badge {
    let limits = Limits::default();
    let value = if format.is_jws() {
        let payload = std::str::from_utf8(stored).ok().and_then(|t| t.split('.').nth(1));
        payload.and_then(|p| json::parse(&text::from_base64url(p).ok()?, &limits).ok())
    } else {
        json::parse(stored, &limits).ok()
    };
    value.as_ref().and_then(Value::as_object).map_or_else(|| Badge::new(Version::Ob30), ob3::read)
}

/// The suite of a stored badge's proof, where it is one that we sign with.
fn suite_of(stored: &[u8]) -> Suite {
    let doc = json::parse(stored, &Limits::default()).ok();
    let proof = doc.as_ref().and_then(|doc| doc.get("proof"));
    let proof = proof.and_then(|proof| proof.as_array().map_or(Some(proof), |all| all.first()));
    let name = proof.and_then(|proof| proof.get("cryptosuite")).and_then(Value::as_str);
    Suite::SIGNING.into_iter().find(|suite| name == Some(suite.name())).unwrap_or_default()
}

fn same(a: &[Carried], b: &[Carried]) -> bool {
    a.len() == b.len() && a.iter().all(|one| b.iter().any(|other| one.at == other.at && one.form == other.form))
}

/// The stored picture with the new version in the place of the old one, read back.
fn rebaked(mut picture: Vec<u8>, signed: &[Signed]) -> Result<Vec<u8>, Failure> {
    let limits = Limits::default();
    let Some(badge) = signed.first() else { return Ok(picture) };
    let text = String::from_utf8_lossy(&badge.bytes);
    picture = bake(&picture, Keyword::OpenBadgeCredential, &text, Existing::Replace, &limits)
        .map_err(|e| Failure::new(bake_message(&e)))?;
    if unbake(&picture, Keyword::OpenBadgeCredential, &limits).as_deref() != Ok(text.as_ref()) {
        return Err(Failure::new(msg!("bake-not-read-back")));
    }
    Ok(picture)
}

/// What an endorsement says of itself, for people.
pub(crate) fn by(received: &Received) -> String {
    let issuer = &received.badge.issuer;
    issuer.name.clone().or_else(|| issuer.id.clone()).unwrap_or_default()
}
