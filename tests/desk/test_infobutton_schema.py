"""Feeds held against the schema that HL7 publishes, `KnowledgeResponse.xsd`.

The schema is HL7's and does not travel with this repository: whoever has it names its file. The names that belong to
XML itself, which it asks of the net, are put into its place here.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from tests.desk.conftest import Desk
from tests.desk.infobutton_clients import CLIENTS

etree = pytest.importorskip("lxml.etree")
FILE = os.environ.get("PLAINLEAF_KNOWLEDGE_SCHEMA", "")
NAMES = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/XML/1998/namespace">
<xs:attribute name="lang" type="xs:language"/><xs:attribute name="base" type="xs:anyURI"/></xs:schema>"""
EMPTY = "mainSearchCriteria.v.c=1&mainSearchCriteria.v.cs=2.16.840.1.113883.6.88&mainSearchCriteria.v.dn=None+%3C%26"


@pytest.mark.skipif(not FILE, reason="PLAINLEAF_KNOWLEDGE_SCHEMA names no schema")
@pytest.mark.parametrize("query", [*(client.query for client in CLIENTS), EMPTY])
def test_feeds_are_as_the_published_schema_says(desk: Desk, tmp_path: Path, query: str) -> None:
    (tmp_path / "xml.xsd").write_text(NAMES, encoding="utf-8")
    text = re.sub('schemaLocation="[^"]*"', 'schemaLocation="xml.xsd"', Path(FILE).read_text(encoding="utf-8-sig"))
    (tmp_path / "schema.xsd").write_text(text, encoding="utf-8")
    schema = etree.XMLSchema(etree.parse(tmp_path / "schema.xsd"))
    fields = [one for one in parse_qsl(query, keep_blank_values=True) if not one[0].startswith("knowledgeResponseType")]
    answer = desk.client.get("/infobutton", params=[*fields, ("knowledgeResponseType", "text/xml")])
    assert answer.status_code == 200
    feed = etree.fromstring(answer.content)
    assert schema.validate(feed), schema.error_log
