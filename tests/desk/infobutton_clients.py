"""Requests as real programs send them, and what each means."""

from __future__ import annotations

from dataclasses import dataclass

_RXNORM = "2.16.840.1.113883.6.88"


@dataclass(frozen=True, slots=True)
class Client:
    """A request that a program sends.

    Attributes:
        system: of the code, as leaflets name it.
        shape: in which the answer is wanted; none: not said.
    """

    name: str
    query: str
    code: str
    system: str
    names: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    shape: str | None = None


CLIENTS = (
    Client(
        "OpenEMR",
        f"mainSearchCriteria.v.cs={_RXNORM}&mainSearchCriteria.v.c=10432",
        code="10432",
        system="rxnorm",
    ),
    Client(
        "OpenEMR in Spanish",
        f"mainSearchCriteria.v.cs={_RXNORM}&mainSearchCriteria.v.c=10432&informationRecipient.languageCode.c=es",
        code="10432",
        system="rxnorm",
        languages=("es",),
    ),
    Client(
        "gloEMR",
        f"taskContext.c.c=MLREV&mainSearchCriteria.v.c=10432&mainSearchCriteria.v.cs={_RXNORM}"
        "&mainSearchCriteria.v.dn=Thalidomide 50 MG&patientPerson.administrativeGenderCode.c=F"
        "&patientPerson.administrativeGenderCode.cs=2.16.840.1.113883.5.1&age.v.v=47&age.v.u=a&ageGroup.v.c=D008875"
        "&ageGroup.v.cs=2.16.840.1.113883.6.177&informationRecipient.languageCode.c=sp&informationRecipient=PROV"
        "&performer=PROV&knowledgeResponseType=text/xml",
        code="10432",
        system="rxnorm",
        names=("Thalidomide 50 MG",),
        languages=("sp",),
        shape="xml",
    ),
    Client(
        "OpenInfobutton",
        "representedOrganization.id.root=1.3.6.1.4.1.5884&patientPerson.administrativeGenderCode.c=F&age.v.v=47"
        "&age.v.u=a&taskContext.c.cs=2.16.840.1.113883.5.4&taskContext.c.c=PROBLISTREV&mainSearchCriteria.v.c=595.9"
        "&mainSearchCriteria.v.cs=2.16.840.1.113883.6.103&mainSearchCriteria.v.dn=Cystitis&performer=PROV"
        "&informationRecipient=PROV&knowledgeResponseType=text/xml",
        code="595.9",
        system="",
        names=("Cystitis",),
        shape="xml",
    ),
    Client(
        "a card in React",
        f"knowledgeResponseType=application%2Fjson&mainSearchCriteria.v.cs={_RXNORM}&mainSearchCriteria.v.c="
        "&mainSearchCriteria.v.dn=thalidomide&informationRecipient.languageCode.c=en",
        code="",
        system="rxnorm",
        names=("thalidomide",),
        languages=("en",),
        shape="json",
    ),
    Client(
        "a veterinary manual",
        "taskContext.c.c=PROBLISTREV&mainSearchCriteria.v.dn=thalidomide&mainSearchCriteria.v.ot=thalidomide"
        "&knowledgeResponseType=text/json",
        code="",
        system="",
        names=("thalidomide",),
        shape="json",
    ),
)
