"""Which of several readings is the likeliest: log-linear ranking over named features.

The rules of `extract.facts` propose; each proposal notes what speaks for it as features (short names); weights learnt from annotated
documents (`bench/linking/train.py`) decide, and say how sure the decision is. Nothing here knows what a fact is.
"""

from extract.ranking.rank import Option, best, chance, classify, rank
from extract.ranking.weights import Weights, bundled_weights, load_weights

__all__ = ["Option", "Weights", "best", "bundled_weights", "chance", "classify", "load_weights", "rank"]
