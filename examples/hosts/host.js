// What host.c does, inside a node: host.js PROBE_ADDON PLUGIN.

const fs = require('fs');
const [probePath, pluginPath] = process.argv.slice(2);
const {probe} = require(probePath);

// Not console.log: what has been said must be out before the plugin may crash.
const show = (text) => fs.writeSync(1, text);

let plugin;
try {
  plugin = require(pluginPath);
} catch (error) {
  show(`load=failed\nerror=${error.message}\n`);
  process.exit(1);
}
show('load=ok\n' + probe(pluginPath, 'node'));
const text = plugin.report();
show(text);
show(probe(pluginPath, 'node').replace(/^(?=.)/gm, 'after.'));
process.exitCode = text.includes('work=ok') ? 0 : 1;
