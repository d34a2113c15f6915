# Two commands do everything on a machine with Python 3.11 or newer, make and git:
#   make report   the main job on the sample corpus -> report/index.html
#   make test     every check that the project has
# Beside them:
#   make docs     the documentation -> site/index.html; warnings are errors
#   make figures  the figures of the notebooks and of the gallery, made anew
# The environment in .venv is made once and reused while pyproject.toml stays as it is.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
CORPUS ?= corpus/sample
THEMES ?= corpus/themes.toml
OUT ?= report
# days to mark and judge; those of the sample for the sample alone
EVENTS ?= $(if $(filter corpus/sample,$(CORPUS)),corpus/events.toml)

.PHONY: report test lint types tests notebooks figures docs fuzz clean

report: $(VENV)/core.stamp
	$(BIN)/toolkit report $(CORPUS) --themes $(THEMES) --aliases corpus/aliases.toml \
	  $(if $(EVENTS),--events $(EVENTS)) --out $(OUT)

test: lint types tests

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(VENV)/dev.stamp
	$(BIN)/mypy

tests: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -n auto --dist worksteal

notebooks: $(VENV)/dev.stamp
	$(BIN)/python -m pytest tests/test_notebooks.py

# Nightly: a million damaged model files instead of the 100,000 of every test run.
fuzz: $(VENV)/dev.stamp
	TOOLKIT_FUZZ=1000000 $(BIN)/python -m pytest tests/test_model_files.py tests/test_saving_tokens.py -k mutated

figures: $(VENV)/dev.stamp
	$(BIN)/python -m tests.test_notebooks
	$(BIN)/python -m tests.test_gallery

docs: $(VENV)/dev.stamp
	$(BIN)/python -m sphinx -W --keep-going -q -b html -d site/.doctrees docs site
	@echo site/index.html

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
