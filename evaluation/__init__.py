"""Measuring how well statements are found: stand-off gold, the scorer, floors that must not fall, gains and losses.

``python -m evaluation`` does everything; see ``docs/how-to/evaluate.md``. The gold holds offsets and labels only; its
texts are read from the SaudiNewsNet archives wherever those lie.
"""
