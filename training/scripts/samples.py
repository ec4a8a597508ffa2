"""DocBins -> the columns that the network is trained on, and the changes that make them look like news.

A sample is a dictionary of parallel lists over the words of a text without white space: `words`, `gaps` (what stands
before each word) and, where the text is annotated with them, `tag`, `pos`, `morph`, `lemma`, `dep`, `head` (-1 at a
root), `start` (1 at a sentence's first word) and `ner` (BILUO).
"""

import random
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

from en_chasqui_news.encoder_parser import NEW_LINE, SPACED, gap_before
from en_chasqui_news.lemmas import rule_of
from spacy.tokens import Doc, DocBin
from spacy.training import iob_to_biluo
from spacy.vocab import Vocab

Sample = dict[str, list[Any]]

COLUMNS = ("words", "gaps", "tag", "pos", "morph", "lemma", "dep", "start", "ner")
NAMES = ("PERSON", "ORG", "LOC")
MOST_PIECES = 300
RARE_RULE = 3
RARE_CAPITALS_RULE = 20

HEADLINES = 0.22
HEADLINE_ALONE, HEADLINE_PAIR = 0.05, 0.09
WITHOUT_STOP = 0.26
LOWER, UPPER, TITLE, CURLY = 0.04, 0.075, 0.085, 0.20
HEADLINE_WORDS = range(4, 23)
SMALL_WORDS = {"a", "an", "the", "of", "in", "on", "at", "to", "for", "and", "or", "by", "with", "as", "from"}
ARTICLES = {"the", "a", "an"}
UNCHANGED_VERBS = {"be", "have", "do", "go"}
OTHER_QUOTES = {
    "'": "’", "’": "'", "“": '"', "”": '"', "‘": "'", "n't": "n’t", "n’t": "n't", "'s": "’s", "’s": "'s",
    "'re": "’re", "'ll": "’ll", "'ve": "’ve",
}  # fmt: skip


def read(path: Path, vocab: Vocab) -> list[Doc]:
    return list(DocBin().from_disk(path).get_docs(vocab))


def sample_of(doc: Doc) -> Sample:
    """Columns of all layers that the Doc is annotated with."""
    kept = [token for token in doc if not token.is_space]
    place = {token.i: i for i, token in enumerate(kept)}
    sample: Sample = {"words": [t.text for t in kept], "gaps": [gap_before(doc, t.i) for t in kept]}
    if doc.has_annotation("DEP"):
        firsts = {next((t.i for t in sent if not t.is_space), -1) for sent in doc.sents}
        sample |= {
            "tag": [t.tag_ for t in kept],
            "pos": [t.pos_ for t in kept],
            "morph": [str(t.morph) for t in kept],
            "lemma": [t.lemma_ for t in kept],
            "dep": [t.dep_ for t in kept],
            "head": [-1 if t.head.i == t.i else place[t.head.i] for t in kept],
            "start": [int(t.i in firsts) for t in kept],
        }
    if doc.has_annotation("ENT_IOB"):
        marks = iob_to_biluo([f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else "O" for t in doc])
        sample["ner"] = [marks[t.i] for t in kept]
    return sample


def add_names(trees: list[Sample], names: list[Sample]) -> None:
    """Give the last samples of `trees` the names of `names`, which hold the same words (GUM stands last)."""
    marks = [mark for sample in names for mark in sample["ner"]]
    words = [word for sample in names for word in sample["words"]]
    for sample in reversed(trees):
        count = len(sample["words"])
        if not words:
            return
        if words[-count:] != sample["words"]:
            raise ValueError("the names are not those of the last trees")
        sample["ner"] = marks[-count:]
        del words[-count:], marks[-count:]


def label_sets(samples: Iterable[Sample]) -> dict[str, list[str]]:
    """The classes of each layer; lemma rules also for words in capitals."""
    samples = list(samples)
    labels = {key: sorted({x for s in samples for x in s[key]}) for key in ("tag", "pos", "morph", "dep")}
    pairs = [pair for s in samples for pair in zip(s["words"], s["lemma"], strict=True)]
    plain = Counter(rule_of(word, lemma) for word, lemma in pairs)
    capitals = Counter(rule_of(word.upper(), lemma) for word, lemma in pairs)
    rules = [rule for rule, count in plain.most_common() if rule and count >= RARE_RULE]
    more = [rule for rule, count in capitals.most_common() if rule and count >= RARE_CAPITALS_RULE]
    labels["lemma"] = rules + [rule for rule in more if rule not in set(rules)]
    labels["ner"] = ["O"] + [f"{mark}-{name}" for name in NAMES for mark in "BILU"]
    return labels


def bounds(sample: Sample) -> list[int]:
    """First words of the sentences, and the end; a text without trees is one sentence."""
    starts = [i for i, first in enumerate(sample.get("start", [])) if first]
    return [*sorted({0, *starts}), len(sample["words"])]


def cut(sample: Sample, first: int, end: int, rng: random.Random) -> Sample:
    part = {key: sample[key][first:end] for key in COLUMNS if key in sample}
    part["gaps"][0] = NEW_LINE if rng.random() < 0.5 else max(SPACED, part["gaps"][0])
    if "head" in sample:
        part["head"] = [head - first if head >= 0 else -1 for head in sample["head"][first:end]]
    return part


class Sampler:
    """Cuts and changes samples; `length` counts the pieces of one."""

    def __init__(self, trees: list[Sample], labels: dict[str, list[str]], length: Callable[[Sample], int], seed: int):
        self.rng = random.Random(seed)
        self.length = length
        self.morphs = set(labels["morph"])
        sentences = (cut(s, i, j, self.rng) for s in trees for i, j in pairwise(bounds(s)))
        self.pool = [s for s in sentences if len(s["words"]) in HEADLINE_WORDS and verb_at_root(s) is not None]

    def stretches(self, sample: Sample) -> list[Sample]:
        """The text as a whole, or cut at sentence starts drawn at random: articles begin and end anywhere."""
        marks = bounds(sample)
        if len(marks) <= 2 or self.rng.random() < 0.5:
            return self.fitting(sample)
        inner = self.rng.sample(marks[1:-1], self.rng.randint(1, min(3, len(marks) - 2)))
        edges = [0, *sorted(inner), len(sample["words"])]
        return [part for i, j in pairwise(edges) for part in self.fitting(cut(sample, i, j, self.rng))]

    def fitting(self, sample: Sample, most: int = MOST_PIECES) -> list[Sample]:
        """Halves until each is short enough; a longer sentence stays whole."""
        if self.length(sample) <= most:
            return [sample]
        if "start" in sample:
            marks = bounds(sample)
            middle = marks[len(marks) // 2] if len(marks) > 2 else 0
        else:
            middle = len(sample["words"]) // 2
            while middle and sample["ner"][middle][0] in "IL":
                middle -= 1
        if not middle:
            return [sample]
        end = len(sample["words"])
        return [
            part for i, j in ((0, middle), (middle, end)) for part in self.fitting(cut(sample, i, j, self.rng), most)
        ]

    def changed(self, sample: Sample) -> Sample:
        """With a headline before it or alone, without its stop, in another case, with other quotes; or as it is."""
        if "head" in sample:
            sample = self._as_article(sample)
        chance = self.rng.random()
        if chance < LOWER:
            return sample | {"words": [word.lower() for word in sample["words"]]}
        if chance < UPPER:
            return sample | {"words": [word.upper() for word in sample["words"]]}
        if chance < TITLE:
            return sample | {"words": [word.capitalize() if word.isalpha() else word for word in sample["words"]]}
        if chance < CURLY:
            return sample | {"words": other_quotes(sample["words"])}
        return sample

    def _as_article(self, sample: Sample) -> Sample:
        chance = self.rng.random()
        last = len(sample["words"]) - 1
        if chance < HEADLINES:
            title = self._headline()
            if title is None:
                return sample
            if chance < HEADLINE_ALONE:
                return title
            if chance < HEADLINE_PAIR:
                second = self._headline()
                return joined(title, second) if second else title
            return joined(title, sample | {"gaps": [NEW_LINE, *sample["gaps"][1:]]})
        if chance < WITHOUT_STOP and last > 2 and sample["words"][last] == "." and last not in sample["head"]:
            return without(sample, {last})
        return sample

    def _headline(self) -> Sample | None:
        tries = (self.headline(self.rng.choice(self.pool)) for _ in range(5))
        return next((title for title in tries if title), None)

    def headline(self, sentence: Sample) -> Sample | None:
        """The sentence as a headline: no articles and auxiliaries, in the present tense, without a stop."""
        root = verb_at_root(sentence)
        subjects = [
            i
            for i, (head, dep) in enumerate(zip(sentence["head"], sentence["dep"], strict=True))
            if head == root and dep.startswith("nsubj")
        ]
        if root is None or len(subjects) != 1 or subjects[0] > root:
            return None
        gone = {i for i in range(len(sentence["words"])) if self._left_out(sentence, i)}
        title = without(self._in_present(sentence, root, subjects[0]), gone)
        if not title["words"]:
            return None
        title["words"] = self._styled(title["words"])
        title["gaps"][0] = NEW_LINE
        title["start"] = [1] + [0] * (len(title["words"]) - 1)
        if "ner" in title and not whole(title["ner"]):
            del title["ner"]
        return title

    def _left_out(self, sentence: Sample, i: int) -> bool:
        if i in sentence["head"]:
            return False
        word, dep = sentence["words"][i].lower(), sentence["dep"][i]
        if word in ARTICLES and dep == "det":
            return self.rng.random() < 0.85
        auxiliary = sentence["lemma"][i] == "be" and dep in {"aux", "aux:pass"}
        if auxiliary and sentence["tag"][i] in {"VBZ", "VBP", "VBD"} and "not" not in sentence["lemma"]:
            return self.rng.random() < 0.8
        return word == "." and i == len(sentence["words"]) - 1

    def _in_present(self, sentence: Sample, root: int, subject: int) -> Sample:
        heads, deps = sentence["head"], sentence["dep"]
        auxiliary = any(head == root and dep.startswith("aux") for head, dep in zip(heads, deps, strict=True))
        if auxiliary or not past(sentence, root) or self.rng.random() >= 0.85:
            return sentence
        joined_subject = any(head == subject and dep == "conj" for head, dep in zip(heads, deps, strict=True))
        plural = (
            joined_subject
            or sentence["tag"][subject] in {"NNS", "NNPS"}
            or sentence["words"][subject].lower() in {"they", "we", "you", "i"}
        )
        feats = f"Mood=Ind|Number={'Plur' if plural else 'Sing'}|Person=3|Tense=Pres|VerbForm=Fin"
        words, tags, morphs = list(sentence["words"]), list(sentence["tag"]), list(sentence["morph"])
        both = [i for i, (h, d) in enumerate(zip(heads, deps, strict=True)) if h == root and d == "conj"]
        for i in (root, *(i for i in both if past(sentence, i))):
            lemma = sentence["lemma"][i].lower()
            words[i], tags[i] = (lemma, "VBP") if plural else (third_person(lemma), "VBZ")
            morphs[i] = feats if feats in self.morphs else morphs[i]
        return sentence | {"words": words, "tag": tags, "morph": morphs}

    def _styled(self, words: list[str]) -> list[str]:
        style = self.rng.random()
        if style < 0.35:
            return [
                word if (i and word.lower() in SMALL_WORDS) or not word[:1].islower() else word[0].upper() + word[1:]
                for i, word in enumerate(words)
            ]
        if style < 0.42:
            return [word.upper() for word in words]
        return [words[0][:1].upper() + words[0][1:], *words[1:]]


def verb_at_root(sentence: Sample) -> int | None:
    """Place of the root where there is one and it is a verb in the past or present or a participle."""
    if sentence["head"].count(-1) != 1:
        return None
    root = sentence["head"].index(-1)
    fits = sentence["pos"][root] == "VERB" and sentence["tag"][root] in {"VBD", "VBZ", "VBP", "VBN", "VBG"}
    return root if fits else None


def past(sentence: Sample, i: int) -> bool:
    lemma = sentence["lemma"][i]
    return sentence["tag"][i] == "VBD" and lemma.isalpha() and lemma not in UNCHANGED_VERBS


def third_person(lemma: str) -> str:
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        return lemma + "es"
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return lemma[:-1] + "ies"
    return lemma + "s"


def without(sample: Sample, gone: set[int]) -> Sample:
    """The sample without some words that head no other."""
    kept = [i for i in range(len(sample["words"])) if i not in gone]
    place = {old: new for new, old in enumerate(kept)}
    left = {key: [sample[key][i] for i in kept] for key in COLUMNS if key in sample}
    left["head"] = [place[sample["head"][i]] if sample["head"][i] >= 0 else -1 for i in kept]
    return left


def joined(first: Sample, second: Sample) -> Sample:
    """Two samples as one text, with the layers that both have."""
    count = len(first["words"])
    both = {key: first[key] + second[key] for key in COLUMNS if key in first and key in second}
    both["head"] = first["head"] + [head + count if head >= 0 else -1 for head in second["head"]]
    return both


def whole(marks: Iterable[str]) -> bool:
    """Whether each entity of BILUO marks begins and ends."""
    inside = ""
    for mark in marks:
        kind, label = mark[0], mark[2:]
        if (kind in "IL") != bool(inside) or (inside and label != inside):
            return False
        inside = label if kind in "BI" else ""
    return not inside


def other_quotes(words: Iterable[str]) -> list[str]:
    """Straight quotes curly and the other way round."""
    changed = []
    opening = True
    for word in words:
        if word == '"':
            changed.append("“" if opening else "”")
            opening = not opening
        else:
            changed.append(OTHER_QUOTES.get(word, word))
    return changed
