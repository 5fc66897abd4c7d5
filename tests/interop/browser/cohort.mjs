// A workshop of two dozen people: the table is given, awarded, and the page closed at once. Whoever comes back finds
// everybody awarded, and everybody has one letter whose link opens one badge. Awarded by mistake, all of it is taken back.
import { address, letters, lettersSoFar } from "./letters.mjs";
import { end, fault, inspect, launch, must, person, text, told, where } from "./lib.mjs";

const MANY = 24;
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
const people = Array.from({ length: MANY }, (_, n) => ({ name: `Personne ${String.fromCharCode(65 + n)}`, mail: `p${n}@example.org` }));

const browser = await launch();
const team = await person(browser, PHONE);
await team.goto(`${told.team}?lang=fr`);
await Promise.all([team.waitForNavigation(), team.tap("main button[type=submit]")]);

// One row of them names nobody who can be written to: it holds up no other.
const rows = ["nom;courriel", ...people.map(({ name, mail }) => `${name};${mail}`), "Quelqu’un;pas-une-adresse"];
await team.goto(`${told.address}${told.inside}/table?lang=fr`);
await team.setInputFiles("#file", { name: "samedi.csv", mimeType: "text/csv", buffer: Buffer.from(rows.join("\n")) });
await team.selectOption("#achievement", "impression-3d");
await Promise.all([team.waitForNavigation(), team.tap("form:has(#day) button[type=submit]")]);
await inspect(team, "a table of two dozen");
await Promise.all([team.waitForNavigation(), team.tap('button[value="award"]')]);
const batch = team.url();
const context = team.context();
const later = await context.newPage();
await team.close();

/** Comes back until it is done. */
async function over(url) {
  for (let n = 0; n < 240; n++) {
    await later.goto(url);
    if (!(await later.locator("main progress").count())) return inspect(later, `a batch that is done: ${where(url)}`);
    await later.waitForTimeout(250);
  }
  throw new Error(`still at work: ${await text(later)}`);
}

await over(batch);
must(/à corriger\s:\s1[^]*Ligne\s26/.test(await text(later)), `the row that could not be awarded is not told: ${await text(later)}`);
await later.goto(`${told.address}${told.inside}/table?lang=fr`);
must(await later.locator(`main a[href*="${new URL(batch).pathname}"]`).count(), "what came of the table is listed nowhere");

const pages = new Set();
for (const { name, mail } of people) {
  const [letter] = await letters(mail);
  const page = address(letter, /\/b\/[0-9a-f]{32}\//);
  pages.add(page);
  const answer = await context.request.get(page);
  must(answer.ok(), `${name}: ${answer.status()}`);
}
must(pages.size === MANY, `${pages.size} badges`);
must(!lettersSoFar("pas-une-adresse").length, "a letter to no address");

// By mistake: all of it is taken back, and said on every page; then given back.
await later.goto(batch);
await later.tap("main details summary");
await later.fill("#reason", "Délivrés par erreur");
await Promise.all([later.waitForNavigation(), later.tap('button[value="undo"]')]);
const back = later.url();
await over(back);
await all((said) => said.includes("Badge annulé") && said.includes("Délivrés par erreur"));
await later.goto(back);
await Promise.all([later.waitForNavigation(), later.tap('button[value="undo"]')]);
await over(later.url());
await all((said) => !said.includes("Badge annulé"));
for (const { mail } of people) if (lettersSoFar(mail).length > 1) fault(`${mail}: ${lettersSoFar(mail).length} letters`);

async function all(good) {
  for (const page of pages) {
    await later.goto(page);
    const said = await text(later);
    must(good(said), `${where(page)}: ${said}`);
  }
}

await browser.close();
console.log(JSON.stringify({ badges: pages.size }));
end();
