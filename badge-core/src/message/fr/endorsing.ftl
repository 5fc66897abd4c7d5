# Pourquoi un badge ou un lieu n’est pas soutenu, pourquoi un soutien n’est pas accepté, et (.hint) quoi faire.

core-endorse-unread = Rien à lire n’est venu de l’adresse « { $input } »
    .hint = Vérifiez l’adresse et le réseau, ou donnez le fichier.
core-endorse-nothing = « { $input } » ne contient rien que l’on puisse soutenir
    .hint = Donnez un badge (image ou JSON), la description d’un badge (achievements/NOM.json) ou la carte d’un lieu.
core-endorse-several = « { $input } » contient plusieurs badges
    .hint = Donnez-en un seul à la fois.
core-endorse-only = « { $input } » ne contient que ceci : { $of ->
        [achievement] la description d’un badge
       *[other] la carte d’un lieu
    }
    .hint = Enlevez --of, ou donnez un badge.
core-endorse-no-id = « { $input } » ne dit pas l’identifiant de ce qu’il faut soutenir ({ $of }) : un soutien ne saurait pas de quoi il parle
    .hint = Demandez à ce lieu un badge qui a un identifiant.
core-endorse-altered = « { $input } » n’est pas ce que son lieu a signé : on ne soutient pas un badge modifié
    .hint = Demandez à nouveau le badge au lieu qui l’a délivré.
core-endorse-unsure = Impossible de dire maintenant si « { $input } » est authentique
    .hint = Réessayez avec le réseau. Si vous savez d’où il vient, ajoutez --anyway.
core-endorse-not-good = « { $input } » n’est pas valable : il n’est pas soutenu
    .hint = Si c’est bien ce que vous voulez, ajoutez --anyway.
core-endorse-anyway = Soutenu malgré ceci : { $why }
core-endorse-differs = « { $input } » ne dit pas la même chose que ce qui est publié à { $id }
    .hint = Demandez le fichier à nouveau, ou donnez cette adresse à la place du fichier.
core-endorse-unconfirmed = Rien ne confirme que « { $input } » est bien ce que dit { $id }
    .hint = Réessayez avec le réseau. Si vous tenez le fichier du lieu lui-même, ajoutez --anyway.
core-endorse-borrowed = Rien ne confirme que « { $input } » parle bien de { $id } : cette adresse n’est pas celle de { $by }, qui l’a signé
    .hint = Réessayez avec le réseau, ou demandez son fichier au lieu qui est à cette adresse.
core-endorse-not-compared = Le fichier n’a pas été comparé avec ce qui est publié à { $id }
core-endorse-no-address = L’identifiant de ce modèle de badge n’est pas une adresse ({ $id }) : rien ne montre qu’il est bien de ce lieu
core-accept-nothing = « { $input } » ne contient pas de soutien
    .hint = Un soutien est le fichier endorsement.json ou endorsement.jws que le partenaire vous a envoyé.
core-accept-by-nobody = Le soutien « { $input } » n’est signé par personne
    .hint = Demandez au partenaire le fichier signé, celui que « badge endorse » a écrit.
core-accept-altered = Le soutien « { $input } » a été modifié depuis sa signature
    .hint = Demandez au partenaire d’envoyer le fichier à nouveau.
core-accept-not-theirs = Le soutien « { $input } » n’est pas signé par la clé de celui qui dit soutenir
    .hint = Demandez au partenaire s’il vient bien de lui.
core-accept-expired = Le soutien « { $input } » est terminé
    .hint = Demandez au partenaire de le renouveler.
core-accept-revoked = Le soutien « { $input } » a été retiré par celui qui l’a donné
    .hint = Parlez-en avec le partenaire.
core-accept-not-yet = Le soutien « { $input } » ne commence que plus tard
    .hint = Acceptez-le ce jour-là.
core-accept-unsure = Impossible de dire maintenant si le soutien « { $input } » est bon
    .hint = Réessayez avec le réseau. Le partenaire doit avoir publié son site après avoir signé.
core-accept-faulty = Le soutien « { $input } » n’est pas bon
    .hint = « badge verify » dit pourquoi. Demandez au partenaire de signer à nouveau.
core-accept-own = Le soutien « { $input } » vient de ce lieu lui-même
    .hint = Un lieu ne se soutient pas lui-même : demandez à un partenaire.
core-accept-elsewhere = Le soutien « { $input } » parle d’autre chose que de ce lieu et de ses badges : { $subject }
    .hint = Demandez au partenaire de soutenir le fichier que vous lui avez envoyé, tel quel.
core-accept-id-taken = Ce soutien de { $by } porte l’identifiant d’un autre, que vous avez reçu de { $known } : il n’est pas gardé
    .hint = Demandez au partenaire de signer à nouveau, avec un identifiant à lui.
core-endorse-badge-no-address = L’identifiant de ce badge n’est pas une adresse ({ $id }) : qui lira votre soutien ne pourra pas dire s’il parle de ce badge
core-accept-same-name = { $by } porte le même nom que { $known }, à une autre adresse : demandez-leur si c’est bien eux avant de publier
core-accept-our-name = { $by } porte le nom de votre lieu, à une autre adresse
core-accept-unproven = { $by } n’a pas d’adresse : rien ne prouve ce nom, et vos pages le diront
