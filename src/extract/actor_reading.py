"""One article read for its actors: which phrase stands for whom.

`Reading` goes through the phrases of a Doc once, in the order of the text, and keeps for each the participants that it
stands for. A role noun (`minister`, `troops`, `court`) takes its state from, in this order: a modifier (`Peruvian`), a
possessor (`Peru's`), a complement (`of Peru`), the person's name, an earlier mention, the article's home country.
"""

from collections.abc import Iterable
from dataclasses import replace

from spacy.tokens import Doc, Token

from extract import coreference
from extract.actor_lexicon import Entry, Hit, actor_words
from extract.actor_mention import ActorMention, Members, actor_id
from extract.actor_setting import home_country, place_codes
from extract.coreference import Antecedent, History
from extract.noun_phrases import Phrase, phrases
from schemas import ontology

HONORIFICS = {"mr": "m", "mr.": "m", "sir": "m", "mrs": "f", "mrs.": "f", "ms": "f", "ms.": "f", "dr": "", "dr.": ""}
GENDERED = {"king": "m", "prince": "m", "queen": "f", "princess": "f", "chairwoman": "f", "spokeswoman": "f"}
COMPLEMENT_CASES = frozenset({"of", "from", "in", "at", "for", "with"})
PREFIX_TAGS = frozenset({"DT", "PDT", "CD", "JJS", "JJR", "IN", "RB", "TO"})
ATTRIBUTIVE = frozenset({"UK", "US", "U.S.", "U.K.", "EU", "UN"})
KOREAS = {"north": "PRK", "south": "KOR"}


class Reading:
    """The actors of one Doc."""

    def __init__(
        self,
        doc: Doc,
        *,
        names: list[Hit],
        roles: list[Hit],
        regions: dict[str, frozenset[str]],
        publisher: Entry | None = None,
    ) -> None:
        self.doc = doc
        self.publisher = publisher
        self.places = place_codes(doc)
        names = [h for h in names if not self._in_place(h)]
        self.regions = regions
        self.names = {h.start: h for h in names}
        self.roles = {h.start: h for h in outside(roles, names) if not is_surname(doc, h)}
        self.person_words = {t.lower_ for t in doc if t.ent_type_ == "PERSON" and t.text[0].isupper()}
        named = {i for h in (*names, *self.roles.values()) for i in range(h.start, h.end)}
        self.phrases = phrases(doc, joins=self._joins(), breaks=self._breaks(), named=named)
        self.of_token = {i: n for n, p in enumerate(self.phrases) for i in range(p.start, p.end)}
        self.sentence_of = sentence_numbers(doc)
        self.home = home_country(doc, names, self.places) or (publisher.code if publisher else None)
        self.mentioned = {h.entry.code for h in names}
        self.history = History()
        self.persons: dict[str, ActorMention] = {}
        self.found: dict[int, Members] = {}
        self.modifiers: dict[int, Members] = {}
        self.shared: dict[int, int] = {}
        self._open: set[int] = set()
        self._learn_persons()
        for index in range(len(self.phrases)):
            self.resolve(index)
            self._remember(index)

    # ---- what callers ask

    def all_mentions(self) -> list[ActorMention]:
        """Every mention, in the order of the text."""
        mentions = [m for group in (*self.found.values(), *self.modifiers.values()) for m in group]
        return sorted(mentions, key=lambda m: (m.start, m.end))

    def members(self, token: Token) -> Members:
        """As `actors.members`."""
        found: list[ActorMention] = []
        for member in conjuncts(token):
            index = self.of_token.get(member.i)
            if index is None:
                continue
            if index in self.shared:
                found += self.found.get(self.shared[index], ())
            if member.i >= self._core(index).start:
                found += self.found.get(index, ())
            elif member.i in self.modifiers:
                found += self.modifiers[member.i]
            elif member.tag_ in PREFIX_TAGS or member.lower_ in HONORIFICS:
                found += self.found.get(index, ())
        return tuple(dict.fromkeys(found))

    # ---- cutting

    def _in_place(self, hit: Hit) -> bool:
        """Part of a longer name of a place (`Spanish Town`, `New Mexico`)?"""
        place = self.places.get(hit.start)
        return place is not None and place[1] - place[0] > hit.end - hit.start

    def _joins(self) -> set[int]:
        """Tokens that belong to the one before them: inside names, and names behind a title."""
        inside = {i for h in self.names.values() for i in range(h.start + 1, h.end)}
        inside |= {i for h in self.roles.values() for i in range(h.start + 1, h.end)}
        for hit in self.roles.values():
            titular = hit.entry.kind in ("official", "group") and not hit.entry.plural
            if titular and hit.end < len(self.doc) and is_name_token(self.doc[hit.end]):
                inside.add(hit.end)
        for hit in self.names.values():
            if hit.end < len(self.doc) and self._qualifies(hit):
                inside.add(hit.end)
        for i in range(1, len(self.doc)):
            if self.doc[i - 1].lower_ in HONORIFICS:
                inside.add(i)
        return inside

    def _qualifies(self, hit: Hit) -> bool:
        """`Australian` before a name, `Turkish` or `UK` before a noun: whatever the tree says, one phrase."""
        following = self.doc[hit.end]
        if hit.entry.kind == "adjective" and following.ent_type_ == "PERSON":
            return True
        attributive = hit.entry.kind == "adjective" or self.doc[hit.start].text in ATTRIBUTIVE
        return attributive and following.tag_ in ("NN", "NNS", "JJ") and following.i in self.roles

    def _breaks(self) -> set[int]:
        """Names that follow `of COUNTRY` without a comma (`the President of Peru Ana Soto`) begin a phrase."""
        breaks = set()
        for hit in self.names.values():
            before, end = hit.start - 1, hit.end
            if hit.entry.kind != "country" or before < 0 or end >= len(self.doc):
                continue
            named = self.doc[end].ent_type_ == "PERSON" and is_name_token(self.doc[end]) and end not in self.names
            if named and self.doc[before].lower_ == "of":
                breaks.add(end)
        return breaks

    # ---- reading one phrase

    def _hits(self, index: int) -> list[Hit]:
        phrase = self.phrases[index]
        return [h for i in range(phrase.start, phrase.end) if (h := self.names.get(i)) and h.end <= phrase.end]

    def _core(self, index: int) -> Hit:
        """What the phrase is: its last name or role, with a person's name behind it; kind '' where it has neither."""
        phrase = self.phrases[index]
        best: Hit | None = None
        for i in range(phrase.start, phrase.end):
            hit = self.names.get(i) or self.roles.get(i)
            fits = hit and hit.end <= phrase.end and all(is_titled_name(t) for t in self.doc[hit.end : phrase.end])
            if hit and fits and (best is None or not self._keeps(best, hit)):
                best = hit
        if best is not None:
            return best
        return Hit(self._last_word(phrase), phrase.end, Entry("", "", None, ()))

    def _keeps(self, best: Hit, hit: Hit) -> bool:
        """Does `best` stay the core although `hit` follows it: a title before a leader's name or a name's own words?"""
        if best.entry.kind in ("official", "group", "people", "adjective") and hit.entry.kind == "leader":
            return True
        person = self.doc[hit.start].ent_type_ == "PERSON" and self.doc[hit.start].ent_iob_ == "I"
        return person and best.entry.kind == "official" and hit.start > best.end

    def _last_word(self, phrase: Phrase) -> int:
        start = phrase.end - 1
        while start > phrase.start and is_name_token(self.doc[start]) and is_name_token(self.doc[start - 1]):
            start -= 1
        return start if is_name_token(self.doc[start]) else phrase.end - 1

    def resolve(self, index: int) -> Members:
        """The participants of a phrase; computed once."""
        if index in self.found:
            return self.found[index]
        if index in self._open:
            return ()
        self._open.add(index)
        found = self._resolve(index)
        self._open.discard(index)
        self.found[index] = found
        return found

    def _resolve(self, index: int) -> Members:
        phrase = self.phrases[index]
        head = self.doc[phrase.start]
        if phrase.end - phrase.start == 1 and (head.tag_ == "PRP" or head.lower_ in coreference.THIRD):
            return self._pronoun(index, head)
        core = self._core(index)
        self._modify(index, core)
        match core.entry.kind:
            case "":
                return self._unlisted(index, core)
            case "official" | "group" | "body" | "thing" if core.entry.code is None:
                return self._role(index, core)
            case "country" | "seat" | "body" | "group" | "people" | "adjective" | "leader":
                return self._named(index, core)
        return ()

    def _modify(self, index: int, core: Hit) -> None:
        """Participants named by the words before the core: `Russian` in `a Russian attack`, `his` in `his visit`."""
        phrase = self.phrases[index]
        first = self.doc[phrase.start]
        if first.tag_ == "PRP$":
            self.modifiers[first.i] = self._pronoun(index, first)
        for i in range(phrase.start, core.start):
            hit = self.names.get(i)
            if hit and hit.end <= core.start and not self._loose(hit):
                kind = "country" if hit.entry.kind in ("adjective", "people", "seat") else hit.entry.kind
                entry = replace(hit.entry, sectors=("GOV",)) if kind == "country" else hit.entry
                mention = self._mention(hit.start, hit.end, hit.end - 1, entry=entry, kind=kind)
                linked = self.modifiers.get(hit.start - 2, ()) if self._is_link(hit.start - 1) else ()
                self.modifiers.update(dict.fromkeys(range(hit.start, hit.end), (*linked, mention)))
            role = self.roles.get(i)
            if role and role.end <= core.start and not hit and core.entry.kind == "":
                found = self._role(index, role, end=role.end)
                self.modifiers.update(dict.fromkeys(range(role.start, role.end), found))

    def _is_link(self, i: int) -> bool:
        """The dash in `US-Mexico talks`."""
        return i > 0 and self.doc[i].text in ("-", "–", "/")

    def _loose(self, hit: Hit) -> bool:
        """`US-backed`, `Saudi-born`: the state is only a backer of what follows."""
        end = hit.end
        tail = self.doc[end - 1].lower_.rpartition("-")
        if tail[1] and tail[0] and tail[2] in actor_words("loose_link"):
            return True
        if end + 1 >= len(self.doc) or self.doc[end].text not in ("-", "–"):
            return False
        return self.doc[end + 1].lower_ in actor_words("loose_link")

    # ---- kinds of phrases

    def _named(self, index: int, core: Hit) -> Members:
        phrase, entry = self.phrases[index], core.entry
        kind = entry.kind
        if core.end < phrase.end and kind in ("adjective", "people", "country"):
            return self._person(index, core.end, code=entry.code, sectors=("CVL",))
        if kind == "people" and core.end == phrase.end and self._acts_alone(phrase, core):
            plain = replace(entry, sectors=("CVL",))
            return (self._mention(phrase.start, phrase.end, core.end - 1, entry=plain, kind="people"),)
        if kind in ("people", "adjective", "seat", "country"):
            role = self._shared_role(index, core)
            plain = replace(entry, sectors=role.sectors if role else ("GOV",))
            return (self._mention(phrase.start, phrase.end, core.end - 1, entry=plain, kind="country"),)
        if kind == "leader":
            known = self.persons.get(self.doc[phrase.end - 1].lower_)
            if known is not None:
                return (self._again(phrase, known),)
            entry = self._own_state(index, core, entry)
        elif kind == "body" and entry.code in ontology.countries():
            entry = self._other_state(index, core, entry)
        start = self._full_start(index)
        kind = "person" if kind == "leader" else kind
        return (self._mention(start, phrase.end, core.end - 1, entry=entry, kind=kind),)

    def _shared_role(self, index: int, core: Hit) -> Entry | None:
        """The role noun that `Indian` has in common with what it is coordinated to in `Indian and Chinese troops`."""
        phrase = self.phrases[index]
        if (core.entry.kind == "people" and core.entry.plural) or index + 1 >= len(self.phrases):
            return None
        following = self.phrases[index + 1]
        between = self.doc[phrase.end : following.start]
        if len(between) != 1 or between[0].tag_ != "CC" or following.possessor is not None:
            return None
        other = self._core(index + 1)
        head = self.doc[core.end - 1].head.i
        if other.entry.kind not in ("official", "group", "body") or other.entry.code or other.start == following.start:
            return None
        if not other.start <= head < following.end:
            return None
        self.shared[index + 1] = index
        return other.entry

    def _own_state(self, index: int, core: Hit, entry: Entry) -> Entry:
        before = self._modifier_actor(index, core) or self._possessor(index)
        if before is not None and before.code and before.code != entry.code:
            return replace(entry, code=before.code, sectors=entry.sectors or ("GOV",))
        return entry

    def _other_state(self, index: int, core: Hit, entry: Entry) -> Entry:
        """`Venezuelan National Guard`: a body whose name another state uses too."""
        before = self._modifier_actor(index, core) or self._possessor(index)
        if before is None or before.kind != "country" or before.code in (None, entry.code):
            return entry
        return replace(entry, code=before.code, name=f"{before.name} {entry.name}")

    def _acts_alone(self, phrase: Phrase, core: Hit) -> bool:
        """`30 Britons`, `many Indians`: people, unlike the bare adjective before a coordinated noun."""
        head = self.doc[core.end - 1]
        indefinite = self.doc[phrase.start].lower_ in ("a", "an")
        return head.tag_ in ("NNS", "NNPS") or (head.tag_ in ("NN", "NNP") and indefinite)

    def _person(self, index: int, name_start: int, *, code: str | None, sectors: tuple[str, ...]) -> Members:
        phrase = self.phrases[index]
        name = self.doc[name_start : phrase.end].text
        known = self.persons.get(self.doc[phrase.end - 1].lower_)
        if known is not None and known.code == code:
            return (self._again(phrase, known),)
        entry = Entry(name, "person", code, sectors)
        return (self._mention(self._full_start(index), phrase.end, phrase.end - 1, entry=entry, kind="person"),)

    def _unlisted(self, index: int, core: Hit) -> Members:
        """A phrase without lexicon word at its end: a person or acronym known from the article, or nobody."""
        phrase = self.phrases[index]
        last = self.doc[phrase.end - 1]
        if not is_name_token(last) or last.lower_ in actor_words("quantifier"):
            return self._counted(index)
        half = KOREAS.get(last.lower_)
        if half is not None and phrase.end - phrase.start == 2 and half in self.mentioned:
            entry = Entry(ontology.countries()[half].name, "country", half, ("GOV",))
            return (self._mention(phrase.start, phrase.end, phrase.head, entry=entry, kind="country"),)
        known = self.persons.get(last.lower_) or (self.persons.get(self.doc[core.start].lower_) if core.start else None)
        if known is not None and (last.ent_type_ != "LOC"):
            return (self._again(phrase, known),)
        if not self._names_person(phrase):
            return ()
        apposed = self._apposed_role(index)
        if apposed is not None:
            return (apposed,)
        entry = Entry(self.doc[core.start : phrase.end].text, "person", self.home, ("CVL",) if self.home else ())
        return (self._mention(phrase.start, phrase.end, phrase.head, entry=entry, kind="person"),)

    def _names_person(self, phrase: Phrase) -> bool:
        words = self.doc[phrase.start : phrase.end]
        if any(t.ent_type_ == "PERSON" or t.lower_ in HONORIFICS for t in words):
            return True
        if words[-1].ent_type_ == "LOC" or any(t.i in self.places for t in words):
            return False
        if words[-1].lower_ in self.person_words:
            return True
        return all(t.pos_ == "PROPN" for t in words) and self.doc[phrase.head].dep_.startswith("nsubj")

    def _counted(self, index: int) -> Members:
        """`dozens of migrants`, `some of the protesters`: the people counted. `both` alone: the latest pair."""
        phrase = self.phrases[index]
        word = self.doc[phrase.end - 1].lower_
        if word in actor_words("quantifier"):
            for other in self._complements(index, cases=frozenset({"of"})):
                return tuple(replace(m, start=phrase.start, head=phrase.head) for m in self.resolve(other))
            if word in actor_words("pair_word") and word != "three":
                return self._pair(index, sectors=None, size=2)
            if word in actor_words("crowd_count") and self.doc[phrase.head].dep_.startswith(("nsubj", "obj")):
                entry = Entry("people", "people", self.home, ("CVL",))
                return (self._mention(phrase.start, phrase.end, phrase.head, entry=entry, kind="people"),)
        return ()

    def _again(self, phrase: Phrase, known: ActorMention) -> ActorMention:
        source = (self.doc[known.start].idx, end_of(self.doc[known.end - 1]))
        if known.start == phrase.start:
            return known
        return replace(known, start=phrase.start, end=phrase.end, head=phrase.head, resolved_from=source)

    # ---- roles

    def _role(self, index: int, core: Hit, *, end: int | None = None) -> Members:
        """The participants of a phrase around a role noun; `end` cuts the phrase there for roles that modify."""
        phrase, role = self.phrases[index], core.entry
        whole = end is None
        last = phrase.end if end is None else end
        if whole and self._is_pair(phrase, role):
            paired = self._pair(index, sectors=role.sectors, size=3 if "three" in self._words(phrase) else 2)
            if paired:
                return paired
        start = self._full_start(index)
        owner = self._modifier_actor(index, core) or self._possessor(index)
        if owner is not None and owner.kind == "region" and role.name in actor_words("state_noun"):
            return self._without_owner(index, core, start, last)
        if owner is not None and not (owner.kind == "pronoun" and role.name in actor_words("ally")):
            owners = self.modifiers.get(owner.start, ()) if role.plural and owner.kind == "country" else ()
            several = [o for o in owners if o.code != owner.code]
            return tuple(self._of(o, role, core, start, last, index) for o in (*several, owner))
        if whole:
            found = self._from_complements(index, core, start, last)
            if found:
                return found
            named = self._from_name(index, core, start)
            if named:
                return named
        return self._without_owner(index, core, start, last)

    def _of(self, owner: ActorMention, role: Entry, core: Hit, start: int, end: int, index: int) -> ActorMention:
        """The role seen as its owner's: the owner's code, and its own sector unless it only names a part of a body."""
        sectors = self._sectors(owner, role)
        if (
            self._words(self.phrases[index]) & actor_words("former")
            and role.kind == "official"
            and owner.kind == "country"
        ):
            sectors = ("ELI",)
        if role.name == "coalition" and owner.code in ontology.countries() and self._leads(owner):
            owner = replace(owner, code="IGO", name=f"{owner.name}-led")
        named = core.end < end == self.phrases[index].end and is_name_token(self.doc[end - 1])
        kind = "person" if named else role_kind(role)
        name = self.doc[core.end : end].text if named else None
        entry = Entry(name or self._label(owner, role), kind, owner.code, sectors)
        return self._mention(start, end, core.end - 1 if not named else end - 1, entry=entry, kind=kind)

    def _leads(self, owner: ActorMention) -> bool:
        """`US-led`: the state is the first among others."""
        behind = self.doc[owner.end : owner.end + 2].text.lower()
        return behind in ("-led", "–led") or self.doc[owner.end - 1].lower_.endswith("-led")

    @staticmethod
    def _label(owner: ActorMention, role: Entry) -> str:
        return f"{owner.name} {role.name}" if owner.name else role.name

    @staticmethod
    def _sectors(owner: ActorMention, role: Entry) -> tuple[str, ...]:
        if role.name == "coalition":
            return role.sectors
        if owner.code in ("UNO", "EUR", "IGO") and role.sectors in (("GOV",), ()):
            return owner.sectors
        if owner.kind in ("group", "body", "person", "official") and (
            role.name in actor_words("inheriting") or not role.sectors
        ):
            return owner.sectors or role.sectors
        if owner.kind == "group" and role.sectors in (("CVL",), ("REB",), ("CRM",), ("MIL",), ("GOV",)):
            return owner.sectors
        return role.sectors or owner.sectors

    def _from_complements(self, index: int, core: Hit, start: int, last: int) -> Members:
        """`the ministers of Peru and Chile`: one member for each; `the ministry of Foreign Affairs of Peru`: one."""
        owners: list[ActorMention] = []
        for other in self._complements(index, cases=COMPLEMENT_CASES):
            for member in self.resolve(other):
                if member.code not in {o.code for o in owners} or member.kind != owners[0].kind:
                    owners.append(member)
        if not owners and core.entry.kind != "thing":
            owners = self._place_owner(index)
        owners = [o for o in owners if o.kind in ("country", "body", "group", "person", "official", "description")]
        if not owners:
            return ()
        if not core.entry.plural and core.entry.kind == "official":
            owners = owners[:1]
        first = self._of(owners[0], core.entry, core, start, last, index)
        rest = [replace(self._of(o, core.entry, core, o.start, core.end, index), end=o.end, head=o.head)
                for o in owners[1:]]  # fmt: skip
        return (replace(first, end=max(owners[0].end, first.end), head=core.end - 1), *rest)

    def _place_owner(self, index: int) -> list[ActorMention]:
        """`a court in the city of Lahore`: the state of the place."""
        for _ in range(2):
            end = self.phrases[index].end
            other = self.of_token.get(end + 1)
            if end >= len(self.doc) or other is None or self.doc[end].lower_ not in ("of", "in", "from", "at", "near"):
                return []
            phrase = self.phrases[other]
            place = self.places.get(phrase.end - 1)
            if place is not None:
                name = ontology.countries()[place[2]].name
                entry = Entry(name, "country", place[2], ("GOV",))
                return [self._mention(phrase.start, phrase.end, phrase.head, entry=entry, kind="country")]
            index = other
        return []

    def _from_name(self, index: int, core: Hit, start: int) -> Members:
        """A title with a name: the person as known from the article or the lexicon."""
        phrase = self.phrases[index]
        if core.end < phrase.end:
            known = self.persons.get(self.doc[phrase.end - 1].lower_)
            if known is not None:
                return (self._again(phrase, known),)
            for hit in self._hits(index):
                if hit.entry.kind == "leader":
                    return (self._mention(start, phrase.end, phrase.end - 1, entry=hit.entry, kind="person"),)
        before = self._apposed_name(index)
        if before is not None:
            return (before,)
        return ()

    def _without_owner(self, index: int, core: Hit, start: int, last: int) -> Members:
        phrase, role = self.phrases[index], core.entry
        words = self._words(phrase)
        if role.name in actor_words("world") or (
            role.name in actor_words("ally") and (role.plural or words & actor_words("unspecific"))
        ):
            entry = Entry(role.name, "description", None, ("GOV",))
            return (self._mention(start, last, core.end - 1, entry=entry, kind="description"),)
        sentence = self.sentence_of[phrase.start]
        if words & {"the", "this", "that", "these", "those"}:
            item = coreference.described(self.history, role, sentence=sentence, region=self._region(phrase),
                                         as_object=is_object(self.doc[phrase.head]))  # fmt: skip
            if item is not None:
                return tuple(self._stand_in(m, phrase, "description") for m in self.found[item.index])
        if role.name in actor_words("state_noun") and self.home is None:
            return ()
        if not role.sectors:
            return self._transparent(index)
        code = None if role.sectors == ("REF",) else self._default_code(role)
        named = core.end < last
        entry = Entry(self.doc[core.end : last].text if named else role.name, role.kind, code, role.sectors)
        kind = "person" if named else role_kind(role)
        return (self._mention(start, last, last - 1, entry=entry, kind=kind),)

    def _transparent(self, index: int) -> Members:
        """`members of the gang`, `a group of protesters`: those of the complement."""
        phrase = self.phrases[index]
        for other in self._complements(index, cases=frozenset({"of"})):
            return tuple(replace(m, start=phrase.start, head=phrase.head) for m in self.resolve(other))
        return ()

    def _default_code(self, role: Entry) -> str | None:
        """The state of a role that names none: the publisher's for its own officials, else the article's."""
        if role.name == "coalition":
            return "IGO"
        if self.publisher is not None and role.sectors == ("GOV",):
            return self.publisher.code
        return self.home

    def _is_pair(self, phrase: Phrase, role: Entry) -> bool:
        words = self._words(phrase)
        if role.name not in actor_words("pair_noun") or not role.plural:
            return False
        return bool(words & actor_words("pair_word")) or (
            role.name in ("side", "party to the conflict") and "the" in words
        )

    def _pair(self, index: int, *, sectors: tuple[str, ...] | None, size: int) -> Members:
        phrase = self.phrases[index]
        found = coreference.pair(self.history, sentence=self.sentence_of[phrase.start], size=size)
        mentions = []
        for item, code in found:
            source = self._member(item.index, code)
            mention = self._stand_in(source, phrase, "description")
            keep = sectors is None or source.sectors not in (("GOV",), ("CVL",)) or sectors == ("GOV",)
            mentions.append(mention if keep else replace(mention, sectors=sectors or ()))
        return tuple(mentions)

    def _member(self, index: int, code: str) -> ActorMention:
        return next(m for m in self.found[index] if m.code == code)

    # ---- who owns a role

    def _modifier_actor(self, index: int, core: Hit) -> ActorMention | None:
        """The last state, body, group or known person named before the core."""
        phrase = self.phrases[index]
        for i in range(core.start - 1, phrase.start - 1, -1):
            hit = self.names.get(i)
            if hit and hit.end <= core.start and not self._loose(hit):
                kind = "country" if hit.entry.kind in ("adjective", "people", "seat", "country") else hit.entry.kind
                return self._mention(hit.start, hit.end, hit.end - 1, entry=hit.entry, kind=kind)
            token = self.doc[i]
            if is_name_token(token) and (known := self.persons.get(token.lower_)):
                return known
            place = self.places.get(i)
            if place is not None and place[1] <= core.start:
                entry = Entry(ontology.countries()[place[2]].name, "country", place[2], ("GOV",))
                return self._mention(place[0], place[1], i, entry=entry, kind="country")
        return None

    def _possessor(self, index: int) -> ActorMention | None:
        phrase = self.phrases[index]
        if phrase.possessor is not None:
            found = self.resolve(phrase.possessor)
            return found[0] if found else None
        first = self.doc[phrase.start]
        if first.tag_ == "PRP$":
            found = self.modifiers.get(first.i) or self._pronoun(index, first)
            return found[0] if found else None
        return None

    def _full_start(self, index: int) -> int:
        """Where the phrase begins with its possessor."""
        phrase = self.phrases[index]
        while phrase.possessor is not None:
            phrase = self.phrases[phrase.possessor]
        return phrase.start

    def _complements(self, index: int, *, cases: frozenset[str]) -> list[int]:
        """The phrases that a preposition directly behind the phrase ties to it, with those coordinated to them.

        Through a complement that is no actor (`minister of foreign affairs of Peru`) the next one is taken.
        """
        phrase = self.phrases[index]
        if phrase.end + 1 >= len(self.doc):
            return []
        case = self.doc[phrase.end]
        other = self.of_token.get(phrase.end + 1)
        if case.lower_ not in cases or other is None or self.phrases[other].start != phrase.end + 1:
            return []
        if case.lower_ != "of" and not self._is_nominal(phrase, other):
            return []
        while other + 1 < len(self.phrases) and self.phrases[other + 1].possessor == other:
            other += 1
        found = [other, *self._coordinated(other)]
        if not any(self.resolve(o) for o in found):
            last = max(found)
            return self._complements(last, cases=frozenset({"of"})) if case.lower_ == "of" else []
        return found

    def _is_nominal(self, phrase: Phrase, other: int) -> bool:
        """Does the tree hang the complement on the phrase, not on a verb?"""
        inner = self.phrases[other]
        head = self.doc[inner.head].head.i
        return phrase.start <= head < phrase.end or inner.start <= head < inner.end

    def _coordinated(self, index: int) -> list[int]:
        phrase = self.phrases[index]
        found = []
        for i in range(phrase.start, phrase.end):
            for member in conjuncts(self.doc[i])[1:]:
                other = self.of_token.get(member.i)
                if other is not None and other != index and other not in found and member.pos_ not in ("VERB", "AUX"):
                    found.append(other)
        return found

    # ---- apposition

    def _tail(self, index: int) -> int:
        """The last phrase of the phrase's complements, itself without any."""
        others = self._complements(index, cases=frozenset({"of", "for"}))
        return max([index, *others])

    def _beside(self, index: int) -> int | None:
        """The phrase behind a comma after this one, if nothing else stands between them."""
        end = self.phrases[self._tail(index)].end
        if end + 1 >= len(self.doc) or self.doc[end].text != ",":
            return None
        other = self.of_token.get(end + 1)
        while other is not None and other + 1 < len(self.phrases) and self.phrases[other + 1].possessor == other:
            other += 1
        return other

    def _apposed_role(self, index: int) -> ActorMention | None:
        """`Ana Soto, the foreign minister of Peru`: the office of a name."""
        other = self._beside(index)
        if other is None:
            return None
        core = self._core(other)
        if core.entry.kind not in ("official", "group") or core.entry.code or core.end < self.phrases[other].end:
            return None
        if core.entry.plural:
            return None
        found = self.resolve(other)
        if not found:
            return None
        phrase = self.phrases[index]
        entry = Entry(self.doc[phrase.start : phrase.end].text, "person", found[0].code, found[0].sectors)
        return self._mention(phrase.start, found[0].end, phrase.head, entry=entry, kind="person")

    def _apposed_name(self, index: int) -> ActorMention | None:
        """`the foreign minister, Ana Soto`: who holds the office, if the article says elsewhere for whom."""
        other = self._beside(index)
        if other is None:
            return None
        last = self.doc[self.phrases[other].end - 1]
        known = self.persons.get(last.lower_) if is_name_token(last) else None
        return self._again(self.phrases[index], known) if known is not None else None

    # ---- persons

    def _learn_persons(self) -> None:
        """Who is who: names with a title and state, names with an office in apposition, bodies with their acronym."""
        for index, phrase in enumerate(self.phrases):
            core = self._core(index)
            entry = core.entry
            if core.end < phrase.end and entry.kind in ("official", "group", "adjective", "people"):
                self._learn_titled(index, core)
            elif entry.kind in ("official", "group") and core.end == phrase.end and not entry.plural:
                self._learn_apposed(index, core)

    def _learn_titled(self, index: int, core: Hit) -> None:
        phrase = self.phrases[index]
        name_start = core.end
        owner = self._explicit_owner(index, core)
        if core.entry.kind in ("adjective", "people"):
            found = self._person(index, name_start, code=core.entry.code, sectors=("CVL",))[0]
            self._learn(name_start, phrase.end, found)
        elif owner is not None:
            mention = self._of(owner, core.entry, core, self._full_start(index), phrase.end, index)
            self._learn(name_start, phrase.end, mention)

    def _learn_apposed(self, index: int, core: Hit) -> None:
        owner = self._explicit_owner(index, core) or self._explicit_complement(index)
        if owner is None:
            return
        start = self._full_start(index)
        role = self._of(owner, core.entry, core, start, self.phrases[index].end, index)
        role = replace(role, end=max(role.end, owner.end))
        beside = self._beside(index)
        names = [n for n in (beside, self._before(start), self._behind(index)) if n is not None and self._is_name(n)]
        for other in names[:1]:
            phrase = self.phrases[other]
            name = self.doc[phrase.start : phrase.end].text
            identity = actor_id(kind="person", name=name, code=role.code, sectors=role.sectors)
            mention = replace(role, name=name, actor_id=identity, kind="person",
                              start=min(start, phrase.start), end=max(role.end, phrase.end))  # fmt: skip
            self._learn(phrase.start, phrase.end, mention)

    def _explicit_owner(self, index: int, core: Hit) -> ActorMention | None:
        found = self._modifier_actor(index, core)
        if found is None and self.phrases[index].possessor is not None:
            hits = self._hits(self.phrases[index].possessor or 0)
            found = self._simple(hits[-1]) if hits else None
        return found

    def _explicit_complement(self, index: int) -> ActorMention | None:
        for other in self._plain_complements(index):
            hits = self._hits(other)
            if hits:
                return self._simple(hits[-1])
        return None

    def _plain_complements(self, index: int) -> list[int]:
        """Following `of` phrases, without asking who they stand for."""
        found: list[int] = []
        while True:
            end = self.phrases[index].end
            other = self.of_token.get(end + 1)
            if end >= len(self.doc) or self.doc[end].lower_ not in ("of", "for") or other is None:
                return found
            found.append(other)
            index = other

    def _simple(self, hit: Hit) -> ActorMention:
        kind = "country" if hit.entry.kind in ("adjective", "people", "seat", "country") else hit.entry.kind
        return self._mention(hit.start, hit.end, hit.end - 1, entry=hit.entry, kind=kind)

    def _before(self, start: int) -> int | None:
        """The phrase in front of a comma before token `start`."""
        if start < 2 or self.doc[start - 1].text != ",":
            return None
        return self.of_token.get(start - 2)

    def _behind(self, index: int) -> int | None:
        """A name directly behind the complements (`Secretary of State of Peru Ana Soto`)."""
        others = self._plain_complements(index)
        end = self.phrases[others[-1]].end if others else len(self.doc)
        return self.of_token.get(end)

    def _is_name(self, index: int) -> bool:
        phrase = self.phrases[index]
        tokens = self.doc[phrase.start : phrase.end]
        if any(t.i in self.roles or not is_name_token(t) for t in tokens):
            return False
        return all(h.entry.kind == "leader" for h in self._hits(index))

    def _learn(self, start: int, end: int, mention: ActorMention) -> None:
        if any(hit.entry.kind == "leader" and hit.entry.code != mention.code for hit in self._hits(self.of_token[start])):
            return  # the list of leaders knows better than a phrase that may be misread
        if self.doc[end - 1].tag_ in ("NNS", "NNPS"):
            return  # `OAS Member States` names no person
        last, first = self.doc[end - 1].lower_, self.doc[start].lower_
        self.persons.setdefault(last, mention)
        if end - start > 1 and first not in actor_words("name_particle"):
            self.persons.setdefault(first, mention)

    # ---- pronouns

    def _pronoun(self, index: int, token: Token) -> Members:
        word = token.lower_
        phrase = Phrase(token.i, token.i + 1, token.i)
        sentence = self.sentence_of[token.i]
        if word in coreference.FIRST:
            return self._speaker(index, phrase)
        if word not in coreference.THIRD or self._expletive(token):
            return ()
        if word in coreference.PLURAL and token.dep_.startswith("nsubj"):
            sides = coreference.meeting(self.history, sentence=sentence)
            if sides:
                return tuple(self._stand_in(self._member(i.index, code), phrase, "pronoun") for i, code in sides)
        other = is_object(token) or self._is_joined(index, token)
        item = coreference.third_person(self.history, word, sentence=sentence, as_object=other)
        if item is None:
            return ()
        sources = self._with_coordinated(item.index) if word in coreference.PLURAL else self.found[item.index]
        return tuple(self._stand_in(m, phrase, "pronoun") for m in sources)

    def _is_joined(self, index: int, token: Token) -> bool:
        """`its` in `the gang and its leader`: that of what the phrase is coordinated to."""
        return token.tag_ == "PRP$" and self.doc[self.phrases[index].head].dep_ == "conj"

    @staticmethod
    def _expletive(token: Token) -> bool:
        return token.dep_ == "expl"

    def _with_coordinated(self, index: int) -> Members:
        found = list(self.found[index])
        for other in self._coordinated(index):
            found += [m for m in self.found.get(other, ()) if m.code not in {f.code for f in found}]
        return tuple(found)

    def _speaker(self, index: int, phrase: Phrase) -> Members:
        """Who says `we`: the subject of a verb of saying in or near the sentence, the publisher, the latest person."""
        sentence = self.sentence_of[phrase.start]
        for other in (sentence, sentence - 1, sentence + 1, sentence - 2):
            for subject in self._sayers(other):
                found = self.resolve(subject)
                if found and found[0].kind != "pronoun" and subject != index:
                    return (self._stand_in(found[0], phrase, "pronoun"),)
        if self.publisher is not None:
            return (self._mention(phrase.start, phrase.end, phrase.head, entry=self.publisher, kind="pronoun"),)
        item = coreference.first(self.history.back(sentence), lambda a: a.person)
        if item is not None:
            return (self._stand_in(self.found[item.index][0], phrase, "pronoun"),)
        if self.home not in ontology.countries():
            return ()
        entry = Entry(ontology.countries()[self.home].name, "pronoun", self.home, ("GOV",))
        return (self._mention(phrase.start, phrase.end, phrase.head, entry=entry, kind="pronoun"),)

    def _sayers(self, sentence: int) -> Iterable[int]:
        if not 0 <= sentence < len(self._sayer_index()):
            return ()
        return self._sayer_index()[sentence]

    def _sayer_index(self) -> list[list[int]]:
        cached: list[list[int]] | None = getattr(self, "_sayers_found", None)
        if cached is None:
            cached = [[] for _ in range((self.sentence_of[-1] if self.sentence_of else 0) + 1)]
            for token in self.doc:
                if token.dep_ == "nsubj" and token.head.lemma_.lower() in actor_words("saying") and token.tag_ != "PRP":
                    index = self.of_token.get(token.i)
                    if index is not None:
                        cached[self.sentence_of[token.i]].append(index)
            self._sayers_found = cached
        return cached

    # ---- small things

    def _stand_in(self, source: ActorMention, phrase: Phrase, kind: str) -> ActorMention:
        span = source.resolved_from or (self.doc[source.start].idx, end_of(self.doc[source.end - 1]))
        return replace(source, start=phrase.start, end=phrase.end, head=phrase.head, resolved_from=span, kind=kind)

    def _mention(self, start: int, end: int, head: int, *, entry: Entry, kind: str) -> ActorMention:
        identity = actor_id(kind=kind, name=entry.name, code=entry.code, sectors=entry.sectors)
        return ActorMention(start, end, head, entry.name or None, entry.code, entry.sectors, identity, None, kind)

    def _words(self, phrase: Phrase) -> set[str]:
        return {self.doc[i].lower_ for i in range(phrase.start, phrase.end)}

    def _region(self, phrase: Phrase) -> frozenset[str]:
        text = self.doc[phrase.start : phrase.end].text.lower()
        for adjective, states in self.regions.items():
            if adjective in text:
                return states
        return frozenset()

    def _remember(self, index: int) -> None:
        """Add what the phrase stands for to the history."""
        found = self.found.get(index, ())
        if not found:
            return
        phrase, core, source = self.phrases[index], self._core(index), found[0]
        if core.entry.kind == "official" and self._renames_last(phrase):
            self.history.items[-1] = replace(self.history.items[-1], noun=core.entry.name)
            return
        word = self.doc[source.head].lower_
        self.history.items.append(
            Antecedent(
                index=index,
                sentence=self.sentence_of[phrase.start],
                person=self._is_person(source, core.entry, word),
                plural=len(found) > 1 or core.entry.plural or core.entry.kind == "people" or word in coreference.PLURAL,
                subject=any(self.doc[i].dep_.startswith("nsubj") for i in range(phrase.start, phrase.end)),
                gender=self._gender(phrase),
                kind=source.kind,
                noun=core.entry.name,
                codes=tuple(m.code for m in found),
                sectors=source.sectors,
            )
        )

    def _renames_last(self, phrase: Phrase) -> bool:
        """Is the phrase an apposition inside the person mentioned last?"""
        if not self.history.items or not self.history.items[-1].person:
            return False
        last = self.found[self.history.items[-1].index][0]
        return last.start < phrase.start and phrase.end <= last.end

    @staticmethod
    def _is_person(source: ActorMention, entry: Entry, word: str) -> bool:
        if source.kind == "person":
            return True
        if source.kind == "pronoun" and word in coreference.MASCULINE | coreference.FEMININE | {"i"}:
            return True
        single = entry.kind in ("official", "leader") and not entry.plural
        return single and source.kind in ("official", "pronoun", "description")

    def _gender(self, phrase: Phrase) -> str:
        for i in range(phrase.start, phrase.end):
            word = self.doc[i].lower_
            gender = HONORIFICS.get(word) or GENDERED.get(word)
            if gender:
                return gender
            if word in coreference.MASCULINE:
                return "m"
            if word in coreference.FEMININE:
                return "f"
        return ""


def role_kind(role: Entry) -> str:
    """The kind of mention that a role noun makes."""
    return {"official": "official", "body": "body", "thing": "thing"}.get(role.kind, "people")


def is_name_token(token: Token) -> bool:
    """Can the token be part of a name?"""
    if token.text[0].isupper():
        if token.is_sent_start and token.pos_ != "PROPN":
            return False
        return token.pos_ in ("PROPN", "NOUN", "ADJ", "X", "VERB", "ADV", "INTJ") and token.lower_ not in HONORIFICS
    return token.lower_ in actor_words("name_particle") or (token.text in ("-", "–") and token.ent_type_ == "PERSON")


def is_object(token: Token) -> bool:
    """Is the phrase inside a clause's predicate, so that the clause's subject is somebody else?"""
    return token.dep_.partition(":")[0] in ("obj", "iobj", "obl")


def is_titled_name(token: Token) -> bool:
    return is_name_token(token) or token.lower_ in HONORIFICS or token.tag_ == "CD"


def is_surname(doc: Doc, hit: Hit) -> bool:
    """A role noun that is somebody's last name (`Ann King`)."""
    token = doc[hit.start]
    if hit.start == 0 or hit.end - hit.start > 1 or not token.text[0].isupper() or token.ent_iob_ != "I":
        return False
    return token.ent_type_ == "PERSON" and is_name_token(doc[hit.start - 1]) and doc[hit.start - 1].pos_ == "PROPN"


def end_of(token: Token) -> int:
    return int(token.idx + len(token.text))


def outside(hits: list[Hit], taken: list[Hit]) -> list[Hit]:
    """The hits that overlap none of the taken ones, unless they are longer."""
    owner = {i: h for h in taken for i in range(h.start, h.end)}
    kept = []
    for hit in hits:
        rivals = [owner[i] for i in range(hit.start, hit.end) if i in owner]
        if not rivals:
            kept.append(hit)
    return kept


def sentence_numbers(doc: Doc) -> list[int]:
    """The number of its sentence for every token."""
    numbers, number = [], -1
    for token in doc:
        if token.is_sent_start or number < 0:
            number += 1
        numbers.append(number)
    return numbers


def conjuncts(token: Token) -> list[Token]:
    """The token and what is coordinated to it."""
    found = [token]
    for member in found:
        found += [c for c in member.children if c.dep_ == "conj" and c.pos_ not in ("VERB", "AUX")]
    return found
