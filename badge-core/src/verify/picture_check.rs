//! `container.picture`: whether the picture that carries a badge is the one that its issuer shows for it.

use std::borrow::Cow;

use super::{Check, CheckCode, Outcome, Reason, Report};
#[cfg(feature = "picture")]
use crate::container::Format;
use crate::container::likeness::{CLEARLY_DIFFERENT, difference};
use crate::limits::Limits;
use crate::name::Url;
use crate::resource::{Answer, Lookup, Purpose, Resources};
use crate::text;

/// Pixels of the longer side of a drawing that is compared: what is compared are 32 squares a side.
#[cfg(feature = "picture")]
const SIDE: u32 = 256;

/// Compares the picture that carried a badge with the achievement's own, when that is at hand: written into the badge as
/// a `data:` address, or among what is known (see [`picture_wanted`]). PNG, JPEG and WebP are compared, and with the
/// feature `picture` drawings in SVG. `None` when there is nothing to compare with. A remark, never a verdict:
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
    let found = difference(&drawn(carrier, limits), &drawn(&own, limits), limits).ok()?;
    let outcome = if found >= CLEARLY_DIFFERENT {
        Outcome::Warn(Reason::PictureDiffers { difference: found })
    } else {
        Outcome::Pass
    };
    Some(Check::new(CheckCode::ContainerPicture, outcome).advisory().with("difference", found.to_string()))
}

/// The achievement's own picture, where it lies at an address and was not read yet: one wish, once the badge itself is
/// judged and has proven what it says. It is worth one more question, and no verdict waits for it.
#[must_use]
pub fn picture_wanted(report: &Report, known: &Resources) -> Option<Lookup> {
    let summary = report.summary.as_ref().filter(|summary| summary.proven)?;
    let image = summary.badge.achievement.as_ref()?.image.as_ref()?;
    let url = Url::parse(&image.id).ok().filter(|url| url.as_str().starts_with("https://"))?;
    known.get(&url).is_none().then(|| Lookup::new(&url, Purpose::Image))
}

/// A drawing as pixels, so that it can be compared; other pictures as they are.
fn drawn<'p>(picture: &'p [u8], limits: &Limits) -> Cow<'p, [u8]> {
    #[cfg(feature = "picture")]
    if Format::of(picture) == Format::Svg
        && let Ok(png) = crate::picture::to_png(picture, SIDE, limits)
    {
        return Cow::Owned(png);
    }
    let _ = limits;
    Cow::Borrowed(picture)
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

    /// The same picture as JPEG and as a drawing, and a drawing of another one.
    #[cfg(feature = "picture")]
    #[test]
    fn other_formats_are_held_against_each_other() {
        let limits = Limits::default();
        let (own, other) = (picture([20, 60, 120]), picture([220, 120, 20]));
        let mut jpeg = std::io::Cursor::new(Vec::new());
        image::load_from_memory(&own).unwrap().write_to(&mut jpeg, image::ImageFormat::Jpeg).unwrap();
        let svg =
            br##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 60"><path fill="#143c78" d="M0 0H60V60H0z"/>
            <path fill="#fff" d="M20 20H40V40H20z"/></svg>"##;
        let linked = report("https://lieu.example.org/achievements/laser");
        for own_picture in [&jpeg.into_inner()[..], svg] {
            let mut known = Resources::new();
            known.insert(
                &Url::parse("https://lieu.example.org/achievements/laser").unwrap(),
                Answer::found(own_picture),
            );
            let outcome = |carrier| picture_check(&linked, carrier, &known, &limits).map(|check| check.outcome);
            assert_eq!(outcome(&own), Some(Outcome::Pass));
            assert_eq!(outcome(svg), Some(Outcome::Pass));
            assert!(matches!(outcome(&other), Some(Outcome::Warn(Reason::PictureDiffers { .. }))));
        }
    }

    #[test]
    fn the_picture_is_asked_for_once_and_only_for_what_is_proven() {
        let mut linked = report("https://lieu.example.org/achievements/laser.png");
        let mut known = Resources::new();
        assert_eq!(picture_wanted(&linked, &known), None);
        linked.summary.as_mut().unwrap().proven = true;
        let wanted = picture_wanted(&linked, &known).unwrap();
        assert_eq!(
            (wanted.url.as_str(), wanted.purpose),
            ("https://lieu.example.org/achievements/laser.png", Purpose::Image)
        );
        known.insert(&wanted.url, Answer::NotFound);
        assert_eq!(picture_wanted(&linked, &known), None);
        let mut plain = report("http://lieu.example.org/laser.png");
        plain.summary.as_mut().unwrap().proven = true;
        assert_eq!(picture_wanted(&plain, &Resources::new()), None);
    }
}
