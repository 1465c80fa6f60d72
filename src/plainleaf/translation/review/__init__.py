"""Proofs and spreadsheets for people who review without PO tools, and what comes back from them."""
