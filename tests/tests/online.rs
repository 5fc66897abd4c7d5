//! Badges verified over the network, against a folder of files served on loopback in the name of its address.

use badge_core::container::open;
use badge_core::drive;
use badge_core::http::{Client, HttpPolicy};
use badge_core::limits::Limits;
use badge_core::resource::{Index, Resources};
use badge_core::time::Timestamp;
use badge_core::verify::{Policy, Report, Verdict};
use badge_tests::{Issuer, Web, serve_dir};

struct Site {
    folder: tempfile::TempDir,
    web: Web,
    client: Client,
    policy: Policy,
}

impl Site {
    /// A site at `https://badges.example.org` with a DID document.
    fn of(issuer: &Issuer) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(".well-known")).unwrap();
        std::fs::write(folder.path().join(".well-known/did.json"), issuer.did_document()).unwrap();
        let (address, web) = serve_dir(folder.path()).unwrap();
        let mut http = HttpPolicy::default();
        http.stand_ins.insert("badges.example.org".to_owned(), address);
        let policy = Policy::at(Timestamp::parse("2026-04-01T00:00:00Z").unwrap());
        Self { folder, web, client: Client::new(http).unwrap(), policy }
    }

    async fn verify(&self, badge: &str) -> (Report, Resources) {
        let opened = open(badge.as_bytes(), &Limits::default());
        let fetch = |lookup| {
            let client = &self.client;
            async move { client.get(&lookup).await }
        };
        drive::run(&opened.found[0], &self.policy, Resources::new(), fetch).await
    }
}

fn le_canal() -> Issuer {
    Issuer::named("le canal", "did:web:badges.example.org")
}

#[tokio::test]
async fn a_badge_of_a_published_place_is_verified() {
    let issuer = le_canal();
    let site = Site::of(&issuer);
    let (report, _) = site.verify(&issuer.badge("")).await;
    assert_eq!(report.verdict, Verdict::Verified, "{:#?}", report.checks);
    assert_eq!(site.web.found(), ["/.well-known/did.json"]);

    let (altered, _) = site.verify(&issuer.badge("").replace("Un atelier.", "Deux ateliers.")).await;
    assert_eq!(altered.verdict, Verdict::Rejected);
    let (forged, _) = site.verify(&Issuer::named("somebody else", &issuer.id).badge("")).await;
    assert_eq!(forged.verdict, Verdict::Rejected, "{:#?}", forged.checks);
}

#[tokio::test]
async fn without_the_issuer_s_keys_nobody_can_tell() {
    let issuer = le_canal();
    let site = Site::of(&issuer);
    std::fs::remove_file(site.folder.path().join(".well-known/did.json")).unwrap();
    let (report, _) = site.verify(&issuer.badge("")).await;
    assert_eq!(report.verdict, Verdict::Inconclusive, "{:#?}", report.checks);
    assert_eq!(site.web.requests().len(), 1, "nothing is asked twice");
}

#[tokio::test]
async fn an_issuer_that_is_its_key_needs_no_network() {
    let site = Site::of(&le_canal());
    let (report, known) = site.verify(&Issuer::key_only("alone").badge("")).await;
    assert_eq!(report.verdict, Verdict::Verified, "{:#?}", report.checks);
    assert!(known.is_empty() && site.web.requests().is_empty());
}

#[tokio::test]
async fn a_recording_gives_the_same_report_years_later() {
    let issuer = le_canal();
    let site = Site::of(&issuer);
    let badge = issuer.badge("");
    let (report, known) = site.verify(&badge).await;
    let mut index = Index::new();
    let files = index.insert_all(&known);
    let index = Index::parse(index.to_json().as_bytes(), &Limits::default()).unwrap();
    let mut recorded = Resources::new();
    for (url, entry) in index.iter() {
        let bytes = entry.file.as_ref().map(|name| files[name].to_vec()).unwrap_or_default();
        recorded.insert(url, entry.answer(bytes));
    }
    let opened = open(badge.as_bytes(), &Limits::default());
    let (again, _) = drive::run_blocking(&opened.found[0], &site.policy, Resources::new(), drive::replay(&recorded));
    assert_eq!(again, report);
}
