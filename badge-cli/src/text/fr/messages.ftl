# Les phrases de la commande. « .hint » dit quoi faire ensuite. Les valeurs viennent de msg! dans le code.

label-error = erreur :
label-warning = attention :
label-hint = conseil :
label-where = à { $place }
label-cause = parce que : { $text }

internal = Une erreur interne s’est produite
    .hint = C’est un défaut du programme : signalez-le avec la commande que vous avez tapée.
stdout-failed = La réponse n’a pas pu être écrite sur la sortie standard
    .hint = Vérifiez la place libre, ou le programme qui lit la réponse.

io-not-found = le fichier ou le dossier n’existe pas
io-permission = vous n’avez pas les droits nécessaires
io-full = le disque est plein
io-is-directory = c’est un dossier, pas un fichier
io-not-directory = un élément du chemin n’est pas un dossier
io-exists = il existe déjà
io-read-only = le disque est en lecture seule
io-file-name = ce nom de fichier n’est pas possible ici
io-too-large = le fichier est trop grand
io-interrupted = l’opération a été interrompue

date-without-zone = « { $date } » ne dit pas dans quel fuseau horaire
    .hint = Écrivez le jour seul (2026-03-02, compté en heure de Greenwich), ou l’heure avec les secondes et le fuseau : 2026-03-02T14:30:00+01:00, 2026-03-02T13:30:00Z.

date-future = « { $date } » est dans l’avenir : jusque-là, personne ne pourrait vérifier ce badge
    .hint = Corrigez la date, ou attribuez le badge ce jour-là.
date-too-old = « { $date } » est avant les premiers badges
    .hint = Corrigez l’année.
date-ambiguous = « { $date } » peut se lire dans les deux sens
    .hint = Écrivez { $one } ou { $other }.
date-malformed = « { $date } » n’est pas une date
    .hint = Écrivez 2026-03-02, ou avec l’heure et le fuseau : 2026-03-02T14:30:00+01:00.

usage-extra = « { $arg } » est en trop
    .hint = « { $verb } --help » montre ce qui est possible. Un texte avec des espaces se met entre guillemets.
usage-unknown-argument = L’option « { $arg } » n’existe pas
    .hint = « { $verb } --help » montre ce qui est possible.
usage-unknown-argument-near = L’option « { $arg } » n’existe pas ; vouliez-vous dire « { $near } » ?
    .hint = « { $verb } --help » montre ce qui est possible.
usage-unknown-command = La commande « { $sub } » n’existe pas
    .hint = « { $verb } --help » montre les commandes.
usage-unknown-command-near = La commande « { $sub } » n’existe pas ; vouliez-vous dire « { $near } » ?
    .hint = « { $verb } --help » montre les commandes.
usage-missing = La commande n’est pas complète. Il manque : { $arg }
    .hint = « { $verb } --help » montre comment l’écrire.
usage-missing-command = Il manque une commande après « { $verb } »
    .hint = « { $verb } --help » montre les commandes.
usage-twice = « { $arg } » ne se donne qu’une seule fois
    .hint = « { $verb } --help » explique ce qu’il fait.
usage-conflict = « { $arg } » et « { $other } » ne vont pas ensemble
    .hint = Gardez l’un des deux. « { $verb } --help » explique ce qu’ils font.
usage-no-value = « { $arg } » attend une valeur
    .hint = « { $verb } --help » dit laquelle.
usage-bad-value = « { $value } » ne convient pas à « { $arg } »
    .hint = « { $verb } --help » dit ce qui est attendu.
usage-bad-choice = « { $value } » ne convient pas à « { $arg } »
    .hint = Choisissez parmi : { $valid }. « { $verb } --help » en dit plus.
usage-not-utf8 = Un argument n’est pas du texte lisible (UTF-8)
    .hint = « { $verb } --help » montre ce qui est possible.
usage-values = Le nombre de valeurs ne convient pas à « { $arg } »
    .hint = « { $verb } --help » dit combien il en faut.
