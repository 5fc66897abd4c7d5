//! What is said of pages that go, as their badges may not be shown any more (D-11).

use serde::Serialize;

use badge_core::place::Token;

use super::Context;
use crate::message::msg;
use crate::place::Hiding;
use crate::place::published::Pages;

/// What is told to programs of it: badges that were shown until now, by their tokens, and published files that are gone, or
/// could not be removed.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Gone {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) kept_back: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) removed: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) stuck: Vec<String>,
}

impl Gone {
    pub(crate) fn of(hiding: &Hiding, pages: &Pages) -> Self {
        let paths = |paths: &mut dyn Iterator<Item = &std::path::PathBuf>| {
            paths.map(|path| path.display().to_string()).collect::<Vec<_>>()
        };
        Self {
            kept_back: hiding.kept.keys().map(ToString::to_string).collect(),
            removed: paths(&mut pages.paths()),
            stuck: paths(&mut pages.stuck.iter()),
        }
    }

    /// What of it is one person's.
    pub(crate) fn of_one(&self, hiding: &Hiding, person: Token) -> Self {
        let theirs: Vec<String> = hiding.kept_of(person).map(|award| award.to_string()).collect();
        let among = |paths: &[String]| {
            let is_theirs = |path: &&String| theirs.iter().any(|award| path.contains(award.as_str()));
            paths.iter().filter(is_theirs).cloned().collect()
        };
        Self { removed: among(&self.removed), stuck: among(&self.stuck), kept_back: theirs }
    }

    /// With what else went.
    pub(crate) fn join(&mut self, other: Self) {
        let (own, others) =
            ([&mut self.kept_back, &mut self.removed, &mut self.stuck], [other.kept_back, other.removed, other.stuck]);
        for (own, other) in own.into_iter().zip(others) {
            own.extend(other);
            own.sort();
            own.dedup();
        }
    }

    /// As members of an object.
    pub(crate) fn tell_in(&self, object: &mut serde_json::Value) {
        if let (Some(object), Ok(serde_json::Value::Object(own))) = (object.as_object_mut(), serde_json::to_value(self))
        {
            object.extend(own);
        }
    }
}

/// Tells people how many badges and files that is, or would be. What could not be removed is named to everybody.
pub(crate) fn tell(hiding: &Hiding, pages: &Pages, dry_run: bool, cx: &Context) -> Gone {
    pages.stuck.iter().for_each(|path| cx.printer.warn(&msg!("pages-stuck", path = path)));
    let (files, gone) = (pages.paths().count(), Gone::of(hiding, pages));
    if cx.printer.json() || hiding.kept.is_empty() || (files == 0 && pages.unreachable.is_empty()) {
        return gone;
    }
    let count = hiding.kept.len();
    cx.printer.warn(&match dry_run {
        true => msg!("pages-would-go", count = count, files = files),
        false => msg!("pages-gone", count = count, files = files),
    });
    pages.unreachable.iter().for_each(|path| cx.printer.warn(&msg!("erase-unreachable", path = path)));
    gone
}
