//! Pictures: PNG or SVG (OB2-VER-14). One that cannot be read is a remark; one that is something else is a fault (D-32).

use crate::container::{Format, open_single};
use crate::json::{Object, Pointer};
use crate::limits::Limits;
use crate::name::Url;
use crate::resource::Purpose;
use crate::verify::session::{Asked, Session};
use crate::verify::{Because, Check, CheckCode, Outcome, Reason, data_image};

/// What is to be said about the picture of an object that hangs at `at`. A good one is not mentioned.
pub(super) fn check(session: &mut Session<'_>, object: &Object, at: &Pointer) -> Option<Check> {
    let image = object.get("image")?.many().first()?;
    let address = image.get("id").unwrap_or(image).as_str()?;
    let told = |outcome| Check::new(CheckCode::DocumentSchema, outcome).at(at.member("image"));
    if let Some(data) = address.strip_prefix("data:") {
        if !["image/png", "image/svg+xml"].iter().any(|kind| data.starts_with(kind)) {
            return None; // told by the tables
        }
        return data_image::fault(address).map(|fault| match fault {
            data_image::Fault::Error(reason) => told(Outcome::Fail(reason)),
            data_image::Fault::Remark(reason) => told(Outcome::Warn(reason)).advisory(),
        });
    }
    let url = Url::parse(address).ok()?; // told by the tables
    match session.ask(&url, Purpose::Image) {
        Asked::Found(body) => match format(&body.bytes, &session.policy.limits) {
            Format::Png | Format::Svg => None,
            other => Some(told(Outcome::Fail(Reason::UnsupportedFormat { format: other.to_string() }))),
        },
        Asked::Missing(because @ Because::Awaiting(_)) => Some(told(Outcome::Skipped(because)).advisory()),
        Asked::Gone(_) | Asked::Missing(_) => {
            Some(told(Outcome::Warn(Reason::NotServed { url: address.to_owned() })).advisory())
        }
    }
    .map(|check| check.with("url", address))
}

/// What lies at a picture's address. A PNG is known by its first bytes and need not be searched for codes, which takes
/// a thousand times as long as the rest; a page on the web begins like a drawing.
fn format(bytes: &[u8], limits: &Limits) -> Format {
    match Format::of(bytes) {
        Format::Png => Format::Png,
        _ => open_single(bytes, limits).format,
    }
}

/// The pictures of an assertion, its badge class and its issuer.
pub(super) fn all(
    session: &mut Session<'_>,
    doc: &Object,
    class: Option<&Object>,
    issuer: Option<&Object>,
) -> Vec<Check> {
    let root = Pointer::root();
    let badge = root.member("badge");
    let places = [(Some(doc), root), (class, badge.clone()), (issuer, badge.member("issuer"))];
    places.into_iter().filter_map(|(object, at)| check(session, object?, &at)).collect()
}
