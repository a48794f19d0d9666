"""Finding article addresses: on listing pages, in feeds, in sitemaps. Pure: bytes in, addresses out.

Called by crawler.spider and crawler.check.
"""
