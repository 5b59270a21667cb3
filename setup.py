"""Carries rules/, migrations/ and samples/ in the wheel as package data; all else is in pyproject.toml."""

from setuptools import find_namespace_packages, setup

CARRIED = ("rules", "migrations", "samples")

setup(
    packages=[*find_namespace_packages(include=["auditkit*"]), *(f"auditkit._data.{name}" for name in CARRIED)],
    package_dir={f"auditkit._data.{name}": name for name in CARRIED},
    package_data={
        "auditkit": ["py.typed", "**/*.mo", "**/*.toml", "**/*.html", "**/*.css"],
        "auditkit._data.rules": ["**/*.toml", "**/*.json", "**/*.md"],
        "auditkit._data.migrations": ["**/*.py", "**/*.mako"],
        "auditkit._data.samples": ["*.xlsx", "*.md"],
    },
)
