# Qui l’on connaît, et les lieux qui ferment.

key-not-understood = « { $key } » n’est pas une clé publique
    .hint = Donnez le texte qui commence par z ou did:key:, une empreinte, ou un fichier de clé publique (PEM ou JWK).
signature-wrong = sa signature ne correspond pas : il a été modifié ou coupé

trust-unread = La liste n’a pas pu être lue à l’adresse { $list }
    .hint = Réessayez plus tard, ou donnez un fichier que vous avez gardé : --trust FICHIER.
trust-offline = La liste est à l’adresse { $list }, et vous avez demandé de n’interroger personne
    .hint = Enlevez --offline, donnez avec --cache un dossier où elle a été enregistrée, ou donnez un fichier que vous avez gardé.
trust-damaged = « { $list } » n’est pas une liste d’organismes utilisable
    .hint = Demandez une bonne copie à ceux qui tiennent la liste.
trust-other-kind = c’est autre chose qu’une liste d’organismes
trust-member = ceci manque, ou n’est pas ce que ce doit être : { $at }
trust-twice = un organisme y est deux fois : { $id }
trust-not-signed = La liste { $list } n’est pas signée
    .hint = Une liste venue du réseau doit être signée par une clé que vous connaissez. Demandez à ceux qui la tiennent, ou enregistrez-la en fichier si vous l’avez lue vous-même.
trust-key-unnamed = La liste à l’adresse { $list } est signée, et vous n’avez pas dit par quelle clé elle doit l’être. Sa clé : { $key }
    .hint = Comparez cette clé à celle que le réseau vous a donnée autrement : de vive voix, sur papier. Si c’est la même, écrivez « #key= » et la clé après l’adresse.
trust-other-key = La liste { $list } est signée par une autre clé que celle que vous avez indiquée : { $key }
    .hint = Ne l’utilisez pas avant d’avoir demandé à ceux qui tiennent la liste.
trust-over = La liste « { $list } » n’est plus valable : elle n’est plus prise en compte
    .hint = Récupérez-la à nouveau, ou demandez-en une plus récente à ceux qui la tiennent.

trust-made = La liste est prête : { $path }
trust-made-next = Ensuite : « badge trust add { $path } BADGE » y inscrit l’organisme d’un badge, « badge verify BADGE --trust { $path } » s’en sert, « badge trust sign { $path } » la signe pour les autres.
trust-name-is-file = « { $name } » est un nom de fichier ; il faut d’abord le nom de la liste
    .hint = Écrivez : badge trust new "Nom du réseau" --out { $name }
trust-name-unproven = Le nom « { $name } » n’est pas prouvé et n’a pas été repris : n’importe qui peut l’écrire dans un badge
    .hint = Demandez à l’organisme si cette clé est la sienne, puis donnez son nom vous-même : --name "Nom".
trust-key-whole = Une empreinte ne suffit pas pour mettre une clé dans une liste : { $key }
    .hint = Donnez la clé entière : le texte qui commence par z, ou un fichier.
trust-any-key = La liste ne retiendra aucune clé pour { $issuer } : toute clé publiée à son adresse conviendra
    .hint = Pour n’accepter que ses clés d’aujourd’hui, donnez-les avec --key, ou réessayez quand son site répondra.
trust-no-key = Aucune clé n’a pu être lue pour { $issuer } : rien n’a été inscrit
    .hint = Donnez sa clé avec --key, ou réessayez quand son site répondra. Pour que toute clé publiée à son adresse convienne, ajoutez --any-key.
trust-not-listed = { $issuer } n’est pas dans la liste
    .hint = Pour voir qui s’y trouve : badge trust show
trust-issuer = { $name } – { $id }
trust-issuer-key = { "    " }clé { $key } ({ $kind })
trust-confirm = Est-ce exact ? Cela sera écrit dans { $path }. (oui/non)
trust-written = { $count ->
        [one] La liste { $path } contient un identifiant d’organisme
       *[other] La liste { $path } contient { $count } identifiants d’organismes (un même lieu peut en avoir deux)
    }
trust-badge-unsure = Le badge « { $input } » n’a pas pu être vérifié : il ne prouve pas de qui il vient
    .hint = Prenez un badge que « badge verify » trouve authentique, ou donnez l’identifiant de l’organisme.
trust-issuer-unread = Aucun organisme n’a pu être lu à l’adresse { $issuer }
    .hint = Donnez l’identifiant tel qu’il figure dans un badge (voir « badge show »), un badge, ou le dossier d’un lieu.
trust-signed-stays = Une liste signée ne se modifie pas
    .hint = Modifiez la liste dont elle est tirée (JSON), puis signez-la à nouveau : badge trust sign
trust-sign-over = La liste ne serait plus valable avant même d’être signée : { $date }
    .hint = Donnez une date plus lointaine avec --until.
trust-signed = Signée : { $path }, valable jusqu’au { $date }
trust-signed-next = Donnez ce fichier à ceux qui s’en serviront. Donnez-leur aussi cette clé, mais autrement (de vive voix, sur papier) : { $key }
trust-title = { $name } – liste du { $date }
trust-by = signée par la clé { $key }
trust-own = non signée : votre propre liste
trust-until = valable jusqu’au { $date }
trust-keys-any = (toute clé publiée à son adresse)
trust-unread-keys = { $count ->
        [one] (une clé d’une sorte inconnue ici)
       *[other] ({ $count } clés d’une sorte inconnue ici)
    }

archive-other-kind = Ce n’est pas une archive de site
    .hint = Une archive se fait avec « badge archive ».
archive-cut-short = L’archive est coupée : sa fin manque
    .hint = Copiez-la ou téléchargez-la à nouveau.
archive-damaged = L’archive est inutilisable : quelque chose n’y est pas tel que c’était signé
    .hint = Copiez-la à nouveau, ou demandez une bonne copie à qui l’a faite.
archive-changed = { $name } a été modifié depuis
archive-unlisted = { $name } a été ajouté ou retiré depuis la signature
archive-manifest = son sommaire signé ne peut pas être lu
archive-over-limit = elle est trop grande pour être ouverte ici
archive-broken-at = elle est abîmée vers l’octet { $at }
archive-broken = { $name } est abîmé
archive-twice = { $name } y est deux fois
archive-name = le nom { $name } pourrait mener hors du dossier, ou se lire autrement selon les ordinateurs
archive-link = { $name } est un lien et non un fichier
archive-encrypted = { $name } est protégé par un mot de passe
archive-packed = { $name } est compressé d’une façon qui n’est pas connue ici
archive-unknown = L’archive { $path } (« { $name } ») est signée par une clé que ni --archive-key, ni une liste encore valable (pour un organisme qui a une adresse) ne donne : { $key }
    .hint = Ce qu’elle contient n’est pas tenu pour vrai. Si le lieu, ou quelqu’un de confiance, vous a donné cette clé, ajoutez --archive-key et la clé.
archive-nothing = Il n’y a rien à garder
    .hint = Indiquez le dossier où le site a été publié, ou une liste d’adresses avec --urls.
archive-no-folder = Il n’y a pas de dossier « { $path } »
    .hint = Indiquez le dossier écrit par « badge publish », ou celui d’un lieu.
archive-no-base = Rien ne dit à quelle adresse vivait ce site
    .hint = Donnez-la avec --base, par exemple --base https://badges.example.org.
archive-no-name = Une archive d’adresses a besoin d’un nom
    .hint = Donnez-le avec --name "Nom du lieu".
archive-address-unread = { $address } n’a pas pu être lue : elle manquera
archive-not-made = L’archive n’a pas pu être faite
archive-too-large = elle dépasserait { $most } Mio
archive-key-not-listed = La clé qui a signé l’archive n’est pas de celles que le site nomme
    .hint = Ceux qui connaissent le lieu par ses clés ne croiront pas cette archive. Signez avec la clé du lieu.
archive-made = { $path } est prête : { $count } fichiers, { $size } Kio
archive-made-next = Donnez l’archive à ceux qui la garderont. Donnez-leur aussi cette clé, mais autrement (de vive voix, sur papier) : { $key }
