# program.pl PLUGIN: loads it as extension modules are loaded, and calls a function of its.
require DynaLoader;
my $plugin = DynaLoader::dl_load_file($ARGV[0]) or die DynaLoader::dl_error();
my $function = DynaLoader::dl_find_symbol($plugin, "plugin_product") or die DynaLoader::dl_error();
print "product ", DynaLoader::dl_install_xsub("main::product", $function, $ARGV[0])->(6, 7), "\n";
