# For each reason: what happened, then (.next) what can be done.

-ask-issuer = Tell the organisation that issued the badge.
-ask-original = Ask the person for the original file, or for the link of their badge.
-ask-again = Ask the issuer to issue the badge again.
-nothing = There is nothing for you to do.
# The same after "otherwise,".
-or-ask-issuer = tell the organisation that issued the badge.
-or-ask-original = ask the person for the original file, or for the link of their badge.

## The file

reason-empty = The file is empty.
    .next = { -ask-original }
reason-too-large = The file is too large: { $size }, while the limit is { $limit }.
    .next = Make sure that it is a badge. { -ask-original }
reason-unsupported-format = This is { $format ->
        [markup] a page or a drawing of an unknown kind
        [ole] an old Office document, an Outlook mail, or an Office document with a password
       *[other] a file of the kind { $format }
    }: a badge cannot be read from it.
    .next = { -ask-original } PNG, SVG, JSON and links are the good forms; PDF, DOCX and ODT can be read too.
reason-unknown-format = This is neither a badge picture nor a badge document.
    .next = { -ask-original }
reason-damaged-picture = The picture is damaged or incomplete.
    .next = Download it again. If that is not enough, { -or-ask-original }
reason-no-badge-in-picture = The picture holds no badge. Messengers, word processors and screenshots often remove that data.
    .next = { -ask-original }
reason-several-in-picture = { $ignored ->
        [one] The picture holds another badge, which was not looked at.
       *[other] The picture holds { $ignored } other badges, which were not looked at.
    }
    .next = If the badge shown is not the right one, { -or-ask-original }
reason-compressed-in-picture = The badge is compressed inside the picture, which the standard does not allow. It was read all the same.
    .next = { -nothing } Other tools may fail to read it: the issuer can make the picture again.
reason-not-a-credential = The file can be read, but there is no badge in it.
    .next = { -ask-original }
reason-no-badge-inside = No badge was found inside. A picture of a badge often loses its data on the way into a document.
    .next = { -ask-original } If you see a QR code in it, take a photo or a screenshot of it, and check that picture.
reason-only-links = { $count ->
        [one] The file holds no badge, but one address that may lead to a badge.
       *[other] The file holds no badge, but { $count } addresses that may lead to badges.
    }
    .next = Open these addresses, or ask the person for the original file of their badge.
reason-dead-links = { $count ->
        [one] The file holds no badge. One address seemed to lead to a badge: it was read, and there is none.
       *[other] The file holds no badge. { $count } addresses seemed to lead to badges: they were read, and there is none.
    }
    .next = { -ask-original }
reason-document-damaged = The document is damaged: it cannot be read.
    .next = Download it again. If that is not enough, { -or-ask-original }
reason-document-rebuilt = The document is damaged; what could be read of it was looked at.
    .next = If a badge is missing, { -or-ask-original }
reason-document-locked = The document opens only with a password.
    .next = Ask the person for the document without a password, or for the original file of their badge.
reason-part-unread = { $page ->
        [0] { $part ->
            [attachment] An attached file could not be read; the rest was.
            [metadata] The document’s properties could not be read; the rest was.
           *[other] A part of the document could not be read; the rest was.
        }
       *[other] { $part ->
            [page] The text of page { $page } could not be read; the rest was.
            [image] A picture on page { $page } could not be read; the rest was.
            [attachment] A file attached to page { $page } could not be read; the rest was.
           *[other] Page { $page } could not be read in full; the rest was.
        }
    }
    .next = If a badge is missing, { -or-ask-original }
reason-other-entries = { $count ->
        [one] One of the { $total } entries of the file is no badge
       *[other] { $count } of the { $total } entries of the file are no badges
    }: it was left aside.
    .next = Ask the person what it is, if you expected more badges.
reason-more-inside = The document holds more than is looked at ({ $limit ->
        [nesting] files within files
        [parts] number of parts
        [parts_bytes] size of the parts
        [found] number of badges
        [links] number of addresses
        [pdf_pages] number of pages
        [pdf_tokens] number of words
        [pdf_operations] number of drawing steps
        [scan_pixels] size of the pictures
       *[other] { $limit }
    }). Reading stopped there.
    .next = Send the badge alone, or a shorter document.
reason-screenshot = This is a screenshot: it shows a badge, and holds none.
    .next = A screenshot proves nothing. { -ask-original }
reason-rewritten = This picture was written again by a messenger or a web site, which leaves the badge out.
    .next = { -ask-original } Sent as a document rather than as a photo, the file stays whole.
reason-rewritten-by = This picture was written again by { $by }, which leaves the badge out.
    .next = { -ask-original } Sent as a document rather than as a photo, the file stays whole.
reason-badge-picture = { $place ->
        [page] The picture on page { $page } looks like a badge’s
        [file] The picture “{ $name }” in the file looks like a badge’s
        [inside] A picture inside looks like a badge’s
       *[given] This picture looks like a badge’s
    }, but holds no badge: most likely a word processor, a messenger or a screenshot wrote it again, and what it carried is gone.
    .next = Ask the person for the original file, downloaded from where they keep their badges, or for the link of their badge.
reason-photo = This is a photograph: it holds no badge, and no QR code that can be read was found on it.
    .next = { -ask-original } Or take a sharper photo of the QR code, from the front.
reason-code-unreadable = There seems to be a QR code on the picture, but it cannot be read: too small, blurred or partly covered.
    .next = Take a sharper photo of the code alone, from the front and in good light. If that is not enough, { -or-ask-original }
reason-code-other = { $count ->
        [one] The QR code on the picture says something else than a badge.
       *[other] The { $count } QR codes on the picture say something else than a badge.
    }
    .next = { -ask-original }
reason-picture-differs = The picture that carries this badge is not the one that its issuer shows for it (difference { $difference } of 100).
    .next = Go by the words of the badge, not by the picture. { -ask-issuer }

## The short statement of a QR code

reason-compact-malformed = The statement in the code is damaged, or not made as it must be ({ $fault }).
    .next = Scan the code again. If that is not enough, { -or-ask-original }
reason-compact-digest = The full badge is not the one for which this code was made. Address: { $url }
    .next = It may have been issued again since: go by the full badge, and ask the person for their current file.
reason-compact-differs = The code does not say the same as the full badge: { $claim ->
        [n] the badge has another name
        [o] the issuer has another name
        [a] another achievement is recognised
        [r] it is about another person
        [f] it begins at another time
       *[t] it ends at another time
    }.
    .next = Trust neither of them, and ask the issuer which one is right.
reason-compact-elsewhere = The code opens a page of { $page }, while the badge lies at { $expected }.
    .next = Do not believe that page. This check did not use it.
reason-compact-no-address = The code does not say where the full badge can be read, so nobody can tell from it whether the badge was revoked.
    .next = { -ask-original }

## The document

reason-not-json = The text cannot be read from line { $line }, column { $column } on: it is damaged or cut short.
    .next = { -ask-original }
reason-not-utf8 = The text holds unreadable characters (from byte { $at } on).
    .next = { -ask-original }
reason-duplicate-member = The word “{ $name }” is written twice in one place: two people could read two different things.
    .next = { -ask-issuer }
reason-over-limit = The badge goes over a safety limit ({ $limit ->
        [document_bytes] size of the document
        [compact_bytes] size of the statement
        [qr_codes] number of QR codes
        [json_depth] levels of nesting
        [json_values] number of values
        [quads] number of statements
        [context_depth] nested vocabularies
        [canon_calls] effort of reading
        [canon_permutations] effort of reading
        [canon_work] effort of reading
        [contexts] vocabularies of its own
        [image_bytes] size of the picture
        [png_chunks] pieces of the picture
        [inflated_text_bytes] size of the unpacked text
        [xml_events] size of the drawing
        [xml_depth] levels of the drawing
        [status_list_bytes] size of the list of revoked badges
        [status_entries] number of status entries
        [status_bytes] size of the lists of revoked badges
        [proofs] number of proofs
        [endorsements] number of endorsements
        [endorsement_depth] nested endorsements
        [rounds] exchanges with the network
        [lookups] addresses to read
        [answer_bytes] size of an answer
       *[other] { $limit }
    }). Reading stopped there.
    .next = { -ask-issuer }
reason-number-out-of-range = A number is too large or too precise for everyone to read it alike.
    .next = { -ask-issuer }
reason-not-an-object = The document does not have the shape of a badge.
    .next = { -ask-original }
reason-context-missing = The expected vocabulary is not announced: { $expected }
    .next = { -ask-issuer }
reason-context-unknown = The badge uses a vocabulary that we do not know: { $url }
    .next = { -ask-issuer } This is no sign of fraud.
reason-context-conflict = The vocabularies of the badge contradict each other (“{ $term }”).
    .next = { -ask-issuer }
reason-context-feature = The badge is written in a way that we refuse, to be safe ({ $keyword }).
    .next = { -ask-issuer }
reason-term-undefined = The word “{ $term }” is defined nowhere: the signature does not cover it, and anyone may have added it.
    .next = Do not rely on this badge as it is. { -ask-issuer }
reason-relative-name = A name is not complete: “{ $name }”. It should be a whole address.
    .next = { -ask-issuer }
reason-not-a-badge = This is not a badge, but { $kind ->
        [status-list] a list that says which badges were revoked
        [revocation-list] a list of revoked badges
        [profile] the card of an organisation
        [achievement] the description of what can be earned: nobody earned it here
        [badge-class] the description of what can be earned: nobody earned it here
        [key] a public key
        [presentation] an envelope without any badge in it
       *[other] another document
    }.
    .next = { -ask-original }
reason-presentation-not-checked = The badge came in an envelope (a presentation). Who put it there was not checked; the badge itself was.
    .next = { -nothing }
reason-presentation-signed = The envelope (a presentation) is signed by { $holder }. That says who put the badge into it, not who shows it to you: whoever received it can show it in turn.
    .next = If that matters, ask the person to show their badge in front of you.
reason-presentation-altered = The envelope was changed since it was signed, or signed by another key. This says nothing about the badge itself.
    .next = Go by the badge alone. If the envelope matters to you, ask for it again.
reason-presentation-purpose = The signature of the envelope was made for something else than showing badges (“{ $found }”).
    .next = Go by the badge alone. If the envelope matters to you, ask for it again.
reason-presentation-not-holders = The key that signed the envelope is not one by which { $holder } shows anything.
    .next = Go by the badge alone: nothing says that this person showed it.
reason-presentation-open = { $holder ->
        [none] The envelope is signed, and does not say by whom.
       *[other] The envelope is signed, and nothing says whether the key is that of { $holder }.
    }
    .next = Go by the badge alone.
reason-older-version = This badge was made by an older version of the standard, Open Badges { $version }. It was judged by the rules of that version.
    .next = { -nothing }
reason-type-missing = Nothing says that this document is of the right type (“{ $expected }” was expected).
    .next = { -ask-original }
reason-member-missing = Something required is missing: “{ $member }”.
    .next = { -ask-issuer }
reason-member-type = “{ $member }” is not written as it should be; it takes { $expected ->
        [text] a text
        [object] an object
        [date-time] a date with its time
        [url] an address
        [boolean] true or false
        [number] a number
        [integer] a whole number
        [list] a list
        [one] a single value
        [id] an identifier
       *[other] “{ $expected }”
    }.
    .next = { -ask-issuer }
reason-member-unexpected = The badge holds something that this kind of document does not have: “{ $member }”.
    .next = { -ask-issuer } They can remove it, or announce it in the badge’s vocabulary.
reason-member-value = “{ $member }” has a value that is not allowed: “{ $found }”.
    .next = { -ask-issuer }
reason-dates-reversed = An end comes before its beginning (“{ $member }”).
    .next = { -ask-issuer }
reason-date-malformed = A date is not well written: “{ $found }” (“{ $member }”).
    .next = { -ask-issuer }
reason-subject-unnamed = The badge does not say about whom it is.
    .next = { -ask-issuer }
reason-schema-not-checked = The badge names further rules, which we have not read: { $url }
    .next = { -nothing }
reason-schema-broken = The badge says that it follows further rules ({ $url }), and does not follow this one: { $rule }
    .next = { -ask-issuer }
reason-schema-changed = The badge names further rules that have changed since: they were not used. { $url }
    .next = { -nothing }
reason-extension-not-checked = The badge holds an addition that we cannot check: “{ $name }”.
    .next = { -nothing }
reason-identity-inconsistent = { $fault ->
        [hash-not-a-hash] The person’s identity should be hidden, and is not hidden properly.
        [plain-looks-hashed] The person’s identity looks hidden, but the badge says that it is not.
        [hashed-missing] The badge does not say whether the person’s identity is hidden.
       *[other] The person’s identity is written in an unusual way ({ $fault }).
    }
    .next = { -ask-issuer }

## The proof

reason-proof-missing = This badge is not signed: nothing shows who made it.
    .next = { -ask-original }
reason-method-deprecated = This kind of proof is old (“{ $method }”). It was checked all the same.
    .next = { -nothing }
reason-proof-malformed = The proof is not well written (“{ $member }”).
    .next = { -ask-original }
reason-base-proof = This is the full copy, which the person keeps: it is not made to be shown.
    .next = Ask the person for the version made from it for you (a derived proof).
reason-parts-withheld = The signature is good. This kind of proof lets a person leave parts out: an end date, for instance, may be missing.
    .next = If you miss something, ask the person for it.
reason-purpose-wrong = The proof was made for something else than issuing a badge (“{ $found }”).
    .next = { -ask-issuer }
reason-algorithm-refused = The way of signing “{ $algorithm }” is not safe enough, or does not go with the key.
    .next = { -ask-again }
reason-key-other-algorithm = The signing key is made for the way of signing “{ $named }”, and was used with “{ $used }”.
    .next = { -ask-again }
reason-header-critical = The signature demands a rule that we do not know (“{ $name }”).
    .next = { -ask-issuer }
reason-private-key-exposed = The badge holds the secret signing key: anyone can sign in the issuer’s place.
    .next = Warn the issuer at once: this key must not be used any more.
reason-key-bad = The signing key is not good: { $fault ->
        [kind] it is of an unknown kind
        [length] it does not have the right length
        [rsa-size] it is too short to be safe
        [small-order] it is too weak to be safe
        [header-differs] it is not the one that the issuer publishes
        [use] it is not made for signing
       *[other] it is not well written ({ $fault })
    }.
    .next = { -ask-issuer }
reason-key-not-found = The signing key is not where it should be: { $key }
    .next = { -ask-issuer }
reason-key-purpose = This key is not meant for issuing badges: { $key }
    .next = { -ask-issuer }
reason-key-revoked = The signing key was revoked on { $since }.
    .next = { -ask-again }
reason-key-expired = The signing key has not been valid since { $since }.
    .next = { -ask-again }
reason-proof-from-future = The proof is dated { $created }, which has not come yet.
    .next = Check the date of your device. If it is right, { -or-ask-issuer }
reason-proof-expired = The proof has not been valid since { $expires }.
    .next = { -ask-again }
reason-claim-differs = The signed envelope and the badge contradict each other (“{ $claim }”).
    .next = { -ask-issuer }
reason-claim-missing = Something is missing in the signed envelope (“{ $claim }”).
    .next = { -ask-issuer }
reason-signature-mismatch = The signature does not fit: the badge, its proof or the key was changed afterwards.
    .next = Do not rely on this badge. { -ask-original }
reason-signature-malformed = The signature itself is damaged or cut short.
    .next = { -ask-original }
reason-not-canonical = The badge is written in such a way that its signature cannot be checked.
    .next = { -ask-issuer }
reason-canonical-form = The signature is good, but was made with an uncommon variant of the standard ({ $form }).
    .next = { -nothing }
reason-older-context = The signature is good, but follows an older text of the vocabulary ({ $url }), and does not cover { $members }: anybody may have added that.
    .next = Disregard what is not covered: it is not shown here.

## A badge published at an address

reason-not-served = There is nothing any more at this address: { $url }
    .next = { -ask-issuer }
reason-served-other = What lies at this address is not a badge: { $url }
    .next = { -ask-issuer }
reason-not-verifiable = The badge has neither a signature nor an address where it could be read again: nothing allows to check it.
    .next = { -ask-original }
reason-out-of-scope = The address of the badge ({ $url }) does not belong to the issuer it names ({ $issuer }).
    .next = Do not rely on this badge. Ask the issuer directly.
reason-scope-unenforceable = The issuer has no address: it cannot be checked that the badge is published there.
    .next = { -ask-issuer }
reason-class-elsewhere = The description of the badge lies elsewhere than with its issuer: { $url }
    .next = { -nothing }
reason-id-differs = The address { $expected } gives a document that says it is another one: { $found }
    .next = { -ask-issuer }
reason-copy-differs = Your copy and the published original do not say the same. The original counts, and is what is shown.
    .next = Keep the original instead, from the badge’s address.

## The issuer

reason-key-not-issuers = { $controller ->
        [none] The key is not that of the issuer the badge names: { $issuer }
       *[other] The key belongs to { $controller }, but the badge says that it comes from { $issuer }.
    }
    .next = Do not rely on this badge. Ask the issuer it names directly.
reason-key-not-listed = The issuer { $issuer } publishes its keys, and this one is not among them.
    .next = Do not rely on this badge. Ask the issuer it names directly.
reason-issuer-lists-no-key = The issuer { $issuer } publishes no key: one cannot know whether this one is its own.
    .next = Ask the issuer directly.
reason-issuer-is-key = The issuer is known by its key only. The name written on the badge is not proven.
    .next = Ask the issuer whether this key is theirs: { $issuer }
reason-issuer-not-address = The issuer’s identifier is not an address: { $issuer }
    .next = { -ask-issuer }
reason-issuers-differ = The documents name two issuers: { $first } and { $second }.
    .next = Do not rely on this badge. { -ask-issuer }
reason-did-unsupported = This kind of issuer identifier cannot be read here (“{ $method }”).
    .next = This is no sign of fraud. Try the issuer’s own page for checking badges.

## The state of the badge

reason-revoked = { $reason ->
        [none] The issuer has revoked this badge. Where it says so, it gives no reason.
       *[other] The issuer has revoked this badge. It says: “{ $reason }”
    }
    .next = Do not count on this badge any more. The issuer can explain its decision.
    .endorsement = { $reason ->
            [none] The partner has withdrawn this endorsement. Where they say so, they give no reason.
           *[other] The partner has withdrawn this endorsement. They say: “{ $reason }”
        }
    .endorsement-next = Do not count on this endorsement any more. The partner can explain their decision.
reason-suspended = { $reason ->
        [none] The issuer has suspended this badge for now. Where it says so, it gives no reason.
       *[other] The issuer has suspended this badge for now. It says: “{ $reason }”
    }
    .next = Check it again later, or ask the issuer.
    .endorsement = { $reason ->
            [none] The partner has suspended this endorsement for now. Where they say so, they give no reason.
           *[other] The partner has suspended this endorsement for now. They say: “{ $reason }”
        }
    .endorsement-next = Check it again later, or ask the partner.
reason-not-yet-valid = This badge begins on { $valid_from }. It was checked as of { $now }.
    .next = Check it again from that date on.
    .endorsement = This endorsement begins on { $valid_from }. It was checked as of { $now }.
    .endorsement-next = Check it again from that date on.
reason-expired = This badge ended on { $valid_until }. It was checked as of { $now }.
    .next = Ask the person whether they have a newer badge.
    .endorsement = This endorsement ended on { $valid_until }. It was checked as of { $now }.
    .endorsement-next = Ask the partner whether they renew it.
reason-status-unread = The list of revoked badges was not read, which you accepted: { $url }
    .next = Check again with a connection, to know whether the badge is revoked.
reason-status-list-bad = The list of revoked badges is not good: { $fault ->
        [signature] its signature does not fit
        [length] it is too short
        [range] the badge’s number is not in it
        [purpose] it serves another purpose
        [encoding] it is unreadable
        [expired] it is too old
        [issuer] it comes from another issuer
        [type] it is not a list
        [entry] one of its entries names no badge
        [document] it does not say what such a list has to say
        [size] it is too large
        [own-status] whether it still counts itself is told by another list, which was not read
       *[other] { $fault }
    }.
    .next = { -ask-issuer }
reason-status-list-issuer = The list of revoked badges is signed by somebody else: { $found }
    .next = { -ask-issuer }
reason-status-unsupported = This kind of list of revoked badges cannot be read here (“{ $kind }”).
    .next = Ask the issuer whether the badge is still valid.
reason-status-message = The issuer attached a message: “{ $message }”
    .next = { -nothing }

## The person, endorsements, trust, age of what was read

reason-recipient-differs = This badge is about another person than the one you gave.
    .next = Check what you gave: the person may have had another address at the time.
reason-recipient-case = It is the same person, written a little differently (capital letters, spaces, punctuation).
    .next = { -nothing }
reason-recipient-weak-hash = The person’s identity is badly protected in this badge: it can be guessed.
    .next = { -ask-again }
reason-recipient-unknown = The badge names nobody in a way that can be compared.
    .next = Ask the person how the badge was given to them.
reason-recipient-national = The telephone number you gave does not say which country it belongs to: it cannot be compared.
    .next = Write it in its international form, for example +33 6 12 34 56 78.
reason-endorsement-bad = An endorsement that comes with the badge is not good: { $id }
    .next = Do not count on this endorsement. The badge itself is not at fault.
reason-endorsement-elsewhere = An endorsement that comes with the badge is about something else: { $subject }
    .next = Do not count on this endorsement. The badge itself is not at fault.
reason-endorsement-unbound = An endorsement names { $id }, which is no address of the organisation: anybody could have put that id into a badge of their own.
    .next = Ask the partner whether it is the badge of this organisation that they endorse. The badge itself is not at fault.
reason-issuer-unknown = The issuer is not on your list: { $issuer }. That is no fault: no list holds everybody.
    .next = Find out about the issuer, then add it if you wish.
reason-issuer-other-key = The list “{ $list }” has this issuer with other keys than the one that signed the badge: { $issuer }. It does not count as known.
    .next = Ask those who keep the list whether the issuer has a new key.
reason-trust-list-over = The list “{ $list }” was valid until { $since }. It no longer counts.
    .next = Fetch the list again, or ask those who keep it for a newer one.
reason-stale = { $count ->
        [one] Something was read long ago, on { $fetched }: { $url }
       *[other] { $count } things were read long ago, on { $fetched }. One of them: { $url }
    }
    .next = Check again with a connection.
reason-read-later = { $count ->
        [one] Something was read
       *[other] { $count } things were read
    } after the moment for which the badge is judged, on { $fetched }: nobody knows how it was at that moment.
    .next = If you did not choose that moment yourself, check the clock of your computer.
reason-from-archive = { $count ->
        [one] One document was
       *[other] { $count } documents were
    } read from an archive made on { $made }, { $days ->
        [0] the same day
        [one] one day before
       *[other] { $days } days before
    }. What happened since is not known.
    .next = { -nothing }
reason-archive-from-future = An archive bears a date that has not come yet: { $made }. Nobody knows when it was made.
    .next = Check the clock of your computer. If it is right, ask those who made the archive for another one.
reason-newer-shown = What you see is a newer version of the badge, of { $shown }. The one you have is of { $held }.
    .next = Ask the person for the newer version, if you want to keep it.
reason-newer-to-come = A newer version is ready, and begins on { $shown }. Until then the one you have, of { $held }, counts.
    .next = Check this badge again after that day.
reason-refresh-failed = A newer version is announced, but could not be used: { $url }
    .next = The badge was judged as you have it. You can try again later.
