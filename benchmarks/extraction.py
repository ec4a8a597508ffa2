"""What the extraction costs over the bare language model, on the same text in one run, on one core.

    python benchmarks/extraction.py FOLDER [--repeat N]

FOLDER holds article files (`*.txt`). Prints words a second of both and their ratio, the median of N interleaved runs,
and how the time grows when one article is repeated to 2, 4 and 8 times its length.
"""

import argparse
import statistics
import time
from pathlib import Path

from spacy.language import Language

from extract import pipeline
from extract.readers import read_article
from schemas import Article, Paragraph
from schemas.errors import ReadError


def articles_of(folder: Path) -> list[Article]:
    found = []
    for path in sorted(folder.glob("*.txt")):
        try:
            found.append(read_article(path))
        except ReadError as error:
            print(f"left out: {error}")
    return found


def seconds(nlp: Language, articles: list[Article], *, components: bool) -> float:
    disable = [] if components else list(pipeline.COMPONENTS)
    start = time.perf_counter()
    with nlp.select_pipes(disable=disable):
        for article in articles:
            nlp(pipeline.make_doc(nlp, article))
    return time.perf_counter() - start


def repeated(article: Article, times: int) -> Article:
    """One article with its body `times` over."""
    body = "\n\n".join(span.text for span in article.spans("body"))
    text = "\n\n".join([body] * times)
    paragraph = Paragraph(start=0, end=len(text), kind="body")
    return article.model_copy(update={"text": text, "paragraphs": (paragraph,)})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--repeat", type=int, default=3)
    args = parser.parse_args()
    nlp = pipeline.build()
    articles = articles_of(args.folder)
    words = sum(len(span.text.split()) for a in articles for span in a.spans("title", "subtitle", "body"))
    seconds(nlp, articles[:3], components=True)
    runs = [
        (seconds(nlp, articles, components=False), seconds(nlp, articles, components=True)) for _ in range(args.repeat)
    ]
    bare, whole = (statistics.median(run[i] for run in runs) for i in (0, 1))
    ratio = statistics.median(w / b for b, w in runs)
    print(f"{len(articles)} articles, {words} words")
    print(f"bare model {words / bare:.0f} words/s, with extraction {words / whole:.0f} words/s, ratio {ratio:.2f}")
    longest = max(articles, key=lambda article: len(article.text))
    base = seconds(nlp, [repeated(longest, 1)], components=True)
    for times in (2, 4, 8):
        took = seconds(nlp, [repeated(longest, times)], components=True)
        print(f"{times} times as long: {took / base:.1f} times the time")


if __name__ == "__main__":
    main()
