# Mail: badge send.

send-no-settings = This place does not say through which server to send its messages.
    .hint =
        Add to place.toml:
        {"["}mail]
        host = "the outgoing server of your mail"
        user = "your user name"
        Then try “badge send --check”.
send-busy = Another “badge send” is at work in this place.
    .hint = Wait until it is done.
send-unknown = “{ $name }” is no address, no badge that was awarded and no achievement here.
    .hint = “badge list” shows what was awarded.
send-nothing-to-resend = There is no message to send again for “{ $name }”.
    .hint = “badge send --only” sends what was not sent.
resend-withdrawn = Nothing is sent again to { $who }: consent was withdrawn on { $day }.
    .hint = If it is given again, note it: “badge consent record { $who }”.
resend-no-consent = Nothing is sent again to { $who }: this may be a minor, and no consent is noted for this badge.
    .hint = When a parent has said yes: “badge consent record { $who }”; if they are 15 or more, add --of-age.
resend-removed = Nothing is sent again to { $who }: they asked that this badge is no longer shown.
    .hint = Ask them before you write to them again.
resend-revoked = Nothing is sent again to { $who }: their badge { $badge } no longer holds since { $day }.
    .hint = If it was revoked by mistake: “badge reinstate { $badge }”.
resend-replaced = Nothing is sent again to { $who }: their badge { $badge } was replaced on { $day } by { $new }.
    .hint = That is the one to send: “{ $command }”.
resend-over = Nothing is sent again to { $who }: there is nothing left to tell, their badge is over.
    .hint = “badge list --person { $who }” shows it.
send-bad-sender = No message can come from the address “{ $email }”.
    .hint = Change “from” or “reply_to” under [mail], or the place’s own address, in place.toml.
send-more = { $count ->
    [one] And one more message: “badge send --list” or --json have them all
   *[other] And { $count } more messages: “badge send --list” or --json have them all
}
send-confirm = { $count ->
    [one] Send one message through { $host }? (yes/no)
   *[other] Send { $count } messages through { $host }? (yes/no)
}
send-without-link = { $count ->
    [one] One badge has no published page yet: its message would go out without a link. Nothing was sent.
   *[other] { $count } badges have no published page yet: their messages would go out without a link. Nothing was sent.
}
    .hint = Run “badge publish” first and put the folder online. To send without a link all the same: --without-link.
send-without-link-asked = { $count ->
    [one] One badge has no published page yet: its message will go out without a link.
   *[other] { $count } badges have no published page yet: their messages will go out without a link.
}
    .hint = To have the link in it: answer no, run “badge publish”, put the folder online, then run this again.
send-progress = Sending
send-waits = { $count ->
    [one] The server asked to come back later with one message: trying again in { $seconds } s.
   *[other] The server asked to come back later with { $count } messages: trying again in { $seconds } s.
}
send-done = { $count ->
    [one] One message sent.
   *[other] { $count } messages sent.
}
send-nothing = There is nobody to tell.
send-refused = { $count ->
    [one] One message was refused; it is not sent again by itself.
   *[other] { $count } messages were refused; they are not sent again by themselves.
}
    .hint = A wrong address is put right with “badge person merge OLD NEW”, then “badge send --resend NEW”.
send-refused-size = { $count ->
    [one] One message was refused because the server finds it too large.
   *[other] { $count } messages were refused because the server finds them too large.
}
    .hint = Give the badge a lighter picture, or ask whoever looks after the server for its limit; then “badge send --resend ADDRESS”.
send-refused-other = { $count ->
    [one] One message was refused for another reason than its address; it will not be sent again by itself.
   *[other] { $count } messages were refused for another reason than their addresses; they will not be sent again by themselves.
}
    .hint = The server’s answer is quoted above. Show it to whoever looks after the server, then: badge send --resend ADDRESS
send-refused-before = { $count ->
    [one] One message that was refused in the past still waits for somebody to see to it.
   *[other] { $count } messages that were refused in the past still wait for somebody to see to them.
}
    .hint = “badge send --list” shows them first, with the reason. A wrong address is corrected with “badge person merge OLD NEW”, then “badge send --resend NEW”.
send-uncertain = { $count ->
    [one] It is not known whether one message arrived: sending was cut off while the server received it.
   *[other] It is not known whether { $count } messages arrived: sending was cut off while the server received them.
}
    .hint = Ask these people; “badge send --resend ADDRESS” (or “--resend all-uncertain”) sends a second time.
send-left = { $count ->
    [one] One message still waits.
   *[other] { $count } messages still wait.
}
    .hint = Run “badge send” again later: nothing is lost, nothing goes out twice.
send-unpublished = { $count ->
    [one] One badge has no published page yet: its message holds no link.
   *[other] { $count } badges have no published page yet: their messages hold no link.
}
send-no-address = { $count ->
    [one] One badge belongs to somebody without a known address.
   *[other] { $count } badges belong to people without a known address.
}
send-no-consent = { $count ->
    [one] One badge waits for consent: nobody is told before.
   *[other] { $count } badges wait for consent: nobody is told before.
}
send-would-be = { $count ->
    [0] There is nobody to tell.
    [one] One message would be sent.
   *[other] { $count } messages would be sent.
}
send-taken-away = { $count ->
    [one] A letter of an earlier look, which nobody would get any more, was taken out of this folder.
   *[other] { $count } letters of an earlier look, which nobody would get any more, were taken out of this folder.
}
send-dry-run = A try: nothing is sent, nothing is noted.
send-listed = { $count ->
    [0] No message.
    [one] One message.
   *[other] { $count } messages.
}
send-check = { $host }:{ $port } answers. Nothing was sent.
send-check-user = { $host }:{ $port } answers and lets { $user } in. Nothing was sent.
send-address-unusable = this address cannot be written to
send-nothing-left = there is nothing left to tell: the badge was taken back, or the consent
send-needs-utf8 = the outgoing server takes no accented letters in an address

message-waiting = waiting
message-sent = sent
message-refused = refused
message-uncertain = uncertain

dossier-message = message to { $to }, { $day }: { $state }
dossier-message-new = message to { $to }: { $state }

outbox-damaged = This message of the outbox cannot be read.
    .hint = Put the backup of this file back, or remove it: the badges it speaks of would then be announced again.

smtp-away = { $host }:{ $port } does not answer.
    .hint = { $tls ->
        [first] At port 465 most servers also want security = "implicit" under [mail] in place.toml. Otherwise look at the connection, “host” and “port”. Nothing is lost: run it again then.
       *[other] Look at the connection, and at “host” and “port” under [mail] in place.toml. Nothing is lost: run it again then.
    }
smtp-late = The server did not answer in time.
smtp-nobody = The connection is refused: no mail server listens at this port.
smtp-no-name = No machine of this name was found: the name may be misspelt, or this computer is not connected.
smtp-no-way = No way leads there: this computer may not be connected.
smtp-cut = The connection was cut before the server answered.
smtp-not-now = { $host } asks to come back later.
    .hint = Nothing is lost: run it again in a while.
smtp-strange = { $host }:{ $port } does not answer as a mail server does (SMTP).
    .hint = Do “host”, “port” and “security” under [mail] belong together? Nothing is lost.
smtp-no-answer = What came is no answer of a mail server (SMTP).
smtp-hangs-up = { $host } hangs up while it receives each message.
    .hint = Ask whoever looks after that server. Messages that were not handed over wait.
smtp-hangs-up-early = { $host } hangs up before each message.
    .hint = It may bound the number of messages: run it again later, or lower “per_minute” under [mail]. Nothing is lost.
smtp-refused-us = { $host } refuses the connection.
    .hint = Ask whoever looks after that server. Nothing is lost.
smtp-no-starttls = { $host }:{ $port } offers no protected connection (STARTTLS). Nothing was sent.
    .hint = Try security = "implicit" (port 465) under [mail] in place.toml.
smtp-certificate-unknown = Nothing proves that the server is { $host }: no authority that is known vouches for its certificate.
    .hint = If the server is yours, give its certificate, or that of its authority: ca_file = "file.pem" under [mail] in place.toml.
smtp-certificate-name = The certificate of the server is not for { $host }.
    .hint = Write under [mail] the name that the certificate has, or ask whoever looks after the server.
smtp-certificate-expired = The certificate of { $host } is no longer valid.
    .hint = Look at this computer’s date, or tell whoever looks after the server.
smtp-tls = The protected connection with { $host } could not be made.
    .hint = Do the port and “security” belong together? starttls goes with 587, implicit with 465.
smtp-ca-unusable = The file “{ $path }” holds no certificate (PEM).
smtp-host-unusable = “{ $host }” cannot be the name of a server.
smtp-auth-refused = { $host } does not let { $user } in with this password.
    .hint = Look at “user” and the password. Some mail services want an app password. Nothing is lost.
smtp-auth-not-offered = { $host } lets nobody sign in on this connection.
    .hint = Try another port (587 with starttls, 465 with implicit), or take “user” out under [mail].
smtp-sender-refused = { $host } takes no message from { $email }.
    .hint = Put the address of the account that sends under “from”. Nothing is lost.
smtp-password-needed = The password of { $user } is needed to send.
    .hint = Give it by BADGE_SMTP_PASSWORD, or by a file named under [mail]: password_file = "password".
smtp-password-open = Others can read the password in “{ $path }”.
    .hint = Do: chmod 600 “{ $path }”
doctor-mail = messages leave from { $from } by { $host }
doctor-mail-password = the password of { $user } is there
doctor-mail-asked = the password of { $user } is written nowhere: it is asked at each sending
    .hint = By hand that is fine. To send where nobody is, name a file under [mail] (password_file = "password"), or give BADGE_SMTP_PASSWORD.
doctor-mail-untried = the server was not tried: the password is needed
    .hint = “badge send --check” asks for it and tries.
doctor-mail-server = the mail server answers and lets us in
doctor-letter = the message template can be read and filled
doctor-letter-no-subject = filled, this template gives a message without a subject
    .hint = The first line begins with “Subject:” and says something even without a name.
doctor-letter-empty = filled, this template gives an empty message
    .hint = “badge send --dry-run --out FOLDER” shows what would go out.
doctor-letter-no-contact = this template does not say whom to write to with a question or a refusal
    .hint = Add {"{"}contact{"}"} at the end.
smtp-password-empty = The file “{ $path }” holds no password.
    .hint = Write the password into it, alone on a line; or take password_file out, and it will be asked for.
smtp-password-unread = The password could not be read.
smtp-password-prompt = Password of { $user }:

template-faulty = The message template “{ $path }” holds a mistake.
    .hint = docs/mail.md gives the names that can be used. To go back to our templates, rename yours.
template-unknown = there is no name {"{"}{ $name }{"}"}; there are { $names }
template-unknown-near = there is no name {"{"}{ $name }{"}"}; is it {"{"}{ $near }{"}"}?
template-outside = {"{"}{ $name }{"}"} speaks of one badge: its place is between {"{"}each badge{"}"} and {"{"}end{"}"}
template-not-closed = {"{"}{ $name }{"}"} is not written like this: one brace on each side, and no space inside
template-not-ended = {"{"}{ $tag }{"}"} has no {"{"}end{"}"}
template-nothing-open = {"{"}{ $tag }{"}"} ends nothing
template-no-subject = the first line has to give the subject: “Subject: …”
templates-written = Change them as you like; “badge send --dry-run --out FOLDER” shows the result.
templates-there = The templates are there already; they are yours, and stay as they are.
template-unread = “{ $path }” is not read: no template of a message has this name
    .hint = The names that are read are { $names }. Rename the file, or keep it elsewhere.
