# The sentences of the verbs that read: verify, show, bake, unbake, debug.

input-missing = "{ $input }": there is no file or folder of this name, and it is neither an address nor the text of a badge
    .hint = Check the name. An address begins with "https://".
input-unreadable = "{ $input }" could not be read
    .hint = Check that the file exists and that you may read it.
folder-empty = There is no file to look at in the folder "{ $path }"
    .hint = Check that it is the right folder. Hidden files, whose names begin with a dot, are left out.
recipient-empty = The person is missing after --recipient ("{ $text }")
    .hint = Write for example --recipient lea@example.org. "badge verify --help" shows the other ways to name somebody.

picture-outside = The picture has to be a real file in the place’s folder
    .hint = Copy the picture into this folder: a link to elsewhere would publish a file from elsewhere.
picture-empty = The file is empty (0 bytes)
    .hint = It was probably lost on the way: ask for it again.
picture-too-large = The file has { $size } MiB; the limit is { $limit } MiB
    .hint = The picture of a badge is seldom over one MiB. Is this the right file?
picture-other = This is not a PNG or SVG picture ({ $format })
    .hint = A badge fits into PNG and SVG pictures only. Save the picture in one of these forms.
picture-pixels = The picture is too large: { $width } by { $height } pixels
    .hint = Make it smaller: 600 by 600 pixels are enough.
picture-png = The PNG picture is damaged ({ $fault })
    .hint = Save it again with a drawing program, or ask for the file again.
picture-svg = The SVG picture cannot be used ({ $fault })
    .hint = Save it again as "plain SVG" with a drawing program.
picture-bad = The picture cannot be used ({ $fault })
    .hint = Save it again, as PNG or SVG.

png-signature = its first bytes were changed on the way
png-header = its header is missing
png-truncated = it ends too early, at byte { $at }
png-checksum = it changed since it was saved, at byte { $at }
png-chunks = it has more than { $limit } pieces
png-pixels = its colours cannot be read
svg-encoding = it has to be saved as UTF-8
svg-malformed = it is malformed at byte { $at }
svg-truncated = it ends too early
svg-doctype = it holds declarations (DOCTYPE) that we refuse
svg-too-much = it is too complicated
slot-checksum = it changed on the way
slot-malformed = it is malformed
slot-not-utf8 = it is not UTF-8
slot-too-large = it is too large
slot-empty = it is empty
slot-no-credential = it is neither JSON nor a JWS
bake-character = a character does not belong there, at byte { $at }
json-too-large = more than { $limit } MiB
json-not-utf8 = not UTF-8 from byte { $at } on
json-syntax = line { $line }, character { $column }
json-duplicate = "{ $name }" is there twice, line { $line }
json-too-deep = nested deeper than { $limit } levels
json-too-many = more than { $limit } values
json-number = a number is too large, line { $line }

bake-not-a-badge = "{ $input }" does not hold a signed badge (JSON or JWS)
    .hint = Give the badge’s file "credential.json" or "credential.jws".
bake-already = The picture holds a badge already, and --keep-existing asks to keep it
    .hint = Take the original picture, or leave --keep-existing out to replace it.
bake-text = The badge does not fit into the picture ({ $fault })
    .hint = Check the badge’s file with "badge verify".
bake-would-replace = The picture "{ $input }" would have been replaced
    .hint = Say where to write with --out.
bake-ending = The name "{ $path }" will not do: this picture has to end in ".{ $ending }"
    .hint = Write --out { $near }
bake-done = Badge baked into { $file }

qr-not-a-badge = "{ $input }" does not hold a badge
    .hint = Give the badge’s picture, or its file "credential.json".
qr-ending = The name "{ $path }" will not do: a QR code goes into a .png or .svg file
    .hint = Write for example --out { $near }
qr-no-address = This badge lies at no address ({ $id }), so there is nothing that a code could open
    .hint = A place with an address gives its badges one: "badge init --url".
qr-not-as-kept = This is not the badge that the place keeps: { $id }
    .hint = Take the badge’s file from the folder "awards" of the place.
qr-no-statement = No statement could be signed about this badge
    .hint = The key must be Ed25519 or P-256: see "badge key list".
qr-too-long = What the code would have to say does not fit
    .hint = Shorten the name of the achievement, or of the place.
qr-title = QR code to verify this badge
qr-done-signed = QR code written to { $file }. Print it at least { $size } mm wide: it can be checked without a network
qr-done-address = QR code written to { $file }. Print it at least { $size } mm wide: it opens { $address }

attach-not-a-badge = "{ $input }" does not hold a badge that can be attached
    .hint = Give the badge’s picture (PNG, SVG) as its issuer sent it, or its file "credential.json".
attach-rejected = "{ $input }" is refused: who verifies the document would reject this badge
    .hint = Ask its issuer for a good one, or see "badge verify" for details. To attach it all the same: --accept-rejected.
attach-why = { $text }
attach-rejected-all-the-same = "{ $input }" is attached although it will be rejected: { $why }
attach-inconclusive = "{ $input }" could not be verified in full without a network; it is attached
attach-letters = { $count } letters of the added page are not in its font, and stand as question marks
attach-one = { $title }: attached as "{ $name }"
attach-already = "{ $input }": this badge is in the document already
attach-nothing-new = All these badges are in "{ $document }" already: nothing was written
attach-done = { $file }: { $count } { $count ->
        [one] badge
       *[other] badges
    } attached{ $pages ->
        [0] { "" }
        [one] , one page added
       *[other] , { $pages } pages added
    }. The original is as it was
attach-would = Without --dry-run, { $file } would be written: { $count } { $count ->
        [one] badge
       *[other] badges
    } attached{ $pages ->
        [0] { "" }
        [one] , one page added
       *[other] , { $pages } pages added
    }
attach-same = { $file } is there already, just like this: nothing was written
attach-exists = "{ $file }" is there already and is not replaced
    .hint = Choose another name with --out, or add --force to replace it.
attach-same-file = "{ $file }" is the original document and is not replaced
    .hint = Choose another name with --out; or add --force, and keep a copy.
attach-pdf-a = The document says that it is PDF/A-{ $part }, which allows no such files: an archive may refuse it
    .hint = Keep the original for the archive, or make the document as PDF/A-3.
attach-pdf-a-page = The document says that it is PDF/A-{ $part }; the added page has no embedded fonts, and an archive may refuse it
    .hint = Without --page, the document stays what it was.
attach-signed = The document is signed. The signature still holds for what was signed, but viewers will tell that something was added
    .hint = Better attach the badges first and sign afterwards.
attach-certified = The document is certified and allows no changes: viewers will say that it was altered
    .hint = Better attach the badges first and certify afterwards.
attach-go-on = Attach them all the same? (yes/no)
attach-not-pdf = "{ $input }" is not a PDF document ({ $format })
    .hint = Save the document as PDF first.
attach-encrypted = "{ $input }" is protected (encrypted), and nothing can be attached to it
    .hint = Save a copy without protection or password in a PDF program (or: qpdf --decrypt), then attach to that.
attach-too-large = "{ $input }" has more than { $limit } MiB
    .hint = Save it with smaller pictures.
attach-too-much = "{ $input }" is too complicated to be extended safely
    .hint = Save it anew in a PDF program (or: qpdf), then attach to that.
attach-damaged = "{ $input }" is damaged and cannot be extended safely ({ $part })
    .hint = Open it in a PDF program and save it anew (or: qpdf damaged.pdf whole.pdf), then attach to that.
attach-part-beginning = something stands before its beginning
attach-part-table = its table of contents cannot be relied on
attach-part-catalog = its catalog is missing
attach-part-pages = its list of pages
attach-part-files = its list of attached files
attach-not-confirmed = What was attached to "{ $input }" could not be found again: nothing was written
    .hint = Save the document anew in a PDF program (or: qpdf), then attach to that.
leaf-heading = Digital badges
leaf-introduction = { $count ->
        [one] This badge is attached to this document as a file, signed by whoever awarded it.
       *[other] These badges are attached to this document as files, signed by whoever awarded them.
    } This page shows what they are and proves nothing: verify the document itself, or open the address of each badge.
leaf-issuer = Awarded by { $name }
leaf-person = To { $name }
leaf-date = { $from }
leaf-until = { $from }, valid until { $until }
leaf-file = Attached file: { $name }
leaf-link = See it online: { $host }

unbake-none = The picture holds no badge
    .hint = Messengers and screenshots erase the badge. Ask for the original picture, or its link.
unbake-unreadable = The picture holds a badge that could not be read ({ $fault })
    .hint = The file was damaged on the way: ask for the original picture, or its link.
unbake-done = Badge taken out into { $file }

cache-unreadable = The folder of answers (--cache) could not be read
    .hint = Give a folder written by "badge verify --record", with its file index.json.
record-failed = The answers could not be kept in "{ $folder }"
    .hint = Give a folder in which you may write, outside of a published site.
store-missing = there are no recorded answers there
store-index = index.json is damaged
store-too-large = a file in it is too large
store-outside = a link in it leads out of the folder
store-published = it is a published site
stand-in-malformed = "{ $text }" does not say which server stands in for which name
    .hint = Write the name, "=", then the address and port: badges.example.org=127.0.0.1:8080
verify-progress = Verifying
verify-one-output = Only one of these answers can go to standard output: --json, --html -, --table -
    .hint = Give the others the name of a file.
table-input = File or link
table-place = Place
table-answer = Answer
table-why = Why
table-next = What to do
table-proven = Words proven
table-badge = Badge
table-issuer = Issued by
table-date = Date
table-until = Until
table-verdict = Verdict (code)
table-status = Status (code)
table-recipient = Person (code)
table-trust = Known issuer (code)
table-version = Standard
table-id = Identifier
table-yes = yes
table-no = no
show-nothing = There is no badge in "{ $input }"
    .hint = Ask for the original picture, its JSON or JWS file, or the link of its page.

network-unusable = This machine does not let us use the network
    .hint = Try with --offline: what could not be checked will be said.

debug-rdf-refused = This JSON-LD document cannot become quads without loss
    .hint = Every property must be defined by a known context, and every name be absolute (--base resolves relative ones).
debug-canon-refused = These N-Quads could not be made canonical
    .hint = The form expected is N-Quads 1.1, one quad a line.

demo-init = 1. A place: a folder, a key, badge models
demo-issue = 2. Two badges: signed, verified, baked into a picture
demo-publish = 3. The site: files for any web host
demo-verify = 4. Verify a badge as a recruiter would (this machine serves the site while we try)
demo-revoke = 5. Revoke the other badge, publish again, verify
demo-open = 6. To be opened in a browser:
demo-end = Everything is in the folder { $folder }; you can delete it. For a real place: badge init
demo-not-empty = The folder "{ $folder }" is not empty
    .hint = Delete it, or name another one with --out.
demo-no-server = This machine does not let us serve the trial site
    .hint = The commands can be run one by one as well: see "badge --help".
demo-unexpected = A step did not end as it should
    .hint = Run the command shown just above again to learn more.
