# La réponse en une phrase, et (.short) en deux ou trois mots pour les tableaux.
headline-known = Authentique, et délivré par un organisme de votre liste.
    .short = authentique, organisme connu
headline-authentic = Authentique : délivré par l’organisme annoncé, et rien n’a été modifié.
    .short = authentique
headline-unknown = Authentique. L’organisme n’est pas dans votre liste : c’est à vous de voir si vous le connaissez.
    .short = authentique, organisme inconnu de vous
headline-key-only = Authentique et non modifié, mais le nom de l’organisme n’est pas prouvé.
    .short = authentique, nom non prouvé
headline-copy-differs = Ce badge existe bien chez l’organisme, mais votre copie ne dit pas la même chose. Ce qui est montré ici vient de l’organisme.
    .short = copie différente de l’original
headline-other-person = Authentique, mais ce badge parle d’une autre personne.
    .short = parle d’une autre personne
headline-person-unknown = Authentique, mais impossible de dire si ce badge parle de la personne indiquée.
    .short = authentique, personne non reconnue
headline-expired = Ce badge n’est plus valable : sa date de fin est passée.
    .short = expiré
headline-revoked = Ce badge a été annulé par l’organisme qui l’a délivré.
    .short = annulé
headline-suspended = Ce badge est suspendu pour le moment.
    .short = suspendu
headline-not-yet-valid = Ce badge n’a pas encore commencé.
    .short = pas encore commencé
headline-altered = Ce badge a été modifié après sa signature. Ne vous y fiez pas.
    .short = modifié
headline-impostor = Ce badge ne vient pas de l’organisme qu’il annonce. Ne vous y fiez pas.
    .short = ne vient pas de l’organisme annoncé
headline-faulty = Ce badge n’est pas en règle.
    .short = pas en règle
headline-no-badge = Il n’y a pas de badge lisible ici.
    .short = pas de badge
headline-only-links = Pas de badge dans ce fichier, mais des liens à suivre.
    .short = des liens à suivre
headline-cannot-tell = Impossible de conclure pour le moment. Ce n’est pas le signe d’une fraude.
    .short = impossible de conclure

verdict-verified = vérifié
verdict-rejected = refusé
verdict-inconclusive = impossible de conclure

standing-valid = en cours
standing-not-yet-valid = pas encore commencé
standing-expired = expiré
standing-revoked = annulé
standing-suspended = suspendu
standing-unknown = inconnu : la liste des badges annulés n’a pas été lue

match-match = Le badge parle bien de la personne indiquée.
match-mismatch = Le badge parle d’une autre personne que celle indiquée.
match-not-asked = De qui parle ce badge : vous n’avez indiqué personne, donc rien n’a été comparé.
match-unknown = De qui parle ce badge : la comparaison n’a pas pu être faite.

trust-known = L’organisme est dans votre liste.
trust-unknown = L’organisme n’est pas dans votre liste. Ce n’est pas une faute.
trust-not-asked = Si vous connaissez l’organisme : vous n’avez pas donné de liste.

## Pourquoi un contrôle n’a pas de réponse

because-not-applicable = Sans objet pour ce badge.
    .next = Vous n’avez rien à faire.
because-not-asked = Vous ne l’avez pas demandé.
    .next = Vous n’avez rien à faire.
because-unsupported = Nous ne savons pas encore contrôler cela : « { $name } ».
    .next = Essayez la page de contrôle de l’organisme.
because-awaiting = Il reste à lire { $what }. Adresse : { $url }
    .next = Contrôlez à nouveau avec une connexion à Internet.
because-unanswered = Impossible de lire { $what } : { $why }. Adresse : { $url }
    .next = Essayez à nouveau plus tard, ou demandez à l’organisme.
because-unknown-archive = Une archive contient { $what }, mais la clé qui a signé cette archive ne vous est pas connue. Adresse : { $url }
    .next = Si le lieu, ou quelqu’un de confiance, vous a donné cette clé, contrôlez à nouveau en donnant aussi la clé avec l’archive (--archive-key).
because-depends-on = Cela dépend d’un autre contrôle : « { $check } ».
    .next = Voyez d’abord cet autre contrôle.

unanswered-not-found = il n’y a rien à cette adresse
unanswered-gone = l’organisme l’a retiré
unanswered-unreadable = la réponse n’est pas lisible
unreachable-offline = aucune connexion n’a été essayée
unreachable-dns = le nom du site est introuvable
unreachable-connect = le site ne répond pas
unreachable-tls = l’identité du site n’est pas sûre (son certificat n’est pas bon)
unreachable-timeout = le site met trop de temps à répondre
unreachable-broken = la réponse s’est interrompue
unreachable-status = le site répond par une erreur ({ $code })
rule-https-only = l’adresse n’est pas protégée (http au lieu de https)
rule-private-address = l’adresse mène à un réseau privé
rule-port = l’adresse demande une porte inhabituelle
rule-too-large = la réponse est trop grosse
rule-redirects = l’adresse renvoie trop de fois ailleurs
rule-too-many-lookups = ce badge demande à lire trop d’adresses
rule-unknown-archive = la clé qui a signé l’archive ne vous est pas connue

purpose-assertion = le badge à son adresse d’origine
purpose-badge-class = la description du badge
purpose-issuer = la fiche de l’organisme
purpose-key = la clé de signature
purpose-did-document = la fiche de l’organisme, où sont ses clés
purpose-status-list = la liste des badges annulés
purpose-refresh = la version plus récente
purpose-endorsement = un soutien
purpose-schema = les règles citées par le badge
purpose-context = le vocabulaire du badge
purpose-image = l’image
purpose-trust-list = la liste des organismes connus
purpose-page = ce qui se trouve à cette adresse
