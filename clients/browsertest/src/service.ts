// The service as a process, with a data directory of its own.
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export const run = promisify(execFile);
export const root = fileURLToPath(new URL("../../../", import.meta.url));
const binary = process.env["SERVER_BINARY"] ?? join(root, "bin/interviewai");
const readyWithin = 60_000;

/** A running service. */
export interface Service {
  url: string;
  /** Runs another command of the program on the same data; returns what it prints. */
  command(...args: string[]): Promise<string>;
  close(): Promise<void>;
}

/** Starts bin/interviewai on a port with more settings; resolves once it is ready. */
export async function startService(port: number, settings: Record<string, string>): Promise<Service> {
  const data = await mkdtemp(join(tmpdir(), "interviewai-browser-"));
  const url = `http://127.0.0.1:${port}`;
  const env = { ...process.env, MEDIA_UDP_ADDR: "127.0.0.1:0", LOG_LEVEL: "warn", ...settings };
  const child = spawn(binary, ["serve", "--addr", `127.0.0.1:${port}`, "--data", data], { env, stdio: ["ignore", "inherit", "inherit"] });
  const close = async (): Promise<void> => {
    await end(child);
    await rm(data, { recursive: true, force: true });
  };
  try {
    await ready(`${url}/readyz`, child);
  } catch (cause) {
    await close();
    throw cause;
  }
  const command = async (...args: string[]): Promise<string> => {
    const running = run(binary, [...args, "--data", data], { env });
    running.child.stdin?.end(); // some commands read it to the end
    return (await running).stdout.trim();
  };
  return { url, command, close };
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, "127.0.0.1", done));
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return port;
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + readyWithin;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) {
      throw new Error(`the server ended with ${child.exitCode}`);
    }
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) {
      return;
    }
    await new Promise((next) => setTimeout(next, 100));
  }
  throw new Error("the server never became ready");
}

/** Ends a process and waits until it has. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) {
    return;
  }
  const ended = new Promise((done) => child.once("exit", done));
  child.kill("SIGTERM");
  await ended;
}
