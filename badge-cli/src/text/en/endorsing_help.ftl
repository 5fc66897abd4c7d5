# The help of the verbs that give and receive endorsements.

help-endorse = Endorses a badge, a kind of badge or a place, by a signature
    .long = What you give is verified and shown first. Of a badge, its achievement is endorsed, unless --of badge or --of issuer. The endorsement is kept in endorsements/given; "badge revoke" withdraws it.
help-endorse--input = Files or addresses: a badge, the description of a badge, the card of a place
    .value = FILE|URL
help-endorse--of = What is endorsed: the person's badge, the achievement, the place
    .value = WHAT
help-endorse--comment = Why, in a few words
    .value = TEXT
help-endorse--skill = A skill that is endorsed; as often as you like
    .value = NAME
help-endorse--until = Last day on which the endorsement holds
    .value = DATE
help-endorse--format = Form of the signature: inside the JSON, as JWT, or both
    .value = FORM
help-endorse--language = Language of the endorsement; else that of the place
    .value = LANG
help-endorse--out = Folder that also gets the files to be sent
    .value = FOLDER
help-endorse--anyway = Endorses even what is over, revoked or uncertain; never what was changed
help-endorse--offline = Asks nothing of the network
help-endorse--cache = Folder of answers kept earlier by "badge verify --record"
    .value = FOLDER
help-endorse--allow-local = Allows addresses of this machine and of the local network (tests)
help-endorse--stand-in = Lets a server answer in place of a name
    .value = HOST=ADDRESS
help-endorse--dry-run = Shows what would be done, writes nothing
help-endorse--at = Acts as if it were this date
    .value = DATE

help-accept = Accepts an endorsement: verified, kept, carried by the next badges
    .long = The endorsement has to be about one of your achievements, one of your badges or this place, and hold now. With --reissue, a badge given already is signed again under the same id.
help-accept--input = Files or addresses from the partner; a saved mail will do too
    .value = FILE|URL
help-accept--reissue = Badge given already that is to be signed again with its endorsements, or "all"
    .value = BADGE|all
help-accept--anyway = Keep an endorsement for the text of today, when the achievement was written anew since and the partner agrees
help-accept--offline = Asks nothing of the network
help-accept--cache = Folder of answers kept earlier by "badge verify --record"
    .value = FOLDER
help-accept--allow-local = Allows addresses of this machine and of the local network (tests)
help-accept--stand-in = Lets a server answer in place of a name
    .value = HOST=ADDRESS
help-accept--dry-run = Shows what would be done, writes nothing
help-accept--at = Acts as if it were this date
    .value = DATE

help-endorsements = Shows the endorsements received and given
help-endorsements--check = Asks again whether those received still hold
help-endorsements--remove = Takes away one that was received, or off the place and its site one that was given and withdrawn, by its short name or its id
    .value = ENDORSEMENT
help-endorsements--offline = Asks nothing of the network
help-endorsements--cache = Folder of answers kept earlier by "badge verify --record"
    .value = FOLDER
help-endorsements--allow-local = Allows addresses of this machine and of the local network (tests)
help-endorsements--stand-in = Lets a server answer in place of a name
    .value = HOST=ADDRESS
help-endorsements--dry-run = Shows what would be done, writes nothing
help-endorsements--at = Acts as if it were this date
    .value = DATE

help-request-endorsement = Prepares what is to be sent to a partner to ask for an endorsement
help-request-endorsement--what = Short name of an achievement, or a badge given already
    .value = ACHIEVEMENT|BADGE
help-request-endorsement--to = Whom to ask: the partner's name
    .value = NAME
help-request-endorsement--message = A few words of your own
    .value = TEXT
help-request-endorsement--language = Language of the request; else that of the place
    .value = LANG
help-request-endorsement--out = Folder to write; else request-NAME
    .value = FOLDER
help-request-endorsement--dry-run = Shows what would be done, writes nothing
help-request-endorsement--at = Acts as if it were this date
    .value = DATE

help-achievement-relate = Says what an achievement is to another place's badge
help-achievement-relate--achievement = Short name of the achievement
    .value = ACHIEVEMENT
help-achievement-relate--equivalent = Address of an equivalent badge, then its name; as often as you like
    .value = URL,NAME
help-achievement-relate--part-of = Address of a larger badge that this one is a part of, then its name
    .value = URL,NAME
help-achievement-relate--follows = Address of a badge that comes before this one, then its name
    .value = URL,NAME
help-achievement-relate--by = Whose the other badge is
    .value = NAME
help-achievement-relate--dry-run = Shows what would be added to the file, writes nothing
