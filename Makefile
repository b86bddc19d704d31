# Two commands on a fresh machine: `make run` and `make test`. PYTHON may name another interpreter.
PYTHON ?= python3
# How many tests run at once; most of their time is waiting.
WORKERS ?= 3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: run test check lock clean

run: .venv/installed-run ## Run config.toml, or the sandbox if there is none.
	$(BIN)/tocsin run

test: check ## Everything that continuous integration runs.
	$(BIN)/pytest -n $(WORKERS) --dist worksteal

check: .venv/installed-test ## Format, lint, types and import contracts.
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

lock: .venv/installed-test ## Choose the newest versions anew for every supported Python.
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile $(LOCK) --extra build --output-file requirements.lock
	$(BIN)/uv pip compile $(LOCK) --all-extras --output-file requirements-test.lock

LOCK := pyproject.toml --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate

.venv/installed-run: requirements.lock pyproject.toml | .venv
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation -e .
	touch $@

.venv/installed-test: requirements-test.lock pyproject.toml | .venv
	$(PIP) --require-hashes -r requirements-test.lock
	$(PIP) --no-deps --no-build-isolation -e .
	touch $@

.venv:
	$(PYTHON) -m venv .venv

clean: ## Remove what the commands above have made.
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
