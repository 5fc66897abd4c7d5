//! What is to be endorsed: found in what was shown, verified, compared with what is published, and named.

use super::published::{self, Said};
use super::{Eyes, Shown, Stop, Unfit};
use crate::json::{self, Object, Value};
use crate::limits::Limits;
use crate::message::{Catalog, Headline, plain_within};
use crate::model::{Achievement, Badge, Kind, other_kind};
use crate::name::Url;
use crate::place::register::Endorsed;
use crate::verify::{CheckCode, Report};

/// Something that can be endorsed.
#[derive(Debug, Clone)]
pub struct Subject {
    /// What kind of thing it is.
    pub of: Endorsed,
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Who answers for it, where that is known.
    pub by: Option<String>,
    /// What it is about, and what one has to do for it: to be read before it is signed.
    pub words: Vec<String>,
    /// What is published, where that was asked.
    pub published: Option<Object>,
    /// The ids of the same in other languages.
    pub others: Vec<String>,
    /// What the person should know beforehand.
    pub remark: Option<Remark>,
}

/// What somebody should know before they sign.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Remark {
    /// The badge does not hold.
    Anyway(Headline),
    /// Nobody answered at its id.
    NotCompared {
        /// The id.
        id: String,
    },
    /// Its id is no address, and proves nothing.
    NoAddress {
        /// The id.
        id: String,
    },
    /// The id of the badge is no address: nobody can tell that the endorsement is about it.
    BadgeNoAddress {
        /// The id.
        id: String,
    },
}

impl Remark {
    /// The id of its sentence.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Anyway(_) => "core-endorse-anyway",
            Self::NotCompared { .. } => "core-endorse-not-compared",
            Self::NoAddress { .. } => "core-endorse-no-address",
            Self::BadgeNoAddress { .. } => "core-endorse-badge-no-address",
        }
    }

    /// The values of its sentence.
    #[must_use]
    pub fn args(&self, catalog: &Catalog) -> Vec<(&'static str, String)> {
        match self {
            Self::Anyway(headline) => vec![("why", headline.text(catalog))],
            Self::NotCompared { id } | Self::NoAddress { id } | Self::BadgeNoAddress { id } => {
                vec![("id", id.clone())]
            }
        }
    }

    /// In words.
    #[must_use]
    pub fn text(&self, catalog: &Catalog) -> String {
        let args = self.args(catalog);
        let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        catalog.text(self.id(), &args)
    }
}

/// How something is looked at.
struct Look<'a, E> {
    anyway: bool,
    eyes: &'a E,
}

/// Finds it. Of a badge it is the achievement, unless `of` says otherwise. What does not hold is refused, unless
/// `anyway`; what was altered is refused all the same.
///
/// # Errors
/// Why it cannot be endorsed.
pub fn find<E: Eyes>(
    shown: &Shown<'_>,
    of: Option<Endorsed>,
    anyway: bool,
    eyes: &E,
) -> Result<Subject, Stop<E::Error>> {
    let look = Look { anyway, eyes };
    if let Some(found) = look.document(shown.bytes, of, shown.address)? {
        return Ok(found);
    }
    if let Some(page) = shown.address
        && let Some(found) = look.behind_page(shown.bytes, of, page)?
    {
        return Ok(found);
    }
    // As it was given: behind an address there may be a page that leads to the badge.
    let given = shown.address.map_or(shown.bytes, |url| url.as_str().as_bytes());
    let reports = eyes.judge(shown.name, given).map_err(Stop::Eyes)?;
    match reports.as_slice() {
        [] => Err(Unfit::Nothing.into()),
        [report] => look.badge(report, of),
        reports => match one_award(reports) {
            Some(report) => look.badge(report, of),
            None => Err(Unfit::Several.into()),
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

/// What there is to say of what was compared with what is published, and that.
type Compared = (Option<Remark>, Option<Object>);

impl<E: Eyes> Look<'_, E> {
    fn at(&self, id: &str) -> Result<Option<Object>, Stop<E::Error>> {
        published::at(id, self.eyes).map_err(Stop::Eyes)
    }

    /// Without what lies at its id, it is nobody's word.
    fn unconfirmed(&self, id: &str) -> Result<Option<Remark>, Stop<E::Error>> {
        let id = id.to_owned();
        if self.anyway { Ok(Some(Remark::NotCompared { id })) } else { Err(Unfit::Unconfirmed { id }.into()) }
    }

    /// A page of a place names the file that it shows, on the same host.
    fn behind_page(&self, bytes: &[u8], of: Option<Endorsed>, page: &Url) -> Result<Option<Subject>, Stop<E::Error>> {
        let Some(data) = published::data_of_page(bytes, page) else { return Ok(None) };
        match self.eyes.at(&data).map_err(Stop::Eyes)? {
            Some(bytes) => self.document(&bytes, of, Some(&data)),
            None => Ok(None),
        }
    }

    /// An achievement or a place on its own: nobody signs these, so that it is compared with what lies at its address,
    /// unless it was read there. `None` for something else.
    fn document(
        &self,
        bytes: &[u8],
        of: Option<Endorsed>,
        read_at: Option<&Url>,
    ) -> Result<Option<Subject>, Stop<E::Error>> {
        let Ok(Value::Object(doc)) = json::parse(bytes, &Limits::default()) else { return Ok(None) };
        let of_it = match other_kind(&doc) {
            Some("achievement" | "badge-class") => Endorsed::Achievement,
            Some("profile") => Endorsed::Issuer,
            Some(_) => return Err(Unfit::Nothing.into()),
            None => return Ok(None),
        };
        if of.is_some_and(|asked| asked != of_it) {
            return Err(Unfit::Only { of: of_it }.into());
        }
        let Some(id) = member(&doc, "id") else {
            return Err(Unfit::NoId { of: of_it }.into());
        };
        let (mut remark, mut published) = (None, read_at.map(|_| doc.clone()));
        if read_at.is_none_or(|url| url.as_str() != id) {
            match self.at(&id)? {
                Some(there) if published::same_document(&there, &doc) => published = Some(there),
                Some(_) => return Err(Unfit::Differs { id }.into()),
                None => remark = self.unconfirmed(&id)?,
            }
        }
        let title = member(&doc, "name").map_or_else(|| id.clone(), |name| plain_within(&name, 160));
        let said = Said::of_document(&doc);
        // Badges name their place by its DID.
        let did =
            if of_it == Endorsed::Issuer { published::did_of_card(&id, self.eyes).map_err(Stop::Eyes)? } else { None };
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
    fn badge(&self, report: &Report, of: Option<Endorsed>) -> Result<Subject, Stop<E::Error>> {
        let headline = Headline::of(report);
        let summary = report.summary.as_ref().filter(|s| s.badge.kind == Kind::Badge);
        let Some(summary) = summary else { return Err(Unfit::Nothing.into()) };
        let told = || Box::new(report.clone());
        let mut remark = match headline {
            Headline::Known | Headline::Authentic | Headline::Unknown | Headline::KeyOnly => None,
            Headline::Altered | Headline::Impostor | Headline::CopyDiffers | Headline::NoBadge => {
                return Err(Unfit::Altered(told()).into());
            }
            _ if !summary.proven && !self.anyway => return Err(Unfit::Unsure(told()).into()),
            _ if !self.anyway => return Err(Unfit::NotGood(told()).into()),
            other => Some(Remark::Anyway(other)),
        };
        let badge = &summary.badge;
        let of = of.unwrap_or(Endorsed::Achievement);
        let model = badge.achievement.as_ref();
        let (id, title) = match of {
            Endorsed::Badge => (badge.id.clone(), badge.title()),
            Endorsed::Achievement => (model.and_then(|a| a.id.clone()), badge.title()),
            Endorsed::Issuer => (badge.issuer.id.clone(), badge.issuer.name.as_deref()),
        };
        let title = title.map(|title| plain_within(title, 160));
        let Some(id) = id else { return Err(Unfit::NoId { of }.into()) };
        let (confirmed, published) = match (of, model) {
            (Endorsed::Achievement, Some(model)) => self.model_is_published(&id, model, badge)?,
            (Endorsed::Badge, _) => (self.badge_is_theirs(&id, badge)?, None),
            // The issuer is who signed.
            _ => (None, None),
        };
        remark = remark.or(confirmed);
        let by = badge.issuer.name.clone().or_else(|| badge.issuer.id.clone()).map(|n| plain_within(&n, 160));
        let said = model.map(Said::of_model).unwrap_or_default();
        let lines = if of == Endorsed::Issuer { Vec::new() } else { said.lines() };
        let related = model.filter(|_| of == Endorsed::Achievement).map(|a| a.related.as_slice()).unwrap_or_default();
        let others = related.iter().filter(|r| r.language.is_some()).map(|r| r.id.clone()).collect();
        let title = title.unwrap_or_else(|| id.clone());
        Ok(Subject { of, title, id, by, words: lines, published, others, remark })
    }

    /// Anybody can write the id of another's achievement into a badge of their own: what is signed for is what lies
    /// there, so that the two have to say the same.
    fn model_is_published(&self, id: &str, model: &Achievement, badge: &Badge) -> Result<Compared, Stop<E::Error>> {
        if Url::parse(id).is_err() {
            // Without an address: it is in its badges alone.
            return Ok((Some(Remark::NoAddress { id: id.to_owned() }), None));
        }
        match self.at(id)? {
            Some(there) if Said::of_document(&there) == Said::of_model(model) => Ok((None, Some(there))),
            Some(_) => Err(Unfit::Differs { id: id.to_owned() }.into()),
            None if is_theirs(id, badge) => Ok((None, None)),
            None => Err(borrowed(id, badge).into()),
        }
    }

    /// The same for the id of the badge itself.
    fn badge_is_theirs(&self, id: &str, badge: &Badge) -> Result<Option<Remark>, Stop<E::Error>> {
        if Url::parse(id).is_err() {
            return Ok(Some(Remark::BadgeNoAddress { id: id.to_owned() }));
        }
        if is_theirs(id, badge) {
            return Ok(None);
        }
        let there = self.eyes.judge(id, id.as_bytes()).map_err(Stop::Eyes)?;
        let same = |r: &Report| {
            let found = r.summary.as_ref().map(|s| &s.badge);
            found.is_some_and(|found| found.id == badge.id && found.issuer.id == badge.issuer.id)
        };
        match there.as_slice() {
            [] => Err(borrowed(id, badge).into()),
            reports if reports.iter().any(same) => Ok(None),
            _ => Err(Unfit::Differs { id: id.to_owned() }.into()),
        }
    }
}

/// An id that is an address of somebody else's than who signed the badge.
fn borrowed(id: &str, badge: &Badge) -> Unfit {
    let by = badge.issuer.id.as_deref().map(|by| plain_within(by, 300)).unwrap_or_default();
    Unfit::Borrowed { id: id.to_owned(), by }
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
    use crate::model::Version;

    /// Nobody answers anywhere.
    struct Blind;

    impl Eyes for Blind {
        type Error = std::convert::Infallible;

        fn at(&self, _: &Url) -> Result<Option<Vec<u8>>, Self::Error> {
            Ok(None)
        }

        fn judge(&self, _: &str, _: &[u8]) -> Result<Vec<Report>, Self::Error> {
            Ok(Vec::new())
        }
    }

    #[test]
    fn an_id_of_somebody_elses_address_is_theirs_to_confirm_whatever_was_asked() {
        let mut badge = Badge::new(Version::Ob30);
        badge.issuer.id = Some("did:web:a.example.org".to_owned());
        for anyway in [false, true] {
            let look = Look { anyway, eyes: &Blind };
            let (own, other) = ("https://a.example.org/x.json", "https://b.example.org/x.json");
            let model = Achievement::default();
            assert!(matches!(look.model_is_published(own, &model, &badge), Ok((None, None))));
            assert!(matches!(look.badge_is_theirs(own, &badge), Ok(None)));
            let borrowed = |stop| matches!(stop, Stop::Unfit(Unfit::Borrowed { id, by }) if id == other && by.ends_with("a.example.org"));
            assert!(look.model_is_published(other, &model, &badge).is_err_and(borrowed));
            assert!(look.badge_is_theirs(other, &badge).is_err_and(borrowed));
        }
    }

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
