# The people to whom badges were awarded.

person-unknown = This place knows nobody as "{ $person }"
    .hint = Give an address as "badge list" shows it; for somebody without one, the token of one of their badges.
dossier-title = What this place holds on { $person }
dossier-name = Name: { $name }
dossier-email = E-mail address: { $email }
dossier-did = Decentralised identifier: { $did }
dossier-language = Language to write to them: { $language }
dossier-minor = Noted as a minor
dossier-birth = Year of birth: { $year }
dossier-consent = Consent given on { $day } by: { $by }
dossier-consent-withdrawn = Consent withdrawn on { $day }
dossier-not-published = Nothing about them is published.
dossier-ids = Random number in the register: { $ids }
dossier-awards = { $count ->
    [0] No badge
    [one] { $count } badge:
   *[other] { $count } badges:
}
dossier-award = - { $achievement }, { $day }, { $state }
dossier-reason =     reason: { $reason }
dossier-link =     page: { $link }
dossier-file =     { $path }
dossier-elsewhere = Other files of the place in which their address, or one of their badges, is found:
dossier-unreachable = Also published into "{ $path }", which is not there today
export-not-empty = The folder "{ $path }" is not empty: nothing was written there
    .hint = Choose another folder with --out.
export-done = Everything this place holds on { $person } is in "{ $path }"
erase-warning = { $count ->
    [0] Erasing { $person } cannot be undone.
    [one] Erasing { $person } cannot be undone: their name, their address and the files of { $count } badge will be lost here.
   *[other] Erasing { $person } cannot be undone: their name, their address and the files of { $count } badges will be lost here.
}
    .hint = "badge person export" makes a copy to hand to them. --dry-run shows what would go.
erase-confirm = Erase for ever? (yes/no)
erase-left = { $count ->
    [one] { $count } file in this folder still speaks of this person: it was not touched
   *[other] { $count } files in this folder still speak of this person: they were not touched
}
    .hint = Look at them, and erase yourself what has to go.
erase-unreachable = A site was published into "{ $path }", which is not there: pages of this person may still be in it
    .hint = Plug in that disk or find that folder, and delete the pages there; or publish again.
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
erase-limits = What stays: a random number in the register, so that their badges can still be verified and revoked; the files this person holds; your backups, tables and e-mails; and what is on the web host already.
merge-same = "{ $old }" and "{ $new }" are the same person already
merge-confirm = Replace "{ $old }" by "{ $new }"? (yes/no)
merge-confirm-two = "{ $old }" and "{ $new }" will become one person, for good. Go on? (yes/no)
merge-would-be = { $count ->
    [one] "{ $old }" would become "{ $new }", with { $count } badge
   *[other] "{ $old }" would become "{ $new }", with { $count } badges
}
merge-done = "{ $old }" is now "{ $new }"
merge-badges = { $count ->
    [one] { $count } badge handed out already stays bound to { $old }: so it was signed. Award it again if it has to prove the new address.
   *[other] { $count } badges handed out already stay bound to { $old }: so they were signed. Award them again if they have to prove the new address.
}
