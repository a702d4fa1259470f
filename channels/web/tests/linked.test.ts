import { expect, it } from "vitest";
import { conversationIn } from "../src/chat/linked";

it.each([
  ["?conversation=0af", "", "0af"],
  ["", "#conversation=0af", "0af"],
  ["?from=menu&conversation=0af", "#top", "0af"],
  ["?conversation=a", "#conversation=b", "a"],
  ["?conversation=", "", null],
  ["?from=menu", "#top", null],
  ["", "", null],
])("finds the conversation that %j %j names", (search, hash, expected) => {
  expect(conversationIn({ search, hash })).toBe(expected);
});
