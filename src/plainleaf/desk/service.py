"""What all pages of the desk work with: the leaflets, who prints them, what was handed out, and the words."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import Path

from plainleaf.desk.audit import AuditLog
from plainleaf.desk.guards import Allowance
from plainleaf.desk.holdings import Holdings
from plainleaf.desk.pictures import Pictures
from plainleaf.desk.printing import Printer
from plainleaf.workspace import DeskSettings

_AT_ONCE, _A_SECOND = 60, 10
"""What one browser may ask to be made: a nurse who looks at every language of a leaflet stays below it."""


@dataclass(frozen=True, slots=True)
class Service:
    """The desk while it runs.

    Attributes:
        secret: by which forms are known to be of its own pages; another one each time it starts.
    """

    root: Path
    settings: DeskSettings
    holdings: Holdings
    printer: Printer
    audit: AuditLog
    pictures: Pictures = field(default_factory=Pictures)
    allowance: Allowance = field(default_factory=lambda: Allowance(_AT_ONCE, _A_SECOND))
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))
