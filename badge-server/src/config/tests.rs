use clap::CommandFactory as _;

use super::*;

fn load(file: &str, flags: Layer, env: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("badge-server.toml");
    std::fs::write(&path, file).unwrap();
    let env: Vec<(String, String)> = env.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    Config::load(Some(&path), flags, |name| env.iter().find(|(k, _)| k == name).map(|(_, v)| v.clone()))
}

#[test]
fn a_flag_wins_over_the_environment_and_that_over_the_file() {
    let file = "listen = \"127.0.0.1:1\"\nlanguage = \"en\"\nlog = \"json\"\ntrusted_proxies = [\"10.0.0.0/8\"]\n";
    let flags = Layer { listen: Some("127.0.0.1:3".into()), ..Layer::default() };
    let config = load(file, flags, &[("BADGE_LISTEN", "127.0.0.1:2"), ("BADGE_LANGUAGE", "fr")]).unwrap();
    assert_eq!(config.listen.port(), 3);
    assert_eq!(config.language, Lang::Fr);
    assert_eq!(config.log, LogFormat::Json);
    assert!(config.trusted_proxies[0].contains("10.1.2.3".parse().unwrap()));
    assert_eq!(config.database, Database::Sqlite(Path::new("badge-data/badge.sqlite").to_owned()));
}

#[test]
fn what_means_nothing_is_refused_by_name() {
    let refused = |file: &str| load(file, Layer::default(), &[]).unwrap_err().to_string();
    assert!(refused("listen = \"8080\"").starts_with("listen: \"8080\""));
    assert!(refused("adress = \"https://a.example.org\"").contains("adress"), "an unknown setting is named");
    assert!(refused("address = \"a.example.org\"").starts_with("address:"));
    assert!(refused("address = \"https://a.example.org/x\"").starts_with("address:"));
    assert!(refused("trusted_proxies = [\"10.0.0.0/33\"]").starts_with("trusted_proxies:"));
}

#[test]
fn a_password_is_never_told() {
    let url = "postgres://badge:motdepasse@db.example.org/badges";
    let config = load(&format!("database = {url:?}"), Layer::default(), &[]).unwrap();
    assert!(matches!(&config.database, Database::Postgres(given) if given == url));
    assert!(!format!("{config:?}").contains("motdepasse"));
    let refused = load("database = \"mysql://badge:motdepasse@db\"", Layer::default(), &[]).unwrap_err();
    assert!(!refused.to_string().contains("motdepasse"));
}

// What a slip of the pen leaves in the file goes to the log of the system: line and column, never the text.
#[test]
fn a_slip_in_the_file_tells_no_secret() {
    for (file, at) in [
        ("language = \"fr\"\nmail = \"smtps://user:motdepasse@mail.example.org\nlog = \"text\"\n", "line 2, column "),
        ("objects_secret = motdepasse\n", "line 1, column 18"),
        ("objects_secret = 7\"motdepasse\"\n", "line 1, column "),
        ("mail = motdepasse@mail.example.org\n", "line 1, column "),
        ("mail_per_minute = \"motdepasse\"\n", "line 1, column 19"),
        ("allow_local = \"motdepasse\"\n", "line 1, column 15"),
        ("[mail]\npassword = \"motdepasse\"\n", "line 1, column "),
        ("mail = [\"motdepasse\"]\n", "line 1, column "),
        ("mail = \"a\"\nmail = \"motdepasse\"\n", "line 2, column "),
        ("database = \"postgres://badge:motdepasse@db.example.org/\\q\"\n", "line 1, column "),
    ] {
        let refused = load(file, Layer::default(), &[]).unwrap_err();
        let told = crate::causes(&refused);
        assert!(told.contains(at) && !told.contains("motdepasse"), "{file}: {told}");
        assert!(!format!("{refused:?}").contains("motdepasse"), "{refused:?}");
    }
    let refused =
        load("", Layer::default(), &[("BADGE_ADDRESS", "https://user:motdepasse@b.example.org")]).unwrap_err();
    assert!(!refused.to_string().contains("motdepasse"), "{refused}");
    let number = load("objects_secret = 20261123", Layer::default(), &[]).unwrap_err().to_string();
    assert!(!number.contains("20261123"), "{number}");
}

#[test]
fn a_bucket_needs_an_address_and_a_key() {
    let key = "objects_key = \"k\"\nobjects_secret = \"motdepasse\"\n";
    let load = |objects: &str| load(&format!("objects = {objects:?}\n{key}"), Layer::default(), &[]);
    assert!(load("folder").unwrap().objects.is_none());
    let config = load("https://s3.example.org/badges/").unwrap();
    let shelf = config.objects.clone().unwrap();
    assert_eq!((shelf.address.as_str(), shelf.region.as_str()), ("https://s3.example.org/badges", "us-east-1"));
    assert!(!format!("{config:?}").contains("motdepasse"));
    assert!(load("http://localhost:9000/badges/lieux").is_ok());
    for wrong in [
        "https://s3.example.org",
        "http://s3.example.org/badges",
        "https://k:motdepasse@s3.example.org/b",
        "s3://badges",
    ] {
        let told = load(wrong).unwrap_err().to_string();
        assert!(told.starts_with("objects:") && !told.contains("motdepasse"), "{told}");
    }
    let none = super::Config::load(
        None,
        Layer { objects: Some("https://s3.example.org/badges".to_owned()), ..Layer::default() },
        |_| None,
    );
    assert!(none.unwrap_err().to_string().starts_with("objects_key:"));
}

#[test]
fn letters_need_a_server_and_a_sender() {
    let load = |text: &str| load(text, Layer::default(), &[]);
    assert!(load("").unwrap().mail.is_none());
    let whole = "mail = \"smtps://badge:motdepasse@mail.example.org\"\nmail_from = \"badges@example.org\"";
    let config = load(whole).unwrap();
    assert!(config.mail.is_some() && !format!("{config:?}").contains("motdepasse"));
    let refused = |text: &str| load(text).unwrap_err().to_string();
    assert!(refused("mail = \"smtps://mail.example.org\"").starts_with("mail_from:"));
    let clear = refused("mail = \"smtp://a:motdepasse@mail.example.org\"\nmail_from = \"badges@example.org\"");
    assert!(clear.starts_with("mail:") && !clear.contains("motdepasse"), "{clear}");
}

#[test]
fn networks_hold_what_they_should() {
    let inside = |network: &str, ip: &str| Network::parse(network).unwrap().contains(ip.parse().unwrap());
    assert!(inside("127.0.0.1", "127.0.0.1") && !inside("127.0.0.1", "127.0.0.2"));
    assert!(inside("127.0.0.1", "::ffff:127.0.0.1"), "IPv4 that came through IPv6");
    assert!(inside("10.0.0.0/8", "10.255.0.1") && !inside("10.0.0.0/8", "11.0.0.1"));
    assert!(inside("fd00::/8", "fd12::1") && !inside("fd00::/8", "fe80::1") && !inside("10.0.0.0/8", "fd00::1"));
    assert!(inside("0.0.0.0/0", "192.0.2.1"));
    assert_eq!(Network::parse("example.org"), None);
}

#[test]
fn file_environment_flags_and_schema_know_the_same_settings() {
    let command = crate::args::Args::command();
    let properties = schema()["properties"].clone();
    for setting in SETTINGS {
        let flag = setting.name.replace('_', "-").trim_end_matches("ies").to_owned();
        let known = command.get_arguments().any(|a| a.get_long().is_some_and(|long| long.starts_with(&flag)));
        assert!(known, "--{flag}");
        assert!(properties.get(setting.name).is_some());
    }
    let every = SETTINGS.iter().map(|s| s.name).collect::<Vec<_>>().join(" ");
    let refused = load("nothing = 1", Layer::default(), &[]).unwrap_err().to_string();
    for name in every.split(' ') {
        assert!(refused.contains(&format!("`{name}`")), "the file knows {name}: {refused}");
    }
}

#[test]
fn the_sample_file_is_understood() {
    let sample = include_str!("../../dist/badge-server.toml");
    let config = load(sample, Layer::default(), &[]).unwrap();
    assert_eq!(config.address.as_deref(), Some("https://badges.example.org"));
    assert!(config.trusted_proxies.iter().any(|network| network.contains("127.0.0.1".parse().unwrap())));
    // What is commented out is understood, too.
    let whole: String = sample
        .lines()
        .map(|line| format!("{}\n", line.strip_prefix("# ").filter(|l| l.contains(" = \"")).unwrap_or(line)))
        .collect();
    assert!(load(&whole, Layer::default(), &[]).unwrap().mail.is_some());
}
