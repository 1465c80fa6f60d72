"""What clients really send, and what nobody should."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.desk.infobutton_clients import CLIENTS, Client

from plainleaf.desk.infobutton.request import MOST_CHARACTERS, BadRequestError, InfoRequest, read_request

RXNORM = "2.16.840.1.113883.6.88"


def read(query: str) -> InfoRequest:
    return read_request(parse_qsl(query, keep_blank_values=True))


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.name)
def test_requests_of_real_clients_are_understood(client: Client) -> None:
    request = read(client.query)
    (criterion,) = request.criteria
    assert (criterion.code, criterion.known_system, criterion.names) == (client.code, client.system, client.names)
    assert request.languages == client.languages
    assert request.shape == client.shape


def test_several_things_may_be_looked_for_at_once() -> None:
    request = read(
        f"mainSearchCriteria.v.c1=2&mainSearchCriteria.v.cs1=urn:oid:{RXNORM}&mainSearchCriteria.v.dn1=two"
        f"&mainSearchCriteria.v.c=1&mainSearchCriteria.v.cs={RXNORM}&mainSearchCriteria.v.ot2=three"
    )
    assert [criterion.ordinal for criterion in request.criteria] == [0, 1, 2]
    assert [criterion.known_system for criterion in request.criteria] == ["rxnorm", "rxnorm", ""]
    assert request.used[0] == ("mainSearchCriteria.v.c", "1")
    assert ("mainSearchCriteria.v.dn1", "two") in request.used


def test_names_that_were_given_up_are_understood_and_said_in_full() -> None:
    request = read(f"MAINSEARCHCRITERIA.C.C=10432&mainSearchCriteria.c.cs={RXNORM}")
    assert request.used == (("mainSearchCriteria.v.c", "10432"), ("mainSearchCriteria.v.cs", RXNORM))


def test_languages_come_in_their_order_and_once() -> None:
    name = "informationRecipient.languageCode.c"
    request = read(f"mainSearchCriteria.v.dn=x&{name}2=fr&{name}=es&{name}1=ar&{name}3=es&{name}4=")
    assert request.languages == ("es", "ar", "fr")


def test_what_decides_nothing_is_not_repeated() -> None:
    request = read(
        "mainSearchCriteria.v.dn=x&age.v.v=47&age.v.u=a&patientPerson.administrativeGenderCode.c=F"
        "&taskContext.c.c=MLREV&performer=PROV&informationRecipient=pat&unknown=1"
    )
    assert dict(request.used) == {"mainSearchCriteria.v.dn": "x", "informationRecipient": "PAT"}
    assert request.recipient == "PAT"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "nothing to look for"),
        ("mainSearchCriteria.v.c=&mainSearchCriteria.v.cs=1.2", "nothing to look for"),
        ("mainSearchCriteria.v.c=10432", "without its system"),
        ("mainSearchCriteria.v.c1=10432&mainSearchCriteria.v.cs=1.2", "mainSearchCriteria.v.cs1"),
        ("mainSearchCriteria.v.dn=x&knowledgeResponseType=application/pdf", "not known"),
        ("mainSearchCriteria.v.dn=x&knowledgeResponseType=application/javascript", "callback"),
        ("mainSearchCriteria.v.dn=x&knowledgeResponseType=application/javascript&callback=alert(1)", "callback"),
        ("mainSearchCriteria.v.dn=x&knowledgeResponseType=application/javascript&callback=a%0Ab", "callback"),
        (f"mainSearchCriteria.v.dn={'x' * (MOST_CHARACTERS + 1)}", "characters"),
        ("&".join(f"a{number}=1" for number in range(201)), "parameters"),
    ],
)
def test_what_breaks_the_rules_is_refused_in_words(query: str, said: str) -> None:
    with pytest.raises(BadRequestError, match=said):
        read(query)


def test_a_callback_is_a_name_with_dots() -> None:
    query = "mainSearchCriteria.v.dn=x&knowledgeResponseType=application/javascript&callback=jQuery1_2.$show"
    assert read(query).callback == "jQuery1_2.$show"
    assert read(query.replace("javascript", "json")).callback == ""


@given(st.lists(st.tuples(st.text(max_size=40), st.text(max_size=40)), max_size=8), st.text(max_size=30))
def test_any_text_is_understood_or_refused(parameters: list[tuple[str, str]], name: str) -> None:
    try:
        request = read_request([*parameters, ("mainSearchCriteria.v.dn", name)])
    except BadRequestError:
        return
    assert all(value.isprintable() for _, value in request.used)
