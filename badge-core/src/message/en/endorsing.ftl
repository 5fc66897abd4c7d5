# Why something is not endorsed, why an endorsement is not accepted, and (.hint) what to do about it.

core-endorse-unread = Nothing to read came from the address "{ $input }"
    .hint = Check the address and the network, or give the file.
core-endorse-nothing = "{ $input }" holds nothing that can be endorsed
    .hint = Give a badge (picture or JSON), the description of a badge (achievements/NAME.json) or the card of a place.
core-endorse-several = "{ $input }" holds several badges
    .hint = Give one at a time.
core-endorse-only = "{ $input }" holds only this: { $of ->
        [achievement] the description of a badge
       *[other] the card of a place
    }
    .hint = Leave --of out, or give a badge.
core-endorse-no-id = "{ $input }" does not say the id of what is to be endorsed ({ $of }): an endorsement would not know what it is about
    .hint = Ask the place for a badge that has an id.
core-endorse-altered = "{ $input }" is not what its place signed: a changed badge is not endorsed
    .hint = Ask the place that gave the badge for it again.
core-endorse-unsure = It cannot be told now whether "{ $input }" is authentic
    .hint = Try again with the network. If you know where it comes from, add --anyway.
core-endorse-not-good = "{ $input }" does not hold: it is not endorsed
    .hint = If that is what you want, add --anyway.
core-endorse-anyway = Endorsed in spite of this: { $why }
core-endorse-differs = "{ $input }" does not say the same as what is published at { $id }
    .hint = Ask for the file again, or give this address instead of the file.
core-endorse-unconfirmed = Nothing confirms that "{ $input }" is what { $id } says
    .hint = Try again with the network. If you have the file from the place itself, add --anyway.
core-endorse-borrowed = Nothing confirms that "{ $input }" is about { $id }: that address is not one of { $by }, who signed it
    .hint = Try again with the network, or ask the place at that address for its file.
core-endorse-not-compared = The file was not compared with what is published at { $id }
core-endorse-no-address = The id of this achievement is no address ({ $id }): nothing shows that it is of this place
core-accept-nothing = "{ $input }" holds no endorsement
    .hint = An endorsement is the file endorsement.json or endorsement.jws that the partner sent you.
core-accept-by-nobody = The endorsement "{ $input }" is signed by nobody
    .hint = Ask the partner for the signed file, the one that "badge endorse" wrote.
core-accept-altered = The endorsement "{ $input }" was changed after it was signed
    .hint = Ask the partner to send the file again.
core-accept-not-theirs = The endorsement "{ $input }" is not signed by the key of who says to endorse
    .hint = Ask the partner whether it is really theirs.
core-accept-expired = The endorsement "{ $input }" is over
    .hint = Ask the partner to renew it.
core-accept-revoked = The endorsement "{ $input }" was withdrawn by who gave it
    .hint = Talk about it with the partner.
core-accept-not-yet = The endorsement "{ $input }" begins later
    .hint = Accept it on that day.
core-accept-unsure = It cannot be told now whether the endorsement "{ $input }" is good
    .hint = Try again with the network. The partner has to publish their site after signing.
core-accept-faulty = The endorsement "{ $input }" is not good
    .hint = "badge verify" says why. Ask the partner to sign again.
core-accept-own = The endorsement "{ $input }" comes from this place itself
    .hint = A place does not endorse itself: ask a partner.
core-accept-elsewhere = The endorsement "{ $input }" is about something else than this place and its badges: { $subject }
    .hint = Ask the partner to endorse the file that you sent them, as it is.
core-accept-id-taken = This endorsement by { $by } bears the id of another one, which { $known } gave you: it is not kept
    .hint = Ask the partner to sign again, with an id of their own.
core-endorse-badge-no-address = The id of this badge is no address ({ $id }): those who read your endorsement cannot tell whether it is about this badge
core-accept-same-name = { $by } has the same name as { $known }, at another address: ask them whether it is really them before you publish
core-accept-our-name = { $by } has the name of your place, at another address
core-accept-unproven = { $by } has no address: nothing proves that name, and your pages will say so
