# L'aide de la commande. Une clé est « help », puis le chemin de la commande, puis « -- » et l'argument.
# « .long » s'ajoute à l'aide complète, « .value » nomme la valeur attendue.

help = Crée, signe, publie et vérifie des Open Badges depuis un simple dossier
    .long =
        Pour commencer : « badge demo » montre tout en une minute ; « badge init » crée votre lieu, c’est-à-dire
        le dossier qui garde votre profil, vos clés, vos modèles de badges et le registre de ce que vous attribuez.
        Tout fonctionne hors ligne.
help-usage = Utilisation :
help-command = COMMANDE
help-commands = Commandes{" "}
help-options = Options{" "}
help-arguments = Arguments{" "}
help-general = Options générales{" "}
help-default = par défaut :
help-after =
    Codes de sortie : 0 vérifié ou fait ; 1 badge refusé ; 2 erreur d’utilisation ou opération impossible ;
    3 on ne peut pas conclure ; 4 aucun badge trouvé ; 5 vérifié, mais pas pour la personne de --recipient.

    Variables : BADGE_PLACE (le lieu), BADGE_LANG (fr ou en), BADGE_PASSPHRASE (phrase secrète des clés), NO_COLOR.
help--help = Affiche cette aide (--help en dit plus que -h)
help--version = Affiche la version
help--place = Dossier du lieu ; sinon BADGE_PLACE, sinon le dossier parent le plus proche qui en est un
    .value = DOSSIER
help--lang = Langue des messages
    .value = LANGUE
help--json = Répond en JSON, pour les programmes
help--quiet = Ne dit que l’essentiel
help--yes = Répond oui aux demandes de confirmation
help--no-color = N’utilise pas de couleurs

help-demo = Crée un lieu d’essai, attribue deux badges, les publie, les vérifie, en annule un
help-demo--out = Dossier où tout écrire
    .value = DOSSIER

help-init = Crée un lieu : profil, clé de signature, adresse de publication
    .long =
        Un lieu est un dossier de fichiers que l’on peut lire, copier et sauvegarder. La clé qui signe vos badges est
        protégée par une phrase secrète, lue dans BADGE_PASSPHRASE ou demandée. Rien de ce qui existe n’est écrasé.
help-init--dir = Dossier à créer ; sinon le dossier courant
    .value = DOSSIER
help-init--name = Nom de la structure qui délivre les badges
    .value = TEXTE
help-init--name-en = Son nom en anglais, s’il est différent
    .value = TEXTE
help-init--description = Une phrase qui la présente
    .value = TEXTE
help-init--description-en = La même phrase en anglais
    .value = TEXTE
help-init--email = Adresse de contact, publiée avec le profil
    .value = COURRIEL
help-init--homepage = Site de la structure
    .value = ADRESSE
help-init--image = Logo, en PNG ou SVG
    .value = FICHIER
help-init--url = Adresse https où les fichiers seront publiés ; sans elle, le lieu n’est connu que par sa clé
    .value = ADRESSE
help-init--no-passphrase = Garde la clé sans phrase secrète : qui copie le fichier peut signer à votre place
help-init--examples = Ajoute les modèles de badges prêts à l’emploi
help-init--dry-run = Montre ce qui serait fait, sans rien écrire
help-init--at = Fait comme si l’on était à cette date
    .value = DATE

help-achievement = Gère les modèles de badges
help-achievement-new = Crée un modèle de badge, dans un fichier que l’on peut modifier
help-achievement-new--name = Nom du badge
    .value = NOM
help-achievement-new--slug = Nom court, pour les fichiers et les adresses
    .value = NOM-COURT
help-achievement-new--name-en = Nom en anglais
    .value = TEXTE
help-achievement-new--description = De quoi il s’agit, en une ou deux phrases
    .value = TEXTE
help-achievement-new--description-en = La même chose en anglais
    .value = TEXTE
help-achievement-new--criteria = Ce qu’il faut faire pour l’obtenir
    .value = TEXTE
help-achievement-new--criteria-en = La même chose en anglais
    .value = TEXTE
help-achievement-new--picture = Image, en PNG ou SVG ; sinon le badge est dessiné
    .value = FICHIER
help-achievement-new--tag = Mot-clé (peut être répété)
    .value = MOT
help-achievement-new--level = Niveau, pris dans la liste du lieu
    .value = NIVEAU
help-achievement-new--kind = Nature, prise dans la liste du lieu
    .value = NATURE
help-achievement-new--shape = Forme du dessin, à la place de celle de la nature
    .value = FORME
help-achievement-new--icon = Pictogramme du dessin ; sinon d’après le nom
    .value = PICTOGRAMME
help-achievement-new--colour = Couleur du dessin : un nom, ou #rrvvbb
    .value = COULEUR
help-achievement-new--dry-run = Montre le fichier, sans l’écrire
help-achievement-list = Liste les modèles du lieu
help-achievement-show = Montre un modèle
help-achievement-show--achievement = Nom court du modèle
    .value = MODÈLE
help-achievement-check = Vérifie les modèles, et dit quoi corriger
help-achievement-check--achievement = Noms courts des modèles ; sinon tous
    .value = MODÈLE
help-achievement-add-examples = Ajoute les modèles prêts à l’emploi : service civique et ateliers
help-achievement-add-examples--dry-run = Montre ce qui serait ajouté, sans rien écrire

help-design = Dessine un badge : titre, niveau, nature, couleurs
    .long = Sans « -o », le badge s’écrit en SVG dans le dossier courant. Dans un lieu, ses natures, ses niveaux et son
        gabarit (templates/badge.svg) comptent.
help-design--title = Titre écrit sur le badge
    .value = TITRE
help-design--from = Modèle du lieu à dessiner
    .value = MODÈLE
help-design--kind = Nature : sa forme, son pictogramme, sa couleur
    .value = NATURE
help-design--level = Niveau : le ruban, les points, l’épaisseur du trait
    .value = NIVEAU
help-design--shape = Forme
    .value = FORME
help-design--icon = Pictogramme ; sinon d’après le titre
    .value = PICTOGRAMME
help-design--colour = Couleur : un nom, ou #rrvvbb
    .value = COULEUR
help-design--logo = Logo à poser en haut, PNG ou SVG
    .value = FICHIER
help-design--qr = Texte ou adresse d’un code QR, à la place du pictogramme
    .value = TEXTE
help-design--template = Gabarit SVG à remplir
    .value = FICHIER
help-design--alt = Ce que l’on voit, pour qui ne le voit pas
    .value = TEXTE
help-design--size = Côté d’un PNG, en pixels
    .value = PIXELS
help-design--out = Fichier à écrire, .svg ou .png
    .value = FICHIER
help-design--sheet = Planche de toutes les natures et de tous les niveaux, .svg ou .png
    .value = FICHIER
help-design--list = Liste ce que l’on peut choisir
    .value = LISTE
help-design--force = Remplace le fichier s’il existe
help-design--dry-run = Dessine sans rien écrire, et dit ce qui serait à savoir

help-issue = Attribue un badge à une personne
    .long =
        Le badge est signé, vérifié, glissé dans une image et inscrit au registre ; s’il manque quelque chose, rien
        n’est écrit. Avec « - », lit une attribution par ligne en JSON et répond une ligne JSON pour chacune :

        {"   {"}"achievement":"impression-3d","to":"lea@example.org","date":"2026-03-02"{"}"}

        Champs reconnus, comme les options : achievement, to, card, name, evidence (textes ou objets url et narrative),
        narrative, date, where, expires, minor, consent, language, format, suite, image, out, once, rename. Un champ « ref » est rendu tel quel.
        Réponse : ref, line, ok, id, token, link, files, remarks et problems (code, field, message, hint).
        Une ligne en défaut n’arrête pas les autres.
help-issue--achievement = Nom court du modèle, ou « - » pour lire des lignes JSON sur l’entrée standard
    .value = MODÈLE
help-issue--to = Destinataire : adresse électronique (jamais écrite en clair dans le badge) ou DID
    .value = COURRIEL|DID
help-issue--card = Personne pour l’instant : une carte à réclamer plus tard
help-issue--name = Nom de la personne, gardé dans le lieu et jamais dans le badge
    .value = NOM
help-issue--rename = Appelle ainsi une personne que le lieu connaît sous un autre nom
help-issue--evidence = Adresse d’une trace, avec un texte si on veut (peut être répété)
    .value = ADRESSE[,TEXTE]
help-issue--narrative = Ce que la personne a fait
    .value = TEXTE
help-issue--date = Jour de l’attribution ; sinon aujourd’hui
    .value = DATE
help-issue--location = Lieu de l’activité, avec ses coordonnées si on veut
    .value = TEXTE[;LAT,LON]
help-issue--expires = Date de fin de validité
    .value = DATE
help-issue--minor = La personne est mineure : rien n’est publié avant l’accord d’un parent
help-issue--consent = Accord recueilli : qui l’a donné et quand, en quelques mots
    .value = TEXTE
help-issue--language = Langue du badge ; sinon celle de la personne, sinon celle du lieu
    .value = LANGUE
help-issue--format = Format (peut être répété) ; ob3 par défaut
    .value = FORMAT
help-issue--suite = Sorte de preuve du format ob3, pour un partenaire qui en demande une autre
    .value = PREUVE
help-issue--image = Image à écrire ; celle du modèle par défaut
    .value = IMAGE
help-issue--out = Copie aussi les fichiers du badge dans ce dossier
    .value = DOSSIER
help-issue--dry-run = Fait tout, vérification comprise, sans rien écrire
help-issue--at = Fait comme si l’on était à cette date
    .value = DATE

help-verify = Vérifie des badges : fichiers, dossiers, adresses, texte
help-verify--input = Fichier, dossier, adresse, texte d’un badge, ou « - » pour l’entrée standard
    .value = ENTRÉE
help-verify--offline = Ne demande rien au réseau
help-verify--cache = Dossier de réponses gardées auparavant avec --record
    .value = DOSSIER
help-verify--record = Dossier où garder les réponses reçues
    .value = DOSSIER
help-verify--at = Juge comme si l’on était à cette date ; sinon aujourd’hui
    .value = DATE
help-verify--recipient = Demande si le badge concerne cette personne : adresse e-mail, téléphone, DID, ou type=valeur (studentId=1234) ; autant de fois que l’on veut
    .value = QUI
help-verify--trust = Votre liste d’organismes connus : un fichier, ou une adresse suivie de #key= et de la clé qui la signe ; autant de fois que l’on veut
    .value = LISTE
help-verify--archive = Archive d’un site à lire là où aucun serveur ne répond ; autant de fois que l’on veut
    .value = FICHIER
help-verify--archive-key = Clé d’un lieu en qui vous avez confiance : ce que ses archives contiennent sera cru. Le texte qui commence par z, une empreinte, ou un fichier
    .value = CLÉ
help-verify--explain = Montre chaque étape du contrôle
help-verify--html = Écrit aussi la réponse dans une page web, à garder ou à imprimer (« - » pour la sortie standard)
    .value = FICHIER
help-verify--table = Écrit aussi la réponse dans un tableau CSV, une ligne par badge (« - » pour la sortie standard)
    .value = FICHIER
help-verify--accept-unread-status = Accepte, avec une remarque, un badge dont l’état n’a pas pu être lu
help-verify--strict-endorsements = Refuse un badge dont un soutien joint n’est pas bon
help-verify--allow-local = Autorise les adresses de cet ordinateur et du réseau local (essais)
help-verify--stand-in = Fait répondre un serveur à la place d’un nom, par exemple avant la publication d’un site
    .value = HÔTE=ADRESSE

help-show = Montre ce que dit un badge, sans le vérifier
help-show--input = Fichier, adresse ou texte
    .value = ENTRÉE

help-bake = Glisse un badge signé dans une image
help-bake--credential = Fichier JSON ou JWS du badge
    .value = BADGE
help-bake--picture = Image PNG ou SVG
    .value = IMAGE
help-bake--out = Fichier à écrire
    .value = FICHIER
help-bake--keep-existing = Refuse si l’image contient déjà un badge

help-unbake = Ressort d’une image le badge qu’elle contient
help-unbake--picture = Image PNG ou SVG
    .value = IMAGE
help-unbake--out = Fichier à écrire ; sinon la sortie standard
    .value = FICHIER

help-qr = Fait le code QR à imprimer à côté d’un badge
    .long = Pour un badge du lieu, le code ouvre la page du lieu et porte une courte déclaration signée : une photo
        suffit alors pour le vérifier sans réseau. Pour tout autre badge, c’est l’adresse de sa page.
help-qr--badge = Image ou fichier du badge, son jeton, ou le code de sa carte
    .value = BADGE
help-qr--out = Fichier à écrire, PNG ou SVG ; sinon à côté du badge
    .value = FICHIER

help-card = Imprime des cartes à découper : plusieurs par page, avec un code QR
    .long = Un PDF au format A4, avec des repères de coupe. Chaque carte porte l’image du badge, le prénom et le nom si vous
        le voulez, et un code QR à photographier pour vérifier le badge. Une carte à réclamer montre le code qui la donne. Le badge
        signé est joint au PDF. Dites lesquels : des badges, --person, --cohort, --achievement ou --table.
help-card--badge = Badges à imprimer : identifiant ou son début, adresse, fichier
    .value = BADGE
help-card--person = Tous ceux d’une personne : son adresse, ou l’un de ses badges
    .value = QUI
help-card--cohort = Tous ceux d’une cohorte
    .value = NOM
help-card--achievement = Tous ceux d’un modèle
    .value = MODÈLE
help-card--table = Ceux que nomme un tableau, dans l’ordre de ses lignes : celui que rend « badge batch issue »
    .value = FICHIER
help-card--out = PDF à écrire ; sinon dans le dossier courant
    .value = FICHIER
help-card--without-name = N’imprime le nom de personne
help-card--without-code = N’imprime pas de code QR : la clé du lieu n’est pas ouverte
help-card--template = Gabarit de page à la place de templates/paper.toml
    .value = FICHIER
help-card--write-template = Écrit le gabarit de page, à modifier, dans templates/paper.toml
help-card--force = Remplace le fichier s’il existe
help-card--dry-run = Dit ce qui serait imprimé, sans rien écrire
help-card--at = Date à prendre pour aujourd’hui
    .value = DATE

help-certificate = Imprime des attestations : une par page
    .long = Un PDF au format A4 : l’image du badge, ce qui a été fait, la date, le lieu, de quoi signer, un code QR à
        photographier. Le badge signé est joint au PDF. Dites lesquelles : des badges, --person, --cohort,
        --achievement ou --table.
help-certificate--badge = Badges à imprimer : identifiant ou son début, adresse, fichier
    .value = BADGE
help-certificate--person = Tous ceux d’une personne : son adresse, ou l’un de ses badges
    .value = QUI
help-certificate--cohort = Tous ceux d’une cohorte
    .value = NOM
help-certificate--achievement = Tous ceux d’un modèle
    .value = MODÈLE
help-certificate--table = Ceux que nomme un tableau, dans l’ordre de ses lignes : celui que rend « badge batch issue »
    .value = FICHIER
help-certificate--out = PDF à écrire ; sinon dans le dossier courant
    .value = FICHIER
help-certificate--without-name = N’imprime le nom de personne
help-certificate--without-code = N’imprime pas de code QR : la clé du lieu n’est pas ouverte
help-certificate--template = Gabarit de page à la place de templates/paper.toml
    .value = FICHIER
help-certificate--write-template = Écrit le gabarit de page, à modifier, dans templates/paper.toml
help-certificate--force = Remplace le fichier s’il existe
help-certificate--dry-run = Dit ce qui serait imprimé, sans rien écrire
help-certificate--at = Date à prendre pour aujourd’hui
    .value = DATE

help-attach = Joint des badges à un document PDF : CV, attestation, portfolio
    .long =
        Les badges deviennent des fichiers du document, que « badge verify » trouve et vérifie sans réseau ; ses
        pages restent telles quelles. L’original n’est pas touché : pour revenir en arrière, jetez le nouveau
        document. Chaque badge est d’abord vérifié, sans réseau.
help-attach--document = Le document PDF
    .value = DOCUMENT
help-attach--badge = Badges : images (PNG, SVG) ou fichiers (JSON, JWS)
    .value = BADGE
help-attach--out = Fichier à écrire ; sinon à côté du document, terminé par « -badges.pdf »
    .value = FICHIER
help-attach--page = Ajoute une page avec l’image, le code QR et le lien de chaque badge
help-attach--with-name = Y montre aussi la personne, quand le badge la nomme en clair
help-attach--accept-rejected = Joint aussi les badges expirés, annulés ou modifiés
help-attach--cache = Dossier de réponses déjà connues, pour vérifier les badges
    .value = DOSSIER
help-attach--force = Remplace le fichier s’il existe
help-attach--dry-run = Montre ce qui serait fait, sans rien écrire
help-attach--at = Fait comme si l’on était à cette date
    .value = DATE

help-claim = Fait d’une carte sans adresse le badge de la personne qui la présente
    .long =
        Le badge est signé à nouveau pour cette adresse, avec un autre identifiant ; la carte elle-même est annulée dans
        le même instant. Le jour, le travail et la fin sont ceux de la carte. Le code se tape en petites ou grandes
        lettres, avec ou sans traits d’union. Vérifiez que la personne a la carte : un code se lit par-dessus l’épaule.
help-claim--code = Code de la carte ; ou son jeton, son fichier ou son adresse
    .value = CODE
help-claim--to = Adresse de la personne : adresse électronique ou DID
    .value = ADRESSE
help-claim--name = Nom de la personne, gardé dans le lieu et jamais dans le badge
    .value = TEXTE
help-claim--language = Langue du badge ; sinon celle de la carte
    .value = LANGUE
help-claim--minor = La personne est mineure : il faut l’accord d’un parent
help-claim--consent = Qui a donné son accord, en quelques mots
    .value = TEXTE
help-claim--format = Format, autant de fois que l’on veut ; sinon ceux de la carte
    .value = FORMAT
help-claim--out = Copie aussi les fichiers dans ce dossier
    .value = DOSSIER
help-claim--dry-run = Fait tout, signature et vérification comprises, sans rien écrire
help-claim--at = Fait comme si l’on était à cette date
    .value = DATE

help-revoke = Annule des badges attribués
    .long =
        Un badge, ou beaucoup à la fois : par table, par cohorte, par modèle, par personne, par date. --dry-run montre
        lesquels ; le nombre est confirmé avant. Une commande interrompue se relance telle quelle. « badge reinstate »,
        avec le même choix, revient en arrière ; mais qui a vu l’annulation entre-temps peut l’avoir retenue.
help-revoke--badge = Identifiant, jeton, fichier ou adresse du badge
    .value = BADGE
help-revoke--cohort = Ceux d’une cohorte : son nom, ou la table d’où elle vient
    .value = NOM|FICHIER
help-revoke--table = Ceux qu’une table nomme par jeton, identifiant ou adresse (CSV, XLSX, ODS), comme la table des résultats
    .value = FICHIER
help-revoke--achievement = Parmi eux, ou parmi tous : seulement ce modèle
    .value = MODÈLE
help-revoke--person = Seulement ceux de cette personne
    .value = ADRESSE
help-revoke--since = Seulement depuis ce jour
    .value = DATE
help-revoke--until = Seulement jusqu’à ce jour
    .value = DATE
help-revoke--reason = Raison, publiée avec l’annulation
    .value = TEXTE
help-revoke--dry-run = Montre ce qui serait annulé, sans rien écrire
help-revoke--at = Fait comme si l’on était à cette date
    .value = DATE

help-reinstate = Rétablit des badges annulés
help-reinstate--badge = Identifiant, jeton, fichier ou adresse du badge
    .value = BADGE
help-reinstate--cohort = Ceux d’une cohorte : son nom, ou la table d’où elle vient
    .value = NOM|FICHIER
help-reinstate--table = Ceux qu’une table nomme par jeton, identifiant ou adresse (CSV, XLSX, ODS), comme la table des résultats
    .value = FICHIER
help-reinstate--achievement = Parmi eux, ou parmi tous : seulement ce modèle
    .value = MODÈLE
help-reinstate--person = Seulement ceux de cette personne
    .value = ADRESSE
help-reinstate--since = Seulement depuis ce jour
    .value = DATE
help-reinstate--until = Seulement jusqu’à ce jour
    .value = DATE
help-reinstate--reason = Raison, gardée au registre
    .value = TEXTE
help-reinstate--dry-run = Montre ce qui serait rétabli, sans rien écrire
help-reinstate--at = Fait comme si l’on était à cette date
    .value = DATE

help-list = Liste les badges attribués
help-list--achievement = Seulement ce modèle
    .value = MODÈLE
help-list--state = Seulement cet état
    .value = ÉTAT
help-list--since = Seulement depuis ce jour
    .value = DATE
help-list--until = Seulement jusqu’à ce jour
    .value = DATE
help-list--person = Seulement ceux de cette personne : son adresse, ou le jeton d’un de ses badges
    .value = ADRESSE
help-list--cohort = Seulement ceux d’une cohorte : son nom, ou la table d’où elle vient
    .value = NOM|FICHIER
help-list--table = Écrit la liste dans ce fichier (CSV, XLSX ou ODS, selon son nom)
    .value = FICHIER
help-list--csv = Répond en CSV, pour un tableur
help-list--at = Fait comme si l’on était à cette date
    .value = DATE

help-consent = Note ou retire l’accord d’un parent, ou de la personne elle-même
    .long =
        Rien de ce qui concerne une personne mineure n’est publié ni envoyé tant qu’un accord n’est pas noté. Les accords
        sont gardés dans people.json, jamais au registre ni dans un badge.
help-consent-record = Note un accord, et dit quels badges peuvent maintenant sortir
help-consent-record--person = Adresse de la personne concernée ; ou le jeton ou le code d’un de ses badges
    .value = ADRESSE
help-consent-record--by = Qui l’a donné, en quelques mots ; le nom n’est pas obligatoire
    .value = TEXTE
help-consent-record--how = Comment il a été donné
    .value = MANIÈRE
help-consent-record--for-which = Seulement pour ce modèle de badge, autant de fois que l’on veut ; sinon pour tous
    .value = MODÈLE
help-consent-record--date = Jour où il a été donné ; sinon aujourd’hui
    .value = DATE
help-consent-record--of-age = La personne a 15 ans ou plus : le doute sur son âge est levé
help-consent-record--born = L’année de naissance de la personne, quand une autre a été notée par erreur
    .value = ANNÉE
help-consent-record--dry-run = Montre quels badges pourraient sortir, sans rien écrire
help-consent-record--at = Fait comme si l’on était à cette date
    .value = DATE
help-consent-withdraw = Retire un accord, ou note un refus : les pages sont enlevées aussitôt
    .long =
        Les pages et les fichiers de tous les badges de la personne sont enlevés des dossiers publiés depuis ici, et
        aucune publication ne les remet. Vaut aussi pour une personne majeure, et sans accord donné avant. Déposez
        ensuite le site chez l’hébergeur.
help-consent-withdraw--person = Adresse de la personne concernée ; ou le jeton ou le code d’un de ses badges
    .value = ADRESSE
help-consent-withdraw--by = Qui le retire, quand personne ne l’avait donné
    .value = TEXTE
help-consent-withdraw--date = Jour où il a été retiré ; sinon aujourd’hui
    .value = DATE
help-consent-withdraw--dry-run = Montre ce qui serait enlevé, sans rien écrire
help-consent-withdraw--at = Fait comme si l’on était à cette date
    .value = DATE
help-consent-show = Montre les accords, et qui n’en a pas
help-consent-show--person = Seulement cette personne : son adresse, ou le jeton ou le code d’un de ses badges
    .value = ADRESSE
help-consent-show--at = Fait comme si l’on était à cette date
    .value = DATE

help-person = Ce que le lieu garde sur une personne : le voir, le copier, l’effacer
help-person-show = Montre tout ce que le lieu garde sur une personne
help-person-show--person = Son adresse ; ou le jeton d’un de ses badges
    .value = ADRESSE
help-person-show--at = Fait comme si l’on était à cette date
    .value = DATE
help-person-export = Écrit dans un dossier tout ce que le lieu garde sur une personne, badges compris
help-person-export--person = Son adresse ; ou le jeton d’un de ses badges
    .value = ADRESSE
help-person-export--out = Dossier nouveau ou vide
    .value = DOSSIER
help-person-export--dry-run = Montre ce qui serait écrit, sans rien écrire
help-person-export--at = Fait comme si l’on était à cette date
    .value = DATE
help-person-erase = Efface une personne, sans retour
    .long =
        Partent : son nom, son adresse, son accord, les fichiers de ses badges dans le lieu et leurs pages dans les
        dossiers publiés depuis ici. Reste au registre un numéro au hasard, pour que ses badges puissent encore être
        vérifiés et annulés. Les fichiers que la personne garde et ce qui est chez l’hébergeur sont hors d’atteinte :
        publiez à nouveau ensuite.
help-person-erase--person = Son adresse ; ou le jeton d’un de ses badges
    .value = ADRESSE
help-person-erase--dry-run = Montre ce qui serait effacé, sans rien effacer
help-person-erase--at = Fait comme si l’on était à cette date
    .value = DATE
help-person-merge = Note qu’une personne a changé d’adresse, ou que deux personnes n’en sont qu’une
help-person-merge--old = Ancienne adresse
    .value = ANCIENNE
help-person-merge--new = Nouvelle adresse
    .value = NOUVELLE
help-person-merge--dry-run = Montre ce qui changerait, sans rien écrire

help-publish = Écrit le site à déposer chez n’importe quel hébergeur
    .long =
        Le dossier contient ce que lisent les vérificateurs et une page pour chaque chose qu’une personne ouvre. Une
        deuxième exécution ne change que ce qui a changé. Seuls les fichiers écrits par cette commande sont retirés.
help-publish--out = Dossier du site
    .value = DOSSIER
help-publish--dry-run = Montre ce qui changerait, sans rien écrire
help-publish--at = Fait comme si l’on était à cette date
    .value = DATE

help-send = Prévient par courriel les personnes de leurs badges, chacune une fois
    .long =
        Un message par personne, dans sa langue, avec ses badges joints. Le serveur d’envoi se règle sous [mail] dans
        place.toml. Ce qui est refusé, remis à plus tard ou incertain est noté dans le dossier outbox ; relancer la
        commande n’envoie rien deux fois. Ce qui attend l’accord d’un parent n’est pas envoyé.
help-send--only = Seulement cette adresse, ce groupe, ce modèle de badge ou ce badge remis (peut être répété)
    .value = QUI
help-send--resend = Envoie encore une fois à cette adresse, ce groupe, ou pour ce badge ; all-uncertain : tout ce qui est incertain
    .value = QUI
help-send--dry-run = N’envoie rien ; montre qui serait prévenu
help-send--out = Avec --dry-run : écrit les messages (.eml) dans ce dossier
    .value = DOSSIER
help-send--without-link = Envoie aussi ce qui n’a pas encore de page publiée : ces messages n’ont pas de lien
help-send--check = Se connecte au serveur et s’identifie, sans rien envoyer
help-send--list = Montre les messages et ce qu’ils sont devenus
help-send--write-templates = Écrit nos messages types dans le dossier templates, pour les changer
help-send--wait = Attend au plus tant de secondes quand le serveur demande de revenir plus tard
    .value = SECONDES
help-send--at = Fait comme si l’on était à cette date
    .value = DATE

help-key = Gère les clés de signature
help-key-new = Crée une clé de plus
help-key-new--kind = Sorte de clé
    .value = SORTE
help-key-new--no-passphrase = Garde la clé sans phrase secrète
help-key-new--dry-run = Montre ce qui serait fait, sans rien écrire
help-key-new--at = Fait comme si l’on était à cette date
    .value = DATE
help-key-list = Liste les clés
help-key-rotate = Signe désormais avec une nouvelle clé ; l’ancienne reste publiée, ses badges restent valables
help-key-rotate--kind = Sorte de clé à remplacer
    .value = SORTE
help-key-rotate--no-passphrase = Garde la nouvelle clé sans phrase secrète
help-key-rotate--dry-run = Montre ce qui serait fait, sans rien écrire
help-key-rotate--at = Fait comme si l’on était à cette date
    .value = DATE
help-key-retire = Ne signe plus avec une clé ; ce qu’elle a signé reste valable
help-key-retire--key = Empreinte de la clé, ou ses premiers caractères
    .value = CLÉ
help-key-retire--stolen = La clé a été perdue ou volée : plus rien de ce qu’elle a signé ne se vérifiera
help-key-retire--dry-run = Montre ce qui serait fait, sans rien écrire
help-key-retire--at = Fait comme si l’on était à cette date
    .value = DATE
help-key-export = Donne la partie publique d’une clé
help-key-export--key = Empreinte de la clé, ou ses premiers caractères ; sinon celle qui signe
    .value = CLÉ
help-key-export--form = Forme d’écriture de la clé
    .value = FORME

help-doctor = Examine le lieu et dit quoi corriger
help-doctor--online = Examine aussi ce que les autres voient à cette adresse ; sinon celle du lieu
    .value = ADRESSE
help-doctor--allow-local = Accepte aussi les adresses de cette machine, pour essayer
help-doctor--stand-in = Cherche un nom de serveur à cette adresse (peut être répété)
    .value = NOM=ADRESSE:PORT
help-doctor--at = Fait comme si l’on était à cette date
    .value = DATE

help-trust = Gère les listes d’organismes connus
help-trust-new = Crée une liste vide
help-trust-new--name = Nom de la liste, ou du réseau qui la tient
    .value = NOM
help-trust-new--out = Fichier à écrire ; sinon trust.json
    .value = FICHIER
help-trust-new--until = Jour jusqu’auquel la liste est valable
    .value = DATE
help-trust-new--at = Fait comme si l’on était à cette date
    .value = DATE
help-trust-add = Met un organisme dans la liste, avec ses clés, après avoir demandé
help-trust-add--list = La liste (JSON)
    .value = LISTE
help-trust-add--issuer = Son identifiant (did:web:…, https://…), un de ses badges, ou le dossier d’un lieu
    .value = ORGANISME
help-trust-add--name = Nom sous lequel vous le connaissez
    .value = NOM
help-trust-add--url = Son site
    .value = ADRESSE
help-trust-add--key = Une clé de plus, entière ou dans un fichier ; autant de fois que l’on veut
    .value = CLÉ
help-trust-add--any-key = Ne retient aucune clé : toute clé publiée à son adresse conviendra
help-trust-add--offline = Ne demande rien au réseau
help-trust-add--cache = Dossier de réponses gardées auparavant par « badge verify --record »
    .value = DOSSIER
help-trust-add--archive = Archive d’un site à lire là où aucun serveur ne répond ; autant de fois que l’on veut
    .value = FICHIER
help-trust-add--archive-key = Clé d’un lieu en qui vous avez confiance : ce que ses archives contiennent sera cru. Le texte qui commence par z, une empreinte, ou un fichier
    .value = CLÉ
help-trust-add--allow-local = Autorise les adresses de cet ordinateur et du réseau local (essais)
help-trust-add--stand-in = Fait répondre un serveur à la place d’un nom
    .value = HÔTE=ADRESSE
help-trust-add--dry-run = Montre ce qui serait fait, sans rien écrire
help-trust-add--at = Fait comme si l’on était à cette date
    .value = DATE
help-trust-remove = Retire un organisme de la liste, après avoir demandé
help-trust-remove--list = La liste (JSON)
    .value = LISTE
help-trust-remove--issuer = Son identifiant, tel qu’il est dans la liste
    .value = ORGANISME
help-trust-remove--dry-run = Montre ce qui serait fait, sans rien écrire
help-trust-remove--at = Fait comme si l’on était à cette date
    .value = DATE
help-trust-sign = Signe la liste, pour que d’autres puissent la récupérer
help-trust-sign--list = La liste (JSON)
    .value = LISTE
help-trust-sign--key = Clé qui signe (PEM) ; sinon celle du lieu
    .value = FICHIER
help-trust-sign--out = Fichier à écrire ; sinon celui de la liste, en .jws
    .value = FICHIER
help-trust-sign--until = Jour jusqu’auquel elle est valable ; sinon celui de la liste, ou dans un an
    .value = DATE
help-trust-sign--dry-run = Montre ce qui serait fait, sans rien écrire
help-trust-sign--at = Fait comme si l’on était à cette date
    .value = DATE
help-trust-show = Montre qui est dans une liste, et qui l’a signée
help-trust-show--list = Fichier, ou adresse suivie de #key= et de la clé
    .value = LISTE
help-trust-show--offline = Ne demande rien au réseau
help-trust-show--cache = Dossier de réponses gardées auparavant par « badge verify --record »
    .value = DOSSIER
help-trust-show--allow-local = Autorise les adresses de cet ordinateur et du réseau local (essais)
help-trust-show--stand-in = Fait répondre un serveur à la place d’un nom
    .value = HÔTE=ADRESSE
help-trust-show--at = Fait comme si l’on était à cette date
    .value = DATE

help-archive = Garde un site publié dans un seul fichier signé, pour le jour où il n’existera plus
help-archive--site = Dossier où le site a été publié, ou un lieu
    .value = SITE
help-archive--out = Fichier à écrire
    .value = FICHIER
help-archive--base = Adresse où vivait le site ; sinon ce que le site en dit
    .value = ADRESSE
help-archive--urls = Garde ce que répondent maintenant ces adresses : un fichier, une par ligne
    .value = FICHIER
help-archive--name = À qui est le site
    .value = NOM
help-archive--key = Clé qui signe (PEM) ; sinon celle du lieu
    .value = FICHIER
help-archive--allow-local = Autorise les adresses de cet ordinateur et du réseau local (essais)
help-archive--stand-in = Fait répondre un serveur à la place d’un nom
    .value = HÔTE=ADRESSE
help-archive--dry-run = Montre ce qui serait fait, sans rien écrire
help-archive--at = Date de l’archive ; sinon maintenant
    .value = DATE

help-debug = Outils pour comprendre une signature
help-debug-rdf = Montre une par une les affirmations que couvre une signature (N-Quads)
help-debug-rdf--file = Badge, ou autre document JSON-LD
    .value = FICHIER
help-debug-rdf--base = Adresse du document, qui complète les identifiants abrégés
    .value = ADRESSE
help-debug-canon = Met ces affirmations dans l’ordre et sous les noms qui sont signés (RDFC-1.0)
help-debug-canon--file = Fichier d’affirmations (N-Quads)
    .value = FICHIER
help-debug-schema = Écrit la description, pour les programmes, de la réponse de « badge verify --json »

help-completions = Écrit la complétion pour votre interpréteur de commandes
help-completions--shell = Interpréteur
    .value = INTERPRÉTEUR

help-man = Écrit les pages de manuel
help-man--out = Dossier où les écrire
    .value = DOSSIER

help-batch = Attribue des badges à toute une table de personnes
help-batch-plan = Dit ce qu’une table attribuerait et ce qui ne va pas, ligne par ligne ; n’attribue rien
    .long =
        La table est un fichier CSV, XLSX ou ODS. Les colonnes sont devinées d’après leurs titres, en français ou
        en anglais, et montrées ; --map dit ce qui n’a pas été deviné. La sortie vaut 0 quand rien n’est à corriger,
        1 sinon.

          badge batch plan inscrits.xlsx
          badge batch plan inscrits.csv --map "Contact=email" --achievement decoupe-laser
          badge batch plan inscrits.csv --out plan.csv
help-batch-plan--source = Table des personnes, ou « - » pour l’entrée standard
    .value = TABLE
help-batch-plan--sheet = Feuille à lire ; sinon la première qui a des titres de colonnes
    .value = NOM
help-batch-plan--map = Dit ce qu’est une colonne (peut être répété) ; « ignore » la laisse de côté
    .value = TITRE=CHAMP
help-batch-plan--achievement = Badge à attribuer là où la table n’en nomme pas
    .value = MODÈLE
help-batch-plan--date = Jour de l’attribution là où la table n’en donne pas ; sinon aujourd’hui
    .value = DATE
help-batch-plan--at = Fait comme si l’on était à cette date
    .value = DATE
help-batch-plan--out = Écrit la table avec l’état et les problèmes de chaque ligne (CSV, XLSX ou ODS, d’après le nom)
    .value = FICHIER
help-batch-template = Écrit une table d’exemple, avec des explications
    .long =
        Le nom du fichier dit quelle sorte de table écrire : .xlsx, .ods ou .csv. Les lignes d’exemple ne sont
        jamais attribuées.

          badge batch template inscrits.xlsx
help-batch-template--out = Fichier à écrire
    .value = FICHIER
help-batch-template--at = Fait comme si l’on était à cette date
    .value = DATE
help-batch-issue = Attribue les lignes prêtes d’une table
    .long =
        Chaque ligne prête est attribuée, les autres attendent d’être corrigées. Ce qui a déjà été attribué à la
        même personne, le même jour, ne l’est pas deux fois : si la commande est interrompue, relancez-la telle
        quelle. La sortie vaut 0 quand tout est attribué, 1 si des lignes sont à corriger, 2 en cas d’échec.

          badge batch issue inscrits.xlsx --dry-run
          badge batch issue inscrits.xlsx --out a-distribuer
          badge batch issue plan.csv --changed=update --table resultats.ods
help-batch-issue--source = Table des personnes, ou plan corrigé ; « - » pour l’entrée standard
    .value = TABLE
help-batch-issue--sheet = Feuille à lire ; sinon la première qui a des titres de colonnes
    .value = NOM
help-batch-issue--map = Dit ce qu’est une colonne (peut être répété) ; « ignore » la laisse de côté
    .value = TITRE=CHAMP
help-batch-issue--achievement = Badge à attribuer là où la table n’en nomme pas
    .value = MODÈLE
help-batch-issue--date = Jour de l’attribution là où la table n’en donne pas ; sinon aujourd’hui
    .value = DATE
help-batch-issue--at = Fait comme si l’on était à cette date
    .value = DATE
help-batch-issue--changed = Que faire des lignes déjà attribuées qui ont changé : les laisser, ou remplacer leur badge
    .value = CHOIX
help-batch-issue--cohort = Nom court de la cohorte, gardé au registre, pour la retrouver ensuite ; le nom de personne
    .value = NOM
help-batch-issue--all-or-nothing = N’attribue rien si une seule ligne est à corriger
help-batch-issue--format = Format (peut être répété) ; ceux du lieu par défaut
    .value = FORMAT
help-batch-issue--suite = Sorte de preuve du format ob3, pour un partenaire qui en demande une autre
    .value = SUITE
help-batch-issue--image = Image à écrire ; celle de chaque modèle par défaut
    .value = SORTE
help-batch-issue--out = Copie aussi les fichiers de chaque personne dans un dossier à elle, sous ce dossier
    .value = DOSSIER
help-batch-issue--zip = Avec --out : un ZIP par personne plutôt qu’un dossier
help-batch-issue--table = Écrit la table avec l’état, l’identifiant, le lien et les fichiers de chaque badge (CSV, XLSX ou ODS, d’après le nom)
    .value = FICHIER
help-batch-issue--dry-run = Fait tout, signature et vérification comprises, sans rien écrire
