import assert from "node:assert/strict";
import { test } from "node:test";
import { createRestarts } from "../../../extension/connection/restarts.ts";
import { ServerFailure } from "../../../extension/connection/server-failure.ts";
import { ServerLife } from "../../../extension/connection/server-life.ts";
import { crash, scriptedHost, texts } from "./scripted-host.ts";

const kinds = (states: readonly { kind: string }[]) => states.map(({ kind }) => kind);

test("nothing is started before the first request, and one process answers all", async (t) => {
  const host = scriptedHost(t);
  const life = new ServerLife(host);
  assert.equal(life.state.kind, "not-started");
  await life.configure();
  assert.equal(host.clients.length, 0);
  await Promise.all([life.request("stepladder/tasks", {}), life.request("stepladder/tasks", {})]);
  assert.equal(host.clients.length, 1);
  assert.deepEqual(kinds(host.states), ["starting", "running"]);
});

test("a refused request carries the server's own reason", async (t) => {
  const life = new ServerLife(scriptedHost(t));
  await assert.rejects(
    life.request("stepladder/task/cancel", { task: "none" }),
    (error) => error instanceof ServerFailure && error.kind === "no-such-task" && error.message.includes("none"),
  );
});

test("after a crash the server is started again by itself, and what waited for it is told so", async (t) => {
  const host = scriptedHost(t, { hang: "for-ever" });
  const life = new ServerLife(host);
  await life.request("stepladder/task/start", { prompt: "fix it" });
  const [client] = host.clients;
  const lost = assert.rejects(
    life.request("stepladder/undo", { task: "none" }),
    (error) => error instanceof ServerFailure && error.kind === "not-running" && error.message === texts.lost,
  );
  client?.child.kill("SIGKILL");
  await lost;
  await life.request("stepladder/tasks", {});
  assert.deepEqual(host.crashes, [true]);
  assert.equal(host.clients.length, 2);
  assert.deepEqual(kinds(host.states), ["starting", "running", "starting", "running"]);
});

test("whoever asks as soon as it is told that the server starts again waits for that same process", async (t) => {
  const host = scriptedHost(t);
  const asked: Promise<unknown>[] = [];
  const life = new ServerLife({
    ...host,
    changed(state) {
      host.changed(state);
      if (state.kind === "starting") asked.push(life.request("stepladder/tasks", {}));
    },
  });
  await life.request("stepladder/tasks", {});
  await crash(host);
  await life.request("stepladder/tasks", {});
  await Promise.all(asked);
  assert.equal(asked.length, 2);
  assert.equal(host.clients.length, 2);
});

test("a server that ends too often is not started again until the user asks for it", async (t) => {
  const host = scriptedHost(t, {}, createRestarts(1));
  const life = new ServerLife(host);
  await life.request("stepladder/tasks", {});
  await crash(host);
  await life.request("stepladder/tasks", {});
  await crash(host);
  assert.deepEqual(host.crashes, [true, false]);
  assert.deepEqual(life.state, { kind: "failed", message: texts.endsAgain });
  await assert.rejects(life.request("stepladder/tasks", {}), { kind: "not-running", message: texts.endsAgain });
  await life.restart();
  assert.equal(life.state.kind, "running");
  assert.equal(host.clients.length, 3);
});

test("a server that can't start says why, and is tried again only by a restart", async (t) => {
  const host = scriptedHost(t);
  host.refusal = new Error("Node is too old.");
  const life = new ServerLife(host);
  const message = "It can't start: Node is too old.";
  await assert.rejects(life.request("stepladder/tasks", {}), { kind: "not-running", message });
  await assert.rejects(life.request("stepladder/tasks", {}), { kind: "not-running", message });
  assert.deepEqual(kinds(host.states), ["starting", "failed"]);
  host.refusal = undefined;
  await life.restart();
  assert.equal(life.state.kind, "running");
});

test("a stop that was asked for is no crash, and the next request starts it anew", async (t) => {
  const host = scriptedHost(t);
  const life = new ServerLife(host);
  await life.request("stepladder/tasks", {});
  await life.stop();
  assert.equal(life.state.kind, "not-started");
  assert.equal(await host.clients[0]?.exited, 0);
  await life.request("stepladder/tasks", {});
  assert.deepEqual(host.crashes, []);
  assert.equal(host.clients.length, 2);
});

test("requests that come after a change of the settings wait until the server knows it", async (t) => {
  const host = scriptedHost(t);
  const order: string[] = [];
  const life = new ServerLife({
    ...host,
    async connect(ended) {
      const connection = await host.connect(ended);
      return {
        ...connection,
        async configure() {
          order.push("configure");
          await new Promise((resolve) => setImmediate(resolve));
          order.push("configured");
          return { kind: "ready", notices: [] };
        },
        request(method, params) {
          order.push(method);
          return connection.request(method, params);
        },
      };
    },
  });
  await life.request("stepladder/tasks", {});
  const [first, second] = [life.configure(), life.request("stepladder/spend", {})];
  await Promise.all([first, second]);
  assert.deepEqual(order, [
    "configure",
    "configured",
    "stepladder/tasks",
    "configure",
    "configured",
    "stepladder/spend",
  ]);
});
