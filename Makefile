# Two commands do everything on a machine with Python 3.11 or newer, make and git:
#   make report   the main job on the sample corpus -> report/index.html
#   make test     every check that the project has
# Beside them:
#   make docs     the documentation -> site/index.html; warnings are errors
#   make chaos    random faults over the whole chain; none may lose or falsify anything
#   make explorer the page of tt.explore, checked and built from its sources; needs Node.js 20 or newer
#   make figures  the figures of the notebooks and of the gallery, made anew
# The environment in .venv is made once and reused while pyproject.toml stays as it is.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
NOX := PATH="$(abspath $(BIN)):$$PATH" $(BIN)/nox --no-venv --non-interactive -s
CORPUS ?= corpus/sample
THEMES ?= corpus/themes.toml
OUT ?= report
# days to mark and judge; those of the sample for the sample alone
EVENTS ?= $(if $(filter corpus/sample,$(CORPUS)),corpus/events.toml)

.PHONY: chaos explorer report test lint types tests notebooks figures docs fuzz clean

report: $(VENV)/core.stamp
	$(BIN)/toolkit report $(CORPUS) --themes $(THEMES) --aliases corpus/aliases.toml \
	  $(if $(EVENTS),--events $(EVENTS)) --out $(OUT)

# each of these is a session of noxfile.py, run in the environment made here
test: $(VENV)/dev.stamp
	$(NOX) lint types tests

lint types tests notebooks docs fuzz: $(VENV)/dev.stamp
	$(NOX) $@

# random faults over the whole chain, for an hour: for a nightly run
MINUTES ?= 60
FAULTS_IN ?= ../shared/data/world-affairs/articles.parquet
chaos: $(VENV)/core.stamp
	TQDM_DISABLE=1 $(BIN)/python benchmarks/chaos.py $(FAULTS_IN) --minutes $(MINUTES)

figures: $(VENV)/dev.stamp
	$(BIN)/python -m tests.test_notebooks
	$(BIN)/python -m tests.test_gallery
	$(BIN)/python -m tests.explorer_pictures

# the page's script and style, from toolkit/explorer/source into toolkit/explorer/static
PAGE := toolkit/explorer/source
explorer:
	npm ci --prefix $(PAGE) --ignore-scripts
	npm run --prefix $(PAGE) check
	npm run --prefix $(PAGE) build

$(VENV)/python.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "theme-toolkit needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>&1). Try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/core.stamp: $(VENV)/python.stamp pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/dev.stamp: $(VENV)/python.stamp pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@ $(VENV)/core.stamp

clean:
	rm -rf $(VENV) report site docs/notebooks
