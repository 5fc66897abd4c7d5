//! What a document says of one thing: at the place at hand, and wherever else the thing stands.

use std::collections::HashSet;

use crate::json::{self, Object, Value};
use crate::ld::{Gathered, Places, says_nothing};

/// An object of a document, or the bare name of one that stands elsewhere in it. Where the text itself is signed
/// nothing is gathered, and it is the object alone.
#[derive(Clone, Copy)]
pub(crate) struct Thing<'p, 'd> {
    own: Option<&'d Object>,
    id: Option<&'d str>,
    gathered: Option<&'p Gathered<'d>>,
}

impl<'p, 'd> Thing<'p, 'd> {
    pub(crate) fn new(object: &'d Object, places: &'p Places<'d>) -> Self {
        let id = object.get("id").and_then(|id| id.many().first()).and_then(Value::as_str);
        Self { own: Some(object), id, gathered: id.and_then(|id| places.of(id)) }
    }

    /// An object; or a text, where things of that name stand elsewhere.
    pub(super) fn at(value: &'d Value, places: &'p Places<'d>) -> Option<Self> {
        match value {
            Value::Object(object) => Some(Self::new(object, places)),
            Value::String(id) => places.of(id).map(|all| Self { own: None, id: Some(id), gathered: Some(all) }),
            _ => None,
        }
    }

    pub(super) fn id(self) -> Option<&'d str> {
        self.id
    }

    /// Whether it stands at several places, from all of which it is read.
    pub(super) fn is_gathered(self) -> bool {
        self.gathered.is_some()
    }

    /// The member of this place, or else that of another one.
    pub(crate) fn get(self, name: &str) -> Option<&'d Value> {
        let own = self.own.and_then(|object| object.get(name));
        match self.gathered {
            Some(all) if name != "id" => own.filter(|value| !says_nothing(value)).or_else(|| all.get(name)),
            _ => own,
        }
    }

    pub(crate) fn has_type(self, name: &str) -> bool {
        self.own.is_some_and(|object| super::has_type(object, name))
            || self.gathered.is_some_and(|all| all.has_type(name))
    }

    pub(super) fn first_type(self) -> Option<&'d str> {
        self.own.and_then(|object| object.get("type")).and_then(|t| t.many().first()).and_then(Value::as_str)
    }

    /// The members that `known` does not name. Where statements are read, they are what these say: a thing that stands at
    /// several places is its name alone, for what is said of it may be said anywhere; a value said twice is said once.
    pub(super) fn extra(self, known: &[&str], places: &Places<'_>) -> Object {
        let own = self.own.into_iter().flat_map(Object::iter);
        let mut extra = Object::new();
        let all = own.chain(self.gathered.into_iter().flat_map(Gathered::members));
        let unknown = all.filter(|(name, _)| !known.contains(name));
        extra.add_missing(unknown, |value| if places.is_empty() { value.clone() } else { named(value, places) });
        extra
    }

    /// The values of `endorsement` and of `endorsementJwt`, from all places.
    pub(super) fn endorsements(self) -> (Vec<&'d Value>, Vec<&'d Value>) {
        let all = |values: &[&'d Value]| values.iter().flat_map(|value| value.many()).collect();
        match self.gathered {
            Some(gathered) => {
                let (embedded, tokens) = gathered.endorsements();
                (all(embedded), once_each(all(tokens)))
            }
            None => {
                let own = |name| self.own.and_then(|object| object.get(name)).map_or_else(Vec::new, |v| all(&[v]));
                (own("endorsement"), own("endorsementJwt"))
            }
        }
    }
}

fn named(value: &Value, places: &Places<'_>) -> Value {
    match value {
        Value::Array(list) => {
            let told: Vec<Value> = list.iter().filter(|v| **v != Value::Null).map(|one| named(one, places)).collect();
            let mut once: Vec<Value> = once_each(told.iter().collect()).into_iter().cloned().collect();
            // A list of one is that one.
            if once.len() == 1 { once.remove(0) } else { Value::Array(once) }
        }
        Value::Object(object) => match object.get("id") {
            Some(Value::String(id)) if object.len() == 1 || places.of(id).is_some() => Value::String(id.clone()),
            _ => object.filter_map(|_, value| Some(named(value, places))).into(),
        },
        other => other.clone(),
    }
}

/// Statements are a set: a value that is said twice is said once.
pub(super) fn once_each(values: Vec<&Value>) -> Vec<&Value> {
    let mut seen = HashSet::new();
    values.into_iter().filter(|value| seen.insert(json::canonicalize(value))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ld::{Contexts, expand};
    use crate::limits::Limits;
    use crate::model::CarriedForm;
    use crate::model::ob3::{read, read_gathered};

    const TEXT: &str = r#"{"@context":["https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],"id":"urn:uuid:1","type":["VerifiableCredential"],
        "issuer":{"id":"did:key:z1","type":["Profile"],"endorsementJwt":["a.b.c","d.e.f"],
        "endorsement":[{"id":"urn:uuid:2","name":"Un"}]},
        "evidence":[{"id":"urn:uuid:1","type":["Evidence","OpenBadgeCredential"],"name":"Laser"}],
        "credentialSubject":{"type":["AchievementSubject"],"achievement":{"id":"urn:uuid:3","type":["Achievement"],
        "tag":["a","a","b"],"humanCode":["x","x",null],"creator":{"id":"did:key:z1","type":["Profile"],
        "endorsementJwt":["a.b.c"],"endorsement":[{"id":"urn:uuid:2"},{"id":"urn:uuid:4","name":"Deux"}]}}}}"#;

    // OB3-DM-164, OB3-VER-09
    #[test]
    fn a_thing_is_what_all_its_places_say() {
        let document = json::parse(TEXT.as_bytes(), &Limits::default()).unwrap();
        let object = document.as_object().unwrap();
        let expanded = expand(&document, &Contexts::builtin(), &Limits::default()).unwrap();
        let places = expanded.places(&document);
        let root = Thing::new(object, &places);
        let types = ["VerifiableCredential", "OpenBadgeCredential", "Evidence", "Profile"].map(|t| root.has_type(t));
        assert_eq!(types, [true, true, true, false]);

        let gathered = read_gathered(object, &places);
        assert_eq!(gathered.name.as_deref(), Some("Laser"));
        let achievement = gathered.achievement.unwrap();
        assert_eq!(achievement.tags, ["a", "b"]);
        assert_eq!(achievement.extra.get("humanCode"), Some(&"x".into()));
        let carried: Vec<_> = gathered
            .endorsements
            .iter()
            .map(|carried| match &carried.form {
                CarriedForm::Embedded(value) => value.get("name").and_then(Value::as_str).unwrap_or("?").to_owned(),
                CarriedForm::Jwt(token) | CarriedForm::Address(token) => token.clone(),
            })
            .collect();
        assert_eq!(carried, ["Un", "Deux", "a.b.c", "d.e.f"]);
        assert!(gathered.endorsements.iter().all(|carried| carried.at.as_str() == "/issuer"));

        // A text that is signed as it stands is read as it stands.
        let plain = read(object);
        assert_eq!((plain.name, plain.endorsements.len()), (None, 6));
        assert_eq!(plain.achievement.unwrap().tags, ["a", "a", "b"]);
        assert!(!Thing::new(object, &Places::default()).has_type("OpenBadgeCredential"));
    }
}
