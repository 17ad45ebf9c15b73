import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";

export const voiceFile = join(tmpdir(), "interviewai-browser-voice.wav");

export default defineConfig({
  testDir: "tests",
  timeout: 180_000,
  workers: 1,
  reporter: "list",
  outputDir: join(tmpdir(), "interviewai-browser-results"),
  use: {
    permissions: ["microphone"],
    launchOptions: {
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        `--use-file-for-fake-audio-capture=${voiceFile}%noloop`,
      ],
    },
  },
});
