# Les personnes à qui des badges ont été attribués.

person-unknown = Ce lieu ne connaît personne sous « { $person } »
    .hint = Donnez une adresse comme « badge list » la montre ; pour qui n’en a pas, le jeton d’un de ses badges.
dossier-title = Ce que ce lieu garde sur { $person }
dossier-name = Nom : { $name }
dossier-email = Adresse électronique : { $email }
dossier-did = Identifiant décentralisé : { $did }
dossier-language = Langue pour lui écrire : { $language }
dossier-minor = Notée comme mineure
dossier-birth = Année de naissance : { $year }
dossier-consent = Accord donné le { $day } par : { $by }
dossier-consent-withdrawn = Accord retiré le { $day }
dossier-not-published = Rien de ce qui la concerne n’est publié.
dossier-ids = Numéro au hasard dans le registre : { $ids }
dossier-awards = { $count ->
    [0] Aucun badge
    [one] { $count } badge :
   *[other] { $count } badges :
}
dossier-award = - { $achievement }, { $day }, { $state }
dossier-reason =     raison : { $reason }
dossier-link =     page : { $link }
dossier-file =     { $path }
dossier-elsewhere = Autres fichiers du lieu où son adresse, ou un de ses badges, se trouve :
dossier-unreachable = Publié aussi dans « { $path } », qui n’est pas là aujourd’hui
export-not-empty = Le dossier « { $path } » n’est pas vide : rien n’y a été écrit
    .hint = Choisissez un autre dossier avec --out.
export-done = Tout ce que ce lieu garde sur { $person } est dans « { $path } »
erase-warning = { $count ->
    [0] Effacer { $person } est sans retour.
    [one] Effacer { $person } est sans retour : son nom, son adresse et les fichiers de { $count } badge seront perdus ici.
   *[other] Effacer { $person } est sans retour : son nom, son adresse et les fichiers de { $count } badges seront perdus ici.
}
    .hint = « badge person export » en fait une copie à lui remettre. --dry-run montre ce qui partirait.
erase-confirm = Effacer pour toujours ? (oui/non)
erase-left = { $count ->
    [one] { $count } fichier de ce dossier parle encore de cette personne : il n’a pas été touché
   *[other] { $count } fichiers de ce dossier parlent encore de cette personne : ils n’ont pas été touchés
}
    .hint = Regardez-les et effacez vous-même ce qui doit l’être.
erase-unreachable = Un site a été publié dans « { $path } », qui n’est pas là : les pages de cette personne y sont peut-être encore
    .hint = Branchez ce disque ou retrouvez ce dossier, et effacez-y les pages ; ou publiez à nouveau.
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
erase-limits = Restent : un numéro au hasard au registre, pour que ses badges puissent encore être vérifiés et annulés ; les fichiers que cette personne garde ; vos sauvegardes, vos tableaux, vos courriels ; et ce qui est déjà chez l’hébergeur.
merge-same = « { $old } » et « { $new } » sont déjà la même personne
merge-confirm = Remplacer « { $old } » par « { $new } » ? (oui/non)
merge-confirm-two = « { $old } » et « { $new } » deviendront une seule personne, sans retour. Continuer ? (oui/non)
merge-would-be = { $count ->
    [one] « { $old } » deviendrait « { $new } », avec { $count } badge
   *[other] « { $old } » deviendrait « { $new } », avec { $count } badges
}
merge-done = « { $old } » est désormais « { $new } »
merge-badges = { $count ->
    [one] { $count } badge déjà remis reste lié à { $old } : il est signé ainsi. S’il doit prouver la nouvelle adresse, attribuez-le à nouveau.
   *[other] { $count } badges déjà remis restent liés à { $old } : ils sont signés ainsi. S’ils doivent prouver la nouvelle adresse, attribuez-les à nouveau.
}
