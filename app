#!/usr/bin/env bash
# The product from its source: builds when something changed, prints nothing of its own on standard output, keeps the caller's folder.
# Without arguments it is the server; with arguments a command (./app --help).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
binary="$root/ContactsDashboard/bin/Release/net10.0/ContactsDashboard"
newest=$(find "$root/ContactsDashboard" "$root/wwwroot-assets" "$root"/*.props "$root/appsettings.Development.json" \
  \( -name bin -o -name obj -o -name App_Data \) -prune -o -type f -newer "$binary" -print -quit 2>/dev/null || true)
if [ ! -x "$binary" ] || [ -n "$newest" ]; then
  dotnet build "$root/ContactsDashboard" -c Release -v quiet -nologo 1>&2
  touch "$binary"
fi
export ASPNETCORE_ENVIRONMENT="${ASPNETCORE_ENVIRONMENT:-Development}"
exec "$binary" "$@"
