//! The real router, in this process.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};

use crate::config::Layer;
use crate::testing::{Answered, World};
use crate::upload::FORM;

fn form(path: &str, fields: &[(&str, Option<&str>, &[u8])]) -> Request<Body> {
    let mut body = Vec::new();
    for (name, file, bytes) in fields {
        let file = file.map_or(String::new(), |file| format!("; filename=\"{file}\""));
        body.extend(format!("--limit\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").bytes());
        body.extend_from_slice(bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--limit--\r\n");
    Request::post(path).header("content-type", "multipart/form-data; boundary=limit").body(Body::from(body)).unwrap()
}

fn post(path: &str, kind: &str, body: impl Into<Body>) -> Request<Body> {
    Request::post(path).header("content-type", kind).body(body.into()).unwrap()
}

fn fixture(path: &str) -> Vec<u8> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/badges");
    std::fs::read(root.join(path)).unwrap()
}

fn json(answer: &Answered) -> serde_json::Value {
    serde_json::from_slice(&answer.body).unwrap()
}

#[tokio::test]
async fn every_page_is_there_in_both_languages_under_a_strict_policy() {
    let world = World::new().await;
    for (path, fr, en) in
        [("/", "Serveur de badges", "Badge server"), ("/verify", "Vérifier un badge", "Verify a badge")]
    {
        for (lang, title) in [("fr", fr), ("en", en)] {
            let page = world.get(&format!("{path}?lang={lang}")).await;
            assert_eq!(page.status, StatusCode::OK);
            assert!(page.text().contains(&format!("<h1>{title}</h1>")), "{path} {lang}");
            assert!(page.text().contains(&format!("<html lang=\"{lang}\">")));
            assert_eq!(page.header("content-language"), lang);
            let policy = page.header("content-security-policy");
            assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe") && !policy.contains("script"));
            assert_eq!(page.header("x-content-type-options"), "nosniff");
            assert!(!page.text().contains("<script") && !page.text().contains("style="));
        }
    }
    let style = world.get("/assets/style.css").await;
    assert_eq!((style.status, style.header("content-type")), (StatusCode::OK, "text/css; charset=utf-8"));
}

#[tokio::test]
async fn each_audience_is_told_of_faults_in_its_own_way() {
    let world = World::new().await;
    let page = world.get("/nothing/here?lang=en").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.text().contains("<h1>Page not found</h1>"));
    let page = world.ask(Request::delete("/verify").body(Body::empty()).unwrap()).await;
    assert_eq!(page.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(page.header("allow").contains("GET") && page.header("allow").contains("POST"), "{}", page.header("allow"));
    assert!(page.text().contains("<h1>Ce n’est pas possible ici</h1>"));
    let published = world.ask(Request::post("/b/").body(Body::empty()).unwrap()).await;
    assert_eq!((published.status.as_u16(), published.header("allow")), (405, "GET, HEAD, OPTIONS"));
    for (request, status, name) in [
        (Request::get("/api/v1/nothing").body(Body::empty()).unwrap(), 404, "missing"),
        (Request::get("/api/v1/verify").body(Body::empty()).unwrap(), 405, "method"),
        (post("/api/v1/verify", "image/png", Body::empty()), 400, "refused"),
        (post("/api/v1/verify", "application/json", "{}"), 400, "refused"),
    ] {
        let answer = world.ask(request).await;
        assert_eq!(answer.status.as_u16(), status);
        assert_eq!(answer.header("allow"), if status == 405 { "POST" } else { "" });
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert_eq!(json(&answer)["type"], format!("urn:badge-server:problem:{name}"));
        assert_eq!(json(&answer)["status"], status);
    }
}

#[tokio::test]
async fn an_address_that_nothing_can_have_is_a_page_for_people_as_well() {
    let world = World::new().await;
    for path in ["/staff%00?lang=en", "/verify?lang=en&x=%00"] {
        let page = world.get(path).await;
        assert_eq!((page.status, page.header("content-type")), (StatusCode::BAD_REQUEST, "text/html; charset=utf-8"));
        assert!(page.header("content-security-policy").starts_with("default-src 'none'"));
    }
    let answer = world.get("/api/v1/awards?q=%00").await;
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::BAD_REQUEST, "application/problem+json"));
}

#[tokio::test]
async fn watchers_are_answered() {
    let world = World::new().await;
    assert_eq!(world.get("/healthz").await.text(), "{\"status\":\"ok\"}");
    assert_eq!(world.get("/readyz").await.status, StatusCode::OK);
    world.app.storage.close().await;
    assert_eq!(world.get("/healthz").await.status, StatusCode::OK, "the process lives");
    assert_eq!(world.get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn when_the_database_is_gone_nobody_learns_why() {
    let world = World::new().await;
    world.app.storage.close().await;
    let page = world.get("/start/0000?lang=en").await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.text().contains("This server cannot answer just now") && !page.text().to_lowercase().contains("pool"));
}

// D-40: the same report as the command prints, from a file, a text or an address.
#[tokio::test]
async fn a_badge_is_verified_for_programs() {
    let world = World::new().await;
    let badge = fixture("proof_good/badge.json");
    let answer = world.ask(post("/api/v1/verify", "application/octet-stream", badge.clone())).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(json(&answer)["schema"], "badge-report/1");
    assert_eq!(json(&answer)["inputs"][0]["badges"].as_array().unwrap().len(), 1);
    assert_eq!(answer.header("cache-control"), "no-store");
    let text = serde_json::json!({ "text": String::from_utf8(badge).unwrap() }).to_string();
    let same = world.ask(post("/api/v1/verify", "application/json", text)).await;
    assert_eq!(json(&same)["verdict"], json(&answer)["verdict"]);
    assert_eq!(json(&same)["inputs"][0]["badges"], json(&answer)["inputs"][0]["badges"]);
    // As a form sends it.
    let file =
        world.ask(form("/api/v1/verify", &[("file", Some("badge.json"), &fixture("proof_good/badge.json"))])).await;
    assert_eq!((file.status, &json(&file)["verdict"]), (StatusCode::OK, &json(&answer)["verdict"]), "{}", file.text());
    let empty = world.ask(form("/api/v1/verify", &[("file", Some(""), b"")])).await;
    assert_eq!((empty.status, empty.header("content-type")), (StatusCode::BAD_REQUEST, "application/problem+json"));
    // As `curl --data-urlencode` sends it, and what `curl -d @badge.json` calls so.
    let urlencoded = "application/x-www-form-urlencoded";
    let badge = String::from_utf8(fixture("proof_good/badge.json")).unwrap();
    let encoded: String = badge.bytes().map(|byte| format!("%{byte:02X}")).collect();
    for body in [format!("text={encoded}"), badge] {
        let same = world.ask(post("/api/v1/verify", urlencoded, body)).await;
        assert_eq!(json(&same)["inputs"][0]["badges"], json(&answer)["inputs"][0]["badges"], "{}", same.text());
    }
    let address = world.ask(post("/api/v1/verify", urlencoded, "url=https%3A%2F%2Flocalhost%3A1%2Fb+%2F")).await;
    assert_eq!(json(&address)["inputs"][0]["input"], "https://localhost:1/b /");
    for wrong in ["text=a&url=b", "text=a&more=b"] {
        let answer = world.ask(post("/api/v1/verify", urlencoded, wrong)).await;
        assert_eq!((answer.status, &json(&answer)["status"]), (StatusCode::BAD_REQUEST, &400.into()), "{wrong}");
    }
    let nothing = world.ask(post("/api/v1/verify", "text/plain", "bonjour")).await;
    assert_eq!((nothing.status, &json(&nothing)["verdict"]), (StatusCode::OK, &"none".into()));
}

#[tokio::test]
async fn an_address_inside_is_not_followed() {
    let world = World::new().await;
    for url in ["http://localhost:1/badge.json", "https://127.0.0.1/b", "https://169.254.169.254/latest"] {
        let wish = serde_json::json!({ "url": url }).to_string();
        let answer = world.ask(post("/api/v1/verify", "application/json", wish)).await;
        assert_eq!(answer.status, StatusCode::OK, "{url}");
        assert_eq!(json(&answer)["valid"], false, "{url}");
    }
}

#[tokio::test]
async fn a_badge_is_verified_for_people_without_script() {
    let world = World::new().await;
    let badge = fixture("proof_good/badge.json");
    let sent = form("/verify?lang=en", &[("file", Some("badge.json"), &badge), ("text", None, b"  \r\n")]);
    let page = world.ask(sent).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("<html lang=\"en\"") && page.text().contains("Verify another badge"));
    assert!(page.text().contains("badge.json"), "what was given is named");
    let policy = page.header("content-security-policy");
    assert!(policy.contains("style-src 'sha256-") && !policy.contains("unsafe"));
    assert_eq!(page.header("cache-control"), "no-store");
    let empty = world.ask(form("/verify", &[("file", Some(""), b""), ("text", None, b"")])).await;
    assert_eq!(empty.status, StatusCode::BAD_REQUEST);
    assert!(empty.text().contains("Rien n’a été donné"));
    let broken = world.ask(post("/verify", "multipart/form-data; boundary=x", "nothing of the kind")).await;
    assert_eq!(broken.status, StatusCode::BAD_REQUEST);
    let plain = world.ask(post("/verify", "text/plain", "x")).await;
    assert_eq!(plain.status, StatusCode::BAD_REQUEST);
    // As forms on other people's pages send it.
    let other = |body: &'static str| post("/verify?lang=en", FORM, body);
    let page = world.ask(other("text=%7B%22type%22%3A+%22Assertion%22%7D&url=")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("Verify another badge"), "{}", page.text());
    for nothing in ["", "text=&url=+", "else=1"] {
        assert_eq!(world.ask(other(nothing)).await.status, StatusCode::BAD_REQUEST, "{nothing}");
    }
    // Each field takes more room than its bytes: there are not many, whatever they are sent as.
    let empty = [("text", None, &b""[..])].repeat(100);
    let all = |badge: &'static [u8]| [&empty[..], &[("text", None, badge)]].concat();
    for form in [post("/verify", FORM, format!("{}text=%7B%7D", "a&".repeat(100))), form("/verify", &all(b"{}"))] {
        assert_eq!(world.ask(form).await.status, StatusCode::BAD_REQUEST);
    }
    let fewer = format!("{}text=%7B%7D", "a&".repeat(99));
    assert_eq!(world.ask(post("/verify", FORM, fewer)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_is_too_large_is_refused_before_it_is_read() {
    let world = World::new().await;
    let large = vec![0_u8; (25 << 20) + 1];
    let answer = world.ask(post("/api/v1/verify", "image/png", large)).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(answer.header("content-type"), "application/problem+json");
}

#[tokio::test]
async fn who_asks_too_often_waits() {
    let world = World::new().await;
    let mut last = StatusCode::OK;
    // One more every two seconds: a machine with much else to do may take as long for some of them.
    for _ in 0..60 {
        if last == StatusCode::OK {
            last = world.ask(post("/api/v1/verify", "text/plain", "bonjour")).await.status;
        }
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(world.get("/verify").await.status, StatusCode::OK, "pages cost nothing");
}

#[tokio::test]
async fn only_a_proxy_of_ours_says_who_asks() {
    let trusting = Layer { trusted_proxies: Some(vec!["192.0.2.1".into()]), ..Layer::default() };
    for (settings, allowed) in [(Layer::default(), false), (trusting, true)] {
        let world = World::with(settings).await;
        let mut last = StatusCode::OK;
        // As often as in the test before.
        for n in 0..60 {
            if last == StatusCode::OK {
                let mut request = post("/api/v1/verify", "text/plain", "bonjour");
                request.headers_mut().insert("x-forwarded-for", format!("198.51.100.{n}").parse().unwrap());
                last = world.ask(request).await.status;
            }
        }
        assert_eq!(last == StatusCode::OK, allowed);
    }
}

// Which place answers is said by the request, or by a proxy of ours behind what the client said itself, and by nobody else.
#[tokio::test]
async fn the_host_is_the_request_s_or_the_last_word_of_a_proxy_of_ours() {
    let trusting = Layer { trusted_proxies: Some(vec!["192.0.2.1".into()]), ..Layer::default() };
    for (settings, trusted) in [(Layer::default(), false), (trusting, true)] {
        let world = World::with(settings).await;
        drop(crate::award_tests::ready(&world).await);
        let asked = async |pairs: &[(&'static str, &str)]| {
            let mut request = Request::get("/a/").body(Body::empty()).unwrap();
            for (name, value) in pairs {
                request.headers_mut().append(*name, value.parse().unwrap());
            }
            world.ask(request).await.status == StatusCode::OK
        };
        let (ours, other) = ("localhost:8080", "elsewhere.example.org");
        assert!(asked(&[("host", ours)]).await && !asked(&[("host", other)]).await);
        assert!(!asked(&[("host", ours), ("host", other)]).await && !asked(&[("host", other), ("host", ours)]).await);
        assert_eq!(asked(&[("host", other), ("x-forwarded-host", ours)]).await, trusted);
        assert_eq!(asked(&[("host", ours), ("x-forwarded-host", other)]).await, !trusted);
        let both = format!("{other}, {ours}");
        assert_eq!(
            asked(&[("host", other), ("x-forwarded-host", &both)]).await,
            trusted,
            "the client's own goes first"
        );
        let lines = [("host", other), ("x-forwarded-host", other), ("x-forwarded-host", ours)];
        assert_eq!(asked(&lines).await, trusted, "in a line of its own as well");
    }
}

// Some proxies add a line of their own below the one that a client sent.
#[tokio::test]
async fn a_client_s_own_line_before_the_proxy_s_counts_for_nothing() {
    let trusting = Layer { trusted_proxies: Some(vec!["192.0.2.1".into()]), ..Layer::default() };
    let world = World::with(trusting).await;
    let mut last = StatusCode::OK;
    for n in 0..22 {
        let mut request = post("/api/v1/verify", "text/plain", "bonjour");
        request.headers_mut().append("x-forwarded-for", format!("198.51.100.{n}").parse().unwrap());
        request.headers_mut().append("x-forwarded-for", "203.0.113.9".parse().unwrap());
        last = world.ask(request).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS, "it is counted under the address that the proxy heard");
}

#[tokio::test]
async fn browsers_elsewhere_may_ask_the_verifier() {
    let world = World::new().await;
    let ask =
        Request::builder().method(Method::OPTIONS).uri("/api/v1/verify").header("origin", "https://cv.example.org");
    let answer = world.ask(ask.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(answer.header("access-control-allow-methods"), "GET, POST, PUT");
    // A tool in a browser brings its token along; no cookie is ever taken, so that a visitor's session is of no use.
    let allowed = answer.header("access-control-allow-headers");
    assert!(allowed.contains("authorization") && allowed.contains("idempotency-key"), "{allowed}");
    assert_eq!(answer.header("access-control-allow-credentials"), "");
}
