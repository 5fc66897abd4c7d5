//! Lists that name what was revoked: `1EdTechRevocationList` and the OB 2.0 `RevocationList`.

use crate::json::{Object, Value};
use crate::model::Revocation;
use crate::name::CredentialId;

/// Looks a credential up in a `1EdTechRevocationList` (OB3-DM-132): `{"revokedCredential": [{"id", "revoked"?,
/// "revocationReason"?}]}`. `Err` names the member that makes the list unreadable.
///
/// # Errors
/// The name of a missing or malformed member.
pub fn in_1edtech_list(list: &Object, id: &str) -> Result<Option<Revocation>, &'static str> {
    let entries = entries(list, "revokedCredential")?;
    let wanted = CredentialId::new(id);
    Ok(entries.iter().find_map(|entry| {
        let named = entry.as_str().or_else(|| entry.get("id").and_then(Value::as_str))?;
        (CredentialId::new(named) == wanted).then_some(())?;
        in_force(entry)
    }))
}

/// Looks an assertion up in an OB 2.0 list (OB2-DM-96, OB2-VER-36), by id (a text or an object with one) or by the
/// `uid` of badges from before 1.1.
///
/// # Errors
/// The name of a missing or malformed member.
pub fn in_ob2_list(list: &Object, id: Option<&str>, uid: Option<&str>) -> Result<Option<Revocation>, &'static str> {
    let entries = entries(list, "revokedAssertions")?;
    let wanted = id.map(CredentialId::new);
    let is_it = |named: &str| wanted.as_ref().is_some_and(|wanted| CredentialId::new(named) == *wanted);
    Ok(entries.iter().find_map(|entry| {
        let by_id = entry.as_str().or_else(|| entry.get("id").and_then(Value::as_str)).is_some_and(is_it);
        let by_uid = uid.is_some() && entry.get("uid").and_then(Value::as_str) == uid;
        if by_id || by_uid {
            return in_force(entry);
        }
        // Written as before 2.0, under the name of 2.0: `{"the id": "why it was revoked"}`.
        let unnamed = entry.as_object().filter(|entry| !entry.contains("id") && !entry.contains("uid"));
        let said = unnamed?.iter().find(|(name, _)| is_it(name) || uid == Some(name))?.1;
        (*said != Value::Bool(false)).then(|| Revocation { reason: said.as_str().map(str::to_owned) })
    }))
}

/// Whether a document is a list as it was before 2.0: an object whose members are named by `uid`.
#[must_use]
pub fn is_ob1_list(list: &Object) -> bool {
    !list.contains("@context") && !list.contains("revokedAssertions")
}

/// Looks an assertion up in a list of Open Badges 1.0 or 1.1: `{"the uid": "why it was revoked"}`.
#[must_use]
pub fn in_ob1_list(list: &Object, uid: &str) -> Option<Revocation> {
    let entry = list.get(uid)?;
    Some(Revocation { reason: entry.as_str().map(str::to_owned) })
}

/// Whether some entry of a list of either kind names nobody in a way that can be read: neither an id nor a `uid`.
#[must_use]
pub fn has_odd_entry(list: &Object) -> bool {
    odd_entries(list).next().is_some()
}

/// Whether such an entry spells this id out all the same, under a name that means nothing there (`@id`, a list within
/// the list): it may well be meant.
#[must_use]
pub fn is_named_oddly(list: &Object, id: &str) -> bool {
    let wanted = CredentialId::new(id);
    odd_entries(list).any(|entry| spells(entry, &wanted))
}

fn odd_entries(list: &Object) -> impl Iterator<Item = &Value> {
    let named =
        |entry: &Value, name: &str| entry.get(name).and_then(Value::as_str).is_some_and(|t| !t.trim().is_empty());
    let good = move |e: &Value| e.as_str().is_some_and(|id| !id.trim().is_empty()) || named(e, "id") || named(e, "uid");
    let all = ["revokedAssertions", "revokedCredential"].into_iter().filter_map(|member| entries(list, member).ok());
    all.flatten().filter(move |entry| !good(entry))
}

/// How deep this goes is bounded where the list was read. What is `false` takes back what its name says.
fn spells(value: &Value, wanted: &CredentialId) -> bool {
    match value {
        Value::String(text) => CredentialId::new(text) == *wanted,
        Value::Array(items) => items.iter().any(|item| spells(item, wanted)),
        Value::Object(members) => members.iter().any(|(name, value)| {
            (CredentialId::new(name) == *wanted && *value != Value::Bool(false)) || spells(value, wanted)
        }),
        _ => false,
    }
}

fn entries<'a>(list: &'a Object, member: &'static str) -> Result<&'a [Value], &'static str> {
    match list.get(member) {
        Some(value @ (Value::Array(_) | Value::String(_) | Value::Object(_))) => Ok(value.many()),
        _ => Err(member),
    }
}

/// `revoked: false` takes an entry back (OB2-VER-36); its absence means true.
fn in_force(entry: &Value) -> Option<Revocation> {
    if entry.get("revoked").and_then(Value::as_bool) == Some(false) {
        return None;
    }
    Some(Revocation { reason: entry.get("revocationReason").and_then(Value::as_str).map(str::to_owned) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;

    fn list(text: &str) -> Object {
        match crate::json::parse(text.as_bytes(), &Limits::default()).unwrap() {
            Value::Object(o) => o,
            other => panic!("{other:?}"),
        }
    }

    // OB3-DM-132, OB3-VER-50
    #[test]
    fn a_1edtech_list_names_ids() {
        let list = list(
            r#"{"revokedCredential":[{"id":"https://a.example/%41","revocationReason":"erreur"},{"id":"b","revoked":false}]}"#,
        );
        let reason = in_1edtech_list(&list, " https://a.example/A").unwrap().unwrap().reason;
        assert_eq!(reason.as_deref(), Some("erreur"));
        assert_eq!(in_1edtech_list(&list, "b"), Ok(None));
        assert_eq!(in_1edtech_list(&list, "c"), Ok(None));
        assert_eq!(in_1edtech_list(&Object::new(), "c"), Err("revokedCredential"));
    }

    // OB2-VER-36, OB2-VER-72
    #[test]
    fn an_ob1_list_names_uids() {
        let old = list(r#"{"7":"erreur","8":true}"#);
        assert!(is_ob1_list(&old) && !is_ob1_list(&list(r#"{"revokedAssertions":[]}"#)));
        assert_eq!(in_ob1_list(&old, "7"), Some(Revocation { reason: Some("erreur".into()) }));
        assert_eq!(in_ob1_list(&old, "8"), Some(Revocation { reason: None }));
        assert_eq!(in_ob1_list(&old, "9"), None);
    }

    // OB2-VER-36: id as text or in an object, uid, and an entry that was taken back.
    #[test]
    fn an_ob2_list_names_ids_and_uids() {
        let list = list(
            r#"{"revokedAssertions":["urn:a",{"id":"urn:b","revocationReason":"x"},{"uid":"7"},{"id":"urn:c","revoked":false}]}"#,
        );
        let revoked = |id: &str, uid: Option<&str>| in_ob2_list(&list, Some(id), uid).unwrap();
        assert_eq!(revoked("urn:a", None), Some(Revocation { reason: None }));
        assert_eq!(revoked("urn:b", None), Some(Revocation { reason: Some("x".into()) }));
        assert!(revoked("urn:z", Some("7")).is_some());
        assert!(revoked("urn:c", None).is_none() && revoked("urn:z", None).is_none());
        assert_eq!(in_ob2_list(&Object::new(), None, None), Err("revokedAssertions"));
        assert!(!has_odd_entry(&list) && !has_odd_entry(&Object::new()));
    }

    // OB2-VER-36: ids are ids, however they are spelt; a list as it was before 2.0 is one under the newer name as well.
    #[test]
    fn an_ob2_list_is_read_for_what_it_says() {
        let revoked = |entry: &str| {
            let list = list(&format!(r#"{{"revokedAssertions":[{entry}]}}"#));
            in_ob2_list(&list, Some("urn:uuid:1c0b7b3a-52f5-4ad1-9be4-6f3f4f2f0001"), Some("7")).unwrap()
        };
        for same in [
            r#""urn:uuid:1C0B7B3A-52F5-4AD1-9BE4-6F3F4F2F0001""#,
            r#"{"id":"URN:UUID:1c0b7b3a-52f5-4ad1-9be4-6f3f4f2f0001 "}"#,
            r#"{"urn:uuid:1c0b7b3a-52f5-4ad1-9be4-6f3f4f2f0001":true}"#,
            r#"{"7":null}"#,
        ] {
            assert!(revoked(same).is_some(), "{same}");
        }
        let why = revoked(r#"{"urn:uuid:1c0b7b3a-52f5-4ad1-9be4-6f3f4f2f0001":"erreur"}"#).unwrap();
        assert_eq!(why.reason.as_deref(), Some("erreur"));
        for other in [r#"{"7":false}"#, r#"{"8":true}"#, r#""urn:uuid:1c0b7b3a-52f5-4ad1-9be4-6f3f4f2f0002""#] {
            assert!(revoked(other).is_none(), "{other}");
        }
    }

    // OB2-DM-96, OB3-DM-132: what an entry spells out is seen, wherever it stands in it.
    #[test]
    fn an_odd_entry_may_mean_this_one() {
        let oddly =
            |entry: &str| is_named_oddly(&list(&format!(r#"{{"revokedCredential":["urn:b",{entry}]}}"#)), "urn:a");
        for odd in [
            r#"{"@id":"urn:a","revoked":true}"#,
            r#"{"id":["urn:a"]}"#,
            r#"[{"id":" urn:a"}]"#,
            r#"["urn:a"]"#,
            r#"{"urn:a":"erreur"}"#,
            r#"{"urn:a":true}"#,
        ] {
            assert!(oddly(odd), "{odd}");
        }
        for other in [r#"{"@id":"urn:c"}"#, r#"{"urn:a":false}"#, r#"{"id":"urn:c","same":"urn:a"}"#, r#""urn:a""#, "7"]
        {
            assert!(!oddly(other), "{other}");
        }
    }

    // OB2-DM-96, OB3-DM-132: an entry that names nobody may be the one that was meant.
    #[test]
    fn entries_that_name_nobody_are_seen() {
        for odd in ["7", "\" \"", "{}", r#"{"id":7}"#, r#"{"uid":7}"#, r#"{"revoked":true}"#] {
            for member in ["revokedAssertions", "revokedCredential"] {
                assert!(has_odd_entry(&list(&format!(r#"{{"{member}":["urn:a",{odd}]}}"#))), "{member} {odd}");
            }
        }
    }
}
