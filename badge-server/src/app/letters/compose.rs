//! What a letter says, made from the place when it goes: whoever was erased, or took consent back, a moment ago is not
//! written to.

use std::collections::BTreeMap;

use badge_core::issue::Format;
use badge_core::language::Lang;
use badge_core::limits::Limits;
use badge_core::message::plain_within;
use badge_core::picture::to_png;
use badge_core::place::outbox::{Step, may_be_told};
use badge_core::place::people::People;
use badge_core::place::register::Entry;
use badge_core::place::{AchievementFile, Place, Spot, Token};
use badge_core::site::letter::{Kind, Letter as Words, Template, Templates, Told};
use badge_core::site::read_badge;
use badge_core::text;

use super::{TOGETHER, purpose};
use crate::app::batches::WorkError;
use crate::app::places;
use crate::app::published::{View, view};
use crate::entropy::random;
use crate::post::{Attached, Letter, Picture};
use crate::route::Urls;
use crate::state::App;
use crate::storage::{PlaceId, Reading, StorageError, StoredLetter, Writing};

/// Pixels of the picture that a letter shows, where the badge itself is a drawing.
const PIXELS: u32 = 360;

/// What came of composing.
pub(super) enum Composed {
    Ready(Box<Ready>),
    /// Nothing is left to tell: taken back, erased, consent withdrawn, no address.
    Nothing,
    /// It may not go any more. Why, in one permanent word.
    Over(&'static str),
}

/// A letter that may go.
pub(super) struct Ready {
    pub(super) letter: Letter,
    /// The awards it speaks of.
    pub(super) awards: Vec<Token>,
    /// Other letters to the same person that it says all of.
    pub(super) others: Vec<String>,
    /// The secrets of the links by which each is refused.
    pub(super) links: Vec<(Token, String)>,
}

/// What is to be told to somebody now.
struct Due {
    people: People,
    person: Token,
    email: String,
    entries: Vec<Entry>,
    others: Vec<String>,
}

pub(super) async fn compose(app: &App, letter: &StoredLetter) -> Result<Composed, WorkError> {
    if letter.expires.is_some_and(|end| end <= app.now().unix()) {
        return Ok(Composed::Over("expired"));
    }
    if letter.kind == "badge" {
        return of_badges(app, letter).await;
    }
    let Some(sealed) = &letter.sealed else { return Ok(Composed::Over("expired")) };
    let secret = app.seal.unseal(sealed, purpose(letter.place, &letter.id))?;
    let (to, lang, subject, text): (String, String, String, String) = serde_json::from_slice(&secret)?;
    let lang = Lang::from_tag(&lang).unwrap_or_default();
    let letter = Letter { to, lang, subject, text, ..Letter::default() };
    Ok(Composed::Ready(Box::new(Ready { letter, awards: Vec::new(), others: Vec::new(), links: Vec::new() })))
}

/// Whether what a letter says is still so: looked at once more before its text leaves.
pub(super) async fn still_so(
    app: &App,
    work: &mut Writing,
    letter: &StoredLetter,
    ready: &Ready,
) -> Result<bool, StorageError> {
    if letter.kind != "badge" {
        return Ok(true);
    }
    let Some(due) = due(app, work, letter).await? else { return Ok(false) };
    let tokens: Vec<Token> = due.entries.iter().map(|entry| entry.award.token).collect();
    Ok(due.email == ready.letter.to && tokens == ready.awards)
}

async fn due(app: &App, read: &mut Reading, letter: &StoredLetter) -> Result<Option<Due>, StorageError> {
    let place = letter.place;
    let Some(person) = letter.person else { return Ok(None) };
    let people = read.person(place, person).await?;
    let Some(email) = people.get(person).and_then(|person| person.email) else { return Ok(None) };
    let mut awards = letter.awards.clone();
    let mut others = Vec::new();
    // What else waits for them goes along, so that nobody gets five letters of one evening.
    if letter.copy == 0 {
        let waiting = |other: &StoredLetter| other.step == Step::Waiting && other.id != letter.id && other.copy == 0;
        for other in read.letters_to(place, &people.ids(person)).await?.into_iter().filter(waiting).take(TOGETHER) {
            awards.extend(other.awards.iter().filter(|token| !letter.awards.contains(token)));
            others.push(other.id);
        }
    }
    let mut entries = Vec::new();
    for token in awards {
        let register = read.register_of(place, token).await?;
        entries.extend(register.get(token).filter(|entry| may_be_told(entry, &people, app.now())));
    }
    if entries.is_empty() {
        return Ok(None);
    }
    Ok(Some(Due { people, person, email, entries, others }))
}

async fn of_badges(app: &App, letter: &StoredLetter) -> Result<Composed, WorkError> {
    let place = letter.place;
    let mut read = app.storage.read().await?;
    let Some(due) = due(app, &mut read, letter).await? else { return Ok(Composed::Nothing) };
    if crate::post::address(&due.email).is_err() {
        return Ok(Composed::Over("address"));
    }
    let Some(stored) = read.place(place).await? else { return Ok(Composed::Nothing) };
    drop(read);
    let Some(view) = view(app, place, stored.revision).await? else { return Ok(Composed::Nothing) };
    let card = places::card(app, place).await?;
    let person = due.people.get(due.person).unwrap_or_default();
    let first = due.entries.first().map_or(card.first_language(), |entry| entry.award.language);
    let lang = person.language.unwrap_or(first);
    let mut parcels = Vec::new();
    let mut links = Vec::new();
    for entry in &due.entries {
        let mut parcel = parcel(app, &view, &card, entry, lang).await?;
        let secret = text::hex(&random::<32>());
        parcel.told.refuse = Some(Urls(&app.address).refuse(&secret, lang));
        links.push((entry.award.token, secret));
        parcels.push(parcel);
    }
    let contact = card.mail.as_ref().and_then(|mail| mail.reply_to.clone()).unwrap_or_else(|| card.email.clone());
    let words = Words {
        person: person.name.as_deref().map(|name| plain_within(name, 120)),
        place: card.name_in(lang).to_owned(),
        contact: contact.clone(),
        home: card.url.clone(),
        badges: parcels.iter().map(|parcel| parcel.told.clone()).collect(),
    };
    let written = templates(app, place, lang).await?.write(&words);
    let mut letter = Letter {
        to: due.email,
        to_name: person.name,
        from_name: Some(card.name_in(lang).to_owned()),
        reply_to: Some(contact),
        lang,
        subject: written.subject,
        text: written.text,
        html: written.html,
        ..Letter::default()
    };
    for parcel in parcels {
        letter.pictures.extend(parcel.picture);
        letter.files.push(parcel.file);
    }
    let awards = due.entries.iter().map(|entry| entry.award.token).collect();
    Ok(Composed::Ready(Box::new(Ready { letter, awards, others: due.others, links })))
}

/// The badge of one award as a letter needs it.
struct Parcel {
    told: Told,
    picture: Option<Picture>,
    file: Attached,
}

async fn parcel(app: &App, view: &View, card: &Place, entry: &Entry, lang: Lang) -> Result<Parcel, WorkError> {
    let (award, place) = (&entry.award, view.id);
    let lost = |what: String| StorageError::Damaged { what };
    let mut read = app.storage.read().await?;
    let mut stored: BTreeMap<Format, Vec<u8>> = BTreeMap::new();
    for credential in &award.credentials {
        let digest = credential.sha256.to_string();
        let bytes = read.credential(place, &digest).await?;
        stored.insert(credential.format, bytes.ok_or_else(|| lost(format!("credential {digest}")))?);
    }
    let own = read.achievements(place).await?.into_iter().find(|(slug, _)| *slug == award.achievement);
    drop(read);
    let own = own.and_then(|(slug, source)| AchievementFile::parse(slug, &source).ok());
    let badge = read_badge(&stored, &view.documents, Some(&view.base), entry);
    // The picture that holds the badge; without one, the credential itself.
    let picture = ["badge.png", "badge.svg"].into_iter().find_map(|name| Some((name, award.files.get(name)?)));
    let (file, bytes) = match picture {
        Some((name, digest)) => {
            let digest = digest.to_string();
            let bytes = app.storage.objects.get(place, &digest).await?;
            (name, bytes.ok_or_else(|| lost(format!("object {digest}")))?)
        }
        None => {
            let first = stored.iter().next().map(|(format, bytes)| (format.file_name(), bytes.clone()));
            first.ok_or_else(|| lost(format!("award {}", award.token)))?
        }
    };
    let (ending, media_type) = match file.rsplit_once('.').map(|(_, ending)| ending) {
        Some("png") => ("png", "image/png"),
        Some("svg") => ("svg", "image/svg+xml"),
        Some("jws") => ("jws", "text/plain"),
        _ => ("json", "application/json"),
    };
    let shown = match ending {
        "png" => Some(bytes.clone()),
        // Mail programs show no drawings: a picture of it, without the badge in it.
        "svg" => {
            let svg = bytes.clone();
            tokio::task::spawn_blocking(move || to_png(&svg, PIXELS, &Limits::default()).ok()).await?
        }
        _ => None,
    };
    let cid = format!("{}@badge", award.token);
    let told = Told {
        page: Some(address(card, view, award.token, lang)),
        picture: shown.as_ref().map(|_| format!("cid:{cid}")),
        ..Told::of(entry, &badge, own.as_ref(), ending, app.words.of(lang).catalog())
    };
    Ok(Parcel {
        picture: shown.map(|bytes| Picture { cid, bytes }),
        file: Attached { name: told.file.clone(), media_type, bytes },
        told,
    })
}

/// The address of a badge's page, in the language of the letter where there is one.
fn address(card: &Place, view: &View, token: Token, lang: Lang) -> String {
    let url = view.base.url(&Spot::Award(token));
    match card.address_tag(lang).filter(|lang| card.languages.contains(lang)) {
        Some(lang) => format!("{}/index.{lang}.html", url.trim_end_matches('/')),
        None => url,
    }
}

/// The place's own templates, ours where it has none. One with a mistake in it is as if it were not there.
async fn templates(app: &App, place: PlaceId, lang: Lang) -> Result<Templates, StorageError> {
    let mut own = [None, None];
    for (n, (kind, ending)) in [(Kind::Text, "txt"), (Kind::Html, "html")].into_iter().enumerate() {
        let path = format!("templates/mail.{lang}.{ending}");
        let files = app.storage.read().await?.files(place, &path).await?;
        let Some((_, digest)) = files.into_iter().find(|(known, _)| *known == path) else { continue };
        let bytes = app.storage.objects.get(place, &digest).await?.unwrap_or_default();
        match Template::parse(&String::from_utf8_lossy(&bytes), kind) {
            Ok(template) => own[n] = Some(template),
            Err(error) => tracing::error!(place = place.0, path, %error, "a template of the place is not used"),
        }
    }
    let ours = Templates::ours(lang);
    let [text, html] = own;
    Ok(match (text, html) {
        (None, None) => ours,
        (Some(text), html) => Templates { text, html },
        (None, html) => Templates { html, ..ours },
    })
}
