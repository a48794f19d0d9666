"""Schema, migrations, store, views, search and the Datasette configuration.

Imports nothing of ours.
"""

import sys

# sqlite-utils loads numpy and pandas where it finds them, to know the types of their numbers, which we never store: a tenth of
# what the start of a crawl takes, and half with pandas. What is None here is not to be found; who needs them loads them all the same.
_unneeded = tuple(name for name in ("numpy", "pandas") if name not in sys.modules)
sys.modules.update(dict.fromkeys(_unneeded))  # type: ignore[arg-type]
try:
    import sqlite_utils  # noqa: F401
finally:
    for _name in _unneeded:
        del sys.modules[_name]
