#!/usr/bin/env bash
# Makes the two fonts that are built into the program from Debian's packages of BIZ UD (Morisawa, OFL 1.1).
#
# Every glyph and every ideographic variant is kept; hinting, which neither print nor PDF uses, is dropped.
# Needs: apt-get install fonts-morisawa-bizud-gothic fonts-morisawa-bizud-mincho; pip install fonttools==4.68.0
#
#   make.sh            writes the fonts beside this script
#   make.sh --check    makes them anew elsewhere and compares
set -euo pipefail
cd "$(dirname "$0")"
out=.
if [ "${1:-}" = --check ]; then
  out=$(mktemp -d)
  trap 'rm -rf "$out"' EXIT
fi
for font in bizud-gothic/BIZUDGothic-Regular bizud-mincho/BIZUDMincho-Regular; do
  SOURCE_DATE_EPOCH=0 pyftsubset "/usr/share/fonts/truetype/$font.ttf" \
    --glyphs='*' --unicodes='*' --layout-features='*' --name-IDs='*' --name-languages='*' \
    --no-hinting --notdef-outline --recommended-glyphs --no-recalc-timestamp \
    --output-file="$out/${font##*/}.ttf"
done
if [ "$out" != . ]; then
  for font in *.ttf; do
    cmp "$font" "$out/$font"
    echo "$font: as committed"
  done
fi
