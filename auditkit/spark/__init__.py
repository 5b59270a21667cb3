"""The same judging on a Spark cluster: each task judges one part of the cases with ``evaluate``, nothing else.

Only this room knows Spark. It is imported when ``--engine spark`` asks for it.
"""

from .errors import JavaMissing, JobFailed, PartFailed, PysparkMissing, SourceUnseen, SparkNotStarted
from .job import judged_on_spark
from .session import spark_session
from .sources import Source, from_database, from_folder

__all__ = [
    "JavaMissing",
    "JobFailed",
    "PartFailed",
    "PysparkMissing",
    "Source",
    "SourceUnseen",
    "SparkNotStarted",
    "from_database",
    "from_folder",
    "judged_on_spark",
    "spark_session",
]
