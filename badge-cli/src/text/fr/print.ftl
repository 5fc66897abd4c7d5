# Cartes et attestations.

print-what = Il faut dire quels badges imprimer
    .hint = Nommez-les (« badge list » les montre), ou donnez --person, --cohort, --achievement ou --table.
print-no-cohort = Aucun badge n’a été attribué avec la cohorte « { $name } »
    .hint = Cohortes connues : { $known }. Sans nom, imprimez à partir du tableau rendu : --table FICHIER.
print-no-award-of = Aucun badge « { $name } » n’a été attribué
    .hint = Modèles déjà attribués : { $known }.
print-nothing = Il ne reste rien à imprimer
    .hint = « badge list » montre l’état de chaque badge.
print-revoked = Le badge { $award } est annulé : il ne s’imprime pas
    .hint = S’il l’a été par erreur, « badge reinstate » le rétablit.
print-replaced = Le badge { $award } a été remplacé, ou sa carte réclamée : il ne s’imprime plus
    .hint = Imprimez celui qui vaut : « { $next } ».
print-suspended = Le badge { $award } est suspendu : il ne s’imprime pas
    .hint = « badge reinstate » le rétablit.
print-expired = Le badge { $award } n’est plus valable : il ne s’imprime pas
    .hint = Attribuez-le à nouveau avec « badge issue ».
print-waiting = Le badge { $award } est celui d’un mineur, et son accord n’est pas noté : il ne s’imprime pas
    .hint = Un papier sort du lieu comme une page ou un message. Notez d’abord l’accord du responsable : « badge consent record ».
print-withdrawn = L’accord pour le badge { $award } a été retiré : il ne s’imprime pas
    .hint = Un nouvel accord se note avec « badge consent record ».
print-erased = La personne du badge { $award } a été effacée : il ne s’imprime pas
    .hint = Rien de cette personne ne peut plus sortir du lieu.
print-removed = La personne a demandé que le badge { $award } ne soit plus montré : il ne s’imprime pas
    .hint = Le lieu peut le remettre en ligne si elle le demande.
print-left-revoked = { $count ->
    [one] 1 badge annulé laissé de côté
   *[other] { $count } badges annulés laissés de côté
}
print-left-suspended = { $count ->
    [one] 1 badge suspendu laissé de côté
   *[other] { $count } badges suspendus laissés de côté
}
print-left-expired = { $count ->
    [one] 1 badge qui n’est plus valable laissé de côté
   *[other] { $count } badges qui ne sont plus valables laissés de côté
}
print-left-waiting = { $count ->
    [one] 1 badge laissé de côté : il attend l’accord du responsable d’un mineur
   *[other] { $count } badges laissés de côté : ils attendent l’accord du responsable d’un mineur
}
print-left-withdrawn = { $count ->
    [one] 1 badge laissé de côté : l’accord a été retiré
   *[other] { $count } badges laissés de côté : l’accord a été retiré
}
print-left-erased = { $count ->
    [one] 1 badge laissé de côté : la personne a été effacée
   *[other] { $count } badges laissés de côté : la personne a été effacée
}
print-left-removed = { $count ->
    [one] 1 badge laissé de côté : la personne ne veut plus qu’il soit montré
   *[other] { $count } badges laissés de côté : leurs personnes ne veulent plus qu’ils soient montrés
}
print-table-none = Aucune case de « { $path } » ne nomme un badge de ce lieu
    .hint = Donnez le tableau que « badge batch issue » a rendu, avec sa colonne « Identifiant » ou « Lien ».
print-table-rows = { $count ->
    [one] 1 ligne du tableau ne nomme aucun badge
   *[other] { $count } lignes du tableau ne nomment aucun badge
}
print-exists = « { $path } » existe déjà : rien n’a été écrit
    .hint = Dites où écrire avec --out, ou remplacez-le avec --force.
print-not-made = Le PDF n’a pas pu être fait
    .hint = C’est un défaut de ce logiciel : merci de le signaler, avec la commande et ce qui suit.
print-picture = L’image « { $path } » ne peut pas être imprimée
    .hint = Donnez une image PNG, ou un SVG dont les textes sont changés en tracés.
print-template = Le gabarit de page « { $path } » ne va pas
    .hint = « badge certificate --write-template --out FICHIER » écrit le gabarit d’origine, commenté.
print-template-written = Gabarit de page écrit dans { $path } : modifiez-le, puis imprimez
print-progress = Pages
print-pages = { $count ->
    [one] 1 page
   *[other] { $count } pages
}
print-would = { $count ->
    [one] 1 badge serait imprimé ({ $pages }) dans { $file }
   *[other] { $count } badges seraient imprimés ({ $pages }) dans { $file }
}
print-done-cards = { $count ->
    [one] 1 carte dans { $file }. Imprimez sans mise à l’échelle (100 %), puis découpez
   *[other] { $count } cartes ({ $pages }) dans { $file }. Imprimez sans mise à l’échelle (100 %), puis découpez
}
print-done-certificates = { $count ->
    [one] 1 attestation dans { $file }
   *[other] { $count } attestations dans { $file }
}
print-many = « badge verify » ne lit que les { $most } premières attestations d’un seul fichier, et le dit. Pour un fichier qui se vérifie en entier, imprimez moins d’attestations à la fois
print-no-base = Ce lieu n’a pas d’adresse : il n’y a pas de code QR. Le badge signé est joint au PDF
print-unwritable = Badge { $award } : { $field } a des lettres que la police n’a pas. La page renvoie au badge signé, qui les garde
print-name-unwritable = Badge { $award } : le nom a des lettres que la police n’a pas. Une ligne est laissée pour l’écrire à la main
print-without-signs = Badge { $award } : { $field } est imprimé sans ses pictogrammes, que la police n’a pas
print-shortened = Badge { $award } : { $field } est trop long pour la page, et finit par « … ». Le badge signé dit tout
print-name-shortened = Badge { $award } : le nom est trop long pour la page, et finit par « … ». Raccourcissez-le, ou agrandissez la carte dans templates/paper.toml
print-not-begun = Le badge { $award } n’est valable qu’à partir du { $date } : ce papier aussi
    .hint = Si ce jour n’est pas le bon, l’horloge était fausse : « badge accept --reissue { $award } » le corrige.
print-none-known = Aucun badge n’a été attribué avec « { $name } », ni avec un autre nom
    .hint = « badge list » montre les badges donnés.
print-no-room = Badge { $award } : le code QR est trop grand pour la carte, il n’y est pas
    .hint = Agrandissez la carte dans templates/paper.toml.
print-field-title = le titre
print-field-name = le nom
print-field-done = ce qui a été fait
print-field-place = le lieu
print-field-level = le niveau
print-field-text = un texte du gabarit de page
print-title-cards = Cartes de badges – { $of }
print-title-certificate = Attestation – { $of }
print-title-certificates = Attestations – { $of }
