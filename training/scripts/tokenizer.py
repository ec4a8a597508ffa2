"""Tokenizer rules for newswire, added to spaCy's English ones before training.

The rules are stored inside the trained pipeline: nothing of this file is needed at run time.
"""

import re
from collections.abc import Callable

import spacy
from spacy.lang.char_classes import HYPHENS
from spacy.language import Language
from spacy.symbols import ORTH
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

DASHES = r"(?:—|–|--)"
CURRENCY_PREFIX = r"(?:US|U\.S\.|CA|A|NZ|HK|S|R|C|MX|AR)\$"
ABBREVIATIONS = (
    "Gov't", "Gov’t", "Sgt.", "Lt.", "Maj.", "Brig.", "Adm.", "Cmdr.", "Capt.", "Col.", "Gen.", "Sen.", "Rep.",
    "Gov.", "Hon.", "Msgr.", "Mt.", "No.", "Nos.", "St.", "Jr.", "Sr.", "Inc.", "Ltd.", "Corp.", "Co.", "S.A.",
    "U.S.", "U.K.", "U.N.", "E.U.", "a.m.", "p.m.", "vs.", "Art.", "Jan.", "Feb.", "Mar.", "Apr.", "Jun.", "Jul.",
    "Aug.", "Sept.", "Sep.", "Oct.", "Nov.", "Dec.", "Mon.", "Tue.", "Tues.", "Wed.", "Thu.", "Thurs.", "Fri.", "Ft.",
    "al.",
)  # fmt: skip
# What spaCy cuts as a contraction or an emoticon, and the treebanks don't (or do, and spaCy doesn't).
SPECIAL = {
    "Wed": ["Wed"], "wed": ["wed"], "id": ["id"], "Id": ["Id"], "and/or": ["and", "/", "or"], "b/c": ["b/c"],
    "):": [")", ":"], "outta": ["out", "ta"], "wanna": ["wan", "na"],
}  # fmt: skip
REPEATED = (r"([=*_#~$<>+^|])\1+", r"[!?]{2,}", r"-{3,}")
# A hyphen after these joins one word (`anti-government`); any other parts two, as in both treebanks.
JOINED_PREFIXES = (
    "anti", "co", "counter", "cross", "e", "ex", "inter", "mid", "mini", "multi", "neo", "non", "over", "post", "pre",
    "pro", "psycho", "re", "semi", "socio", "sub", "trans", "ultra", "under",
)  # fmt: skip
HYPHEN = f"(?:{HYPHENS})"
NOT_JOINED = "".join(rf"(?<!\b(?i:{prefix}))" for prefix in JOINED_PREFIXES)
WHOLE = r"\d{3}-\d{3}-\d{4}|\d{3}-\d{4}|#[A-Za-z]\w+"  # telephone numbers, hashtags


@spacy.registry.callbacks("chasqui.newswire_tokenizer.v1")
def create() -> Callable[[Language], None]:
    """Return the callback for `[initialize.before_init]`."""
    return customize


def customize(nlp: Language) -> None:
    """Add newswire prefixes, infixes, suffixes and abbreviations to `nlp.tokenizer` in place."""
    defaults = nlp.Defaults
    infixes = [f"{NOT_JOINED}{rule}" if HYPHEN in rule else rule for rule in defaults.infixes or []]
    nlp.tokenizer.prefix_search = compile_prefix_regex(
        [*REPEATED, CURRENCY_PREFIX, DASHES, *(defaults.prefixes or [])]
    ).search
    nlp.tokenizer.suffix_search = compile_suffix_regex([*REPEATED, DASHES, *(defaults.suffixes or [])]).search
    nlp.tokenizer.infix_finditer = compile_infix_regex([*REPEATED, DASHES, *infixes]).finditer
    nlp.tokenizer.token_match = re.compile(rf"(?:{WHOLE})$").match
    for abbreviation in ABBREVIATIONS:
        nlp.tokenizer.add_special_case(abbreviation, [{ORTH: abbreviation}])
    for text, words in SPECIAL.items():
        nlp.tokenizer.add_special_case(text, [{ORTH: word} for word in words])
