# The commands that make and keep a place.

answer-unread = The answer could not be read
    .hint = Give it with an option: the command's help shows them.
confirm = Go on? (yes/no)
not-confirmed = Nothing was done
dry-run = Trial only: nothing was written
email-malformed = "{ $email }" is no e-mail address
    .hint = It looks like name@example.org, without spaces or commas.
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
init-no-base = Without an address of publication your badges are signed by a key with no name to check, and cannot be revoked in the eyes of others. Add the address to place.toml before the first badge.
init-keep-passphrase = Keep the passphrase safe: without it the key cannot be recovered. Back up the whole folder.
init-next = Next: "badge achievement add-examples" for ready-made achievements, then "badge issue ACHIEVEMENT --to ADDRESS".
key-unprotected = The key is protected by no passphrase: whoever copies the file can award badges in your name
    .hint = Keep the folder keys out of shared backups and synchronised folders.

slug-malformed = "{ $slug }" is no short name
    .hint = Only small letters without accents, digits and hyphens, 80 at most: 3d-printing.
slug-none = No short name can be made from "{ $name }"
    .hint = Give one with --slug, like --slug 3d-printing.
word-unknown = "{ $word }" is not on this place's list ({ $field })
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
state-revoked = revoked
state-suspended = suspended
state-expired = expired
state-waiting = waits for a parent's consent
list-nobody = (card to be claimed)
list-count = { $count ->
    [0] No badge awarded
    [one] { $count } badge
   *[other] { $count } badges
}

award-unknown = There is no badge "{ $badge }" in the register of this place
    .hint = "badge list" shows the awarded badges; give the beginning of the token, the id, the address or the file.
award-no-badge = "{ $file }" holds no badge
    .hint = Messengers and screenshots lose the badge: give the token or the address.
revoke-confirm = { $count ->
    [one] Revoke { $count } badge? (yes/no)
   *[other] Revoke { $count } badges? (yes/no)
}
revoke-done = { $count ->
    [0] No badge to revoke
    [one] { $count } badge revoked
   *[other] { $count } badges revoked
}
revoke-already = The badge { $award } is revoked already
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
reinstate-already = The badge { $award } is not revoked
