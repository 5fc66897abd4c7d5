# Whom one knows, and places that close.

key-not-understood = "{ $key }" is no public key
    .hint = Give the text that begins with z or did:key:, a thumbprint, or a file with a public key (PEM or JWK).
signature-wrong = its signature does not fit: it was changed, or cut

trust-unread = The list could not be read at { $list }
    .hint = Try again later, or give a file that you kept: --trust FILE.
trust-offline = The list is at { $list }, and you asked that nobody be contacted
    .hint = Leave out --offline, give a folder with --cache in which it was recorded, or give a file that you kept.
trust-damaged = "{ $list }" is no list of issuers that can be used
    .hint = Ask those who keep the list for a good copy.
trust-other-kind = it is something else than a list of issuers
trust-member = this is missing or is not what it must be: { $at }
trust-twice = one issuer is in it twice: { $id }
trust-not-signed = The list { $list } is not signed
    .hint = A list from the network must be signed by a key that you know. Ask those who keep it, or save it as a file if you have read it yourself.
trust-key-unnamed = The list at { $list } is signed, and you have not said by whom it must be signed. Its key: { $key }
    .hint = Compare this key with the one that the network gave you in another way: in person, on paper. If it is the same, write "#key=" and the key behind the address.
trust-other-key = The list { $list } is signed by another key than the one you named: { $key }
    .hint = Do not use it before you have asked those who keep the list.
trust-over = The list "{ $list }" is out of date: it no longer counts
    .hint = Fetch it again, or ask those who keep it for a newer one.

trust-made = The list is ready: { $path }
trust-made-next = Next: "badge trust add { $path } BADGE" takes in the issuer of a badge; "badge verify BADGE --trust { $path }" uses the list; "badge trust sign { $path }" signs it for others.
trust-name-is-file = "{ $name }" is the name of a file; the name of the list has to come first
    .hint = Write: badge trust new "Name of the network" --out { $name }
trust-name-unproven = The name "{ $name }" is not proven and was not taken over: anybody can write it into a badge
    .hint = Ask the organisation whether this key is theirs, then give its name yourself: --name "Name".
trust-key-whole = A thumbprint is not enough to put a key on a list: { $key }
    .hint = Give the whole key: the text that begins with z, or a file.
trust-any-key = The list will hold no keys for { $issuer }: any key published at its address will do
    .hint = To accept only the keys of today, give them with --key, or try again when its site answers.
trust-no-key = No key could be read for { $issuer }: nothing was added
    .hint = Give its key with --key, or try again when its site answers. To accept any key published at its address, add --any-key.
trust-not-listed = { $issuer } is not on the list
    .hint = See who is: badge trust show
trust-issuer = { $name } – { $id }
trust-issuer-key = { "    " }key { $key } ({ $kind })
trust-confirm = Is this right? It will be written into { $path }. (yes/no)
trust-written = { $count ->
        [one] The list { $path } holds the id of one issuer
       *[other] The list { $path } holds { $count } ids of issuers (one place can have two)
    }
trust-badge-unsure = The badge "{ $input }" could not be verified: it does not prove whose it is
    .hint = Use a badge that "badge verify" finds authentic, or give the issuer’s id.
trust-issuer-unread = No issuer could be read at { $issuer }
    .hint = Give the id as it stands in a badge (see "badge show"), a badge, or the folder of a place.
trust-signed-stays = A signed list cannot be changed
    .hint = Change the list from which it was made (JSON), then sign that again: badge trust sign
trust-sign-over = The list would be over before it is signed: { $date }
    .hint = Give a later date with --until.
trust-signed = Signed: { $path }, good until { $date }
trust-signed-next = Give this file to those who will use it. Give them this key as well, but in another way (in person, on paper): { $key }
trust-title = { $name } – list of { $date }
trust-by = signed by the key { $key }
trust-own = not signed: your own list
trust-until = good until { $date }
trust-keys-any = (any key published at its address)
trust-unread-keys = { $count ->
        [one] (one key of a kind that is not read)
       *[other] ({ $count } keys of a kind that is not read)
    }

archive-other-kind = This is no archive of a site
    .hint = An archive is made with "badge archive".
archive-cut-short = The archive is cut short: its end is missing
    .hint = Copy or download it again.
archive-damaged = The archive cannot be used: something in it is not as it was signed
    .hint = Copy it again, or ask whoever made it for a good copy.
archive-changed = { $name } was changed since
archive-unlisted = { $name } was added or taken out since it was signed
archive-manifest = its signed list of contents cannot be read
archive-over-limit = it is too large to be opened here
archive-broken-at = it is damaged near byte { $at }
archive-broken = { $name } is damaged
archive-twice = { $name } is in it twice
archive-name = the name { $name } could lead out of the folder, or be read in another way on other computers
archive-link = { $name } is a link and no file
archive-encrypted = { $name } is protected by a password
archive-packed = { $name } is packed in a way that is not known here
archive-unknown = The archive { $path } ("{ $name }") is signed by a key that neither --archive-key nor a list in force (for an issuer that has an address) gives: { $key }
    .hint = Nothing in it is taken for true. If the place or somebody you trust gave you this key, add --archive-key and the key.
archive-nothing = There is nothing to keep
    .hint = Name the folder where the site was published, or a list of addresses with --urls.
archive-no-folder = There is no folder "{ $path }"
    .hint = Name the folder written by "badge publish", or that of a place.
archive-no-base = Nothing says at which address this site lived
    .hint = Give it with --base, like --base https://badges.example.org.
archive-no-name = An archive of addresses needs a name
    .hint = Give it with --name "Name of the place".
archive-address-unread = { $address } could not be read: it will be missing
archive-not-made = The archive could not be made
archive-too-large = it would be larger than { $most } MiB
archive-key-not-listed = The key that signed the archive is not one of those that the site names
    .hint = People who know the place by its keys will not believe this archive. Sign with the place’s own key.
archive-made = { $path } is ready: { $count } files, { $size } KiB
archive-made-next = Give the archive to those who will keep it. Give them this key as well, but in another way (in person, on paper): { $key }
