#!/usr/bin/env python3
"""Awards badges to the rows of a Grist table that are marked ready, and writes link and state back.

    grist_badges.py grist.ini

Python 3.8 or later, nothing besides its standard library. README.md (README.fr.md in French) says how to set it up.

No row is awarded twice, whatever is killed when:
- a row is taken only while its state is empty, and the state is written last;
- what is about to be asked of `badge` is written to a journal first, with its day, so that the next run asks the very
  same, and `"once": true` has the award answered that stands already;
- answers are in the journal before Grist is told of them.
"""

import configparser
import datetime
import fcntl
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

# Rows that are asked for, awarded and written back together.
AT_ONCE = 50
TRIES = 6
# Our names for columns: those that are needed, and those that a table may do without.
NEEDED = ("ready", "achievement", "link", "state")
OTHERS = ("to", "name", "date", "narrative", "evidence", "where", "language", "minor", "consent")
# Fields of an award that `badge` calls otherwise.
COLUMNS = {"recipient": "to", "location": "where"}

WORDS = {
    "fr": {
        "awarded": "attribué",
        "waits": "attribué, attend l’accord d’un parent",
        "withdrawn": "attribué, accord refusé ou retiré : rien n’est publié ni envoyé",
        "kept": "{} ; le badge existait déjà et reste comme il est, sans le changement de : {}",
        "revoked": "annulé depuis, n’est pas attribué à nouveau : {} ; pour un nouveau badge, donnez une autre date",
        "both": "{} ; {}",
        "problem": "à corriger : {}",
        "no_badge": "aucun badge n’est nommé",
        "nobody": "il faut une adresse ou un nom",
        "unknown_reference": "la ligne {} n’existe pas dans la table des badges",
        "in_column": "{} : {}",
        "yes": "oui",
        "not_text": "il faut un texte, pas un nombre, une référence ou une pièce jointe",
        "not_yes_or_no": "il faut oui ou non",
        "not_day": "il faut un jour",
        "formula": "la formule ne donne rien",
        "done": "{} attribués, {} à corriger",
        "no_column": "la table {} n’a pas de colonne {}. Elle a : {}. Rien n’a été attribué. Corrigez {}, "
        "ou retirez-en ce que la table n’a pas",
        "no_such_name": "sous [columns], « {} » ne veut rien dire. Il y a : {}",
        "no_file": "{} ne se lit pas : {}",
        "not_ini": "{}, ligne {}, ne se lit pas. Chaque partie commence par son titre entre crochets, seul sur sa "
        "ligne : [grist], [columns], [badge] ; puis une ligne « nom = valeur » pour chaque réglage. Comparez avec le "
        "grist.ini de la recette",
        "no_entry": "dans {}, sous [{}], il manque « {} »",
        "no_number": "dans {}, sous [grist], « wait » doit être un nombre de secondes",
        "not_address": "« {} » n’est pas l’adresse d’un Grist. Dans {}, écrivez-la en entier, comme "
        "https://grist.example.org",
        "no_key_file": "le fichier de la clé Grist ne se lit pas : {}. Corrigez « key_file » dans {}, ou mettez-y la "
        "clé",
        "no_key": "il n’y a pas de clé pour Grist : mettez-la dans le fichier que nomme « key_file », ou dans la "
        "variable GRIST_API_KEY",
        "not_key": "la clé de Grist ne se lit pas : son fichier ne doit contenir que la clé, telle que Grist la montre",
        "key_refused": "Grist refuse la clé ({}). Prenez-la à nouveau dans Grist (Paramètres du profil, API), et "
        "vérifiez que son compte peut modifier le document",
        "request_refused": "Grist refuse {} {} : {} {}",
        "no_answer": "Grist ne répond pas : {}",
        "not_grist": "ce qui répond à {} n’est pas un Grist. Vérifiez « url » dans {}",
        "no_command": "la commande « {} » n’est pas là. cron ne cherche pas où votre terminal cherche : dans {}, "
        "sous [badge], donnez son chemin entier (« which badge » le dit), comme command = /usr/local/bin/badge",
        "ended": "badge s’est arrêté ({}) après {} lignes sur {} ; la prochaine fois continue de là",
        "busy": "une autre fois est encore au travail",
        "machine": "cette machine n’a pas pu : {}. La prochaine fois continue de là",
        "row": "ligne {} : {}",
        "no_needed": "sous [columns], il manque « {} »",
    },
    "en": {
        "awarded": "awarded",
        "waits": "awarded, waiting for a parent to agree",
        "withdrawn": "awarded, consent refused or withdrawn: nothing is published or mailed",
        "kept": "{}; the badge was there already and stays as it is, without the change of: {}",
        "revoked": "revoked since, not awarded anew: {}; for a new badge give another date",
        "both": "{}; {}",
        "problem": "to correct: {}",
        "no_badge": "no badge is named",
        "nobody": "an address or a name is needed",
        "unknown_reference": "there is no row {} in the table of badges",
        "in_column": "{}: {}",
        "yes": "yes",
        "not_text": "it has to be a text, and no number, reference or attachment",
        "not_yes_or_no": "it has to be yes or no",
        "not_day": "it has to be a day",
        "formula": "the formula gives nothing",
        "done": "{} awarded, {} to correct",
        "no_column": "the table {} has no column {}. It has: {}. Nothing was awarded. Correct {}, "
        "or take out of it what the table does not have",
        "no_such_name": "under [columns], “{}” means nothing. There is: {}",
        "no_file": "{} cannot be read: {}",
        "not_ini": "{}, line {}, cannot be read. Each part begins with its title in brackets, alone on its line: "
        "[grist], [columns], [badge]; then a line “name = value” for each setting. Compare with the grist.ini of the "
        "recipe",
        "no_entry": "in {}, under [{}], “{}” is missing",
        "no_number": "in {}, under [grist], “wait” has to be a number of seconds",
        "not_address": "“{}” is not the address of a Grist. In {}, write it in full, like https://grist.example.org",
        "no_key_file": "the file with the key for Grist cannot be read: {}. Correct “key_file” in {}, or put the key "
        "there",
        "no_key": "there is no key for Grist: put it into the file that “key_file” names, or into the variable "
        "GRIST_API_KEY",
        "not_key": "the key for Grist cannot be read: its file has to hold the key and nothing else, as Grist shows it",
        "key_refused": "Grist refuses the key ({}). Take it from Grist anew (Profile settings, API), and see that "
        "its account may edit the document",
        "request_refused": "Grist refuses {} {}: {} {}",
        "no_answer": "Grist does not answer: {}",
        "not_grist": "what answers at {} is no Grist. Look at “url” in {}",
        "no_command": "the command “{}” is not there. cron does not look where your terminal looks: in {}, under "
        "[badge], give its whole path (“which badge” tells it), like command = /usr/local/bin/badge",
        "ended": "badge ended with {} after {} of {} lines; the next run goes on from there",
        "busy": "another run is at work",
        "machine": "this machine could not: {}. The next run goes on from there",
        "row": "row {}: {}",
        "no_needed": "under [columns], “{}” is missing",
    },
}

# What texts and choices say where a toggle would do.
YES = ("oui", "o", "yes", "y", "vrai", "true", "x", "1")
NO = ("non", "n", "no", "faux", "false", "0")


class Wrong(Exception):
    """A cell of a row cannot be read."""


class Stop(Exception):
    """Nothing more can be done in this run; the next one goes on from the journal."""


class Refused(Stop):
    """Grist does not take this request, and will not take it later."""


class Settings:
    """What grist.ini says. Whatever is wrong with it is said before anything is asked of anybody, in its own language."""

    # Without these nothing can be done.
    NEEDED = (("grist", "url"), ("grist", "document"), ("grist", "table"), ("columns", "ready"), ("badge", "place"))

    def __init__(self, path):
        self.base, self.file = os.path.split(os.path.abspath(path))
        # Until the file is read the language is that of whoever calls, French like everything here where that says none.
        around = os.environ.get("BADGE_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
        self.words = WORDS["en" if around.startswith("en") else "fr"]
        try:
            with open(path, encoding="utf-8-sig") as file:
                text = file.read()
        except (OSError, ValueError) as e:
            raise self.stop("no_file", path, e)
        # Of a file with a slip the language is that of its last such line: [columns] may have one too, of a column.
        languages = [w for w in re.findall(r"^language\s*[=:]\s*(\w+)", text, re.MULTILINE) if w in WORDS]
        self.words = WORDS[languages[-1] if languages else "fr"]
        self.config = configparser.ConfigParser(interpolation=None)
        self.config.optionxform = str
        try:
            self.config.read_string(text)
        except configparser.Error as e:
            line = getattr(e, "lineno", None) or next((n for n, _ in getattr(e, "errors", [])), "?")
            raise self.stop("not_ini", self.file, line)
        language = self.config.get("badge", "language", fallback="fr")
        self.words = WORDS.get(language, WORDS["fr"])
        for section, name in self.NEEDED:
            self.need(section, name)
        if self.config["badge"].get("table"):
            self.need("badge", "column")

    def stop(self, word, *args):
        return Stop(self.words[word].format(*args))

    def need(self, section, name):
        if not self.config.get(section, name, fallback=""):
            raise self.stop("no_entry", self.file, section, name)

    def address(self):
        """Where Grist is. Told at once: an address that is none does not become one by waiting."""
        address = self.config["grist"]["url"].rstrip("/")
        try:
            parts = urllib.parse.urlsplit(address)
            # `port` fails where it is no number.
            good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        except ValueError:
            good = False
        if not good or not address.isascii() or any(c.isspace() for c in address):
            raise self.stop("not_address", address, self.file)
        return address

    def key(self):
        name = self.config["grist"].get("key_file")
        try:
            key = os.environ.get("GRIST_API_KEY", "")
            if name:
                with open(os.path.join(self.base, name), encoding="utf-8-sig") as file:
                    key = file.read()
        except OSError as e:
            raise self.stop("no_key_file", e, self.file)
        except ValueError:
            raise self.stop("not_key")
        key = key.strip()
        if not key:
            raise self.stop("no_key")
        if not (key.isascii() and key.isprintable()) or " " in key:
            raise self.stop("not_key")
        return key

    def wait(self):
        try:
            wait = self.config["grist"].getfloat("wait", 2.0)
        except ValueError:
            wait = -1
        if not 0 <= wait <= 60:
            raise self.stop("no_number", self.file)
        return wait

    def command(self):
        """Told before a row is ready: whoever tries it by hand has another PATH than cron."""
        command = self.config["badge"].get("command") or "badge"
        if not shutil.which(command):
            raise self.stop("no_command", command, self.file)
        return command


class Grist:
    """The records API of one document."""

    def __init__(self, settings):
        self.settings = settings
        self.address, self.key, self.wait = settings.address(), settings.key(), settings.wait()
        self.base = self.address + "/api/docs/" + urllib.parse.quote(settings.config["grist"]["document"], safe="")

    def records(self, table, query):
        text = urllib.parse.urlencode(query)
        answer = self.ask("GET", table, "?" + text if text else "")
        if not (isinstance(answer, dict) and isinstance(answer.get("records"), list)):
            raise self.settings.stop("not_grist", self.address, self.settings.file)
        return answer["records"]

    def write(self, table, records):
        if records:
            self.ask("PATCH", table, "", {"records": records})

    def ask(self, method, table, query, body=None):
        address = "{}/tables/{}/records{}".format(self.base, urllib.parse.quote(table, safe=""), query)
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": "Bearer " + self.key, "Content-Type": "application/json"}
        why = ""
        for attempt in range(TRIES):
            pause = min(self.wait * 2**attempt, 60)
            try:
                request = urllib.request.Request(address, data, headers, method=method)
                with urllib.request.urlopen(request, timeout=30) as answer:
                    said = answer.read()
                break
            except urllib.error.HTTPError as e:
                why = "HTTP {}".format(e.code)
                if e.code in (401, 403):
                    raise self.settings.stop("key_refused", why)
                if e.code != 429 and e.code < 500:
                    said = e.read(300).decode(errors="replace")
                    raise Refused(self.settings.words["request_refused"].format(method, table, why, said))
                after = e.headers.get("Retry-After", "")
                pause = max(pause, float(after)) if after.isdigit() else pause
            except (OSError, ValueError, http.client.HTTPException) as e:
                why = str(e)
            if attempt + 1 < TRIES:
                time.sleep(min(pause, 120))
        else:
            raise self.settings.stop("no_answer", why)
        try:
            return json.loads(said or b"null")
        except ValueError:
            # A page for people: another site, or one that asks for a password.
            raise self.settings.stop("not_grist", self.address, self.settings.file)


class Journal:
    """What was asked, what was answered, and what Grist was told of: a line each, flushed before anything follows."""

    def __init__(self, path, busy):
        # It names people: for its owner alone.
        self.file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "r+b")
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise busy
        self.path = path
        self.asked, self.answered = {}, {}
        self.file.seek(0)
        for line in self.file.read().split(b"\n"):
            self.read(line)

    def read(self, line):
        try:
            entry = json.loads(line)
        except ValueError:
            return  # The end of a line that a crash cut off: nothing was done yet about what it says.
        row = entry["row"]
        if "asked" in entry:
            self.asked[row] = entry["asked"]
        elif "answers" in entry:
            self.answered[row] = entry["answers"]
        else:
            self.asked.pop(row, None)
            self.answered.pop(row, None)

    def add(self, entries):
        text = "".join(json.dumps(e) + "\n" for e in entries).encode()
        self.file.seek(0, os.SEEK_END)
        # After a line that was cut off, ours begins on a line of its own.
        self.file.write(b"\n" + text)
        self.file.flush()
        os.fsync(self.file.fileno())
        for line in text.split(b"\n"):
            self.read(line)

    def shorten(self):
        """Once nothing is under way, the journal is empty."""
        if not self.asked:
            self.file.truncate(0)


class Cells:
    """What a row says under our names, whatever the types of its columns: a text, a toggle, a choice, a list."""

    def __init__(self, row, columns, words):
        self.row, self.columns, self.words = row, columns, words

    def wrong(self, name, word):
        return Wrong(self.words["in_column"].format(self.columns[name], self.words[word]))

    def get(self, name):
        """A text without spaces around it, a number, True or False, a list of these; None for what is empty."""
        column = self.columns.get(name)
        if not column:
            return None
        # A formula that fails is not an empty cell: it may be the one that says who is a minor.
        if column in self.row.get("errors", {}):
            raise self.wrong(name, "formula")
        value = self.row["fields"][column]
        if isinstance(value, list):
            kind, value = value[0] if value else None, value[1:]
            if kind in ("d", "D") and value:
                return value[0]
            if kind != "L":
                raise self.wrong(name, "formula")
            return [v.strip() if isinstance(v, str) else v for v in value] or None
        return (value.strip() or None) if isinstance(value, str) else value

    def texts(self, name):
        value = self.get(name)
        items = value if isinstance(value, list) else [] if value is None else [value]
        if not all(isinstance(item, str) for item in items):
            raise self.wrong(name, "not_text")
        return [item for item in items if item]

    def text(self, name):
        return ", ".join(self.texts(name)) or None

    def said(self, name):
        """True or False of a toggle, or of a text that is a plain yes or no; else the text; None for nothing."""
        value = self.get(name)
        if isinstance(value, (bool, type(None))):
            return value
        if isinstance(value, (int, float)) and value in (0, 1):
            return value == 1
        text = self.text(name)
        folded = (text or "").lower()
        return True if folded in YES else False if folded in NO else text

    def minor(self):
        value = self.said("minor")
        if isinstance(value, str):
            raise self.wrong("minor", "not_yes_or_no")
        return bool(value)

    def consent(self):
        """A toggle that is off says nothing: nobody was asked yet. A no in words is one, and is noted."""
        if self.get("consent") is False:
            return None
        value = self.said("consent")
        return self.words["yes"] if value is True else value

    def day(self):
        """A day as Grist has it, seconds since 1970; today where there is none, for the next run may be tomorrow."""
        value = self.get("date")
        if value is None:
            return datetime.date.today().isoformat()
        if isinstance(value, str):
            return value
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise self.wrong("date", "not_day")
        # A day begins at midnight UTC; with hours besides, the day is that of the clock here.
        hours = datetime.timezone.utc if value % 86400 == 0 else None
        try:
            return datetime.datetime.fromtimestamp(value, hours).date().isoformat()
        except (OverflowError, OSError, ValueError):
            raise self.wrong("date", "not_day")

    def line(self):
        to = self.text("to")
        return {
            "to": to,
            "card": not to,
            "name": self.text("name"),
            "narrative": self.text("narrative"),
            "evidence": self.texts("evidence") or None,
            "where": self.text("where"),
            "language": self.text("language"),
            "minor": self.minor(),
            "consent": self.consent(),
            "date": self.day(),
            # Without a day in the row it is the badge of whatever day, should the row be taken again on another one.
            "once": "ever" if self.get("date") is None else True,
        }


class Run:
    def __init__(self, settings):
        self.settings, self.config, self.words = settings, settings.config, settings.words
        self.base, self.file = settings.base, settings.file
        self.columns = self.config["columns"]
        self.check_names()
        self.command = settings.command()
        self.grist = Grist(settings)
        self.table = self.config["grist"]["table"]
        journal = os.path.join(self.base, self.config["badge"].get("journal", "grist-journal.jsonl"))
        self.journal = Journal(journal, settings.stop("busy"))
        self.names = None
        self.good = self.bad = 0

    def check_names(self):
        """A name that we do not know would be a column that nobody reads: say, the one that tells minors."""
        known = NEEDED + OTHERS
        for name in self.columns:
            if name not in known:
                raise Stop(self.words["no_such_name"].format(name, ", ".join(known)))
        for name in NEEDED:
            if not self.columns.get(name):
                raise Stop(self.words["no_needed"].format(name))

    def check_columns(self, table, rows, columns):
        """A record has all columns of its table. One that was renamed since, or is mistyped here, is no empty one: a
        child would be an adult. An empty table tells nothing, and has nobody in it."""
        for row in rows:
            missing = [c for c in columns if c and c not in row["fields"]]
            if missing:
                there = ", ".join(sorted(row["fields"]))
                raise Stop(self.words["no_column"].format(table, ", ".join(missing), there, self.file))
        return rows

    def go(self):
        columns = self.columns.values()
        # Told before anybody is ready; what somebody renames while we are at work is met again with each record.
        self.check_columns(self.table, self.grist.records(self.table, {"limit": 1}), columns)
        # First what an earlier run left under way.
        self.award(list(self.journal.asked))
        seen = set()
        while True:
            rows = [r for r in self.ready() if r["id"] not in seen]
            if not rows:
                break
            seen.update(r["id"] for r in rows)
            self.journal.add([{"row": r["id"], "asked": self.requests(r)} for r in rows])
            self.award([r["id"] for r in rows])
        self.journal.shorten()

    def ready(self):
        """Rows that are marked ready and have no state yet: what was written back is not met again."""
        ready, state = self.columns["ready"], self.columns["state"]
        wanted = json.dumps({ready: [True], state: [""]})
        rows = self.grist.records(self.table, {"filter": wanted, "sort": "id", "limit": AT_ONCE})
        self.check_columns(self.table, rows, self.columns.values())
        fields = lambda r: r["fields"]
        return [r for r in rows if fields(r).get(ready) is True and fields(r).get(state) in (None, "")]

    def requests(self, row):
        """The lines for `badge issue -`: one for each badge of the row, or one that says what is wrong."""
        cells = Cells(row, self.columns, self.words)
        try:
            badges = self.badges(cells.get("achievement"))
            line = cells.line()
        except (LookupError, Wrong) as e:
            return [{"wrong": str(e.args[0])}]
        if not (line["to"] or line["name"]):
            return [{"wrong": self.words["nobody"]}]
        if not badges:
            return [{"wrong": self.words["no_badge"]}]
        line = {name: value for name, value in line.items() if value is not None}
        return [dict(line, achievement=badge) for badge in badges]

    def badges(self, value):
        """Short names, from a text, a choice list, a reference or a list of references."""
        items = value if isinstance(value, list) else [value]
        table = self.config["badge"].get("table")
        names = []
        for item in items:
            if isinstance(item, int) and not isinstance(item, bool) and table:
                if item == 0:
                    continue
                if self.names is None:
                    column = self.config["badge"]["column"]
                    rows = self.check_columns(table, self.grist.records(table, {}), [column])
                    self.names = {r["id"]: r["fields"][column] for r in rows}
                if not self.names.get(item):
                    raise LookupError(self.words["unknown_reference"].format(item))
                names.append(self.names[item])
            elif isinstance(item, str) and item.strip():
                names.append(item.strip())
        return names

    def award(self, rows):
        """Asks `badge` for what has no answer yet, notes the answers, then tells Grist."""
        for start in range(0, len(rows), AT_ONCE):
            part = rows[start : start + AT_ONCE]
            open_ones = [row for row in part if row not in self.journal.answered]
            if open_ones:
                answers = self.badge(open_ones)
                self.journal.add([{"row": row, "answers": answers[row]} for row in open_ones])
            self.write([self.told(row) for row in part])
            self.journal.add([{"row": row, "written": True} for row in part])

    def write(self, records):
        try:
            self.grist.write(self.table, records)
        except Refused:
            # Somebody deleted a row meanwhile: the others are told all the same.
            for record in records:
                try:
                    self.grist.write(self.table, [record])
                except Refused as e:
                    print("grist_badges: " + self.words["row"].format(record["id"], e), file=sys.stderr)

    def badge(self, rows):
        """The answers for each row. A row with a problem gets none of its badges, until it is corrected."""
        asked = self.journal.asked
        wrong = {
            row: [{"ok": False, "problems": [{"message": r["wrong"]}]} for r in asked[row] if "wrong" in r] for row in rows
        }
        tried = self.issue([row for row in rows if not wrong[row]], ["--dry-run"])
        wrong.update((row, [a for a in answers if not a["ok"]]) for row, answers in tried.items())
        made = self.issue([row for row in rows if not wrong[row]], [])
        for answer in (a for answers in made.values() for a in answers if not a["ok"]):
            # What went well a moment ago: a full disk, say. The same is asked again another time.
            raise Stop("; ".join(p["message"] for p in answer["problems"]))
        return {row: wrong[row] or made[row] for row in rows}

    def issue(self, rows, options):
        lines = [json.dumps(dict(request, ref=row)) for row in rows for request in self.journal.asked[row]]
        answers = {row: [] for row in rows}
        if not lines:
            return answers
        badge = self.config["badge"]
        command = [self.command, "issue", "-", "--place", os.path.join(self.base, badge["place"])]
        command += ["--lang", badge.get("language", "fr")] + options
        run = subprocess.run(command, input="\n".join(lines) + "\n", stdout=subprocess.PIPE, universal_newlines=True)
        try:
            told = [json.loads(line) for line in run.stdout.splitlines()]
        except ValueError:
            told = []  # Not the command that we know: it said why, or nothing that we could use.
        if len(told) != len(lines):
            raise self.settings.stop("ended", run.returncode, len(told), len(lines))
        for answer in told:
            answers[answer["ref"]].append(answer)
        return answers

    def told(self, row):
        """What is written into the row: the state last of all, in the same request."""
        answers = self.journal.answered[row]
        links = [a["link"] for a in answers if a.get("link")]
        wrong = [self.problem(p) for a in answers if not a["ok"] for p in a["problems"]]
        if wrong:
            state = self.words["problem"].format(" / ".join(wrong))
            self.bad += 1
        else:
            # What somebody revoked is not brought back by a row that is taken again.
            gone = [r["achievement"] for r, a in zip(self.journal.asked[row], answers) if a.get("revoked")]
            standing = [a for a in answers if not a.get("revoked")]
            kept = [a for a in standing if a.get("waits")]
            refused = any(a.get("withdrawn") for a in kept)
            state = self.words["withdrawn" if refused else "waits" if kept else "awarded"]
            remarks = [r["field"] for a in standing for r in a.get("remarks", []) if r["code"] == "award-kept"]
            same = [self.columns.get(COLUMNS.get(field, field)) or field for field in dict.fromkeys(remarks)]
            if same:
                state = self.words["kept"].format(state, ", ".join(same))
            if gone:
                revoked = self.words["revoked"].format(", ".join(gone))
                state = self.words["both"].format(state, revoked) if standing else revoked
            self.good += 1 if standing else 0
        fields = {self.columns["link"]: "\n".join(links), self.columns["state"]: state}
        return {"id": row, "fields": fields}

    def problem(self, problem):
        """What `badge` says of a field, told of the column that it is."""
        field = problem.get("field", "").split(".")[0]
        column = self.columns.get(COLUMNS.get(field, field))
        return self.words["in_column"].format(column, problem["message"]) if column else problem["message"]


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    words = WORDS["fr"]
    try:
        settings = Settings(sys.argv[1])
        words = settings.words
        run = Run(settings)
        run.go()
    except Stop as stop:
        print("grist_badges: {}".format(stop), file=sys.stderr)
        return 2
    except OSError as e:
        # A full disk, a journal in a folder where nothing may be written, a command that cannot be started.
        print("grist_badges: " + words["machine"].format(e), file=sys.stderr)
        return 2
    print(run.words["done"].format(run.good, run.bad))
    return 1 if run.bad else 0


if __name__ == "__main__":
    sys.exit(main())
