#!/usr/bin/env bash
# HTML: what a browser and two checkers say of the pages of r07, r08 and a matter full of odd characters.
# axe-core in Chromium (light, dark, phone width), the Nu HTML checker, keyboard and pointer on the items, no
# request to anywhere; and all 377 units of the real submission in the text that Chromium shows.
set -euo pipefail
cd "$(dirname "$0")/../.."
source .ci/install.sh
apt_install chromium fonts-morisawa-bizud-gothic fonts-morisawa-bizud-mincho
# A machine may have these from elsewhere.
command -v npm > /dev/null || apt_install nodejs npm
command -v java > /dev/null || apt_install default-jre-headless

node=target/proof-node
mkdir -p "$node"
[ -e "$node/package.json" ] || echo '{ "private": true }' > "$node/package.json"
npm install --prefix "$node" --silent --no-audit --no-fund axe-core@4 puppeteer-core@24 vnu-jar@26

out=target/proof-html
rm -rf "$out"
# FUGI_FLAGS="--no-default-features --features cli" leaves the PDF out of the build.
read -ra flags <<< "${FUGI_FLAGS:-}"
fugi() { cargo run --locked -q "${flags[@]}" -- "$@" > /dev/null; }
for year in r07 r08; do
  fugi render "policies/$year" --format html -q --out "$out/$year"
  fugi render "policies/$year" --format html -q --out "$out/$year" --agenda
  fugi render "policies/$year" --format html -q --out "$out/$year" --part file-register
done
# The odd characters and the template that this proof cannot do without are written by a test.
FUGI_ODD="$PWD/$out/odd.html" cargo test --locked -q "${flags[@]}" --test it -- --ignored odd_input::the_odd_matter_as_a_page > /dev/null

mapfile -t pages < <(find "$PWD/$out" -name '*.html' | sort)
(cd "$node" && node ../../.ci/proof/html/page.mjs "$(command -v chromium)" "${pages[@]}")
# No guess at the language: the odd page holds words of none.
java -jar "$node/node_modules/vnu-jar/build/dist/vnu.jar" --Werror --no-langdetect "${pages[@]}"
FUGI_SECTIONS="$PWD/$out/r07/koki-iryo-cashless.json" \
  cargo test --locked -q "${flags[@]}" --test it -- --ignored documents::the_submission_is_shown_whole_by_a_browser

# A page that is wrong in four ways: the checkers must see it, or they prove nothing.
cat > "$out/wrong.html" << 'PAGE'
<!doctype html><html><head><title>x</title></head><body><a class="skip" href="#nowhere">x</a><main><section id="a"><img src="http://127.0.0.1/x.png"><p style="color:#ddd;background:#fff">薄い</p></section></main></body></html>
PAGE
! (cd "$node" && node ../../.ci/proof/html/page.mjs "$(command -v chromium)" "$OLDPWD/$out/wrong.html") 2> "$out/wrong.txt" \
  || { echo "the wrong page passed"; exit 1; }
for word in image-alt color-contrast "asks for http" "lead nowhere"; do
  grep -q "$word" "$out/wrong.txt" || { echo "the wrong page passed: $word"; exit 1; }
done
! java -jar "$node/node_modules/vnu-jar/build/dist/vnu.jar" "$out/wrong.html" 2> /dev/null || { echo "vnu passed a wrong page"; exit 1; }
