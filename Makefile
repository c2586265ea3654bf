# One command for each job. Each sets up what it needs in .venv; only python3 (3.11 to 3.13) and make have to be there.
#   make demo      reads the samples that come with the package, leaves an annotated page, keeps and searches them
#   make test      runs all tests, quick ones first; those of archives on a server need PostgreSQL installed
#   make check     format, lint, types, layers, spelling, docs
#   make evaluate  figures against hand-made annotations; fails when one falls below its floor
#   make bench     speed, and page reading beside others
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DELETE_ON_ERROR:
.PHONY: demo test check fix evaluate bench clean

# Stamps: set up once, and again only when the packages change.
RUN := $(VENV)/run.stamp
DEV := $(VENV)/dev.stamp
BENCH := $(VENV)/bench.stamp

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || \
	  { echo "Riwaya needs Python 3.11, 3.12 or 3.13: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "Python's venv is missing. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# The build backend is pinned too, which pip reads from the environment only.
INSTALL = PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable

$(RUN): pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) '.'
	@touch $@

$(DEV): pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) '.[dev]'
	@touch $@ $(RUN)

$(BENCH): pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) '.[bench]'
	@touch $@ $(RUN)

# One sample is a front page without an article: it is reported, and the exit code 1 says so.
demo: $(RUN)
	@rm -rf build/samples && mkdir -p build
	$(BIN)/riwaya samples build/samples >/dev/null
	$(BIN)/riwaya read build/samples --html build/demo.html || [ $$? -eq 1 ]
	@echo "The same as an annotated page, for a browser: build/demo.html"
	@rm -f build/demo.db*
	@echo; echo "The same pages kept in an archive, build/demo.db, and searched for denials:"; echo
	$(BIN)/riwaya add build/demo.db build/samples --quiet 2>/dev/null || [ $$? -eq 1 ]
	@echo
	$(BIN)/riwaya search build/demo.db 'act:deny'
	@echo; echo "Who stands where on what is denied there:"; echo
	$(BIN)/riwaya ask build/demo.db --limit 1 'إغلاق جسر الطاحونة أمام الشاحنات'

test: $(DEV)
	@command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || \
	  echo "PostgreSQL is missing, and its tests are skipped. On Debian and Ubuntu: apt-get install postgresql" >&2
	$(BIN)/python -m pytest --cov --cov-report=term

check: $(DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell
	$(BIN)/python -m pytest --quiet -p no:randomly tests/test_architecture.py tests/test_docs.py tests/test_rules.py

# Mends what a machine can mend, and writes what the program prints into the docs; never an expectation of a test.
fix: $(DEV)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/python docs/outputs.py

evaluate: $(RUN)
	$(BIN)/python -m evaluation

bench: $(BENCH)
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) build .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
