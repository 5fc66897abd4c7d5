use super::*;
use crate::crypto::{KeyKind, SecretKey, SeededEntropy, Signer as _};
use crate::limits::Limits;
use crate::resource::Body;
use crate::trust::{KnownIssuer, TrustList};
use crate::zip::{self, ZipWriter};

fn key(seed: &[u8]) -> SecretKey {
    SecretKey::generate(KeyKind::Ed25519, &mut SeededEntropy::new(seed)).unwrap()
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

const DID: &str = "https://pont.example.org/.well-known/did.json";
const GONE: &str = "https://pont.example.org/b/2/assertion.json";

fn found(bytes: &str) -> Answer {
    Answer::Found(Body { media_type: Some("application/json".to_owned()), ..Body::of(bytes) })
}

fn packed(signer: &SecretKey, files: &[(&str, Option<&str>, Answer)]) -> Vec<u8> {
    let issuer = Some("did:web:pont.example.org".to_owned());
    let about = About { name: "L’Atelier des Trois-Ponts".to_owned(), issuer, made: at("2026-03-02T09:00:00Z") };
    let mut packing = Packing::new(Vec::new(), about);
    for (address, path, answer) in files {
        let path = path.map(str::to_owned);
        packing.add(&Stored { addresses: vec![url(address)], path, answer: answer.clone() }).unwrap();
    }
    packing.finish(signer).unwrap()
}

fn sound() -> Vec<u8> {
    packed(
        &key(b"pont"),
        &[
            (DID, Some(".well-known/did.json"), found("{\"id\":\"did:web:pont.example.org\"}")),
            (GONE, None, Answer::Gone(Body::of("{\"revoked\":true}"))),
            ("https://pont.example.org/b/3/assertion.json", None, Answer::NotFound),
            ("https://pont.example.org/b/4/assertion.json", None, Answer::Refused(Rule::Port)),
            ("https://autre.example.org/.well-known/did.json", None, found("{\"id\":\"did:web:autre.example.org\"}")),
        ],
    )
}

fn open(bytes: &[u8]) -> Result<Archive, ArchiveError> {
    Archive::open(bytes.to_vec(), &Limits::default())
}

/// Names and contents.
type Files = Vec<(String, Vec<u8>)>;

/// The files of a ZIP with a change, packed again.
fn repacked(bytes: &[u8], change: &dyn Fn(&mut Files)) -> Vec<u8> {
    let zip = zip::entries(bytes, &Limits::default()).unwrap();
    let mut files: Files = zip.entries().iter().map(|e| (e.name.clone(), zip.read(e, 1 << 20).unwrap())).collect();
    change(&mut files);
    let mut out = ZipWriter::new(Vec::new(), at("2026-03-02T09:00:00Z"));
    for (name, bytes) in files {
        out.add(&name, &bytes).unwrap();
    }
    out.finish().unwrap()
}

#[test]
fn what_was_packed_is_answered_and_dated() {
    assert_eq!(sound(), sound(), "the same input gives the same bytes");
    let archive = open(&sound()).unwrap();
    assert_eq!(archive.about().issuer.as_deref(), Some("did:web:pont.example.org"));
    assert_eq!(archive.key(), key(b"pont").public_key());
    let Some(Answer::Found(body)) = archive.answer(&url(&format!("{DID}#key")), &Vouched::Everything) else {
        panic!("found")
    };
    assert_eq!(body.bytes, b"{\"id\":\"did:web:pont.example.org\"}");
    let made = Some(at("2026-03-02T09:00:00Z"));
    assert_eq!((body.archived, body.fetched, body.media_type.as_deref()), (made, made, Some("application/json")));
    assert!(matches!(archive.answer(&url(GONE), &Vouched::Everything), Some(Answer::Gone(_))));
    assert_eq!(
        archive.answer(&url("https://pont.example.org/b/3/assertion.json"), &Vouched::Everything),
        Some(Answer::NotFound)
    );
    assert_eq!(archive.answer(&url("https://pont.example.org/b/4/assertion.json"), &Vouched::Everything), None);
    assert_eq!(archive.index().iter().count(), 4);
    let bytes = sound();
    assert!(zip::entries(&bytes, &Limits::default()).unwrap().find("site/.well-known/did.json").is_some());
}

#[test]
fn an_archive_is_believed_only_as_far_as_its_key_is_known() {
    let archive = open(&sound()).unwrap();
    let now = at("2026-06-01T00:00:00Z");
    let list = |id: &str, own: &SecretKey| {
        let mut list = TrustList::new("essai", at("2026-01-01T00:00:00Z"));
        list.valid_until = Some(at("2027-01-01T00:00:00Z"));
        let mut issuer = KnownIssuer::new(id);
        issuer.keys = vec![own.public_key().clone()];
        list.set(issuer);
        vec![list]
    };
    let other = "https://autre.example.org/.well-known/did.json";
    let believed = |vouched: &Vouched| [DID, other].map(|a| vouched.covers(&url(a)));
    let unknown = archive.vouched(&[key(b"other").public_key().clone()], &[], now);
    assert_eq!((&unknown, believed(&unknown)), (&Vouched::Nothing, [false, false]));
    assert_eq!(archive.answer(&url(DID), &unknown), Some(Answer::Refused(Rule::UnknownArchive)));
    assert_eq!(archive.answer(&url("https://pont.example.org/nowhere"), &unknown), None);
    let named = archive.vouched(&[key(b"pont").public_key().clone()], &[], now);
    assert_eq!(believed(&named), [true, true]);
    // As the key of one issuer it speaks for that issuer, and never for another place.
    let listed = archive.vouched(&[], &list("did:web:pont.example.org", &key(b"pont")), now);
    assert_eq!(believed(&listed), [true, false]);
    assert_eq!(archive.answer(&url(other), &listed), Some(Answer::Refused(Rule::UnknownArchive)));
    // On the list with another key; on it without keys; on a list that is over.
    assert_eq!(archive.vouched(&[], &list("did:web:pont.example.org", &key(b"other")), now), Vouched::Nothing);
    let mut bare = list("did:web:pont.example.org", &key(b"pont"));
    bare[0].set(KnownIssuer::new("did:web:pont.example.org"));
    assert_eq!(archive.vouched(&[], &bare, now), Vouched::Nothing);
    let over = at("2027-06-01T00:00:00Z");
    assert_eq!(archive.vouched(&[], &list("did:web:pont.example.org", &key(b"pont")), over), Vouched::Nothing);
}

#[test]
fn what_was_changed_since_is_refused() {
    let named = |files: &mut Files, name: &str| files.iter().position(|f| f.0 == name).unwrap();
    let did = "site/.well-known/did.json";
    let changed = repacked(&sound(), &|f| {
        let at = named(f, did);
        f[at].1[2] = b'X';
    });
    assert_eq!(open(&changed).unwrap_err(), ArchiveError::Changed { name: did.to_owned() });
    let more = repacked(&sound(), &|f| f.push(("site/more.json".to_owned(), b"{}".to_vec())));
    assert_eq!(open(&more).unwrap_err(), ArchiveError::Unlisted { name: "site/more.json".to_owned() });
    let without = |name: &str| repacked(&sound(), &|f| f.retain(|file| file.0 != name));
    let less = without(did);
    assert_eq!(open(&less).unwrap_err(), ArchiveError::Unlisted { name: did.to_owned() });
    let index = repacked(&sound(), &|f| {
        let at = named(f, INDEX);
        f[at].1 = b"{}".to_vec();
    });
    assert_eq!(open(&index).unwrap_err(), ArchiveError::Changed { name: INDEX.to_owned() });
    for name in [INDEX, MANIFEST] {
        assert_eq!(open(&without(name)).unwrap_err(), ArchiveError::Missing(name));
    }
}

#[test]
fn the_manifest_is_held_to_its_form() {
    let signer = key(b"pont");
    let with_manifest = |change: &dyn Fn(&mut crate::json::Object, &mut crate::json::Object), by: &SecretKey| {
        let bytes = repacked(&sound(), &|files| {
            let at = files.iter().position(|f| f.0 == MANIFEST).unwrap();
            let token = String::from_utf8(files[at].1.clone()).unwrap();
            let jws = crate::crypto::jose::Jws::parse(&token, &Limits::default()).unwrap();
            let mut payload = crate::json::parse(jws.payload(), &Limits::default()).unwrap();
            let mut header = crate::trust::signing_header(TYP, signer.public_key());
            change(&mut header, payload.as_object_mut().unwrap());
            let input = crate::crypto::jose::signing_input(&header, payload.to_compact().as_bytes());
            let signature = by.sign(crate::crypto::JwsAlgorithm::EdDsa, input.as_bytes()).unwrap();
            files[at].1 = crate::crypto::jose::encode(&input, &signature).into_bytes();
        });
        open(&bytes).map(|_| ()).err()
    };
    assert_eq!(with_manifest(&|_, _| {}, &signer), None);
    assert_eq!(
        with_manifest(&|_, _| {}, &key(b"other")),
        Some(ArchiveError::Signature(crate::crypto::SignatureError::Mismatch))
    );
    let member = |name: &str| Some(ArchiveError::Member { member: name.to_owned() });
    assert_eq!(with_manifest(&|_, m| m.set("schema", "badge-archive/2"), &signer), member("schema"));
    assert_eq!(with_manifest(&|_, m| m.set("made", "hier"), &signer), member("made"));
    assert_eq!(with_manifest(&|_, m| m.set("issuer", "nobody"), &signer), member("issuer"));
    assert_eq!(with_manifest(&|_, m| m.set("files", "all"), &signer), member("files"));
    assert_eq!(with_manifest(&|_, m| drop(m.remove("name")), &signer), member("name"));
    let typ = Some(ArchiveError::Typ { found: Some(crate::trust::TYP.to_owned()) });
    assert_eq!(with_manifest(&|h, _| h.set("typ", crate::trust::TYP), &signer), typ);
    assert_eq!(with_manifest(&|h, _| drop(h.remove("jwk")), &signer), Some(ArchiveError::NoKey));
    // RFC 7517 section 4.4
    let named = |alg: &str| {
        let mut jwk = signer.public_key().to_jwk();
        jwk.set("alg", alg);
        with_manifest(&|h, _| h.set("jwk", jwk.clone()), &signer)
    };
    assert_eq!(named("EdDSA"), None);
    assert!(matches!(named("RS256"), Some(ArchiveError::Key(crate::crypto::KeyError::JwkOtherAlgorithm { .. }))));
}

#[test]
fn an_archive_cut_short_says_so() {
    let bytes = sound();
    let cut = |len: usize| open(&bytes[..len]).unwrap_err();
    assert_eq!(cut(bytes.len() - 10), ArchiveError::Zip(ZipFault::Truncated));
    assert_eq!(cut(bytes.len() / 2), ArchiveError::Zip(ZipFault::Truncated));
    assert_eq!(cut(0), ArchiveError::Zip(ZipFault::NotZip));
}

/// Signed by its maker, and naming a file that is not there.
#[test]
fn an_index_that_names_nothing_is_refused() {
    let signer = key(b"pont");
    let index = br#"{"https://pont.example.org/x": "site/none.json"}"#;
    let digest = crate::text::hex(&crate::crypto::sha256(index));
    let manifest = format!(
        r#"{{"schema":"{SCHEMA}","name":"Pont","made":"2026-03-02T09:00:00Z",
        "files":{{"index.json":{{"sha256":"{digest}","size":{}}}}}}}"#,
        index.len()
    );
    let header = crate::trust::signing_header(TYP, signer.public_key());
    let input = crate::crypto::jose::signing_input(&header, manifest.as_bytes());
    let token = crate::crypto::jose::encode(
        &input,
        &signer.sign(crate::crypto::JwsAlgorithm::EdDsa, input.as_bytes()).unwrap(),
    );
    let mut out = ZipWriter::new(Vec::new(), at("2026-03-02T09:00:00Z"));
    out.add(INDEX, index).unwrap();
    out.add(MANIFEST, token.as_bytes()).unwrap();
    let error = open(&out.finish().unwrap()).unwrap_err();
    assert_eq!(error, ArchiveError::Unlisted { name: "site/none.json".to_owned() });
}
