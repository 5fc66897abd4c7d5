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
page-begins = From
page-ends = Until
page-listed = Known to you
page-listed-by = { $name }, on the list “{ $list }” of { $date }
page-listed-since = { $name }, on the list “{ $list }” since { $date }
page-standing = State
page-version = Standard
page-id = Identifier
page-narrative = Work done
page-endorsed = Endorsed by { $name }: { $verdict }
page-not-checked = What was not checked
page-status-unread = Whether the badge was revoked or suspended: the list was not read.
page-checks = Checks
page-yes = yes
page-no = no
page-open = ?
page-moot = –
page-advisory = Takes nothing from the badge.
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
