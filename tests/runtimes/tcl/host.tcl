# host.tcl PLUGIN
load [lindex $argv 0] Plugin
exit [plugin::work]
