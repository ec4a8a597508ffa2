"""Put an assembled pipeline into the installable package of `models/`.

    python package.py PIPELINE SCORES.json PACKAGE_DIR --package-version 0.2.0

Writes `PACKAGE_DIR/en_chasqui_news/meta.json` and the data folder that its name and version give; an older data
folder goes. `SCORES.json` is what `evaluate.py` wrote.
"""

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language

NAME = "chasqui_news"
SPACY = ">=3.8.7,<3.9.0"
DESCRIPTION = (
    "English pipeline for news: tags, lemmas, Universal Dependencies and named entities by a small encoder on a CPU."
)
SOURCES = [
    {
        "name": "UD English EWT 2.16",
        "url": "https://github.com/UniversalDependencies/UD_English-EWT",
        "license": "CC BY-SA 4.0",
        "author": "Silveira et al.",
    },
    {
        "name": "UD English GUM, without its wikiHow and fiction documents",
        "url": "https://github.com/UniversalDependencies/UD_English-GUM",
        "license": "annotations CC BY 4.0, texts CC BY or public domain",
        "author": "Zeldes et al.",
    },
    {
        "name": "Universal NER over EWT",
        "url": "https://github.com/UniversalNER/UNER_English-EWT",
        "license": "CC BY-SA 4.0",
        "author": "Mayhew et al.",
    },
    {
        "name": "Wikigold, four fifths",
        "url": "https://doi.org/10.3115/1699765.1699767",
        "license": "CC BY 4.0",
        "author": "Balasuriya et al.",
    },
    {
        "name": "re3d, training part",
        "url": "https://github.com/dstl/re3d",
        "license": "Open Government Licence 3.0 and similar",
        "author": "Defence Science and Technology Laboratory",
    },
    {
        "name": "all-MiniLM-L6-v2, whose weights the training starts from",
        "url": "https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2",
        "license": "Apache 2.0",
        "author": "sentence-transformers, Wang et al. (MiniLM)",
    },
    {
        "name": "WordNet 3.0, its lemmas and irregular forms, as in spacy-lookups-data",
        "url": "https://wordnet.princeton.edu",
        "license": "WordNet 3.0 licence",
        "author": "Princeton University",
    },
]


def new_meta(old: dict[str, Any], *, version: str, performance: dict[str, Any]) -> dict[str, Any]:
    """The package's meta.json: what spaCy wrote, with our name, licence, sources and measured figures."""
    return old | {
        "name": NAME,
        "version": version,
        "spacy_version": SPACY,
        "description": DESCRIPTION,
        "author": "The Chasqui developers",
        "license": "CC BY-SA 4.0",
        "sources": SOURCES,
        "performance": performance,
    }


def without_paths(nlp: Language) -> None:
    """Blank the paths of the machine that trained it in the stored config."""
    nlp.config = nlp.config.merge({"paths": dict.fromkeys(nlp.config["paths"])})


def package(pipeline: Path, scores: Path, target: Path, *, version: str) -> Path:
    """Write the package's data and return the data folder."""
    nlp = spacy.load(pipeline)
    performance = json.loads(scores.read_text(encoding="utf-8"))
    nlp.meta.update(new_meta(nlp.meta, version=version, performance=performance))
    without_paths(nlp)
    home = target / f"en_{NAME}"
    data = home / f"en_{NAME}-{version}"
    for old in home.glob(f"en_{NAME}-*"):
        shutil.rmtree(old)
    nlp.to_disk(data, exclude=["lookups"])
    shutil.copyfile(data / "meta.json", home / "meta.json")
    return data


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("pipeline", type=Path)
    parser.add_argument("scores", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--package-version", required=True)
    args = parser.parse_args()
    data = package(args.pipeline, args.scores, args.target, version=args.package_version)
    megabytes = sum(path.stat().st_size for path in data.rglob("*") if path.is_file()) / 1e6
    print(f"{data}: {megabytes:.1f} MB")


if __name__ == "__main__":
    main()
