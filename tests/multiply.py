"""Makes a few thousand real awards of a stopped server (SQLite) into very many, in the database itself.

Awarding a million badges for real takes an hour; this takes minutes. Each copy is somebody else: an id, a name, an address,
a day and an entry of a status list of its own, in every table and every index that awarding writes to. What a copy is not:
its signature does not hold, and its picture is the one of the award that it was copied from. So it costs what a real one
costs to find, to read and to show, and is no good for verifying.
"""

import hashlib
import json
import os
import random
import re
import secrets
import sqlite3
import unicodedata

FIRST = """Camille Léa Manon Chloé Emma Inès Jade Louise Alice Lina Anaïs Zoé Sarah Eva Juliette Clara Nina Rose Agathe Ambre
Jean Louis Gabriel Raphaël Jules Adam Hugo Lucas Arthur Nathan Ethan Paul Nolan Tom Noé Théo Sacha Maël Gaspard Yanis Karim
Aïcha Fatou Mamadou Moussa Amina Rachid Samira Nadia Ousmane Thi Linh Minh Paulo Ana José María Sofia Bruno Giulia Marie
Monique Sylvie Nathalie Isabelle Catherine Françoise Martine Christine Valérie Michel Pierre Alain Philippe Patrick Nicolas
Christophe Laurent Frédéric Stéphane David Pascal Sébastien Julien Olivier Vincent Guillaume Romain Benoît Mathieu Élodie
Céline Aurélie Émilie Laëtitia Sandrine Hélène Delphine Aurore Mélanie Charlotte Pauline Marion Lucie Margaux Océane""".split()
LAST = """Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefebvre Leroy Roux David
Bertrand Morel Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Muller Lefèvre Faure André Mercier Blanc
Guérin Boyer Garnier Chevalier François Legrand Gauthier Garcia Perrin Robin Clément Morin Nicolas Henry Roussel Mathieu
Gautier Masson Marchand Duval Denis Dumont Marie Lemaire Noël Meyer Dufour Meunier Brun Blanchard Giraud Joly Rivière
Diallo Traoré Nguyen Benali Haddad Da Silva Ferreira Lopez Sánchez Rossi Kowalski Cissé Camara Keïta Bamba Tran""".split()
PARTS = "Bel Mont Ker Gui Lan Vil Cor Bre Dal Fon Tour Mar Ros Val Cha Gou Per Sau Ver Puy".split()
ENDS = "ac ard eau el et ier in mont on ot oux uel ville ois ert and ault ec ez y".split()


def somebody(n, lot=random.Random(1)):
    """A name and an address that nobody else has. Some names are frequent, most are rare."""
    first = FIRST[int(len(FIRST) * lot.random() ** 1.7)]
    if lot.random() < 0.3:
        last = LAST[int(len(LAST) * lot.random() ** 1.5)]
    else:
        last = lot.choice(PARTS) + lot.choice(PARTS).lower() + lot.choice(ENDS)
    return f"{first} {last}", f"{plain(first)}.{plain(last)}{n}@{lot.choice(['example.org', 'example.com', 'mail.example.net'])}"


def plain(text):
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))


def words(*texts):
    """As `storage/words.rs` finds people; these names hold no letter that the two could treat otherwise."""
    return {word for text in texts for word in re.split(r"[^a-z0-9]+", plain(text)) if word}


class Copier:
    """Everything about the awards that are there, and how to make them others."""

    def __init__(self, db):
        self.db = db
        one = lambda sql, *values: db.execute(sql, values).fetchone()
        self.seq, = one("SELECT MAX(seq) FROM events")
        self.list, = one("SELECT MAX(list) FROM spots")
        self.entry = 1 << 20
        self.number = 0
        self.people = {who: json.loads(record)["people"][who] for who, record in
                       db.execute("SELECT id, record FROM people WHERE record IS NOT NULL")}
        self.lines = dict(db.execute("SELECT subject, line FROM events WHERE kind = 'awarded'"))
        self.signed = {sha: bytes(signed) for sha, signed in db.execute("SELECT sha256, bytes FROM credentials")}
        self.files = {}
        for path, sha in db.execute("SELECT path, sha256 FROM files WHERE path LIKE 'awards/%'"):
            self.files.setdefault(path.split("/")[1], []).append((path, sha))
        self.acts = {row[3]: row for row in db.execute(
            "SELECT moment, account, act, subject, actor FROM acts WHERE act = 'awarded'")}
        self.rows = {award: (batch, seq) for batch, seq, award in db.execute(
            "SELECT batch, seq, award FROM batch_rows WHERE award IS NOT NULL")}
        awards = db.execute("SELECT token, person, achievement, day FROM awards WHERE person IS NOT NULL")
        # Of somebody who was erased nothing is left to be copied.
        self.awards = [row for row in awards if row[1] in self.people and self.is_whole(row[0])]

    def is_whole(self, token):
        """Whether everything that was signed is there."""
        return all(form["sha256"] in self.signed for form in json.loads(self.lines[token])["credentials"])

    def spot(self):
        """The next entry of a status list: as many of each as make one full."""
        self.entry += 2
        if self.entry >= 131_072:
            self.list, self.entry = self.list + 1, 0
        return self.list, self.entry

    def copy(self, source, round_):
        """The rows of one more award, each with its table."""
        token, person, achievement, day = source
        self.number, self.seq = self.number + 1, self.seq + 1
        new, who, (list_, entry) = secrets.token_hex(16), secrets.token_hex(16), self.spot()
        moved = f"{2023 + self.number % 4}-{1 + self.number % 12:02}-{1 + self.number % 28:02}"
        name, address = somebody(self.number)
        line = self.lines[token]
        text = line.replace(token, new).replace(person, who).replace(day, moved)
        for form in json.loads(line)["credentials"]:
            bytes_ = self.signed[form["sha256"]].replace(token.encode(), new.encode()).replace(day.encode(), moved.encode())
            sha = hashlib.sha256(bytes_).hexdigest()
            text = text.replace(form["sha256"], sha)
            yield "credentials", (1, sha, bytes_)
        text = re.sub(r'"index":\d+', f'"index":{entry}', re.sub(r'"list":\d+', f'"list":{list_}', text))
        yield "events", (1, self.seq, new, "awarded", None, text)
        yield "awards", (1, new, self.seq, who, achievement, moved)
        yield "spots", (1, list_, entry, new)
        record = {"schema": "badge-people/1", "people": {who: {**self.people[person], "name": name, "email": address}}}
        yield "people", (1, who, who, json.dumps(record, ensure_ascii=False))
        yield "addresses", (1, address, who)
        for word in words(name, address):
            yield "words", (1, word, who)
        for path, sha in self.files.get(token, []):
            yield "files", (1, path.replace(token, new), sha)
        if token in self.acts:
            moment, account, act, _, actor = self.acts[token]
            yield "acts", (None, 1, moment, account, act, new, actor)
        if token in self.rows:
            batch, at = self.rows[token]
            yield "batch_rows", (1, f"{round_:08x}{batch[8:]}", at, None, None, "awarded", new, None)


def multiply(data, badges):
    """Makes them so many."""
    db = sqlite3.connect(os.path.join(data, "badge.sqlite"))
    db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -3000000; PRAGMA locking_mode = EXCLUSIVE")
    have, = db.execute("SELECT COUNT(*) FROM awards").fetchone()
    copier, round_, left = Copier(db), 0, badges - have
    copier.number = have
    while left > 0:
        round_ += 1
        batches = db.execute("SELECT * FROM batches").fetchall() if round_ == 1 else batches
        at = [name for _, name, *_ in db.execute("PRAGMA table_info(batches)")].index("id")
        for batch in batches:
            again = list(batch)
            again[at] = f"{have + round_:08x}{batch[at][8:]}"
            insert(db, "batches", [tuple(again)])
        for begin in range(0, min(len(copier.awards), left), 5000):
            many = {}
            for source in copier.awards[begin:min(begin + 5000, left)]:
                for table, row in copier.copy(source, have + round_):
                    many.setdefault(table, []).append(row)
            for table, rows in many.items():
                insert(db, table, rows)
        left -= min(len(copier.awards), left)
        db.commit()
    db.close()
    db = sqlite3.connect(os.path.join(data, "badge.sqlite"))
    db.execute("PRAGMA journal_mode = WAL")
    db.close()


def insert(db, table, rows):
    # The server may have named its columns in another order than they came to be.
    columns = {"acts": "(id, place, moment, account, act, subject, actor)",
               "batch_rows": "(place, batch, seq, wish, reference, state, award, problems)"}.get(table, "")
    db.executemany(f"INSERT INTO {table} {columns} VALUES ({', '.join('?' * len(rows[0]))})", rows)
