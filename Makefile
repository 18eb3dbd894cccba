# make run: look at it. make test, make test-desktop: everything that must be green. Each sets up what it needs.

BIN := .venv/bin
TOUR := out/tour

.PHONY: setup run tour manual test test-desktop lint pytest bench simulate bundle-smoke shape crash

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

bench: setup
	$(BIN)/python -m benchmarks

SEEDS := 1000

simulate: setup
	SEEDS=$(SEEDS) $(BIN)/python -m pytest -q -s tests/simulation

bundle-smoke: setup
	$(BIN)/python -m build.bundle smoke

N := 1000

crash: setup
	$(BIN)/python -m benchmarks.crash $(N)

shape: setup
	$(BIN)/python -m build.shape
