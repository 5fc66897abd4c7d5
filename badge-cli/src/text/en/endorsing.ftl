# Places that support each other: asking for an endorsement, giving one, accepting one.

endorse-unread = Nothing to read came from the address "{ $input }"
    .hint = Check the address and the network, or give the file.
endorse-nothing = "{ $input }" holds nothing that can be endorsed
    .hint = Give a badge (picture or JSON), the description of a badge (achievements/NAME.json) or the card of a place.
endorse-several = "{ $input }" holds several badges
    .hint = Give one at a time.
endorse-only = "{ $input }" holds only this: { $of ->
        [achievement] the description of a badge
       *[other] the card of a place
    }
    .hint = Leave --of out, or give a badge.
endorse-no-id = "{ $input }" does not say the id of what is to be endorsed ({ $of }): an endorsement would not know what it is about
    .hint = Ask the place for a badge that has an id.
endorse-altered = "{ $input }" is not what its place signed: a changed badge is not endorsed
    .hint = Ask the place that gave the badge for it again.
endorse-unsure = It cannot be told now whether "{ $input }" is authentic
    .hint = Try again with the network. If you know where it comes from, add --anyway.
endorse-not-good = "{ $input }" does not hold: it is not endorsed
    .hint = If that is what you want, add --anyway.
endorse-anyway = Endorsed in spite of this: { $why }
endorse-differs = "{ $input }" does not say the same as what is published at { $id }
    .hint = Ask for the file again, or give this address instead of the file.
endorse-unconfirmed = Nothing confirms that "{ $input }" is what { $id } says
    .hint = Try again with the network. If you have the file from the place itself, add --anyway.
endorse-borrowed = Nothing confirms that "{ $input }" is about { $id }: that address is not one of { $by }, who signed it
    .hint = Try again with the network, or ask the place at that address for its file.
endorse-not-compared = The file was not compared with what is published at { $id }
endorse-no-address = The id of this achievement is no address ({ $id }): nothing shows that it is of this place
endorse-badge-no-address = The id of this badge is no address ({ $id }): those who read your endorsement cannot tell whether it is about this badge
endorse-other-language = In another language this badge has another id: { $id }. To endorse that as well, give both files.
endorse-already = You have endorsed it since { $date } ({ $name }): in badges, the new endorsement will take the place of the old one
    .hint = To withdraw the old one: badge revoke { $name }
endorse-confirm = Sign this endorsement? (yes/no)
endorse-over = The end, { $date }, is over already
    .hint = Give a day to come, or leave --until out.
endorse-comment-long = The words of the endorsement are too long: { $count } letters, { $most } at most
    .hint = Every badge will carry them: say it in a few sentences.
endorse-of-badge = You endorse the badge of one person: "{ $title }"
endorse-of-achievement = You endorse a kind of badge, and so every badge that will be given for it: "{ $title }"
endorse-of-issuer = You endorse a place: "{ $title }"
endorse-by = Given by: { $by }
endorse-id = Id: { $id }
endorse-done = Endorsement signed: "{ $title }"
endorse-send = Send these files to the place that you endorse, by mail for instance: it accepts them with "badge accept FILE"
endorse-publish = Publish again ("badge publish --out FOLDER"): without that, nobody can verify whether this endorsement still holds. Its address: { $link }
endorse-no-base = This place has no address to publish at: the endorsement is signed by a key whose name nobody can verify, and others will not see it withdrawn.

accept-nothing = "{ $input }" holds no endorsement
    .hint = An endorsement is the file endorsement.json or endorsement.jws that the partner sent you.
accept-by-nobody = The endorsement "{ $input }" is signed by nobody
    .hint = Ask the partner for the signed file, the one that "badge endorse" wrote.
accept-altered = The endorsement "{ $input }" was changed after it was signed
    .hint = Ask the partner to send the file again.
accept-not-theirs = The endorsement "{ $input }" is not signed by the key of who says to endorse
    .hint = Ask the partner whether it is really theirs.
accept-expired = The endorsement "{ $input }" is over
    .hint = Ask the partner to renew it.
accept-revoked = The endorsement "{ $input }" was withdrawn by who gave it
    .hint = Talk about it with the partner.
accept-not-yet = The endorsement "{ $input }" begins later
    .hint = Accept it on that day.
accept-unsure = It cannot be told now whether the endorsement "{ $input }" is good
    .hint = Try again with the network. The partner has to publish their site after signing.
accept-faulty = The endorsement "{ $input }" is not good
    .hint = "badge verify" says why. Ask the partner to sign again.
accept-own = The endorsement "{ $input }" comes from this place itself
    .hint = A place does not endorse itself: ask a partner.
accept-elsewhere = The endorsement "{ $input }" is about something else than this place and its badges: { $subject }
    .hint = Ask the partner to endorse the file that you sent them, as it is.
accept-says = { $by } has endorsed { $of ->
        [badge] one person’s badge,
        [issuer] your place,
       *[achievement] the kind of badge
    } "{ $what }" since { $date }
accept-other-language = Badges of this kind given in the other language have another id, and will not carry this endorsement. Ask for one of it, too: { $id }
accept-long = This endorsement is very long ({ $count } letters): every badge will carry the whole of it
    .hint = Ask the partner to say it in a few sentences.
accept-id-taken = This endorsement by { $by } bears the id of another one, which { $known } gave you: it is not kept
    .hint = Ask the partner to sign again, with an id of their own.
accept-done-badge = Endorsement accepted. For this badge to carry it: "badge accept --reissue { $award }"
accept-same-name = { $by } has the same name as { $known }, at another address: ask them whether it is really them before you publish. To take it away: "badge endorsements --remove { $name }"
accept-our-name = { $by } has the name of your place, at another address. To take it away: "badge endorsements --remove { $name }"
accept-unproven = { $by } has no address: nothing proves that name, and your pages will say so
accept-instead = In badges, it takes the place of their endorsement of { $date }
accept-replaces = The file kept under { $name } said something else: this one takes its place
accept-shown-only = This endorsement will be shown on your pages, but no badge carries it: it is about an address of the older version, Open Badges 2.0
    .hint = Ask the partner to endorse the file from "badge request-endorsement".
accept-forms-differ = The two files of the endorsement by { $by } do not say the same: neither is kept
    .hint = Ask the partner which one is right, and accept that one alone.
accept-unbound = This endorsement is about a badge without an address: "badge verify" will always say that nobody can tell whether it is about this badge
    .hint = Give your place an address in place.toml, then ask for the endorsement of a badge given afterwards.
accept-done-shown = { $count ->
        [one] Endorsement accepted: your pages will show it
       *[other] { $count } endorsements accepted: your pages will show them
    }
accept-done = { $count ->
        [one] Endorsement accepted: the next badges will carry it
       *[other] { $count } endorsements accepted: the next badges will carry them
    }
accept-next = For badges given already: "badge accept --reissue BADGE", or "--reissue all"
reissue-done = { $count ->
        [0] No badge signed again
        [one] One badge signed again, under the same id
       *[other] { $count } badges signed again, under the same ids
    }
reissue-as-it-was = { $count ->
        [one] One badge carried what it should already
       *[other] { $count } badges carried what they should already
    }
reissue-not-good = The badge "{ $badge }" is revoked, over or erased: it is not signed again
reissue-older = The badge "{ $badge }" exists in Open Badges 2.0 only, where a badge that was given does not change
    .hint = Give a new badge in Open Badges 3.0.
reissue-later = The badge "{ $badge }" begins on { $date } only: it is not signed again
    .hint = Do it again after that day.
reissue-failed = The badge "{ $badge }" could not be signed again

endorsement-damaged = The endorsement kept in { $path } cannot be read any more
    .hint = Accept it again, or remove this folder.
endorsement-changed = The endorsement by { $by } is not the file that was accepted any more: no badge carries it, no page shows it ({ $path })
    .hint = Put the file back, or accept the partner's once more.
endorsement-other-words = The badge "{ $what }" does not say any more what { $by } endorsed: it was written anew since. New badges do not carry this endorsement any more, and the page says so
    .hint = Ask the partner for a new endorsement. If it stands for the new text as well: "badge accept --anyway FILE", with the same file. "badge endorsements --remove NAME" takes it away.
endorsed-rewritten = "{ $title }", which you endorse ({ $name }), does not say the same any more: it was written anew since
    .hint = Read it again. To withdraw your endorsement: badge revoke { $name }
endorsed-remove-first = Your endorsement "{ $title }" is not withdrawn: it cannot leave your site yet
    .hint = Withdraw it first, so that those who have a copy learn of it: "badge revoke { $name }", then publish.
endorsed-removed = Your endorsement "{ $title }" has left this place and its site, page and files
endorsement-unknown = No endorsement answers to "{ $text }"
    .hint = "badge endorsements" shows them.
endorsement-removed = Endorsement by { $by } taken away
endorsement-removed-next = Badges given already still carry it: "badge accept --reissue all" signs them again without it.
endorsement-unread = "{ $title }" by { $by } could not be checked now; last answer: { $day }
endorsement-withdrawn = The endorsement by { $by } was withdrawn by who gave it: new badges do not carry it any more
endorsement-bad = The endorsement by { $by } cannot be verified any more
    .hint = "badge verify" on its file says why. That does not mean that the partner withdrew it: write to them.
endorsement-key-gone = The endorsement by { $by } cannot be verified any more: the key that signed it is none of the valid keys that this partner publishes
    .hint = That does not mean that they withdrew it: write to them. They can publish the key again, or sign a new endorsement.
endorsement-suspended = The endorsement by { $by } is suspended by who gave it: new badges do not carry it any more
endorsements-none = No endorsement, neither given nor received
endorsements-received = received
endorsements-given = given
endorsement-state-valid = holds
endorsement-state-held = held on { $day }
endorsement-state-revoked = withdrawn
endorsement-state-expired = over
endorsement-state-not-yet = to come
endorsement-state-changed = changed
endorsement-state-bad = not verified any more
endorsement-state-key-gone = key gone

request-nobody = Who is to be asked? The partner's name is missing
    .hint = Give it with --to "NAME".
request-waits = The badge "{ $badge }" waits for a parent's consent: it is sent to nobody
    .hint = Ask for an endorsement of the achievement, or wait for the consent.
request-no-base = This place has no address to publish at: nobody could verify which badge is endorsed
    .hint = Add the address to place.toml, or ask for an endorsement of a badge given already.
request-incomplete = The achievement "{ $name }" is not complete: it cannot be endorsed
    .hint = "badge achievement check" says what is missing.
request-done = Request ready for { $to }
request-next = Send these files by mail: the text is in mail.txt. Publish your place first: the partner compares the file with what is published.

relate-none = The other badge is missing
    .hint = Give its address: --equivalent URL,NAME, --part-of URL,NAME or --follows URL,NAME.
relate-itself = "{ $slug }" cannot be related to itself
    .hint = Give the address of the badge of another place, or of another one of yours.
relate-done = The badge "{ $slug }" now says what it is to { $count ->
        [one] another badge
       *[other] { $count } other badges
    }
