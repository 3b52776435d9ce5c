// A JavaScript program that evaluates other languages, and its own: host.js NODE_PORT (TAG EXPRESSION)...
const path = require('path');

const [file, ...pairs] = process.argv.slice(2);
const minicall = require(path.resolve(file));

// part: addon
// The loader of JavaScript is an addon: from the node that loads it as one it gets what node gives to addons.
if (pairs.includes('node'))
  process.dlopen({exports: {}}, path.resolve(path.dirname(file), 'libnode_loader.so'));
// end of addon

for (let i = 0; i + 1 < pairs.length; i += 2)
  console.log(`${pairs[i]}: ${minicall.evaluate(pairs[i], pairs[i + 1])}`);
process.stdout.write(minicall.describe());
minicall.destroy();
