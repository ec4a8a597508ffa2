"""Lemma rules: how many letters a word loses at its end, what it gets instead, and in which case it is written.

`l3y` says: lower case, three letters fewer, then `y` (`Ministries` -> `ministry`); `k0` keeps the word as it is.
"""

from collections.abc import Sequence, Set
from typing import Any

CASES = "lktu"  # lower, as it is, title, upper
MOST_CUT = 20
TRIED_RULES = 8
MARGIN = 6.0  # of the network's scores


def rule_of(form: str, lemma: str) -> str | None:
    """The first rule that makes `lemma` of `form`; None where none does."""
    low, wanted = form.lower(), lemma.lower()
    if len(low) != len(form) or len(wanted) != len(lemma):
        return None
    same = 0
    while same < min(len(low), len(wanted)) and low[same] == wanted[same]:
        same += 1
    cut, ending = len(low) - same, wanted[same:]
    if cut > MOST_CUT or ending[:1].isdigit():
        return None
    return next((rule for case in CASES if apply_rule(form, rule := f"{case}{cut}{ending}") == lemma), None)


def apply_rule(form: str, rule: str) -> str:
    """The lemma; the word itself where it is shorter than what the rule cuts off."""
    digits = 1 + sum(1 for character in rule[1:3] if character.isdigit())
    case, cut, ending = rule[0], int(rule[1:digits]), rule[digits:]
    if cut > len(form):
        return form
    made = form[: len(form) - cut] + ending
    if case == "l":
        return made.lower()
    if case == "u":
        return made.upper()
    if case == "t":
        return made[:1].upper() + made[1:].lower()
    return made


class Lemmatizer:
    """Lemmas from a table of known words, else by the network's scores of `rules`.

    `forms` maps `word<TAB>UPOS` to a rule, for a word as written or in lower case; `words` lists known lemmas by UPOS.
    Of the rules that score best, the first that makes the table's lemma (in any case) or a known one wins.
    """

    def __init__(self, rules: Sequence[str], forms: dict[str, str], words: dict[str, list[str]]) -> None:
        self.rules = rules
        self.forms = forms
        self.words = {pos: frozenset(known) for pos, known in words.items()}

    def __call__(self, text: str, pos: str, scores: Any) -> str:
        """The lemma of a word (`scores`: a NumPy row, one number a rule); never empty."""
        rule = self.forms.get(f"{text}\t{pos}")
        if rule is None:
            low = text.lower()
            rule = self.forms.get(f"{low}\t{pos}")
            known = self.words.get(pos, frozenset()) if rule is None else {apply_rule(low, rule).lower()}
            if rule is None or low != text:
                rule = self._likeliest(text, known, scores, rule)
        return apply_rule(text, rule) or text

    def _likeliest(self, text: str, known: Set[str], scores: Any, otherwise: str | None) -> str:
        """The best rule of those that make a known lemma with the word's first letter and score nearly as well."""
        best = int(scores.argmax())
        if known:
            for number in scores.argsort()[::-1][:TRIED_RULES]:
                made = apply_rule(text, self.rules[number]).lower()
                near = scores[number] >= scores[best] - MARGIN
                if made in known and (otherwise or (near and made[:1] == text[:1].lower())):
                    return self.rules[number]
        return otherwise or self.rules[best]
