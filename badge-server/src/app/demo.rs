//! An example to look at: an invented place with its team and its badges, made with real keys by the use-cases that
//! serve everybody else. It lives in a data folder of its own.

use badge_core::language::Lang;
use badge_core::place::{AchievementFile, EXAMPLES, Place, Slug, Token};

use super::accounts::{AccountId, Newcomer, Secret};
use super::achievements::{Publication, WorkError};
use super::awarding::AwardError;
use super::by_hand::Wish;
use super::places::{MakeError, Wish as PlaceWish};
use super::revoking::{Change, change_by};
use super::{PlaceId, StorageError, accounts, achievements, awards, places, team, welcome};
use crate::app::Actor;
use crate::post::Letter;
use crate::role::Role;
use crate::state::App;

/// Whose account it is; example.org belongs to nobody.
const ADDRESS: &str = "demo@example.org";
/// Where the place lies below the server's own address.
const PATH: &str = "/fabrique";
/// The example that stays a draft, so that one can be seen.
const DRAFT: &str = "documentation";

/// What there is to open.
pub(crate) struct Told {
    /// The place's page.
    pub(crate) place: String,
    /// The page of a badge.
    pub(crate) badge: Option<String>,
    /// Who signs in, and with which secret, once.
    pub(crate) account: AccountId,
    pub(crate) secret: Secret,
}

/// Why there is no example.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum DemoError {
    /// Somebody works with this data.
    #[error("this data folder is in use: an example needs one of its own (--data DIR)")]
    InUse,
    /// Our own example is not what the use-cases take: we are at fault.
    #[error("the example cannot be made: {what}")]
    Refused {
        /// Which part of it.
        what: String,
    },
    /// No place could be made.
    #[error(transparent)]
    Place(#[from] MakeError),
    /// No achievement could be written.
    #[error(transparent)]
    Achievement(#[from] WorkError),
    /// Nothing could be awarded.
    #[error(transparent)]
    Award(#[from] AwardError),
    /// The database refuses.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Makes the example where there is nothing yet; what an earlier start made stays as it is.
///
/// # Errors
/// See [`DemoError`].
pub(crate) async fn demo(app: &App, lang: Lang) -> Result<Told, DemoError> {
    let (known, empty) = {
        let mut read = app.storage.read().await?;
        let known = read.account_of(ADDRESS).await?;
        (known.is_some(), read.places().await?.is_empty() && !read.has_operator().await?)
    };
    if empty {
        fill(app, lang).await?;
    } else if !known {
        return Err(DemoError::InUse);
    }
    let (account, secret) = accounts::link(app, ADDRESS).await?.ok_or(DemoError::InUse)?;
    let first = app.storage.read().await?.places().await?.into_iter().next().ok_or(DemoError::InUse)?;
    let newest = awards::search(app, first.id, &awards::Query::default()).await?.awards;
    Ok(Told {
        place: format!("{}/", first.base.unwrap_or_default()),
        badge: newest.into_iter().find(|seen| seen.state == "valid").and_then(|seen| seen.page),
        account,
        secret,
    })
}

/// What the people of the example did; one text for each language.
struct Story {
    achievement: &'static str,
    name: &'static str,
    address: &'static str,
    day: &'static str,
    did: [&'static str; 2],
    minor: bool,
    /// Why it was taken back.
    revoked: Option<[&'static str; 2]>,
}

const fn story(
    achievement: &'static str,
    (name, address): (&'static str, &'static str),
    day: &'static str,
    did: [&'static str; 2],
) -> Story {
    Story { achievement, name, address, day, did, minor: false, revoked: None }
}

const STORIES: [Story; 8] = [
    story(
        "premiers-pas",
        ("Noé Durand", "noe@example.org"),
        "2026-01-17",
        [
            "A visité l’atelier, lu les règles, et rangé derrière lui.",
            "Visited the workshop, read its rules, and tidied up.",
        ],
    ),
    story(
        "decoupe-laser",
        ("Maya Ferret", "maya@example.org"),
        "2026-02-07",
        [
            "A découpé une boîte à charnière souple, du dessin à l’assemblage.",
            "Cut a box with a living hinge, from drawing to assembly.",
        ],
    ),
    story(
        "atelier-reparation",
        ("Samir Benali", "samir@example.org"),
        "2026-02-21",
        [
            "A trouvé la panne d’un grille-pain, et l’a réparé avec sa propriétaire.",
            "Found what was wrong with a toaster, and mended it together with its owner.",
        ],
    ),
    Story {
        revoked: Some(["Délivré deux fois, par erreur.", "Awarded twice, by mistake."]),
        ..story("premiers-pas", ("Tom Petit", "tom@example.org"), "2026-02-28", ["", ""])
    },
    story(
        "projet-collectif",
        ("Maya Ferret", "maya@example.org"),
        "2026-03-14",
        [
            "A construit avec trois autres une station météo pour le jardin partagé.",
            "Built a weather station for the shared garden, with three others.",
        ],
    ),
    Story { minor: true, ..story("premiers-circuits", ("Lina", "lina@example.org"), "2026-03-18", ["", ""]) },
    story("accueil-du-public", ("Noé Durand", "noe@example.org"), "2026-04-02", ["", ""]),
    story(
        "impression-3d",
        ("Léa Martin", "lea@example.org"),
        "2026-04-11",
        [
            "A réglé l’imprimante seule, puis imprimé la pièce qui manquait à un vélo.",
            "Set the printer up alone, then printed the part that a bicycle was missing.",
        ],
    ),
];

async fn fill(app: &App, lang: Lang) -> Result<(), DemoError> {
    let refused = |what: &str| DemoError::Refused { what: what.to_owned() };
    let link = welcome::invite(app).await?.ok_or(DemoError::InUse)?;
    let who = Newcomer { name: "Camille Roy".to_owned(), address: ADDRESS.to_owned(), password: None };
    accounts::begin(app, &link, who).await?.ok_or(DemoError::InUse)?;
    let by = app.storage.read().await?.account_of(ADDRESS).await?.ok_or(DemoError::InUse)?.id;
    let name = if lang == Lang::Fr { "La Fabrique" } else { "The Workshop" };
    let base = format!("{}{PATH}", app.address);
    let wish = PlaceWish { name: name.to_owned(), email: "badges@example.org".to_owned(), base, first: lang };
    let place = places::make(app, by, wish).await?.map_err(|_| refused(&app.address))?;
    let card = places::card(app, place).await?;
    for (slug, text) in EXAMPLES {
        write(app, by, (place, &card), slug, text).await?;
    }
    for story in &STORIES {
        tell(app, by, place, story, lang).await?;
    }
    team::invite(app, by, place, ("sacha@example.org", Role::Awarder), None::<fn(i64, &Secret) -> Letter>).await?;
    Ok(())
}

async fn write(
    app: &App,
    by: AccountId,
    (place, card): (PlaceId, &Place),
    slug: &str,
    text: &str,
) -> Result<(), DemoError> {
    let refused = || DemoError::Refused { what: slug.to_owned() };
    let name = Slug::parse(slug).ok_or_else(refused)?;
    let file = AchievementFile::parse(name, text).map_err(|_| refused())?;
    if slug == DRAFT {
        return Ok(achievements::save(app, &Actor::Account(by), place, &file, achievements::Was::Anything)
            .await
            .map(drop)?);
    }
    match achievements::publish(app, &Actor::Account(by), place, card, &file, achievements::Was::Anything).await? {
        Publication::Done => Ok(()),
        Publication::Incomplete(_) | Publication::Look | Publication::Changed => Err(refused()),
    }
}

async fn tell(app: &App, by: AccountId, place: PlaceId, story: &Story, lang: Lang) -> Result<Token, DemoError> {
    let refused = || DemoError::Refused { what: format!("{} {}", story.achievement, story.address) };
    let said = |texts: &[&'static str; 2]| texts[usize::from(lang != Lang::Fr)].to_owned();
    let wish = Wish {
        achievement: story.achievement.to_owned(),
        address: story.address.to_owned(),
        name: story.name.to_owned(),
        day: story.day.to_owned(),
        narrative: said(&story.did),
        minor: story.minor,
        // Of a day that is still to come on a machine whose clock is wrong, too.
        ahead: true,
        ..Wish::default()
    };
    let order = wish.understood(&app.words, lang, app.now()).map_err(|_| refused())?;
    let done = awards::give(app, by, place, order).await?.map_err(|_| refused())?;
    let token = done.entry.award.token;
    if let Some(reason) = &story.revoked {
        change_by(app, Some(by), place, token, (Change::Revoke, Some(&said(reason)))).await?;
    }
    Ok(token)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::World;

    #[tokio::test]
    async fn the_example_is_made_once_and_can_be_looked_at() {
        for lang in Lang::ALL {
            let world = World::new().await;
            // All that it tells of is over by then.
            world.wait(90 * 86_400);
            let told = demo(&world.app, lang).await.unwrap();
            assert_eq!(told.place, "http://localhost:8080/fabrique/");
            let again = demo(&world.app, lang).await.unwrap();
            assert_eq!((again.account, again.badge), (told.account, told.badge.clone()));
            let places = world.app.storage.read().await.unwrap().places().await.unwrap();
            assert_eq!(places.len(), 1);
            let all = awards::search(&world.app, places[0].id, &awards::Query::default()).await.unwrap().awards;
            let mut states: Vec<&str> = all.iter().map(|seen| seen.state).collect();
            states.sort_unstable();
            assert_eq!(states, ["revoked", "valid", "valid", "valid", "valid", "valid", "valid", "waiting"]);
            let path = told.badge.unwrap().strip_prefix("http://localhost:8080").unwrap().to_owned();
            let request = axum::http::Request::get(&path).header("host", "localhost:8080");
            let page = world.ask(request.body(axum::body::Body::empty()).unwrap()).await;
            assert_eq!(page.status, 200);
        }
    }

    #[tokio::test]
    async fn data_that_somebody_works_with_gets_no_example() {
        let world = World::new().await;
        let link = welcome::invite(&world.app).await.unwrap().unwrap();
        let who = Newcomer { name: "A".to_owned(), address: "a@example.org".to_owned(), password: None };
        assert!(accounts::begin(&world.app, &link, who).await.unwrap().is_some());
        assert!(matches!(demo(&world.app, Lang::Fr).await, Err(DemoError::InUse)));
    }
}
