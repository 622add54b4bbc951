#!/usr/bin/env bash
# Installs what the tests need where it is missing (Debian's chromium for the journeys, Postfix for the send gate), then runs every test.
# Arguments go to the test runner: ./test.sh --filter-namespace 'ContactsDashboard.Tests.Mail*'
set -euo pipefail
cd "$(dirname "$0")"

as_root=$([ "$(id -u)" = 0 ] || echo sudo)

if [ -z "${CHROMIUM:-}" ]; then
  CHROMIUM=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
  if [ -z "$CHROMIUM" ]; then
    if ! command -v apt-get >/dev/null; then
      echo "The journeys need a Chromium. Install one and name it: CHROMIUM=/path/to/chromium ./test.sh" >&2
      exit 2
    fi
    echo "Installing chromium for the journeys…"
    $as_root apt-get update -q
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -q --no-install-recommends chromium fonts-dejavu-core
    CHROMIUM=$(command -v chromium)
  fi
fi
export CHROMIUM

# Unpacked here, not installed: a Postfix, or another mail server, that the machine has stays as it is.
if [ ! -x "${POSTFIX:-/}/usr/lib/postfix/sbin/master" ] && [ ! -x artifacts/postfix/usr/lib/postfix/sbin/master ]; then
  if ! command -v apt-get >/dev/null; then
    echo "The send gate's tests need Debian's Postfix. Unpack one and name the folder above its usr: POSTFIX=/path/to/it ./test.sh" >&2
    exit 2
  fi
  echo "Unpacking postfix for the send gate…"
  packed=$(mktemp -d)
  $as_root apt-get update -q
  (cd "$packed" && apt-get download -q postfix && dpkg-deb -x postfix_*.deb postfix)
  if LD_LIBRARY_PATH=$packed/postfix/usr/lib/postfix ldd "$packed"/postfix/usr/lib/postfix/sbin/{master,smtpd,cleanup} | grep 'not found'; then
    libraries=$(dpkg-deb -f "$packed"/postfix_*.deb Depends | tr ',' '\n' | grep -oE '^ *lib[^ ]+')
    # shellcheck disable=SC2086 # a list of names
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends --no-upgrade $libraries
  fi
  mkdir -p artifacts && rm -rf artifacts/postfix && mv "$packed/postfix" artifacts/postfix
  rm -rf "$packed"
fi
if [ "$(id -u)" != 0 ]; then
  echo "Postfix starts as root only: its tests fail unless ./test.sh runs as root, in a container for example." >&2
fi

dotnet build ContactsDashboard.sln -v quiet -nologo
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
dotnet test --no-build --no-ansi "$@" 2>&1 | tee "$log" || status=$?
grep -E '^failed ' "$log" || true # once more where they are seen, below the servers' own logs
count() { grep -oP "^\s*$1: \K[0-9]+" "$log" | tail -n 1 || true; }
echo "$(count succeeded) passed, $(count failed) failed, $(count skipped) skipped"
exit "$status"
