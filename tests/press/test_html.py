import re
from dataclasses import replace

import pytest
from tests.support.workspace import REPOSITORY

from plainleaf.content.grammar import Level
from plainleaf.content.library import read_library
from plainleaf.content.schema import AsNeeded, Cycle, Daily, Schedule, Taper, Weekly
from plainleaf.press.formats import FORMATS
from plainleaf.press.html import Clinic, HtmlDocument, Imprint, Theme, css_string, inline, render_html
from plainleaf.press.pdf import render_pdf
from plainleaf.press.source import MadeWith, describe
from plainleaf.press.theme import read_theme
from plainleaf.press.week import weekdays
from plainleaf.problems import PlainleafError
from plainleaf.translation.filling import ClinicFacts
from plainleaf.translation.localize import localize
from plainleaf.translation.localized import LocalizedLeaflet, Run
from plainleaf.translation.packs import read_language
from plainleaf.workspace import find_workspace, read_files

FILES = read_files(find_workspace(REPOSITORY))
THEME = read_theme(FILES.texts, "plain")
MADE_WITH = MadeWith(program="plainleaf", engine="none", fonts="none", look="none")


def leaflet(tag: str = "en", level: Level = Level.EASY) -> LocalizedLeaflet:
    library = read_library(FILES.texts).library
    language = read_language(FILES.texts, tag, FILES.unreadable)
    return localize(library.leaflets["thalidomide"], library, language, "us", level, ClinicFacts())


def render(sheet: LocalizedLeaflet, theme: Theme = THEME, clinic: Clinic | None = None) -> HtmlDocument:
    source = describe((sheet,), (), FORMATS["letter"], (), MADE_WITH)
    return render_html(sheet, theme, FORMATS["letter"], clinic or Clinic(), Imprint(source))


def cells(html: str, table: str) -> list[str]:
    (found,) = re.findall(rf'<table class="{table}">(.*?)</table>', html, re.DOTALL)
    return re.findall(r"<td[^>]*>(.*?)</td>", found, re.DOTALL)


def test_a_cycle_is_a_calendar_of_days_on_and_days_off() -> None:
    html = render(replace(leaflet(), schedule=Cycle(type="cycle", days=28, take=21))).html
    days = [cell for cell in cells(html, "cycle") if cell]
    assert [int(re.findall(r"\d+", day)[0]) for day in days] == list(range(1, 29))
    assert ["Rest" in day for day in days] == [False] * 21 + [True] * 7


def test_a_weekly_medicine_names_seven_days_and_says_once_a_week() -> None:
    html = render(replace(leaflet(), schedule=Weekly(type="weekly"))).html
    assert len(cells(html, "weekly")) == 7
    assert all(day in html for day in ("Sunday", "Wednesday", "Saturday"))
    assert "WEEK" in html


def test_a_taper_has_a_row_for_each_step() -> None:
    html = render(replace(leaflet(), schedule=Taper(type="taper", rows=5))).html
    assert len(cells(html, "times taper")) == 5 * 6


def test_a_medicine_as_needed_has_boxes_for_gap_and_most() -> None:
    html = render(replace(leaflet(), schedule=AsNeeded(type="as_needed"))).html
    assert html.count('class="square"') == 2


SCHEDULES: list[Schedule] = [
    Daily(type="daily", times=("morning", "evening")),
    Cycle(type="cycle", days=28, take=21),
    Weekly(type="weekly"),
    Taper(type="taper", rows=6),
    AsNeeded(type="as_needed"),
]


@pytest.mark.parametrize("tag", ["en", "ar", "zh-Hans"])
@pytest.mark.parametrize("schedule", SCHEDULES, ids=lambda schedule: schedule.type)
def test_every_schedule_prints_without_a_fault(tag: str, schedule: Schedule) -> None:
    assert render_pdf(render(replace(leaflet(tag), schedule=schedule))).pages >= 3


def test_text_is_never_markup() -> None:
    assert inline((Run("<b>&{{ x }}"),)) == "&lt;b&gt;&amp;{{ x }}"
    html = render(replace(leaflet(), title='</title><script>alert("x")</script>', say="<i>say</i>")).html
    assert "<script>" not in html
    assert "<i>" not in html


def test_isolated_runs_say_their_direction_and_language() -> None:
    assert inline((Run("25 mg", "quantity"),)) == '<bdi class="q" dir="ltr">25 mg</bdi>'
    assert 'lang="en"' in inline((Run("Thalomid", "name", "en"),))
    assert 'dir="rtl"' in inline((Run("4 أسابيع", "quantity", "", "rtl"),))
    assert inline((Run("", "blank"),)) == '<span class="blank"></span>'


def test_a_css_string_cannot_end_itself_or_its_element() -> None:
    hostile = 'a"; } body { display: none } </style>\\'
    assert "</style>" not in css_string(hostile)
    assert not re.search(r'(?<!\\)"', css_string(hostile)[1:-1])


def test_the_week_begins_as_in_the_place() -> None:
    assert weekdays("en", "us")[0] == "Sunday"
    assert weekdays("en", "uk")[0] == "Monday"


def test_the_clinic_stands_at_the_head() -> None:
    html = render(leaflet(), clinic=Clinic("Harbor Clinic", "555-010-0142", "555-010-0177")).html
    assert all(word in html for word in ("Harbor Clinic", "555-010-0142", "555-010-0177"))


@pytest.mark.parametrize(
    ("template", "line"),
    [("{% block main %}\n{{ nobody }}{% endblock %}", 2), ("\n\n{% if %}", 3), ("{% block main %}", 1)],
)
def test_a_broken_template_is_a_problem_at_its_line(template: str, line: int) -> None:
    broken = replace(THEME, templates={**THEME.templates, "leaflet.html": template})
    with pytest.raises(PlainleafError) as caught:
        render(leaflet(), broken)
    (problem,) = caught.value.problems
    assert problem.code == "P001"
    assert (problem.position.file, problem.position.line) == ("templates/plain/leaflet.html", line)


def test_a_pictogram_that_is_not_drawn_is_a_problem() -> None:
    theme = replace(THEME, pictograms={slug: svg for slug, svg in THEME.pictograms.items() if slug != "clot"})
    with pytest.raises(PlainleafError) as caught:
        render(leaflet(), theme)
    assert [problem.code for problem in caught.value.problems] == ["P002"]
    assert "clot" in caught.value.problems[0].message


def test_every_pictogram_has_a_title_and_only_black_and_white() -> None:
    assert len(THEME.pictograms) >= 24
    for slug, svg in THEME.pictograms.items():
        assert "<title>" in svg, slug
        assert 'viewBox="0 0 48 48"' in svg, slug
        assert set(re.findall(r"#[0-9a-fA-F]{3,6}", svg)) <= {"#000", "#fff"}, slug


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_colours_keep_their_contrast_on_paper_and_in_grey() -> None:
    """R09 and R10: seven to one, as printed and after conversion to grey."""
    colours = dict(re.findall(r"--(ink|accent|danger):\s*(#[0-9a-f]{3,6})", THEME.css))
    assert colours.keys() == {"ink", "accent", "danger"}
    for colour in colours.values():
        whole = colour if len(colour) == 7 else "#" + "".join(c * 2 for c in colour[1:])
        red, green, blue = (int(whole[at : at + 2], 16) for at in (1, 3, 5))
        grey = f"{round(0.299 * red + 0.587 * green + 0.114 * blue):02x}"
        for shown in (whole, f"#{grey * 3}"):
            assert 1.05 / (luminance(shown) + 0.05) >= 7


@pytest.mark.parametrize(
    "fault",
    [
        "{{ cycler.__init__.__globals__.os.getcwd() }}",
        "{{ leaflet.__class__.__mro__ }}",
        "{{ 1 // 0 }}",
        "{{ 1 + 'a' }}",
        "{% for n in range(10 ** 9) %}{% endfor %}",
        "{{ leaflet.numbers[1000] + 1 }}",
    ],
)
def test_a_template_that_reaches_out_or_fails_is_a_problem_at_its_line(fault: str) -> None:
    templates = {
        **THEME.templates,
        "leaflet.html": f"{{% extends 'page.html' %}}\n{{% block main %}}{fault}{{% endblock %}}",
    }
    with pytest.raises(PlainleafError) as caught:
        render(leaflet(), replace(THEME, templates=templates))
    (problem,) = caught.value.problems
    assert (problem.code, problem.position.file, problem.position.line) == ("P001", "templates/plain/leaflet.html", 2)
