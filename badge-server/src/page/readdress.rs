//! The part of somebody's page by which their address is corrected.

use badge_core::issue::is_email;
use badge_core::place::Token;

use super::fields::Fields;
use super::flaws::Flaws;
use crate::app::Actor;
use crate::app::readdress::{Other, Readdressed, readdress};
use crate::fault::Fault;
use crate::guard::{Member, Signed};
use crate::role::Right;
use crate::state::App;
use crate::words::Speech;

/// What the form says.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    pub(super) address: String,
    /// They are written to there.
    pub(super) send: bool,
    /// Who has that address already: whether it is the same person is asked.
    pub(super) other: Option<String>,
}

impl Typed {
    pub(super) fn of(fields: &Fields) -> Self {
        Self { address: fields.text("address").to_owned(), send: fields.text("send") == "yes", other: None }
    }
}

/// What came of it: whose page is shown then, and what it says was done.
pub(super) type Came = Result<(Token, String), (Flaws, Typed)>;

/// What is added to a word for what was done: that a letter goes, and that none does.
const SENT: &str = "-sent";
const UNSENT: &str = "-unsent";

/// Corrects it. Whoever has it already becomes the same person only where that was asked, and by somebody who administers
/// the place: it cannot be undone.
pub(super) async fn change(
    app: &App,
    (signed, member): (&Signed, Member),
    person: Token,
    fields: &Fields,
    t: &Speech,
) -> Result<Came, Fault> {
    let typed = Typed::of(fields);
    let wrong = |said: String, typed: Typed| Ok(Err((Flaws::of(t, "address", &t.s("readdress-field"), said), typed)));
    if !is_email(&typed.address) {
        return wrong(t.s("sign-in-no-address"), typed);
    }
    let may = member.role.may(Right::Manage);
    // Just whom the page asked about, and nobody who has the address since.
    let same = Token::parse(fields.text("other")).filter(|_| may && fields.text("same") == "yes");
    let by = Actor::Account(signed.account().id);
    let came = readdress(app, &by, (member.place, person), &typed.address, (same, typed.send)).await?;
    match came.ok_or(Fault::NotFound)? {
        Readdressed::Done { id, withdrawn: Some(_), .. } => Ok(Ok((id, "merged-without".to_owned()))),
        Readdressed::Done { id, merged, sent, .. } => {
            let what = match (merged, same.is_some()) {
                (true, _) => "merged",
                // The other one left, or has another address since the page asked.
                (false, true) => "readdressed-alone",
                (false, false) => "readdressed",
            };
            let letter = match (sent, typed.send && app.post.is_there()) {
                (true, _) => SENT,
                (false, true) => UNSENT,
                (false, false) => "",
            };
            Ok(Ok((id, format!("{what}{letter}"))))
        }
        Readdressed::Same => wrong(t.s("readdress-same-address"), typed),
        Readdressed::Other(Other { id, name, badges }) => {
            let values = [name.unwrap_or_else(|| t.s("badges-nobody")), badges.to_string()];
            let values = [("name", values[0].as_str()), ("count", values[1].as_str())];
            let said = t.all(if may { "readdress-other" } else { "readdress-other-ask" }, &values);
            wrong(said, Typed { other: may.then(|| id.to_string()), ..typed })
        }
    }
}

/// What the page says was done.
pub(super) fn done(t: &Speech, word: &str) -> Option<String> {
    let (what, letter) = match (word.strip_suffix(SENT), word.strip_suffix(UNSENT)) {
        (_, Some(what)) => (what, Some("readdress-unsent")),
        (Some(what), None) => (what, Some("readdress-sent")),
        (None, None) => (word, None),
    };
    let what = match what {
        "readdressed" => "readdress-done",
        "readdressed-alone" => "readdress-alone",
        "merged" => "readdress-merged",
        "merged-without" => "readdress-withdrawn",
        _ => return None,
    };
    let said: Vec<String> = [Some(what), letter].into_iter().flatten().map(|id| t.s(id)).collect();
    Some(said.join(" "))
}
