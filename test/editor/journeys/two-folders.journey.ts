import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { editorFor } from "../support/editor.ts";
import { openFile, openPanel, statusBarItem } from "../support/page.ts";
import { ended, send } from "../support/panel.ts";
import { playGroundFor } from "../support/playground.ts";
import { awaitDecision, awaitEnd, save, sendInline } from "./inline-steps.ts";

const before = "export function greet() {\n  return 1;\n}\n";
const after = "export function greet() {\n  return 2;\n}\n";
