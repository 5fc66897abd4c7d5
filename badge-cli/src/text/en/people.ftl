# The people to whom badges were awarded.

person-unknown = This place knows nobody as "{ $person }"
    .hint = Give an address as "badge list" shows it; for somebody without one, the token of one of their badges.
merge-maybe-done = This place knows nobody as "{ $old }", and does know "{ $new }"
    .hint = If the two were merged already, there is nothing left to do. If not, give the old address as "badge list" shows it.
dossier-title = What this place holds on { $person }
dossier-name = Name: { $name }
dossier-also = Also noted as: { $names }
dossier-email = E-mail address: { $email }
dossier-did = Decentralised identifier: { $did }
dossier-language = Language to write to them: { $language }
dossier-minor = Noted as a minor
dossier-presumed = because nobody told their age: noted on { $day }
dossier-presumed-once = because nobody told their age
dossier-birth = Year of birth: { $year }
dossier-consent = Consent given on { $day } by: { $by }
dossier-consent-by-nobody = Consent given on { $day }
dossier-consent-how = { $how }
dossier-consent-for = only for: { $names }
dossier-consent-recorded = noted by itself, and not while awarding a badge
dossier-consent-of-adult = noted while this place took the person for fifteen or more
dossier-consent-refused-by = given or refused by: { $by }
dossier-consent-withdrawn = Consent withdrawn on { $day }
dossier-not-shown = Badge not to be shown any more, asked on { $day }: { $badge }
dossier-not-theirs = Badge that is not theirs, said on { $day }: { $badge }
dossier-not-published = Nothing about them is published.
dossier-ids = Random number in the register: { $ids }
dossier-awards = { $count ->
    [0] No badge
    [one] { $count } badge:
   *[other] { $count } badges:
}
dossier-award = - { $achievement }, { $day }, { $state }
dossier-reason = reason: { $reason }
reason-superseded = replaced
dossier-code = card to be claimed: { $code }
dossier-endorsed = endorsed by { $by } ({ $id })
dossier-link = page: { $link }
dossier-file = { $path }
dossier-elsewhere = Other files of the place in which their address, or one of their badges, is found:
dossier-by-name = Other files of the place in which their name is found; it may be somebody else:
dossier-unreachable = Also published into "{ $path }", which is not there today
export-not-empty = The folder "{ $path }" is not empty: nothing was written there
    .hint = Choose another folder with --out.
export-done = Everything this place holds on { $person } is in "{ $path }"
erase-finished = An erasure that had been cut short was finished
erase-warning = { $count ->
    [0] Erasing { $person } cannot be undone.
    [one] Erasing { $person } cannot be undone: their name, their address and the files of their badge will be lost here.
   *[other] Erasing { $person } cannot be undone: their name, their address and the files of { $count } badges will be lost here.
}
    .hint = "badge person export" makes a copy to hand to them. --dry-run shows what would go.
erase-confirm = Erase for ever? (yes/no)
erase-left = { $count ->
    [one] { $count } file in this folder still speaks of this person: it was not touched
   *[other] { $count } files in this folder still speak of this person: they were not touched
}
    .hint = Look at them, and erase yourself what has to go.
erase-left-by-name = { $count ->
    [one] In { $count } file of this folder (“?”) their name is found, or that of somebody who is called the same: it was not touched
   *[other] In { $count } files of this folder (“?”) their name is found, or that of somebody who is called the same: they were not touched
}
    .hint = Look at them, and erase what really is about this person yourself.
erase-unreachable = A site was published into "{ $path }", which is not there: pages of this person may still be in it
    .hint = Plug in that disk or find that folder, and delete the pages there; or publish again.
pages-stuck = "{ $path }" is still there: it is the page of somebody whose badges must not be online any more
    .hint = Delete that file, or have it deleted by whoever owns the folder, and put the site online again. The next command that writes into the place tries again.
pages-gone = { $count ->
    [one] { $count } badge is not shown any more: the person is noted as a minor, or said no. Published files taken away: { $files }
   *[other] { $count } badges are not shown any more: the people are noted as minors, or said no. Published files taken away: { $files }
}
    .hint = Put the site online again. When a parent has said yes: badge consent record ADDRESS --by "who said yes". Is the age a slip? badge consent record ADDRESS --born YEAR
pages-would-go = { $count ->
    [one] { $count } badge would not be shown any more: the person is noted as a minor, or said no. Published files to take away: { $files }
   *[other] { $count } badges would not be shown any more: the people are noted as minors, or said no. Published files to take away: { $files }
}
    .hint = Is that a slip? Correct it first.
erase-would-be = { $count ->
    [0] This person would be erased
    [one] This person and { $count } badge would be erased
   *[other] This person and { $count } badges would be erased
}
erase-done = { $count ->
    [0] Person erased
    [one] Person erased, with { $count } badge
   *[other] Person erased, with { $count } badges
}
erase-limits = What stays: a random number in the register, so that their badges can still be verified and revoked; the files this person holds; your backups, tables and e-mails; and what is on the web host already. A table that is run again would enter and tell this person anew: take them out of it.
erase-endorser = { $by } endorsed one of these badges: the endorsement, with the address of the badge, stays published by that partner ({ $id })
    .hint = Write to them: "badge revoke" withdraws it, then "badge endorsements --remove NAME" takes it off their site. Only they can do it.
merge-two = “{ $new }” is already known here: { $new_name }, { $count ->
    [0] no badge
    [one] one badge
   *[other] { $count } badges
}
    .hint = “{ $old }” ({ $old_name }) and they would become one person, for good. If they are two people, correct the address.
merge-same = "{ $old }" and "{ $new }" are the same person already
merge-confirm = Replace "{ $old }" by "{ $new }"? (yes/no)
merge-confirm-two = "{ $old }" and "{ $new }" will become one person, for good. Go on? (yes/no)
merge-withdrawn = The consent withdrawn on { $day } stays withdrawn: nothing about this person is published or sent
    .hint = What was goes at once with the merge. If consent is given again, record it: "badge consent record { $new }".
merge-would-be = { $count ->
    [one] "{ $old }" would become "{ $new }", with { $count } badge
   *[other] "{ $old }" would become "{ $new }", with { $count } badges
}
merge-done = "{ $old }" is now "{ $new }"
merge-badges = { $count ->
    [one] { $count } badge handed out already stays bound to the address before: so it was signed. Award it again if it has to prove { $new }.
   *[other] { $count } badges handed out already stay bound to the address before: so they were signed. Award them again if they have to prove { $new }.
}

award-card = Card to be claimed, code { $code }. To give it to somebody: "badge claim { $code } --to ADDRESS".
claim-done = Card { $code } is claimed: the badge "{ $title }" is now bound to { $to }
claim-would-be = Card { $code } can be claimed: badge "{ $title }"
claim-again = Card { $code } was claimed by this person before, on { $day }: here is their badge
claim-unseen = This place has no address to publish at: whoever keeps the card cannot see that it was claimed.
claim-expired = The badge on this card expired on { $day }
    .hint = It can still be claimed, but will not be good for anything: rather award a new one.
claim-claimed = Card { $code } was claimed before, on { $day }
    .hint = If it was not by the right person, revoke their badge with "badge revoke", then award a new one with "badge issue".
claim-revoked = Card { $code } was revoked on { $day }: it can no longer be claimed
    .hint = If that was a mistake, "badge reinstate" brings it back; otherwise award a new badge.
claim-revoked-why = Card { $code } was revoked on { $day } ({ $reason }): it can no longer be claimed
    .hint = If that was a mistake, "badge reinstate" brings it back; otherwise award a new badge.
claim-suspended = Card { $code } is suspended since { $day }
    .hint = "badge reinstate" brings it back; then it can be claimed.
claim-erased = Card { $code } was for a person who was erased: its files are gone
    .hint = Award a new badge with "badge issue".
claim-not-a-card = "{ $badge }" is not a card: this badge is bound to an address already
    .hint = If the person changed their address: "badge person merge OLD NEW".
claim-minor = This card is a minor’s, and no consent is recorded: their address is not taken
    .hint = First record a guardian’s consent: "badge consent record { $token }" for a card with a name, or --consent "who said yes" with this command.
claim-withdrawn = The consent given for this person was withdrawn: their card cannot be claimed
    .hint = If it is given again, record it: "badge consent record { $person }".
claim-other-badges = The consent recorded for this person is for other badges: their card cannot be claimed
    .hint = If it was given for this one as well, record it: "badge consent record { $person } --for { $slug }".
claim-other-name = The card names "{ $card }", and { $to } is the address of "{ $name }": they would become one person, for good
    .hint = A brother and a sister need an address each. If it is the same person, go on.
claim-two = Two cards have the code { $code }, which is very rare
    .hint = Give the token of the one you mean: { $tokens }.
claim-unknown = The code { $code } is well written, but no card of this place has it
    .hint = It may be the card of another place. "badge list" shows the cards of this one.
claim-length = "{ $code }" is no card code: it has { $found } signs instead of { $wanted }
    .hint = Copy the three groups of three signs that are on the card.
claim-sign = "{ $code }" is no card code: sign { $at }, "{ $sign }", is on no card
    .hint = Cards have no O and no zero, no I, no L and no one. Look again: it may be a Q, a D, a J or a 7.
claim-check = The code "{ $code }" does not fit: a sign at least is wrong, or two changed places
    .hint = Read it again on the card. "badge list" shows the codes of the cards of this place.
claim-near-letter = No card has the code "{ $code }": sign { $at } is probably "{ $right }" and not "{ $wrong }"
    .hint = If it is card { $near }, try again with that code.
claim-near-swapped = No card has the code "{ $code }": signs { $at } and { $next } have probably changed places
    .hint = If it is card { $near }, try again with that code.
claim-near = No card has the code "{ $code }"
    .hint = If it is card { $near }, try again with that code.
qr-waits = This badge is of a minor for whom no guardian agreed, or whose consent was withdrawn: no code, it would lead to a page that is not published
    .hint = First record the consent: "badge consent record { $token }".
qr-erased = This badge is of a person who was erased: its page is no longer published, a code would lead nowhere
qr-removed = The person asked that this badge is no longer shown: its page is not published, a code would lead nowhere
attach-waits = This badge is of a minor for whom no guardian agreed, or whose consent was withdrawn: it does not leave this place, not even in a document
    .hint = First record the consent: "badge consent record { $token }".
attach-erased = This badge is of a person who was erased: it no longer leaves this place, not even in a document
attach-removed = The person asked that this badge is no longer shown: it does not leave this place, not even in a document

consent-of-nobody = The card "{ $card }" has no name: consent would concern nobody
    .hint = When it is claimed: "badge claim { $card } --to ADDRESS --minor --consent 'who said yes'".
consent-future = "{ $date }" is still to come
    .hint = Give the day on which consent was given or withdrawn, or nothing for today.
consent-before-birth = { $day } is before the person was born, or more than fifteen years ago for a minor: nobody can have given this consent
    .hint = Give the day on which consent was given: --date YYYY-MM-DD, or nothing for today. If the year of birth that is noted is wrong: --born YYYY.
consent-by-empty = It is missing who gave consent
    .hint = Say it in a few words with --by, or leave that option out.
consent-narrower = { $person } has consent for all their badges already: this one would take some back without saying so
    .hint = To narrow it, withdraw consent first: "badge consent withdraw { $person }", then record the new one.
consent-recorded = Consent recorded for { $person }
consent-of-age = { $person } is noted as 15 or more
consent-born = { $person } is noted as born in { $year }
consent-born-wrong = { $year } cannot be a year of birth
    .hint = Write it with four figures: 1994.
consent-of-age-born = { $person } was born in { $year }: not 15 yet
    .hint = Note a parent’s consent: “badge consent record { $person } --by "who said yes"”. Is the year wrong? Correct it: “badge consent record { $person } --born 1994”.
consent-of-age-minor = { $person } was a minor when the badges were awarded: their age alone does not let these go out
    .hint = If they agree themselves: “badge consent record { $person } --of-age --by "herself"”.
consent-frees = { $count ->
    [0] No badge waited for this consent.
    [one] { $count } badge can now be published and sent: "badge publish --out DIR", then "badge send".
   *[other] { $count } badges can now be published and sent: "badge publish --out DIR", then "badge send".
}
consent-would-free = { $count ->
    [0] No badge waits for this consent
    [one] { $count } badge could be published and sent
   *[other] { $count } badges could be published and sent
}
consent-still-waiting = { $count ->
    [one] { $count } badge still waits: the consent is not about it.
   *[other] { $count } badges still wait: the consent is not about them.
}
consent-own-before = The consent that is noted for { $person } is their own, or was noted without saying whose while they were taken for 15 or more: it does not count, since below that a parent gives it
    .hint = Ask a parent, then: "badge consent record { $person } --by "her mother"".
consent-keeps = { $count ->
    [one] { $count } badge waits for a parent's consent from now on; published files taken away: { $files }
   *[other] { $count } badges wait for a parent's consent from now on; published files taken away: { $files }
}
    .hint = When a parent has said yes: "badge consent record { $person } --by "who said yes"".
consent-keeps-stuck = "{ $path }" is still there: it is the page of somebody whose badges must not be online any more
    .hint = Delete that file, or have it deleted by whoever owns the folder, and publish again.
consent-would-keep = { $count ->
    [one] { $count } badge would wait for a parent's consent; published files to take away: { $files }
   *[other] { $count } badges would wait for a parent's consent; published files to take away: { $files }
}
consent-waits-on = { $count ->
    [one] { $count } badge waits for a parent's consent, as before.
   *[other] { $count } badges wait for a parent's consent, as before.
}
consent-withdrawn = { $count ->
    [0] Consent for { $person } is withdrawn: nothing about them will be published or sent
    [one] Consent for { $person } is withdrawn: { $count } published file was taken away, and no publishing will bring it back
   *[other] Consent for { $person } is withdrawn: { $count } published files were taken away, and no publishing will bring them back
}
consent-would-withdraw = { $count ->
    [0] Consent would be withdrawn; nothing is published from here
    [one] Consent would be withdrawn, and { $count } published file taken away
   *[other] Consent would be withdrawn, and { $count } published files taken away
}
consent-withdrawn-before = Consent had been withdrawn before, on { $day }
consent-limits = Out of reach: what is on the web host already until the site is put there again, messages that were sent, archives, search engines, and copies that others made. The badges themselves still hold: "badge revoke" ends them, "badge person erase" erases the person.
consent-state-given = given on { $day }
consent-state-withdrawn = withdrawn on { $day }
consent-state-missing = not given
consent-state-not-needed = not needed
consent-for-all = all badges
consent-waiting = { $count ->
    [one] { $count } badge kept back
   *[other] { $count } badges kept back
}
consent-count = { $count ->
    [0] No consent recorded, and nobody needs one
    [one] { $count } person
   *[other] { $count } people
}
consent-how-paper = on paper
consent-how-mail = by mail
consent-how-spoken = spoken
consent-how-other = in another way
