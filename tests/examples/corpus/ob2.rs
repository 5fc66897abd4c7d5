//! Cases of Open Badges 2.0.

use badge_core::crypto::JwsAlgorithm::{Es256, Rs256};
use badge_core::crypto::Signer as _;
use badge_core::json::Value;
use badge_core::resource::{Answer, Body};

use crate::case::Case;
use crate::documents::{Keys, cut, jws, parse, set, with};

pub(crate) const A: &str = "https://trois-ponts.example.org/b/7/assertion.json";
pub(crate) const B: &str = "https://trois-ponts.example.org/achievements/soudure.v2.json";
pub(crate) const I: &str = "https://trois-ponts.example.org/issuer.json";
const K: &str = "https://trois-ponts.example.org/keys/rsa.pem.json";
const L: &str = "https://trois-ponts.example.org/revocations.json";

const LINK: &str = r#"{"@context":"https://w3id.org/openbadges/extensions/applyLinkExtension/context.json",
    "type":["Extension","extensions:ApplyLink"],"url":"https://trois-ponts.example.org/inscription"}"#;

pub(crate) fn cases(keys: &Keys) -> Vec<Case> {
    let mut all = hosted();
    all.extend(served_as_token(keys));
    all.extend(signed(keys));
    all
}

/// A list of revoked badges that names this one.
fn list_of(id: &str) -> Value {
    parse(&format!(
        r#"{{"@context":"https://w3id.org/openbadges/v2","type":"RevocationList","id":"{L}","issuer":"{I}",
        "revokedAssertions":["{id}"]}}"#
    ))
}

pub(crate) fn assertion() -> Value {
    let hash = badge_core::text::hex(&badge_core::crypto::sha256(b"sacha@example.orgfleur"));
    parse(&format!(
        r#"{{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"{A}","badge":"{B}",
        "recipient":{{"type":"email","hashed":true,"salt":"fleur","identity":"sha256${hash}"}},
        "verification":{{"type":"HostedBadge"}},"issuedOn":"2026-02-14T15:00:00+01:00",
        "narrative":"A soudé le portail du jardin partagé."}}"#
    ))
}

pub(crate) fn badge_class() -> Value {
    parse(&format!(
        r#"{{"@context":"https://w3id.org/openbadges/v2","type":"BadgeClass","id":"{B}","name":"Soudure à l’arc",
        "description":"Sait assembler deux pièces d’acier.","image":"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNoAAAAggCB2kUIOwAAAABJRU5ErkJggg==",
        "criteria":{{"narrative":"Souder un cadre qui tient l’équerre."}},"issuer":"{I}"}}"#
    ))
}

pub(crate) fn issuer() -> Value {
    parse(&format!(
        r#"{{"@context":"https://w3id.org/openbadges/v2","type":"Profile","id":"{I}","name":"L’Atelier des Trois-Ponts",
        "url":"https://trois-ponts.example.org/","email":"bonjour@trois-ponts.example.org"}}"#
    ))
}

/// A hosted badge whose three documents are served, each with a change.
pub(crate) fn web(case: Case, a: &dyn Fn(&mut Value), b: &dyn Fn(&mut Value), i: &dyn Fn(&mut Value)) -> Case {
    case.serves(A, &with(&assertion(), a)).serves(B, &with(&badge_class(), b)).serves(I, &with(&issuer(), i))
}

const V2: &str = "https://w3id.org/openbadges/v2";
const V2P1: &str = "https://purl.imsglobal.org/spec/ob/v2p1/ob_v2p1.jsonld";

fn hosted() -> Vec<Case> {
    let none = |_: &mut Value| ();
    let case = |name, sentence| Case::json(name, sentence, &assertion());
    let a = |name, sentence, change: &dyn Fn(&mut Value)| web(case(name, sentence), change, &none, &none);
    let b = |name, sentence, change: &dyn Fn(&mut Value)| web(case(name, sentence), &none, change, &none);
    let i = |name, sentence, change: &dyn Fn(&mut Value)| web(case(name, sentence), &none, &none, change);
    let gone = Body {
        bytes: br#"{"@context":"https://w3id.org/openbadges/v2","revoked":true,"revocationReason":"erreur"}"#.to_vec(),
        ..Body::default()
    };
    let odd = parse(&format!(
        r#"{{"@context":["https://w3id.org/openbadges/v2",{{"lieu":"https://trois-ponts.example.org/vocab#lieu"}}],
        "@type":"obi:Assertion","@id":"{A}","https://w3id.org/openbadges#badge":{{"id":"{B}"}},"lieu":"Le Dôme",
        "obi:recipient":{{"type":"schema:email","hashed":false,"identity":"sacha@example.org"}},
        "verify":{{"type":"hosted"}},"obi:issueDate":"2026-02-14T14:00:00Z","inconnu":true}}"#
    ));
    let plain = |d: &mut Value, address: &str, value: &str| set(d, address, value);
    let elsewhere = "https://orme.example.org/soudure.json";
    vec![
        a("hosted_good", "A hosted badge as it should be.", &none)
            .verified("hosted.scope")
            .line("ask_recipient", "sacha@example.org")
            .line("recipient", "match"),
        a("hosted_2.1", "Its contexts are those of 2.0 and of 2.1.", &|d| {
            set(d, "/@context", vec![V2, V2P1]);
        })
        .verified("hosted.scope"),
        i("hosted_2.1-issuer", "Its issuer's profile also speaks of the programs of 2.1.", &|d| {
            set(d, "/@context", vec![V2, V2P1]);
            let own = "https://trois-ponts.example.org/connexion";
            set(d, "/badgeConnectAPI", parse(&format!(r#"[{{"type":"BadgeConnectAPI","apiBase":"{own}"}}]"#)));
        })
        .verified("issuer.profile"),
        a("hosted_2.1-alone", "The context of 2.1 alone, which has no word for what a badge says.", &|d| {
            set(d, "/@context", V2P1);
        })
        .rejected("document.schema", "member-missing"),
        case("hosted_unread", "Nobody asked the site yet: the copy in hand says only where to look.").open("hosted.fetched", "awaiting"),
        case("hosted_not-found", "It is not there any more: that is not to say that it was revoked.")
            .answers(A, Answer::NotFound)
            .open("hosted.fetched", "unanswered"),
        case("hosted_gone", "The site says that it was withdrawn.")
            .answers(A, Answer::Gone(gone))
            .line("standing", "revoked")
            .rejected("status.revocation", "revoked"),
        a("hosted_revoked", "What is served says that it is revoked.", &|d| set(d, "/revoked", true))
            .line("standing", "revoked")
            .rejected("status.revocation", "revoked"),
        case("hosted_page", "A page is served where the badge should be.")
            .serves_bytes(A, b"<!doctype html>".to_vec())
            .open("hosted.fetched", "unanswered"),
        a("hosted_copy-differs", "The copy in hand says something else: the served one counts.", &|d| {
            plain(d, "/narrative", "A soudé une chaise.");
        })
        .warned("hosted.same", "copy-differs"),
        a("hosted_expired", "Its time is over.", &|d| plain(d, "/expires", "2026-03-01T00:00:00Z"))
            .rejected("status.expiry", "expired"),
        a("hosted_from-future", "Issued next year.", &|d| plain(d, "/issuedOn", "2027-02-14T15:00:00+01:00"))
            .rejected("status.not_before", "not-yet-valid"),
        a("hosted_date-alone", "A day where an instant should be.", &|d| plain(d, "/issuedOn", "2026-02-14"))
            .rejected("document.schema", "date-malformed"),
        a("hosted_hash", "An address where its hash was promised.", &|d| {
            plain(d, "/recipient/identity", "sacha@example.org");
        })
        .rejected("document.subject", "identity-inconsistent"),
        a("hosted_hashed-unsaid", "It does not say whether the address is hashed.", &|d| cut(d, "/recipient/hashed"))
            .rejected("document.subject", "member-missing"),
        a("hosted_two-issuers", "It names another issuer than its badge class.", &|d| {
            plain(d, "/issuer", "https://orme.example.org/profil.json");
        })
        .rejected("issuer.consistent", "issuers-differ"),
        a("hosted_own-picture", "A baked picture inside itself.", &|d| plain(d, "/image", "data:image/png;base64,AAAA"))
            .rejected("document.schema", "member-value"),
        b("hosted_without-criteria", "A badge class without criteria.", &|d| cut(d, "/criteria"))
            .rejected("document.schema", "member-missing")
            .line("at", "/badge/criteria"),
        b("hosted_criteria-of-nothing", "A badge class whose criteria are a name that leads nowhere.", &|d| {
            set(d, "/criteria", parse(r#"{"id":"_:b0"}"#));
        })
        .rejected("document.schema", "member-missing")
        .line("at", "/badge/criteria"),
        b("hosted_extension", "A badge class with a link for those who want it: a published extension.", &|d| {
            set(d, "/extensions:applyLink", parse(LINK));
        })
        .verified("document.schema"),
        b("hosted_extension-bad", "The same, with a word where the link should be.", &|d| {
            let link = parse(LINK);
            set(d, "/extensions:applyLink", with(&link, |l| set(l, "/url", "ici")));
        })
        .rejected("document.schema", "member-value")
        .line("at", "/badge/extensions:applyLink/url"),
        b("hosted_extension-unknown", "An extension of somebody's own: not checked, and told.", &|d| {
            let own = r#"{"@context":{"couleur":"https://trois-ponts.example.org/vocab#couleur"},
                "type":["Extension","https://trois-ponts.example.org/vocab#Couleur"],"couleur":"bleu"}"#;
            set(d, "/https:~1~1trois-ponts.example.org~1vocab#teinte", parse(own));
        })
        .warned("document.schema", "extension-not-checked"),
        b("hosted_picture-missing", "The class's picture is not there: the badge stands.", &|d| {
            plain(d, "/image", "https://trois-ponts.example.org/soudure.png");
        })
        .answers("https://trois-ponts.example.org/soudure.png", Answer::NotFound)
        .warned("document.schema", "not-served"),
        b("hosted_picture-is-a-page", "A page where the class's picture should be.", &|d| {
            plain(d, "/image", "https://trois-ponts.example.org/soudure.png");
        })
        .serves_bytes("https://trois-ponts.example.org/soudure.png", b"<!doctype html><p>Bonjour".to_vec())
        .rejected("document.schema", "unsupported-format"),
        b("hosted_without-name", "A badge class without a name.", &|d| cut(d, "/name"))
            .rejected("document.schema", "member-missing"),
        b("hosted_without-image", "A badge class without a picture.", &|d| cut(d, "/image"))
            .rejected("document.schema", "member-missing"),
        b("hosted_class-is-no-class", "The badge leads to something else.", &|d| plain(d, "/type", "Profile"))
            .rejected("document.schema", "type-missing"),
        i("hosted_issuer-without-email", "An issuer that cannot be written to.", &|d| cut(d, "/email"))
            .rejected("document.schema", "member-missing")
            .line("at", "/badge/issuer/email"),
        i("hosted_scope-path", "The issuer's badges live elsewhere on its site.", &|d| {
            set(d, "/verification", parse(r#"{"startsWith":"https://trois-ponts.example.org/autres/"}"#));
        })
        .rejected("hosted.scope", "out-of-scope"),
        {
            let address = "https://trois-ponts.example.org/b/../membres/7.json";
            let mut climbing = assertion();
            set(&mut climbing, "/id", address);
            let case =
                Case::json("hosted_scope-climbs", "An address that leaves the folder it begins with.", &climbing);
            web(case, &none, &none, &|d| {
                set(d, "/verification", parse(r#"{"startsWith":"https://trois-ponts.example.org/b/"}"#));
            })
            .serves(address, &climbing)
            .rejected("hosted.scope", "out-of-scope")
        },
        i("hosted_no-origins", "The issuer allows no origin at all, which nobody can hold anybody to.", &|d| {
            set(d, "/verification", parse(r#"{"allowedOrigins":[]}"#));
        })
        .warned("document.schema", "member-value"),
        b("hosted_language", "The class names its language as people do.", &|d| plain(d, "/@language", "français"))
            .rejected("document.schema", "member-value")
            .line("at", "/badge/@language"),
        i("hosted_listed", "The issuer's list of revoked badges names a hosted one.", &|d| set(d, "/revocationList", L))
            .serves(L, &list_of(A))
            .line("standing", "revoked")
            .rejected("status.revocation", "revoked"),
        i("hosted_list-unread", "Nobody read the issuer's list: a hosted badge answers for itself.", &|d| {
            set(d, "/revocationList", L);
        })
        .line("verdict", "verified")
        .line("code", "status.revocation")
        .line("outcome", "pass"),
        i("hosted_scope-host", "The issuer's badges live on another site.", &|d| {
            set(d, "/verification", parse(r#"{"allowedOrigins":["badges.example.org"]}"#));
        })
        .rejected("hosted.scope", "out-of-scope"),
        case("hosted_issuer-unread", "The issuer's profile is not there.")
            .serves(A, &assertion())
            .serves(B, &badge_class())
            .answers(I, Answer::NotFound)
            .open("issuer.profile", "unanswered"),
        case("hosted_issuer-is-a-page", "A page is served where the issuer's profile should be.")
            .serves(A, &assertion())
            .serves(B, &badge_class())
            .serves_bytes(I, b"<!doctype html>".to_vec())
            .open("issuer.profile", "unanswered"),
        case("hosted_issuer-is-an-error", "A few words about an error are served where the issuer's profile should be.")
            .serves(A, &assertion())
            .serves(B, &badge_class())
            .serves(I, &parse(r#"{"error":"Service unavailable","status":503}"#))
            .open("issuer.profile", "unanswered"),
        case("hosted_issuer-is-another", "A profile that is somebody else's is served where the issuer's should be.")
            .serves(A, &assertion())
            .serves(B, &badge_class())
            .serves(I, &with(&issuer(), |d| plain(d, "/id", "urn:uuid:3c574c87-b96f-4f06-8eb5-68a29335b60f")))
            .rejected("issuer.profile", "id-differs"),
        case("hosted_class-is-empty", "Nothing at all is served where the badge class should be.")
            .serves(A, &assertion())
            .serves_bytes(B, Vec::new())
            .serves(I, &issuer())
            .open("document.schema", "unanswered"),
        case("hosted_class-is-a-page", "A page is served where the badge class should be.")
            .serves(A, &assertion())
            .serves_bytes(B, b"<!doctype html><title>Maintenance</title>".to_vec())
            .serves(I, &issuer())
            .open("document.schema", "unanswered"),
        Case::bytes("hosted_other-document", "At the address of a badge lies something else.", "badge.txt", A.as_bytes().to_vec())
            .serves(A, &parse(r#"{"name":"Atelier du mardi","places":12}"#))
            .rejected("hosted.fetched", "served-other"),
        case("hosted_class-elsewhere", "The badge class lies on another site than its issuer.")
            .serves(A, &with(&assertion(), |d| plain(d, "/badge", elsewhere)))
            .serves(elsewhere, &with(&badge_class(), |d| plain(d, "/id", elsewhere)))
            .serves(I, &issuer())
            .warned("hosted.scope", "class-elsewhere"),
        case("hosted_class-unread", "The badge class was not read yet.").serves(A, &assertion()).open("document.schema", "awaiting"),
        case("hosted_moved", "The site serves it under another address, and there it is.")
            .serves(A, &with(&assertion(), |d| plain(d, "/id", "https://trois-ponts.example.org/b/8.json")))
            .serves("https://trois-ponts.example.org/b/8.json", &with(&assertion(), |d| {
                plain(d, "/id", "https://trois-ponts.example.org/b/8.json");
            }))
            .serves(B, &badge_class())
            .serves(I, &issuer())
            .warned("hosted.fetched", "id-differs"),
        case("hosted_circle", "Two addresses that name each other.")
            .serves(A, &with(&assertion(), |d| plain(d, "/id", "https://trois-ponts.example.org/b/8.json")))
            .serves("https://trois-ponts.example.org/b/8.json", &assertion())
            .rejected("hosted.fetched", "id-differs"),
        Case::json("hosted_nowhere", "A badge that does not say where it is served.", &with(&assertion(), |d| {
            plain(d, "/id", "urn:uuid:3c574c87-b96f-4f06-8eb5-68a29335b60e");
        }))
        .rejected("hosted.fetched", "not-verifiable"),
        web(Case::json("hosted_other-words", "The same, in aliases, prefixes and whole addresses.", &odd), &none, &none, &none)
            .answers(A, Answer::found(odd.to_pretty().into_bytes()))
            .line("ask_recipient", "sacha@example.org")
            .line("recipient", "match")
            .verified("hosted.same"),
        Case::json("hosted_embedded", "Badge class and issuer are embedded; the served ones count.", &assertion())
            .serves(A, &with(&assertion(), |d| {
                set(d, "/badge", with(&badge_class(), |b| plain(b, "/name", "Soudure au plasma")));
            }))
            .serves(B, &badge_class())
            .serves(I, &issuer())
            .warned("hosted.same", "copy-differs"),
        Case::json("hosted_issuer-without-address", "The issuer is only embedded, and has no address.", &assertion())
            .serves(A, &assertion())
            .serves(B, &with(&badge_class(), |b| {
                set(b, "/issuer", with(&issuer(), |i| plain(i, "/id", "urn:uuid:1c0b7b3a-52f5-4ad1-9be4-6f3f4f2f0011")));
            }))
            .line("verdict", "inconclusive")
            .line("code", "hosted.scope")
            .line("outcome", "warn")
            .line("reason", "scope-unenforceable"),
        Case::json(
            "hosted_copy-embeds-another",
            "The copy in hand embeds a badge class that is not the one served; the served badge only names it.",
            &with(&assertion(), |d| {
                set(d, "/badge", with(&badge_class(), |b| plain(b, "/name", "Soudure au plasma")));
            }),
        )
        .serves(A, &assertion())
        .serves(B, &badge_class())
        .serves(I, &issuer())
        .warned("hosted.same", "copy-differs"),
        Case::json(
            "hosted_copy-embeds-same",
            "The copy in hand embeds badge class and issuer as they are served.",
            &with(&assertion(), |d| set(d, "/badge", with(&badge_class(), |b| set(b, "/issuer", issuer())))),
        )
        .serves(A, &assertion())
        .serves(B, &badge_class())
        .serves(I, &issuer())
        .verified("hosted.same"),
        Case::json(
            "hosted_copy-embeds-other-issuer",
            "The copy in hand embeds a profile that says something else than the one served.",
            &with(&assertion(), |d| {
                let other = with(&issuer(), |i| plain(i, "/name", "Université de Trois-Ponts"));
                set(d, "/badge", with(&badge_class(), |b| set(b, "/issuer", other)));
            }),
        )
        .serves(A, &assertion())
        .serves(B, &badge_class())
        .serves(I, &issuer())
        .warned("hosted.same", "copy-differs"),
        Case::bytes("hosted_link", "Only the address of a badge.", "badge.txt", A.as_bytes().to_vec())
            .serves(A, &assertion())
            .serves(B, &badge_class())
            .serves(I, &issuer())
            .verified("hosted.fetched"),
        a("hosted_endorsed", "A neighbour's endorsement, served at its own address.", &|d| {
            plain(d, "/endorsement", "https://orme.example.org/soutien.json");
        })
        .serves("https://orme.example.org/soutien.json", &parse(&format!(
            r#"{{"@context":"https://w3id.org/openbadges/v2","type":"Endorsement",
            "id":"https://orme.example.org/soutien.json","issuer":"https://orme.example.org/profil.json",
            "claim":{{"id":"{A}","endorsementComment":"Un portail solide."}},
            "issuedOn":"2026-02-20T10:00:00Z","verification":{{"type":"HostedBadge"}}}}"#
        )))
        .serves("https://orme.example.org/profil.json", &parse(
            r#"{"@context":"https://w3id.org/openbadges/v2","type":"Profile","id":"https://orme.example.org/profil.json",
            "name":"Menuiserie Orme","url":"https://orme.example.org/","email":"atelier@orme.example.org"}"#
        ))
        .verified("endorsement.each"),
        a("hosted_endorsed-without-id", "An endorsement is carried inside, without the id that says where it is served.", &|d| {
            set(d, "/endorsement", parse(&format!(
                r#"[{{"type":"Endorsement","issuer":"https://orme.example.org/profil.json",
                "claim":{{"id":"{A}","endorsementComment":"Un portail solide."}},
                "issuedOn":"2026-02-20T10:00:00Z","verification":{{"type":"HostedBadge"}}}}]"#
            )));
        })
        .rejected("endorsement.each", "endorsement-bad"),
        a("hosted_endorsed-in-a-circle", "The neighbour's profile is endorsed by that same endorsement.", &|d| {
            plain(d, "/endorsement", "https://orme.example.org/soutien.json");
        })
        .serves("https://orme.example.org/soutien.json", &parse(&format!(
            r#"{{"@context":"https://w3id.org/openbadges/v2","type":"Endorsement",
            "id":"https://orme.example.org/soutien.json","issuer":"https://orme.example.org/profil.json",
            "claim":{{"id":"{A}","endorsementComment":"Un portail solide."}},
            "issuedOn":"2026-02-20T10:00:00Z","verification":{{"type":"HostedBadge"}}}}"#
        )))
        .serves("https://orme.example.org/profil.json", &parse(
            r#"{"@context":"https://w3id.org/openbadges/v2","type":"Profile","id":"https://orme.example.org/profil.json",
            "name":"Menuiserie Orme","url":"https://orme.example.org/","email":"atelier@orme.example.org",
            "endorsement":"https://orme.example.org/soutien.json"}"#
        ))
        .verified("endorsement.each"),
    ]
}

/// A JWS served where a hosted badge lives.
fn served_as_token(keys: &Keys) -> Vec<Case> {
    let token = jws(&assertion(), &keys.p256, Es256, &[]).into_bytes();
    let moved = with(&assertion(), |d| set(d, "/id", "https://trois-ponts.example.org/b/8.json"));
    let circle = jws(&moved, &keys.p256, Es256, &[]).into_bytes();
    vec![
        Case::json("hosted_token", "The site serves the hosted badge as a JWS.", &assertion())
            .serves_bytes(A, token)
            .serves(B, &badge_class())
            .serves(I, &issuer())
            .verified("hosted.fetched"),
        Case::json("hosted_token-elsewhere", "The site serves a JWS that says it lives elsewhere.", &assertion())
            .serves_bytes(A, circle)
            .rejected("hosted.fetched", "id-differs"),
    ]
}

fn signed(keys: &Keys) -> Vec<Case> {
    let doc = with(&assertion(), |d| {
        set(d, "/id", "urn:uuid:3c574c87-b96f-4f06-8eb5-68a29335b60e");
        set(d, "/verification", parse(&format!(r#"{{"type":"SignedBadge","creator":"{K}"}}"#)));
    });
    let token = |doc: &Value| jws(doc, &keys.rsa, Rs256, &[]);
    let key = parse(&format!(
        r#"{{"@context":"https://w3id.org/openbadges/v2","type":"CryptographicKey","id":"{K}","owner":"{I}",
        "publicKeyPem":""}}"#
    ));
    let key = with(&key, |k| set(k, "/publicKeyPem", keys.rsa.public_key().to_pem()));
    let profile = |more: &dyn Fn(&mut Value)| {
        with(&issuer(), |d| {
            set(d, "/publicKey", K);
            more(d);
        })
    };
    let none = |_: &mut Value| ();
    let web =
        |case: Case, profile: &Value, key: &Value| case.serves(B, &badge_class()).serves(I, profile).serves(K, key);
    let good = |name, sentence| web(Case::jws(name, sentence, token(&doc)), &profile(&none), &key);
    let listed = |name, sentence, entry: &str| {
        let list = parse(&format!(
            r#"{{"@context":"https://w3id.org/openbadges/v2","type":"RevocationList","id":"{L}","issuer":"{I}",
            "revokedAssertions":[{entry}]}}"#
        ));
        let issuer = profile(&|d| set(d, "/revocationList", L));
        web(Case::jws(name, sentence, token(&doc)), &issuer, &key).serves(L, &list)
    };
    // The same key in the other form in which a key document may hold it.
    let as_jwk = |algorithm: &str| {
        with(&key, |k| {
            cut(k, "/publicKeyPem");
            set(k, "/type", "JsonWebKey");
            let mut jwk = keys.rsa.public_key().to_jwk();
            jwk.set("alg", algorithm);
            set(k, "/publicKeyJwk", jwk);
        })
    };
    let id = "urn:uuid:3c574c87-b96f-4f06-8eb5-68a29335b60e";
    vec![
        good("signed_good", "A signed badge as it should be.")
            .verified("proof.signature")
            .line("ask_recipient", "sacha@example.org")
            .line("recipient", "match"),
        Case::jws("signed_unread", "Nobody asked the issuer's site yet.", token(&doc))
            .open("document.schema", "awaiting"),
        web(
            Case::jws(
                "signed_other-kind-of-key",
                "The key it names is of another kind than its signature.",
                token(&doc),
            ),
            &profile(&none),
            &with(&key, |k| {
                set(k, "/publicKeyPem", keys.p256.public_key().to_pem());
            }),
        )
        .rejected("proof.key", "algorithm-refused"),
        web(
            Case::jws("signed_altered", "The words were changed after signing.", {
                let other = with(&doc, |d| set(d, "/narrative", "A tout soudé."));
                let own = token(&doc);
                let (signed, signature) = own.rsplit_once('.').expect("a token");
                let (header, _) = signed.split_once('.').expect("a token");
                let payload = badge_core::text::base64url(other.to_compact().as_bytes());
                format!("{header}.{payload}.{signature}")
            }),
            &profile(&none),
            &key,
        )
        .rejected("proof.signature", "signature-mismatch"),
        web(
            Case::jws(
                "signed_key-other-algorithm",
                "The key, listed as a JWK, says that it is for another algorithm than the signature's.",
                token(&doc),
            ),
            &profile(&none),
            &as_jwk("PS256"),
        )
        .rejected("proof.key", "key-other-algorithm"),
        web(
            Case::jws("signed_key-as-jwk", "The key is listed as a JWK for the signature's algorithm.", token(&doc)),
            &profile(&none),
            &as_jwk("RS256"),
        )
        .verified("proof.key"),
        web(
            Case::jws("signed_key-not-listed", "The key is not among the issuer's.", token(&doc)),
            &with(&issuer(), |d| set(d, "/publicKey", "https://trois-ponts.example.org/keys/2.json")),
            &key,
        )
        .rejected("issuer.confirmed", "key-not-listed"),
        web(
            Case::jws(
                "signed_no-keys",
                "The issuer lists no key.",
                token(&with(&doc, |d| cut(d, "/verification/creator"))),
            ),
            &issuer(),
            &key,
        )
        .open("issuer.confirmed", "issuer-lists-no-key"),
        web(
            Case::jws(
                "signed_any-key",
                "It names no key: one of the issuer's fits.",
                token(&with(&doc, |d| cut(d, "/verification/creator"))),
            ),
            &profile(&none),
            &key,
        )
        .verified("issuer.confirmed"),
        web(
            Case::jws("signed_owner", "The key says that it is somebody else's.", token(&doc)),
            &profile(&none),
            &with(&key, |k| set(k, "/owner", "https://autre.example.org/profil.json")),
        )
        .warned("issuer.confirmed", "key-not-issuers"),
        listed(
            "signed_revoked",
            "The issuer's list names it.",
            &format!(r#"{{"id":"{id}","revocationReason":"perdu"}}"#),
        )
        .line("standing", "revoked")
        .rejected("status.revocation", "revoked"),
        listed(
            "signed_not-revoked",
            "The issuer's list names others, and took this one back.",
            &format!(r#""urn:uuid:0",{{"id":"{id}","revoked":false}}"#),
        )
        .verified("status.revocation"),
        web(
            Case::jws("signed_list-unread", "The issuer's list was not read.", token(&doc)),
            &profile(&|d| set(d, "/revocationList", L)),
            &key,
        )
        .line("standing", "unknown")
        .open("status.revocation", "awaiting"),
        web(
            Case::jws("signed_list-is-a-page", "A page where the issuer's list should be.", token(&doc)),
            &profile(&|d| set(d, "/revocationList", L)),
            &key,
        )
        .serves_bytes(L, b"<!doctype html>".to_vec())
        .line("standing", "unknown")
        .open("status.revocation", "unanswered"),
        web(
            Case::jws(
                "signed_list-is-an-error",
                "Words about an error where the issuer's list should be.",
                token(&doc),
            ),
            &profile(&|d| set(d, "/revocationList", L)),
            &key,
        )
        .serves(L, &parse(r#"{"error":"try again later"}"#))
        .line("standing", "unknown")
        .open("status.revocation", "unanswered"),
        Case::json("signed_without-signature", "Declared as signed, and given as plain JSON.", &doc)
            .rejected("proof.present", "proof-missing"),
        web(
            Case::jws(
                "signed_hosted",
                "Given as a JWS, declared as hosted: the served one counts.",
                jws(&assertion(), &keys.p256, Es256, &[]),
            ),
            &issuer(),
            &key,
        )
        .serves(A, &assertion())
        .verified("hosted.fetched"),
        web(
            Case::jws(
                "signed_hosted-nowhere",
                "Signed, declared as hosted, and without an address where it could be read.",
                token(&with(&doc, |d| set(d, "/verification/type", "HostedBadge"))),
            ),
            &profile(&none),
            &key,
        )
        .rejected("hosted.fetched", "not-verifiable"),
    ]
}
