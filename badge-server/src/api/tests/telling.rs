//! Other programs are told.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{Api, value, work};
use crate::job::{Found, Work, Worker};
use crate::storage::Next;
use crate::testing::World;

/// The headers of a request, and its body.
type Heard = (Vec<(String, String)>, String);

/// A program that listens: it answers each request with the next of these, and keeps what it heard.
fn listener(answers: &'static [u16]) -> (String, std::sync::mpsc::Receiver<Heard>) {
    use std::io::{BufRead as _, BufReader, Read as _, Write as _};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let (tell, heard) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for status in answers {
            let (stream, _) = listener.accept().unwrap();
            let mut reader = BufReader::new(stream);
            let mut headers = Vec::new();
            let mut length = 0;
            loop {
                let mut line = String::new();
                reader.read_line(&mut line).unwrap();
                let Some((name, value)) = line.trim_end().split_once(": ") else {
                    if line.trim_end().is_empty() {
                        break;
                    }
                    continue;
                };
                if name.eq_ignore_ascii_case("content-length") {
                    length = value.parse().unwrap();
                }
                headers.push((name.to_lowercase(), value.to_owned()));
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            let answer = format!("HTTP/1.1 {status} x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            reader.get_mut().write_all(answer.as_bytes()).unwrap();
            tell.send((headers, String::from_utf8(body).unwrap())).unwrap();
        }
    });
    (url, heard)
}

#[tokio::test(flavor = "multi_thread")]
async fn others_are_told_what_happens_signed_and_again_until_they_take_it() {
    use base64::Engine as _;
    let api = Api::of(World::with(crate::config::Layer { allow_local: Some(true), ..Default::default() }).await).await;
    let (url, heard) = listener(&[503, 200, 200, 200, 200, 410]);
    let made = api.post("/api/v1/webhooks", &json!({"url": url, "events": ["award.created"]})).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    let hook = value(&made);
    let key = base64::engine::general_purpose::STANDARD
        .decode(hook["secret"].as_str().unwrap().strip_prefix("whsec_").unwrap())
        .unwrap();
    assert!(value(&api.get("/api/v1/webhooks").await)["webhooks"][0].get("secret").is_none(), "told once");
    let wish = json!({"achievement": "decoupe-laser", "to": "lea@example.org", "name": "Léa Martin"});
    let award = value(&api.post("/api/v1/awards", &wish).await);
    work(&api).await;
    let log = format!("/api/v1/webhooks/{}/deliveries", hook["id"].as_str().unwrap());
    let told = value(&api.get(&log).await);
    assert_eq!((&told["deliveries"][0]["state"], &told["deliveries"][0]["answer"]), (&json!("waiting"), &json!("503")));
    // Asked for once more while it waits, it goes once.
    let waiting = format!("{log}/{}/replay", told["deliveries"][0]["id"].as_str().unwrap());
    for _ in 0..2 {
        assert_eq!(api.post(&waiting, &json!({})).await.status, StatusCode::ACCEPTED);
    }
    work(&api).await;
    assert_eq!(value(&api.get(&log).await)["deliveries"][0]["attempts"], json!(1), "nor sooner than its turn");
    api.world.wait(5);
    work(&api).await;
    let told = value(&api.get(&log).await);
    assert_eq!((&told["deliveries"][0]["state"], &told["deliveries"][0]["attempts"]), (&json!("sent"), &json!(2)));
    let (first, body) = heard.recv().unwrap();
    let (second, _) = heard.recv().unwrap();
    let header = |all: &[(String, String)], name: &str| all.iter().find(|(n, _)| n == name).unwrap().1.clone();
    assert_eq!(header(&first, "webhook-id"), header(&second, "webhook-id"));
    let text = format!("{}.{}.{body}", header(&second, "webhook-id"), header(&second, "webhook-timestamp"));
    let signature = header(&second, "webhook-signature");
    let signature = base64::engine::general_purpose::STANDARD.decode(signature.strip_prefix("v1,").unwrap()).unwrap();
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &key);
    ring::hmac::verify(&key, text.as_bytes(), &signature).unwrap();
    let message: Value = serde_json::from_str(&body).unwrap();
    assert_eq!((&message["type"], &message["data"]["award"]), (&json!("award.created"), &award["id"]));
    assert!(!body.contains("lea") && !body.contains("Martin"), "it names nobody");

    // A new secret signs at once, and for a day the one before beside it.
    let id = hook["id"].as_str().unwrap();
    let decoded = |secret: &str| {
        base64::engine::general_purpose::STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap()
    };
    let place = api.world.app.storage.read().await.unwrap().places().await.unwrap()[0].id;
    let newer = crate::app::hooks::new_secret(&api.world.app, place, id).await.unwrap().unwrap();
    let newer = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &decoded(&newer));
    let signed_by = |(headers, body): &(Vec<(String, String)>, String), key: &ring::hmac::Key| {
        let text = format!("{}.{}.{body}", header(headers, "webhook-id"), header(headers, "webhook-timestamp"));
        header(headers, "webhook-signature").split(' ').any(|one| {
            let tag = base64::engine::general_purpose::STANDARD.decode(one.strip_prefix("v1,").unwrap()).unwrap();
            ring::hmac::verify(key, text.as_bytes(), &tag).is_ok()
        })
    };
    let replay = format!("{log}/{}/replay", told["deliveries"][0]["id"].as_str().unwrap());
    api.post(&replay, &json!({})).await;
    work(&api).await;
    let both = heard.recv().unwrap();
    assert!(signed_by(&both, &newer) && signed_by(&both, &key), "two signatures");
    api.world.wait(24 * 3600);
    api.post(&replay, &json!({})).await;
    work(&api).await;
    let one = heard.recv().unwrap();
    assert!(signed_by(&one, &newer) && !signed_by(&one, &key), "one signature");
    // Once more, on purpose.
    let delivery = told["deliveries"][0]["id"].as_str().unwrap();
    let replayed = api.post(&format!("{log}/{delivery}/replay"), &json!({})).await;
    assert_eq!(replayed.status, StatusCode::ACCEPTED);
    work(&api).await;
    assert_eq!(header(&heard.recv().unwrap().0, "webhook-id"), delivery);
    // What nobody asked for is not told; 410 ends it.
    let path = format!("/api/v1/awards/{}/revoke", award["id"].as_str().unwrap());
    assert_eq!(api.post(&path, &json!({})).await.status, StatusCode::OK);
    assert_eq!(
        api.post("/api/v1/awards", &json!({"achievement": "decoupe-laser", "card": true})).await.status,
        StatusCode::CREATED
    );
    work(&api).await;
    heard.recv().unwrap();
    assert!(!value(&api.get("/api/v1/webhooks").await)["webhooks"][0]["ended"].is_null());
}

// An address that takes a message and does not answer holds up neither another place's nor another address of its own.
#[tokio::test(flavor = "multi_thread")]
async fn a_slow_address_holds_up_nobody_else() {
    let api = Api::of(World::with(crate::config::Layer { allow_local: Some(true), ..Default::default() }).await).await;
    let (fast, heard) = listener(&[200]);
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let slow = format!("http://{}/slow", silent.local_addr().unwrap());
    let (open, opened) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        // Taken, and answered only once the other one was told: before, nobody else's turn would come.
        let (mut stream, _) = silent.accept().unwrap();
        // Not before it asked: an answer to nothing is a broken connection.
        let (mut head, mut byte) = (Vec::new(), [0]);
        while !head.ends_with(b"\r\n\r\n") {
            std::io::Read::read_exact(&mut stream, &mut byte).unwrap();
            head.push(byte[0]);
        }
        open.send(stream).unwrap();
    });
    for url in [&slow, &fast] {
        let made = api.post("/api/v1/webhooks", &json!({"url": url, "events": ["award.created"]})).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    }
    api.post("/api/v1/awards", &json!({"achievement": "decoupe-laser", "card": true})).await;
    let (stop, stopping) = tokio::sync::watch::channel(false);
    let keep = || tokio::spawn(crate::job::keep(api.world.app.clone(), Work::Outside, stopping.clone()));
    let workers = [keep(), keep()];
    let stream = tokio::task::spawn_blocking(move || {
        let stream = opened.recv().unwrap();
        heard.recv().unwrap();
        stream
    });
    let mut stream = stream.await.unwrap();
    std::io::Write::write_all(&mut stream, b"HTTP/1.1 200 x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        .unwrap();
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    // Until the other side hangs up: what it said is read, and the answer not lost.
    std::io::Read::read_to_end(&mut stream, &mut Vec::new()).unwrap_or_default();
    stop.send(true).unwrap();
    for worker in workers {
        worker.await.unwrap();
    }
    for hook in value(&api.get("/api/v1/webhooks").await)["webhooks"].as_array().unwrap() {
        let log = format!("/api/v1/webhooks/{}/deliveries", hook["id"].as_str().unwrap());
        let told = value(&api.get(&log).await);
        let last = &told["deliveries"][0];
        assert_eq!((&last["state"], &last["attempts"]), (&json!("sent"), &json!(1)), "{last}");
    }
}

// The fault of one job is nobody else's.
#[tokio::test]
async fn a_job_that_breaks_is_put_off_and_the_others_go_on() {
    let api = Api::new().await;
    let app = &api.world.app;
    let place = app.storage.read().await.unwrap().places().await.unwrap()[0].id;
    let now = app.now().unix();
    let mut work = app.storage.write().await.unwrap();
    work.add_job(place, "first", ("breaks", ""), now - 10).await.unwrap();
    work.add_job(place, "second", ("of-a-newer-version", ""), now - 5).await.unwrap();
    work.save().await.unwrap();
    let worker = Worker::new();
    assert_eq!(worker.step(app, Work::AllElse).await.unwrap(), Found::Something);
    assert_eq!(worker.step(app, Work::AllElse).await.unwrap(), Found::Something, "the same worker goes on");
    assert!(
        !app.storage.read().await.unwrap().has_work(Next::of(Work::AllElse), now).await.unwrap(),
        "put off, or done"
    );
    assert!(app.storage.read().await.unwrap().has_work(Next::of(Work::AllElse), now + 5).await.unwrap(), "tried again");
}

#[tokio::test]
async fn nobody_is_told_at_an_address_inside() {
    let api = Api::new().await;
    for url in ["https://127.0.0.1:9/", "https://169.254.169.254/latest", "https://localhost/x"] {
        let made = api.post("/api/v1/webhooks", &json!({"url": url})).await;
        assert_eq!(made.status, StatusCode::CREATED);
    }
    // What is told names badges: it does not go in clear.
    for url in ["nowhere", "http://hook.example.org/", "ftp://hook.example.org/"] {
        let refused = api.post("/api/v1/webhooks", &json!({"url": url})).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{url}");
    }
    let wrong = api.post("/api/v1/webhooks", &json!({"url": "https://example.org", "events": ["all"]})).await;
    assert_eq!(value(&wrong)["problems"][0]["code"], "not_an_event");
    assert_eq!(
        api.post("/api/v1/awards", &json!({"achievement": "decoupe-laser", "card": true})).await.status,
        StatusCode::CREATED
    );
    work(&api).await;
    for hook in value(&api.get("/api/v1/webhooks").await)["webhooks"].as_array().unwrap() {
        let log = value(&api.get(&format!("/api/v1/webhooks/{}/deliveries", hook["id"].as_str().unwrap())).await);
        assert!(log["deliveries"][0]["answer"].as_str().unwrap().starts_with("refused: "), "{log}");
    }
}

/// How often each message of an address was tried.
async fn tried(api: &Api, hook: &Value) -> Vec<i64> {
    let log = value(&api.get(&format!("/api/v1/webhooks/{}/deliveries", hook["id"].as_str().unwrap())).await);
    let mut all: Vec<i64> =
        log["deliveries"].as_array().unwrap().iter().map(|one| one["attempts"].as_i64().unwrap()).collect();
    all.sort_unstable();
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_does_not_answer_holds_up_nobody() {
    let api = Api::of(World::with(crate::config::Layer { allow_local: Some(true), ..Default::default() }).await).await;
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let gone = value(&api.post("/api/v1/webhooks", &json!({"url": format!("http://{gone}/")})).await);
    let (url, heard) = listener(&[200, 200, 200]);
    let there = value(&api.post("/api/v1/webhooks", &json!({"url": url})).await);
    let row = |to: &str| json!({"achievement": "decoupe-laser", "to": to});
    for to in ["a@example.org", "b@example.org"] {
        assert_eq!(api.post("/api/v1/awards", &row(to)).await.status, StatusCode::CREATED);
    }
    let batch = value(&api.post("/api/v1/batches", &json!({"rows": [row("c@example.org")]})).await);
    // What waits for nobody does not wait for those who are told.
    let worker = Worker::new();
    while worker.step(&api.world.app, Work::AllElse).await.unwrap() == Found::Something {}
    let done = value(&api.get(&format!("/api/v1/batches/{}", batch["id"].as_str().unwrap())).await);
    assert_eq!(done["state"], "done");
    assert_eq!((tried(&api, &gone).await, tried(&api, &there).await), (vec![0; 3], vec![0; 3]));
    // Whoever is not there is asked once, and then left alone; the others are told.
    work(&api).await;
    assert_eq!((tried(&api, &gone).await, tried(&api, &there).await), (vec![0, 0, 1], vec![1; 3]));
    assert_eq!(heard.iter().count(), 3);
    api.world.wait(5);
    work(&api).await;
    assert_eq!(tried(&api, &gone).await.iter().sum::<i64>(), 2);
}

// Two servers, an address that does not take the first word, three words about one award within a second.
#[tokio::test(flavor = "multi_thread")]
async fn of_one_award_no_word_overtakes_an_older_one_and_others_do_not_wait() {
    for world in World::on_both().await {
        let mut config = world.app.config.clone();
        config.allow_local = true;
        let beside = world.beside_with(config.clone()).await;
        let api = Api::of(world.beside_with(config).await).await;
        let (url, heard) = listener(&[503, 200, 200, 200, 200]);
        let hook = value(&api.post("/api/v1/webhooks", &json!({"url": url})).await);
        let award = async |to: &str| {
            let wish = json!({"achievement": "decoupe-laser", "to": to});
            value(&api.post("/api/v1/awards", &wish).await)["id"].as_str().unwrap().to_owned()
        };
        let first = award("a@example.org").await;
        for (act, wish) in [("revoke", json!({"reason": "mauvaise date"})), ("reinstate", json!({}))] {
            let answer = api.post(&format!("/api/v1/awards/{first}/{act}"), &wish).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        }
        let other = award("b@example.org").await;
        // One server is not understood; the other one knows nothing of that, and tells what does not hang on it.
        assert_eq!(Worker::new().step(&api.world.app, Work::Outside).await.unwrap(), Found::Something);
        beside.work().await;
        assert_eq!(tried(&api, &hook).await, [0, 0, 1, 1]);
        // Just after the first word is tried again, the others follow.
        for _ in 0..4 {
            world.wait(6);
            beside.work().await;
        }
        let words: Vec<Value> = heard.iter().map(|(_, body)| serde_json::from_str(&body).unwrap()).collect();
        let of = |award: &str| -> Vec<&Value> { words.iter().filter(|word| word["data"]["award"] == award).collect() };
        let kinds: Vec<&str> = of(&first).iter().map(|word| word["type"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["award.created", "award.created", "award.revoked", "award.reinstated"]);
        assert_eq!(of(&other).len(), 1);
        let at = |word: &Value| word["data"]["sequence"].as_i64().unwrap();
        let mut numbers: Vec<i64> = of(&first).into_iter().skip(1).chain(of(&other)).map(at).collect();
        assert!(numbers.is_sorted(), "{numbers:?}");
        numbers.dedup();
        assert_eq!(numbers.len(), 4, "each has its own: {numbers:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_that_is_declined_for_good_holds_back_no_later_one() {
    let api = Api::of(World::with(crate::config::Layer { allow_local: Some(true), ..Default::default() }).await).await;
    let (url, heard) = listener(&[422, 422, 200]);
    value(&api.post("/api/v1/webhooks", &json!({"url": url})).await);
    let wish = json!({"achievement": "decoupe-laser", "to": "a@example.org"});
    let award = value(&api.post("/api/v1/awards", &wish).await)["id"].as_str().unwrap().to_owned();
    let revoked = api.post(&format!("/api/v1/awards/{award}/revoke"), &json!({"reason": "mauvaise date"})).await;
    assert_eq!(revoked.status, StatusCode::OK);
    // The second try comes after seconds; the third one after minutes.
    for _ in 0..6 {
        work(&api).await;
        api.world.wait(15);
    }
    let kinds: Vec<String> = heard
        .iter()
        .map(|(_, body)| serde_json::from_str::<Value>(&body).unwrap()["type"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(kinds, ["award.created", "award.created", "award.revoked"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_told_and_who_did_what_is_forgotten_after_a_time() {
    for world in World::on_both().await {
        let api = Api::of(world).await;
        let hook = value(&api.post("/api/v1/webhooks", &json!({"url": "https://hooks.example.org/"})).await);
        let (app, now) = (&api.world.app, api.world.app.now().unix());
        let mut work = app.storage.write().await.unwrap();
        let told = crate::storage::Told { award: "a", seq: 1, kind: "award.created", body: "{}" };
        for (id, state) in [("msg_told", "sent"), ("msg_waits", "waiting")] {
            work.add_delivery(api.place, (id, hook["id"].as_str().unwrap()), told, now).await.unwrap();
            work.delivery_tried(api.place, id, (state, "200"), now).await.unwrap();
        }
        work.add_act(Some(api.place), None, "logo", None, now).await.unwrap();
        work.save().await.unwrap();
        let told = async || tried(&api, &hook).await.len();
        let acts = async || app.storage.read().await.unwrap().acts(api.place, i64::MAX, 100).await.unwrap().len();
        let acts_now = acts().await;
        for (days, left) in [(29, (2, acts_now)), (2, (1, acts_now)), (4 * 366, (1, acts_now)), (366, (1, 0))] {
            api.world.wait(days * 24 * 3600);
            crate::job::tidy(app).await.unwrap();
            assert_eq!((told().await, acts().await), left, "after {days} more days");
        }
    }
}
