"""Catalogs and glossary in the formats of translators' tools, out and in: XLIFF, TMX, PO, TBX, CSV."""
