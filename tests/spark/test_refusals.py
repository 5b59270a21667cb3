"""What is said where Spark cannot be."""

from __future__ import annotations

import sys
from datetime import date
from importlib.util import find_spec

import pytest

from auditkit import workflow
from auditkit.cli import run
from auditkit.spark import JavaMissing, PysparkMissing, spark_session


def test_spark_that_is_not_installed_is_said_with_the_command_that_installs_it(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("auditkit.spark.session.find_spec", lambda _name: None)
    monkeypatch.setenv("AUDITKIT_DB", f"sqlite:///{tmp_path}/store.sqlite3")

    assert run(["evaluate", "--as-of", "30-09-2026", "--engine", "spark"]) == 2
    assert "pip install 'auditkit[spark]'" in capsys.readouterr().err

    how = workflow.How(engine="spark", source="sager", out=tmp_path / "pligter")
    with pytest.raises(PysparkMissing):
        workflow.evaluate(workflow.Desk(), date(2026, 9, 30), how=how)
    assert not (tmp_path / "pligter").exists()


def pretend_that_pyspark_is_installed(monkeypatch, folder):
    """Put as much of it in reach as is asked before Java is."""
    session = "class SparkSession:\n    @staticmethod\n    def getActiveSession():\n        return None\n"
    modules = {"pyspark/sql": session, "pyspark/errors": "class PySparkException(Exception): ...\n"}
    modules |= {"py4j/protocol": "class Py4JError(Exception): ...\n", "pyspark/__init__": "", "py4j/__init__": ""}
    for name, text in modules.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(folder)
    for name in ("pyspark", "pyspark.sql", "pyspark.errors", "py4j", "py4j.protocol"):
        monkeypatch.delitem(sys.modules, name, raising=False)


@pytest.mark.parametrize("home", [None, "/findes/ikke"])
def test_java_that_is_not_there_is_said(monkeypatch, tmp_path, home):
    if find_spec("pyspark") is None:
        pretend_that_pyspark_is_installed(monkeypatch, tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    if home:
        monkeypatch.setenv("JAVA_HOME", home)
    else:
        monkeypatch.delenv("JAVA_HOME", raising=False)

    with pytest.raises(JavaMissing, match="Java 17"), spark_session({}):
        pass


def test_a_setting_that_is_not_one_is_refused(capsys):
    assert run(["evaluate", "--as-of", "30-09-2026", "--engine", "spark", "--spark-conf", "master"]) == 2
    assert "master er ikke en indstilling" in capsys.readouterr().err
