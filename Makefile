# Media Feed. `make` alone prints what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := help
# Node 24 comes with the packages, whatever the machine has.
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)
installed := node_modules/.package-lock.json

##@ Every day
start: install ## Run everything on this machine: web app, API, storage, queue, Lambda, database (WATCH=1 reloads)
	@exec node embedded/src/main.ts

test: install ## Run every test (ARGS="--only jest|browser", or paths to run some)
	@exec node .ci/test.ts $(ARGS)

check: install ## Format, lint, types, import rules
	@npm run --silent check

corpus: install ## Upload a corpus of test files and compare each verdict (DIR=../shared/corpus, URL=http://…)
	@node e2e/corpus/run.ts

seed: install ## Fill a running stack with demo people, media and likes (COUNT=36, URL=http://localhost:3000)
	@node e2e/seed/run.ts

smoke: install ## Try a running stack as a client would (URL=http://localhost:3000)
	@node e2e/smoke.ts

trace: install ## Tell one upload's whole story from the logs and the database (ID=media, request or message id)
	@node embedded/src/trace.ts "$(ID)"

fuzz: install ## Send random and broken requests to a stack of its own (FUZZ_SECONDS=60, FUZZ_SEED=…)
	@FUZZ_SECONDS=$(or $(FUZZ_SECONDS),60) playwright test --config=e2e/playwright.config.ts --project=http e2e/fuzz/

faults: install ## Break everything in turn under load, and look whether what must hold holds (ONLY=group, TIME_SCALE=15)
	@node e2e/faults/run.ts

deploy: install ## Bring all stacks to AWS by its CLI (ARGS="--set AlarmEmail=you@example.org --set Repository=owner/name")
	@node infrastructure/src/deploy.ts $(ARGS)

bench: install ## Measure, and write bench/RESULTS.md (QUICK=1 only tries it, ONLY=feed,likes,… measures some)
	@node bench/run.ts

reconcile: install ## Heal what got lost in the running stack, now and wholly (DRY_RUN=1 only says what, FORCE=1 removes orphans however many)
	@node embedded/src/with-stack.ts -- node backend/dist/reconcile.js $(if $(filter 1,$(DRY_RUN)),--dry-run) $(if $(filter 1,$(FORCE)),--force)

dlq: install ## Show the messages that nobody could take, and why; takes none
	@node embedded/src/with-stack.ts -- node backend/dist/dead-letters.js list

dlq-redrive: install ## Send them back to their queues, after a fix
	@node embedded/src/with-stack.ts -- node backend/dist/dead-letters.js redrive

install: $(installed) ## Install what is missing

audit: install ## Known vulnerabilities of the packages, but for those explained in .ci/audit-allowed.ts
	@node .ci/audit.ts

sbom: install ## Write what the programs are made of to test-results/sbom.json (CycloneDX)
	@mkdir -p test-results && npm sbom --sbom-format cyclonedx --omit dev > test-results/sbom.json
	@echo "Wrote test-results/sbom.json."

##@ Tidy
format: install ## Write all files in the house's format
	@npm run --silent format

clean: ## Remove what was built (data stay)
	@rm -rf */dist coverage test-results e2e/test-results
	@echo "Removed what was built."

help: ## This list
	@awk 'BEGIN {FS = ":.*##"} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*##/ {printf "  %-12s%s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(installed): package-lock.json
	@command -v npm >/dev/null || { echo "npm is missing. Install Node.js (20 or newer) with npm, then try again."; exit 1; }
	@echo "Installing packages; this takes about a minute."
	@npm ci --loglevel=error
	@touch $@
	@case "$$(node --version)" in v24.*) ;; *) echo "Node 24 did not install for this machine (found $$(node --version)). Install Node 24 yourself, then try again."; rm -f $@; exit 1;; esac


.PHONY: start test check corpus seed smoke trace audit sbom fuzz faults deploy bench reconcile dlq dlq-redrive install format clean help
