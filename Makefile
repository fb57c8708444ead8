# `make run` and `make test` are all that is needed on a fresh machine with Python 3.11 or newer.
.PHONY: run test lock
PYTHON ?= python3

run:
	@$(PYTHON) scripts/setup.py run
	@.venv/bin/sepas serve --demo

test:
	@$(PYTHON) scripts/setup.py test
	@.venv/bin/python scripts/check.py

lock:
	@for name in run dev uv; do \
	  UV_PYTHON_DOWNLOADS=never .venv/bin/uv pip compile --quiet --universal --python-version 3.11 \
	    --generate-hashes --no-header requirements/$$name.in -o requirements/$$name.txt; \
	done
