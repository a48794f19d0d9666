"""Learning how to link: from annotated documents to the weights of `extract.ranking`."""
