//! What is to be endorsed: found in what was given, verified, compared with what is published, and named.

use badge_core::json::{self, Object, Value};
use badge_core::limits::Limits;
use badge_core::message::{Headline, plain_within};
use badge_core::model::{Achievement, Badge, Kind, other_kind};
use badge_core::name::Url;
use badge_core::place::register::Endorsed;
use badge_core::verify::{CheckCode, Report};

use super::{known, published};
use crate::args::Of;
use crate::command::verify::Judge;
use crate::error::{Cause, Failure};
use crate::input::{Gathered, Input};
use crate::message::{Message, msg};
use crate::text::Words;

/// Something that can be endorsed.
pub(super) struct Subject {
    pub(super) of: Endorsed,
    pub(super) id: String,
    pub(super) title: String,
    /// Who answers for it, where that is known.
    pub(super) by: Option<String>,
    /// What it is about, and what one has to do for it: to be read before it is signed.
    pub(super) words: Vec<String>,
    /// What is published, where that was asked.
    pub(super) published: Option<Object>,
    /// The ids of the same in other languages.
    pub(super) others: Vec<String>,
    /// What the person should know beforehand.
    pub(super) remark: Option<Message>,
}

/// How something is looked at.
struct Look<'a> {
    input: &'a str,
    anyway: bool,
    judge: &'a Judge,
    words: &'a Words,
}

/// Finds it. What does not hold is refused, unless `anyway`; what was altered is refused all the same.
pub(super) fn find(
    input: &str,
    of: Option<Of>,
    anyway: bool,
    judge: &Judge,
    words: &Words,
) -> Result<Subject, Failure> {
    let look = Look { input, anyway, judge, words };
    let bytes = known::bytes(input, judge, words)?;
    let address = known::address(input);
    if let Some(found) = look.document(&bytes, of, address.as_ref())? {
        return Ok(found);
    }
    if let Some(found) = address.map(|page| look.behind_page(&bytes, of, &page)).transpose()?.flatten() {
        return Ok(found);
    }
    // As it was given: behind an address there may be a page that leads to the badge.
    let Gathered { inputs, .. } = Input::gather(&[input.to_owned()]);
    let Some(one) = inputs.first().filter(|_| inputs.len() == 1) else {
        return Err(Failure::new(msg!("endorse-several", input = input)));
    };
    let answer = judge.judge(one)?;
    match answer.badges.as_slice() {
        [] => Err(Failure::new(msg!("endorse-nothing", input = input))),
        [report] => look.badge(report, of),
        reports => match one_award(reports) {
            Some(report) => look.badge(report, of),
            None => Err(Failure::new(msg!("endorse-several", input = input))),
        },
    }
}

/// One award may come in several forms: two versions in a picture; on paper the signed file, and the short statement of
/// its code. The fullest and newest is taken.
fn one_award(reports: &[Report]) -> Option<&Report> {
    let badge = |report: &'_ Report| report.summary.as_ref().map(|s| s.badge.clone());
    let is_short = |r: &&Report| r.checks.iter().any(|check| check.code == CheckCode::CompactStatement);
    let full: Vec<&Report> = reports.iter().filter(|r| !is_short(r)).collect();
    let newest = full.iter().copied().max_by_key(|r| badge(r).and_then(|b| b.valid_from))?;
    let one = badge(newest)?;
    let same =
        |r: &Report| badge(r).is_some_and(|b| b.id.is_some() && (&b.id, &b.issuer.id) == (&one.id, &one.issuer.id));
    if reports.iter().all(same) {
        return Some(newest);
    }
    let mut newer = full.into_iter().filter(|r| badge(r).is_some_and(|b| b.version.is_3()));
    let one = newer.next().filter(|_| newer.next().is_none())?;
    let title = badge(one)?.title().map(str::to_owned);
    reports.iter().all(|r| badge(r).is_some_and(|b| b.title().map(str::to_owned) == title)).then_some(one)
}

fn endorsed(of: Of) -> Endorsed {
    match of {
        Of::Badge => Endorsed::Badge,
        Of::Achievement => Endorsed::Achievement,
        Of::Issuer => Endorsed::Issuer,
    }
}

impl Look<'_> {
    fn differs(&self, id: &str) -> Failure {
        Failure::new(msg!("endorse-differs", input = self.input, id = id))
    }

    /// Without what lies at its id, it is nobody's word.
    fn unconfirmed(&self, id: &str) -> Result<Option<Message>, Failure> {
        if self.anyway {
            return Ok(Some(msg!("endorse-not-compared", id = id)));
        }
        Err(Failure::new(msg!("endorse-unconfirmed", input = self.input, id = id)))
    }

    /// An id that is an address of somebody else's than who signed the badge: their word alone does not make it theirs.
    fn borrowed(&self, id: &str, badge: &Badge) -> Failure {
        let by = badge.issuer.id.as_deref().map(|by| plain_within(by, 300)).unwrap_or_default();
        Failure::new(msg!("endorse-borrowed", input = self.input, id = id, by = by))
    }

    /// A page of a place names the file that it shows, on the same host.
    fn behind_page(&self, bytes: &[u8], of: Option<Of>, page: &Url) -> Result<Option<Subject>, Failure> {
        let Some(data) = published::data_of_page(bytes, page) else { return Ok(None) };
        match known::at(&data, self.judge)? {
            Some(bytes) => self.document(&bytes, of, Some(&data)),
            None => Ok(None),
        }
    }

    /// An achievement or a place on its own: nobody signs these, so that it is compared with what lies at its address,
    /// unless it was read there. `None` for something else.
    fn document(&self, bytes: &[u8], of: Option<Of>, read_at: Option<&Url>) -> Result<Option<Subject>, Failure> {
        let input = self.input;
        let Ok(Value::Object(doc)) = json::parse(bytes, &Limits::default()) else { return Ok(None) };
        let of_it = match other_kind(&doc) {
            Some("achievement" | "badge-class") => Endorsed::Achievement,
            Some("profile") => Endorsed::Issuer,
            Some(_) => return Err(Failure::new(msg!("endorse-nothing", input = input))),
            None => return Ok(None),
        };
        if of.is_some_and(|asked| endorsed(asked) != of_it) {
            return Err(Failure::new(msg!("endorse-only", input = input, of = of_it.as_str())));
        }
        let Some(id) = member(&doc, "id") else {
            return Err(Failure::new(msg!("endorse-no-id", input = input, of = of_it.as_str())));
        };
        let (mut remark, mut published) = (None, read_at.map(|_| doc.clone()));
        if read_at.is_none_or(|url| url.as_str() != id) {
            match published::at(&id, self.judge)? {
                Some(there) if published::same_document(&there, &doc) => published = Some(there),
                Some(_) => return Err(self.differs(&id)),
                None => remark = self.unconfirmed(&id)?,
            }
        }
        let title = member(&doc, "name").map_or_else(|| id.clone(), |name| plain_within(&name, 160));
        let said = published::Said::of_document(&doc);
        // Badges name their place by its DID.
        let did = if of_it == Endorsed::Issuer { published::did_of_card(&id, self.judge)? } else { None };
        let others = others(&doc);
        Ok(Some(Subject {
            of: of_it,
            id: did.unwrap_or(id),
            title,
            by: None,
            words: said.lines(),
            published,
            others,
            remark,
        }))
    }

    /// A badge, its achievement (what is meant when nobody says), or its issuer.
    fn badge(&self, report: &Report, of: Option<Of>) -> Result<Subject, Failure> {
        let (input, anyway, words) = (self.input, self.anyway, self.words);
        let headline = Headline::of(report);
        let summary = report.summary.as_ref().filter(|s| s.badge.kind == Kind::Badge);
        let Some(summary) = summary else { return Err(Failure::new(msg!("endorse-nothing", input = input))) };
        let refused = |what| {
            let failure = Failure::new(what).because(Cause::Foreign(headline.text(words.catalog())));
            known::why(report, words.catalog()).into_iter().fold(failure, |f, why| f.because(Cause::Foreign(why)))
        };
        let mut remark = match headline {
            Headline::Known | Headline::Authentic | Headline::Unknown | Headline::KeyOnly => None,
            Headline::Altered | Headline::Impostor | Headline::CopyDiffers | Headline::NoBadge => {
                return Err(refused(msg!("endorse-altered", input = input)));
            }
            _ if !summary.proven && !anyway => return Err(refused(msg!("endorse-unsure", input = input))),
            _ if !anyway => return Err(refused(msg!("endorse-not-good", input = input))),
            _ => Some(msg!("endorse-anyway", why = headline.text(words.catalog()))),
        };
        let badge = &summary.badge;
        let of = of.map_or(Endorsed::Achievement, endorsed);
        let model = badge.achievement.as_ref();
        let (id, title) = match of {
            Endorsed::Badge => (badge.id.clone(), badge.title()),
            Endorsed::Achievement => (model.and_then(|a| a.id.clone()), badge.title()),
            Endorsed::Issuer => (badge.issuer.id.clone(), badge.issuer.name.as_deref()),
        };
        let title = title.map(|title| plain_within(title, 160));
        let Some(id) = id else { return Err(Failure::new(msg!("endorse-no-id", input = input, of = of.as_str()))) };
        let (confirmed, published) = match (of, model) {
            (Endorsed::Achievement, Some(model)) => self.model_is_published(&id, model, badge)?,
            (Endorsed::Badge, _) => (self.badge_is_theirs(&id, badge)?, None),
            // The issuer is who signed.
            _ => (None, None),
        };
        remark = remark.or(confirmed);
        let by = badge.issuer.name.clone().or_else(|| badge.issuer.id.clone()).map(|n| plain_within(&n, 160));
        let said = model.map(published::Said::of_model).unwrap_or_default();
        let lines = if of == Endorsed::Issuer { Vec::new() } else { said.lines() };
        let related = model.filter(|_| of == Endorsed::Achievement).map(|a| a.related.as_slice()).unwrap_or_default();
        let others = related.iter().filter(|r| r.language.is_some()).map(|r| r.id.clone()).collect();
        let title = title.unwrap_or_else(|| id.clone());
        Ok(Subject { of, title, id, by, words: lines, published, others, remark })
    }

    /// Anybody can write the id of another's achievement into a badge of their own: what is signed for is what lies
    /// there, so that the two have to say the same.
    fn model_is_published(
        &self,
        id: &str,
        model: &Achievement,
        badge: &Badge,
    ) -> Result<(Option<Message>, Option<Object>), Failure> {
        if Url::parse(id).is_err() {
            // Without an address: it is in its badges alone.
            return Ok((Some(msg!("endorse-no-address", id = id)), None));
        }
        match published::at(id, self.judge)? {
            Some(there) if published::Said::of_document(&there) == published::Said::of_model(model) => {
                Ok((None, Some(there)))
            }
            Some(_) => Err(self.differs(id)),
            None if is_theirs(id, badge) => Ok((None, None)),
            None => Err(self.borrowed(id, badge)),
        }
    }

    /// The same for the id of the badge itself.
    fn badge_is_theirs(&self, id: &str, badge: &Badge) -> Result<Option<Message>, Failure> {
        if Url::parse(id).is_err() {
            return Ok(Some(msg!("endorse-badge-no-address", id = id)));
        }
        if is_theirs(id, badge) {
            return Ok(None);
        }
        let there = self.judge.judge(&Input::held(id, id.as_bytes().to_vec()))?;
        let same = |r: &Report| {
            let found = r.summary.as_ref().map(|s| &s.badge);
            found.is_some_and(|found| found.id == badge.id && found.issuer.id == badge.issuer.id)
        };
        match there.badges.as_slice() {
            [] => Err(self.borrowed(id, badge)),
            reports if reports.iter().any(same) => Ok(None),
            _ => Err(self.differs(id)),
        }
    }
}

/// Whether an address is below that of the issuer, who signed.
fn is_theirs(id: &str, badge: &Badge) -> bool {
    let issuer = badge.issuer.id.as_deref().unwrap_or_default();
    let below = |base: &str| id.starts_with(&format!("{}/", base.trim_end_matches('/')));
    match issuer.strip_prefix("did:web:") {
        Some(name) => below(&format!("https://{}", name.replace(':', "/").replace("%3A", ":").replace("%3a", ":"))),
        None => match (Url::parse(issuer), Url::parse(id)) {
            (Ok(issuer), Ok(id)) => issuer.is_https() && issuer.authority() == id.authority() && id.is_https(),
            _ => false,
        },
    }
}

fn member(doc: &Object, name: &str) -> Option<String> {
    doc.get(name).and_then(Value::as_str).map(str::to_owned)
}

/// The ids that a document gives to the same in other languages.
fn others(doc: &Object) -> Vec<String> {
    let list = match doc.get("related") {
        Some(Value::Array(list)) => list.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    let spoken = list.iter().filter(|one| one.get("inLanguage").is_some() || one.get("@language").is_some());
    spoken.filter_map(|one| one.get("id").and_then(Value::as_str).map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use badge_core::model::Version;

    #[test]
    fn an_address_is_the_issuers_below_its_own() {
        let theirs = |issuer: &str, id: &str| {
            let mut badge = Badge::new(Version::Ob30);
            badge.issuer.id = Some(issuer.to_owned());
            is_theirs(id, &badge)
        };
        assert!(theirs("did:web:a.example.org", "https://a.example.org/achievements/x.json"));
        assert!(theirs("did:web:a.example.org:lab", "https://a.example.org/lab/x.json"));
        assert!(theirs("did:web:a.example.org%3A8443", "https://a.example.org:8443/x.json"));
        assert!(theirs("https://a.example.org/issuer.json", "https://a.example.org/x.json"));
        for (issuer, id) in [
            ("did:web:a.example.org", "https://a.example.org.evil.example/x.json"),
            ("did:web:a.example.org", "http://a.example.org/x.json"),
            ("did:web:a.example.org:lab", "https://a.example.org/other/x.json"),
            ("did:web:d.example.org", "https://a.example.org/x.json"),
            ("did:key:z6Mk", "https://a.example.org/x.json"),
            ("https://d.example.org/issuer.json", "https://a.example.org/x.json"),
        ] {
            assert!(!theirs(issuer, id), "{issuer} {id}");
        }
    }
}
