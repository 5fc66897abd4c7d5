# Les lieux qui se soutiennent : demander, donner, accepter un soutien.

endorse-unread = L’adresse « { $input } » n’a rien donné à lire
    .hint = Vérifiez l’adresse et le réseau, ou donnez le fichier.
endorse-nothing = « { $input } » ne contient rien que l’on puisse soutenir
    .hint = Donnez un badge (image ou JSON), la description d’un badge (achievements/NOM.json) ou la carte d’un lieu.
endorse-several = « { $input } » contient plusieurs badges
    .hint = Donnez-en un seul à la fois.
endorse-only = « { $input } » ne contient que ceci : { $of ->
        [achievement] la description d’un badge
       *[other] la carte d’un lieu
    }
    .hint = Enlevez --of, ou donnez un badge.
endorse-no-id = « { $input } » ne dit pas l’identifiant de ce qu’il faut soutenir ({ $of }) : un soutien ne saurait pas de quoi il parle
    .hint = Demandez à ce lieu un badge qui a un identifiant.
endorse-altered = « { $input } » n’est pas ce que son lieu a signé : on ne soutient pas un badge modifié
    .hint = Demandez à nouveau le badge au lieu qui l’a délivré.
endorse-unsure = Impossible de dire maintenant si « { $input } » est authentique
    .hint = Réessayez avec le réseau. Si vous savez d’où il vient, ajoutez --anyway.
endorse-not-good = « { $input } » n’est pas valable : il n’est pas soutenu
    .hint = Si c’est bien ce que vous voulez, ajoutez --anyway.
endorse-anyway = Soutenu malgré ceci : { $why }
endorse-differs = « { $input } » ne dit pas la même chose que ce qui est publié à { $id }
    .hint = Demandez le fichier à nouveau, ou donnez cette adresse à la place du fichier.
endorse-unconfirmed = Rien ne confirme que « { $input } » est bien ce que dit { $id }
    .hint = Réessayez avec le réseau. Si vous tenez le fichier du lieu lui-même, ajoutez --anyway.
endorse-borrowed = Rien ne confirme que « { $input } » parle bien de { $id } : cette adresse n’est pas celle de { $by }, qui l’a signé
    .hint = Réessayez avec le réseau, ou demandez son fichier au lieu qui est à cette adresse.
endorse-not-compared = Le fichier n’a pas été comparé avec ce qui est publié à { $id }
endorse-no-address = L’identifiant de ce modèle de badge n’est pas une adresse ({ $id }) : rien ne montre qu’il est bien de ce lieu
endorse-badge-no-address = L’identifiant de ce badge n’est pas une adresse ({ $id }) : ceux qui liront votre soutien ne pourront pas savoir s’il parle bien de ce badge
endorse-other-language = Dans une autre langue, ce badge a un autre identifiant : { $id }. Pour le soutenir aussi, donnez les deux fichiers.
endorse-already = Vous le soutenez déjà depuis le { $date } ({ $name }) : le nouveau soutien prendra la place de l’ancien dans les badges
    .hint = Pour retirer l’ancien : badge revoke { $name }
endorse-confirm = Signer ce soutien ? (oui/non)
endorse-over = La date de fin, { $date }, est déjà passée
    .hint = Donnez un jour à venir, ou enlevez --until.
endorse-comment-long = Le mot du soutien est trop long : { $count } caractères, { $most } au plus
    .hint = Chaque badge le portera : dites-le en quelques phrases.
endorse-of-badge = Vous soutenez le badge d’une personne : « { $title } »
endorse-of-achievement = Vous soutenez un modèle de badge, et donc tous les badges qui seront donnés d’après lui : « { $title } »
endorse-of-issuer = Vous soutenez un lieu : « { $title } »
endorse-by = Délivré par : { $by }
endorse-id = Identifiant : { $id }
endorse-done = Soutien signé : « { $title } »
endorse-send = Envoyez ces fichiers au lieu soutenu, par exemple par mail : il les accepte avec « badge accept FICHIER »
endorse-publish = Publiez à nouveau (« badge publish --out DOSSIER ») : sans cela, personne ne peut vérifier si ce soutien tient toujours. Son adresse : { $link }
endorse-no-base = Ce lieu n’a pas d’adresse de publication : le soutien est signé par une clé sans nom vérifiable, et ne pourra pas être retiré aux yeux des autres.

accept-nothing = « { $input } » ne contient pas de soutien
    .hint = Un soutien est le fichier endorsement.json ou endorsement.jws que le partenaire vous a envoyé.
accept-by-nobody = Le soutien « { $input } » n’est signé par personne
    .hint = Demandez au partenaire le fichier signé, celui que « badge endorse » a écrit.
accept-altered = Le soutien « { $input } » a été modifié depuis sa signature
    .hint = Demandez au partenaire d’envoyer le fichier à nouveau.
accept-not-theirs = Le soutien « { $input } » n’est pas signé par la clé de celui qui dit soutenir
    .hint = Demandez au partenaire s’il vient bien de lui.
accept-expired = Le soutien « { $input } » est terminé
    .hint = Demandez au partenaire de le renouveler.
accept-revoked = Le soutien « { $input } » a été retiré par celui qui l’a donné
    .hint = Parlez-en avec le partenaire.
accept-not-yet = Le soutien « { $input } » ne commence que plus tard
    .hint = Acceptez-le ce jour-là.
accept-unsure = Impossible de dire maintenant si le soutien « { $input } » est bon
    .hint = Réessayez avec le réseau. Le partenaire doit avoir publié son site après avoir signé.
accept-faulty = Le soutien « { $input } » n’est pas bon
    .hint = « badge verify » dit pourquoi. Demandez au partenaire de signer à nouveau.
accept-own = Le soutien « { $input } » vient de ce lieu lui-même
    .hint = Un lieu ne se soutient pas lui-même : demandez à un partenaire.
accept-elsewhere = Le soutien « { $input } » parle d’autre chose que de ce lieu et de ses badges : { $subject }
    .hint = Demandez au partenaire de soutenir le fichier que vous lui avez envoyé, tel quel.
accept-says = { $by } soutient { $of ->
        [badge] le badge d’une personne,
        [issuer] votre lieu,
       *[achievement] le modèle de badge
    } « { $what } » depuis le { $date }
accept-other-language = Les badges de ce modèle donnés dans l’autre langue ont un autre identifiant, et ne porteront pas ce soutien. Demandez-en un pour lui aussi : { $id }
accept-long = Ce soutien est très long ({ $count } caractères) : chaque badge le portera en entier
    .hint = Demandez au partenaire de le dire en quelques phrases.
accept-id-taken = Ce soutien de { $by } porte l’identifiant d’un autre, que vous avez reçu de { $known } : il n’est pas gardé
    .hint = Demandez au partenaire de signer à nouveau, avec un identifiant à lui.
accept-done-badge = Soutien accepté. Pour que ce badge le porte : « badge accept --reissue { $award } »
accept-same-name = { $by } porte le même nom que { $known }, à une autre adresse : demandez-leur si c’est bien eux avant de publier. Pour le retirer : « badge endorsements --remove { $name } »
accept-our-name = { $by } porte le nom de votre lieu, à une autre adresse. Pour le retirer : « badge endorsements --remove { $name } »
accept-unproven = { $by } n’a pas d’adresse : rien ne prouve ce nom, et vos pages le diront
accept-instead = Dans les badges, il prend la place de son soutien du { $date }
accept-replaces = Le fichier gardé sous { $name } disait autre chose : il est remplacé par celui-ci
accept-shown-only = Ce soutien sera montré sur vos pages, mais aucun badge ne le porte : il parle d’une adresse de l’ancienne version, Open Badges 2.0
    .hint = Demandez au partenaire de soutenir le fichier de « badge request-endorsement ».
accept-forms-differ = Les deux fichiers du soutien de { $by } ne disent pas la même chose : aucun n’est gardé
    .hint = Demandez au partenaire lequel est le bon, et n’acceptez que celui-là.
accept-unbound = Ce soutien parle d’un badge sans adresse : « badge verify » dira toujours qu’il est impossible de savoir s’il parle bien de ce badge
    .hint = Donnez une adresse à votre lieu dans place.toml, puis demandez un soutien d’un badge délivré ensuite.
accept-done-shown = { $count ->
        [one] Soutien accepté : vos pages le montreront
       *[other] { $count } soutiens acceptés : vos pages les montreront
    }
accept-done = { $count ->
        [one] Soutien accepté : les prochains badges le porteront
       *[other] { $count } soutiens acceptés : les prochains badges les porteront
    }
accept-next = Pour les badges déjà donnés : « badge accept --reissue BADGE », ou « --reissue all »
reissue-done = { $count ->
        [0] Aucun badge signé à nouveau
        [one] Un badge signé à nouveau, sous le même identifiant
       *[other] { $count } badges signés à nouveau, sous le même identifiant
    }
reissue-as-it-was = { $count ->
        [one] Un badge portait déjà ce qu’il fallait
       *[other] { $count } badges portaient déjà ce qu’il fallait
    }
reissue-not-good = Le badge « { $badge } » est annulé, terminé ou effacé : il n’est pas signé à nouveau
reissue-older = Le badge « { $badge } » n’existe qu’en Open Badges 2.0, où un badge signé ne change plus
    .hint = Donnez un nouveau badge en Open Badges 3.0.
reissue-later = Le badge « { $badge } » ne commence que le { $date } : il n’est pas signé à nouveau
    .hint = Recommencez après ce jour.
reissue-failed = Le badge « { $badge } » n’a pas pu être signé à nouveau

endorsement-damaged = Le soutien rangé dans { $path } ne se lit plus
    .hint = Acceptez-le à nouveau, ou supprimez ce dossier.
endorsement-changed = Le soutien de { $by } n’est plus le fichier qui a été accepté : ni badge ni page ne le montre ({ $path })
    .hint = Remettez le fichier, ou acceptez à nouveau celui du partenaire.
endorsement-other-words = Le badge « { $what } » ne dit plus ce que { $by } a soutenu : il a été réécrit depuis. Les nouveaux badges ne portent plus ce soutien, et la page le dit
    .hint = Demandez au partenaire un nouveau soutien. S’il tient pour le nouveau texte aussi : « badge accept --anyway FICHIER », avec le même fichier. « badge endorsements --remove NOM » l’enlève.
endorsed-rewritten = « { $title } », que vous soutenez ({ $name }), ne dit plus la même chose : il a été réécrit depuis
    .hint = Lisez-le à nouveau. Pour retirer votre soutien : badge revoke { $name }
endorsed-remove-first = Votre soutien « { $title } » n’est pas retiré : il ne peut pas encore disparaître de votre site
    .hint = Retirez-le d’abord, pour que ceux qui en ont une copie l’apprennent : « badge revoke { $name } », puis publiez.
endorsed-removed = Votre soutien « { $title } » a quitté ce lieu et son site, page et fichiers
endorsement-unknown = Aucun soutien ne répond à « { $text } »
    .hint = « badge endorsements » les montre.
endorsement-removed = Soutien de { $by } enlevé
endorsement-removed-next = Les badges déjà donnés le portent encore : « badge accept --reissue all » les signe à nouveau sans lui.
endorsement-unread = « { $title } » de { $by } n’a pas pu être vérifié maintenant ; dernière réponse : { $day }
endorsement-withdrawn = Le soutien de { $by } a été retiré par celui qui l’a donné : il n’est plus porté par les nouveaux badges
endorsement-bad = Le soutien de { $by } ne se vérifie plus
    .hint = « badge verify » sur son fichier dit pourquoi. Ce partenaire n’a rien retiré pour autant : écrivez-lui.
endorsement-key-gone = Le soutien de { $by } ne se vérifie plus : la clé qui l’a signé n’est plus parmi les clés valables que ce partenaire publie
    .hint = Il n’a rien retiré pour autant : écrivez-lui. Il peut publier à nouveau sa clé, ou signer un nouveau soutien.
endorsement-suspended = Le soutien de { $by } est suspendu par celui qui l’a donné : il n’est plus porté par les nouveaux badges
endorsements-none = Aucun soutien, ni reçu ni donné
endorsements-received = reçu
endorsements-given = donné
endorsement-state-valid = tient
endorsement-state-held = tenait le { $day }
endorsement-state-revoked = retiré
endorsement-state-expired = terminé
endorsement-state-not-yet = à venir
endorsement-state-changed = modifié
endorsement-state-bad = ne se vérifie plus
endorsement-state-key-gone = clé disparue

request-nobody = À qui demander ? Il manque le nom du partenaire
    .hint = Donnez-le avec --to "NOM".
request-waits = Le badge « { $badge } » attend l’accord d’un parent : il n’est envoyé à personne
    .hint = Demandez le soutien du modèle de badge, ou attendez l’accord.
request-no-base = Ce lieu n’a pas d’adresse de publication : personne ne pourrait vérifier quel badge est soutenu
    .hint = Ajoutez l’adresse dans place.toml, ou demandez le soutien d’un badge déjà donné.
request-incomplete = Le modèle « { $name } » n’est pas complet : il ne peut pas être soutenu
    .hint = « badge achievement check » dit ce qui manque.
request-done = Demande prête pour { $to }
request-next = Envoyez ces fichiers par mail : le texte est dans mail.txt. Publiez d’abord votre lieu : le partenaire compare le fichier avec ce qui est publié.

relate-none = Il manque l’autre badge
    .hint = Donnez son adresse : --equivalent URL,NOM, --part-of URL,NOM ou --follows URL,NOM.
relate-itself = « { $slug } » ne peut pas être lié à lui-même
    .hint = Donnez l’adresse du badge d’un autre lieu, ou d’un autre de vos modèles.
relate-done = Le badge « { $slug } » dit maintenant ce qu’il est pour { $count ->
        [one] un autre badge
       *[other] { $count } autres badges
    }
