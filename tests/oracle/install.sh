#!/bin/sh
# Installs jsonld.js beside this file, at the versions that package-lock.json pins. The tests that ask it run from then on.
set -eu
cd "$(dirname "$0")"
npm ci --no-audit --no-fund --omit-lockfile-registry-resolved
