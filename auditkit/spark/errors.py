"""What can go wrong on Spark. No message holds a case number or any other content; Spark's own texts may, and are not
shown.
"""

from __future__ import annotations

from auditkit.errors import AuditkitError, UsageError
from auditkit.terms import translator

_ = translator("spark")


class PysparkMissing(UsageError):
    """Spark's Python part is not installed."""

    def __init__(self) -> None:
        text = _(
            "--engine spark needs pyspark, which is not installed. Install it with: pip install 'auditkit[spark]'. "
            "Without Spark one machine judges a million cases too: leave --engine spark out."
        )
        super().__init__(text)


class JavaMissing(UsageError):
    """There is no Java to run Spark."""

    def __init__(self) -> None:
        text = _(
            "--engine spark needs Java 17 or newer, and none was found. Install it (Debian: openjdk-17-jre-headless), "
            "or let JAVA_HOME point at it. Without Spark: leave --engine spark out."
        )
        super().__init__(text)


class SparkNotStarted(UsageError):
    """Spark was there, but did not start."""

    def __init__(self, kind: str) -> None:
        text = _(
            "Spark did not start ({kind}). Look at --spark-conf and spark-defaults.conf: is spark.master right, can it "
            "be reached, and is there memory enough? Nothing was judged.",
            kind=kind,
        )
        super().__init__(text)


class SourceUnseen(UsageError):
    """The cluster cannot read what it was told to read."""

    def __init__(self, place: str) -> None:
        text = _(
            "Spark cannot read {place}. Every machine of the cluster must be able to see it: put the folder in shared "
            "storage, and name it with --from. Nothing was judged.",
            place=place,
        )
        super().__init__(text)


class PartFailed(AuditkitError):
    """The judging of one part of the cases stopped. Names which cases by their place in the order, never their ids."""

    def __init__(self, part: int, parts: int, cases: str, what: str) -> None:
        text = _(
            "Part {part} of {parts} could not be judged ({cases}): {what}. Nothing was saved.",
            part=part,
            parts=parts,
            cases=cases,
            what=what,
        )
        super().__init__(text)


class JobFailed(AuditkitError):
    """Spark gave the job up."""

    exit_code = 4

    def __init__(self, kind: str) -> None:
        text = _(
            "Spark gave up ({kind}). Nothing was saved. Look in Spark's log at the machines: is memory short "
            "(smaller parts: --chunk), did too many of them stop, is auditkit[spark] installed on all of them in this "
            "version ({version})?",
            kind=kind,
            version=_version(),
        )
        super().__init__(text)


def _version() -> str:
    from auditkit import __version__

    return __version__
