# Les phrases des commandes qui lisent : verify, show, bake, unbake, debug.

input-missing = « { $input } » : il n’y a ni fichier ni dossier de ce nom, et ce n’est ni une adresse ni le texte d’un badge
    .hint = Vérifiez le nom. Une adresse commence par « https:// ».
input-unreadable = « { $input } » n’a pas pu être lu
    .hint = Vérifiez que le fichier existe et que vous avez le droit de le lire.
folder-empty = Le dossier « { $path } » ne contient aucun fichier à regarder
    .hint = Vérifiez que c’est le bon dossier. Les fichiers cachés, dont le nom commence par un point, sont laissés de côté.
recipient-empty = Après --recipient, il manque la personne (« { $text } »)
    .hint = Écrivez par exemple --recipient lea@example.org. « badge verify --help » montre les autres façons de la désigner.

picture-outside = L’image doit être un vrai fichier du dossier du lieu
    .hint = Copiez l’image dans ce dossier : un lien vers ailleurs publierait un fichier d’ailleurs.
picture-empty = Le fichier est vide (0 octet)
    .hint = Il s’est sans doute perdu en chemin : demandez-le à nouveau.
picture-too-large = Le fichier fait { $size } Mio ; la limite est de { $limit } Mio
    .hint = Une image de badge pèse rarement plus d’un Mio. Est-ce le bon fichier ?
picture-other = Ce n’est pas une image PNG ou SVG ({ $format })
    .hint = Un badge ne tient que dans une image PNG ou SVG. Enregistrez l’image dans l’un de ces formats.
picture-pixels = L’image est trop grande : { $width } sur { $height } pixels
    .hint = Réduisez-la : 600 sur 600 pixels suffisent.
picture-png = L’image PNG est abîmée ({ $fault })
    .hint = Enregistrez-la à nouveau avec un logiciel de dessin, ou redemandez le fichier.
picture-svg = L’image SVG ne peut pas servir ({ $fault })
    .hint = Enregistrez-la à nouveau en « SVG simple » avec un logiciel de dessin.
picture-bad = L’image ne peut pas servir ({ $fault })
    .hint = Enregistrez-la à nouveau, en PNG ou en SVG.

png-signature = ses premiers octets ont été changés en chemin
png-header = son en-tête manque
png-truncated = elle s’arrête trop tôt, à l’octet { $at }
png-checksum = elle a changé depuis qu’elle a été enregistrée, à l’octet { $at }
png-chunks = elle a plus de { $limit } morceaux
png-pixels = ses couleurs ne se lisent pas
svg-encoding = il faut l’enregistrer en UTF-8
svg-malformed = elle est mal formée à l’octet { $at }
svg-truncated = elle s’arrête trop tôt
svg-doctype = elle contient des déclarations (DOCTYPE) que nous refusons
svg-too-much = elle est trop compliquée
slot-checksum = il a changé en chemin
slot-malformed = il est mal formé
slot-not-utf8 = il n’est pas en UTF-8
slot-too-large = il est trop grand
slot-empty = il est vide
slot-no-credential = ce n’est ni du JSON ni un JWS
bake-character = un caractère n’y a pas sa place, à l’octet { $at }
json-too-large = plus de { $limit } Mio
json-not-utf8 = ce n’est pas de l’UTF-8 à partir de l’octet { $at }
json-syntax = ligne { $line }, caractère { $column }
json-duplicate = « { $name } » y est deux fois, ligne { $line }
json-too-deep = plus de { $limit } niveaux d’imbrication
json-too-many = plus de { $limit } valeurs
json-number = un nombre est trop grand, ligne { $line }

bake-not-a-badge = « { $input } » ne contient pas un badge signé (JSON ou JWS)
    .hint = Donnez le fichier « credential.json » ou « credential.jws » du badge.
bake-already = L’image contient déjà un badge, et --keep-existing demande de le garder
    .hint = Prenez l’image d’origine, ou retirez --keep-existing pour le remplacer.
bake-text = Le badge ne tient pas dans l’image ({ $fault })
    .hint = Vérifiez le fichier du badge avec « badge verify ».
bake-would-replace = L’image « { $input } » aurait été remplacée
    .hint = Dites où écrire avec --out.
bake-ending = Le nom « { $path } » ne va pas : cette image doit finir par « .{ $ending } »
    .hint = Écrivez --out { $near }
bake-done = Badge glissé dans { $file }

qr-not-a-badge = « { $input } » ne contient pas de badge
    .hint = Donnez l’image du badge, ou son fichier « credential.json ».
qr-ending = Le nom « { $path } » ne va pas : un code QR s’écrit dans un fichier .png ou .svg
    .hint = Écrivez par exemple --out { $near }
qr-no-address = Ce badge n’a pas d’adresse ({ $id }) : un code n’aurait rien à ouvrir
    .hint = Un lieu qui a une adresse en donne une à ses badges : « badge init --url ».
qr-not-as-kept = Ce n’est pas le badge que le lieu conserve : { $id }
    .hint = Prenez le fichier du badge dans le dossier « awards » du lieu.
qr-no-statement = Aucune déclaration n’a pu être signée pour ce badge
    .hint = La clé doit être Ed25519 ou P-256 : voir « badge key list ».
qr-too-long = Ce que le code devrait dire n’y tient pas
    .hint = Raccourcissez le nom du badge, ou celui du lieu.
qr-title = Code QR pour vérifier ce badge
qr-done-signed = Code QR écrit dans { $file }. Imprimez-le sur { $size } mm de large au moins : il se vérifie sans réseau
qr-done-address = Code QR écrit dans { $file }. Imprimez-le sur { $size } mm de large au moins : il ouvre { $address }

attach-not-a-badge = « { $input } » ne contient pas de badge que l’on puisse joindre
    .hint = Donnez l’image du badge (PNG, SVG) telle que l’émetteur l’a envoyée, ou son fichier « credential.json ».
attach-rejected = « { $input } » est refusé : qui vérifierait le document rejetterait ce badge
    .hint = Demandez-en un bon à l’émetteur ; « badge verify » donne les détails. Pour le joindre quand même : --accept-rejected.
attach-why = { $text }
attach-rejected-all-the-same = « { $input } » est joint alors qu’il sera rejeté : { $why }
attach-inconclusive = « { $input } » n’a pas pu être entièrement vérifié sans réseau ; il est joint
attach-letters = { $count } lettres de la page ajoutée manquent à sa police et y sont des points d’interrogation
attach-one = { $title } : joint sous le nom « { $name } »
attach-already = « { $input } » : ce badge est déjà dans le document
attach-nothing-new = Tous ces badges sont déjà dans « { $document } » : rien n’a été écrit
attach-done = { $file } : { $count } { $count ->
        [one] badge joint
       *[other] badges joints
    }{ $pages ->
        [0] { "" }
        [one] , une page ajoutée
       *[other] , { $pages } pages ajoutées
    }. L’original n’a pas changé
attach-would = Sans --dry-run, { $file } serait écrit : { $count } { $count ->
        [one] badge joint
       *[other] badges joints
    }{ $pages ->
        [0] { "" }
        [one] , une page ajoutée
       *[other] , { $pages } pages ajoutées
    }
attach-same = { $file } existe déjà, à l’identique : rien n’a été écrit
attach-exists = « { $file } » existe déjà et n’est pas remplacé
    .hint = Choisissez un autre nom avec --out, ou ajoutez --force pour le remplacer.
attach-same-file = « { $file } » est le document d’origine et n’est pas remplacé
    .hint = Choisissez un autre nom avec --out ; ou ajoutez --force, et gardez une copie.
attach-pdf-a = Le document se dit PDF/A-{ $part }, qui n’admet pas de tels fichiers : un service d’archives peut le refuser
    .hint = Gardez l’original pour l’archive, ou faites le document en PDF/A-3.
attach-pdf-a-page = Le document se dit PDF/A-{ $part } ; la page ajoutée n’a pas ses polices, et un service d’archives peut le refuser
    .hint = Sans --page, le document reste ce qu’il était.
attach-signed = Le document est signé. La signature vaut toujours pour ce qui a été signé, mais les lecteurs diront qu’il y a eu un ajout
    .hint = Mieux vaut joindre les badges d’abord et signer ensuite.
attach-certified = Le document est certifié et n’admet aucun changement : les lecteurs le diront modifié
    .hint = Mieux vaut joindre les badges d’abord et certifier ensuite.
attach-go-on = Les joindre quand même ? (oui/non)
attach-not-pdf = « { $input } » n’est pas un document PDF ({ $format })
    .hint = Enregistrez d’abord le document en PDF.
attach-encrypted = « { $input } » est protégé (chiffré) : rien ne peut y être joint
    .hint = Enregistrez-en une copie sans protection ni mot de passe (ou : qpdf --decrypt), et joignez les badges à celle-ci.
attach-too-large = « { $input } » dépasse { $limit } Mio
    .hint = Enregistrez-le avec des images plus légères.
attach-too-much = « { $input } » est trop compliqué pour être complété sans risque
    .hint = Enregistrez-le à nouveau avec un logiciel PDF (ou : qpdf), et joignez les badges à cette copie.
attach-damaged = « { $input } » est abîmé et ne peut être complété sans risque ({ $part })
    .hint = Ouvrez-le dans un logiciel PDF et enregistrez-le à nouveau (ou : qpdf abime.pdf entier.pdf), et joignez les badges à cette copie.
attach-part-beginning = quelque chose précède son début
attach-part-table = sa table des objets n’est pas fiable
attach-part-catalog = son catalogue manque
attach-part-pages = sa liste de pages
attach-part-files = sa liste de fichiers joints
attach-not-confirmed = Ce qui a été joint à « { $input } » ne se retrouve pas : rien n’a été écrit
    .hint = Enregistrez le document à nouveau avec un logiciel PDF (ou : qpdf), et joignez les badges à cette copie.
leaf-heading = Badges numériques
leaf-introduction = { $count ->
        [one] Ce badge est joint à ce document, dans un fichier signé par l’organisme qui l’a attribué.
       *[other] Ces badges sont joints à ce document, dans des fichiers signés par les organismes qui les ont attribués.
    } Cette page les présente et ne prouve rien : vérifiez le document lui-même, ou ouvrez l’adresse de chaque badge.
leaf-issuer = Attribué par { $name }
leaf-person = À { $name }
leaf-date = Le { $from }
leaf-until = Le { $from }, valable jusqu’au { $until }
leaf-file = Fichier joint : { $name }
leaf-link = À voir en ligne : { $host }

unbake-none = L’image ne contient pas de badge
    .hint = Les messageries et les captures d’écran effacent le badge. Demandez l’image d’origine, ou son lien.
unbake-unreadable = L’image contient un badge qui n’a pas pu être lu ({ $fault })
    .hint = Le fichier a été abîmé en chemin : demandez l’image d’origine, ou son lien.
unbake-done = Badge extrait dans { $file }

cache-unreadable = Le dossier de réponses gardées (--cache) n’a pas pu être lu
    .hint = Donnez un dossier écrit par « badge verify --record », avec son fichier index.json.
record-failed = Les réponses n’ont pas pu être gardées dans « { $folder } »
    .hint = Donnez un dossier où vous avez le droit d’écrire, hors d’un site publié.
store-missing = il n’y a pas de réponses enregistrées là
store-index = index.json est abîmé
store-too-large = un fichier y est trop grand
store-outside = un lien y mène hors du dossier
store-published = c’est un site publié
stand-in-malformed = « { $text } » ne dit pas quel serveur remplace quel nom
    .hint = Écrivez le nom, « = », puis l’adresse et le port : badges.example.org=127.0.0.1:8080
verify-progress = Vérification
verify-one-output = Une seule de ces réponses peut aller sur la sortie standard : --json, --html -, --table -
    .hint = Donnez un nom de fichier aux autres.
table-input = Fichier ou lien
table-place = Endroit
table-answer = Réponse
table-why = Pourquoi
table-next = Que faire
table-proven = Mots prouvés
table-badge = Badge
table-issuer = Délivré par
table-date = Date
table-until = Jusqu’au
table-verdict = Verdict (code)
table-status = État (code)
table-recipient = Personne (code)
table-trust = Organisme connu (code)
table-version = Norme
table-id = Identifiant
table-yes = oui
table-no = non
show-nothing = Il n’y a pas de badge dans « { $input } »
    .hint = Demandez l’image d’origine, son fichier JSON ou JWS, ou le lien de sa page.

network-unusable = Cet ordinateur ne permet pas d’aller sur le réseau
    .hint = Essayez avec --offline : ce qui n’aura pas pu être vérifié sera dit.

debug-rdf-refused = Ce document JSON-LD ne peut pas devenir des quads sans perte
    .hint = Chaque propriété doit être définie par un contexte connu, et chaque nom être complet (--base résout les noms relatifs).
debug-canon-refused = Ces N-Quads n’ont pas pu être mis sous forme canonique
    .hint = Le format attendu est N-Quads 1.1, une ligne par quad.

demo-init = 1. Un lieu : un dossier, une clé, des modèles de badges
demo-issue = 2. Deux badges : signés, vérifiés, glissés dans une image
demo-publish = 3. Le site : des fichiers à déposer chez n’importe quel hébergeur
demo-verify = 4. Vérifier un badge, comme le ferait un recruteur (le site est servi par cet ordinateur le temps de l’essai)
demo-revoke = 5. Annuler l’autre badge, publier à nouveau, vérifier
demo-open = 6. À ouvrir dans un navigateur :
demo-end = Tout est dans le dossier { $folder } ; vous pouvez l’effacer. Pour un vrai lieu : badge init
demo-not-empty = Le dossier « { $folder } » n’est pas vide
    .hint = Effacez-le, ou donnez-en un autre avec --out.
demo-no-server = Cet ordinateur ne permet pas de servir le site d’essai
    .hint = Les commandes se lancent aussi une par une : voyez « badge --help ».
demo-unexpected = Une étape ne s’est pas terminée comme prévu
    .hint = Relancez la commande affichée juste au-dessus pour en savoir plus.
