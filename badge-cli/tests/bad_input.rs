//! Bad input gets a sentence that says what happened and what to do, in the person's language, on standard error, with
//! the documented exit code.

mod support;

use insta::assert_snapshot;
use support::{World, files};

#[test]
fn no_place() {
    let world = World::empty();
    assert_snapshot!(world.run(["list"]).shown(), @r#"
    exit: 2
    --- out
    --- err
    erreur : Il n’y a pas de lieu ici : ni « [DIR] » ni les dossiers au-dessus ne contiennent de place.toml

    conseil : Créez un lieu avec « badge init », ou dites où il est avec --place DOSSIER.
    "#);
    assert_snapshot!(world.run(["--lang", "en", "--place", "elsewhere", "list"]).shown(), @r#"
    exit: 2
    --- out
    --- err
    error: "elsewhere" is no place: there is no place.toml

    hint: Check the path given to --place or BADGE_PLACE, or make a place with "badge init elsewhere".
    "#);
}

#[test]
fn an_achievement_that_is_not_there() {
    let world = World::place();
    assert_snapshot!(world.run(["issue", "impresion-3d", "--to", "lea@example.org"]).shown(), @r#"
    exit: 2
    --- out
    --- err
    erreur : Le badge n’a pas été fait ; rien n’a été écrit
      parce que : Il n’y a pas de modèle « impresion-3d » ; vouliez-vous dire « impression-3d » ?

    conseil : « badge achievement list » montre les modèles du lieu.
    "#);
    assert_snapshot!(world.run(["achievement", "show", "cuisine"]).shown(), @r#"
    exit: 2
    --- out
    --- err
    erreur : Il n’y a pas de modèle « cuisine »

    conseil : « badge achievement list » montre les modèles du lieu.
    "#);
    let bare = World::empty();
    bare.run(["init", "--name", "A", "--email", "a@example.org", "--no-passphrase"]).good();
    assert_snapshot!(bare.run(["achievement", "show", "cuisine"]).shown(), @r#"
    exit: 2
    --- out
    --- err
    erreur : Il n’y a pas de modèle « cuisine », car ce lieu n’en a encore aucun

    conseil : Créez-en un avec « badge achievement new », ou ajoutez ceux qui sont prêts : « badge achievement add-examples ».
    "#);
}

#[test]
fn recipients_that_are_none() {
    let world = World::place();
    assert_snapshot!(world.run(["issue", "impression-3d", "--to", "lea.example.org"]).shown(), @r#"
    exit: 2
    --- out
    --- err
    erreur : Le badge n’a pas été fait ; rien n’a été écrit
      parce que : Ce n’est pas une adresse électronique

    conseil : Elle ressemble à prenom@example.org, sans espace ni virgule.
    "#);
    assert_snapshot!(world.run(["issue", "impression-3d"]).shown(), @r#"
    exit: 2
    --- out
    --- err
    erreur : Le badge n’a pas été fait ; rien n’a été écrit
      parce que : Il manque le destinataire

    conseil : Donnez --to suivi d’une adresse électronique ou d’un DID, ou --card pour une carte à réclamer plus tard.
    "#);
    assert_snapshot!(world.run(["issue", "impression-3d", "--to", "did:key:z6Mk", "--format", "ob2-hosted"]).shown(), @r#"
    exit: 2
    --- out
    --- err
    erreur : Le badge n’a pas été fait ; rien n’a été écrit
      parce que : Open Badges 2.0 ne connaît pas les DID

    conseil : Donnez une adresse électronique, ou gardez le seul format ob3.
    "#);
    let init = world.run(["init", "other", "--name", "A", "--email", "a b@example.org", "--no-passphrase"]);
    assert_snapshot!(init.shown(), @r#"
    exit: 2
    --- out
    --- err
    erreur : « a b@example.org » n’est pas une adresse électronique

    conseil : Elle ressemble à prenom@example.org, sans espace ni virgule.
    "#);
    assert!(!world.at("awards").exists() && !world.at("other").exists());
}

#[test]
fn dates_and_places_that_are_none() {
    let world = World::place();
    let issue = ["issue", "impression-3d", "--to", "lea@example.org"];
    let ran = world.run(issue.into_iter().chain(["--date", "hier", "--where", "Caen;91,0", "--evidence", "photo.jpg"]));
    assert_snapshot!(ran.shown(), @r#"
    exit: 2
    --- out
    --- err
    erreur : Le badge n’a pas été fait ; rien n’a été écrit
      parce que : date : « hier » n’est pas une date
      parce que : where : « Caen;91,0 » n’est pas un lieu
      parce que : evidence : « photo.jpg » n’est pas une adresse http ou https

    conseil : Écrivez [DATE], ou avec l’heure et le fuseau : 2026-03-02T14:30:00+01:00.
    "#);
    assert_snapshot!(world.run(issue.into_iter().chain(["--date", "2026-03-02", "--expires", "2026-03-01"])).shown(), @r#"
    exit: 2
    --- out
    --- err
    erreur : Le badge n’a pas été fait ; rien n’a été écrit
      parce que : Le badge finirait (1er mars 2026) avant de commencer (2 mars 2026)

    conseil : Vérifiez --date et --expires.
    "#);
}

#[test]
fn the_wrong_passphrase() {
    let world = World::empty();
    let init = ["init", "--name", "A", "--email", "a@example.org", "--examples"];
    assert_snapshot!(world.run(init).shown(), @r#"
    exit: 2
    --- out
    --- err
    erreur : Il faut une phrase secrète pour protéger la nouvelle clé, et personne ne peut la taper ici

    conseil : Mettez-la dans la variable BADGE_PASSPHRASE, ou demandez une clé sans protection avec --no-passphrase.
    "#);
    assert_eq!(files(world.path()), Vec::<String>::new(), "nothing is written before everything is known");
    let with = |passphrase: &str, args: &[&str]| {
        world.ran(world.command(args).env("BADGE_PASSPHRASE", passphrase).output().unwrap())
    };
    with("le dôme est ouvert", &init).good();
    assert_snapshot!(with("le dome est ouvert", &["issue", "premiers-pas", "--card"]).shown(), @r#"
    exit: 2
    --- out
    --- err
    erreur : La phrase secrète n’ouvre pas la clé
      à [DIR]/keys/[THUMBPRINT].pem

    conseil : Vérifiez BADGE_PASSPHRASE : majuscules, espaces, accents. Sans la phrase, la clé ne peut pas être retrouvée.
    "#);
    assert_snapshot!(world.run(["--lang", "en", "issue", "premiers-pas", "--card"]).shown(), @r#"
    exit: 2
    --- out
    --- err
    error: The key is protected by a passphrase, and nobody can type it here

    hint: Put it in the variable BADGE_PASSPHRASE.
    "#);
    with("le dôme est ouvert", &["issue", "premiers-pas", "--card"]).good();
}

#[test]
fn pictures_that_are_none() {
    let world = World::place();
    let good = {
        world.run(["issue", "premiers-pas", "--card", "--out", "out"]).good();
        let name = files(&world.at("out")).into_iter().find(|f| f.ends_with(".png")).unwrap();
        std::fs::read(world.at(&format!("out/{name}"))).unwrap()
    };
    world.write("truncated.png", &good[..300]);
    world.write("empty.png", b"");
    world.write("photo.png", b"\xff\xd8\xff\xe0 not a PNG");
    std::fs::File::create(world.at("huge.png")).unwrap().set_len(1 << 30).unwrap();
    let new = |picture: &str| world.run(["achievement", "new", "Essai", "--picture", picture]);
    assert_snapshot!(new("truncated.png").shown(), @r#"
    exit: 2
    --- out
    --- err
    erreur : L’image PNG est abîmée (elle s’arrête trop tôt, à l’octet 33)
      à truncated.png

    conseil : Enregistrez-la à nouveau avec un logiciel de dessin, ou redemandez le fichier.
    "#);
    assert_snapshot!(new("empty.png").shown(), @r#"
    exit: 2
    --- out
    --- err
    erreur : Le fichier est vide (0 octet)
      à empty.png

    conseil : Il s’est sans doute perdu en chemin : demandez-le à nouveau.
    "#);
    assert_snapshot!(new("photo.png").shown(), @r#"
    exit: 2
    --- out
    --- err
    erreur : Ce n’est pas une image PNG ou SVG (jpeg)
      à photo.png

    conseil : Un badge ne tient que dans une image PNG ou SVG. Enregistrez l’image dans l’un de ces formats.
    "#);
    assert_snapshot!(new("huge.png").shown(), @r#"
    exit: 2
    --- out
    --- err
    erreur : « huge.png » fait 1024 Mio ; la limite est de 64 Mio

    conseil : Est-ce le bon fichier ?
    "#);
    assert_snapshot!(new("missing.png").shown(), @r#"
    exit: 2
    --- out
    --- err
    erreur : « missing.png » n’a pas pu être lu
      parce que : le fichier ou le dossier n’existe pas

    conseil : Vérifiez que le fichier existe et que vous avez le droit de le lire.
    "#);
    assert_snapshot!(new("achievements").shown(), @r#"
    exit: 2
    --- out
    --- err
    erreur : « achievements » n’a pas pu être lu
      parce que : c’est un dossier, pas un fichier

    conseil : Vérifiez que le fichier existe et que vous avez le droit de le lire.
    "#);
    assert!(!world.at("achievements/essai.toml").exists());
}

#[test]
fn files_that_a_person_broke() {
    let world = World::place();
    world.write("achievements/essai.toml", "level = \"je-pratic\"\n[fr]\nnom = \"Essai\"\n");
    assert_snapshot!(world.run(["issue", "essai", "--card"]).shown(), @r#"
    exit: 2
    --- out
    --- err
    erreur : Le badge n’a pas été fait ; rien n’a été écrit
      parce que : « [DIR]/achievements/essai.toml » est à corriger (ligne 3, fr.nom : ce champ n’existe pas ; vouliez-vous dire « name » ?)

    conseil : Ouvrez ce fichier avec un éditeur de texte et corrigez les lignes citées.
    "#);
    assert_snapshot!(world.run(["achievement", "check", "essai"]).shown(), @r#"
    exit: 1
    --- out
    ✗ essai
        ligne 3, fr.nom : ce champ n’existe pas ; vouliez-vous dire « name » ?
    --- err
    0 modèle prêt sur 1
    "#);
    world.write("achievements/essai.toml", "[fr]\nname = \"Essai\ndescription = \"\"\n");
    assert_snapshot!(world.run(["achievement", "show", "essai"]).shown(), @r#"
    exit: 2
    --- out
    --- err
    erreur : « [DIR]/achievements/essai.toml » est à corriger
      à [DIR]/achievements/essai.toml:2
      parce que : ligne 2 : ce texte ne se lit plus à partir de la colonne 14 (guillemet oublié, nom en double ?)

    conseil : Ouvrez ce fichier avec un éditeur de texte et corrigez les lignes citées.
    "#);
    world.write("achievements/essai.toml", b"[fr]\nname = \"Caf\xe9\"\n");
    assert_snapshot!(world.run(["achievement", "show", "essai"]).shown(), @r#"
    exit: 2
    --- out
    --- err
    erreur : « [DIR]/achievements/essai.toml » a des lettres qui ne se lisent pas : ce n’est pas du texte en UTF-8
      à [DIR]/achievements/essai.toml:2

    conseil : Enregistrez-le à nouveau avec un éditeur de texte, en UTF-8.
    "#);
    let card = world.text("place.toml").replace("bonjour@", "bonjour ");
    world.write("place.toml", card);
    assert_snapshot!(world.run(["issue", "premiers-pas", "--card"]).shown(), @r#"
    exit: 2
    --- out
    --- err
    erreur : « [DIR]/place.toml » est à corriger
      à [DIR]/place.toml:8
      parce que : ligne 8, profile.email : ce n’est pas une adresse électronique

    conseil : Ouvrez ce fichier avec un éditeur de texte et corrigez les lignes citées.
    "#);
}

#[test]
fn damage_is_reported_and_never_overwritten() {
    let world = World::place();
    for _ in 0..3 {
        world.run(["issue", "premiers-pas", "--to", "lea@example.org"]).good();
    }
    let register = world.text("register.jsonl");
    let mut lines: Vec<&str> = register.lines().collect();
    let cut = &lines[1][..60];
    lines[1] = cut;
    let damaged = lines.join("\n") + "\n";
    world.write("register.jsonl", &damaged);
    assert_snapshot!(world.run(["issue", "premiers-pas", "--card"]).shown(), @r#"
    exit: 2
    --- out
    --- err
    erreur : Le registre est abîmé : rien n’a été lu au-delà, rien n’a été écrit
      à [DIR]/register.jsonl:2
      parce que : la ligne n’est pas du JSON entier

    conseil : Reprenez register.jsonl dans une sauvegarde, ou corrigez la ligne citée avec un éditeur de texte.
    "#);
    assert_snapshot!(world.run(["--lang", "en", "publish", "--out", "site"]).shown(), @r#"
    exit: 2
    --- out
    --- err
    error: The register is damaged: nothing beyond was read, nothing was written
      at [DIR]/register.jsonl:2
      because: the line is no whole JSON

    hint: Take register.jsonl from a backup, or mend the line that is named with a text editor.
    "#);
    assert_eq!(world.text("register.jsonl"), damaged);

    // A line cut off at the end is what a power failure leaves: put aside, and told.
    world.write("register.jsonl", format!("{register}{cut}"));
    let ran = world.run(["issue", "premiers-pas", "--card"]);
    assert!(ran.err.contains("mise de côté"), "{}", ran.err);
    assert_eq!(world.text("register.jsonl").lines().count(), 4);
    assert!(files(world.path()).iter().any(|f| f.ends_with(".torn")));

    let key = files(&world.at("keys")).into_iter().find(|f| f.ends_with(".pem")).unwrap();
    let pem = world.text(&format!("keys/{key}"));
    world.write(&format!("keys/{key}"), &pem[..60]);
    assert_snapshot!(world.run(["issue", "premiers-pas", "--card"]).shown(), @r#"
    exit: 2
    --- out
    --- err
    erreur : La clé est abîmée : elle n’a pas été modifiée
      à [DIR]/keys/[THUMBPRINT].pem

    conseil : Reprenez ce fichier dans une sauvegarde du dossier keys.
    "#);
    assert_eq!(world.text(&format!("keys/{key}")), pem[..60]);
    world.write("people.json", "{");
    assert_snapshot!(world.run(["list"]).shown(), @r#"
    exit: 2
    --- out
    --- err
    erreur : Le fichier des personnes est abîmé : il n’a pas été modifié
      à [DIR]/people.json
      parce que : ligne 1, caractère 1

    conseil : Reprenez people.json dans une sauvegarde, ou corrigez-le avec un éditeur de texte.
    "#);
    assert_eq!(world.text("people.json"), "{");
}

#[test]
fn arguments_that_are_wrong() {
    let world = World::place();
    assert_snapshot!(world.run(["isue"]).shown(), @r#"
    exit: 2
    --- out
    --- err
    erreur : La commande « isue » n’existe pas ; vouliez-vous dire « issue » ?

    conseil : « badge --help » montre les commandes.
    "#);
    assert_snapshot!(world.run(["--lang", "en", "issue", "a", "--too", "b"]).shown(), @r#"
    exit: 2
    --- out
    --- err
    error: There is no option "--too"; did you mean "--to"?

    hint: "badge issue --help" shows what is possible.
    "#);
    assert_snapshot!(world.run(["issue", "a", "--format", "ob4"]).shown(), @r#"
    exit: 2
    --- out
    --- err
    erreur : « ob4 » ne convient pas à « --format »

    conseil : Choisissez parmi : ob3, ob3-jwt, ob2-hosted, ob2-signed. « badge issue --help » en dit plus.
    "#);
    assert_snapshot!(world.run(["issue", "a", "--to", "b@example.org", "--card"]).shown(), @r#"
    exit: 2
    --- out
    --- err
    erreur : « --to » et « --card » ne vont pas ensemble

    conseil : Gardez l’un des deux. « badge issue --help » explique ce qu’ils font.
    "#);
    assert_snapshot!(world.run(["--json", "key", "export", "zzz"]).shown(), @r#"
    exit: 2
    --- out
    {"schema":"badge-error/1","error":{"code":"key-unknown","message":"Il n’y a pas de clé « zzz »","hint":"« badge key list » montre les clés du lieu."}}
    --- err
    "#);
    assert_snapshot!(world.run(["revoke", "0123456789"]).shown(), @r#"
    exit: 2
    --- out
    --- err
    erreur : Il n’y a pas de badge « 0123456789 » dans le registre de ce lieu

    conseil : « badge list » montre les badges attribués ; donnez le début du jeton (six caractères au moins), l’identifiant, l’adresse ou le fichier.
    "#);
}

#[test]
fn nothing_is_overwritten() {
    let world = World::place();
    let before: Vec<(String, String)> = files(world.path()).into_iter().map(|f| (f.clone(), world.text(&f))).collect();
    assert_snapshot!(world.run(["init", "--name", "B", "--email", "b@example.org", "--no-passphrase"]).shown(), @r#"
    exit: 2
    --- out
    --- err
    erreur : « . » est déjà un lieu : rien n’a été changé
      à ./place.toml

    conseil : Modifiez place.toml avec un éditeur de texte, ou choisissez un autre dossier.
    "#);
    assert_snapshot!(world.run(["achievement", "new", "Impression 3D"]).shown(), @r#"
    exit: 2
    --- out
    --- err
    erreur : Il y a déjà un modèle « impression-3d » : il n’a pas été changé
      à [DIR]/achievements/impression-3d.toml

    conseil : Choisissez un autre nom court avec --slug, ou modifiez le fichier.
    "#);
    assert_snapshot!(world.run(["publish", "--out", "."]).shown(), @r#"
    exit: 2
    --- out
    --- err
    erreur : Le site ne peut pas être écrit dans « [DIR] » : il publierait les clés et les personnes du lieu

    conseil : Choisissez un dossier à part, comme « site » dans le lieu.
    "#);
    world.write("site/index.html", "<p>Ma page</p>");
    assert_snapshot!(world.run(["publish", "--out", "site"]).shown(), @r#"
    exit: 2
    --- out
    --- err
    erreur : 1 fichier qui ne vient pas de cette commande serait remplacé ; rien n’a été écrit
      à [DIR]/site/index.html

    conseil : Publiez dans un dossier vide, ou ajoutez --yes pour remplacer.
    "#);
    assert_eq!(files(&world.at("site")), ["index.html"]);
    for (file, text) in before {
        assert_eq!(world.text(&file), text, "{file}");
    }
}

#[test]
fn bad_lines_do_not_stop_the_others() {
    let world = World::place();
    let lines = concat!(
        "{\"ref\":\"a\",\"achievement\":\"impression-3d\",\"to\":\"a@example.org\"}\n",
        "{\"ref\":\"b\",\"achievement\":\"impression3d\",\"to\":\"b@example.org\"}\n",
        "pas du JSON\n",
        "\n",
        "{\"ref\":\"c\",\"achievement\":\"impression-3d\",\"too\":\"c@example.org\"}\n",
        "{\"ref\":\"d\",\"achievement\":\"impression-3d\",\"to\":\"d@example\",\"date\":\"2026-02-30\"}\n",
        "{\"ref\":\"e\",\"achievement\":\"documentation\",\"card\":true,\"date\":\"2026-03-02\"}",
    );
    assert_snapshot!(world.feed(["issue", "-"], lines).shown(), @r#"
    exit: 2
    --- out
    {"ref":"a","line":1,"ok":true,"id":"https://badges.example.org/b/[TOKEN]/credential.json","token":"[TOKEN]","link":"https://badges.example.org/b/[TOKEN]/","files":["[DIR]/awards/[TOKEN]/badge.png","[DIR]/awards/[TOKEN]/credential.json"],"problems":[]}
    {"ref":"b","line":2,"ok":false,"files":[],"problems":[{"code":"achievement-unknown-near","field":"achievement","message":"Il n’y a pas de modèle « impression3d » ; vouliez-vous dire « impression-3d » ?","hint":"« badge achievement list » montre les modèles du lieu."}]}
    {"line":3,"ok":false,"files":[],"problems":[{"code":"line-not-json","message":"Ce n’est pas une ligne de JSON : ligne 1, caractère 1","hint":"Écrivez un objet par ligne, entre accolades."}]}
    {"ref":"c","line":5,"ok":false,"files":[],"problems":[{"code":"line-unknown-near","field":"too","message":"Le champ « too » n’existe pas ; vouliez-vous dire « to » ?","hint":"« badge issue --help » donne la liste des champs."}]}
    {"ref":"d","line":6,"ok":false,"files":[],"problems":[{"code":"date-malformed","field":"date","message":"« [DATE] » n’est pas une date","hint":"Écrivez [DATE], ou avec l’heure et le fuseau : 2026-03-02T14:30:00+01:00."}]}
    {"ref":"e","line":7,"ok":true,"id":"https://badges.example.org/b/[TOKEN]/credential.json","token":"[TOKEN]","link":"https://badges.example.org/b/[TOKEN]/","files":["[DIR]/awards/[TOKEN]/badge.png","[DIR]/awards/[TOKEN]/credential.json"],"code":"[CODE]","problems":[]}
    --- err
    "#);
    let listed = world.run(["list", "--json"]).good().json();
    assert_eq!(listed["awards"].as_array().unwrap().len(), 2);
}

// What could not be issued is not made: the same bound, told in the same words.
#[test]
fn an_achievement_with_too_much_text_is_refused_at_once() {
    let world = World::place();
    let long = "un ".repeat(70);
    for (lang, made, words) in [
        ("fr", "ne pourrait pas être attribué ainsi", "trop long : 200 caractères au plus"),
        ("en", "could not be issued like this", "too long: 200 characters at most"),
    ] {
        let ran = world.run(["achievement", "new", &long, "--slug", "long", "--lang", lang]);
        let said = ran.err.replace(['\u{a0}', '\u{202f}'], " ");
        assert!(ran.code == 2 && said.contains(made) && said.contains(words), "{said}");
        assert!(!world.at("achievements/long.toml").exists());
        // The same of a file that somebody wrote.
        let text = format!("[fr]\nname = \"{}\"\ndescription = \"x\"\ncriteria = \"x\"\n", long.trim());
        world.write("achievements/other.toml", &text);
        let ran = world.run(["issue", "other", "--to", "lea@example.org", "--lang", lang]);
        let said = ran.err.replace(['\u{a0}', '\u{202f}'], " ");
        assert!(ran.code == 2 && said.contains(words), "{said}");
    }
    let ran = world.run(["achievement", "new", "Court", "--description", &"mot ".repeat(6_000)]);
    assert!(ran.code == 2 && ran.err.contains("20000"), "{}", ran.err);
    world.run(["achievement", "new", "Court"]).good();
}
