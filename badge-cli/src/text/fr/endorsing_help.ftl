# L’aide des commandes qui donnent et reçoivent des soutiens.

help-endorse = Soutient un badge, un modèle de badge ou un lieu, par une signature
    .long = Ce que vous donnez est vérifié et montré d’abord. D’un badge, c’est son modèle qui est soutenu, sauf --of badge ou --of issuer. Le soutien est gardé dans endorsements/given ; « badge revoke » le retire.
help-endorse--input = Fichiers ou adresses : un badge, la description d’un badge, la carte d’un lieu
    .value = FICHIER|URL
help-endorse--of = Ce qui est soutenu : le badge de la personne, le modèle, le lieu
    .value = QUOI
help-endorse--comment = Pourquoi, en quelques mots
    .value = TEXTE
help-endorse--skill = Une compétence soutenue ; autant de fois que l’on veut
    .value = NOM
help-endorse--until = Dernier jour où le soutien tient
    .value = DATE
help-endorse--format = Forme de la signature : dans le JSON, en JWT, ou les deux
    .value = FORME
help-endorse--language = Langue du soutien ; sinon celle du lieu
    .value = LANGUE
help-endorse--out = Dossier où mettre aussi les fichiers à envoyer
    .value = DOSSIER
help-endorse--anyway = Soutient même ce qui est terminé, annulé ou incertain ; jamais ce qui a été modifié
help-endorse--offline = Ne demande rien au réseau
help-endorse--cache = Dossier de réponses gardées auparavant par « badge verify --record »
    .value = DOSSIER
help-endorse--allow-local = Autorise les adresses de cet ordinateur et du réseau local (essais)
help-endorse--stand-in = Fait répondre un serveur à la place d’un nom
    .value = NOM=ADRESSE
help-endorse--dry-run = Montre ce qui serait fait, sans rien écrire
help-endorse--at = Fait comme si l’on était à cette date
    .value = DATE

help-accept = Accepte un soutien : vérifié, gardé, porté par les prochains badges
    .long = Le soutien doit parler d’un de vos modèles, d’un de vos badges ou de ce lieu, et tenir maintenant. Avec --reissue, un badge déjà donné est signé à nouveau sous le même identifiant.
help-accept--input = Fichiers ou adresses reçus du partenaire ; un mail enregistré convient aussi
    .value = FICHIER|URL
help-accept--reissue = Badge déjà donné à signer à nouveau avec ses soutiens, ou « all » pour tous
    .value = BADGE|all
help-accept--anyway = Garde un soutien pour le texte d’aujourd’hui, quand le modèle a été réécrit depuis et que le partenaire est d’accord
help-accept--offline = Ne demande rien au réseau
help-accept--cache = Dossier de réponses gardées auparavant par « badge verify --record »
    .value = DOSSIER
help-accept--allow-local = Autorise les adresses de cet ordinateur et du réseau local (essais)
help-accept--stand-in = Fait répondre un serveur à la place d’un nom
    .value = NOM=ADRESSE
help-accept--dry-run = Montre ce qui serait fait, sans rien écrire
help-accept--at = Fait comme si l’on était à cette date
    .value = DATE

help-endorsements = Montre les soutiens reçus et donnés
help-endorsements--check = Demande à nouveau si ceux qui ont été reçus tiennent toujours
help-endorsements--remove = Enlève un soutien reçu, ou ôte du lieu et de son site un soutien donné puis retiré, par son nom court ou son identifiant
    .value = SOUTIEN
help-endorsements--offline = Ne demande rien au réseau
help-endorsements--cache = Dossier de réponses gardées auparavant par « badge verify --record »
    .value = DOSSIER
help-endorsements--allow-local = Autorise les adresses de cet ordinateur et du réseau local (essais)
help-endorsements--stand-in = Fait répondre un serveur à la place d’un nom
    .value = NOM=ADRESSE
help-endorsements--dry-run = Montre ce qui serait fait, sans rien écrire
help-endorsements--at = Fait comme si l’on était à cette date
    .value = DATE

help-request-endorsement = Prépare ce qu’il faut envoyer à un partenaire pour lui demander un soutien
help-request-endorsement--what = Nom court d’un modèle, ou un badge déjà donné
    .value = MODÈLE|BADGE
help-request-endorsement--to = À qui : le nom du partenaire
    .value = NOM
help-request-endorsement--message = Quelques mots de votre part
    .value = TEXTE
help-request-endorsement--language = Langue de la demande ; sinon celle du lieu
    .value = LANGUE
help-request-endorsement--out = Dossier à écrire ; sinon request-NOM
    .value = DOSSIER
help-request-endorsement--dry-run = Montre ce qui serait fait, sans rien écrire
help-request-endorsement--at = Fait comme si l’on était à cette date
    .value = DATE

help-achievement-relate = Dit ce qu’un modèle est pour le badge d’un autre lieu
help-achievement-relate--achievement = Nom court du modèle
    .value = MODÈLE
help-achievement-relate--equivalent = Adresse d’un badge équivalent, puis son nom ; autant de fois que l’on veut
    .value = URL,NOM
help-achievement-relate--part-of = Adresse d’un badge plus large dont celui-ci fait partie, puis son nom
    .value = URL,NOM
help-achievement-relate--follows = Adresse d’un badge qui vient avant celui-ci, puis son nom
    .value = URL,NOM
help-achievement-relate--by = À qui est l’autre badge
    .value = NOM
help-achievement-relate--dry-run = Montre ce qui serait ajouté au fichier, sans rien écrire
