// A clerk at the office's page. Usage: story.mjs CHROMIUM FUGI FOLDER, where FOLDER holds `empty` and `office` (a copy of
// the repository's workspace). Pictures of the pages stay in FOLDER.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import assert from "node:assert";

const [browserPath, fugi, folder] = process.argv.slice(2);
// The packages lie in the folder that this is started from.
const own = createRequire(join(process.cwd(), "x.js"));
const { chromium } = own("playwright-core");
const axe = readFileSync(own.resolve("axe-core/axe.min.js"), "utf8");
const servers = [];

async function open(workspace) {
  const child = spawn(fugi, ["open", "--no-browser", join(folder, workspace)], { stdio: ["ignore", "pipe", "inherit"] });
  servers.push(child);
  const address = await new Promise((resolve, reject) => {
    let text = "";
    child.stdout.on("data", (part) => { text += part; if (text.includes("\n")) resolve(text.split("\n")[0]); });
    child.on("exit", () => reject(new Error("fugi ended")));
  });
  return { child, address, base: new URL(address).origin };
}

const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox"] });
const failures = [];

async function enter(server, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "ja-JP", ...options });
  const page = await context.newPage();
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(server.base) && !url.startsWith("data:") && !url.startsWith("about:")) failures.push(`asks for ${url}`);
  });
  page.on("pageerror", (error) => failures.push(`script: ${error.message}`));
  return { context, page };
}

// Lets a browser in: by the one-time address, or with the cookie of one that is in.
async function first(server, options) {
  const { context, page } = await enter(server, options);
  await page.goto(server.address);
  await page.waitForURL(`${server.base}/`);
  return { context, page, cookies: await context.cookies() };
}
async function another(server, cookies, options) {
  const { context, page } = await enter(server, options);
  await context.addCookies(cookies);
  return { context, page };
}

async function looked(page, name) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  for (const one of found.violations) failures.push(`${name}: axe ${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
  const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  if (wide > room) failures.push(`${name}: ${wide} px in ${room}`);
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

try {
  // 1. From an empty folder to a printed paper, by mouse; then a change by keyboard alone; then one without script.
  const empty = await open("empty");
  const clerk = await first(empty);
  const page = clerk.page;
  await page.getByRole("link", { name: "新しい案件" }).click();
  await page.getByLabel("ファイルの名").fill("kenshin");
  await page.getByRole("button", { name: "作る" }).click();
  await page.waitForURL(/\/m\/[^/]+\/kenshin\/overview/);
  const matter = page.url().replace(/\/overview.*/, "");
  const saved = () => page.waitForFunction(() => document.getElementById("saved").textContent === "保存しました");
  for (const [label, text] of [["件名", "健診の案内の印刷の委託について"], ["目的", "健診の受診を勧める。"]]) {
    if (await page.getByLabel(label, { exact: true }).count() === 0) await page.goto(`${matter}/overview?more=overview`);
    await page.evaluate(() => { for (const own of document.querySelectorAll("details")) own.open = true; });
    await page.getByLabel(label, { exact: true }).first().fill(text);
    await page.getByLabel(label, { exact: true }).first().blur();
    await saved();
  }
  await page.goto(`${matter}/add?at=roles`);
  await page.evaluate(() => { for (const own of document.querySelectorAll("details")) own.open = true; });
  await page.locator("[name='v:roles/@/name']").fill("印刷会社");
  await page.locator("[name='v:roles/@/kind']").selectOption("contractor");
  await page.getByRole("button", { name: "追加" }).click();
  await page.waitForURL(/roles/);
  assert.ok((await page.content()).includes("印刷会社"));
  await page.goto(`${matter}/print`);
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("a[href$='/file/docx']").first().click()]);
  assert.ok(readFileSync(await download.path()).length > 10_000);
  await looked(page, "print");

  await page.goto(`${matter}/overview`);
  await page.locator("[id='f:title']").focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("鍵盤だけで書いた件名");
  await page.keyboard.press("Control+s");
  await saved();

  const bare = await another(empty, clerk.cookies, { javaScriptEnabled: false });
  await bare.page.goto(`${matter}/overview`);
  assert.equal(await bare.page.locator("[id='f:title']").inputValue(), "鍵盤だけで書いた件名");
  await bare.page.locator("[id='f:title']").fill("文字だけで書いた件名");
  await bare.page.locator(".bar button").click();
  await bare.page.waitForURL(/saved=1/);

  // 2. Two people in one field: the second sees what the first wrote, and nothing is overwritten.
  const one = await another(empty, clerk.cookies, { javaScriptEnabled: false });
  const two = await another(empty, clerk.cookies, { javaScriptEnabled: false });
  for (const own of [one, two]) await own.page.goto(`${matter}/overview`);
  await one.page.locator("[id='f:title']").fill("甲の件名");
  await one.page.locator(".bar button").click();
  await two.page.locator("[id='f:title']").fill("乙の件名");
  await two.page.locator(".bar button").click();
  const told = await two.page.locator("p.error").first().textContent();
  assert.ok(told.includes("甲の件名"), told);
  assert.equal(await two.page.locator("[id='f:title']").inputValue(), "乙の件名");

  // 3. r07: every finding leads into a field of its page.
  const office = await open("office");
  const auditor = await first(office);
  const base = `${office.base}/m/r07/koki-iryo-cashless`;
  let clicked = 0;
  for (const part of ["overview", "roles", "items", "annexes", "matrix", "flows", "checklists", "approvals"]) {
    const own = auditor.page;
    await own.goto(`${base}/${part}`);
    const links = await own.locator("#findings a[href*='#f:']").evaluateAll((all) => all.map((a) => a.href));
    for (const href of [...new Set(links)]) {
      await own.goto("about:blank");
      await own.goto(href);
      const place = decodeURIComponent(new URL(href).hash.slice(1));
      if (place === "f:") continue;
      const inside = await own.evaluate((place) => {
        let field = null;
        for (; place && !(field = document.getElementById(place)); place = place.slice(0, Math.max(0, place.lastIndexOf("/"))));
        return Boolean(field) && (field === document.activeElement || field.contains(document.activeElement));
      }, place);
      if (!inside) failures.push(`${part}: ${place} is not where the cursor is`);
      clicked += 1;
    }
  }
  assert.ok(clicked > 20, `${clicked}`);

  // 4. Every page, light, dark and narrow.
  for (const [name, options] of [["light", {}], ["dark", { colorScheme: "dark" }], ["narrow", { viewport: { width: 390, height: 844 } }]]) {
    const own = await another(office, auditor.cookies, options);
    const paths = ["/", "/new", "/due", "/compare?old=r07&new=r08", "/evidence", "/saves", "/rules/link-not-encrypted"];
    for (const part of ["overview", "roles", "items", "annexes", "matrix", "flows", "checklists", "approvals", "print", "add?at=roles"]) paths.push(`/m/r07/koki-iryo-cashless/${part}`);
    for (const path of paths) {
      await own.page.goto(office.base + path);
      await looked(own.page, `${name}${path.replace(/[^a-z0-9]+/g, "-")}`);
    }
    await own.context.close();
  }

  // 5. Killed between click and answer: the old file or the new one, and the page says so.
  await page.goto(`${matter}/overview`);
  await page.locator("[id='f:title']").fill("切れる前の件名");
  empty.child.kill("SIGKILL");
  await page.locator("[id='f:title']").blur();
  await page.waitForFunction(() => document.getElementById("saved").textContent.startsWith("保存できません"));
  assert.equal(await page.locator("[id='f:title']").inputValue(), "切れる前の件名");
} finally {
  for (const server of servers) server.kill();
  await browser.close();
}
if (failures.length) {
  writeFileSync(join(folder, "failures.txt"), failures.join("\n"));
  console.error(failures.join("\n"));
  process.exit(1);
}
