from hypothesis import settings

# Examples are timed by the stress tests, not by hypothesis: on a busy machine its deadline fails at random.
settings.register_profile("extract", deadline=None)
settings.load_profile("extract")
