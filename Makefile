# Two commands matter, and each works alone, first and twice, on a fresh machine:
#
#   make leaflets    print the leaflets into output/
#   make test        run every check that a change has to pass
#
# Both install what they need: system packages (scripts/system-packages says what it runs) and a Python
# environment in .venv, from the lock files, with every package checked against its hash.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.NOTPARALLEL:

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# The three steps of the environment, each marked by an empty file when it is done. The mark's name carries
# a checksum of what the step was made from, so that a step is done again when that content changes, and
# not when a file was merely touched. The folder counts too: an environment does not survive being moved.
checksum = $(shell { pwd; cat $(1); } 2>/dev/null | cksum | cut -d ' ' -f 1)
PACKAGES := $(VENV)/.packages-$(call checksum,requirements.lock)
PROGRAM := $(VENV)/.program-$(call checksum,requirements.lock pyproject.toml)
TOOLS := $(VENV)/.tools-$(call checksum,requirements.lock requirements-test.lock)
# What plainleaf is measured beside has an environment of its own, so that nothing of it comes near the program.
PEERS := $(VENV)-bench/.peers-$(call checksum,benchmarks/requirements.lock)

# A system upgrade can take away the Python that the environment stands on: then it is made anew.
ifneq ($(shell $(BIN)/python -c 'print("works")' 2>/dev/null),works)
.PHONY: $(PACKAGES)
endif

.PHONY: help leaflets test verify-all specimens check bench bench-scale lock clean system system-test

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

leaflets: system $(PROGRAM) ## print the leaflets into output/
	@$(BIN)/plainleaf build

# Every check runs, whatever the others find; pytest comes last, where its count is easy to see. It runs on all cores,
# each file of tests on one of them, because files keep what they print; and by name, since the slowest files have few tests.
test: system-test $(TOOLS) ## lint, type checks, and all tests with coverage
	@failed=; \
	for check in 'ruff check' 'ruff format --check' 'mypy' \
	  'pytest --cov -n auto --dist loadfile --no-loadscope-reorder'; do \
	  echo "== $$check"; \
	  $(BIN)/$$check || failed="$$failed [$$check]"; \
	done; \
	[ -z "$$failed" ] || { echo "failed:$$failed" >&2; exit 1; }

verify-all: system-test $(TOOLS) ## print every sheet there is and validate it as PDF/UA-1 and PDF/A (takes minutes)
	@$(BIN)/python -m tests.validation.verify_all

# GOLDEN=--golden keeps the specimens of the scripts, once somebody has looked at them, for the tests to compare with.
specimens: system-test $(TOOLS) ## draw everything that is printed, small, to be looked at, into build/specimens
	@$(BIN)/python -m tests.support.contact_sheets $(GOLDEN)

check: system $(PROGRAM) ## check content, catalogs, safety and levels
	@$(BIN)/plainleaf check

# BENCH passes options on, such as BENCH='--rounds 1 --languages en'; each of the two says with --help which there are.
bench: system-test $(PROGRAM) $(PEERS) ## measure plainleaf beside other engines into benchmarks/results.md (two hours)
	@$(BIN)/python benchmarks/speed/bench.py --peers $(VENV)-bench $(BENCH)

bench-scale: system-test $(TOOLS) ## measure 10,000 leaflets into benchmarks/results.md (hours; goes on after a break)
	@$(BIN)/python benchmarks/speed/scale.py $(BENCH)

system:
	@scripts/system-packages

system-test:
	@scripts/system-packages --test

# From nothing each time, so that the environment holds what is locked, and no leftovers.
$(PACKAGES):
	@echo 'plainleaf: installing the packages of requirements.lock into $(VENV)'
	@python=$$(scripts/system-packages --python) && "$$python" -m venv --clear $(VENV)
	@$(PIP) install --require-hashes -r requirements.lock
	@touch $@

# The program itself, in place. Its build backend came with the lock file: nothing is fetched here.
$(PROGRAM): $(PACKAGES)
	@$(PIP) install --no-index --no-deps --no-build-isolation --editable .
	@rm -f $(VENV)/.program-*
	@touch $@

$(TOOLS): $(PROGRAM)
	@echo 'plainleaf: installing the packages of requirements-test.lock into $(VENV)'
	@$(PIP) install --require-hashes -r requirements-test.lock
	@rm -f $(VENV)/.tools-*
	@touch $@

$(PEERS): benchmarks/requirements.lock
	@echo 'plainleaf: installing the packages of benchmarks/requirements.lock into $(VENV)-bench'
	@python=$$(scripts/system-packages --python) && "$$python" -m venv --clear $(VENV)-bench
	@$(VENV)-bench/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r $<
	@touch $@

# Pins stay as they are unless pyproject.toml excludes them or LOCK_OPTIONS asks for newer ones, for example
# LOCK_OPTIONS='--upgrade-package jinja2'. The print engine's pin is moved by hand and looked at in print.
# Run this on the oldest Python that is supported: its dependencies cover those of the newer ones.
LOCK := $(VENV)-lock/bin/pip-compile pyproject.toml --extra develop --generate-hashes --strip-extras \
	--allow-unsafe --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --quiet
PEERS_LOCK := $(subst pyproject.toml --extra develop,benchmarks/requirements.in,$(LOCK))

lock: ## write the lock files anew from pyproject.toml
	@python=$$(scripts/system-packages --python) && "$$python" -m venv --clear $(VENV)-lock
	@$(VENV)-lock/bin/python -m pip --disable-pip-version-check --quiet install 'pip-tools>=7.5,<8'
	@$(LOCK) $(LOCK_OPTIONS) --output-file requirements.lock
	@$(LOCK) $(LOCK_OPTIONS) --extra test --constraint requirements.lock --output-file requirements-test.lock
	@$(PEERS_LOCK) $(LOCK_OPTIONS) --constraint requirements.lock --output-file benchmarks/requirements.lock
	@for file in requirements.lock requirements-test.lock benchmarks/requirements.lock; do \
	  { echo '# Made by `make lock` from pyproject.toml; not edited by hand.'; cat $$file; } > $$file.new && \
	  mv $$file.new $$file; \
	done
	@sed -i.old '1s/pyproject.toml/requirements.in/' benchmarks/requirements.lock && rm benchmarks/requirements.lock.old
	@rm -rf $(VENV)-lock

clean: ## remove all that make and the tools have made, the printed leaflets too
	rm -rf $(VENV) $(VENV)-lock $(VENV)-bench dist htmlcov .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find output -mindepth 1 ! -path output/README.md -delete
	find src tests -name __pycache__ -prune -exec rm -rf {} +
