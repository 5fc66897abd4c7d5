//! The door of the team's pages: every route of the router, with everybody who may ask.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};

use crate::guard::Need;
use crate::role::{Right, Role};
use crate::route;
use crate::team_tests::{began, joined, place};
use crate::testing::World;

#[tokio::test]
async fn a_form_from_elsewhere_does_nothing() {
    let world = World::new().await;
    let browser = began(&world).await;
    let cookie = browser.cookie.unwrap();
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("x-nothing", "1"),
    ] {
        for (method, path, need) in every_route(&world).into_iter().filter(|(method, ..)| *method == Method::POST) {
            let request = Request::post(filled(path, 1, 1)).header("host", "localhost:8080").header("cookie", &cookie);
            let answer = world.ask(request.header(name, value).body(Body::empty()).unwrap()).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{method} {path} {need:?} {name}: {value}");
            assert!(answer.text().contains("vient d’ailleurs"));
        }
    }
    let request = Request::post("/staff/sign-out").header("host", "localhost:8080").header("cookie", &cookie);
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let here = world.ask(request.header("origin", "http://localhost:8080").body(Body::empty()).unwrap()).await;
    assert_eq!(here.status, StatusCode::SEE_OTHER, "older browsers say it with the origin");
}

/// Every route of the team's, with what it takes: from the router itself.
fn every_route(world: &World) -> Vec<(Method, &'static str, Need)> {
    let (_, list) = route::team(world.app.clone()).open();
    list.into_iter().map(|route| (route.method, route.path, route.need)).collect()
}

fn filled(path: &str, place: i64, account: i64) -> String {
    path.replace("{place}", &place.to_string())
        .replace("{account}", &account.to_string())
        .replace("{id}", "99")
        .replace("{file}", "table.csv")
        .replace("{slug}", "nothing")
        .replace("{token}", "00000000000000000000000000000000")
        .replace("{secret}", &"0".repeat(64))
}

/// Who asks, in relation to the place of the address.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Who {
    Nobody,
    /// Signed in, and in another place only, where they may do everything.
    Stranger,
    In(Role),
    Operator,
}

// Every route, with every role, for one's own place, another one, and signed out. A route that is added is tried as well.
#[tokio::test]
async fn each_route_opens_to_those_alone_whom_it_names() {
    for world in World::on_both().await {
        let mut operator = began(&world).await;
        let own = place(&mut operator, "Atelier", "http://localhost:8080/a").await;
        let other = place(&mut operator, "Autre", "http://localhost:8080/b").await;
        let mut cookies = vec![(Who::Nobody, None), (Who::Operator, operator.cookie.clone())];
        for role in Role::ALL {
            let address = format!("{}@example.org", role.tag());
            cookies.push((Who::In(role), joined(&world, &mut operator, own, &address, role).await.cookie));
        }
        let stranger = joined(&world, &mut operator, other, "stranger@example.org", Role::Administrator).await;
        cookies.push((Who::Stranger, stranger.cookie));
        let mut tried = 0;
        for (who, cookie) in &cookies {
            for (method, path, need) in every_route(&world) {
                if path == route::SIGN_OUT {
                    continue;
                }
                let mut browser = world.browser();
                browser.cookie.clone_from(cookie);
                let path = filled(path, own, 999);
                let answer = match method {
                    Method::POST => browser.post(&path, &[]).await,
                    _ => browser.get(&path).await,
                };
                let to_sign_in =
                    answer.status == StatusCode::SEE_OTHER && answer.header("location").contains("/sign-in?");
                let forbidden = answer.status == StatusCode::FORBIDDEN;
                let opened = match (need, who) {
                    (Need::Nothing, _) => true,
                    (_, Who::Nobody) => {
                        // What was typed in a form comes back with the news.
                        let over =
                            method == Method::POST && forbidden && answer.text().contains("Votre session est terminée");
                        assert!(to_sign_in || over, "{who:?} {method} {path}: {}", answer.status);
                        false
                    }
                    (Need::Account, _) | (_, Who::Operator) => true,
                    (Need::Operator, _) => {
                        assert!(forbidden, "{who:?} {method} {path}: {}", answer.status);
                        false
                    }
                    (Need::In(_), Who::Stranger) => {
                        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{who:?} {method} {path}");
                        let nowhere = world.get("/nothing").await.text();
                        assert_eq!(answer.text(), nowhere, "the same as where there is nothing");
                        false
                    }
                    (Need::In(right), Who::In(role)) => {
                        assert_eq!(forbidden, !role.may(right), "{who:?} {method} {path}: {}", answer.status);
                        role.may(right)
                    }
                };
                if opened {
                    assert!(!to_sign_in && !forbidden, "{who:?} {method} {path}: {}", answer.status);
                    assert!(!answer.status.is_server_error(), "{who:?} {method} {path}: {}", answer.status);
                }
                tried += 1;
            }
        }
        assert_eq!(tried, cookies.len() * (every_route(&world).len() - 1));
        // A place that is not there looks like one of others.
        let mut stranger = world.browser();
        stranger.cookie.clone_from(&cookies.last().unwrap().1);
        assert_eq!(stranger.get("/staff/places/77").await.status, StatusCode::NOT_FOUND);
        assert_eq!(stranger.get("/staff/places/x").await.status, StatusCode::NOT_FOUND);
        let everything = every_route(&world).iter().any(|(_, _, need)| *need == Need::In(Right::Manage));
        assert!(everything);
    }
}

#[tokio::test]
async fn the_team_s_pages_are_small_and_speak_both_languages() {
    let world = World::new().await;
    let mut ada = began(&world).await;
    let id = place(&mut ada, "Atelier", "http://localhost:8080/a").await;
    for (method, path, need) in every_route(&world) {
        let plain = !path.contains("{secret}")
            && !path.contains("{slug}")
            && !path.contains("{token}")
            && !path.contains("{id}");
        if method == Method::POST || !plain || path == route::SIGN_IN || path.ends_with(".csv") {
            continue;
        }
        for lang in ["fr", "en"] {
            let page = ada.get(&format!("{}?lang={lang}", filled(path, id, 1))).await;
            assert_eq!(page.status, StatusCode::OK, "{path} {need:?}");
            assert!(page.body.len() < 100_000, "{path}");
            assert!(page.text().contains(&format!("<html lang=\"{lang}\">")), "{path}");
            assert_eq!(page.header("cache-control"), "no-store", "{path}");
            let policy = page.header("content-security-policy");
            assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{path}");
            assert!(!page.text().contains("style=\"") && !page.text().contains(" onclick"), "{path}");
        }
    }
}
