# Les tables de personnes.

map-malformed = « { $text } » ne dit pas quelle colonne est quoi
    .hint = Écrivez --map "Titre de la colonne=champ", par exemple --map "Contact=email".
map-unknown = Il n’y a pas de champ « { $field } »
    .hint = Les champs sont : nom, prénom, nom de famille, courriel, badge, date, preuve, commentaire, lieu, langue, niveau, date de fin, naissance, âge, mineur, majeur, accord, ignorer.
map-unknown-near = Il n’y a pas de champ « { $field } »
    .hint = Vouliez-vous dire « { $near } » ? Les champs sont : nom, prénom, nom de famille, courriel, badge, date, preuve, commentaire, lieu, langue, niveau, date de fin, naissance, âge, mineur, majeur, accord, ignorer.
map-twice = --map dit deux fois ce qu’est la colonne « { $header } »
    .hint = Gardez l’un des deux.
table-missing = La table « { $path } » n’existe pas
    .hint = Vérifiez le nom du fichier, ou donnez « - » pour lire l’entrée standard.
table-own = « { $path } » est la table de départ : elle n’est pas remplacée
    .hint = Donnez un autre nom de fichier.
target-published = « { $path } » est dans un site publié (« { $site } ») : des noms et des adresses seraient en ligne
    .hint = Donnez un dossier qui n’est pas mis en ligne.
target-own = « { $path } » est dans « { $name } », qui est à ce lieu : rien d’autre n’y est écrit
    .hint = Donnez un dossier à part, comme « sortie ».
target-there = « { $path } » est déjà là, et n’est pas tel que cette commande l’a écrit : il n’est pas remplacé
    .hint = Donnez un autre nom, ou ajoutez --yes pour le remplacer.
target-confirm = « { $path } » est déjà là, et n’est pas tel que cette commande l’a écrit. Le remplacer ? (oui/non)
target-confirm-several = { $count } fichiers sont déjà là, et ne sont pas tels que cette commande les a écrits, dont « { $path } ». Les remplacer ? (oui/non)
table-unread = La table « { $path } » ne peut pas être lue : { $why }
    .hint = Une table est un fichier CSV, XLSX ou ODS dont une ligne porte les titres des colonnes. « badge batch template » en écrit une.
table-empty = elle est vide
table-bomb = elle se déplie bien au-delà de ce qu’une table peut contenir
table-over-limit = { $limit ->
    [table_rows] elle a trop de lignes ({ $most } au plus) ; coupez-la en plusieurs fichiers, chacun avec la ligne des titres
    [table_columns] elle a trop de colonnes ({ $most } au plus) ; enlevez celles que personne ne lit
    [table_cells] elle a trop de cellules remplies ou de liens ({ $most } cellules au plus) ; coupez-la en plusieurs fichiers, chacun avec la ligne des titres
   *[other] elle est trop grande ({ $most } octets au plus) ; coupez-la en plusieurs fichiers, chacun avec la ligne des titres
}
table-old = c’est un classeur d’ancien format, ou protégé par un mot de passe ; enregistrez-le en XLSX, sans mot de passe
table-other = ce n’est ni du texte ni un classeur
table-entities = son XML déclare des entités, ce que ne fait aucun tableur
table-damaged = { $why ->
    [cut] le fichier est incomplet : il s’arrête avant sa fin. Demandez-le ou enregistrez-le à nouveau
   *[other] le fichier est abîmé. Ouvrez-le dans votre tableur et enregistrez-le à nouveau
}
table-no-sheet = elle n’a pas de feuille « { $name } » ; il y a : { $there }
table-no-header = aucune ligne ne ressemble à des titres de colonnes ; la première doit les nommer (par exemple : Nom, Adresse e-mail, Badge), et c’est « { $first } »
table-no-column = elle n’a pas de colonne « { $header } » ; il y a : { $there }
table-no-column-near = elle n’a pas de colonne « { $header } » ; vouliez-vous dire « { $near } » ?
separator-tab = tabulation
table-form-csv = Texte séparé par { $separator } ({ $encoding }), colonnes lues ainsi :
table-form-xlsx = Feuille « { $sheet } » d’un classeur Excel, colonnes lues ainsi :
table-form-ods = Feuille « { $sheet } » d’un classeur OpenDocument, colonnes lues ainsi :
sheet-other = « { $name } » ({ $count ->
    [one] une ligne
   *[other] { $count } lignes
})
state-unread = « { $value } »
states-more = { $count ->
    [one] et un autre
   *[other] et { $count } autres
}
states-unread = { $count ->
    [one] La colonne « { $header } » : { $values } n’y est pas lu. Elle reste comme elle est
   *[other] La colonne « { $header } » : { $values } n’y sont pas lus. Elle reste comme elle est
}
    .hint = Seuls « exemple » et « ignorer » y laissent une ligne de côté.
sheets-unread = { $count ->
    [one] Une autre feuille a des titres connus et n’est pas lue : { $names }
   *[other] { $count } autres feuilles ont des titres connus et ne sont pas lues : { $names }
}
    .hint = Si elles comptent aussi, relancez pour chacune : --sheet "{ $first }"
column-public = { $what } (écrit dans le badge, que tout le monde peut lire)
column-again = déjà donné par une autre colonne : non lu
column-unknown = non lu
column-minors = La colonne « { $header } » dit peut-être qui est mineur, et elle n’est pas lue
    .hint = Dites ce qu’elle contient : --map "{ $header }=birth" (une date ou une année), =age (en années), =minor ou =adult (oui ou non) ; ou =ignore. Ou donnez-lui dans la table le titre de ce qu’elle contient : « Date de naissance », « Âge » ou « Mineur ».
column-refusal = La colonne « { $header } » dit peut-être qui ne veut pas être publié, et elle n’est pas lue
    .hint = Dites ce qu’elle contient : --map "{ $header }=consent" (oui ou non à la publication) ; ou =ignore. Ou donnez-lui dans la table le titre « Accord », avec oui là où la personne veut bien.
column-addresses = La colonne « { $header } » contient des adresses électroniques, et elle n’est pas lue : personne n’aurait son badge
    .hint = Dites ce qu’elle contient : --map "{ $header }=email" si ce sont celles des personnes ; =ignore sinon.
columns-unread = { $count ->
    [one] Une colonne n’est pas lue : { $names }
   *[other] { $count } colonnes ne sont pas lues : { $names }
}
    .hint = { $count ->
        [one] Si elle compte, dites ce qu’elle est : --map "Titre=champ".
       *[other] Si l’une d’elles compte, dites ce qu’elle est : --map "Titre=champ".
    } Sinon : --map "Titre=ignore".
field-name = nom
field-given-name = prénom
field-family-name = nom de famille
field-email = adresse électronique
field-achievement = badge
field-tick = case à cocher du badge { $slug }
field-date = date
field-evidence = preuve
field-narrative = ce que la personne a fait
field-where = lieu
field-language = langue
field-level = niveau
field-expires = date de fin
field-birth = naissance (seulement pour repérer les mineurs)
field-minor = mineur
field-age = âge (seulement pour trouver les mineurs ; jamais dans un badge)
field-adult = majeur ou non
field-consent = accord parental
field-state = « exemple » et « ignorer » y sont lus, rien d’autre
field-result = écrit par un plan, non relu
field-ignore = laissé de côté
plan-at = { $lines }, { $header } : { $value }
plan-at-column = { $lines }, { $header }
plan-at-value = { $lines } : { $value }
plan-line = Ligne { $line }
plan-lines = Lignes { $lines }
plan-lines-more = Lignes { $lines } et { $more ->
    [one] une autre
   *[other] { $more } autres
}
plan-unread = { $count ->
    [one] Peut-être est-ce dans la colonne « { $names } », qui n’est pas lue
   *[other] Peut-être est-ce dans une des colonnes qui ne sont pas lues ({ $names })
} : --map "{ $example }={ $field }".
plan-of-age = Si elle a 15 ans ou plus : « badge consent record ADRESSE --of-age ».
plan-more = Et { $count } autres lignes à corriger : --out PLAN.csv ou --json les donnent toutes
plan-more-remarks = Et { $count } autres remarques : --out PLAN.csv ou --json les donnent toutes
batch-failed-more = Et { $count } autres échecs : --table RESULTATS.csv ou --json les donnent tous
plan-counts = { $ready ->
    [0] Aucune ligne prête
    [one] { $ready } ligne prête (dont { $warning } avec une remarque)
   *[other] { $ready } lignes prêtes (dont { $warning } avec une remarque)
}, { $skipped ->
    [one] { $skipped } laissée
   *[other] { $skipped } laissées
} de côté, { $problem } à corriger
plan-cards = { $count ->
    [one] Une personne n’a pas d’adresse : elle recevra une carte à réclamer
   *[other] { $count } personnes n’ont pas d’adresse : elles recevront une carte à réclamer
}
plan-changed = { $count ->
    [one] Une ligne a changé depuis que son badge a été attribué
   *[other] { $count } lignes ont changé depuis que leur badge a été attribué
} : « badge batch issue » demandera quoi en faire (--changed=skip ou --changed=update)
plan-correct = Corrigez la table et relancez le plan ; les lignes prêtes peuvent être attribuées sans attendre. Rien n’a été attribué.
plan-good = { $count ->
    [0] Aucun badge à attribuer
    [one] Un badge peut être attribué : « badge batch issue »
   *[other] { $count } badges peuvent être attribués : « badge batch issue »
}
table-ending = Le nom de « { $path } » ne dit pas quelle sorte de table écrire
    .hint = Terminez-le par .csv, .xlsx ou .ods.
title-state = État
title-own-state = État du badge
title-problem = Problème
title-id = Identifiant du badge
title-link = Lien du badge
title-code = Code de la carte
title-files = Fichiers du badge
state-ready = prêt
state-remark = prêt, avec une remarque
state-left = laissé de côté
state-problem = à corriger
state-issued = attribué
state-waits = attribué, attend l’accord d’un parent : ni publié ni envoyé
state-kept = attribué, retenu : accord refusé ou retiré
state-updated = remplacé
state-already = déjà attribué
state-changed = changé depuis, pas remplacé
state-failed = échec
cohort-name = « { $name } » ne peut pas être le nom d’une cohorte
    .hint = Des petites lettres, des chiffres et des traits d’union, et le nom de personne : par exemple atelier-de-mars.
batch-confirm = { $count ->
    [one] Un badge va être attribué.
   *[other] { $count } badges vont être attribués.
}
batch-overtaken = Une autre commande a modifié ce lieu pendant que la question était posée : rien n’a été attribué
    .hint = Relancez la même commande : le plan dit peut-être autre chose à présent.
batch-progress = Attribution
batch-results-file = resultats.csv
batch-changed-ask = { $count ->
    [one] Une ligne déjà attribuée a changé depuis ({ $lines }). Remplacer le badge ? (oui/non)
   *[other] { $count } lignes déjà attribuées ont changé depuis ({ $lines }). Remplacer ces badges ? (oui/non)
}
batch-changed = { $count ->
    [one] Une ligne déjà attribuée a changé depuis (ligne { $lines }), et personne ne peut dire quoi en faire : rien n’a été attribué
   *[other] { $count } lignes déjà attribuées ont changé depuis (lignes { $lines }), et personne ne peut dire quoi en faire : rien n’a été attribué
}
    .hint = --changed=skip laisse ces badges tels quels ; --changed=update les remplace et annule les anciens.
batch-stopped = { $count ->
    [one] Un badge a été attribué avant l’arrêt et reste valable : relancez la même commande pour continuer
   *[other] { $count } badges ont été attribués avant l’arrêt et restent valables : relancez la même commande pour continuer
}
batch-all-or-nothing = { $count ->
    [one] Une ligne est à corriger : rien n’a été attribué
   *[other] { $count } lignes sont à corriger : rien n’a été attribué
}
    .hint = Sans --all-or-nothing, les lignes prêtes sont attribuées et les autres attendent.
batch-failed-row = Ligne { $line } : { $what }
batch-would = { $count ->
    [0] Aucun badge ne serait attribué
    [one] Un badge peut être attribué
   *[other] { $count } badges peuvent être attribués
}
batch-done = { $count ->
    [0] Aucun badge de plus n’a été attribué
    [one] Un badge attribué
   *[other] { $count } badges attribués
}
batch-already = { $count ->
    [one] Un badge était déjà attribué
   *[other] { $count } badges étaient déjà attribués
}
batch-updated = { $count ->
    [one] Un badge en remplace un ancien, qui est annulé
   *[other] { $count } badges en remplacent d’anciens, qui sont annulés
}
batch-unchanged = { $count ->
    [one] Un badge est resté tel quel, bien que sa ligne ait changé
   *[other] { $count } badges sont restés tels quels, bien que leur ligne ait changé
}
batch-problem = { $count ->
    [one] Une ligne est à corriger : relancez la commande ensuite, le reste ne sera pas attribué deux fois
   *[other] { $count } lignes sont à corriger : relancez la commande ensuite, le reste ne sera pas attribué deux fois
}
batch-failed = { $count ->
    [one] Un badge n’a pas pu être fait
   *[other] { $count } badges n’ont pas pu être faits
}
batch-waits = { $count ->
    [one] Un badge attend l’accord d’un parent : il n’est ni publié ni envoyé
   *[other] { $count } badges attendent l’accord d’un parent : ils ne sont ni publiés ni envoyés
}
batch-noted = { $count ->
    [one] Ce que le tableau dit d’une personne (âge, accord) a été noté, sans nouveau badge
   *[other] Ce que le tableau dit de { $count } personnes (âge, accord) a été noté, sans nouveau badge
}
    .hint = Publiez à nouveau : « badge publish ».
batch-would-take-back = { $count ->
    [one] Le tableau dit non d’une personne pour qui un accord était venu avec un badge : « badge batch issue » le retire et enlève ses pages, même quand rien n’est attribué
   *[other] Le tableau dit non de { $count } personnes pour qui un accord était venu avec un badge : « badge batch issue » le retire et enlève leurs pages, même quand rien n’est attribué
}
    .hint = Une case ou une colonne s’est trompée ? Corrigez-la avant.
batch-take-back-ask = { $count ->
    [one] Le tableau dit non d’une personne pour qui un accord était noté : son accord sera retiré, et ses pages enlevées. Continuer ? (oui/non)
   *[other] Le tableau dit non de { $count } personnes pour qui un accord était noté : leur accord sera retiré, et leurs pages enlevées. Continuer ? (oui/non)
}
batch-hide-ask = { $count ->
    [one] D’après le tableau, une personne est mineure ou dit non : { $badges ->
        [one] son badge ne sera plus montré, et sa page sera enlevée
       *[other] { $badges } de ses badges ne seront plus montrés, et leurs pages seront enlevées
    }. Continuer ? (oui/non)
   *[other] D’après le tableau, { $count } personnes sont mineures ou disent non : { $badges } badges ne seront plus montrés, et leurs pages seront enlevées. Continuer ? (oui/non)
}
batch-taken-back = { $count ->
    [one] Le tableau dit non d’une personne pour qui un accord était noté : il est retiré, ses pages sont enlevées, rien n’est plus publié ni envoyé
   *[other] Le tableau dit non de { $count } personnes pour qui un accord était noté : il est retiré, leurs pages sont enlevées, rien n’est plus publié ni envoyé
}
    .hint = Une case s’est trompée ? Corrigez-la, puis « badge consent record ADRESSE ».
batch-withdrawn = { $count ->
    [one] Un badge est retenu, accord refusé ou retiré : il n’est ni publié ni envoyé
   *[other] { $count } badges sont retenus, accord refusé ou retiré : ils ne sont ni publiés ni envoyés
}
model-done = La table d’exemple est écrite dans { $path }
model-next = Remplissez-la avec un tableur, puis : badge batch plan { $path }
model-none = -
model-sheet = Personnes
model-how-sheet = Mode d’emploi
model-how = Une ligne par personne. Les colonnes peuvent être déplacées, renommées ou effacées ; seuls le nom (ou l’adresse) et le badge sont nécessaires. Les lignes marquées « exemple » ne sont jamais attribuées.
model-example = exemple
model-state-why = Vide. « exemple » ou « ignorer » laisse la ligne de côté.
model-name = Nom complet
model-name-why = Prénom et nom ; deux colonnes « Prénom » et « Nom » conviennent aussi. Le nom n’est pas écrit dans le badge.
model-name-1 = Camille Exemple
model-name-2 = Sacha Exemple
model-email = Adresse e-mail
model-email-why = Une seule adresse ; vide si la personne n’en a pas : elle recevra une carte à réclamer.
model-email-1 = camille@example.org
model-badge = Badge
model-badge-why = Nom du badge, ou son nom court ; plusieurs se séparent par un point-virgule. On peut aussi faire une colonne par badge et y mettre une croix.
model-badge-1 = Nom du badge
model-date = Date
model-date-why = Jour de l’attribution, comme 2026-03-25 ou 25/03/2026 ; vide pour aujourd’hui.
model-date-1 = 2026-03-25
model-evidence = Preuve
model-evidence-why = Adresse d’une photo ou d’une page, ou quelques mots ; plusieurs colonnes « Preuve 1 », « Preuve 2 » conviennent.
model-evidence-1 = https://www.example.org/photo.jpg
model-narrative = Commentaire
model-narrative-why = Ce que la personne a fait, en quelques phrases. Écrit dans le badge.
model-narrative-1 = A découpé une boîte de sa conception.
model-where = Lieu
model-where-why = Où c’était, avec des coordonnées si on veut : Caen;49.18,-0.37. Écrit dans le badge.
model-where-1 = Caen
model-language = Langue
model-language-why = fr ou en ; vide pour la langue du lieu.
model-language-1 = fr
model-level = Niveau
model-level-why = Seulement pour choisir entre des badges de même nom.
model-expires = Date de fin
model-expires-why = Dernier jour de validité ; vide si le badge dit lui-même combien de temps il vaut.
model-birth = Date de naissance
model-birth-why = Ou l’année seule. Sert uniquement à repérer les moins de 15 ans ; jamais dans le badge.
model-birth-2 = 2014-05-30
model-consent = Accord parental
model-consent-why = Oui, et qui l’a dit et quand : seule une case qui dit oui vaut accord. Sans accord, le badge d’un mineur n’est ni publié ni envoyé.
model-consent-2 = oui, sa mère, le 20 mars 2026
