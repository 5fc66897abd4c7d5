# Le courrier : badge send.

send-no-settings = Ce lieu ne dit pas par quel serveur envoyer ses messages.
    .hint =
        Ajoutez à place.toml :
        {"["}mail]
        host = "le serveur d’envoi de votre messagerie"
        user = "votre identifiant"
        Puis essayez « badge send --check ».
send-busy = Un autre « badge send » est en cours dans ce lieu.
    .hint = Attendez qu’il finisse.
send-unknown = « { $name } » n’est ici ni une adresse, ni un badge remis, ni un modèle de badge.
    .hint = « badge list » montre les badges remis.
send-nothing-to-resend = Il n’y a pas de message à renvoyer pour « { $name } ».
    .hint = « badge send --only » envoie ce qui n’a pas été envoyé.
resend-withdrawn = Rien n’est renvoyé à { $who } : l’accord a été retiré le { $day }.
    .hint = S’il est redonné, notez-le : « badge consent record { $who } ».
resend-no-consent = Rien n’est renvoyé à { $who } : c’est peut-être un mineur, et aucun accord n’est noté pour ce badge.
    .hint = Quand un parent a dit oui : « badge consent record { $who } » ; si la personne a 15 ans ou plus, ajoutez --of-age.
resend-removed = Rien n’est renvoyé à { $who } : la personne a demandé que ce badge ne soit plus montré.
    .hint = Demandez-lui avant de lui écrire de nouveau.
resend-revoked = Rien n’est renvoyé à { $who } : son badge { $badge } ne vaut plus depuis le { $day }.
    .hint = S’il a été annulé par erreur : « badge reinstate { $badge } ».
resend-replaced = Rien n’est renvoyé à { $who } : son badge { $badge } a été remplacé le { $day } par { $new }.
    .hint = C’est celui-là qui s’envoie : « { $command } ».
resend-over = Rien n’est renvoyé à { $who } : il n’y a plus rien à annoncer, son badge n’est plus valable.
    .hint = « badge list --person { $who } » le montre.
send-bad-sender = Aucun message ne peut partir de l’adresse « { $email } ».
    .hint = Changez « from » ou « reply_to » sous [mail], ou l’adresse du lieu, dans place.toml.
send-more = { $count ->
    [one] Et un autre message : « badge send --list » ou --json les donnent tous
   *[other] Et { $count } autres messages : « badge send --list » ou --json les donnent tous
}
send-confirm = { $count ->
    [one] Envoyer un message par { $host } ? (oui/non)
   *[other] Envoyer { $count } messages par { $host } ? (oui/non)
}
send-without-link = { $count ->
    [one] Un badge n’a pas encore de page publiée : son message partirait sans lien. Rien n’a été envoyé.
   *[other] { $count } badges n’ont pas encore de page publiée : leurs messages partiraient sans lien. Rien n’a été envoyé.
}
    .hint = Faites d’abord « badge publish » et mettez le dossier en ligne. Pour envoyer sans lien malgré tout : --without-link.
send-without-link-asked = { $count ->
    [one] Un badge n’a pas encore de page publiée : son message partira sans lien.
   *[other] { $count } badges n’ont pas encore de page publiée : leurs messages partiront sans lien.
}
    .hint = Pour que le lien y soit : répondez non, faites « badge publish », mettez le dossier en ligne, puis relancez.
send-progress = Envoi
send-waits = { $count ->
    [one] Le serveur a demandé de revenir plus tard pour un message : nouvel essai dans { $seconds } s.
   *[other] Le serveur a demandé de revenir plus tard pour { $count } messages : nouvel essai dans { $seconds } s.
}
send-done = { $count ->
    [one] Un message envoyé.
   *[other] { $count } messages envoyés.
}
send-nothing = Personne n’est à prévenir.
send-refused = { $count ->
    [one] Un message a été refusé ; il ne sera pas renvoyé de lui-même.
   *[other] { $count } messages ont été refusés ; ils ne seront pas renvoyés d’eux-mêmes.
}
    .hint = Une adresse fausse se corrige avec « badge person merge ANCIENNE NOUVELLE », puis « badge send --resend NOUVELLE ».
send-refused-size = { $count ->
    [one] Un message a été refusé parce que le serveur le trouve trop gros.
   *[other] { $count } messages ont été refusés parce que le serveur les trouve trop gros.
}
    .hint = Donnez au badge une image plus légère, ou demandez la limite à qui s’occupe du serveur ; puis « badge send --resend ADRESSE ».
send-refused-other = { $count ->
    [one] Un message a été refusé pour une autre raison que l’adresse ; il ne sera pas renvoyé de lui-même.
   *[other] { $count } messages ont été refusés pour une autre raison que l’adresse ; ils ne seront pas renvoyés d’eux-mêmes.
}
    .hint = La réponse du serveur est citée ci-dessus. Montrez-la à qui s’occupe du serveur, puis « badge send --resend ADRESSE ».
send-refused-before = { $count ->
    [one] Un message refusé par le passé attend toujours que quelqu’un s’en occupe.
   *[other] { $count } messages refusés par le passé attendent toujours que quelqu’un s’en occupe.
}
    .hint = « badge send --list » les montre en premier, avec la raison. Une adresse fausse se corrige avec « badge person merge ANCIENNE NOUVELLE », puis « badge send --resend NOUVELLE ».
send-uncertain = { $count ->
    [one] On ne sait pas si un message est arrivé : l’envoi a été coupé pendant que le serveur le recevait.
   *[other] On ne sait pas si { $count } messages sont arrivés : l’envoi a été coupé pendant que le serveur les recevait.
}
    .hint = Demandez à ces personnes ; « badge send --resend ADRESSE » (ou « --resend all-uncertain ») envoie une seconde fois.
send-left = { $count ->
    [one] Un message attend encore.
   *[other] { $count } messages attendent encore.
}
    .hint = Relancez « badge send » plus tard : rien n’est perdu, rien ne part deux fois.
send-unpublished = { $count ->
    [one] Un badge n’a pas encore de page publiée : son message ne contient pas de lien.
   *[other] { $count } badges n’ont pas encore de page publiée : leurs messages ne contiennent pas de lien.
}
send-no-address = { $count ->
    [one] Un badge est à quelqu’un dont aucune adresse n’est connue.
   *[other] { $count } badges sont à des personnes dont aucune adresse n’est connue.
}
send-no-consent = { $count ->
    [one] Un badge attend un accord : personne n’est prévenu avant.
   *[other] { $count } badges attendent un accord : personne n’est prévenu avant.
}
send-would-be = { $count ->
    [0] Personne n’est à prévenir.
    [one] Un message serait envoyé.
   *[other] { $count } messages seraient envoyés.
}
send-taken-away = { $count ->
    [one] Une lettre d’un essai précédent, que personne ne recevrait plus, a été enlevée de ce dossier.
   *[other] { $count } lettres d’un essai précédent, que personne ne recevrait plus, ont été enlevées de ce dossier.
}
send-dry-run = Essai : rien n’est envoyé, rien n’est noté.
send-listed = { $count ->
    [0] Aucun message.
    [one] Un message.
   *[other] { $count } messages.
}
send-check = { $host }:{ $port } répond. Rien n’a été envoyé.
send-check-user = { $host }:{ $port } répond et accepte { $user }. Rien n’a été envoyé.
send-address-unusable = on ne peut pas écrire à cette adresse
send-nothing-left = il n’y a plus rien à annoncer : le badge a été repris, ou l’accord retiré
send-needs-utf8 = le serveur d’envoi n’accepte pas les lettres accentuées dans une adresse

message-waiting = en attente
message-sent = envoyé
message-refused = refusé
message-uncertain = incertain

dossier-message = courriel à { $to }, { $day } : { $state }
dossier-message-new = courriel à { $to } : { $state }

outbox-damaged = Ce message de la boîte d’envoi ne peut pas être lu.
    .hint = Remettez la copie de sauvegarde de ce fichier, ou retirez-le : les badges dont il parle seraient alors annoncés de nouveau.

smtp-away = { $host }:{ $port } ne répond pas.
    .hint = { $tls ->
        [first] Sur le port 465, la plupart des serveurs demandent aussi security = "implicit" sous [mail] dans place.toml. Sinon, vérifiez la connexion, « host » et « port ». Rien n’est perdu : relancez ensuite.
       *[other] Vérifiez la connexion, « host » et « port » sous [mail] dans place.toml. Rien n’est perdu : relancez ensuite.
    }
smtp-late = Le serveur n’a pas répondu à temps.
smtp-nobody = La connexion est refusée : aucun serveur de courrier n’écoute sur ce port.
smtp-no-name = Aucune machine de ce nom n’a été trouvée : le nom est peut-être mal écrit, ou cet ordinateur n’est pas connecté.
smtp-no-way = Aucun chemin n’y mène : cet ordinateur n’est peut-être pas connecté.
smtp-cut = La connexion a été coupée avant la réponse du serveur.
smtp-not-now = { $host } demande de revenir plus tard.
    .hint = Rien n’est perdu : relancez dans un moment.
smtp-strange = { $host }:{ $port } répond autrement qu’un serveur d’envoi (SMTP).
    .hint = « host », « port » et « security » sous [mail] vont-ils ensemble ? Rien n’est perdu.
smtp-no-answer = Ce qui est venu n’est pas une réponse de serveur d’envoi (SMTP).
smtp-hangs-up = { $host } coupe la connexion au moment de recevoir chaque message.
    .hint = Demandez pourquoi à qui s’occupe de ce serveur. Les messages qui n’ont pas été remis attendent.
smtp-hangs-up-early = { $host } coupe la connexion avant chaque message.
    .hint = Il limite peut-être le nombre de messages : relancez plus tard, ou baissez « per_minute » sous [mail]. Rien n’est perdu.
smtp-refused-us = { $host } refuse la connexion.
    .hint = Demandez pourquoi à qui s’occupe de ce serveur. Rien n’est perdu.
smtp-no-starttls = { $host }:{ $port } n’offre pas de connexion protégée (STARTTLS). Rien n’a été envoyé.
    .hint = Essayez security = "implicit" (port 465) sous [mail] dans place.toml.
smtp-certificate-unknown = Rien ne prouve que le serveur est bien { $host } : son certificat n’est garanti par aucune autorité connue.
    .hint = Si ce serveur est le vôtre, donnez son certificat, ou celui de son autorité : ca_file = "fichier.pem" sous [mail] dans place.toml.
smtp-certificate-name = Le certificat du serveur n’est pas au nom de { $host }.
    .hint = Écrivez sous [mail] le nom que porte le certificat, ou demandez à qui s’occupe du serveur.
smtp-certificate-expired = Le certificat de { $host } n’est plus valable.
    .hint = Vérifiez la date de cet ordinateur, ou prévenez qui s’occupe du serveur.
smtp-tls = La connexion protégée avec { $host } n’a pas pu s’établir.
    .hint = Le port et « security » vont-ils ensemble ? starttls va avec 587, implicit avec 465.
smtp-ca-unusable = Le fichier « { $path } » ne contient pas de certificat (PEM).
smtp-host-unusable = « { $host } » ne peut pas être le nom d’un serveur.
smtp-auth-refused = { $host } refuse l’identifiant { $user } ou son mot de passe.
    .hint = Vérifiez « user » et le mot de passe. Certaines messageries demandent un mot de passe d’application. Rien n’est perdu.
smtp-auth-not-offered = { $host } n’accepte pas d’identifiant sur cette connexion.
    .hint = Essayez un autre port (587 avec starttls, 465 avec implicit), ou retirez « user » sous [mail].
smtp-sender-refused = { $host } n’accepte pas de message de { $email }.
    .hint = Mettez sous « from » l’adresse du compte qui envoie. Rien n’est perdu.
smtp-password-needed = Il faut le mot de passe de { $user } pour envoyer.
    .hint = Donnez-le par BADGE_SMTP_PASSWORD, ou par un fichier nommé sous [mail] : password_file = "mot-de-passe".
smtp-password-open = D’autres que vous peuvent lire le mot de passe dans « { $path } ».
    .hint = Faites : chmod 600 « { $path } »
doctor-mail = les messages partent de { $from } par { $host }
doctor-mail-password = le mot de passe de { $user } est là
doctor-mail-asked = le mot de passe de { $user } n’est écrit nulle part : il est demandé à chaque envoi
    .hint = C’est bien ainsi à la main. Pour envoyer sans personne, nommez un fichier sous [mail] (password_file = "mot-de-passe"), ou donnez BADGE_SMTP_PASSWORD.
doctor-mail-untried = le serveur n’a pas été essayé : il faut le mot de passe
    .hint = « badge send --check » le demande et essaie.
doctor-mail-server = le serveur de messages répond et laisse entrer
doctor-letter = le message type se lit bien et se remplit
doctor-letter-no-subject = rempli, ce message type donne un message sans objet
    .hint = La première ligne commence par « Objet : » et dit quelque chose même sans nom.
doctor-letter-empty = rempli, ce message type donne un message vide
    .hint = « badge send --dry-run --out DOSSIER » montre ce qui partirait.
doctor-letter-no-contact = ce message type ne dit pas à qui écrire pour poser une question ou refuser
    .hint = Ajoutez {"{"}contact{"}"} à la fin.
smtp-password-empty = Le fichier « { $path } » ne contient pas de mot de passe.
    .hint = Écrivez-y le mot de passe, seul sur une ligne ; ou retirez password_file, et il sera demandé.
smtp-password-unread = Le mot de passe n’a pas pu être lu.
smtp-password-prompt = Mot de passe de { $user } :

template-faulty = Le message type « { $path } » contient une erreur.
    .hint = docs/mail.md donne les noms permis. Pour revenir à nos messages types, renommez le vôtre.
template-unknown = il n’y a pas de nom {"{"}{ $name }{"}"} ; il y a { $names }
template-unknown-near = il n’y a pas de nom {"{"}{ $name }{"}"} ; est-ce {"{"}{ $near }{"}"} ?
template-outside = {"{"}{ $name }{"}"} parle d’un seul badge : sa place est entre {"{"}each badge{"}"} et {"{"}end{"}"}
template-not-closed = {"{"}{ $name }{"}"} n’est pas écrit ainsi : une accolade de chaque côté, sans espace à l’intérieur
template-not-ended = {"{"}{ $tag }{"}"} n’a pas de {"{"}end{"}"}
template-nothing-open = {"{"}{ $tag }{"}"} ne ferme rien
template-no-subject = la première ligne doit donner l’objet : « Objet : … »
templates-written = Changez-les comme vous voulez ; « badge send --dry-run --out DOSSIER » montre le résultat.
templates-there = Les messages types sont déjà là ; ils sont à vous et restent comme ils sont.
template-unread = « { $path } » n’est pas lu : aucun message type ne porte ce nom
    .hint = Les noms lus sont { $names }. Renommez le fichier, ou rangez-le ailleurs.
