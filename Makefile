# auditkit: opgaverne, der går igen. `make` alene viser dem.
.DEFAULT_GOAL := help
.PHONY: help demo test test-full test-spark bench check messages docs pictures samples requirements clean
OUT ?= demo

help:
	@echo "make demo       kør ledelsestilsynet på en opfunden kommune (skriver i mappen $(OUT)/)"
	@echo "make test       kør alle prøver"
	@echo "make test-full  kør også de lange"
	@echo "make test-spark kør dem, der kræver Java og pyspark (henter omkring 400 MB)"
	@echo "make bench      mål alt mod andre, 10.000 til 1.000.000 sager, som Markdown (omkring en time; PARTS=\"commands store\")"
	@echo "make check      ruff, mypy, lagene, og om de frembragte filer er ajour"
	@echo "make messages   oversæt ordene (.po) på ny"
	@echo "make docs       skriv kommandosiden i docs/ på ny"
	@echo "make pictures   tag billederne i docs/billeder på ny (kræver LibreOffice, poppler og Chromium)"
	@echo "make samples    skriv prøvefilerne i samples/ på ny"

demo:
	@.ci/environment run
	@.ci/python -m auditkit demo --out $(OUT)
	@echo "(Uden installation skrives »auditkit« som: .ci/python -m auditkit)"

test:
	@.ci/environment test
	@.ci/python -m pytest -n 2

test-full:
	@.ci/environment test
	@.ci/python -m pytest -n 2 -m "full or not full"

bench:
	@.ci/environment bench
	@.ci/python -m tests.bench $(PARTS)

test-spark:
	@.ci/environment spark
	@.ci/python -m pytest -m spark tests/spark

check:
	@.ci/environment test
	@.ci/check

messages:
	@.ci/environment run
	@.ci/python .ci/messages.py

docs:
	@.ci/environment run
	@.ci/python -m auditkit.cli.page

pictures:
	@.ci/environment test
	@.ci/python -m tests.support.pictures

samples:
	@.ci/environment run
	@.ci/python -m auditkit.samples

requirements:
	@.ci/requirements/compile

clean:
	rm -rf .venv .deps .ready-* build dist *.egg-info
