from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from plainleaf.press import sandbox
from plainleaf.press.sandbox import ThemeEnvironment


@dataclass(frozen=True, slots=True)
class _Leaf:
    name: str = "<b>"
    _hidden: str = "seen by nobody"

    def shout(self) -> str:
        return self.name.upper()


@dataclass(frozen=True, slots=True)
class _Bare:
    """Has nothing."""


def _render(template: str, *, times: int = 3, **values: object) -> list[str]:
    """What a template gives, over and over, so that kept answers are among them."""
    environment = ThemeEnvironment(autoescape=True, undefined=StrictUndefined)
    return [environment.from_string(template).render(leaf=_Leaf(), **values) for _ in range(times)]


def _plainly(template: str, **values: object) -> str:
    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    return environment.from_string(template).render(leaf=_Leaf(), **values)


@pytest.mark.parametrize(
    "template",
    [
        "{{ leaf.name }} {{ leaf.name }} {{ leaf.shout() }} {{ leaf.shout() }}",
        "{{ {'a': 1}.a }} {{ {'items': 1}.keys() | list }}",
        "{% macro m(a, b='&') %}<i>{{ a }}{{ b }}</i>{% endmacro %}{{ m('<') }}{{ m('<', b='>') }}{{ m(m('&')) }}",
        "{% macro m() %}{{ caller() }}{% endmacro %}{% for x in [1] %}{% call m() %}{{ x }}{% endcall %}{% endfor %}",
        "{% macro m(a) %}{{ a }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, c='<') }}",
        "{{ '{0.name}'.format(leaf) }} {{ '%s' | format('<') }} {{ 'a'.upper() }}",
        "{% for x in [1, 2] %}{{ loop.index }}{{ loop.last }}{% endfor %}",
        "{% autoescape false %}{% macro m() %}<i>{% endmacro %}{{ m() }}{% endautoescape %}{{ '<' }}",
    ],
)
def test_what_is_allowed_is_the_same_as_in_jinjas_sandbox(template: str) -> None:
    assert _render(template) == [_plainly(template)] * 3


@pytest.mark.parametrize(
    "template",
    [
        "{{ leaf._hidden }}",
        "{{ leaf.__class__ }}",
        "{{ leaf.__class__.__mro__ }}",
        "{{ leaf.shout.__func__ }}",
        "{{ leaf.shout.__globals__ }}",
        "{{ ''.__class__.__subclasses__() }}",
        "{{ '{0.__class__}'.format(leaf) }}",
        "{{ '{0._hidden}'.format(leaf) }}",
        "{{ '{a.__class__}'.format_map({'a': leaf}) }}",
        "{{ [1].append(2) }}",
        "{{ {'a': 1}.update({'b': 2}) }}",
        "{% macro m() %}{% endmacro %}{{ m._func.__globals__ }}",
        "{{ leaf | attr('__class__') }}",
        "{{ leaf['__class__'] }}",
        "{{ dangerous() }}",
    ],
)
def test_what_is_forbidden_stays_forbidden_however_often_it_is_asked(template: str) -> None:
    def dangerous() -> str:
        return "done"

    dangerous.unsafe_callable = True  # type: ignore[attr-defined]
    environment = ThemeEnvironment(autoescape=True, undefined=StrictUndefined)
    warm = "{{ leaf.name }}{{ leaf.shout() }}{{ ''.upper() }}{{ [1].index(1) }}{{ {}.keys() }}"
    for _ in range(3):
        environment.from_string(warm).render(leaf=_Leaf())
        with pytest.raises((SecurityError, UndefinedError)):
            environment.from_string(template).render(leaf=_Leaf(), dangerous=dangerous)


def test_an_attribute_that_a_second_thing_of_its_kind_lacks_is_undefined() -> None:
    environment = ThemeEnvironment(undefined=StrictUndefined)
    template = environment.from_string("{{ one.name }}")
    assert template.render(one=SimpleNamespace(name="here")) == "here"
    with pytest.raises(UndefinedError):
        template.render(one=SimpleNamespace())
    with pytest.raises(UndefinedError):
        template.render(one=_Bare())


def test_answers_that_are_kept_do_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_MOST", 3)
    environment = ThemeEnvironment()
    text = "".join(f"{{{{ one.a{at} }}}}" for at in range(9))
    one = SimpleNamespace(**{f"a{at}": at for at in range(9)})
    assert environment.from_string(text).render(one=one) == "012345678"
    assert len(environment._safe) == 3
