# Pour chaque raison : ce qui s’est passé, puis (.next) ce que l’on peut faire.

-ask-issuer = Signalez-le à l’organisme qui a délivré le badge.
-ask-original = Demandez à la personne le fichier d’origine, ou le lien de son badge.
-ask-again = Demandez à l’organisme de délivrer le badge à nouveau.
-nothing = Vous n’avez rien à faire.
# Les mêmes après « Sinon, ».
-or-ask-issuer = signalez-le à l’organisme qui a délivré le badge.
-or-ask-original = demandez à la personne le fichier d’origine, ou le lien de son badge.

## Le fichier

reason-empty = Le fichier est vide.
    .next = { -ask-original }
reason-too-large = Le fichier est trop gros : { $size }, alors que la limite est de { $limit }.
    .next = Vérifiez que c’est bien un badge. { -ask-original }
reason-unsupported-format = C’est { $format ->
        [markup] une page ou un dessin d’une sorte inconnue
        [ole] un ancien document Office, un message Outlook, ou un document Office avec un mot de passe
       *[other] un fichier { $format }
    } : un badge n’y est pas lisible.
    .next = { -ask-original } Les bonnes formes sont PNG, SVG, JSON ou un lien ; un PDF, un DOCX ou un ODT se lit aussi.
reason-unknown-format = Ce n’est ni une image de badge, ni un document de badge.
    .next = { -ask-original }
reason-damaged-picture = L’image est abîmée ou incomplète.
    .next = Téléchargez-la à nouveau. Si cela ne suffit pas, { -or-ask-original }
reason-no-badge-in-picture = L’image ne contient pas de badge. Les messageries, les traitements de texte et les captures d’écran effacent souvent ces données.
    .next = { -ask-original }
reason-several-in-picture = { $ignored ->
        [one] L’image contient un autre badge, qui n’a pas été regardé.
       *[other] L’image contient { $ignored } autres badges, qui n’ont pas été regardés.
    }
    .next = Si le badge montré n’est pas le bon, { -or-ask-original }
reason-compressed-in-picture = Le badge est compressé dans l’image, ce que la norme ne permet pas. Il a été lu quand même.
    .next = { -nothing } D’autres outils pourraient ne pas le lire : l’organisme peut refaire l’image.
reason-not-a-credential = Le fichier se lit, mais aucun badge ne s’y trouve.
    .next = { -ask-original }
reason-no-badge-inside = Aucun badge n’a été trouvé à l’intérieur. L’image d’un badge perd souvent ses données en entrant dans un document.
    .next = { -ask-original } Si vous y voyez un code QR, faites-en une photo ou une capture d’écran, et contrôlez cette image.
reason-only-links = { $count ->
        [one] Le fichier ne contient pas de badge, mais une adresse qui peut mener à un badge.
       *[other] Le fichier ne contient pas de badge, mais { $count } adresses qui peuvent mener à des badges.
    }
    .next = Ouvrez ces adresses, ou demandez à la personne le fichier d’origine de son badge.
reason-dead-links = { $count ->
        [one] Le fichier ne contient pas de badge. Une adresse semblait mener à un badge : elle a été lue, et il n’y en a pas.
       *[other] Le fichier ne contient pas de badge. { $count } adresses semblaient mener à des badges : elles ont été lues, et il n’y en a pas.
    }
    .next = { -ask-original }
reason-document-damaged = Le document est abîmé : il ne se lit pas.
    .next = Téléchargez-le à nouveau. Si cela ne suffit pas, { -or-ask-original }
reason-document-rebuilt = Le document est abîmé ; ce qui a pu être lu a été regardé.
    .next = S’il manque un badge, { -or-ask-original }
reason-document-locked = Le document ne s’ouvre qu’avec un mot de passe.
    .next = Demandez à la personne le document sans mot de passe, ou le fichier d’origine de son badge.
reason-part-unread = { $page ->
        [0] { $part ->
            [attachment] Un fichier joint n’a pas pu être lu ; le reste l’a été.
            [metadata] Les propriétés du document n’ont pas pu être lues ; le reste l’a été.
           *[other] Une partie du document n’a pas pu être lue ; le reste l’a été.
        }
       *[other] { $part ->
            [page] Le texte de la page { $page } n’a pas pu être lu ; le reste l’a été.
            [image] Une image de la page { $page } n’a pas pu être lue ; le reste l’a été.
            [attachment] Un fichier joint à la page { $page } n’a pas pu être lu ; le reste l’a été.
           *[other] La page { $page } n’a pas pu être lue en entier ; le reste l’a été.
        }
    }
    .next = S’il manque un badge, { -or-ask-original }
reason-other-entries = { $count ->
        [one] Une des { $total } entrées du fichier n’est pas un badge
       *[other] { $count } des { $total } entrées du fichier ne sont pas des badges
    } : il n’en a pas été tenu compte.
    .next = Demandez à la personne ce que c’est, si vous attendiez plus de badges.
reason-more-inside = Le document contient plus que ce qui est regardé ({ $limit ->
        [nesting] fichiers dans des fichiers
        [parts] nombre de parties
        [parts_bytes] taille des parties
        [found] nombre de badges
        [links] nombre d’adresses
        [pdf_pages] nombre de pages
        [pdf_tokens] nombre de mots
        [pdf_operations] nombre d’opérations de dessin
        [scan_pixels] taille des images
       *[other] { $limit }
    }). La lecture s’est arrêtée là.
    .next = Envoyez le badge seul, ou un document plus court.
reason-screenshot = C’est une capture d’écran : elle montre un badge, elle n’en contient pas.
    .next = Une capture d’écran ne prouve rien. { -ask-original }
reason-rewritten = Cette image a été réécrite par une messagerie ou un site, qui laisse le badge de côté.
    .next = { -ask-original } Envoyé comme document, et non comme photo, le fichier reste entier.
reason-rewritten-by = Cette image a été réécrite par { $by }, qui laisse le badge de côté.
    .next = { -ask-original } Envoyé comme document, et non comme photo, le fichier reste entier.
reason-badge-picture = { $place ->
        [page] L’image de la page { $page } ressemble à celle d’un badge
        [file] L’image « { $name } » du fichier ressemble à celle d’un badge
        [inside] Une image à l’intérieur ressemble à celle d’un badge
       *[given] Cette image ressemble à celle d’un badge
    }, mais n’en contient pas : un traitement de texte, une messagerie ou une capture d’écran l’a sans doute réécrite, et ce qu’elle portait a disparu.
    .next = Demandez à la personne le fichier d’origine, téléchargé là où elle garde ses badges, ou le lien de son badge.
reason-photo = C’est une photo : elle ne contient pas de badge, et aucun code QR lisible n’y a été trouvé.
    .next = { -ask-original } Ou prenez une photo plus nette du code QR, de face.
reason-code-unreadable = Il semble y avoir un code QR sur l’image, mais il ne se lit pas : trop petit, flou ou en partie caché.
    .next = Photographiez le code seul, de face et bien éclairé. Si cela ne suffit pas, { -or-ask-original }
reason-code-other = { $count ->
        [one] Le code QR de l’image dit autre chose qu’un badge.
       *[other] Les { $count } codes QR de l’image disent autre chose qu’un badge.
    }
    .next = { -ask-original }
reason-picture-differs = L’image qui porte ce badge n’est pas celle que l’organisme montre pour lui (différence : { $difference } sur 100).
    .next = Fiez-vous aux mots du badge, pas à l’image. { -ask-issuer }

## La courte déclaration d’un code QR

reason-compact-malformed = La déclaration contenue dans le code est abîmée, ou mal faite ({ $fault }).
    .next = Scannez le code à nouveau. Si cela ne suffit pas, { -or-ask-original }
reason-compact-digest = Le badge complet n’est pas celui pour lequel ce code a été fait. Adresse : { $url }
    .next = Il a peut-être été délivré à nouveau depuis : fiez-vous au badge complet, et demandez à la personne son fichier actuel.
reason-compact-differs = Le code ne dit pas la même chose que le badge complet : { $claim ->
        [n] le nom du badge n’est pas le même
        [o] le nom de l’organisme n’est pas le même
        [a] ce qui est reconnu n’est pas le même
        [r] la personne n’est pas la même
        [f] la date de début n’est pas la même
       *[t] la date de fin n’est pas la même
    }.
    .next = Ne vous fiez ni à l’un ni à l’autre, et demandez à l’organisme lequel est le bon.
reason-compact-elsewhere = Le code ouvre une page de { $page }, alors que le badge se trouve chez { $expected }.
    .next = Ne croyez pas cette page. Ce contrôle ne s’en est pas servi.
reason-compact-no-address = Le code ne dit pas où lire le badge complet : impossible de savoir par lui si le badge a été annulé.
    .next = { -ask-original }

## Le document

reason-not-json = Le texte ne se lit plus à la ligne { $line }, colonne { $column } : il est abîmé ou incomplet.
    .next = { -ask-original }
reason-not-utf8 = Le texte contient des caractères illisibles (à partir de l’octet { $at }).
    .next = { -ask-original }
reason-duplicate-member = Le mot « { $name } » est écrit deux fois au même endroit : deux personnes pourraient lire deux choses différentes.
    .next = { -ask-issuer }
reason-over-limit = Le badge dépasse une limite de sécurité ({ $limit ->
        [document_bytes] taille du document
        [compact_bytes] taille de la déclaration
        [qr_codes] nombre de codes QR
        [json_depth] niveaux d’imbrication
        [json_values] nombre de valeurs
        [quads] nombre d’affirmations
        [context_depth] vocabulaires imbriqués
        [canon_calls] effort de lecture
        [canon_permutations] effort de lecture
        [canon_work] effort de lecture
        [contexts] vocabulaires propres
        [image_bytes] taille de l’image
        [png_chunks] morceaux de l’image
        [inflated_text_bytes] taille du texte décompressé
        [xml_events] taille du dessin
        [xml_depth] niveaux du dessin
        [status_list_bytes] taille de la liste des annulations
        [status_entries] nombre de statuts
        [status_bytes] taille des listes des annulations
        [proofs] nombre de preuves
        [endorsements] nombre de soutiens
        [endorsement_depth] soutiens imbriqués
        [rounds] échanges avec le réseau
        [lookups] adresses à lire
        [answer_bytes] taille d’une réponse
       *[other] { $limit }
    }). La lecture s’est arrêtée là.
    .next = { -ask-issuer }
reason-number-out-of-range = Un nombre est trop grand ou trop précis pour que tout le monde le lise de la même façon.
    .next = { -ask-issuer }
reason-not-an-object = Le document n’a pas la forme d’un badge.
    .next = { -ask-original }
reason-context-missing = Le vocabulaire attendu n’est pas annoncé : { $expected }
    .next = { -ask-issuer }
reason-context-unknown = Le badge emploie un vocabulaire que nous ne connaissons pas : { $url }
    .next = { -ask-issuer } Ce n’est pas le signe d’une fraude.
reason-context-conflict = Les vocabulaires du badge se contredisent (« { $term } »).
    .next = { -ask-issuer }
reason-context-feature = Le badge emploie une écriture que nous refusons par prudence ({ $keyword }).
    .next = { -ask-issuer }
reason-term-undefined = Le mot « { $term } » n’est défini nulle part : la signature ne le couvre pas, quelqu’un a pu l’ajouter.
    .next = Ne tenez pas compte de ce badge tel quel. { -ask-issuer }
reason-relative-name = Un nom est incomplet : « { $name } ». Il devrait être une adresse entière.
    .next = { -ask-issuer }
reason-not-a-badge = Ce n’est pas un badge, mais { $kind ->
        [status-list] une liste qui dit quels badges ont été retirés
        [revocation-list] une liste de badges retirés
        [profile] la fiche d’une organisation
        [achievement] la description de ce qu’on peut obtenir : personne ne l’a obtenu ici
        [badge-class] la description de ce qu’on peut obtenir : personne ne l’a obtenu ici
        [key] une clé publique
        [presentation] une enveloppe sans badge
       *[other] un autre document
    }.
    .next = { -ask-original }
reason-presentation-not-checked = Le badge est arrivé dans une enveloppe (une présentation). Qui l’y a mis n’a pas été contrôlé ; le badge, lui, l’a été.
    .next = { -nothing }
reason-presentation-signed = L’enveloppe (une présentation) est signée par { $holder }. Cela dit qui y a mis le badge, et non qui vous la montre : celui qui l’a reçue peut la montrer à son tour.
    .next = Si cela compte, demandez à la personne de montrer son badge devant vous.
reason-presentation-altered = L’enveloppe a été changée depuis qu’elle a été signée, ou signée par une autre clé. Cela ne dit rien du badge lui-même.
    .next = Fiez-vous au badge seul. Si l’enveloppe compte pour vous, demandez-la à nouveau.
reason-presentation-purpose = La signature de l’enveloppe a été faite pour autre chose que montrer des badges (« { $found } »).
    .next = Fiez-vous au badge seul. Si l’enveloppe compte pour vous, demandez-la à nouveau.
reason-presentation-not-holders = La clé qui a signé l’enveloppe n’est pas de celles par lesquelles { $holder } montre quelque chose.
    .next = Fiez-vous au badge seul : rien ne dit que cette personne l’a montré.
reason-presentation-open = { $holder ->
        [none] L’enveloppe est signée, mais ne dit pas par qui.
       *[other] L’enveloppe est signée, mais rien ne dit si la clé est celle de { $holder }.
    }
    .next = Fiez-vous au badge seul.
reason-older-version = Ce badge suit une ancienne version de la norme, Open Badges { $version }. Il a été jugé selon les règles de cette version.
    .next = { -nothing }
reason-type-missing = Rien ne dit que ce document est du bon type (« { $expected } » était attendu).
    .next = { -ask-original }
reason-member-missing = Une information obligatoire manque : « { $member } ».
    .next = { -ask-issuer }
reason-member-type = L’information « { $member } » est mal écrite ; il faudrait { $expected ->
        [text] un texte
        [object] un objet
        [date-time] une date avec l’heure
        [url] une adresse
        [boolean] vrai ou faux
        [number] un nombre
        [integer] un nombre entier
        [list] une liste
        [one] une seule valeur
        [id] un identifiant
       *[other] « { $expected } »
    }.
    .next = { -ask-issuer }
reason-member-unexpected = Le badge contient une information que cette sorte de document n’a pas : « { $member } ».
    .next = { -ask-issuer } Il peut la retirer, ou l’annoncer dans le vocabulaire du badge.
reason-member-value = L’information « { $member } » a une valeur qui n’est pas permise : « { $found } ».
    .next = { -ask-issuer }
reason-dates-reversed = Une fin vient avant son début (« { $member } »).
    .next = { -ask-issuer }
reason-date-malformed = Une date est mal écrite : « { $found } » (« { $member } »).
    .next = { -ask-issuer }
reason-subject-unnamed = Le badge ne dit pas de qui il parle.
    .next = { -ask-issuer }
reason-schema-not-checked = Le badge cite des règles supplémentaires, que nous n’avons pas lues : { $url }
    .next = { -nothing }
reason-schema-broken = Le badge dit suivre des règles supplémentaires ({ $url }), et ne suit pas celle-ci : { $rule }
    .next = { -ask-issuer }
reason-schema-changed = Le badge cite des règles supplémentaires qui ont changé depuis : elles n’ont pas servi. { $url }
    .next = { -nothing }
reason-extension-not-checked = Le badge contient un complément que nous ne savons pas contrôler : « { $name } ».
    .next = { -nothing }
reason-identity-inconsistent = { $fault ->
        [hash-not-a-hash] L’identité de la personne devrait être masquée, et ne l’est pas correctement.
        [plain-looks-hashed] L’identité de la personne semble masquée, mais le badge dit le contraire.
        [hashed-missing] Le badge ne dit pas si l’identité de la personne est masquée.
       *[other] L’identité de la personne est écrite de façon inhabituelle ({ $fault }).
    }
    .next = { -ask-issuer }

## La preuve

reason-proof-missing = Ce badge n’est pas signé : rien ne montre qui l’a fait.
    .next = { -ask-original }
reason-method-deprecated = Cette sorte de preuve est ancienne (« { $method } »). Elle a été contrôlée quand même.
    .next = { -nothing }
reason-proof-malformed = La preuve est mal écrite (« { $member } »).
    .next = { -ask-original }
reason-base-proof = C’est l’exemplaire complet, que la personne garde pour elle : il n’est pas fait pour être montré.
    .next = Demandez à la personne la version qu’elle en a tirée pour vous (preuve dérivée).
reason-parts-withheld = La signature est bonne. Cette sorte de preuve permet de ne pas tout montrer : une date de fin, par exemple, peut manquer.
    .next = Si une information vous manque, demandez-la à la personne.
reason-purpose-wrong = La preuve a été faite pour autre chose que délivrer un badge (« { $found } »).
    .next = { -ask-issuer }
reason-algorithm-refused = Le procédé de signature « { $algorithm } » n’est pas assez sûr, ou ne va pas avec la clé.
    .next = { -ask-again }
reason-key-other-algorithm = La clé de signature est faite pour le procédé « { $named } », et elle a servi avec « { $used } ».
    .next = { -ask-again }
reason-header-critical = La signature exige une règle que nous ne connaissons pas (« { $name } »).
    .next = { -ask-issuer }
reason-private-key-exposed = Le badge contient la clé secrète de signature : tout le monde peut signer à la place de l’organisme.
    .next = Prévenez l’organisme sans attendre : cette clé ne doit plus servir.
reason-key-bad = La clé de signature n’est pas bonne : { $fault ->
        [kind] elle est d’une sorte inconnue
        [length] elle n’a pas la bonne longueur
        [rsa-size] elle est trop courte pour être sûre
        [small-order] elle est trop faible pour être sûre
        [header-differs] ce n’est pas celle que l’organisme publie
        [use] elle n’est pas faite pour signer
       *[other] elle est mal écrite ({ $fault })
    }.
    .next = { -ask-issuer }
reason-key-not-found = La clé de signature n’est pas à l’endroit annoncé : { $key }
    .next = { -ask-issuer }
reason-key-purpose = Cette clé n’a pas été prévue pour délivrer des badges : { $key }
    .next = { -ask-issuer }
reason-key-revoked = La clé de signature a été annulée le { $since }.
    .next = { -ask-again }
reason-key-expired = La clé de signature n’est plus valable depuis le { $since }.
    .next = { -ask-again }
reason-proof-from-future = La preuve est datée du { $created }, qui n’est pas encore venu.
    .next = Vérifiez la date de votre appareil. Si elle est juste, { -or-ask-issuer }
reason-proof-expired = La preuve n’est plus valable depuis le { $expires }.
    .next = { -ask-again }
reason-claim-differs = L’enveloppe signée et le badge se contredisent (« { $claim } »).
    .next = { -ask-issuer }
reason-claim-missing = Il manque une mention dans l’enveloppe signée (« { $claim } »).
    .next = { -ask-issuer }
reason-signature-mismatch = La signature ne correspond pas : le badge, sa preuve ou la clé ont été modifiés après coup.
    .next = Ne vous fiez pas à ce badge. { -ask-original }
reason-signature-malformed = La signature elle-même est abîmée ou incomplète.
    .next = { -ask-original }
reason-not-canonical = Le badge est écrit de telle façon que sa signature ne peut pas être contrôlée.
    .next = { -ask-issuer }
reason-canonical-form = La signature est bonne, mais elle a été faite avec une variante peu courante de la norme ({ $form }).
    .next = { -nothing }
reason-older-context = La signature est bonne, mais suit un ancien texte du vocabulaire ({ $url }), et ne couvre pas { $members } : n’importe qui a pu l’ajouter.
    .next = Ne tenez pas compte de ce qui n’est pas couvert : ce n’est pas montré ici.

## Le badge publié à une adresse

reason-not-served = Il n’y a plus rien à cette adresse : { $url }
    .next = { -ask-issuer }
reason-served-other = Ce qui se trouve à cette adresse n’est pas un badge : { $url }
    .next = { -ask-issuer }
reason-not-verifiable = Le badge n’a ni signature, ni adresse où le relire : rien ne permet de le contrôler.
    .next = { -ask-original }
reason-out-of-scope = L’adresse du badge ({ $url }) n’est pas chez l’organisme annoncé ({ $issuer }).
    .next = Ne vous fiez pas à ce badge. Demandez directement à l’organisme.
reason-scope-unenforceable = L’organisme n’a pas d’adresse : on ne peut pas vérifier que le badge est publié chez lui.
    .next = { -ask-issuer }
reason-class-elsewhere = La description du badge se trouve ailleurs que chez l’organisme : { $url }
    .next = { -nothing }
reason-id-differs = L’adresse { $expected } donne un document qui dit être un autre : { $found }
    .next = { -ask-issuer }
reason-copy-differs = Votre copie et l’original publié ne disent pas la même chose. C’est l’original qui compte, et c’est lui qui est montré.
    .next = Gardez plutôt l’original, à l’adresse du badge.

## L’organisme

reason-key-not-issuers = { $controller ->
        [none] La clé n’est pas celle de l’organisme annoncé : { $issuer }
       *[other] La clé appartient à { $controller }, mais le badge dit venir de { $issuer }.
    }
    .next = Ne vous fiez pas à ce badge. Demandez directement à l’organisme annoncé.
reason-key-not-listed = L’organisme { $issuer } publie ses clés, et celle-ci n’en fait pas partie.
    .next = Ne vous fiez pas à ce badge. Demandez directement à l’organisme annoncé.
reason-issuer-lists-no-key = L’organisme { $issuer } ne publie aucune clé : on ne peut pas savoir si celle-ci est la sienne.
    .next = Demandez directement à l’organisme.
reason-issuer-is-key = L’organisme n’est connu que par sa clé. Le nom écrit sur le badge n’est pas prouvé.
    .next = Demandez à l’organisme s’il reconnaît cette clé : { $issuer }
reason-issuer-not-address = L’identifiant de l’organisme n’est pas une adresse : { $issuer }
    .next = { -ask-issuer }
reason-issuers-differ = Les documents nomment deux organismes : { $first } et { $second }.
    .next = Ne vous fiez pas à ce badge. { -ask-issuer }
reason-did-unsupported = Cette sorte d’identifiant d’organisme ne peut pas être lue ici (« { $method } »).
    .next = Ce n’est pas le signe d’une fraude. Essayez la page de contrôle de l’organisme.

## L’état du badge

reason-revoked = { $reason ->
        [none] L’organisme a annulé ce badge. Là où il l’annonce, il n’en donne pas la raison.
       *[other] L’organisme a annulé ce badge. Il dit : « { $reason } »
    }
    .next = Ne comptez plus sur ce badge. L’organisme peut expliquer sa décision.
    .endorsement = { $reason ->
            [none] Le partenaire a retiré ce soutien. Là où il l’annonce, il n’en donne pas la raison.
           *[other] Le partenaire a retiré ce soutien. Il dit : « { $reason } »
        }
    .endorsement-next = Ne comptez plus sur ce soutien. Le partenaire peut expliquer sa décision.
reason-suspended = { $reason ->
        [none] L’organisme a suspendu ce badge pour le moment. Là où il l’annonce, il n’en donne pas la raison.
       *[other] L’organisme a suspendu ce badge pour le moment. Il dit : « { $reason } »
    }
    .next = Contrôlez-le à nouveau plus tard, ou demandez à l’organisme.
    .endorsement = { $reason ->
            [none] Le partenaire a suspendu ce soutien pour le moment. Là où il l’annonce, il n’en donne pas la raison.
           *[other] Le partenaire a suspendu ce soutien pour le moment. Il dit : « { $reason } »
        }
    .endorsement-next = Contrôlez-le à nouveau plus tard, ou demandez au partenaire.
reason-not-yet-valid = Ce badge commence le { $valid_from }. Le contrôle porte sur le { $now }.
    .next = Contrôlez-le à nouveau à partir de cette date.
    .endorsement = Ce soutien commence le { $valid_from }. Le contrôle porte sur le { $now }.
    .endorsement-next = Contrôlez-le à nouveau à partir de cette date.
reason-expired = Ce badge a pris fin le { $valid_until }. Le contrôle porte sur le { $now }.
    .next = Demandez à la personne si elle a un badge plus récent.
    .endorsement = Ce soutien a pris fin le { $valid_until }. Le contrôle porte sur le { $now }.
    .endorsement-next = Demandez au partenaire s’il le renouvelle.
reason-status-unread = La liste des badges annulés n’a pas été lue, et vous l’avez accepté : { $url }
    .next = Contrôlez à nouveau avec une connexion à Internet, pour savoir si le badge est annulé.
reason-status-list-bad = La liste des badges annulés n’est pas bonne : { $fault ->
        [signature] sa signature ne correspond pas
        [length] elle est trop courte
        [range] le numéro du badge n’y est pas
        [purpose] elle sert à autre chose
        [encoding] elle est illisible
        [expired] elle est trop vieille
        [issuer] elle vient d’un autre organisme
        [type] ce n’est pas une liste
        [entry] une de ses lignes ne désigne aucun badge
        [document] elle ne dit pas ce qu’une telle liste doit dire
        [size] elle est trop grande
        [own-status] c’est une autre liste, qui n’a pas été lue, qui dit si elle compte encore
       *[other] { $fault }
    }.
    .next = { -ask-issuer }
reason-status-list-issuer = La liste des badges annulés est signée par un autre : { $found }
    .next = { -ask-issuer }
reason-status-unsupported = Cette sorte de liste d’annulation ne peut pas être lue ici (« { $kind } »).
    .next = Demandez à l’organisme si le badge est toujours valable.
reason-status-message = L’organisme a joint un message : « { $message } »
    .next = { -nothing }

## La personne, les soutiens, la confiance, l’âge des informations

reason-recipient-differs = Ce badge parle d’une autre personne que celle que vous avez indiquée.
    .next = Vérifiez ce que vous avez indiqué : la personne avait peut-être une autre adresse ce jour-là.
reason-recipient-case = C’est bien la même personne, écrite un peu autrement (majuscules, accents, espaces, ponctuation).
    .next = { -nothing }
reason-recipient-weak-hash = L’identité de la personne est mal protégée dans ce badge : on peut la deviner.
    .next = { -ask-again }
reason-recipient-unknown = Le badge ne nomme personne d’une façon que l’on puisse comparer.
    .next = Demandez à la personne comment le badge lui a été remis.
reason-recipient-national = Le numéro de téléphone indiqué ne dit pas de quel pays il est : on ne peut pas le comparer.
    .next = Écrivez-le sous sa forme internationale, par exemple +33 6 12 34 56 78.
reason-endorsement-bad = Un soutien joint au badge n’est pas bon : { $id }
    .next = Ne comptez pas sur ce soutien. Le badge lui-même n’est pas en cause.
reason-endorsement-elsewhere = Un soutien joint au badge parle d’autre chose : { $subject }
    .next = Ne comptez pas sur ce soutien. Le badge lui-même n’est pas en cause.
reason-endorsement-unbound = Un soutien nomme { $id }, et ce n’est pas une adresse de l’organisme : n’importe qui aurait pu reprendre cet identifiant dans un badge à lui.
    .next = Demandez au partenaire si c’est bien le badge de cet organisme qu’il soutient. Le badge lui-même n’est pas en cause.
reason-issuer-unknown = L’organisme n’est pas dans votre liste : { $issuer }. Ce n’est pas une faute : une liste ne contient jamais tout le monde.
    .next = Renseignez-vous sur l’organisme, puis ajoutez-le si vous le souhaitez.
reason-issuer-other-key = La liste « { $list } » donne à cet organisme d’autres clés que celle qui a signé le badge : { $issuer }. Il ne compte pas comme connu.
    .next = Demandez à ceux qui tiennent la liste si l’organisme a une nouvelle clé.
reason-trust-list-over = La liste « { $list } » était valable jusqu’au { $since }. Elle n’est plus prise en compte.
    .next = Récupérez la liste à nouveau, ou demandez-en une plus récente à ceux qui la tiennent.
reason-stale = { $count ->
        [one] Une information a été lue il y a longtemps, le { $fetched } : { $url }
       *[other] { $count } informations ont été lues il y a longtemps, le { $fetched }. L’une d’elles : { $url }
    }
    .next = Contrôlez à nouveau avec une connexion à Internet.
reason-read-later = { $count ->
        [one] Une information a été lue
       *[other] { $count } informations ont été lues
    } après le moment pour lequel le badge est jugé, le { $fetched } : on ne sait pas ce qu’il en était à ce moment-là.
    .next = Si vous n’avez pas choisi ce moment vous-même, vérifiez l’heure de votre ordinateur.
reason-from-archive = { $count ->
        [one] Un document a été lu
       *[other] { $count } documents ont été lus
    } dans une archive du { $made }, { $days ->
        [0] le jour même
        [one] la veille
       *[other] { $days } jours plus tôt
    }. Ce qui s’est passé depuis n’est pas connu.
    .next = { -nothing }
reason-archive-from-future = Une archive porte une date qui n’est pas encore venue : { $made }. On ne sait pas quand elle a été faite.
    .next = Vérifiez l’heure de votre ordinateur. Si elle est bonne, demandez une autre archive à ceux qui ont fait celle-ci.
reason-newer-shown = Ce que vous voyez est une version plus récente du badge, du { $shown }. Celle que vous avez est du { $held }.
    .next = Demandez à la personne la version récente, si vous voulez la garder.
reason-newer-to-come = Une version plus récente est prête, et commence le { $shown }. D’ici là, c’est celle que vous avez, du { $held }, qui compte.
    .next = Vérifiez à nouveau ce badge après cette date.
reason-refresh-failed = Une version plus récente est annoncée, mais n’a pas pu servir : { $url }
    .next = Le badge a été jugé tel que vous l’avez. Vous pouvez réessayer plus tard.
