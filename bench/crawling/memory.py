"""Memory over many pages: crawl ARTICLES of two sites and tell the peak as it goes.

python -m bench.crawling.memory [ARTICLES]        default: 50000
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from bench.crawling.server import ROOT, sites


def main() -> None:
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    with tempfile.TemporaryDirectory() as name, sites(2, articles // 2, Path(name)):
        subprocess.run([sys.executable, "-m", "bench.crawling.once", name], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
