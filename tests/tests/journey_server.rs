//! A place made by the command moves to the server and back: the same bytes at the same addresses, nothing lost (D-02).

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use badge_tests::binary::{badge, run, server_path};
use serde_json::Value;
use tempfile::TempDir;

/// A place of the command's, with all that can happen in one.
struct Made {
    dir: TempDir,
    host: String,
    path: String,
}

impl Made {
    fn new(base: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut init = badge(["init", "--name", "La Fabrique", "--email", "badges@example.org"]);
        init.args(["--examples", "--url", base]).arg(dir.path().join("lieu")).env("BADGE_PASSPHRASE", PASSPHRASE);
        run(&mut init, 0);
        let rest = base.trim_start_matches("https://");
        let (host, path) = rest.split_once('/').map_or((rest, String::new()), |(h, p)| (h, format!("/{p}")));
        let made = Self { host: host.to_owned(), path, dir };
        let achievement = made.achievement();
        let issue = |args: &[&str]| -> Value {
            let mut command = made.here(&["issue", "--json", &achievement]);
            serde_json::from_str(run(command.args(args), 0).trim()).unwrap()
        };
        let token = |answer: &Value| answer["token"].as_str().unwrap().to_owned();
        let all = ["--format", "ob3", "--format", "ob3-jwt", "--format", "ob2-hosted"];
        issue(&[&["--to", "maya@example.org", "--name", "Maya Ferret", "--date", "2026-02-01"], &all[..]].concat());
        let gone = issue(&[&["--to", "tom@example.org", "--date", "2026-02-02"], &all[..]].concat());
        run(&mut made.here(&["revoke", &token(&gone), "--reason", "erreur de saisie", "--yes"]), 0);
        // D-11: of a minor without consent nothing is shown.
        issue(&["--to", "lina@example.org", "--minor"]);
        let erased = issue(&["--to", "sami@example.org"]);
        run(&mut made.here(&["person", "erase", "sami@example.org", "--yes"]), 0);
        assert!(!made.place().join("awards").join(token(&erased)).exists());
        issue(&["--card"]);
        run(made.here(&["publish", "--out"]).arg(made.site()), 0);
        made
    }

    fn place(&self) -> PathBuf {
        self.dir.path().join("lieu")
    }

    fn site(&self) -> PathBuf {
        self.dir.path().join("www")
    }

    fn here(&self, args: &[&str]) -> Command {
        in_place(&self.place(), args)
    }

    fn achievement(&self) -> String {
        let names = fs::read_dir(self.place().join("achievements")).unwrap();
        let mut slugs: Vec<_> =
            names.filter_map(|e| Some(e.unwrap().file_name().to_str()?.strip_suffix(".toml")?.to_owned())).collect();
        slugs.sort();
        slugs.remove(0)
    }
}

const PASSPHRASE: &str = "une phrase de test";

fn in_place(place: &Path, args: &[&str]) -> Command {
    let mut command = badge(args.iter().copied());
    command.env("BADGE_PLACE", place).env("BADGE_PASSPHRASE", PASSPHRASE);
    command
}

/// A server on a data folder of its own.
struct Server {
    data: TempDir,
    running: Option<(Child, String)>,
}

struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Server {
    fn new() -> Self {
        Self { data: tempfile::tempdir().unwrap(), running: None }
    }

    fn command(&self) -> Command {
        let mut command = Command::new(server_path());
        command.env_clear().env("BADGE_PASSPHRASE", PASSPHRASE).arg("--data").arg(self.data.path().join("data"));
        command
    }

    fn import(&self, place: &Path, keys: bool) -> String {
        let mut command = self.command();
        command.arg("import").arg(place);
        run(if keys { command.arg("--keys") } else { &mut command }, 0)
    }

    fn start(&mut self) {
        let mut child = self
            .command()
            .args(["--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().rsplit(':').next().unwrap().to_owned();
        self.running = Some((child, format!("127.0.0.1:{port}")));
    }

    fn address(&self) -> &str {
        &self.running.as_ref().unwrap().1
    }

    fn ask(&self, method: &str, host: &str, path: &str, headers: &str) -> Answer {
        let mut stream = TcpStream::connect(self.address()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        write!(stream, "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}\r\n").unwrap();
        let mut all = Vec::new();
        stream.read_to_end(&mut all).unwrap();
        let end = all.windows(4).position(|w| w == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8(all[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head, body: all[end + 4..].to_vec() }
    }

    fn get(&self, host: &str, path: &str) -> Answer {
        self.ask("GET", host, path, "")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some((child, _)) = &mut self.running {
            drop(child.kill());
            drop(child.wait());
        }
    }
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        let line = self.head.lines().find(|l| l.to_ascii_lowercase().starts_with(&format!("{name}:")));
        line.map_or("", |l| l[name.len() + 1..].trim())
    }
}

/// Every file below a folder, by its path.
fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    fn walk(folder: &Path, path: &str, out: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let at = format!("{path}{}", entry.file_name().to_str().unwrap());
            if entry.path().is_dir() {
                walk(&entry.path(), &format!("{at}/"), out);
            } else {
                out.insert(at, fs::read(entry.path()).unwrap());
            }
        }
    }
    let mut out = BTreeMap::new();
    walk(root, "", &mut out);
    out
}

fn is_revoked_assertion(path: &str, bytes: &[u8]) -> bool {
    path.ends_with("assertion.json")
        && serde_json::from_slice::<Value>(bytes).is_ok_and(|value| value["revoked"] == true)
}

/// A badge's page without what a server alone can draw when it is asked: the wide preview, the certificate.
fn as_published(path: &str, bytes: &[u8]) -> Vec<u8> {
    if !path.ends_with(".html") {
        return bytes.to_vec();
    }
    // Where the server's own pages are; and of a badge, what it draws when it is asked for.
    let mut drawn = vec!["class=\"doors\""];
    if path.starts_with("b/") {
        drawn.extend(["og:image", "twitter:image", "twitter:card", "certificate.pdf"]);
    }
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    // Behind what is said of other programs, a badge's page leads to the server's own verify page.
    let mut parts = text.split(" <a href=\"");
    let mut text = parts.next().unwrap().to_owned();
    for part in parts {
        let is_ours = part.split('"').next().unwrap().contains("/verify?lang=");
        text += &if is_ours { part.split_once("</a>").unwrap().1.to_owned() } else { format!(" <a href=\"{part}") };
    }
    let kept: Vec<&str> =
        text.lines().filter(|line| !line.is_empty() && !drawn.iter().any(|name| line.contains(name))).collect();
    kept.join("\n").into_bytes()
}

// D-02, D-03: the site that `badge publish` writes and the server answer with the same bytes.
#[test]
fn the_server_says_what_the_published_site_says() {
    for base in ["https://badges.example.org", "https://badges.example.org/lieux/fabrique"] {
        let made = Made::new(base);
        let mut server = Server::new();
        let told = server.import(&made.place(), false);
        assert!(told.contains(base) && told.contains("badges délivrés : 5"), "{told}");
        server.start();
        let mut compared = 0;
        for (path, bytes) in files(&made.site()) {
            let answer = server.get(&made.host, &format!("{}/{path}", made.path));
            if path.ends_with(".htaccess") || path == "nginx.conf" {
                // What other web servers have to be told.
                assert_eq!(answer.status, 404, "{path}");
                continue;
            }
            // 410 is what a static host cannot say (D-03).
            let status = if is_revoked_assertion(&path, &bytes) { 410 } else { 200 };
            assert_eq!(answer.status, status, "{path}");
            assert!(as_published(&path, &answer.body) == as_published(&path, &bytes), "{path} differs");
            assert!(!answer.header("content-type").is_empty() && answer.header("etag").len() > 20, "{path}");
            assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
            compared += 1;
            // What can be earned has a page of the server's own at the folder, with search; the file stays at its address.
            if let Some(folder) = path.strip_suffix("index.html").filter(|folder| *folder != "achievements/") {
                let folded = server.get(&made.host, &format!("{}/{folder}", made.path));
                assert!(folded.body == answer.body, "{folder}");
            }
            if path == "achievements/index.html" {
                let page = server.get(&made.host, &format!("{}/achievements/", made.path));
                let text = String::from_utf8(page.body).unwrap();
                let names =
                    made.place().join("achievements").read_dir().unwrap().map(|entry| entry.unwrap().file_name());
                for name in names.filter_map(|name| Some(name.to_str()?.strip_suffix(".toml")?.to_owned())) {
                    assert!(text.contains(&name), "{name} is not on it");
                }
            }
        }
        assert!(compared > 60, "only {compared} files");
        let register = fs::read_to_string(made.place().join("register.jsonl")).unwrap();
        let tokens: Vec<&str> = register.split("\"award\":\"").skip(1).map(|rest| &rest[..32]).collect();
        let shown = |token: &&str| made.site().join("b").join(token).join("index.html").exists();
        let hidden: Vec<&&str> = tokens.iter().filter(|t| !shown(t)).collect();
        assert!(hidden.len() >= 2, "one of a minor, one erased");
        for token in hidden {
            for name in ["", "index.html", "credential.json", "badge.png", "badge.svg"] {
                assert_eq!(server.get(&made.host, &format!("{}/b/{token}/{name}", made.path)).status, 404, "{name}");
            }
        }
        // Nothing of the place's own folder is at any address, nor is the place at another host's.
        for path in ["place.toml", "people.json", "register.jsonl", "keys/", "../place.toml", ".badge/lock", "b"] {
            let answer = server.get(&made.host, &format!("{}/{path}", made.path));
            assert!(!String::from_utf8_lossy(&answer.body).contains("example.org\",\"language"), "{path}");
            assert!([200, 308, 404].contains(&answer.status), "{path}: {}", answer.status);
        }
        assert_eq!(server.get("other.example.org", &format!("{}/issuer.json", made.path)).status, 404);
    }
}

// RFC 9110: what a browser, a verifier and a cache are answered at one address.
#[test]
fn one_address_answers_people_and_machines() {
    let made = Made::new("https://badges.example.org/fabrique");
    let mut server = Server::new();
    server.import(&made.place(), false);
    server.start();
    let published = files(&made.site());
    let token = published.keys().find_map(|p| p.strip_prefix("b/")?.strip_suffix("/credential.jws")).unwrap();
    let page = format!("/fabrique/b/{token}/");
    for (accept, name, kind) in [
        ("text/html", "index.html", "text/html"),
        ("application/ld+json", "credential.json", "application/vc+ld+json"),
        ("application/vc+jwt", "credential.jws", "text/plain"),
        ("image/png", "badge.png", "image/png"),
    ] {
        let answer = server.ask("GET", &made.host, &page, &format!("Accept: {accept}\r\n"));
        let file = format!("b/{token}/{name}");
        assert!(as_published(&file, &answer.body) == as_published(&file, &published[&file]), "{accept}");
        assert!(answer.header("content-type").starts_with(kind), "{accept}");
        assert_eq!(answer.header("vary"), "Accept");
    }
    let achievement = made.achievement();
    let json =
        server.ask("GET", &made.host, &format!("/fabrique/achievements/{achievement}"), "Accept: application/json\r\n");
    assert!(json.body == published[&format!("achievements/{achievement}.json")]);
    // Without their slash, folders lead to themselves.
    for (from, to) in
        [("/fabrique".to_owned(), "/fabrique/".to_owned()), (page.trim_end_matches('/').to_owned(), page.clone())]
    {
        let answer = server.get(&made.host, &from);
        assert_eq!((answer.status, answer.header("location")), (308, to.as_str()));
    }
    // What did not change is not sent again; HEAD sends nothing.
    let address = format!("{page}credential.json");
    let first = server.get(&made.host, &address);
    let again = server.ask("GET", &made.host, &address, &format!("If-None-Match: {}\r\n", first.header("etag")));
    assert_eq!((again.status, again.body.len()), (304, 0));
    assert_eq!(again.header("etag"), first.header("etag"));
    let head = server.ask("HEAD", &made.host, &address, "");
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("content-length"), first.body.len().to_string());
    assert_eq!(server.ask("POST", &made.host, &address, "Content-Length: 0\r\n").status, 405);
    // Pages may run nothing; the one that shows a code may run its own script.
    let policy = |path: &str| server.get(&made.host, path).header("content-security-policy").to_owned();
    assert!(policy(&page).contains("default-src 'none'") && !policy(&page).contains("script-src"));
    assert!(policy("/fabrique/v/").contains("script-src 'self'") && !policy("/fabrique/v/").contains("unsafe"));
    let missing = server.ask("GET", &made.host, "/fabrique/b/00/", "Accept-Language: fr\r\n");
    let same = |bytes: &[u8]| as_published("404.fr.html", bytes);
    assert!(missing.status == 404 && same(&missing.body) == same(&published["404.fr.html"]));
}

// The badges of a place that moved verify at the same addresses; what it revokes later, the server tells.
#[test]
fn badges_go_on_verifying_at_their_addresses() {
    let made = Made::new("https://badges.example.org/fabrique");
    let mut server = Server::new();
    assert!(server.import(&made.place(), true).contains("clés qui signent ici : 2"), "Ed25519, and P-256 for VC-JWT");
    server.start();
    let published = files(&made.site());
    let verify = |input: &str, code: i32| {
        let stand_in = format!("{}={}", made.host, server.address());
        let out = run(&mut badge(["verify", "--json", "--stand-in", &stand_in, input]), code);
        serde_json::from_str::<Value>(&out).unwrap()
    };
    let tokens = published.keys().filter_map(|p| p.strip_prefix("b/")?.strip_suffix("/assertion.json"));
    let (mut good, mut gone) = (0, 0);
    for token in tokens {
        let revoked = is_revoked_assertion("assertion.json", &published[&format!("b/{token}/assertion.json")]);
        for name in ["credential.json", "assertion.json"] {
            let url = format!("https://badges.example.org/fabrique/b/{token}/{name}");
            let report = verify(&url, i32::from(revoked));
            assert_eq!(report["verdict"], if revoked { "rejected" } else { "verified" }, "{url}: {report:#}");
        }
        *(if revoked { &mut gone } else { &mut good }) += 1;
    }
    assert_eq!((good, gone), (1, 1));
    // D-03: the server's own lists say until when they hold.
    let list = server.get(&made.host, "/fabrique/status/1.json");
    let list: Value = serde_json::from_slice(&list.body).unwrap();
    assert!(list["validUntil"].is_string() && list["proof"].is_array(), "{list:#}");
    assert_eq!(server.get(&made.host, "/fabrique/status/2.json").status, 404);
    assert_eq!(server.get(&made.host, "/fabrique/status/01.json").status, 404);
}

#[test]
fn a_place_comes_back_from_the_server_as_it_went() {
    let made = Made::new("https://badges.example.org/fabrique");
    let server = Server::new();
    server.import(&made.place(), true);
    let back = made.dir.path().join("back");
    let export = |to: &Path, keys: bool| {
        let mut command = server.command();
        command.args(["export", "https://badges.example.org/fabrique"]).arg(to);
        run(if keys { command.arg("--keys") } else { &mut command }, 0)
    };
    export(&back, true);
    let (mut before, after) = (files(&made.place()), files(&back));
    before.remove(".badge/lock");
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&before), names(&after));
    for (path, bytes) in &before {
        assert!(bytes == &after[path], "{path} differs");
    }
    // The command goes on in it as if nothing had happened.
    run(&mut in_place(&back, &["issue", &made.achievement(), "--to", "zoe@example.org"]), 0);
    run(in_place(&back, &["publish", "--out"]).arg(made.dir.path().join("www2")), 0);
    // Without being asked for, no key leaves.
    let without = made.dir.path().join("without");
    export(&without, false);
    assert!(files(&without).keys().all(|path| !path.ends_with(".pem")));
    // A folder that holds something is left alone, and so is an address that is taken.
    let mut again = server.command();
    run(again.args(["export", "1"]).arg(&without), 2);
    run(server.command().arg("import").arg(made.place()), 2);
    assert_eq!(run(server.command().arg("places"), 0), "1\thttps://badges.example.org/fabrique\n");
}

#[test]
fn a_place_is_removed_beside_a_running_server_and_comes_back() {
    let made = Made::new("https://badges.example.org/fabrique");
    let other = Made::new("https://autre.example.org");
    let mut server = Server::new();
    server.import(&made.place(), true);
    server.import(&other.place(), true);
    server.start();
    let page = {
        let pages =
            files(&made.site()).into_keys().find(|p| p.starts_with("b/") && p.ends_with("/index.html")).unwrap();
        format!("/fabrique/{}", pages.trim_end_matches("index.html"))
    };
    assert_eq!(server.get(&made.host, &page).status, 200);
    let mut asked = server.command();
    let told = asked.args(["remove", "https://badges.example.org/fabrique"]).output().unwrap();
    assert_eq!(told.status.code(), Some(2));
    let told = String::from_utf8_lossy(&told.stderr).into_owned();
    assert!(told.contains("Rien n’a été enlevé") && told.contains("export 1 DOSSIER --keys"), "{told}");
    assert_eq!(server.get(&made.host, &page).status, 200, "it was only asked");
    let back = made.dir.path().join("back");
    run(server.command().args(["export", "1", "--keys"]).arg(&back), 0);
    let data = server.data.path().join("data");
    let (its, others) = (files(&data.join("objects/1")), files(&data.join("objects/2")));
    assert!(!its.is_empty() && !others.is_empty());

    let removed = run(server.command().args(["remove", "1", "--yes"]), 0);
    assert!(removed.starts_with("removed\t1\thttps://badges.example.org/fabrique\n"), "{removed}");
    // What a server knows of its places is a second old at most.
    std::thread::sleep(Duration::from_millis(1500));
    assert_eq!(server.get(&made.host, &page).status, 404);
    assert_eq!(server.get(&made.host, "/fabrique/status/1.json").status, 404);
    assert_eq!(server.get(&other.host, "/status/1.json").status, 200, "the other one stays");
    assert_eq!(run(server.command().arg("places"), 0), "2\thttps://autre.example.org\n");
    assert_eq!((files(&data.join("objects/1")).len(), files(&data.join("objects/2"))), (0, others));
    assert_eq!(run(server.command().args(["remove", "1", "--yes"]), 0), "removed\t1\n", "nothing is left of it");
    run(server.command().args(["remove", "9", "--yes"]), 2);

    assert!(server.import(&back, true).starts_with("3\thttps://badges.example.org/fabrique\t"));
    std::thread::sleep(Duration::from_millis(1500));
    assert_eq!(server.get(&made.host, &page).status, 200, "at the same address");
}

// The service could not open what root makes in its folder: refused before anything is made. Only root can try.
#[cfg(unix)]
#[test]
fn root_makes_nothing_in_the_folder_of_a_service() {
    use std::os::unix::fs::{MetadataExt as _, chown};
    let made = Made::new("https://badges.example.org/fabrique");
    let server = Server::new();
    run(server.command().arg("places"), 0);
    let data = server.data.path().join("data");
    if fs::metadata(&data).unwrap().uid() != 0 {
        return;
    }
    let service = Some(61_234);
    chown(&data, service, service).unwrap();
    for path in files(&data).into_keys() {
        chown(data.join(path), service, service).unwrap();
    }
    let refused = server.command().arg("import").arg(made.place()).output().unwrap();
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(2), "{said}");
    assert!(said.contains("à l’utilisateur 61234") && said.contains("setpriv --reuid=61234"), "{said}");
    assert!(!data.join("objects").exists());
    assert_eq!(run(server.command().arg("places"), 0), "", "what only looks is let");
    // In a container the folder may be one of the host's, and the server root: then its database is root's, too.
    chown(data.join("badge.sqlite"), Some(0), Some(0)).unwrap();
    server.import(&made.place(), false);
}

#[test]
fn a_backup_of_a_running_server_is_a_server() {
    let made = Made::new("https://badges.example.org/fabrique");
    let mut server = Server::new();
    server.import(&made.place(), true);
    server.start();
    let copy = made.dir.path().join("copy");
    run(server.command().args(["backup", "--with-seal-key"]).arg(&copy), 0);
    let list = server.get(&made.host, "/fabrique/status/1.json");
    let mut other = Server::new();
    run(other.command().arg("restore").arg(&copy), 0);
    run(other.command().arg("restore").arg(&copy), 2);
    let told = run(other.command().arg("doctor"), 0);
    assert!(told.contains("good\tplace.keys") && told.contains("good\tplace.files"), "{told}");
    other.start();
    for (path, bytes) in files(&made.site()) {
        let answer = other.get(&made.host, &format!("/fabrique/{path}"));
        let served = path.ends_with(".htaccess") || path == "nginx.conf" || path == "status/1.json";
        assert!(served || as_published(&path, &answer.body) == as_published(&path, &bytes), "{path}");
    }
    assert_eq!(other.get(&made.host, "/fabrique/status/1.json").status, list.status);
    // One that was cut says so: the database gets its name when everything that it names is there.
    fs::rename(copy.join("badge.sqlite"), copy.join("badge.sqlite.unfinished")).unwrap();
    let third = Server::new();
    let cut = third.command().arg("restore").arg(&copy).output().unwrap();
    assert_eq!(cut.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&cut.stderr).contains("cette sauvegarde a été interrompue"));
    // An object that was changed is neither served nor saved.
    let objects = server.data.path().join("data/objects");
    let (path, _) = files(&objects).into_iter().next().unwrap();
    fs::write(objects.join(path), "changed").unwrap();
    let mut again = server.command();
    run(again.arg("backup").arg(made.dir.path().join("copy2")), 2);
    run(server.command().arg("doctor"), 2);
}

// Files are put into the store some hundred at a time: each comes back under its own name.
#[test]
fn a_place_of_many_pictures_mixes_none_up() {
    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().join("lieu");
    let mut init = badge(["init", "--name", "La Fabrique", "--email", "badges@example.org", "--examples"]);
    init.args(["--url", "https://badges.example.org"]).arg(&place).env("BADGE_PASSPHRASE", PASSPHRASE);
    run(&mut init, 0);
    let line = |n: u32| format!("{{\"achievement\": \"impression-3d\", \"to\": \"p{n}@example.org\"}}\n");
    let mut issue = in_place(&place, &["issue", "-"]).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let lines: String = (0..230).map(line).collect();
    issue.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    assert!(issue.wait().unwrap().success());
    let server = Server::new();
    server.import(&place, false);
    let back = dir.path().join("retour");
    run(server.command().args(["export", "1"]).arg(&back), 0);
    let pictures =
        |of: &Path| -> BTreeMap<_, _> { files(of).into_iter().filter(|(path, _)| path.ends_with(".png")).collect() };
    let (before, after) = (pictures(&place), pictures(&back));
    assert!(before.len() >= 230, "{}", before.len());
    for (path, bytes) in &before {
        assert!(after.get(path) == Some(bytes), "{path}");
    }
}

#[test]
fn what_was_changed_or_left_half_done_is_not_taken_in() {
    let made = Made::new("https://badges.example.org/fabrique");
    let server = Server::new();
    let refused = |why: &str| {
        let output = server.command().arg("import").arg(made.place()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(why), "{said}");
        assert_eq!(run(server.command().arg("places"), 0), "", "nothing was taken in");
    };
    let staged = made.place().join(".badge/staging/0/credential.json");
    fs::create_dir_all(staged.parent().unwrap()).unwrap();
    fs::write(&staged, "{}").unwrap();
    refused("interrompue");
    fs::remove_file(&staged).unwrap();
    let award = files(&made.place()).into_keys().find(|p| p.ends_with("credential.json")).unwrap();
    let kept = fs::read(made.place().join(&award)).unwrap();
    fs::write(made.place().join(&award), "{}").unwrap();
    refused("pas le fichier que le registre nomme");
    fs::write(made.place().join(&award), kept).unwrap();
    let mut wrong = server.command();
    let output = wrong.env("BADGE_PASSPHRASE", "autre").args(["import", "--keys"]).arg(made.place()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("BADGE_PASSPHRASE"));
    fs::write(made.place().join("register.jsonl"), "{}\n").unwrap();
    refused("register.jsonl, ligne 1");
}
