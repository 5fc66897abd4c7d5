//! The endorsements that a credential carries, wherever they stand (OB3-VER-09).

use std::collections::HashSet;

use super::thing::{Thing, once_each};
use crate::json::{At, Value};
use crate::ld::Places;
use crate::model::{Carried, CarriedForm};

/// All of them. Those of a thing that stands at several places are listed once, at the first of these that is looked
/// at, and it does not matter at which one they stand.
pub(super) fn carried<'d>(doc: Thing<'_, 'd>, places: &Places<'d>) -> Vec<Carried> {
    let mut walk = Walk { places, found: Vec::new(), seen: HashSet::new() };
    let root = At::root();
    walk.on(doc, &root);
    walk.profiles(doc.get("issuer"), &root.member("issuer"));
    walk.each(doc.get("credentialSubject"), &root.member("credentialSubject"), &mut |walk, subject, at| {
        walk.profiles(subject.get("source"), &at.member("source"));
        walk.each(subject.get("achievement"), &at.member("achievement"), &mut |walk, achievement, at| {
            walk.on(achievement, at);
            walk.profiles(achievement.get("creator"), &at.member("creator"));
        });
    });
    walk.found
}

struct Walk<'p, 'd> {
    places: &'p Places<'d>,
    found: Vec<Carried>,
    /// Things that stand at several places, and were met at one.
    seen: HashSet<&'d str>,
}

impl<'p, 'd> Walk<'p, 'd> {
    fn profiles(&mut self, value: Option<&'d Value>, at: &At<'_>) {
        self.each(value, at, &mut |walk, profile, at| {
            if walk.on(profile, at) {
                walk.profiles(profile.get("parentOrg"), &at.member("parentOrg"));
            }
        });
    }

    /// Visits the objects of a "one or many" value, each at its place.
    fn each(
        &mut self,
        value: Option<&'d Value>,
        at: &At<'_>,
        visit: &mut dyn FnMut(&mut Self, Thing<'p, 'd>, &At<'_>),
    ) {
        match value {
            Some(Value::Array(list)) => {
                for (index, one) in list.iter().enumerate() {
                    if let Some(thing) = Thing::at(one, self.places) {
                        visit(self, thing, &at.entry(index));
                    }
                }
            }
            Some(one) => {
                if let Some(thing) = Thing::at(one, self.places) {
                    visit(self, thing, at);
                }
            }
            None => {}
        }
    }

    /// Whether the thing had not been met before.
    fn on(&mut self, thing: Thing<'p, 'd>, at: &At<'_>) -> bool {
        if thing.is_gathered() && thing.id().is_some_and(|id| !self.seen.insert(id)) {
            return false;
        }
        let (embedded, tokens) = thing.endorsements();
        let embedded = if thing.is_gathered() { without_references(embedded) } else { embedded };
        let on = || thing.id().map(str::to_owned);
        for value in embedded {
            let (form, differs) = match value {
                Value::Object(object) => (CarriedForm::Embedded(value.clone()), self.places.differs(object)),
                Value::String(address) => (CarriedForm::Address(address.clone()), false),
                _ => continue,
            };
            self.found.push(Carried { at: at.pointer(), on: on(), form, differs });
        }
        for token in tokens.into_iter().filter_map(Value::as_str) {
            let form = CarriedForm::Jwt(token.to_owned());
            self.found.push(Carried { at: at.pointer(), on: on(), form, differs: false });
        }
        true
    }
}

/// Without what only names an endorsement that stands whole at another place of the same thing, and without copies.
fn without_references(values: Vec<&Value>) -> Vec<&Value> {
    let id = |value: &Value| value.get("id").unwrap_or(value).as_str().map(str::to_owned);
    let bare =
        |value: &Value| value.as_object().is_none_or(|o| o.iter().all(|(name, _)| matches!(name, "id" | "type")));
    let whole: HashSet<String> = values.iter().filter(|value| !bare(value)).filter_map(|value| id(value)).collect();
    let told = values.into_iter().filter(|v| !bare(v) || id(v).is_none_or(|id| !whole.contains(&id))).collect();
    once_each(told)
}
