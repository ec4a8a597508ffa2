"""Component `actors`: who is named in an article, and for whom each noun phrase stands.

`members(token)` answers for the head token of any noun phrase which participants it stands for. Codes follow the coding
guide: states by ISO code, bodies and groups by the lexicons, officials by the state that they represent.
"""

from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Token

from extract import extensions as extensions
from extract.actor_lexicon import ActorLexicon, Entry
from extract.actor_mention import ActorMention, Members
from extract.actor_reading import Reading
from extract.actor_setting import read_regions

__all__ = ["ActorMention", "Actors", "Members", "is_actor", "members"]

KEY = "chasqui.actors"


def members(token: Token) -> Members:
    """The participants that the noun phrase headed by `token` stands for, coordinated ones included.

    A token that modifies a phrase (`Russian` in `a Russian attack`) stands for itself only. Empty for what is no actor.
    """
    reading: Reading | None = token.doc.user_data.get(KEY)
    return () if reading is None else reading.members(token)


def is_actor(token: Token) -> bool:
    """Does the noun phrase headed by `token` stand for a participant?"""
    return bool(members(token))


def year_of(doc: Doc) -> int | None:
    """The year that the article was published in, if known."""
    article = doc._.article
    if article is None or article.published is None:
        return None
    return int(article.published.day.year)


@Language.factory("actors", requires=["token.dep", "token.tag", "doc._.article"], assigns=["doc._.actors"])
def create_actors(nlp: Language, name: str) -> "Actors":
    """Make the component; reads the lexicons."""
    return Actors(nlp)


class Actors:
    """Sets `doc._.actors`, and what `members` answers from."""

    def __init__(self, nlp: Language) -> None:
        self.lexicon = ActorLexicon(nlp)
        self._make_doc = nlp.make_doc
        self.regions = read_regions()

    def __call__(self, doc: Doc) -> Doc:
        names = self.lexicon.names(doc, year=year_of(doc))
        publisher = self._publisher(doc)
        roles = self.lexicon.roles(doc)
        reading = Reading(doc, names=names, roles=roles, regions=self.regions, publisher=publisher)
        doc.user_data[KEY] = reading
        doc._.actors = reading.all_mentions()
        return doc

    def _publisher(self, doc: Doc) -> Entry | None:
        """The government or body that publishes the article itself (a ministry, a state agency); not the free press."""
        article = doc._.article
        if article is None or not article.publisher:
            return None
        for hit in self.lexicon.names(self._make_doc(article.publisher), year=None):
            if hit.entry.kind in ("country", "seat", "adjective", "body") and official(hit.entry):
                return replace(hit.entry, sectors=tuple(s for s in hit.entry.sectors if s != "JRN"))
        return None


def official(entry: Entry) -> bool:
    """Does the entry speak for a state or an intergovernmental body?"""
    return "GOV" in entry.sectors or "MIL" in entry.sectors or entry.code in ("UNO", "EUR", "IGO")
