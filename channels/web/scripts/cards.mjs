// Turns the JSON Schema of a turn (stdin) into TypeScript types (stdout):
//   python -m messages.schema | npm run --silent cards > src/chat/cards.ts
import { text } from "node:stream/consumers";
import { compile } from "json-schema-to-typescript";

// Titles of plain fields would become an alias each ("Label = string"); classes keep their names.
function dropFieldTitles(node, isField = false) {
  if (Array.isArray(node)) return node.forEach((child) => dropFieldTitles(child));
  if (node === null || typeof node !== "object") return;
  if (isField && typeof node.title === "string") delete node.title;
  for (const [key, child] of Object.entries(node)) {
    if (key === "properties") Object.values(child).forEach((field) => dropFieldTitles(field, true));
    else dropFieldTitles(child);
  }
}

const schema = JSON.parse(await text(process.stdin));
dropFieldTitles(schema);
const types = await compile(schema, "Turn", {
  additionalProperties: false,
  ignoreMinAndMaxItems: true,
  bannerComment: `// Generated from messages/ by \`npm run cards\`; do not edit.
// One file, however long: it is one schema, and the cards share their types.`,
});
process.stdout.write(types);
