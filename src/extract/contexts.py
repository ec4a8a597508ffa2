"""Component `contexts`: what the sentence of an event is about, as PLOVER contexts (many labels, often none)."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span

from extract.event import Event
from extract.lexicons import read_rows, split
from schemas import ontology
from schemas.errors import LexiconError

MOST = 2
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
    """Contexts that a type brings along when nothing else is said."""
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


def choose(counts: dict[str, int], event: Event, *, themes: Sequence[str] = ()) -> tuple[str, ...]:
    """The contexts of one event: the most often named of its sentence, the article's themes, those of its type."""
    ranked = sorted(counts, key=lambda name: (-counts[name], name))[:MOST]
    for name in (*themes, *type_contexts().get(event.event_type, ())):
        if name not in ranked:
            ranked.append(name)
    return tuple(ranked)


@Language.factory("contexts", requires=["doc._.events", "token.lemma"], assigns=["doc._.events"])
def create_contexts(nlp: Language, name: str) -> "Contexts":
    """Make the component; the lexicons are read and checked here."""
    context_terms()
    type_contexts()
    return Contexts()


class Contexts:
    """Fills `contexts` of `doc._.events`."""

    def __call__(self, doc: Doc) -> Doc:
        named = {sentence.start: contexts_of(sentence) for sentence in doc.sents}
        about = themes(doc, named)
        for event in doc._.events:
            event.contexts = choose(named[doc[event.head].sent.start], event, themes=about)
        return doc
