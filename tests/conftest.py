from __future__ import annotations

from hypothesis import settings

# The same examples in every run: a red test is red for everybody, and a green one stays green.
settings.register_profile("plainleaf", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("plainleaf")
