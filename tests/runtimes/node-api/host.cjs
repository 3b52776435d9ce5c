// host.cjs PLUGIN: loads it as addons are loaded, and lets it load the one beside it.
const path = require('path');

const plugin = path.resolve(process.argv[2]);
process.exitCode = require(plugin).work(() => require(path.join(path.dirname(plugin), 'other.node')));
