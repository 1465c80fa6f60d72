"""Where templates of themes run: Jinja's sandbox, which asks each of its questions once.

A theme may come from anybody, so whatever a template looks up or calls goes through Jinja's immutable sandbox. Whether
an attribute is safe depends on the kind of thing and the attribute's name alone; so does what a macro needs before it
is called. A leaflet asks thousands of times, and gets the answer that Jinja gave the first time.
"""

from __future__ import annotations

from types import BuiltinMethodType, MethodType
from typing import Any

from jinja2.runtime import Context, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

_MOST = 2_000
"""Answers that are kept; a template that makes up names has more, and waits."""
_METHODS = (MethodType, BuiltinMethodType)


class ThemeEnvironment(ImmutableSandboxedEnvironment):
    """Jinja's immutable sandbox; what it allows and forbids is the same."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - they are Jinja's
        super().__init__(*args, **kwargs)
        self._safe: set[tuple[type, str]] = set()

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 - whatever a template looks at
        """See `jinja2.sandbox.SandboxedEnvironment.getattr`."""
        key = (type(obj), attribute)
        if key in self._safe:
            value = getattr(obj, attribute, self)
            # A method may be that of a text's format, which Jinja puts a guard around; `self`: it has none of the name.
            if type(value) not in _METHODS and value is not self:
                return value
        elif len(self._safe) < _MOST and self.is_safe_attribute(obj, attribute, None):
            self._safe.add(key)
        return super().getattr(obj, attribute)

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - see above
        """See `jinja2.sandbox.SandboxedEnvironment.call`."""
        if type(obj) is not Macro:
            return super().call(context, obj, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return obj(context.eval_ctx, *args, **kwargs)
