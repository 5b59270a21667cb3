"""auditkit: ledelsestilsyn for Danish child-welfare caseloads, from messy lists to figures.

The rooms, in the order in which data passes them, are described in ``docs/arkitektur.md``.
"""

__version__ = "0.1.0"
