"""Scrapy components, one a file: what happens to a request on its way out and to an answer on its way in.

Wired in crawler.scrapy_settings; they share the crawl's state through the spider's `crawler.job.Job`.
"""
