// The sign-in service of the Go tests, as a process.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root, run } from "./service.js";

/** Where somebody else's accounts are. */
export interface Provider {
  url: string;
  clientId: string;
  clientSecret: string;
  close(): Promise<void>;
}

/** Builds and starts it. People may be sent back to redirect. */
export async function startProvider(redirect: string): Promise<Provider> {
  const folder = await mkdtemp(join(tmpdir(), "interviewai-provider-"));
  const binary = join(folder, "provider");
  await run("go", ["build", "-o", binary, "./e2e/provider"], { cwd: root });
  const child = spawn(binary, [redirect], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  const [line] = (await once(lines, "line")) as [string];
  const close = async (): Promise<void> => {
    const ended = once(child, "exit");
    child.stdin.end();
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  return { ...(JSON.parse(line) as Omit<Provider, "close">), close };
}
