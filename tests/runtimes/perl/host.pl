# host.pl PLUGIN: loads it as Perl loads its extension modules.
require DynaLoader;
my $plugin = DynaLoader::dl_load_file($ARGV[0]) or die DynaLoader::dl_error();
my $boot = DynaLoader::dl_find_symbol($plugin, "boot_Plugin") or die DynaLoader::dl_error();
DynaLoader::dl_install_xsub("Plugin::bootstrap", $boot, $ARGV[0])->();
exit Plugin::work();
