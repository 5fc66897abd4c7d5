// Letters, as the mail server of the test got them.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { must, told } from "./lib.mjs";

/** All letters to an address there are by now. */
export function lettersSoFar(address) {
  const notes = readdirSync(told.mail).filter((name) => name.endsWith(".json"));
  const all = notes.map((name) => JSON.parse(readFileSync(join(told.mail, name), "utf8")));
  return all.filter((one) => one.to.includes(address)).map((one) => one.mail);
}

/** Waits for so many letters to an address. */
export async function letters(address, count = 1) {
  for (let n = 0; n < 150; n++) {
    const mine = lettersSoFar(address);
    if (mine.length >= count) return mine;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error(`no letter to ${address}`);
}

const words = (letter) => letter.parts.filter((part) => part.type === "text/plain").map((part) => part.text).join("\n");

/** The address in a letter that looks like this. */
export function address(letter, like) {
  const found = words(letter).match(/https?:\/\/\S+/g)?.find((url) => like.test(url));
  must(found, `no ${like} in ${JSON.stringify(words(letter))}`);
  return found;
}
