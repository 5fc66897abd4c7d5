# The answer in one sentence, and (.short) in two or three words for tables.
headline-known = Authentic, and issued by an organisation on your list.
    .short = authentic, issuer known
headline-authentic = Authentic: issued by the organisation it names, and nothing was changed.
    .short = authentic
headline-unknown = Authentic. The issuer is not on your list: it is for you to say whether you know them.
    .short = authentic, issuer unknown to you
headline-key-only = Authentic and unchanged, but the issuer’s name is not proven.
    .short = authentic, name not proven
headline-copy-differs = The issuer does publish this badge, but your copy says something else. What is shown here is the issuer’s.
    .short = copy differs from the original
headline-other-person = Authentic, but this badge is about another person.
    .short = about another person
headline-person-unknown = Authentic, but nothing tells whether this badge is about the person you named.
    .short = authentic, person not recognised
headline-expired = This badge has ended.
    .short = expired
headline-revoked = This badge was revoked by its issuer.
    .short = revoked
headline-suspended = This badge is suspended for now.
    .short = suspended
headline-not-yet-valid = This badge has not begun yet.
    .short = not yet begun
headline-altered = This badge was changed after it was signed. Do not rely on it.
    .short = altered
headline-impostor = This badge does not come from the issuer it names. Do not rely on it.
    .short = not from the issuer it names
headline-faulty = This badge is not in order.
    .short = not in order
headline-no-badge = There is no readable badge here.
    .short = no badge
headline-only-links = No badge in this file, but links to follow.
    .short = links to follow
headline-cannot-tell = We cannot tell for now. This is no sign of fraud.
    .short = cannot tell

verdict-verified = verified
verdict-rejected = rejected
verdict-inconclusive = cannot tell

standing-valid = in force
standing-not-yet-valid = not yet begun
standing-expired = expired
standing-revoked = revoked
standing-suspended = suspended
standing-unknown = not known: the list of revoked badges was not read

match-match = The badge is about the person you gave.
match-mismatch = The badge is about another person than the one you gave.
match-not-asked = About whom this badge is: you named nobody, so nothing was compared.
match-unknown = About whom this badge is: nothing could be compared.

trust-known = The issuer is on your list.
trust-unknown = The issuer is not on your list. That is no fault.
trust-not-asked = Whether you know the issuer: you gave no list.

## Why a check has no answer

because-not-applicable = Does not arise for this badge.
    .next = There is nothing for you to do.
because-not-asked = You did not ask for it.
    .next = There is nothing for you to do.
because-unsupported = We cannot check this yet: “{ $name }”.
    .next = Try the issuer’s own page for checking badges.
because-awaiting = Still to be read: { $what }. Address: { $url }
    .next = Check again with a connection.
because-unanswered = Could not read { $what }: { $why }. Address: { $url }
    .next = Try again later, or ask the issuer.
because-unknown-archive = An archive holds { $what }, but you do not know the key that signed this archive. Address: { $url }
    .next = If the place or somebody you trust gave you this key, check again and give the key along with the archive (--archive-key).
because-depends-on = This depends on another check: “{ $check }”.
    .next = See that other check first.

unanswered-not-found = there is nothing at this address
unanswered-gone = the issuer has withdrawn it
unanswered-unreadable = the answer cannot be read
unreachable-offline = no connection was tried
unreachable-dns = the name of the site cannot be found
unreachable-connect = the site does not answer
unreachable-tls = the identity of the site is not certain (its certificate is not good)
unreachable-timeout = the site takes too long to answer
unreachable-broken = the answer broke off
unreachable-status = the site answers with an error ({ $code })
rule-https-only = the address is not protected (http instead of https)
rule-private-address = the address leads to a private network
rule-port = the address asks for an unusual port
rule-too-large = the answer is too large
rule-redirects = the address leads elsewhere too many times
rule-too-many-lookups = this badge asks for too many addresses to be read
rule-unknown-archive = you do not know the key that signed the archive

purpose-assertion = the badge at its own address
purpose-badge-class = the description of the badge
purpose-issuer = the issuer’s profile
purpose-key = the signing key
purpose-did-document = the issuer’s profile, where its keys are
purpose-status-list = the list of revoked badges
purpose-refresh = the newer version
purpose-endorsement = an endorsement
purpose-schema = the rules that the badge names
purpose-context = the badge’s vocabulary
purpose-image = the picture
purpose-trust-list = the list of known issuers
purpose-page = what is at this address
