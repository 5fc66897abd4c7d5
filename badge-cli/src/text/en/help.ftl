# The help of the command. A key is "help", then the path of the command, then "--" and the argument.
# ".long" is added to the full help, ".value" names the value that is expected.

help = Makes, signs, publishes and verifies Open Badges from a plain folder
    .long =
        To begin: "badge demo" shows everything in a minute; "badge init" makes your place, the folder that keeps
        your profile, your keys, your achievements and the register of what you award.
        Everything works offline.
help-usage = Usage:
help-command = COMMAND
help-commands = Commands
help-options = Options
help-arguments = Arguments
help-general = General options
help-default = default:
help-after =
    Exit codes: 0 verified or done; 1 badge rejected; 2 usage error or failed operation;
    3 inconclusive; 4 no badge found; 5 verified, but not about the person of --recipient.

    Variables: BADGE_PLACE (the place), BADGE_LANG (fr or en), BADGE_PASSPHRASE (passphrase of the keys), NO_COLOR.
help--help = Shows this help (--help says more than -h)
help--version = Shows the version
help--place = Folder of the place; else BADGE_PLACE, else the nearest parent folder that is one
    .value = FOLDER
help--lang = Language of the messages
    .value = LANGUAGE
help--json = Answers in JSON, for programs
help--quiet = Says only what matters
help--yes = Answers yes when asked to confirm
help--no-color = Uses no colours

help-demo = Makes a trial place, awards two badges, publishes them, verifies them, revokes one
help-demo--out = Folder to write to
    .value = FOLDER

help-init = Makes a place: profile, signing key, address of publication
    .long =
        A place is a folder of files that can be read, copied and backed up. The key that signs your badges is
        protected by a passphrase, read from BADGE_PASSPHRASE or asked for. Nothing that exists is overwritten.
help-init--dir = Folder to make; else the current folder
    .value = FOLDER
help-init--name = Name of the organisation that awards the badges
    .value = TEXT
help-init--name-en = Its name in English, if it differs
    .value = TEXT
help-init--description = One sentence that introduces it
    .value = TEXT
help-init--description-en = The same sentence in English
    .value = TEXT
help-init--email = Where to write to, published with the profile
    .value = E-MAIL
help-init--homepage = Web site of the organisation
    .value = ADDRESS
help-init--image = Logo, PNG or SVG
    .value = FILE
help-init--url = Address (https) where the files will be published; without it, the place is known by its key only
    .value = ADDRESS
help-init--no-passphrase = Keeps the key without a passphrase: whoever copies the file can sign in your name
help-init--examples = Adds the ready-made achievements
help-init--dry-run = Shows what would be done, writes nothing
help-init--at = Acts as if it were this date
    .value = DATE

help-achievement = Looks after achievements
help-achievement-new = Makes an achievement, in a file that can be edited
help-achievement-new--name = Name of the badge
    .value = NAME
help-achievement-new--slug = Short name, for files and addresses
    .value = SHORT-NAME
help-achievement-new--name-en = Name in English
    .value = TEXT
help-achievement-new--description = What it is about, in a sentence or two
    .value = TEXT
help-achievement-new--description-en = The same in English
    .value = TEXT
help-achievement-new--criteria = What one has to do to earn it
    .value = TEXT
help-achievement-new--criteria-en = The same in English
    .value = TEXT
help-achievement-new--picture = Picture, PNG or SVG; else the badge is drawn
    .value = FILE
help-achievement-new--tag = Keyword (may be repeated)
    .value = WORD
help-achievement-new--level = Level, from the place’s own list
    .value = LEVEL
help-achievement-new--kind = Kind, from the place’s own list
    .value = KIND
help-achievement-new--shape = Shape of the drawing, in place of the kind’s
    .value = SHAPE
help-achievement-new--icon = Pictogram of the drawing; else by the name
    .value = ICON
help-achievement-new--colour = Colour of the drawing: a name, or #rrggbb
    .value = COLOUR
help-achievement-new--dry-run = Shows the file, writes nothing
help-achievement-list = Lists the achievements of the place
help-achievement-show = Shows an achievement
help-achievement-show--achievement = Short name of the achievement
    .value = ACHIEVEMENT
help-achievement-check = Checks the achievements, and says what to mend
help-achievement-check--achievement = Short names of achievements; else all
    .value = ACHIEVEMENT
help-achievement-add-examples = Adds the ready-made achievements: civic service and workshops
help-achievement-add-examples--dry-run = Shows what would be added, writes nothing

help-design = Draws a badge: title, level, kind, colours
    .long = Without "-o" the badge is written as SVG into the current folder. In a place, its kinds, its levels and its
        template (templates/badge.svg) count.
help-design--title = Title written on the badge
    .value = TITLE
help-design--from = Achievement of the place to draw
    .value = ACHIEVEMENT
help-design--kind = Kind: its shape, its pictogram, its colour
    .value = KIND
help-design--level = Level: the ribbon, the dots, the weight of the line
    .value = LEVEL
help-design--shape = Shape
    .value = SHAPE
help-design--icon = Pictogram; else by the title
    .value = ICON
help-design--colour = Colour: a name, or #rrggbb
    .value = COLOUR
help-design--logo = Logo to put at the top, PNG or SVG
    .value = FILE
help-design--qr = Text or address of a QR code, in place of the pictogram
    .value = TEXT
help-design--template = SVG template to fill
    .value = FILE
help-design--alt = What can be seen, for those who do not see it
    .value = TEXT
help-design--size = Side of a PNG, in pixels
    .value = PIXELS
help-design--out = File to write, .svg or .png
    .value = FILE
help-design--sheet = Sheet of all kinds and levels, .svg or .png
    .value = FILE
help-design--list = Lists what can be chosen
    .value = LIST
help-design--force = Replaces the file if there is one
help-design--dry-run = Draws and writes nothing, and says what there is to know

help-issue = Awards a badge to a person
    .long =
        The badge is signed, verified, baked into a picture and entered in the register; if anything is missing,
        nothing is written. With "-", reads one award a line in JSON and answers one line of JSON for each:

        {"   {"}"achievement":"impression-3d","to":"lea@example.org","date":"2026-03-02"{"}"}

        Members, like the options: achievement, to, card, name, evidence (texts, or objects with url and narrative),
        narrative, date, where, expires, minor, consent, language, format, suite, image, out, once, rename. A member "ref" is handed back as it is.
        Answer: ref, line, ok, id, token, link, files, remarks and problems (code, field, message, hint).
        A bad line does not stop the others.
help-issue--achievement = Short name of the achievement, or "-" to read lines of JSON from standard input
    .value = ACHIEVEMENT
help-issue--to = Recipient: an e-mail address (never written in the badge as it is) or a DID
    .value = E-MAIL|DID
help-issue--card = Nobody yet: a card to be claimed later
help-issue--name = Name of the person, kept in the place and never in the badge
    .value = NAME
help-issue--rename = Calls by this name a person whom the place knows by another
help-issue--evidence = Address of a trace, with a text if wished (may be repeated)
    .value = ADDRESS[,TEXT]
help-issue--narrative = What the person did
    .value = TEXT
help-issue--date = Day of the award; else today
    .value = DATE
help-issue--location = Where it happened, with coordinates if wished
    .value = TEXT[;LAT,LON]
help-issue--expires = Date at which it ends
    .value = DATE
help-issue--minor = The person is a minor: nothing is published before a parent agrees
help-issue--consent = Consent obtained: who gave it and when, in a few words
    .value = TEXT
help-issue--language = Language of the badge; else the person’s, else the place’s
    .value = LANGUAGE
help-issue--format = Format (may be repeated); ob3 by default
    .value = FORMAT
help-issue--suite = Kind of proof of the format ob3, for a partner who asks for another
    .value = SUITE
help-issue--image = Picture to write; the achievement’s own by default
    .value = PICTURE
help-issue--out = Also copies the badge’s files to this folder
    .value = FOLDER
help-issue--dry-run = Does everything, verification included, and writes nothing
help-issue--at = Acts as if it were this date
    .value = DATE

help-verify = Verifies badges: files, folders, addresses, text
help-verify--input = File, folder, address, text of a badge, or "-" for standard input
    .value = INPUT
help-verify--offline = Asks nothing of the network
help-verify--cache = Folder of answers kept earlier with --record
    .value = FOLDER
help-verify--record = Folder where the answers are kept
    .value = FOLDER
help-verify--at = Judges as if it were this date; today if not given
    .value = DATE
help-verify--recipient = Asks whether the badge is about this person: e-mail address, telephone, DID, or type=value (studentId=1234); as often as you like
    .value = WHO
help-verify--trust = Your list of known issuers: a file, or an address followed by #key= and the key that signs it; as often as you like
    .value = LIST
help-verify--archive = Archive of a site to read where no server answers; as often as you like
    .value = FILE
help-verify--archive-key = Key of a place that you trust: what its archives hold will be believed. The text that begins with z, a thumbprint, or a file
    .value = KEY
help-verify--explain = Shows each step of the verification
help-verify--html = Also writes the answer into a web page, to keep or to print ("-" for standard output)
    .value = FILE
help-verify--table = Also writes the answer into a CSV table, a row for each badge ("-" for standard output)
    .value = FILE
help-verify--accept-unread-status = Accepts, with a remark, a badge whose status could not be read
help-verify--strict-endorsements = Rejects a badge that carries an endorsement that does not hold
help-verify--allow-local = Allows addresses of this machine and of the local network (tests)
help-verify--stand-in = Lets a server answer in place of a name, for instance before a site is published
    .value = HOST=ADDRESS

help-show = Shows what a badge says, without verifying it
help-show--input = File, address or text
    .value = INPUT

help-bake = Bakes a signed badge into a picture
help-bake--credential = JSON or JWS file of the badge
    .value = BADGE
help-bake--picture = PNG or SVG picture
    .value = PICTURE
help-bake--out = File to write
    .value = FILE
help-bake--keep-existing = Refuses when the picture already holds a badge

help-unbake = Takes out of a picture the badge that it holds
help-unbake--picture = PNG or SVG picture
    .value = PICTURE
help-unbake--out = File to write; else standard output
    .value = FILE

help-qr = Makes the QR code to print beside a badge
    .long = For a badge of the place, the code opens the place’s page and carries a short signed statement, so that a
        photo of it can be checked without a network. For any other badge it is the address of the badge’s page.
help-qr--badge = Picture or file of the badge, its token, or the code of its card
    .value = BADGE
help-qr--out = File to write, PNG or SVG; else beside the badge
    .value = FILE

help-card = Prints cards to be cut out: several a page, with a QR code
    .long = A PDF for A4 paper, with cut marks. Each card has the badge’s picture, the person’s name if you want it, and a
        QR code to check it from a photo. A card to be claimed shows the code that gives it. The signed badge is
        attached to the PDF. Say which: badges, --person, --cohort, --achievement or --table.
help-card--badge = Badges to print: identifier or how it begins, address, file
    .value = BADGE
help-card--person = All of a person: their address, or one of their badges
    .value = WHO
help-card--cohort = All of a cohort
    .value = NAME
help-card--achievement = All of an achievement
    .value = ACHIEVEMENT
help-card--table = Those that a table names, in the order of its lines: the one that “badge batch issue” gives back
    .value = FILE
help-card--out = PDF to write; otherwise in the current folder
    .value = FILE
help-card--without-name = Prints nobody’s name
help-card--without-code = Prints no QR code: the place’s key is not opened
help-card--template = Page template instead of templates/paper.toml
    .value = FILE
help-card--write-template = Writes the page template, to be changed, to templates/paper.toml
help-card--force = Replaces the file if it is there
help-card--dry-run = Says what would be printed, and writes nothing
help-card--at = Date to take for today
    .value = DATE

help-certificate = Prints certificates: one a page
    .long = A PDF for A4 paper: the badge’s picture, what was done, when, where, room to sign, a QR code to
        check it from a photo. The signed badge is attached to the PDF. Say which: badges, --person, --cohort,
        --achievement or --table.
help-certificate--badge = Badges to print: identifier or how it begins, address, file
    .value = BADGE
help-certificate--person = All of a person: their address, or one of their badges
    .value = WHO
help-certificate--cohort = All of a cohort
    .value = NAME
help-certificate--achievement = All of an achievement
    .value = ACHIEVEMENT
help-certificate--table = Those that a table names, in the order of its lines: the one that “badge batch issue” gives back
    .value = FILE
help-certificate--out = PDF to write; otherwise in the current folder
    .value = FILE
help-certificate--without-name = Prints nobody’s name
help-certificate--without-code = Prints no QR code: the place’s key is not opened
help-certificate--template = Page template instead of templates/paper.toml
    .value = FILE
help-certificate--write-template = Writes the page template, to be changed, to templates/paper.toml
help-certificate--force = Replaces the file if it is there
help-certificate--dry-run = Says what would be printed, and writes nothing
help-certificate--at = Date to take for today
    .value = DATE

help-attach = Attaches badges to a PDF document: a CV, a certificate, a portfolio
    .long =
        The badges become files within the document, which "badge verify" finds and checks without a network; its
        pages stay as they are. The original is not touched: to undo, throw the new document away. Each badge is
        verified first, without a network.
help-attach--document = The PDF document
    .value = DOCUMENT
help-attach--badge = Badges: baked pictures (PNG, SVG) or files (JSON, JWS)
    .value = BADGE
help-attach--out = File to write; else beside the document, ending in "-badges.pdf"
    .value = FILE
help-attach--page = Adds a page with picture, QR code and link of each badge
help-attach--with-name = Shows the person on that page too, where the badge names them openly
help-attach--accept-rejected = Also attaches badges that are expired, revoked or altered
help-attach--cache = Folder of answers already known, to verify the badges
    .value = FOLDER
help-attach--force = Replaces the file if it is there
help-attach--dry-run = Shows what would be done, writes nothing
help-attach--at = Acts as if it were this date
    .value = DATE

help-claim = Makes a card without an address the badge of the person who shows it
    .long =
        The badge is signed again for that address, with another identifier; the card itself is revoked in the same
        instant. The day, the work and the end are those of the card. The code is typed in small or large letters, with
        or without hyphens. Make sure that the person has the card: a code can be read over a shoulder.
help-claim--code = Code of the card; or its token, file or address
    .value = CODE
help-claim--to = Address of the person: e-mail address or DID
    .value = ADDRESS
help-claim--name = Name of the person, kept in the place and never in the badge
    .value = TEXT
help-claim--language = Language of the badge; otherwise that of the card
    .value = LANG
help-claim--minor = The person is a minor: a guardian has to agree
help-claim--consent = Who agreed, in a few words
    .value = TEXT
help-claim--format = Format (can be repeated); those of the card by default
    .value = FORMAT
help-claim--out = Also copies the files into this folder
    .value = DIR
help-claim--dry-run = Does everything, signing and verifying included, without writing anything
help-claim--at = Instant to take for now
    .value = DATE

help-revoke = Revokes awarded badges
    .long =
        One badge, or many at once: by table, by cohort, by achievement, by person, by date. --dry-run shows which ones;
        the number is confirmed first. A command that was interrupted is run again as it is. "badge reinstate", with the
        same choice, takes it back; but whoever saw the revocation in between may have kept it.
help-revoke--badge = Id, token, file or address of the badge
    .value = BADGE
help-revoke--cohort = Those of a cohort: its name, or the table it came from
    .value = NAME|FILE
help-revoke--table = Those that a table names by token, identifier or address (CSV, XLSX, ODS), as the table of results does
    .value = FILE
help-revoke--achievement = Among them, or among all: only this achievement
    .value = ACHIEVEMENT
help-revoke--person = Only those of this person
    .value = ADDRESS
help-revoke--since = Only since this day
    .value = DATE
help-revoke--until = Only until this day
    .value = DATE
help-revoke--reason = Reason, published with the revocation
    .value = TEXT
help-revoke--dry-run = Shows what would be revoked, writes nothing
help-revoke--at = Acts as if it were this date
    .value = DATE

help-reinstate = Takes a revocation back
help-reinstate--badge = Id, token, file or address of the badge
    .value = BADGE
help-reinstate--cohort = Those of a cohort: its name, or the table it came from
    .value = NAME|FILE
help-reinstate--table = Those that a table names by token, identifier or address (CSV, XLSX, ODS), as the table of results does
    .value = FILE
help-reinstate--achievement = Among them, or among all: only this achievement
    .value = ACHIEVEMENT
help-reinstate--person = Only those of this person
    .value = ADDRESS
help-reinstate--since = Only since this day
    .value = DATE
help-reinstate--until = Only until this day
    .value = DATE
help-reinstate--reason = Reason, kept in the register
    .value = TEXT
help-reinstate--dry-run = Shows what would be reinstated, writes nothing
help-reinstate--at = Acts as if it were this date
    .value = DATE

help-list = Lists the awarded badges
help-list--achievement = Only this achievement
    .value = ACHIEVEMENT
help-list--state = Only this state
    .value = STATE
help-list--since = Only since this day
    .value = DATE
help-list--until = Only until this day
    .value = DATE
help-list--person = Only those of this person: their address, or the token of one of their badges
    .value = ADDRESS
help-list--cohort = Only those of a cohort: its name, or the table it came from
    .value = NAME|FILE
help-list--table = Writes the list into this file (CSV, XLSX or ODS, by its name)
    .value = FILE
help-list--csv = Answers in CSV, for a spreadsheet
help-list--at = Acts as if it were this date
    .value = DATE

help-consent = Records or withdraws the consent of a guardian, or of the person
    .long =
        Nothing about a minor is published or sent until consent is recorded. Consent is kept in people.json, never in
        the register or in a badge.
help-consent-record = Records consent, and says which badges may go out now
help-consent-record--person = Address of the person concerned; or the token or code of one of their badges
    .value = ADDRESS
help-consent-record--by = Who gave it, in a few words; the name is not needed
    .value = TEXT
help-consent-record--how = How it was given
    .value = HOW
help-consent-record--for-which = Only for this achievement (can be repeated); for all of them by default
    .value = ACHIEVEMENT
help-consent-record--date = Day on which it was given; today by default
    .value = DATE
help-consent-record--of-age = The person is 15 or more: ends the doubt about their age
help-consent-record--born = The year in which the person was born, where a wrong one was noted
    .value = YEAR
help-consent-record--dry-run = Shows which badges could go out, without writing anything
help-consent-record--at = Acts as if it were this date
    .value = DATE
help-consent-withdraw = Withdraws consent, or records a refusal: the pages are taken away at once
    .long =
        Pages and files of all badges of the person are taken out of the folders published from here, and no publishing
        brings them back. It holds for adults too, and where nobody had consented. Then put the site on the web host.
help-consent-withdraw--person = Address of the person concerned; or the token or code of one of their badges
    .value = ADDRESS
help-consent-withdraw--by = Who withdraws it, where nobody had given it
    .value = TEXT
help-consent-withdraw--date = Day on which it was withdrawn; today by default
    .value = DATE
help-consent-withdraw--dry-run = Shows what would be taken away, without writing anything
help-consent-withdraw--at = Acts as if it were this date
    .value = DATE
help-consent-show = Shows who consented, and for whom nobody did
help-consent-show--person = Only this person: their address, or the token or code of one of their badges
    .value = ADDRESS
help-consent-show--at = Acts as if it were this date
    .value = DATE

help-person = What the place holds on a person: to see it, copy it, erase it
help-person-show = Shows everything the place holds on a person
help-person-show--person = Their address; or the token of one of their badges
    .value = ADDRESS
help-person-show--at = Acts as if it were this date
    .value = DATE
help-person-export = Writes into a folder everything the place holds on a person, badges included
help-person-export--person = Their address; or the token of one of their badges
    .value = ADDRESS
help-person-export--out = New or empty folder
    .value = FOLDER
help-person-export--dry-run = Shows what would be written, writes nothing
help-person-export--at = Acts as if it were this date
    .value = DATE
help-person-erase = Erases a person, for good
    .long =
        Gone are: their name, their address, their consent, the files of their badges in the place and the pages in the
        folders published from here. A random number stays in the register, so that their badges can still be verified
        and revoked. The files they hold and what is on the web host are out of reach: publish again afterwards.
help-person-erase--person = Their address; or the token of one of their badges
    .value = ADDRESS
help-person-erase--dry-run = Shows what would be erased, erases nothing
help-person-erase--at = Acts as if it were this date
    .value = DATE
help-person-merge = Notes that somebody's address changed, or that two people are one
help-person-merge--old = Old address
    .value = OLD
help-person-merge--new = New address
    .value = NEW
help-person-merge--dry-run = Shows what would change, writes nothing

help-publish = Writes the site, to be put on any web host
    .long =
        The folder holds what verifiers read, and a page for each thing that a person opens. A second run changes
        only what changed. Only files that this command wrote are ever removed.
help-publish--out = Folder of the site
    .value = FOLDER
help-publish--dry-run = Shows what would change, writes nothing
help-publish--at = Acts as if it were this date
    .value = DATE

help-send = Tells people about their badges by mail, each of them once
    .long =
        One message for each person, in their language, with their badges attached. The outgoing server is set in
        place.toml, under [mail]. What is refused, put off or uncertain is noted in the folder outbox; running the
        command again sends nothing twice. What waits for a parent’s consent is not sent.
help-send--only = Only this address, cohort, achievement or award (can be repeated)
    .value = WHO
help-send--resend = Sends once more to this address, cohort, achievement or award; all-uncertain: everything that is uncertain
    .value = WHO
help-send--dry-run = Sends nothing; shows who would be told
help-send--out = With --dry-run: writes the messages (.eml) into this folder
    .value = FOLDER
help-send--without-link = Also sends what has no published page yet: these messages have no link
help-send--check = Connects to the server and signs in, sends nothing
help-send--list = Shows the messages and what became of them
help-send--write-templates = Writes our message templates into the folder templates, to be changed
help-send--wait = Waits so many seconds at most when the server asks to come back later
    .value = SECONDS
help-send--at = Acts as if it were this date
    .value = DATE

help-key = Looks after signing keys
help-key-new = Makes one more key
help-key-new--kind = Kind of key
    .value = KIND
help-key-new--no-passphrase = Keeps the key without a passphrase
help-key-new--dry-run = Shows what would be done, writes nothing
help-key-new--at = Acts as if it were this date
    .value = DATE
help-key-list = Lists the keys
help-key-rotate = Signs with a new key from now on; the old one stays published, its badges stay good
help-key-rotate--kind = Kind of key to replace
    .value = KIND
help-key-rotate--no-passphrase = Keeps the new key without a passphrase
help-key-rotate--dry-run = Shows what would be done, writes nothing
help-key-rotate--at = Acts as if it were this date
    .value = DATE
help-key-retire = Signs no more with a key; what it signed stays good
help-key-retire--key = Thumbprint of the key, or its first characters
    .value = KEY
help-key-retire--stolen = The key was lost or stolen: nothing it signed will verify any more
help-key-retire--dry-run = Shows what would be done, writes nothing
help-key-retire--at = Acts as if it were this date
    .value = DATE
help-key-export = Gives the public part of a key
help-key-export--key = Thumbprint of the key, or its first characters; else the one that signs
    .value = KEY
help-key-export--form = How the key is written
    .value = FORM

help-doctor = Examines the place and says what to mend
help-doctor--online = Also examines what others see at this address; else at the place’s own
    .value = ADDRESS
help-doctor--allow-local = Accepts addresses of this machine too, for trying things out
help-doctor--stand-in = Looks for a host at this address (may be repeated)
    .value = HOST=ADDRESS:PORT
help-doctor--at = Acts as if it were this date
    .value = DATE

help-trust = Looks after lists of known issuers
help-trust-new = Makes an empty list
help-trust-new--name = Name of the list, or of the network that keeps it
    .value = NAME
help-trust-new--out = File to write; trust.json if not given
    .value = FILE
help-trust-new--until = Day until which the list is good
    .value = DATE
help-trust-new--at = Acts as if it were this date
    .value = DATE
help-trust-add = Puts an issuer on the list, with its keys, after asking
help-trust-add--list = The list (JSON)
    .value = LIST
help-trust-add--issuer = Its id (did:web:…, https://…), one of its badges, or the folder of a place
    .value = ISSUER
help-trust-add--name = Name under which you know it
    .value = NAME
help-trust-add--url = Its web site
    .value = URL
help-trust-add--key = One more key of its own, whole or in a file; as often as you like
    .value = KEY
help-trust-add--any-key = Holds no key: any key published at its address will do
help-trust-add--offline = Asks nothing of the network
help-trust-add--cache = Folder of answers kept earlier by "badge verify --record"
    .value = FOLDER
help-trust-add--archive = Archive of a site to read where no server answers; as often as you like
    .value = FILE
help-trust-add--archive-key = Key of a place that you trust: what its archives hold will be believed. The text that begins with z, a thumbprint, or a file
    .value = KEY
help-trust-add--allow-local = Allows addresses of this machine and of the local network (tests)
help-trust-add--stand-in = Lets a server answer in place of a name
    .value = HOST=ADDRESS
help-trust-add--dry-run = Shows what would be done, writes nothing
help-trust-add--at = Acts as if it were this date
    .value = DATE
help-trust-remove = Takes an issuer off the list, after asking
help-trust-remove--list = The list (JSON)
    .value = LIST
help-trust-remove--issuer = Its id, as the list gives it
    .value = ISSUER
help-trust-remove--dry-run = Shows what would be done, writes nothing
help-trust-remove--at = Acts as if it were this date
    .value = DATE
help-trust-sign = Signs the list, so that others can fetch it
help-trust-sign--list = The list (JSON)
    .value = LIST
help-trust-sign--key = Key that signs (PEM); else that of the place
    .value = FILE
help-trust-sign--out = File to write; else that of the list, ending in .jws
    .value = FILE
help-trust-sign--until = Day until which it is good; else that of the list, or a year from now
    .value = DATE
help-trust-sign--dry-run = Shows what would be done, writes nothing
help-trust-sign--at = Acts as if it were this date
    .value = DATE
help-trust-show = Shows who is on a list, and who signed it
help-trust-show--list = File, or address followed by #key= and the key
    .value = LIST
help-trust-show--offline = Asks nothing of the network
help-trust-show--cache = Folder of answers kept earlier by "badge verify --record"
    .value = FOLDER
help-trust-show--allow-local = Allows addresses of this machine and of the local network (tests)
help-trust-show--stand-in = Lets a server answer in place of a name
    .value = HOST=ADDRESS
help-trust-show--at = Acts as if it were this date
    .value = DATE

help-archive = Keeps a published site in one signed file, for the day it is gone
help-archive--site = Folder where the site was published, or a place
    .value = SITE
help-archive--out = File to write
    .value = FILE
help-archive--base = Address at which the site lived; else what the site says of itself
    .value = URL
help-archive--urls = Keeps what these addresses answer now: a file with one a line
    .value = FILE
help-archive--name = Whose site it is
    .value = NAME
help-archive--key = Key that signs (PEM); else that of the place
    .value = FILE
help-archive--allow-local = Allows addresses of this machine and of the local network (tests)
help-archive--stand-in = Lets a server answer in place of a name
    .value = HOST=ADDRESS
help-archive--dry-run = Shows what would be done, writes nothing
help-archive--at = Date of the archive; else now
    .value = DATE

help-debug = Tools for understanding a signature
help-debug-rdf = Shows one by one the statements that a signature covers (N-Quads)
help-debug-rdf--file = A badge, or another JSON-LD document
    .value = FILE
help-debug-rdf--base = Address of the document, which completes shortened ids
    .value = ADDRESS
help-debug-canon = Puts these statements into the order and under the names that are signed (RDFC-1.0)
help-debug-canon--file = File of statements (N-Quads)
    .value = FILE
help-debug-schema = Writes the description, for programs, of what "badge verify --json" answers (JSON Schema)

help-completions = Writes completions for your shell
help-completions--shell = Shell
    .value = SHELL

help-man = Writes the manual pages
help-man--out = Folder to write to
    .value = FOLDER

help-batch = Awards badges to a whole table of people
help-batch-plan = Says what a table would award and what is wrong, row by row; awards nothing
    .long =
        The table is a CSV, XLSX or ODS file. Columns are guessed from their titles, in French or in English, and
        shown; --map says what was not guessed. The exit code is 0 when nothing has to be corrected, 1 otherwise.

          badge batch plan registered.xlsx
          badge batch plan registered.csv --map "Contact=email" --achievement laser-cutting
          badge batch plan registered.csv --out plan.csv
help-batch-plan--source = Table of people, or "-" for standard input
    .value = TABLE
help-batch-plan--sheet = Sheet to read; otherwise the first that has column titles
    .value = NAME
help-batch-plan--map = Says what a column is (may be repeated); "ignore" leaves it out
    .value = TITLE=FIELD
help-batch-plan--achievement = Badge to award where the table names none
    .value = ACHIEVEMENT
help-batch-plan--date = Day of the award where the table gives none; otherwise today
    .value = DATE
help-batch-plan--at = Acts as if it were this date
    .value = DATE
help-batch-plan--out = Writes the table with the state and the problems of each row (CSV, XLSX or ODS, by its name)
    .value = FILE
help-batch-template = Writes a model table, with examples and explanations
    .long =
        The name of the file says which kind of table to write: .xlsx, .ods or .csv. Example rows are never awarded.

          badge batch template registered.xlsx
help-batch-template--out = File to write
    .value = FILE
help-batch-template--at = Acts as if it were this date
    .value = DATE
help-batch-issue = Awards the rows of a table that are ready
    .long =
        Every row that is ready is awarded; the others wait to be corrected. What was awarded to the same person for
        the same day is not awarded twice: if the command is interrupted, run it again as it is. The exit code is 0
        when everything is awarded, 1 when rows have to be corrected, 2 when something failed.

          badge batch issue registered.xlsx --dry-run
          badge batch issue registered.xlsx --out to-hand-out
          badge batch issue plan.csv --changed=update --table results.ods
help-batch-issue--source = Table of people, or a corrected plan; "-" for standard input
    .value = TABLE
help-batch-issue--sheet = Sheet to read; otherwise the first that has column titles
    .value = NAME
help-batch-issue--map = Says what a column is (may be repeated); "ignore" leaves it out
    .value = TITLE=FIELD
help-batch-issue--achievement = Badge to award where the table names none
    .value = ACHIEVEMENT
help-batch-issue--date = Day of the award where the table gives none; otherwise today
    .value = DATE
help-batch-issue--at = Acts as if it were this date
    .value = DATE
help-batch-issue--changed = What to do with awarded rows that have changed: leave them, or replace their badge
    .value = CHOICE
help-batch-issue--cohort = Short name of the cohort, kept in the register, to find it again; nobody’s name
    .value = NAME
help-batch-issue--all-or-nothing = Awards nothing if a single row has to be corrected
help-batch-issue--format = Format (may be repeated); those of the place by default
    .value = FORMAT
help-batch-issue--suite = Kind of proof of the ob3 format, for a partner who asks for another one
    .value = SUITE
help-batch-issue--image = Picture to write; that of each achievement by default
    .value = KIND
help-batch-issue--out = Also copies the files of each person into a folder of their own below this folder
    .value = DIR
help-batch-issue--zip = With --out: a ZIP for each person instead of a folder
help-batch-issue--table = Writes the table with the state, identifier, link and files of each badge (CSV, XLSX or ODS, by its name)
    .value = FILE
help-batch-issue--dry-run = Does everything, signing and verifying included, without writing anything
