# host.rb PLUGIN
require ARGV[0]
exit Plugin.work
