# Le lieu : ses fichiers, ses clés, ce qui n'y va pas.

file-unreadable = « { $path } » n’a pas pu être lu
    .hint = Vérifiez que le fichier existe et que vous avez le droit de le lire.
file-unwritable = « { $path } » n’a pas pu être écrit
    .hint = Vérifiez la place libre et vos droits. Ce qui était là n’a pas changé.
folder-unwritable = Le dossier « { $path } » n’a pas pu être créé ou modifié
    .hint = Vérifiez la place libre et vos droits sur ce dossier.
file-exists = « { $path } » existe déjà et n’est pas remplacé
    .hint = Choisissez un autre nom, ou déplacez ce fichier.
file-too-large = « { $path } » fait { $size } Mio ; la limite est de { $most } Mio
    .hint = Est-ce le bon fichier ?
file-not-utf8 = « { $path } » a des lettres qui ne se lisent pas : ce n’est pas du texte en UTF-8
    .hint = Enregistrez-le à nouveau avec un éditeur de texte, en UTF-8.

lock-waiting = Une autre commande modifie ce lieu ; j’attends qu’elle ait fini

place-missing = Il n’y a pas de lieu ici : ni « { $path } » ni les dossiers au-dessus ne contiennent de place.toml
    .hint = Créez un lieu avec « badge init », ou dites où il est avec --place DOSSIER.
place-not-there = « { $path } » n’est pas un lieu : il n’y a pas de place.toml
    .hint = Vérifiez le chemin donné à --place ou à BADGE_PLACE, ou créez un lieu avec « badge init { $path } ».
place-file-faulty = « { $path } » est à corriger
    .hint = Ouvrez ce fichier avec un éditeur de texte et corrigez les lignes citées.

register-damaged = Le registre est abîmé : rien n’a été lu au-delà, rien n’a été écrit
    .hint = Reprenez register.jsonl dans une sauvegarde, ou corrigez la ligne citée avec un éditeur de texte.
register-twice = l’attribution { $award } y est déjà
register-no-award = il n’y a pas d’attribution { $award }
register-spot = la place { $index } de la liste d’états { $list } est déjà celle de { $award }
register-not-json = la ligne n’est pas du JSON entier
register-unreadable = la ligne n’est pas lisible ({ $fault })
register-torn = La dernière ligne du registre était coupée, sans doute par une panne : elle a été mise de côté dans « { $path } »
    .hint = L’attribution correspondante n’avait pas été annoncée comme faite. Attribuez-la à nouveau si besoin.
people-gone = Le fichier des personnes n’est plus là, alors que des badges leur ont été attribués : rien n’a été écrit
    .hint = Reprenez people.json dans une sauvegarde. Sans lui, plus rien ne dit qui est mineur : c’est pourquoi rien n’est publié.
register-too-new = Le registre a été écrit par une version plus récente de badge : rien n’a été lu au-delà, rien n’a été écrit
    .hint = Installez cette version plus récente, ou une autre qui la suit.
people-damaged = Le fichier des personnes est abîmé : il n’a pas été modifié
    .hint = Reprenez people.json dans une sauvegarde, ou corrigez-le avec un éditeur de texte.

register-not-event = ce n’est pas un événement du registre
register-member = « { $name } » manque ou ne se lit pas
people-malformed = ce qui est à { $at } ne se lit pas
people-other-kind = ce n’est pas un fichier de personnes que cette version connaît

achievement-unknown = Il n’y a pas de modèle « { $name } »
    .hint = « badge achievement list » montre les modèles du lieu.
achievement-unknown-near = Il n’y a pas de modèle « { $name } » ; vouliez-vous dire « { $near } » ?
    .hint = « badge achievement list » montre les modèles du lieu.
achievement-none = Il n’y a pas de modèle « { $name } », car ce lieu n’en a encore aucun
    .hint = Créez-en un avec « badge achievement new », ou ajoutez ceux qui sont prêts : « badge achievement add-examples ».

key-damaged = La clé est abîmée : elle n’a pas été modifiée
    .hint = Reprenez ce fichier dans une sauvegarde du dossier keys.
key-unusable = La clé ne peut pas servir
    .hint = Il faut un fichier de clé comme en fait « badge key new » (PKCS #8 en PEM) : Ed25519, P-256 ou RSA.
key-mismatch = La clé secrète n’est pas celle que décrit « { $other } »
    .hint = Reprenez les deux fichiers dans la même sauvegarde du dossier keys.
passphrase-wrong = La phrase secrète n’ouvre pas la clé
    .hint = Vérifiez BADGE_PASSPHRASE : majuscules, espaces, accents. Sans la phrase, la clé ne peut pas être retrouvée.
passphrase-needed = La clé est protégée par une phrase secrète, et personne ne peut la taper ici
    .hint = Mettez-la dans la variable BADGE_PASSPHRASE.
passphrase-needed-new = Il faut une phrase secrète pour protéger la nouvelle clé, et personne ne peut la taper ici
    .hint = Mettez-la dans la variable BADGE_PASSPHRASE, ou demandez une clé sans protection avec --no-passphrase.
passphrase-prompt = Phrase secrète :
passphrase-prompt-new = Choisissez une phrase secrète, longue et facile à retenir :
passphrase-prompt-again = La même, encore une fois :
passphrase-differs = Les deux phrases sont différentes
    .hint = Recommencez, sans vous presser.
passphrase-empty = La phrase secrète est vide
    .hint = Choisissez quelques mots, ou demandez une clé sans protection avec --no-passphrase.
passphrase-unread = La phrase secrète n’a pas pu être lue
    .hint = Mettez-la dans la variable BADGE_PASSPHRASE.

problem-line = ligne { $line } : { $what }
problem-line-field = ligne { $line }, { $field } : { $what }
problem-field = { $field } : { $what }

fault-syntax = ce texte ne se lit plus à partir de la colonne { $column } (guillemet oublié, nom en double ?)
fault-missing = il manque
fault-empty = il est vide
fault-unknown = ce champ n’existe pas
fault-unknown-near = ce champ n’existe pas ; vouliez-vous dire « { $near } » ?
fault-type-text = il faut un texte entre guillemets
fault-type-number = il faut un nombre entier
fault-type-yes-no = il faut true ou false
fault-type-list = il faut une liste : ["a", "b"]
fault-type-table = il faut une section entre crochets
fault-address = ce n’est pas une adresse http ou https
fault-email = ce n’est pas une adresse électronique
fault-language = les langues sont fr et en
fault-twice = il y est deux fois
fault-value = cette valeur n’est pas dans la liste
fault-value-among = cette valeur n’est pas dans la liste : { $allowed }
fault-value-among-near = cette valeur n’est pas dans la liste ({ $allowed }) ; vouliez-vous dire « { $near } » ?
fault-colour = ce n’est pas une couleur ; écrivez-la ainsi : #b04a2f
fault-value-near = cette valeur n’est pas dans la liste ; vouliez-vous dire « { $near } » ?
fault-short-name = un nom court n’a que des minuscules sans accent, des chiffres et des tirets
fault-picture = il faut un fichier .png ou .svg
fault-host = ce n’est pas le nom d’un serveur
fault-not-private = « none » n’est permis que vers cette machine (localhost) : le courrier partirait sans protection
fault-hole = rien ne remplit « { $hole } »
fault-hole-near = rien ne remplit « { $hole } » (peut-être { $near } ?)
fault-open-hole = l’accolade de « { $hole } » n’est jamais fermée
fault-too-pale = cette couleur est trop pâle pour être lue sur du papier blanc
fault-outside = le fichier doit être dans le dossier du lieu
fault-range = il faut un nombre entre { $least } et { $most }
fault-missing-language = rien n’est écrit dans cette langue ; l’autre sera utilisée
fault-too-long = c’est trop long : { $most } caractères au plus
fault-version = ce fichier est d’une autre version (« { $found } »)
fault-other = { $what }

base-not-an-address = ce n’est pas une adresse https
base-plain-http = l’adresse doit commencer par https:// pour que les badges soient sûrs
base-query = l’adresse ne doit contenir ni « ? » ni « # »
base-host = le nom du serveur ne peut pas servir : lettres sans accent, chiffres, points et tirets seulement
base-path = le chemin ne peut pas servir : lettres sans accent, chiffres, points, tirets et soulignés seulement
