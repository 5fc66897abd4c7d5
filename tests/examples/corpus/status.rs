//! Cases about time, revocation, refresh and the age of answers.

use badge_core::crypto::SecretKey;
use badge_core::json::Value;
use badge_core::resource::Answer;
use badge_core::status::make::ListDraft;
use badge_core::time::Timestamp;

use crate::case::Case;
use crate::documents::{DID_JSON, Keys, WEB, badge, cut, did_document, did_key, parse, set, sign, with};

const LIST: &str = "https://trois-ponts.example.org/status/1.json";

pub(crate) fn cases(keys: &Keys) -> Vec<Case> {
    let mut all = times(keys);
    all.extend(lists(keys));
    all.extend(newer(keys));
    all
}

fn times(keys: &Keys) -> Vec<Case> {
    let until = |date: &str| sign(&with(&badge(&keys.did_key()), |d| set(d, "/validUntil", date)), &keys.ed25519);
    let good = sign(&badge(&keys.did_key()), &keys.ed25519);
    vec![
        Case::json("status_expired", "Its time is over.", &until("2026-05-31T23:59:59Z"))
            .line("standing", "expired")
            .rejected("status.expiry", "expired"),
        Case::json(
            "status_last-second",
            "The last second of its time, on another clock.",
            &until("2026-06-01T14:00:00+02:00"),
        )
        .verified("status.expiry"),
        Case::json("status_not-yet", "Its time has not begun.", &good)
            .line("now", "2026-03-02T08:59:59Z")
            .line("standing", "not_yet_valid")
            .rejected("status.not_before", "not-yet-valid"),
    ]
}

/// A badge that names an entry of the place's list.
fn listed(keys: &Keys, issuer: &str, index: u64, purpose: &str) -> Value {
    let entry = parse(&format!(
        r#"{{"id":"{LIST}#{index}","type":"BitstringStatusListEntry","statusPurpose":"{purpose}",
            "statusListIndex":"{index}","statusListCredential":"{LIST}"}}"#
    ));
    sign(&with(&badge(issuer), |d| set(d, "/credentialStatus", entry)), &keys.ed25519)
}

fn list(issuer: &str, key: &SecretKey, purpose: &str, struck: &[u64]) -> Value {
    let draft = ListDraft {
        id: LIST,
        issuer,
        purpose,
        valid_from: Timestamp::parse("2026-05-01T00:00:00Z").expect("a date"),
        valid_until: None,
        struck,
    };
    sign(&draft.document().into(), key)
}

fn lists(keys: &Keys) -> Vec<Case> {
    let own = keys.did_key();
    let key = &keys.ed25519;
    let misspelt = |index| listed(keys, &own, index, "Revocation");
    let badge_at = |index| listed(keys, &own, index, "revocation");
    let revocations = list(&own, key, "revocation", &[94_567]);
    let changed = |change: &dyn Fn(&mut Value)| {
        let unsigned = with(&revocations, |l| {
            cut(l, "/proof");
            change(l);
        });
        sign(&unsigned, key)
    };
    let short = "uH4sIAAAAAAAA_2NgoBwAADEzlaoAAQAA"; // 256 bytes of zeros
    let with_messages = {
        let entry = parse(&format!(
            r#"{{"id":"{LIST}#7","type":"BitstringStatusListEntry","statusPurpose":"message","statusListIndex":7,
                "statusSize":1,"statusListCredential":"{LIST}","statusMessage":[
                {{"status":"0x0","message":"à jour"}},{{"status":"0x1","message":"machine remplacée"}}]}}"#
        ));
        sign(&with(&badge(&own), |d| set(d, "/credentialStatus", entry)), key)
    };
    let other_type = sign(
        &with(&badge(&own), |d| {
            set(d, "/@context/2", parse(r#"{"Guichet":"https://trois-ponts.example.org/vocab#Guichet"}"#));
            set(d, "/credentialStatus", parse(r#"{"id":"https://trois-ponts.example.org/guichet","type":"Guichet"}"#));
        }),
        key,
    );
    let named = {
        let extensions = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json";
        let doc = with(&badge(&own), |d| {
            let mut contexts = d.get("@context").expect("contexts").many().to_vec();
            contexts.push(extensions.into());
            set(d, "/@context", Value::Array(contexts));
            let status =
                parse(r#"{"id":"https://trois-ponts.example.org/revoques.json","type":"1EdTechRevocationList"}"#);
            set(d, "/credentialStatus", status);
        });
        sign(&doc, key)
    };
    let names = |entries: &str| {
        parse(&format!(
            r#"{{"id":"https://trois-ponts.example.org/revoques.json","issuer":"{own}","revokedCredential":[{entries}]}}"#
        ))
    };
    let revoques = "https://trois-ponts.example.org/revoques.json";
    let id = "urn:uuid:1c0b7b3a-52f5-4ad1-9be4-6f3f4f2f0001";
    let web_badge = listed(keys, WEB, 12, "revocation");
    vec![
        Case::json("status_in-force", "Its bit in the list is not set.", &badge_at(94_568))
            .serves(LIST, &revocations)
            .verified("status.revocation")
            .line("standing", "valid"),
        Case::json("status_revoked", "Its bit in the list is set.", &badge_at(94_567))
            .serves(LIST, &revocations)
            .line("standing", "revoked")
            .rejected("status.revocation", "revoked"),
        Case::json(
            "status_suspended",
            "Its bit in the list of suspensions is set.",
            &listed(keys, &own, 5, "suspension"),
        )
        .serves(LIST, &list(&own, key, "suspension", &[5]))
        .line("standing", "suspended")
        .rejected("status.revocation", "suspended"),
        Case::json("status_unread", "The list was not read yet.", &badge_at(1))
            .line("standing", "unknown")
            .open("status.revocation", "awaiting"),
        Case::json("status_unreachable", "The list cannot be reached.", &badge_at(1))
            .answers(LIST, Answer::NotFound)
            .line("standing", "unknown")
            .open("status.revocation", "unanswered"),
        Case::json("status_unread-accepted", "The list was not read, and the reader accepts that.", &badge_at(1))
            .flag("tolerate_unread_status")
            .line("standing", "unknown")
            .warned("status.revocation", "status-unread"),
        Case::json("status_list-tampered", "Somebody cleared bits in the list.", &badge_at(94_567))
            .serves(
                LIST,
                &with(&revocations, |l| {
                    let empty = badge_core::status::make::encode(&[]);
                    set(l, "/credentialSubject/encodedList", empty);
                }),
            )
            .rejected("status.revocation", "status-list-bad"),
        Case::json("status_list-over", "The list itself has expired.", &badge_at(1))
            .serves(LIST, &changed(&|l| set(l, "/validUntil", "2026-05-20T00:00:00Z")))
            .rejected("status.revocation", "status-list-bad"),
        Case::json("status_list-of-another", "The list is by somebody else: told, and read.", &badge_at(1))
            .serves(LIST, &list(&did_key(&keys.other), &keys.other, "revocation", &[]))
            .warned("status.revocation", "status-list-issuer"),
        Case::json("status_list-elsewhere", "Another list of the issuer's stands at the address.", &badge_at(1))
            .serves(LIST, &changed(&|l| set(l, "/id", "https://trois-ponts.example.org/status/2.json")))
            .open("status.revocation", "id-differs"),
        Case::json("status_list-purpose", "The list is about something else.", &badge_at(1))
            .serves(LIST, &list(&own, key, "suspension", &[]))
            .rejected("status.revocation", "status-list-bad"),
        Case::json("status_list-short", "A list so short that it names its people.", &badge_at(1))
            .serves(LIST, &changed(&|l| set(l, "/credentialSubject/encodedList", short)))
            .rejected("status.revocation", "status-list-bad"),
        Case::json("status_out-of-range", "An entry beyond the end of the list.", &badge_at(200_000))
            .serves(LIST, &revocations)
            .rejected("status.revocation", "status-list-bad"),
        Case::json("status_list-is-a-page", "A page where the list should be.", &badge_at(1))
            .serves_bytes(LIST, b"<!doctype html>".to_vec())
            .line("standing", "unknown")
            .open("status.revocation", "unanswered"),
        Case::json("status_list-is-a-badge", "A badge where the list should be.", &badge_at(1))
            .serves(LIST, &sign(&badge(&own), key))
            .rejected("status.revocation", "status-list-bad"),
        Case::json("status_message", "The issuer attached a message.", &with_messages)
            .serves(LIST, &list(&own, key, "message", &[7]))
            .warned("status.revocation", "status-message"),
        Case::json("status_unknown-kind", "A kind of status that we cannot read.", &other_type)
            .open("status.revocation", "status-unsupported"),
        Case::json("status_unknown-purpose", "Its bit is set, for a purpose that is misspelt.", &misspelt(5))
            .serves(LIST, &list(&own, key, "Revocation", &[5]))
            .line("standing", "unknown")
            .open("status.revocation", "status-unsupported"),
        Case::json(
            "status_unknown-purpose-accepted",
            "Its bit is set, for a purpose that is misspelt, and the reader accepts that.",
            &misspelt(5),
        )
        .serves(LIST, &list(&own, key, "Revocation", &[5]))
        .flag("tolerate_unread_status")
        .line("standing", "unknown")
        .warned("status.revocation", "status-unsupported"),
        Case::json("status_unknown-purpose-unset", "A misspelt purpose, and its bit is not set.", &misspelt(6))
            .serves(LIST, &list(&own, key, "Revocation", &[5]))
            .verified("status.revocation"),
        Case::json("status_named", "A list of names in which it is not.", &named)
            .serves(revoques, &names(r#"{"id":"urn:uuid:0"}"#))
            .verified("status.revocation"),
        Case::json("status_named-revoked", "A list of names in which it is.", &named)
            .serves(revoques, &names(&format!(r#"{{"id":"{id}","revocationReason":"erreur de personne"}}"#)))
            .line("standing", "revoked")
            .rejected("status.revocation", "revoked"),
        Case::json("status_named-oddly", "A list of names that spells it out where no name belongs.", &named)
            .serves(revoques, &names(&format!(r#"{{"@id":"{id}","revoked":true}}"#)))
            .line("standing", "unknown")
            .open("status.revocation", "status-list-bad"),
        Case::json("status_named-is-empty", "An object that says nothing where the list of names should be.", &named)
            .serves(revoques, &parse("{}"))
            .line("standing", "unknown")
            .open("status.revocation", "unanswered"),
        Case::json("status_named-is-no-list", "A list of names that names no list.", &named)
            .serves(revoques, &parse(r#"{"id":"https://trois-ponts.example.org/status/noms.json"}"#))
            .rejected("status.revocation", "status-list-bad"),
        Case::json("status_list-is-an-error", "Words about an error where the list should be.", &badge_at(1))
            .serves(LIST, &parse(r#"{"message":"maintenance","statusCode":503}"#))
            .line("standing", "unknown")
            .open("status.revocation", "unanswered"),
        Case::json("status_named-taken-back", "It was revoked, and that was taken back.", &named)
            .serves(revoques, &names(&format!(r#"{{"id":"{id}","revoked":false}}"#)))
            .verified("status.revocation"),
        Case::json("status_list-by-web", "List and badge by an issuer whose site was read.", &web_badge)
            .serves(DID_JSON, &did_document(&[key]))
            .serves(LIST, &list(WEB, key, "revocation", &[]))
            .verified("status.revocation"),
        Case::json("resource_old", "The issuer's keys were read long ago.", &sign(&badge(WEB), key))
            .served_at(DID_JSON, &did_document(&[key]), "2026-03-03T00:00:00Z")
            .warned("resource.age", "stale"),
        Case::json(
            "resource_read-later",
            "The issuer's keys bear a date of reading that has not come yet.",
            &sign(&badge(WEB), key),
        )
        .served_at(DID_JSON, &did_document(&[key]), "2026-07-01T00:00:00Z")
        .warned("resource.age", "read-later"),
        Case::json("resource_fresh", "The issuer's keys were read last week.", &sign(&badge(WEB), key))
            .served_at(DID_JSON, &did_document(&[key]), "2026-05-25T00:00:00Z")
            .verified("resource.age"),
    ]
}

fn newer(keys: &Keys) -> Vec<Case> {
    let address = "https://trois-ponts.example.org/b/1/credential.json";
    let refreshing = |doc: &Value| {
        with(doc, |d| {
            let mut contexts = d.get("@context").expect("contexts").many().to_vec();
            contexts.push("https://purl.imsglobal.org/spec/ob/v3p0/extensions.json".into());
            set(d, "/@context", Value::Array(contexts));
            set(d, "/refreshService", parse(&format!(r#"{{"id":"{address}","type":"1EdTechCredentialRefresh"}}"#)));
        })
    };
    let plain = refreshing(&badge(&keys.did_key()));
    let old = sign(&plain, &keys.ed25519);
    let later = |change: &dyn Fn(&mut Value)| {
        let doc = with(&plain, |d| {
            set(d, "/validFrom", "2026-05-02T09:00:00Z");
            change(d);
        });
        sign(&doc, &keys.ed25519)
    };
    let third = "https://trois-ponts.example.org/b/1/credential-3.json";
    let over = later(&|d| {
        set(d, "/validFrom", "2026-05-10T09:00:00Z");
        set(d, "/validUntil", "2026-05-11T09:00:00Z");
    });
    vec![
        Case::json("refresh_newer", "A newer version is there: it is over already.", &old)
            .serves(address, &later(&|d| set(d, "/validUntil", "2026-05-03T09:00:00Z")))
            .line("standing", "expired")
            .rejected("status.expiry", "expired"),
        Case::json("refresh_to-come", "A newer version is there, and has not begun: the badge at hand holds.", &old)
            .serves(
                address,
                &later(&|d| {
                    set(d, "/validFrom", "2026-07-01T09:00:00Z");
                    set(d, "/validUntil", "2028-07-01T09:00:00Z");
                }),
            )
            .line("standing", "valid")
            .warned("refresh.done", "newer-to-come"),
        Case::json("refresh_same", "What is there is the same badge.", &old)
            .serves(address, &old)
            .verified("refresh.done"),
        Case::json("refresh_tampered", "What is there does not hold: the badge at hand is judged.", &old)
            .serves(address, &with(&later(&|_| ()), |d| set(d, "/name", "Tout")))
            .warned("refresh.done", "refresh-failed"),
        Case::json("refresh_another", "What is there is another badge.", &old)
            .serves(address, &later(&|d| set(d, "/id", "urn:uuid:0")))
            .warned("refresh.done", "refresh-failed"),
        Case::json("refresh_other-achievement", "What is there was given for something else.", &old)
            .serves(address, &later(&|d| set(d, "/credentialSubject/achievement/id", "urn:uuid:0")))
            .warned("refresh.done", "refresh-failed"),
        // Each of these would change the verdict if it were followed.
        Case::json("refresh_once", "The newer version names another one, which is over: it is not asked.", &old)
            .serves(address, &later(&|d| set(d, "/refreshService/id", third)))
            .serves(third, &over)
            .warned("refresh.done", "newer-shown"),
        Case::json("refresh_another-issuer", "What is there is somebody else's, with the number of this one.", &old)
            .serves(
                address,
                &sign(
                    &with(&plain, |d| {
                        set(d, "/issuer/id", crate::documents::did_key(&keys.other));
                        set(d, "/validFrom", "2026-05-02T09:00:00Z");
                        set(d, "/validUntil", "2026-05-03T09:00:00Z");
                    }),
                    &keys.other,
                ),
            )
            .warned("refresh.done", "refresh-failed"),
        Case::json("refresh_with-a-fault", "What is there is signed, and lacks its criteria.", &old)
            .serves(address, &later(&|d| cut(d, "/credentialSubject/achievement/criteria")))
            .warned("refresh.done", "refresh-failed"),
        Case::json(
            "refresh_after-tampering",
            "A badge that does not hold is not made good by a newer one: nothing is asked.",
            &with(&old, |d| set(d, "/name", "Tout")),
        )
        .serves(address, &later(&|_| ()))
        .rejected("proof.signature", "signature-mismatch"),
        Case::json("refresh_told", "A newer version is there: the reader is told that it is another one.", &old)
            .serves(address, &later(&|d| set(d, "/validUntil", "2027-05-03T09:00:00Z")))
            .warned("refresh.done", "newer-shown"),
        Case::json("refresh_new-salt", "The newer version hides the same person behind another salt.", &old)
            .serves(address, &later(&|d| set(d, "/credentialSubject/identifier/0/salt", "fleur-de-sel")))
            .warned("refresh.done", "newer-shown"),
        Case::json("refresh_other-person", "What is there was given to somebody else.", &old)
            .serves(
                address,
                &later(&|d| {
                    set(d, "/credentialSubject/id", "urn:uuid:0");
                    set(d, "/credentialSubject/identifier/0/salt", "fleur-de-sel");
                }),
            )
            .warned("refresh.done", "refresh-failed"),
        Case::json("refresh_unread", "Nobody asked for a newer version: that decides nothing.", &old)
            .line("verdict", "verified")
            .line("code", "refresh.done")
            .line("outcome", "skipped")
            .line("reason", "awaiting"),
    ]
}
