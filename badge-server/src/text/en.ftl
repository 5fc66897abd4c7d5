# The server: its own pages.

page-brand = Badge server
page-skip = Go to the content
page-nav = Pages of the server
page-home = Home
page-verify = Verify a badge
page-foot = Nothing is loaded from elsewhere, nothing is tracked.

home-title = Badge server
home-lead = This server hosts Open Badges, and verifies them.
home-verify = Has somebody shown you a badge? Drop it here: you will learn who gave it, to whom, why, and whether it still holds.
home-places = The places of this server are not listed here: a badge’s address is known to whom it concerns.

missing-title = Page not found
missing-lead = There is nothing at this address.
missing-hint = Check that it is whole: addresses of badges are long, and mail programs sometimes cut them.
method-title = That cannot be done here
method-lead = This page does not answer requests of this kind.
refused-title = Not understood
refused-lead = What was sent is not what this page expects.
large-title = That is too large
large-lead = The file is larger than what this server agrees to read.
busy-title = Too many requests
busy-lead = Many requests came from your address. Wait a minute, then try again.
slow-title = That took too long
slow-lead = The request took more time than this server grants. Try again.
broken-title = Something broke here
broken-lead = It is not your fault. The error was written down; try again in a moment.
page-to-home = Go to the first page

start-title = Welcome
start-lead = This link was printed when the server started: whoever opens it is in charge of it.
start-not-yet = Signing in for teams is being built. The link stays good: opening this page used nothing up.
start-today = What works already: importing a place made with the command “badge” (“badge-server import FOLDER”), publishing its badges at their addresses, and verifying any badge.
start-over-title = This link is no longer good
start-over-lead = It was used already, or is too old. Restart the server: it prints a new one for as long as it has no administrator.

verify-title = Verify a badge
verify-lead = Who gave it, to whom, why, and does it still hold? The answer comes from the badge’s signature, not from its picture.
verify-nothing = Nothing was given: choose a file, or paste an address.
verify-file = A file
verify-file-hint = A picture of the badge (PNG, SVG), a photo of a QR code, a CV in PDF or ODT, a mail, JSON… up to { $most } MB. You can drop it on the field.
verify-text = Or an address, or the text of a badge
verify-text-hint = The address of a badge’s page (https://…), or what a JSON or JWS file holds.
verify-submit = Verify
verify-private = Nothing that you send is kept. To verify, this server reads what the issuer publishes; it does not tell who asks.
