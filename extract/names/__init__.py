"""Named security models (mô hình) in running text.

`find_models` gives every mention, `document_models` the distinct models, `keys.model_key` the form for comparison across articles.
Called by `extract.document`, `extract.facts` and `extract.language`; pure.
"""

from extract.names.find import Models, document_models, find_models, weigh_models
from extract.names.keys import model_key

__all__ = ["Models", "document_models", "find_models", "model_key", "weigh_models"]
