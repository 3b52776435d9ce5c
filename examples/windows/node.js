// Loads the addon and has it do its work, and evaluates the same expression itself.
let addon;
try {
  addon = require(require('path').resolve(process.argv[2]));
} catch {
  console.log('load=failed');
  process.exit(1);
}
const facts = addon.report();
const fact = name => facts.match(new RegExp(`^${name}=(.*)$`, 'm'))[1];
console.log(`${facts}host=${process.version}`);
if (eval(fact('expression')) !== fact('result'))
  console.log('work=failed');
