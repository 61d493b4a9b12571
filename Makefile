# Everything that people do with this project. `make help` lists it.
#
# `make` needs Python 3.11 or later and nothing else: it sets up .venv from requirements.lock, once, and builds the
# book with all that readers and instructors download. `make html` is the quick one, for authors. `make test` and the
# other checks add their own tools to the same .venv when they are first called, from requirements-dev.lock.

VENV := .venv
BIN := $(VENV)/bin
JOBS ?= 2
PORT ?= 8000
# Another environment, for what is not pinned; and what the newest Sphinx has against other packages than ours.
NEWEST := .venv-newest
DEPRECATED := -W "ignore:'myst_parser" -W "ignore:'sphinx_book_theme"
SECONDS ?= 600
# How both locks are made, the second with the pins of the first. What is left out of it serves the notebook editor of
# IPython alone, which looks for these packages and does without them: 50 MB that no build loads.
COMPILE := uv pip compile pyproject.toml --universal --generate-hashes --python-version 3.11 --quiet \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"
LEFT_OUT := debugpy jedi parso
# The rooms that need no Sphinx: their tests are fast.
FAST := model store quotes analysis figures questions exports ingest test_check.py
# What `make live` does not wait for: what is made, and what tools keep.
UNWATCHED := /(_build|\.venv[a-z-]*|\.git|\.hypothesis|node_modules|__pycache__|\.[a-z_]+_cache)(/|$$)

# The first Python on the path that is new enough. Another one: make PYTHON=/path/to/python
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)

# As a module, which runs in a folder of any name and after that folder was moved; the script of pip does neither.
SOURCEBOOK := $(BIN)/python -m sourcebook
# The tests start hundreds of processes: none should have to compile the package anew, whatever the environment says.
PYTEST := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input
PACKAGES := $(VENV)/.packages-installed
READY := $(VENV)/.ready
DEV_READY := $(VENV)/.dev-ready

# The date that PDFs bear: the commit's, so that one commit gives the same bytes on any day. Where there is no commit,
# as in a folder that was unpacked from a ZIP, there is none: an empty one would be read as a number by other programs.
ifeq ($(strip $(SOURCE_DATE_EPOCH)),)
SOURCE_DATE_EPOCH := $(shell git log -1 --format=%ct 2>/dev/null)
endif
ifeq ($(strip $(SOURCE_DATE_EPOCH)),)
unexport SOURCE_DATE_EPOCH
else
export SOURCE_DATE_EPOCH
endif

.DEFAULT_GOAL := all
.PHONY: test-newest all html briefs packs pdf epub packet serve live test test-fast fuzz browser-test browser-test-all lint bench manual lock clean help
.DELETE_ON_ERROR:

## everything that follows but the packet: the book comes last, with its PDFs, briefs and EPUB to download
all: $(READY)
	@$(SOURCEBOOK) build all

## the book: _build/html/index.html
html: $(READY)
	@$(SOURCEBOOK) build html

## the policy briefs, on A4 and US Letter and for Word: _build/briefs/
briefs: $(READY)
	@$(SOURCEBOOK) build briefs

## the exercise packs, for instructors: papers, keys, files for learning platforms: _build/packs/
packs: $(READY)
	@$(SOURCEBOOK) build packs

## the whole book and every chapter as PDF: _build/pdf/
pdf: $(READY)
	@$(SOURCEBOOK) build pdf

## the whole book as EPUB: _build/epub/book.epub
epub: $(READY)
	@$(SOURCEBOOK) build epub

## the private reading packet, the articles whole, where they are at hand: _build/packet.pdf
packet: $(READY)
	@$(SOURCEBOOK) packet

## the built book in a browser of this machine, with the headers of a strict host (PORT=8000)
serve: $(READY)
	@$(SOURCEBOOK) serve --port $(PORT)

## the book, built anew and shown anew whenever a file changes (PORT=8000)
live: $(DEV_READY)
	@$(BIN)/python -m sphinx_autobuild --quiet --port $(PORT) --re-ignore '$(UNWATCHED)' -d _build/.work/live.doctrees . _build/live

## every test (JOBS=4 for more at a time)
test: $(DEV_READY)
	@$(PYTEST) -n $(JOBS) --dist worksteal

## the tests of all that needs no Sphinx, until one fails: under a minute (ONLY="-k hedge" for a part)
test-fast: $(DEV_READY)
	@$(PYTEST) -n $(JOBS) --dist worksteal --exitfirst --quiet $(FAST:%=tests/%) $(ONLY)

## a longer hunt for inputs that break a reader, with atheris (SECONDS=600)
fuzz: $(DEV_READY)
	@$(BIN)/python -m tests.fuzz.longer $(SECONDS)

## every kind of page in Chromium: no fault of access, no foreign request, few bytes, early paint
browser-test: $(DEV_READY)
	@$(PYTEST) tests/browser

## the same for every page, before a release (takes minutes)
browser-test-all: $(DEV_READY)
	@SOURCEBOOK_PAGES=all $(PYTEST) tests/browser

## the extension's tests on the newest Sphinx, MyST-Parser and theme that this Python can have (from the network)
test-newest:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or later is needed: make test-newest PYTHON=/path/to/python" >&2; exit 1; }
	@$(NEWEST)/bin/python -m pip --version >/dev/null 2>&1 || "$(PYTHON)" -m venv --clear $(NEWEST)
	@$(NEWEST)/bin/python -m pip --quiet --disable-pip-version-check --no-input install --upgrade \
		--upgrade-strategy eager --requirement tests/newest.txt
	@$(NEWEST)/bin/python -m pip --quiet --disable-pip-version-check --no-input install --no-deps --editable .
	@$(NEWEST)/bin/python -m pip --disable-pip-version-check list | grep -iE '^(sphinx|myst-parser|sphinx-book-theme) '
	@$(NEWEST)/bin/python -m pytest -n $(JOBS) $(DEPRECATED) tests/sphinx_ext

## what a machine can say about the code: ruff, mypy, the layers
lint: $(DEV_READY)
	@$(BIN)/ruff check
	@$(BIN)/mypy
	@$(BIN)/lint-imports

## how fast it is, beside what else could be used: docs/performance.md (ONLY="quotes --quick" for a part)
bench: $(READY)
	@$(BIN)/python -m benchmarks $(ONLY)

## the parts of the manual in docs/ that are made from the code
manual: $(READY)
	@$(BIN)/python -m docs.make_manual

## pin the dependencies anew, for builds and for checks (needs uv; UPGRADE=--upgrade for newer ones)
lock:
	@command -v uv >/dev/null || { echo "make lock: uv is needed, see CONTRIBUTING.md" >&2; exit 1; }
	$(COMPILE) --all-extras $(UPGRADE) --output-file requirements-dev.lock
	$(COMPILE) --extra docx --constraint requirements-dev.lock $(LEFT_OUT:%=--no-emit-package %) \
		--output-file requirements.lock

## take away what was made, the environment too
clean:
	rm -rf _build $(VENV) $(NEWEST) build dist sourcebook.egg-info .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find sourcebook tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

## this list
help:
	@awk '/^## /{text=substr($$0, 4); next} /^[a-z-]+:/{if (text) printf "make %-16s %s\n", substr($$1, 1, length($$1)-1), text} {text=""}' $(MAKEFILE_LIST)

# Hashes are checked and nothing is resolved anew: the lock names all that a build loads. Byte code is left to the first
# run, which needs a small part of it.
$(PACKAGES): requirements.lock
	@if [ -z "$(PYTHON)" ]; then \
		echo "Python 3.11 or later is needed, and none was found; name one: make PYTHON=/path/to/python" >&2; exit 1; fi
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or later is needed, and $(PYTHON) is older or no Python; name another: make PYTHON=/path/to/python" >&2; \
		exit 1; }
	@echo "Setting up $(VENV): once, about a minute."
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || "$(PYTHON)" -m venv --clear $(VENV)
	@$(PIP) install --require-hashes --no-deps --no-compile --requirement requirements.lock
	@touch $@

# Ourselves, editable: a second call, because hashes and an editable package exclude each other.
$(READY): $(PACKAGES) pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

# What tests and checks need besides. Order-only: a change of pyproject.toml installs the package anew, and not this.
$(DEV_READY): requirements-dev.lock $(PACKAGES) | $(READY)
	@echo "Adding the tools for tests and checks to $(VENV): once, about half a minute."
	@$(PIP) install --require-hashes --no-deps --no-compile --requirement requirements-dev.lock
	@touch $@
