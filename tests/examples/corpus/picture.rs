//! Cases about the picture that carries a badge: the achievement's own, or somebody else's.

use badge_core::container::{Existing, Keyword, bake};
use badge_core::limits::Limits;
use badge_core::picture::to_png;
use badge_core::text::base64;

use crate::case::Case;
use crate::documents::{Keys, badge, parse, set, sign, with};

const LASER: &str = r##"<circle cx="8" cy="8" r="8" fill="#1b4f72"/><path d="M4 7h8v2H4z" fill="#fff"/>"##;
const SEWING: &str = r##"<path d="M0 0h16v16H0z" fill="#b9770e"/><circle cx="8" cy="8" r="4" fill="#145a32"/>"##;

fn drawn(inside: &str, px: u32) -> Vec<u8> {
    let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 16\">{inside}</svg>");
    to_png(svg.as_bytes(), px, &Limits::default()).expect("drawn")
}

pub(crate) fn cases(keys: &Keys) -> Vec<Case> {
    let doc = with(&badge(&keys.did_key()), |d| {
        let own = format!("data:image/png;base64,{}", base64(&drawn(LASER, 48)));
        set(d, "/credentialSubject/achievement/image", parse(&format!(r#"{{"id":"{own}","type":"Image"}}"#)));
    });
    let text = sign(&doc, &keys.ed25519).to_compact();
    let in_picture = |picture: &[u8]| {
        bake(picture, Keyword::OpenBadgeCredential, &text, Existing::Replace, &Limits::default()).expect("baked")
    };
    let case = |name, sentence, picture: &[u8]| {
        Case::bytes(name, sentence, "badge.png", in_picture(picture)).verified("proof.signature")
    };
    vec![
        case("picture_own", "The badge travels in its achievement's own picture, in another size.", &drawn(LASER, 90)),
        case("picture_other", "A good badge was baked into the picture of another one.", &drawn(SEWING, 90)),
    ]
}
