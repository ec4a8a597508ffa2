"""What the extraction costs over the bare language model, how it grows with an article's length, and what it holds.

    python benchmarks/extraction.py FOLDER [--repeat N] [--words 1000 10000 ...] [--articles 100 400 ...]

FOLDER holds article files (`*.txt`). Everything runs in one process on one core and is measured in its processor time,
so that other work on the machine hardly shows. Printed are

- words a second of both on the articles as they are, and their ratio: the median of N interleaved runs;
- with `--words`, the same for one article of that many words, made of the bodies of the folder's articles in turn;
- with `--articles`, the memory that the process holds after so many articles.
"""

import argparse
import statistics
import time
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path

from spacy.language import Language

from extract import pipeline
from extract.readers import read_article
from schemas import Article, Paragraph
from schemas.errors import ReadError

STATUS = Path("/proc/self/status")
KILOBYTES_PER_MEGABYTE = 1024


def articles_of(folder: Path) -> list[Article]:
    found = []
    for path in sorted(folder.glob("*.txt")):
        try:
            found.append(read_article(path))
        except ReadError as error:
            print(f"left out: {error}")
    return found


def seconds(nlp: Language, articles: Sequence[Article], *, components: bool) -> float:
    """Processor time for the articles, with the project's components or with the language model alone."""
    disable = [] if components else list(pipeline.COMPONENTS)
    start = time.process_time()
    with nlp.select_pipes(disable=disable):
        for article in articles:
            if components:
                pipeline.extract_events(nlp, article)
            else:
                nlp(pipeline.make_doc(nlp, article))
    return time.process_time() - start


def long_article(articles: Sequence[Article], *, words: int) -> Article:
    """One article of about so many words, whose body is that of the others in turn."""
    parts: list[str] = []
    held = 0
    for article in cycle(articles):
        for span in article.spans("body"):
            parts.append(span.text)
            held += len(span.text.split())
        if held >= words:
            break
    text = "\n\n".join(parts)
    paragraphs = []
    at = 0
    for part in parts:
        paragraphs.append(Paragraph(start=at, end=at + len(part), kind="body"))
        at += len(part) + 2
    return articles[0].model_copy(update={"text": text, "title": None, "paragraphs": tuple(paragraphs)})


def resident_megabytes() -> float:
    """The memory that the process holds now (Linux)."""
    line = next(line for line in STATUS.read_text(encoding="ascii").splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / KILOBYTES_PER_MEGABYTE


def memory(nlp: Language, articles: Sequence[Article], *, counts: Sequence[int]) -> Iterator[tuple[int, float]]:
    """(number of articles so far, megabytes held)."""
    supply = cycle(articles)
    done = 0
    for count in sorted(counts):
        while done < count:
            pipeline.extract_events(nlp, next(supply))
            done += 1
        yield done, resident_megabytes()


def compare(nlp: Language, articles: Sequence[Article], *, repeat: int) -> tuple[float, float, float]:
    """Seconds of the bare model, of the whole extraction, and the median ratio of the runs."""
    runs = [(seconds(nlp, articles, components=False), seconds(nlp, articles, components=True)) for _ in range(repeat)]
    bare, whole = (statistics.median(run[i] for run in runs) for i in (0, 1))
    return bare, whole, statistics.median(w / b for b, w in runs)


def words_of(articles: Sequence[Article]) -> int:
    return sum(len(span.text.split()) for a in articles for span in a.spans("title", "subtitle", "body"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--words", type=int, nargs="*", default=())
    parser.add_argument("--articles", type=int, nargs="*", default=())
    args = parser.parse_args()
    nlp = pipeline.build()
    articles = articles_of(args.folder)
    seconds(nlp, articles[:3], components=True)
    for count, held in memory(nlp, articles, counts=args.articles):
        print(f"after {count} articles: {held:.0f} MB", flush=True)
    words = words_of(articles)
    bare, whole, ratio = compare(nlp, articles, repeat=args.repeat)
    print(f"{len(articles)} articles, {words} words")
    print(f"bare model {words / bare:.0f} words/s, with extraction {words / whole:.0f} words/s, ratio {ratio:.2f}")
    for length in args.words:
        article = long_article(articles, words=length)
        size = words_of([article])
        bare, whole, ratio = compare(nlp, [article], repeat=1)
        print(
            f"{size} words in one article: bare {size / bare:.0f} words/s, with extraction {size / whole:.0f} words/s, "
            f"ratio {ratio:.2f}, holding {resident_megabytes():.0f} MB",
            flush=True,
        )


if __name__ == "__main__":
    main()
