# Needs GNU make 3.81 or newer and Python 3.11 or newer; everything else is set up in .venv and node_modules.

PYTHON ?= python3
PORT   ?= 8000
UV     := $(shell uv --version >/dev/null 2>&1 && echo uv)

BIN    := .venv/bin
STAMP  := .venv/stamp
FRONT  := node_modules/stamp
NPM    := tools/npm $(BIN)/python
LOWEST := build/lowest/bin/python
SPARK  := .venv/spark-stamp

# uv installs faster; pip does the same.
INSTALL := $(if $(UV),$(UV) pip install --quiet --python $(BIN)/python,$(BIN)/python -m pip install --quiet --disable-pip-version-check)

# Material's notice about MkDocs 2 is no concern of this build: mkdocs<2 is locked.
export NO_MKDOCS_2_WARNING := 1
export DISABLE_MKDOCS_2_WARNING := true

.DEFAULT_GOAL := help
.PHONY: help serve site test test-spark check lowest bench lock clean

help: ## list the targets
	@sed -n 's/^\([a-z][a-z]*\):.*## \(.*\)/  make \1	\2/p' Makefile

serve: $(STAMP) $(FRONT) ## build the site and serve it on http://127.0.0.1:8000
	$(BIN)/effllm serve --port $(PORT)

site: $(STAMP) $(FRONT) ## build the site to site/
	$(BIN)/effllm build --output site

test: $(STAMP) $(FRONT) ## run every check and test, the browser tests included
	tools/ensure-chromium $(BIN)/python
	$(MAKE) check
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

test-spark: $(SPARK) ## run the tests of the harvest on Spark; Java is installed where it may be
	tools/ensure-java
	$(BIN)/python -m pytest -m spark tests/harvest

check: $(STAMP) $(FRONT) ## check records, style, types, imports and workflows
	$(BIN)/effllm validate
	$(BIN)/effllm fmt --check
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(NPM) run --silent check
	$(BIN)/prek validate-config .pre-commit-config.yaml
	$(NPM) run --silent actions
	$(BIN)/zizmor --offline --quiet .github action.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-actions action.yml
	$(BIN)/prek validate-manifest --quiet .pre-commit-hooks.yaml
	$(BIN)/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-issue-forms .github/ISSUE_TEMPLATE/*-*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.citation-file-format CITATION.cff

lowest: ## try the lowest versions of the packages that effllm may be installed with
	rm -rf build/lowest
	$(PYTHON) -m venv build/lowest
	$(LOWEST) -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes \
		--requirement requirements/lowest.txt
	$(LOWEST) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation .
	$(LOWEST) -I tools/try-package

bench: $(STAMP) $(FRONT) ## measure speed and size
	$(BIN)/python -m benchmarks

lock: ## refresh the locked versions in requirements/ (needs uv)
	@test -n "$(UV)" || { echo "make lock needs uv: $(PYTHON) -m pip install uv" >&2; exit 1; }
	uv pip compile pyproject.toml --extra contribute --extra site --extra pandas --group dev --upgrade \
		--universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command 'make lock' --quiet --output-file requirements/dev.txt
# What effllm mcp needs besides, in the versions that go with these.
	uv pip compile pyproject.toml --extra mcp --constraint requirements/dev.txt --upgrade \
		--universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command 'make lock' --quiet --output-file requirements/mcp.txt
# What make test-spark needs besides.
	uv pip compile pyproject.toml --extra spark --constraint requirements/dev.txt --upgrade \
		--universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command 'make lock' --quiet --output-file requirements/spark.txt
# What action.yml installs, in the versions just locked.
	cp requirements/dev.txt requirements/action.txt
	uv pip compile pyproject.toml --extra contribute --group build \
		--universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command 'make lock' --quiet --output-file requirements/action.txt
# The same for the hook: what also installs a folder, as pre-commit does, takes no hashes.
	sed -i '1!d' requirements/hook.txt
	grep -E '^[A-Za-z0-9._-]+==' requirements/action.txt | sed 's/ \\$$//' >> requirements/hook.txt
	uv pip compile pyproject.toml --extra contribute --extra graph --extra pandas --extra parquet --group build --upgrade \
		--resolution lowest-direct --only-binary :all: \
		--universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command 'make lock' --quiet --output-file requirements/lowest.txt
	uv pip compile --group node --upgrade \
		--universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command 'make lock' --quiet --output-file requirements/node.txt

clean: ## remove what was built; .venv stays
	rm -rf build dist site .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find src tests benchmarks tools -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

# The locked packages, then the project itself; nothing is fetched that the lock does not name.
$(STAMP): requirements/dev.txt requirements/mcp.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "effllm needs Python 3.11 or newer: make PYTHON=python3.12" >&2; exit 1; }
	$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	$(INSTALL) --only-binary :all: --require-hashes --requirement requirements/dev.txt --requirement requirements/mcp.txt
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

# Spark in the same environment. It has no wheel: setuptools, which is there, builds one.
$(SPARK): requirements/spark.txt | $(STAMP)
	$(INSTALL) --no-build-isolation --require-hashes --requirement requirements/spark.txt
	@touch $@

# The site's front-end parts, locked with hashes too.
$(FRONT): package-lock.json package.json .npmrc | $(STAMP)
	$(NPM) ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@
