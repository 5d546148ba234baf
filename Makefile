# Media Feed. `make` alone prints what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := help
# Node 24 comes with the packages, whatever the machine has.
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)
installed := node_modules/.package-lock.json
# Finds the stack that runs, embedded or by Compose, and gives the command its addresses and secrets.
with_stack := node embedded/src/with-stack.ts -- node
# USER is set in every shell to whoever works there: only what was given to make counts.
user := $(if $(filter command,$(origin USER)),$(USER))
# What a client does needs an address alone: URL=… spares the search.
as_client := $(if $(URL),node,$(with_stack))

##@ Every day
start: install ## Run everything on this machine: web app, API, storage, queue, Lambda, database (WATCH=1 reloads)
	@exec node embedded/src/main.ts

dev: install ## Run everything by Docker Compose with LocalStack, in the background; sources reload
	@node embedded/src/commands/dev.ts

dev-build: install ## The same, with its images built anew
	@node embedded/src/commands/dev.ts --build

down: install ## Stop what runs, in whatever terminal it was started; data stay
	@node embedded/src/commands/down.ts

status: install ## What runs, where it listens, and whether it is well
	@node embedded/src/commands/status.ts

seed: install ## Fill the running stack with demo people, media and likes (COUNT=36, URL=http://…)
	@$(as_client) seed/src/run.ts

##@ Test
test: install ## Run every test (ARGS="--only jest|browser", or paths to run some)
	@exec node .ci/test.ts $(ARGS)

test-full: install ## Every test with long random runs, all faults, ten minutes of fuzzing; hours (for nights and releases)
	@node .ci/test-full.ts

check: install ## Format, lint, types, import rules, links, unused code, secrets, shell scripts, YAML, Compose, Dockerfiles
	@npm run --silent check

smoke: install ## Try the running stack as a client would (URL=http://…)
	@$(as_client) e2e/smoke.ts

test-s3-upload: install ## One presigned upload to storage, and requests that storage must reject
	@$(as_client) e2e/make/test-s3-upload.ts

test-different-media-types: install ## A picture, a video and a song are published; a program that claims to be a song is rejected
	@$(as_client) e2e/make/test-different-media-types.ts

test-complete-flow: smoke ## The same: from sign-up to deletion, as one person sees it

corpus: install ## Upload a corpus of test files and compare each inspection result (DIR=../shared/corpus, URL=http://…)
	@node e2e/corpus/run.ts

scan-noise: install ## Look for active content in bytes that hold none, and say how fast (GIB=10, SEED=1)
	@GIB=$(or $(GIB),10) SEED=$(or $(SEED),1) node lambda/test/scan-noise/run.ts

test-roll: install ## Replace two API processes behind nginx under load, on Docker's mechanism: no request may fail (root, docker-proxy)
	@node infrastructure/test/rolling/run.ts

test-tls: install ## Order, serve and renew the certificate of nginx with Let's Encrypt's own test server (nginx-light, pebble)
	@NODE_OPTIONS=--experimental-vm-modules node embedded/src/with-services.ts -- jest infrastructure/test/certificates.spec.ts

fuzz: install ## Send random and broken requests to a stack of its own (FUZZ_SECONDS=60, FUZZ_SEED=…)
	@FUZZ_SECONDS=$(or $(FUZZ_SECONDS),60) playwright test --config=e2e/playwright.config.ts --project=http e2e/fuzz/

test-compose: install ## Docker Compose for real: images, uploads, what ECS would run, every target (INSTALL_DOCKER=1 installs the engine)
	@exec node e2e/compose/run.ts

faults: install ## Inject faults one after another under load, and check the invariants (ONLY=group, TIME_SCALE=15)
	@node e2e/faults/run.ts

bench: install ## Measure, and write bench/RESULTS.md (QUICK=1 only tries it, ONLY=feed,likes,… measures some)
	@node bench/run.ts

##@ Look inside
doctor: install ## Check tools, ports, disk, clock, storage and events, send one file through, and report what to do
	@node embedded/src/doctor/run.ts

logs: install ## Logs of all programs (TAIL=100 lines; follows with FOLLOW=1 or in a terminal)
	@node embedded/src/commands/logs.ts all

logs-backend: install ## The API and its migrations
	@node embedded/src/commands/logs.ts backend

logs-frontend: install ## The web app
	@node embedded/src/commands/logs.ts frontend

logs-localstack: install ## LocalStack and the edge, or the programs that emulate AWS in their place
	@node embedded/src/commands/logs.ts localstack

logs-db: install ## The database
	@node embedded/src/commands/logs.ts database

lambda-logs: install ## Logs of the Lambda function
	@node embedded/src/commands/function-logs.ts

trace: install ## One upload's timeline from the logs and the database (ID=media, request or message id)
	@node embedded/src/trace.ts "$(ID)"

shell-backend: install ## A shell where the API runs, with its variables
	@node embedded/src/commands/shell.ts backend

shell-frontend: install ## A shell where the web app runs
	@node embedded/src/commands/shell.ts frontend

##@ AWS on this machine
localstack-setup: install ## Make buckets, queues and function where they are missing, and check them
	@node embedded/src/commands/local-aws.ts setup

localstack-status: install ## Only check them
	@node embedded/src/commands/local-aws.ts status

sqs-messages: install ## What waits in the queues; receives none
	@$(with_stack) embedded/src/commands/queue-messages.ts

dlq: install ## Show the messages that could not be processed, and why; receives none
	@$(with_stack) backend/dist/dead-letters.js list

dlq-redrive: install ## Send them back to their queues, after a fix
	@$(with_stack) backend/dist/dead-letters.js redrive

reconcile: install ## Run all repairs on the running stack now (DRY_RUN=1 only reports, FORCE=1 removes orphans however many)
	@$(with_stack) backend/dist/reconcile.js $(if $(filter 1,$(DRY_RUN)),--dry-run) $(if $(filter 1,$(FORCE)),--force)

##@ Moderation
takedown: install ## Remove a published item, its files at once (ID=media id, REASON="for operators", CODE=why, for its owner)
	@$(with_stack) backend/dist/takedown.js "$(ID)" "$(REASON)" "$(CODE)"

restore: install ## Bring back what was taken down within 30 days, the same files (ID=media id)
	@$(with_stack) backend/dist/restore.js "$(ID)"

suspend: install ## Suspend an account: sessions, uploads and published items end (USER=id or e-mail, REASON="for operators")
	@$(with_stack) backend/dist/suspend.js "$(user)" "$(REASON)"

operator: install ## Let an account decide what is reported (EMAIL=address or id, OFF=off takes it back)
	@$(with_stack) backend/dist/operator.js "$(EMAIL)" "$(OFF)"

invite: install ## A link by which so many people may make an account, for so long (USES=1, DAYS=7; END=id takes one back)
	@$(with_stack) backend/dist/invite.js $(if $(END),end "$(END)","$(USES)" "$(DAYS)")

uploads: install ## Take new uploads or refuse them, in every process at once (SWITCH=on|off)
	@$(with_stack) backend/dist/uploads-switch.js "$(SWITCH)"

##@ Database
shell-db: install ## SQL by psql
	@node embedded/src/commands/shell.ts database

db-migrate: install ## Bring the schema up to date
	@$(with_stack) backend/dist/database/migrate.js

db-backup: install ## Write every row of one moment to a file (FILE=…)
	@$(with_stack) embedded/src/database/backup.ts

db-restore: install ## Put a backup in the place of what is there; asks (FILE=…, YES=1)
	@$(with_stack) embedded/src/database/restore.ts

db-reset: install ## Empty the database; asks (YES=1)
	@$(with_stack) embedded/src/database/reset.ts

##@ AWS
deploy: install ## Bring all stacks to AWS by its CLI (ARGS="--set AlarmEmail=you@example.org --set Repository=owner/name")
	@node infrastructure/src/deploy.ts $(ARGS)

cost: install ## What an installation costs a month (ITEMS=50000 published, TRAFFIC=800 GB, NEW=4000 a month, SIZE=free|small|million)
	@node infrastructure/src/cost-of.ts "$(ITEMS)" "$(TRAFFIC)" "$(NEW)" "$(SIZE)"

rotate: install ## Another value for a secret on AWS (SECRET=jwt|origin|database); later refuse the one before (FORGET=1)
	@node infrastructure/src/deploy.ts $(if $(filter 1,$(FORGET)),--forget,--rotate) "$(SECRET)" $(ARGS)

restore-rds: install ## The database on AWS as it was at a time (AT=2026-11-30T08:15:00Z, or latest)
	@node infrastructure/src/deploy.ts --restore-database "$(AT)" $(ARGS)

destroy: install ## Take the installation on AWS down (CONFIRM=its name; DATA=1 deletes uploads, media and secrets too)
	@node infrastructure/src/deploy.ts --destroy --confirm "$(CONFIRM)" $(if $(filter 1,$(DATA)),--with-data) $(ARGS)

##@ Tidy
install: $(installed) ## Install what is missing

format: install ## Write all files in the house's format
	@npm run --silent format

audit: install ## Known vulnerabilities of the packages, but for those explained in .ci/audit-allowed.ts
	@node .ci/audit.ts

sbom: install ## Write what the programs are made of to test-results/sbom.json (CycloneDX)
	@mkdir -p test-results && npm sbom --sbom-format cyclonedx --omit dev > test-results/sbom.json
	@echo "Wrote test-results/sbom.json."

clean: ## Remove what was built (data stay)
	@rm -rf */dist coverage test-results e2e/test-results
	@echo "Removed what was built."

help: ## This list
	@awk 'BEGIN {FS = ":.*##"} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z0-9-]+:.*##/ {printf "  %-27s%s\n", $$1, $$2}' $(MAKEFILE_LIST)

# Patches are applied by npm ci alone.
$(installed): package-lock.json $(wildcard lambda/patches/*.patch)
	@command -v npm >/dev/null || { echo "npm is missing. Install Node.js (20 or newer) with npm, then try again."; exit 1; }
	@echo "Installing packages; this takes about a minute."
	@npm ci --loglevel=error
	@touch $@
	@case "$$(node --version)" in v24.*) ;; *) echo "Node 24 did not install for this machine (found $$(node --version)). Install Node 24 yourself, then try again."; rm -f $@; exit 1;; esac

# No target is a file of that name.
.PHONY: $(shell awk -F: '/^[a-z0-9-]+:.*\#\#/ {print $$1}' $(MAKEFILE_LIST))
