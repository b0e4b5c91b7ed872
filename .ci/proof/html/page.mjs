// Opens each page in Chromium and asks what only a browser knows: does axe-core find anything (light, dark, phone
// width), does the page ask for anything over the network, does it fit a phone, does the keyboard reach what the
// mouse does. Writes the visible text of each section (innerText) beside the page, as <page>.json.
//
// usage: node page.mjs CHROMIUM PAGE.html…        (NODE_PATH-less: run where node_modules is)
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const require = createRequire(process.cwd() + "/");
const puppeteer = require("puppeteer-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const [chromium, ...pages] = process.argv.slice(2);
const problems = [];
const complain = (page, text) => problems.push(`${page}: ${text}`);

const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox", "--force-color-profile=srgb"] });
for (const path of pages) {
  const url = pathToFileURL(path).href;
  for (const [scheme, width] of [["light", 1280], ["dark", 1280], ["light", 390], ["dark", 390]]) {
    const page = await browser.newPage();
    const where = `${path} (${scheme}, ${width} px)`;
    page.on("request", (request) => { if (request.url() !== url) complain(where, `asks for ${request.url()}`); });
    page.on("pageerror", (error) => complain(where, `script: ${error.message}`));
    await page.setViewport({ width, height: 900 });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await page.goto(url);
    // Everything open, so that what is folded is looked at too.
    await page.evaluate(() => document.querySelectorAll("details").forEach((own) => { own.open = true; }));
    await page.evaluate(axe);
    const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
    if (found.passes.length === 0) complain(where, "axe-core looked at nothing");
    for (const violation of found.violations) {
      complain(where, `axe ${violation.id}: ${violation.help}: ${violation.nodes.slice(0, 3).map((node) => node.html).join(" | ")}`);
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) complain(where, `is ${wide} px wider than the screen`);
    await page.close();
  }

  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 900 });
  await page.goto(url);
  const texts = await page.evaluate(() =>
    Object.fromEntries(Array.from(document.querySelectorAll("main > section"), (own) => [own.id, own.innerText])));
  writeFileSync(path.replace(/html$/, "json"), JSON.stringify(texts));

  // The first Tab leads to the way past the contents.
  await page.keyboard.press("Tab");
  if (!(await page.evaluate(() => document.activeElement.matches("a.skip")))) complain(path, "the first Tab is not the skip link");
  // Each item, focused, is announced with the words that the pointer shows, and Escape takes them away.
  const items = await page.$$("a.item");
  for (const item of [items[0], items.at(-1)].filter(Boolean)) {
    const visible = () => page.evaluate(() => { const tip = document.querySelector(".tip"); return !tip.hidden && tip.innerText; });
    await item.focus();
    const shown = await visible();
    const said = await item.evaluate((own) => document.getElementById(own.getAttribute("aria-describedby")).innerText);
    if (!shown || shown.replace(/\s/g, "") !== said.replace(/\s/g, "")) complain(path, `focus shows ${JSON.stringify(shown)}, not ${JSON.stringify(said)}`);
    await page.keyboard.press("Escape");
    if (await visible()) complain(path, "Escape does not take the words away");
    await page.evaluate(() => document.activeElement.blur());
    await item.hover();
    if (!(await visible())) complain(path, "hovering shows nothing");
    const tip = await page.$(".tip");
    await tip.hover();
    await new Promise((done) => setTimeout(done, 400));
    if (!(await visible())) complain(path, "the words go while the pointer is on them");
    await page.mouse.move(2, 2);
    await new Promise((done) => setTimeout(done, 400));
    if (await visible()) complain(path, "the words stay after the pointer left");
  }
  // Without a script an item is a link to the line that says it.
  const dead = await page.evaluate(() =>
    Array.from(document.querySelectorAll('a[href^="#"]'), (own) => decodeURIComponent(own.getAttribute("href").slice(1)))
      .filter((id) => !document.getElementById(id)));
  if (dead.length) complain(path, `links lead nowhere: ${dead.slice(0, 3)}`);
  await page.close();
}
await browser.close();
for (const problem of problems) console.error(problem);
console.log(`${pages.length} pages, ${problems.length} problems`);
process.exit(problems.length ? 1 : 0);
