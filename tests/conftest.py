"""What holds for every test."""

from hypothesis import settings

# A deadline would fail a test for the machine's other work: nothing here asserts on time.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")
