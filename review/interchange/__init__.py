"""Tasks for other annotation tools, and their answers back: Label Studio's JSON and Prodigy's JSON Lines."""
