//! A badge is issued, its code printed on a page, the page photographed badly, and the photo checked: offline by what
//! the code says, online by the full badge. All through the real command.

// What is measured is for people to read.
#![allow(clippy::print_stdout)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use badge_core::limits::Limits;
use badge_core::picture::to_png;
use badge_tests::binary::{badge, run};
use badge_tests::serve_dir;
use image::codecs::jpeg::JpegEncoder;
use image::{GrayImage, Luma};
use serde_json::Value;

/// An A4 page of 210 by 297 millimetres with a code of `mm` at its foot, as an SVG without text, for no font is needed.
fn page(code: &str, mm: f64) -> String {
    let inner = code.split_once('>').unwrap().1.rsplit_once("</svg>").unwrap().0;
    let side: f64 = code.split_once("viewBox=\"0 0 ").unwrap().1.split(' ').next().unwrap().parse().unwrap();
    let lines: String =
        (0..12).map(|n| format!("<path d=\"M25 {}h{}v1.6H25z\"/>", 60 + 7 * n, 90 + n * 31 % 70)).collect();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"210\" height=\"297\" viewBox=\"0 0 210 297\">\
         <path d=\"M0 0h210v297H0z\" fill=\"#fff\"/><circle cx=\"105\" cy=\"32\" r=\"18\" fill=\"#246\"/>\
         <g fill=\"#444\">{lines}</g>\
         <g transform=\"translate(110 180) scale({})\">{inner}</g></svg>",
        mm / side
    )
}

/// A photo of a picture: turned by an angle, its far side shorter, in uneven light, out of focus, as a JPEG.
fn photo(png: &[u8], degrees: f32, quality: u8) -> Vec<u8> {
    let page = image::load_from_memory(png).unwrap().to_luma8();
    let (width, height) = page.dimensions();
    let (sin, cos) = degrees.to_radians().sin_cos();
    let canvas = GrayImage::from_fn(width, height, |x, y| {
        let (dx, dy) = (x as f32 - width as f32 / 2.0, y as f32 - height as f32 / 2.0);
        // What is farther away, at the top, is up to a seventh smaller.
        let far = 1.0 + 0.15 * (0.5 - y as f32 / height as f32);
        let (sx, sy) = ((dx * cos + dy * sin) * far * 1.15, (dy * cos - dx * sin) * far * 1.15);
        let (sx, sy) = (sx + width as f32 / 2.0, sy + height as f32 / 2.0);
        let inside = sx >= 0.0 && sy >= 0.0 && sx < width as f32 - 1.0 && sy < height as f32 - 1.0;
        let table = 70.0 + ((x * 7 + y * 13) % 23) as f32;
        let paper = if inside { sample(&page, sx, sy) * 0.8 + 20.0 } else { table };
        let light = 1.0 - 0.35 * x as f32 / width as f32;
        Luma([(paper * light) as u8])
    });
    let blurred = image::imageops::blur(&canvas, 1.1);
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, quality).encode_image(&blurred).unwrap();
    jpeg
}

fn sample(page: &GrayImage, x: f32, y: f32) -> f32 {
    let (fx, fy) = (x.fract(), y.fract());
    let at = |dx: u32, dy: u32| f32::from(page.get_pixel(x as u32 + dx, y as u32 + dy).0[0]);
    (at(0, 0) * (1.0 - fx) + at(1, 0) * fx) * (1.0 - fy) + (at(0, 1) * (1.0 - fx) + at(1, 1) * fx) * fy
}

fn check<'a>(report: &'a Value, code: &str) -> &'a str {
    let all = report["inputs"][0]["badges"][0]["checks"].as_array().unwrap();
    all.iter().find(|c| c["code"] == code).and_then(|c| c["outcome"].as_str()).unwrap_or("none")
}

fn verify(photo: &Path, more: &[&str], code: i32) -> Value {
    serde_json::from_str(&run(badge(["verify", "--json"]).arg(photo).args(more), code)).unwrap()
}

fn in_place(place: &Path, args: &[&str]) -> Command {
    let mut command = badge(args.iter().copied());
    command.env("BADGE_PLACE", place);
    command
}

fn file(answer: &Value, ending: &str) -> PathBuf {
    let files = answer["files"].as_array().unwrap();
    files.iter().filter_map(Value::as_str).find(|f| f.ends_with(ending)).unwrap().into()
}

#[test]
fn a_printed_code_is_checked_from_a_bad_photo() {
    let dir = tempfile::tempdir().unwrap();
    let (place, www) = (dir.path().join("lieu"), dir.path().join("www"));
    let base = "https://badges.example.org";
    let init =
        ["init", "--name", "La Fabrique", "--email", "badges@example.org", "--no-passphrase", "--examples", "--url"];
    run(badge(init).arg(base).arg(&place), 0);
    let issue = ["issue", "--json", "decoupe-laser", "--to", "lea@example.org"];
    let issued: Value = serde_json::from_str(run(&mut in_place(&place, &issue), 0).trim()).unwrap();
    run(in_place(&place, &["publish", "--out"]).arg(&www), 0);
    let (address, _web) = serve_dir(&www).unwrap();
    let stand_in = format!("badges.example.org={address}");

    // The code, from the baked picture, for print.
    let svg = dir.path().join("code.svg");
    let made = run(in_place(&place, &["qr", "--json"]).arg(file(&issued, ".png")).arg("--out").arg(&svg), 0);
    let made: Value = serde_json::from_str(&made).unwrap();
    assert_eq!((&made["schema"], &made["signed"]), (&Value::from("badge-qr/1"), &Value::Bool(true)));
    assert!(made["address"].as_str().unwrap().starts_with("https://badges.example.org/v#"));
    println!("version {} at level M, {} mm", made["version"], made["millimetres"]);
    assert!(made["version"].as_u64().unwrap() <= 20);

    // On a page, at the size the command names; photographed at about 12 pixels a millimetre.
    let page = page(&fs::read_to_string(&svg).unwrap(), made["millimetres"].as_f64().unwrap());
    let printed = to_png(page.as_bytes(), 3_500, &Limits::default()).unwrap();
    let shot = dir.path().join("photo.jpg");
    fs::write(&shot, photo(&printed, 9.0, 40)).unwrap();

    // Nothing known and no network: the signature holds, and nobody can say whose it is.
    let report = verify(&shot, &["--offline"], 3);
    assert_eq!(check(&report, "proof.signature"), "pass");
    assert_eq!(check(&report, "issuer.confirmed"), "skipped");
    // The issuer's keys were kept from another time, and nothing else of it.
    let kept = dir.path().join("kept");
    let png = file(&issued, ".png");
    let record = ["--stand-in", &stand_in, "--record", kept.to_str().unwrap()];
    verify(&png, &record, 0);
    let cache = ["--offline", "--cache", kept.to_str().unwrap()];
    let report = verify(&shot, &cache, 3);
    assert_eq!((check(&report, "issuer.confirmed"), check(&report, "status.revocation")), ("pass", "skipped"));
    let enough = ["--accept-unread-status", "--recipient", "lea@example.org"];
    let report = verify(&shot, &[&cache[..], &enough].concat(), 0);
    assert_eq!(report["recipient"], "match");
    // With a network the full badge is read, and is the one that was meant.
    let report = verify(&shot, &["--stand-in", &stand_in], 0);
    assert_eq!((check(&report, "compact.full"), check(&report, "status.revocation")), ("pass", "pass"));

    // Revoked since: the photo is the same, the answer is not.
    run(&mut in_place(&place, &["revoke", issued["token"].as_str().unwrap(), "--yes", "--reason", "erreur"]), 0);
    run(in_place(&place, &["publish", "--out"]).arg(&www), 0);
    let report = verify(&shot, &["--stand-in", &stand_in], 1);
    assert_eq!(report["inputs"][0]["badges"][0]["status"], "revoked");
}

#[test]
fn the_code_of_a_badge_of_others_is_the_address_of_its_page() {
    let dir = tempfile::tempdir().unwrap();
    let credential = dir.path().join("credential.json");
    let corpus = badge_tests::corpus::folder().join("compact_good/web");
    let full = fs::read_dir(corpus).unwrap().map(|e| fs::read(e.unwrap().path()).unwrap());
    let full = full.into_iter().find(|bytes| String::from_utf8_lossy(bytes).contains("OpenBadgeCredential")).unwrap();
    fs::write(&credential, full).unwrap();
    let made: Value = serde_json::from_str(&run(badge(["qr", "--json"]).arg(&credential), 0)).unwrap();
    assert_eq!(made["signed"], false);
    assert_eq!(made["address"], "https://trois-ponts.example.org/b/Qm9uam91ciBsZXMgYW1pcw/");
    assert!(dir.path().join("credential-qr.png").is_file());
    // A badge that lies nowhere has nothing to open.
    let nowhere = badge_tests::corpus::folder().join("trust_known/badge.json");
    run(badge(["qr"]).arg(nowhere).arg("--out").arg(dir.path().join("x.png")), 2);
}
