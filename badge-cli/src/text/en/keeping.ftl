# The commands that make and keep a place.

answer-unread = The answer could not be read
    .hint = Give it with an option: the command’s help shows them.
confirm = Go on? (yes/no)
not-confirmed = Nothing was done
confirm-needed = This wants a yes, and nobody can give it here: nothing was done
    .hint = If that is what you want, add --yes.
dry-run = Trial only: nothing was written
email-malformed = "{ $email }" is no e-mail address
    .hint = It looks like name@example.org, without spaces or commas.
email-letters = In front of its "@", the address has an accented letter or a sign that hardly any mail server takes
    .hint = Check it: a hyphen copied from a PDF is typed anew on the keyboard. A mail to this address can most likely not be sent.
address-malformed = "{ $address }" is no http or https address
    .hint = It begins with https://, like https://www.example.org.
publish-again = For others to see it, publish again: "badge publish --out FOLDER"

init-exists = "{ $path }" is a place already: nothing was changed
    .hint = Edit place.toml with a text editor, or choose another folder.
init-no-name = The name of the organisation that awards the badges is missing
    .hint = Give it with --name "Name of the organisation".
init-no-email = The e-mail address where people can write to you is missing
    .hint = Give it with --email contact@example.org: it is published with your badges.
init-bad-base = Nothing can be published at "{ $address }"
    .hint = Give the address of the folder where you will put the site, like https://badges.example.org or https://www.example.org/badges.
init-ask-name = Name of the organisation that awards the badges:
init-ask-email = E-mail address where people can write to you:
init-done = The place "{ $name }" is ready in { $path }
init-done-here = The place "{ $name }" is ready in this folder
init-no-base = Without an address of publication your badges are signed by a key with no name to check, and cannot be revoked in the eyes of others. Add the address to place.toml before the first badge.
init-keep-passphrase = Keep the passphrase safe: without it the key cannot be recovered. Back up the whole folder.
init-next = Next, in this folder: "badge achievement add-examples" adds ready-made achievements, "badge issue ACHIEVEMENT --to ADDRESS" awards one.
init-next-examples = Next, in this folder: "badge achievement list" shows the achievements, "badge issue ACHIEVEMENT --to ADDRESS" awards one.
key-unprotected = The key is protected by no passphrase: whoever copies the file can award badges in your name
    .hint = Keep the folder keys out of shared backups and synchronised folders.

slug-malformed = "{ $slug }" is no short name
    .hint = Only small letters without accents, digits and hyphens, 80 at most: 3d-printing.
slug-none = No short name can be made from "{ $name }"
    .hint = Give one with --slug, like --slug 3d-printing.
word-unknown = "{ $word }" is not on this place’s list ({ $field })
    .hint = Choose one of: { $known }. The lists are in place.toml.
achievement-exists = There is an achievement "{ $slug }" already: it was not changed
    .hint = Choose another short name with --slug, or edit the file.
achievement-made = Achievement "{ $slug }" made
achievement-incomplete = To be completed in this file before the first award: { $fields }
achievements-none = This place has no achievement yet. "badge achievement add-examples" adds ready-made ones.
show-level = Level:
show-kind = Kind:
show-tags = Keywords:
show-id = Id:
show-file = File:
check-done = { $good ->
    [one] { $good } achievement ready out of { $all }
   *[other] { $good } achievements ready out of { $all }
}
examples-kept = { $count ->
    [one] { $count } achievement was there already and was not changed
   *[other] { $count } achievements were there already and were not changed
}
examples-added = { $count ->
    [0] No achievement to add
    [one] { $count } achievement added: change it as you like
   *[other] { $count } achievements added: change them as you like
}
drawing-unknown = the drawing has no field "{ $field }"; it has: { $known }
drawing-value = "{ $value }" does not suit "{ $field }" of the drawing; there are: { $known }
artwork-not-svg = "{ $file }" is a PNG: it cannot become an SVG
    .hint = Ask for --image png, or give the achievement an SVG picture.
artwork-not-drawn = The picture of the achievement "{ $slug }" could not be drawn
    .hint = Check it with "badge achievement check { $slug }".

key-made = Key made ({ $kind }): { $key }
key-rotated = The key { $key } signs from now on; { $old } signs no more, and what it signed stays good
key-rotate-renames = This place has no address: its key is its name. With another key it will pass for another place
    .hint = First give the place an address, in place.toml.
key-retired = signs no more since { $since }
key-retired-already = The key { $key } signs no more already, since { $since }
key-retired-now = The key { $key } signs no more; what it signed stays good
key-last = There is no { $kind } key left to sign
    .hint = Make one with "badge key new --kind { $kind }".
key-signs = signs
key-idle = in reserve
key-open = no passphrase
keys-none = This place has no key. "badge key new" makes one.
key-none-of-kind = This place has no { $kind } key to sign with
    .hint = Make one with "badge key new --kind { $kind }".
key-no-form = A { $kind } key cannot be written in this form
    .hint = Ask for --form jwk or --form pem.
key-ambiguous = Several keys begin with "{ $key }"
    .hint = Give a few more characters: "badge key list" shows them.
key-unknown = There is no key "{ $key }"
    .hint = "badge key list" shows the keys of the place.

state-valid = valid
state-claimed = claimed card
state-revoked = revoked
state-suspended = suspended
state-expired = expired
state-not-yet = not valid yet
state-waiting = waits for a parent’s consent
state-withdrawn = kept back: consent refused or withdrawn
list-erased = (erased person)
state-erased = person erased
state-removed = removed at the person’s request
list-nobody = (without a name)
list-card = (card to be claimed { $code })
list-card-named = { $name } (card to be claimed { $code })
list-sheet = Badges
list-title-date = Date
list-title-achievement = Badge
list-title-state = State
list-title-name = Name
list-title-to = E-mail address
list-title-expires = Expiry date
list-title-formats = Formats
list-title-token = Badge token
list-title-reason = Reason
list-title-cohort = Cohort
list-count = { $count ->
    [0] No badge awarded
    [one] { $count } badge
   *[other] { $count } badges
}

award-unknown = There is no badge "{ $badge }" in the register of this place
    .hint = "badge list" shows the awarded badges; give the beginning of the token (six characters or more), the id, the address or the file.
award-no-badge = "{ $file }" holds no badge
    .hint = Messengers and screenshots lose the badge: give the token or the address.
revoke-confirm = { $count ->
    [one] Revoke { $count } badge? (yes/no)
   *[other] Revoke { $count } badges? (yes/no)
}
reason-names = The reason names somebody: “{ $named }”
    .hint = It is published and stays in the register, from which nobody can be erased. Say what happened without saying to whom: “Awarded by mistake”, for instance. If this word is no name here, write it without a capital, or in other words.
reason-too-long = A reason is one line of { $most } letters at most.
    .hint = It is read on the badge’s page: one sentence is enough.
revoke-done = { $count ->
    [0] No badge to revoke
    [one] { $count } badge revoked
   *[other] { $count } badges revoked
}
withdraw-confirm = { $count ->
    [one] Withdraw { $count } endorsement? (yes/no)
   *[other] Withdraw { $count } endorsements? (yes/no)
}
withdraw-done = { $count ->
    [one] { $count } endorsement withdrawn
   *[other] { $count } endorsements withdrawn
}
restore-confirm = { $count ->
    [one] Restore { $count } endorsement? (yes/no)
   *[other] Restore { $count } endorsements? (yes/no)
}
restore-done = { $count ->
    [one] { $count } endorsement restored
   *[other] { $count } endorsements restored
}
withdraw-already = The endorsement { $award } is withdrawn already
restore-already = The endorsement { $award } holds already
revoke-already = The badge { $award } is revoked already
revoke-replaced = The badge { $award } ended when another one took its place (a card that was claimed, a change): that one holds. To revoke it: badge revoke { $next }
revoke-already-many = { $count ->
    [one] { $count } badge of this choice is revoked already
   *[other] { $count } badges of this choice are revoked already
}
revoke-would = { $count ->
    [0] No badge would be revoked
    [one] { $count } badge would be revoked
   *[other] { $count } badges would be revoked
}
revoke-undo = To take it back: "badge reinstate", with the same choice.
pick-nothing = No badge is named
    .hint = Name them (token, identifier, address or file), or choose them with --table, --cohort, --achievement, --person, --since or --until. --dry-run shows which ones.
pick-unknown = { $count ->
    [one] A line of the table names a badge that this place did not award (line { $line }): nothing was done
   *[other] { $count } lines of the table name badges that this place did not award (the first: line { $line }): nothing was done
}
    .hint = Is it the right table, and the right place? Remove these lines, or correct them.
pick-no-names = The table "{ $path }" names no badge
    .hint = It needs a column of tokens, identifiers or addresses of badges, as in the table that "badge batch issue --table" or "badge list --table" writes. For the table it all began with: --cohort.
pick-no-awards = No line of the table "{ $path }" has a badge awarded in this place
    .hint = "badge batch plan" shows how the table is read.
pick-without = { $count ->
    [one] One line of "{ $path }" has no badge in this place, and is not concerned: { $lines }
   *[other] { $count } lines of "{ $path }" have none, or not all, of their badges in this place, and are not concerned: { $lines }
}
    .hint = The person may have another address by now: correct it in the table, or name these badges one by one. "badge list" shows them.
cohort-unknown = There is no cohort "{ $name }", nor a table of that name; there are: { $known }
    .hint = A cohort has the name given with "badge batch issue --cohort"; otherwise give the table it came from.
cohort-none = There is no cohort "{ $name }", nor a table of that name
    .hint = A cohort has the name given with "badge batch issue --cohort"; otherwise give the table it came from.
revoke-unseen = This place has no address of publication: others will not be able to see this revocation
reinstate-confirm = { $count ->
    [one] Reinstate { $count } badge? (yes/no)
   *[other] Reinstate { $count } badges? (yes/no)
}
reinstate-done = { $count ->
    [0] No badge to reinstate
    [one] { $count } badge reinstated
   *[other] { $count } badges reinstated
}
reinstate-replaced = The badge { $award } was replaced, or its card claimed: the other one holds, and two cannot hold at once
    .hint = Revoke the other one first: "badge revoke { $next }".
reinstate-already-many = { $count ->
    [one] { $count } badge of this choice is not revoked
   *[other] { $count } badges of this choice are not revoked
}
reinstate-replaced-many = { $count ->
    [one] { $count } badge was replaced by another, or its card claimed: it is not reinstated
   *[other] { $count } badges were replaced by others, or their cards claimed: they are not reinstated
}
reinstate-would = { $count ->
    [0] No badge would be reinstated
    [one] { $count } badge would be reinstated
   *[other] { $count } badges would be reinstated
}
reinstate-already = The badge { $award } is not revoked

place-moved = { $count ->
    [one] One badge that holds was awarded under { $old }; in place.toml, [publish] url now says { $new }. The address of a badge is signed: it can be verified only where it was
   *[other] { $count } badges that hold were awarded under { $old }; in place.toml, [publish] url now says { $new }. The address of a badge is signed: they can be verified only where they were
}
    .hint = Put the old address back into place.toml, or keep what is published there online. To leave the old address: revoke these badges (badge revoke) and award them again.
place-moved-nowhere = { $count ->
    [one] One badge that holds was awarded under { $old }; place.toml has no [publish] url any more. The address of a badge is signed: it can be verified only there
   *[other] { $count } badges that hold were awarded under { $old }; place.toml has no [publish] url any more. The address of a badge is signed: they can be verified only there
}
    .hint = Put this address back into place.toml, under [publish]: url.
award-problems = The badge was not made; nothing was written
award-problems-hint = The badge was not made; nothing was written
    .hint = { $hint }
award-refused = Our own verifier does not accept the badge in format { $format }: { $why }
    .hint = "badge doctor" looks for what is wrong with the place.
award-not-signed = The badge could not be signed: { $why }
award-to-and-card = A badge is for a person (to) or for a card to be claimed (card), not both
    .hint = Keep one of them.
award-no-recipient = The recipient is missing
    .hint = Give --to with an e-mail address or a DID, or --card for a card to be claimed later.
award-made-all-the-same = The badge { $award } is made and in the register; only the copy failed
award-already = This person already received this badge on that day ({ $award })
    .hint = If that is a mistake, revoke one of the two: "badge revoke { $award }".
award-begins-later = This badge is valid only from { $day }, { $hour } (UTC): until then whoever verifies it sees it as not yet valid
award-kept = This badge is there already and says something else: it stays as it is
    .hint = To change it, give a table to "badge batch issue TABLE --changed=update", or revoke it (badge revoke) and award it again with "badge issue".
award-revoked = This person was awarded this badge on { $day }, and it was revoked since: it is not awarded anew
    .hint = To award it anew, give another date, or use "badge issue". If it was revoked by mistake: "badge reinstate { $award }".
award-would-be = The badge "{ $title }" can be awarded
award-done = Badge "{ $title }" awarded
award-waits = The person is a minor: nothing is published before a parent agrees. Once one does, record it: "badge consent record".
award-waits-withdrawn = Consent was withdrawn on { $day }: the badge is neither published nor mailed. If it is given again, record it: "badge consent record { $who }".
award-waits-refused = Consent was refused: the badge is neither published nor mailed. If it is given later, record it: "badge consent record { $who }".
award-waits-other = The consent that is recorded is for other badges: this one is neither published nor mailed. If it was given, record it: "badge consent record { $who } --for { $slug }".
award-link = Once published: { $link }
achievement-refused = A badge could not be issued like this: { $what }
achievement-faulty = The achievement "{ $path }" needs mending: { $what }
    .hint = Open this file with a text editor. "badge achievement check" says all that is missing.
bake-not-read-back = The badge cannot be read back from the picture
    .hint = Try another picture.
where-malformed = "{ $text }" is no location
    .hint = Write a text, with coordinates if you like: "Hérouville-Saint-Clair;49.20,-0.33".
award-other-name = In this place, { $to } is the address of { $known }, not of { $name }
    .hint = If it is the same person, write that name, or add --rename (“"rename": true” on a line) to change it. If it is somebody else, give each their own address, or make a card.
consent-without-minor = A consent is given, but the person is not said to be a minor
    .hint = Add --minor, or take --consent away.
consent-empty = The consent is empty
    .hint = Say in a few words who gave it and when.
consent-by-against = "{ $text }" is nobody who says yes: nothing was noted
    .hint = If it is a refusal: "badge consent withdraw ADDRESS". If nobody has answered, there is nothing to note.
consent-by-long = Write only who gave consent, by their name with capital letters or what they are to them ("her mother", "Mrs Small, by phone"), in { $most } letters at most: nothing was noted
    .hint = If the answer is not there yet, or not sure, there is nothing to note. If it is a refusal: "badge consent withdraw ADDRESS".
consent-by-own = "{ $text }": under 15 a parent or guardian agrees, nobody else, and a paper that was sent is no consent: nothing was noted
    .hint = Name the parent or guardian who said yes: --by "her mother".
consent-older = Consent was withdrawn on { $withdrawn }, after { $day }: an older consent was withdrawn with it
    .hint = Give the day of the new consent: --date YYYY-MM-DD, or nothing for today.
consent-refused = "{ $text }" is no consent
    .hint = Say simply who said yes and when: "her mother, 20 March". If nobody has, leave it out: the badge is awarded, but neither published nor mailed.
key-why-p256 = What was asked for (VC-JWT, or an ECDSA proof) is signed with a P-256 key: one is made, kept like the first.
key-would-p256 = What was asked for (VC-JWT, or an ECDSA proof) is signed with a P-256 key: one would be made, and kept like the first.
suite-not-read = The validator of 1EdTech does not read proofs of the kind { $suite }: it will refuse this badge
    .hint = Leave --suite out unless a partner asked for this kind.
suite-without-ob3 = --suite chooses the proof of the format ob3, which is not asked for here ({ $format })
    .hint = Leave --suite out, or ask for --format ob3 as well.
forms-differ = Verifiers do not agree how to read this badge: about half of them would call it altered
    .hint = It carries several endorsements that look alike. Give them as JWTs (endorsementJwt, under the context of 3.0.3), or use the format ob3-jwt.
key-why-rsa = Verifiers of Open Badges signed as JWS expect an RSA key: one is made, kept like the first.
key-would-rsa = Verifiers of Open Badges signed as JWS expect an RSA key: one would be made, and kept like the first.

lack-email = This is no e-mail address
    .hint = It looks like name@example.org, without spaces or commas.
lack-did = This is no DID
    .hint = It looks like did:key:z6Mk…
lack-ob2-did = Open Badges 2.0 knows no DIDs
    .hint = Give an e-mail address, or keep to the format ob3.
lack-ob2-nobody = Open Badges 2.0 needs a recipient
    .hint = Give an address with --to, or keep to the format ob3 for a card.
lack-ob2-address = Open Badges 2.0 needs a place with an address of publication
    .hint = Add url to the section [publish] of place.toml, or keep to the format ob3.
lack-ends = The badge would end ({ $expires }) before it begins ({ $date })
    .hint = Check --date and --expires.
lack-nowhere = These coordinates are nowhere on Earth
    .hint = Latitude between -90 and 90, then longitude between -180 and 180.

stdin-unreadable = Standard input could not be read
line-not-json = This is no line of JSON: { $why }
    .hint = Write one object a line, between braces.
line-not-object = This is no JSON object
    .hint = Write one object a line, between braces.
line-too-long = The line is too long: { $most } MiB at most
line-unknown = There is no member "{ $field }"
    .hint = "badge issue --help" lists the members.
line-unknown-near = There is no member "{ $field }"; did you mean "{ $near }"?
    .hint = "badge issue --help" lists the members.
line-not-text = "{ $field }" must be a text
line-not-flag = "{ $field }" must be true or false
line-not-once = "{ $field }" must be true, false or "ever"
line-choice = "{ $value }" does not suit "{ $field }"
    .hint = Choose one of: { $known }.
line-evidence = A trace is a text, or an object with url or narrative
line-once-nobody = “once” needs an address or a name: without them nobody can tell whether it is the same person
line-no-achievement = The achievement is missing
    .hint = "badge achievement list" shows the achievements of the place.

award-folder-gone = The folder of this badge is not there any more
    .hint = Take it from a backup. If you erased it on purpose, revoke the badge as well: "badge revoke { $award }".
award-file-changed = "{ $path }" is no longer the file that was signed
    .hint = Take this file from a backup: a badge that was changed does not verify.
status-not-signed = The status list { $list } could not be signed
manifest-damaged = The list of what was published is damaged
    .hint = Delete this file and publish to a new folder.
publish-into-place = The site cannot be written to "{ $path }": it would publish the keys and people of the place
    .hint = Choose a folder apart, like "site" in the place.
publish-foreign = { $count ->
    [one] { $count } file that does not come from this command would be replaced; nothing was written
   *[other] { $count } files that do not come from this command would be replaced; nothing was written
}
    .hint = Publish to an empty folder, or add --yes to replace.
publish-confirm-foreign = { $count ->
    [one] { $count } file that does not come from this command will be replaced ({ $path }). Go on? (yes/no)
   *[other] { $count } files that do not come from this command will be replaced ({ $path }…). Go on? (yes/no)
}
publish-kept = { $count ->
    [one] { $count } file is no longer part of the site, but somebody changed it: it is left there
   *[other] { $count } files are no longer part of the site, but somebody changed them: they are left there
}
    .hint = Remove them yourself if you no longer need them.
publish-strangers = { $count ->
    [one] { $count } file in this folder does not come from here and will be online with the site: { $names }
   *[other] { $count } files in this folder do not come from here and will be online with the site: { $names }
}
    .hint = Take away what must not be public, like a table or somebody’s badges.
publish-waiting = { $count ->
    [one] { $count } badge waits for a parent’s consent and is not published
   *[other] { $count } badges wait for a parent’s consent and are not published
}
publish-withdrawn = { $count ->
    [one] { $count } badge is kept back, consent refused or withdrawn, and is not published
   *[other] { $count } badges are kept back, consent refused or withdrawn, and are not published
}
publish-erased = { $count ->
    [one] { $count } badge of an erased person is not published
   *[other] { $count } badges of erased people are not published
}
publish-unready = Not ready yet, hence not published: { $names }
publish-gone = These achievements were awarded, but their file is gone: { $names }
    .hint = Take them from a backup: Open Badges 2.0 badges point to them.
publish-no-base = This place has no address: the pages can be read, but nothing can be revoked in the eyes of others.
publish-progress = Publishing
publish-counts = { $added } new, { $changed } changed, { $removed } removed, { $unchanged } unchanged
publish-done = Site ready in { $path }: put all that is in it on your web host

key-stolen-confirm = No badge signed by this key will verify any more. Go on? (yes/no)
key-revoked-now = The key { $key } is revoked: nothing it signed will verify any more, once the site is published

doctor-card = the place "{ $name }" can be read
doctor-no-base = this place has no address of publication: its badges cannot be revoked in the eyes of others
    .hint = Add url to the section [publish] of place.toml, before the first badge.
doctor-unfinished = a run was cut short; the next command that writes will finish it
    .hint = Run the same command again, or any other that changes this place, like "badge publish".
doctor-foreign = this does not come from this place, and "{ $name }" is its alone
    .hint = Keep it elsewhere: this folder is written and cleaned by the commands.
doctor-no-address = There is no address to examine
    .hint = Give it: "badge doctor --online https://badges.example.org".
doctor-no-network = The network cannot be asked
doctor-passphrase-untried = the passphrase was not tried
    .hint = Put it in the variable BADGE_PASSPHRASE and try again.
doctor-key = the { $kind } key opens and can sign
doctor-key-rights = other users of this machine can read the key
    .hint = Keep this file to yourself: chmod 600.
doctor-award-ahead = Badge { $award } begins on { $date } only, well after the day on which it was given: the clock was wrong when it was signed again
    .hint = "badge accept --reissue { $award }" puts it right.
doctor-register = { $all ->
    [0] no badge awarded so far
    [one] { $whole } badge out of { $all } has all its files, unchanged
   *[other] { $whole } badges out of { $all } have all their files, unchanged
}
doctor-template = the template can be read and filled
doctor-template-undrawn = The template cannot be drawn.
doctor-done = { $wrong ->
    [0] Nothing to mend
    [one] { $wrong } thing to mend
   *[other] { $wrong } things to mend
}, { $advice ->
    [0] no advice
    [one] { $advice } piece of advice
   *[other] { $advice } pieces of advice
}

seen-https = the address is protected (https)
seen-served = the document is served
seen-json = it is well-formed JSON
seen-name = it carries the right name
seen-keys = it gives the keys that sign
seen-secrets = it keeps secret keys to itself
seen-media-type = it is sent with a fitting type
seen-cors = verifiers in a browser may read it
seen-clock = the server’s clock is right
seen-other = { $code }
unseen-plain-http = the address is not protected (http)
    .hint = Ask your host for a certificate: the address will begin with https://.
unseen-missing = the document is not there (404)
    .hint = Publish again and put everything in the folder on your host, folders that begin with a dot included.
unseen-gone = the document was taken away (410)
    .hint = Publish again and put everything in the folder on your host.
unseen-unreachable = nobody answers ({ $why })
    .hint = Check the address and your host, then try again.
unseen-refused = a rule of caution keeps us from reading this address ({ $rule })
    .hint = A public address, with https and no special port, suits every verifier.
unseen-not-json = it is no JSON: probably an error page of the host
    .hint = Open the address in a browser to see what it gives.
unseen-named = the document is called "{ $found }" instead of "{ $expected }"
    .hint = The address in place.toml and the one where you put the site must be the same.
unseen-no-keys = the document gives no key
    .hint = Publish again.
unseen-key = the key { $key } is not in it, or not for signing
    .hint = Publish again and put the site on your host: the key is probably new.
unseen-key-named = the key is in it under another name ({ $found })
    .hint = Publish again and put the site on your host.
unseen-status-list = the status list does not verify ({ $check }): no badge of this place can be verified
    .hint = Publish again and put the site on your host.
unseen-private-key = a secret key is published!
    .hint = Take it off the site at once, then "badge key retire KEY --stolen" and "badge key new".
unseen-media-type = the server sends it as "{ $found }"
    .hint = The files .htaccess and nginx.conf of the site tell the server what to do.
unseen-cors = the server does not let verifiers in a browser read it
    .hint = The files .htaccess and nginx.conf of the site tell the server what to do.
unseen-clock = the server’s clock is { $seconds } seconds ahead
    .hint = Tell your host, or check the clock of this machine.
