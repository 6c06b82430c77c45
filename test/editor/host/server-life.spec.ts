import assert from "node:assert/strict";
import { commands, workspace } from "vscode";
import { agentServers, eventually } from "./agent-servers.ts";

describe("the agent's server", () => {
  before(function () {
    // Windows has no `ps`; the journeys and the unit tests stand for it there.
    if (process.platform === "win32") this.skip();
  });

  it("is not started by opening a window", () => {
    assert.deepEqual(agentServers(), []);
  });

  it("starts with the first command that needs it, and tells the doctor that it runs", async () => {
    await commands.executeCommand("stepladder.doctor");
    const pages = () => workspace.textDocuments.map((document) => document.getText());
    const page = await eventually(() => pages().find((text) => text.startsWith("# Stepladder Doctor")));
    assert.match(page, /It is running/);
    assert.equal(agentServers().length, 1);
  });

  it("is one process for all commands", async () => {
    const [first] = agentServers();
    await Promise.all([commands.executeCommand("stepladder.doctor"), commands.executeCommand("stepladder.doctor")]);
    assert.deepEqual(agentServers(), [first]);
  });

  it("comes back by itself after it was killed", async () => {
    const [killed = 0] = agentServers();
    process.kill(killed, "SIGKILL");
    const again = await eventually(() => agentServers().find((pid) => pid !== killed));
    await commands.executeCommand("stepladder.doctor");
    assert.deepEqual(agentServers(), [again]);
  });

  it("is another process after Restart Server, and the old one is gone", async () => {
    const [before] = agentServers();
    await commands.executeCommand("stepladder.restartServer");
    const after = await eventually(() => {
      const running = agentServers();
      return running.length === 1 && running[0] !== before ? running : undefined;
    });
    assert.notDeepEqual(after, [before]);
  });
});
