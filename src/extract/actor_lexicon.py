"""The actor lexicons as one lookup: names of states, bodies, groups and leaders, and the nouns for offices and crowds.

`ActorLexicon` is made once per pipeline. Names in capitals (`US`, `IS`, `CAN`) match as written, all others in any case
as long as their first letter is a capital in the text; role nouns match in any case.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Token

from extract.lexicons import read_rows, split
from schemas import ontology
from schemas.errors import LexiconError

COUNTRY_COLUMNS = ("iso", "code", "name", "aliases", "adjectives", "people", "seats")
NAME_COLUMNS = ("name", "code", "sectors", "aliases")
ROLE_COLUMNS = ("noun", "plural", "sectors", "kind")
LEADER_COLUMNS = ("name", "short", "code", "sectors", "start", "end")
REGION_COLUMNS = ("name", "adjectives", "code", "members")
WORD_COLUMNS = ("class", "words")
ROLE_KINDS = frozenset({"official", "group", "body", "thing"})


@cache
def word_lists() -> dict[str, frozenset[str]]:
    """The lists of `actor_words.csv` by name."""
    return {row["class"]: frozenset(split(row["words"])) for row in read_rows("actor_words", columns=WORD_COLUMNS)}


def actor_words(name: str) -> frozenset[str]:
    """One list of `actor_words.csv`; `KeyError` for a name that isn't there."""
    return word_lists()[name]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a lexicon says of a name or noun.

    `kind`: `country`, `adjective` (Peruvian), `people` (Peruvians), `seat` (Lima), `region`, `body`, `group`, `leader`;
    for roles that of the row. `start` and `end`: a leader's first and last year in office, 9999 while it lasts.
    """

    name: str
    kind: str
    code: str | None
    sectors: tuple[str, ...]
    plural: bool = False
    start: int = 0
    end: int = 9999


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found in a Doc: tokens `start` to `end` (exclusive)."""

    start: int
    end: int
    entry: Entry


def checked(name: str, line: int, entry: Entry) -> Entry:
    """The entry, if its code and sectors are in the ontology; else `LexiconError`."""
    if entry.code is not None and entry.code not in ontology.actor_codes():
        raise LexiconError(f"{name}.csv", line, f"{entry.code!r} is no actor code")
    for sector in entry.sectors:
        if sector not in ontology.sectors():
            raise LexiconError(f"{name}.csv", line, f"{sector!r} is no sector")
    return entry


def country_entries() -> Iterator[tuple[str, Entry]]:
    """Every way to name a state, with its entry."""
    for line, row in enumerate(read_rows("countries", columns=COUNTRY_COLUMNS), start=2):
        forms = {
            "country": [row["name"], *split(row["aliases"])],
            "adjective": split(row["adjectives"]),
            "people": split(row["people"]),
            "seat": split(row["seats"]),
        }
        for kind, texts in forms.items():
            sectors = ("CVL",) if kind == "people" else ("GOV",)
            for text in texts:
                plural = kind == "people" and text not in forms["adjective"] and text.endswith(("s", "men"))
                yield text, checked("countries", line, Entry(row["name"], kind, row["code"], sectors, plural))


def named_entries(name: str, kind: str) -> Iterator[tuple[str, Entry]]:
    """The names and aliases of `bodies` or `groups`."""
    for line, row in enumerate(read_rows(name, columns=NAME_COLUMNS), start=2):
        entry = checked(name, line, Entry(row["name"], kind, row["code"], tuple(split(row["sectors"]))))
        for text in (row["name"], *split(row["aliases"])):
            yield text, entry


def leader_entries() -> Iterator[tuple[str, Entry]]:
    """Full and short names of heads of state, of government and of diplomacy."""
    for line, row in enumerate(read_rows("leaders", columns=LEADER_COLUMNS), start=2):
        end = int(row["end"] or 9999)
        sectors = tuple(split(row["sectors"]))
        entry = Entry(row["name"], "leader", row["code"], sectors, start=int(row["start"]), end=end)
        yield row["name"], checked("leaders", line, entry)
        yield row["short"], entry


def region_entries() -> Iterator[tuple[str, Entry]]:
    """Regions and their adjectives: `Central American` is not American. Only `Europe` stands for a body."""
    for line, row in enumerate(read_rows("regions", columns=REGION_COLUMNS), start=2):
        kind = "body" if row["code"] else "region"
        entry = checked("regions", line, Entry(row["name"], kind, row["code"] or None, ()))
        for text in (row["name"], *split(row["adjectives"])):
            yield text, entry
            if text.endswith("an") and " " not in text:
                yield f"{text}s", entry


def role_entries() -> Iterator[tuple[str, Entry]]:
    """Singular and plural of every role noun."""
    for line, row in enumerate(read_rows("roles", columns=ROLE_COLUMNS), start=2):
        if row["kind"] not in ROLE_KINDS:
            raise LexiconError("roles.csv", line, f"{row['kind']!r} is no kind of role")
        sectors = tuple(split(row["sectors"]))
        yield row["noun"], checked("roles", line, Entry(row["noun"], row["kind"], None, sectors))
        if row["plural"]:
            yield row["plural"], Entry(row["noun"], row["kind"], None, sectors, plural=True)


def is_exact(text: str) -> bool:
    """True for names that only count as they are written: acronyms, and words that are common in lower case."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) <= 5 and sum(c.isupper() for c in letters) >= 2


class ActorLexicon:
    """Finds lexicon entries in Docs made by the tokenizer of `nlp`."""

    def __init__(self, nlp: Language) -> None:
        self._exact = PhraseMatcher(nlp.vocab, attr="ORTH")
        self._folded = PhraseMatcher(nlp.vocab, attr="LOWER")
        self._roles = PhraseMatcher(nlp.vocab, attr="LOWER")
        self._names: dict[str, list[Entry]] = {}
        self._nouns: dict[str, Entry] = {}
        for text, entry in self._all_names():
            self._add_name(nlp, text, entry)
        for text, entry in role_entries():
            if text not in self._nouns:
                self._roles.add(text, [nlp.make_doc(text)])
                self._nouns[text] = entry

    @staticmethod
    def _all_names() -> Iterator[tuple[str, Entry]]:
        yield from country_entries()
        yield from region_entries()
        yield from named_entries("bodies", "body")
        yield from named_entries("groups", "group")
        yield from leader_entries()

    def _add_name(self, nlp: Language, text: str, entry: Entry) -> None:
        for form in {text, text.replace("'", "’")}:
            if form not in self._names:
                matcher = self._exact if is_exact(form) else self._folded
                matcher.add(form, [nlp.make_doc(form)])
            self._names.setdefault(form, []).append(entry)

    def names(self, doc: Doc, *, year: int | None) -> list[Hit]:
        """The names in a Doc, longest first where they overlap; leaders only by the office they held in `year`."""
        found = []
        for matcher in (self._exact, self._folded):
            for key, start, end in matcher(doc):
                if not doc[start].text[0].islower() or doc[start].text.startswith("al"):
                    entry = pick(self._names[doc.vocab.strings[key]], text=doc[start:end].text, year=year)
                    if entry is not None and not (entry.kind == "leader" and is_month(doc[start])):
                        found.append(Hit(start, end, entry))
        return longest(found + self._compounds(doc))

    def _compounds(self, doc: Doc) -> list[Hit]:
        """States inside tokens that the tokenizer leaves whole: `U.S.-led`."""
        found = []
        for token in doc:
            first, hyphen, rest = token.text.partition("-")
            if hyphen and rest.islower() and first in self._names and self._names[first][0].kind == "country":
                found.append(Hit(token.i, token.i + 1, replace(self._names[first][0], kind="adjective")))
        return found

    def roles(self, doc: Doc) -> list[Hit]:
        """The role nouns in a Doc, longest first where they overlap."""
        found = [Hit(start, end, self._nouns[doc.vocab.strings[key]]) for key, start, end in self._roles(doc)]
        return longest(found)


def pick(entries: list[Entry], *, text: str, year: int | None) -> Entry | None:
    """The entry that a name stands for: states before bodies before leaders in office in `year`.

    A leader long out of office (or before it) is a former official; without a year the last office counts.
    """
    if entries[0].kind != "leader":
        return entries[0]
    leaders = [e for e in entries if e.kind == "leader"]
    if year is None:
        return leaders[-1]
    for entry in reversed(leaders):
        if entry.start <= year <= entry.end:
            return entry
    past = [e for e in leaders if e.end < year]
    if past and " " in text:
        last = past[-1]
        return replace(last, sectors=("ELI",) if last.sectors else ())
    return None


def is_month(token: Token) -> bool:
    """`in May`, `May 2019`, unlike `Mrs May`: a month that is somebody's name elsewhere."""
    if token.lower_ not in actor_words("month_or_name"):
        return False
    before = token.nbor(-1) if token.i > 0 else token
    after = token.nbor(1) if token.i + 1 < len(token.doc) else token
    return (
        token.ent_type_ != "PERSON" or before.lower_ in actor_words("before_month") or before.like_num or after.like_num
    )


def longest(hits: list[Hit]) -> list[Hit]:
    """The hits, in order, without those that overlap a longer one or an earlier one of equal length."""
    taken: set[int] = set()
    kept = []
    for hit in sorted(hits, key=lambda h: (h.start - h.end, h.start)):
        if taken.isdisjoint(range(hit.start, hit.end)):
            taken.update(range(hit.start, hit.end))
            kept.append(hit)
    return sorted(kept, key=lambda h: h.start)
