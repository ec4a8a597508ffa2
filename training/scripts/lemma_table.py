"""Tables beside the network's lemma rules: words of the treebanks, irregular forms and known lemmas of WordNet."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from en_chasqui_news.lemmas import rule_of
from spacy.lookups import Lookups

SEEN = 2
AGREEING = 0.8
WITHOUT_TABLE = {"PROPN", "X", "NUM", "SYM", "PUNCT"}
PARTS = {"VERB": "verb", "NOUN": "noun"}

Table = dict[str, Any]


def build(samples: Iterable[dict[str, list[Any]]], lookups: Lookups) -> Table:
    """`forms` and `words` as `en_chasqui_news.lemmas.Lemmatizer` takes them.

    `lookups` are spaCy's English `lemma_index` and `lemma_exc`, which come from WordNet.
    """
    samples = list(samples)
    index, irregular = lookups.get_table("lemma_index"), lookups.get_table("lemma_exc")
    words = {}
    for pos, part in PARTS.items():
        seen = {lemma for s in samples for lemma, p in zip(s["lemma"], s["pos"], strict=True) if p == pos}
        words[pos] = sorted(word for word in {*index[part], *seen} if plain(word))
    forms = {
        f"{form}\t{pos}": rule
        for pos, part in PARTS.items()
        for form, lemmas in sorted(irregular[part].items())
        if plain(form) and form not in index[part] and len(lemmas) == 1 and (rule := rule_of(form, lemmas[0]))
    }
    return {"forms": forms | seen_forms(samples), "words": words}


def plain(word: str) -> bool:
    return word.isascii() and word.isalpha() and len(word) > 1


def seen_forms(samples: Iterable[dict[str, list[Any]]]) -> dict[str, str]:
    """Rules of words of the treebanks, in lower case, and as written where that takes another rule."""
    low: dict[str, Counter[str | None]] = {}
    written: dict[str, Counter[str | None]] = {}
    for sample in samples:
        for word, pos, lemma in zip(sample["words"], sample["pos"], sample["lemma"], strict=True):
            if pos not in WITHOUT_TABLE:
                rule = rule_of(word, lemma)
                low.setdefault(f"{word.lower()}\t{pos}", Counter())[rule] += 1
                written.setdefault(f"{word}\t{pos}", Counter())[rule] += 1
    common = agreed(low)
    own = {key: rule for key, rule in agreed(written).items() if common.get(lower_key(key)) != rule}
    return common | own


def lower_key(key: str) -> str:
    word, _, pos = key.partition("\t")
    return f"{word.lower()}\t{pos}"


def agreed(counts: dict[str, Counter[str | None]]) -> dict[str, str]:
    best = {key: rules.most_common(1)[0] for key, rules in sorted(counts.items())}
    return {
        key: rule
        for key, (rule, count) in best.items()
        if rule and count >= SEEN and count >= AGREEING * counts[key].total()
    }
