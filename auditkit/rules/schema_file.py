"""The JSON Schema that editors check rule files with.

``python -m auditkit.rules.schema_file`` writes it.
"""

from __future__ import annotations

import json

from .loader import rules_folder
from .schema import RuleFile


def schema_text() -> str:
    """Return the JSON Schema of a rule file, as it stands in ``rules/schema/rule.schema.json``."""
    return json.dumps(RuleFile.model_json_schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    path = rules_folder() / "schema" / "rule.schema.json"
    path.write_text(schema_text(), encoding="utf-8", newline="\n")
