// Prints what jsonld.js makes of every document of a folder: one JSON object a line, {"file", "canonical"} or
// {"file", "error"}. Nothing is fetched: the contexts come from files.
//
//   node canonize.mjs CONTEXTS.json FOLDER [set]
//
// CONTEXTS.json maps the address of a context to the path of its file. With `set`, Hash N-Degree Quads counts a blank
// node that is related through several quads with one hash once, instead of once a quad.
import {readFileSync, readdirSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import jsonld from 'jsonld';

const [, , contextsFile, folder, form] = process.argv;
const files = JSON.parse(readFileSync(contextsFile, 'utf8'));
const loaded = new Map();

if(form === 'set') {
  const {prototype} = createRequire(import.meta.url)('rdf-canonize/lib/RDFC10.js');
  const asList = prototype.createHashToRelated;
  prototype.createHashToRelated = async function(...given) {
    const related = await asList.apply(this, given);
    for(const [hash, list] of related) {
      related.set(hash, [...new Set(list)]);
    }
    return related;
  };
}

async function documentLoader(url) {
  if(!Object.hasOwn(files, url)) {
    throw Object.assign(new Error(`unknown context ${url}`), {code: 'unknown context'});
  }
  if(!loaded.has(url)) {
    loaded.set(url, JSON.parse(readFileSync(files[url], 'utf8')));
  }
  return {contextUrl: null, documentUrl: url, document: loaded.get(url)};
}

// The code of an error, as far inside as there is one.
function codeOf(error) {
  const details = error.details ?? {};
  const inner = details.event?.code ?? details.code ?? error.code;
  return inner ?? (details.cause ? codeOf(details.cause) : String(error.message).split('\n')[0]);
}

for(const file of readdirSync(folder).sort()) {
  const line = {file};
  try {
    line.canonical = await jsonld.canonize(JSON.parse(readFileSync(join(folder, file), 'utf8')), {
      algorithm: 'RDFC-1.0',
      safe: true,
      documentLoader,
      canonizeOptions: {maxDeepIterations: 4000}
    });
  } catch(error) {
    line.error = codeOf(error);
  }
  process.stdout.write(JSON.stringify(line) + '\n');
}
