# Cards and certificates.

print-what = Which badges are to be printed?
    .hint = Name them (“badge list” shows them), or give --person, --cohort, --achievement or --table.
print-no-cohort = No badge was awarded with the cohort “{ $name }”
    .hint = Known cohorts: { $known }. Without a name, print from the table you got back: --table FILE.
print-no-award-of = No badge “{ $name }” was awarded
    .hint = Awarded so far: { $known }.
print-nothing = Nothing is left to print
    .hint = “badge list” shows the state of each badge.
print-revoked = The badge { $award } is revoked: it is not printed
    .hint = If that was a mistake, “badge reinstate” makes it hold again.
print-replaced = The badge { $award } was replaced, or its card claimed: it is not printed any more
    .hint = Print the one that holds: "{ $next }".
print-suspended = The badge { $award } is suspended: it is not printed
    .hint = “badge reinstate” makes it hold again.
print-expired = The badge { $award } has expired: it is not printed
    .hint = Award it again with “badge issue”.
print-waiting = The badge { $award } is a minor’s, and no consent is recorded: it is not printed
    .hint = Paper leaves the place as a page or a mail does. Record the guardian’s consent first: “badge consent record”.
print-withdrawn = Consent for the badge { $award } was withdrawn: it is not printed
    .hint = New consent is recorded with “badge consent record”.
print-erased = The person of the badge { $award } was erased: it is not printed
    .hint = Nothing of this person may leave the place any more.
print-removed = The person asked that the badge { $award } is no longer shown: it is not printed
    .hint = The place can show it again if they ask for it.
print-left-revoked = { $count ->
    [one] 1 revoked badge left out
   *[other] { $count } revoked badges left out
}
print-left-suspended = { $count ->
    [one] 1 suspended badge left out
   *[other] { $count } suspended badges left out
}
print-left-expired = { $count ->
    [one] 1 expired badge left out
   *[other] { $count } expired badges left out
}
print-left-waiting = { $count ->
    [one] 1 badge left out: it waits for the consent of a minor’s guardian
   *[other] { $count } badges left out: they wait for the consent of a minor’s guardian
}
print-left-withdrawn = { $count ->
    [one] 1 badge left out: consent was withdrawn
   *[other] { $count } badges left out: consent was withdrawn
}
print-left-erased = { $count ->
    [one] 1 badge left out: the person was erased
   *[other] { $count } badges left out: the person was erased
}
print-left-removed = { $count ->
    [one] 1 badge left out: the person does not want it shown any more
   *[other] { $count } badges left out: their people do not want them shown any more
}
print-table-none = No cell of “{ $path }” names a badge of this place
    .hint = Give the table that “badge batch issue” gave back, with its column “Identifier” or “Link”.
print-table-rows = { $count ->
    [one] 1 line of the table names no badge
   *[other] { $count } lines of the table name no badge
}
print-exists = “{ $path }” is there already: nothing was written
    .hint = Say where to write with --out, or replace it with --force.
print-not-made = The PDF could not be made
    .hint = This is a fault of this program: please report it, with the command and what follows.
print-picture = The picture “{ $path }” cannot be printed
    .hint = Give a PNG picture, or an SVG whose texts are turned into paths.
print-template = The page template “{ $path }” cannot be used
    .hint = “badge certificate --write-template --out FILE” writes the original, with comments.
print-template-written = Page template written to { $path }: change it, then print
print-progress = Pages
print-pages = { $count ->
    [one] 1 page
   *[other] { $count } pages
}
print-would = { $count ->
    [one] 1 badge would be printed ({ $pages }) to { $file }
   *[other] { $count } badges would be printed ({ $pages }) to { $file }
}
print-done-cards = { $count ->
    [one] 1 card in { $file }. Print without scaling (100%), then cut
   *[other] { $count } cards ({ $pages }) in { $file }. Print without scaling (100%), then cut
}
print-done-certificates = { $count ->
    [one] 1 certificate in { $file }
   *[other] { $count } certificates in { $file }
}
print-many = "badge verify" reads the first { $most } certificates of one file, and says so. For a file that can be verified whole, print fewer at a time
print-no-base = This place has no address: there is no QR code. The signed badge is attached to the PDF
print-unwritable = Badge { $award }: { $field } has letters that the font lacks. The page refers to the signed badge, which keeps them
print-name-unwritable = Badge { $award }: the name has letters that the font lacks. A line is left to write it by hand
print-without-signs = Badge { $award }: { $field } is printed without its pictograms, which the font lacks
print-shortened = Badge { $award }: { $field } is too long for the page, and ends with “…”. The signed badge says it all
print-name-shortened = Badge { $award }: the name is too long for the page, and ends with “…”. Shorten it, or make the card larger in templates/paper.toml
print-not-begun = Badge { $award } is valid from { $date } on only, and so is this paper
    .hint = If that is not the right day, the clock was wrong: "badge accept --reissue { $award }" puts it right.
print-none-known = No badge was awarded with “{ $name }”, nor with any other name
    .hint = "badge list" shows the badges that were given.
print-no-room = Badge { $award }: the QR code is too large for the card, and was left out
    .hint = Make the card larger in templates/paper.toml.
print-field-title = the title
print-field-name = the name
print-field-done = what was done
print-field-place = the place
print-field-level = the level
print-field-text = a text of the page template
print-title-cards = Badge cards – { $of }
print-title-certificate = Certificate – { $of }
print-title-certificates = Certificates – { $of }
