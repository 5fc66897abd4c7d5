//! `container.picture`: whether the picture that carries a badge is the one that its issuer shows for it.

use super::{Check, CheckCode, Outcome, Reason, Report};
use crate::container::likeness::{CLEARLY_DIFFERENT, difference};
use crate::limits::Limits;
use crate::name::Url;
use crate::resource::{Answer, Resources};
use crate::text;

/// Compares the picture that carried a badge with the achievement's own, when that is at hand: written into the badge as
/// a `data:` address, or among what is known. `None` when there is nothing to compare with. A remark, never a verdict:
/// the words of a badge count, and a picture may have been drawn anew.
#[must_use]
pub fn picture_check(report: &Report, carrier: &[u8], known: &Resources, limits: &Limits) -> Option<Check> {
    let image = report.summary.as_ref()?.badge.achievement.as_ref()?.image.as_ref()?;
    let own = match image.id.strip_prefix("data:") {
        Some(data) => {
            let (head, data) = data.split_once(',')?;
            // Base64 is four thirds of what it holds.
            let fits = data.len() / 4 * 3 <= limits.image_bytes;
            text::from_base64(data).ok().filter(|_| fits && head.ends_with(";base64"))?
        }
        None => match known.get(&Url::parse(&image.id).ok()?) {
            Some(Answer::Found(body)) => body.bytes.clone(),
            _ => return None,
        },
    };
    let found = difference(carrier, &own, limits).ok()?;
    let outcome = if found >= CLEARLY_DIFFERENT {
        Outcome::Warn(Reason::PictureDiffers { difference: found })
    } else {
        Outcome::Pass
    };
    Some(Check::new(CheckCode::ContainerPicture, outcome).advisory().with("difference", found.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::container::{Presented, Raw};
    use crate::time::Timestamp;
    use crate::verify::{Policy, Weight, verify};

    /// A picture of one colour with a square in it.
    fn picture(colour: [u8; 3]) -> Vec<u8> {
        let drawn = image::RgbImage::from_fn(60, 60, |x, y| {
            image::Rgb(if (20..40).contains(&x) && (20..40).contains(&y) { [255; 3] } else { colour })
        });
        let mut out = std::io::Cursor::new(Vec::new());
        drawn.write_to(&mut out, image::ImageFormat::Png).unwrap();
        out.into_inner()
    }

    fn report(image: &str) -> Report {
        let doc = format!(
            r#"{{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
            "type":["VerifiableCredential","OpenBadgeCredential"],"credentialSubject":{{"type":["AchievementSubject"],
            "achievement":{{"id":"urn:uuid:1","type":["Achievement"],"image":{{"id":"{image}","type":"Image"}}}}}}}}"#
        );
        let badge = Presented { raw: Raw::Json(doc.into_bytes()), via: Vec::new(), also: Vec::new() };
        verify(&badge, &Resources::new(), &Policy::at(Timestamp::parse("2026-03-02T09:00:00Z").unwrap())).report
    }

    #[test]
    fn the_picture_is_held_against_the_achievements_own() {
        let (own, other, limits) = (picture([20, 60, 120]), picture([220, 120, 20]), Limits::default());
        let embedded = report(&format!("data:image/png;base64,{}", text::base64(&own)));
        let check = |report: &Report, carrier: &[u8], known: &Resources| {
            picture_check(report, carrier, known, &limits).map(|c| (c.weight, c.outcome))
        };
        let nothing = Resources::new();
        assert_eq!(check(&embedded, &own, &nothing), Some((Weight::Advisory, Outcome::Pass)));
        let (weight, outcome) = check(&embedded, &other, &nothing).unwrap();
        assert_eq!(weight, Weight::Advisory);
        assert!(matches!(outcome, Outcome::Warn(Reason::PictureDiffers { difference: 9.. })), "{outcome:?}");
        // At an address: only from what was read already.
        let address = "https://lieu.example.org/achievements/laser.png";
        let linked = report(address);
        assert_eq!(check(&linked, &other, &nothing), None);
        let mut known = Resources::new();
        known.insert(&Url::parse(address).unwrap(), Answer::found(own.clone()));
        assert!(matches!(check(&linked, &other, &known), Some((_, Outcome::Warn(_)))));
        assert_eq!(check(&report("data:image/png;base64,???"), &own, &nothing), None);
    }
}
