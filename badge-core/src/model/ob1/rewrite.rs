//! The rules of rewriting, one function for each class.

use super::{Place, Upgraded, dates};
use crate::json::{Object, Pointer, Value, object};
use crate::model::Version;
use crate::model::detect::is_older_context;
use crate::model::ob2::write::CONTEXT;
use crate::name::Url;

/// The name that the badge class of a 0.5 badge gets: it has none, and no address (OB2-VER-75).
pub(crate) const NO_ID_CLASS: &str = "_:class";
/// The same of its issuer, which is known by its origin.
pub(crate) const NO_ID_ISSUER: &str = "_:issuer";

pub(super) fn document(to: &mut Upgraded, place: Place, at: Option<&str>) {
    let mut o = std::mem::take(&mut to.object);
    context(&mut o);
    match (place, to.from) {
        (Place::Assertion, Version::Ob05) => first_assertion(&mut o, at, &mut to.moved),
        (Place::Assertion, _) => assertion(&mut o, to.from, at),
        (Place::BadgeClass, _) => class(&mut o, to.from, at),
        (Place::Issuer, _) => issuer(&mut o, to.from, at),
        (Place::Other, _) => {}
    }
    to.object = o;
}

/// The context of 2.0 in the place of the older one; others beside it stay.
fn context(o: &mut Object) {
    let new = match o.get("@context") {
        Some(Value::Array(list)) => {
            let swap = |v: &Value| if v.as_str().is_some_and(is_older_context) { CONTEXT.into() } else { v.clone() };
            Value::Array(list.iter().map(swap).collect())
        }
        _ => CONTEXT.into(),
    };
    o.set("@context", new);
}

/// OB2-VER-70, OB2-VER-72.
fn assertion(o: &mut Object, from: Version, at: Option<&str>) {
    // Version 1.1 asks for a type; before, there was none.
    typed(o, "Assertion", &["assertion"], from == Version::Ob10);
    let verify = o.get("verify").or_else(|| o.get("verification"));
    let signed =
        verify.and_then(|v| v.get("type")).is_some_and(|t| t.many().iter().any(|t| t.as_str() == Some("signed")));
    let named = verify.and_then(|v| v.get("url")).and_then(Value::as_str).filter(|_| !signed).map(str::to_owned);
    let own = o.get("id").and_then(Value::as_str).filter(|_| from == Version::Ob11).map(str::to_owned);
    let uid = o.get("uid").and_then(Value::as_str).filter(|_| signed).map(|uid| format!("uid:{uid}"));
    let id = own.or(named).map(|id| safer(id, at)).or_else(|| at.map(str::to_owned)).or(uid);
    match id {
        Some(id) => o.set("id", id),
        None => drop(o.remove("id")),
    }
    instants(o);
    if let Some(Value::Object(badge)) = o.get_mut("badge") {
        context(badge);
        class(badge, from, None);
    }
}

/// What was read over https from the place that the document names over http is that document.
fn safer(named: String, at: Option<&str>) -> String {
    let same = at.filter(|at| match (at.strip_prefix("https://"), named.strip_prefix("http://")) {
        (Some(read), Some(named)) => read == named,
        _ => false,
    });
    same.map_or(named.clone(), str::to_owned)
}

/// OB2-VER-71, OB2-VER-72.
fn class(o: &mut Object, from: Version, at: Option<&str>) {
    typed(o, "BadgeClass", &["badgeclass"], true);
    named(o, from, at);
    if let Some(alignments) = o.get_mut("alignment") {
        let list = match alignments {
            Value::Array(list) => list.as_mut_slice(),
            one => std::slice::from_mut(one),
        };
        for alignment in list.iter_mut().filter_map(Value::as_object_mut) {
            for (old, new) in [("url", "targetUrl"), ("name", "targetName"), ("description", "targetDescription")] {
                if !alignment.contains(new)
                    && let Some(value) = alignment.remove(old)
                {
                    alignment.set(new, value);
                }
            }
        }
    }
    if let Some(Value::Object(inner)) = o.get_mut("issuer") {
        context(inner);
        issuer(inner, from, None);
    }
}

fn issuer(o: &mut Object, from: Version, at: Option<&str>) {
    typed(o, "Issuer", &["issuer", "issuerorg", "issuerorganization"], true);
    named(o, from, at);
}

/// Sets a class's name where the document has none, or an alias of it, whatever its letter case.
fn typed(o: &mut Object, name: &str, aliases: &[&str], may_be_missing: bool) {
    let types = o.get("type").map_or(&[][..], Value::many);
    let alias = |t: &Value| t.as_str().is_some_and(|t| aliases.iter().any(|a| t.eq_ignore_ascii_case(a)));
    if types.iter().any(alias) {
        let named: Vec<Value> = types.iter().map(|t| if alias(t) { name.into() } else { t.clone() }).collect();
        o.set("type", named);
    } else if types.is_empty() && may_be_missing {
        o.set("type", name);
    }
}

/// A document without a name of its own has that of the address at which it lies.
fn named(o: &mut Object, from: Version, at: Option<&str>) {
    if let Some(at) = at
        && (from == Version::Ob10 || !o.contains("id"))
    {
        o.set("id", at);
    }
}

fn instants(o: &mut Object) {
    for name in ["issuedOn", "expires"] {
        if let Some(date) = o.get(name).and_then(dates::iso) {
            o.set(name, date);
        }
    }
}

/// OB2-VER-73, OB2-VER-75.
fn first_assertion(o: &mut Object, at: Option<&str>, moved: &mut Vec<(Pointer, Pointer)>) {
    let root = Pointer::root();
    typed(o, "Assertion", &["assertion"], true);
    match at {
        Some(at) => o.set("id", at),
        None => drop(o.remove("id")),
    }
    rename(o, "issued_on", "issuedOn", &root, moved);
    instants(o);
    let salt = o.remove("salt");
    if let Some(identity) = o.get("recipient").and_then(Value::as_str).map(str::to_owned) {
        let hashed = !identity.contains('@');
        let mut recipient =
            object([("type", "email".into()), ("hashed", hashed.into()), ("identity", identity.into())]);
        if let Some(salt) = salt {
            recipient.set("salt", salt);
            moved.push((root.member("recipient").member("salt"), root.member("salt")));
        }
        o.set("recipient", recipient);
        moved.push((root.member("recipient").member("identity"), root.member("recipient")));
    }
    o.remove("verification");
    o.set("verify", object([("type", "hosted".into())]));
    let origin = o.get("badge").and_then(|b| b.get("issuer")).and_then(|i| i.get("origin")).and_then(Value::as_str);
    let origin = origin.unwrap_or_default().to_owned();
    absolute(o, "evidence", &origin);
    if let Some(Value::Object(badge)) = o.get_mut("badge") {
        first_class(badge, &origin, &root.member("badge"), moved);
    }
}

fn first_class(o: &mut Object, origin: &str, at: &Pointer, moved: &mut Vec<(Pointer, Pointer)>) {
    typed(o, "BadgeClass", &["badgeclass"], true);
    context(o);
    o.set("id", NO_ID_CLASS);
    // The version of the specification, not of the badge.
    o.remove("version");
    for name in ["image", "criteria"] {
        absolute(o, name, origin);
    }
    let Some(Value::Object(issuer)) = o.get_mut("issuer") else { return };
    let at = at.member("issuer");
    typed(issuer, "Issuer", &["issuer"], true);
    context(issuer);
    issuer.set("id", NO_ID_ISSUER);
    rename(issuer, "contact", "email", &at, moved);
    // What else it may say of itself counts for nothing: the origin is what the address is compared with.
    for name in ["url", "verification"] {
        issuer.remove(name);
    }
    rename(issuer, "origin", "url", &at, moved);
    let text = |name: &str| issuer.get(name).and_then(Value::as_str).map(str::to_owned);
    if let (Some(name), Some(org)) = (text("name"), text("org")) {
        issuer.set("name", format!("{name}: {org}"));
    }
}

/// The first badges gave paths on the issuer's site where later ones give whole addresses.
fn absolute(o: &mut Object, name: &str, origin: &str) {
    let Some(path) = o.get(name).and_then(Value::as_str).filter(|p| p.starts_with('/') && !p.starts_with("//")) else {
        return;
    };
    let whole = format!("{}{path}", origin.trim_end_matches('/'));
    if Url::parse(&whole).is_ok() {
        o.set(name, whole);
    }
}

fn rename(o: &mut Object, old: &str, new: &str, at: &Pointer, moved: &mut Vec<(Pointer, Pointer)>) {
    if let Some(value) = o.remove(old) {
        o.set(new, value);
        moved.push((at.member(new), at.member(old)));
    }
}
