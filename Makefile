# One command runs the site, one passes the tests. Each makes the virtual environment it needs.

PYTHON ?= python3
PORT ?= 8001
VENV := .venv
TEST_VENV := build/venv-test
PIP_INSTALL = -m pip install --quiet --quiet --disable-pip-version-check --constraint constraints.txt

.DEFAULT_GOAL := help
.PHONY: help serve examples test lint check metadata publish-check bench bench-large bench-site torture load accuracy corpus corpus-accuracy clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: examples ## Set everything up, ingest the examples, serve them at http://127.0.0.1:8001
	$(VENV)/bin/datasette . --port $(PORT)

examples: $(VENV)/installed ## Ingest the examples into reports.db
	$(VENV)/bin/ingest add examples

test: ## Run lint and all tests in a fresh virtual environment
	rm -rf $(TEST_VENV)
	$(call make_venv,$(TEST_VENV),.[dev])
	$(MAKE) --no-print-directory check BIN=$(TEST_VENV)/bin

# Lint and tests with the tools of BIN, for those who have an environment already.
BIN ?= $(TEST_VENV)/bin
check: lint
	$(BIN)/python -m pytest

lint: ## ruff, mypy --strict and the import contract
	$(if $(wildcard $(BIN)/ruff),,$(call make_venv,$(TEST_VENV),.[dev]))
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

metadata: ## Make the generated part of metadata.yml and static/forms.json anew
	$(if $(wildcard $(TEST_VENV)/bin/python),,$(call make_venv,$(TEST_VENV),.[dev]))
	$(TEST_VENV)/bin/python tools/metadata.py
	$(TEST_VENV)/bin/python tools/statutory_forms.py

publish-check: $(VENV)/installed ## Is reports.db (or DB=…) fit to be published?
	$(VENV)/bin/python deploy/publish_check.py $(or $(DB),reports.db)

bench: ## Reports a second, beside sqlite-utils inserting the very same rows
	$(if $(wildcard $(TEST_VENV)/bin/python),,$(call make_venv,$(TEST_VENV),.[dev]))
	@echo "Pages in tabs, of which nothing is lost:"
	$(TEST_VENV)/bin/python bench/bench.py 2000 --tabbed --rounds 5
	@echo "Pages in all layouts by turns:"
	$(TEST_VENV)/bin/python bench/bench.py

bench-large: ## How time and memory grow from 1,000 to 100,000 reports (some minutes, 3 GB of disk)
	$(if $(wildcard $(TEST_VENV)/bin/python),,$(call make_venv,$(TEST_VENV),.[dev]))
	$(TEST_VENV)/bin/python bench/bench_large.py

torture: ## Kill, starve, crowd and feed rubbish to ingest add; nothing may be lost (half an hour)
	$(if $(wildcard $(TEST_VENV)/bin/python),,$(call make_venv,$(TEST_VENV),.[dev]))
	$(TEST_VENV)/bin/python bench/torture.py

load: ## The site under load at 100,000 reports (wrk; Debian: apt-get install wrk)
	$(if $(wildcard $(TEST_VENV)/bin/python),,$(call make_venv,$(TEST_VENV),.[dev]))
	$(TEST_VENV)/bin/python bench/load.py
bench-site: ## How fast the site answers at 100,000 reports, written to docs/performance.md
	$(if $(wildcard $(TEST_VENV)/bin/python),,$(call make_venv,$(TEST_VENV),.[dev]))
	$(TEST_VENV)/bin/python bench/bench_site.py --write docs/performance.md

accuracy: ## How exactly pages are read, how well the checks see, how places are told: docs/*accuracy.md, docs/places.md
	$(if $(wildcard $(TEST_VENV)/bin/python),,$(call make_venv,$(TEST_VENV),.[dev]))
	$(TEST_VENV)/bin/python bench/accuracy.py --n 3000 --fresh 12000 --write docs/accuracy.md
	$(TEST_VENV)/bin/python bench/faults.py --n 1000 --write docs/checks-accuracy.md
	$(TEST_VENV)/bin/python bench/place_accuracy.py --write docs/places.md
	$(MAKE) --no-print-directory corpus-accuracy

# The converters are many and large, and nothing but these two targets needs them: an environment of their own. Debian's
# chromium, fonts-noto-cjk, pandoc, poppler-utils and libreoffice-{writer,calc}-nogui are used where installed.
CORPUS_VENV := build/venv-corpus

corpus: $(CORPUS_VENV)/installed ## Reports by other writers, flattened by the converters people use, in build/corpus
	$(CORPUS_VENV)/bin/python bench/make_corpus.py --out build/corpus

corpus-accuracy: $(CORPUS_VENV)/installed ## How exactly those are read, of seeds that nobody has seen: a part of docs/accuracy.md
	$(CORPUS_VENV)/bin/python bench/make_corpus.py --papers 2 --write docs/accuracy.md

$(CORPUS_VENV)/installed: pyproject.toml constraints.txt
	$(call make_venv,$(CORPUS_VENV),.[converters])
	touch $@

clean: ## Remove what the targets made, but the database
	rm -rf $(VENV) build *.egg-info

# $(call make_venv,FOLDER,WHAT): a virtual environment with the pinned versions and this project in it.
define make_venv
@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	{ echo "Python 3.11 or newer is needed: make PYTHON=python3.11 …" >&2; exit 1; }
$(PYTHON) -m venv $(1)
$(1)/bin/python $(PIP_INSTALL) --upgrade pip setuptools
$(1)/bin/python $(PIP_INSTALL) --no-build-isolation --editable '$(2)'
endef

$(VENV)/installed: pyproject.toml constraints.txt
	$(call make_venv,$(VENV),.)
	touch $@
