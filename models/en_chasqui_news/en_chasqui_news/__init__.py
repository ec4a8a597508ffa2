"""The trained pipeline `en_chasqui_news`: `spacy.load("en_chasqui_news")` or `en_chasqui_news.load()`."""

from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.util import get_model_meta, load_model_from_init_py

from . import encoder_parser  # noqa: F401  (importing registers the factory)

__version__: str = get_model_meta(Path(__file__).parent)["version"]


def load(**overrides: Any) -> Language:
    """Load the pipeline; `overrides` are those of `spacy.load` (`exclude`, `disable`, `config`, `vocab`)."""
    return load_model_from_init_py(__file__, **overrides)
