//! Cases of Open Badges 3.0: what carries a badge, and its document.

use badge_core::container::{Existing, Keyword, bake};
use badge_core::json::Value;
use badge_core::limits::Limits;

use crate::case::Case;
use crate::documents::{Keys, at, badge, cut, parse, set, sign, with};

pub(crate) fn cases(keys: &Keys) -> Vec<Case> {
    let mut all = container(keys);
    all.extend(documents(keys));
    all
}

fn container(keys: &Keys) -> Vec<Case> {
    let signed = sign(&badge(&keys.did_key()), &keys.ed25519).to_compact();
    let picture = include_bytes!("../../../fixtures/artwork/bicycle.png");
    let drawing = include_bytes!("../../../fixtures/artwork/bicycle.svg");
    let baked = |image: &[u8]| {
        let limits = Limits::default();
        bake(image, Keyword::OpenBadgeCredential, &signed, Existing::Replace, &limits).expect("baked")
    };
    vec![
        Case::bytes("container_png", "A badge baked into a PNG.", "badge.png", baked(picture))
            .verified("container.stripped"),
        Case::bytes("container_svg", "A badge baked into an SVG.", "badge.svg", baked(drawing))
            .verified("container.format"),
    ]
}

fn documents(keys: &Keys) -> Vec<Case> {
    let plain = badge(&keys.did_key());
    let signed = |change: &dyn Fn(&mut Value)| sign(&with(&plain, change), &keys.ed25519);
    let good = sign(&plain, &keys.ed25519);
    let broken = |name, sentence, text: &str| Case::bytes(name, sentence, "badge.json", text.as_bytes().to_vec());
    let twice = good.to_compact().replacen("\"id\":", "\"id\":\"urn:uuid:0\",\"id\":", 1);
    let subject = "/credentialSubject";
    let achievement = "/credentialSubject/achievement";
    let a = |member: &str| format!("{achievement}/{member}");
    let latin_1: Vec<u8> = good.to_pretty().chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect();
    vec![
        broken("document_cut-short", "A document that was cut in two.", &good.to_compact()[..400])
            .rejected("document.json", "not-json"),
        broken("document_duplicate-member", "A document with two ids: two readers would see two badges.", &twice)
            .rejected("document.json", "duplicate-member"),
        broken("document_huge-number", "A number that readers do not agree on.", "{\"n\":9007199254740993}")
            .rejected("document.json", "number-out-of-range"),
        Case::bytes("document_not-utf8", "A text in the characters of old computers.", "badge.json", latin_1)
            .rejected("document.json", "not-utf8"),
        Case::json(
            "document_picture-gif",
            "Its picture is written into it, and is neither PNG nor SVG.",
            &signed(&|d| {
                set(d, &a("image"), parse(r#"{"type":"Image","id":"data:image/gif;base64,R0lGODlhAQABAAAAADs="}"#));
            }),
        )
        .rejected("document.schema", "unsupported-format"),
        Case::json(
            "document_picture-damaged",
            "The picture written into it is not whole.",
            &signed(&|d| {
                set(d, &a("image"), parse(r#"{"type":"Image","id":"data:image/png;base64,iVBORw0KGgo="}"#));
            }),
        )
        .warned("document.schema", "damaged-picture"),
        Case::json("document_no-badge", "JSON, and no badge at all.", &parse("{\"name\":\"Atelier du mardi\"}"))
            .nothing("container.format", "not-a-credential"),
        Case::json(
            "document_untyped",
            "JSON with a member that badges have, which does not say that it is one.",
            &parse("{\"name\":\"Atelier du mardi\",\"evidence\":\"https://example.org/atelier\"}"),
        )
        .rejected("document.type", "type-missing"),
        Case::json(
            "document_context-missing",
            "The context of Open Badges was taken out.",
            &with(&good, |d| set(d, "/@context", vec!["https://www.w3.org/ns/credentials/v2"])),
        )
        .rejected("document.context", "context-missing"),
        Case::json(
            "document_context-unknown",
            "A context that nobody knows.",
            &with(&good, |d| {
                let mut list = at(d, "/@context").many().to_vec();
                list.push("https://inconnu.example.org/contexte.json".into());
                set(d, "/@context", Value::Array(list));
            }),
        )
        .rejected("document.context", "context-unknown")
        .line("at", "/@context/2"),
        Case::json(
            "document_context-3.0.0",
            "A context of Open Badges that its makers never published.",
            &with(&good, |d| set(d, "/@context/1", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.0.json")),
        )
        .rejected("document.context", "context-unknown")
        .line("at", "/@context/1"),
        Case::json(
            "document_context-older-model-alone",
            "The context of the older data model, and none of Open Badges.",
            &with(&good, |d| set(d, "/@context", vec!["https://www.w3.org/2018/credentials/v1"])),
        )
        .rejected("document.context", "context-missing"),
        Case::json(
            "document_context-redefined",
            "A context inside the badge gives a protected term another meaning.",
            &with(&good, |d| {
                let mut list = at(d, "/@context").many().to_vec();
                list.push(parse("{\"name\":\"https://autre.example.org/nom\"}"));
                set(d, "/@context", Value::Array(list));
            }),
        )
        .rejected("document.context", "context-conflict"),
        Case::json(
            "document_context-imports",
            "A context inside the badge imports another: what it would mean is not looked up.",
            &with(&good, |d| {
                let mut list = at(d, "/@context").many().to_vec();
                list.push(parse("{\"@import\":\"https://autre.example.org/contexte.json\"}"));
                set(d, "/@context", Value::Array(list));
            }),
        )
        .rejected("document.context", "context-feature")
        .line("at", "/@context/2"),
        Case::json(
            "document_term-undefined",
            "A member that no context defines: the signature would not cover it.",
            &with(&good, |d| set(d, &a("mention"), "très bien")),
        )
        .rejected("document.terms", "term-undefined")
        .line("at", "/credentialSubject/achievement/mention"),
        Case::json(
            "document_relative-id",
            "An id without a scheme.",
            &with(&good, |d| set(d, &a("id"), "decoupe-laser")),
        )
        .rejected("document.terms", "relative-name"),
        Case::json(
            "document_type-missing",
            "A verifiable credential that does not say that it is a badge.",
            &signed(&|d| set(d, "/type", vec!["VerifiableCredential"])),
        )
        .rejected("document.type", "type-missing"),
        Case::json(
            "document_without-criteria",
            "An achievement that does not say what one has to do.",
            &signed(&|d| cut(d, &a("criteria"))),
        )
        .rejected("document.schema", "member-missing")
        .line("at", "/credentialSubject/achievement/criteria"),
        Case::json(
            "document_empty-criteria",
            "Criteria that say nothing.",
            &signed(&|d| set(d, &a("criteria"), parse("{\"type\":\"Criteria\"}"))),
        )
        .rejected("document.schema", "member-missing"),
        Case::json(
            "document_image-as-text",
            "A picture given as an address alone.",
            &signed(&|d| set(d, &a("image"), "https://trois-ponts.example.org/laser.png")),
        )
        .rejected("document.schema", "member-type"),
        Case::json(
            "document_image-with-more",
            "A member that pictures do not have.",
            &signed(&|d| {
                let image =
                    "{\"id\":\"https://trois-ponts.example.org/laser.png\",\"type\":\"Image\",\"name\":\"Laser\"}";
                set(d, &a("image"), parse(image));
            }),
        )
        .rejected("document.schema", "member-unexpected"),
        Case::json(
            "document_type-of-achievement",
            "A kind of achievement of our own, badly written.",
            &signed(&|d| set(d, &a("achievementType"), "ext:Défi")),
        )
        .rejected("document.schema", "member-value"),
        Case::json(
            "document_alignment-without-url",
            "An alignment that leads nowhere.",
            &signed(&|d| {
                let alignment = "[{\"type\":[\"Alignment\"],\"targetName\":\"Préparer un fichier\"}]";
                set(d, &a("alignment"), parse(alignment));
            }),
        )
        .rejected("document.schema", "member-missing")
        .line("at", "/credentialSubject/achievement/alignment/0/targetUrl"),
        Case::json(
            "document_date-without-zone",
            "A date that does not say where on earth.",
            &signed(&|d| set(d, "/validFrom", "2026-03-02T09:00:00")),
        )
        .rejected("document.schema", "date-malformed"),
        Case::json(
            "document_dates-reversed",
            "An end before the beginning.",
            &signed(&|d| set(d, "/validUntil", "2026-03-01T00:00:00Z")),
        )
        .rejected("document.schema", "dates-reversed"),
        Case::json(
            "document_subject-unnamed",
            "A badge about nobody: neither an id nor an identifier.",
            &signed(&|d| {
                cut(d, "/credentialSubject/id");
                cut(d, "/credentialSubject/identifier");
            }),
        )
        .rejected("document.subject", "subject-unnamed"),
        Case::json("document_without-achievement", "A badge for nothing.", &signed(&|d| cut(d, achievement)))
            .rejected("document.subject", "member-missing"),
        Case::json(
            "document_subject-type",
            "A subject that does not say that it achieved anything.",
            &with(&good, |d| cut(d, &format!("{subject}/type"))),
        )
        .rejected("document.subject", "type-missing"),
        Case::json(
            "document_schema-of-others",
            "A schema of somebody else's, which we did not read.",
            &signed(&|d| {
                let schema = "[{\"id\":\"https://trois-ponts.example.org/schema.json\",\"type\":\"JsonSchema\"}]";
                set(d, "/credentialSchema", parse(schema));
            }),
        )
        .warned("document.schema", "schema-not-checked"),
        Case::json(
            "document_language-value",
            "A name that says in which language it is.",
            &signed(&|d| {
                let name = "{\"@value\":\"Découpe laser\",\"@language\":\"fr\"}";
                set(d, "/credentialSubject/achievement/name", parse(name));
            }),
        )
        .verified("document.schema"),
        Case::json(
            "document_language-map",
            "A name in two languages, in a form that its vocabulary does not have: no signature would cover it.",
            &with(&good, |d| {
                let names = "{\"fr\":\"Découpe laser\",\"en\":\"Laser cutting\"}";
                set(d, "/credentialSubject/achievement/name", parse(names));
            }),
        )
        .rejected("document.terms", "term-undefined"),
        Case::json(
            "document_context-3.0.1-in-vc2",
            "Contexts 3.0.1 and VC 2.0 contradict each other: nobody can have signed this.",
            &with(&good, |d| set(d, "/@context/1", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json")),
        )
        .rejected("document.context", "context-conflict"),
    ]
}
