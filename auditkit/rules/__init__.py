"""The law as data: rule files, checked and gathered in a catalogue."""

from .rule import Catalogue, Rule
from .schema import Example, RuleFile, Version

__all__ = ["Catalogue", "Example", "Rule", "RuleFile", "Version"]
