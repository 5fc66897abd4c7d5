//! Signing in, staying signed in, and ending it: through the real router, on both engines.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::app::team::PlaceId;
use crate::app::welcome;
use crate::config::Layer;
use crate::role::Role;
use crate::team_tests::{PASSWORD, again, began, joined, leads_to, link_of, place};
use crate::testing::{Browser, World};

// Two servers that start for the first time on one database print one each, and nobody knows which was the later.
#[tokio::test]
async fn of_the_first_links_of_several_servers_each_is_good_and_one_is_used() {
    for world in World::on_both().await {
        let mut servers = vec![world.beside().await, world.beside().await, world.beside().await];
        servers.push(world);
        let link = async |world: &World| welcome::invite(&world.app).await.unwrap().unwrap();
        let made = tokio::join!(link(&servers[0]), link(&servers[1]), link(&servers[2]), link(&servers[3]));
        let made = [made.0, made.1, made.2, made.3];
        for (world, link) in servers.iter().zip(made.iter().cycle().skip(1)) {
            assert_eq!(world.get(&format!("/start/{link}")).await.status, StatusCode::OK, "all of them are good");
        }
        let mut begun = 0;
        let answers = tokio::join!(
            begin_with(&servers[0], &made[0], "ada@example.org"),
            begin_with(&servers[1], &made[1], "ben@example.org"),
            begin_with(&servers[2], &made[2], "cyd@example.org"),
            begin_with(&servers[3], &made[3], "dan@example.org"),
        );
        for status in [answers.0, answers.1, answers.2, answers.3] {
            match status {
                StatusCode::SEE_OTHER => begun += 1,
                other => assert_eq!(other, StatusCode::NOT_FOUND),
            }
        }
        assert_eq!(begun, 1, "one of them is used");
        assert_eq!(servers[0].app.storage.count("accounts").await.unwrap(), 1);
        assert_eq!(welcome::invite(&servers[0].app).await.unwrap(), None, "there is somebody now");
    }
}

async fn begin_with(world: &World, link: &str, address: &str) -> StatusCode {
    let fields = [("name", "Ada"), ("address", address), ("password", PASSWORD)];
    world.browser().post(&format!("/start/{link}?lang=en"), &fields).await.status
}

#[tokio::test]
async fn the_first_link_makes_one_administrator() {
    for world in World::on_both().await {
        let old = welcome::invite(&world.app).await.unwrap().unwrap();
        world.wait(121);
        let link = welcome::invite(&world.app).await.unwrap().unwrap();
        let page = world.get(&format!("/start/{link}?lang=en")).await;
        assert_eq!((page.status, page.header("cache-control")), (StatusCode::OK, "no-store"));
        assert!(page.text().contains("<h1>Welcome</h1>"));
        assert_eq!(world.get(&format!("/start/{old}")).await.status, StatusCode::NOT_FOUND, "the newest one counts");
        assert_eq!(world.get(&format!("/start/{link}")).await.status, StatusCode::OK, "looking uses nothing up");
        let mut browser = world.browser();
        let mut begin = async |name: &str, password: &str| {
            let fields = [("name", name), ("address", "ada@example.org"), ("password", password)];
            browser.post(&format!("/start/{link}?lang=en"), &fields).await
        };
        let short = begin("Ada", "court").await;
        assert_eq!(short.status, StatusCode::BAD_REQUEST);
        assert!(short.text().contains("too short") && short.text().contains("value=\"ada@example.org\""));
        assert_eq!(begin("", PASSWORD).await.status, StatusCode::BAD_REQUEST);
        assert_eq!(leads_to(&begin("Ada", PASSWORD).await), "/staff?lang=en");
        assert_eq!(begin("Eve", PASSWORD).await.status, StatusCode::NOT_FOUND, "good once");
        assert!(browser.get("/staff?lang=en").await.text().contains("Hello Ada."));
        assert_eq!(welcome::invite(&world.app).await.unwrap(), None, "there is somebody now");
    }
}

#[tokio::test]
async fn a_password_opens_a_session_that_ends() {
    for world in World::on_both().await {
        drop(began(&world).await);
        let mut browser = world.browser();
        let away = browser.get("/staff/account?lang=en").await;
        assert_eq!(leads_to(&away), "/staff/sign-in?lang=en&next=/staff/account");
        let form = browser.get(leads_to(&away)).await;
        assert!(form.text().contains("name=\"next\" value=\"/staff/account\""));
        let fields = |password| [("address", "ADA@example.org"), ("password", password), ("next", "/staff/account")];
        let wrong = browser.post("/staff/sign-in?lang=en", &fields("une autre phrase")).await;
        assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
        assert!(wrong.text().contains("unknown") && !wrong.text().contains("une autre"));
        assert!(browser.cookie.is_none());
        let right = browser.post("/staff/sign-in?lang=en", &fields(PASSWORD)).await;
        assert_eq!(leads_to(&right), "/staff/account?lang=en");
        let cookie = right.header("set-cookie");
        assert!(
            cookie.starts_with("badge=") && cookie.contains("; HttpOnly; SameSite=Lax") && cookie.contains("Path=/")
        );
        assert_eq!(browser.get("/staff").await.status, StatusCode::OK);
        // Used now and then, it lasts; left alone for twelve hours, it does not.
        for _ in 0..3 {
            world.wait(11 * 60 * 60);
            assert_eq!(browser.get("/staff").await.status, StatusCode::OK);
        }
        world.wait(12 * 60 * 60 + 1);
        assert_eq!(browser.get("/staff").await.status, StatusCode::SEE_OTHER);
        // And never longer than thirty days.
        drop(browser.post("/staff/sign-in", &fields(PASSWORD)).await);
        for _ in 0..65 {
            world.wait(11 * 60 * 60);
            assert_eq!(browser.get("/staff").await.status, StatusCode::OK);
        }
        world.wait(6 * 60 * 60);
        assert_eq!(browser.get("/staff").await.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn a_mailed_link_signs_in_once() {
    for world in World::on_both().await {
        drop(began(&world).await);
        let mut browser = world.browser();
        let ask = async |browser: &mut Browser<'_>, address| {
            browser.post("/staff/sign-in?lang=en", &[("address", address), ("how", "link")]).await
        };
        let before = world.app.storage.writes();
        let told = ask(&mut browser, "ada@example.org").await;
        let written = world.app.storage.writes() - before;
        let old = link_of(&world).await;
        let before = world.app.storage.writes();
        let unknown = ask(&mut browser, "eve@example.org").await;
        // What takes time is what is flushed to the disk.
        assert_eq!((written, world.app.storage.writes() - before), (1, 1), "nor from the time it takes");
        assert_eq!((told.status, told.text()), (unknown.status, unknown.text()), "nobody learns who has an account");
        assert!(world.mail().await.is_empty());
        drop(ask(&mut browser, "ada@example.org").await);
        let link = link_of(&world).await;
        assert_eq!(browser.get(&old).await.status, StatusCode::NOT_FOUND, "another one replaced it");
        assert_eq!(browser.get(&link).await.status, StatusCode::OK);
        assert_eq!(browser.get(&link).await.status, StatusCode::OK, "looking uses nothing up");
        assert!(browser.cookie.is_none());
        assert_eq!(leads_to(&browser.post(&link, &[]).await), "/staff?lang=fr");
        assert_eq!(browser.get("/staff").await.status, StatusCode::OK);
        assert_eq!(world.browser().post(&link, &[]).await.status, StatusCode::NOT_FOUND);
        drop(ask(&mut world.browser(), "ada@example.org").await);
        let link = link_of(&world).await;
        world.wait(31 * 60);
        assert_eq!(browser.post(&link, &[]).await.status, StatusCode::NOT_FOUND, "too old");
    }
}

#[tokio::test]
async fn signing_out_is_here_or_everywhere() {
    let world = World::new().await;
    let mut first = began(&world).await;
    let sign_in = async || {
        let mut browser = world.browser();
        let fields = [("address", "ada@example.org"), ("password", PASSWORD)];
        drop(browser.post("/staff/sign-in", &fields).await);
        browser
    };
    let (mut second, mut third) = (sign_in().await, sign_in().await);
    let stolen = second.cookie.clone();
    assert_eq!(leads_to(&second.post("/staff/sign-out?lang=en", &[]).await), "/staff/sign-in?lang=en");
    assert!(second.cookie.is_none());
    second.cookie = stolen;
    assert_eq!(second.get("/staff").await.status, StatusCode::SEE_OTHER, "what was copied is worth nothing");
    assert_eq!(first.get("/staff").await.status, StatusCode::OK);
    let fields = [("old", PASSWORD), ("new", "une phrase encore plus longue")];
    assert_eq!(
        first.post("/staff/account", &[("old", "faux et faux"), fields[1]]).await.status,
        StatusCode::BAD_REQUEST
    );
    drop(first.post("/staff/account", &fields).await);
    assert_eq!(first.get("/staff").await.status, StatusCode::OK);
    assert_eq!(third.get("/staff").await.status, StatusCode::SEE_OTHER, "a new password ends the others");
    drop(first.post("/staff/sign-out", &[("everywhere", "yes")]).await);
    assert_eq!(first.get("/staff").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn somebody_sees_where_they_are_signed_in_and_ends_it() {
    for world in World::on_both().await {
        let mut ada = began(&world).await;
        let sign_in = async |agent: &'static str| {
            let mut browser = world.browser();
            let fields = [("address", "ada@example.org"), ("password", PASSWORD)];
            drop(browser.post("/staff/sign-in", &fields).await);
            browser.agent = agent;
            assert_eq!(browser.get("/staff").await.status, StatusCode::OK);
            browser
        };
        world.wait(60);
        let mut phone = sign_in("Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36").await;
        let mut other = sign_in("Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/131.0").await;
        let page = ada.get("/staff/account?lang=en").await.text();
        assert!(page.contains("Chrome · Android") && page.contains("Firefox · Windows"), "{page}");
        assert_eq!((page.matches(">this device<").count(), page.matches("name=\"session\"").count()), (1, 2));
        assert!(page.contains("signed in on 2 March 2026"));
        let secret = phone.cookie.clone().unwrap();
        assert!(!page.contains(secret.trim_start_matches("badge=")));
        let name = |page: &str, browser: &str| {
            let from = page.find(browser).unwrap();
            page[from..].split("name=\"session\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
        };
        let of_phone = name(&page, "Chrome · Android");
        // Nobody ends a session of somebody else's, nor one that is not there.
        let id = place(&mut ada, "Atelier", "http://localhost:8080/a").await;
        let mut eve = joined(&world, &mut ada, id, "eve@example.org", Role::Reader).await;
        let path = "/staff/account/sessions?lang=en";
        let end = [("do", "end"), ("session", of_phone.as_str())];
        assert_eq!(eve.post(path, &end).await.status, StatusCode::NOT_FOUND);
        assert_eq!(ada.post(path, &[("do", "end"), ("session", "")]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(phone.get("/staff").await.status, StatusCode::OK);
        assert!(leads_to(&ada.post(path, &end).await).ends_with("done=ended"));
        assert_eq!(phone.get("/staff").await.status, StatusCode::SEE_OTHER);
        assert_eq!(other.get("/staff").await.status, StatusCode::OK);
        leads_to(&ada.post(path, &[("do", "others")]).await);
        assert_eq!(other.get("/staff").await.status, StatusCode::SEE_OTHER);
        assert_eq!(ada.get("/staff").await.status, StatusCode::OK);
        assert_eq!(eve.get("/staff").await.status, StatusCode::OK, "theirs are not mine");
    }
}

#[tokio::test]
async fn guessing_is_slow_for_each_account_and_each_address() {
    let world = World::new().await;
    drop(began(&world).await);
    let guess = async |n: u8, address: &str| {
        let mut request = Request::post("/staff/sign-in")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header("x-forwarded-for", format!("198.51.100.{n}"));
        request = request.header("host", "localhost:8080");
        world.ask(request.body(Body::from(format!("address={address}&password=x"))).unwrap()).await.status
    };
    for n in 0..5 {
        assert_eq!(guess(n, "ada@example.org").await, StatusCode::BAD_REQUEST);
    }
    assert_eq!(guess(9, "ada@example.org").await, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(guess(9, "ben@example.org").await, StatusCode::BAD_REQUEST, "another account");
}

// Without mail, whoever invites passes the link on, and could use it: nobody proved the address then.
#[tokio::test]
async fn an_address_that_nobody_proved_opens_what_it_was_invited_to_and_its_owner_takes_it_back() {
    for world in World::on_both().await {
        let mut ada = began(&world).await;
        let own = place(&mut ada, "Atelier", "http://localhost:8080/a").await;
        let other = place(&mut ada, "Fabrique", "http://localhost:8080/b").await;
        let nothing = None::<fn(i64, &crate::app::accounts::Secret) -> crate::post::Letter>;
        let by = crate::storage::AccountId(1);
        let asked = ("cyd@example.org", Role::Reader);
        let (id, secret) = crate::app::team::invite(&world.app, by, PlaceId(own), asked, nothing).await.unwrap();
        let mut eve = world.browser();
        let who = [("name", "Cyd"), ("password", PASSWORD)];
        leads_to(&eve.post(&format!("/staff/invited/{id}/{}", secret.0), &who).await);
        assert_eq!(eve.get(&format!("/staff/places/{own}")).await.status, StatusCode::OK);
        for (path, status) in [
            (format!("/staff/places/{other}"), StatusCode::NOT_FOUND),
            (format!("/staff/places/{own}/award"), StatusCode::FORBIDDEN),
            ("/staff/new".to_owned(), StatusCode::FORBIDDEN),
        ] {
            assert_eq!(eve.get(&path).await.status, status, "{path}");
        }
        // Whose address it is asks for a link, and chooses a password: nobody else is signed in then.
        let mut cyd = world.browser();
        drop(cyd.post("/staff/sign-in", &[("address", "cyd@example.org"), ("how", "link")]).await);
        leads_to(&cyd.post(&link_of(&world).await, &[]).await);
        leads_to(&cyd.post("/staff/account", &[("new", "la vraie Cyd choisit")]).await);
        assert_eq!(eve.get("/staff").await.status, StatusCode::SEE_OTHER);
        let mut again = world.browser();
        let old = [("address", "cyd@example.org"), ("password", PASSWORD)];
        assert_eq!(again.post("/staff/sign-in", &old).await.status, StatusCode::BAD_REQUEST);
    }
}

// Wrong tries are counted where they come from; only very many, from everywhere together, close the door to passwords, and
// then the mailed link opens it.
#[tokio::test]
async fn guessing_shuts_nobody_out_of_their_own_account() {
    let settings = Layer { trusted_proxies: Some(vec!["192.0.2.1".into()]), ..Layer::default() };
    let world = World::with(settings).await;
    drop(began(&world).await);
    let from = async |n: u32, body: &str| {
        let request = Request::post("/staff/sign-in?lang=en")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header("host", "localhost:8080")
            .header("x-forwarded-for", format!("198.51.{}.{}", n / 200, n % 200));
        world.ask(request.body(Body::from(body.to_owned())).unwrap()).await
    };
    let wrong = "address=ada%40example.org&password=x";
    let right = format!("address=ada%40example.org&password={}", PASSWORD.replace(' ', "+"));
    for _ in 0..6 {
        drop(from(1, wrong).await);
    }
    let slow = from(1, &right).await;
    assert_eq!(slow.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(slow.text().contains("Too many tries for this account") && slow.text().contains("value=\"link\""));
    assert_eq!(from(2, &right).await.status, StatusCode::SEE_OTHER, "from where nobody guessed");
    // As many as a crowd would have tried.
    let key = badge_core::crypto::sha256(b"ada@example.org");
    while world.app.work.tries.allows_key(key) {}
    assert_eq!(from(3, &right).await.status, StatusCode::TOO_MANY_REQUESTS, "from everywhere at once");
    assert_eq!(from(3, "address=ada%40example.org&how=link").await.status, StatusCode::OK);
    let mut browser = world.browser();
    leads_to(&browser.post(&link_of(&world).await, &[]).await);
    assert_eq!(browser.get("/staff").await.status, StatusCode::OK);
    // The mailbox is not filled either, and what is in it stays good.
    for n in 0..20 {
        drop(from(200 + n, "address=ada%40example.org&how=link").await);
    }
    let letters = world.mail().await;
    assert!((1..=3).contains(&letters.len()), "{}", letters.len());
    world.wait(29 * 60);
    let mut good = 0;
    for letter in &letters {
        let link = letter.text.split_whitespace().find(|word| word.contains("/sign-in/")).unwrap();
        let link = link.strip_prefix("http://localhost:8080").unwrap();
        good += i32::from(world.browser().post(link, &[]).await.status == StatusCode::SEE_OTHER);
    }
    assert_eq!(good, 1, "the newest one");
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_by_whoever_has_the_mailbox() {
    for world in World::on_both().await {
        drop(began(&world).await);
        let mut old = again(&world, "ada@example.org").await;
        let page = old.get("/staff/account?lang=en").await.text();
        assert!(page.contains("name=\"old\"") && page.contains("Forgotten?"));
        let new = [("new", "une autre phrase longue")];
        assert_eq!(old.post("/staff/account?lang=en", &new).await.status, StatusCode::BAD_REQUEST, "with a password");
        let linked = async || {
            let mut browser = world.browser();
            drop(browser.post("/staff/sign-in", &[("address", "ada@example.org"), ("how", "link")]).await);
            leads_to(&browser.post(&link_of(&world).await, &[]).await);
            browser
        };
        let mut late = linked().await;
        world.wait(31 * 60);
        assert!(late.get("/staff/account?lang=en").await.text().contains("name=\"old\""), "not for ever");
        assert_eq!(late.post("/staff/account?lang=en", &new).await.status, StatusCode::BAD_REQUEST);
        let mut browser = linked().await;
        assert!(!browser.get("/staff/account?lang=en").await.text().contains("name=\"old\""));
        leads_to(&browser.post("/staff/account?lang=en", &new).await);
        assert_eq!(browser.get("/staff").await.status, StatusCode::OK);
        assert_eq!(old.get("/staff").await.status, StatusCode::SEE_OTHER, "all others are signed out");
        assert!(browser.get("/staff/account?lang=en").await.text().contains("name=\"old\""), "once");
        let mut fresh = world.browser();
        let sign = [("address", "ada@example.org"), ("password", "une autre phrase longue")];
        leads_to(&fresh.post("/staff/sign-in", &sign).await);
    }
}

#[tokio::test]
async fn with_https_the_cookie_never_goes_in_clear() {
    let secure = Layer { address: Some("https://badges.example.org".into()), ..Layer::default() };
    let world = World::with(secure).await;
    let link = welcome::invite(&world.app).await.unwrap().unwrap();
    let fields = [("name", "Ada"), ("address", "ada@example.org"), ("password", PASSWORD)];
    let answer = world.browser().post(&format!("/start/{link}"), &fields).await;
    let cookie = answer.header("set-cookie");
    assert!(
        cookie.starts_with("__Host-badge=") && cookie.contains("; Secure") && !cookie.contains("Domain"),
        "{cookie}"
    );
}
