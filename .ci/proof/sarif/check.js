// Holds SARIF files against the schema, and against what the schema cannot say: that results are told apart, that their
// rules are described, and that a run which could not read a file says so.
"use strict";
const fs = require("fs");
const path = require("path");
const Ajv = require("ajv");

const folder = process.argv[2];
const lib = path.dirname(require.resolve("@microsoft/jest-sarif"));
const schemas = path.join(lib, "schemas");
const schema = JSON.parse(fs.readFileSync(path.join(schemas, fs.readdirSync(schemas)[0]), "utf8"));
const ajv = new Ajv({ schemaId: "auto", meta: true, unknownFormats: "ignore", logger: false });
if (String(schema.$schema).includes("draft-04")) {
  ajv.addMetaSchema(require("ajv/lib/refs/json-schema-draft-04.json"));
}
const validate = ajv.compile(schema);
const wrong = [];
let results = 0;
for (const name of fs.readdirSync(folder).filter((own) => own.endsWith(".sarif"))) {
  const log = JSON.parse(fs.readFileSync(path.join(folder, name), "utf8"));
  if (!validate(log)) wrong.push(`${name}: ${ajv.errorsText(validate.errors)}`);
  const run = log.runs[0];
  const failed = name === "failed.sarif";
  const invocation = run.invocations[0];
  if (invocation.executionSuccessful === failed) wrong.push(`${name}: executionSuccessful`);
  if ((invocation.toolExecutionNotifications.length > 0) !== failed) wrong.push(`${name}: notifications`);
  const seen = new Set();
  const rules = new Map(run.tool.driver.rules.map((rule) => [rule.id, rule]));
  for (const result of run.results) {
    results += 1;
    const fingerprint = JSON.stringify(result.partialFingerprints);
    if (seen.has(fingerprint)) wrong.push(`${name}: twice ${fingerprint}`);
    seen.add(fingerprint);
    if (!rules.has(result.ruleId)) wrong.push(`${name}: no rule ${result.ruleId}`);
  }
  for (const rule of rules.values()) {
    if (!rule.help.text || !rule.properties.tags.length) wrong.push(`${name}: ${rule.id} has no help or law`);
  }
}
console.log(`SARIF: ${results} results, schema 2.1.0 and what it cannot say: ${wrong.length} wrong`);
if (wrong.length || !results) {
  console.error(wrong.join("\n"));
  process.exit(1);
}
