# make run: look at it. make test, make test-desktop: everything that must be green. Each sets up what it needs.

BIN := .venv/bin
TOUR := out/tour

.PHONY: setup run tour manual test test-desktop lint pytest bench secrets simulate journeys corpus bundle-smoke shape crash faults drill

setup:
	@PYTHON="$(PYTHON)" sh build/setup.sh

run: setup
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" = Darwin ]; then \
		exec $(BIN)/python main.py --sample; \
	else \
		echo "There is no display here: making the tour instead."; \
		$(BIN)/python main.py tour --out $(TOUR) && echo "The pictures are in $(TOUR)/."; \
	fi

tour: setup
	$(BIN)/python main.py tour --out $(TOUR)
	@echo "The pictures are in $(TOUR)/."

manual: tour
	$(BIN)/python -m build.manual $(TOUR)
	$(BIN)/python main.py manual --out out/manual.pdf

test: lint pytest

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

WORKERS := 2
# The tests start the program a hundred times: compile it once, and not in the tree.
BYTECODE := PYTHONDONTWRITEBYTECODE= PYTHONPYCACHEPREFIX=$(CURDIR)/out/bytecode

pytest: setup
	$(BYTECODE) QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

# A whole visit typed on a real screen through fcitx5 and ibus; it is no part of `make test`, which needs no screen.
test-desktop: setup
	@PYTHON="$(PYTHON)" sh build/setup.sh desktop
	$(BYTECODE) $(BIN)/python -m pytest -s tests/desktop

# Roles by every row of pages, lists, papers, commands and roads: words of accusations found where they may not be.
secrets: setup
	SECRETS=all QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q -s tests/journeys/test_secret_matrix.py

bench: setup
	$(BIN)/python -m benchmarks

SEEDS := 1000
YEARS := 1

simulate: setup
	SEEDS=$(SEEDS) $(BIN)/python -m pytest -q -s tests/simulation

VISITS := 300

# A county's whole year of the loop over bad roads: VISITS visits at each of four stations, one year a seed.
journeys: setup
	JOURNEYS=$(YEARS) VISITS=$(VISITS) $(BIN)/python -m pytest -q -s tests/simulation/test_loop_year.py

# What the wizard would make of a folder of strangers' ledgers: a JSON line a file, nothing is written.
corpus: setup
	@$(BIN)/python -m benchmarks.corpus $(FOLDER)

bundle-smoke: setup
	$(BIN)/python -m build.bundle smoke

N := 1000

crash: setup
	$(BIN)/python -m benchmarks.crash $(N)

faults: setup
	$(BIN)/python -m benchmarks.faults

drill: setup
	$(BIN)/python -m benchmarks.drill

shape: setup
	$(BIN)/python -m build.shape
