# catlink: runs it, tests it, builds its parts. `make` alone lists the targets.
# For Debian, Ubuntu and macOS (GNU Make 3.81 is enough). Works inside the folder it lies in and
# installs only what is missing, from the system's own packages.

CARGO ?= cargo
TARGET_DIR := $(if $(CARGO_TARGET_DIR),$(CARGO_TARGET_DIR),target)
WASM := wasm32-unknown-unknown
DENY_VERSION := 0.20.2
RUN_CMD ?= $(TARGET_DIR)/release/catlink demo --data-dir data/demo

.DEFAULT_GOAL := help
.PHONY: help run test test-long proof check page agent setup setup-build clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

run: agent ## build everything and start the demo: agent, page and two virtual terminals
	$(RUN_CMD)

test: setup page ## every test, those in a browser too
	$(CARGO) build --locked --workspace --bins --tests
	$(CARGO) test --locked --workspace

proof: setup-build ## break each safety rule by its feature; somebody must notice each
	@mkdir -p app/dist
	$(CARGO) build --locked -p catlink-agent -p catlink-tests --bins
	$(TARGET_DIR)/debug/catlink-proof

# Each cell of the torture goes on until every fault has struck 20 times at every step it can.
LONG_PAYMENTS ?= 10000
LONG_SEED ?= 1
CELLS = serial-keyed serial-last serial-none tcp-keyed tcp-last tcp-none
test-long: setup-build ## the long torture: 10,000 payments and more for each link and recovery class
	@mkdir -p app/dist
	$(CARGO) build --locked --release -p catlink-agent -p catlink-tests --bins
	@failed=; for cell in $(CELLS); do \
	  $(TARGET_DIR)/release/catlink-torture --link $${cell%-*} --recovery $${cell#*-} \
	    --payments $(LONG_PAYMENTS) --seed $(LONG_SEED) --until-hits 20 || failed="$$failed $$cell"; \
	done; test -z "$$failed" || { echo "wrong in:$$failed" >&2; exit 1; }

# The unit tests are chosen by --lib --bins and not by -p, so that cargo settles on the same
# features, and so on the same compiled dependencies, as for `make test`.
check: setup-build ## the quick part: format, lints (native and wasm), docs, unit tests, dependencies
	@mkdir -p app/dist
	$(CARGO) fmt --all --check
	$(CARGO) clippy --locked --workspace --all-targets -- -D warnings
	$(CARGO) clippy --locked --target $(WASM) -p catlink-shared -p catlink-app -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --locked --workspace --no-deps
	$(CARGO) test --locked --workspace --lib --bins
	@command -v cargo-deny >/dev/null 2>&1 || $(CARGO) install --locked cargo-deny --version $(DENY_VERSION)
	$(CARGO) deny check --hide-inclusion-graph bans licenses sources
	@if $(CARGO) deny fetch db >/dev/null 2>&1; then $(CARGO) deny check advisories; \
	else echo "notice: the advisory database cannot be reached from here; advisories are not checked"; fi

page: setup-build ## app/dist: the page, small and with brotli twins
	$(CARGO) run --locked -p catlink-bundle -- --locked

agent: page ## the agent for a shop, with the page inside
	$(CARGO) build --locked --release -p catlink-agent

setup: setup-build ## install what tests need and is missing
	$(call install,browser driver japanese-font socat)
	-$(call install,wasm-opt)
	$(call install,npm)
	@test -f $(AXE)/axe.min.js || npm install --silent --no-audit --no-fund --prefix $(TARGET_DIR)/axe axe-core@4.10.3

setup-build: ## install what building needs and is missing (run and page do it by themselves)
	@command -v $(CARGO) >/dev/null 2>&1 || { \
	  echo "Rust is missing: install it with rustup (https://rustup.rs) and run make again." >&2; exit 1; }
	$(call install,cc)
	@test -d "$$(rustc --print target-libdir --target $(WASM))" || rustup target add $(WASM)

clean: ## remove what was built; data/ stays
	$(CARGO) clean
	rm -rf app/dist

# Each tool: a command that prints something where the tool is there, and the package that brings it.
# What looks at every screen for people who cannot see or point well (tests only).
AXE = $(TARGET_DIR)/axe/node_modules/axe-core
npm.found = command -v npm
npm.apt = npm
npm.brew = node
cc.found = command -v cc
cc.apt = build-essential
browser.found = command -v chromium || command -v chromium-browser || command -v google-chrome \
  || ls -d '/Applications/Google Chrome.app'
browser.apt = $(if $(UBUNTU),chromium-browser,chromium)
browser.brew = google-chrome
driver.found = command -v chromedriver || command -v chromium.chromedriver
driver.apt = $(if $(UBUNTU),chromium-chromedriver,chromium-driver)
driver.brew = chromedriver
japanese-font.found = uname | grep Darwin || fc-list :lang=ja | head -n 1
japanese-font.apt = fontconfig fonts-noto-cjk
socat.found = command -v socat
socat.apt = socat
socat.brew = socat
wasm-opt.found = command -v wasm-opt
wasm-opt.apt = binaryen
wasm-opt.brew = binaryen

UBUNTU = $(shell grep -Es '^ID(_LIKE)?=.*ubuntu' /etc/os-release)
SUDO = $(if $(filter 0,$(shell id -u)),,sudo)

# $(call install,TOOLS): nothing at all where nothing is missing.
install = $(call install-missing,$(strip $(foreach tool,$(1),$(if $(shell { $($(tool).found); } 2>/dev/null),,$(tool)))))
install-missing = $(if $(1),@echo "installing what is missing: $(1)"; $(or $(apt),$(brew),$(by-hand)))
apt = $(if $(shell command -v apt-get 2>/dev/null),$(SUDO) apt-get update -q; \
  $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends \
  $(foreach tool,$(1),$($(tool).apt)))
brew = $(if $(shell command -v brew 2>/dev/null),brew install $(foreach tool,$(1),$($(tool).brew)))
by-hand = echo "this system's packages are not known here; please install by hand: $(1)" >&2; exit 1
