# The pages of a place.
site-skip = Go to the content
site-nav = Pages of this place
site-home = Home
site-foot = These pages work without an account, without tracking and without advertising.
site-to-home = See the badges of this place
site-write-to = If you have a question, write to:

site-home-intro = The badges that can be earned here.
site-their-page = The place’s own site
site-catalogue = Our badges
site-catalogue-intro = This is what can be recognised here. Each badge says what to do to earn it.
site-catalogue-empty = There is no badge here yet. Come back soon.
site-catalogue-count = { $count ->
        [one] One badge
       *[other] { $count } badges
    }
site-what = What is a badge?
site-what-says = It says what you have done or can do, and who saw it.
site-what-yours = It is yours. It is a picture to keep, with no account to create.
site-what-checked = It holds a proof. Anyone can check that it is true, even if this site closes.

site-other-language = This badge is described in another language only.
site-criteria = What to do to earn it
site-criteria-met = What had to be done
site-criteria-page = Read the page that describes it
site-level = The level
site-level-short = Level
site-levels = Levels
site-levels-more = What the levels mean
site-levels-intro = Each level says how far a person goes. You can begin where you like.
site-skills = Related skills
site-skills-intro = These links help to compare this badge with other lists of skills.
site-related = Badges close to this one
site-tags = Keywords:
site-creator = Designed by { $name }
site-version = Version { $version }
site-for-machines = This badge for software (JSON)
site-kind = Kind

site-badge-alt = The picture of the badge “{ $name }”
site-badge-by = A badge issued by { $issuer }.
site-where = Place
site-why = Why this badge
site-evidence = Traces of this work
site-no-name = The person is not named here: they choose to whom they show their badge.
site-about-achievement = All about this badge

site-state-valid = Valid badge
site-state-no-end = It has no end date.
site-state-until = Until { $date }.
site-state-expired = Expired badge
site-state-ended = It was valid until { $date }.
site-state-not-yet = Badge not yet valid
site-state-begins = It begins on { $date }.
site-state-revoked = Revoked badge
site-state-suspended = Badge suspended for now
site-state-since = Since { $date }.
site-state-reason = Reason given: “{ $reason }”

site-verify = Check this badge
site-verify-intro = A page can be imitated. The picture of the badge holds a proof that nobody can make again.
site-verify-file = Take the picture of the badge (PNG or SVG), or the address of this page.
site-verify-tool = Give it to a tool that checks Open Badges. There are several, free and without an account.
site-verify-read = The tool says whether the badge is authentic, whether it still holds, and who issued it.
site-verify-address = The address of this badge:
site-keep = Keep this badge
site-keep-intro = Download the picture: the whole badge is inside.
site-keep-care = Keep two copies. Send it as an attached file: messengers that touch up photos remove the proof.
site-keep-remove = Is this badge yours, and do you want it corrected or taken off this page? Write to:
site-file-png = PNG picture
    .note = choose this one when in doubt
site-file-svg = SVG picture
    .note = sharp at any size, for printing
site-file-credential = Signed data (JSON)
    .note = Open Badges 3.0, for software
site-file-credential-jws = Signed data (JWS)
    .note = Open Badges 3.0, another form of signature
site-file-assertion = Data (JSON)
    .note = Open Badges 2.0, for older software
site-file-assertion-jws = Signed data (JWS)
    .note = Open Badges 2.0, signed

site-b = Badges are not listed here
    .what = Each badge has an address of its own. Only the person who received it knows it, and gives it to whom they like.
    .next = If you are looking for a badge, ask the person for its link or its picture.
site-status = Revoked or suspended badges
    .what = These files tell software whether a badge is revoked or suspended.
    .next = They hold numbers, and no name.
site-status-list = List number { $number }
site-keys = Signing keys
    .what = This place signs its badges with a secret key. The public key, shown here, lets anyone check the signature.
    .next = A badge signed with an older key stays good.
site-key-since = Since { $date }.
site-key-retired = Not used since { $date }. What it signed before stays good.
site-key-active = In use.
site-missing = This page does not exist
    .what = The address may be incomplete, or the page was taken away.
    .next = If there should be a badge here, ask the person for its picture: the proof is inside.

site-privacy = Privacy and legal notes
site-privacy-intro = What this site knows about people, and what you can ask for.
site-privacy-visit = When you visit these pages
    .what = These pages set no cookie, follow nobody and call no other site. The host may keep a technical log of visits, as for any site.
site-privacy-shown = What a badge shows
    .what = A badge says what was done, when, and who issued it. The person’s name is there only if they and the place wanted it. Their e-mail address is never there in clear: only a fingerprint of it lets the person show that the badge is theirs.
    .next = No page lists people. The address of a badge cannot be guessed, and search engines are asked to leave it out.
site-privacy-minors = Under 15
    .what = Nothing is published about a child before a parent has agreed. A parent may change their mind at any time.
site-privacy-long = For how long
    .what = A badge stays published for as long as the person wishes and this site exists.
site-privacy-rights = Your rights
    .what = You may ask to see what concerns you, to have it corrected, to take it with you or to have it removed. It is free, and the answer comes within a month. It is the law (the GDPR: General Data Protection Regulation).
    .next = If the answer does not suit you, you may turn to the CNIL, the French authority that protects data: cnil.fr.
site-privacy-who = Who publishes this site
site-privacy-publisher = Published by
site-privacy-responsible = Responsible for what is published
site-privacy-host = Hosted by
