# The sentences of the command. ".hint" says what to do next. Values come from msg! in the code.

label-error = error:
label-warning = warning:
label-hint = hint:
label-where = at { $place }
label-cause = because: { $text }

internal = Something went wrong inside
    .hint = This is a defect of the program: report it together with the command that you typed.
stdout-failed = The answer could not be written to standard output
    .hint = Check the free space, or the program that reads the answer.

io-not-found = the file or folder does not exist
io-permission = you do not have the necessary rights
io-full = the disk is full
io-is-directory = it is a folder, not a file
io-not-directory = a part of the path is not a folder
io-exists = it exists already
io-read-only = the disk is read-only
io-file-name = this file name is not possible here
io-too-large = the file is too large
io-interrupted = the operation was interrupted

date-without-zone = "{ $date }" does not say in which time zone
    .hint = Write the day alone (2026-03-02, counted in Greenwich time), or the time with seconds and zone: 2026-03-02T14:30:00+01:00, 2026-03-02T13:30:00Z.

date-future = "{ $date }" is in the future: until then nobody could verify this badge
    .hint = Correct the date, or award the badge on that day.
date-too-old = "{ $date }" is before there were badges
    .hint = Correct the year.
date-ambiguous = "{ $date }" can be read either way
    .hint = Write { $one } or { $other }.
date-malformed = "{ $date }" is not a date
    .hint = Write 2026-03-02, or with time and zone: 2026-03-02T14:30:00+01:00.

usage-extra = "{ $arg }" is one too many
    .hint = "{ $verb } --help" shows what is possible. A text with spaces goes between quotation marks.
usage-unknown-argument = There is no option "{ $arg }"
    .hint = "{ $verb } --help" shows what is possible.
usage-unknown-argument-near = There is no option "{ $arg }"; did you mean "{ $near }"?
    .hint = "{ $verb } --help" shows what is possible.
usage-unknown-command = There is no command "{ $sub }"
    .hint = "{ $verb } --help" shows the commands.
usage-unknown-command-near = There is no command "{ $sub }"; did you mean "{ $near }"?
    .hint = "{ $verb } --help" shows the commands.
usage-missing = The command is not complete. Missing: { $arg }
    .hint = "{ $verb } --help" shows how to write it.
usage-missing-command = A command is missing after "{ $verb }"
    .hint = "{ $verb } --help" shows the commands.
usage-twice = "{ $arg }" is given once only
    .hint = "{ $verb } --help" explains what it does.
usage-conflict = "{ $arg }" and "{ $other }" do not go together
    .hint = Keep one of them. "{ $verb } --help" explains what they do.
usage-no-value = "{ $arg }" needs a value
    .hint = "{ $verb } --help" says which.
usage-bad-value = "{ $value }" does not suit "{ $arg }"
    .hint = "{ $verb } --help" says what is expected.
usage-bad-choice = "{ $value }" does not suit "{ $arg }"
    .hint = Choose one of: { $valid }. "{ $verb } --help" says more.
usage-not-utf8 = An argument is no readable text (UTF-8)
    .hint = "{ $verb } --help" shows what is possible.
usage-values = The number of values does not suit "{ $arg }"
    .hint = "{ $verb } --help" says how many there must be.
