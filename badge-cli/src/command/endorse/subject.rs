//! What is to be endorsed: found in what was given, verified, and named.

use badge_core::json::{self, Object, Value};
use badge_core::limits::Limits;
use badge_core::message::{Headline, plain_within};
use badge_core::model::{Kind, ob3, other_kind};
use badge_core::name::Url;
use badge_core::place::register::Endorsed;
use badge_core::verify::Report;

use super::known;
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
    /// What the person should know beforehand.
    pub(super) remark: Option<Message>,
}

/// Finds it. What does not hold is refused, unless `anyway`; what was altered is refused all the same.
pub(super) fn find(
    input: &str,
    of: Option<Of>,
    anyway: bool,
    judge: &Judge,
    words: &Words,
) -> Result<Subject, Failure> {
    let bytes = known::bytes(input, judge)?;
    let limits = Limits::default();
    if let Ok(Value::Object(doc)) = json::parse(&bytes, &limits)
        && let Some(kind) = other_kind(&doc)
    {
        let of_it = match kind {
            "achievement" | "badge-class" => Endorsed::Achievement,
            "profile" => Endorsed::Issuer,
            _ => return Err(Failure::new(msg!("endorse-nothing", input = input))),
        };
        if of.is_some_and(|asked| endorsed(asked) != of_it) {
            return Err(Failure::new(msg!("endorse-only", input = input, of = of_it.as_str())));
        }
        return document(&doc, of_it, input, anyway, judge);
    }
    // As it was given: behind an address there may be a page that leads to the badge.
    let Gathered { inputs, .. } = Input::gather(&[input.to_owned()]);
    let Some(one) = inputs.first().filter(|_| inputs.len() == 1) else {
        return Err(Failure::new(msg!("endorse-several", input = input)));
    };
    let answer = judge.judge(one)?;
    match answer.badges.as_slice() {
        [] => Err(Failure::new(msg!("endorse-nothing", input = input))),
        [report] => badge(report, of, input, anyway, words),
        _ => Err(Failure::new(msg!("endorse-several", input = input))),
    }
}

fn endorsed(of: Of) -> Endorsed {
    match of {
        Of::Badge => Endorsed::Badge,
        Of::Achievement => Endorsed::Achievement,
        Of::Issuer => Endorsed::Issuer,
    }
}

/// A badge, its achievement (what is meant when nobody says), or its issuer.
fn badge(report: &Report, of: Option<Of>, input: &str, anyway: bool, words: &Words) -> Result<Subject, Failure> {
    let headline = Headline::of(report);
    let summary = report.summary.as_ref().filter(|s| s.badge.kind == Kind::Badge);
    let Some(summary) = summary else { return Err(Failure::new(msg!("endorse-nothing", input = input))) };
    let refused = |what| {
        let failure = Failure::new(what).because(Cause::Foreign(headline.text(words.catalog())));
        known::why(report, words.catalog()).into_iter().fold(failure, |f, why| f.because(Cause::Foreign(why)))
    };
    let remark = match headline {
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
    let title = badge.title().map(|t| plain_within(t, 160));
    let (id, title) = match of {
        Endorsed::Badge => (badge.id.clone(), title),
        Endorsed::Achievement => (badge.achievement.as_ref().and_then(|a| a.id.clone()), title),
        Endorsed::Issuer => (badge.issuer.id.clone(), badge.issuer.name.as_deref().map(|n| plain_within(n, 160))),
    };
    let Some(id) = id else { return Err(Failure::new(msg!("endorse-no-id", input = input, of = of.as_str()))) };
    let by = badge.issuer.name.clone().or_else(|| badge.issuer.id.clone()).map(|n| plain_within(&n, 160));
    Ok(Subject { of, title: title.unwrap_or_else(|| id.clone()), id, by, remark })
}

/// An achievement or a place on its own: nobody signs these, so that it is compared with what lies at its address.
fn document(doc: &Object, of: Endorsed, input: &str, anyway: bool, judge: &Judge) -> Result<Subject, Failure> {
    let member = |name| doc.get(name).and_then(Value::as_str).map(str::to_owned);
    let Some(id) = member("id") else {
        return Err(Failure::new(msg!("endorse-no-id", input = input, of = of.as_str())));
    };
    let title = member("name").map_or_else(|| id.clone(), |name| plain_within(&name, 160));
    let given_there = known::address(input).is_some_and(|url| url.as_str() == id);
    let mut remark = None;
    if !given_there {
        let there = match Url::parse(&id) {
            Ok(url) => known::at(&url, judge)?,
            Err(_) => None,
        };
        match there.map(|bytes| json::parse(&bytes, &Limits::default())) {
            Some(Ok(Value::Object(published))) if words_of(&published) == words_of(doc) => {}
            Some(_) => return Err(Failure::new(msg!("endorse-differs", input = input, id = &id))),
            None if anyway => remark = Some(msg!("endorse-not-compared", id = &id)),
            None => return Err(Failure::new(msg!("endorse-unconfirmed", input = input, id = &id))),
        }
    }
    Ok(Subject { of, id, title, by: None, remark })
}

/// What a document says, without the endorsements that it may have won since.
fn words_of(doc: &Object) -> Object {
    let mut doc = doc.clone();
    for name in ["endorsement", "endorsementJwt"] {
        doc.remove(name);
    }
    if ob3::has_type(&doc, "Achievement") {
        doc.remove("@context");
    }
    doc
}
