# Les commandes qui créent et tiennent un lieu.

answer-unread = La réponse n’a pas pu être lue
    .hint = Donnez-la avec une option : l’aide de la commande les montre.
confirm = Continuer ? (oui/non)
not-confirmed = Rien n’a été fait
confirm-needed = Il faut une confirmation, et personne ne peut la donner ici : rien n’a été fait
    .hint = Si c’est bien ce que vous voulez, ajoutez --yes.
dry-run = Essai seulement : rien n’a été écrit
email-malformed = « { $email } » n’est pas une adresse électronique
    .hint = Elle ressemble à prenom@example.org, sans espace ni virgule.
email-letters = L’adresse a, avant le « @ », une lettre accentuée ou un signe que presque aucun serveur de courrier n’accepte
    .hint = Vérifiez-la : un tiret copié d’un PDF se retape au clavier. Un courriel à cette adresse ne pourra sans doute pas être envoyé.
address-malformed = « { $address } » n’est pas une adresse http ou https
    .hint = Elle commence par https://, comme https://www.example.org.
publish-again = Pour que les autres le voient, publiez à nouveau : « badge publish --out DOSSIER »

init-exists = « { $path } » est déjà un lieu : rien n’a été changé
    .hint = Modifiez place.toml avec un éditeur de texte, ou choisissez un autre dossier.
init-no-name = Il manque le nom de la structure qui délivre les badges
    .hint = Donnez-le avec --name "Nom de la structure".
init-no-email = Il manque l’adresse électronique où l’on peut vous écrire
    .hint = Donnez-la avec --email contact@example.org : elle sera publiée avec vos badges.
init-bad-base = On ne peut pas publier à l’adresse « { $address } »
    .hint = Donnez l’adresse du dossier où vous déposerez le site, comme https://badges.example.org ou https://www.example.org/badges.
init-ask-name = Nom de la structure qui délivre les badges :
init-ask-email = Adresse électronique où l’on peut vous écrire :
init-done = Le lieu « { $name } » est prêt dans { $path }
init-done-here = Le lieu « { $name } » est prêt dans ce dossier
init-no-base = Sans adresse de publication, vos badges sont signés par une clé sans nom vérifiable et ne peuvent pas être annulés aux yeux des autres. Ajoutez l’adresse dans place.toml avant le premier badge.
init-keep-passphrase = Gardez la phrase secrète en lieu sûr : sans elle, la clé ne peut pas être retrouvée. Sauvegardez le dossier entier.
init-next = Ensuite, dans ce dossier : « badge achievement add-examples » ajoute des modèles prêts, « badge issue MODÈLE --to ADRESSE » en attribue un.
init-next-examples = Ensuite, dans ce dossier : « badge achievement list » montre les modèles, « badge issue MODÈLE --to ADRESSE » en attribue un.
key-unprotected = La clé n’est protégée par aucune phrase secrète : qui copie le fichier peut délivrer des badges à votre place
    .hint = Gardez le dossier keys hors des sauvegardes partagées et des dossiers synchronisés.

slug-malformed = « { $slug } » n’est pas un nom court
    .hint = Seulement des minuscules sans accent, des chiffres et des tirets, 80 au plus : impression-3d.
slug-none = Je ne peux pas tirer de nom court de « { $name } »
    .hint = Donnez-en un avec --slug, comme --slug impression-3d.
word-unknown = « { $word } » n’est pas dans la liste de ce lieu ({ $field })
    .hint = Choisissez parmi : { $known }. Les listes sont dans place.toml.
achievement-exists = Il y a déjà un modèle « { $slug } » : il n’a pas été changé
    .hint = Choisissez un autre nom court avec --slug, ou modifiez le fichier.
achievement-made = Modèle « { $slug } » créé
achievement-incomplete = À compléter dans ce fichier avant la première attribution : { $fields }
achievements-none = Ce lieu n’a pas encore de modèle. « badge achievement add-examples » en ajoute de prêts.
show-level = Niveau :
show-kind = Nature :
show-tags = Mots-clés :
show-id = Identifiant :
show-file = Fichier :
check-done = { $good ->
    [one] { $good } modèle prêt sur { $all }
   *[other] { $good } modèles prêts sur { $all }
}
examples-kept = { $count ->
    [one] { $count } modèle existait déjà et n’a pas été changé
   *[other] { $count } modèles existaient déjà et n’ont pas été changés
}
examples-added = { $count ->
    [0] Aucun modèle à ajouter
    [one] { $count } modèle ajouté : modifiez-le comme vous voulez
   *[other] { $count } modèles ajoutés : modifiez-les comme vous voulez
}
drawing-unknown = le dessin n’a pas de champ « { $field } » ; il a : { $known }
drawing-value = « { $value } » ne convient pas à « { $field } » du dessin ; il y a : { $known }
artwork-not-svg = « { $file } » est un PNG : il ne peut pas devenir un SVG
    .hint = Demandez --image png, ou donnez une image SVG au modèle.
artwork-not-drawn = L’image du modèle « { $slug } » n’a pas pu être dessinée
    .hint = Vérifiez-la avec « badge achievement check { $slug } ».

key-made = Clé { $kind } créée : { $key }
key-rotated = La clé { $key } signe désormais ; { $old } ne signe plus, et ce qu’elle a signé reste valable
key-rotate-renames = Ce lieu n’a pas d’adresse : sa clé est son nom. Avec une autre clé, il passera pour un autre lieu
    .hint = Donnez d’abord une adresse au lieu, dans place.toml.
key-retired = ne signe plus depuis le { $since }
key-retired-already = La clé { $key } ne signe déjà plus, depuis le { $since }
key-retired-now = La clé { $key } ne signe plus ; ce qu’elle a signé reste valable
key-last = Il n’y a plus de clé { $kind } pour signer
    .hint = Créez-en une avec « badge key new --kind { $kind } ».
key-signs = signe
key-idle = en réserve
key-open = sans phrase secrète
keys-none = Ce lieu n’a pas de clé. « badge key new » en crée une.
key-none-of-kind = Ce lieu n’a pas de clé { $kind } pour signer
    .hint = Créez-en une avec « badge key new --kind { $kind } ».
key-no-form = Une clé { $kind } ne s’écrit pas sous cette forme
    .hint = Demandez --form jwk ou --form pem.
key-ambiguous = Plusieurs clés commencent par « { $key } »
    .hint = Donnez quelques caractères de plus : « badge key list » les montre.
key-unknown = Il n’y a pas de clé « { $key } »
    .hint = « badge key list » montre les clés du lieu.

state-valid = valable
state-claimed = carte réclamée
state-revoked = annulé
state-suspended = suspendu
state-expired = expiré
state-not-yet = pas encore valable
state-waiting = attend l’accord d’un parent
state-withdrawn = retenu : accord refusé ou retiré
list-erased = (personne effacée)
state-erased = personne effacée
state-removed = retiré à la demande de la personne
list-nobody = (sans nom)
list-card = (carte à réclamer { $code })
list-card-named = { $name } (carte à réclamer { $code })
list-sheet = Badges
list-title-date = Date
list-title-achievement = Badge
list-title-state = État
list-title-name = Nom
list-title-to = Adresse électronique
list-title-expires = Date de fin
list-title-formats = Formats
list-title-token = Jeton du badge
list-title-reason = Raison
list-title-cohort = Cohorte
list-count = { $count ->
    [0] Aucun badge attribué
    [one] { $count } badge
   *[other] { $count } badges
}

award-unknown = Il n’y a pas de badge « { $badge } » dans le registre de ce lieu
    .hint = « badge list » montre les badges attribués ; donnez le début du jeton (six caractères au moins), l’identifiant, l’adresse ou le fichier.
award-no-badge = « { $file } » ne contient aucun badge
    .hint = Les messageries et les captures d’écran effacent le badge : donnez le jeton ou l’adresse.
revoke-confirm = { $count ->
    [one] Annuler { $count } badge ? (oui/non)
   *[other] Annuler { $count } badges ? (oui/non)
}
reason-names = La raison nomme quelqu’un : « { $named } »
    .hint = Elle est publiée et reste au registre, d’où l’on ne peut effacer personne. Dites ce qui s’est passé sans dire à qui : « Attribué par erreur », par exemple. Si ce mot n’est pas un nom ici, écrivez-le sans majuscule, ou autrement.
reason-too-long = La raison tient sur une ligne, en { $most } lettres au plus.
    .hint = Elle est lue sur la page du badge : une phrase suffit.
revoke-done = { $count ->
    [0] Aucun badge à annuler
    [one] { $count } badge annulé
   *[other] { $count } badges annulés
}
withdraw-confirm = { $count ->
    [one] Retirer { $count } soutien ? (oui/non)
   *[other] Retirer { $count } soutiens ? (oui/non)
}
withdraw-done = { $count ->
    [one] { $count } soutien retiré
   *[other] { $count } soutiens retirés
}
restore-confirm = { $count ->
    [one] Rétablir { $count } soutien ? (oui/non)
   *[other] Rétablir { $count } soutiens ? (oui/non)
}
restore-done = { $count ->
    [one] { $count } soutien rétabli
   *[other] { $count } soutiens rétablis
}
withdraw-already = Le soutien { $award } est déjà retiré
restore-already = Le soutien { $award } tient déjà
revoke-already = Le badge { $award } est déjà annulé
revoke-replaced = Le badge { $award } a pris fin quand un autre a pris sa place (carte réclamée, changement) : c’est celui-là qui vaut. Pour l’annuler : badge revoke { $next }
revoke-already-many = { $count ->
    [one] { $count } badge de ce choix est déjà annulé
   *[other] { $count } badges de ce choix sont déjà annulés
}
revoke-would = { $count ->
    [0] Aucun badge ne serait annulé
    [one] { $count } badge serait annulé
   *[other] { $count } badges seraient annulés
}
revoke-undo = Pour revenir en arrière : « badge reinstate », avec le même choix.
pick-nothing = Aucun badge n’est désigné
    .hint = Nommez-les (jeton, identifiant, adresse ou fichier), ou choisissez-les avec --table, --cohort, --achievement, --person, --since ou --until. --dry-run montre lesquels.
pick-unknown = { $count ->
    [one] Une ligne de la table nomme un badge que ce lieu n’a pas attribué (ligne { $line }) : rien n’a été fait
   *[other] { $count } lignes de la table nomment des badges que ce lieu n’a pas attribués (la première : ligne { $line }) : rien n’a été fait
}
    .hint = Est-ce la bonne table, et le bon lieu ? Retirez ces lignes, ou corrigez-les.
pick-no-names = La table « { $path } » ne nomme aucun badge
    .hint = Il faut une colonne de jetons, d’identifiants ou d’adresses de badges, comme dans la table que « badge batch issue --table » ou « badge list --table » écrit. Pour la table de départ : --cohort.
pick-no-awards = Aucune ligne de la table « { $path } » n’a de badge attribué dans ce lieu
    .hint = « badge batch plan » montre comment la table est lue.
pick-without = { $count ->
    [one] Une ligne de « { $path } » n’a pas de badge dans ce lieu, et n’est pas concernée : { $lines }
   *[other] { $count } lignes de « { $path } » n’ont pas, ou pas tous, leurs badges dans ce lieu, et ne sont pas concernées : { $lines }
}
    .hint = L’adresse de la personne a peut-être changé depuis : corrigez-la dans la table, ou désignez ces badges un à un. « badge list » les montre.
cohort-unknown = Il n’y a pas de cohorte « { $name } », ni de table de ce nom ; il y a : { $known }
    .hint = Une cohorte porte le nom donné avec « badge batch issue --cohort » ; sinon donnez la table d’où elle vient.
cohort-none = Il n’y a pas de cohorte « { $name } », ni de table de ce nom
    .hint = Une cohorte porte le nom donné avec « badge batch issue --cohort » ; sinon donnez la table d’où elle vient.
revoke-unseen = Ce lieu n’a pas d’adresse de publication : les autres ne pourront pas voir cette annulation
reinstate-confirm = { $count ->
    [one] Rétablir { $count } badge ? (oui/non)
   *[other] Rétablir { $count } badges ? (oui/non)
}
reinstate-done = { $count ->
    [0] Aucun badge à rétablir
    [one] { $count } badge rétabli
   *[other] { $count } badges rétablis
}
reinstate-replaced = Le badge { $award } a été remplacé, ou sa carte réclamée : l’autre vaut, et deux ne peuvent pas valoir à la fois
    .hint = Annulez d’abord l’autre : « badge revoke { $next } ».
reinstate-already-many = { $count ->
    [one] { $count } badge de ce choix n’est pas annulé
   *[other] { $count } badges de ce choix ne sont pas annulés
}
reinstate-replaced-many = { $count ->
    [one] { $count } badge a été remplacé par un autre, ou sa carte réclamée : il n’est pas rétabli
   *[other] { $count } badges ont été remplacés par d’autres, ou leurs cartes réclamées : ils ne sont pas rétablis
}
reinstate-would = { $count ->
    [0] Aucun badge ne serait rétabli
    [one] { $count } badge serait rétabli
   *[other] { $count } badges seraient rétablis
}
reinstate-already = Le badge { $award } n’est pas annulé

place-moved = { $count ->
    [one] Un badge valable a été attribué sous { $old } ; dans place.toml, [publish] url dit maintenant { $new }. L’adresse d’un badge est signée : celui-ci ne se vérifie que là où il était
   *[other] { $count } badges valables ont été attribués sous { $old } ; dans place.toml, [publish] url dit maintenant { $new }. L’adresse d’un badge est signée : ceux-ci ne se vérifient que là où ils étaient
}
    .hint = Remettez l’ancienne adresse dans place.toml, ou gardez ce qui y est publié en ligne. Pour quitter l’ancienne adresse : annulez ces badges (badge revoke) et attribuez-les à nouveau.
place-moved-nowhere = { $count ->
    [one] Un badge valable a été attribué sous { $old } ; place.toml n’a plus de [publish] url. L’adresse d’un badge est signée : il ne se vérifie que là
   *[other] { $count } badges valables ont été attribués sous { $old } ; place.toml n’a plus de [publish] url. L’adresse d’un badge est signée : ils ne se vérifient que là
}
    .hint = Remettez cette adresse dans place.toml, sous [publish] : url.
award-problems = Le badge n’a pas été fait ; rien n’a été écrit
award-problems-hint = Le badge n’a pas été fait ; rien n’a été écrit
    .hint = { $hint }
award-refused = Notre propre vérificateur n’accepte pas le badge au format { $format } : { $why }
    .hint = « badge doctor » cherche ce qui ne va pas dans le lieu.
award-not-signed = Le badge n’a pas pu être signé : { $why }
award-to-and-card = Un badge est pour une personne (to) ou pour une carte à réclamer (card), pas les deux
    .hint = Gardez l’un des deux.
award-no-recipient = Il manque le destinataire
    .hint = Donnez --to suivi d’une adresse électronique ou d’un DID, ou --card pour une carte à réclamer plus tard.
award-made-all-the-same = Le badge { $award } est fait et inscrit au registre ; seule la copie a échoué
award-already = Cette personne avait déjà reçu ce badge ce jour-là ({ $award })
    .hint = Si c’est une erreur, annulez l’un des deux : « badge revoke { $award } ».
award-begins-later = Ce badge ne vaut qu’à partir du { $day }, { $hour } (UTC) : jusque-là, qui le vérifie le voit comme pas encore valable
award-kept = Ce badge existe déjà et dit autre chose : il reste comme il est
    .hint = Pour le changer, donnez un tableau à « badge batch issue TABLEAU --changed=update », ou annulez-le (badge revoke) et attribuez-le de nouveau par « badge issue ».
award-revoked = Cette personne a reçu ce badge le { $day }, et il a été annulé depuis : il n’est pas attribué à nouveau
    .hint = Pour l’attribuer à nouveau, donnez une autre date, ou passez par « badge issue ». Si l’annulation était une erreur : « badge reinstate { $award } ».
award-would-be = Le badge « { $title } » peut être attribué
award-done = Badge « { $title } » attribué
award-waits = La personne est mineure : rien n’est publié avant l’accord d’un parent. Quand il est donné, notez-le : « badge consent record ».
award-waits-withdrawn = L’accord a été retiré le { $day } : le badge n’est ni publié ni envoyé. S’il est redonné, notez-le : « badge consent record { $who } ».
award-waits-refused = L’accord a été refusé : le badge n’est ni publié ni envoyé. S’il est donné plus tard, notez-le : « badge consent record { $who } ».
award-waits-other = L’accord noté vaut pour d’autres badges : celui-ci n’est ni publié ni envoyé. S’il a été donné, notez-le : « badge consent record { $who } --for { $slug } ».
award-link = Une fois publié : { $link }
achievement-refused = Un badge ne pourrait pas être attribué ainsi : { $what }
achievement-faulty = Le modèle « { $path } » est à corriger : { $what }
    .hint = Ouvrez ce fichier avec un éditeur de texte. « badge achievement check » dit tout ce qui manque.
bake-not-read-back = Le badge ne se relit pas dans l’image
    .hint = Essayez avec une autre image.
where-malformed = « { $text } » n’est pas un lieu
    .hint = Écrivez un texte, avec des coordonnées si vous voulez : « Hérouville-Saint-Clair;49.20,-0.33 ».
award-other-name = Dans ce lieu, { $to } est l’adresse de { $known }, pas de { $name }
    .hint = Si c’est la même personne, écrivez ce nom-là, ou ajoutez --rename (« "rename": true » sur une ligne) pour changer son nom. Si c’est quelqu’un d’autre, donnez son adresse à chacun, ou faites une carte.
consent-without-minor = Un accord est noté, mais la personne n’est pas dite mineure
    .hint = Ajoutez --minor, ou retirez --consent.
consent-empty = L’accord est vide
    .hint = Dites en quelques mots qui l’a donné et quand.
consent-by-against = « { $text } » n’est pas quelqu’un qui dit oui : rien n’a été noté
    .hint = Si c’est un refus : « badge consent withdraw ADRESSE ». Si personne n’a répondu, il n’y a rien à noter.
consent-by-long = Écrivez seulement qui a donné l’accord, par son nom avec des majuscules ou par son lien (« sa mère », « Mme Vannier, par téléphone »), en { $most } lettres au plus : rien n’a été noté
    .hint = Si la réponse n’est pas encore là, ou n’est pas sûre, il n’y a rien à noter. Si c’est un refus : « badge consent withdraw ADRESSE ».
consent-by-own = « { $text } » : avant 15 ans, c’est un parent ou un tuteur qui donne l’accord, personne d’autre, et un papier remis n’en est pas un : rien n’a été noté
    .hint = Nommez le parent ou le tuteur qui a dit oui : --by "sa mère".
consent-older = L’accord a été retiré le { $withdrawn }, après le { $day } : un accord plus ancien a été retiré avec lui
    .hint = Donnez le jour du nouvel accord : --date AAAA-MM-JJ, ou rien pour aujourd’hui.
consent-refused = « { $text } » n’est pas un accord
    .hint = Dites simplement qui a dit oui et quand : « sa mère, le 20 mars ». Si personne ne l’a fait, n’en parlez pas : le badge est attribué, mais ni publié ni envoyé.
key-why-p256 = Ce qui est demandé (VC-JWT, ou une preuve ECDSA) se signe avec une clé P-256 : j’en crée une, gardée comme la première.
key-would-p256 = Ce qui est demandé (VC-JWT, ou une preuve ECDSA) se signe avec une clé P-256 : une serait créée, et gardée comme la première.
suite-not-read = Le vérificateur de 1EdTech ne lit pas les preuves de la sorte { $suite } : il refusera ce badge
    .hint = Retirez --suite, sauf si un partenaire vous a demandé cette sorte de preuve.
suite-without-ob3 = --suite choisit la preuve du format ob3, qui n’est pas demandé ici ({ $format })
    .hint = Retirez --suite, ou demandez aussi --format ob3.
forms-differ = Les vérificateurs ne s’accordent pas sur la lecture de ce badge : environ la moitié le diraient modifié
    .hint = Il porte plusieurs soutiens qui se ressemblent. Donnez-les en JWT (endorsementJwt, avec le contexte de la version 3.0.3), ou prenez le format ob3-jwt.
key-why-rsa = Les vérificateurs d’Open Badges signés en JWS attendent une clé RSA : j’en crée une, gardée comme la première.
key-would-rsa = Les vérificateurs d’Open Badges signés en JWS attendent une clé RSA : une serait créée, et gardée comme la première.

lack-email = Ce n’est pas une adresse électronique
    .hint = Elle ressemble à prenom@example.org, sans espace ni virgule.
lack-did = Ce n’est pas un DID
    .hint = Il ressemble à did:key:z6Mk…
lack-ob2-did = Open Badges 2.0 ne connaît pas les DID
    .hint = Donnez une adresse électronique, ou gardez le seul format ob3.
lack-ob2-nobody = Open Badges 2.0 demande un destinataire
    .hint = Donnez une adresse avec --to, ou gardez le seul format ob3 pour une carte.
lack-ob2-address = Open Badges 2.0 demande un lieu qui a une adresse de publication
    .hint = Ajoutez url dans la section [publish] de place.toml, ou gardez le format ob3.
lack-ends = Le badge finirait ({ $expires }) avant de commencer ({ $date })
    .hint = Vérifiez --date et --expires.
lack-nowhere = Ces coordonnées ne sont nulle part sur Terre
    .hint = Latitude entre -90 et 90, puis longitude entre -180 et 180.

stdin-unreadable = L’entrée standard n’a pas pu être lue
line-not-json = Ce n’est pas une ligne de JSON : { $why }
    .hint = Écrivez un objet par ligne, entre accolades.
line-not-object = Ce n’est pas un objet JSON
    .hint = Écrivez un objet par ligne, entre accolades.
line-too-long = La ligne est trop longue : { $most } Mio au plus
line-unknown = Le champ « { $field } » n’existe pas
    .hint = « badge issue --help » donne la liste des champs.
line-unknown-near = Le champ « { $field } » n’existe pas ; vouliez-vous dire « { $near } » ?
    .hint = « badge issue --help » donne la liste des champs.
line-not-text = « { $field } » doit être un texte
line-not-flag = « { $field } » doit être true ou false
line-not-once = « { $field } » doit être true, false ou "ever"
line-choice = « { $value } » ne convient pas à « { $field } »
    .hint = Choisissez parmi : { $known }.
line-evidence = Une trace est un texte, ou un objet avec url ou narrative
line-once-nobody = « once » demande une adresse ou un nom : sans eux, on ne sait pas si c’est la même personne
line-no-achievement = Il manque le modèle (achievement)
    .hint = « badge achievement list » montre les modèles du lieu.

award-folder-gone = Le dossier de ce badge n’est plus là
    .hint = Reprenez-le dans une sauvegarde. Si vous l’avez effacé exprès, annulez aussi le badge : « badge revoke { $award } ».
award-file-changed = « { $path } » n’est plus le fichier qui a été signé
    .hint = Reprenez ce fichier dans une sauvegarde : un badge modifié ne se vérifie plus.
status-not-signed = La liste d’états { $list } n’a pas pu être signée
manifest-damaged = La liste de ce qui a été publié est abîmée
    .hint = Supprimez ce fichier et publiez dans un dossier neuf.
publish-into-place = Le site ne peut pas être écrit dans « { $path } » : il publierait les clés et les personnes du lieu
    .hint = Choisissez un dossier à part, comme « site » dans le lieu.
publish-foreign = { $count ->
    [one] { $count } fichier qui ne vient pas de cette commande serait remplacé ; rien n’a été écrit
   *[other] { $count } fichiers qui ne viennent pas de cette commande seraient remplacés ; rien n’a été écrit
}
    .hint = Publiez dans un dossier vide, ou ajoutez --yes pour remplacer.
publish-confirm-foreign = { $count ->
    [one] { $count } fichier qui ne vient pas de cette commande sera remplacé ({ $path }). Continuer ? (oui/non)
   *[other] { $count } fichiers qui ne viennent pas de cette commande seront remplacés ({ $path }…). Continuer ? (oui/non)
}
publish-kept = { $count ->
    [one] { $count } fichier ne fait plus partie du site, mais quelqu’un l’a modifié : il est laissé là
   *[other] { $count } fichiers ne font plus partie du site, mais quelqu’un les a modifiés : ils sont laissés là
}
    .hint = Retirez-les vous-même si vous n’en avez plus besoin.
publish-strangers = { $count ->
    [one] { $count } fichier de ce dossier ne vient pas d’ici et sera en ligne avec le site : { $names }
   *[other] { $count } fichiers de ce dossier ne viennent pas d’ici et seront en ligne avec le site : { $names }
}
    .hint = Retirez ce qui ne doit pas être public, comme un tableau ou les badges de quelqu’un.
publish-waiting = { $count ->
    [one] { $count } badge attend l’accord d’un parent et n’est pas publié
   *[other] { $count } badges attendent l’accord d’un parent et ne sont pas publiés
}
publish-withdrawn = { $count ->
    [one] { $count } badge est retenu, accord refusé ou retiré, et n’est pas publié
   *[other] { $count } badges sont retenus, accord refusé ou retiré, et ne sont pas publiés
}
publish-erased = { $count ->
    [one] { $count } badge d’une personne effacée n’est pas publié
   *[other] { $count } badges de personnes effacées ne sont pas publiés
}
publish-unready = Pas encore prêts, donc pas publiés : { $names }
publish-gone = Ces modèles ont été attribués mais leur fichier n’est plus là : { $names }
    .hint = Reprenez-les dans une sauvegarde : les badges Open Badges 2.0 y renvoient.
publish-no-base = Ce lieu n’a pas d’adresse : les pages se lisent, mais rien ne peut être annulé aux yeux des autres.
publish-progress = Publication
publish-counts = { $added } nouveaux, { $changed } modifiés, { $removed } retirés, { $unchanged } inchangés
publish-done = Site prêt dans { $path } : déposez tout son contenu chez votre hébergeur

key-stolen-confirm = Plus aucun badge signé par cette clé ne se vérifiera. Continuer ? (oui/non)
key-revoked-now = La clé { $key } n’est plus reconnue : plus rien de ce qu’elle a signé ne se vérifiera, une fois le site publié

doctor-card = le lieu « { $name } » se lit bien
doctor-no-base = ce lieu n’a pas d’adresse de publication : ses badges ne peuvent pas être annulés aux yeux des autres
    .hint = Ajoutez url dans la section [publish] de place.toml, avant le premier badge.
doctor-unfinished = un passage a été interrompu ; la prochaine commande qui écrit le terminera
    .hint = Relancez la commande interrompue, ou n’importe quelle autre qui change ce lieu, comme « badge publish ».
doctor-foreign = ceci ne vient pas de ce lieu, et « { $name } » n’est qu’à lui
    .hint = Rangez-le ailleurs : ce dossier est écrit et nettoyé par les commandes.
doctor-no-address = Il n’y a pas d’adresse à examiner
    .hint = Donnez-la : « badge doctor --online https://badges.example.org ».
doctor-no-network = Le réseau ne peut pas être interrogé
doctor-passphrase-untried = la phrase secrète n’a pas été essayée
    .hint = Mettez-la dans la variable BADGE_PASSPHRASE et recommencez.
doctor-key = la clé { $kind } s’ouvre et peut signer
doctor-key-rights = d’autres utilisateurs de cette machine peuvent lire la clé
    .hint = Réservez ce fichier à vous seul : chmod 600.
doctor-award-ahead = Le badge { $award } ne commence que le { $date }, bien après le jour où il a été donné : l’horloge était fausse quand il a été signé à nouveau
    .hint = « badge accept --reissue { $award } » le remet à l’heure.
doctor-register = { $all ->
    [0] aucun badge attribué pour l’instant
    [one] { $whole } badge sur { $all } a tous ses fichiers, inchangés
   *[other] { $whole } badges sur { $all } ont tous leurs fichiers, inchangés
}
doctor-template = ce gabarit se lit bien et se remplit
doctor-template-undrawn = Ce gabarit ne peut pas être dessiné.
doctor-done = { $wrong ->
    [0] Rien à corriger
    [one] { $wrong } chose à corriger
   *[other] { $wrong } choses à corriger
}, { $advice ->
    [0] aucun conseil
    [one] { $advice } conseil
   *[other] { $advice } conseils
}

seen-https = l’adresse est protégée (https)
seen-served = le document répond
seen-json = c’est du JSON bien formé
seen-name = il porte le bon nom
seen-keys = il donne les clés qui signent
seen-secrets = il garde les clés secrètes pour lui
seen-media-type = il est envoyé avec le bon type
seen-cors = les vérificateurs dans un navigateur peuvent le lire
seen-clock = l’horloge du serveur est à l’heure
seen-other = { $code }
unseen-plain-http = l’adresse n’est pas protégée (http)
    .hint = Demandez à votre hébergeur un certificat : l’adresse commencera par https://.
unseen-missing = le document n’est pas là (404)
    .hint = Publiez à nouveau et déposez tout le contenu du dossier, y compris les dossiers qui commencent par un point.
unseen-gone = le document a été retiré (410)
    .hint = Publiez à nouveau et déposez tout le contenu du dossier.
unseen-unreachable = personne ne répond ({ $why })
    .hint = Vérifiez l’adresse et votre hébergement, puis recommencez.
unseen-refused = une règle de prudence empêche de lire cette adresse ({ $rule })
    .hint = Une adresse publique, en https et sans port particulier, convient à tous les vérificateurs.
unseen-not-json = ce n’est pas du JSON : sans doute une page d’erreur de l’hébergeur
    .hint = Ouvrez l’adresse dans un navigateur pour voir ce qu’elle donne.
unseen-named = le document s’appelle « { $found } » au lieu de « { $expected } »
    .hint = L’adresse dans place.toml et celle où vous déposez le site doivent être les mêmes.
unseen-no-keys = le document ne donne aucune clé
    .hint = Publiez à nouveau.
unseen-key = la clé { $key } n’y est pas, ou pas pour signer
    .hint = Publiez à nouveau et déposez le site : la clé est sans doute récente.
unseen-key-named = la clé y est sous un autre nom ({ $found })
    .hint = Publiez à nouveau et déposez le site.
unseen-status-list = la liste d’états ne se vérifie pas ({ $check }) : aucun badge de ce lieu ne peut être vérifié
    .hint = Publiez à nouveau et déposez le site.
unseen-private-key = une clé secrète est publiée !
    .hint = Retirez-la tout de suite du site, puis « badge key retire CLÉ --stolen » et « badge key new ».
unseen-media-type = le serveur l’envoie comme « { $found } »
    .hint = Les fichiers .htaccess et nginx.conf du site disent au serveur comment faire.
unseen-cors = le serveur ne permet pas aux vérificateurs dans un navigateur de le lire
    .hint = Les fichiers .htaccess et nginx.conf du site disent au serveur comment faire.
unseen-clock = l’horloge du serveur a { $seconds } secondes d’avance
    .hint = Prévenez votre hébergeur, ou vérifiez l’horloge de cette machine.
