// A place that the command made, on a plain web host (`before`), then on a server (`after`): the same addresses, the same
// answers, and its team goes on there.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { end, fault, inspect, launch, must, person, pressed, text, told, typed, where } from "./lib.mjs";

const submit = "main form[method=post] button[type=submit]";
const kept = join(told.folder, "before.json");
const browser = await launch();
const visitor = await person(browser);

/** What a verify page says of what is at an address. */
async function verdict(server, address) {
  await visitor.goto(`${server}/verify?lang=fr`);
  await visitor.fill("#text", address);
  await Promise.all([visitor.waitForNavigation(), visitor.click(submit)]);
  return text(visitor);
}

const good = /✓\s*Authentique/;
const revoked = /Ce badge a été annulé/;

/** Both badges, as whoever verifies is told. */
async function verified(server) {
  for (const name of ["", "credential.json", "badge.png"]) {
    const said = await verdict(server, `${told.base}/b/${told.good}/${name}`);
    must(good.test(said) && said.includes("La Fabrique"), `${server}, a good badge, ${name}:\n${said}`);
    const back = await verdict(server, `${told.base}/b/${told.gone}/${name}`);
    must(revoked.test(back) && !good.test(back), `${server}, a badge that was taken back, ${name}:\n${back}`);
  }
}

/** The bytes of an address, as a program gets them. */
async function bytes(path) {
  const answer = await visitor.context().request.get(`${told.base}/${path}`, { headers: { accept: "*/*" } });
  must(answer.ok(), `${path}: ${answer.status()}`);
  return (await answer.body()).toString("base64");
}

// Every address that people and verifiers had: their files, and the pages with what they say.
const files = ["did.json", "issuer.json", ...["good", "gone"].flatMap((one) => ["credential.json", "badge.png"]
  .map((name) => `b/${told[one]}/${name}`)), "achievements/decoupe-laser.json", "achievements/decoupe-laser.png"];
const pages = ["", `b/${told.good}/`, `b/${told.gone}/`, "achievements/decoupe-laser.html", "privacy.html", "levels.html"];
const now = { files: {}, pages: {} };
// What leads to the verify page of the server, behind what is said of others.
const doors = {};
for (const path of files) now.files[path] = await bytes(path);
for (const path of pages) {
  const answer = await visitor.goto(`${told.base}/${path}`);
  must(answer.ok(), `${path}: ${answer.status()}`);
  now.pages[path] = await visitor.locator("main").innerText();
  doors[path] = (await visitor.locator('main li > a[href*="/verify?"]').allInnerTexts()).map((words) => ` ${words.trim()}`);
}

if (told.step === "before") {
  writeFileSync(kept, JSON.stringify(now));
  await verified(told.verify);
  await browser.close();
  console.log(JSON.stringify({}));
  end();
}

const before = JSON.parse(readFileSync(kept, "utf8"));
for (const path of files) if (now.files[path] !== before.files[path]) fault(`${path} is not what it was`);
for (const path of pages) {
  // The server has a certificate to offer as well, and leads to its own verify page behind what is said of others; nothing
  // that was said is missing.
  const without = (line) => {
    const door = doors[path].find((words) => line.endsWith(words));
    return door ? line.slice(0, -door.length) : line;
  };
  const lines = now.pages[path].split("\n").map(without);
  const gone = before.pages[path].split("\n").filter((line) => !lines.includes(line));
  if (gone.length) fault(`${path} no longer says ${gone.join(" | ")}`);
}
// By the server that has it now, and by another that knows nothing of it.
await verified(told.address);
await verified(told.verify);

// Whoever starts the server is led to the place, and awards there.
const team = await person(browser, { javaScriptEnabled: false });
await team.goto(`${told.start}?lang=fr`);
await typed(team, [["#name", "Camille Roy"], ["#address", "camille@example.org"], ["#password", "une phrase de passe"]], submit);
await team.goto(`${told.address}/staff?lang=fr`);
await pressed(team, 'main a[href*="/staff/places/"]');
await pressed(team, 'nav.tabs a[href*="/badges"]');
must((await team.locator('main tbody a[href*="/badges/"]').count()) === 2, `the badges are not there: ${await text(team)}`);
await pressed(team, 'nav.tabs a[href*="/award"]');
await typed(team, [["#achievement", "Découpe laser"], ["#address", "maya@example.org"], ["#day", "2026-05-02"]], submit);
must((await text(team)).includes("Le badge est délivré."), await text(team));
const badge = new URL(await team.locator('main a[href*="/b/"]').first().getAttribute("href"), told.address).href;
must(badge.startsWith(`${told.base}/b/`), `the new badge is elsewhere: ${badge}`);
for (const server of [told.address, told.verify]) {
  const said = await verdict(server, badge);
  must(good.test(said) && said.includes("La Fabrique"), `${server}, a new badge:\n${said}`);
}
await visitor.goto(badge);
await inspect(visitor, "a badge that was awarded where the place moved");

// What the command awarded is taken back here.
await team.goto(`${told.address}/staff?lang=fr`);
await pressed(team, 'main a[href*="/staff/places/"]');
await pressed(team, 'nav.tabs a[href*="/badges"]');
await pressed(team, `main tbody a[href*="/badges/${told.good}"]`);
await typed(team, [["#reason", "Délivré deux fois"]], 'button[value="revoke"]');
for (const server of [told.address, told.verify]) {
  const said = await verdict(server, `${told.base}/b/${told.good}/`);
  must(revoked.test(said), `${server}, taken back on the server (${where(team)}):\n${said}`);
}

await browser.close();
console.log(JSON.stringify({ token: badge.split("/").at(-2) }));
end();
