# Les pages d’un lieu.
site-skip = Aller au contenu
site-nav = Pages du lieu
site-home = Accueil
site-foot = Ces pages marchent sans compte, sans traceur et sans publicité.
site-to-home = Voir les badges de ce lieu
site-write-to = Pour toute question, écrivez à :

site-home-intro = Les badges que l’on peut obtenir ici.
site-their-page = Le site du lieu
site-catalogue = Nos badges
site-catalogue-intro = Voici ce que l’on peut faire reconnaître ici. Chaque badge explique ce qu’il faut faire pour l’obtenir.
site-catalogue-empty = Il n’y a pas encore de badge ici. Revenez bientôt.
site-catalogue-count = { $count ->
        [one] Un badge
       *[other] { $count } badges
    }
site-what = Un badge, qu’est-ce que c’est ?
site-what-says = Il dit ce que vous avez fait ou savez faire, et qui l’a vu.
site-what-yours = Il est à vous. C’est une image à garder, sans compte à créer.
site-what-checked = Il contient une preuve. Chacun peut vérifier qu’il est vrai, même si ce site ferme.

site-other-language = Ce badge n’est décrit que dans une autre langue.
site-criteria = Ce qu’il faut faire
site-criteria-met = Ce qu’il fallait faire
site-criteria-page = Lire la page qui le décrit
site-level = Le niveau
site-level-short = Niveau
site-levels = Niveaux
site-levels-more = Ce que veulent dire les niveaux
site-levels-intro = Chaque niveau dit jusqu’où va une personne. On peut commencer où l’on veut.
site-skills = Compétences reliées
site-skills-intro = Ces liens aident à comparer ce badge avec d’autres listes de compétences.
site-related = Badges voisins
site-tags = Mots-clés :
site-creator = Imaginé par { $name }
site-version = Version { $version }
site-for-machines = Ce badge pour les logiciels (JSON)
site-kind = Type

site-badge-alt = L’image du badge « { $name } »
site-badge-by = Un badge délivré par { $issuer }.
site-where = Lieu
site-why = Pourquoi ce badge
site-evidence = Traces de ce travail
site-no-name = La personne n’est pas nommée ici : elle choisit à qui elle montre son badge.
site-about-achievement = Tout savoir sur ce badge

site-state-valid = Badge valable
site-state-no-end = Il n’a pas de date de fin.
site-state-until = Jusqu’au { $date }.
site-state-expired = Badge terminé
site-state-ended = Il était valable jusqu’au { $date }.
site-state-not-yet = Badge pas encore valable
site-state-begins = Il commence le { $date }.
site-state-revoked = Badge annulé
site-state-suspended = Badge suspendu pour le moment
site-state-since = Depuis le { $date }.
site-state-reason = Raison donnée : « { $reason } »

site-verify = Vérifier ce badge
site-verify-intro = Une page peut être imitée. L’image du badge, elle, contient une preuve que personne ne peut refaire.
site-verify-file = Prenez l’image du badge (PNG ou SVG), ou l’adresse de cette page.
site-verify-tool = Donnez-la à un outil qui vérifie les Open Badges. Il en existe plusieurs, gratuits et sans compte.
site-verify-read = L’outil dit si le badge est authentique, s’il est toujours valable, et qui l’a délivré.
site-verify-address = L’adresse de ce badge :
site-keep = Garder ce badge
site-keep-intro = Téléchargez l’image : le badge entier est dedans.
site-keep-care = Gardez-en deux copies. Envoyez-la comme un fichier joint : les messageries qui retouchent les photos effacent la preuve.
site-keep-remove = Ce badge est le vôtre, et vous voulez le corriger ou le retirer de cette page ? Écrivez à :
site-file-png = Image PNG
    .note = à choisir en cas de doute
site-file-svg = Image SVG
    .note = nette à toutes les tailles, pour l’impression
site-file-credential = Données signées (JSON)
    .note = Open Badges 3.0, pour les logiciels
site-file-credential-jws = Données signées (JWS)
    .note = Open Badges 3.0, autre forme de signature
site-file-assertion = Données (JSON)
    .note = Open Badges 2.0, pour les anciens logiciels
site-file-assertion-jws = Données signées (JWS)
    .note = Open Badges 2.0, signé

site-b = Les badges ne sont pas listés ici
    .what = Chaque badge a sa propre adresse. Seule la personne qui l’a reçu la connaît, et la donne à qui elle veut.
    .next = Si vous cherchez un badge, demandez son lien ou son image à la personne.
site-status = Badges annulés ou suspendus
    .what = Ces fichiers permettent à un logiciel de savoir si un badge est annulé ou suspendu.
    .next = Ils contiennent des numéros, et aucun nom.
site-status-list = Liste numéro { $number }
site-keys = Clés de signature
    .what = Ce lieu signe ses badges avec une clé secrète. La clé publique, montrée ici, permet à chacun de contrôler la signature.
    .next = Un badge signé par une ancienne clé reste bon.
site-key-since = Depuis le { $date }.
site-key-retired = Ne sert plus depuis le { $date }. Ce qu’elle a signé avant reste bon.
site-key-active = En service.
site-missing = Cette page n’existe pas
    .what = L’adresse est peut-être incomplète, ou la page a été retirée.
    .next = Si un badge devait se trouver ici, demandez son image à la personne : la preuve est dedans.

site-privacy = Vie privée et mentions légales
site-privacy-intro = Ce que ce site sait des personnes, et ce que vous pouvez demander.
site-privacy-visit = Quand vous visitez ces pages
    .what = Ces pages ne déposent aucun cookie, ne suivent personne et n’appellent aucun autre site. L’hébergeur peut tenir un journal technique des visites, comme pour tout site.
site-privacy-shown = Ce qu’un badge montre
    .what = Un badge dit ce qui a été fait, quand, et qui l’a délivré. Le nom de la personne n’y est que si elle et le lieu l’ont voulu. Son adresse électronique n’y est jamais en clair : seule une empreinte permet à la personne de montrer que le badge est le sien.
    .next = Aucune page ne fait la liste des personnes. L’adresse d’un badge ne peut pas être devinée, et les moteurs de recherche sont priés de l’ignorer.
site-privacy-minors = Moins de 15 ans
    .what = Rien n’est publié sur un enfant avant l’accord d’un parent. Un parent peut changer d’avis à tout moment.
site-privacy-long = Combien de temps
    .what = Un badge reste publié tant que la personne le souhaite et que ce site existe.
site-privacy-rights = Vos droits
    .what = Vous pouvez demander à voir ce qui vous concerne, à le corriger, à l’emporter ou à le retirer. C’est gratuit, et la réponse vient en un mois au plus. C’est la loi (le RGPD : règlement général sur la protection des données).
    .next = Si la réponse ne vous convient pas, vous pouvez vous adresser à la CNIL, l’autorité française qui protège les données : cnil.fr.
site-privacy-who = Qui publie ce site
site-privacy-publisher = Publié par
site-privacy-responsible = Responsable de la publication
site-privacy-host = Hébergé par
