// A partner on another server endorses what we give; we agree to it, our pages show it, and our badges carry it wherever they
// go. Then the partner thinks otherwise.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fault, end, inspect, launch, must, person, pressed, text, told, typed, where } from "./lib.mjs";

const WORDS = "We send our apprentices there.";
const { ours, theirs } = told;
const submit = "main form[method=post] button[type=submit]";

const browser = await launch();

/** Somebody of a team, with the link that was printed. */
async function member(of, lang) {
  const page = await person(browser, { javaScriptEnabled: false });
  await page.goto(`${of.team}?lang=${lang}`);
  await pressed(page, submit);
  must(new URL(page.url()).pathname === "/staff", `signed in, and at ${page.url()}`);
  return page;
}

const inside = (of, path, lang) => `${of.address}/staff/places/1/${path}?lang=${lang}`;

async function says(page, wanted, yes = true) {
  const said = await text(page);
  must(said.includes(wanted) === yes, `${where(page)} ${yes ? "does not say" : "says"} ${wanted}:\n${said}`);
}

// The partner finds what we give as anybody does, and endorses it by the address that the browser shows.
const partner = await member(theirs, "en");
const visitor = await person(browser);
await visitor.goto(`${ours.place}achievements/?lang=fr`);
await Promise.all([visitor.waitForNavigation(), visitor.click('main a[href*="impression-3d"]')]);
const model = visitor.url();
await says(visitor, "Impression 3D");
await says(visitor, WORDS, false);

/** Signs for what is at an address; gives the address of the endorsement's page. */
async function endorse(address, comment) {
  await partner.goto(inside(theirs, "endorse", "en"));
  await typed(partner, [["#address", address]], submit);
  await inspect(partner, "what is to be endorsed");
  await typed(partner, [["#comment", comment], ["#skills", "setting the printer up"]], submit);
  await says(partner, "Send the address of its page");
  await inspect(partner, "an endorsement that was given");
  return partner.locator('main section a[href*="/e/"]').first().getAttribute("href");
}

const page = new URL(await endorse(model, WORDS), theirs.address).href;
await visitor.goto(page);
await says(visitor, WORDS);
await inspect(visitor, "the page of an endorsement");

// We are given its address. Nothing is shown before we agree.
const team = await member(ours, "fr");
const list = inside(ours, "endorsements", "fr");
await team.goto(list);
await typed(team, [["#address", `${page}nothing`]], 'main form:has(#file) button[type=submit]');
await inspect(team, "an endorsement that is not there");
await team.goto(list);
await typed(team, [["#address", page]], 'main form:has(#file) button[type=submit]');
await says(team, "Il attend votre réponse");
await says(team, WORDS);
await says(team, "The Workshop");
for (const lang of ["en", "fr"]) {
  await team.goto(inside(ours, "endorsements", lang));
  await inspect(visitor, `an endorsement that waits, in ${lang}`);
}
await visitor.goto(model);
await says(visitor, WORDS, false);
await pressed(team, 'button[value="accept"]');
await says(team, "Le soutien est accepté");
for (const lang of ["en", "fr"]) {
  await team.goto(inside(ours, "endorsements", lang));
  await inspect(team, `an endorsement that is shown, in ${lang}`);
}
await visitor.goto(model);
await says(visitor, WORDS);
await says(visitor, "The Workshop");
await inspect(visitor, "what can be earned, endorsed");

/** Awards, today: a badge of an earlier day carries what was said by then. Gives the address of its page. */
async function award(to) {
  await team.goto(inside(ours, "award", "fr"));
  await typed(team, [["#achievement", "Impression 3D"], ["#address", to]], submit);
  await says(team, "Le badge est délivré.");
  return team.locator('main a[href*="/b/"]').first().getAttribute("href");
}

const get = async (address) => {
  const answer = await visitor.context().request.get(address);
  must(answer.ok(), `${address}: ${answer.status()}`);
  return answer;
};
const carried = async (badge) => (await (await get(`${badge}credential.json`)).json()).credentialSubject.achievement.endorsement ?? [];

// What is awarded now carries it, as a page, as a document and as a picture; whoever verifies is told.
const badge = new URL(await award("zoe@example.org"), ours.address).href;
await visitor.goto(badge);
await says(visitor, WORDS);
await inspect(visitor, "the page of a badge that is endorsed");
must((await carried(badge)).some((one) => one.credentialSubject.endorsementComment.includes(WORDS)), "the badge does not carry it");
writeFileSync(join(told.folder, "badge.png"), await (await get(`${badge}badge.png`)).body());
for (const server of [ours, theirs]) {
  await visitor.goto(`${server.address}/verify?lang=en`);
  await visitor.setInputFiles("#file", join(told.folder, "badge.png"));
  await Promise.all([visitor.waitForNavigation(), visitor.click("main button[type=submit]")]);
  const said = await text(visitor);
  must(/✓\s*Authentic/.test(said) && said.includes("The Workshop"), `a badge with an endorsement:\n${said}`);
  await inspect(visitor, "a verdict with an endorsement");
}

// Another one comes as a file, about the place itself, and is not wanted.
const second = new URL(await endorse(ours.place, "A place of friends."), theirs.address).href;
const file = await (await get(`${second}endorsement.json`)).body();
await team.goto(list);
await team.setInputFiles("#file", { name: "endorsement.json", mimeType: "application/json", buffer: file });
await pressed(team, 'main form:has(#file) button[type=submit]');
await says(team, "A place of friends.");
await pressed(team, 'button[value="refuse"]');
await says(team, "A place of friends.", false);
await visitor.goto(ours.place);
await says(visitor, "A place of friends.", false);
// Altered on its way, it does not even wait.
await team.goto(list);
const altered = Buffer.from(file.toString().replace("of friends", "of enemies"));
await team.setInputFiles("#file", { name: "endorsement.json", mimeType: "application/json", buffer: altered });
await pressed(team, 'main form:has(#file) button[type=submit]');
await says(team, "of enemies", false);
await inspect(team, "an endorsement that was altered");

// The partner takes the first one back; we look again.
await partner.goto(inside(theirs, "endorsements", "en"));
const given = partner.locator("main section", { hasText: "impression-3d" });
must((await given.count()) === 1, `${await given.count()} endorsements of one thing`);
const reason = `#${await given.locator('input[name="reason"]').getAttribute("id")}`;
await typed(partner, [[reason, "The partnership is over"]], `section:has(${reason}) button[value="withdraw"]`);
await inspect(partner, "an endorsement that was taken back");
await visitor.goto(page);
await says(visitor, "The partnership is over");
await team.goto(list);
await pressed(team, 'button[value="check"]');
await says(team, "retiré");
await visitor.goto(model);
await says(visitor, WORDS, false);
const later = new URL(await award("max@example.org"), ours.address).href;
if ((await carried(later)).length) fault("a badge carries what was taken back");

await browser.close();
console.log(JSON.stringify({ badge }));
end();
