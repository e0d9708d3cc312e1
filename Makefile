# Everything from a fresh Debian 12 machine on: `make edition`, `make check`.
JOBS := $(shell nproc)
EDITIONS := $(notdir $(patsubst %/,%,$(dir $(wildcard content/*/edition.yaml))))
PROGRAM := build/release/banmian

.PHONY: edition program check soak conformance same bench bench-all golden setup release asan clang debug clean

edition: program
	@mkdir -p out
	@for e in $(EDITIONS); do \
	  $(PROGRAM) press content/$$e -o out/$$e.pdf && \
	  $(PROGRAM) proof content/$$e -o out/$$e || exit $$?; \
	done
	@ls -1 out/*.pdf out/*/*

setup:
	@sh setup/debian.sh

# What an edition takes: the program alone.
program: setup
	@cmake --preset release >/dev/null
	@cmake --build --preset release -j $(JOBS) --target banmian banmian-proof banmian-verify word_map

release asan: setup
	@cmake --preset $@ >build-$@.log 2>&1 || { cat build-$@.log; rm -f build-$@.log; exit 1; }
	@rm -f build-$@.log
	@cmake --build --preset $@ -j $(JOBS)

# The same sources with the other compiler: warnings are errors there too.
clang: setup
	@cmake --preset clang >/dev/null
	@cmake --build --preset clang -j $(JOBS)

# The program without optimisation, where gcc warns of other things (-Wclobbered).
debug: setup
	@cmake --preset debug >/dev/null
	@cmake --build --preset debug -j $(JOBS) --target banmian

check: release asan clang debug
	ctest --preset asan -j $(JOBS)
	ctest --preset release -j $(JOBS)

# The test of limits over two hundred variations of the editions (check has the first twenty), with a table; five
# hundred runs that are ended, starved or lied to (check has fifty); two thousand each of which finds no memory somewhere
# (check has a hundred); two hundred editions of ordinary kinds (check has ten); the copies of all glyphs of all faces
# (check has every 61st); packages killed while they are written, two hundred times (check has ten); ten thousand edits of editions
# that are held open (check has three hundred), five hundred a setting that are sent as what changed (check has eight), and twenty thousand while memory is watched; five hundred notes through five
# thousand edits (check has sixty and 250); three hundred made editions verified, and
# three thousand faults planted in them (check has 150); a desk killed two hundred times (check has ten), and twenty thousand edits through it; a thousand edits of the desk in Chromium, five hundred updates under which the page
# must stand still, and a click on every character of every page (check has fifty, fifty and eight a page);
# and each fuzz target for half a minute (check does their corpora again).
soak: release
	build/release/test_limits 200
	TRIALS=500 tests/e2e/trials.py
	EVERY=1 tests/e2e/editions.py
	KILLS=200 tests/e2e/bag.py Whole
	tests/e2e/memory.py 2000 $(or $(SEED),1)
	build/release/test_copy all
	build/release/test_engine 10000 $(or $(SEED),1)
	build/release/test_wire 500
	build/release/bench_keystroke --flat 20000
	KILLS=200 EDITS=20000 BANMIAN=$(PROGRAM) FAULTS=build/release/faults.so tests/e2e/serve.py
	BANMIAN_SOAK=1 build/release/test_desk
	BANMIAN=$(PROGRAM) tests/verify/soak.py
	BANMIAN=$(abspath $(PROGRAM)) EDITS=1000 UPDATES=500 GLYPHS=0 tests/e2e/desk.py
	tests/conformance/conformance.py build/release 200 || [ $$? -eq 77 ] # where its judge was fetched: make conformance
	tools/fuzz.py 30

# The archive's files judged by veraPDF, which is fetched: those of content/ and of ten editions of ordinary kinds, or of N (two
# hundred take a quarter of an hour). Once it is fetched `make check` does the same.
conformance: release
	tests/conformance/conformance.py build/release --fetch
	tests/conformance/conformance.py build/release $(or $(N),10)

# Whether all that the program writes is, byte for byte, what it wrote when out/same.txt was made: run it
# before a change that is to move no ink, and after it.
same: release
	@tools/same.py $(PROGRAM) out/same.txt

# Rewrites the text goldens of the pages; read the diff before it is committed.
golden: release
	for t in golden specimen constructs; do (cd build/release && BANMIAN_GOLDEN=write ./test_$$t) || exit 1; done

# What the program costs, in one table: cold, with other plans, as editions grow.
bench: release
	@bench/bench.py $(PROGRAM)

# More of each: profiles of PDF, instructions by stage, make-up, speed and quality of lines, pages of ordinary editions.
bench-all: bench
	@bench/press.py build/release/banmian
	@bench/cold.py build/release/banmian
	@bench/makeup.py build/release/banmian
	@build/release/bench_lines
	@build/release/bench_keystroke
	@bench/serve.py build/release/banmian
	@bench/import.py build/release/banmian
	@bench/editions.py --measure --editions 40
	@bench/desk.py build/release/banmian
	@bench/view.py build/release/wire_dump

clean:
	rm -rf build out
