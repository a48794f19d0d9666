"""The review desk: editors' decisions about statements, the queue of doubtful ones, and what is learnt from both.

`review.desk` is the Datasette plug-in; everything beside it works on a database and knows nothing of the web. Decisions
are only ever appended (`review.decisions`); the views in db/schema are the one place where they take effect.
"""
