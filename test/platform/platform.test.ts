import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import fc from "fast-check";
import {
  commandEnvironment,
  findExecutable,
  findShell,
  isWithin,
  trustedSearchPath,
} from "../../server/platform/executables.ts";
import { linux } from "../../server/platform/linux.ts";
import { macos } from "../../server/platform/macos.ts";
import { currentPlatform, platformNamed } from "../../server/platform/platform.ts";
import { endProcessGroup } from "../../server/platform/process-group.ts";
import { windows } from "../../server/platform/windows.ts";

test("folders follow each system's custom", () => {
  assert.deepEqual(linux.folders({}, "/home/u"), {
    config: "/home/u/.config/stepladder",
    data: "/home/u/.local/share/stepladder",
  });
  assert.deepEqual(linux.folders({ XDG_CONFIG_HOME: "/c", XDG_DATA_HOME: "relative" }, "/home/u"), {
    config: "/c/stepladder",
    data: "/home/u/.local/share/stepladder",
  });
  assert.equal(macos.folders({}, "/Users/u").data, "/Users/u/Library/Application Support/stepladder/data");
  assert.deepEqual(windows.folders({ APPDATA: "C:\\R", LOCALAPPDATA: "C:\\L" }, "C:\\Users\\u"), {
    config: "C:\\R\\stepladder",
    data: "C:\\L\\stepladder",
  });
});

test("STEPLADDER_HOME moves both folders on every system", () => {
  for (const platform of [linux, macos]) {
    assert.deepEqual(platform.folders({ STEPLADDER_HOME: "/s" }, "/h"), { config: "/s/config", data: "/s/data" });
  }
  assert.deepEqual(windows.folders({ STEPLADDER_HOME: "D:\\s" }, "C:\\u"), {
    config: "D:\\s\\config",
    data: "D:\\s\\data",
  });
});

test("the shell is an absolute path of the system and reads no start-up file", () => {
  const [bash, sh] = linux.shells({});
  assert.deepEqual(bash?.argumentsFor("ls"), ["--noprofile", "--norc", "-c", "ls"]);
  assert.equal(findShell(linux, {}, (file) => file === "/bin/sh")?.file, sh?.file);
  const powershell = windows.shells({ SystemRoot: "D:\\Windows" })[0];
  assert.equal(powershell?.file, "D:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe");
  assert.deepEqual(powershell?.argumentsFor("ls").slice(0, 3), ["-NoProfile", "-NonInteractive", "-Command"]);
  assert.equal(windows.shells({ SystemRoot: "\\\\evil\\share" })[1]?.file, "C:\\Windows\\System32\\cmd.exe");
});

test("a group is ended by its negative id, or by taskkill with the whole tree", () => {
  assert.deepEqual(linux.groupEnd(42, true, {}), { kind: "signal", target: -42, signal: "SIGTERM" });
  assert.deepEqual(macos.groupEnd(42, false, {}), { kind: "signal", target: -42, signal: "SIGKILL" });
  const end = windows.groupEnd(42, true, {});
  assert.deepEqual(end, { kind: "run", file: "C:\\Windows\\System32\\taskkill.exe", args: ["/pid", "42", "/t", "/f"] });
});

test("spellings that Windows reads as something else are forbidden there", () => {
  for (const path of [
    ".vscode::$INDEX_ALLOCATION\\settings.json",
    "a.txt:stream",
    "C:relative",
    "\\\\server\\share\\x",
    "\\\\?\\C:\\x",
    "//./pipe/x",
    "NUL",
    "src/con.txt",
    "COM1",
    "lpt¹.txt",
    ".git. /config",
    ".git./hooks",
    "GIT~1/config",
    "a?b",
  ]) {
    assert.notEqual(windows.forbiddenSpelling(path), undefined, path);
  }
  for (const path of ["C:\\w\\src\\a.ts", "src/console.ts", "..\\x", "./a", "src/café/файл.ts", "backup~/x"]) {
    assert.equal(windows.forbiddenSpelling(path), undefined, path);
  }
  assert.equal(linux.forbiddenSpelling("a:b"), undefined);
  assert.notEqual(macos.forbiddenSpelling("a/..namedfork/rsrc"), undefined);
});

test("only absolute entries outside the workspace stay on the search path", () => {
  assert.deepEqual(
    trustedSearchPath(linux, { PATH: ":/usr/bin:.:bin:/w/node_modules/.bin:/w-tools:/usr/bin" }, ["/w"]),
    ["/usr/bin", "/w-tools"],
  );
  assert.deepEqual(trustedSearchPath(windows, { Path: "C:\\W\\bin;;.;\\tools;D:\\Git" }, ["c:\\w"]), ["D:\\Git"]);
});

test("a program that the workspace brings along is never found by its short name", () => {
  const all = () => true;
  assert.equal(findExecutable(windows, "git", { PATH: "C:\\w;C:\\Git" }, ["C:\\w"], all), "C:\\Git\\git.exe");
  assert.equal(findExecutable(linux, "git", { PATH: "/w/bin:." }, ["/w"], all), undefined);
  assert.match(findExecutable(currentPlatform(), "node", process.env, []) ?? "", /node/);
});

test("a command's environment has harmless names only, and never a key", () => {
  const env = {
    PATH: "/usr/bin",
    HOME: "/h",
    LC_ALL: "C",
    OPENAI_API_KEY: "k",
    GIT_DIR: "/x",
    BASH_ENV: "/x",
    NODE_OPTIONS: "-r x",
    LD_PRELOAD: "x",
    CDPATH: "/",
  };
  assert.deepEqual(commandEnvironment(linux, env, []), { HOME: "/h", LC_ALL: "C", PATH: "/usr/bin" });
  assert.deepEqual(commandEnvironment(windows, { SystemRoot: "C:\\Windows", AWS_SECRET_ACCESS_KEY: "k" }, []), {
    SystemRoot: "C:\\Windows",
    PATH: "",
  });
});

test("containment goes by segments, and by case where the system does", () => {
  assert.equal(isWithin(linux, "/w", "/w-evil/x"), false);
  assert.equal(isWithin(linux, "/w", "/w/..x"), true);
  assert.equal(isWithin(linux, "/w", "/W/x"), false);
  assert.equal(isWithin(macos, "/w", "/W/x"), true);
  assert.equal(isWithin(windows, "C:\\w", "D:\\w\\x"), false);
  const segment = fc.stringMatching(/^[a-z]{1,5}$/);
  fc.assert(
    fc.property(fc.array(segment, { minLength: 1 }), fc.array(segment), (folder, rest) => {
      const root = `/${folder.join("/")}`;
      assert.equal(isWithin(linux, root, [root, ...rest].join("/")), true);
      assert.equal(isWithin(linux, root, [`${root}x`, ...rest].join("/")), false);
    }),
  );
});

test("the current platform is one of the three", () => {
  assert.equal(platformNamed("win32"), windows);
  assert.equal(platformNamed("darwin"), macos);
  assert.equal(platformNamed("freebsd"), linux);
});

test("ending a group ends what its shell started", { skip: process.platform === "win32" }, async () => {
  const shell = spawn("/bin/sh", ["-c", "sleep 60 & echo $!; wait"], {
    detached: true,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [line] = await once(shell.stdout, "data");
  const grandchild = Number(String(line).trim());
  const closed = once(shell, "close");
  endProcessGroup(currentPlatform(), shell.pid ?? 0, "kill");
  await closed; // The pipe closes only when the grandchild is gone too.
  assert.ok(grandchild > 0);
  endProcessGroup(currentPlatform(), shell.pid ?? 0, "kill");
});
