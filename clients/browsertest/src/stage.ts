// The page's own web server, and the InterviewAI server if none is named.
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { bundle } from "./bundle.mjs";
import type { Server } from "./page.js";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../../", import.meta.url));
const readyWithin = 60_000;

/** Everything a test needs around it. */
export interface Stage {
  server: Server;
  page: string;
  close(): Promise<void>;
}

/** Makes a WAV file of the demo's interviewer, as Chromium's microphone. */
export async function recordVoice(file: string): Promise<void> {
  await run("ffmpeg", ["-v", "error", "-y", "-i", join(root, "clients/demo/interviewer.opus"), "-ac", "1", "-ar", "48000", file]);
}

/**
 * Opens the stage. SERVER_URL and TOKEN name a running server, whose CORS_ORIGINS
 * must hold http://127.0.0.1:PAGE_PORT; else bin/interviewai is started.
 */
export async function openStage(): Promise<Stage> {
  const page = await servePage(Number(process.env["PAGE_PORT"] ?? 0));
  const url = process.env["SERVER_URL"];
  if (url) {
    return { server: { url, token: process.env["TOKEN"] ?? "" }, page: page.url, close: page.close };
  }
  const own = await startServer(page.url);
  return {
    server: own.server,
    page: page.url,
    close: async () => {
      await own.close();
      await page.close();
    },
  };
}

async function servePage(port: number): Promise<{ url: string; close(): Promise<void> }> {
  const script = await bundle();
  const web = createServer((request, response) => {
    const isScript = request.url === "/page.js";
    response.setHeader("Content-Type", isScript ? "text/javascript" : "text/html");
    response.end(isScript ? script : "<!doctype html><title>voice</title><script src=page.js></script>");
  });
  await new Promise<void>((done) => web.listen(port, "127.0.0.1", done));
  const { port: bound } = web.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${bound}`,
    close: () =>
      new Promise((done) => {
        web.close(() => done());
        web.closeAllConnections();
      }),
  };
}

async function startServer(origin: string): Promise<{ server: Server; close(): Promise<void> }> {
  const data = await mkdtemp(join(tmpdir(), "interviewai-browser-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const binary = join(root, "bin/interviewai");
  const child = spawn(binary, ["serve", "--addr", `127.0.0.1:${port}`, "--data", data], {
    env: { ...process.env, CORS_ORIGINS: origin, MEDIA_UDP_ADDR: "127.0.0.1:0", LOG_LEVEL: "warn" },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const close = async (): Promise<void> => {
    await end(child);
    await rm(data, { recursive: true, force: true });
  };
  try {
    await ready(`${url}/readyz`, child);
    const { stdout } = await run(binary, ["token", "--data", data, "--email", "browser@example.org"]);
    return { server: { url, token: stdout.trim() }, close };
  } catch (cause) {
    await close();
    throw cause;
  }
}

async function freePort(): Promise<number> {
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

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) {
    return;
  }
  const ended = new Promise((done) => child.once("exit", done));
  child.kill("SIGTERM");
  await ended;
}
