"""Speed, load time and memory of language models on the same articles in one run, on one core.

    python benchmarks/language_model.py FOLDER [MODEL...] [--repeat N]

FOLDER holds article files (`*.txt`), MODEL are names or folders of pipelines (`en_chasqui_news` by default). The models
take turns; printed are the median words a second of processor time, and of each model, loaded in a process of its own,
the seconds of loading and the peak memory (Linux) before and after it has read the articles.
"""

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

import spacy
from spacy.language import Language

DEFAULT = "en_chasqui_news"
ALONE = """
import sys, time
from pathlib import Path
import spacy
def peak():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
begun = time.process_time()
nlp = spacy.load(sys.argv[1])
loaded, before = time.process_time() - begun, peak()
for path in sys.argv[2:]:
    nlp(Path(path).read_text(encoding="utf-8", errors="replace"))
print(f"loads in {loaded:.2f} s, {before:.0f} MB loaded, {peak():.0f} MB at most while reading")
"""


def words_per_second(nlp: Language, texts: list[str]) -> float:
    begun = time.process_time()
    words = sum(len(doc) for doc in nlp.pipe(texts))
    return words / (time.process_time() - begun)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("models", nargs="*", default=[DEFAULT])
    parser.add_argument("--repeat", type=int, default=3)
    args = parser.parse_args()
    paths = sorted(args.folder.glob("*.txt"))
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in paths]
    pipelines = {model: spacy.load(model) for model in args.models}
    speeds: dict[str, list[float]] = {model: [] for model in args.models}
    for _ in range(args.repeat):
        for model, nlp in pipelines.items():
            speeds[model].append(words_per_second(nlp, texts))
    for model in args.models:
        files = [str(path) for path in paths]
        ran = subprocess.run([sys.executable, "-c", ALONE, model, *files], capture_output=True, text=True, check=True)
        print(f"{model}: {statistics.median(speeds[model]):,.0f} words a second; {ran.stdout.strip()}")


if __name__ == "__main__":
    main()
