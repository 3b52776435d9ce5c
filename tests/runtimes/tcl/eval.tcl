# eval.tcl SCRIPT: tclsh has no option for it.
puts [eval [lindex $argv 0]]
