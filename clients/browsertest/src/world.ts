// What the tests of the pages share: one service, where its mails go, and a
// provider of accounts.
import { expect, test as base, type Page } from "@playwright/test";
import { Mailbox } from "./mailbox.js";
import { watch } from "./person.js";
import { startProvider } from "./provider.js";
import { freePort, startService, type Service } from "./service.js";

export interface World {
  service: Service;
  mailbox: Mailbox;
}

/** A test with the service behind its pages, and a second device beside the first. */
export const test = base.extend<{ other: Page }, { world: World }>({
  world: [
    async ({}, use) => {
      const mailbox = new Mailbox(await freePort());
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      await mailbox.open();
      const provider = await startProvider(`${url}/api/v1/auth/oauth/google/callback`);
      try {
        const service = await startService(port, {
          SMTP_URL: mailbox.url, PUBLIC_URL: url, RATE_LIMITS: "off",
          GOOGLE_ISSUER: provider.url, GOOGLE_CLIENT_ID: provider.clientId, GOOGLE_CLIENT_SECRET: provider.clientSecret,
        });
        await use({ service, mailbox });
        await service.close();
      } finally {
        await provider.close();
        await mailbox.close();
      }
    },
    { scope: "worker" },
  ],
  baseURL: async ({ world }, use) => use(world.service.url),
  page: async ({ page }, use) => {
    const wrong = watch(page);
    await use(page);
    expect(wrong).toEqual([]);
  },
  other: async ({ browser, baseURL }, use) => {
    const context = await browser.newContext({ baseURL: baseURL ?? "" });
    await use(await context.newPage());
    await context.close();
  },
});
