# Le serveur : ses propres pages.

page-brand = Serveur de badges
page-skip = Aller au contenu
page-nav = Pages du serveur
page-home = Accueil
page-verify = Vérifier un badge
page-foot = Rien n’est chargé d’ailleurs, rien n’est suivi.

home-title = Serveur de badges
home-lead = Ce serveur héberge des badges numériques ouverts (Open Badges) et les vérifie.
home-verify = Quelqu’un vous a montré un badge ? Déposez-le ici : nous vous dirons qui l’a remis, à qui, pourquoi, et s’il tient toujours.
home-places = Les lieux de ce serveur ne sont pas listés ici : l’adresse d’un badge est connue de qui elle concerne.

missing-title = Page introuvable
missing-lead = Il n’y a rien à cette adresse.
missing-hint = Vérifiez qu’elle est entière : les adresses de badges sont longues, et les messageries les coupent parfois.
method-title = Ce n’est pas possible ici
method-lead = Cette page ne répond pas à ce genre de demande.
refused-title = Demande non comprise
refused-lead = Ce qui a été envoyé n’est pas ce que cette page attend.
large-title = C’est trop gros
large-lead = Le fichier dépasse ce que ce serveur accepte de lire.
busy-title = Trop de demandes
busy-lead = Beaucoup de demandes sont venues de votre adresse. Attendez une minute, puis recommencez.
slow-title = C’était trop long
slow-lead = La demande a pris plus de temps que ce serveur n’en accorde. Réessayez.
broken-title = Quelque chose s’est cassé ici
broken-lead = Ce n’est pas votre faute. L’erreur a été notée ; réessayez dans un moment.
page-to-home = Revenir à l’accueil

start-title = Bienvenue
start-lead = Ce lien vient du démarrage de ce serveur : qui l’ouvre en a la charge.
start-not-yet = La connexion des équipes est en construction. Le lien reste valable : rien n’a été consommé en ouvrant cette page.
start-today = Ce qui fonctionne déjà : importer un lieu fait avec la commande « badge » (« badge-server import DOSSIER »), publier ses badges à leurs adresses, et vérifier n’importe quel badge.
start-over-title = Ce lien ne vaut plus rien
start-over-lead = Il a déjà servi, ou il est trop ancien. Redémarrez le serveur : il en affichera un nouveau tant qu’il n’a pas d’administrateur.

verify-title = Vérifier un badge
verify-lead = Qui l’a remis, à qui, pourquoi, et tient-il toujours ? La réponse vient de la signature du badge, pas de son image.
verify-nothing = Rien n’a été donné : choisissez un fichier, ou collez une adresse.
verify-file = Un fichier
verify-file-hint = Image du badge (PNG, SVG), photo d’un code QR, CV en PDF ou ODT, courriel, JSON… jusqu’à { $most } Mo. Vous pouvez le déposer sur le champ.
verify-text = Ou une adresse, ou le texte d’un badge
verify-text-hint = L’adresse d’une page de badge (https://…), ou ce que contient un fichier JSON ou JWS.
verify-submit = Vérifier
verify-private = Rien de ce que vous envoyez n’est conservé. Pour vérifier, ce serveur lit ce que l’émetteur publie ; il ne lui dit pas qui demande.
