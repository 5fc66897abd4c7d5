# Les personnes à qui des badges ont été attribués.

person-unknown = Ce lieu ne connaît personne sous « { $person } »
    .hint = Donnez une adresse comme « badge list » la montre ; pour qui n’en a pas, le jeton d’un de ses badges.
merge-maybe-done = Ce lieu ne connaît personne sous « { $old } », et connaît « { $new } »
    .hint = Si la fusion a déjà été faite, il n’y a plus rien à faire. Sinon, donnez l’ancienne adresse comme « badge list » la montre.
dossier-title = Ce que ce lieu garde sur { $person }
dossier-name = Nom : { $name }
dossier-also = Aussi notée sous : { $names }
dossier-email = Adresse électronique : { $email }
dossier-did = Identifiant décentralisé : { $did }
dossier-language = Langue pour lui écrire : { $language }
dossier-minor = Notée comme mineure
dossier-presumed = parce que personne n’a dit son âge : noté le { $day }
dossier-presumed-once = parce que personne n’a dit son âge
dossier-birth = Année de naissance : { $year }
dossier-consent = Accord donné le { $day } par : { $by }
dossier-consent-by-nobody = Accord donné le { $day }
dossier-consent-how = { $how }
dossier-consent-for = seulement pour : { $names }
dossier-consent-recorded = noté pour lui-même, et non en attribuant un badge
dossier-consent-of-adult = noté quand ce lieu tenait la personne pour âgée de quinze ans ou plus
dossier-consent-refused-by = donné ou refusé par : { $by }
dossier-consent-withdrawn = Accord retiré le { $day }
dossier-not-shown = Badge à ne plus montrer, demandé le { $day } : { $badge }
dossier-not-theirs = Badge qui n’est pas le sien, dit le { $day } : { $badge }
dossier-not-published = Rien de ce qui la concerne n’est publié.
dossier-ids = Numéro au hasard dans le registre : { $ids }
dossier-awards = { $count ->
    [0] Aucun badge
    [one] { $count } badge :
   *[other] { $count } badges :
}
dossier-award = - { $achievement }, { $day }, { $state }
dossier-reason = raison : { $reason }
reason-superseded = remplacé
dossier-code = carte à réclamer : { $code }
dossier-endorsed = soutenu par { $by } ({ $id })
dossier-link = page : { $link }
dossier-file = { $path }
dossier-elsewhere = Autres fichiers du lieu où son adresse, ou un de ses badges, se trouve :
dossier-by-name = Autres fichiers du lieu où se trouve son nom ; c’est peut-être quelqu’un d’autre :
dossier-unreachable = Publié aussi dans « { $path } », qui n’est pas là aujourd’hui
export-not-empty = Le dossier « { $path } » n’est pas vide : rien n’y a été écrit
    .hint = Choisissez un autre dossier avec --out.
export-done = Tout ce que ce lieu garde sur { $person } est dans « { $path } »
erase-finished = Un effacement qui avait été interrompu vient d’être terminé
erase-warning = { $count ->
    [0] Effacer { $person } est sans retour.
    [one] Effacer { $person } est sans retour : son nom, son adresse et les fichiers de son badge seront perdus ici.
   *[other] Effacer { $person } est sans retour : son nom, son adresse et les fichiers de { $count } badges seront perdus ici.
}
    .hint = « badge person export » en fait une copie à lui remettre. --dry-run montre ce qui partirait.
erase-confirm = Effacer pour toujours ? (oui/non)
erase-left = { $count ->
    [one] { $count } fichier de ce dossier parle encore de cette personne : il n’a pas été touché
   *[other] { $count } fichiers de ce dossier parlent encore de cette personne : ils n’ont pas été touchés
}
    .hint = Regardez-les et effacez vous-même ce qui doit l’être.
erase-left-by-name = { $count ->
    [one] Dans { $count } fichier de ce dossier (« ? ») se trouve son nom, ou celui de quelqu’un qui s’appelle de même : il n’a pas été touché
   *[other] Dans { $count } fichiers de ce dossier (« ? ») se trouve son nom, ou celui de quelqu’un qui s’appelle de même : ils n’ont pas été touchés
}
    .hint = Regardez-les, et effacez vous-même ce qui est bien sur cette personne.
erase-unreachable = Un site a été publié dans « { $path } », qui n’est pas là : les pages de cette personne y sont peut-être encore
    .hint = Branchez ce disque ou retrouvez ce dossier, et effacez-y les pages ; ou publiez à nouveau.
pages-stuck = « { $path } » est encore là : c’est la page d’une personne dont les badges ne doivent plus être en ligne
    .hint = Effacez ce fichier, ou faites-le effacer par qui possède ce dossier, et mettez le site en ligne à nouveau. La prochaine commande qui écrit dans le lieu réessaiera.
pages-gone = { $count ->
    [one] { $count } badge n’est plus montré : la personne est notée mineure, ou a dit non. Fichiers publiés enlevés : { $files }
   *[other] { $count } badges ne sont plus montrés : les personnes sont notées mineures, ou ont dit non. Fichiers publiés enlevés : { $files }
}
    .hint = Mettez le site en ligne à nouveau. Quand un parent a dit oui : « badge consent record ADRESSE --by "qui a dit oui" ». Est-ce une erreur d’âge ? « badge consent record ADRESSE --born ANNÉE ».
pages-would-go = { $count ->
    [one] { $count } badge ne serait plus montré : la personne est notée mineure, ou a dit non. Fichiers publiés à enlever : { $files }
   *[other] { $count } badges ne seraient plus montrés : les personnes sont notées mineures, ou ont dit non. Fichiers publiés à enlever : { $files }
}
    .hint = Est-ce une erreur ? Corrigez-la avant.
erase-would-be = { $count ->
    [0] Cette personne serait effacée
    [one] Cette personne et { $count } badge seraient effacés
   *[other] Cette personne et { $count } badges seraient effacés
}
erase-done = { $count ->
    [0] Personne effacée
    [one] Personne effacée, avec { $count } badge
   *[other] Personne effacée, avec { $count } badges
}
erase-limits = Restent : un numéro au hasard au registre, pour que ses badges puissent encore être vérifiés et annulés ; les fichiers que cette personne garde ; vos sauvegardes, vos tableaux, vos courriels ; et ce qui est déjà chez l’hébergeur. Un tableau relancé inscrirait et préviendrait cette personne à nouveau : retirez-l’en.
erase-endorser = { $by } a soutenu un de ces badges : son soutien, avec l’adresse du badge, reste publié chez ce partenaire ({ $id })
    .hint = Écrivez-lui : « badge revoke » le retire, puis « badge endorsements --remove NOM » l’ôte de son site. Lui seul peut le faire.
merge-two = « { $new } » est déjà connue ici : { $new_name }, { $count ->
    [0] aucun badge
    [one] un badge
   *[other] { $count } badges
}
    .hint = « { $old } » ({ $old_name }) et elle deviendraient une seule personne, sans retour. Si ce sont deux personnes, corrigez l’adresse.
merge-same = « { $old } » et « { $new } » sont déjà la même personne
merge-confirm = Remplacer « { $old } » par « { $new } » ? (oui/non)
merge-confirm-two = « { $old } » et « { $new } » deviendront une seule personne, sans retour. Continuer ? (oui/non)
merge-withdrawn = L’accord retiré le { $day } reste retiré : rien de ce qui concerne cette personne n’est publié ni envoyé
    .hint = Ce qui l’était s’en va aussitôt avec la fusion. Si l’accord est redonné, notez-le : « badge consent record { $new } ».
merge-would-be = { $count ->
    [one] « { $old } » deviendrait « { $new } », avec { $count } badge
   *[other] « { $old } » deviendrait « { $new } », avec { $count } badges
}
merge-done = « { $old } » est désormais « { $new } »
merge-badges = { $count ->
    [one] { $count } badge déjà remis reste lié à l’adresse d’avant : il est signé ainsi. S’il doit prouver { $new }, attribuez-le à nouveau.
   *[other] { $count } badges déjà remis restent liés à l’adresse d’avant : ils sont signés ainsi. S’ils doivent prouver { $new }, attribuez-les à nouveau.
}

award-card = Carte à réclamer, code { $code }. Pour la remettre à quelqu’un : « badge claim { $code } --to ADRESSE ».
claim-done = La carte { $code } est réclamée : le badge « { $title } » est désormais lié à { $to }
claim-would-be = La carte { $code } peut être réclamée : badge « { $title } »
claim-again = La carte { $code } a déjà été réclamée par cette personne, le { $day } : voici son badge
claim-unseen = Ce lieu n’a pas d’adresse de publication : qui garde la carte ne pourra pas voir qu’elle a été réclamée.
claim-expired = Le badge de cette carte est expiré depuis le { $day }
    .hint = Il reste réclamable, mais il ne vaudra plus rien : attribuez-en plutôt un nouveau.
claim-claimed = La carte { $code } a déjà été réclamée, le { $day }
    .hint = Si ce n’est pas par la bonne personne, annulez son badge avec « badge revoke », puis attribuez-en un nouveau avec « badge issue ».
claim-revoked = La carte { $code } a été annulée le { $day } : elle ne peut plus être réclamée
    .hint = Si c’était une erreur, « badge reinstate » la rétablit ; sinon attribuez un nouveau badge.
claim-revoked-why = La carte { $code } a été annulée le { $day } ({ $reason }) : elle ne peut plus être réclamée
    .hint = Si c’était une erreur, « badge reinstate » la rétablit ; sinon attribuez un nouveau badge.
claim-suspended = La carte { $code } est suspendue depuis le { $day }
    .hint = « badge reinstate » la rétablit ; elle pourra alors être réclamée.
claim-erased = La carte { $code } était pour une personne qui a été effacée : ses fichiers ne sont plus là
    .hint = Attribuez un nouveau badge avec « badge issue ».
claim-not-a-card = « { $badge } » n’est pas une carte : ce badge est déjà lié à une adresse
    .hint = Si la personne a changé d’adresse : « badge person merge ANCIENNE NOUVELLE ».
claim-minor = Cette carte est celle d’une personne mineure, et aucun accord n’est noté : son adresse n’est pas prise
    .hint = Notez d’abord l’accord d’un parent : « badge consent record { $token } » pour une carte qui porte un nom, ou --consent "qui a dit oui" avec cette commande.
claim-withdrawn = L’accord donné pour cette personne a été retiré : sa carte ne peut pas être réclamée
    .hint = S’il est redonné, notez-le : « badge consent record { $person } ».
claim-other-badges = L’accord noté pour cette personne vaut pour d’autres badges : sa carte ne peut pas être réclamée
    .hint = S’il a été donné pour celui-ci aussi, notez-le : « badge consent record { $person } --for { $slug } ».
claim-other-name = La carte est au nom de « { $card } », et { $to } est l’adresse de « { $name } » : ils deviendraient une seule personne, sans retour
    .hint = Des frère et sœur ont besoin chacun de leur adresse. Si c’est bien la même personne, continuez.
claim-two = Deux cartes portent le code { $code }, ce qui est très rare
    .hint = Donnez le jeton de celle que vous voulez : { $tokens }.
claim-unknown = Le code { $code } est bien écrit, mais aucune carte de ce lieu ne le porte
    .hint = C’est sans doute la carte d’un autre lieu. « badge list » montre les cartes de celui-ci.
claim-length = « { $code } » n’est pas un code de carte : il a { $found } signes, il en faut { $wanted }
    .hint = Recopiez les trois groupes de trois signes qui sont sur la carte.
claim-sign = « { $code } » n’est pas un code de carte : le signe n° { $at }, « { $sign } », n’est sur aucune carte
    .hint = Les cartes n’ont ni O ni zéro, ni I, ni L, ni le chiffre un. Regardez encore : c’est peut-être un Q, un D, un J ou un 7.
claim-check = Le code « { $code } » ne va pas : au moins un signe est faux, ou deux ont changé de place
    .hint = Relisez-le sur la carte. « badge list » montre les codes des cartes de ce lieu.
claim-near-letter = Aucune carte ne porte le code « { $code } » : le signe n° { $at } est sans doute « { $right } » et non « { $wrong } »
    .hint = Si c’est bien la carte { $near }, recommencez avec ce code.
claim-near-swapped = Aucune carte ne porte le code « { $code } » : les signes n° { $at } et { $next } ont sans doute changé de place
    .hint = Si c’est bien la carte { $near }, recommencez avec ce code.
claim-near = Aucune carte ne porte le code « { $code } »
    .hint = Si c’est bien la carte { $near }, recommencez avec ce code.
qr-waits = Ce badge est celui d’une personne mineure dont aucun parent n’a donné d’accord, ou dont l’accord a été retiré : pas de code, il mènerait à une page qui n’est pas publiée
    .hint = Notez d’abord l’accord : « badge consent record { $token } ».
qr-erased = Ce badge est celui d’une personne qui a été effacée : sa page n’est plus publiée, un code n’y mènerait pas
qr-removed = La personne a demandé que ce badge ne soit plus montré : sa page n’est plus publiée, un code n’y mènerait pas
attach-waits = Ce badge est celui d’une personne mineure dont aucun parent n’a donné d’accord, ou dont l’accord a été retiré : il ne sort pas d’ici, pas même dans un document
    .hint = Notez d’abord l’accord : « badge consent record { $token } ».
attach-erased = Ce badge est celui d’une personne qui a été effacée : il ne sort plus d’ici, pas même dans un document
attach-removed = La personne a demandé que ce badge ne soit plus montré : il ne sort pas d’ici, pas même dans un document

consent-of-nobody = La carte « { $card } » ne porte aucun nom : un accord ne concernerait personne
    .hint = Quand elle sera réclamée : « badge claim { $card } --to ADRESSE --minor --consent "qui a dit oui" ».
consent-future = « { $date } » est encore à venir
    .hint = Donnez le jour où l’accord a été donné ou retiré, ou rien pour aujourd’hui.
consent-before-birth = Le { $day } est avant la naissance de la personne, ou remonte à plus de quinze ans pour un mineur : personne n’a pu donner cet accord
    .hint = Donnez le jour où l’accord a été donné : --date AAAA-MM-JJ, ou rien pour aujourd’hui. Si l’année de naissance notée est fausse : --born AAAA.
consent-by-empty = Il manque qui a donné l’accord
    .hint = Dites-le en quelques mots avec --by, ou retirez cette option.
consent-narrower = { $person } a déjà un accord pour tous ses badges : celui-ci en retirerait sans le dire
    .hint = Pour le restreindre, retirez d’abord l’accord : « badge consent withdraw { $person } », puis notez le nouveau.
consent-recorded = Accord noté pour { $person }
consent-of-age = { $person } est notée comme ayant 15 ans ou plus
consent-born = { $person } est notée comme née en { $year }
consent-born-wrong = { $year } ne peut pas être une année de naissance
    .hint = Écrivez-la avec quatre chiffres : 1994.
consent-of-age-born = { $person } est née en { $year } : elle n’a pas 15 ans
    .hint = Notez l’accord d’un parent : « badge consent record { $person } --by "qui a dit oui" ». L’année est fausse ? Corrigez-la : « badge consent record { $person } --born 1994 ».
consent-of-age-minor = { $person } était mineure quand ses badges ont été attribués : son âge seul ne les fait pas sortir
    .hint = Si la personne est d’accord elle-même : « badge consent record { $person } --of-age --by "elle-même" ».
consent-frees = { $count ->
    [0] Aucun badge n’attendait cet accord.
    [one] { $count } badge peut maintenant être publié et envoyé : « badge publish --out DOSSIER », puis « badge send ».
   *[other] { $count } badges peuvent maintenant être publiés et envoyés : « badge publish --out DOSSIER », puis « badge send ».
}
consent-would-free = { $count ->
    [0] Aucun badge n’attend cet accord
    [one] { $count } badge pourrait être publié et envoyé
   *[other] { $count } badges pourraient être publiés et envoyés
}
consent-still-waiting = { $count ->
    [one] { $count } badge attend encore : l’accord ne le concerne pas.
   *[other] { $count } badges attendent encore : l’accord ne les concerne pas.
}
consent-own-before = L’accord qui est noté pour { $person } est le sien, ou a été noté sans dire de qui il est quand cette personne passait pour avoir 15 ans ou plus : il ne compte pas, car avant 15 ans c’est un parent qui le donne
    .hint = Demandez à un parent, puis : « badge consent record { $person } --by "sa mère" ».
consent-keeps = { $count ->
    [one] { $count } badge attend désormais l’accord d’un parent ; fichiers publiés enlevés : { $files }
   *[other] { $count } badges attendent désormais l’accord d’un parent ; fichiers publiés enlevés : { $files }
}
    .hint = Quand un parent a dit oui : « badge consent record { $person } --by "qui a dit oui" ».
consent-keeps-stuck = « { $path } » est encore là : c’est la page d’une personne dont les badges ne doivent plus être en ligne
    .hint = Effacez ce fichier, ou faites-le effacer par qui possède ce dossier, et publiez à nouveau.
consent-would-keep = { $count ->
    [one] { $count } badge attendrait l’accord d’un parent ; fichiers publiés à enlever : { $files }
   *[other] { $count } badges attendraient l’accord d’un parent ; fichiers publiés à enlever : { $files }
}
consent-waits-on = { $count ->
    [one] { $count } badge attend comme avant l’accord d’un parent.
   *[other] { $count } badges attendent comme avant l’accord d’un parent.
}
consent-withdrawn = { $count ->
    [0] L’accord pour { $person } est retiré : rien de ce qui concerne cette personne ne sera publié ni envoyé
    [one] L’accord pour { $person } est retiré : { $count } fichier publié a été enlevé, et aucune publication ne le remettra
   *[other] L’accord pour { $person } est retiré : { $count } fichiers publiés ont été enlevés, et aucune publication ne les remettra
}
consent-would-withdraw = { $count ->
    [0] L’accord serait retiré ; rien n’est publié d’ici
    [one] L’accord serait retiré, et { $count } fichier publié enlevé
   *[other] L’accord serait retiré, et { $count } fichiers publiés enlevés
}
consent-withdrawn-before = L’accord était déjà retiré depuis le { $day }
consent-limits = Hors d’atteinte : ce qui est déjà chez l’hébergeur tant que le site n’y est pas déposé à nouveau, les messages envoyés, les archives, les moteurs de recherche et les copies que d’autres ont faites. Les badges eux-mêmes restent valables : « badge revoke » les annule, « badge person erase » efface la personne.
consent-state-given = donné le { $day }
consent-state-withdrawn = retiré le { $day }
consent-state-missing = pas donné
consent-state-not-needed = pas nécessaire
consent-for-all = tous les badges
consent-waiting = { $count ->
    [one] { $count } badge retenu
   *[other] { $count } badges retenus
}
consent-count = { $count ->
    [0] Aucun accord noté, et personne n’en a besoin
    [one] { $count } personne
   *[other] { $count } personnes
}
consent-how-paper = sur papier
consent-how-mail = par courrier ou courriel
consent-how-spoken = de vive voix
consent-how-other = autrement
