# Tables of people.

map-malformed = “{ $text }” does not say which column is what
    .hint = Write --map "Column title=field", for instance --map "Contact=email".
map-unknown = There is no field “{ $field }”
    .hint = Fields are: name, given name, family name, e-mail, badge, date, evidence, narrative, where, language, level, end date, birth, age, minor, adult, consent, ignore.
map-unknown-near = There is no field “{ $field }”
    .hint = Did you mean “{ $near }”? Fields are: name, given name, family name, e-mail, badge, date, evidence, narrative, where, language, level, end date, birth, age, minor, adult, consent, ignore.
map-twice = --map says twice what the column “{ $header }” is
    .hint = Keep one of the two.
table-missing = The table “{ $path }” is not there
    .hint = Check the name of the file, or give “-” to read standard input.
table-own = “{ $path }” is the table it all comes from: it is not replaced
    .hint = Give another name for the file.
target-published = “{ $path }” is in a published site (“{ $site }”): names and addresses would be online
    .hint = Give a folder that is not put online.
target-own = “{ $path }” is in “{ $name }”, which belongs to this place: nothing else is written there
    .hint = Give a folder apart, like “out”.
target-there = “{ $path }” is there already, and is not as this command wrote it: it is not replaced
    .hint = Give another name, or add --yes to replace it.
target-confirm = “{ $path }” is there already, and is not as this command wrote it. Replace it? (yes/no)
target-confirm-several = { $count } files are there already, and are not as this command wrote them, “{ $path }” among them. Replace them? (yes/no)
table-unread = The table “{ $path }” cannot be read: { $why }
    .hint = A table is a CSV, XLSX or ODS file with one row of column titles. “badge batch template” writes one.
table-empty = it is empty
table-bomb = it unpacks to far more than a table can hold
table-over-limit = { $limit ->
    [table_rows] it has too many rows ({ $most } at most); part it into several files, each with the row of titles
    [table_columns] it has too many columns ({ $most } at most); take out those that nobody reads
    [table_cells] it has too many filled cells or links ({ $most } cells at most); part it into several files, each with the row of titles
   *[other] it is too large ({ $most } bytes at most); part it into several files, each with the row of titles
}
table-old = it is a workbook of the old format, or one with a password; save it as XLSX without a password
table-other = it is neither text nor a workbook
table-entities = its XML declares entities, which no spreadsheet does
table-damaged = { $why ->
    [cut] the file is not whole: it ends too early. Ask for it or save it again
   *[other] the file is damaged. Open it in your spreadsheet and save it again
}
table-no-sheet = it has no sheet “{ $name }”; there are: { $there }
table-no-header = no row looks like column titles; the first one has to name them (for instance: Name, E-mail address, Badge), and it is “{ $first }”
table-no-column = it has no column “{ $header }”; there are: { $there }
table-no-column-near = it has no column “{ $header }”; did you mean “{ $near }”?
separator-tab = tabulator
table-form-csv = Text separated by { $separator } ({ $encoding }), columns read as:
table-form-xlsx = Sheet “{ $sheet }” of an Excel workbook, columns read as:
table-form-ods = Sheet “{ $sheet }” of an OpenDocument workbook, columns read as:
sheet-other = “{ $name }” ({ $count ->
    [one] one line
   *[other] { $count } lines
})
state-unread = "{ $value }"
states-more = { $count ->
    [one] and one more
   *[other] and { $count } more
}
states-unread = { $count ->
    [one] The column "{ $header }": { $values } is not read there. It stays as it is
   *[other] The column "{ $header }": { $values } are not read there. It stays as it is
}
    .hint = Only "example" and "ignore" leave a row out there.
sheets-unread = { $count ->
    [one] Another sheet has titles that are known, and is not read: { $names }
   *[other] { $count } other sheets have titles that are known, and are not read: { $names }
}
    .hint = If they count too, run this again for each: --sheet "{ $first }"
column-public = { $what } (written into the badge, which anybody can read)
column-again = given by another column already: not read
column-unknown = not read
column-minors = The column "{ $header }" may say who is a minor, and is not read
    .hint = Say what is in it: --map "{ $header }=birth" (a date or a year), =age (years), =minor or =adult (yes or no); or =ignore. Or give it, in the table, the title of what it holds: “Date of birth”, “Age” or “Minor”.
column-refusal = The column "{ $header }" may say who does not want to be published, and is not read
    .hint = Say what is in it: --map "{ $header }=consent" (yes or no to being published); or =ignore. Or give it in the table the title "Consent", with yes where the person agrees.
column-addresses = The column "{ $header }" holds e-mail addresses, and is not read: nobody would get their badge
    .hint = Say what it holds: --map "{ $header }=email" if they are those of the people; =ignore if not.
columns-unread = { $count ->
    [one] One column is not read: { $names }
   *[other] { $count } columns are not read: { $names }
}
    .hint = { $count ->
        [one] If it matters, say what it is: --map "Title=field".
       *[other] If one of them matters, say what it is: --map "Title=field".
    } If not: --map "Title=ignore".
field-name = name
field-given-name = given name
field-family-name = family name
field-email = e-mail address
field-achievement = badge
field-tick = box for the badge { $slug }
field-date = date
field-evidence = evidence
field-narrative = what the person did
field-where = place
field-language = language
field-level = level
field-expires = end date
field-birth = birth (only to find minors)
field-minor = minor
field-age = age (only to find minors; never in a badge)
field-adult = of age or not
field-consent = parental consent
field-state = "example" and "ignore" are read there, nothing else
field-result = written by a plan, not read again
field-ignore = left out
plan-at = { $lines }, { $header }: { $value }
plan-at-column = { $lines }, { $header }
plan-at-value = { $lines }: { $value }
plan-line = Row { $line }
plan-lines = Rows { $lines }
plan-lines-more = Rows { $lines } and { $more } more
plan-unread = { $count ->
    [one] Perhaps it is in the column “{ $names }”, which is not read
   *[other] Perhaps it is in one of the columns that are not read ({ $names })
}: --map "{ $example }={ $field }".
plan-of-age = If they are 15 or more: “badge consent record ADDRESS --of-age”.
plan-more = And { $count } more rows to correct: --out PLAN.csv or --json have them all
plan-more-remarks = And { $count } more remarks: --out PLAN.csv or --json have them all
batch-failed-more = And { $count } more failures: --table RESULTS.csv or --json have them all
plan-counts = { $ready ->
    [0] No row ready
    [one] { $ready } row ready ({ $warning } with a remark)
   *[other] { $ready } rows ready ({ $warning } with a remark)
}, { $skipped } left out, { $problem } to correct
plan-cards = { $count ->
    [one] One person has no address and will get a card to be claimed
   *[other] { $count } people have no address and will get a card to be claimed
}
plan-changed = { $count ->
    [one] One row has changed since its badge was awarded
   *[other] { $count } rows have changed since their badges were awarded
}: “badge batch issue” will ask what to do (--changed=skip or --changed=update)
plan-correct = Correct the table and plan again; rows that are ready can be awarded without waiting. Nothing was awarded.
plan-good = { $count ->
    [0] No badge to award
    [one] One badge can be awarded: “badge batch issue”
   *[other] { $count } badges can be awarded: “badge batch issue”
}
table-ending = The name of “{ $path }” does not say which kind of table to write
    .hint = End it with .csv, .xlsx or .ods.
title-state = State
title-own-state = Badge state
title-problem = Problem
title-id = Badge identifier
title-link = Badge link
title-code = Card code
title-files = Badge files
state-ready = ready
state-remark = ready, with a remark
state-left = left out
state-problem = to correct
state-issued = awarded
state-waits = awarded, waiting for a parent to agree: neither published nor mailed
state-kept = awarded, kept back: consent refused or withdrawn
state-updated = replaced
state-already = awarded before
state-changed = changed since, not replaced
state-failed = failed
cohort-name = “{ $name }” cannot be the name of a cohort
    .hint = Small letters, digits and hyphens, and nobody’s name: for example march-workshop.
batch-confirm = { $count ->
    [one] One badge will be awarded.
   *[other] { $count } badges will be awarded.
}
batch-overtaken = Another command changed this place while you were asked: nothing was awarded
    .hint = Run the same command again: the plan may say something else now.
batch-progress = Awarding
batch-results-file = results.csv
batch-changed-ask = { $count ->
    [one] One row that was awarded has changed since ({ $lines }). Replace the badge? (yes/no)
   *[other] { $count } rows that were awarded have changed since ({ $lines }). Replace these badges? (yes/no)
}
batch-changed = { $count ->
    [one] One row that was awarded has changed since (row { $lines }), and there is nobody to say what to do: nothing was awarded
   *[other] { $count } rows that were awarded have changed since (rows { $lines }), and there is nobody to say what to do: nothing was awarded
}
    .hint = --changed=skip leaves these badges as they are; --changed=update replaces them and revokes the old ones.
batch-stopped = { $count ->
    [one] One badge was awarded before the stop and is good: run the same command again to go on
   *[other] { $count } badges were awarded before the stop and are good: run the same command again to go on
}
batch-all-or-nothing = { $count ->
    [one] One row has to be corrected: nothing was awarded
   *[other] { $count } rows have to be corrected: nothing was awarded
}
    .hint = Without --all-or-nothing the rows that are ready are awarded, and the others wait.
batch-failed-row = Row { $line }: { $what }
batch-would = { $count ->
    [0] No badge would be awarded
    [one] One badge can be awarded
   *[other] { $count } badges can be awarded
}
batch-done = { $count ->
    [0] No further badge was awarded
    [one] One badge awarded
   *[other] { $count } badges awarded
}
batch-already = { $count ->
    [one] One badge was awarded before
   *[other] { $count } badges were awarded before
}
batch-updated = { $count ->
    [one] One badge replaces an older one, which is revoked
   *[other] { $count } badges replace older ones, which are revoked
}
batch-unchanged = { $count ->
    [one] One badge stayed as it is, though its row has changed
   *[other] { $count } badges stayed as they are, though their rows have changed
}
batch-problem = { $count ->
    [one] One row has to be corrected: run the command again then, nothing else is awarded twice
   *[other] { $count } rows have to be corrected: run the command again then, nothing else is awarded twice
}
batch-failed = { $count ->
    [one] One badge could not be made
   *[other] { $count } badges could not be made
}
batch-waits = { $count ->
    [one] One badge waits for the consent of a parent: it is neither published nor mailed
   *[other] { $count } badges wait for the consent of a parent: they are neither published nor mailed
}
batch-noted = { $count ->
    [one] What the table says of one person (age, consent) was noted, without a new badge
   *[other] What the table says of { $count } people (age, consent) was noted, without a new badge
}
    .hint = Publish again: badge publish
batch-would-take-back = { $count ->
    [one] The table says no of one person whose consent came with a badge: "badge batch issue" withdraws it and takes their pages down, also where nothing is awarded
   *[other] The table says no of { $count } people whose consent came with a badge: "badge batch issue" withdraws it and takes their pages down, also where nothing is awarded
}
    .hint = Is a cell or a column wrong? Correct it first.
batch-take-back-ask = { $count ->
    [one] The table says no of a person for whom consent was noted: it will be withdrawn, and their pages taken away. Go on? (yes/no)
   *[other] The table says no of { $count } people for whom consent was noted: it will be withdrawn, and their pages taken away. Go on? (yes/no)
}
batch-hide-ask = { $count ->
    [one] By the table, one person is a minor or says no: { $badges ->
        [one] one badge of theirs will not be shown any more, and its page will be taken away
       *[other] { $badges } badges of theirs will not be shown any more, and their pages will be taken away
    }. Go on? (yes/no)
   *[other] By the table, { $count } people are minors or say no: { $badges } badges will not be shown any more, and their pages will be taken away. Go on? (yes/no)
}
batch-taken-back = { $count ->
    [one] The table says no of one person for whom consent was noted: it is withdrawn, their pages are taken down, and nothing more is published or mailed
   *[other] The table says no of { $count } people for whom consent was noted: it is withdrawn, their pages are taken down, and nothing more is published or mailed
}
    .hint = Is the cell wrong? Correct it, then: badge consent record ADDRESS
batch-withdrawn = { $count ->
    [one] One badge is kept back, consent refused or withdrawn: it is neither published nor mailed
   *[other] { $count } badges are kept back, consent refused or withdrawn: they are neither published nor mailed
}
model-done = The model table is in { $path }
model-next = Fill it in with a spreadsheet, then: badge batch plan { $path }
model-none = -
model-sheet = People
model-how-sheet = How to
model-how = One row for each person. Columns can be moved, renamed or deleted; only the name (or the address) and the badge are needed. Rows marked “example” are never awarded.
model-example = example
model-state-why = Empty. “example” or “ignore” leaves the row out.
model-name = Full name
model-name-why = Given and family name; two columns “First name” and “Last name” will do too. The name is not written in the badge.
model-name-1 = Camille Example
model-name-2 = Sacha Example
model-email = E-mail address
model-email-why = One address; empty if the person has none: they get a card to be claimed.
model-email-1 = camille@example.org
model-badge = Badge
model-badge-why = Name of the badge, or its short name; several are parted by a semicolon. There may also be a column for each badge, with a cross in it.
model-badge-1 = Name of the badge
model-date = Date of award
model-date-why = Day of the award, like 2026-03-25; empty for today.
model-date-1 = 2026-03-25
model-evidence = Evidence
model-evidence-why = Address of a photo or a page, or a few words; several columns “Evidence 1”, “Evidence 2” will do.
model-evidence-1 = https://www.example.org/photo.jpg
model-narrative = Comment
model-narrative-why = What the person did, in a few sentences. Written in the badge.
model-narrative-1 = Cut a box of their own design.
model-where = Where
model-where-why = Where it was, with coordinates if you like: Caen;49.18,-0.37. Written in the badge.
model-where-1 = Caen
model-language = Language
model-language-why = fr or en; empty for the language of the place.
model-language-1 = en
model-level = Level
model-level-why = Only to choose between badges of one name.
model-expires = Expires
model-expires-why = Last day it holds; empty if the badge itself says how long it is good.
model-birth = Date of birth
model-birth-why = Or the year alone. Only to find those under 15; never in the badge.
model-birth-2 = 2014-05-30
model-consent = Parental consent
model-consent-why = Yes, and who said so and when: only a cell that says yes is a consent. Without consent the badge of a minor is neither published nor mailed.
model-consent-2 = yes, her mother, on 20 March 2026
