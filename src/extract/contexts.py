"""Component `contexts`: what the sentence of an event is about, as PLOVER contexts (many labels, often none)."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span

from extract.lexicons import read_rows, split
from extract.logistic import BIAS
from extract.slot_model import LEAST, probability
from schemas import ontology
from schemas.errors import LexiconError

MOST = 4
MOST_TIMES = 2
SHARES = (0.01, 0.1, 0.25, 0.5)
MOST_THEMES = 2
THEME_SHARE = 0.25


@cache
def context_terms() -> dict[str, dict[tuple[str, ...], list[str]]]:
    """Terms by their first word: {first word: {words: contexts}}; raises `LexiconError` for unknown contexts."""
    index: dict[str, dict[tuple[str, ...], list[str]]] = defaultdict(lambda: defaultdict(list))
    for line, row in enumerate(read_rows("contexts", columns=("context", "terms")), start=2):
        if row["context"] not in ontology.contexts():
            raise LexiconError("contexts.csv", line, f"unknown context {row['context']!r}")
        for term in split(row["terms"]):
            words = tuple(term.split())
            index[words[0]][words].append(row["context"])
    return {first: dict(terms) for first, terms in index.items()}


@cache
def type_contexts() -> dict[str, tuple[str, ...]]:
    """Contexts that a type brings along even where no term names them."""
    found: dict[str, tuple[str, ...]] = {}
    for row in read_rows("type_contexts", columns=("event_type", "context")):
        found[row["event_type"]] = (*found.get(row["event_type"], ()), row["context"])
    return found


def named_in(span: Span) -> Iterator[tuple[str, str]]:
    """Each context that a term of the span names, with the term."""
    terms = context_terms()
    lemmas = [token.lemma_.lower() for token in span]
    forms = [token.lower_ for token in span]
    for i, (lemma, form) in enumerate(zip(lemmas, forms, strict=True)):
        for first in {lemma, form}:
            for words, names in terms.get(first, {}).items():
                end = i + len(words)
                if words[1:] == tuple(lemmas[i + 1 : end]) or words[1:] == tuple(forms[i + 1 : end]):
                    for name in names:
                        yield name, " ".join(words)


def contexts_of(span: Span) -> dict[str, int]:
    """Contexts named in a span with the number of terms that name them."""
    return dict(Counter(name for name, _ in named_in(span)))


def themes(doc: Doc, named: dict[int, dict[str, int]]) -> list[str]:
    """What the article as a whole is about: contexts that many of its sentences name, the commonest first."""
    sentences = sum(1 for _ in doc.sents)
    counts = Counter(name for counted in named.values() for name in counted)
    return [name for name, count in counts.most_common(MOST_THEMES) if count >= max(2, THEME_SHARE * sentences)]


@dataclass(frozen=True, slots=True)
class Topics:
    """What the sentences of an article name, by the first token of each; how many of them name a context, in steps."""

    named: dict[int, dict[str, int]]
    shares: dict[str, int]
    themes: tuple[str, ...]


def topics_of(doc: Doc) -> Topics:
    """What each sentence names, and what the article as a whole is about."""
    named = {sentence.start: contexts_of(sentence) for sentence in doc.sents}
    counts = Counter(name for counted in named.values() for name in counted)
    shares = {name: sum(count >= step * len(named) for step in SHARES) for name, count in counts.items()}
    return Topics(named, shares, tuple(themes(doc, named)))


def options(event_type: str, start: int, topics: Topics) -> Iterator[tuple[str, list[str]]]:
    """Each context that the article names or the type brings along, with the features of its pair with an event.

    `start` is the first token of the event's sentence.
    """
    here = topics.named[start]
    ranked = sorted(here, key=lambda name: (-here[name], name))
    brought = type_contexts().get(event_type, ())
    for name in dict.fromkeys([*ranked, *topics.shares, *brought]):
        times, theme = here.get(name, 0), name in topics.themes
        share = topics.shares.get(name, 0)
        found = [
            BIAS,
            f"context {name}",
            f"named {min(times, MOST_TIMES)}",
            f"named {min(times, MOST_TIMES)} {name}",
            f"share {share}",
            f"share {share} {name}",
            f"theme {theme} named {times > 0}",
            f"type {event_type} {name}",
        ]
        if times:
            found.append(f"rank {min(ranked.index(name), MOST_TIMES)} of {min(len(ranked), MOST_TIMES)}")
        if name in brought:
            found.append("brought along by the type")
        yield name, found


def choose(event_type: str, start: int, topics: Topics) -> tuple[str, ...]:
    """The likeliest contexts of an event, the most named first where they are as likely."""
    ranked = [(probability("context", names), name) for name, names in options(event_type, start, topics)]
    likely = sorted((option for option in ranked if option[0] >= LEAST["context"]), key=lambda option: -option[0])
    return tuple(name for _, name in likely[:MOST])


@Language.factory("contexts", requires=["doc._.events", "token.lemma"], assigns=["doc._.events"])
def create_contexts(nlp: Language, name: str) -> "Contexts":
    """Make the component; the lexicons are read and checked here."""
    context_terms()
    type_contexts()
    return Contexts()


class Contexts:
    """Fills `contexts` of `doc._.events`."""

    def __call__(self, doc: Doc) -> Doc:
        topics = topics_of(doc)
        for event in doc._.events:
            event.contexts = choose(event.event_type, doc[event.head].sent.start, topics)
        return doc
