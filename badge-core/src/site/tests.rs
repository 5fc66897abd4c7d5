use std::collections::BTreeSet;

use super::of_place_tests::place;
use super::*;
use crate::message::faults;
use crate::place::Spot;

/// Every page × sample × language, and the rest of the folder.
fn everything() -> Vec<(usize, Published)> {
    let mut all = Vec::new();
    for (n, site) in Site::samples().iter().enumerate() {
        all.extend(publish(site, &Award::samples()).unwrap().into_iter().map(|file| (n, file)));
        let given = Given::samples();
        let pages = given.iter().flat_map(|one| Pages::new(site).given(one).unwrap());
        all.extend(pages.map(|file| (n, file)));
    }
    all
}

fn pages() -> Vec<(usize, String, String)> {
    let html = everything().into_iter().filter(|(_, f)| f.path.ends_with(".html"));
    html.map(|(n, f)| (n, f.path, String::from_utf8(f.bytes).unwrap())).collect()
}

/// Start tags, as name and attributes; panics where the page is not well formed.
pub(super) fn tags(path: &str, html: &str) -> Vec<(String, Vec<(String, String)>)> {
    const VOID: [&str; 4] = ["meta", "link", "img", "br"];
    let mut open: Vec<String> = Vec::new();
    let mut found = Vec::new();
    let mut rest = html.strip_prefix("<!doctype html>").unwrap_or_else(|| panic!("{path}: no doctype"));
    while let Some(at) = rest.find('<') {
        assert!(!rest[..at].contains('>'), "{path}: a bare > in {:?}", &rest[..at]);
        let end = at + rest[at..].find('>').unwrap_or_else(|| panic!("{path}: an open tag"));
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "{path}: closed out of order");
            continue;
        }
        let (name, mut list) = tag.split_once([' ', '\n']).unwrap_or((tag, ""));
        let name = name.trim_end_matches('/');
        assert!(
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()),
            "{path}: <{tag}>"
        );
        let mut attributes = Vec::new();
        list = list.trim().trim_end_matches('/').trim_end();
        while !list.is_empty() {
            let name_end = list.find(['=', ' ']).unwrap_or(list.len());
            let key = list[..name_end].to_owned();
            list = &list[name_end..];
            let mut value = String::new();
            if let Some(after) = list.strip_prefix("=\"") {
                let close = after.find('"').unwrap_or_else(|| panic!("{path}: <{tag}>"));
                value = after[..close].to_owned();
                list = &after[close + 1..];
            }
            let plain = key.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
            assert!(plain || (name == "svg" && key == "viewBox"), "{path}: attribute {key:?} in <{tag}>");
            attributes.push((key, value));
            list = list.trim_start();
        }
        if !VOID.contains(&name) {
            open.push(name.to_owned());
        }
        found.push((name.to_owned(), attributes));
    }
    assert!(open.is_empty(), "{path}: {open:?} left open");
    found
}

pub(super) fn attribute<'a>(tag: &'a (String, Vec<(String, String)>), name: &str) -> Option<&'a str> {
    tag.1.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

#[test]
fn words_are_the_same_in_both_languages_and_all_used() {
    assert_eq!(faults(speech::source(Lang::Fr), speech::source(Lang::En)), Vec::<String>::new());
    let used = [
        include_str!("award.rs"),
        include_str!("catalogue.rs"),
        include_str!("notes.rs"),
        include_str!("report.rs"),
        include_str!("../../templates/report.html"),
        include_str!("../../templates/base.html"),
        include_str!("endorsed.rs"),
        include_str!("request.rs"),
        include_str!("../../templates/_endorsements.html"),
        include_str!("../../templates/_endorsements_place.html"),
        include_str!("../../templates/_recognised.html"),
        include_str!("../../templates/endorsement.html"),
        include_str!("../../templates/request.html"),
        include_str!("../../templates/_cards.html"),
        include_str!("../../templates/home.html"),
        include_str!("../../templates/achievements.html"),
        include_str!("../../templates/achievement.html"),
        include_str!("../../templates/levels.html"),
        include_str!("../../templates/badge.html"),
        include_str!("../../templates/note.html"),
        include_str!("../../templates/code.html"),
        include_str!("../../templates/privacy.html"),
    ]
    .concat();
    for line in speech::source(Lang::Fr).lines().filter(|l| l.starts_with("site-") || l.starts_with("report-")) {
        let id = line.split(' ').next().unwrap();
        assert!(used.contains(&format!("\"{id}\"")), "{id} is used nowhere");
    }
    for line in speech::source(Lang::Fr).lines().filter(|l| !l.starts_with('#')) {
        for bad in [" ;", " !", " ?", " »", "« ", " :", "'", "..."] {
            assert!(!line.contains(bad), "{bad:?} in {line:?}");
        }
    }
}

#[test]
fn every_page_is_whole() {
    for (n, path, html) in pages() {
        // A word that is missing shows as its id between brackets; a placeholder as braces.
        for missing in ["[site-", "[page-", "[headline-", "{ $", "{%"] {
            assert!(!html.contains(missing), "{n} {path}: {missing}");
        }
        assert!(n == 2 || path.starts_with("b/") || path.starts_with("e/") || !html.contains("{{"), "{n} {path}");
        let tags = tags(&path, &html);
        let count = |name: &str| tags.iter().filter(|t| t.0 == name).count();
        for once in ["html", "head", "title", "body", "header", "main", "h1", "nav"] {
            assert_eq!(count(once), 1, "{n} {path}: {once}");
        }
        assert!(html.len() < 100_000, "{path}: {} bytes", html.len());
        let lang = attribute(&tags[0], "lang").unwrap();
        let tagged = path.ends_with(&format!(".{lang}.html"));
        let first = Site::samples()[n].languages[0].tag();
        assert_eq!(tagged, lang != first, "{n} {path}: {lang}");
        let mut last = 0;
        for level in tags.iter().filter_map(|t| t.0.strip_prefix('h')).filter_map(|d| d.parse::<u32>().ok()) {
            assert!(level <= last + 2, "{path}: a heading of level {level} after {last}");
            last = level;
        }
        let ids: Vec<&str> = tags.iter().filter_map(|t| attribute(t, "id")).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{path}: an id stands twice");
        for labelled in tags.iter().filter_map(|t| attribute(t, "aria-labelledby")) {
            assert!(ids.contains(&labelled), "{path}: no {labelled}");
        }
        assert!(tags.iter().filter(|t| t.0 == "img").all(|t| attribute(t, "alt").is_some()), "{path}: img without alt");
    }
}

#[test]
fn nothing_runs_and_nothing_is_loaded_from_elsewhere() {
    const TAGS: &str = "a article blockquote body code dd del div dl dt em footer h1 h2 h3 h4 h5 h6 head header hr html \
                        img li link main meta nav ol p path pre section span strong svg title ul br";
    let allowed: Vec<&str> = TAGS.split_whitespace().collect();
    for (n, path, html) in pages() {
        for tag in tags(&path, &html) {
            let script = tag.0 == "script" && path.starts_with("v/") && attribute(&tag, "src") == Some("read.js");
            assert!(script || allowed.contains(&tag.0.as_str()), "{n} {path}: <{}>", tag.0);
            for (key, value) in &tag.1 {
                assert!(!key.starts_with("on") && key != "style" && key != "srcset", "{path}: {key}={value}");
                let here = !value.contains(':') && !value.starts_with("//");
                match (tag.0.as_str(), key.as_str()) {
                    (_, "src") => assert!(here, "{path}: {value}"),
                    ("link", "href") if attribute(&tag, "rel") == Some("stylesheet") => {
                        assert!(here, "{path}: {value}")
                    }
                    (_, "href") => {
                        let good = here || ["https://", "http://", "mailto:"].iter().any(|s| value.starts_with(s));
                        assert!(good, "{path}: {value}");
                    }
                    _ => {}
                }
            }
        }
        assert!(html.contains("content=\"default-src 'none'; img-src 'self' data:; style-src 'self';"), "{path}");
        assert_eq!(html.contains("script-src 'self'; "), path.starts_with("v/"), "{path}");
        assert!(html.chars().all(|c| c == '\n' || !c.is_control()) && !html.contains('\u{202e}'), "{path}");
    }
    let css = include_str!("style.css");
    assert!(!css.contains("url(") && !css.contains("@import"));
}

#[test]
fn what_stands_at_the_side_of_a_text_stands_where_it_begins() {
    let (pages, report) = (include_str!("style.css"), include_str!("report.css"));
    for css in [pages, report, include_str!("../../templates/request.html")] {
        for side in ["border-left", "border-right", "padding-left", "padding-right", "margin-left", "text-align: left"]
        {
            assert!(!css.contains(side), "{side}");
        }
    }
}

#[test]
fn on_paper_an_address_that_is_its_own_text_stands_there_once() {
    let mut award = Award::samples().remove(0);
    let work = |id: &str, name: Option<&str>| crate::model::Evidence {
        id: Some(id.to_owned()),
        name: name.map(str::to_owned),
        ..crate::model::Evidence::default()
    };
    let long = format!("https://example.org/{}", "a".repeat(300));
    award.badge.evidence = vec![
        work("https://example.org/lampe", None),
        work("https://example.org/photo", Some("La photo")),
        work(&long, None),
    ];
    award.badge.narrative = Some("<https://example.org/seule>, [ici](https://example.org/ici).".to_owned());
    let files = publish(&Site::samples()[0], [&award]).unwrap();
    let file = files.iter().find(|file| file.path == format!("b/{}/index.html", award.token)).unwrap();
    let html = String::from_utf8(file.bytes.clone()).unwrap();
    let link =
        |address: &str| html.split(&format!("<a href=\"{address}\"")).nth(1).unwrap().starts_with(" class=\"bare\"");
    assert!(link("https://example.org/lampe") && link("https://example.org/seule"), "{html}");
    assert!(!link("https://example.org/photo") && !link("https://example.org/ici"));
    assert!(!link(&long), "it is cut where it is shown, and printed whole");
    let css = include_str!("style.css");
    assert!(css.contains(".traces a[href^=\"http\"]:not(.bare)::after") && !css.contains("a[href^=\"http\"]::after"));
}

#[test]
fn lists_of_achievements_are_in_the_order_of_their_titles_and_lead_to_what_they_leave_out() {
    let mut site = Site::samples().remove(0);
    site.achievements.truncate(3);
    let long = "Une phrase qui en dit long. ".repeat(30);
    for (at, (fr, en)) in [("Zinc 10", "Brass"), ("Étain", "Zinc"), ("Zinc 9", "Tin")].into_iter().enumerate() {
        for (lang, model) in &mut site.achievements[at].spoken {
            model.name = Some(if *lang == Lang::Fr { fr } else { en }.to_owned());
            model.description = Some(if at == 1 { long.clone() } else { "Court.".to_owned() });
        }
    }
    let files = publish(&site, &[]).unwrap();
    let page = |path: &str| {
        let file = files.iter().find(|file| file.path == path).unwrap_or_else(|| panic!("{path}"));
        String::from_utf8(file.bytes.clone()).unwrap()
    };
    let titles = |html: &str| -> Vec<String> {
        let cards = html.split("<li class=\"card\">").skip(1);
        cards.map(|card| card.split("</a>").next().unwrap().rsplit('>').next().unwrap().to_owned()).collect()
    };
    for folder in ["", "achievements/"] {
        let fr = page(&format!("{folder}index.html"));
        assert_eq!(titles(&fr), ["Étain", "Zinc 9", "Zinc 10"]);
        assert_eq!(titles(&page(&format!("{folder}index.en.html"))), ["Brass", "Zinc", "Zinc 9"], "one has no English");
        // Of the one that is cut, and of it alone.
        assert_eq!(fr.matches(">Lire la suite</a>").count(), 1, "{fr}");
        let card = fr.split("<li class=\"card\">").nth(1).unwrap();
        let href = card.split("<a href=\"").nth(1).unwrap().split('"').next().unwrap();
        assert!(card.contains("…</p>"));
        assert!(card.contains(&format!("<a href=\"{href}\" aria-label=\"Lire la suite\u{a0}: Étain\">")), "{card}");
    }
}

#[test]
fn links_lead_to_pages_that_exist() {
    for (n, site) in Site::samples().iter().enumerate().take(2) {
        let files = publish(site, &Award::samples()).unwrap();
        let mut there: BTreeSet<String> = files.iter().map(|f| f.path.clone()).collect();
        // What others write into the same folder.
        there.extend(site.achievements.iter().flat_map(|a| {
            let json = a
                .spoken
                .iter()
                .map(|(l, _)| Spot::Achievement(a.slug.clone(), (*l != site.languages[0]).then_some(*l)).file());
            json.chain(a.picture.iter().map(|p| p.path.clone())).collect::<Vec<_>>()
        }));
        there.extend(
            site.keys
                .iter()
                .flat_map(|k| [format!("keys/{}.json", k.thumbprint), format!("keys/{}.pem.json", k.thumbprint)]),
        );
        there.extend((1..=site.status_lists).map(|n| format!("status/{n}.json")));
        there.insert("logo.svg".into());
        if site.base.is_some() {
            there.insert("issuer.json".into());
        }
        for award in Award::samples() {
            there.extend(award.files.iter().map(|f| format!("b/{}/{}", award.token, f.file_name())));
        }
        for file in files.iter().filter(|f| f.path.ends_with(".html") && !f.path.starts_with("404")) {
            let html = std::str::from_utf8(&file.bytes).unwrap();
            for tag in tags(&file.path, html) {
                let Some(target) = attribute(&tag, "href").or(attribute(&tag, "src")) else { continue };
                if target.contains(':') {
                    continue;
                }
                let mut at: Vec<&str> = file.path.split('/').collect();
                let (relative, anchor) = target.split_once('#').unwrap_or((target, ""));
                if relative.is_empty() {
                    assert!(html.contains(&format!("id=\"{anchor}\"")), "{n} {}: {target}", file.path);
                    continue;
                }
                at.pop();
                for part in relative.split('/') {
                    if part == ".." {
                        assert!(at.pop().is_some(), "{n} {}: {target}", file.path)
                    } else {
                        at.push(part)
                    }
                }
                assert!(there.contains(&at.join("/")), "{n} {}: {target}", file.path);
            }
        }
    }
}

#[test]
fn addresses_do_not_change_and_no_page_lists_people() {
    // D-02, D-04
    let site = &Site::samples()[0];
    let awards = Award::samples();
    let files = publish(site, &awards).unwrap();
    let paths: Vec<&str> = files.iter().map(|f| f.path.as_str()).collect();
    assert_eq!(paths.iter().collect::<BTreeSet<_>>().len(), paths.len(), "a path stands twice");
    for path in [
        "index.html",
        "index.en.html",
        "levels.html",
        "achievements/index.html",
        "achievements/decoupe-laser.html",
        "achievements/decoupe-laser.en.html",
        "b/index.html",
        "e/index.html",
        "v/index.html",
        "v/index.en.html",
        "v/read.js",
        "b/01010101010101010101010101010101/index.html",
        "b/01010101010101010101010101010101/index.en.html",
        "keys/index.html",
        "status/index.html",
        "privacy.html",
        "404.html",
        ".htaccess",
        "nginx.conf",
        "style.css",
    ] {
        assert!(paths.contains(&path), "{path}");
    }
    let folders: BTreeSet<&str> = paths.iter().filter_map(|p| p.rsplit_once('/')).map(|(folder, _)| folder).collect();
    for folder in folders {
        assert!(paths.contains(&format!("{folder}/index.html").as_str()), "{folder} has no page of its own");
    }
    for file in files.iter().filter(|f| !f.path.starts_with("b/0")) {
        let text = std::str::from_utf8(&file.bytes).unwrap();
        assert!(
            !text.contains("Sacha") && awards.iter().all(|a| !text.contains(&a.token.to_string())),
            "{}",
            file.path
        );
    }
    // The same values give the same bytes.
    assert_eq!(files, publish(site, &awards).unwrap());
    for file in [
        AwardFile::Png,
        AwardFile::Svg,
        AwardFile::Credential,
        AwardFile::CredentialJws,
        AwardFile::Assertion,
        AwardFile::AssertionJws,
    ] {
        let token = awards[0].token;
        let spot = match file {
            AwardFile::Png => Spot::AwardImage(token, crate::place::Ending::Png),
            AwardFile::Svg => Spot::AwardImage(token, crate::place::Ending::Svg),
            AwardFile::Certificate => unreachable!("made when it is asked for"),
            AwardFile::Credential => Spot::Credential(token),
            AwardFile::CredentialJws => Spot::CredentialJws(token),
            AwardFile::Assertion => Spot::Assertion(token),
            AwardFile::AssertionJws => Spot::AssertionJws(token),
        };
        assert_eq!(spot.file(), format!("b/{token}/{}", file.file_name()));
    }
}

pub(super) fn page(award: &Award) -> String {
    page_of(&Site::samples()[0], award)
}

pub(super) fn page_of(site: &Site, award: &Award) -> String {
    let page = Pages::new(site).award(award).unwrap().swap_remove(0);
    String::from_utf8(page.bytes).unwrap()
}

#[test]
fn a_badge_page_previews_well() {
    let html = page(&Award::samples()[0]);
    let base = "https://badges.example.org/atelier/b/01010101010101010101010101010101/";
    for meta in [
        format!("<meta property=\"og:image\" content=\"{base}badge.png\">"),
        format!("<meta property=\"og:url\" content=\"{base}\">"),
        format!("<link rel=\"canonical\" href=\"{base}\">"),
        format!("<link rel=\"alternate\" hreflang=\"en\" href=\"{base}index.en.html\">"),
        format!("<link rel=\"alternate\" hreflang=\"x-default\" href=\"{base}\">"),
        "<meta name=\"twitter:card\" content=\"summary\">".to_owned(),
        "<meta name=\"robots\" content=\"noindex\">".to_owned(),
        "<link rel=\"alternate\" type=\"application/vc+ld+json\" href=\"credential.json\">".to_owned(),
    ] {
        assert!(html.contains(&meta), "{meta}\n{html}");
    }
}

#[test]
fn a_preview_as_wide_as_it_is_wanted_comes_first() {
    let html = page(&Award { preview: true, files: vec![AwardFile::Certificate], ..Award::samples()[0].clone() });
    let base = "https://badges.example.org/atelier/b/01010101010101010101010101010101/";
    assert!(html.contains(&format!("<meta property=\"og:image\" content=\"{base}preview.png\">")), "{html}");
    assert!(html.contains("og:image:width\" content=\"1200\"") && html.contains("content=\"summary_large_image\""));
    assert!(html.contains("href=\"certificate.pdf\" download"));
}

#[test]
#[cfg(feature = "picture")]
fn a_badge_page_shows_the_code_that_opens_it() {
    let html = page(&Award::samples()[0]);
    let svg = html.split("<div class=\"qr\">").nth(1).unwrap().split("</div>").next().unwrap();
    assert!(svg.starts_with("<svg class=\"code\"") && svg.contains("aria-label=\"Code QR"), "{svg}");
}

#[test]
fn a_badge_page_tells_its_state_first() {
    let samples = Award::samples();
    for (n, class, words) in [
        (0, "good", "Badge valable"),
        (2, "bad", "Badge terminé"),
        (3, "open", "Badge pas encore valable"),
        (4, "bad", "Badge annulé"),
        (5, "open", "Badge suspendu"),
        (6, "good", "Jusqu’au 24 février 2028."),
    ] {
        let html = page(&samples[n]);
        let state = html.find(&format!("class=\"state {class}\"")).unwrap_or_else(|| panic!("{n}: {html}"));
        let said = html.find(words).unwrap_or_else(|| panic!("{n}: {words}"));
        assert!(state < said && said < html.find("id=\"verify\"").unwrap());
    }
    assert!(page(&samples[4]).contains("Délivré deux fois par erreur"));
    // A person is named only where the place says so.
    assert!(page(&samples[0]).contains("<dd dir=\"auto\">Sacha Exemple</dd>"));
    let nameless = page(&samples[2]);
    assert!(!nameless.contains("Sacha Exemple") && nameless.contains("elle choisit à qui elle montre son badge"));
}

#[test]
fn what_a_web_server_is_told() {
    let samples = Site::samples();
    let (apache, nginx) = (server::apache(&samples[0]).swap_remove(0).1, server::nginx(&samples[0]));
    assert!(apache.contains("Options -Indexes") && apache.contains("ErrorDocument 404 /atelier/404.html"));
    assert!(nginx.contains("autoindex off;") && nginx.contains("location /atelier/ {"));
    assert!(
        apache.contains("Access-Control-Allow-Origin \"*\"") && nginx.contains("Access-Control-Allow-Origin \"*\"")
    );
    assert!(server::nginx(&samples[1]).contains("location / {"));
    // Wherever a page was not found, its own links hold.
    let files = publish(&samples[0], []).unwrap();
    let missing = files.iter().find(|f| f.path == "404.html").unwrap();
    let html = std::str::from_utf8(&missing.bytes).unwrap();
    for tag in tags("404.html", html) {
        if let Some(href) = attribute(&tag, "href").or(attribute(&tag, "src")) {
            assert!(href.starts_with("/atelier/") || href.starts_with('#') || href.starts_with("mailto:"), "{href}");
        }
    }
}

/// As far as the rules need it: letters, `\.`, and classes that repeat.
fn fits(pattern: &str, name: &str) -> bool {
    let Some(class) = pattern.strip_prefix('[') else {
        let (first, rest) = match pattern.strip_prefix('\\') {
            Some(rest) => (rest.chars().next(), rest.get(1..).unwrap_or_default()),
            None => (pattern.chars().next(), pattern.get(1..).unwrap_or_default()),
        };
        return match first {
            None => name.is_empty(),
            Some(c) => name.strip_prefix(c).is_some_and(|after| fits(rest, after)),
        };
    };
    let (class, rest) = class.split_once("]+").unwrap();
    let word = name
        .find(|c: char| !(c.is_ascii_digit() || class.len() > 3 && (c.is_ascii_alphanumeric() || "_-".contains(c))));
    let word = word.unwrap_or(name.len());
    word > 0 && fits(rest, &name[word..])
}

#[test]
fn servers_send_the_types_that_documents_have() {
    use crate::place::documents::{PlaceKey, documents};
    use crate::place::register::Register;
    assert!(fits(r"[0-9]+\.json", "12.json") && !fits(r"[0-9]+\.json", "a.json") && !fits(r"did\.json", "did-json"));
    let jwk = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
    let jwk = crate::json::parse(jwk.as_bytes(), &crate::limits::Limits::default()).unwrap();
    let created = Award::samples()[0].badge.valid_from.unwrap();
    let public = crate::crypto::PublicKey::from_jwk(&jwk).unwrap();
    let keys = [PlaceKey { public, created, retired: None, revoked: None }];
    for url in ["https://badges.example.org/atelier", "https://badges.example.org"] {
        let (mut place, what) = place();
        place.base = crate::place::Addresses::new(url).ok();
        let site = Site::of(&place, std::slice::from_ref(&what), &keys, 1, created);
        let all = documents(&place, &keys, &[what], &Register::new());
        assert!(all.len() >= 6, "{all:?}");
        for document in all {
            let (folder, name) = document.path.rsplit_once('/').map_or(("", &*document.path), |(f, n)| (f, n));
            let rule = server::rules(&site).find(|r| r.folder.trim_end_matches('/') == folder && fits(r.name, name));
            let sent = rule.map_or(server::LINKED_DATA, |r| r.media_type);
            assert_eq!(sent, document.media_type, "{}", document.path);
        }
        let paths: Vec<String> = server::apache(&site).into_iter().map(|(path, _)| path).collect();
        assert_eq!(paths.contains(&".well-known/.htaccess".to_owned()), !url.ends_with("atelier"));
    }
}

/// Writes every page to the folder named by `BADGE_LOOKBOOK`, for looking at.
#[test]
fn lookbook() {
    let Some(dir) = std::env::var_os("BADGE_LOOKBOOK").map(std::path::PathBuf::from) else { return };
    for (n, site) in Site::samples().iter().enumerate() {
        let write = |path: &str, bytes: &[u8]| {
            let to = dir.join(n.to_string()).join(path);
            std::fs::create_dir_all(to.parent().unwrap()).unwrap();
            std::fs::write(to, bytes).unwrap();
        };
        for file in publish(site, &Award::samples()).unwrap() {
            write(&file.path, &file.bytes);
        }
        write("logo.svg", picture("#2f6f5e", "⌂").as_bytes());
        for (slug, colour, letter) in [
            ("decoupe-laser", "#b4552d", "✂"),
            ("repair-cafe", "#2f6f5e", "⚒"),
            ("projet-service-civique", "#5a4a8a", "⚑"),
        ] {
            write(&format!("achievements/{slug}.svg"), picture(colour, letter).as_bytes());
        }
        for award in Award::samples() {
            write(&format!("b/{}/badge.svg", award.token), picture("#b4552d", "✂").as_bytes());
        }
    }
}

/// A simple picture, for pages to have one.
fn picture(colour: &str, sign: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 200 200\"><path d=\"M100 6l81 47v94l-81 47-81-47V53z\" \
         fill=\"{colour}\"/><path d=\"M100 22l67 39v78l-67 39-67-39V61z\" fill=\"none\" stroke=\"#fff\" stroke-width=\"3\"/>\
         <text x=\"100\" y=\"128\" font-size=\"84\" text-anchor=\"middle\" fill=\"#fff\">{sign}</text></svg>"
    )
}

#[cfg(feature = "picture")]
#[test]
fn every_example_can_be_drawn() {
    use crate::place::{AchievementFile, EXAMPLES, Place, Slug};
    let place = Place::starter(Lang::Fr);
    for (slug, text) in EXAMPLES {
        let file = AchievementFile::parse(Slug::parse(slug).unwrap(), text).unwrap();
        let look = super::Look::of_achievement(&place, &file, place.first_language()).unwrap();
        let svg = look.design.to_svg("a", "b");
        assert!(crate::picture::to_png(svg.as_bytes(), 64, &crate::limits::Limits::default()).is_ok(), "{slug}");
    }
}
