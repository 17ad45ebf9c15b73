import { expect, test } from "@playwright/test";
import { voiceFile } from "../playwright.config.js";
import { openStage, recordVoice, type Stage } from "../src/stage.js";

// What the recording says first ("Good morning, and thank you for coming in
// today." "Can you tell me about yourself?"); a recogniser without a key gets
// most of it.
const expected = ["good", "morning", "thank", "coming", "today", "tell", "yourself"];
const enough = 3;

let stage: Stage;

test.beforeAll(async () => {
  await recordVoice(voiceFile);
  stage = await openStage();
});

test.afterAll(async () => {
  await stage?.close();
});

function recognised(texts: string[]): number {
  const words = texts.join(" ").toLowerCase();
  return expected.filter((word) => words.includes(word)).length;
}

test("the public WHIP client speaks, its words come back over Connect-Web", async ({ page }) => {
  await page.goto(stage.page);
  const session = await page.evaluate((server) => window.voice.createSession(server), stage.server);
  const resource = await page.evaluate((s) => window.voice.publishWhip(s), session);
  expect(resource).toContain(`/whip/${session.id}/interviewer/`);
  await expect
    .poll(async () => recognised((await page.evaluate(() => window.voice.heard())).watched), { timeout: 120_000 })
    .toBeGreaterThanOrEqual(enough);
  const { kinds, errors } = await page.evaluate(() => window.voice.heard());
  expect(kinds).toEqual(expect.arrayContaining(["stateChanged", "audioLevel", "speechStarted", "transcript"]));
  expect(errors).toEqual([]);
  await page.evaluate(() => window.voice.hangUp());
  const gone = await page.request.get(resource, { headers: { Authorization: `Bearer ${session.mediaToken}` } });
  expect(gone.status()).toBe(404);
});

test("ConnectMedia carries the sound, its words come back over the data channel", async ({ page }) => {
  await page.goto(stage.page);
  const session = await page.evaluate((server) => window.voice.createSession(server), stage.server);
  const answer = await page.evaluate(([server, s]) => window.voice.connectMedia(server, s), [stage.server, session] as const);
  expect(answer).toContain("usedtx=1");
  await expect
    .poll(async () => recognised((await page.evaluate(() => window.voice.heard())).channel), { timeout: 120_000 })
    .toBeGreaterThanOrEqual(enough);
  const { watched, errors } = await page.evaluate(() => window.voice.heard());
  expect(recognised(watched)).toBeGreaterThanOrEqual(enough);
  expect(errors).toEqual([]);
  await page.evaluate(() => window.voice.hangUp());
});
