# The place: its files, its keys, what is wrong with them.

file-unreadable = "{ $path }" could not be read
    .hint = Check that the file exists and that you may read it.
file-unwritable = "{ $path }" could not be written
    .hint = Check the free space and your rights. What was there has not changed.
folder-unwritable = The folder "{ $path }" could not be made or changed
    .hint = Check the free space and your rights on this folder.
file-exists = "{ $path }" exists already and is not replaced
    .hint = Choose another name, or move that file away.
file-too-large = "{ $path }" has { $size } MiB; the limit is { $most } MiB
    .hint = Is it the right file?
file-not-utf8 = The letters of "{ $path }" cannot be read: it is not UTF-8 text
    .hint = Save it again with a text editor, as UTF-8.

lock-waiting = Another command is changing this place; waiting for it to finish

place-missing = There is no place here: neither "{ $path }" nor the folders above it hold a place.toml
    .hint = Make a place with "badge init", or say where it is with --place FOLDER.
place-not-there = "{ $path }" is no place: there is no place.toml
    .hint = Check the path given to --place or BADGE_PLACE, or make a place with "badge init { $path }".
place-file-faulty = "{ $path }" needs mending
    .hint = Open this file with a text editor and mend the lines that are named.

register-damaged = The register is damaged: nothing beyond was read, nothing was written
    .hint = Take register.jsonl from a backup, or mend the line that is named with a text editor.
register-twice = the award { $award } is there already
register-no-award = there is no award { $award }
register-spot = entry { $index } of status list { $list } belongs to { $award } already
register-not-json = the line is no whole JSON
register-unreadable = the line cannot be read ({ $fault })
register-torn = The last line of the register was cut off, probably by a power failure: it was put aside in "{ $path }"
    .hint = The award in question had not been reported as done. Award it again if need be.
people-gone = The file of people is not there any more, although badges were awarded to them: nothing was written
    .hint = Take people.json from a backup. Without it nothing says any more who is a minor: that is why nothing is published.
register-too-new = The register was written by a newer version of badge: nothing beyond was read, nothing was written
    .hint = Install that newer version, or one that came after it.
people-damaged = The file of people is damaged: it was not changed
    .hint = Take people.json from a backup, or mend it with a text editor.

register-not-event = it is no event of the register
register-member = "{ $name }" is missing or cannot be read
people-malformed = what is at { $at } cannot be read
people-other-kind = it is no file of people that this version knows

achievement-unknown = There is no achievement "{ $name }"
    .hint = "badge achievement list" shows the achievements of the place.
achievement-unknown-near = There is no achievement "{ $name }"; did you mean "{ $near }"?
    .hint = "badge achievement list" shows the achievements of the place.
achievement-none = There is no achievement "{ $name }", because this place has none yet
    .hint = Make one with "badge achievement new", or add the ready-made ones: "badge achievement add-examples".

key-damaged = The key is damaged: it was not changed
    .hint = Take this file from a backup of the folder keys.
key-unusable = The key cannot be used
    .hint = It has to be a key file as "badge key new" makes it (PKCS #8 in PEM): Ed25519, P-256 or RSA.
key-mismatch = The secret key is not the one that "{ $other }" describes
    .hint = Take both files from the same backup of the folder keys.
passphrase-wrong = The passphrase does not open the key
    .hint = Check BADGE_PASSPHRASE: capitals, spaces, accents. Without the passphrase the key cannot be recovered.
passphrase-needed = The key is protected by a passphrase, and nobody can type it here
    .hint = Put it in the variable BADGE_PASSPHRASE.
passphrase-needed-new = A passphrase is needed to protect the new key, and nobody can type it here
    .hint = Put it in the variable BADGE_PASSPHRASE, or ask for an unprotected key with --no-passphrase.
passphrase-prompt = Passphrase:
passphrase-prompt-new = Choose a passphrase, long and easy to remember:
passphrase-prompt-again = The same once more:
passphrase-differs = The two passphrases differ
    .hint = Try again, without haste.
passphrase-empty = The passphrase is empty
    .hint = Choose a few words, or ask for an unprotected key with --no-passphrase.
passphrase-unread = The passphrase could not be read
    .hint = Put it in the variable BADGE_PASSPHRASE.

problem-line = line { $line }: { $what }
problem-line-field = line { $line }, { $field }: { $what }
problem-field = { $field }: { $what }

fault-syntax = this cannot be read from column { $column } on (a missing quote, a name written twice?)
fault-missing = it is missing
fault-empty = it is empty
fault-unknown = there is no such field
fault-unknown-near = there is no such field; did you mean "{ $near }"?
fault-type-text = it must be a text between quotes
fault-type-number = it must be a whole number
fault-type-yes-no = it must be true or false
fault-type-list = it must be a list: ["a", "b"]
fault-type-table = it must be a section between brackets
fault-address = it is no http or https address
fault-email = it is no e-mail address
fault-language = the languages are fr and en
fault-twice = it is there twice
fault-value = this value is not on the list
fault-value-among = this value is not on the list: { $allowed }
fault-value-among-near = this value is not on the list ({ $allowed }); did you mean "{ $near }"?
fault-colour = this is no colour; write it like this: #b04a2f
fault-value-near = this value is not on the list; did you mean "{ $near }"?
fault-short-name = a short name has only small letters without accents, digits and hyphens
fault-picture = it must be a .png or .svg file
fault-host = this is not the name of a server
fault-not-private = “none” is allowed towards this machine only (localhost): mail would go unprotected
fault-hole = nothing fills “{ $hole }”
fault-hole-near = nothing fills “{ $hole }” (perhaps { $near }?)
fault-open-hole = the bracket of "{ $hole }" is never closed
fault-too-pale = this colour is too pale to be read on white paper
fault-outside = the file must lie inside the folder of the place
fault-range = it must be a number between { $least } and { $most }
fault-missing-language = nothing is written in this language; the other one will be used
fault-too-long = it is too long: { $most } characters at most
fault-version = this file is of another version ("{ $found }")
fault-other = { $what }

base-not-an-address = it is no https address
base-plain-http = the address must begin with https:// so that the badges are safe
base-query = the address may hold neither "?" nor "#"
base-host = the server’s name cannot be used: only letters without accents, digits, dots and hyphens
base-path = the path cannot be used: only letters without accents, digits, dots, hyphens and underscores
