/* TAO's own scoring of items of QTI 2.1, run in node. Reads from the standard input a list of [item, responses], in the
 * form in which TAO's runner has them, and writes the outcomes and responses of each after its rules have run.
 *
 * The modules are in AMD form; `load` takes them from the package by the names that they use among each other. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const loaded = { lodash: require("lodash") };

function load(name) {
  if (!(name in loaded)) {
    const path = name.replace(/^taoQtiItem\//, "@oat-sa/tao-item-runner-qti/dist/") + ".js";
    const define = (...given) => {
      const make = given.pop();
      loaded[name] = make(...(given[0] || []).map(load));
    };
    new Function("define", readFileSync(require.resolve(path), "utf-8"))(define);
  }
  return loaded[name];
}

const provider = load("taoQtiItem/scoring/provider/qti");

const scored = ([item, responses]) => {
  let outcome = null;
  const refuse = (_, error) => { throw error; };
  provider.process.call({ trigger: refuse }, responses, item, (answered) => { outcome = answered; });
  return outcome;
};

console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf-8")).map(scored)));
