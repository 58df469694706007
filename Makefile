# The daily commands. `make help` prints them; each caption stands behind its target.

DATA ?= data/demo

# The pure packages and the deeds over them: everything that builds and tests in seconds.
FLOW := $(patsubst %,-p honeyguide-%,$(shell ls flow | sed 's/^[0-9]*-//') engine)

# What the web app is built from.
WEB := $(shell find web -name node_modules -prune -o -path web/dist -prune -o -path web/shots -prune -o -type f -print)

.DEFAULT_GOAL := help
# A file of npm's own says when packages were last installed.
web/node_modules/.package-lock.json: web/package-lock.json
	cd web && npm ci --no-audit --no-fund

web/dist/index.html: web/node_modules/.package-lock.json $(WEB)
	cd web && npm run --silent build

.PHONY: run web shots test flow hooks tidy fix soak bench build-cost docs freeze oracles doctor clean-demo help

run: web ## Build and serve a believable demo, on a folder of its own
	cargo run --release -p honeyguide -- serve --demo

web: web/dist/index.html ## Build the web app and the tracking script, which the binary embeds

shots: web ## Draw every page, wide and narrow, light and dark, into web/shots; needs Chromium
	cargo build --quiet -p honeyguide
	cd web && npm run --silent shots

test: ## Everything that must hold before a change is good
	scripts/test.sh

flow: ## Only the tests of flow and engine, in seconds
	cargo test $(FLOW)

hooks: ## Check the subjects of your commits
	git config core.hooksPath scripts/hooks

tidy: ## Only the house rules: arrows, sizes, banned calls, the map
	cargo xtask tidy

fix: ## Format, and let clippy correct what it can
	cargo clippy --workspace --all-targets --fix --allow-dirty --allow-staged
	cargo fmt --all

soak: ## The same tests as `make test` with full counts; takes hours
	HONEYGUIDE_SOAK=1 scripts/test.sh

bench: ## Measure redirects and tracked sales against their yardsticks; needs nginx and wrk
	bench/run.sh

build-cost: ## Measure the CPU seconds of a cold release build, by crate; takes as long as one
	scripts/build-cost.sh

docs: web/node_modules/.package-lock.json ## Write docs/{openapi.json,problems.md,limits.md,evidence.md,facts.md} from the code, and the web app's types
	cargo run --quiet -p honeyguide -- openapi > docs/openapi.json.new
	cargo run --quiet -p honeyguide -- problems > docs/problems.md.new
	cargo run --quiet -p honeyguide -- limits > docs/limits.md.new
	cargo run --quiet -p honeyguide -- evidence > docs/evidence.md.new
	cargo run --quiet -p honeyguide -- facts > docs/facts.md.new
	mv docs/openapi.json.new docs/openapi.json
	mv docs/problems.md.new docs/problems.md
	mv docs/limits.md.new docs/limits.md
	mv docs/evidence.md.new docs/evidence.md
	mv docs/facts.md.new docs/facts.md
	cd web && npm run --silent api

freeze: docs ## Promise what the API has now: writes docs/api.frozen.txt, at a release only
	cargo xtask freeze

oracles: ## Refresh lists and expected values that come from elsewhere; needs npm, Python and a network
	scripts/crawlers.sh
	scripts/domains.sh
	scripts/isbot.sh
	scripts/payments.sh

doctor: ## Prove that the books of a data folder balance: make doctor DATA=data/demo
	cargo run --release -p honeyguide -- doctor --data $(DATA)

clean-demo: ## Forget the demo: the next `make run` writes it anew
	rm -rf data/demo

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
