// Loads the addon and has it do its work, and evaluates the same expression itself.
const facts = require(require('path').resolve(process.argv[2])).report();
const fact = name => facts.match(new RegExp(`^${name}=(.*)$`, 'm'))[1];
console.log(process.version.split('.')[0], fact('work'), eval(fact('expression')) === fact('result'));
