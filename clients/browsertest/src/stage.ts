// The page's own web server, and the InterviewAI server if none is named.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { bundle } from "./bundle.mjs";
import type { Server } from "./page.js";
import { freePort, root, run, startService } from "./service.js";

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
  const service = await startService(await freePort(), { CORS_ORIGINS: origin });
  try {
    const token = await service.command("token", "--email", "browser@example.org");
    return { server: { url: service.url, token }, close: service.close };
  } catch (cause) {
    await service.close();
    throw cause;
  }
}
