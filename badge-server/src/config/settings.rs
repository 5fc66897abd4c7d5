//! Every setting by name: from this list come the variables of the environment, the schema of the file, and a test that
//! holds the flags against it.

use serde_json::{Value, json};

/// One setting.
pub(crate) struct Setting {
    /// Its name in the file; with `BADGE_` before it and in capitals, that of the variable.
    pub(crate) name: &'static str,
    /// Its JSON Schema without the description.
    kind: Kind,
    /// What it is when nobody says.
    default: Option<&'static str>,
    /// What it means.
    pub(crate) meaning: &'static str,
}

enum Kind {
    Text,
    Number(&'static [u32; 2]),
    OneOf(&'static [&'static str]),
    Texts,
    Flag,
}

const fn setting(name: &'static str, kind: Kind, default: Option<&'static str>, meaning: &'static str) -> Setting {
    Setting { name, kind, default, meaning }
}

pub(crate) const SETTINGS: &[Setting] = &[
    setting("listen", Kind::Text, Some("127.0.0.1:8080"), "Where to listen. Port 0 takes a free one."),
    setting(
        "address",
        Kind::Text,
        None,
        "How the world calls this server: https://badges.example.org. Without it: http://localhost and the port.",
    ),
    setting("data", Kind::Text, Some("badge-data"), "The folder of the database, the pictures and the sealing key."),
    setting(
        "database",
        Kind::Text,
        Some("sqlite"),
        "sqlite (a file in the data folder), or postgres://user:password@host/name.",
    ),
    setting(
        "objects",
        Kind::Text,
        Some("folder"),
        "Where pictures and other files lie: folder (below the data folder), or a bucket of a store that speaks S3: https://s3.example.org/bucket. Several servers share one bucket.",
    ),
    setting("objects_region", Kind::Text, Some("us-east-1"), "The region of that store, where it has several."),
    setting("objects_key", Kind::Text, None, "The id of the key with which the bucket is read and written."),
    setting("objects_secret", Kind::Text, None, "The secret of that key. Rather in the file or the environment."),
    setting(
        "trusted_proxies",
        Kind::Texts,
        None,
        "Addresses or networks of the proxies in front of this server; X-Forwarded-For and X-Forwarded-Host are believed from these alone.",
    ),
    setting("log", Kind::OneOf(&["text", "json"]), Some("text"), "How log lines look."),
    setting("language", Kind::OneOf(&["fr", "en"]), Some("fr"), "The language where a visitor asks for none."),
    setting(
        "seal_key",
        Kind::Text,
        None,
        "The file with the key that seals the places' keys; made at the first start. Without it: seal.key in the data folder. Keep it apart from copies of the database.",
    ),
    setting(
        "seal_key_former",
        Kind::Text,
        None,
        "The file with the sealing key before, while `badge-server key reseal` changes it: what it sealed is opened, and nothing is sealed with it.",
    ),
    setting(
        "mail",
        Kind::Text,
        None,
        "The mail server: smtps://name:password@mail.example.org, or smtp://…:587?tls=required. Without it no letters go, and the pages show links to pass on by hand.",
    ),
    setting("mail_from", Kind::Text, None, "In whose name letters go: Badges <badges@example.org>."),
    setting(
        "mail_per_minute",
        Kind::Number(&[1, 6000]),
        Some("60"),
        "How many letters go out in a minute at most, from all servers on one database together.",
    ),
    setting("allow_local", Kind::Flag, Some("false"), "Follows badges to private addresses: for trying out."),
];

/// The variable of the environment for a setting.
pub(crate) fn variable(name: &str) -> String {
    format!("BADGE_{}", name.to_ascii_uppercase())
}

/// The JSON Schema of the file.
pub(crate) fn schema() -> Value {
    let mut properties = serde_json::Map::new();
    for setting in SETTINGS {
        let mut kind = match &setting.kind {
            Kind::Text => json!({ "type": "string" }),
            Kind::Number([least, most]) => json!({ "type": "integer", "minimum": least, "maximum": most }),
            Kind::OneOf(all) => json!({ "type": "string", "enum": all }),
            Kind::Texts => json!({ "type": "array", "items": { "type": "string" } }),
            Kind::Flag => json!({ "type": "boolean" }),
        };
        kind["description"] = format!("{} ({})", setting.meaning, variable(setting.name)).into();
        match (setting.default, &setting.kind) {
            (Some(default), Kind::Number(_)) => kind["default"] = default.parse::<u32>().unwrap_or_default().into(),
            (Some(default), Kind::Flag) => kind["default"] = (default == "true").into(),
            (Some(default), _) => kind["default"] = default.into(),
            (None, _) => {}
        }
        properties.insert(setting.name.to_owned(), kind);
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "badge-server",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    })
}
