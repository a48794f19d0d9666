"""From an article's text to facts about security models (mô hình).

Pure: no network, no database, no clock, no global state. Anybody may call it; it imports nothing of ours.
"""
