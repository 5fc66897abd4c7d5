//! The page that a QR code opens, in a real browser: what the statement says is shown, nothing of it is sent.
//!
//! Needs `chromium` (or the program that `BADGE_CHROMIUM` names); without it this is skipped, and said so.

// What was skipped is for people to read.
#![allow(clippy::print_stdout)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use badge_tests::binary::{badge, run};
use badge_tests::serve_dir;
use serde_json::Value;

fn chromium() -> Option<PathBuf> {
    let named = std::env::var_os("BADGE_CHROMIUM").map(PathBuf::from);
    let known = ["chromium", "chromium-browser", "google-chrome"].map(PathBuf::from);
    named.into_iter().chain(known).find(|program| Command::new(program).arg("--version").output().is_ok())
}

/// What the page has become once its scripts have run; and a picture of it, this many pixels wide.
fn shown(browser: &Path, dir: &Path, url: &str, width: u32) -> (String, image::RgbaImage) {
    let shot = dir.join("shot.png");
    let common = |kind: &str| {
        let mut command = Command::new(browser);
        command.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"]);
        command.args(["--virtual-time-budget=4000", &format!("--window-size={width},1400")]);
        command.arg(format!("--user-data-dir={}", dir.join("profile").display())).arg(kind).arg(url);
        command.output().unwrap()
    };
    let dom = String::from_utf8(common("--dump-dom").stdout).unwrap();
    common(&format!("--screenshot={}", shot.display()));
    let picture = image::open(&shot).unwrap().to_rgba8();
    fs::remove_file(&shot).unwrap();
    if let Some(folder) = std::env::var_os("BADGE_SHOTS") {
        let name =
            format!("{}.png", url.replace(|c: char| !c.is_ascii_alphanumeric(), "-").get(16..60).unwrap_or("page"));
        picture.save(Path::new(&folder).join(format!("{width}{name}"))).unwrap();
    }
    (dom, picture)
}

/// The tag that begins at `start`.
fn tag<'a>(dom: &'a str, start: &str) -> &'a str {
    let at = dom.find(start).unwrap_or_else(|| panic!("{start} is not in the page"));
    &dom[at..at + dom[at..].find('>').unwrap()]
}

fn claim<'a>(dom: &'a str, name: &str) -> &'a str {
    let start = format!("data-claim=\"{name}\">");
    let at = dom.find(&start).unwrap() + start.len();
    &dom[at..at + dom[at..].find('<').unwrap()]
}

#[test]
fn the_page_of_a_code_says_what_the_code_says_in_a_browser() {
    let Some(browser) = chromium() else {
        println!("SKIPPED: no chromium here (apt-get install chromium, or name one in BADGE_CHROMIUM)");
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let (place, www) = (dir.path().join("lieu"), dir.path().join("www"));
    let base = "https://badges.example.org";
    let init = [
        "--lang",
        "fr",
        "init",
        "--name",
        "La Fabrique",
        "--email",
        "badges@example.org",
        "--no-passphrase",
        "--examples",
        "--url",
    ];
    run(badge(init).arg(base).arg(&place), 0);
    let here = |args: &[&str]| {
        let mut command = badge(args.iter().copied());
        command.env("BADGE_PLACE", &place);
        command
    };
    let issued = run(&mut here(&["issue", "--json", "decoupe-laser", "--to", "lea@example.org"]), 0);
    let issued: Value = serde_json::from_str(issued.trim()).unwrap();
    let png = issued["files"].as_array().unwrap().iter().filter_map(Value::as_str).find(|f| f.ends_with(".png"));
    run(here(&["publish", "--out"]).arg(&www), 0);
    let svg = dir.path().join("code.svg");
    let made: Value =
        serde_json::from_str(&run(here(&["qr", "--json"]).arg(png.unwrap()).arg("--out").arg(&svg), 0)).unwrap();
    let token = made["address"].as_str().unwrap().split_once('#').unwrap().1;
    let (address, web) = serve_dir(&www).unwrap();
    // The middle is packed: with one letter changed it cannot be unpacked, or says something else.
    let tampered = token.replacen('.', ".A", 1);
    for (lang, path) in [("fr", "v/index.html"), ("en", "v/index.en.html")] {
        let url = |fragment: &str| format!("http://{address}/{path}{fragment}");
        for width in [360, 1_100] {
            let (dom, picture) = shown(&browser, dir.path(), &url(&format!("#{token}")), width);
            assert!(tag(&dom, "<html").contains(&format!("lang=\"{lang}\"")), "{lang}");
            assert!(!tag(&dom, "<section id=\"said\"").contains("hidden"), "{lang} {width}: {dom}");
            assert_eq!(claim(&dom, "o"), "La Fabrique", "{lang}");
            assert!(!claim(&dom, "n").is_empty() && claim(&dom, "f").contains(" 20"), "{lang}");
            // What is not said has no line, and dates can be read one way only.
            let empty = ["n", "o", "r", "f", "t", "c"].into_iter().filter(|name| claim(&dom, name).is_empty());
            for name in empty {
                let before = &dom[..dom.find(&format!("data-claim=\"{name}\"")).unwrap()];
                assert!(before[before.rfind("<div").unwrap()..].starts_with("<div hidden"), "{lang}: {name}");
            }
            // The link to the full badge, and the fragment in the other language.
            let full = tag(&dom, "<a id=\"full\"");
            assert!(full.contains(&format!("/b/{}/", issued["token"].as_str().unwrap())), "{full}");
            assert_eq!(dom.matches(token).count(), 1, "{lang}: the link to the other language");
            assert_eq!(picture.width(), width);
            // Something is drawn at the right edge only if the page is too wide for the screen.
            let edge = picture.enumerate_pixels().filter(|(x, _, _)| x + 3 > width).map(|(_, _, pixel)| pixel.0);
            let mut colours: Vec<[u8; 4]> = edge.collect();
            colours.sort_unstable();
            colours.dedup();
            assert!(colours.len() < 40, "{lang} {width}: {} colours at the edge", colours.len());
        }
        for (what, fragment) in [("no statement", String::new()), ("tampered", format!("#{tampered}"))] {
            let (dom, _) = shown(&browser, dir.path(), &url(&fragment), 360);
            assert!(tag(&dom, "<section id=\"said\"").contains("hidden"), "{lang}, {what}");
            assert_eq!(claim(&dom, "n"), "", "{lang}, {what}");
        }
    }
    // A line that is hidden must not be laid out after all: the lines are flexible boxes, which show in spite of `hidden`.
    let style = web.found().into_iter().find(|target| target.ends_with(".css")).unwrap();
    let style = fs::read_to_string(www.join(style.trim_start_matches('/'))).unwrap();
    assert!(style.contains("[hidden] { display: none !important; }"));
    // Nothing of the statement was ever sent.
    let asked = web.requests();
    assert!(asked.iter().any(|request| request.target.ends_with("read.js")));
    assert!(asked.iter().all(|request| !format!("{request:?}").contains(&token[..20])));
}
