#!/usr/bin/env bash
# Installs what the tests need where it is missing (Debian's chromium for the journeys), then runs every test.
# Arguments go to the test runner: ./test.sh --filter-namespace 'ContactsDashboard.Tests.Mail*'
set -euo pipefail
cd "$(dirname "$0")"

if [ -z "${CHROMIUM:-}" ]; then
  CHROMIUM=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
  if [ -z "$CHROMIUM" ]; then
    if ! command -v apt-get >/dev/null; then
      echo "The journeys need a Chromium. Install one and name it: CHROMIUM=/path/to/chromium ./test.sh" >&2
      exit 2
    fi
    echo "Installing chromium for the journeys…"
    as_root=$([ "$(id -u)" = 0 ] || echo sudo)
    $as_root apt-get update -q
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -q --no-install-recommends chromium fonts-dejavu-core
    CHROMIUM=$(command -v chromium)
  fi
fi
export CHROMIUM

dotnet build ContactsDashboard.sln -v quiet -nologo
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
dotnet test --no-build --no-ansi "$@" 2>&1 | tee "$log" || status=$?
count() { grep -oP "^\s*$1: \K[0-9]+" "$log" | tail -n 1 || true; }
echo "$(count succeeded) passed, $(count failed) failed, $(count skipped) skipped"
exit "$status"
