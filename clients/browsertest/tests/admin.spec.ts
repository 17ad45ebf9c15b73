import { expect, type Page } from "@playwright/test";
import { expectAccessible, joinUp, newPerson, part, said, signIn, type Person } from "../src/person.js";
import { test, type World } from "../src/world.js";

/** Makes somebody an administrator and opens the page with them. */
async function administer(page: Page, world: World): Promise<Person> {
  const person = newPerson();
  await joinUp(world, person);
  await world.service.command("admin", "create-admin", "--email", person.email);
  await signIn(page, person);
  await page.getByRole("link", { name: "Administration" }).click();
  await expect(page.getByRole("heading", { name: "Administration", level: 1 })).toBeVisible();
  return person;
}

test("the page is for administrators", async ({ page, world }) => {
  const person = newPerson();
  await joinUp(world, person);
  await signIn(page, person);
  await expect(page.getByRole("link", { name: "Administration" })).toHaveCount(0);
  await page.goto("/admin");
  await expect(page.getByRole("heading", { name: "For administrators" })).toBeVisible();
  await expectAccessible(page);
});

test("a dead job is seen, tried again and thrown away", async ({ page, other, world }) => {
  await administer(page, world);
  const someone = newPerson();
  await joinUp(world, someone);
  await world.mailbox.close();
  for (let i = 0; i < 2; i++) {
    await other.goto("/forgot-password");
    await other.getByLabel("E-mail address").fill(someone.email);
    await other.getByRole("button", { name: "Send the link" }).click();
    await expect(other.getByRole("heading", { name: "Look into your mail" })).toBeVisible();
  }
  const jobs = part(page, "Jobs");
  const dead = jobs.getByRole("listitem");
  const look = jobs.getByRole("button", { name: "Look again" });
  // Three attempts, two and four seconds apart.
  await expect(async () => {
    await look.click();
    await expect(dead).toHaveCount(2, { timeout: 500 });
  }).toPass();
  await expect(dead.first()).toContainText("refused");
  await expect(jobs.getByRole("row", { name: /^email/ }).getByRole("cell").last()).toHaveText("2");
  await expectAccessible(page);

  await world.mailbox.open();
  await dead.first().getByRole("button", { name: /^Try again/ }).click();
  await expect(said(page)).toHaveText("The job is tried again.");
  await expect(dead).toHaveCount(1);
  await world.mailbox.link(someone.email, "reset-password");

  page.once("dialog", (dialog) => void dialog.dismiss());
  await dead.getByRole("button", { name: /^Throw away/ }).click();
  await expect(dead).toHaveCount(1);
  page.once("dialog", (dialog) => void dialog.accept());
  await dead.getByRole("button", { name: /^Throw away/ }).click();
  await expect(jobs.getByText("There are no such jobs.")).toBeVisible();
  await jobs.getByLabel("Show jobs that are").selectOption("done");
  await expect(dead.first()).toBeVisible();
});

test("features are switched for some", async ({ page, world }) => {
  await administer(page, world);
  const features = part(page, "Features");
  await features.getByLabel("offline_mode is on", { exact: true }).check();
  const share = features.getByLabel("For how many of 100 users is offline_mode on");
  await share.fill("101");
  await features.getByRole("button", { name: "Save offline_mode" }).click();
  await expect(features.getByText("Enter a number from 0 to 100.")).toBeVisible();
  await expect(share).toBeFocused();
  await share.fill("25");
  await features.getByRole("button", { name: "Save offline_mode" }).click();
  await expect(said(page)).toContainText("offline_mode is saved.");
  await page.reload();
  await expect(share).toHaveValue("25");
  await expect(part(page, "Audit trail").getByText("Feature switched on: offline_mode").first()).toBeVisible();
});

test("a feature is made, given to somebody and taken back", async ({ page, world }) => {
  const person = await administer(page, world);
  const features = part(page, "Features");
  await features.getByText("Make a feature…").click();
  await features.getByLabel("Name").fill("Dark Theme");
  await features.getByRole("button", { name: "Make it" }).click();
  await expect(features.getByText("This is not in the form that is asked for.")).toBeVisible();
  await features.getByLabel("Name").fill("dark_theme");
  await features.getByLabel("What it switches").fill("Dark colours");
  await features.getByRole("button", { name: "Make it" }).click();
  await expect(features.getByText("Dark colours")).toBeVisible();

  await features.getByLabel("dark_theme is on", { exact: true }).check();
  await features.getByLabel("For how many of 100 users is dark_theme on").fill("0");
  const ids = features.getByLabel("Users who have dark_theme in any case, by id");
  await ids.fill("x".repeat(101));
  await features.getByRole("button", { name: "Save dark_theme" }).click();
  await expect(features.getByText("This is too long.")).toBeVisible();
  await expect(ids).toBeFocused();
  const found = part(page, "Users").getByRole("listitem").filter({ hasText: person.email });
  const id = (await found.locator(".hint").first().innerText()).split(" · ").at(-1) ?? "";
  await ids.fill(`${id}, somebody`);
  await features.getByRole("button", { name: "Save dark_theme" }).click();
  await expect(said(page)).toContainText("dark_theme is saved.");
  await expect(ids).toHaveValue([id, "somebody"].sort().join("\n"));
  await expectAccessible(page);
  await ids.fill("");
  await features.getByRole("button", { name: "Save dark_theme" }).click();
  await page.reload();
  await expect(ids).toHaveValue("");

  page.once("dialog", (dialog) => void dialog.accept());
  await features.getByRole("button", { name: "Take back what was set of dark_theme" }).click();
  await expect(said(page)).toContainText("taken back");
  await expect(features.getByText("Dark colours")).toHaveCount(0);
  await expect(features.getByText("voice_messages", { exact: true })).toBeVisible();
});

test("somebody is found, given a role, suspended and let in again", async ({ page, other, world }) => {
  await administer(page, world);
  const someone = newPerson();
  await joinUp(world, someone);
  await signIn(other, someone);
  const users = part(page, "Users");
  await users.getByLabel("E-mail address").fill("nobody@example.org");
  await users.getByRole("button", { name: "Find" }).click();
  await expect(users.getByText("There is no such account.")).toBeVisible();
  await users.getByLabel("E-mail address").fill(someone.email);
  await users.getByRole("button", { name: "Find" }).click();
  await users.getByLabel(`Role of ${someone.email}`).selectOption("Pro");
  await users.getByRole("button", { name: `Set the role of ${someone.email}` }).click();
  await expect(said(page)).toContainText("has a new role");
  await other.reload();
  await expect(part(other, "Profile").getByText("Pro", { exact: true })).toBeVisible();

  await users.getByText(`Suspend ${someone.email}`, { exact: true }).click();
  await users.getByLabel("Why?").fill("Spam");
  await users.getByRole("button", { name: `Suspend ${someone.email} now` }).click();
  await expect(users.getByText("suspended: Spam")).toBeVisible();
  await part(other, "What happened to your account").getByRole("button", { name: "Look again" }).click();
  await expect(other.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await users.getByRole("button", { name: `Let ${someone.email} in again` }).click();
  await expect(users.getByText("active", { exact: true })).toBeVisible();
  await signIn(other, someone);
});
