//! From an empty folder to verified badges, through the real binary.

mod support;

use insta::assert_snapshot;
use support::{World, files};

#[test]
fn a_first_badge() {
    let world = World::empty();
    let init = ["init", "lieu", "--name", "Atelier d'Essai", "--email", "bonjour@atelier.example.org"];
    let mut command = world.command(init);
    let ran = world.ran(command.env("BADGE_PASSPHRASE", "une phrase pour l'essai").output().unwrap());
    assert_snapshot!(ran.shown(), @r#"
    exit: 0
    --- out
    lieu/keys/[THUMBPRINT].pem
    lieu/keys/[THUMBPRINT].json
    lieu/place.toml
    --- err
    Le lieu « Atelier d'Essai » est prêt dans lieu
    Sans adresse de publication, vos badges sont signés par une clé sans nom vérifiable et ne peuvent pas être annulés aux yeux des autres. Ajoutez l’adresse dans place.toml avant le premier badge.
    Gardez la phrase secrète en lieu sûr : sans elle, la clé ne peut pas être retrouvée. Sauvegardez le dossier entier.
    Ensuite, dans ce dossier : « badge achievement add-examples » ajoute des modèles prêts, « badge issue MODÈLE --to ADRESSE » en attribue un.
    "#);
    let run = |args: &[&str]| {
        let mut command = world.command(args);
        command.env("BADGE_PASSPHRASE", "une phrase pour l'essai").env("BADGE_PLACE", "lieu");
        world.ran(command.output().unwrap())
    };
    assert_snapshot!(run(&["achievement", "add-examples"]).shown(), @r#"
    exit: 0
    --- out
    lieu/achievements/premiers-pas.toml
    lieu/achievements/accueil-du-public.toml
    lieu/achievements/projet-collectif.toml
    lieu/achievements/passage-de-relais.toml
    lieu/achievements/impression-3d.toml
    lieu/achievements/decoupe-laser.toml
    lieu/achievements/atelier-reparation.toml
    lieu/achievements/premiers-circuits.toml
    lieu/achievements/documentation.toml
    --- err
    9 modèles ajoutés : modifiez-les comme vous voulez
    "#);
    assert_snapshot!(run(&["achievement", "add-examples"]).shown(), @r#"
    exit: 0
    --- out
    --- err
    9 modèles existaient déjà et n’ont pas été changés
    Aucun modèle à ajouter
    "#);
    assert_snapshot!(run(&["achievement", "list"]).shown(), @r#"
    exit: 0
    --- out
    accueil-du-public   Accueil du public                    savoir-etre          je-pratique   fr en
    atelier-reparation  Atelier réparation                   participation        je-decouvre   fr en
    decoupe-laser       Découpe laser en sécurité            savoir-faire         je-pratique   fr en
    documentation       Projet documenté                     competence-generale  je-pratique   fr en
    impression-3d       Impression 3D                        savoir-faire         je-pratique   fr en
    passage-de-relais   Service civique : passage de relais  experience           je-transmets  fr en
    premiers-circuits   Premiers circuits                    savoir               je-comprends  fr en
    premiers-pas        Service civique : premiers pas       engagement           je-decouvre   fr en
    projet-collectif    Projet collectif mené à bien         projet               je-maitrise   fr en
    --- err
    "#);
    assert_snapshot!(run(&["achievement", "show", "decoupe-laser"]).shown(), @r#"
    exit: 0
    --- out
    Découpe laser en sécurité

    Sait utiliser la découpeuse laser sans se mettre en danger, ni les autres, ni la machine.

    - Connaît les matériaux interdits, et sait dire pourquoi.
    - A réglé la machine pour un matériau, puis découpé et gravé une pièce.
    - Reste à côté de la machine tant qu’elle travaille, et sait quoi faire en cas de flamme.

    Niveau : je pratique
    Nature : savoir-faire
    Mots-clés : atelier, fablab, découpe laser, sécurité
    Identifiant : [UUID]
    Fichier : lieu/achievements/decoupe-laser.toml
    --- err
    "#);
    let issue = [
        "issue",
        "decoupe-laser",
        "--to",
        "lea@example.org",
        "--name",
        "Léa",
        "--narrative",
        "Une boîte gravée",
        "--evidence",
        "https://example.org/boite.jpg,La boîte",
        "--where",
        "Caen;49.18,-0.37",
        "--out",
        "pour-lea",
        "--image",
        "both",
        "--date",
        "2026-03-02",
    ];
    assert_snapshot!(run(&issue).shown(), @r#"
    exit: 0
    --- out
    pour-lea/decoupe-laser-[TOKEN8].svg
    pour-lea/decoupe-laser-[TOKEN8].png
    pour-lea/decoupe-laser-[TOKEN8].json
    --- err
    Badge « Découpe laser en sécurité » attribué
    "#);
    assert_snapshot!(run(&["list"]).shown(), @r#"
    exit: 0
    --- out
    2 mars 2026  decoupe-laser  valable  [TOKEN8]  Léa <lea@example.org>
    --- err
    1 badge
    "#);
    assert_snapshot!(run(&["list", "--csv", "--lang", "en"]).shown(), @r#"
    exit: 0
    --- out
    date,achievement,state,name,to,expires,formats,token,link,reason
    [DATE],decoupe-laser,valid,Léa,lea@example.org,[DATE],ob3,[TOKEN],,
    --- err
    "#);
    // Nobody's name or address is in the badge or in the register (D-05, D-09).
    for file in files(&world.at("pour-lea")) {
        let bytes = std::fs::read(world.at(&format!("pour-lea/{file}"))).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("lea@") && !text.contains("Léa"), "{file}");
    }
    let register = world.text("lieu/register.jsonl");
    assert!(!register.contains("lea@") && !register.contains("Léa"));
    // Verified by anybody, offline: the place is its key.
    for file in files(&world.at("pour-lea")) {
        let file = format!("pour-lea/{file}");
        let args = ["verify", &file, "--offline", "--json", "--recipient", "lea@example.org", "--at", "2026-03-03"];
        let report = world.run(args).good().json();
        assert_eq!((&report["verdict"], &report["recipient"]), (&"verified".into(), &"match".into()), "{file}");
    }
    assert_eq!(run(&["doctor"]).code, 0);
}

#[test]
fn every_format_at_once() {
    // EXT-30, D-20
    let world = World::place();
    let args = [
        "issue",
        "impression-3d",
        "--to",
        "lea@example.org",
        "--format",
        "ob3",
        "--format",
        "ob3-jwt",
        "--format",
        "ob2-hosted",
        "--format",
        "ob2-signed",
        "--date",
        "2026-03-02",
    ];
    assert_snapshot!(world.run(args.into_iter().chain(["--dry-run"])).shown(), @r#"
    exit: 0
    --- out
    --- err
    Ce qui est demandé (VC-JWT, ou une preuve ECDSA) se signe avec une clé P-256 : une serait créée, et gardée comme la première.
    Les vérificateurs d’Open Badges signés en JWS attendent une clé RSA : une serait créée, et gardée comme la première.
    Le badge « Impression 3D » peut être attribué
    Essai seulement : rien n’a été écrit
    "#);
    assert!(!world.at("awards").exists() && !world.at("register.jsonl").exists());
    assert_snapshot!(world.run(args).shown(), @r#"
    exit: 0
    --- out
    [DIR]/awards/[TOKEN]/badge.png
    [DIR]/awards/[TOKEN]/credential.json
    [DIR]/awards/[TOKEN]/credential.jws
    [DIR]/awards/[TOKEN]/assertion.json
    [DIR]/awards/[TOKEN]/assertion.jws
    --- err
    Ce qui est demandé (VC-JWT, ou une preuve ECDSA) se signe avec une clé P-256 : j’en crée une, gardée comme la première.
    Les vérificateurs d’Open Badges signés en JWS attendent une clé RSA : j’en crée une, gardée comme la première.
    Badge « Impression 3D » attribué
    Une fois publié : https://badges.example.org/b/[TOKEN]/
    "#);
    // Keys are made once.
    let again = world.run(args).good();
    assert!(!again.err.contains("RSA"), "{}", again.err);
    assert_eq!(files(&world.at("keys")).len(), 6);
}

#[test]
fn revoking_and_publishing() {
    let world = World::place();
    let first =
        world.run(["issue", "impression-3d", "--to", "a@example.org", "--date", "2026-03-02", "--json"]).good().json();
    world.run(["issue", "documentation", "--to", "b@example.org", "--out", "out"]).good();
    let published = world.run(["publish", "--out", "site", "--json"]).good().json();
    assert_eq!(published["unchanged"], 0);
    let before = files(&world.at("site"));
    // Nothing of the place itself gets out.
    assert!(
        !before.iter().any(|f| f.contains("people") || f.ends_with(".pem") || f.contains("register")),
        "{before:?}"
    );

    let again = world.run(["publish", "--out", "site", "--json"]).good().json();
    assert_eq!(again["unchanged"], before.len());
    assert_eq!(
        (&again["added"], &again["changed"], &again["removed"]),
        (&[0; 0][..].into(), &[0; 0][..].into(), &[0; 0][..].into())
    );

    let token = first["token"].as_str().unwrap();
    let revoked = world.run(["revoke", first["link"].as_str().unwrap(), "--yes", "--reason", "Erreur de saisie"]);
    assert_snapshot!(revoked.shown(), @r#"
    exit: 0
    --- out
    [TOKEN]
    --- err
    1 badge annulé
    Pour que les autres le voient, publiez à nouveau : « badge publish --out DOSSIER »
    "#);
    assert_snapshot!(world.run(["revoke", token]).shown(), @r#"
    exit: 0
    --- out
    --- err
    Le badge [TOKEN] est déjà annulé
    Aucun badge à annuler
    "#);
    let by_file = files(&world.at("out")).into_iter().find(|f| f.ends_with(".png")).unwrap();
    assert_snapshot!(world.run(["revoke", "--dry-run", &format!("out/{by_file}")]).shown(), @r#"
    exit: 0
    --- out
    [TOKEN]
    --- err
    Essai seulement : rien n’a été écrit
    "#);
    assert_snapshot!(world.run(["list", "--state", "revoked"]).shown(), @r#"
    exit: 0
    --- out
    2 mars 2026  impression-3d  annulé  [TOKEN8]  a@example.org
    --- err
    1 badge
    "#);

    // Only the list and the page of the badge change; a file of somebody else stays.
    world.write("site/CNAME", "badges.example.org\n");
    let after = world.run(["publish", "--out", "site", "--json"]).good().json();
    let mut changed: Vec<&str> = after["changed"].as_array().unwrap().iter().map(|p| p.as_str().unwrap()).collect();
    changed.sort();
    assert_eq!(
        changed,
        [format!("b/{token}/index.en.html"), format!("b/{token}/index.html"), "status/1.json".to_owned()]
    );
    assert!(world.at("site/CNAME").exists());
    assert_snapshot!(world.run(["reinstate", token, "--yes"]).shown(), @r#"
    exit: 0
    --- out
    [TOKEN]
    --- err
    1 badge rétabli
    Pour que les autres le voient, publiez à nouveau : « badge publish --out DOSSIER »
    "#);
}

#[test]
fn what_is_no_longer_published_is_removed_and_nothing_else() {
    let world = World::place();
    let award = world.run(["issue", "impression-3d", "--to", "zoe@example.org", "--json"]).good().json();
    let token = award["token"].as_str().unwrap();
    world.run(["publish", "--out", "site"]).good();
    let left = |of: &str| files(&world.at("site")).into_iter().filter(|f| f.contains(of)).collect::<Vec<_>>();
    // D-11: now known to be a minor, and nobody has agreed. Their pages do not wait for the next publishing.
    world.run(["issue", "documentation", "--to", "zoe@example.org", "--minor"]).good();
    assert!(left(token).is_empty());
    // Nobody has it, and the place no longer gives it.
    let given_up = "achievements/decoupe-laser";
    world.write(&format!("site/{given_up}.txt"), "à moi");
    std::fs::remove_file(world.at(&format!("{given_up}.toml"))).unwrap();
    let after = world.run(["publish", "--out", "site", "--json"]).good().json();
    let removed: Vec<&str> = after["removed"].as_array().unwrap().iter().map(|path| path.as_str().unwrap()).collect();
    assert!(!removed.is_empty() && removed.iter().all(|path| path.contains(given_up)), "{after}");
    assert_eq!(left(given_up), [format!("{given_up}.txt")]);
    // With consent it comes back.
    let consent = ["issue", "documentation", "--to", "zoe@example.org", "--minor", "--consent", "sa mère, le 2 mars"];
    world.run(consent).good();
    let after = world.run(["publish", "--out", "site", "--json"]).good().json();
    assert!(after["added"].as_array().unwrap().iter().any(|p| p.as_str().unwrap().contains(token)));
}

#[test]
fn what_is_not_ready_is_not_published() {
    let world = World::place();
    world.run(["achievement", "new", "Soudure"]).good();
    let ran = world.run(["publish", "--out", "site"]).good();
    assert!(ran.err.contains("soudure") && !ran.out.contains("soudure"), "{}", ran.err);
    // One that was awarded has to stay what it was.
    world.run(["issue", "impression-3d", "--card"]).good();
    world.write("achievements/impression-3d.toml", "[fr]\nname = \"Impression 3D\"\n");
    let ran = world.run(["publish", "--out", "site"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("fr.description"), "{}", ran.err);
    std::fs::remove_file(world.at("achievements/impression-3d.toml")).unwrap();
    let ran = world.run(["publish", "--out", "site"]).good();
    assert!(ran.err.contains("impression-3d"), "{}", ran.err);
}

#[test]
fn an_achievement_keeps_its_own_picture() {
    let world = World::place();
    world.run(["issue", "premiers-pas", "--card", "--image", "svg", "--out", "out"]).good();
    let svg = files(&world.at("out")).into_iter().find(|f| f.ends_with(".svg")).unwrap();
    let picture = format!("out/{svg}");
    let new = ["achievement", "new", "Soudure", "--description", "Souder.", "--criteria", "Souder trois pièces."];
    world.run(new.into_iter().chain(["--picture", &picture])).good();
    assert!(world.text("achievements/soudure.toml").contains("picture = \"soudure.svg\""));
    world.run(["achievement", "check", "soudure"]).good();
    let award = world.run(["issue", "soudure", "--card", "--image", "both", "--json"]).good().json();
    assert_eq!(award["files"].as_array().unwrap().len(), 3);
    world.run(["publish", "--out", "site"]).good();
    // The card that was baked into it is not published under another badge's name.
    assert!(
        world.text(&picture).contains("openbadges")
            && !world.text("site/achievements/soudure.svg").contains("openbadges")
    );
    std::fs::remove_file(world.at("achievements/soudure.svg")).unwrap();
    assert_eq!(world.run(["achievement", "check", "soudure"]).code, 1);
    assert_eq!(world.run(["issue", "soudure", "--card"]).code, 2);
}

#[test]
fn keys_come_and_go() {
    let world = World::place();
    assert_snapshot!(world.run(["key", "list"]).shown(), @r#"
    exit: 0
    --- out
    [THUMBPRINT]  ed25519  [DATE]  signe  sans phrase secrète
    --- err
    "#);
    assert_snapshot!(world.run(["key", "export", "--form", "did"]).shown(), @r#"
    exit: 0
    --- out
    did:web:badges.example.org
    --- err
    "#);
    assert_snapshot!(world.run(["key", "rotate", "--no-passphrase", "--at", "2030-01-01"]).shown(), @r#"
    exit: 0
    --- out
    [THUMBPRINT]
    --- err
    attention : La clé n’est protégée par aucune phrase secrète : qui copie le fichier peut délivrer des badges à votre place
    conseil : Gardez le dossier keys hors des sauvegardes partagées et des dossiers synchronisés.
    La clé [THUMBPRINT] signe désormais ; [THUMBPRINT] ne signe plus, et ce qu’elle a signé reste valable
    Pour que les autres le voient, publiez à nouveau : « badge publish --out DOSSIER »
    "#);
    assert_snapshot!(world.run(["key", "list", "--lang", "en"]).shown(), @r#"
    exit: 0
    --- out
    [THUMBPRINT]  ed25519  [DATE]  signs no more since [DATE]  no passphrase
    [THUMBPRINT]  ed25519  [DATE]  signs                           no passphrase
    --- err
    "#);
    world.run(["publish", "--out", "site"]).good();
    let did: serde_json::Value = serde_json::from_str(&world.text("site/.well-known/did.json")).unwrap();
    assert_eq!(did["assertionMethod"].as_array().unwrap().len(), 2, "what the old key signed stays good");
    let keys = world.run(["key", "list", "--json"]).good().json();
    let old = keys["keys"][0]["thumbprint"].as_str().unwrap();
    world.run(["key", "retire", old, "--stolen", "--yes"]).good();
    world.run(["publish", "--out", "site"]).good();
    let did: serde_json::Value = serde_json::from_str(&world.text("site/.well-known/did.json")).unwrap();
    assert_eq!(did["assertionMethod"].as_array().unwrap().len(), 1, "nothing that a stolen key signed is good");
}

#[test]
fn every_verb_explains_itself_in_both_languages() {
    let world = World::empty();
    world.run(["man", "--out", "man"]).good();
    let pages = files(&world.at("man"));
    assert!(pages.len() > 25, "{pages:?}");
    for page in &pages {
        let text = world.text(&format!("man/{page}"));
        assert!(text.contains(".SH NOM") && !text.contains(".SH NAME"), "{page}");
        // Verbs are parted by hyphens in the names of pages; these have one of their own.
        let name = page.trim_end_matches(".1");
        let hyphened = ["add-examples", "request-endorsement"].into_iter().find(|verb| name.ends_with(verb));
        let above = hyphened.map_or(name, |verb| name.trim_end_matches(verb));
        let mut verb: Vec<&str> = above.split('-').skip(1).collect();
        verb.retain(|word| !word.is_empty());
        verb.extend(hyphened);
        for lang in ["fr", "en"] {
            let args = verb.iter().copied().chain(["--help", "--lang", lang]);
            let help = world.run(args).good();
            let usage = if lang == "fr" { "Utilisation\u{a0}: badge" } else { "Usage: badge" };
            assert!(help.out.contains(usage), "{page} {lang}: {}", help.out);
        }
    }
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(world.run(["completions", shell]).good().out.contains("badge"), "{shell}");
    }
}
