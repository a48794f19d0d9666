"""Crawls against a fast server of many pages: speed (bench/crawl_speed.py), and here what takes longer: kills and memory.

python -m bench.crawling.kills            100 runs killed with -9 and resumed (ten minutes)
python -m bench.crawling.memory 50000     memory over so many pages
"""
