//! What a badge of ours says of one person's work, read back, so that it can be said again in another badge (D-10).

use super::Location;
use crate::json::Value;
use crate::model::{Badge, Evidence};

/// The parts of a draft that no file of the place knows: they were only said once, in the badge.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Told {
    /// What this person did.
    pub narrative: Option<String>,
    /// Traces of the work.
    pub evidence: Vec<Evidence>,
    /// Where it was earned.
    pub location: Option<Location>,
}

impl Told {
    /// Reads them from a badge that was made from a [`Draft`](super::Draft): the traces without what the draft did not
    /// hold, which is where it was (D-01) and the same award's other forms (EXT-30), whose addresses begin with `own`.
    #[must_use]
    pub fn of(badge: &Badge, own: Option<&str>) -> Self {
        let foreign = |e: &&Evidence| !e.id.as_deref().zip(own).is_some_and(|(id, own)| id.starts_with(own));
        let mut evidence: Vec<Evidence> = badge.evidence.iter().filter(foreign).cloned().collect();
        let said = evidence.first().and_then(where_it_was).map(str::to_owned);
        if let (Some(_), Some(first)) = (&said, evidence.first_mut()) {
            let narrative = first.narrative.take().unwrap_or_default();
            first.narrative = narrative.rsplit_once("\n\n").map(|(before, _)| before.to_owned());
            if *first == Evidence::default() {
                evidence.remove(0);
            }
        }
        let location = said.map(|text| Location { text, point: point(badge) });
        Self { narrative: badge.narrative.clone(), evidence, location }
    }
}

/// How the first trace tells where it was (D-01).
const WHERE: [&str; 2] = ["Lieu : ", "Where: "];

/// Where it was, as the first trace tells it, in its last paragraph.
pub(crate) fn where_it_was(evidence: &Evidence) -> Option<&str> {
    let last = evidence.narrative.as_deref()?.rsplit("\n\n").next()?;
    WHERE.iter().find_map(|label| last.strip_prefix(label)).map(str::trim).filter(|text| !text.is_empty())
}

fn point(badge: &Badge) -> Option<(f64, f64)> {
    let place = badge.extra.get("schema:location")?;
    let geo = place.get("schema:geo").or_else(|| place.get("geo"))?;
    let number = |name| geo.get(name).and_then(Value::as_f64);
    Some((number("latitude")?, number("longitude")?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Version;

    // D-01, D-10
    #[test]
    fn what_the_draft_did_not_hold_is_taken_out_again() {
        let own = "https://b.example.org/b/01/";
        let mut badge = Badge::new(Version::Ob30);
        badge.narrative = Some("A découpé une boîte.".into());
        let trace = |id: Option<&str>, narrative: Option<&str>| Evidence {
            id: id.map(str::to_owned),
            narrative: narrative.map(str::to_owned),
            ..Evidence::default()
        };
        let form = trace(Some("https://b.example.org/b/01/assertion.json"), None);
        badge.evidence = vec![trace(Some("https://e.org/1"), Some("Une boîte\n\nLieu : Caen")), form.clone()];
        let told = Told::of(&badge, Some(own));
        assert_eq!(told.evidence, [trace(Some("https://e.org/1"), Some("Une boîte"))]);
        assert_eq!(told.location, Some(Location { text: "Caen".into(), point: None }));
        // A trace that was there only for the place is no trace.
        badge.evidence = vec![trace(None, Some("Where: Caen")), form];
        let geo = crate::json::object([("latitude", 49.18.into()), ("longitude", (-0.37).into())]);
        badge.extra.set("schema:location", crate::json::object([("schema:geo", geo.into())]));
        let told = Told::of(&badge, Some(own));
        assert!(told.evidence.is_empty());
        assert_eq!(told.location.unwrap().point, Some((49.18, -0.37)));
        badge.evidence = vec![trace(None, Some("Une boîte"))];
        assert_eq!(Told::of(&badge, None).location, None);
    }
}
