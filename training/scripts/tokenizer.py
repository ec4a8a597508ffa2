"""Tokenizer rules for newswire, added to spaCy's English ones before training.

The rules are stored inside the trained pipeline: nothing of this file is needed at run time.
"""

from collections.abc import Callable

import spacy
from spacy.language import Language
from spacy.symbols import ORTH
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

DASHES = r"(?:—|–|--)"
CURRENCY_PREFIX = r"(?:US|U\.S\.|CA|A|NZ|HK|S|R|C|MX|AR)\$"
ABBREVIATIONS = (
    "Gov't", "Gov’t", "Sgt.", "Lt.", "Maj.", "Brig.", "Adm.", "Cmdr.", "Capt.", "Col.", "Gen.", "Sen.", "Rep.",
    "Gov.", "Hon.", "Msgr.", "Mt.", "No.", "Nos.", "St.", "Jr.", "Sr.", "Inc.", "Ltd.", "Corp.", "Co.", "S.A.",
    "U.S.", "U.K.", "U.N.", "E.U.", "a.m.", "p.m.", "vs.", "Art.", "Jan.", "Feb.", "Mar.", "Apr.", "Jun.", "Jul.",
    "Aug.", "Sept.", "Sep.", "Oct.", "Nov.", "Dec.",
)  # fmt: skip


@spacy.registry.callbacks("chasqui.newswire_tokenizer.v1")
def create() -> Callable[[Language], None]:
    """Return the callback for `[initialize.before_init]`."""
    return customize


def customize(nlp: Language) -> None:
    """Add newswire prefixes, infixes, suffixes and abbreviations to `nlp.tokenizer` in place."""
    defaults = nlp.Defaults
    prefixes = [CURRENCY_PREFIX, DASHES, *(defaults.prefixes or [])]
    suffixes = [DASHES, *(defaults.suffixes or [])]
    infixes = [DASHES, *(defaults.infixes or [])]
    nlp.tokenizer.prefix_search = compile_prefix_regex(prefixes).search
    nlp.tokenizer.suffix_search = compile_suffix_regex(suffixes).search
    nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    for abbreviation in ABBREVIATIONS:
        nlp.tokenizer.add_special_case(abbreviation, [{ORTH: abbreviation}])
