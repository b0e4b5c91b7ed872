// A session of an editor with yaml-language-server over stdio (LSP 3.17).
"use strict";
const { spawn } = require("child_process");
const fs = require("fs");
const path = require("path");

const server = spawn(process.execPath, [require.resolve("yaml-language-server/bin/yaml-language-server"), "--stdio"]);
const settings = { validate: true, hover: true, completion: true, schemaStore: { enable: false } };
const answers = new Map();
const marks = new Map();
let held = Buffer.alloc(0);
let last = 0;

function send(message) {
  const text = JSON.stringify({ jsonrpc: "2.0", ...message });
  server.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
}
function ask(method, params) {
  last += 1;
  send({ id: last, method, params });
  return new Promise((resolve) => answers.set(last, resolve));
}
function take(message) {
  if (message.method && message.id !== undefined) {
    const result = message.method === "workspace/configuration" ? message.params.items.map(() => settings) : null;
    send({ id: message.id, result });
  } else if (message.id !== undefined) {
    answers.get(message.id)(message.result);
  } else if (message.method === "textDocument/publishDiagnostics") {
    marks.get(message.params.uri)?.(message.params.diagnostics);
  }
}
server.stdout.on("data", (data) => {
  held = Buffer.concat([held, data]);
  for (;;) {
    const head = held.indexOf("\r\n\r\n");
    if (head < 0) return;
    const length = Number(/Content-Length: (\d+)/i.exec(held.subarray(0, head).toString())[1]);
    if (held.length < head + 4 + length) return;
    const message = JSON.parse(held.subarray(head + 4, head + 4 + length).toString());
    held = held.subarray(head + 4 + length);
    take(message);
  }
});
setTimeout(() => { console.error("the language server does not answer"); process.exit(1); }, 300000).unref();

let version = 0;
// Opens a text and returns what is marked in it. The server tells once more when it has read the schema; what it
// told last within the pause is meant.
async function open(file, text) {
  const uri = `file://${file}`;
  let told = null;
  let changed = 0;
  marks.set(uri, (own) => { told = own; changed = Date.now(); });
  version += 1;
  send({ method: "textDocument/didOpen", params: { textDocument: { uri, languageId: "yaml", version, text } } });
  while (told === null || Date.now() - changed < 1500) await new Promise((next) => setTimeout(next, 100));
  return { uri, told };
}
function close(uri) {
  send({ method: "textDocument/didClose", params: { textDocument: { uri } } });
}
function files(folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const own = path.join(folder, entry.name);
    return entry.isDirectory() ? files(own) : own.endsWith(".yaml") ? [own] : [];
  });
}

(async () => {
  const root = process.argv[2];
  const wrong = [];
  await ask("initialize", {
    processId: process.pid,
    rootUri: `file://${root}`,
    capabilities: { textDocument: { hover: { contentFormat: ["markdown"] }, completion: {} }, workspace: { configuration: true } },
  });
  send({ method: "initialized", params: {} });
  const all = files(root);
  for (const file of all) {
    const { uri, told } = await open(file, fs.readFileSync(file, "utf8"));
    for (const mark of told) wrong.push(`${path.relative(root, file)}:${mark.range.start.line + 1}: ${mark.message}`);
    close(uri);
  }
  const matter = path.join(root, "own/policies/r08/mihon-itaku.yaml");
  const text = fs.readFileSync(matter, "utf8");
  const line = (own, start) => own.split("\n").findIndex((line) => line.startsWith(start));
  // Mistakes are marked.
  for (const [from, to] of [["\ntitle: ", "\ntitel: "], ["\nsample: true", "\nsample: perhaps"], ["renews: true", 'renews: "true"'], ["from: 2026-04-01", "from: 2026-4-1"]]) {
    if (!text.includes(from)) wrong.push(`the sample has no ${JSON.stringify(from)}`);
    const changed = matter.replace(".yaml", "-wrong.yaml");
    const { uri, told } = await open(changed, text.replace(from, to));
    if (!told.length) wrong.push(`not marked: ${JSON.stringify(to)}`);
    close(uri);
  }
  // Hover names the key and explains it; keys are completed.
  const { uri } = await open(matter, text);
  const hover = await ask("textDocument/hover", { textDocument: { uri }, position: { line: line(text, "term:"), character: 1 } });
  const said = JSON.stringify(hover?.contents ?? "");
  if (!said.includes("term") || !/[\u3040-\u9fff]/.test(said)) wrong.push(`hover over term: ${said}`);
  close(uri);
  const begun = "# yaml-language-server: $schema=../../schemas/matter.schema.json\ntitle: x\n\n";
  const fresh = await open(path.join(root, "own/policies/r08/begun.yaml"), begun);
  const offered = await ask("textDocument/completion", { textDocument: { uri: fresh.uri }, position: { line: 2, character: 0 } });
  const labels = (offered?.items ?? offered ?? []).map((item) => item.label);
  for (const key of ["contracts", "flows", "roles"]) if (!labels.includes(key)) wrong.push(`not offered: ${key}`);
  console.log(`editor session: ${all.length} files, 4 mistakes, hover and completion: ${wrong.length} wrong`);
  server.kill();
  if (wrong.length || all.length < 30) {
    console.error(wrong.join("\n"));
    process.exit(1);
  }
  process.exit(0);
})();
