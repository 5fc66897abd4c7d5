# La page d’un contrôle.
page-proven = Ce que dit ce badge
page-unproven = Ce que dit ce badge, sans preuve
    .note = Ces mots n’ont pas pu être prouvés : n’importe qui a pu les écrire.
page-unasked = Ce que dit ce badge
    .note = Rien n’a été vérifié. La commande « badge verify » dit si c’est vrai.
page-untitled = badge sans nom
page-issuer = Délivré par
page-issuer-unnamed = un organisme sans nom
page-name-unproven = { $name } (nom non prouvé)
page-recipient = Remis à
page-recipient-hidden = une personne dont l’adresse est masquée
page-recipient-id = une personne désignée par { $id }
page-recipient-bearer = une personne que le badge ne nomme pas
page-date = Date
page-newer = Version montrée
page-newer-since = plus récente que celle que vous avez, qui est du { $date }
page-begins = À partir du
page-ends = Jusqu’au
page-listed = Connu de vous
page-listed-by = { $name }, dans la liste « { $list } » du { $date }
page-listed-since = { $name }, dans la liste « { $list } » depuis le { $date }
page-standing = État
page-version = Norme
page-id = Identifiant
page-narrative = Ce qui a été fait
page-endorser = Soutien de
page-endorses = Ce qui est soutenu
page-endorsement-words = Mot du partenaire
page-endorsed-part = { $part ->
        [badge] de ce badge
        [achievement] de ce modèle de badge (pour toutes les personnes qui l’obtiennent)
        [issuer] de l’organisme qui a délivré le badge
       *[other] de { $id }, que le badge cite
    }
page-endorsed = Soutien { $part }, par { $name } : { $verdict }.
page-endorsed-since = Soutien { $part }, par { $name }, depuis le { $date } : { $verdict }.
page-endorsed-listed = Connu de vous : { $listed }.
page-namesake = Pas à cette adresse : votre liste donne ce nom à { $id }.
page-endorsed-own = C’est l’organisme lui-même qui se soutient.
page-endorsed-words = « { $words } »
page-endorsed-more = Et { $count } autres soutiens du même partenaire.
page-endorsement-state = { $state ->
        [known] ce soutien tient, et vous connaissez ce partenaire
        [holds] ce soutien tient
        [key] ce soutien tient, mais rien ne prouve le nom de qui soutient
        [withdrawn] ce soutien a été retiré
        [over] ce soutien est terminé
        [later] ce soutien n’a pas commencé
        [elsewhere] n’en tenez pas compte, il parle d’autre chose
        [none] n’en tenez pas compte, ce n’est pas un soutien
        [unbound] impossible de dire s’il parle bien de ceci
        [open] impossible de dire s’il tient toujours
       *[bad] n’en tenez pas compte ({ $short })
    }
page-not-checked = Ce qui n’a pas été contrôlé
page-status-unread = Si le badge a été annulé ou suspendu : la liste n’a pas été lue.
page-checks = Contrôles
page-yes = oui
page-remark = oui, mais
page-no = non
page-open = ?
page-moot = –
page-advisory = Cela ne change pas la réponse sur le badge.
page-passed = { $count ->
        [0] Aucun contrôle réussi.
        [one] Un contrôle réussi.
       *[other] { $count } contrôles réussis.
    }
page-waiting = { $count ->
        [one] Un autre contrôle dépend de ceux-ci et n’a pas pu être fait.
       *[other] { $count } autres contrôles dépendent de ceux-ci et n’ont pas pu être faits.
    }
page-clause = Règle : { $document } – { $url }
page-no-clause = Hors de la norme : c’est votre propre question.
page-where = Endroit : { $pointer }
page-as-of = Contrôlé à la date du { $date }.
page-recipient-asked = la personne que vous avez indiquée

# Où le badge a été trouvé.
found = Trouvé : { $where }.
found-png = dans l’image PNG, à la place prévue pour Open Badges { $slot ->
        [openbadges] 2.0
       *[openbadgecredential] 3.0
    }
found-svg = dans l’image SVG, à la place prévue pour Open Badges { $slot ->
        [openbadges] 2.0
       *[openbadgecredential] 3.0
    }
found-entry = dans le fichier « { $name } »
found-entry-picture = dans l’image « { $name } » du document
found-entry-text = dans le texte du document
found-mail = dans le texte du message
found-mail-attachment = dans la pièce jointe « { $name } » du message
found-message = dans le message n° { $number } de la boîte aux lettres, « { $subject } »
found-address = à l’adresse { $url }
found-markup-link = un lien
found-markup-text = dans le texte
found-markup-metadata = dans ce que la page dit d’elle-même
found-markup-data = dans les données de la page
found-markup-image = une image de la page
found-code = dans un code QR
found-text = dans le texte
found-member = à l’endroit { $pointer }
found-pdf-page = page { $page }, { $what }
found-pdf-attachment = pièce jointe « { $name } »
found-pdf-link = un lien
found-pdf-text = une adresse écrite
found-pdf-metadata = dans les propriétés du document
found-pdf-image = une image
found-pdf-drawing = un dessin
found-pdf-stream = dans le document, hors de ses pages

# La réponse pour plusieurs badges.
answer-found = { $count ->
        [0] Aucun badge trouvé.
        [one] Un badge trouvé.
       *[other] { $count } badges trouvés.
    }
answer-older = Le n° { $number } est une copie plus ancienne du même badge : le n° { $newer } a été signé à nouveau, le { $date }.
answer-older-many = { $count } sont des copies plus anciennes de badges qui ont été signés à nouveau, et sont ici aussi.
answer-forms = Les n° { $first } et n° { $second } sont un même badge sous deux formes : Open Badges 2.0 et 3.0. Chacune a sa réponse.
answer-forms-many = { $count } badges sont ici sous deux formes : Open Badges 2.0 et 3.0. Chacune a sa réponse.
answer-inputs = { $count ->
        [one] Un fichier ou lien regardé.
       *[other] { $count } fichiers ou liens regardés.
    }
answer-theirs = { $count ->
        [one] Un badge parle bien de la personne indiquée.
       *[other] { $count } badges parlent bien de la personne indiquée.
    }
answer-others = { $count ->
        [one] Un badge parle d’une autre personne.
       *[other] { $count } badges parlent d’une autre personne.
    }
answer-nobodys = { $count ->
        [one] Pour un badge, on ne peut pas savoir de qui il parle.
       *[other] Pour { $count } badges, on ne peut pas savoir de qui ils parlent.
    }
answer-number = { $number } sur { $many } – { $input }
answer-unproven = sans preuve : { $words }
answer-links = { $count ->
        [one] Une adresse peut mener à un badge. Elle n’a pas été lue.
       *[other] { $count } adresses peuvent mener à des badges. Elles n’ont pas été lues.
    }
    .next = Vérifiez à nouveau avec une connexion à Internet, ou ouvrez ces adresses vous-même.
answer-more = Les détails ne sont pas montrés ici, car il y a beaucoup de badges. Vérifiez un fichier seul pour les lire.

date-time = { $date } à { $time }
date = { $day ->
        [1] 1er
       *[other] { $day }
    } { $month ->
        [1] janvier
        [2] février
        [3] mars
        [4] avril
        [5] mai
        [6] juin
        [7] juillet
        [8] août
        [9] septembre
        [10] octobre
        [11] novembre
       *[12] décembre
    } { $year }
size = { $unit ->
        [bytes] { $number ->
            [one] { $number } octet
           *[other] { $number } octets
        }
        [kilo] { $number } ko
       *[mega] { $number } Mo
    }
