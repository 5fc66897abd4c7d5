# The page of one check.
page-proven = What this badge says
page-unproven = What this badge says, without proof
    .note = These words could not be proven: anybody may have written them.
page-unasked = What this badge says
    .note = Nothing was checked. To know whether it is true: badge verify
page-untitled = badge without a name
page-issuer = Issued by
page-issuer-unnamed = an issuer without a name
page-name-unproven = { $name } (name not proven)
page-recipient = Given to
page-recipient-hidden = a person whose address is hidden
page-recipient-id = a person known as { $id }
page-recipient-bearer = a person whom the badge does not name
page-date = Date
page-newer = Version shown
page-newer-since = newer than the one you have, which is of { $date }
page-begins = From
page-ends = Until
page-listed = Known to you
page-listed-by = { $name }, on the list “{ $list }” of { $date }
page-listed-since = { $name }, on the list “{ $list }” since { $date }
page-standing = State
page-version = Standard
page-id = Identifier
page-narrative = What was done
page-endorser = Endorsed by
page-endorses = What is endorsed
page-endorsement-words = Words of the partner
page-endorsed-part = { $part ->
        [badge] of this badge
        [achievement] of this kind of badge (for everybody who earns it)
        [issuer] of the organisation that issued the badge
       *[other] of { $id }, which the badge names
    }
page-endorsed = Endorsement { $part }, by { $name }: { $verdict }.
page-endorsed-since = Endorsement { $part }, by { $name }, since { $date }: { $verdict }.
page-endorsed-listed = Known to you: { $listed }.
page-namesake = Not at this address: your list has this name for { $id }.
page-endorsed-own = The organisation endorses itself.
page-endorsed-words = "{ $words }"
page-endorsed-more = And { $count } more endorsements by the same partner.
page-endorsement-state = { $state ->
        [known] this endorsement holds, and you know this partner
        [holds] this endorsement holds
        [key] this endorsement holds, but nothing proves the name of who endorses
        [withdrawn] this endorsement was withdrawn
        [over] this endorsement is over
        [later] this endorsement has not begun
        [elsewhere] do not count on it: it is about something else
        [none] do not count on it: it is no endorsement
        [unbound] impossible to tell whether it is about this one
        [open] it cannot be told whether it still holds
       *[bad] do not count on it ({ $short })
    }
page-not-checked = What was not checked
page-status-unread = Whether the badge was revoked or suspended: the list was not read.
page-checks = Checks
page-yes = yes
page-remark = yes, but
page-no = no
page-open = ?
page-moot = –
page-advisory = This does not change the answer about the badge.
page-passed = { $count ->
        [0] No check passed.
        [one] One check passed.
       *[other] { $count } checks passed.
    }
page-waiting = { $count ->
        [one] One other check depends on these and could not be done.
       *[other] { $count } other checks depend on these and could not be done.
    }
page-clause = Rule: { $document } – { $url }
page-no-clause = Outside the standard: it is your own question.
page-where = Place: { $pointer }
page-as-of = Checked as of { $date }.
page-recipient-asked = the person you gave

# Where the badge was found.
found = Found: { $where }.
found-png = in the PNG picture, in the place meant for Open Badges { $slot ->
        [openbadges] 2.0
       *[openbadgecredential] 3.0
    }
found-svg = in the SVG picture, in the place meant for Open Badges { $slot ->
        [openbadges] 2.0
       *[openbadgecredential] 3.0
    }
found-entry = in the file “{ $name }”
found-entry-picture = in the document’s picture “{ $name }”
found-entry-text = in the document’s text
found-mail = in the text of the mail
found-mail-attachment = in the file “{ $name }” attached to the mail
found-message = in mail { $number } of the mailbox, “{ $subject }”
found-address = at the address { $url }
found-markup-link = a link
found-markup-text = in the text
found-markup-metadata = in what the page says about itself
found-markup-data = in data embedded in the page
found-markup-image = a picture on the page
found-code = in a QR code
found-text = in the text
found-member = at { $pointer }
found-pdf-page = page { $page }, { $what }
found-pdf-attachment = the attached file “{ $name }”
found-pdf-link = a link
found-pdf-text = a written address
found-pdf-metadata = in the document’s properties
found-pdf-image = a picture
found-pdf-drawing = a drawing
found-pdf-stream = in the document, outside its pages

# The answer about several badges.
answer-found = { $count ->
        [0] No badge found.
        [one] One badge found.
       *[other] { $count } badges found.
    }
answer-older = No. { $number } is an older copy of the same badge: no. { $newer } was signed again, on { $date }.
answer-older-many = { $count } are older copies of badges that were signed again, and are here too.
answer-forms = No. { $first } and no. { $second } are one badge in two forms: Open Badges 2.0 and 3.0. Each has its answer.
answer-forms-many = { $count } badges are here in two forms: Open Badges 2.0 and 3.0. Each has its answer.
answer-inputs = { $count ->
        [one] One file or link looked at.
       *[other] { $count } files or links looked at.
    }
answer-theirs = { $count ->
        [one] One badge is about the person you gave.
       *[other] { $count } badges are about the person you gave.
    }
answer-others = { $count ->
        [one] One badge is about another person.
       *[other] { $count } badges are about another person.
    }
answer-nobodys = { $count ->
        [one] For one badge there is no telling whom it is about.
       *[other] For { $count } badges there is no telling whom they are about.
    }
answer-number = { $number } of { $many } – { $input }
answer-unproven = not proven: { $words }
answer-links = { $count ->
        [one] One address may lead to a badge. It was not read.
       *[other] { $count } addresses may lead to badges. They were not read.
    }
    .next = Check again with a connection to the Internet, or open these addresses yourself.
answer-more = Details are left out here, as there are many badges. Verify one file alone to read them.

date-time = { $date } at { $time }
date = { $day } { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    } { $year }
size = { $unit ->
        [bytes] { $number ->
            [one] { $number } byte
           *[other] { $number } bytes
        }
        [kilo] { $number } kB
       *[mega] { $number } MB
    }
